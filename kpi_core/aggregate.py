"""Rows to daily totals by channel: written once in narwhals, so that it runs on any frame narwhals knows.

Two habits keep it right on every backend: columns are derived with `with_columns` first, and only elementary
aggregates (sum, count, len, min, n_unique) stand in `agg`: narwhals 2.29 silently drops the condition of
`agg(when(...).then(...).sum())` on pandas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import narwhals as nw
import numpy as np

from kpi_core.facts import AD_KIND
from kpi_core.fetching import fetched
from kpi_core.snapshot import Facts, Snapshot

DAY, CHANNEL = "day", "channel"
KEY = (DAY, CHANNEL)
LINE = "line"
"""In rows that stay where they are: rises in the order of the source, where the source has one."""

Frame = Any  # a narwhals DataFrame or LazyFrame
_EPOCH = date(1970, 1, 1).toordinal()
_A_LOOK = 4096  # rows that show whether a look at all of them is worth it


@dataclass
class Places:
    """Days (as ordinals) and channels, place by place; a channel is None where the rows name none.

    `coded` has the different channels, and for each place which of them it is.
    """

    days: Any
    coded: tuple[Sequence[str | None], Any]
    _kept: tuple[Mapping[str, int], Any] | None = None

    @classmethod
    def of(cls, days: Any, channels: Sequence[str | None]) -> Places:
        """From the channel of each place."""
        names = {name: at for at, name in enumerate(dict.fromkeys(channels))}
        return cls(days, (list(names), np.fromiter(map(names.__getitem__, channels), np.int64, len(channels))))

    @classmethod
    def none(cls) -> Places:
        """No place at all."""
        return cls.of(np.array([], dtype=np.int64), [])

    @property
    def names(self) -> list[str]:
        """The different channels."""
        return [name for name in self.coded[0] if name is not None]

    def lanes(self, channels: Mapping[str, int]) -> Any:
        """The row of each place's channel, 0 where it names none; kept, since the measures of a table share places."""
        if self._kept is None or self._kept[0] is not channels:
            names, codes = self.coded
            rows = np.array([channels.get(name or "", 0) for name in names], dtype=np.int64)
            self._kept = (channels, rows[codes])
        return self._kept[1]

    def __add__(self, other: Places) -> Places:
        names, codes = self.coded
        others, more = other.coded
        both = [*names, *others]
        return Places(np.concatenate([self.days, other.days]), (both, np.concatenate([codes, more + len(names)])))


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

    def by_channel(self) -> Iterator[tuple[str, int]]:
        """The amounts of each channel that is named."""
        names, codes = self.places.coded
        sums = np.zeros(len(names), np.int64)
        np.add.at(sums, codes, self.amounts)
        return ((name, int(amount)) for name, amount in zip(names, sums, strict=True) if name is not None)

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


def lazy(frame: Frame) -> bool:
    """Whether the rows stay where they are: every look at them is a query."""
    return isinstance(frame, nw.LazyFrame)


def present(frame: Frame, column: str) -> Frame:
    """The rows that have a value in the column; the frame itself, uncopied, where all have."""
    if lazy(frame) or holds(frame, nw.col(column).is_null()):
        return frame.filter(~nw.col(column).is_null())
    return frame


def holds(frame: Frame, condition: Any) -> bool:
    """Whether any row meets the condition."""
    return bool(rows_of(frame.select(condition.any().alias("any")))[0][0])


def columns_of(frame: Frame) -> list[Any]:
    """The columns: narwhals Series, or lists of plain values from rows that stay where they are."""
    return fetched(frame) if lazy(frame) else list(frame.iter_columns())


def values_of(column: Any) -> list[Any]:
    """The cells; pandas hands a missing category back as NaN and a missing date as NaT: both become None."""
    return [None if cell != cell else cell for cell in (column if isinstance(column, list) else column.to_list())]


def rows_of(frame: Frame) -> list[tuple[Any, ...]]:
    """The rows as tuples."""
    return list(zip(*(values_of(column) for column in columns_of(frame)), strict=True))


def ordinals(column: Any) -> Any:
    """Days as proleptic ordinals."""
    if isinstance(column, list):
        return np.array([day.toordinal() for day in column], dtype=np.int64)
    return days_of(column.to_numpy())


