"""KPIs from exact fractions: what the cells of the samples must show.

Nothing here is shared with the product. The Expected sheet computes the same values a third way, by spreadsheet
formulas, and check_with_office.py holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from .facts import Business
from .measures import Measures, UndefinedError
from .periods import Period
from .words import KPIS

NOT_AVAILABLE = {"no_data", "no_base", "no_plan", "monthly_only"}


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


def answer(compute: Callable[..., Fraction | int], *arguments: object) -> Answer:
    try:
        return Answer(Fraction(compute(*arguments)))
    except UndefinedError as undefined:
        return Answer(None, str(undefined))


class Oracle(Measures):
    """KPIs as the catalogue words them."""

    def __init__(self, business: Business) -> None:
        super().__init__(business)
        self._asked: dict[tuple[str, Period, str | None], Answer] = {}

    def ask(self, kpi: str, period: Period, channel: str | None = None) -> Answer:
        question = (kpi, period, channel)
        if question not in self._asked:
            compute = getattr(self, f"kpi_{kpi}", None)
            found = answer(compute, period, channel) if compute else answer(self.measure, kpi, period, channel)
            self._asked[question] = found
        return self._asked[question]

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
    percent = KPIS[kpi].unit == "percent"
    if base is None or (not base and not percent):
        raise UndefinedError(missing)
    return value - base if percent else value / base - 1
