"""Signal and noise: against scipy and statsmodels to nine digits, identities, and what the cube is asked."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kpi_core.analysis import distributions as own
from kpi_core.analysis.amounts import Sum, one_average, one_sum, sum_ratio, two_sums, welch, welch_log
from kpi_core.analysis.counts import (
    count_interval,
    most_for_zero,
    one_count,
    rate_difference,
    rate_ratio,
    share_interval,
    two_counts,
)
from kpi_core.analysis.judging import kind_of
from kpi_core.analysis.proportions import (
    fisher,
    holm,
    newcombe,
    one_proportion,
    pooled_z,
    two_proportions,
    wilson,
)
from kpi_core.analysis.significance import significant, significant_channels
from kpi_core.catalogue import catalogue
from kpi_core.periods import parse_period
from kpi_core.wording import SENTENCES
from tests.snapshots import cube, facts, leads, orders, spend, target

stats = pytest.importorskip("scipy.stats")
rates = pytest.importorskip("statsmodels.stats.rates")
proportion = pytest.importorskip("statsmodels.stats.proportion")
multitest = pytest.importorskip("statsmodels.stats.multitest")

OCTOBER, SEPTEMBER = parse_period("2026-10"), parse_period("2026-09")
NEAR = {"rel": 1e-9, "abs": 1e-9}

counted = st.integers(0, 3_000).flatmap(lambda trials: st.tuples(st.integers(0, trials + 1), st.just(trials + 1)))
exposures = st.floats(0.5, 1e6)
amounts = st.lists(st.integers(100, 10**7).map(lambda kopecks: kopecks / 100), min_size=3, max_size=40).filter(
    lambda values: len(set(values)) > 1
)


def near(value):
    return pytest.approx(value, **NEAR)


# -- against scipy and statsmodels --------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(counted)
def test_wilson_is_statsmodels(pair):
    assert wilson(*pair) == near(proportion.proportion_confint(*pair, method="wilson"))


@settings(max_examples=200, deadline=None)
@given(counted, counted)
def test_newcombe_is_statsmodels(now, before):
    expected = proportion.confint_proportions_2indep(*now, *before, method="newcomb", compare="diff")
    assert newcombe(*now, *before) == near(expected)


@settings(max_examples=200, deadline=None)
@given(counted, counted)
def test_pooled_z_is_statsmodels(now, before):
    assume(0 < now[0] + before[0] < now[1] + before[1])
    expected = proportion.proportions_ztest([now[0], before[0]], [now[1], before[1]])[1]
    assert pooled_z(*now, *before) == near(expected)


@pytest.mark.parametrize(
    "table",
    [(3, 4, 1, 4), (0, 12, 5, 9), (1, 100, 8, 90), (2, 31, 14, 17), (4, 2_000, 1, 1_900), (7, 9_000_000, 0, 5_000_000),
     (300, 320, 19, 25)],
)  # fmt: skip
def test_fisher_is_scipy(table):
    k, n, k_before, n_before = table
    expected = stats.fisher_exact([[k, n - k], [k_before, n_before - k_before]]).pvalue
    assert fisher(*table) == near(expected)


@settings(max_examples=200, deadline=None)
@given(st.tuples(st.integers(0, 30), st.integers(0, 30)), st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_fisher_by_whole_numbers(now, before):
    """The oracle counts combinations exactly: no tie is lost to a rounded float."""
    (k, failed), (k_before, failed_before) = now, before
    n, n_before, both = k + failed, k_before + failed_before, k + k_before
    ways = {
        j: math.comb(n, j) * math.comb(n_before, both - j) for j in range(max(0, both - n_before), min(n, both) + 1)
    }
    expected = Fraction(sum(way for way in ways.values() if way <= ways[k]), sum(ways.values()))
    assert fisher(k, n, k_before, n_before) == near(float(expected))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 400), exposures, st.integers(0, 400), exposures)
def test_two_counts_is_binomtest(count, exposure, count_before, exposure_before):
    assume(count + count_before)
    expected = stats.binomtest(count, count + count_before, exposure / (exposure + exposure_before)).pvalue
    assert two_counts(count, exposure, count_before, exposure_before) == near(expected)


@pytest.mark.parametrize(("count", "before"), [(1_000_000, 1_003_000), (120_000, 121_500), (5, 2_000_000)])
def test_a_million_clicks_keep_their_digits(count, before):
    expected = stats.binomtest(count, count + before, 31 / 61).pvalue
    assert two_counts(count, 31, before, 30) == near(expected)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_share_interval_is_scipy_exact(pair):
    expected = stats.binomtest(*pair, 0.5).proportion_ci(0.95, "exact")
    assert share_interval(*pair) == near(tuple(expected))


@settings(max_examples=100, deadline=None)
@given(counted, st.floats(0.001, 0.999))
def test_one_proportion_is_binomtest(pair, share):
    assert one_proportion(*pair, share) == near(stats.binomtest(*pair, share).pvalue)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 300), st.floats(0.05, 300))
def test_one_count_adds_up_what_is_no_likelier(count, expected):
    """By definition, over every count that could matter."""
    chances = stats.poisson.pmf(range(1_000), expected)
    total = sum(chance for chance in chances if chance <= chances[count] * (1 + 1e-7))
    assert one_count(count, expected) == near(min(1.0, total))


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 500), exposures, st.integers(1, 500), exposures)
def test_intervals_of_rates_are_statsmodels(count, exposure, before, exposure_before):
    assert count_interval(count) == near(rates.confint_poisson(count, 1, method="score"))
    expected = rates.confint_poisson_2indep(
        count, exposure, before, exposure_before, method="mover", compare="diff", method_mover="score"
    )
    assert rate_difference(count, exposure, before, exposure_before) == near(expected)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_is_statsmodels(values):
    assert holm(values) == near(multitest.multipletests(values, method="holm")[1])


@settings(max_examples=100, deadline=None)
@given(amounts, amounts)
def test_welch_is_scipy(now, before):
    expected = stats.ttest_ind(now, before, equal_var=False)
    found = welch(now, before)
    assert found.p == near(expected.pvalue)
    assert found.interval == pytest.approx(tuple(expected.confidence_interval()), rel=1e-9, abs=1e-6)
    logs = stats.ttest_ind([math.log(x) for x in now], [math.log(x) for x in before], equal_var=False)
    assert welch_log(now, before).p == near(logs.pvalue)


@settings(max_examples=50, deadline=None)
@given(amounts, st.floats(1, 1e5))
def test_one_average_is_scipy(now, expected):
    assert one_average(now, expected).p == near(stats.ttest_1samp(now, expected).pvalue)


@settings(max_examples=100, deadline=None)
@given(st.integers(10, 2_000), exposures, st.integers(10, 2_000), exposures)
def test_sums_of_equal_orders_are_the_z_test_of_a_share(count, exposure, before, exposure_before):
    """Orders of one size: the share of the first period, tested with the variance that its expectation has."""
    share = exposure / (exposure + exposure_before)
    expected = proportion.proportions_ztest(count, count + before, share, prop_var=share)[1]
    found = two_sums(Sum(count, count, count), exposure, Sum(before, before, before), exposure_before)
    assert found == near(expected)


@settings(max_examples=100, deadline=None)
@given(st.floats(0.3, 1e5), st.floats(0.3, 1e5), st.floats(0.001, 0.999))
def test_beta_and_t_are_scipy(a, b, x):
    assert own.beta_cdf(x, a, b) == near(stats.beta.cdf(x, a, b))
    assert own.t_two_sided(x * 8, a) == near(2 * stats.t.sf(x * 8, a))
    assert own.t_quantile(0.9 + x / 10, a + 0.7) == pytest.approx(stats.t.ppf(0.9 + x / 10, a + 0.7), rel=1e-9)


def test_zero_sales_bound_is_the_exact_poisson_one():
    """Garwood's one-sided upper bound for zero events is half the 95 % quantile of χ² with two degrees of freedom."""
    assert most_for_zero() == near(stats.chi2.ppf(0.95, 2) / 2)


