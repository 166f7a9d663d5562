"""Alerts: limits worked by hand, and the traps that must not alarm."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.analysis.alerts import alerts, chart_alerts, pacing_alerts, result_alerts, silence_alerts
from kpi_core.analysis.charts import p_chart, xmr
from kpi_core.errors import Finding
from kpi_core.periods import parse_period
from tests.snapshots import cube, facts, leads, orders, spend, target

OCTOBER = parse_period("2026-10")
MONTHS = ["2025-11", "2025-12", *(f"2026-{number:02}" for number in range(1, 11))]


def totals(values, header="date orders", **more):
    """A month a row; the last one is October 2026."""
    months = MONTHS[-len(values) :]
    rows = [
        (f"{month}-01", *(value if isinstance(value, tuple) else (value,)))
        for month, value in zip(months, values, strict=True)
    ]
    return cube(facts("summary", header, rows, monthly=True), **more)


# -- charts -------------------------------------------------------------------------------------------------------


def test_xmr_by_hand():
    """39 41 41 41 43 44 41 42 40 41 has mean 41.3 and the moving ranges 2 0 0 2 1 3 1 2 1: 12 ÷ 9."""
    low, high = xmr([39, 41, 41, 41, 43, 44, 41, 42, 40, 41])
    assert (low, high) == pytest.approx((41.3 - 2.66 * 12 / 9, 41.3 + 2.66 * 12 / 9))


def test_p_chart_by_hand():
    """Σ30 ÷ Σ300 = 0.1; 100 more: 0.1 ± 3 · 0.03. The months' own scatter is less than chance's."""
    assert tuple(p_chart([10, 9, 11], [100, 100, 100], 100)) == pytest.approx((0.01, 0.19))


def test_p_chart_widens_where_months_scatter_more_than_coins():
    """z = −10, 10, −10, 10 around a half of 10 000: moving ranges of 20, so 20 ÷ 1.128 times as wide."""
    low, high = p_chart([4_500, 5_500, 4_500, 5_500], [10_000] * 4, 10_000)
    assert high - 0.5 == pytest.approx(3 * 20 / 1.128 * 0.005)
    assert low == pytest.approx(1 - high)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.floats(-1e3, 1e3))
def test_xmr_limits_lie_around_the_mean_and_move_with_the_values(values, shift):
    low, high = xmr(values)
    mean = sum(values) / len(values)
    assert low <= mean + 1e-6
    assert mean <= high + 1e-6
    assert tuple(xmr([value + shift for value in values])) == pytest.approx((low + shift, high + shift), abs=1e-5)
    assert tuple(xmr(values[::-1])) == pytest.approx((low, high), abs=1e-5)


def test_months_alike_have_no_width():
    assert xmr([7.0] * 8) == (7.0, 7.0)
    assert p_chart([0, 0], [10, 20], 30) == (0.0, 0.0)


# -- KPIs out of the ordinary -------------------------------------------------------------------------------------


def test_fall_below_the_limits_is_a_warning_and_a_rise_worth_knowing():
    """100 102 98 100 102 98: mean 100, moving ranges 2 4 2 2 4: limits 100 ± 2.66 · 2.8 = 92.6 … 107.4."""
    base = [100, 102, 98, 100, 102, 98]
    (low,) = chart_alerts(totals([*base, 90]), OCTOBER, ["orders"])
    assert (low.level, low.code, low.value) == ("warning", "unusual_low", 90)
    assert (low.low, low.high) == pytest.approx((92.552, 107.448))
    assert "ниже обычного" in low.sentence("ru")
    (high,) = chart_alerts(totals([*base, 110]), OCTOBER, ["orders"])
    assert (high.level, high.code) == ("info", "unusual_high")
    assert list(chart_alerts(totals([*base, 107]), OCTOBER, ["orders"])) == []


def test_fewer_than_six_months_judge_nothing():
    assert list(chart_alerts(totals([100, 102, 98, 100, 102, 10]), OCTOBER, ["orders"])) == []


def test_the_judged_month_is_not_part_of_its_own_limits():
    """Seven months alike and one far off: with it inside, the moving range of 900 would swallow it."""
    (alert,) = chart_alerts(totals([100] * 7 + [1000]), OCTOBER, ["orders"])
    assert (alert.low, alert.high) == (100, 100)


def test_conversion_is_judged_by_its_own_visits():
    """10 % of 1000 visits each month. October: 5 of 20 visits is 25 %, and chance makes that of 20."""
    base = [(100, 1_000)] * 7
    few = totals([*base, (5, 20)], header="date orders visits")
    assert list(chart_alerts(few, OCTOBER, ["conversion_visit_order"])) == []
    many = totals([*base, (250, 1_000)], header="date orders visits")
    (alert,) = chart_alerts(many, OCTOBER, ["conversion_visit_order"])
    assert (alert.code, alert.high) == ("unusual_high", pytest.approx(0.1 + 3 * (0.09 / 1_000) ** 0.5))


def test_unfinished_month_is_not_judged():
    rows = [(f"{month}-{day:02}", f"{month}{day}", "a", "SEO", 5.0) for month in MONTHS for day in range(1, 29)]
    shop = cube(orders(*(row for row in rows if row[0] <= "2026-10-09")))
    assert list(chart_alerts(shop, OCTOBER, ["orders", "revenue"])) == []


def test_young_shop_is_not_alarmed_by_its_new_customers():
    bought = [
        (f"{month}-{day:02}", f"{month}{day}", f"{month}{day}", "SEO", 5.0)
        for month in MONTHS[3:]
        for day in range(1, 29)
    ]
    bought += [("2026-10-05", f"x{n}", f"x{n}", "SEO", 5.0) for n in range(200)]
    shop = cube(orders(*bought, ("2026-10-31", "z", "z", "SEO", 5.0)))
    found = list(chart_alerts(shop, OCTOBER, ["new_customers", "orders"]))
    assert {alert.kpi for alert in found} == {"orders"}


# -- spend --------------------------------------------------------------------------------------------------------


def daily(amount, days, **more):
    rows = [(f"2026-10-{day:02}", "VK", amount) for day in range(1, days + 1)]
    return cube(spend(*rows), targets=[target("2026-10", "spend", 31_000)], **more)


@pytest.mark.parametrize(("amount", "alarms"), [(1_000, False), (1_150, False), (1_151, True)])
def test_pace_of_spend_is_held_against_the_days_so_far(amount, alarms):
    """A plan of 31 000 is 10 000 by the tenth, and 11 500 with the 15 % allowed."""
    found = list(pacing_alerts(daily(amount, 10)))
    assert bool(found) is alarms
    if alarms:
        assert found[0].params["plan"] == pytest.approx(10_000)
        assert found[0].high == pytest.approx(11_500)
        assert "10\xa0000\xa0₽" in found[0].sentence("ru")
        assert "15,1" in found[0].sentence("ru")


def test_spend_without_a_result_and_impossible_ctr():
    firm = totals(
        [("VK", 30_000, 30_000, 0, 100, 48), ("Директ", 30_000, 30_000, 60, 1_000, 20)][:1],
        header="date channel ad_spend spend new_customers impressions clicks",
    )
    codes = {alert.code: alert for alert in result_alerts(firm, OCTOBER)}
    assert codes["no_results"].level == "info"
    assert codes["ctr_high"].value == 0.48
    rows = [("2026-10-01", "VK", 30_000, 30_000, 0), ("2026-10-01", "Директ", 30_000, 30_000, 60)]
    both = cube(facts("summary", "date channel ad_spend spend new_customers", rows, monthly=True))
    (alert,) = result_alerts(both, OCTOBER)
    assert (alert.level, alert.channel, alert.code) == ("warning", "VK", "no_results")
    assert "VK" in alert.sentence("en")


# -- data ---------------------------------------------------------------------------------------------------------


def calendar(silent_from=None, every=1):
    first = date(2026, 8, 1)
    rows = [(str(first + timedelta(day)), f"s{day}", "x", "SEO", 5.0) for day in range(92)]
    rows += [
        (str(first + timedelta(day)), f"v{day}", "x", "VK", 5.0)
        for day in range(0, 92, every)
        if silent_from is None or day < silent_from
    ]
    return cube(orders(*rows))


def test_channel_gone_silent_is_missed_after_a_week():
    (alert,) = silence_alerts(calendar(silent_from=84))
    assert (alert.code, alert.channel, alert.value) == ("no_rows", "VK", 8)
    assert alert.params["last"] == date(2026, 10, 23)
    assert "Продажи" in alert.sentence("ru")
    assert list(silence_alerts(calendar(silent_from=86))) == []
    assert list(silence_alerts(calendar())) == []


def test_channel_that_always_pauses_is_not_missed():
    """A sale every fourth day: three silent days are usual, eleven are not."""
    assert list(silence_alerts(calendar(every=4), silent_days=3)) == []
    assert [alert.value for alert in silence_alerts(calendar(silent_from=84, every=4))] == [11]


def test_disagreeing_total_is_an_error_and_comes_first():
    finding = Finding("error", "total_disagrees", {"column": "Расход", "stated": "10", "counted": "9"}, file="a.xlsx")
    firm = totals([100, 102, 98, 100, 102, 98, 90], findings=(finding,))
    found = alerts(firm, OCTOBER, kpis=["orders"])
    assert [alert.code for alert in found] == ["totals", "unusual_low"]
    assert found[0].sentence("ru").startswith("a.xlsx")
    assert found[1].as_dict("en")["period"] == "2026-10"


def test_nothing_at_all_gives_no_alert():
    assert alerts(cube()) == ()


def test_won_leads_are_no_orders_table_with_a_hole():
    """A channel of a lead firm sold daily and then nothing for two weeks: there is no orders table to look into."""
    rows = [
        (f"2026-0{month}-{day:02}", f"{month}/{day}", "VK", True, f"2026-0{month}-{day:02}")
        for month in (7, 8)
        for day in range(1, 29)
    ]
    rows += [(f"2026-09-{day:02}", f"9/{day}", "VK", False, None) for day in range(1, 29)]
    rows += [(f"2026-09-{day:02}", f"s9/{day}", "SEO", True, f"2026-09-{day:02}") for day in range(1, 29)]
    firm = cube(leads(*rows))
    assert [alert.params["table"] for alert in silence_alerts(firm)] == []
