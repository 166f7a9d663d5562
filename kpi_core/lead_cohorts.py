"""Lead cohorts: how long leads take to be won, and how many were by a given age."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kpi_core.periods import Period


class LeadCohorts:
    """The won leads, by the day they were created.

    Parameters
    ----------
    won : list of (day, channel, lag)
        Ordinal of the day the lead was created, its channel, and the days until it was won (None: not known).
    lanes : mapping of str to int
        The row of each channel, from 1.
    last : int
        The last day the leads table speaks for.
    """

    def __init__(self, won: list[tuple[int, str | None, int | None]], lanes: Mapping[str, int], last: int) -> None:
        ordered = sorted(won, key=lambda row: row[0])
        self._last = last
        self._days = np.array([day for day, _, _ in ordered], dtype=np.int64)
        self._lanes = np.array([lanes.get(channel or "", 0) for _, channel, _ in ordered], dtype=np.int64)
        # a sale dated before its lead was made at once
        self._lags = np.array([-1 if lag is None else max(0, lag) for _, _, lag in ordered], dtype=np.int64)
        self.lags_known = bool((self._lags >= 0).all())
        lags = np.sort(self._lags[self._lags >= 0])
        # The nearest-rank percentile: the lag within which nine sales of ten happened.
        self.usual_lag = int(lags[-(-len(lags) * 9 // 10) - 1]) if len(lags) else None

    def age(self, period: Period) -> int:
        """How many days the youngest lead of the period has had to be won."""
        return self._last - period.last

    def won_within(self, period: Period, lane: int, days: int) -> int:
        """How many leads created in the period were won within so many days."""
        first, last = np.searchsorted(self._days, (period.first, period.last + 1))
        inside = (self._lags[first:last] >= 0) & (self._lags[first:last] <= days)
        if lane:
            inside &= self._lanes[first:last] == lane
        return int(inside.sum())
