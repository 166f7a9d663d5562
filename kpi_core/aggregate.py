"""Rows to daily totals by channel: written once in narwhals, so that it runs on any frame narwhals knows.

Two habits keep it right on every backend: columns are derived with `with_columns` first, and only elementary
aggregates (sum, count, len, min, n_unique) stand in `agg`: narwhals 2.29 silently drops the condition of
`agg(when(...).then(...).sum())` on pandas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from kpi_core.facts import AD_KIND
from kpi_core.snapshot import Facts, Snapshot

DAY, CHANNEL = "day", "channel"
KEY = (DAY, CHANNEL)

Frame = Any  # a narwhals DataFrame or LazyFrame
Triple = tuple[Any, Any, int]


@dataclass(frozen=True)
class Daily:
    """Totals of one measure by day and channel.

    Attributes
    ----------
    sums : list of (day, channel, amount)
        `amount` is an integer at the scale of `decimals`; `channel` is None where the rows name none.
    known : list of (day, channel, count)
        How many cells held a value; None where every row counts.
    repeated : list of (day, channel, identifier)
        For counts of identifiers: those that stand on several days or in several channels, to be counted anew for
        each period asked. The others are in `sums`.
    """

    sums: list[Triple]
    known: list[Triple] | None = None
    decimals: int = 0
    repeated: list[tuple[Any, Any, Any]] | None = None


def by_day(frame: Frame, date: str = "date") -> Frame:
    """The frame with the day of `date` as `day`, rows without one left out, and a channel column for certain."""
    frame = frame.filter(~nw.col(date).is_null())
    if CHANNEL not in frame.columns:
        frame = frame.with_columns(nw.lit(None, dtype=nw.String).alias(CHANNEL))
    return frame.with_columns(nw.col(date).dt.truncate("1d").alias(DAY))


def rows_of(frame: Frame) -> list[tuple[Any, ...]]:
    """The rows as tuples, from whatever the frame runs on, a missing value as None."""
    collected = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    # pandas hands a missing category back as NaN and a missing date as NaT, neither of which equals itself
    columns = [[None if cell != cell else cell for cell in column.to_list()] for column in collected.iter_columns()]
    return list(zip(*columns, strict=True)) if columns else []


def sums(frame: Frame, columns: Sequence[str]) -> dict[str, Daily]:
    """Each column added up by day and channel, in one pass, with the number of cells that held a value."""
    totals = [nw.col(column).sum().alias(column) for column in columns]
    counts = [nw.col(column).count().alias(f"{column} known") for column in columns]
    table = rows_of(
        frame.group_by(*KEY).agg(*totals, *counts).select(*KEY, *(e for c in columns for e in (c, f"{c} known")))
    )
    return {
        column: Daily(
            [(row[0], row[1], int(row[2 + 2 * place] or 0)) for row in table],
            [(row[0], row[1], row[3 + 2 * place]) for row in table],
        )
        for place, column in enumerate(columns)
    }


def row_counts(frame: Frame) -> list[Triple]:
    """How many rows each day and channel has."""
    return [(day, channel, count) for day, channel, count in rows_of(frame.group_by(*KEY).agg(nw.len().alias("rows")))]


def distinct(frame: Frame, identifier: str | None) -> Daily:
    """Different identifiers by day and channel; a row without one counts by itself.

    Notes
    -----
    An identifier on one day in one channel adds up over any period. One that stands on several (an order paid in
    two parts, a lead entered twice) is kept apart in `repeated`, so that no period counts it twice.
    """
    if identifier is None or identifier not in frame.columns:
        return Daily(row_counts(frame))
    nameless = frame.filter(nw.col(identifier).is_null())
    named = frame.filter(~nw.col(identifier).is_null()).select(*KEY, identifier)
    counts = rows_of(named.group_by(*KEY).agg(nw.col(identifier).n_unique().alias("ids")))
    different = rows_of(named.select(nw.col(identifier).n_unique()))[0][0]
    extra = row_counts(nameless)
    if sum(row[2] for row in counts) == different:
        return Daily([*counts, *extra])
    once = named.unique(subset=[*KEY, identifier])
    places = once.group_by(identifier).agg(nw.len().alias("places"))
    marked = once.join(places, on=identifier, how="left")
    single = rows_of(marked.filter(nw.col("places") == 1).group_by(*KEY).agg(nw.len().alias("ids")))
    repeated = rows_of(marked.filter(nw.col("places") > 1).select(*KEY, identifier))
    return Daily([*single, *extra], repeated=repeated)


def frame_of(facts: Facts) -> Frame:
    """The rows as a narwhals frame."""
    return nw.from_native(facts.frame)


def advertising(frame: Frame) -> Frame:
    """Only the rows of the spend table that are advertising; all of them where no kind is told."""
    return frame.filter(nw.col("kind") == AD_KIND) if "kind" in frame.columns else frame


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
    named = named.unique(subset=["lead_id"], keep="first", order_by="date")
    named = named.select("lead_id", nw.col(CHANNEL).cast(nw.String).alias("lead channel"))
    joined = lines.join(named, on="lead_id", how="left")
    if CHANNEL not in lines.columns:
        return joined.rename({"lead channel": CHANNEL})
    own = nw.col(CHANNEL).cast(nw.String)
    filled = nw.when(own.is_null()).then(nw.col("lead channel")).otherwise(own)
    return joined.with_columns(filled.alias(CHANNEL)).drop("lead channel")


def first_orders(lines: Frame, decimals: Mapping[str, int]) -> Frame:
    """The first order of each customer that was not refunded in full: customer_id, first_date, first_channel.

    Ties on one moment go to the earlier row. A column `customer_since` moves the date back, never forward.
    """
    bought = lines.with_row_index("line").filter(~nw.col("customer_id").is_null())
    bought = _not_refunded(bought, decimals)
    bought = bought.filter(nw.col("date") == nw.col("date").min().over("customer_id"))
    bought = bought.filter(nw.col("line") == nw.col("line").min().over("customer_id"))
    date = nw.col("date")
    if "customer_since" in bought.columns:
        earlier = nw.col("customer_since") < nw.col("date")
        date = nw.when(earlier).then(nw.col("customer_since")).otherwise(nw.col("date"))
    return bought.select("customer_id", date.alias("first_date"), nw.col(CHANNEL).alias("first_channel"))


def _not_refunded(lines: Frame, decimals: Mapping[str, int]) -> Frame:
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
    totals = lines.group_by("order_id").agg(nw.col("given back").sum(), nw.col("taken").sum())
    return lines.join(totals.filter(back).select("order_id"), on="order_id", how="anti")