# -- identities ---------------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(counted, counted)
def test_shares_swap_and_intervals_hold_the_estimate(now, before):
    assert two_proportions(*now, *before)[0] == near(two_proportions(*before, *now)[0])
    low, high = newcombe(*now, *before)
    assert (-high, -low) == near(tuple(newcombe(*before, *now)))
    assert low <= now[0] / now[1] - before[0] / before[1] <= high
    for pair in (now, before):
        assert wilson(*pair).low <= pair[0] / pair[1] <= wilson(*pair).high


@given(counted)
def test_no_difference_of_shares_is_p_one(pair):
    assert two_proportions(*pair, *pair)[0] == near(1.0)
    assert pooled_z(*pair, *pair) == 1.0


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 400), exposures, st.integers(0, 400), exposures)
def test_rates_swap_and_intervals_hold_the_estimate(count, exposure, before, exposure_before):
    assert two_counts(count, exposure, before, exposure_before) == near(
        two_counts(before, exposure_before, count, exposure)
    )
    low, high = rate_difference(count, exposure, before, exposure_before)
    assert low <= count / exposure - before / exposure_before <= high
    if count + before:
        low, high = rate_ratio(count, exposure, before, exposure_before)
        ratio = count / exposure / (before / exposure_before) if before else math.inf
        assert low * (1 - 1e-9) <= ratio <= high * (1 + 1e-9)


