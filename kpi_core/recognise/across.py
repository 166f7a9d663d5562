"""What is to be said of tables beside one another."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.errors import Finding
from kpi_core.fetching import fetched
from kpi_core.recognise.kinds import SUMMARY_OWN_TABLE
from kpi_core.snapshot import Facts


def measured_twice(tables: Mapping[str, Facts]) -> list[Finding]:
    """A measure that stands in its own table and in the summary: its own table counts, and it is told."""
    if "summary" not in tables:
        return []
    twice: dict[str, list[str]] = {}
    for column in tables["summary"].decimals:
        own = SUMMARY_OWN_TABLE[column]
        if own in tables or (own == "orders" and "leads" in tables and tables["leads"].has("won")):
            twice.setdefault(own if own in tables else "leads", []).append(column)
    source = tables["summary"].sources[0]
    return [
        Finding(
            "warning", "measure_twice",
            {"columns": columns, "own": tables[own].sources[0].place, "summary": source.place},
            source.file, source.sheet,
        )
        for own, columns in twice.items()
    ]  # fmt: skip


def order_before_lead(tables: Mapping[str, Facts]) -> list[Finding]:
    """Orders dated before the lead they came from stay, with a warning."""
    orders, leads = tables.get("orders"), tables.get("leads")
    if not orders or not leads or not orders.has("lead_id") or not leads.has("lead_id"):
        return []
    count = _early_in_place(orders, leads) if orders.relation is not None else _early(orders, leads)
    if not count:
        return []
    source = orders.sources[0]
    return [Finding("warning", "sold_before_lead", {"count": count, "place": source.place}, source.file, source.sheet)]


def _early(orders: Facts, leads: Facts) -> int:
    made = leads.frame.dropna(subset=["lead_id"]).groupby("lead_id")["date"].min()
    if made.empty:  # pandas cannot map to an empty column of dates
        return 0
    sold = orders.frame["lead_id"].map(made)
    return int((orders.frame["date"].dt.normalize() < sold.dt.normalize()).sum())


def _early_in_place(orders: Facts, leads: Facts) -> int:
    import narwhals as nw

    made = leads.frame.filter(~nw.col("lead_id").is_null()).group_by("lead_id").agg(nw.col("date").min().alias("made"))
    sold = orders.frame.filter(~nw.col("lead_id").is_null()).select("lead_id", "date")
    sold = sold.join(made, on="lead_id", how="inner")
    early = sold.filter(nw.col("date").dt.truncate("1d") < nw.col("made").dt.truncate("1d"))
    return int(fetched(early.select(nw.len()))[0][0])


def sales_without_day(tables: Mapping[str, Facts]) -> list[Finding]:
    """A firm of leads whose table marks the won ones but has no day of sale: it has no revenue, and why is told."""
    leads = tables.get("leads")
    if not leads or {"orders", "summary"} & tables.keys() or not leads.has("won") or leads.has("won_date"):
        return []
    source = leads.sources[0]
    return [Finding("warning", "sales_without_day", {"place": source.place}, source.file, source.sheet)]
