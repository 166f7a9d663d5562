"""The same KPIs as plain spreadsheet formulas over the tables: the third way to one value.

A formula is written from measures, a measure from SUMIFS and COUNTIFS over columns of the tables; what cannot be had
from one pass over the rows (first order of a customer, the order before) stands in columns of the Helper sheet. Only
functions of Excel 2019 are used, and LibreOffice knows them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from .facts import CONTRACTOR, SALARY, SERVICE, Business
from .periods import Period, months_between
from .words import KINDS, MONTHLY_HEADER, TABLES, YES_NO, Table

FORMULAS = {
    "net_revenue": "{revenue}-{refunds_paid}",
    "refund_rate": "{refunds_of_orders}/{revenue}",
    "sales_growth_mom": "{revenue}/{revenue@previous}-1",
    "sales_growth_yoy": "{revenue}/{revenue@year_before}-1",
    "average_check": "{revenue}/{orders}",
    "average_check_change": "({revenue}/{orders})/({revenue@previous}/{orders@previous})-1",
    "items_per_order": "{items}/{orders}",
    "qualified_share": "{qualified_leads}/{leads}",
    "conversion_visit_lead": "{leads}/{visits}",
    "conversion_click_lead": "{leads}/{clicks}",
    "conversion_visit_order": "{orders}/{visits}",
    "conversion_lead_sale": "{won_leads}/{leads}",
    "conversion_lead_sale_calendar": "{orders}/{leads}",
    "conversion_click_order": "{orders}/{clicks}",
    "ctr": "{clicks}/{impressions}",
    "cpm": "1000*{ad_spend}/{impressions}",
    "cpc": "{ad_spend}/{clicks}",
    "cpl": "{ad_spend}/{leads}",
    "cpo": "{ad_spend}/{orders}",
    "cac": "{spend}/{new_customers}",
    "cac_paid": "{ad_spend}/{new_customers_paid}",
    "roas": "{revenue}/{ad_spend}",
    "drr": "{ad_spend}/{revenue}",
    "new_revenue_share": "{new_revenue}/{revenue}",
    "repeat_rate": "{repeat_customers}/{customers}",
    "retention": "{retained_customers}/{customers@previous}",
    "churn": "1-{retained_customers}/{customers@previous}",
    "arppu": "{revenue}/{customers}",
    "ltv": "{cohort_profit}/{new_customers}",
    "ltv_cac": "({cohort_profit}/{new_customers})/({spend}/{new_customers})",
    "plan_attainment": "{revenue}/{revenue_target}",
    "run_rate": "{revenue}",
}
BY_KIND = {
    "shop": {"conversion": "{orders}/{visits}", "romi": "({revenue}-{cost_of_goods}-{ad_spend})/{ad_spend}"},
    "leads": {"conversion": "{won_leads}/{leads}", "romi": "({revenue}-{ad_spend})/{ad_spend}"},
    "summary": {"conversion": "{orders}/{leads}", "romi": "({revenue}-{ad_spend})/{ad_spend}"},
}
KEY = "customer"
HELPERS = {
    "shop": ("before", "after", "first", "profit", "refunded"),
    "leads": ("before", "after", "first", "profit", KEY),
}


@dataclass(frozen=True)
class Sales:
    """Where a sale's own columns are: the orders, or the won leads of a firm without orders."""

    table: Table
    day: str
    revenue: str
    rows: int

    def column(self, field: str) -> str:
        return self.table.column(field)


def tables_of(business: Business) -> dict[str, Table]:
    """The tables of a workbook; a table kept by month heads its first column so."""
    tables = dict(TABLES[business.language])
    for name in business.monthly_tables:
        header = {"day": MONTHLY_HEADER[business.language]}
        tables[name] = replace(tables[name], columns={**tables[name].columns, **header})
    return tables


