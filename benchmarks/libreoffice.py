"""A sheet of KPI functions against the same sheet of SUMIFS and COUNTIFS formulas, in LibreOffice itself.

    python -m benchmarks.libreoffice [--quick]

Prints a Markdown table. 100,000 orders; months x channels x five KPIs; the formulas copied down as an analyst does,
with month and channel in cells. Both sheets stand in documents of their own over the same tables, in one office with a
profile of its own; both sides take turns, and the median counts. With 10,000 cells the SUMIFS sheet takes its minutes,
so it is calculated once, between three of our rounds and two.

- "All cells": the formulas are entered anew, until the last value is there. Ours includes reading the tables, which the
  office has not been asked for before; the worker is running and its modules imported (that is reported apart).
- "One edited cell": a revenue in the tables changes, until the last value of the sheet is there.
- "An edit elsewhere": a number typed beside the formulas.
- "Of this the office itself": the same cells, their functions replaced by one that reads nothing and gives each cell a
  result of its own at once. This is what Calc and its bridge to Python take from any add-in written in Python.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from addin.libreoffice import places
from addin.libreoffice.host import LibreOffice
from tests.libreoffice.office import Office
from tests.libreoffice.shop import ORDERS, SHEET, Shop, copied, serial

KPIS = ("revenue", "orders", "average_check", "cpo", "drr")
SIZES = {1_000: (20, 10, 5), 10_000: (25, 80, 5)}
TURNS = {1_000: "ototot", 10_000: "oootoo"}
"""Who calculates all cells, turn by turn: ours, theirs."""
GOALS = {1_000: 8, 10_000: 50}
EDITS_OF_THEIRS = {1_000: 3, 10_000: 1}
NUMBER_AT_ONCE = """
from .live import Live

FunctionsOfOffice.__getattr__ = lambda self, name: lambda model, *arguments: Live(1.0)
"""


def main(quick: bool) -> None:
    """Measure and print."""
    found = places.find()
    if found is None:
        sys.exit("no LibreOffice")
    with tempfile.TemporaryDirectory() as folder:
        home = places.Office(found.program, Path(folder) / "profile")
        said = LibreOffice(home).install()
        if any(each.level == "error" for each in said):
            sys.exit("\n".join(each.message("en") for each in said))
        print("| what | ours | SUMIFS/COUNTIFS | ratio | goal |\n|---|---|---|---|---|")
        with Office(home.profile, home.program) as office:
            _first_calls(office)
            sizes = [size for size in SIZES if not (quick and size > 1_000)]
            for size in sizes:
                _compare(office, size)
        (component,) = home.user.glob("uno_packages/cache/uno_packages/*/*/pythonpath/*/component.py")
        component.write_text(component.read_text(encoding="utf-8") + NUMBER_AT_ONCE, encoding="utf-8")
        with Office(home.profile, home.program) as office:
            for size in sizes:
                _floor(office, size)


def _first_calls(office: Office) -> None:
    document = office.open()
    rows = [["Date", "Order", "Revenue"], [serial("2026-10")[0], "1", 600], [serial("2026-10")[1], "2", 400]]
    office.add_sheet(document, "Orders", 1)
    office.put_data(document, "Orders", "A1:C3", rows)
    for what, formula in (
        ("first call: the worker starts, imports of the functions", "=KPI_CALC_CAC(6;2)"),
        ("first call that reads tables: pandas imported as well", '=KPI_REVENUE("2026-10")'),
        ("the next call", '=KPI_ORDERS("2026-10")'),
    ):
        seconds = office.timed_put(document, SHEET, "A1", [[formula]], [SHEET, "A1"])
        print(f"| {what} | {_time(seconds)} | – | – | – |", flush=True)
    office.close(document)


def _compare(office: Office, size: int) -> None:
    months, channels, kpis = SIZES[size]
    shop = Shop(100_000, months, channels)
    asked = list(shop.cells(KPIS[:kpis]))
    assert len(asked) == size
    plain = [[copied(kpi, row, shop)] for row, (kpi, _, _) in enumerate(asked, start=1)]
    area = f"A1:A{size}"

    def document() -> int:
        made = office.open()
        shop.put(office, made)
        _criteria(office, made, asked)
        return int(made)

    theirs, ours = document(), -1
    seconds: dict[str, list[float]] = {"o": [], "t": []}
    for turn in TURNS[size]:
        if turn == "o":
            if ours >= 0:
                office.close(ours)
            ours = document()  # tables that nobody has read
        which, formulas = (ours, _functions(asked)) if turn == "o" else (theirs, plain)
        seconds[turn].append(office.timed_put(which, SHEET, area, formulas, [SHEET, area]))
    _check(office, ours, theirs, area)
    _row(f"{size:,} cells, all of them, tables read", seconds["o"], seconds["t"], f"≥ {GOALS[size]}")
    edits = (("one edited cell in the tables", ORDERS, "E90000"), ("an edit elsewhere", SHEET, "K1"))
    for what, sheet, cell in edits:
        all_ours, all_theirs = [], []
        for number in range(3):
            new = [[1000 + number]]
            all_ours.append(office.timed_put(ours, sheet, cell, new, [SHEET, area]))
            if number < EDITS_OF_THEIRS[size]:
                all_theirs.append(office.timed_put(theirs, sheet, cell, new, [SHEET, area]))
        goal = "≥ 1" if sheet == ORDERS else "nothing"
        _row(f"{size:,} cells, {what}", all_ours, all_theirs, goal)
    office.close(ours)
    office.close(theirs)


def _functions(asked: Sequence[tuple[str, str, str]]) -> list[list[str]]:
    return [[f"=KPI_{kpi.upper()}($G{row};$I{row})"] for row, (kpi, _, _) in enumerate(asked, start=1)]


def _criteria(office: Office, document: int, asked: Sequence[tuple[str, str, str]]) -> None:
    criteria = [[*serial(month), channel] for _, month, channel in asked]
    office.put_data(document, SHEET, f"G1:I{len(asked)}", criteria)


def _floor(office: Office, size: int) -> None:
    months, channels, kpis = SIZES[size]
    asked = list(Shop(months * 2, months, channels).cells(KPIS[:kpis]))
    area, seconds = f"A1:A{size}", []
    for _ in range(5):
        document = office.open()
        _criteria(office, document, asked)
        seconds.append(office.timed_put(document, SHEET, area, _functions(asked), [SHEET, area]))
        office.close(document)
    print(
        f"| {size:,} cells, of this the office itself | {_time(statistics.median(seconds))} | – | – | – |", flush=True
    )


def _check(office: Office, ours: int, theirs: int, area: str) -> None:
    """A benchmark of wrong numbers says nothing."""
    for (one,), (other,) in zip(*(office.data(each, SHEET, area) for each in (ours, theirs)), strict=True):
        assert one is not None
        assert abs(one - other) <= 1e-9 * abs(other), (one, other)


def _row(what: str, ours: list[float], theirs: list[float], goal: str) -> None:
    one, other = statistics.median(ours), statistics.median(theirs)
    print(f"| {what} | {_time(one)} | {_time(other)} | {other / one:.1f} | {goal} |", flush=True)


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main("--quick" in sys.argv[1:])
