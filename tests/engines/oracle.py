"""What every measure has to be, by plain loops over the rows: nothing of the product is used here."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
MISSING = None


def shown(channel: str | None) -> str | None:
    """One name for all spellings of a channel."""
    names = {"seo": "SEO", "vk реклама": "VK Реклама", "директ": "Директ"}
    return None if channel is None else names[channel.strip().casefold()]


def month_of(day: date) -> int:
    return day.year * 12 + day.month


class Oracle:
    """Answers for one shop; a period is a pair of days, both inside, and the one before it (None: none)."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self.leads = [dict(row, channel=shown(row["channel"]), place=at) for at, row in enumerate(tables["leads"])]
        self.spend = [dict(row, channel=shown(row["channel"])) for row in tables["spend"]]
        self.traffic = [dict(row, channel=shown(row["channel"])) for row in tables["traffic"]]
        used = [row for row in tables["orders"] if row["date"] is not None and row["status"] != "Отменён"]
        self.orders = [dict(row, channel=self._channel(row), place=at) for at, row in enumerate(used)]
        self._win()
        self.first = self._first_orders()

    def _channel(self, row: Row) -> str | None:
        """An order without a channel takes that of its lead, the first of them."""
        own = shown(row["channel"])
        if own is not None or row["lead_id"] is None:
            return own
        named = [lead for lead in self.leads if lead["lead_id"] == row["lead_id"] and lead["channel"] is not None]
        named.sort(key=lambda lead: (lead["date"], lead["place"]))
        return named[0]["channel"] if named else None

    def _win(self) -> None:
        """An order that names its lead wins it on the day of the first such order, whatever the lead says."""
        sold: dict[str, Any] = {}
        for row in self.orders:
            if row["lead_id"] is not None:
                sold[row["lead_id"]] = min(row["date"], sold.get(row["lead_id"], row["date"]))
        for lead in self.leads:
            by_order = sold.get(lead["lead_id"])
            lead["is_won"] = lead["won"] == "да" or by_order is not None
            lead["sold"] = by_order or lead["won_date"]

    def _first_orders(self) -> dict[str, tuple[Any, str | None]]:
        taken: dict[str, Fraction] = defaultdict(Fraction)
        back: dict[str, Fraction] = defaultdict(Fraction)
        for row in self.orders:
            taken[row["order_id"]] += Fraction(row["revenue"] or 0)
            back[row["order_id"]] += Fraction(row["refund"] or 0)
        first: dict[str, tuple[Any, int, str | None]] = {}
        for row in self.orders:
            given, paid = (
                (back[row["order_id"]], taken[row["order_id"]])
                if row["order_id"] is not None
                else (Fraction(row["refund"] or 0), Fraction(row["revenue"] or 0))
            )
            if row["customer_id"] is None or (given > 0 and given >= paid):
                continue
            mark = (row["date"], row["place"], row["channel"])
            if row["customer_id"] not in first or mark[:2] < first[row["customer_id"]][:2]:
                first[row["customer_id"]] = mark
        return {customer: (when, channel) for customer, (when, _, channel) in first.items()}

    # -- asking ----------------------------------------------------------------------------------------------------

    def measure(self, name: str, period: tuple[date, date], before: Any, channel: str | None) -> Any:
        """A Fraction, a tuple of them for a series, or None where there is nothing to tell."""
        return getattr(self, f"_{name}")(period, before, channel)

    @staticmethod
    def _in(rows: list[Row], period: Any, channel: str | None, key: str = "date") -> list[Row]:
        if period is None:
            return []
        return [
            row
            for row in rows
            if row[key] is not None
            and period[0] <= row[key].date() <= period[1]
            and (channel is None or row["channel"] == channel)
        ]

    def _sum(self, rows: list[Row], column: str, period: Any, channel: Any, key: str = "date") -> Any:
        return sum((Fraction(row[column] or 0) for row in self._in(rows, period, channel, key)), Fraction(0))

    @staticmethod
    def _distinct(rows: list[Row], identifier: str) -> Fraction:
        named = {row[identifier] for row in rows if row[identifier] is not None}
        return Fraction(len(named) + sum(row[identifier] is None for row in rows))

    # orders
    def _of_orders(self, period: Any, channel: Any, answer: Any) -> Any:
        return answer() if self._in(self.orders, period, None) else MISSING

    def _revenue(self, period: Any, before: Any, channel: Any) -> Any:
        return self._of_orders(period, channel, lambda: self._sum(self.orders, "revenue", period, channel))

    def _cost_of_goods(self, period: Any, before: Any, channel: Any) -> Any:
        return self._of_orders(period, channel, lambda: self._sum(self.orders, "cost_of_goods", period, channel))

    def _items(self, period: Any, before: Any, channel: Any) -> Any:
        return self._of_orders(period, channel, lambda: self._sum(self.orders, "items", period, channel))

    def _refund_of_orders(self, period: Any, before: Any, channel: Any) -> Any:
        return self._of_orders(period, channel, lambda: self._sum(self.orders, "refund", period, channel))

    def _refund(self, period: Any, before: Any, channel: Any) -> Any:
        moved = [dict(row, day=row["refund_date"] or row["date"]) for row in self.orders if row["refund"] is not None]
        return self._of_orders(period, channel, lambda: self._sum(moved, "refund", period, channel, "day"))

    def _gross_profit(self, period: Any, before: Any, channel: Any) -> Any:
        revenue = self._revenue(period, before, channel)
        return revenue if revenue is MISSING else revenue - self._cost_of_goods(period, before, channel)

    def _orders(self, period: Any, before: Any, channel: Any) -> Any:
        found = self._in(self.orders, period, channel)
        return self._of_orders(period, channel, lambda: self._distinct(found, "order_id"))

    def _new(self, period: Any, channel: Any) -> set[str]:
        return {
            customer
            for customer, (when, of) in self.first.items()
            if period[0] <= when.date() <= period[1] and channel in (None, of)
        }

    def _new_customers(self, period: Any, before: Any, channel: Any) -> Any:
        return self._of_orders(period, channel, lambda: Fraction(len(self._new(period, channel))))

    def _people(self, period: Any, channel: Any) -> set[str]:
        return {row["customer_id"] for row in self._in(self.orders, period, channel)} - {None}

    def _customers(self, period: Any, before: Any, channel: Any) -> Any:
        return self._of_orders(period, channel, lambda: Fraction(len(self._people(period, channel))))

    def _retained_customers(self, period: Any, before: Any, channel: Any) -> Any:
        both = self._people(period, channel) & self._people(before, channel)
        return self._of_orders(period, channel, lambda: Fraction(len(both)))

    def _repeat_customers(self, period: Any, before: Any, channel: Any) -> Any:
        bought: dict[str, set[Any]] = defaultdict(set)
        for row in self._in(self.orders, period, channel):
            if row["customer_id"] is not None:
                bought[row["customer_id"]].add(row["order_id"] or ("row", row["place"]))
        return self._of_orders(period, channel, lambda: Fraction(sum(len(each) > 1 for each in bought.values())))

    def _new_customer_revenue(self, period: Any, before: Any, channel: Any) -> Any:
        new = self._new(period, None)
        own = [row for row in self.orders if row["customer_id"] in new]
        return self._of_orders(period, channel, lambda: self._sum(own, "revenue", period, channel))

    def _cohort_gross_profit_by_age(self, period: Any, before: Any, channel: Any) -> Any:
        new = self._new(period, channel)
        ages: dict[int, Fraction] = defaultdict(Fraction)
        for row in self.orders:
            if row["customer_id"] in new and row["date"] >= self.first[row["customer_id"]][0]:
                age = month_of(row["date"]) - month_of(self.first[row["customer_id"]][0])
                ages[age] += Fraction(row["revenue"] or 0) - Fraction(row["cost_of_goods"] or 0)
        series = tuple(ages.get(age, Fraction(0)) for age in range(max(ages, default=-1) + 1))
        return self._of_orders(period, channel, lambda: series)

    def _cohort_gross_profit(self, period: Any, before: Any, channel: Any) -> Any:
        series = self._cohort_gross_profit_by_age(period, before, channel)
        return series if series is MISSING else sum(series, Fraction(0))

    # spend and traffic: totals, so no row with a value is no answer
    def _total(self, rows: list[Row], column: str, period: Any, channel: Any) -> Any:
        found = [row for row in self._in(rows, period, channel) if row[column] is not None]
        return sum((Fraction(row[column]) for row in found), Fraction(0)) if found else MISSING

    def _spend(self, period: Any, before: Any, channel: Any) -> Any:
        return self._total(self.spend, "spend", period, channel)

    def _ad_spend(self, period: Any, before: Any, channel: Any) -> Any:
        ads = [row for row in self.spend if row["kind"] in ("реклама", None)]
        return self._total(ads, "spend", period, channel)

    def _impressions(self, period: Any, before: Any, channel: Any) -> Any:
        return self._total(self.spend, "impressions", period, channel)

    def _clicks(self, period: Any, before: Any, channel: Any) -> Any:
        return self._total(self.spend, "clicks", period, channel)

    def _visits(self, period: Any, before: Any, channel: Any) -> Any:
        return self._total(self.traffic, "visits", period, channel)

    def _users(self, period: Any, before: Any, channel: Any) -> Any:
        found = self._in(self.traffic, period, channel)
        return Fraction(found[0]["users"]) if len(found) == 1 else MISSING

    def _paid(self, period: Any, channel: Any, measure: Any) -> Any:
        paid = [each for each in ("SEO", "VK Реклама", "Директ") if (self._ad_spend(period, None, each) or 0) > 0]
        if channel is not None:
            return measure(period, None, channel) if channel in paid else MISSING
        if measure(period, None, None) is MISSING or not paid:
            return MISSING
        return sum((measure(period, None, each) or Fraction(0) for each in paid), Fraction(0))

    def _paid_ad_spend(self, period: Any, before: Any, channel: Any) -> Any:
        return self._paid(period, channel, self._ad_spend)

    def _paid_new_customers(self, period: Any, before: Any, channel: Any) -> Any:
        return self._paid(period, channel, self._new_customers)

    # leads
    def _of_leads(self, period: Any, answer: Any) -> Any:
        return answer if self._in(self.leads, period, None) else MISSING

    def _leads(self, period: Any, before: Any, channel: Any) -> Any:
        return self._of_leads(period, self._distinct(self._in(self.leads, period, channel), "lead_id"))

    def _qualified_leads(self, period: Any, before: Any, channel: Any) -> Any:
        good = [row for row in self._in(self.leads, period, channel) if row["qualified"] == "да"]
        return self._of_leads(period, self._distinct(good, "lead_id"))

    def _won_leads(self, period: Any, before: Any, channel: Any) -> Any:
        won = [row for row in self._in(self.leads, period, channel) if row["is_won"]]
        return self._of_leads(period, self._distinct(won, "lead_id"))

    def _sales(self, period: Any, before: Any, channel: Any) -> Any:
        won = [row for row in self.leads if row["is_won"]]
        found = self._in(won, period, channel, "sold")
        anything = self._in(self.leads, period, None) or self._in(won, period, None, "sold")
        return self._distinct(found, "lead_id") if anything else MISSING


def before_of(first: date, last: date) -> tuple[date, date]:
    """As many days before."""
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)
