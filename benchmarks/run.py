"""Time what the README claims, side by side with the plain way, in one run: `python benchmarks/run.py [--quick]`.

Writes `benchmarks/results.md`, unless it is quick. Trust the ratios: both sides of one are timed in turn, and the
median of the pairwise ratios is quoted.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.facts import CHANNELS, plain_pandas, snapshot  # noqa: E402
from kpi_core.engine import build  # noqa: E402
from kpi_core.periods import month  # noqa: E402


@dataclass(frozen=True)
class Row:
    """One line of the results."""

    what: str
    ours: str
    other: str
    ratio: str
    goal: str


def seconds(run: Callable[[], object]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def paired(ours: Callable[[], object], other: Callable[[], object], times: int) -> tuple[float, float, float]:
    """Medians of both, and the median of the ratios pair by pair; one pair first that does not count."""
    ours(), other()
    pairs = [(seconds(ours), seconds(other)) for _ in range(times)]
    return (
        statistics.median(pair[0] for pair in pairs),
        statistics.median(pair[1] for pair in pairs),
        statistics.median(one / two for one, two in pairs),
    )


def cube_against_groupbys(count: int) -> Row:
    """A cube of all measures against the pandas groupbys that give the same table; checked to be the same."""
    made = snapshot(count)
    table, cube = plain_pandas(made), build(made)
    for name in table.columns:
        scale = 100 if name in ("revenue", "spend") else 1
        for (of_month, channel), number in table[name].dropna().items():
            asked = month(of_month.year, of_month.month)
            assert cube.kpi(name, asked, channel).value == float(number) / scale, (name, of_month, channel)
    ours, other, ratio = paired(lambda: build(made), lambda: plain_pandas(made), 7)
    return Row(
        f"Cube of all measures, {count:,} order lines, against the plain pandas groupbys of the same table",
        f"{ours:.2f} s", f"{other:.2f} s", f"{ratio:.2f}", "≤ 1.0",
    )  # fmt: skip


def lookups(count: int) -> list[Row]:
    """A KPI in a built cube: the first time it is asked, and from then on; then through the spreadsheet function."""
    from addin.functions import FUNCTIONS

    cube = build(snapshot(count))
    names = ("cac", "average_check", "drr", "ctr", "cpl", "conversion_click_order", "sales_growth_mom")
    asked = [(name, each, channel) for name in names for each in cube.months for channel in CHANNELS]
    random.Random(1).shuffle(asked)
    first = seconds(lambda: [cube.kpi(*cell) for cell in asked]) / len(asked)
    kept = statistics.median(seconds(lambda: [cube.kpi(*cell) for cell in asked]) for _ in range(15)) / len(asked)

    class Workbook:
        language = "ru"

        def cube(self) -> object:
            return cube

    workbook = Workbook()
    cells = [(FUNCTIONS[f"KPI_{name.upper()}"].call, str(each), channel) for name, each, channel in asked]
    through = [call(workbook, each, channel) for call, each, channel in cells]
    assert len(through) == len(asked)
    function = statistics.median(
        seconds(lambda: [call(workbook, each, channel) for call, each, channel in cells]) for _ in range(15)
    ) / len(asked)
    return [
        Row(
            f"KPI looked up in a built cube ({len(asked):,} different cells)",
            f"{kept * 1e6:.2f} µs",
            "–",
            "–",
            "≤ 1 µs",
        ),
        Row("the same, the first time a cell is asked (sums, division, notes)", f"{first * 1e6:.1f} µs", "–", "–", "–"),
        Row("through the spreadsheet function, arguments parsed", f"{function * 1e6:.2f} µs", "–", "–", "≤ 10 µs"),
    ]


def write_workbook(path: Path, count: int) -> None:
    """Orders as an Excel table, with XlsxWriter."""
    import xlsxwriter

    chance = random.Random(1)
    header = ["Дата", "Номер заказа", "Канал", "Клиент", "Выручка"]
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Продажи")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for row in range(1, count + 1):
        sheet.write_datetime(row, 0, date(2022, 1, 1) + timedelta(chance.randrange(1096)), day)  # type: ignore[arg-type]
        sheet.write_string(row, 1, f"ORD-{row:07d}")
        sheet.write_string(row, 2, chance.choice(CHANNELS))
        sheet.write_string(row, 3, f"C{chance.randrange(count // 4 + 1)}")
        sheet.write_number(row, 4, chance.randrange(100, 10_000_000) / 100)
    sheet.add_table(0, 0, count, 4, {"name": "Продажи", "columns": [{"header": title} for title in header]})
    book.close()


def reading(count: int, folder: Path) -> list[Row]:
    """A workbook into grids against calamine alone, the scan for error cells apart; then all of it, checked."""
    import python_calamine

    from kpi_core.load import load
    from kpi_core.sources import read
    from kpi_core.sources.scan import scan_sheet

    path = folder / "orders.xlsx"
    write_workbook(path, count)

    def calamine() -> object:
        return (
            python_calamine.CalamineWorkbook.from_path(str(path), load_tables=True)
            .get_table_by_name("Продажи")
            .to_python()
        )

    def scanned() -> object:
        with zipfile.ZipFile(path) as archive:
            return scan_sheet(lambda: archive.open("xl/worksheets/sheet1.xml"), path.name, "Продажи")

    scan = statistics.median(seconds(scanned) for _ in range(3))
    ours, other, _ = paired(lambda: read(path), calamine, 3)
    whole = seconds(lambda: load(path))
    return [
        Row(f"Workbook of {count:,} rows × 5 columns into grids, the scan apart, against calamine alone",
            f"{ours - scan:.2f} s", f"{other:.2f} s", f"{(ours - scan) / other:.2f}", "≤ 1.3"),
        Row("the scan for error cells, formulas and hostile archives",
            f"{scan:.2f} s", f"{other:.2f} s", f"{scan / other:.2f}", "–"),
        Row("the same workbook read, recognised and checked",
            f"{whole:.2f} s", f"{other:.2f} s", f"{whole / other:.2f}", "–"),
    ]  # fmt: skip


def process(*command: str, env: Mapping[str, str] | None = None) -> float:
    """How long a whole process takes."""
    nowhere = subprocess.DEVNULL
    return seconds(lambda: subprocess.run(command, check=True, stdout=nowhere, stderr=nowhere, env=env))


def commands(folder: Path) -> list[Row]:
    """Whole processes: `kpi list`; `kpi report` against WeasyPrint alone on the same HTML."""
    from kpi_core.load import load
    from kpi_core.report.build import build_report
    from kpi_core.report.html import render_html

    kpi = str(Path(sys.executable).with_name("kpi"))
    listing = statistics.median(process(kpi, "list") for _ in range(9))
    shop = ROOT / "sample_workbooks" / "shop-ru.xlsx"
    cube = build(load(shop))
    page = folder / "report.html"
    page.write_text(render_html(build_report(cube, cube.report_month, "ru")), encoding="utf-8")
    base = ROOT / "templates" / "monthly"
    alone = (
        "import sys, weasyprint; weasyprint.HTML(filename=sys.argv[1], base_url=sys.argv[2] + '/')"
        ".write_pdf(sys.argv[3], **({'pdf_variant': 'pdf/a-3a', 'pdf_tags': True} if sys.argv[4:] else {}))"
    )
    of_its_own = [sys.executable, "-c", alone, str(page), str(base), str(folder / "alone.pdf")]
    whole = [kpi, "report", str(shop), "--output", str(folder / "ours.pdf")]
    # The first run of all keeps what it has compiled, modules and templates; pip did as much for WeasyPrint.
    process(*whole, env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"})
    runs = [
        (
            process(*whole),
            process(*of_its_own),
            process(*of_its_own, "tagged"),
        )
        for _ in range(15)
    ]
    ours, plain, tagged = (statistics.median(side) for side in zip(*runs, strict=True))
    to_plain, to_tagged = (statistics.median(run[0] / run[at] for run in runs) for at in (1, 2))
    return [
        Row("`kpi list`, whole process", f"{listing:.2f} s", "–", "–", "< 0.3 s"),
        Row("`kpi report` of the shop sample, cold, against WeasyPrint alone on the same HTML",
            f"{ours:.2f} s", f"{plain:.2f} s", f"{to_plain:.2f}", "≤ 1.3"),
        Row("the same, where WeasyPrint alone writes PDF/A-3a with tags, too",
            f"{ours:.2f} s", f"{tagged:.2f} s", f"{to_tagged:.2f}", "–"),
    ]  # fmt: skip


_IMPORT = """
import sys, time
begin = time.perf_counter()
import {modules}
print(time.perf_counter() - begin)
assert not {{"pandas", "narwhals", "pyarrow", "duckdb"}} & set(sys.modules)
"""
_CALL = """
import sys, time
begin = time.perf_counter()
from pathlib import Path
from addin.functions import FUNCTIONS, OpenWorkbook
from addin.tables import grid_of
grids = [grid_of([["Источник", sys.argv[1]]], file="b.xlsx", sheet="Настройки")]
book = OpenWorkbook("b.xlsx", lambda: grids)
assert FUNCTIONS["KPI_ARPPU"].call(book, "2024-10", "SEO") > 0
print(time.perf_counter() - begin)
assert not {"pandas", "narwhals", "pyarrow", "duckdb"} & set(sys.modules)
"""


def told(code: str, *arguments: str) -> float:
    """The seconds that a python process says."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    return float(done.stdout)


