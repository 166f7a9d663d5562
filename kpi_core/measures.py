"""The measures: additive quantities taken from rows. One entry each; a KPI's parameters are their names.

`how` tells the engine how a measure comes about:

=========  ==============================================================================================
sum        added up over rows, days and channels
distinct   different identifiers, counted again for every period asked, never added up over months
paid       a sum over the channels that had advertising spend in the asked period
cohort     follows the customers first bought, or the leads created, in the period to the end of the data
series     a cohort by age: a tuple of amounts, one for each month since the first
calendar   days of the period, as far as the data reaches
plan       a row of the targets table
=========  ==============================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kpi_core.language import Text

How = Literal["sum", "distinct", "paid", "cohort", "series", "calendar", "plan"]
Unit = Literal["money", "ratio", "percent", "count", "days", "months"]

PREVIOUS, YEAR_BEFORE = "_previous", "_year_before"


@dataclass(frozen=True, slots=True)
class Measure:
    """One additive quantity.

    Attributes
    ----------
    name : str
        What KPI functions call it.
    table : str
        The fact table it comes from (see `kpi_core.snapshot.TABLES`); "" for the calendar.
    how : str
        How it is aggregated, see the module.
    unit : str
        "money" or "count" (or "days").
    label : Text
        What people call it.
    """

    name: str
    table: str
    how: How
    unit: Unit
    label: Text


def _entry(name: str, table: str, how: How, unit: Unit, ru: str, en: str) -> Measure:
    return Measure(name, table, how, unit, Text(ru, en))


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        _entry("revenue", "orders", "sum", "money", "выручка", "revenue"),
        _entry("refund", "orders", "sum", "money", "возвраты", "refunds"),
        _entry(
            "refund_of_orders",
            "orders",
            "sum",
            "money",
            "возвраты по заказам периода",
            "refunds of the period's orders",
        ),
        _entry("cost_of_goods", "orders", "sum", "money", "себестоимость", "cost of goods"),
        _entry("gross_profit", "orders", "sum", "money", "валовая прибыль", "gross profit"),
        _entry("items", "orders", "sum", "count", "товары", "items"),
        _entry("orders", "orders", "sum", "count", "заказы", "orders"),
        _entry("new_customers", "orders", "sum", "count", "новые клиенты", "new customers"),
        _entry("customers", "orders", "distinct", "count", "клиенты", "customers"),
        _entry(
            "repeat_customers",
            "orders",
            "distinct",
            "count",
            "клиенты с двумя и более заказами",
            "customers with two or more orders",
        ),
        _entry(
            "retained_customers",
            "orders",
            "distinct",
            "count",
            "клиенты и прошлого, и этого периода",
            "customers of both the period before and this one",
        ),
        _entry(
            "new_customer_revenue",
            "orders",
            "distinct",
            "money",
            "выручка от новых клиентов",
            "revenue from new customers",
        ),
        _entry(
            "cohort_gross_profit", "orders", "cohort", "money", "валовая прибыль когорты", "gross profit of the cohort"
        ),
        _entry(
            "cohort_gross_profit_by_age",
            "orders",
            "series",
            "money",
            "валовая прибыль когорты по месяцам жизни",
            "gross profit of the cohort by month of age",
        ),
        _entry("spend", "spend", "sum", "money", "расходы на маркетинг", "marketing costs"),
        _entry("ad_spend", "spend", "sum", "money", "расходы на рекламу", "advertising spend"),
        _entry("impressions", "spend", "sum", "count", "показы", "impressions"),
        _entry("clicks", "spend", "sum", "count", "клики", "clicks"),
        _entry("paid_ad_spend", "spend", "paid", "money", "расходы платных каналов", "spend of paid channels"),
        _entry(
            "paid_new_customers",
            "orders",
            "paid",
            "count",
            "новые клиенты платных каналов",
            "new customers of paid channels",
        ),
        _entry("leads", "leads", "sum", "count", "лиды", "leads"),
        _entry("qualified_leads", "leads", "sum", "count", "целевые лиды", "qualified leads"),
        _entry("won_leads", "leads", "cohort", "count", "продажи из лидов периода", "sales from the period's leads"),
        _entry("sales", "leads", "sum", "count", "продажи", "sales"),
        _entry("visits", "traffic", "sum", "count", "визиты", "visits"),
        _entry("users", "traffic", "distinct", "count", "посетители", "users"),
        _entry("target_revenue", "targets", "plan", "money", "план выручки", "planned revenue"),
        _entry("elapsed_days", "", "calendar", "days", "дней прошло", "days elapsed"),
        _entry("period_days", "", "calendar", "days", "дней в периоде", "days in the period"),
    )
}


@lru_cache(1024)
def split_shift(parameter: str) -> tuple[str, str]:
    """A KPI's parameter as the measure and its shift: "", "_previous" or "_year_before".

    Examples
    --------
    >>> split_shift("revenue_year_before")
    ('revenue', '_year_before')
    """
    for suffix in (PREVIOUS, YEAR_BEFORE):
        if parameter.endswith(suffix):
            return parameter.removesuffix(suffix), suffix
    return parameter, ""


def parameter_label(parameter: str) -> Text:
    """What people call a parameter: the measure, with the earlier period it is taken from."""
    name, shift = split_shift(parameter)
    label = MEASURES[name].label
    if shift == PREVIOUS:
        return Text(f"{label.ru} прошлого периода", f"{label.en} of the previous period")
    if shift == YEAR_BEFORE:
        return Text(f"{label.ru} год назад", f"{label.en} a year before")
    return label


def unknown_measures(parameters: Iterable[str]) -> list[str]:
    """Those parameters that name no measure."""
    return [parameter for parameter in parameters if split_shift(parameter)[0] not in MEASURES]