@given(st.integers(0, 5_000), st.floats(1, 400))
def test_no_difference_of_rates_is_p_one(count, exposure):
    assert two_counts(count, exposure, count, exposure) == 1.0


@settings(max_examples=100, deadline=None)
@given(amounts, exposures, amounts, exposures)
def test_sums_swap_and_the_interval_holds_the_ratio(now, exposure, before, exposure_before):
    one, other = (Sum(sum(each), sum(x * x for x in each), len(each)) for each in (now, before))
    swapped = two_sums(other, exposure_before, one, exposure)
    assert two_sums(one, exposure, other, exposure_before) == (None if swapped is None else near(swapped))
    assert two_sums(one, exposure, one, exposure) in (None, 1.0)
    low, high = sum_ratio(one, exposure, other, exposure_before)
    assert low <= one.total / exposure / (other.total / exposure_before) <= high
    planned = one_sum(one, one.total)
    assert planned is None or (planned[0] == 1.0 and planned[1].low <= one.total <= planned[1].high)


@given(st.permutations([0.001, 0.02, 0.02, 0.3, 0.9]))
def test_holm_is_monotone_whatever_the_order(values):
    adjusted = dict(zip(values, holm(values), strict=True))
    assert [adjusted[p] for p in sorted(adjusted)] == sorted(adjusted.values())
    assert all(adjusted[p] >= p for p in adjusted)
    assert adjusted == dict(zip(sorted(values), holm(sorted(values)), strict=True))


def test_one_huge_order_is_no_growth():
    """September: 30 orders of 100. October: 30 of 100 and one of 100 000. Revenue has grown 34-fold by one client."""
    september = Sum(3_000, 30 * 100**2, 30)
    october = Sum(103_000, 30 * 100**2 + 100_000**2, 31)
    assert two_sums(october, 31, september, 30) > 0.25


# -- the cube -----------------------------------------------------------------------------------------------------


def summary(*rows, header="date orders visits clicks impressions leads spend ad_spend new_customers", monthly=True):
    return facts("summary", header, rows, monthly=monthly)


FIRM = summary(
    ("2025-10-01", 90, 9_000, 900, 90_000, 200, 90_000, 90_000, 60),
    ("2026-09-01", 100, 10_000, 1_000, 100_000, 200, 100_000, 100_000, 50),
    ("2026-10-01", 150, 10_000, 1_040, 100_000, 208, 100_000, 100_000, 80),
)


