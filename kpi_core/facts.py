"""The fact tables: what a source may hold, column by column. Recognition, kpi.toml and the docs all read this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kpi_core.language import Text

ColumnType = Literal["date", "month", "money", "number", "id", "text", "channel", "flag", "kpi"]


@dataclass(frozen=True, slots=True)
class TableKind:
    """One kind of table: its columns in the order of the design, and those it cannot do without."""

    name: str
    label: Text
    columns: dict[str, ColumnType]
    required: tuple[str, ...]


def _kind(name: str, ru: str, en: str, required: str, **columns: ColumnType) -> TableKind:
    return TableKind(name, Text(ru, en), columns, tuple(required.split()))


# Events are complete for any period they have a row in (no row of a channel: 0); totals are not (no row: missing).
EVENT_TABLES = ("orders", "leads")
TOTALS_TABLES = ("spend", "traffic", "summary")
FACT_TABLES = (*EVENT_TABLES, *TOTALS_TABLES)

TABLES: dict[str, TableKind] = {
    kind.name: kind
    for kind in (
        _kind(
            "orders", "Продажи", "Orders", "date",
            date="date", revenue="money", order_id="id", customer_id="id", channel="channel", lead_id="id",
            refund="money", customer_since="date", refund_date="date", cost_of_goods="money", items="number",
            status="text", phone="id", email="id", unit_price="money",
        ),
        _kind(
            "spend", "Расходы", "Spend", "date spend",
            date="date", spend="money", channel="channel", impressions="number", clicks="number", kind="text",
        ),
        _kind(
            "leads", "Лиды", "Leads", "date",
            date="date", lead_id="id", channel="channel", qualified="flag", won="flag", won_date="date",
            revenue="money", customer_id="id", status="text", phone="id", email="id",
        ),
        _kind(
            "traffic", "Трафик", "Traffic", "date visits",
            date="date", visits="number", channel="channel", users="number",
        ),
        _kind(
            "summary", "Сводка", "Summary", "date",
            date="date", channel="channel", revenue="money", refund="money", cost_of_goods="money", orders="number",
            items="number", new_customers="number", customers="number", leads="number", qualified_leads="number",
            sales="number", spend="money", ad_spend="money", impressions="number", clicks="number", visits="number",
            users="number",
        ),
        _kind(
            "targets", "План", "Targets", "month kpi target",
            month="month", kpi="kpi", target="number", channel="channel", weight="number", base="number", norm="number",
        ),
        _kind(
            "decisions", "Решения", "Decisions", "month text",
            month="month", text="text", effect="text", owner="text", due="text", outcome="text",
        ),
        _kind("comments", "Комментарии", "Comments", "month text", month="month", block="text", text="text"),
        _kind("channels", "Каналы", "Channels", "as_written channel", as_written="text", channel="text", paid="flag"),
        _kind(
            "closed", "Закрытые месяцы", "Closed months", "month kpi value",
            month="month", kpi="kpi", channel="channel", value="number", as_of="date",
        ),
        _kind(
            "overrides", "Корректировки", "Overrides", "month kpi result",
            month="month", kpi="kpi", result="number", who="text", why="text", channel="channel", on="date",
        ),
        _kind(
            "guards", "Контрольные показатели", "Guards", "kpi by floor",
            kpi="kpi", by="kpi", floor="number", limit="number", channel="channel",
        ),
        _kind("settings", "Настройки", "Settings", "key value", key="text", value="text"),
    )
}  # fmt: skip

AD_KIND = "advertising"
SPEND_KINDS: dict[str, Text] = {
    AD_KIND: Text("реклама", "advertising"),
    "salary": Text("зарплата", "salary"),
    "contractor": Text("подрядчик", "contractor"),
    "service": Text("сервис", "service"),
}
