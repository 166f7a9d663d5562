"""Contributions to CAC and causes inside a channel: hand-worked cases, loops, identities."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.analysis import lmdi
from kpi_core.analysis.contribution import contribution, inside, parts, steps
from kpi_core.analysis.members import Member, Pair
from kpi_core.errors import UsageError
from tests.snapshots import cube, orders, period, spend, target

OCTOBER = period("2026-10")

sides = st.builds(
    lambda kopecks, count: Pair(Fraction(kopecks, 100), Fraction(count)), st.integers(0, 10**9), st.integers(0, 300)
)
channels = st.lists(st.tuples(sides, sides), min_size=1, max_size=6).map(
    lambda told: [Member(f"c{place}", *both) for place, both in enumerate(told)]
)


def cost(members: list[Member], side: str) -> Fraction | None:
    count = sum(getattr(m, side).count for m in members)
    return sum(getattr(m, side).money for m in members) / count if count else None


@given(channels)
def test_contributions_add_up_to_the_change_of_cac(members):
    """Channels that spend for nothing, and free ones, are among them."""
    found, before, after = parts(members), cost(members, "before"), cost(members, "after")
    if before is None or after is None:
        assert found is None
    else:
        assert sum(part.amount for part in found) == after - before


@given(channels)
def test_the_same_month_twice_contributes_nothing(members):
    found = parts([Member(m.channel, m.before, m.before) for m in members])
    assert found is None or all(part.amount == 0 for part in found)


@given(channels, st.randoms(use_true_random=False))
def test_the_order_of_channels_changes_nothing(members, random):
    shuffled = list(members)
    random.shuffle(shuffled)
    found, again = parts(members), parts(shuffled)
    assert (found is None and again is None) or set(found) == set(again)


def shop(**more):
    """September: Direct 1000 for 2 customers, SEO 0 for 2, salary 600: CAC 400.
    October: Direct 1500 for 2, SEO 0 for 1, VK 500 for none, salary 600, one customer of no channel: CAC 650."""
    return cube(
        orders(
            ("2026-09-01", "1", "a", "Direct", 10),
            ("2026-09-02", "2", "b", "Direct", 10),
            ("2026-09-03", "3", "c", "SEO", 10),
            ("2026-09-30", "4", "d", "SEO", 10),
            ("2026-10-01", "5", "e", "Direct", 10),
            ("2026-10-02", "6", "f", "Direct", 10),
            ("2026-10-03", "7", "g", "SEO", 10),
            ("2026-10-31", "8", "h", None, 10),
        ),
        spend(
            ("2026-09-01", "Direct", 1000, "advertising"),
            ("2026-09-01", None, 600, "salary"),
            ("2026-10-01", "Direct", 1500, "advertising"),
            ("2026-10-01", "VK", 500, "advertising"),
            ("2026-10-01", None, 600, "salary"),
            header="date channel spend kind",
        ),
        **more,
    )


def test_salaries_are_a_member_of_their_own():
    """By hand with CAC⁰ = 400 and 4 customers in either month: Direct (1500 − 800 − 1000 + 800)/4 = 125,
    SEO (−400 + 800)/4 = 100, VK 500/4 = 125, no channel (600 − 400 − 600)/4 = −100."""
    found = contribution(shop(), OCTOBER)
    assert (found.before, found.after) == (400, 650)
    assert {part.channel: part.amount for part in found.parts} == {"Direct": 125, "SEO": 100, "VK": 125, None: -100}
    rows = found.rows("en")
    assert [row[0] for row in rows] == ["Channel", "Direct", "VK", "SEO", "No channel", "Total"]
    assert rows[2][1:] == (None, None, 125)  # a channel that spends without a customer has no CAC, and a contribution
    assert rows[-1][1:] == (400, 650, 250)


def test_cpo_leaves_salaries_out():
    found = contribution(shop(), OCTOBER, kpi="cpo")
    assert (found.before, found.after) == (250, 500)
    assert sum(part.amount for part in found.parts) == 250


def test_against_the_plan_a_target_of_cac_tells_the_spend():
    plan = [target("2026-10", "cac", 500), target("2026-10", "new_customers", 6)]
    found = contribution(shop(targets=plan), OCTOBER, "plan")
    assert (found.before, found.change, found.rest) == (500, 150, "total")


def test_reasons_and_refusals():
    data = shop()
    assert contribution(data, period("2026-09")).reason == "no_base"
    assert contribution(data, OCTOBER, "plan").reason == "no_plan"
    assert contribution(data, OCTOBER, kpi="cpl").reason == "no_data"
    with pytest.raises(UsageError, match=r"drr"):
        contribution(data, OCTOBER, kpi="drr")
    with pytest.raises(UsageError):
        inside(data, None, OCTOBER, "plan")


# inside a channel -----------------------------------------------------------------------------------------------------

positive = st.integers(1, 10**7).map(Fraction)
chains = st.lists(st.tuples(positive, positive), min_size=1, max_size=5)
NAMES = ("impressions", "clicks", "leads", "orders", "new_customers")


@given(chains, positive, positive)
def test_steps_add_up_to_the_change_of_the_cost(told, spent0, spent1):
    counts = [(name, *both) for name, both in zip(NAMES, told, strict=False)]
    found = steps(counts, (spent0, spent1))
    assert sum(step.amount for step in found) == spent1 / counts[-1][2] - spent0 / counts[-1][1]
    assert all(step.amount == 0 for step in found if step.before == step.after)


@given(chains, positive)
def test_nothing_changed_gives_nothing(told, spent):
    counts = [(name, before, before) for name, (before, _) in zip(NAMES, told, strict=False)]
    assert all(step.amount == 0 for step in steps(counts, (spent, spent)))


def test_steps_against_the_formula_in_floats():
    """CPM 200 → 240, CTR 2 % → 3 %, CR 5 % → 4 %: CPO 200 → 200. L = 200, so each share is 200 · ln."""
    counts = [
        ("impressions", Fraction(100_000), Fraction(100_000)),
        ("clicks", Fraction(2_000), Fraction(3_000)),
        ("orders", Fraction(100), Fraction(120)),
    ]
    found = steps(counts, (Fraction(20_000), Fraction(24_000)))
    assert [step.label("en") for step in found] == ["CPM", "CTR", "Conversion, click to order"]
    assert [float(step.before) for step in found] == [200, 0.02, 0.05]
    wanted = [200 * math.log(1.2), -200 * math.log(1.5), -200 * math.log(0.8)]
    assert [float(step.amount) for step in found] == pytest.approx(wanted, rel=1e-12)


def test_log_mean_lies_between_geometric_and_arithmetic_mean():
    """A textbook inequality; near equality it must not lose its digits."""
    for one, other in ((1, 2), (5, 5000), (10**9, 10**9 + 1)):
        mean = lmdi.log_mean(Fraction(one), Fraction(other))
        assert math.sqrt(one * other) * (1 - 1e-12) <= mean <= (one + other) / 2 * (1 + 1e-12)


def test_inside_a_channel_leaves_out_what_is_not_measured():
    data = cube(
        orders(
            ("2026-09-01", "1", "a", "Direct", 10),
            ("2026-09-30", "2", "b", "Direct", 10),
            ("2026-10-01", "3", "c", "Direct", 10),
            ("2026-10-31", "4", "d", "SEO", 10),
        ),
        spend(
            ("2026-09-01", "Direct", 100, 50),
            ("2026-10-01", "Direct", 100, 40),
            header="date channel spend clicks",
        ),
    )
    found = inside(data, "direct", OCTOBER)
    assert [(step.of, step.to) for step in found.steps] == [("", "clicks"), ("clicks", "orders")]
    assert (found.before, found.after, found.change) == (50, 100, 50)
    assert sum(step.amount for step in found.steps) == 50
    assert inside(data, "SEO", OCTOBER).reason == "no_data"
    with pytest.raises(UsageError):
        inside(data, "Авито", OCTOBER)


def test_a_channel_without_spend_rows_shows_no_cost():
    """SEO has customers and no row of spend: its part counts with 0, and its own CAC is a dash, not 0."""
    shop = cube(
        orders(
            ("2026-09-01", "1", "a", "SEO", 1), ("2026-09-02", "2", "b", "VK", 1),
            ("2026-10-01", "3", "c", "SEO", 1), ("2026-10-31", "4", "d", "VK", 1),
        ),
        spend(("2026-09-01", "VK", 100), ("2026-10-01", "VK", 200)),
    )  # fmt: skip
    rows = {row[0]: row for row in contribution(shop).rows("en")}
    assert rows["SEO"][1] in (None, "")
    assert rows["SEO"][2] in (None, "")
    assert contribution(shop).change == 50
