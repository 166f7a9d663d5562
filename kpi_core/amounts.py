"""Exact numbers of measures, for any period and channel of the data; KPIs are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from kpi_core.answer import Amount, Missing
from kpi_core.errors import UsageError, nearest
from kpi_core.folding import fold
from kpi_core.measures import MEASURES, PREVIOUS, Measure, split_shift
from kpi_core.periods import ALL, Period, month_of
from kpi_core.plan import Plan
from kpi_core.snapshot import Snapshot, Source
from kpi_core.spans import TableSpan

if TYPE_CHECKING:
    from kpi_core.kept import Kept
    from kpi_core.lead_cohorts import LeadCohorts
    from kpi_core.order_rows import CountedCustomers, OrderRows
    from kpi_core.totals import Measured, Totals


class CustomerCounts(Protocol):
    """Counts of customers and money of theirs: from rows where they lie, from rows in memory, or kept."""

    @property
    def in_memory(self) -> CountedCustomers | None:
        """The same from order rows in memory; None where there are none such."""

    @property
    def first(self) -> Any:
        """The first order of each customer as a frame; None where there is none."""

    def followed(self, months: int | None) -> CustomerCounts:
        """The same customers, their cohorts followed for so many months."""

    def measure(self, name: str, period: Period, channel: str | None) -> Any:
        """The count or amount for a period; `Missing` where it was not kept."""


@dataclass(frozen=True, eq=False)
class Parts:
    """What a cube is made of.

    Attributes
    ----------
    lanes : mapping of str to int
        The row of each channel in all totals, those with the most revenue first.
    measured : mapping of str to Measured
        The totals of each measure.
    presence, monthly : mapping of str to Totals
        How many rows each table has, and how many of them stand for a whole month.
    spans : mapping of str to TableSpan
        The days each table speaks for.
    rows : OrderRows or None
        The order rows, where there are no tables to take them from.
    kept : Kept or None
        Where it came from, if it was kept on disk.
    detached : bool
        There are no data frames behind it.
    """

    snapshot: Snapshot
    lanes: Mapping[str, int]
    measured: Mapping[str, Measured]
    presence: Mapping[str, Totals]
    monthly: Mapping[str, Totals]
    spans: Mapping[str, TableSpan]
    customers: CustomerCounts | None
    leads: LeadCohorts | None
    rows: OrderRows | None = None
    kept: Kept | None = None
    detached: bool = False


class Amounts:
    """The numbers behind the KPIs, by the names of the measures.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> from kpi_core.periods import parse_period
    >>> data = build(load(shipped("sample_workbooks") / "shop-ru.xlsx"))
    >>> october = parse_period("2026-10")
    >>> data.amount("orders", october, None) == sum(data.amount("orders", october, each) for each in data.channels)
    True
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.snapshot = parts.snapshot
        self.measured = parts.measured
        self.presence = parts.presence
        self.monthly = parts.monthly
        self.spans = parts.spans
        self.customers = parts.customers
        self.leads = parts.leads
        self.kept = parts.kept
        self.detached = parts.detached
        self.plan = Plan(parts.snapshot.targets)
        self._lanes = parts.lanes
        self._folded = {fold(channel): channel for channel in parts.lanes}
        self._amounts: dict[tuple[str, Period, str | None], Amount] = {}
        self._silences: dict[tuple[str, Period], str | None] = {}

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

    def _display(self, channel: str | None) -> str | None:
        return channel if channel is None else self.channel(channel) or channel

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
    def profit_known(self) -> bool:
        """Whether every row with revenue tells its cost of goods, so that profit means profit."""
        revenue, cost = self.measured.get("revenue"), self.measured.get("cost_of_goods")
        if revenue is None or cost is None:
            return False
        return cost.totals.known(ALL) >= revenue.totals.known(ALL)

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
        if not measured.event or measured.stock:
            known = measured.totals.known(period, lane)
            if not measured.event and known == 0:
                return Missing("no_data")
            if measured.stock and known > 1:
                return Missing("not_additive")
        return Fraction(measured.totals.total(period, lane), 10**measured.totals.decimals)

    def _unreadable(self, table: str, period: Period) -> str | None:
        """Why a table cannot answer for a period: it has no row in it, or only rows for whole months."""
        key = (table, period)
        if key not in self._silences:
            self._silences[key] = self._silence(table, period)
        return self._silences[key]

    def _silence(self, table: str, period: Period) -> str | None:
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

    # -- what stands behind it -----------------------------------------------------------------------------------

    @property
    def tells_customers(self) -> bool:
        """Whether the order rows name their customers."""
        return self.customers is not None

    @cached_property
    def order_rows(self) -> OrderRows | None:
        """The order rows as arrays; None where the data holds none, or too many to have been kept."""
        if self.detached:
            return self._parts.rows
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

    def converted_within(self, period: Period, channel: str | None, days: int) -> float | None:
        """Conversion of the period's leads counting only sales within so many days of the lead."""
        leads = self.amount("leads", period, channel)
        if self.leads is None or isinstance(leads, Missing) or not leads:
            return None
        lane = 0 if channel is None else self._lanes[self._display(channel) or ""]
        return float(Fraction(self.leads.won_within(period, lane, days)) / leads)
