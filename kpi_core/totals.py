"""Running totals by day: the sum over any period is one subtraction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from kpi_core.periods import Period

if TYPE_CHECKING:
    from numpy.typing import NDArray

    # They bring the data frames, which a kept cube does without.
    from kpi_core.aggregate import Daily, Places
    from kpi_core.questions import Later

ALL_CHANNELS = 0
"""Row 0 of every table of totals: all channels and the rows that name none."""


@dataclass(frozen=True, eq=False)
class Totals:
    """Sums and counts of one measure over any period and channel in O(1).

    Attributes
    ----------
    first, last : int
        The days the tables of running totals reach over.
    sums, known_sums : int array
        Channel by day, the first column before the first day; `known_sums` is None where the sums count cells.
    repeated : tuple of int arrays, or None
        Days, rising, lanes and numbers of identifiers that stand in several places; counted anew for each period.
    """

    decimals: int
    first: int
    last: int
    sums: NDArray[Any]
    known_sums: NDArray[Any] | None
    repeated: tuple[NDArray[Any], NDArray[Any], NDArray[Any]] | None
    _counted: dict[tuple[Period, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, daily: Daily, channels: Mapping[str, int]) -> Totals:
        """Add up totals by day; `channels` tells the row of each channel, from 1."""
        days = daily.places.days
        if daily.repeated:
            days = np.concatenate([days, daily.repeated[0].days])
        first, last = (int(days.min()), int(days.max())) if len(days) else (0, -1)

        def running(amounts: Any) -> NDArray[Any]:
            table = np.zeros((len(channels) + 1, last - first + 2), dtype=np.int64)
            np.add.at(table, (daily.places.lanes(channels), daily.places.days - first + 1), amounts)
            table[ALL_CHANNELS] += table[1:].sum(axis=0)
            return table.cumsum(axis=1)

        known = None if daily.known is None else running(daily.known)
        repeated = _numbered(*daily.repeated, channels) if daily.repeated else None
        return cls(daily.decimals, first, last, running(daily.amounts), known, repeated)

    def total(self, period: Period, lane: int = ALL_CHANNELS) -> int:
        """The sum over the period, as an integer at the scale of `decimals`."""
        return self._between(self.sums, period, lane) + self._again(period, lane)

    def known(self, period: Period, lane: int = ALL_CHANNELS) -> int:
        """How many cells of the period held a value."""
        return self._between(self._cells, period, lane) + self._again(period, lane)

    @property
    def days(self) -> list[int]:
        """The days, as ordinals, on which a cell held a value."""
        return [int(place) + self.first for place in np.flatnonzero(np.diff(self._cells[ALL_CHANNELS]))]

    @property
    def detached(self) -> Totals:
        """The same totals, without what made them."""
        return self

    @property
    def _cells(self) -> NDArray[Any]:
        return self.sums if self.known_sums is None else self.known_sums

    def _between(self, table: NDArray[Any], period: Period, lane: int) -> int:
        first, last = max(period.first, self.first), min(period.last, self.last)
        if last < first:
            return 0
        return int(table.item(lane, last - self.first + 1) - table.item(lane, first - self.first))

    def _again(self, period: Period, lane: int) -> int:
        """Different ones in the period and channel of the identifiers that repeat themselves."""
        if self.repeated is None:
            return 0
        key = (period, lane)
        if key not in self._counted:
            days, lanes, codes = self.repeated
            first, last = np.searchsorted(days, (period.first, period.last + 1))
            inside = codes[first:last]
            if lane != ALL_CHANNELS:
                inside = inside[lanes[first:last] == lane]
            self._counted[key] = len(np.unique(inside))
        return self._counted[key]


def _numbered(places: Places, names: list[Any], channels: Mapping[str, int]) -> tuple[Any, Any, Any]:
    """Days, lanes and a number for each identifier, by day."""
    codes: dict[Any, int] = {}
    coded = np.array([codes.setdefault(name, len(codes)) for name in names], dtype=np.int64)
    order = np.argsort(places.days, kind="stable")
    return places.days[order], places.lanes(channels)[order], coded[order]


class TotalsOnDemand(Totals):
    """Totals of a measure that nobody has asked for yet: what nobody needs is not counted, and no query is sent.

    Parameters
    ----------
    daily : Later
        The totals by day and channel.
    channels : mapping of str to int
        The row of each channel, from 1.
    """

    daily: Later[Daily]

    def __init__(self, daily: Later[Daily], channels: Mapping[str, int]) -> None:
        vars(self).update(daily=daily, _channels=channels)

    def __getattr__(self, name: str) -> Any:
        if name not in _FIELDS:
            raise AttributeError(name)
        vars(self).update(vars(Totals.of(self.daily.value, self._channels)))
        return vars(self)[name]

    @property
    def detached(self) -> Totals:
        """The same totals, asked for now and without the query."""
        return Totals(**{name: getattr(self, name) for name in _FIELDS})


_FIELDS = tuple(each.name for each in fields(Totals))


@dataclass(frozen=True, slots=True)
class Measured:
    """Totals of one measure, and how they may be read.

    Attributes
    ----------
    table : str
        The table it comes from; "summary" where the firm keeps the total itself.
    event : bool
        Rows are events: a period with any row is complete, and a channel without rows has 0.
    conflict : tuple of str or None
        Two places that cannot be told apart: the measure is `ambiguous`.
    stock : bool
        A count of different people that a total cannot be made of: one row answers, two are `not_additive`.
    """

    name: str
    totals: Totals
    table: str
    event: bool
    conflict: tuple[str, str] | None = None
    stock: bool = False