def starting(count: int, folder: Path) -> list[Row]:
    """Imports without any engine; the first answer of a spreadsheet from a kept cube, in a process of its own."""
    from kpi_core.kept import packed

    modules = "kpi_core, kpi_core.cube, kpi_core.catalogue, addin.functions"
    imported = statistics.median(told(_IMPORT.format(modules=modules)) for _ in range(9))
    cube, path = build(snapshot(count)), folder / "orders.kpicube"
    writing = seconds(lambda: path.write_bytes(packed(cube, folder / "orders.parquet")))
    first = statistics.median(told(_CALL, str(path)) for _ in range(5))
    size = path.stat().st_size / 2**20
    return [
        Row("Import of `kpi_core`, its catalogue and the spreadsheet functions, without any engine",
            f"{imported * 1e3:.0f} ms", "–", "–", "< 150 ms"),
        Row(f"First answer of a sheet from a kept cube of {count:,} order lines ({size:.0f} MB), imports included",
            f"{first * 1e3:.0f} ms", "–", "–", "–"),
        Row("keeping that cube on disk, once it is counted", f"{writing:.2f} s", "–", "–", "–"),
    ]  # fmt: skip


def conditions() -> str:
    """The machine and the versions."""
    parts = ", ".join(
        f"{name} {version(name)}" for name in ("pandas", "narwhals", "python-calamine", "weasyprint", "xlwings")
    )
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {parts}; {date.today()}."


def main() -> None:
    """Run everything and write the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="a tenth of the rows; writes nothing")
    quick = arguments.parse_args().quick
    count = 100_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [cube_against_groupbys(count), *lookups(100_000), *starting(count, folder)]
        rows += [*reading(count, folder), *commands(folder)]
    lines = ["| what | ours | the other | ratio | goal |", "|---|---|---|---|---|"]
    lines += [f"| {row.what} | {row.ours} | {row.other} | {row.ratio} | {row.goal} |" for row in rows]
    text = (
        f"# Benchmarks\n\nMade by `python benchmarks/run.py`. {conditions()}\nMedians; trust the ratios.\n\n"
        + "\n".join(lines)
    )
    print(text)
    if not quick:
        (ROOT / "benchmarks" / "results.md").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