def test_rise_of_half_in_conversion_is_a_signal_and_its_interval_is_newcombes():
    """1.0 % → 1.5 % of 10 000 visits each."""
    verdict = significant(cube(FIRM), "conversion_visit_order", OCTOBER)
    expected = proportion.proportions_ztest([150, 100], [10_000, 10_000])[1]
    assert (verdict.test, verdict.significant) == ("pooled_z", True)
    assert verdict.p == near(expected)
    assert verdict.change == near(0.005)
    assert (verdict.low, verdict.high) == near(tuple(newcombe(150, 10_000, 100, 10_000)))


def test_four_percent_more_clicks_are_noise():
    verdict = significant(cube(FIRM), "ctr", OCTOBER)
    assert verdict.significant is False
    assert verdict.sentence("ru").startswith("Разница в пределах обычного разброса")
    assert "п.п.)." in verdict.sentence("ru")


def test_counts_take_the_days_for_exposure():
    """200 leads in 30 days, 208 in 31: the same pace."""
    verdict = significant(cube(FIRM), "leads", OCTOBER)
    assert verdict.p == near(stats.binomtest(208, 408, 31 / 61).pvalue)
    assert verdict.change == near(208 / 31 / (200 / 30) - 1)


def test_cost_takes_the_spend_for_exposure():
    """CAC fell from 2000 to 1250 at the same spend: 80 of 130 customers in October."""
    verdict = significant(cube(FIRM), "cac", OCTOBER)
    assert verdict.p == near(stats.binomtest(80, 130, 0.5).pvalue)
    assert verdict.change == near(1250 / 2000 - 1)
    assert verdict.low < verdict.change < verdict.high < 0


def test_year_on_year_asks_the_month_a_year_before():
    assert significant(cube(FIRM), "orders", OCTOBER, against="yoy").p == near(stats.binomtest(150, 240, 0.5).pvalue)


def test_spend_is_decided_and_money_without_rows_is_not_tested():
    firm = cube(FIRM)
    assert significant(firm, "spend", OCTOBER).reason == "decided"
    assert significant(firm, "cpm", OCTOBER).reason == "no_test"
    assert significant(firm, "revenue", OCTOBER).reason in ("no_data", "no_order_rows")
    assert significant(firm, "orders", parse_period("2025-10")).reason == "no_base"
    assert significant(firm, "orders", OCTOBER, "нет такого").reason == "no_data"


def test_more_results_than_trials_is_capped():
    """Phone leads have no visit."""
    firm = cube(summary(("2026-09-01", 90, 80), ("2026-10-01", 100, 80), header="date leads visits"))
    assert significant(firm, "conversion_visit_lead", OCTOBER).reason == "capped"


def test_plan_is_a_number_without_chance():
    plan = [target("2026-10", "orders", 120), target("2026-10", "cac", 1000), target("2026-10", "ctr", 0.01)]
    firm = cube(FIRM, targets=plan)
    count = significant(firm, "orders", OCTOBER, against="plan")
    assert (count.test, count.change) == ("poisson", near(0.25))
    assert count.p == near(
        sum(p for k in range(600) if (p := stats.poisson.pmf(k, 120)) <= stats.poisson.pmf(150, 120))
    )
    cost = significant(firm, "cac", OCTOBER, against="plan")
    assert cost.p == near(one_count(80, 100.0))
    assert cost.change == near(0.25)
    assert cost.low < 0.25 < cost.high
    share = significant(firm, "ctr", OCTOBER, against="plan")
    assert share.p == near(stats.binomtest(1_040, 100_000, 0.01).pvalue)
    assert significant(firm, "leads", OCTOBER, against="plan").reason == "no_plan"


def shop(september, october, **more):
    bought = [(f"2026-09-{n % 30 + 1:02}", f"s{n}", f"a{n}", "SEO", amount) for n, amount in enumerate(september)]
    bought += [(f"2026-10-{n % 31 + 1:02}", f"o{n}", f"b{n}", "SEO", amount) for n, amount in enumerate(october)]
    return cube(orders(*bought), **more)


