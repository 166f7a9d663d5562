"""Targets: the plan for a period, added up over months where the KPI adds up."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from kpi_core.catalogue import find
from kpi_core.periods import ALL, Period, month_of
from kpi_core.snapshot import Target

if TYPE_CHECKING:
    from kpi_core.amounts import Amounts


class Plan:
    """The rows of the targets table.

    Parameters
    ----------
    targets : iterable of Target
        One for each month, KPI and channel (None: all channels). A later row for the same replaces an earlier one.
    """

    def __init__(self, targets: Iterable[Target]) -> None:
        self._rows = {(target.month, target.kpi, target.channel): target for target in targets}
        self._kpis = {target.kpi for target in self._rows.values()}

    def has(self, kpi: str) -> bool:
        """Whether any month has a target for the KPI."""
        return kpi in self._kpis

    def row(self, kpi: str, month: Period, channel: str | None = None) -> Target | None:
        """The row as it stands."""
        return self._rows.get((month, kpi, channel))

    def kpis(self, month: Period, channel: str | None = None) -> tuple[str, ...]:
        """The KPIs that have a target in the month, in the order of the table."""
        return tuple(kpi for of_month, kpi, of_channel in self._rows if (of_month, of_channel) == (month, channel))

    def target(self, data: Amounts, kpi: str, alias: str, period: Period, channel: str | None) -> Fraction | None:
        """The target for a period, None where there is none for all of it.

        Sums and counts add up over the months of the period, and of a month only the days that are asked, or that
        the data has reached, count: half a month is held against half a plan. A ratio's target stands for one month.
        """
        name = kpi if kpi in self._kpis else alias
        if name not in self._kpis or period == ALL:
            return None
        rows = [(month, self._rows.get((month, name, channel))) for month in period.months()]
        if any(row is None for _, row in rows):
            return None
        if not _adds_up(name):
            return _exact(rows[0][1].target) if len(rows) == 1 and rows[0][1] else None
        return sum((_exact(row.target) * _share(data, month, period) for month, row in rows if row), Fraction(0))


def _exact(value: float) -> Fraction:
    """The decimal number that was written, not its binary neighbour."""
    return Fraction(repr(value))


def _adds_up(kpi: str) -> bool:
    found = find(kpi)
    return found.unit in ("money", "count") and not any(True for _ in found.formula.divisions())


def _share(data: Amounts, month: Period, period: Period) -> Fraction:
    """Which share of a month's days is asked and has been reached."""
    last = min(month.last, period.last)
    sales = data.spans[data.sales_table].last if data.sales_table else month.last
    if month == month_of(month.start) and month.first <= sales < last:
        last = sales
    return Fraction(last - max(month.first, period.first) + 1, month.days)
