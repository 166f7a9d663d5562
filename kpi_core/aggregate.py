"""Rows to daily totals by channel: written once in narwhals, so that it runs on any frame narwhals knows.

Two habits keep it right on every backend: columns are derived with `with_columns` first, and only elementary
aggregates (sum, count, len, min, n_unique) stand in `agg`: narwhals 2.29 silently drops the condition of
`agg(when(...).then(...).sum())` on pandas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
import numpy as np

from kpi_core.facts import AD_KIND
from kpi_core.fetching import fetched
from kpi_core.snapshot import Facts

DAY, CHANNEL = "day", "channel"
KEY = (DAY, CHANNEL)
LINE = "line"
"""In rows that stay where they are: rises in the order of the source, where the source has one."""

Frame = Any  # a narwhals DataFrame or LazyFrame
_EPOCH = date(1970, 1, 1).toordinal()


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


def places_of(day: Any, channel: Any) -> Places:
    """Columns of days and channels as places."""
    return Places.of(ordinals(day), values_of(channel))


def counted(grouped: Frame) -> Daily:
    """A frame of (day, channel, count)."""
    day, channel, count = columns_of(grouped)
    return Daily(places_of(day, channel), integers(count))


def sums(frame: Frame, columns: Sequence[str]) -> tuple[Daily, dict[str, Daily]]:
    """How many rows there are, and each column added up with the number of cells that held a value, in one pass."""
    gaps = [column for column in columns if lazy(frame) or holds(frame, nw.col(column).is_null())]
    totals = [nw.col(column).sum().alias(column) for column in columns]
    counts = [nw.col(column).count().alias(f"{column} known") for column in gaps]
    grouped = frame.group_by(*KEY).agg(nw.len().alias("rows"), *totals, *counts)
    names = ["rows", *columns, *(f"{column} known" for column in gaps)]
    day, channel, *numbers = columns_of(grouped.select(*KEY, *(nw.col(name).fill_null(0) for name in names)))
    places = places_of(day, channel)
    arrays = {name: integers(column) for name, column in zip(names, numbers, strict=True)}
    known = {column: arrays[f"{column} known" if column in gaps else "rows"] for column in columns}
    return Daily(places, arrays["rows"]), {column: Daily(places, arrays[column], known[column]) for column in columns}


def row_counts(frame: Frame) -> Daily:
    """How many rows each day and channel has."""
    return counted(frame.group_by(*KEY).agg(nw.len().alias("rows")).select(*KEY, "rows"))


def days_between(later: str, earlier: str, frame: Frame) -> Any:
    """Whole days from one date to another."""
    if lazy(frame):
        return day_number(later) - day_number(earlier)
    return (nw.col(later).dt.truncate("1d") - nw.col(earlier).dt.truncate("1d")).dt.total_minutes() // 1440


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


def frame_of(facts: Facts) -> Frame:
    """The rows as a narwhals frame."""
    return nw.from_native(facts.frame)


def advertising(frame: Frame) -> Frame:
    """Only the rows of the spend table that are advertising; all of them where no kind is told."""
    return frame.filter(nw.col("kind") == AD_KIND) if "kind" in frame.columns else frame


def order_of(frame: Frame) -> list[str]:
    """What tells the earlier row of two: the moment, then the place in the source; in a database, which has none, the
    smaller number of the order, or of the lead, then the channel.
    """
    behind = [LINE] if LINE in frame.columns else ["order_id", "lead_id", CHANNEL] if lazy(frame) else []
    return ["date", *(column for column in behind if column in frame.columns)]
