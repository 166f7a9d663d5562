"""Customers of every month, quarter or year at once, from order rows: a sort in place of a count for each period."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

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
_ROOM = 1 << 62


def grain_of(period: Period) -> Whole | None:
    """Which whole of the calendar the period is; None for any other range."""
    return next((grain for grain in WHOLE if containing(period.start, grain) == period), None)


def number_of(period: Period, grain: Whole) -> int:
    """The number of a whole of the calendar: each is one more than the one before it."""
    start = period.start
    numbers = {"month": start.year * 12 + start.month, "quarter": start.year * 4 + (start.month - 1) // 3}
    return numbers.get(grain, start.year)


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


def numbers_of(days: NDArray[Any], grain: Whole) -> NDArray[Any]:
    """Ordinals as the numbers of their months, quarters or years."""
    if not len(days):
        return np.zeros(0, np.int64)
    # Days are few and rows are many: each day is turned into a number once. Who was never won has no day.
    days = np.where(days > 0, days, days.max())
    low = int(days.min())
    every = month_numbers(np.arange(low, int(days.max()) + 1))
    if grain != "month":
        years = (every - 1) // 12
        every = years if grain == "year" else years * 4 + (every - 1 - years * 12) // 3
    return np.asarray(every[days - low])


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
        self._rows, self._grain, self._with_costs, self._ltv_months = rows, grain, with_costs, ltv_months
        told = rows.customers >= 0
        self._told = slice(None) if told.all() else told
        self._customers = rows.customers[self._told].astype(np.int64)
        self._lanes = rows.lanes[self._told].astype(np.int64)
        self._people, self._width = len(rows.first_days), int(rows.lanes.max(initial=0)) + 1
        numbers = numbers_of(rows.days, grain)
        self._low = int(numbers.min(initial=0)) if len(numbers) else 0
        self._numbers = numbers[self._told] - self._low
        self._kept: dict[bool, NDArray[Any]] = {}

    def measure(self, name: str) -> Counts:
        """All counts of one measure; what is not among them is nothing."""
        found: Counts = _MEASURES[name](self)
        return found

    def _places(self, by_lane: bool) -> NDArray[Any]:
        """The number and lane of each line as one; lane 0 for all together."""
        return self._numbers * self._width + (self._lanes if by_lane else 0)

    def _seen(self, by_lane: bool) -> NDArray[Any]:
        """Each customer once for each place, places and customers as one number, rising."""
        if by_lane not in self._kept:
            self._kept[by_lane] = _once(self._places(by_lane) * self._people + self._customers)
        return self._kept[by_lane]

    def _counted(self, keys: NDArray[Any], by_lane: bool) -> Iterator[tuple[tuple[int, int], int]]:
        """How many of the numbers that `_seen` gives lie in each place."""
        counts = np.bincount(keys // self._people)
        for place in np.flatnonzero(counts).tolist():
            number, lane = divmod(place, self._width)
            if bool(lane) == by_lane:  # lines that name no channel count in the total only
                yield (number + self._low, lane), int(counts[place])

    def _of_customers(self, chosen: Any) -> Counts:
        return {key: count for by_lane in (False, True) for key, count in self._counted(chosen(by_lane), by_lane)}

    def _customers_counted(self) -> Counts:
        return self._of_customers(self._seen)

    def _repeat_customers(self) -> Counts:
        orders = self._rows.orders[self._told].astype(np.int64)
        most = int(orders.max(initial=0)) + 1

        def again(by_lane: bool) -> NDArray[Any]:
            keys = self._places(by_lane) * self._people + self._customers
            if int(keys.max(initial=0)) * most >= _ROOM:
                pairs = np.unique(np.stack([keys, orders]), axis=1)[0]
            else:
                pairs = _once(keys * most + orders) // most
            opens = np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]
            sizes = np.diff(np.append(np.flatnonzero(opens), len(pairs)))
            return np.asarray(pairs[opens][sizes > 1])

        return self._of_customers(again)

    def _retained_customers(self) -> Counts:
        def both(by_lane: bool) -> NDArray[Any]:
            seen = self._seen(by_lane)
            before = seen + self._width * self._people
            return np.asarray(np.intersect1d(seen, before, assume_unique=True))

        return self._of_customers(both)

    def _new_customer_revenue(self) -> Counts:
        if "revenue" not in self._rows.money:
            return {}
        first = numbers_of(self._rows.first_days, self._grain)[self._customers] - self._low
        new = (first == self._numbers) & (self._rows.first_days[self._customers] > 0)
        scale, money = 10 ** self._rows.decimals["revenue"], self._rows.money["revenue"][self._told][new]
        found: Counts = {}
        for by_lane in (False, True):
            places = self._places(by_lane)[new]
            sums = _added(places, money)
            for place in np.unique(places).tolist():
                number, lane = divmod(place, self._width)
                if bool(lane) == by_lane:
                    found[number + self._low, lane] = Fraction(int(sums[place]), scale)
        return found

    def _cohort_gross_profit(self) -> Counts:
        return {key: sum(series, Fraction(0)) for key, series in self._by_age.items()}

    def _cohort_gross_profit_by_age(self) -> Counts:
        return self._by_age

    @cached_property
    def _by_age(self) -> Counts:
        rows = self._rows
        if "revenue" not in rows.money:
            return {}
        since = rows.since[self._told] & (rows.first_days[self._customers] > 0)
        customers = self._customers[since]
        if not len(customers):
            return {}
        ages = numbers_of(rows.days, "month")[self._told][since] - numbers_of(rows.first_days, "month")[customers]
        if self._ltv_months is not None:
            young = ages < self._ltv_months
            customers, ages = customers[young], ages[young]
            since = np.flatnonzero(since)[young]
        first = numbers_of(rows.first_days, self._grain)[customers]
        low, length = int(first.min(initial=0)), int(ages.max(initial=0)) + 1
        scales = {name: 10 ** rows.decimals[name] for name in ("revenue", "cost_of_goods") if name in rows.money}
        found: Counts = {}
        for by_lane in (False, True):
            cohort = (first - low) * self._width + (rows.first_lanes[customers] if by_lane else 0)
            cells = cohort.astype(np.int64) * length + ages
            taken = _added(cells, rows.money["revenue"][self._told][since])
            spent = _added(cells, rows.money["cost_of_goods"][self._told][since]) if self._with_costs else None
            for place, of in _by_cohort(np.unique(cells), length):
                number, lane = divmod(place, self._width)
                if bool(lane) == by_lane:
                    series = range(place * length, place * length + of + 1)
                    money = (Fraction(int(taken[at]), scales["revenue"]) for at in series)
                    if spent is not None:
                        costs = (Fraction(int(spent[at]), scales["cost_of_goods"]) for at in series)
                        money = (one - other for one, other in zip(money, costs, strict=True))
                    found[number + low, lane] = tuple(money)
        return found


def _by_cohort(cells: NDArray[Any], length: int) -> Iterator[tuple[int, int]]:
    """Each cohort that occurs, with the largest age that does."""
    cohorts = cells // length
    last = np.flatnonzero(np.append(cohorts[1:] != cohorts[:-1], True)[: len(cells)])
    yield from zip(cohorts[last].tolist(), (cells[last] % length).tolist(), strict=True)


def _once(keys: NDArray[Any]) -> NDArray[Any]:
    """The different numbers, rising."""
    keys = np.sort(keys)
    return np.asarray(keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]])


def _added(places: NDArray[Any], amounts: NDArray[Any]) -> NDArray[Any]:
    """The sum of the amounts of each place, in whole numbers."""
    sums = np.zeros(int(places.max(initial=-1)) + 1, np.int64)
    np.add.at(sums, places, amounts)
    return sums


_MEASURES: dict[str, Callable[[Wholes], Counts]] = {
    "customers": Wholes._customers_counted,
    "repeat_customers": Wholes._repeat_customers,
    "retained_customers": Wholes._retained_customers,
    "new_customer_revenue": Wholes._new_customer_revenue,
    "cohort_gross_profit": Wholes._cohort_gross_profit,
    "cohort_gross_profit_by_age": Wholes._cohort_gross_profit_by_age,
}
