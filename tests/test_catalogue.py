"""The catalogue: every KPI holds what the design promises, with no list of KPIs repeated here but the contract's."""

from __future__ import annotations

import inspect

import pandas as pd
import pytest

from kpi_core.catalogue import CATEGORIES, catalogue, find, measure_kpis
from kpi_core.errors import UsageError
from kpi_core.formula import first_reach, ratio
from kpi_core.measures import MEASURES
from kpi_core.registry import Kpi, kpi

# The identifiers of the catalogue, part A: the contract that others build on.
IDENTIFIERS = [
    "revenue",
    "net_revenue",
    "refund_rate",
    "sales_growth_mom",
    "sales_growth_yoy",
    "orders",
    "average_check",
    "average_check_change",
    "items_per_order",
    "leads",
    "qualified_leads",
    "qualified_share",
    "conversion_visit_lead",
    "conversion_click_lead",
    "conversion_visit_order",
    "conversion_lead_sale",
    "conversion_lead_sale_calendar",
    "conversion_click_order",
    "conversion",
    "ctr",
    "spend",
    "cpm",
    "cpc",
    "cpl",
    "cpo",
    "cac",
    "cac_paid",
    "roas",
    "romi",
    "drr",
    "new_customers",
    "new_revenue_share",
    "repeat_rate",
    "retention",
    "churn",
    "arppu",
    "ltv",
    "ltv_cac",
    "payback_months",
    "plan_attainment",
    "run_rate",
]

every_kpi = pytest.mark.parametrize("each", catalogue().values(), ids=lambda each: each.name)


def test_identifiers_are_the_contract():
    assert set(catalogue()) == set(IDENTIFIERS)
    assert len(IDENTIFIERS) == 41


@every_kpi
def test_names_and_texts_are_whole(each: Kpi):
    assert each.category in CATEGORIES
    for text in (*each.label, *each.summary):
        assert text
        assert text == text.strip()
    assert all(summary.endswith(".") for summary in each.summary)
    assert len(set(each.label)) >= 1


@every_kpi
def test_docstring_tells_what_a_reader_needs(each: Kpi):
    """Meaning, parameters, result, the rival convention, a worked example and the source."""
    text = inspect.getdoc(each.function) or ""
    for part in ("Parameters\n---", "Returns\n---", "Notes\n---", "Source:", "Examples\n---", ">>> "):
        assert part in text, part
    assert all(f"{parameter}" in text for parameter in each.parameters)


@every_kpi
def test_table_agrees_with_single_values(each: Kpi):
    series = {measure.name for measure in MEASURES.values() if measure.how == "series"}
    columns = {
        name: [[1.0, 2.0], [0.0], [5.0, 900.0]] if name in series else [0.0, 7.0, 1200.0] for name in each.parameters
    }
    table = pd.DataFrame(columns)
    before = table.copy(deep=True)

    by_table = each(**{name: table[name] for name in table})
    by_row = pd.Series([each(**row) for row in table.to_dict("records")])

    pd.testing.assert_series_equal(by_table, by_row, check_names=False, check_dtype=False)
    pd.testing.assert_frame_equal(table, before)


@every_kpi
def test_formula_text_and_value_say_the_same(each: Kpi):
    """The symbolic formula, evaluated, gives the number that the function gives: the explanation cannot drift."""
    if each.name == "payback_months":
        known = {"cohort_gross_profit_by_age": [40.0, 30.0, 20.0], "new_customers": 2.0, "spend": 70.0}
        assert each(**known) == 1.0
        return
    known = {name: float(number) for number, name in enumerate(each.parameters, start=3)}
    assert each.formula.value(known) == pytest.approx(each(**known), rel=1e-15)
    assert list(dict.fromkeys(each.formula.parameters())) == sorted(
        set(each.parameters), key=list(dict.fromkeys(each.formula.parameters())).index
    )


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("cac", "cac"),
        ("САС", "cac"),
        ("КРI_САС", "cac"),
        ("KPI_CAC", "cac"),
        ("Средний чек", "average_check"),
        ("средний  чек", "average_check"),
        ("ДРР", "drr"),
        ("Average check", "average_check"),
        ("clicks", "clicks"),
        ("Визиты", "visits"),
        ("sales-growth-yoy", "sales_growth_yoy"),
        ("Конверсия лид -> продажа", "conversion_lead_sale"),
    ],
)
def test_find_takes_what_people_write(spelling: str, name: str):
    assert find(spelling).name == name


def test_unknown_kpi_offers_the_near_name():
    with pytest.raises(UsageError) as failure:
        find("convertion")
    assert failure.value.code == "kpi_unknown_near"
    assert failure.value.params["near"] == "conversion"
    with pytest.raises(UsageError) as failure:
        find("щщщ")
    assert failure.value.code == "kpi_unknown"


def test_measures_answer_by_their_own_names():
    assert {"clicks", "visits", "impressions", "customers", "ad_spend"} <= set(measure_kpis())
    assert not set(measure_kpis()) & set(catalogue())


def test_registry_refuses_a_duplicate_and_an_unknown_measure():
    words = {"ru": ("а", "б."), "en": ("a", "b."), "unit": "money", "better": "lower"}

    def cac(spend):
        return spend

    with pytest.raises(ValueError, match="defined twice"):
        kpi(**words)(cac)

    def cost_of_fame(fame):
        return fame

    with pytest.raises(ValueError, match="unknown measures: fame"):
        kpi(**words)(cost_of_fame)


def test_ratio_of_a_series_leaves_zero_denominators_undefined():
    result = ratio(pd.Series([1.0, 2.0]), pd.Series([0.0, 4.0]))
    assert result.isna().tolist() == [True, False]
    assert result[1] == 0.5


def test_first_reach_starts_at_age_zero():
    assert first_reach([10, 0, 5], 10) == 0.0
    assert first_reach([10, 0, 5], 15) == 2.0
