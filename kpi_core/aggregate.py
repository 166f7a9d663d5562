"""Rows to daily totals by channel: written once in narwhals, so that it runs on any frame narwhals knows.

Two habits keep it right on every backend: columns are derived with `with_columns` first, and only elementary
aggregates (sum, count, len, min, n_unique) stand in `agg`: narwhals 2.29 silently drops the condition of
`agg(when(...).then(...).sum())` on pandas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import narwhals as nw
import numpy as np

from kpi_core.facts import AD_KIND
from kpi_core.snapshot import Facts, Snapshot

DAY, CHANNEL = "day", "channel"
KEY = (DAY, CHANNEL)

Frame = Any  # a narwhals DataFrame or LazyFrame
_EPOCH = date(1970, 1, 1).toordinal()
_A_LOOK = 4096  # rows that show whether a look at all of them is worth it


@dataclass
class Places:
    """Days (as ordinals) and channels, place by place; a channel is None where the rows name none."""

    days: Any
    channels: list[str | None]
    _kept: tuple[Mapping[str, int], Any] | None = None

    def lanes(self, channels: Mapping[str, int]) -> Any:
        """The row of each place's channel, 0 where it names none; kept, since the measures of a table share places."""
        if self._kept is None or self._kept[0] is not channels:
            rows = [channels.get(channel or "", 0) for channel in self.channels]
            self._kept = (channels, np.array(rows, dtype=np.int64))
        return self._kept[1]

    @classmethod
    def none(cls) -> Places:
        """No place at all."""
        return cls(np.array([], dtype=np.int64), [])

    def __add__(self, other: Places) -> Places:
        return Places(np.concatenate([self.days, other.days]), self.channels + other.channels)


@dataclass(frozen=True)
class Daily:
    """Totals of one measure by day and channel.

    Attributes
    ----------
    places : Places
        Where the amounts stand.
    amounts : int64 array
        At the scale of `decimals`.
    known : int64 array
        How many cells held a value; None where `amounts` counts them itself.
    repeated : (Places, list of identifiers)
        For counts of identifiers: those that stand on several days or in several channels, to be counted anew for
        each period asked. The others are in `amounts`.
    """

    places: Places
    amounts: Any
    known: Any = None
    decimals: int = 0
    repeated: tuple[Places, list[Any]] | None = None

    def __add__(self, other: Daily) -> Daily:
        """Two counts of rows as one."""
        return Daily(self.places + other.places, np.concatenate([self.amounts, other.amounts]))


def by_day(frame: Frame, date: str = "date") -> Frame:
    """The frame with the day of `date` as `day`, rows without one left out, and a channel column for certain."""
    if date != "date":
        frame = present(frame, date)
    if CHANNEL not in frame.columns:
        frame = frame.with_columns(nw.lit(None, dtype=nw.String).alias(CHANNEL))
    return frame.with_columns(nw.col(date).dt.truncate("1d").alias(DAY))


def present(frame: Frame, column: str) -> Frame:
    """The rows that have a value in the column; the frame itself, uncopied, where all have."""
    return frame.filter(~nw.col(column).is_null()) if holds(frame, nw.col(column).is_null()) else frame


def holds(frame: Frame, condition: Any) -> bool:
    """Whether any row meets the condition."""
    return bool(rows_of(frame.select(condition.any().alias("any")))[0][0])


def columns_of(frame: Frame) -> list[Any]:
    """The columns as narwhals Series, from whatever the frame runs on."""
    collected = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return list(collected.iter_columns())


def values_of(series: Any) -> list[Any]:
    """The cells; pandas hands a missing category back as NaN and a missing date as NaT: both become None."""
    return [None if cell != cell else cell for cell in series.to_list()]


def rows_of(frame: Frame) -> list[tuple[Any, ...]]:
    """The rows as tuples."""
    return list(zip(*(values_of(series) for series in columns_of(frame)), strict=True))


def ordinals(series: Any) -> Any:
    """Days as proleptic ordinals."""
    return series.to_numpy().astype("datetime64[D]").astype(np.int64) + _EPOCH


def _places(day: Any, channel: Any) -> Places:
    return Places(ordinals(day), values_of(channel))


def _counted(grouped: Frame) -> Daily:
    """A frame of (day, channel, count)."""
    day, channel, count = columns_of(grouped)
    return Daily(_places(day, channel), count.to_numpy().astype(np.int64))


def sums(frame: Frame, columns: Sequence[str]) -> tuple[Daily, dict[str, Daily]]:
    """How many rows there are, and each column added up with the number of cells that held a value, in one pass."""
    gaps = [column for column in columns if holds(frame, nw.col(column).is_null())]
    totals = [nw.col(column).sum().alias(column) for column in columns]
    counts = [nw.col(column).count().alias(f"{column} known") for column in gaps]
    grouped = frame.group_by(*KEY).agg(nw.len().alias("rows"), *totals, *counts)
    names = ["rows", *columns, *(f"{column} known" for column in gaps)]
    day, channel, *numbers = columns_of(grouped.select(*KEY, *(nw.col(name).fill_null(0) for name in names)))
    places = _places(day, channel)
    arrays = {name: series.to_numpy().astype(np.int64) for name, series in zip(names, numbers, strict=True)}
    known = {column: arrays[f"{column} known" if column in gaps else "rows"] for column in columns}
    return Daily(places, arrays["rows"]), {column: Daily(places, arrays[column], known[column]) for column in columns}


