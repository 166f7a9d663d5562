"""The same KPIs from Parquet with others: `python benchmarks/peers.py [--rows N] [--peers PYTHON]`.

Others: kpi-engine, boring-semantic-layer and MetricFlow, from an environment of their own that `--peers` names. Asked
are monthly CAC by channel, and a table of ten KPIs by month and channel; each measurement is a process of its own, the
time that of the work without imports. What a peer cannot say itself (the first order of a customer) is prepared for it
by SQL, and counted. Sides take turns; medians. All give the same CAC, which is checked. Results go to `peers.md`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

# Ten KPIs as a numerator and a denominator of what all sides can count.
KPIS = {
    "cac": ("spend", "new_customers"), "average_check": ("revenue", "orders"), "drr": ("spend", "revenue"),
    "roas": ("revenue", "spend"), "cpl": ("spend", "leads"), "cpc": ("spend", "clicks"),
    "ctr": ("clicks", "impressions"), "cpo": ("spend", "orders"), "conversion_visit_order": ("orders", "visits"),
    "conversion_click_order": ("orders", "clicks"),
}  # fmt: skip
TABLES = {
    "orders": ("revenue", "orders"), "first": ("new_customers",), "spend": ("spend", "impressions", "clicks"),
    "leads": ("leads",), "traffic": ("visits",),
}  # fmt: skip
SUMS = {"revenue": "revenue", "spend": "spend", "impressions": "impressions", "clicks": "clicks", "visits": "visits"}
DISTINCT = {"orders": "order_id", "leads": "lead_id", "new_customers": "customer_id"}
FIRST = """
select k.d as date, k.c as channel, customer_id from (
  select customer_id, arg_min({{'d': date, 'c': channel}}, (date, order_id)) as k
  from read_parquet('{folder}/orders.parquet') group by customer_id)
