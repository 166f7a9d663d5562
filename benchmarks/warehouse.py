"""Rows that stay in Parquet, against the shortest SQL and pandas: `python benchmarks/warehouse.py --folder FOLDER`.

Each measurement is a process of its own: the time is that of the work without imports, the memory the most the process
ever held. The sides take turns; medians of times, ratios pair by pair. All give the same table, month × channel × eight
measures, and it is checked. Results go to `benchmarks/warehouse.md` as they come.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

MEASURES = ("revenue", "orders", "new_customers", "leads", "spend", "impressions", "clicks", "visits")
LIMIT = {100_000_000: "4GB"}
ROUNDS = {10_000: 7, 1_000_000: 7, 10_000_000: 5, 100_000_000: 2}

# The shortest honest SQL: one aggregate a table. Of orders at one moment the earlier row is the first, as with us.
SQL = """
with o as (select date_trunc('month', date) as month, * from read_parquet('{folder}/orders.parquet')),
sold as (select month, channel, sum(revenue) as revenue, count(distinct order_id) as orders from o group by all),
first as (select arg_min({{'m': month, 'c': channel}}, (date, order_id)) as k from o group by customer_id),
won as (select k.m as month, k.c as channel, count(*) as new_customers from first group by all),
asked as (select date_trunc('month', date) as month, channel, count(distinct lead_id) as leads
  from read_parquet('{folder}/leads.parquet') group by all),
paid as (select date_trunc('month', date) as month, channel, sum(spend) as spend, sum(impressions) as impressions,
  sum(clicks) as clicks from read_parquet('{folder}/spend.parquet') group by all),
seen as (select date_trunc('month', date) as month, channel, sum(visits) as visits
  from read_parquet('{folder}/traffic.parquet') group by all)
select month, channel, revenue, orders, new_customers, leads, spend, impressions, clicks, visits
from sold full join won using (month, channel) full join asked using (month, channel)
  full join paid using (month, channel) full join seen using (month, channel)
"""
# For two KPIs by month and channel.
TWO = """
with o as (select date_trunc('month', date) as month, channel, customer_id, date, revenue
  from read_parquet('{folder}/orders.parquet')),
sold as (select month, channel, sum(revenue) as revenue from o group by all),
first as (select arg_min({{'m': month, 'c': channel}}, date) as k from o group by customer_id),
won as (select k.m as month, k.c as channel, count(*) as won from first group by all),
paid as (select date_trunc('month', date) as month, channel, sum(spend) as spend
  from read_parquet('{folder}/spend.parquet') group by all)
select month, channel, revenue, spend / won from sold full join won using (month, channel)
  full join paid using (month, channel) order by all
