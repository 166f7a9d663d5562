"""Lead cohorts: how long leads take to be won, and how many were by a given age."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kpi_core.periods import Period


class LeadCohorts:
    """The won leads, by the day they were created.

    Parameters
    ----------
    won : list of (day, channel, lag, count)
        Ordinal of the day the leads were created, their channel, the days until they were won (None: not known), and
        how many they are.
    lanes : mapping of str to int
        The row of each channel, from 1.
    last : int
        The last day the leads table speaks for.
    """

    def __init__(self, won: list[tuple[int, str | None, int | None, int]], lanes: Mapping[str, int], last: int) -> None:
        ordered = sorted(won, key=lambda row: row[0])
        self._last = last
        self._days = np.array([row[0] for row in ordered], dtype=np.int64)
        self._lanes = np.array([lanes.get(row[1] or "", 0) for row in ordered], dtype=np.int64)
        # a sale dated before its lead was made at once
        self._lags = np.array([-1 if row[2] is None else max(0, row[2]) for row in ordered], dtype=np.int64)
        self._counts = np.array([row[3] for row in ordered], dtype=np.int64)
        self.lags_known = bool((self._lags >= 0).all())
        self.usual_lag = self._percentile(90)

    def _percentile(self, share: int) -> int | None:
        """The nearest-rank percentile of the lags: the 90th is the lag within which nine sales of ten happened."""
        known = self._lags >= 0
        order = np.argsort(self._lags[known], kind="stable")
        reached = np.cumsum(self._counts[known][order])
        if not len(reached):
            return None
        rank = -(-int(reached[-1]) * share // 100)
        return int(self._lags[known][order][int(np.searchsorted(reached, rank))])

    def age(self, period: Period) -> int:
        """How many days the youngest lead of the period has had to be won."""
        return self._last - period.last

    def won_within(self, period: Period, lane: int, days: int) -> int:
        """How many leads created in the period were won within so many days."""
        first, last = np.searchsorted(self._days, (period.first, period.last + 1))
        inside = (self._lags[first:last] >= 0) & (self._lags[first:last] <= days)
        if lane:
            inside &= self._lanes[first:last] == lane
        return int(self._counts[first:last][inside].sum())