def test_average_check_is_welch_on_logarithms():
    september, october = [100.0 + n % 37 for n in range(60)], [150.0 + n % 41 for n in range(62)]
    verdict = significant(shop(september, october), "average_check", OCTOBER)
    expected = stats.ttest_ind([math.log(x) for x in october], [math.log(x) for x in september], equal_var=False)
    assert (verdict.test, verdict.p) == ("welch_log", near(expected.pvalue))
    assert verdict.low < verdict.change < verdict.high


def test_an_order_of_zero_has_no_logarithm():
    september, october = [0.0, *(100.0 + n for n in range(40))], [100.0 + n for n in range(40)]
    verdict = significant(shop(september, october), "average_check", OCTOBER)
    assert verdict.test == "welch"
    assert verdict.p == near(stats.ttest_ind(october, september, equal_var=False).pvalue)


def test_typical_order_up_and_average_down_is_not_told_by_logarithms():
    september = [10.0] * 49 + [12.0, 100_000.0]
    october = [20.0] * 49 + [22.0, 24.0]
    verdict = significant(shop(september, october), "average_check", OCTOBER)
    assert (verdict.test, verdict.significant) == ("welch", False)


def test_lines_of_one_order_are_one_order():
    rows = [(f"2026-{m}-{d:02}", f"{m}{d}", "x", "SEO", 50.0 + d) for m in ("09", "10") for d in range(1, 21)]
    whole, split = cube(orders(*rows)), cube(orders(*((*row[:4], row[4] / 2) for row in rows for _ in range(2))))
    for kpi in ("revenue", "average_check", "orders"):
        assert significant(whole, kpi, OCTOBER).p == near(significant(split, kpi, OCTOBER).p)


def test_revenue_is_a_compound_poisson_sum():
    september, october = [100.0 + n % 37 for n in range(60)], [100.0 + n % 41 for n in range(93)]
    verdict = significant(shop(september, october), "revenue", OCTOBER)
    part, total = 31 / 61, sum(october) + sum(september)
    z = (sum(october) - part * total) / math.sqrt(part * (1 - part) * sum(x * x for x in october + september))
    assert verdict.p == near(2 * stats.norm.sf(abs(z)))
    assert verdict.change == near(sum(october) / 31 / (sum(september) / 30) - 1)
    growth = significant(shop(september, october), "sales_growth_mom", OCTOBER, against="yoy")
    assert (growth.p, growth.change) == (verdict.p, verdict.change)


def test_returns_take_the_spend_for_exposure():
    september, october = [100.0] * 60, [100.0] * 60
    bought = [(f"2026-09-{n % 30 + 1:02}", f"s{n}", "SEO", x) for n, x in enumerate(september)]
    bought += [(f"2026-10-{n % 31 + 1:02}", f"o{n}", "SEO", x) for n, x in enumerate(october)]
    firm = cube(
        orders(*bought, header="date order_id channel revenue"),
        spend(("2026-09-01", "SEO", 1_000), ("2026-10-01", "SEO", 3_000), monthly=True),
    )
    found = {kpi: significant(firm, kpi, OCTOBER) for kpi in ("roas", "romi", "drr")}
    assert len({verdict.p for verdict in found.values()}) == 1
    assert found["roas"].change == near(2 / 6 - 1)
    assert found["romi"].change == near(2 - 6)
    assert found["drr"].change == near(1 / 2 - 1 / 6)
    for verdict in found.values():
        assert verdict.low < verdict.change < verdict.high


def test_young_history_forbids_a_verdict_on_new_customers():
    rows = [(f"2026-{m}-{d:02}", f"{m}{d}", f"{m}{d}", "SEO", 5.0) for m in ("09", "10") for d in range(1, 31)]
    money = spend(("2026-09-01", "SEO", 100), ("2026-10-01", "SEO", 500), monthly=True)
    firm = cube(orders(*rows, ("2026-10-31", "z", "z", "SEO", 5.0)), money)
    assert significant(firm, "cac", OCTOBER).reason == "left_censored"
    assert significant(firm, "new_customers", OCTOBER).significant is None
    assert significant(firm, "cpo", OCTOBER).significant is not None