"""

Table = dict[tuple[int, int, str], tuple[int, ...]]


def ours(folder: Path, limit: str | None) -> tuple[float, Table]:
    """The cube of all measures, then the table out of it."""
    import pyarrow.parquet  # type: ignore[import-untyped] # noqa: F401

    import kpi_core.order_rows
    import kpi_core.recognise.assemble
    import kpi_core.recognise.in_place
    import kpi_core.sources.duck_counts  # noqa: F401
    from kpi_core.engine import ahead, build
    from kpi_core.load import load
    from kpi_core.periods import month
    from kpi_core.sources import duck

    session = duck.session()
    if limit:
        session.execute(f"set memory_limit = '{limit}'")
    begin = time.perf_counter()
    cube = build(load(folder))
    ahead(cube, MEASURES)
    counted = {name: each.totals.decimals for name, each in cube.measured.items()}
    taken = time.perf_counter() - begin
    assert set(MEASURES) <= set(counted)
    table = {}
    for each in cube.months:
        for channel in cube.channels:
            asked = month(each.start.year, each.start.month)
            row = [cube.amount(name, asked, channel) for name in MEASURES]
            table[each.start.year, each.start.month, channel] = tuple(
                int(amount * (100 if name in ("revenue", "spend") else 1)) if isinstance(amount, Fraction) else 0
                for name, amount in zip(MEASURES, row, strict=True)
            )
    return taken, table


def sql(folder: Path, limit: str | None) -> tuple[float, Table]:
    """The same by hand."""
    import duckdb

    connection = duckdb.connect()
    spill = Path(tempfile.gettempdir(), "kpi-duckdb").as_posix()
    connection.execute(f"set temp_directory = '{spill}'")
    if limit:
        connection.execute(f"set memory_limit = '{limit}'")
    begin = time.perf_counter()
    rows = connection.sql(SQL.format(folder=folder.as_posix())).fetchall()
    taken = time.perf_counter() - begin
    return taken, _table(rows)


def pandas(folder: Path, limit: str | None) -> tuple[float, Table]:
    """The shortest groupbys."""
    import pandas as pd

    begin = time.perf_counter()
    keys = ["month", "channel"]
    frames = {}
    for name in ("orders", "spend", "leads", "traffic"):
        frame = pd.read_parquet(folder / f"{name}.parquet")
        for column in ("revenue", "spend"):
            if column in frame:
                frame[column] = (frame[column].astype("float64") * 100).round().astype("int64")
        frames[name] = frame.assign(month=frame["date"].dt.to_period("M"))
    sold = frames["orders"]
    sales = sold.groupby(keys).agg(revenue=("revenue", "sum"), orders=("order_id", "nunique"))
    first = sold.sort_values("date", kind="stable").drop_duplicates("customer_id")
    table = sales.join(
        [
            first.groupby(keys).size().rename("new_customers"),
            frames["leads"].groupby(keys)["lead_id"].nunique().rename("leads"),
            frames["spend"].groupby(keys)[["spend", "impressions", "clicks"]].sum(),
            frames["traffic"].groupby(keys)["visits"].sum(),
        ],
        how="outer",
    )
    taken = time.perf_counter() - begin
    rows = [(month, channel, *row) for (month, channel), row in zip(table.index, table.to_numpy(), strict=True)]
    return taken, _table(rows, scale=1)


def _table(rows: Sequence[Sequence[Any]], scale: int = 100) -> Table:
    table = {}
    for month, channel, *amounts in rows:
        cells = [
            0 if amount is None or amount != amount else int(amount * (scale if name in ("revenue", "spend") else 1))
            for name, amount in zip(MEASURES, amounts, strict=True)
        ]
        table[month.year, month.month, channel] = tuple(cells)
    return table


SIDES = {"ours": ours, "sql": sql, "pandas": pandas}


def worker(side: str, folder: Path, limit: str | None) -> None:
    """One measurement, printed as JSON."""
    taken, table = SIDES[side](folder, limit)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    checked = sorted((*key, *row) for key, row in table.items())
    print(json.dumps({"seconds": taken, "peak": peak, "sum": hash_of(checked)}))


def hash_of(rows: object) -> str:
    """A digest of the table, to compare sides by."""
    import hashlib

    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def measured(side: str, folder: Path, limit: str | None) -> dict[str, Any]:
    """One measurement in a process of its own."""
    command = [sys.executable, __file__, "--worker", side, str(folder), *([limit] if limit else [])]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def compared(count: int, folder: Path, rounds: int | None = None) -> list[str]:
    """Lines of the table for one size."""
    limit = LIMIT.get(count)
    sides = ["ours", "sql", *(["pandas"] if count <= 10_000_000 else [])]
    runs: dict[str, list[dict[str, Any]]] = {side: [] for side in sides}
    for _ in range(rounds or ROUNDS.get(count, 3)):
        for side in sides:
            runs[side].append(measured(side, folder, limit))
    sums = {run["sum"] for own in runs.values() for run in own}
    assert len(sums) == 1, f"the sides differ: { ({side: own[0]['sum'] for side, own in runs.items()}) }"
    base = runs["sql"]
    lines = []
    for side in sides:
        seconds = statistics.median(run["seconds"] for run in runs[side])
        peak = statistics.median(run["peak"] for run in runs[side])
        ratio = statistics.median(one["seconds"] / two["seconds"] for one, two in zip(runs[side], base, strict=True))
        memory = statistics.median(one["peak"] / two["peak"] for one, two in zip(runs[side], base, strict=True))
        lines.append(
            f"| {count:,} | {side}{', ' + limit if limit else ''} | {seconds:.3g} s | {ratio:.2f} | {peak:,.0f} MB |"
            f" {memory:.2f} |"
        )
        TIMES.setdefault(side, {})[count] = seconds
    return lines


TIMES: dict[str, dict[int, float]] = {}


def slope(side: str) -> str:
    """How time grows with rows from one size to the next: an exponent of 1 is linear."""
    points = sorted(TIMES.get(side, {}).items())
    grown = [
        f"{count:,} to {more:,} rows: rows^{math.log(longer / seconds) / math.log(more / count):.2f}"
        for (count, seconds), (more, longer) in pairwise(points)
    ]
    return f"{side}, time grows from {'; '.join(grown)}." if grown else ""


def lookups(folder: Path) -> list[str]:
    """What a value costs once the rows are counted: nanoseconds for one of 288 cells, against pandas."""
    import pandas as pd

    from kpi_core.engine import build
    from kpi_core.load import load

    cube = build(load(folder))
    cells = [(month, channel) for month in cube.months for channel in cube.channels]
    values = [cube.kpi("cac", month, channel).value for month, channel in cells]
    keys = [(str(month), channel) for month, channel in cells]
    table = pd.DataFrame({"cac": values}, index=pd.MultiIndex.from_tuples(keys)).sort_index()
    plain = dict(zip(keys, values, strict=True))

    def each(ask: Callable[[], object]) -> float:
        return min(timeit.repeat(ask, number=1, repeat=20)) / len(cells) * 1e9

    asked = each(lambda: [cube.kpi("cac", month, channel).value for month, channel in cells])
    held = each(lambda: [plain[key] for key in keys])
    found = each(lambda: [table.at[key, "cac"] for key in keys])
    return [f"| {asked:,.0f} ns | {held:,.0f} ns | {found:,.0f} ns |"]


def processes(folder: Path, rounds: int) -> list[str]:
    """`kpi compute` of two KPIs by month and channel as a whole process, against python with DuckDB and SQL."""
    kpi = [str(Path(sys.executable).with_name("kpi")), "compute", str(folder), "--kpi", "cac", "--kpi", "revenue"]
    kpi += ["--by", "month", "--by", "channel", "--format", "csv"]
    code = "import sys, duckdb; [print(*row) for row in duckdb.sql(sys.argv[1]).fetchall()]"
    bare = [sys.executable, "-c", code, TWO.format(folder=folder.as_posix())]

    def run(command: list[str]) -> float:
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.perf_counter() - begin

    run(kpi), run(bare)
    pairs = [(run(kpi), run(bare)) for _ in range(rounds)]
    one, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(first / second for first, second in pairs)
    return [
        f"| `kpi compute`, two KPIs by month and channel, 2,000,000 lines | {one:.2f} s | {other:.2f} s | {ratio:.2f} |"
    ]


def thresholds(folder: Path, rounds: int) -> list[str]:
    """Where DuckDB overtakes reading whole: `kpi compute` of the same files with either engine, as whole processes."""
    from benchmarks.warehouse_data import write

    lines = []
    for kind in ("parquet", "csv"):
        for count in (10_000, 50_000, 200_000, 800_000):
            own = folder / f"threshold-{kind}-{count}"
            size = _one_table(own, write(folder / str(count), count), kind)
            times: dict[str, list[float]] = {"pandas": [], "duckdb": []}
            for _ in range(rounds):
                for engine in times:
                    times[engine].append(_computed(own, kind, engine))
            one, other = (statistics.median(times[engine]) for engine in ("duckdb", "pandas"))
            lines.append(
                f"| {kind} | {count:,} | {size / 1e6:.1f} MB | {one:.2f} s | {other:.2f} s | {one / other:.2f} |"
            )
    return lines


def _one_table(own: Path, made: Path, kind: str) -> int:
    import duckdb

    own.mkdir(exist_ok=True)
    target = own / f"orders.{kind}"
    options = "" if kind == "parquet" else "(header, delimiter ';')"
    duckdb.sql(f"copy (from read_parquet('{made}/orders.parquet')) to '{target}' {options}")
    return target.stat().st_size


def _computed(folder: Path, kind: str, engine: str) -> float:
    config = folder / f"{engine}.toml"
    config.write_text(f'engine = "{engine}"\n[[source]]\ntable = "orders"\npath = "orders.{kind}"\n', encoding="utf-8")
    command = [str(Path(sys.executable).with_name("kpi")), "compute", str(config), "--kpi", "revenue", "--by", "month"]
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def conditions() -> str:
    """The machine and the versions."""
    parts = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "narwhals", "pandas", "pyarrow"))
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {parts}; {date.today()}."


def main() -> None:
    """Run the sizes asked for, writing the page as they come."""
    if len(sys.argv) > 2 and sys.argv[1] == "--worker":
        worker(sys.argv[2], Path(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None)
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 1_000_000, 10_000_000, 100_000_000])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir(), "kpi-warehouse"))
    parser.add_argument("--only", choices=("cube", "lookup", "process", "threshold"))
    parser.add_argument("--quick", action="store_true", help="one round of each, without 100 M rows")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "warehouse.md")
    asked = parser.parse_args()
    from benchmarks.warehouse_data import write

    page = [
        "# Rows that stay in Parquet", "",
        f"Made by `python benchmarks/warehouse.py`. {conditions()} Ratios are to the SQL of the same size.", "",
    ]  # fmt: skip

    def told(*lines: str) -> None:
        page.extend(lines)
        asked.output.write_text("\n".join(page) + "\n", encoding="utf-8")
        print(*lines, sep="\n", flush=True)

    if asked.only in (None, "cube"):
        told("| order lines | side | time | ratio | peak memory | ratio |", "|---|---|---|---|---|---|")
        for count in asked.rows:
            if not (asked.quick and count > 10**7):
                told(*compared(count, write(asked.folder / str(count), count), 1 if asked.quick else None))
        told("", slope("ours"), "", slope("sql"), "")
    if asked.only in (None, "lookup"):
        told("| one value of the cube | of a dict | of pandas, `.at` |", "|---|---|---|")
        told(*lookups(write(asked.folder / "1000000", 1_000_000)), "")
    if asked.only in (None, "process"):
        told("| whole process | ours | python with DuckDB | ratio |", "|---|---|---|---|")
        told(*processes(write(asked.folder / "2000000", 2_000_000), 1 if asked.quick else 9), "")
    if asked.only in (None, "threshold"):
        told("| file | order lines | size | duckdb | pandas | ratio |", "|---|---|---|---|---|---|")
        told(*thresholds(asked.folder, 1 if asked.quick else 3), "")


if __name__ == "__main__":
    main()