def days_of(days: Any) -> Any:
    """An array of days as proleptic ordinals."""
    return days.astype("datetime64[D]").astype(np.int64) + _EPOCH


def integers(column: Any) -> Any:
    """Whole numbers, whatever the engine calls them."""
    if isinstance(column, list):
        return np.array([int(number) for number in column], dtype=np.int64)
    return column.to_numpy().astype(np.int64)


def _places(day: Any, channel: Any) -> Places:
    return Places.of(ordinals(day), values_of(channel))


def _counted(grouped: Frame) -> Daily:
    """A frame of (day, channel, count)."""
    day, channel, count = columns_of(grouped)
    return Daily(_places(day, channel), integers(count))


def sums(frame: Frame, columns: Sequence[str]) -> tuple[Daily, dict[str, Daily]]:
    """How many rows there are, and each column added up with the number of cells that held a value, in one pass."""
    gaps = [column for column in columns if lazy(frame) or holds(frame, nw.col(column).is_null())]
    totals = [nw.col(column).sum().alias(column) for column in columns]
    counts = [nw.col(column).count().alias(f"{column} known") for column in gaps]
    grouped = frame.group_by(*KEY).agg(nw.len().alias("rows"), *totals, *counts)
    names = ["rows", *columns, *(f"{column} known" for column in gaps)]
    day, channel, *numbers = columns_of(grouped.select(*KEY, *(nw.col(name).fill_null(0) for name in names)))
    places = _places(day, channel)
    arrays = {name: integers(column) for name, column in zip(names, numbers, strict=True)}
    known = {column: arrays[f"{column} known" if column in gaps else "rows"] for column in columns}
    return Daily(places, arrays["rows"]), {column: Daily(places, arrays[column], known[column]) for column in columns}


def row_counts(frame: Frame) -> Daily:
    """How many rows each day and channel has."""
    return _counted(frame.group_by(*KEY).agg(nw.len().alias("rows")).select(*KEY, "rows"))


def distinct(frame: Frame, identifier: str | None, rows: Daily | None = None, filled: bool = False) -> Daily:
    """Different identifiers by day and channel; a row without one counts by itself.

    Parameters
    ----------
    frame : narwhals frame
        As `by_day` leaves it.
    identifier : str or None
        The column; where it is not there, rows are counted.
    rows : Daily, optional
        The row counts of the same frame, where they are known already.
    filled : bool
        Whether every row is known to have an identifier.

    Notes
    -----
    An identifier on one day in one channel adds up over any period. One that stands on several (an order paid in
    two parts, a lead entered twice) is kept apart in `repeated`, so that no period counts it twice.
    """
    if identifier is None or identifier not in frame.columns:
        return rows or row_counts(frame)
    named = frame.select(*KEY, identifier)
    if lazy(frame):
        return _distinct_in_place(named, identifier, rows or row_counts(frame), filled)
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


def _distinct_in_place(named: Frame, identifier: str, rows: Daily, filled: bool) -> Daily:
    """As `distinct`, by one pass that notes the first and the last place of each identifier."""
    places = Numbered.of(rows.places)
    nameless = Daily(Places.none(), np.array([], dtype=np.int64))
    if not filled:
        nameless = row_counts(named.filter(nw.col(identifier).is_null()))
        named = present(named, identifier)
    named = named.select(identifier, places.number().alias("place"))
    ends = named.group_by(identifier).agg(nw.col("place").min().alias("first"), nw.col("place").max().alias("last"))
    alone = nw.col("first") == nw.col("last")
    found = ends.select(nw.when(alone).then(nw.col("first")).otherwise(nw.lit(-1)).alias("place"))
    found = found.group_by("place").agg(nw.len().alias("ids"))
    counts = {int(place): int(count) for place, count in rows_of(found.select("place", "ids"))}
    moving = counts.pop(-1, 0)
    single = Daily(places.at(list(counts)), np.array(list(counts.values()), dtype=np.int64)) + nameless
    if not moving:
        return single
    spread = named.join(ends.filter(~alone).select(identifier), on=identifier, how="inner").unique()
    numbers, names = columns_of(spread.select("place", identifier))
    return replace(single, repeated=(places.at(numbers), names))


