"""Time the PDF of one report in a process that has made one before: `python benchmarks/report.py [--times 9]`.

Prints two tables in Markdown. All rows of the first are timed in turn; the ratio is the median of the pairs with
WeasyPrint alone on the very page that we give it: its defaults, no tags, no archive, nothing attached. The second says
what the time goes to. Times are the processor's, for the machine may be busy with others.
"""

from __future__ import annotations

import argparse
import platform
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import pydyf  # type: ignore[import-untyped] # noqa: E402
from pypdf import PdfReader  # noqa: E402
from weasyprint import HTML, document  # type: ignore[import-untyped] # noqa: E402
from weasyprint import pdf as tagging  # noqa: E402

from kpi_core.engine import build  # noqa: E402
from kpi_core.load import load  # noqa: E402
from kpi_core.report import build_report, pdf, render_html  # noqa: E402
from kpi_core.report.html import template_folder  # noqa: E402
from kpi_core.report.model import Report  # noqa: E402

GOAL, PAGES = 300, 4
PLAIN, ARCHIVE = "ours, no standard", "ours, PDF/A-3a with its data inside"
UNTOLD = "– the page without its tables, no standard"
STAGES = {
    "which rules of the style sheet hold for which element": (document, "get_all_computed_styles"),
    "boxes for elements and words": (document, "build_formatting_structure"),
    "lines, tables and pages": (document, "layout_document"),
    "drawing": (document.Page, "paint"),
    "the tree that is read aloud": (tagging, "add_tags"),
    "packing and writing": (pydyf.PDF, "write"),
}


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
        PLAIN: lambda: pdf.make_pdf(replace(plain, attachments=())),
        "ours, PDF/UA-1": lambda: pdf.make_pdf(replace(aloud, attachments=())),
        ARCHIVE: lambda: pdf.make_pdf(archive),
        "– the figures put into words, and the data's two files": lambda: build_report(cube, None, "ru", attach=True),
        "– the template": lambda: render_html(report),
        "– the page without its charts, no standard": lambda: pdf._render(undrawn, xml=True),
        UNTOLD: lambda: pdf._render(untold, xml=True),
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
        parted = stages(cases[ARCHIVE], times)
    timed = {name: timed[name] for name in cases}
    first = timed[next(iter(cases))]
    report = build_report(build(load(ROOT / "sample_workbooks" / "shop-ru.xlsx")), None, "ru")
    page = render_html(report)
    elements, cells, pages = len(re.findall(r"<[a-z]", page)), len(re.findall("<t[dh][ >]", page)), _pages(report)
    libraries = ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "jinja2"))
    sys.stdout.write(
        f"{platform.machine()}, Python {platform.python_version()}, {libraries}; {times} rounds. The shop sample:"
        f" {pages} pages, {elements} elements, {cells} of them cells; the goal is {GOAL} ms for {PAGES} pages.\n\n"
        "| in one process, warm | ms | against WeasyPrint alone | ms for four pages |\n|---|---|---|---|\n"
    )
    for name, measured in timed.items():
        middle = 1000 * statistics.median(measured)
        ratio = statistics.median(one / other for one, other in zip(measured, first, strict=True))
        of_four = f"{middle * PAGES / pages:.0f}" if not name.startswith("–") else ""
        sys.stdout.write(f"| {name} | {middle:.0f} | {ratio:.2f} | {of_four} |\n")
    plain, untold = (statistics.median(timed[name]) for name in (PLAIN, UNTOLD))
    whole = sum(parted.values())
    sys.stdout.write("\n| what the archive takes | ms | share |\n|---|---|---|\n")
    for name, taken in parted.items():
        sys.stdout.write(f"| {name} | {1000 * taken:.0f} | {taken / whole:.0%} |\n")
    sys.stdout.write(
        f"\nA cell takes {1000 * (plain - untold) / cells:.2f} ms from its style to its place in the file, all of it in"
        " Python but the shaping of letters: that is what keeps us from Chromium and Typst, which are compiled.\n"
    )


def stages(make: Callable[[], object], times: int) -> dict[str, float]:
    """What a PDF's time goes to, in seconds; what is under none of the stages comes last."""
    spent: dict[str, list[float]] = {name: [] for name in (*STAGES, "all the rest: template, fonts, files inside")}
    theirs = {name: getattr(*place) for name, place in STAGES.items()}
    turn: dict[str, float] = {}

    def timed(name: str) -> Callable[..., object]:
        def run(*given: Any, **named: Any) -> object:
            begin = time.process_time()
            made = theirs[name](*given, **named)
            # Pages are laid out when they are asked for.
            made = list(made) if isinstance(made, Generator) else made
            turn[name] = turn.get(name, 0.0) + time.process_time() - begin
            return made

        return run

    for name, place in STAGES.items():
        setattr(*place, timed(name))
    try:
        for _ in range(times):
            turn.clear()
            begin = time.process_time()
            make()
            turn[list(spent)[-1]] = time.process_time() - begin - sum(turn.values())
            for name, taken in turn.items():
                spent[name].append(taken)
    finally:
        for name, place in STAGES.items():
            setattr(*place, theirs[name])
    return {name: statistics.median(taken) for name, taken in spent.items()}


def _pages(report: Report) -> int:
    return len(PdfReader(BytesIO(pdf.make_pdf(report))).pages)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=9)
    main(parser.parse_args().times)
