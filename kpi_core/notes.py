"""Notes: what qualifies a value. They never change or blank it; statuses, verdicts and sentences heed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING

from kpi_core.answer import NOTES, Amount, Missing
from kpi_core.measures import MEASURES, YEAR_BEFORE, split_shift
from kpi_core.periods import ALL, Period, month_of, span
from kpi_core.registry import Kpi

if TYPE_CHECKING:
    from kpi_core.cube import Cube

SMALL_BASE = 20
FULL_HISTORY_MONTHS = 12
_NEEDS_HISTORY = {
    "new_customers", "paid_new_customers", "new_customer_revenue", "cohort_gross_profit", "cohort_gross_profit_by_age",
}  # fmt: skip
_COHORT = {"cohort_gross_profit", "cohort_gross_profit_by_age"}
_SPENT = {"spend", "ad_spend", "paid_ad_spend"}
_OF_VALUES = tuple(name for name in NOTES if name != "not_comparable")  # that one is of changes


def notes(
    cube: Cube, kpi: Kpi, period: Period, channel: str | None, values: Mapping[str, Amount], value: float | None = None
) -> tuple[str, ...]:
    """Everything that qualifies a value, in a fixed order."""
    kept = cube.noted.get((kpi.name, period))
    if kept is None:
        kept = cube.noted[kpi.name, period] = _of_all_channels(cube, kpi, period)
    immature, partial_period, partial_source, left_censored, vat_unknown = kept
    holds = (
        immature,
        partial_period,
        partial_source,
        _small_base(kpi, values, cube, period, channel),
        left_censored,
        _free_channel(kpi, channel, values),
        vat_unknown,
        _recalculated(cube, kpi, period, channel, value),
    )
    return tuple(compress(_OF_VALUES, holds)) if True in holds else ()


def _of_all_channels(cube: Cube, kpi: Kpi, period: Period) -> tuple[bool, bool, bool, bool, bool]:
    """What qualifies the values of every channel alike."""
    measures = {split_shift(parameter)[0] for parameter in kpi.parameters}
    return (
        _immature(cube, measures, period),
        _partial_period(cube, period),
        _partial_source(cube, measures, period),
        _left_censored(cube, measures, period),
        _vat_unknown(cube, measures),
    )


def with_small_base(cube: Cube, kpi: Kpi, base: Period, channel: str | None, kept: tuple[str, ...]) -> tuple[str, ...]:
    """The notes of a change, with `small_base` where the earlier period holds too few events to judge by."""
    counts = list(_events(cube, kpi, base, channel))
    if "small_base" in kept or not counts or min(counts) >= SMALL_BASE:
        return kept
    return (*kept, "small_base")


def _events(cube: Cube, kpi: Kpi, period: Period, channel: str | None) -> Iterator[float]:
    """How many events stand behind a KPI in a period: its own counts, or the orders behind its money."""
    names = {split_shift(parameter)[0] for parameter in kpi.parameters}
    counted = [name for name in names if MEASURES[name].unit == "count" and MEASURES[name].how != "plan"]
    if not counted and "revenue" in names:
        counted = ["orders"]
    for name in counted:
        amount = cube.amount(name, period, channel)
        if not isinstance(amount, Missing) and not isinstance(amount, tuple):
            yield float(amount)


def _immature(cube: Cube, measures: set[str], period: Period) -> bool:
    """Leads younger than nine sales of ten need, or customers who have not been followed for a year."""
    if "won_leads" in measures and cube.leads is not None and cube.leads.usual_lag is not None:
        return cube.leads.age(period) < cube.leads.usual_lag
    if measures & _COHORT and "orders" in cube.spans:
        months = cube.snapshot.settings.ltv_months or FULL_HISTORY_MONTHS
        last = date.fromordinal(cube.spans["orders"].last)
        return span(month_of(cube.bounded(period).end), month_of(last)).months_count - 1 < months
    return False


def _partial_period(cube: Cube, period: Period) -> bool:
    """The sales table begins or ends inside the period."""
    if period == ALL or cube.sales_table is None:
        return False
    sales = cube.spans[cube.sales_table]
    return sales.last < period.last or sales.starts_inside(period)


def _partial_source(cube: Cube, measures: set[str], period: Period) -> bool:
    """Another table of the KPI stops earlier in the period than it usually does, though sales go on."""
    if period == ALL:
        return False
    tables = {cube.measured[name].table for name in _own_measures(measures) if name in cube.measured}
    others = [cube.spans[table] for table in tables - {cube.sales_table}]
    return any(table.stops_inside(period) or table.starts_inside(period) for table in others)


def _own_measures(measures: set[str]) -> set[str]:
    """The measures that carry the dates: paid ones are sums of the plain ones."""
    return {name.removeprefix("paid_") for name in measures} | ({"orders"} if measures & _NEEDS_HISTORY else set())


def _small_base(kpi: Kpi, values: Mapping[str, Amount], cube: Cube, period: Period, channel: str | None) -> bool:
    """A change against fewer than twenty orders, or a share of fewer than twenty."""
    if kpi.compared:
        base = period.year_before() if kpi.compared == YEAR_BEFORE else period.previous()
        events = [] if base is None else list(_events(cube, kpi, base, channel))
        return bool(events) and min(events) < SMALL_BASE
    if kpi.unit != "percent" or not kpi.bases:
        return False
    return bool(min(values[parameter] for parameter in kpi.bases) < SMALL_BASE)


def _left_censored(cube: Cube, measures: set[str], period: Period) -> bool:
    """Under a year of history before the period, so that old customers look new."""
    if not measures & _NEEDS_HISTORY or cube.customers_since_known:
        return False
    if "new_customers" in cube.measured and cube.measured["new_customers"].table == "summary":
        return False  # the firm counted its new customers itself
    orders = cube.spans.get("orders")
    if orders is None or not orders.days:
        return False
    first, start = date.fromordinal(orders.first), cube.bounded(period).start
    return (start.year - first.year) * 12 + start.month - first.month < FULL_HISTORY_MONTHS


def _free_channel(kpi: Kpi, channel: str | None, values: Mapping[str, Amount]) -> bool:
    """A cost of nothing: arithmetically right, and misleading beside channels that are paid for."""
    if channel is None or kpi.unit != "money":
        return False
    spent = [values[parameter] for parameter in kpi.parameters if parameter in _SPENT]
    return bool(spent) and len(kpi.parameters) > 1 and all(amount == 0 for amount in spent)


def _vat_unknown(cube: Cube, measures: set[str]) -> bool:
    """Money of several sources in one ratio, where not all say in the same way whether VAT is in it."""
    tables = set()
    for name in measures:
        if MEASURES[name].unit != "money" or MEASURES[name].how == "plan":
            continue
        own = name.removeprefix("paid_")
        if own in cube.measured:
            tables.add(cube.measured[own].table)
        elif MEASURES[name].table == "orders" and "revenue" in cube.measured:
            tables.add(cube.measured["revenue"].table)
    if len(tables) < 2:
        return False
    told = {source.vat for table in tables for source in cube.sources_of(table)}
    return None in told or len(told) > 1


def _recalculated(cube: Cube, kpi: Kpi, period: Period, channel: str | None, value: float | None) -> bool:
    """The month was closed with another value than the data gives now."""
    closed = cube.closed(kpi.name, period, channel)
    return closed is not None and value is not None and abs(closed - value) > 1e-9 * max(1.0, abs(closed))