@dataclass(frozen=True)
class Numbered:
    """Places as whole numbers, so that a minimum tells day and channel at once.

    The number of a day is that of its date read as year, month and day; an engine has these, but seldom days since.
    """

    channels: list[str | None]

    @classmethod
    def of(cls, places: Places) -> Numbered:
        """Numbers for all channels that occur."""
        return cls([*sorted(set(places.names)), None])

    @property
    def width(self) -> int:
        """How many channels, none included."""
        return len(self.channels)

    def number(self) -> Any:
        """The number of the place of each row, of a frame as `by_day` leaves it."""
        number = calendar_number(DAY) * self.width + self.channel()
        # Half the room in a table of all identifiers; the year 4095 is far.
        return number.cast(nw.Int32) if self.width < 1000 else number

    def channel(self) -> Any:
        """The number of the channel of each row."""
        number = nw.lit(self.width - 1)
        for at, name in reversed(list(enumerate(self.channels[:-1]))):
            number = nw.when(nw.col(CHANNEL) == name).then(nw.lit(at)).otherwise(number)
        return number.cast(nw.Int64)

    def name(self, number: Any) -> Any:
        """The channel of a number."""
        name = nw.lit(None, dtype=nw.String)
        for at, known in reversed(list(enumerate(self.channels[:-1]))):
            name = nw.when(number == at).then(nw.lit(known)).otherwise(name)
        return name

    def at(self, numbers: list[Any]) -> Places:
        """The places of these numbers."""
        pairs = [divmod(int(number), self.width) for number in numbers]
        days = [date(day >> 9, (day >> 5) & 15, day & 31).toordinal() for day, _ in pairs]
        return Places.of(np.array(days, dtype=np.int64), [self.channels[channel] for _, channel in pairs])


def days_between(later: str, earlier: str, frame: Frame) -> Any:
    """Whole days from one date to another."""
    if lazy(frame):
        return day_number(later) - day_number(earlier)
    return (nw.col(later).dt.truncate("1d") - nw.col(earlier).dt.truncate("1d")).dt.total_minutes() // 1440


def last_of_each(frame: Frame, identifier: str) -> Frame:
    """One row for each identifier, the last; every row without one."""
    if identifier not in frame.columns:
        return frame
    nameless, named = (frame.filter(nw.col(identifier).is_null()), frame.filter(~nw.col(identifier).is_null()))
    once = {"order_by": order_of(frame)} if lazy(frame) else {}
    return nw.concat([nameless, named.unique(subset=[identifier], keep="last", **once)])


def calendar_number(column: str) -> Any:
    """Year, month and day as one number that rises with the date."""
    day = nw.col(column).dt
    return (day.year().cast(nw.Int64) * 16 + day.month().cast(nw.Int64)) * 32 + day.day().cast(nw.Int64)


def day_number(column: str) -> Any:
    """Days since a day long ago (the Julian day), by whole numbers alone: engines differ in what else they offer."""
    day = nw.col(column).dt
    year, month = day.year().cast(nw.Int64), day.month().cast(nw.Int64)
    before = (14 - month) // 12  # January and February belong to the year before
    year, month = year + 4800 - before, month + 12 * before - 3
    return day.day().cast(nw.Int64) + (153 * month + 2) // 5 + 365 * year + year // 4 - year // 100 + year // 400


def openings(frame: Frame, identifier: str) -> Any:
    """Which rows open a new identifier, where each stands in one run of rows, on one day and in one channel; else None.

    So the lines of an order stand in nearly every export, and comparing each row with the one above it costs a fifth
    of counting distinct identifiers day by day. A lazy frame has no rows above; one without a name is for `distinct`.
    """
    if lazy(frame) or identifier not in frame.columns:
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
    bought = not_refunded(present(lines, "customer_id"), decimals)
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


def order_of(frame: Frame) -> list[str]:
    """What tells the earlier row of two: the moment, then the place in the source; in a database, which has none, the
    smaller number of the order, or of the lead, then the channel.
    """
    behind = [LINE] if LINE in frame.columns else ["order_id", "lead_id", CHANNEL] if lazy(frame) else []
    return ["date", *(column for column in behind if column in frame.columns)]


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