def test_cohorts_are_tested_at_equal_age():
    """September: 8 of 10 won after 20 days. October's leads of the 25th are a week old and none is won by now: at that
    age none of September's was either."""
    rows = [("2026-09-10", f"s{n}", "SEO", n < 8, "2026-09-30" if n < 8 else None) for n in range(10)]
    rows += [("2026-10-25", f"o{n}", "SEO", False, None) for n in range(10)]
    firm = cube(leads(*rows, ("2026-11-07", "z", "SEO", False, None)))
    verdict = significant(firm, "conversion_lead_sale", OCTOBER)
    assert (verdict.p, verdict.change) == (1.0, 0.0)


def test_unfinished_month_is_compared_per_day():
    rows = [(f"2026-09-{d:02}", f"s{d}-{n}", "x", "SEO", 5.0) for d in range(1, 31) for n in range(4)]
    rows += [(f"2026-10-{d:02}", f"o{d}-{n}", "x", "SEO", 5.0) for d in range(1, 11) for n in range(4)]
    verdict = significant(cube(orders(*rows)), "orders", OCTOBER)
    assert (verdict.p, verdict.change) == (1.0, 0.0)
    assert significant(cube(orders(*rows)), "repeat_rate", OCTOBER).reason == "partial_period"


def family():
    bought = [("2026-09-05", f"s{c}{n}", "x", c, 5.0) for c in "АБВГ" for n in range(100)]
    bought += [
        ("2026-10-05", f"o{c}{n}", "x", c, 5.0)
        for c, many in zip("АБВГ", (130, 104, 96, 190), strict=True)
        for n in range(many)
    ]
    return cube(orders(*bought, ("2026-10-31", "z", "x", "Г", 5.0), ("2026-09-30", "y", "x", "Г", 5.0)))


def test_channels_are_adjusted_for_their_number_and_their_order_does_not_matter():
    firm = family()
    single = {channel: significant(firm, "orders", OCTOBER, channel) for channel in firm.channels}
    found = significant_channels(firm, "orders", OCTOBER)
    expected = multitest.multipletests([single[each].p for each in firm.channels], method="holm")[1]
    assert [found[each].p for each in firm.channels] == near(expected)
    assert found == significant_channels(firm, "orders", OCTOBER, channels=tuple(reversed(firm.channels)))
    assert [found[each].significant for each in "АБВГ"] == [False, False, False, True]


@pytest.mark.parametrize("kpi", catalogue().values(), ids=lambda kpi: kpi.name)
@pytest.mark.parametrize("against", ["mom", "yoy", "plan"])
def test_every_kpi_has_a_verdict_or_a_reason_in_words(kpi, against):
    verdict = significant(cube(FIRM), kpi.name, OCTOBER, against=against)
    assert (verdict.significant is None) == (verdict.p is None) == (verdict.reason is not None)
    for language in ("ru", "en"):
        assert verdict.reason is None or verdict.reason not in verdict.sentence(language).split()
    assert not verdict.test or verdict.significant == (verdict.p < 0.05)


def test_every_share_and_cost_of_the_catalogue_is_recognised_by_its_formula():
    kinds = {name: kind_of(kpi) for name, kpi in catalogue().items() if not kpi.first_of}
    assert {name for name, kind in kinds.items() if kind == "share"} == {
        "qualified_share", "conversion_visit_lead", "conversion_click_lead", "conversion_visit_order",
        "conversion_lead_sale", "conversion_lead_sale_calendar", "conversion_click_order", "ctr", "repeat_rate",
        "retention", "churn",
    }  # fmt: skip
    assert {name for name, kind in kinds.items() if kind == "cost"} == {"cpc", "cpl", "cpo", "cac", "cac_paid"}


def test_no_sentence_uses_the_trade_jargon():
    jargon = ("p-value", "p =", "значим", "гипотез", "significan", "hypothes", "доверительн", "confidence")
    for code, both in SENTENCES.items():
        if code.startswith(("noise_", "untested_", "quadrant_", "whatif_", "alert_", "forecast_")):
            assert not [word for word in jargon for text in both if word in text.lower()], code
