"""How far a table reaches in time, and whether a month of it is complete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kpi_core.periods import Period, month_of


@dataclass(frozen=True)
class TableSpan:
    """The days on which a table has rows.

    Attributes
    ----------
    days : tuple of int
        Those days, as ordinals, rising.
    last : int
        The last day the table speaks for: for monthly rows the end of their month.
    """

    days: tuple[int, ...]
    last: int

    @property
    def first(self) -> int:
        """The first day with a row."""
        return self.days[0] if self.days else 0

    def complete(self, month: Period) -> bool:
        """Whether the table holds the month's last day, or a later one."""
        return self.last >= month.last

    @cached_property
    def widest_gap(self) -> int:
        """The most days from one day with rows to the next: 1 for a shop that sells daily."""
        return max((after - before for before, after in zip(self.days, self.days[1:], strict=False)), default=1)

    @cached_property
    def usual_silence(self) -> int:
        """The most days at the end of an earlier month without a row; 0 for a table that is kept daily."""
        if not self.days:
            return 0
        last_of_month: dict[Period, int] = {}
        for day in self.days:
            last_of_month[month_of(date.fromordinal(day))] = day
        earlier = [month.last - day for month, day in list(last_of_month.items())[:-1]]
        return max(earlier, default=0)

    def starts_inside(self, period: Period) -> bool:
        """Whether the table begins within the period, later than a usual pause explains."""
        return period.first < self.first <= period.last and self.first - period.first >= max(self.widest_gap, 1)

    def stops_inside(self, period: Period) -> bool:
        """Whether the table ends before the period does, earlier than it usually ends a month."""
        return period.last - self.last > self.usual_silence
