"""Which values the Expected sheet of each workbook names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from .facts import Business

Request = tuple[str, str, str | None]

SALES = "revenue orders average_check new_customers"
COSTS = "spend ctr cpm cpc cpo cac cac_paid roas romi drr"
GROWTH = "sales_growth_mom average_check_change"
BASE = "new_revenue_share repeat_rate arppu"
MONTHLY = "retention churn ltv ltv_cac plan_attainment"

SHOP_ANY = f"{SALES} net_revenue refund_rate items_per_order visits clicks impressions {COSTS} {BASE} " + (
    "conversion_visit_order conversion_click_order conversion"
)
SHOP = [
    (f"{SHOP_ANY} {GROWTH} sales_growth_yoy {MONTHLY} run_rate", "2026-10"),
    (f"{SHOP_ANY} {GROWTH} sales_growth_yoy {MONTHLY} run_rate", "2026-09"),
    (f"{SHOP_ANY} {GROWTH} sales_growth_yoy {MONTHLY}", "2026-Q3"),
    (f"{SHOP_ANY} ltv ltv_cac", "2025"),
    (SHOP_ANY, "2026-10-01..2026-10-20"),
    (f"{SALES} cac ltv payback_months sales_growth_mom", "2025-01"),
    (f"{SALES} cac ltv payback_months sales_growth_yoy", "2025-11"),
    ("payback_months ltv ltv_cac", "2025-07"),
    ("sales_growth_mom sales_growth_yoy average_check_change retention churn", "2024-10"),
    ("sales_growth_yoy plan_attainment", "2025-09"),
    ("revenue orders cac drr conversion", "2024-09"),
    ("leads cpl conversion_lead_sale qualified_share", "2026-10"),
]
SHOP_CHANNEL = [
    (
        f"{SALES} net_revenue visits conversion_visit_order spend ctr cpc cpo cac roas romi drr sales_growth_mom ltv",
        "2026-10",
    ),
    ("revenue new_customers cac", "2026-Q3"),
    ("revenue orders new_customers", "2025"),
]
SHOP_BEFORE_START = "revenue orders average_check new_customers spend cac visits conversion_visit_order"

ZERO_SALES = "revenue orders new_customers spend average_check cpo cac drr roas romi"

LEADS_ANY = "leads qualified_leads qualified_share conversion_lead_sale conversion revenue orders average_check"
LEADS_COSTS = "spend ctr cpm cpc cpl cpo cac cac_paid roas romi drr conversion_click_lead conversion_click_order"
LEADS_MONTH = f"{LEADS_ANY} {LEADS_COSTS} conversion_lead_sale_calendar new_customers arppu"
LEADS = [
    (f"{LEADS_MONTH} {GROWTH} sales_growth_yoy repeat_rate retention plan_attainment ltv run_rate", "2026-10"),
    (f"{LEADS_MONTH} {GROWTH} sales_growth_yoy retention plan_attainment ltv", "2026-09"),
    (f"{LEADS_MONTH} {GROWTH} repeat_rate churn plan_attainment ltv_cac", "2026-Q3"),
    (f"{LEADS_ANY} new_customers repeat_rate cac cpl", "2025"),
    (f"{LEADS_ANY} new_customers spend cpl cac drr", "2026-10-01..2026-10-20"),
    ("conversion_lead_sale conversion_lead_sale_calendar sales_growth_mom sales_growth_yoy", "2025-05"),
    ("visits conversion_visit_lead conversion_visit_order items_per_order", "2026-10"),
    ("leads revenue cac", "2025-04"),
]
LEADS_CHANNEL = [
    ("leads qualified_share conversion_lead_sale orders revenue new_customers spend cpl cac drr roas", "2026-10"),
    ("leads conversion_lead_sale revenue cac", "2026-Q3"),
]

SUMMARY_ANY = (
    f"{SALES} leads visits spend ctr cpm cpc cpl cpo cac roas romi drr conversion conversion_lead_sale_calendar "
    "conversion_visit_lead conversion_click_lead conversion_visit_order conversion_click_order"
)
SUMMARY = [
    (f"{SUMMARY_ANY} {GROWTH} sales_growth_yoy run_rate", "2026-10"),
    (f"{SUMMARY_ANY} {GROWTH} sales_growth_yoy", "2026-09"),
    (f"{SUMMARY_ANY} {GROWTH}", "2026-Q3"),
    ("sales_growth_mom sales_growth_yoy", "2025-09"),
    ("sales_growth_yoy", "2026-08"),
    ("revenue leads cac ctr", "2025-08"),
    ("revenue spend cac conversion", "2026-10-01..2026-10-20"),
    ("items_per_order qualified_leads plan_attainment", "2026-10"),
]


def requests(business: Business) -> Iterator[Request]:
    plan = {"shop": (SHOP, SHOP_CHANNEL), "leads": (LEADS, LEADS_CHANNEL), "summary": (SUMMARY, [])}[business.kind]
    for kpis, period in plan[0]:
        for kpi in kpis.split():
            yield kpi, period, None
    for kpis, period in plan[1]:
        for kpi in kpis.split():
            for channel in business.channels:
                yield kpi, period, channel
    if business.kind == "shop":
        newcomer, planned = business.channels[2], business.channels[0]
        for kpi in SHOP_BEFORE_START.split():
            yield kpi, "2025-06", newcomer
        yield "sales_growth_mom", "2025-07", newcomer
        yield "sales_growth_yoy", "2026-06", newcomer
        yield "plan_attainment", "2026-10", planned
        yield "plan_attainment", "2026-Q3", planned
        yield "plan_attainment", "2026-10", newcomer
        paid = [row.day for row in business.spend if row.channel == newcomer]
        sold = {order.day for order in business.orders if order.channel == newcomer}
        for kpi in ZERO_SALES.split():
            yield kpi, _one_day(day for day in paid if day not in sold), newcomer
    if business.kind == "leads":
        channel = business.channels[-1]
        asked = {lead.day for lead in business.leads if lead.channel == channel}
        for kpi in ("leads", "qualified_share", "conversion_lead_sale"):
            yield kpi, _one_day(lead.day for lead in business.leads if lead.day not in asked), channel


def _one_day(days: Iterable[date]) -> str:
    """The last of the days, as a range."""
    last = max(days)
    return f"{last}..{last}"
