"""Customers of every month, quarter or year at once, from order rows: one pass over the rows in place of one for each.

Order rows rise by day, so each whole of the calendar is one stretch of them, which is sorted once. A customer of the
stretch is one number, `lane * people + customer`, where lane 0 stands for all channels together.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, starmap
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from kpi_core.periods import Period, containing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpi_core.order_rows import OrderRows

Whole = Literal["month", "quarter", "year"]
WHOLE: tuple[Whole, ...] = ("month", "quarter", "year")
Counts = dict[tuple[int, int], Any]
"""By the number of the month, quarter or year and the row of the channel; row 0 is all of them."""

_EPOCH = np.datetime64("0001-01-01", "D") - 1  # the day with the ordinal 0
_MONTHS: dict[Whole, int] = {"month": 1, "quarter": 3, "year": 12}


def grain_of(period: Period) -> Whole | None:
    """Which whole of the calendar the period is; None for any other range."""
    return next((grain for grain in WHOLE if containing(period.start, grain) == period), None)


def number_of(period: Period, grain: Whole) -> int:
    """The number of a whole of the calendar: each is one more than the one before it."""
    return int(_of_months(period.start.year * 12 + period.start.month, grain))


def month_numbers(days: NDArray[Any]) -> NDArray[Any]:
    """Ordinals as the numbers of their months: year * 12 + month.

    Examples
    --------
    >>> from datetime import date
    >>> month_numbers(np.array([date(2026, 10, 31).toordinal()])).tolist() == [2026 * 12 + 10]
    True
    """
    months = (_EPOCH + days.astype("timedelta64[D]")).astype("datetime64[M]").astype(np.int64)
    return np.asarray(months + 1970 * 12 + 1)


def _of_months(months: Any, grain: Whole) -> Any:
    """The numbers of the months, quarters or years in which these months lie."""
    return months if grain == "month" else (months - 1) // _MONTHS[grain]


class _Customers(NamedTuple):
    """Who bought in a whole of the calendar, and who did so more than once; both rising, each number once."""

    seen: NDArray[Any]
    again: NDArray[Any]


class Wholes:
    """The counts of one grain.

    Parameters
    ----------
    rows : OrderRows
        The order lines.
    grain : str
        "month", "quarter" or "year".
    with_costs : bool
        Whether a cohort's profit is revenue less cost of goods.
    ltv_months : int or None
        For how many months cohorts are followed.
    """

    def __init__(self, rows: OrderRows, grain: Whole, with_costs: bool, ltv_months: int | None) -> None:
        self._rows, self._grain, self._ltv_months = rows, grain, ltv_months
        self._money = [name for name in ("revenue", "cost_of_goods")[: 1 + with_costs] if name in rows.money]
        self._people, self._width = len(rows.first_days), int(rows.lanes.max(initial=0)) + 1
        self._won = rows.first_days > 0
        self._counts: dict[str, Counts] = {}

    def measure(self, name: str) -> Counts:
        """All counts of one measure; what is not among them is nothing."""
        if name not in self._counts:
            self._counts[name] = _MEASURES[name](self)
        return self._counts[name]

    def _stretches(self, grain: Whole) -> list[tuple[int, slice]]:
        """Each whole of the calendar from the first to the last row, and where its rows stand."""
        days = self._rows.days
        if not len(days):
            return []
        low, high = (int(_of_months(number, grain)) for number in month_numbers(days[[0, -1]]))
        numbers = np.arange(low, high + 2)
        months = numbers - 1 if grain == "month" else numbers * _MONTHS[grain]
        opens = (months - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]") - _EPOCH
        bounds = np.searchsorted(days, opens.astype(days.dtype)).tolist()
        return list(zip(numbers[:-1].tolist(), starmap(slice, pairwise(bounds)), strict=True))

    @cached_property
    def _first(self) -> NDArray[Any]:
        """By customer the number of the month in which they were won; -1 for who never was."""
        days = self._rows.first_days
        if not self._won.any():
            return np.full(self._people, -1)
        low = int(days[self._won].min())
        of_day = month_numbers(np.arange(low, int(days.max()) + 1))  # days are few, and customers many
        return np.where(self._won, of_day[np.maximum(days, low) - low], -1)

    @cached_property
    def _cohort(self) -> NDArray[Any]:
        """By customer the number of the whole in which they were won; -1 for who never was."""
        return np.where(self._won, _of_months(self._first, self._grain), -1)

    # -- how many ------------------------------------------------------------------------------------------------

    @cached_property
    def _customers(self) -> dict[int, _Customers]:
        return {number: self._customers_of(stretch) for number, stretch in self._stretches(self._grain)}

    def _customers_of(self, stretch: slice) -> _Customers:
        rows = self._rows
        named = np.flatnonzero(rows.customers[stretch] >= 0) + stretch.start
        placed = named[rows.lanes[named] > 0]  # lines that name no channel count in the total only
        by_lane = rows.lanes[placed].astype(np.int64) * self._people + rows.customers[placed]
        keys = np.concatenate([rows.customers[named], by_lane])
        order = np.argsort(keys)
        keys, orders = keys[order], np.concatenate([rows.orders[named], rows.orders[placed]])[order]
        opens = np.append(True, keys[1:] != keys[:-1])[: len(keys)]
        # Whoever has two orders has two beside each other that differ.
        other = ~opens[1:] & (orders[1:] != orders[:-1])
        return _Customers(keys[opens], np.unique(keys[1:][other]))

    def _counted(self, keys: Callable[[int, _Customers], NDArray[Any]]) -> Counts:
        """How many of the chosen numbers there are in each whole and lane."""
        bounds = np.arange(self._width + 1) * self._people
        return {
            (number, lane): count
            for number, customers in self._customers.items()
            for lane, count in enumerate(np.diff(np.searchsorted(keys(number, customers), bounds)).tolist())
            if count
        }

    def _seen(self) -> Counts:
        return self._counted(lambda number, customers: customers.seen)

    def _again(self) -> Counts:
        return self._counted(lambda number, customers: customers.again)

    def _retained(self) -> Counts:
        def both(number: int, customers: _Customers) -> NDArray[Any]:
            before = self._customers.get(number - 1)
            return customers.seen[:0] if before is None else np.intersect1d(customers.seen, before.seen, True)

        return self._counted(both)

    # -- how much ------------------------------------------------------------------------------------------------

    def _new_customer_revenue(self) -> Counts:
        if "revenue" not in self._rows.money:
            return {}
        rows, scale = self._rows, 10 ** self._rows.decimals["revenue"]
        found: Counts = {}
        for number, stretch in self._stretches(self._grain):
            customers = rows.customers[stretch]
            new = (self._cohort[customers] == number) & (customers >= 0)
            money = rows.money["revenue"][stretch][new]
            sums = _added(rows.lanes[stretch][new], money, self._width)
            sums[0] = money.sum()
            found |= {(number, lane): Fraction(amount, scale) for lane, amount in enumerate(sums.tolist()) if amount}
        return found

    def _cohort_gross_profit(self) -> Counts:
        scale, found = self._cohorts
        return {key: Fraction(sum(series), scale) for key, series in found.items()}

    def _cohort_gross_profit_by_age(self) -> Counts:
        scale, found = self._cohorts
        return {key: tuple(Fraction(amount, scale) for amount in series) for key, series in found.items()}

    @cached_property
    def _cohorts(self) -> tuple[int, dict[tuple[int, int], list[int]]]:
        """The profit from those won in each whole and lane by the month of their lives, and its scale."""
        rows, first, cohort = self._rows, self._first, self._cohort
        if "revenue" not in rows.money or not self._won.any():
            return 1, {}
        low, high = int(cohort[self._won].min()), int(cohort.max())
        stretches = self._stretches("month")
        # Customers may be older than the first row.
        shape = (high - low + 1, self._width, stretches[-1][0] - int(first[self._won].min()) + 1)
        sums = {name: np.zeros(shape, np.int64) for name in self._money}
        present = np.zeros(shape, bool)
        for number, stretch in stretches:
            customers = rows.customers[stretch]
            taken = np.flatnonzero(rows.since[stretch] & (customers >= 0))
            taken = taken[first[customers[taken]] >= 0]
            if self._ltv_months is not None:
                taken = taken[number - first[customers[taken]] < self._ltv_months]
            customers = customers[taken]
            cells = (cohort[customers] - low, rows.first_lanes[customers], number - first[customers])
            places = np.ravel_multi_index(cells, shape)
            present.reshape(-1)[places] = True
            for name, own in sums.items():
                np.add.at(own.reshape(-1), places, rows.money[name][stretch][taken])
        return self._told(low, present, sums)

    def _told(
        self, low: int, present: NDArray[Any], sums: dict[str, NDArray[Any]]
    ) -> tuple[int, dict[tuple[int, int], list[int]]]:
        """The series that have any row, each as long as it has rows, as Python's integers of one scale."""
        decimals = max(self._rows.decimals[name] for name in sums)
        amounts = {
            name: own.astype(object) * 10 ** (decimals - self._rows.decimals[name]) for name, own in sums.items()
        }
        profit = amounts["revenue"] - amounts.get("cost_of_goods", 0)
        # Who was won in no channel counts in the total only, which takes the place of lane 0.
        profit[:, 0], present[:, 0] = profit.sum(axis=1), present.any(axis=1)
        ages = np.where(present.any(axis=2), present.shape[2] - present[:, :, ::-1].argmax(axis=2), 0)
        return 10**decimals, {
            (low + at, lane): profit[at, lane, : ages[at, lane]].tolist()
            for at, lane in zip(*ages.nonzero(), strict=True)
        }


def _added(places: NDArray[Any], amounts: NDArray[Any], count: int) -> NDArray[Any]:
    """The sum of the amounts of each place, in whole numbers."""
    sums = np.zeros(count, np.int64)
    np.add.at(sums, places, amounts)
    return sums


_MEASURES: dict[str, Callable[[Wholes], Counts]] = {
    "customers": Wholes._seen,
    "repeat_customers": Wholes._again,
    "retained_customers": Wholes._retained,
    "new_customer_revenue": Wholes._new_customer_revenue,
    "cohort_gross_profit": Wholes._cohort_gross_profit,
    "cohort_gross_profit_by_age": Wholes._cohort_gross_profit_by_age,
}
