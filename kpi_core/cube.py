"""The cube: answers for any KPI, period and channel. Sums first, division last, undefined with its reason."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from kpi_core import comparison, notes
from kpi_core.answer import Amount, Answer, Missing
from kpi_core.catalogue import catalogue, find
from kpi_core.errors import UsageError, nearest
from kpi_core.folding import fold
from kpi_core.formula import Operation
from kpi_core.measures import MEASURES, PREVIOUS, Measure, split_shift
from kpi_core.periods import ALL, Period, month_of
from kpi_core.plan import Plan
from kpi_core.registry import Kpi
from kpi_core.snapshot import Snapshot, Source
from kpi_core.spans import TableSpan

if TYPE_CHECKING:
    from kpi_core.comparison import Against
    from kpi_core.customers import Customers
    from kpi_core.kept import Kept
    from kpi_core.kept_tables import MonthlyAnswers
    from kpi_core.lead_cohorts import LeadCohorts
    from kpi_core.order_rows import CountedCustomers, OrderRows
    from kpi_core.totals import Totals

FIRST_FORECAST_DAY = 7


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


class _Figure(NamedTuple):
    """A KPI without its notes, and what those are made of: nothing where it has none."""

    answer: Answer
    behind: tuple[Kpi, Period, str | None, Mapping[str, Amount], float | None] | None = None


class Cube:
    """Answers any KPI for any period and channel; see `kpi_core.engine.build`.

    A `detached` one has no data frames behind it (`kpi_core.kept`); one that was kept on disk says where it came from
    in `kept`.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> cube = build(load(shipped("sample_workbooks") / "summary-ru.xlsx"))
    >>> str(cube.report_month)
    '2026-10'
    >>> cube.kpi("cac").reason is None
    True
    """

    def __init__(
        self,
        snapshot: Snapshot,
        lanes: Mapping[str, int],
        measured: Mapping[str, Measured],
        presence: Mapping[str, Totals],
        monthly: Mapping[str, Totals],
        spans: Mapping[str, TableSpan],
        customers: Customers | CountedCustomers | MonthlyAnswers | None,
        leads: LeadCohorts | None,
        rows: OrderRows | None = None,
        kept: Kept | None = None,
        *,
        detached: bool = False,
    ) -> None:
        self.snapshot = snapshot
        self.measured = measured
        self.spans = spans
        self.leads = leads
        self.kept = kept
        self.detached = detached
        self.presence = presence
        self.monthly = monthly
        self.customers = customers
        self.plan = Plan(snapshot.targets)
        self._lanes = lanes
        self._folded = {fold(channel): channel for channel in lanes}
        self._rows = rows
        self._answers: dict[tuple[str, Period | None, str | None], Answer] = {}
        self._figures: dict[tuple[str, Period | None, str | None], _Figure] = {}
        self._amounts: dict[tuple[str, Period, str | None], Amount] = {}
        self._changes: dict[tuple[str, Period, str | None, str], Answer] = {}
        self._told: dict[tuple[str, Period], str | None] = {}
        self.noted: dict[tuple[str, Period], tuple[bool, bool, bool, bool, bool]] = {}

    # -- what there is -------------------------------------------------------------------------------------------

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels, those with the most revenue first."""
        return tuple(self._lanes)

    @cached_property
    def sales_table(self) -> str | None:
        """The table whose months decide what is complete: sales, or what stands nearest to them."""
        for table in ("orders", "summary", "leads", "spend", "traffic"):
            if table in self.spans and self.spans[table].days:
                return table
        return None

    @cached_property
    def span(self) -> Period:
        """From the first to the last day of all the data."""
        reached = [table for table in self.spans.values() if table.days]
        if not reached:
            return ALL
        return Period(min(table.first for table in reached), max(table.last for table in reached))

    @cached_property
    def months(self) -> tuple[Period, ...]:
        """Every month from the first to the last with data, empty ones in between included."""
        return () if self.span == ALL else tuple(self.span.months())

    @cached_property
    def report_month(self) -> Period:
        """The month of the settings, else the latest complete month of sales, else the latest there is."""
        if self.snapshot.settings.report_month is not None:
            return self.snapshot.settings.report_month
        if self.sales_table is None:
            return month_of(self.snapshot.as_of)
        sales = self.spans[self.sales_table]
        latest = month_of(date.fromordinal(sales.last))
        if sales.complete(latest):
            return latest
        before = latest.previous()
        return before if before is not None and before.last >= sales.first else latest

    def channel(self, name: str) -> str | None:
        """The channel as it is shown, for any spelling of it; None where the data has none such."""
        return name if name in self._lanes else self._folded.get(fold(name))

    def channel_or_error(self, name: str) -> str:
        """The channel as it is shown.

        Raises
        ------
        UsageError
            `channel_unknown`, with the near name where there is one.
        """
        found = self.channel(name)
        if found is not None:
            return found
        near = nearest(name, self.channels)
        known = list(self.channels) or ["—"]
        if near is None:
            raise UsageError("channel_unknown", name=name, known=known)
        raise UsageError("channel_unknown_near", name=name, near=near, known=known)

    def resolved(self, name: str) -> str:
        """The KPI that an alias stands for in this data; any other name as it stands."""
        kpi = find(name)
        if not kpi.first_of:
            return kpi.name
        chosen = self.snapshot.settings.conversion
        if chosen is not None:
            return chosen
        for candidate in kpi.first_of:
            if all(self.carries(measure) for measure in catalogue()[candidate].measures):
                return candidate
        return kpi.first_of[-1]

    def carries(self, measure: Measure) -> bool:
        """Whether the data holds the measure at all."""
        if measure.how == "calendar":
            return self.sales_table is not None
        if measure.how == "plan":
            return self.plan.has(measure.name.removeprefix("target_"))
        if measure.name in self.measured:
            return True
        if measure.how == "paid":
            return "ad_spend" in self.measured and "new_customers" in self.measured
        if measure.name == "gross_profit":
            return "revenue" in self.measured
        needs_customers = measure.how in ("distinct", "cohort", "series") and measure.table == "orders"
        return needs_customers and self.customers is not None

    @cached_property
    def chosen(self) -> tuple[str, ...]:
        """Two to six KPIs: those of the settings, else those a business of this kind looks at first."""
        if self.snapshot.settings.kpis:
            return self.snapshot.settings.kpis
        leads = "leads" in self.measured and "orders" not in self.snapshot.tables
        first = ("revenue", "leads", "conversion", "cac", "sales_growth_yoy", "average_check", "spend")
        shop = ("revenue", "orders", "average_check", "cac", "drr", "conversion", "spend", "leads", "ctr")
        carried = [name for name in (first if leads else shop) if self.kpi(name).value is not None]
        return tuple(carried[:6])

    @cached_property
    def profit_known(self) -> bool:
        """Whether every row with revenue tells its cost of goods, so that profit means profit."""
        revenue, cost = self.measured.get("revenue"), self.measured.get("cost_of_goods")
        if revenue is None or cost is None:
            return False
        return cost.totals.known(ALL) >= revenue.totals.known(ALL)

    # -- answers -------------------------------------------------------------------------------------------------

    def kpi(self, name: str, period: Period | None = None, channel: str | None = None) -> Answer:
        """The value of a KPI or measure.

        Parameters
        ----------
        name : str
            A KPI's or measure's identifier (any spelling that `catalogue.find` knows).
        period : Period, optional
            The report month where omitted.
        channel : str, optional
            Any spelling of a channel; all channels together where omitted.

        Returns
        -------
        Answer
            Kept, so that asking again costs a look-up.

        Raises
        ------
        UsageError
            For an unknown KPI. An unknown channel is missing data: reason `no_data`.
        """
        key = (name, period, channel)
        try:
            return self._answers[key]
        except KeyError:
            answer = self._answers[key] = self._noted(self._figure(*key))
            return answer

    def bare(self, name: str, period: Period | None = None, channel: str | None = None) -> Answer:
        """As `kpi`, without the notes: a cell has no place for them, and they cost as much as the value."""
        return self._figure(name, period, channel).answer

    def change(self, name: str, period: Period | None, channel: str | None, against: Against) -> Answer:
        """The change of a KPI against the previous period ("mom"), last year ("yoy") or the plan ("plan").

        Relative, a difference for percent units; `no_base` or `no_plan` where there is nothing to compare with.
        """
        key = (name, period or self.report_month, self._display(channel), against)
        if key not in self._changes:
            self._changes[key] = comparison.change(self, *key)
        return self._changes[key]

    def target(self, name: str, period: Period | None = None, channel: str | None = None) -> Answer:
        """The plan of a KPI for a period; `no_plan` where there is none."""
        found = self.plan.target(self, self.resolved(name), name, period or self.report_month, self._display(channel))
        return Answer(None, "no_plan") if found is None else Answer(float(found))

    def attainment(self, name: str, period: Period | None = None, channel: str | None = None) -> Answer:
        """How much of the plan is done: actual ÷ plan, or plan ÷ actual for a KPI that is better when lower."""
        return comparison.attainment(self, name, period or self.report_month, channel)

    def _display(self, channel: str | None) -> str | None:
        return channel if channel is None else self.channel(channel) or channel

    def _figure(self, name: str, period: Period | None, channel: str | None) -> _Figure:
        key = (name, period, channel)
        try:
            return self._figures[key]
        except KeyError:
            figure = self._figures[key] = self._reckoned(find(name), period or self.report_month, channel)
            return figure

    def _reckoned(self, kpi: Kpi, period: Period, channel: str | None) -> _Figure:
        if kpi.first_of:
            return self._figure(self.resolved(kpi.name), period, channel)
        if channel is not None:
            channel = self.channel(channel)
            if channel is None:
                return _Figure(Answer(None, "no_data"))
        values = {parameter: self.amount(parameter, period, channel) for parameter in kpi.parameters}
        reason = self._missing(values)
        if reason is None and kpi.name == "run_rate" and self._too_early(values):
            reason = "too_early"
        if reason is not None:
            return _Figure(Answer(None, reason))
        result = kpi.function(*values.values())
        if isinstance(result, tuple):  # a series asked for by its own name
            return _Figure(Answer(float(sum(result))), (kpi, period, channel, values, None))
        value = float(result)
        if not math.isfinite(value):
            return _Figure(self._undefined(kpi, values))
        return _Figure(Answer(value), (kpi, period, channel, values, value))

    def _noted(self, figure: _Figure) -> Answer:
        return figure.answer._replace(notes=notes.notes(self, *figure.behind)) if figure.behind else figure.answer

    def _missing(self, values: Mapping[str, Amount]) -> str | None:
        """The reason of the first measure without a number; of earlier periods `no_base`, of plans `no_plan`."""
        missing = {parameter: value.reason for parameter, value in values.items() if isinstance(value, Missing)}
        if not missing:
            return None
        if "ambiguous" in missing.values():
            return "ambiguous"
        for parameter in sorted(missing, key=lambda parameter: bool(split_shift(parameter)[1])):
            shifted = bool(split_shift(parameter)[1])
            return "no_base" if shifted and missing[parameter] == "no_data" else missing[parameter]
        return None

    def _too_early(self, values: Mapping[str, Amount]) -> bool:
        return bool(values["elapsed_days"] < min(FIRST_FORECAST_DAY, values["period_days"]))

    def _undefined(self, kpi: Kpi, values: Mapping[str, Amount]) -> Answer:
        """The reason of a result that is no number: whichever denominator is zero, or a series that never reaches."""
        for division in kpi.formula.divisions():
            if isinstance(division, Operation) and not _is_zero(division.right.value(values)):
                continue
            for parameter in division.right.parameters():
                if _is_zero(values[parameter]) or values[parameter] == ():
                    return Answer(None, _zero_reason(parameter))
        ages = next((value for value in values.values() if isinstance(value, tuple)), None)
        return Answer(None, "no_base") if ages is None else Answer(None, "not_reached", (), len(ages) - 1)

    # -- measures ------------------------------------------------------------------------------------------------

    def amount(self, parameter: str, period: Period, channel: str | None) -> Amount:
        """The exact number of a KPI's parameter, or `Missing` with the reason; kept, since KPIs share them."""
        key = (parameter, period, channel)
        amount = self._amounts.get(key)
        if amount is None:
            amount = self._amounts[key] = self._amount(*key)
        return amount

    def _amount(self, parameter: str, period: Period, channel: str | None) -> Amount:
        name, shift = split_shift(parameter)
        if shift:
            shifted = period.previous() if shift == PREVIOUS else period.year_before()
            if shifted is None:
                return Missing("no_base")
            period = shifted
        measure = MEASURES[name]
        if name in self.measured:
            return self._total(self.measured[name], period, channel)
        if measure.how == "calendar":
            return self._calendar(name, period)
        if measure.how == "plan":
            found = self.plan.target(self, name.removeprefix("target_"), "", period, channel)
            return Missing("no_plan") if found is None else found
        if measure.how == "paid":
            return self._paid(name.removeprefix("paid_"), period, channel)
        if name == "gross_profit":
            return self._profit(period, channel)
        if measure.how in ("distinct", "cohort", "series") and measure.table == "orders":
            return self._counted(name, period, channel)
        if name == "new_customers" and "orders" in self.presence:
            return Missing("no_customer_id")
        return Missing("no_data")

    def _total(self, measured: Measured, period: Period, channel: str | None) -> Amount:
        if measured.conflict:
            return Missing("ambiguous")
        reason = self._unreadable(measured.table, period)
        if reason:
            return Missing(reason)
        lane = 0 if channel is None else self._lanes[channel]
        known = measured.totals.known(period, lane)
        if not measured.event and known == 0:
            return Missing("no_data")
        if measured.stock and known > 1:
            return Missing("not_additive")
        return Fraction(measured.totals.total(period, lane), 10**measured.totals.decimals)

    def _unreadable(self, table: str, period: Period) -> str | None:
        """Why a table cannot answer for a period: it has no row in it, or only rows for whole months."""
        try:
            return self._told[table, period]
        except KeyError:
            found = self._told[table, period] = self._untold(table, period)
            return found

    def _untold(self, table: str, period: Period) -> str | None:
        monthly = self.monthly.get(table)
        if monthly is not None and not period.whole_months:
            for month in (month_of(period.start), month_of(period.end)):
                inside = month.first >= period.first and month.last <= period.last
                if not inside and monthly.total(month):
                    return "monthly_only"
        return "no_data" if self.presence[table].total(period) == 0 else None

    def _counted(self, name: str, period: Period, channel: str | None) -> Amount:
        if "orders" not in self.presence:
            return Missing("no_data")
        conflict = self.measured["orders"].conflict if "orders" in self.measured else None
        if conflict:
            return Missing("ambiguous")
        reason = self._unreadable("orders", period)
        if reason:
            return Missing(reason)
        if self.customers is None:
            return Missing("no_customer_id")
        if MEASURES[name].unit == "money" and not self._orders_tell("revenue"):
            return Missing("no_data")
        return self.counted(name, period, channel)

    def _orders_tell(self, name: str) -> bool:
        """Whether a measure comes from the order rows, and not from a total that the firm keeps beside them."""
        return name in self.measured and self.measured[name].table == "orders"

    def _profit(self, period: Period, channel: str | None) -> Amount:
        revenue = self.amount("revenue", period, channel)
        if isinstance(revenue, Missing) or not self.profit_known:
            return revenue
        cost = self.amount("cost_of_goods", period, channel)
        return cost if isinstance(cost, Missing) else revenue - cost

    def _paid(self, name: str, period: Period, channel: str | None) -> Amount:
        """The sum of a measure over the channels that are paid for in the period."""
        if channel is not None:
            return self.amount(name, period, channel) if self.is_paid(channel, period) else Missing("no_spend")
        if not self._lanes:
            return self.amount(name, period, None)
        whole = self.amount(name, period, None)
        if isinstance(whole, Missing):
            return whole
        parts = [self.amount(name, period, each) for each in self._lanes if self.is_paid(each, period)]
        if not parts:
            return Missing("no_spend")
        return sum((part for part in parts if not isinstance(part, Missing)), Fraction(0))

    def is_paid(self, channel: str, period: Period) -> bool:
        """Whether a channel had advertising spend in the period, unless the channels table says otherwise."""
        told = self.snapshot.paid.get(channel)
        if told is not None:
            return told
        spent = self.amount("ad_spend", period, channel)
        return not isinstance(spent, Missing) and spent > 0

    def _calendar(self, name: str, period: Period) -> Amount:
        if self.sales_table is None or period == ALL:
            return Missing("no_data")
        if name == "period_days":
            return Fraction(period.days)
        reached = min(period.last, self.spans[self.sales_table].last)
        return Fraction(max(0, reached - period.first + 1))

    def bounded(self, period: Period) -> Period:
        """The period cut to the data where it is all of it."""
        return self.span if period == ALL else period

    def under(self, snapshot: Snapshot) -> Cube:
        """The same figures under other settings, plans and closed months; the tables are the cube's own."""
        customers = self.customers
        if customers is not None and hasattr(customers, "followed"):
            customers = customers.followed(snapshot.settings.ltv_months)
        return Cube(
            replace(snapshot, tables=self.snapshot.tables), self._lanes, self.measured, self.presence, self.monthly,
            self.spans, customers, self.leads, self._rows, self.kept, detached=self.detached,
        )  # fmt: skip

    # -- what stands behind it -----------------------------------------------------------------------------------

    @property
    def tells_customers(self) -> bool:
        """Whether the order rows name their customers."""
        return self.customers is not None

    @property
    def first_orders(self) -> Any:
        """The first order of each customer as a frame; None where nothing tells customers apart."""
        return getattr(self.customers, "first", None)

    @cached_property
    def order_rows(self) -> OrderRows | None:
        """The order rows as arrays; None where the data holds none, or too many to have been kept."""
        if self.detached:
            return self._rows
        from kpi_core.order_rows import read_rows

        return read_rows(self)

    def counted(self, name: str, period: Period, channel: str | None) -> Amount:
        """A count of customers, or money of theirs, as the rows have it; the data tells customers apart."""
        assert self.customers is not None
        found = self.customers.measure(name, period, channel)
        return found if isinstance(found, Fraction | tuple) else Fraction(found)

    # -- what notes and comparisons ask --------------------------------------------------------------------------

    @property
    def customers_since_known(self) -> bool:
        """Whether a column tells since when each customer is one."""
        orders = self.snapshot.tables.get("orders")
        return orders is not None and orders.has("customer_since")

    def sources_of(self, table: str) -> tuple[Source, ...]:
        """Where the rows of a table of the cube came from."""
        facts = self.snapshot.tables.get(table) or self.snapshot.tables.get("leads")
        return facts.sources if facts else ()

    def closed(self, kpi: str, period: Period, channel: str | None) -> float | None:
        """The value a month was closed with."""
        for row in reversed(self.snapshot.closed):
            if (row.kpi, row.month, row.channel) == (kpi, period, channel):
                return row.value
        return None

    def converted_within(self, period: Period, channel: str | None, days: int) -> float | None:
        """Conversion of the period's leads counting only sales within so many days of the lead."""
        leads = self.amount("leads", period, channel)
        if self.leads is None or isinstance(leads, Missing) or not leads:
            return None
        lane = 0 if channel is None else self._lanes[self._display(channel) or ""]
        return float(Fraction(self.leads.won_within(period, lane, days)) / leads)


def _is_zero(value: Any) -> bool:
    return not isinstance(value, tuple) and (value == 0 or value != value)


def _zero_reason(parameter: str) -> str:
    """The code for a zero denominator: its measure, without what makes it a special case of another."""
    name, shift = split_shift(parameter)
    if shift:
        return "no_base"
    if name.startswith("target_"):
        return "no_plan"
    return "no_" + name.removeprefix("paid_").removeprefix("ad_")
