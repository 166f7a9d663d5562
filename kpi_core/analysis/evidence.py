"""What the tests need from the cube: whole counts, days covered, order amounts, and what forbids to judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from kpi_core.analysis.amounts import Sum
from kpi_core.answer import Amount, Answer, Missing
from kpi_core.cube import Cube
from kpi_core.measures import MEASURES, split_shift
from kpi_core.periods import Period
from kpi_core.registry import Kpi

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORBIDDING = ("left_censored", "partial_source", "not_comparable")
"""Notes on which no verdict may rest."""


def forbidding(answers: Iterable[Answer]) -> str | None:
    """The first note that forbids a verdict.

    Examples
    --------
    >>> forbidding([Answer(1.0, None, ("small_base",)), Answer(2.0, None, ("left_censored",))])
    'left_censored'
    """
    notes = {note for answer in answers for note in answer.notes}
    return next((note for note in FORBIDDING if note in notes), None)


def number(amount: Amount) -> Fraction | None:
    """The amount, None where it is missing or a series."""
    return None if isinstance(amount, Missing | tuple) else Fraction(amount)


def whole(amount: Amount) -> int | None:
    """A count of events: a whole number that is not negative; None for anything else.

    Examples
    --------
    >>> whole(Fraction(12)), whole(Fraction(25, 2)), whole(Missing("no_data"))
    (12, None, None)
    """
    found = number(amount)
    return int(found) if found is not None and found.denominator == 1 and found >= 0 else None


def covered_days(cube: Cube, measure: str, period: Period) -> int:
    """The days of a period that the measure's table speaks for."""
    table = cube.measured[measure].table if measure in cube.measured else "orders"
    span = cube.spans.get(table)
    if span is None:
        return 0
    first = span.first if span.starts_inside(period) else period.first
    return max(0, min(period.last, span.last) - first + 1)


def counts_people(kpi: Kpi) -> bool:
    """Whether the KPI counts different people, so that half a month is not half of it."""
    return any(MEASURES[split_shift(parameter)[0]].how == "distinct" for parameter in kpi.parameters)


def has_monthly_rows(cube: Cube, kpi: Kpi) -> bool:
    """Whether a table behind the KPI holds rows that stand for a whole month."""
    names = {split_shift(parameter)[0].removeprefix("paid_") for parameter in kpi.parameters}
    tables = {cube.measured[name].table for name in names if name in cube.measured}
    return any(source.monthly for table in tables for source in cube.sources_of(table))


@dataclass(frozen=True, eq=False)
class OrderRows:
    """The lines of all orders, by day; amounts at the scale of the money columns."""

    days: NDArray[Any]
    lanes: NDArray[Any]
    orders: NDArray[Any]
    money: dict[str, NDArray[Any]]

    def amounts(self, period: Period, lane: int, *, profit: bool = False) -> NDArray[Any]:
        """What each order of the period and channel came to."""
        import numpy as np

        first, last = np.searchsorted(self.days, (period.first, period.last + 1))
        taken = slice(int(first), int(last))
        inside = self.lanes[taken] == lane if lane else np.ones(int(last - first), dtype=bool)
        _, places = np.unique(self.orders[taken][inside], return_inverse=True)
        lines = self.money["revenue"][taken] - (self.money["cost_of_goods"][taken] if profit else 0.0)
        return np.bincount(places, weights=lines[inside]) if len(places) else np.zeros(0)


_rows: WeakKeyDictionary[Cube, OrderRows | None] = WeakKeyDictionary()


def order_amounts(cube: Cube, period: Period, channel: str | None, *, profit: bool = False) -> NDArray[Any] | None:
    """The amount of each order; None where the data holds no rows of orders with money.

    Notes
    -----
    The rows are taken from the snapshot once a cube, and once a day's lines of an order are one order. With `profit`
    each order's cost of goods is taken off.
    """
    if cube not in _rows:
        _rows[cube] = _read(cube)
    rows = _rows[cube]
    if rows is None or (profit and "cost_of_goods" not in rows.money):
        return None
    return rows.amounts(period, 0 if channel is None else cube.channels.index(channel) + 1, profit=profit)


def order_sum(cube: Cube, period: Period, channel: str | None, *, profit: bool = False) -> Sum | None:
    """The sum of the orders' amounts with the sum of their squares; None without rows of orders."""
    amounts = order_amounts(cube, period, channel, profit=profit)
    if amounts is None:
        return None
    return Sum(float(amounts.sum()), float((amounts * amounts).sum()), len(amounts))


def _read(cube: Cube) -> OrderRows | None:
    revenue = cube.measured.get("revenue")
    if revenue is None or revenue.table != "orders" or revenue.conflict:
        return None
    rows = cube.order_rows
    if rows is None or any(source.monthly for source in cube.sources_of("orders")):
        return None
    money = {name: amounts / 10 ** rows.decimals[name] for name, amounts in rows.money.items() if name in cube.measured}
    return OrderRows(rows.days, rows.lanes, rows.orders, money)
