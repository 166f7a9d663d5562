"""The quadrant: who brings customers, who eats the budget, and of whom nothing may be said. Values worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kpi_core.analysis.quadrant import quadrant, stand
from kpi_core.periods import parse_period
from kpi_core.wording import SENTENCES
from tests.snapshots import cube, facts, orders, snapshot, spend

stats = pytest.importorskip("scipy.stats")
OCTOBER = parse_period("2026-10")
channel_figures = st.lists(st.tuples(st.floats(10, 1e6), st.integers(0, 300)), min_size=2, max_size=6)


def firm(*rows, header="date channel ad_spend spend new_customers", **more):
    """Channel totals of October, kept by the firm itself: nothing of them is left-censored."""
    return cube(facts("summary", header, [("2026-10-01", *row) for row in rows], monthly=True), **more)


def place(found, channel):
    return next(row for row in found.rows if row.channel == channel)


TYPICAL = (("Директ", 200_000, 200_000, 140), ("VK", 150_000, 150_000, 80), ("Блогеры", 140_000, 140_000, 10))


def test_shares_index_and_verdicts():
    """Of 490 000 and 230 customers Direct has 40.8 % and 60.9 %: index 1.491."""
    found = quadrant(firm(*TYPICAL), OCTOBER)
    direct = place(found, "Директ")
    assert direct.spend_share == pytest.approx(200 / 490)
    assert direct.result_share == pytest.approx(140 / 230)
    assert direct.index == pytest.approx(140 / 230 / (200 / 490))
    assert direct.cost == pytest.approx(200_000 / 140)
    assert direct.low < direct.index < direct.high
    assert [place(found, each).standing for each in ("Директ", "VK", "Блогеры")] == ["grow", None, "examine"]
    assert place(found, "VK").reason == "noise"
    assert "обычного разброса" in place(found, "VK").why("ru")
    assert direct.word("ru") == "усилить"


def test_p_is_the_binomial_test_against_the_other_paid_channels():
    """The smallest of three p values, times three."""
    found = quadrant(firm(*TYPICAL), OCTOBER)
    expected = stats.binomtest(10, 230, 140 / 490).pvalue
    assert place(found, "Блогеры").p == pytest.approx(3 * expected, rel=1e-9)


def test_index_far_from_one_on_few_customers_is_no_verdict():
    """1 customer where 2.5 are expected: index 0.4, and chance does that often."""
    found = quadrant(firm(("А", 1000, 1000, 4), ("Б", 1000, 1000, 1)), OCTOBER)
    assert place(found, "Б").index == pytest.approx(0.4)
    assert {row.standing for row in found.rows} == {None}


def test_significant_and_yet_near_its_share_is_hold():
    found = quadrant(firm(("А", 50_000, 50_000, 5_400), ("Б", 50_000, 50_000, 4_600)), OCTOBER)
    assert [place(found, each).standing for each in "АБ"] == ["hold", "hold"]


def test_money_without_a_customer_has_a_bound_and_is_said_to_eat_the_budget_only_beyond_chance():
    """30 000 ÷ 2.9957 = 10 014."""
    found = quadrant(firm(("А", 30_000, 30_000, 60), ("Б", 30_000, 30_000, 0)), OCTOBER)
    drain = place(found, "Б")
    assert drain.bound == pytest.approx(30_000 / 2.995732273553991)
    assert (drain.standing, drain.cost) == ("drain", None)
    assert found.bounds("ru") == (
        "«Б»: потрачено 30\xa0000\xa0₽, новых клиентов 0 — при такой цене и 0 продаж CAC не ниже 10\xa0014\xa0₽.",
    )
    cheap = quadrant(firm(("А", 30_000, 30_000, 60), ("Б", 1_000, 1_000, 0)), OCTOBER)
    assert place(cheap, "Б").standing is None
    assert place(cheap, "Б").bound == pytest.approx(1_000 / 2.995732273553991)


def test_free_channel_has_no_index_and_leaves_the_others_alone():
    """R4: 500 customers of SEO would push every paid channel below its share."""
    alone, beside = quadrant(firm(*TYPICAL), OCTOBER), quadrant(firm(*TYPICAL, ("SEO", 0, 0, 500)), OCTOBER)
    assert (place(beside, "SEO").index, place(beside, "SEO").reason) == (None, "free")
    assert [place(alone, row[0]) for row in TYPICAL] == [place(beside, row[0]) for row in TYPICAL]


def test_single_paid_channel_has_nothing_to_be_compared_with():
    found = quadrant(firm(("Директ", 1000, 1000, 30), ("SEO", 0, 0, 50)), OCTOBER)
    assert (place(found, "Директ").standing, place(found, "Директ").reason) == (None, "only_paid")


def unmatched(**more):
    bought = [("2025-09-10", "old", "old", "Поиск", 5.0)]
    bought += [("2026-10-05", f"o{n}", f"c{n}", "yandex / cpc", 5.0) for n in range(40)]
    bought += [("2026-10-05", f"v{n}", f"d{n}", "VK", 5.0) for n in range(40)]
    bought += [("2026-10-31", "end", "end", "VK", 5.0)]
    money = [("2026-10-01", "Yandex", 90_000), ("2026-10-01", "VK", 10_000)]
    return snapshot(orders(*bought), spend(*money, monthly=True), **more)


def test_unmatched_channels_are_neither_free_nor_eating_the_budget():
    """Money under «Yandex», sales under «yandex / cpc»: one channel under two names, until the table says otherwise."""
    from kpi_core.engine import build

    found = quadrant(build(unmatched()), OCTOBER)
    yandex, sales = place(found, "Yandex"), place(found, "yandex / cpc")
    assert (yandex.standing, yandex.reason, yandex.match, yandex.bound) == (None, "unmatched", "yandex / cpc", None)
    assert (sales.reason, sales.match) == ("unmatched", "Yandex")
    assert found.bounds("ru") == ()
    assert "Каналы" in yandex.why("ru")

    told = quadrant(build(unmatched(paid={"yandex / cpc": False, "Поиск": False})), OCTOBER)
    assert place(told, "Yandex").standing == "drain"


def test_under_twelve_months_of_history_there_is_no_verdict():
    bought = [("2026-09-05", "0", "z", "А", 5.0), ("2026-10-31", "1", "y", "А", 5.0)]
    bought += [("2026-10-05", f"o{n}", f"c{n}", "А", 5.0) for n in range(60)]
    bought += [("2026-10-05", "b", "b", "Б", 5.0)]
    shop = cube(orders(*bought), spend(("2026-10-01", "А", 1_000), ("2026-10-01", "Б", 9_000), monthly=True))
    found = quadrant(shop, OCTOBER)
    assert {(row.standing, row.reason) for row in found.rows} == {(None, "left_censored")}
    assert "12 месяцев" in found.rows[0].why("ru")


def test_customers_unknown_orders_serve():
    bought = [("2026-10-05", f"o{n}", "А", 5.0) for n in range(60)] + [("2026-10-31", "b", "Б", 5.0)]
    shop = cube(
        orders(*bought, header="date order_id channel revenue"),
        spend(("2026-10-01", "А", 1_000), ("2026-10-01", "Б", 9_000), monthly=True),
    )
    found = quadrant(shop, OCTOBER)
    assert found.result == "orders"
    assert [place(found, each).standing for each in "АБ"] == ["grow", "examine"]


def test_no_results_at_all_is_no_division():
    found = quadrant(firm(("А", 1_000, 1_000, 0), ("Б", 2_000, 2_000, 0)), OCTOBER)
    assert {row.index for row in found.rows} == {None}
    assert len(found.bounds("en")) == 2


@settings(max_examples=80, deadline=None)
@given(channel_figures, st.randoms(use_true_random=False))
def test_the_order_of_channels_changes_nothing(figures, random):
    assume(sum(results for _, results in figures))
    mixed = list(range(len(figures)))
    random.shuffle(mixed)
    one = stand(*map(list, zip(*figures, strict=True)))
    other = stand(*map(list, zip(*(figures[place] for place in mixed), strict=True)))
    for place, before in enumerate(mixed):
        for part in ("index", "low", "high", "p"):
            assert getattr(other[place], part) == pytest.approx(getattr(one[before], part), rel=1e-9, abs=1e-12)


@settings(max_examples=80, deadline=None)
@given(channel_figures)
def test_index_is_the_weighted_mean_of_one_and_lies_in_its_interval(figures):
    assume(sum(results for _, results in figures))
    found = stand(*map(list, zip(*figures, strict=True)))
    total = sum(money for money, _ in figures)
    assert sum(one.index * money / total for one, (money, _) in zip(found, figures, strict=True)) == pytest.approx(1)
    assert all(one.low <= one.index * (1 + 1e-9) and one.index <= one.high * (1 + 1e-9) for one in found)


def test_equal_channels_have_index_one_and_no_verdict():
    for one in stand([500.0] * 4, [25] * 4):
        assert (one.index, one.standing) == (pytest.approx(1), None)
        assert one.p == pytest.approx(1)


def test_the_caveat_is_there_in_both_languages():
    found = quadrant(firm(*TYPICAL), OCTOBER)
    assert found.caveat("ru") == SENTENCES["average_not_marginal"].ru
    assert found.caveat("en") == SENTENCES["average_not_marginal"].en
