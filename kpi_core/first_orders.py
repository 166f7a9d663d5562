"""Order lines, the leads that became orders, and the first order of each customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from kpi_core.aggregate import (
    CHANNEL,
    DAY,
    LINE,
    Frame,
    Places,
    calendar_number,
    frame_of,
    holds,
    lazy,
    order_of,
    present,
    rows_of,
)  # fmt: skip
from kpi_core.identifiers import Numbered
from kpi_core.snapshot import Snapshot


def outcomes(snapshot: Snapshot) -> Frame | None:
    """The leads with `won` and `won_date`, where the table or the orders' lead_id tells them; else the bare leads.

    An order that names its lead wins it on the day of the order, whatever the lead's own columns say.
    """
    if "leads" not in snapshot.tables:
        return None
    leads = frame_of(snapshot.tables["leads"])
    orders = snapshot.tables.get("orders")
    if orders is None or not orders.has("lead_id") or "lead_id" not in leads.columns:
        return leads
    sold = frame_of(orders).filter(~nw.col("lead_id").is_null())
    sold = sold.group_by("lead_id").agg(nw.col("date").min().alias("sold on"))
    joined = leads.join(sold, on="lead_id", how="left")
    by_order = ~nw.col("sold on").is_null()
    if "won" in leads.columns:
        joined = joined.with_columns((nw.col("won") | by_order).alias("won"))
    else:
        joined = joined.with_columns(by_order.alias("won"))
    if "won_date" not in leads.columns:
        return joined.with_columns(nw.col("sold on").alias("won_date"))
    date = nw.when(by_order).then(nw.col("sold on")).otherwise(nw.col("won_date"))
    return joined.with_columns(date.alias("won_date"))


def order_lines(snapshot: Snapshot) -> Frame | None:
    """Rows of orders: of the orders table, else of the leads that were won, on the day they were.

    Columns: date, channel, and where they are known revenue, cost_of_goods, items, refund, refund_date, order_id,
    customer_id, customer_since.
    """
    if "orders" in snapshot.tables:
        lines = frame_of(snapshot.tables["orders"])
        if "leads" in snapshot.tables and "lead_id" in lines.columns:
            lines = _channel_of_the_lead(lines, frame_of(snapshot.tables["leads"]))
        return lines
    leads = outcomes(snapshot)
    if leads is None or not {"won", "won_date"} <= set(leads.columns):
        return None
    won = leads.filter(nw.col("won"), ~nw.col("won_date").is_null())
    won = won.drop("date").rename({"won_date": "date"})
    if "lead_id" in won.columns:
        won = won.with_columns(nw.col("lead_id").alias("order_id"))
        if "customer_id" in won.columns:
            known = nw.when(nw.col("customer_id").is_null()).then(nw.col("lead_id")).otherwise(nw.col("customer_id"))
            won = won.with_columns(known.alias("customer_id"))
        else:
            won = won.with_columns(nw.col("lead_id").alias("customer_id"))
    return won


def _channel_of_the_lead(lines: Frame, leads: Frame) -> Frame:
    if CHANNEL not in leads.columns or "lead_id" not in leads.columns:
        return lines
    named = leads.filter(~nw.col("lead_id").is_null(), ~nw.col(CHANNEL).is_null())
    named = named.unique(subset=["lead_id"], keep="first", order_by=order_of(named))
    named = named.select("lead_id", nw.col(CHANNEL).cast(nw.String).alias("lead channel"))
    joined = lines.join(named, on="lead_id", how="left")
    if CHANNEL not in lines.columns:
        return joined.rename({"lead channel": CHANNEL})
    own = nw.col(CHANNEL).cast(nw.String)
    filled = nw.when(own.is_null()).then(nw.col("lead channel")).otherwise(own)
    return joined.with_columns(filled.alias(CHANNEL)).drop("lead channel")


def first_orders(lines: Frame, decimals: Mapping[str, int], places: Places | None = None) -> Frame:
    """The first order of each customer that was not refunded in full: customer_id, first_date, first_channel.

    Ties on one moment go to the earlier row. A column `customer_since` moves the date back, never forward.
    """
    wanted = ("customer_id", "date", CHANNEL, "order_id", "revenue", "refund", "customer_since", LINE)
    lines = lines.select(*(column for column in wanted if column in lines.columns))
    # A line that names nobody is still a part of its order, which may not be given back in full.
    bought = present(not_refunded(lines, decimals), "customer_id")
    needed = ("customer_id", "date", CHANNEL, "customer_since", *(("order_id", LINE) if lazy(lines) else ()))
    bought = bought.select(*(column for column in needed if column in bought.columns))
    if lazy(bought):
        bought = _first_in_place(bought, places)
    elif bought.get_column("date").is_sorted():
        bought = bought.unique(subset=["customer_id"], keep="first")
    else:
        bought = bought.with_row_index(LINE).unique(subset=["customer_id"], keep="first", order_by=["date", LINE])
    date = nw.col("date")
    if "customer_since" in bought.columns:
        earlier = nw.col("customer_since") < nw.col("date")
        date = nw.when(earlier).then(nw.col("customer_since")).otherwise(nw.col("date"))
    return bought.select("customer_id", date.alias("first_date"), nw.col(CHANNEL).alias("first_channel"))


def _first_in_place(bought: Frame, within: Places | None) -> Frame:
    """The first row of each customer: where moment, line and channel fit into one number, its minimum tells all."""
    packed = None
    if "customer_since" not in bought.columns and LINE in bought.columns and within is not None:
        packed = _packed(bought, Numbered.of(within))
    if packed is None:
        return bought.unique(subset=["customer_id"], keep="first", order_by=order_of(bought))
    number, places = packed
    rows = bought.select("customer_id", "date", number.alias("first"))
    rows = rows.group_by("customer_id").agg(nw.col("date").min(), nw.col("first").min())
    rows = rows.with_columns((nw.col("first") % places.width).alias("first"))
    return rows.select("customer_id", "date", places.name(nw.col("first")).alias(CHANNEL))


def _packed(bought: Frame, places: Numbered) -> tuple[Any, Numbered] | None:
    """A row's moment, line and channel as one number that rises as `order_of` says; None where 63 bits do not do."""
    date, day, second = (nw.col(name) for name in ("date", DAY, "second"))
    timed = bought.with_columns(date.dt.truncate("1d").alias(DAY), date.dt.truncate("1s").alias("second"))
    timed = timed.select(
        "date", LINE, _one_where(date != day).alias("times"), _one_where(date != second).alias("fractions")
    )
    ends = timed.select(
        date.min().alias("first"), date.max().alias("last"), nw.col(LINE).max(),
        nw.col("times").max(), nw.col("fractions").max(),
    )  # fmt: skip
    first, last, lines, times, fractions = rows_of(ends)[0]
    if first is None or fractions:
        return None
    unit, low = 86_400 if times else 1, _calendar(first)
    if (_calendar(last) - low + 1) * unit * (int(lines) + 1) * places.width >= 1 << 63:
        return None
    moment = (calendar_number("date") - low) * unit
    if times:
        clock = date.dt
        moment = moment + (clock.hour() * 60 + clock.minute()).cast(nw.Int64) * 60 + clock.second().cast(nw.Int64)
    return (moment * (int(lines) + 1) + nw.col(LINE)) * places.width + places.channel(), places


