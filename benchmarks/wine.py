"""The functions in Excel, through Windows' Python and xlwings' COM server under Wine; prints a table in Markdown.

    python -m benchmarks.wine

A thousand cells without arguments over 10,000 orders, of which one was just edited, against a thousand calls that do
nothing and one bare read of the tables; the same cells as one table; and what a workbook with stock xlwings does.
Cells and empty calls are made in turn, so that a busy machine slows both. Excel itself takes no part in it.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
from pathlib import Path
from typing import Any

from addin.functions import FUNCTIONS
from tests.wine import books
from tests.wine.installed import HOME, Excel, install, packed
from tests.wine.machine import Machine, windows

ORDERS, CELLS, ROUNDS = 10_000, 1_000, 5
CELL_ROWS = 20  # of the naive way only so much, and multiplied
BOOK = "C:\\Отчёты\\заказы.xlsx"
NAMES = [name for name, function in FUNCTIONS.items() if function.kpi is not None and function.reads_workbook]
KPIS = [FUNCTIONS[name].kpi.name for name in NAMES if FUNCTIONS[name].kpi is not None][:40]
MONTHS = [f"{2024 + (10 + month) // 12}-{(10 + month) % 12 + 1:02}" for month in range(CELLS // len(KPIS))]


def steps() -> dict[str, list[dict[str, Any]]]:
    """One round. An edit makes the tables differ, so that they are read, recognised and added up anew."""
    names = list(itertools.islice(itertools.cycle(NAMES), CELLS))
    peer = {"do": "call", "module": "wine_peer", "book": BOOK, "times": 1}
    edit = {"do": "edit", "book": BOOK, "sheet": "Продажи", "row": 2, "column": 5}
    both = {"do": "side_by_side", "book": BOOK, "names": names}
    table = {"do": "cell", "book": BOOK, "name": "KPI_TABLE", "times": 1}
    return {
        "read": [{**peer, "function": "read", "arguments": []}],
        "edited": [edit, both],
        "again": [both],
        "table": [edit, {**table, "arguments": [KPIS, [[month] for month in MONTHS]]}],
        "each": [{**peer, "function": "revenue_each_reads", "arguments": []}],
        "cell by cell": [{**peer, "function": "revenue_cell_by_cell", "arguments": [float(CELL_ROWS)]}],
    }


def measure() -> list[dict[str, float]]:
    """The seconds of each part, for each round; the naive ways multiplied to their whole."""
    plan = [(part, step) for _ in range(ROUNDS + 1) for part, made in steps().items() for step in made]
    plan = [
        (part, {**step, "value": 1000.0 + n} if step["do"] == "edit" else step) for n, (part, step) in enumerate(plan)
    ]
    here = windows(Path(__file__).parent)
    with tempfile.TemporaryDirectory() as folder, Machine.new(Path(folder)) as machine:
        machine.unix(HOME).mkdir(parents=True)
        excel = Excel(install(machine, packed(Path(folder) / "KPI.zip")), Path(folder))
        before = [{"do": "module", "folder": here, "name": "wine_peer"}]
        opened = {BOOK: books.from_book(books.orders(ORDERS, BOOK))}
        answers = excel.run(opened, before + [step for _, step in plan], timeout=1500)["answers"][1:]
    told = [(part, answer) for (part, step), answer in zip(plan, answers, strict=True) if step["do"] != "edit"]
    rounds = [dict(told[start : start + len(steps())]) for start in range(0, len(told), len(steps()))]
    return [_seconds(found) for found in rounds[1:]]  # the first one warms up


def _seconds(found: dict[str, Any]) -> dict[str, float]:
    edited, again = found["edited"], found["again"]
    return {
        "empty": edited["empty"],
        "read": found["read"],
        "cells": edited["cells"],
        "ratio": edited["cells"] / (edited["empty"] + found["read"]),
        "again": again["cells"],
        "again ratio": again["cells"] / again["empty"],
        "table": found["table"],
        "each": found["each"] * CELLS,
        "cell by cell": found["cell by cell"] * ORDERS / CELL_ROWS,
    }


def main() -> None:
    """Measure and print."""
    rounds = measure()
    found = {part: statistics.median(each[part] for each in rounds) for part in rounds[0]}
    lines = [
        (f"{CELLS:,} calls that do nothing", "empty"),
        ("one bare read of the tables", "read"),
        (f"**{CELLS:,} cells without arguments, after an edit**", "cells"),
        (f"{CELLS:,} cells without arguments, nothing edited", "again"),
        (f"**a table of {len(KPIS)} KPIs × {len(MONTHS)} months in one call, after an edit**", "table"),
        (f"stock xlwings: {CELLS:,} formulas, each reads its table (one measured)", "each"),
        (f"one formula that reads its table cell by cell ({CELL_ROWS} rows measured)", "cell by cell"),
    ]
    print(f"| {ORDERS:,} orders, Wine 8, median of {ROUNDS} rounds | seconds |\n|---|---:|")
    for label, part in lines:
        print(f"| {label} | {found[part]:,.2f} |")
    spread = ", ".join(f"{each['ratio']:.2f}" for each in rounds)
    least = f"({CELLS:,} empty calls + one read)"
    print(f"\n{CELLS:,} cells after an edit ÷ {least}: {found['ratio']:.2f} ({spread}); goal 1.30.")
    print(f"The same with nothing edited ÷ {CELLS:,} empty calls: {found['again ratio']:.2f}.")


if __name__ == "__main__":
    main()
