"""The unfinished month: by hand, by numpy's Weibull quantile, and back-tested on months made to order."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.analysis.forecast import additive, back_test, forecast, same_days
from kpi_core.analysis.pace import default_band, naive, quantile
from kpi_core.catalogue import catalogue
from kpi_core.periods import month, parse_period
from tests.snapshots import cube, facts, orders, spend

OCTOBER = parse_period("2026-10")


def shop(first, last, amount=lambda day: 100.0, **more):
    """An order a day."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return cube(orders(*((str(day), f"o{day}", f"c{day}", "SEO", amount(day)) for day in days)), **more)


STEADY = shop(date(2026, 1, 1), date(2026, 10, 20))


def test_steady_pace_is_carried_on_and_its_own_band_has_no_width():
    found = forecast(STEADY)
    assert (found.period, found.days, found.so_far) == (OCTOBER, 20, 2_000)
    assert (found.low, found.point, found.high) == pytest.approx((3_100, 3_100, 3_100))
    assert (found.band, found.months) == ("own", 9)
    assert found.sentence("ru").startswith("Выручка, прогноз на октябрь\xa02026: от 3\xa0100\xa0₽")


def test_point_is_the_run_rate_of_the_catalogue():
    assert forecast(STEADY).point == pytest.approx(STEADY.kpi("run_rate", OCTOBER).value)


def test_band_is_what_earlier_months_came_to_over_their_own_forecast():
    """Each month sells 100 a day for 20 days, then k times as much: of 30 days the ratio is (20 + 10k) ÷ 30."""
    factors = {number: 0.5 + number / 10 for number in range(1, 10)}
    firm = shop(date(2026, 1, 1), date(2026, 10, 20), lambda day: 100.0 if day.day <= 20 else 100 * factors[day.month])
    expected = []
    for number, factor in factors.items():
        days = month(2026, number).days
        expected.append((20 + (days - 20) * factor) / 20 / (days / 20))
    assert sorted(back_test(firm, "revenue", OCTOBER, 20)) == pytest.approx(sorted(expected))
    found = forecast(firm)
    assert found.low == pytest.approx(3_100 * np.quantile(expected, 0.1, method="weibull"))
    assert found.high == pytest.approx(3_100 * np.quantile(expected, 0.9, method="weibull"))
    assert found.low < found.point < found.high


def test_few_months_of_its_own_take_the_published_band():
    """Day 20 of 31: 0.09 · 1.9 = 17.1 %."""
    found = forecast(shop(date(2026, 7, 1), date(2026, 10, 20)))
    assert (found.band, found.months) == ("default", 3)
    assert found.low == pytest.approx(3_100 * (1 - 0.171), rel=1e-3)
    assert "трёх магазинов" in found.origin("ru")


def test_month_in_which_the_table_begins_is_no_test():
    """From 11 January: the first ten days are missing and not zero."""
    assert len(back_test(shop(date(2026, 1, 11), date(2026, 10, 20)), "revenue", OCTOBER, 20)) == 8


@pytest.mark.parametrize(("last", "reason"), [(6, "too_early"), (7, None)])
def test_no_forecast_before_the_seventh_day(last, reason):
    found = forecast(shop(date(2026, 1, 1), date(2026, 10, last)))
    assert found.reason == reason
    assert (found.point is None) == (found.low is None) == (reason is not None)
    assert found.so_far == last * 100
    if reason:
        assert "седьмого дня" in found.sentence("ru")


def test_complete_month_is_its_own_forecast():
    found = forecast(STEADY, period=parse_period("2026-09"))
    assert (found.low, found.point, found.high, found.band) == (3_000, 3_000, 3_000, "actual")
    assert "завершён" in found.sentence("ru")


