"""The revenue bridge: hand-worked cases, the catalogue's formula in plain loops, and its identities."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.analysis.bridge import bridge, effects, leads_and_conversion
from kpi_core.analysis.members import Member, Pair
from kpi_core.periods import month
from tests.snapshots import cube, facts, leads, orders, period, target

OCTOBER = period("2026-10")
PARTS = ("volume", "mix", "check")


def pairs():
    """Kopecks and orders; money without an order and channels without either are among them."""
    return st.builds(lambda kopecks, count: Pair(Fraction(kopecks, 100), Fraction(count)),
                     st.integers(-10_000, 10**9), st.integers(0, 500))  # fmt: skip


def channels(least: int = 1):
    return st.lists(st.tuples(pairs(), pairs()), min_size=least, max_size=6).map(
        lambda sides: [Member(f"c{place}", before, after) for place, (before, after) in enumerate(sides)]
    )


def total(found, part: str) -> Fraction:
    return sum((getattr(effect, part) for effect in found), Fraction(0))


def member(name, money0, count0, money1, count1) -> Member:
    return Member(name, Pair(Fraction(money0), Fraction(count0)), Pair(Fraction(money1), Fraction(count1)))


def by_the_catalogue(members: list[Member]) -> tuple[Fraction, Fraction, Fraction]:
    """B1 written out in loops, for members that have orders wherever they have money."""
    n0, n1 = sum(m.before.count for m in members), sum(m.after.count for m in members)
    mean = sum(m.before.money for m in members) / n0
    mix = check = Fraction(0)
    for m in members:
        a1 = m.after.money / m.after.count if m.after.count else Fraction(0)
        a0 = m.before.money / m.before.count if m.before.count else a1
        s0 = m.before.count / n0
        if n1:
            mix += n1 * (m.after.count / n1 - s0) * (a0 - mean)
        if m.after.count:
            check += m.after.count * (a1 - a0)
    return (n1 - n0) * mean, mix, check


# on plain numbers -----------------------------------------------------------------------------------------------------


def test_bridge_by_hand():
    """Direct 20 orders at 300, SEO 10 at 100: mean 7000/30. Then 20 at 330 and 20 at 100.

    volume = 10 · 700/3; mix = 40 · ((1/2 − 2/3)(300 − 700/3) + (1/2 − 1/3)(100 − 700/3)) = −4000/3; check = 20 · 30.
    """
    found = effects([member("Direct", 6000, 20, 6600, 20), member("SEO", 1000, 10, 2000, 20)])
    assert [total(found, part) for part in PARTS] == [Fraction(7000, 3), Fraction(-4000, 3), 600]


def test_a_new_channel_has_no_check_effect_and_a_vanished_one_neither():
    """10 orders at 100 before; now 10 at 100 and 5 of VK at 40, and the blog's 5 at 60 are gone."""
    found = effects([member("SEO", 1000, 10, 1000, 10), member("VK", 0, 0, 200, 5), member("Blog", 300, 5, 0, 0)])
    told = {effect.channel: effect for effect in found}
    assert (told["VK"].state, told["VK"].check, told["VK"].change) == ("new", 0, 200)
    assert (told["Blog"].state, told["Blog"].check, told["Blog"].change) == ("vanished", 0, -300)
    mean = Fraction(1300, 15)
    assert told["VK"].mix == 5 * (40 - mean)
    assert total(found, "volume") == 0


def test_channels_that_grow_alike_have_no_mix_effect():
    found = effects([member("a", 1000, 10, 2000, 20), member("b", 90, 3, 180, 6)])
    assert [effect.mix for effect in found] == [0, 0]
    assert [effect.volume for effect in found] == [1000, 90]


def test_no_orders_in_the_base_is_no_bridge():
    assert effects([member("a", 0, 0, 100, 1)]) is None


def test_all_sales_lost_is_volume():
    found = effects([member("a", 100, 4, 0, 0), member("b", 50, 1, 0, 0)])
    assert [total(found, part) for part in PARTS] == [-150, 0, 0]


@given(channels())
def test_parts_add_up_to_the_change_of_every_channel_and_of_the_total(members):
    found = effects(members)
    if found is None:
        assert not sum(m.before.count for m in members)
        return
    for effect, m in zip(found, members, strict=True):
        assert effect.volume + effect.mix + effect.check == m.after.money - m.before.money
    assert total(found, "change") == sum(m.after.money - m.before.money for m in members)