"""
Answer = dict[str, dict[str, float]]


def ours(folder: Path, kpis: list[str]) -> Callable[[], Answer]:
    """This project: load, build, every KPI of every month and channel."""
    import duckdb  # noqa: F401
    import narwhals  # noqa: F401

    from kpi_core.engine import build
    from kpi_core.load import load

    def work() -> Answer:
        cube = build(load(folder))
        return {
            name: {
                f"{month}|{channel}": value
                for month in cube.months
                for channel in cube.channels
                if (value := cube.kpi(name, month, channel).value) is not None
            }
            for name in kpis
        }

    return work


def kpi_engine(folder: Path, kpis: list[str]) -> Callable[[], Answer]:
    """kpi-engine: it knows no dimensions, so an engine for each channel, run for each month."""
    import pandas as pd
    from kpi_engine import KPIDefinition, KPIEngine  # type: ignore[import-not-found]

    needed = sorted({part for name in kpis for part in KPIS[name]})

    def work() -> Answer:
        frames = {}
        for table, measures in TABLES.items():
            if set(measures) & set(needed):
                frames[table] = _frame(pd, folder, table, measures)
        definitions = [
            KPIDefinition(f"m_{part}", part, "dataframe", "sum", query=f"{_table_of(part)}.{part}") for part in needed
        ]
        definitions += [
            KPIDefinition(name, name, "derived", expression="m_{}/m_{}".format(*KPIS[name])) for name in kpis
        ]
        months = [str(month) for month in pd.period_range("2022-01", "2024-12", freq="M")]
        answer: Answer = {name: {} for name in kpis}
        for channel in sorted(frames["spend"]["channel"].unique()):
            own = {name: frame[frame["channel"] == channel] for name, frame in frames.items()}
            engine = KPIEngine(definitions, dataframes=own)
            for month in months:
                found = {each.name: each.value for each in engine.run(month)}
                for name in kpis:
                    answer[name][f"{month}|{channel}"] = found[name]
        return answer

    return work


def _frame(pd: Any, folder: Path, table: str, measures: tuple[str, ...]) -> Any:
    """A table with its measures as columns to be summed; distinct counts prepared, since it has none."""
    import duckdb

    source = "first" if table == "first" else table
    if source == "first":
        frame = duckdb.sql(FIRST.format(folder=folder.as_posix())).df()
    else:
        frame = pd.read_parquet(folder / f"{table}.parquet")
    for measure in measures:
        if measure in DISTINCT:
            frame[measure] = (~frame.duplicated(DISTINCT[measure])).astype(int)
        else:
            frame[measure] = frame[SUMS[measure]].astype(float)
    return frame[["date", "channel", *measures]]


def _table_of(measure: str) -> str:
    return next(table for table, measures in TABLES.items() if measure in measures)


def bsl(folder: Path, kpis: list[str]) -> Callable[[], Answer]:
    """boring-semantic-layer on DuckDB: a model for each table, grouped by month and channel, joined by pandas."""
    import ibis
    from boring_semantic_layer import to_semantic_table  # type: ignore[import-not-found]

    needed = {part for name in kpis for part in KPIS[name]}

    def measure(name: str) -> Any:
        if name in DISTINCT:
            return lambda t: t[DISTINCT[name]].nunique()
        return lambda t: t[SUMS[name]].sum()

    def work() -> Answer:
        import pandas as pd

        connection = ibis.duckdb.connect()
        merged: Any = None
        for table, measures in TABLES.items():
            wanted = [each for each in measures if each in needed]
            if not wanted:
                continue
            if table == "first":
                rows = connection.sql(FIRST.format(folder=folder.as_posix()))
            else:
                rows = connection.read_parquet(f"{folder}/{table}.parquet", table_name=table)
            model = to_semantic_table(rows, name=table)
            model = model.with_dimensions(month=lambda t: t.date.truncate("M"), channel=lambda t: t.channel)
            # A measure may not be called as a column is.
            model = model.with_measures(**{f"m_{each}": measure(each) for each in wanted})
            found = model.group_by("month", "channel").aggregate(*(f"m_{each}" for each in wanted)).execute()
            merged = found if merged is None else pd.merge(merged, found, on=["month", "channel"], how="outer")
        keys = [f"{month:%Y-%m}|{channel}" for month, channel in zip(merged["month"], merged["channel"], strict=True)]
        return {
            name: dict(zip(keys, (merged[f"m_{one}"].astype(float) / merged[f"m_{two}"].astype(float)), strict=True))
            for name, (one, two) in ((each, KPIS[each]) for each in kpis)
        }

    return work


def metricflow(folder: Path, kpis: list[str]) -> Callable[[], Answer]:
    """MetricFlow on DuckDB: YAML as its users write it, SQL by its engine, run by DuckDB."""
    import duckdb
    from metricflow.engine.metricflow_engine import (  # type: ignore[import-not-found]
        MetricFlowEngine,
        MetricFlowQueryRequest,
    )
    from metricflow.protocols.sql_client import SqlEngine  # type: ignore[import-not-found]
    from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer  # type: ignore[import-not-found]
    from metricflow_semantic_interfaces.parsing.dir_to_model import (  # type: ignore[import-not-found]
        parse_yaml_files_to_validation_ready_semantic_manifest as parse,
    )
    from metricflow_semantic_interfaces.parsing.objects import YamlConfigFile  # type: ignore[import-not-found]
    from metricflow_semantics.model.semantic_manifest_lookup import (  # type: ignore[import-not-found]
        SemanticManifestLookup,
    )

    class Client:
        sql_engine_type = SqlEngine.DUCKDB
        sql_plan_renderer = DuckDbSqlPlanRenderer()

    def work() -> Answer:
        connection = duckdb.connect()
        for table in TABLES:
            query = FIRST if table == "first" else "select * from read_parquet('{folder}/" + table + ".parquet')"
            connection.execute(f'create view "{table}s_" as {query.format(folder=folder.as_posix())}')
        connection.execute(
            "create table spine as select unnest(generate_series(date '2022-01-01', date '2024-12-31', interval 1 day))"
            "::date as ds"
        )
        files = [YamlConfigFile(filepath="models.yaml", contents=_yaml())]
        manifest = parse(files, raise_issues_as_exceptions=True).semantic_manifest
        engine = MetricFlowEngine(SemanticManifestLookup(manifest), Client())
        request = MetricFlowQueryRequest.create(
            metric_names=kpis, group_by_names=["metric_time__month", "place__channel"]
        )
        explained = engine.explain(request)
        rows = connection.sql(_sql_of(explained))
        names, table = rows.columns, rows.fetchall()
        places = [names.index("metric_time__month"), names.index("place__channel")]
        return {
            name: {f"{row[places[0]]:%Y-%m}|{row[places[1]]}": row[names.index(name)] for row in table} for name in kpis
        }

    return work


def _sql_of(explained: Any) -> str:
    statement = explained.sql_statement if hasattr(explained, "sql_statement") else explained.rendered_sql
    return str(getattr(statement, "sql", None) or getattr(statement, "sql_query", None) or statement)


def _yaml() -> str:
    """The models, one for each table, and the metrics."""
    models = []
    for table, measures in TABLES.items():
        lines = "\n".join(
            f"    - {{name: m_{each}, agg: {'count_distinct' if each in DISTINCT else 'sum'},"
            f" expr: {DISTINCT.get(each) or SUMS[each]}}}"
            for each in measures
        )
        models.append(f"""---
