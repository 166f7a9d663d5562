"""Time `kpi batch` against the plain loop: `python benchmarks/batch.py [--reports 100] [--jobs 2] [--memory 500]`.

The plain loop reads each client's workbook, builds its report and lets WeasyPrint make the same PDF (PDF/A-3a, tagged,
data attached), one after the other in one process, as anybody would first write it. Both sides are timed in turn, in
pieces of ten reports each; the ratio is the median over the pieces, so that a busy machine weighs on both alike. With
--memory so many reports are made by one worker, and its memory is noted on the way.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from kpi_core.cli.batch_work import Job, work  # noqa: E402
from kpi_core.report.batch import Pool  # noqa: E402

PIECE = 10
SAMPLES = ("shop-ru.xlsx", "leads-ru.xlsx", "summary-ru.xlsx", "shop-en.xlsx")

# In a process of its own, so that nothing of ours is warm in it: the plain loop over sources, told on a line each.
PLAIN = """
import sys, time
from kpi_core.load import load
from kpi_core.engine import build
from kpi_core.report.build import build_report
from kpi_core.report.html import render_html, template_folder
from weasyprint import HTML, Attachment
base = str(template_folder()) + "/"
for line in sys.stdin:
    begin = time.perf_counter()
    for source in line.split("|"):
        cube = build(load(source.strip()))
        report = build_report(cube, None, "ru", attach=True)
        files = [Attachment(string=each.content, name=each.name, relationship="Source") for each in report.attachments]
        page = HTML(string=render_html(report), base_url=base)
        page.write_pdf(sys.argv[1], attachments=files, pdf_variant="pdf/a-3a", pdf_tags=True)
    print(time.perf_counter() - begin, time.process_time(), flush=True)
"""


def jobs(sources: list[Path]) -> list[Job]:
    """One for each source, as the command makes them: PDF/A-3a with the data attached."""
    return [Job(source, source.stem, None, "ru", "ru", ".pdf", "pdf/a-3a") for source in sources]


def clients(count: int) -> list[Path]:
    """As many clients as asked for, from the samples in turn."""
    return [ROOT / "sample_workbooks" / SAMPLES[number % len(SAMPLES)] for number in range(count)]


class Loop:
    """The plain loop, waiting for its next piece."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-c", PLAIN, str(folder / "plain.pdf")]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
        )

    def seconds(self, sources: list[Path]) -> tuple[float, float]:
        """How long it takes for these, and the processor time it has taken since its start."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("|".join(map(str, sources)) + "\n")
        self._process.stdin.flush()
        wall, processor = map(float, self._process.stdout.readline().split())
        return wall, processor

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def pooled(pool: Pool[Job, object], sources: list[Path]) -> float:
    """How long the workers take for these; every report is checked to be one."""
    begin = time.perf_counter()
    for done in pool.run(jobs(sources)):
        assert done.failure is None, done.failure
        assert done.result.content.startswith(b"%PDF")  # type: ignore[attr-defined]
    return time.perf_counter() - begin


def pieces(sources: list[Path], at_once: int, folder: Path) -> Iterator[tuple[float, float, float, float]]:
    """Seconds and processor seconds of both sides for each piece; a first one that warms them up does not count."""
    loop = Loop(folder)
    try:
        with Pool(work, at_once) as pool:
            pooled(pool, sources[:PIECE])
            _, theirs = loop.seconds(sources[:PIECE])
            for start in range(0, len(sources), PIECE):
                piece = sources[start : start + PIECE]
                before = sum(map(_processor, pool.processes()))
                ours = pooled(pool, piece)
                wall, since = loop.seconds(piece)
                yield ours, wall, sum(map(_processor, pool.processes())) - before, since - theirs
                theirs = since
    finally:
        loop.close()


def _processor(process: int) -> float:
    """The processor seconds of a process so far (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(count: int) -> list[tuple[int, float]]:
    """Megabytes of one worker after so many reports."""
    noted = []
    with Pool(work, 1) as pool:
        for number, done in enumerate(pool.run(jobs(clients(count))), 1):
            assert done.failure is None, done.failure
            if number in (20, count) or number % 100 == 0:
                noted.append((number, _megabytes(pool.processes()[0])))
    return noted


def _megabytes(process: int) -> float:
    """The memory of a process, what it shares with its siblings included (Linux)."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def main() -> None:
    """Run everything and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reports", type=int, default=100)
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--memory", type=int, default=0, metavar="REPORTS")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        pairs = list(pieces(clients(asked.reports), asked.jobs, Path(name)))
    ours, plain, ours_busy, plain_busy = (1000 * sum(side) / asked.reports for side in zip(*pairs, strict=True))
    ratio = statistics.median(one / two for one, two, *_ in pairs)
    lines = [
        "| what | ours | plain loop | ratio | goal |",
        "|---|---|---|---|---|",
        f"| batch of {asked.reports} reports, {asked.jobs} workers, per report"
        f" | {ours:.0f} ms | {plain:.0f} ms | {ratio:.2f} | ≤ 0.45 |",
        f"| the same, processor time | {ours_busy:.0f} ms | {plain_busy:.0f} ms | {ours_busy / plain_busy:.2f} | – |",
    ]
    if asked.memory:
        noted = memory(asked.memory)
        grown = noted[-1][1] - noted[0][1]
        told = ", ".join(f"{size:.0f} MB after {number}" for number, size in noted)
        lines.append(f"| memory of a worker over {asked.memory} reports | {told} | – | {grown:+.0f} MB | flat |")
    parts = ", ".join(f"{package} {version(package)}" for package in ("weasyprint", "pandas"))
    print("\n".join(lines))
    print(
        f"\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {parts}; {date.today()}."
    )


if __name__ == "__main__":
    main()
