"""Measures by plain loops over the rows, in exact fractions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from . import facts
from .facts import Business, Order
from .periods import Period, add_months, month, months_between


class UndefinedError(Exception):
    """The value does not exist; the text is the reason code."""


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