def row_counts(frame: Frame) -> Daily:
    """How many rows each day and channel has."""
    return _counted(frame.group_by(*KEY).agg(nw.len().alias("rows")).select(*KEY, "rows"))


def distinct(frame: Frame, identifier: str | None, rows: Daily | None = None) -> Daily:
    """Different identifiers by day and channel; a row without one counts by itself.

    Parameters
    ----------
    frame : narwhals frame
        As `by_day` leaves it.
    identifier : str or None
        The column; where it is not there, rows are counted.
    rows : Daily, optional
        The row counts of the same frame, where they are known already.

    Notes
    -----
    An identifier on one day in one channel adds up over any period. One that stands on several (an order paid in
    two parts, a lead entered twice) is kept apart in `repeated`, so that no period counts it twice.
    """
    if identifier is None or identifier not in frame.columns:
        return rows or row_counts(frame)
    named = frame.select(*KEY, identifier)
    nameless = Daily(Places.none(), np.array([], dtype=np.int64))
    if holds(named, nw.col(identifier).is_null()):
        nameless = row_counts(named.filter(nw.col(identifier).is_null()))
        named, rows = present(named, identifier), None
    heads = openings(named, identifier)
    if heads is not None:
        return (rows if heads.all() and rows else row_counts(named.filter(heads))) + nameless
    different = rows_of(named.select(nw.col(identifier).n_unique().alias("ids")))[0][0]
    counts = _counted(named.group_by(*KEY).agg(nw.col(identifier).n_unique().alias("ids")).select(*KEY, "ids"))
    if int(counts.amounts.sum()) == different:
        return counts + nameless
    once = named.unique(subset=[*KEY, identifier])
    spots = once.group_by(identifier).agg(nw.len().alias("spots"))
    marked = once.join(spots, on=identifier, how="left")
    single = row_counts(marked.filter(nw.col("spots") == 1).select(*KEY)) + nameless
    day, channel, name = columns_of(marked.filter(nw.col("spots") > 1).select(*KEY, identifier))
    return replace(single, repeated=(_places(day, channel), name.to_list()))


def openings(frame: Frame, identifier: str) -> Any:
    """Which rows open a new identifier, where each stands in one run of rows, on one day and in one channel; else None.

    So the lines of an order stand in nearly every export, and comparing each row with the one above it costs a fifth
    of counting distinct identifiers day by day. A lazy frame has no rows above; one without a name is for `distinct`.
    """
    if isinstance(frame, nw.LazyFrame) or identifier not in frame.columns:
        return None
    names = frame.get_column(identifier)
    if names.is_null().any():
        return None
    heads = _first_of_runs(names)
    if heads is None:
        heads = names.is_first_distinct()
    if heads.all():
        return heads
    # only the rows that do not open an order have to lie where the row above lies
    moved = frame.select(((nw.col(DAY) != nw.col(DAY).shift(1)) | _differs(CHANNEL)).alias("moved")).get_column("moved")
    follows = (names == names.shift(1)).fill_null(False) & ~moved
    return heads if (heads | follows).all() else None


def _first_of_runs(names: Any) -> Any:
    """Which rows open a run of equal identifiers, where these rise down the column, shorter before longer; else None.

    Numbers that a system gave one after another rise, and what rises never comes again: proof without a hash table.
    """
    if len(names) > _A_LOOK and _first_of_runs(names.head(_A_LOOK)) is None:
        return None
    above, below, lengths = names.head(len(names) - 1), names.tail(len(names) - 1), names.str.len_chars().to_numpy()
    opens = (below != above).to_numpy()
    rises = (lengths[1:] > lengths[:-1]) | ((lengths[1:] == lengths[:-1]) & (below > above).to_numpy())
    if not (rises | ~opens).all():
        return None
    heads = np.concatenate([[True], opens])[: len(names)]
    return nw.new_series("heads", heads, nw.Boolean, backend=names.implementation)


def _differs(column: str) -> Any:
    """Whether a cell differs from the one above it, where either may be missing."""
    above = nw.col(column).shift(1)
    unlike = (nw.col(column) != above).fill_null(False)
    return unlike | (nw.col(column).is_null() != above.is_null())


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
    named = named.unique(subset=["lead_id"], keep="first", order_by=["date"])
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
    wanted = ("customer_id", "date", CHANNEL, "order_id", "revenue", "refund", "customer_since")
    lines = lines.select(*(column for column in wanted if column in lines.columns))
    bought = _not_refunded(present(lines, "customer_id"), decimals)
    needed = ("customer_id", "date", CHANNEL, "customer_since")
    bought = bought.select(*(column for column in needed if column in bought.columns))
    if isinstance(bought, nw.DataFrame) and bought.get_column("date").is_sorted():
        bought = bought.unique(subset=["customer_id"], keep="first")
    else:
        bought = bought.with_row_index("line").unique(subset=["customer_id"], keep="first", order_by=["date", "line"])
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
    if not holds(lines, back):
        return lines
    totals = lines.group_by("order_id").agg(nw.col("given back").sum(), nw.col("taken").sum())
    return lines.join(totals.filter(back).select("order_id"), on="order_id", how="anti")
