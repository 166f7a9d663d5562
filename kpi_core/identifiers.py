"""Identifiers counted once: those that stand on several days or in several channels do not add up over them."""

from __future__ import annotations

import operator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import narwhals as nw
import numpy as np

from kpi_core.aggregate import (
    CHANNEL,
    DAY,
    KEY,
    LINE,
    Daily,
    Frame,
    Places,
    calendar_number,
    columns_of,
    counted,
    holds,
    lazy,
    order_of,
    places_of,
    present,
    row_counts,
    rows_of,
)  # fmt: skip

_A_LOOK = 4096  # rows that show whether a look at all of them is worth it


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
    counts = counted(named.group_by(*KEY).agg(nw.col(identifier).n_unique().alias("ids")).select(*KEY, "ids"))
    if int(counts.amounts.sum()) == different:
        return counts + nameless
    once = named.unique(subset=[*KEY, identifier])
    spots = once.group_by(identifier).agg(nw.len().alias("spots"))
    marked = once.join(spots, on=identifier, how="left")
    single = row_counts(marked.filter(nw.col("spots") == 1).select(*KEY)) + nameless
    day, channel, name = columns_of(marked.filter(nw.col("spots") > 1).select(*KEY, identifier))
    return replace(single, repeated=(places_of(day, channel), name.to_list()))


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


def last_of_each(frame: Frame, identifier: str) -> Frame:
    """One row for each identifier, the latest, of two at one moment the later row; every row without one."""
    if identifier not in frame.columns:
        return frame
    if lazy(frame):
        order = order_of(frame)
    elif frame.get_column("date").is_sorted():
        order = None
    else:
        frame, order = frame.with_row_index(LINE), ["date", LINE]
    nameless, named = (frame.filter(nw.col(identifier).is_null()), frame.filter(~nw.col(identifier).is_null()))
    return nw.concat([nameless, named.unique(subset=[identifier], keep="last", order_by=order)])


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
    above = names.to_list()
    below = above[1:]  # plain texts, which Python compares three times sooner than a frame does
    longer = np.diff(np.fromiter(map(len, above), np.int64, len(above)))
    opens = np.fromiter(map(operator.ne, above, below), bool, len(below))
    rises = (longer > 0) | ((longer == 0) & np.fromiter(map(operator.lt, above, below), bool, len(below)))
    if not (rises | ~opens).all():
        return None
    heads = np.concatenate([[True], opens])[: len(names)]
    return nw.new_series("heads", heads, nw.Boolean, backend=names.implementation)


def _differs(column: str) -> Any:
    """Whether a cell differs from the one above it, where either may be missing."""
    above = nw.col(column).shift(1)
    unlike = (nw.col(column) != above).fill_null(False)
    return unlike | (nw.col(column).is_null() != above.is_null())


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
