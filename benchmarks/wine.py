"""The functions in Excel, through Windows' Python and xlwings' COM server under Wine; prints a table in Markdown.

    python -m benchmarks.wine

A thousand cells without arguments over 10,000 orders, of which one was just edited, against a thousand calls that do
nothing and one bare read of the tables; the same cells as one table; and what a workbook with stock xlwings does. All
in one session, one after the other in each round; medians. Excel itself takes no part: nothing here is its time.
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
EACH, CELL_ROWS = 5, 100  # of the naive ways only so much, and multiplied
BOOK = "C:\\Отчёты\\заказы.xlsx"
NAMES = [name for name, function in FUNCTIONS.items() if function.kpi is not None and function.reads_workbook]
KPIS = [FUNCTIONS[name].kpi.name for name in NAMES if FUNCTIONS[name].kpi is not None][:40]
MONTHS = [f"{2024 + (10 + month) // 12}-{(10 + month) % 12 + 1:02}" for month in range(CELLS // len(KPIS))]


def steps() -> dict[str, list[dict[str, Any]]]:
    """One round, each part after an edit that makes the tables differ."""
    names = list(itertools.islice(itertools.cycle(NAMES), CELLS))
    peer = {"do": "call", "module": "wine_peer", "book": BOOK}
    edit = {"do": "edit", "book": BOOK, "sheet": "Продажи", "row": 2, "column": 5}
    table = [books.to_plain(KPIS), [[month] for month in MONTHS]]
    return {
        "empty": [{"do": "empty", "book": BOOK, "names": names}],
        "read": [{**peer, "function": "read", "arguments": [], "times": 1}],
        "cells": [{**edit, "value": 0.0}, {"do": "cells", "book": BOOK, "names": names}],
        "again": [{"do": "cells", "book": BOOK, "names": names}],
        "table": [{**edit, "value": 0.0},
                  {"do": "cell", "book": BOOK, "name": "KPI_TABLE", "arguments": table, "times": 1}],
        "each": [{**peer, "function": "revenue_each_reads", "arguments": [], "times": EACH}],
        "cell by cell": [{**peer, "function": "revenue_cell_by_cell", "arguments": [float(CELL_ROWS)], "times": 1}],
    }  # fmt: skip


def measure() -> dict[str, float]:
    """Median seconds of each part, the naive ways multiplied to their whole."""
    plan: list[tuple[str, dict[str, Any]]] = []
    for number in range(ROUNDS + 1):  # the first one warms up
        for part, made in steps().items():
            for step in made:
                if step["do"] == "edit":
                    step = {**step, "value": 1000.0 + len(plan)}
                plan.append((part if number else "warm", step))
    here = windows(Path(__file__).parent)
    with tempfile.TemporaryDirectory() as folder, Machine.new(Path(folder)) as machine:
        machine.unix(HOME).mkdir(parents=True)
        excel = Excel(install(machine, packed(Path(folder) / "KPI.zip")), Path(folder))
        before = [{"do": "module", "folder": here, "name": "wine_peer"}]
        opened = {BOOK: books.from_book(books.orders(ORDERS, BOOK))}
        answers = excel.run(opened, before + [step for _, step in plan], timeout=1500)["answers"][1:]
    times: dict[str, list[float]] = {}
    for (part, step), answer in zip(plan, answers, strict=True):
        if step["do"] != "edit":
            times.setdefault(part, []).append(answer)
    found = {part: statistics.median(values) for part, values in times.items()}
    found["each"] *= CELLS / EACH
    found["cell by cell"] *= ORDERS / CELL_ROWS
    return found


def main() -> None:
    """Measure and print."""
    found = measure()
    least = found["empty"] + found["read"]
    lines = [
        (f"{CELLS:,} calls that do nothing", "empty"),
        ("one bare read of the tables", "read"),
        (f"**{CELLS:,} cells without arguments, after an edit**", "cells"),
        (f"{CELLS:,} cells without arguments, nothing edited", "again"),
        (f"**the table of {len(KPIS)} KPIs × {len(MONTHS)} months in one call, after an edit**", "table"),
        (f"stock xlwings: {CELLS:,} formulas, each reads its table ({EACH} measured)", "each"),
        (f"one formula that reads its table cell by cell ({CELL_ROWS} rows measured)", "cell by cell"),
    ]
    print(f"| {ORDERS:,} orders, Wine 8, median of {ROUNDS} | seconds | of calls + read |\n|---|---:|---:|")
    for label, part in lines:
        print(f"| {label} | {found[part]:.2f} | {found[part] / least:.2f} |")
    print(f"\nGoal: {CELLS:,} cells within 1.30 of calls + read ({least:.2f} s): {found['cells'] / least:.2f}.")


if __name__ == "__main__":
    main()
