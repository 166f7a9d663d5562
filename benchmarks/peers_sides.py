"""Four sides that give the same KPIs from Parquet: this project, kpi-engine, boring-semantic-layer, MetricFlow.

See `benchmarks/peers.py`, which measures them. Each function takes a folder, the KPIs, and whether the totals of each
month are wanted as well, imports all it needs, and returns the work to be timed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

# KPIs as formulas of what all sides can count; `_previous` is the month before, `_year_before` the month a year ago.
KPIS = {
    "cac": "spend / new_customers", "average_check": "revenue / orders", "drr": "spend / revenue",
    "roas": "revenue / spend", "cpl": "spend / leads", "cpc": "spend / clicks", "ctr": "clicks / impressions",
    "cpo": "spend / orders", "conversion_visit_order": "orders / visits", "conversion_click_order": "orders / clicks",
    # Up to here the ten.
    "revenue": "revenue", "orders": "orders", "leads": "leads", "spend": "spend", "new_customers": "new_customers",
    "sales_growth_mom": "revenue / revenue_previous - 1", "sales_growth_yoy": "revenue / revenue_year_before - 1",
    "average_check_change": "(revenue / orders) / (revenue_previous / orders_previous) - 1",
    "conversion_visit_lead": "leads / visits", "conversion_click_lead": "leads / clicks",
    "conversion_lead_sale_calendar": "orders / leads", "cpm": "spend / impressions * 1000",
    "romi": "(revenue - spend) / spend", "arppu": "revenue / customers",
    "new_revenue_share": "new_customer_revenue / revenue", "repeat_rate": "repeat_customers / customers",
    "retention": "retained_customers / customers_previous", "churn": "1 - retained_customers / customers_previous",
    "ltv": "cohort_gross_profit / new_customers",
    "ltv_cac": "(cohort_gross_profit / new_customers) / (spend / new_customers)",
}  # fmt: skip
TEN = list(KPIS)[:10]
LEFT_OUT = "cac_paid, payback_months and run_rate, which are no such formulas of sums"

TABLES = {
    "orders": ("revenue", "orders", "customers"), "first": ("new_customers",),
    "spend": ("spend", "impressions", "clicks"), "leads": ("leads",), "traffic": ("visits",),
    "again": ("repeat_customers",), "kept": ("retained_customers",), "fresh": ("new_customer_revenue",),
    "cohorts": ("cohort_gross_profit",),
}  # fmt: skip
SUMS = {
    "revenue": "revenue", "spend": "spend", "impressions": "impressions", "clicks": "clicks", "visits": "visits",
    "new_customer_revenue": "revenue", "cohort_gross_profit": "revenue",
}  # fmt: skip
DISTINCT = {
    "orders": "order_id", "leads": "lead_id", "new_customers": "customer_id", "customers": "customer_id",
    "repeat_customers": "customer_id", "retained_customers": "customer_id",
}  # fmt: skip

# The tables that are prepared; {by} is ", channel" or nothing, for the totals.
_FIRST = """select k.d as date, k.c as channel, customer_id from (
  select customer_id, arg_min({{'d': date, 'c': channel}}, (date, order_id)) as k
  from read_parquet('{folder}/orders.parquet') group by customer_id)"""
_ACTIVE = """select distinct date_trunc('month', date) as date, channel, customer_id
  from read_parquet('{folder}/orders.parquet')"""
PREPARED = {
    "first": _FIRST,
    "again": """select date_trunc('month', date) as date, {channel}, customer_id
  from read_parquet('{folder}/orders.parquet') group by all having count(distinct order_id) > 1""",
    "kept": f"""select distinct a.date, {{a_channel}}, customer_id
  from ({_ACTIVE}) a join ({_ACTIVE}) b using (customer_id) where a.date = b.date + interval 1 month {{same}}""",
    "fresh": f"select o.date, o.channel, o.revenue from read_parquet('{{folder}}/orders.parquet') o join ({_FIRST}) f"
    " using (customer_id) where date_trunc('month', o.date) = date_trunc('month', f.date)",
    "cohorts": f"select f.date, f.channel, o.revenue from read_parquet('{{folder}}/orders.parquet') o join ({_FIRST}) f"
    " using (customer_id) where o.date >= f.date",
}
Answer = dict[str, dict[str, float]]


def rows_of(table: str, folder: Path, *, total: bool) -> str:
    """The SQL of a table as a peer gets it."""
    if table not in PREPARED:
        return f"select * from read_parquet('{folder.as_posix()}/{table}.parquet')"
    words = {"channel": "channel", "a_channel": "a.channel", "same": "and a.channel = b.channel"}
    if total:
        words = {"channel": "'all' as channel", "a_channel": "'all' as channel", "same": ""}
    return PREPARED[table].format(folder=folder.as_posix(), **words)


def parts_of(kpis: Sequence[str]) -> dict[str, list[str]]:
    """The measures of some KPIs by the table they come from."""
    named = {word.removesuffix("_previous").removesuffix("_year_before") for name in kpis for word in words_of(name)}
    found = {table: [each for each in measures if each in named] for table, measures in TABLES.items()}
    return {table: own for table, own in found.items() if own}


def words_of(kpi: str) -> list[str]:
    """The measures in the formula of a KPI, with their shifts."""
    return list(dict.fromkeys(re.findall(r"[a-z_]+", KPIS[kpi])))


def ours(folder: Path, kpis: list[str], totals: bool) -> Callable[[], Answer]:
    """This project: load, build, every KPI of every month and channel."""
    import duckdb  # noqa: F401

    import kpi_core.order_rows
    import kpi_core.recognise.in_place
    import kpi_core.sources.duck_counts
    import kpi_core.sources.vat  # noqa: F401
    from kpi_core.engine import ahead, build
    from kpi_core.load import load

    def work() -> Answer:
        cube = build(load(folder))
        ahead(cube, kpis)
        places = [
            (month, channel, f"{month}|{channel or 'all'}")
            for month in cube.months
            for channel in ((None, *cube.channels) if totals else cube.channels)
        ]
        return {
            name: {
                key: value
                for month, channel, key in places
                if (value := cube.kpi(name, month, channel).value) is not None
            }
            for name in kpis
        }

    return work


def kpi_engine(folder: Path, kpis: list[str], totals: bool) -> Callable[[], Answer]:
    """kpi-engine: it knows no dimensions, so an engine for each channel, run for each month."""
    import duckdb
    import pandas as pd
    import pyarrow.parquet  # type: ignore[import-untyped] # noqa: F401
    from kpi_engine import KPIDefinition, KPIEngine  # type: ignore[import-not-found]

    parts = parts_of(kpis)
    shifted = [name for name in kpis if any(word.endswith(("_previous", "_year_before")) for word in words_of(name))]
    measures = [part for own in parts.values() for part in own]
    plain = [name for name in kpis if name not in shifted and name not in measures]

    def frame_of(table: str, total: bool) -> Any:
        if table in PREPARED:
            frame = duckdb.connect().sql(rows_of(table, folder, total=total)).df()
        else:
            frame = pd.read_parquet(folder / f"{table}.parquet")
        for measure in parts[table]:
            if measure == "customers":
                month = frame["date"].dt.to_period("M").astype("int64")
                told = frame.assign(month=month).duplicated(["month", *([] if total else ["channel"]), "customer_id"])
                frame[measure] = (~told).astype(int)
            elif measure in DISTINCT and table not in ("again", "kept"):
                frame[measure] = (~frame.duplicated(DISTINCT[measure])).astype(int)
            elif measure in DISTINCT:
                frame[measure] = 1
            else:
                frame[measure] = frame[SUMS[measure]].astype(float)
        return frame[["date", "channel", *parts[table]]]

    definitions = [
        KPIDefinition(f"m_{part}", part, "dataframe", "sum", query=f"{table}.{part}")
        for table, own in parts.items()
        for part in own
    ]
    definitions += [
        KPIDefinition(name, name, "derived", expression=re.sub(r"([a-z_]+)", r"m_\1", KPIS[name])) for name in plain
    ]

    def asked(frames: dict[str, Any], channel: str, answer: Answer) -> None:
        engine = KPIEngine(definitions, dataframes=frames)
        months = [str(month) for month in pd.period_range("2022-01", "2024-12", freq="M")]
        values = {month: {each.name: each.value for each in engine.run(month)} for month in months}
        for at, month in enumerate(months):
            for name in kpis:
                if name in plain:
                    answer[name][f"{month}|{channel}"] = values[month][name]
                    continue
                known = {}
                for word in words_of(name):
                    back = 1 if word.endswith("_previous") else 12 if word.endswith("_year_before") else 0
                    own = word.removesuffix("_previous").removesuffix("_year_before")
                    known[word] = values[months[at - back]][f"m_{own}"] if at >= back else None
                if None not in known.values():
                    answer[name][f"{month}|{channel}"] = _value(name, known)

    def work() -> Answer:
        answer: Answer = {name: {} for name in kpis}
        frames = {table: frame_of(table, False) for table in parts}
        for channel in sorted(frames["spend"]["channel"].unique()):
            asked({name: frame[frame["channel"] == channel] for name, frame in frames.items()}, channel, answer)
        if totals:
            again = {table: frame_of(table, True) for table in parts if table in ("again", "kept", "orders")}
            asked({**frames, **again}, "all", answer)
        return answer

    return work


def _value(name: str, known: dict[str, Any]) -> Any:
    try:
        return eval(KPIS[name], {}, known)
    except ZeroDivisionError:
        return None


def bsl(folder: Path, kpis: list[str], totals: bool) -> Callable[[], Answer]:
    """boring-semantic-layer on DuckDB: a model for each table, grouped by month and channel, joined by pandas."""
    import ibis
    import pandas as pd
    from boring_semantic_layer import to_semantic_table  # type: ignore[import-not-found]

    parts = parts_of(kpis)

    def measure(name: str) -> Any:
        if name in DISTINCT:
            return lambda t: t[DISTINCT[name]].nunique()
        return lambda t: t[SUMS[name]].sum()

    def asked(connection: Any, total: bool) -> Any:
        keys = ["month"] if total else ["month", "channel"]
        merged: Any = None
        for table, wanted in parts.items():
            rows = connection.sql(rows_of(table, folder, total=total))
            model = to_semantic_table(rows, name=table)
            model = model.with_dimensions(month=lambda t: t.date.truncate("M"), channel=lambda t: t.channel)
            # A measure may not be called as a column is.
            model = model.with_measures(**{f"m_{each}": measure(each) for each in wanted})
            found = model.group_by(*keys).aggregate(*(f"m_{each}" for each in wanted)).execute()
            merged = found if merged is None else pd.merge(merged, found, on=keys, how="outer")
        merged = merged.rename(columns={column: column.removeprefix("m_") for column in merged.columns})
        return merged.assign(channel="all") if total else merged

    def work() -> Answer:
        connection = ibis.duckdb.connect()
        table = pd.concat([asked(connection, total) for total in ((False, True) if totals else (False,))])
        table["month"] = table["month"].dt.to_period("M")
        indexed = table.set_index(["month", "channel"])
        numbers = indexed.apply(pd.to_numeric).astype(float)
        for word in {word for name in kpis for word in words_of(name)} - set(numbers.columns):
            back = 1 if word.endswith("_previous") else 12
            own = numbers[word.removesuffix("_previous").removesuffix("_year_before")]
            earlier = own.rename(lambda month, back=back: month + back, level="month")
            numbers[word] = earlier.reindex(numbers.index)
        keys = [f"{month}|{channel}" for month, channel in numbers.index]
        return {name: dict(zip(keys, numbers.eval(KPIS[name]).tolist(), strict=True)) for name in kpis}

    return work


def metricflow(folder: Path, kpis: list[str], totals: bool) -> Callable[[], Answer]:
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

    def views(connection: Any, total: bool) -> None:
        for table in parts_of(kpis):
            connection.execute(f'create or replace view "{table}s_" as {rows_of(table, folder, total=total)}')

    def asked(connection: Any, engine: Any, total: bool) -> Answer:
        views(connection, total)
        by = ["metric_time__month"] if total else ["metric_time__month", "place__channel"]
        explained = engine.explain(MetricFlowQueryRequest.create(metric_names=kpis, group_by_names=by))
        rows = connection.sql(_sql_of(explained))
        names, table = rows.columns, rows.fetchall()
        month, places = names.index("metric_time__month"), None if total else names.index("place__channel")
        keys = [f"{row[month]:%Y-%m}|{'all' if places is None else row[places]}" for row in table]
        return {
            name: {key: row[at] for key, row in zip(keys, table, strict=True)}
            for name, at in ((each, names.index(each)) for each in kpis)
        }

    def work() -> Answer:
        connection = duckdb.connect()
        connection.execute(
            "create table spine as select unnest(generate_series(date '2022-01-01', date '2024-12-31', interval 1 day))"
            "::date as ds"
        )
        files = [YamlConfigFile(filepath="models.yaml", contents=_yaml(kpis))]
        engine = MetricFlowEngine(
            SemanticManifestLookup(parse(files, raise_issues_as_exceptions=True).semantic_manifest), Client()
        )
        answer = asked(connection, engine, False)
        for name, cells in (asked(connection, engine, True) if totals else {}).items():
            answer[name] |= cells
        return answer

    return work


def _sql_of(explained: Any) -> str:
    statement = explained.sql_statement if hasattr(explained, "sql_statement") else explained.rendered_sql
    return str(getattr(statement, "sql", None) or getattr(statement, "sql_query", None) or statement)


def _yaml(kpis: Sequence[str]) -> str:
    """The models, one for each table, and the metrics."""
    models, simple, derived = [], [], []
    for table, measures in parts_of(kpis).items():
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
        simple += [
            f"---\nmetric: {{name: {_simple(each)}, type: simple, type_params: {{measure: {{name: m_{each}}}}}}}\n"
            for each in measures
        ]
    for name in kpis:
        if KPIS[name] == name:
            continue
        parts = KPIS[name].split(" / ")
        if len(parts) == 2 and all(re.fullmatch(r"[a-z_]+", part) and not _shift(part) for part in parts):
            one, two = map(_simple, parts)
            derived.append(
                f"---\nmetric: {{name: {name}, type: ratio, type_params: {{numerator: {{name: {one}}},"
                f" denominator: {{name: {two}}}}}}}\n"
            )
            continue
        inputs = ", ".join(
            f"{{name: {_simple(word.removesuffix('_previous').removesuffix('_year_before'))}, alias: a_{word}"
            + (f", offset_window: {_shift(word)}}}" if _shift(word) else "}")
            for word in words_of(name)
        )
        formula = re.sub(r"([a-z_]+)", r"a_\1", KPIS[name])
        derived.append(
            f"---\nmetric: {{name: {name}, type: derived, type_params: {{expr: '{formula}', metrics: [{inputs}]}}}}\n"
        )
    spine = """---
project_configuration:
  time_spines:
    - node_relation: {schema_name: main, alias: spine}
      primary_column: {name: ds, time_granularity: day}
"""
    return "".join([*models, *simple, *derived, spine])


def _simple(measure: str) -> str:
    """The metric of a measure alone: a KPI where it is one."""
    return measure if measure in KPIS else f"t_{measure}"


def _shift(word: str) -> str:
    return "1 month" if word.endswith("_previous") else "1 year" if word.endswith("_year_before") else ""


SIDES = {"ours": ours, "kpi-engine": kpi_engine, "boring-semantic-layer": bsl, "MetricFlow": metricflow}
QUESTIONS = {
    "CAC alone": (["cac"], False),
    f"{len(TEN)} KPIs": (TEN, False),
    f"all {len(KPIS)} KPIs, with totals": (list(KPIS), True),
}
