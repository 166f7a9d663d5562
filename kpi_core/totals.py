"""Running totals by day: the sum over any period is one subtraction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from kpi_core.aggregate import Daily, Places
from kpi_core.periods import Period

ALL_CHANNELS = 0
"""Row 0 of every table of totals: all channels and the rows that name none."""


class Totals:
    """Sums and counts of one measure over any period and channel in O(1).

    Parameters
    ----------
    daily : Daily
        Totals by day and channel.
    channels : mapping of str to int
        The row of each channel, from 1.
    """

    __slots__ = ("_first", "_known", "_last", "_repeated", "_sums", "decimals")

    def __init__(self, daily: Daily, channels: Mapping[str, int]) -> None:
        self.decimals = daily.decimals
        days = daily.places.days
        if daily.repeated:
            days = np.concatenate([days, daily.repeated[0].days])
        self._first: int = int(days.min()) if len(days) else 0
        self._last: int = int(days.max()) if len(days) else -1
        self._sums = self._running(daily, daily.amounts, channels)
        self._known = self._sums if daily.known is None else self._running(daily, daily.known, channels)
        self._repeated = _Repeated(*daily.repeated, channels) if daily.repeated else None

    def _running(self, daily: Daily, amounts: Any, channels: Mapping[str, int]) -> Any:
        table = np.zeros((len(channels) + 1, self._last - self._first + 2), dtype=np.int64)
        np.add.at(table, (daily.places.lanes(channels), daily.places.days - self._first + 1), amounts)
        table[ALL_CHANNELS] += table[1:].sum(axis=0)
        return table.cumsum(axis=1)

    def total(self, period: Period, lane: int = ALL_CHANNELS) -> int:
        """The sum over the period, as an integer at the scale of `decimals`."""
        counted = self._between(self._sums, period, lane)
        return counted if self._repeated is None else counted + self._repeated.count(period, lane)

    def known(self, period: Period, lane: int = ALL_CHANNELS) -> int:
        """How many cells of the period held a value."""
        counted = self._between(self._known, period, lane)
        return counted if self._repeated is None else counted + self._repeated.count(period, lane)

    def _between(self, table: Any, period: Period, lane: int) -> int:
        first, last = max(period.first, self._first), min(period.last, self._last)
        if last < first:
            return 0
        return int(table[lane, last - self._first + 1]) - int(table[lane, first - self._first])

    @property
    def days(self) -> list[int]:
        """The days, as ordinals, on which a cell held a value."""
        found = np.flatnonzero(np.diff(self._known[ALL_CHANNELS]))
        return [int(place) + self._first for place in found]


class TotalsOnDemand(Totals):
    """Totals of rows that stay where they are: a query that nobody needs is not asked.

    Parameters
    ----------
    make : callable
        Gives the totals by day and channel.
    channels : mapping of str to int
        The row of each channel, from 1.
    """

    __slots__ = ("_channels", "_make")

    def __init__(self, make: Callable[[], Daily], channels: Mapping[str, int]) -> None:
        self._make, self._channels = make, channels

    def __getattr__(self, name: str) -> Any:
        if name not in Totals.__slots__:
            raise AttributeError(name)
        super().__init__(self._make(), self._channels)
        return getattr(self, name)


class _Repeated:
    """Identifiers that stand on several days or in several channels, counted anew for every period asked."""

    def __init__(self, places: Places, names: list[Any], channels: Mapping[str, int]) -> None:
        codes: dict[Any, int] = {}
        coded = np.array([codes.setdefault(name, len(codes)) for name in names], dtype=np.int64)
        order = np.argsort(places.days, kind="stable")
        self._days, self._lanes, self._codes = (array[order] for array in (places.days, places.lanes(channels), coded))
        self._kept: dict[tuple[Period, int], int] = {}

    def count(self, period: Period, lane: int) -> int:
        """Different identifiers in the period and channel."""
        key = (period, lane)
        if key not in self._kept:
            first, last = np.searchsorted(self._days, (period.first, period.last + 1))
            codes = self._codes[first:last]
            if lane != ALL_CHANNELS:
                codes = codes[self._lanes[first:last] == lane]
            self._kept[key] = len(np.unique(codes))
        return self._kept[key]
