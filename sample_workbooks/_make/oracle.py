"""KPIs by plain loops and exact fractions: what the cells of the samples must show.

Nothing here is shared with the product. The Expected sheet computes the same values a third way, by spreadsheet
formulas, and check_with_office.py holds the two together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from . import facts
from .facts import Business, Order
from .periods import Period, add_months, month, months_between


class UndefinedError(Exception):
    """The value does not exist; the text is the reason code."""


def ratio(numerator: Fraction | int, denominator: Fraction | int, measure: str) -> Fraction:
    if denominator == 0:
        raise UndefinedError(f"no_{measure}")
    return Fraction(numerator) / denominator


@dataclass(frozen=True)
class Answer:
    value: Fraction | None
    reason: str = ""

    @property
    def cell(self) -> float | int | str:
        """What a spreadsheet cell holds: a number or an error value."""
        if self.value is None:
            return "#N/A" if self.reason in NOT_AVAILABLE else "#DIV/0!"
        return self.value.numerator if self.value.denominator == 1 else float(self.value)


NOT_AVAILABLE = {"no_data", "no_base", "no_plan", "monthly_only", "no_customer_id"}


def answer(compute: object, *arguments: object) -> Answer:
    try:
        return Answer(Fraction(compute(*arguments)))  # type: ignore[operator]
    except UndefinedError as undefined:
        return Answer(None, str(undefined))


class Measures:
    """Quantities taken from the rows of one business. Money in roubles (euros), exact."""

    def __init__(self, business: Business) -> None:
        self.business = business
        self.sales = list(business.orders) or list(sales_of_leads(business))
        self.acquired: dict[str, Order] = {}
        for order in self.sales:
            if order.refund is not None and order.refund >= order.revenue:
                continue
            known = self.acquired.get(order.customer)
            if known is None or order.day < known.day:
                self.acquired[order.customer] = order

    def measure(self, name: str, period: Period, channel: str | None = None) -> Fraction:
        compute = getattr(self, name if not self.business.summary else "from_summary")
        arguments = (name, period, channel) if self.business.summary else (period, channel)
        return Fraction(compute(*arguments))

    # --- orders ---

    def _orders(self, period: Period, channel: str | None) -> list[Order]:
        if not any(order.day in period for order in self.sales):
            raise UndefinedError("no_data")
        return [o for o in self.sales if o.day in period and channel in (None, o.channel)]

    def revenue(self, period: Period, channel: str | None) -> Fraction:
        return money(o.revenue for o in self._orders(period, channel))

    def orders(self, period: Period, channel: str | None) -> int:
        return len({o.number for o in self._orders(period, channel)})

    def items(self, period: Period, channel: str | None) -> int:
        if not self.business.orders:
            raise UndefinedError("no_data")
        return sum(o.items for o in self._orders(period, channel))

    def cost_of_goods(self, period: Period, channel: str | None) -> Fraction:
        return money(o.cost for o in self._orders(period, channel))

    def refunds_paid(self, period: Period, channel: str | None) -> Fraction:
        """By the day of the refund."""
        return money(o.refund or 0 for o in self.sales if o.refund_day in period and channel in (None, o.channel))

    def refunds_of_orders(self, period: Period, channel: str | None) -> Fraction:
        """Of the orders placed in the period, whenever refunded."""
        return money(o.refund or 0 for o in self._orders(period, channel))

    def _active(self, period: Period, channel: str | None) -> dict[str, int]:
        counts: dict[str, int] = defaultdict(int)
        for order in self._orders(period, channel):
            counts[order.customer] += 1
        return counts

    def customers(self, period: Period, channel: str | None) -> int:
        return len(self._active(period, channel))

    def repeat_customers(self, period: Period, channel: str | None) -> int:
        return sum(1 for count in self._active(period, channel).values() if count >= 2)

    def retained_customers(self, period: Period, channel: str | None) -> int:
        return len(self._active(period, channel).keys() & self._active(period.previous(), channel).keys())

    def _cohort(self, period: Period, channel: str | None) -> set[str]:
        self._orders(period, channel)
        return {c for c, o in self.acquired.items() if o.day in period and channel in (None, o.channel)}

    def new_customers(self, period: Period, channel: str | None) -> int:
        return len(self._cohort(period, channel))

    def new_revenue(self, period: Period, channel: str | None) -> Fraction:
        cohort = self._cohort(period, None)
        return money(o.revenue for o in self._orders(period, channel) if o.customer in cohort)

    def cohort_profit(self, period: Period, channel: str | None) -> Fraction:
        """Gross profit of the customers won in the period, to the end of the data."""
        return sum(self.cohort_profit_by_age(period, channel), Fraction(0))

    def cohort_profit_by_age(self, period: Period, channel: str | None) -> list[Fraction]:
        cohort = self._cohort(period, channel)
        last = max(o.day for o in self.sales)
        by_age = [Fraction(0)] * (months_between(period.first, last) + 1)
        for order in self.sales:
            if order.customer in cohort and order.day >= (start := self.acquired[order.customer].day):
                by_age[months_between(start, order.day)] += Fraction(order.revenue - order.cost, 100)
        return by_age

    # --- totals tables ---

    def _spend(self, period: Period, channel: str | None) -> list[facts.Spend]:
        rows = [s for s in self.business.spend if s.day in period and channel in (None, s.channel)]
        if "spend" in self.business.monthly_tables and not period.whole_months:
            raise UndefinedError("monthly_only")
        if not rows:
            raise UndefinedError("no_data")
        return rows

    def spend(self, period: Period, channel: str | None) -> Fraction:
        return money(s.amount for s in self._spend(period, channel))

    def ad_spend(self, period: Period, channel: str | None) -> Fraction:
        return money(s.amount for s in self._spend(period, channel) if s.kind in ("", facts.ADVERTISING))

    def impressions(self, period: Period, channel: str | None) -> int:
        return sum(s.impressions or 0 for s in self._spend(period, channel))

    def clicks(self, period: Period, channel: str | None) -> int:
        return sum(s.clicks or 0 for s in self._spend(period, channel))

    def visits(self, period: Period, channel: str | None) -> int:
        rows = [v.visits for v in self.business.visits if v.day in period and channel in (None, v.channel)]
        if not rows:
            raise UndefinedError("no_data")
        return sum(rows)

    def paid_channels(self, period: Period, channel: str | None) -> list[str]:
        names = {s.channel for s in self._spend(period, channel) if s.channel}
        return sorted(name for name in names if self.ad_spend(period, name) > 0)

    # --- leads ---

    def _leads(self, period: Period, channel: str | None) -> list[facts.Lead]:
        if not any(lead.day in period for lead in self.business.leads):
            raise UndefinedError("no_data")
        return [lead for lead in self.business.leads if lead.day in period and channel in (None, lead.channel)]

    def leads(self, period: Period, channel: str | None) -> int:
        return len({lead.number for lead in self._leads(period, channel)})

    def qualified_leads(self, period: Period, channel: str | None) -> int:
        return sum(lead.qualified for lead in self._leads(period, channel))

    def won_leads(self, period: Period, channel: str | None) -> int:
        """Of the leads created in the period, whenever won, with or without a date."""
        return sum(lead.won for lead in self._leads(period, channel))

    # --- summary ---

    def from_summary(self, name: str, period: Period, channel: str | None) -> Fraction:
        column = {"ad_spend": "spend"}.get(name, name)
        if column not in facts.Month.__dataclass_fields__ or channel is not None:
            raise UndefinedError("no_data")
        if not period.whole_months:
            raise UndefinedError("monthly_only")
        rows = [row for row in self.business.summary if row.day in period]
        if not rows:
            raise UndefinedError("no_data")
        total = sum(getattr(row, column) for row in rows)
        return Fraction(total, 100) if column in ("spend", "revenue") else Fraction(total)


class Oracle(Measures):
    """KPIs as the catalogue words them."""

    @lru_cache(maxsize=None)  # noqa: B019  (one oracle lives as long as the program)
    def ask(self, kpi: str, period: Period, channel: str | None = None) -> Answer:
        compute = getattr(self, f"kpi_{kpi}", None)
        return answer(compute, period, channel) if compute else answer(self.measure, kpi, period, channel)

    def known(self, kpi: str, period: Period, channel: str | None = None) -> Fraction:
        """The value, or the refusal to go on without it."""
        found = self.ask(kpi, period, channel)
        if found.value is None:
            raise UndefinedError(found.reason)
        return found.value

    def change(self, kpi: str, now: Period, before: Period, channel: str | None = None) -> Answer:
        """Relative, or the difference for a percentage: what KPI_CHANGE answers."""
        return answer(self._change, kpi, now, before, channel)

    def _change(self, kpi: str, now: Period, before: Period, channel: str | None) -> Fraction:
        value = self.known(kpi, now, channel)
        base = self.ask(kpi, before, channel).value
        return compared(kpi, value, base, "no_base")

    def against_plan(self, kpi: str, now: Period, channel: str | None = None) -> Answer:
        return answer(lambda: compared(kpi, self.known(kpi, now, channel), self.target(kpi, now, channel), "no_plan"))

    def target(self, kpi: str, period: Period, channel: str | None = None) -> Fraction | None:
        """The plan of a month, or for revenue the sum of the months; None unless every month has one."""
        found = [t.value for t in self.business.targets if (t.kpi, t.channel) == (kpi, channel) and t.month in period]
        return sum(found, Fraction(0)) if len(found) == len(period.months) else None

    def _per(self, numerator: str, denominator: str, period: Period, channel: str | None) -> Fraction:
        top = self.measure(numerator, period, channel)
        return ratio(top, self.measure(denominator, period, channel), denominator)

    # --- sales ---

    def kpi_net_revenue(self, period: Period, channel: str | None) -> Fraction:
        return self.measure("revenue", period, channel) - self.refunds_paid(period, channel)

    def kpi_refund_rate(self, period: Period, channel: str | None) -> Fraction:
        return self._per("refunds_of_orders", "revenue", period, channel)

    def _growth(self, kpi: str, now: Period, before: Period, channel: str | None) -> Fraction:
        value = self.known(kpi, now, channel)
        base = self.ask(kpi, before, channel).value
        if not base:
            raise UndefinedError("no_base")
        return value / base - 1

    def kpi_sales_growth_mom(self, period: Period, channel: str | None) -> Fraction:
        return self._growth("revenue", period, period.previous(), channel)

    def kpi_sales_growth_yoy(self, period: Period, channel: str | None) -> Fraction:
        return self._growth("revenue", period, period.year_before(), channel)

    def kpi_average_check(self, period: Period, channel: str | None) -> Fraction:
        return self._per("revenue", "orders", period, channel)

    def kpi_average_check_change(self, period: Period, channel: str | None) -> Fraction:
        return self._growth("average_check", period, period.previous(), channel)

    def kpi_items_per_order(self, period: Period, channel: str | None) -> Fraction:
        return self._per("items", "orders", period, channel)

    # --- funnel ---

    def kpi_qualified_share(self, period: Period, channel: str | None) -> Fraction:
        return self._per("qualified_leads", "leads", period, channel)

    def kpi_conversion_visit_lead(self, period: Period, channel: str | None) -> Fraction:
        return self._per("leads", "visits", period, channel)

    def kpi_conversion_click_lead(self, period: Period, channel: str | None) -> Fraction:
        return self._per("leads", "clicks", period, channel)

    def kpi_conversion_visit_order(self, period: Period, channel: str | None) -> Fraction:
        return self._per("orders", "visits", period, channel)

    def kpi_conversion_click_order(self, period: Period, channel: str | None) -> Fraction:
        return self._per("orders", "clicks", period, channel)

    def kpi_conversion_lead_sale(self, period: Period, channel: str | None) -> Fraction:
        return self._per("won_leads", "leads", period, channel)

    def kpi_conversion_lead_sale_calendar(self, period: Period, channel: str | None) -> Fraction:
        return self._per("orders", "leads", period, channel)

    def kpi_conversion(self, period: Period, channel: str | None) -> Fraction:
        by_kind = {
            "shop": self.kpi_conversion_visit_order,
            "leads": self.kpi_conversion_lead_sale,
            "summary": self.kpi_conversion_lead_sale_calendar,
        }
        return by_kind[self.business.kind](period, channel)

    # --- cost ---

    def kpi_ctr(self, period: Period, channel: str | None) -> Fraction:
        return self._per("clicks", "impressions", period, channel)

    def kpi_cpm(self, period: Period, channel: str | None) -> Fraction:
        return 1000 * self._per("ad_spend", "impressions", period, channel)

    def kpi_cpc(self, period: Period, channel: str | None) -> Fraction:
        return self._per("ad_spend", "clicks", period, channel)

    def kpi_cpl(self, period: Period, channel: str | None) -> Fraction:
        return self._per("ad_spend", "leads", period, channel)

    def kpi_cpo(self, period: Period, channel: str | None) -> Fraction:
        return self._per("ad_spend", "orders", period, channel)

    def kpi_cac(self, period: Period, channel: str | None) -> Fraction:
        return self._per("spend", "new_customers", period, channel)

    def kpi_cac_paid(self, period: Period, channel: str | None) -> Fraction:
        paid = self.paid_channels(period, channel)
        spend = sum((self.ad_spend(period, name) for name in paid), Fraction(0))
        return ratio(spend, sum(self.new_customers(period, name) for name in paid), "new_customers")

    def kpi_roas(self, period: Period, channel: str | None) -> Fraction:
        return self._per("revenue", "ad_spend", period, channel)

    def kpi_romi(self, period: Period, channel: str | None) -> Fraction:
        revenue, spend = self.measure("revenue", period, channel), self.measure("ad_spend", period, channel)
        cost = self.cost_of_goods(period, channel) if self.business.orders else Fraction(0)
        return ratio(revenue - cost - spend, spend, "ad_spend")

    def kpi_drr(self, period: Period, channel: str | None) -> Fraction:
        return self._per("ad_spend", "revenue", period, channel)

    # --- customers ---

    def kpi_new_revenue_share(self, period: Period, channel: str | None) -> Fraction:
        return self._per("new_revenue", "revenue", period, channel)

    def kpi_repeat_rate(self, period: Period, channel: str | None) -> Fraction:
        return self._per("repeat_customers", "customers", period, channel)

    def kpi_retention(self, period: Period, channel: str | None) -> Fraction:
        base = self.ask("customers", period.previous(), channel).value
        if not base:
            raise UndefinedError("no_base")
        return self.measure("retained_customers", period, channel) / base

    def kpi_churn(self, period: Period, channel: str | None) -> Fraction:
        return 1 - self.kpi_retention(period, channel)

    def kpi_arppu(self, period: Period, channel: str | None) -> Fraction:
        return self._per("revenue", "customers", period, channel)

    def kpi_ltv(self, period: Period, channel: str | None) -> Fraction:
        return self._per("cohort_profit", "new_customers", period, channel)

    def kpi_ltv_cac(self, period: Period, channel: str | None) -> Fraction:
        return self.kpi_ltv(period, channel) / self.kpi_cac(period, channel)

    def kpi_payback_months(self, period: Period, channel: str | None) -> int:
        needed = self.kpi_cac(period, channel) * self.measure("new_customers", period, channel)
        earned = Fraction(0)
        for age, profit in enumerate(self.cohort_profit_by_age(period, channel)):
            earned += profit
            if earned >= needed:
                return age
        raise UndefinedError("not_reached")

    # --- plan ---

    def kpi_plan_attainment(self, period: Period, channel: str | None) -> Fraction:
        revenue = self.measure("revenue", period, channel)
        target = self.target("revenue", period, channel)
        if not target:
            raise UndefinedError("no_plan")
        return revenue / target

    def kpi_run_rate(self, period: Period, channel: str | None) -> Fraction:
        """Of a complete month, its revenue."""
        return self.measure("revenue", period, channel)


def compared(kpi: str, value: Fraction, base: Fraction | None, missing: str) -> Fraction:
    if base is None or (not base and kpi not in PERCENT):
        raise UndefinedError(missing)
    return value - base if kpi in PERCENT else value / base - 1


def money(kopecks: Iterable[int]) -> Fraction:
    return Fraction(sum(kopecks), 100)


def sales_of_leads(business: Business) -> Iterable[Order]:
    """A firm without an orders table: a won lead with a date is an order on that date."""
    for lead in business.leads:
        if lead.won and lead.won_day:
            yield Order(lead.won_day, lead.number, lead.customer or lead.number, lead.channel, lead.amount or 0, 1, 0)


def months_of(business: Business) -> list[Period]:
    """The calendar months that hold rows, in order."""
    days = [row.day for table in (business.orders, business.leads, business.summary) for row in table]
    first, last = min(days).replace(day=1), max(days).replace(day=1)
    return [month(add_months(first, i)) for i in range(months_between(first, last) + 1)]


PERCENT = frozenset(
    "refund_rate sales_growth_mom sales_growth_yoy average_check_change qualified_share conversion_visit_lead "
    "conversion_click_lead conversion_visit_order conversion_lead_sale conversion_lead_sale_calendar "
    "conversion_click_order conversion ctr romi drr new_revenue_share repeat_rate retention churn "
    "plan_attainment".split()
)