def test_reasons():
    assert forecast(STEADY, "cac").reason == "not_additive"
    assert forecast(STEADY, "sales_growth_mom").reason == "not_additive"
    assert forecast(STEADY, "customers").reason == "not_additive"
    assert forecast(STEADY, "clicks").reason == "no_data"
    assert forecast(STEADY, period=parse_period("2026-12")).reason == "not_begun"
    assert forecast(STEADY, channel="нет такого").reason == "no_data"
    totals = cube(
        facts("summary", "date revenue", [("2026-09-01", 5), ("2026-10-01", 3)], monthly=True), as_of=date(2026, 10, 20)
    )
    assert forecast(totals).reason == "monthly_only"
    for kpi in ("cac", "clicks"):
        assert forecast(STEADY, kpi).sentence("ru")
        assert forecast(STEADY, kpi).sentence("en")


def test_another_table_has_its_own_last_day():
    """Spend is known to the 10th, sales to the 20th: 10 days of 100 make 3 100."""
    days = [date(2026, 1, 1) + timedelta(n) for n in range(283)]
    firm = cube(
        orders(
            *(
                (str(day), f"o{day}", "c", "SEO", 1.0)
                for day in [*days, *(days[-1] + timedelta(n) for n in range(1, 11))]
            )
        ),
        spend(*((str(day), "SEO", 100) for day in days)),
    )
    found = forecast(firm, "spend")
    assert (found.days, found.point) == (10, pytest.approx(3_100))
    assert forecast(firm, "orders").days == 20


def test_channel_by_itself():
    rows = [(f"2026-10-{day:02}", f"{name}{day}", "c", name, 10.0) for day in range(1, 11) for name in ("SEO", "VK")]
    firm = cube(orders(*rows, ("2026-10-10", "more", "c", "VK", 50.0)))
    parts = [forecast(firm, "revenue", OCTOBER, channel).point for channel in ("seo", "VK")]
    assert sum(parts) == pytest.approx(forecast(firm, "revenue", OCTOBER).point)


# -- same days ----------------------------------------------------------------------------------------------------


def test_same_days_of_the_month_before_and_of_a_year_before():
    """«Как на 20-е»: 1–20 October, 1–20 September, and 364 days before 1–20 October 2026: 2–21 October 2025."""
    firm = shop(date(2025, 1, 1), date(2026, 10, 20), lambda day: {2025: 100.0, 2026: 200.0 + day.month}[day.year])
    found = same_days(firm, "revenue")
    assert [str(each) for each in (found.current, found.previous, found.year_before)] == [
        "2026-10-01..2026-10-20", "2026-09-01..2026-09-20", "2025-10-02..2025-10-21",
    ]  # fmt: skip
    assert found.current.start.weekday() == found.year_before.start.weekday()
    assert (found.now.value, found.before.value, found.year.value) == (4_200, 4_180, 2_000)
    assert found.change("mom") == pytest.approx(4_200 / 4_180 - 1)
    assert found.change("yoy") == pytest.approx(1.1)


def test_shorter_month_before_ends_with_its_own_last_day():
    firm = shop(date(2026, 1, 1), date(2026, 3, 30))
    assert str(same_days(firm).previous) == "2026-02"
    assert same_days(firm).change("yoy") is None


def test_ratios_are_those_of_the_days():
    found = same_days(STEADY, "average_check")
    assert (found.now.value, found.before.value) == (100, 100)


# -- plain numbers ------------------------------------------------------------------------------------------------


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=40), st.floats(0.01, 0.99))
def test_quantile_is_numpys_weibull(values, p):
    assert quantile(values, p) == pytest.approx(np.quantile(values, p, method="weibull"), rel=1e-9, abs=1e-9)


@given(st.floats(1, 31))
def test_default_band_holds_the_point_and_closes_at_the_end(day):
    low, high = default_band(day)
    assert 0 < low <= 1 <= high
    assert high - 1 == pytest.approx(1 - low)
    assert default_band(31) == (1, 1)


@given(st.floats(0, 1e9), st.integers(1, 31))
def test_naive_of_a_whole_period_is_itself(so_far, days):
    assert naive(so_far, days, days) == pytest.approx(so_far)


def test_every_kpi_that_divides_is_not_additive():
    assert {name for name, kpi in catalogue().items() if additive(kpi)} == {
        "revenue", "net_revenue", "orders", "leads", "qualified_leads", "spend", "new_customers",
    }  # fmt: skip
