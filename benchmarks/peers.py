"""The same KPIs from Parquet with others: `python benchmarks/peers.py --peers PYTHON [--rows N] [--quick]`.

Others: kpi-engine, boring-semantic-layer and MetricFlow, from an environment of their own that `--peers` names. Asked
are CAC by month and channel; ten KPIs by month and channel; and every KPI that can be told to all, by month and channel
with the total of each month, as `kpi compute --by month --by channel` prints them. What a peer cannot say itself (the
first order of a customer, who bought twice) is prepared for it by SQL, and counted. Distinct counts of channels do not
add up to that of all, so the totals are a second question to a peer.

Each measurement is a process of its own; told are the time of the work, from opening the files to the values in Python,
with everything imported beforehand, and that of the whole process. Sides take turns; medians. The values are compared.
Results go to `peers.md`.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.peers_sides import LEFT_OUT, QUESTIONS, SIDES  # noqa: E402

NOTES = f"""\
"Work" is from opening the files to the values in Python, everything imported beforehand, in a fresh process; "whole
process" has the start of Python and the imports as well. "Against ours": how many times our time the side takes, pair
by pair. All: every KPI of the catalogue that this data gives, but for {LEFT_OUT}.

Ours reads, checks and accounts for every row of all four tables before it answers, and its answers carry reasons and
notes; a peer asks only the tables that a KPI needs. So one KPI alone is their game: what MetricFlow is quicker by in
CAC is the reading of leads and visits, which CAC does without. As a whole process, imports included, ours is the
quickest there as well. Many KPIs are our game: MetricFlow and boring-semantic-layer hand their sums to the same
DuckDB, but each of their metrics or models, and the totals, is a query of its own, where ours has all months of all
customers from one pass."""


def worker(side: str, folder: Path, question: str) -> None:
    """One measurement, printed as JSON with the values."""
    kpis, totals = QUESTIONS[question]
    work = SIDES[side](folder, kpis, totals)
    gc.freeze()  # what was imported is nobody's work
    begin = time.perf_counter()
    answer = work()
    taken = time.perf_counter() - begin
    cells = {
        f"{name}|{key}": float(value)
        for name, own in answer.items()
        for key, value in own.items()
        if value is not None and value == value and abs(float(value)) != float("inf")
    }
    print(json.dumps({"seconds": taken, "cells": cells}))


def measured(python: str, side: str, folder: Path, question: str) -> dict[str, Any]:
    """One measurement in a process of its own."""
    command = [sys.executable if side == "ours" else python, __file__, "--worker", side, str(folder), question]
    begin = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    whole = time.perf_counter() - begin
    if done.returncode:
        raise RuntimeError(f"{side}: {(done.stderr.strip().splitlines() or ['no answer'])[-1]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return {**found, "whole": whole}


def differing(ours: dict[str, float], theirs: dict[str, float]) -> list[str]:
    """The cells that are not alike; kpi-engine rounds to four decimals.

    Where nobody bought again a prepared table has no row, so a peer may lack a cell in a hundred that is 0 with us.
    """
    both = ours.keys() & theirs.keys()
    lacking = ours.keys() ^ theirs.keys()
    wrong = [key for key in both if abs(ours[key] - theirs[key]) > 1e-4 + 1e-9 * abs(ours[key])]
    return wrong if len(lacking) <= len(ours) / 100 else [*wrong, *lacking]


def versions(python: str) -> str:
    """What is installed in the environment of the others."""
    names = "kpi-engine boring-semantic-layer metricflow ibis-framework duckdb pandas"
    code = (
        "import sys; from importlib.metadata import version;"
        "print(*(f'{name} {version(name)}' for name in sys.argv[1:]), sep=', ')"
    )
    done = subprocess.run([python, "-c", code, *names.split()], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "not installed"


def lines_of(question: str, runs: dict[str, list[dict[str, Any]]]) -> list[str]:
    """The lines of one question: medians, and ratios pair by pair."""
    expected = runs["ours"][0]["cells"]
    found = []
    for side in SIDES:
        if not runs.get(side):
            found.append(f"| {question} | {side} | not measured here | – | – | – |")
            continue
        wrong = differing(expected, runs[side][0]["cells"])
        assert not wrong, f"{side} gives other values: {len(wrong)} of {len(expected)}, {sorted(wrong)[:3]}"
        cells = []
        for what in ("seconds", "whole"):
            ratio = statistics.median(
                run[what] / base[what] for run, base in zip(runs[side], runs["ours"], strict=True)
            )
            cells += [f"{statistics.median(run[what] for run in runs[side]):.2f} s", f"{ratio:.1f}"]
        found.append(f"| {question} | {side} | {' | '.join(cells)} |")
    return found


def main() -> None:
    """Measure and write the table."""
    if len(sys.argv) > 2 and sys.argv[1] == "--worker":
        worker(sys.argv[2], Path(sys.argv[3]), sys.argv[4])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="one round")
    parser.add_argument("--peers", default=sys.executable, help="the python of the environment that has the peers")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir(), "kpi-warehouse"))
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "peers.md")
    asked = parser.parse_args()
    from benchmarks.warehouse import conditions
    from benchmarks.warehouse_data import write

    folder = write(asked.folder / str(asked.rows), asked.rows)
    page = [
        "# The same KPIs with others", "",
        f"Made by `python benchmarks/peers.py`. {asked.rows:,} order lines in Parquet. {conditions()}",
        f"The others: {versions(asked.peers)}.", "",
        NOTES, "",
        "| by month and channel | side | work | against ours | whole process | against ours |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for question in QUESTIONS:
        runs: dict[str, list[dict[str, Any]]] = {}
        sides = list(SIDES)
        for _ in range(1 if asked.quick else asked.rounds):
            for side in tuple(sides):
                try:
                    runs.setdefault(side, []).append(measured(asked.peers, side, folder, question))
                except RuntimeError as failure:
                    print(failure, file=sys.stderr)
                    sides.remove(side)
                    del runs[side]
        page += lines_of(question, runs)
        asked.output.write_text("\n".join(page) + "\n", encoding="utf-8")
    print("\n".join(page))


if __name__ == "__main__":
    main()