@given(channels())
def test_the_sums_are_those_of_the_catalogues_formula(members):
    ordered = [
        Member(m.channel, *(side if side.count else Pair(Fraction(0), Fraction(0)) for side in (m.before, m.after)))
        for m in members
    ]
    found = effects(ordered)
    if found is not None:
        assert tuple(total(found, part) for part in PARTS) == by_the_catalogue(ordered)


@given(channels(least=2), st.randoms(use_true_random=False))
def test_the_order_of_channels_changes_nothing(members, random):
    shuffled = list(members)
    random.shuffle(shuffled)
    found, again = effects(members), effects(shuffled)
    if found is None:
        assert again is None
    else:
        assert {effect.channel: effect for effect in found} == {effect.channel: effect for effect in again}


@given(channels())
def test_the_same_month_twice_has_no_effect(members):
    found = effects([Member(m.channel, m.before, m.before) for m in members])
    assert found is None or all((effect.volume, effect.mix, effect.check) == (0, 0, 0) for effect in found)


@given(channels())
def test_two_identical_halves_of_a_channel_leave_every_part_unchanged(members):
    def half(m: Member) -> Member:
        sides = (Pair(side.money / 2, side.count / 2) for side in (m.before, m.after))
        return Member(m.channel, *sides)

    found = effects(members)
    if found is not None:
        halves = effects([half(members[0]), half(members[0]), *members[1:]])
        assert [total(halves, part) for part in PARTS] == [total(found, part) for part in PARTS]


counts = st.integers(1, 10_000).map(Fraction)


@given(st.integers(1, 10**6).map(Fraction), counts, counts, counts, counts)
def test_leads_and_conversion_add_up_to_volume(price, orders0, orders1, leads0, leads1):
    split = leads_and_conversion(price, (orders0, orders1), (leads0, leads1))
    assert split.leads + split.conversion == price * (orders1 - orders0)
    if leads0 == leads1:
        assert split.leads == 0
    if orders0 * leads1 == orders1 * leads0:
        assert split.conversion == 0


def test_more_leads_at_a_worse_conversion_cancel_out():
    """20 orders in either month, from 100 leads and from 200: ± 20 · 50 · ln 2."""
    split = leads_and_conversion(Fraction(50), (Fraction(20), Fraction(20)), (Fraction(100), Fraction(200)))
    assert float(split.leads) == pytest.approx(1000 * 0.6931471805599453, rel=1e-15)
    assert split.conversion == -split.leads


@pytest.mark.parametrize(("sold", "asked", "reason"), [((0, 5), (9, 9), "no_orders"), ((5, 5), (0, 9), "no_leads")])
def test_a_split_by_logarithms_needs_positive_numbers(sold, asked, reason):
    numbers = tuple(map(Fraction, sold)), tuple(map(Fraction, asked))
    assert leads_and_conversion(Fraction(1), *numbers).reason == reason


# asked of the cube ----------------------------------------------------------------------------------------------------


def shop(**more):
    """September: SEO 2 × 100, none named 1 × 50. October: SEO 1 × 130, VK 1 × 70, none named 1 × 60."""
    return cube(
        orders(
            ("2026-09-01", "1", "a", "SEO", 100),
            ("2026-09-30", "2", "b", "SEO", 100),
            ("2026-09-15", "3", "c", None, 50),
            ("2026-10-01", "4", "d", "SEO", 130),
            ("2026-10-10", "5", "e", "VK", 70),
            ("2026-10-31", "6", "f", None, 60),
        ),
        **more,
    )


def test_rows_without_a_channel_are_a_member_and_the_total_holds():
    found = bridge(shop(), OCTOBER)
    assert [effect.channel for effect in found.effects] == ["SEO", "VK", None]
    assert (found.before, found.after, found.change) == (250, 260, 10)
    assert found.volume == 0
    assert found.check == (130 - 100) + 0 + (60 - 50)
    assert found.volume + found.mix + found.check == 10