class Formulas:
    def __init__(self, business: Business) -> None:
        self.business = business
        self.tables = tables_of(business)
        self.helpers = HELPERS.get(business.kind, ())
        self.yes = f'"{YES_NO[business.language][1]}"'
        if business.orders:
            self.sales = Sales(self.tables["orders"], "day", "revenue", len(business.orders))
        elif business.leads:
            self.sales = Sales(self.tables["leads"], "won_day", "amount", len(business.leads))

    def of(self, kpi: str, period: Period, channel: str | None = None) -> str:
        if kpi == "payback_months":
            return "=" + self._payback(period)
        template = FORMULAS.get(kpi) or BY_KIND[self.business.kind].get(kpi) or f"{{{kpi}}}"

        def fill(found: re.Match[str]) -> str:
            shifted = getattr(period, found[2])() if found[2] else period
            return self._measure(found[1], shifted, channel)

        return "=" + re.sub(r"\{(\w+)(?:@(\w+))?\}", fill, template)

    def _measure(self, name: str, period: Period, channel: str | None) -> str:
        if self.business.summary:
            table = self.tables["summary"]
            column = table.column("spend" if name == "ad_spend" else name)
            return f"SUMIFS({column},{within(table.column('day'), period)})"
        compute = getattr(self, f"_{name}")
        return str(compute(period, channel))

    # --- sales ---

    def _where(self, period: Period, channel: str | None, day: str | None = None) -> str:
        text = within(self.sales.column(day or self.sales.day), period)
        if self.business.leads:
            text += f",{self.sales.column('won')},{self.yes}"
        return text + (f',{self.sales.column("channel")},"{channel}"' if channel else "")

    def _sum(self, column: str, period: Period, channel: str | None, more: str = "") -> str:
        return f"SUMIFS({column},{self._where(period, channel)}{more})"

    def _count(self, period: Period, channel: str | None, more: str = "") -> str:
        return f"COUNTIFS({self._where(period, channel)}{more})"

    def _revenue(self, period: Period, channel: str | None) -> str:
        return self._sum(self.sales.column(self.sales.revenue), period, channel)

    def _orders(self, period: Period, channel: str | None) -> str:
        return self._count(period, channel)

    def _items(self, period: Period, channel: str | None) -> str:
        return self._sum(self.sales.column("items"), period, channel)

    def _cost_of_goods(self, period: Period, channel: str | None) -> str:
        return self._sum(self.sales.column("cost"), period, channel)

    def _refunds_of_orders(self, period: Period, channel: str | None) -> str:
        return self._sum(self.sales.column("refund"), period, channel)

    def _refunds_paid(self, period: Period, channel: str | None) -> str:
        return f"SUMIFS({self.sales.column('refund')},{self._where(period, channel, 'refund_day')})"

    # --- customers: one order per customer and day, so "no order since the first day" marks each customer once ---

    def helper(self, name: str) -> str:
        letter = "ABCDE"[self.helpers.index(name)]
        return f"Helper!${letter}$2:${letter}${self.sales.rows + 1}"

    def _customers(self, period: Period, channel: str | None) -> str:
        assert channel is None
        return self._count(period, None, f',{self.helper("before")},"<"&{day(period.first)}')

    def _repeat_customers(self, period: Period, channel: str | None) -> str:
        assert channel is None
        after = self.helper("after")
        again = f',{after},">"&0,{after},"<="&{day(period.last)}'
        return self._count(period, None, f',{self.helper("before")},"<"&{day(period.first)}{again}')

    def _retained_customers(self, period: Period, channel: str | None) -> str:
        assert channel is None
        before = self.helper("before")
        since = f',{before},">="&{day(period.previous().first)}'
        return self._count(period, None, f',{before},"<"&{day(period.first)}{since}')

    def _new_customers(self, period: Period, channel: str | None) -> str:
        return self._count(period, channel, f',{self.helper("profit")},">0"')

    def _new_customers_paid(self, period: Period, channel: str | None) -> str:
        names = [channel] if channel else self.business.channels
        parts = [f"IF({self._ad_spend(period, n)}>0,{self._new_customers(period, n)},0)" for n in names]
        return "(" + "+".join(parts) + ")"

    def _new_revenue(self, period: Period, channel: str | None) -> str:
        return self._sum(
            self.sales.column(self.sales.revenue), period, channel, "," + within(self.helper("first"), period)
        )

    def _cohort_profit(self, period: Period, channel: str | None) -> str:
        return self._sum(self.helper("profit"), period, channel)

    def _payback(self, period: Period) -> str:
        """Count the ages at which the cohort had not yet earned what was spent to win it."""
        last = max(order.day for order in self.business.orders)
        ages = months_between(period.first, last) + 1
        until = f'"<="&DATE({period.first.year},{period.first.month}+ROW($1:${ages}),0)'
        cohort = f"{within(self.helper('first'), period)},{self.sales.column('day')}"
        since_first = f'">="&{day(period.first)}'
        conditions = f"{cohort},{since_first},{self.sales.column('day')},{until}"
        revenue, cost = self.sales.column("revenue"), self.sales.column("cost")
        earned = f"SUMIFS({revenue},{conditions})-SUMIFS({cost},{conditions})"
        return f"SUMPRODUCT(--({earned}<{self._spend(period, None)}))"

    # --- totals tables ---

    def _total(self, table: str, field: str, period: Period, channel: str | None, more: str = "") -> str:
        columns = self.tables[table]
        where = within(columns.column("day"), period) + (f',{columns.column("channel")},"{channel}"' if channel else "")
        return f"SUMIFS({columns.column(field)},{where}{more})"

    def _spend(self, period: Period, channel: str | None) -> str:
        return self._total("spend", "amount", period, channel)

    def _ad_spend(self, period: Period, channel: str | None) -> str:
        kind, words = self.tables["spend"].column("kind"), KINDS[self.business.language]
        others = "".join(f',{kind},"<>{words[name]}"' for name in (SALARY, CONTRACTOR, SERVICE))
        return self._total("spend", "amount", period, channel, others)

    def _impressions(self, period: Period, channel: str | None) -> str:
        return self._total("spend", "impressions", period, channel)

    def _clicks(self, period: Period, channel: str | None) -> str:
        return self._total("spend", "clicks", period, channel)

    def _visits(self, period: Period, channel: str | None) -> str:
        return self._total("visits", "visits", period, channel)

    def _revenue_target(self, period: Period, channel: str | None) -> str:
        table = self.tables["targets"]
        name = "Выручка" if self.business.language == "ru" else "Revenue"
        where = f'{table.column("kpi")},"{name}",{table.column("channel")},"{channel or "="}"'
        return f"SUMIFS({table.column('value')},{within(table.column('month'), period)},{where})"

    # --- leads ---

    def _lead_count(self, period: Period, channel: str | None, more: str = "") -> str:
        table = self.tables["leads"]
        where = within(table.column("day"), period) + (f',{table.column("channel")},"{channel}"' if channel else "")
        return f"COUNTIFS({where}{more})"

    def _leads(self, period: Period, channel: str | None) -> str:
        return self._lead_count(period, channel)

    def _qualified_leads(self, period: Period, channel: str | None) -> str:
        return self._lead_count(period, channel, f",{self.tables['leads'].column('qualified')},{self.yes}")

    def _won_leads(self, period: Period, channel: str | None) -> str:
        return self._lead_count(period, channel, f",{self.tables['leads'].column('won')},{self.yes}")


def day(value: date) -> str:
    return f"DATE({value.year},{value.month},{value.day})"


def within(column: str, period: Period) -> str:
    return f'{column},">="&{day(period.first)},{column},"<="&{day(period.last)}'
