"""Time the PDF of one report in a process that has made one before: `python benchmarks/report.py [--times 9]`.

Prints a table in Markdown. All rows are timed in turn; the ratio is the median of the pairs with WeasyPrint alone on
the very page that we give it: its defaults, no tags, no archive, nothing attached. Times are the processor's, for the
machine may be busy with others.
"""

from __future__ import annotations

import argparse
import platform
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pypdf import PdfReader  # noqa: E402
from weasyprint import HTML  # type: ignore[import-untyped] # noqa: E402

from kpi_core.engine import build  # noqa: E402
from kpi_core.load import load  # noqa: E402
from kpi_core.report import build_report, pdf, render_html  # noqa: E402
from kpi_core.report.html import template_folder  # noqa: E402

GOAL, PAGES = 300, 4


def rows() -> dict[str, Callable[[], object]]:
    """What is timed; the first is what the others are compared with."""
    cube = build(load(ROOT / "sample_workbooks" / "shop-ru.xlsx"))
    report = build_report(cube, None, "ru", attach=True)
    page, base = render_html(report), f"{template_folder().as_uri()}/"
    archive, aloud, plain = (replace(report, standard=each) for each in pdf.STANDARDS)
    undrawn = re.sub(r"<svg.*?</svg>", "", page, flags=re.S)
    untold = re.sub(r"<table.*?</table>", "", page, flags=re.S)
    return {
        "WeasyPrint alone on the same page": lambda: HTML(string=page, base_url=base).write_pdf(),
        "ours, no standard": lambda: pdf.make_pdf(replace(plain, attachments=())),
        "ours, PDF/UA-1": lambda: pdf.make_pdf(replace(aloud, attachments=())),
        "ours, PDF/A-3a with its data inside": lambda: pdf.make_pdf(archive),
        "– the figures put into words, and the data's two files": lambda: build_report(cube, None, "ru", attach=True),
        "– the template": lambda: render_html(report),
        "– the page without its charts, no standard": lambda: pdf._render(undrawn, xml=True),
        "– the page without its tables, no standard": lambda: pdf._render(untold, xml=True),
    }


def main(times: int) -> None:
    """Time every row in turn and print the table."""
    timed: dict[str, list[float]] = {}
    cases = rows()
    with pdf.at_rest():
        for turn in range(times + 1):
            # The garbage collector comes round as regularly as the rows would, and always to the same one.
            for name, run in random.Random(turn).sample(list(cases.items()), len(cases)):
                begin = time.process_time()
                run()
                if turn:
                    timed.setdefault(name, []).append(time.process_time() - begin)
    timed = {name: timed[name] for name in cases}
    first = timed[next(iter(cases))]
    report = build_report(build(load(ROOT / "sample_workbooks" / "shop-ru.xlsx")), None, "ru")
    elements, pages = len(re.findall(r"<[a-z]", render_html(report))), _pages(pdf.make_pdf(report))
    libraries = ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "jinja2"))
    sys.stdout.write(f"{platform.machine()}, Python {platform.python_version()}, {libraries}; {times} rounds. ")
    sys.stdout.write(
        f"The shop sample: {pages} pages, {elements} elements; the goal is {GOAL} ms for {PAGES} pages.\n\n"
    )
    sys.stdout.write(
        "| in one process, warm | ms | against WeasyPrint alone | ms for four pages |\n|---|---|---|---|\n"
    )
    for name, measured in timed.items():
        middle = 1000 * statistics.median(measured)
        ratio = statistics.median(one / other for one, other in zip(measured, first, strict=True))
        of_four = f"{middle * PAGES / pages:.0f}" if not name.startswith("–") else ""
        sys.stdout.write(f"| {name} | {middle:.0f} | {ratio:.2f} | {of_four} |\n")


def _pages(content: bytes) -> int:
    return len(PdfReader(BytesIO(content)).pages)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=9)
    main(parser.parse_args().times)