def test_an_order_in_two_channels_is_taken_back_by_the_rest():
    data = cube(
        orders(
            ("2026-09-01", "1", "a", "SEO", 100),
            ("2026-10-01", "7", "a", "SEO", 10),
            ("2026-10-01", "7", "a", "VK", 20),
        )
    )
    found = bridge(data, OCTOBER)
    assert sum(effect.change for effect in found.effects) == found.change == -70
    assert found.volume == 0


def test_no_earlier_month_and_no_plan_are_reasons():
    data = shop()
    assert bridge(data, period("2026-09")).reason == "no_base"
    assert bridge(data, OCTOBER, "yoy").reason == "no_base"
    assert bridge(data, OCTOBER, "plan").reason == "no_plan"
    assert bridge(data, period("2026-08")).reason == "no_data"
    assert bridge(data, OCTOBER, "plan").parts == ()
    assert len(bridge(data, OCTOBER, "plan").rows("ru")) == 2


def test_plan_by_channel_gathers_what_is_not_planned_in_one_member():
    """SEO is planned at 2 orders of 120; all in all 5 orders and 500 are planned, so 3 and 260 for the others."""
    plan = [
        target("2026-10", "revenue", 240, "SEO"),
        target("2026-10", "orders", 2, "SEO"),
        target("2026-10", "revenue", 500),
        target("2026-10", "orders", 5),
    ]
    found = bridge(shop(targets=plan), OCTOBER, "plan")
    assert found.rest == "other"
    assert [(effect.channel, effect.change) for effect in found.effects] == [("SEO", -110), (None, -130)]
    assert found.volume == -2 * 100
    assert found.volume + found.mix + found.check == found.change == -240


def test_plan_of_orders_and_average_check_alone_tells_volume_and_check():
    """5 orders at 100 planned, 3 at 260/3 sold: −200 by volume, 3 · (260/3 − 100) = −40 by check."""
    plan = [target("2026-10", "orders", 5), target("2026-10", "average_check", 100)]
    found = bridge(shop(targets=plan), OCTOBER, "plan")
    assert found.rest == "total"
    assert found.parts == (("volume", -200), ("check", -40))


def test_rows_for_spilling_start_and_end_with_revenue():
    rows = bridge(shop(), OCTOBER).rows("en")
    assert rows[0] == ("What changed revenue", "Amount", "Share of the starting revenue")
    assert [row[0] for row in rows[1:]] == [
        "September\xa02026", "Number of orders", "Mix of channels", "Average check", "October\xa02026",
    ]  # fmt: skip
    assert rows[1][1:] == (250, 1)
    assert sum(row[1] for row in rows[1:-1]) == pytest.approx(rows[-1][1])
    assert sum(row[2] for row in rows[1:-1]) == pytest.approx(rows[-1][2])
    assert [row[0] for row in bridge(shop(), OCTOBER).channel_rows("ru")[1:]] == ["SEO", "VK", "Без канала", "Итого"]


def test_a_firm_that_lives_by_leads_splits_volume_first():
    """September 4 leads, 2 won at 100; October 8 leads, 2 won at 100: more leads, worse conversion, the same sum."""
    rows = [(f"2026-09-{day:02}", f"s{day}", "SEO", day <= 2, "2026-09-20", 100) for day in (1, 2, 3, 4)]
    rows += [(f"2026-10-{day:02}", f"o{day}", "SEO", day <= 2, "2026-10-20", 100) for day in range(1, 9)]
    rows = [(*row[:4], row[4] if row[3] else None, row[5] if row[3] else None) for row in rows]
    firm = cube(leads(*rows, header="date lead_id channel won won_date revenue"))
    found = bridge(firm, OCTOBER, split_leads=True)
    assert found.volume == 0
    assert dict(found.parts)["leads"] == -dict(found.parts)["conversion"] > 0
    assert bridge(shop(), OCTOBER, split_leads=True).leads.reason == "no_data"
    assert [name for name, _ in bridge(shop(), OCTOBER, split_leads=True).parts] == ["volume", "mix", "check"]


def test_a_summary_without_channels_is_one_member():
    rows = [("2026-09-01", 1000, 10), ("2026-10-01", 1500, 12)]
    found = bridge(cube(facts("summary", "date revenue orders", rows, monthly=True)), month(2026, 10))
    assert (found.volume, found.mix, found.check) == (200, 0, 300)