semantic_model:
  name: {table}
  node_relation: {{schema_name: main, alias: {table}s_}}
  defaults: {{agg_time_dimension: day}}
  primary_entity: place
  dimensions:
    - {{name: day, type: time, expr: date, type_params: {{time_granularity: day}}}}
    - {{name: channel, type: categorical}}
  measures:
{lines}
""")
    simple = [
        f"---\nmetric: {{name: t_{each}, type: simple, type_params: {{measure: {{name: m_{each}}}}}}}\n"
        for measures in TABLES.values()
        for each in measures
    ]
    ratios = [
        f"---\nmetric: {{name: {name}, type: ratio, type_params: {{numerator: {{name: t_{one}}},"
        f" denominator: {{name: t_{two}}}}}}}\n"
        for name, (one, two) in KPIS.items()
    ]
    spine = """---
project_configuration:
  time_spines:
    - node_relation: {schema_name: main, alias: spine}
      primary_column: {name: ds, time_granularity: day}
"""
    return "".join([*models, *simple, *ratios, spine])


SIDES = {"ours": ours, "kpi-engine": kpi_engine, "boring-semantic-layer": bsl, "MetricFlow": metricflow}


def worker(side: str, folder: Path, kpis: list[str]) -> None:
    """One measurement, printed as JSON with the CAC of one cell for each quarter."""
    work = SIDES[side](folder, kpis)
    begin = time.perf_counter()
    answer = work()
    taken = time.perf_counter() - begin
    cells = {key: round(float(value), 6) for key, value in sorted(answer["cac"].items()) if value}
    print(json.dumps({"seconds": taken, "cac": cells}))


def measured(python: str, side: str, folder: Path, kpis: list[str]) -> dict[str, Any]:
    """One measurement in a process of its own."""
    command = [sys.executable if side == "ours" else python, __file__, "--worker", side, str(folder), ",".join(kpis)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{side}: {done.stderr.strip().splitlines()[-1]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def versions(python: str) -> str:
    """What is installed in the environment of the others."""
    names = "kpi-engine boring-semantic-layer metricflow ibis-framework duckdb pandas"
    code = (
        "import sys; from importlib.metadata import version;"
        "print(*(f'{name} {version(name)}' for name in sys.argv[1:]), sep=', ')"
    )
    done = subprocess.run([python, "-c", code, *names.split()], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "not installed"


def main() -> None:
    """Measure and write the table."""
    if len(sys.argv) > 2 and sys.argv[1] == "--worker":
        worker(sys.argv[2], Path(sys.argv[3]), sys.argv[4].split(","))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
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
        "| by month and channel | side | time | against ours |", "|---|---|---|---|",
    ]  # fmt: skip
    for title, kpis in (("CAC alone", ["cac"]), (f"{len(KPIS)} KPIs", list(KPIS))):
        runs: dict[str, list[dict[str, Any]]] = {}
        for turn in range(asked.rounds):
            for side in SIDES:
                try:
                    runs.setdefault(side, []).append(measured(asked.peers, side, folder, kpis))
                except RuntimeError as failure:
                    if not turn:
                        print(failure, file=sys.stderr)
        expected = runs["ours"][0]["cac"]
        base = statistics.median(run["seconds"] for run in runs["ours"])
        for side in SIDES:
            if not runs.get(side):
                page.append(f"| {title} | {side} | not measured here | – |")
                continue
            found = runs[side][0]["cac"]
            # kpi-engine rounds to four decimals.
            alike = found.keys() == expected.keys() and all(abs(found[key] - expected[key]) < 1e-4 for key in expected)
            assert alike, f"{side} gives another CAC"
            seconds = statistics.median(run["seconds"] for run in runs[side])
            page.append(f"| {title} | {side} | {seconds:.2f} s | {seconds / base:.1f} |")
        asked.output.write_text("\n".join(page) + "\n", encoding="utf-8")
    print("\n".join(page))


if __name__ == "__main__":
    main()
