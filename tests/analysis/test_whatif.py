"""What if: money moved at average cost. Values by hand and by statsmodels."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.analysis.whatif import moved, what_if
from kpi_core.errors import UsageError
from kpi_core.periods import parse_period
from tests.snapshots import cube, facts, orders, spend

rates = pytest.importorskip("statsmodels.stats.rates")
OCTOBER = parse_period("2026-10")
sides = st.tuples(st.integers(0, 300), st.floats(100, 1e6))


def firm(*rows):
    header = "date channel ad_spend spend new_customers"
    return cube(facts("summary", header, [("2026-10-01", *row) for row in rows], monthly=True))


SHOP = (("Директ", 200_000, 200_000, 140), ("Блогеры", 140_000, 140_000, 10), ("SEO", 0, 0, 70), ("VK", 90, 90, 0))


def test_expected_change_is_at_average_cost():
    """50 000 from bloggers (14 000 each) to Direct (1429 each): 35 − 3.57."""
    found = what_if(firm(*SHOP), 50_000, "Блогеры", "Директ", OCTOBER)
    assert found.change == pytest.approx(50_000 * (140 / 200_000 - 10 / 140_000))
    expected = rates.confint_poisson_2indep(
        140, 200_000, 10, 140_000, method="mover", compare="diff", method_mover="score"
    )
    assert (found.low, found.high) == pytest.approx(tuple(50_000 * end for end in expected), rel=1e-9)
    assert found.significant


def test_no_more_than_a_fifth_of_the_receivers_spend_is_advised_with_a_test():
    found = what_if(firm(*SHOP), 50_000, "Блогеры", "Директ", OCTOBER)
    assert found.advised == 40_000
    told = " ".join(found.sentences("ru"))
    assert "не больше 40\xa0000\xa0₽" in told
    assert "проверить тестом" in told
    assert "не отдача следующего рубля" in told


def test_moving_to_the_dearer_channel_is_not_advised():
    found = what_if(firm(*SHOP), 50_000, "Директ", "Блогеры", OCTOBER)
    assert found.change < 0
    assert found.advised is None
    assert "не предлагается" in found.sentences("ru")[1]


def test_a_difference_within_noise_moves_no_money():
    found = what_if(firm(("А", 1000, 1000, 6), ("Б", 1000, 1000, 4)), 100, "Б", "А", OCTOBER)
    assert (found.significant, found.advised) == (False, None)
    assert found.low < 0 < found.change < found.high
    assert "обычного разброса" in found.sentences("ru")[1]


@pytest.mark.parametrize(
    ("amount", "giver", "receiver", "reason"),
    [
        (100, "SEO", "Директ", "not_paid"),
        (100, "Директ", "SEO", "not_paid"),
        (100, "Директ", "директ", "same_channel"),
        (0, "Блогеры", "Директ", "not_positive"),
        (float("nan"), "Блогеры", "Директ", "not_positive"),
        (500, "VK", "Директ", "too_much"),
    ],
)
def test_refused_with_a_reason(amount, giver, receiver, reason):
    found = what_if(firm(*SHOP), amount, giver, receiver, OCTOBER)
    assert (found.change, found.reason) == (None, reason)
    for language in ("ru", "en"):
        (sentence,) = found.sentences(language)
        assert reason not in sentence


def test_unknown_channel_is_a_mistake_of_the_caller():
    with pytest.raises(UsageError):
        what_if(firm(*SHOP), 100, "Директ Яндекса", "Директ", OCTOBER)


def test_young_history_is_refused():
    bought = [("2026-10-05", f"o{n}", f"c{n}", "А" if n % 2 else "Б", 5.0) for n in range(60)]
    money = spend(("2026-10-05", "А", 1_000), ("2026-10-05", "Б", 9_000))
    assert what_if(cube(orders(*bought), money), 100, "Б", "А", OCTOBER).reason == "left_censored"


@settings(max_examples=100, deadline=None)
@given(st.floats(1, 1e5), sides, sides)
def test_the_way_back_undoes_it_and_the_interval_holds_it(amount, giver, receiver):
    there, back = moved(amount, *giver, *receiver), moved(amount, *receiver, *giver)
    assert there.change == pytest.approx(-back.change)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert there.p == pytest.approx(back.p)
    assert there.low <= there.change <= there.high


@given(st.floats(1, 1e5), sides)
def test_equal_channels_change_nothing(amount, side):
    found = moved(amount, *side, *side)
    assert (found.change, found.p) == (0, 1.0)