def _one_where(condition: Any) -> Any:
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))


def _calendar(day: Any) -> int:
    return int((day.year * 16 + day.month) * 32 + day.day)


def not_refunded(lines: Frame, decimals: Mapping[str, int]) -> Frame:
    """Lines of orders that were not given back in full; an order of zero value without a refund stays."""
    if "refund" not in lines.columns or "revenue" not in lines.columns:
        return lines
    scale = max(decimals["refund"], decimals["revenue"])
    lines = lines.with_columns(
        (nw.col("refund").fill_null(0) * 10 ** (scale - decimals["refund"])).alias("given back"),
        (nw.col("revenue").fill_null(0) * 10 ** (scale - decimals["revenue"])).alias("taken"),
    )
    back = (nw.col("given back") > 0) & (nw.col("given back") >= nw.col("taken"))
    if "order_id" not in lines.columns:
        return lines.filter(~back)
    if not lazy(lines) and not holds(lines, back):
        return lines
    nameless = nw.col("order_id").is_null()
    totals = lines.filter(~nameless).group_by("order_id").agg(nw.col("given back").sum(), nw.col("taken").sum())
    kept = lines.join(totals.filter(back).select("order_id"), on="order_id", how="anti")
    return kept.filter(~(nameless & back))  # a row without a number is an order of its own
