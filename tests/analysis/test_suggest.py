"""Suggested KPIs: the three kinds of business drawn by hand, and what may never be suggested."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpi_core.analysis import suggest as module
from kpi_core.analysis.suggest import CAUTIONS, SPARE, STARTERS, suggest
from kpi_core.language import LANGUAGES
from kpi_core.notes import SMALL_BASE
from kpi_core.periods import Period, month
from kpi_core.wording import SENTENCES
from tests.snapshots import cube, facts, leads, orders, spend


def months(count: int) -> list[Period]:
    """So many months, to October 2026."""
    first = 2026 * 12 + 9 - count + 1
    return [month((first + step) // 12, (first + step) % 12 + 1) for step in range(count)]


def shop(count: int, *, header: str = "date order_id customer_id channel revenue"):
    """Thirty customers a month, each buying once; the last sale is on the month's last day."""
    rows = [
        ((each.start + timedelta(step if step < 29 else each.days - 1)).isoformat(), f"{each} {step}", f"{each} {step}",
         "SEO", 100)
        for each in months(count) for step in range(30)
    ]  # fmt: skip
    return orders(*rows, header=header)


def gym(count: int, times: int = 1):
    """Thirty subscribers pay every month, so many times; each month one leaves and one comes."""
    rows = []
    for place, each in enumerate(months(count)):
        for who in range(place, place + 30):
            rows += [
                ((each.end - timedelta(time)).isoformat(), f"{each} {who} {time}", f"c{who}", "SEO", 100)
                for time in range(times)
            ]
    return orders(*rows)


def bought_ads(count: int):
    return spend(*[(each.start.isoformat(), "SEO", 500) for each in months(count)])


def test_a_shop_starts_with_growth_check_and_cac():
    found = suggest(cube(shop(14), bought_ads(14)))
    assert (found.kind, found.kpis) == ("shop", ("sales_growth_yoy", "average_check", "cac"))


def test_a_young_shop_gets_nothing_left_censored_and_nothing_undefined():
    """Eight months: no year before, and everyone looks new."""
    found = suggest(cube(shop(8), bought_ads(8)))
    assert found.kpis == ("sales_growth_mom", "average_check", "drr")
    assert found.picks[0].instead_of == (("sales_growth_yoy", "no_base"),)
    assert found.picks[2].instead_of == (("cac", "left_censored"),)
    assert "истории" in found.sentences("ru")[3] or "история" in found.sentences("ru")[3]


def test_leads_make_a_firm_that_lives_by_them():
    rows = [
        ((each.start + timedelta(step)).isoformat(), f"{each} {step}", "SEO", step % 4 == 0, each.end.isoformat())
        for each in months(14) for step in range(28)
    ]  # fmt: skip
    rows = [(*row[:4], row[4] if row[3] else None) for row in rows]
    found = suggest(cube(leads(*rows), bought_ads(14)))
    assert (found.kind, found.kpis) == ("leads", ("leads", "conversion_lead_sale", "cac"))


def test_the_same_payers_every_month_are_a_subscription():
    found = suggest(cube(gym(14), bought_ads(14)))
    assert (found.kind, found.kpis) == ("subscription", ("new_customers", "churn", "ltv_cac"))
    assert found.staying == pytest.approx(29 / 30)
    assert "96,7" in found.sentences("ru")[0]


def test_a_grocer_is_no_subscription_though_his_customers_stay():
    assert suggest(cube(gym(14, times=4), bought_ads(14))).kind == "shop"


def test_orders_that_name_their_lead_are_a_firm_that_lives_by_leads():
    data = cube(
        leads(("2026-10-01", "L1", "SEO", False, None), ("2026-10-31", "L2", "SEO", False, None)),
        orders(("2026-10-31", "1", "L1", 100), header="date order_id lead_id revenue"),
    )
    assert suggest(data).kind == "leads"


def test_poor_data_still_gets_what_it_can_answer():
    rows = [("2026-09-01", 100), ("2026-10-01", 120)]
    found = suggest(cube(facts("traffic", "date visits", rows, monthly=True)))
    assert found.kpis == ("visits",)
    assert suggest(cube(spend(("2026-10-31", "SEO", 5, 2), header="date channel spend clicks"))).kpis == (
        "spend",
        "cpc",
    )


def test_nothing_to_suggest_is_a_sentence():
    found = suggest(cube(shop(1)), months(14)[0])
    assert found.picks == ()
    assert len(found.sentences("en")) == 1


@pytest.mark.parametrize("count", [1, 3, 8, 13, 20])
@pytest.mark.parametrize("business", [shop, gym])
def test_no_suggested_kpi_is_undefined_or_left_censored(business, count):
    data = cube(business(count), bought_ads(count))
    found = suggest(data)
    assert 2 <= len(found.picks) <= 3
    assert len(set(found.kpis)) == len(found.kpis)
    for pick in found.picks:
        answer = data.kpi(pick.kpi, found.month)
        assert answer.value is not None
        assert "left_censored" not in answer.notes


def test_every_kpi_that_may_be_suggested_has_its_reason_in_words():
    names = {name for places in STARTERS.values() for place in places for name in place} | set(SPARE)
    assert not [name for name in names if f"suggest_{name}" not in SENTENCES]
    assert not [kind for kind in STARTERS if f"suggest_kind_{kind}" not in SENTENCES]
    for language in LANGUAGES:
        for note in CAUTIONS:
            assert SENTENCES[f"note_{note}"].of(language)


def test_the_fewest_customers_are_those_of_a_small_base():
    assert module.FEWEST_CUSTOMERS == SMALL_BASE
    assert date(2026, 10, 31) == months(1)[0].end
