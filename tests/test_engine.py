"""Identities of the engine, by hypothesis against plain Python loops (the oracle is written here, not imported)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.catalogue import catalogue
from kpi_core.engine import build
from kpi_core.periods import ALL, Period
from tests.snapshots import cube, orders, period, snapshot, spend

FIRST = date(2025, 11, 20)
CHANNELS = ("SEO", "VK", None)
lines = st.lists(
    st.tuples(
        st.integers(0, 120),  # day
        st.integers(1, 12),  # order
        st.sampled_from([None, "a", "b", "c", "d"]),  # customer
        st.sampled_from(CHANNELS),
        st.integers(0, 5_000),  # kopecks
    ),
    min_size=1,
    max_size=40,
)
ranges = st.tuples(st.integers(-10, 130), st.integers(0, 70)).map(
    lambda pair: Period((FIRST + timedelta(pair[0])).toordinal(), (FIRST + timedelta(sum(pair))).toordinal())
)


def table(rows):
    return orders(
        *[
            (FIRST + timedelta(day), str(order), customer, channel, Fraction(kopecks, 100))
            for day, order, customer, channel, kopecks in rows
        ]
    )


def inside(rows, asked, channel):
    return [
        row
        for row in rows
        if asked.first <= (FIRST + timedelta(row[0])).toordinal() <= asked.last and channel in (None, row[3])
    ]


@settings(max_examples=60, deadline=None)
@given(lines, ranges, st.sampled_from(CHANNELS))
def test_any_period_agrees_with_a_plain_loop(rows, asked, channel):
    shop = cube(table(rows))
    found, anything = inside(rows, asked, channel), inside(rows, asked, None)
    known = channel is None or any(row[3] == channel for row in rows)
    expected = {
        "revenue": Fraction(sum(row[4] for row in found), 100),
        "orders": len({row[1] for row in found}),
        "customers": len({row[2] for row in found} - {None}),
    }
    for name, number in expected.items():
        answer = shop.kpi(name, asked, channel)
        if not anything or not known:
            assert (answer.value, answer.reason) == (None, "no_data")
        elif name == "customers" and all(row[2] is None for row in rows):
            assert answer.reason == "no_customer_id"
        else:
            assert answer.value == float(number)


@settings(max_examples=40, deadline=None)
@given(lines)
def test_new_customers_of_all_months_are_all_customers(rows):
    """Each customer is new exactly once, so the months add up to the distinct count of everything."""
    shop = cube(table(rows))
    if all(row[2] is None for row in rows):
        return
    by_month = [shop.kpi("new_customers", month).value or 0 for month in shop.months]
    assert sum(by_month) == len({row[2] for row in rows} - {None})
    assert shop.kpi("customers", ALL).value == sum(by_month)


@settings(max_examples=30, deadline=None)
@given(lines, st.randoms())
def test_order_of_rows_changes_nothing_additive(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, other = cube(table(rows)), cube(table(shuffled))
    for name in ("revenue", "orders", "customers", "repeat_rate", "retention", "new_customers", "arppu"):
        for month in one.months:
            assert one.kpi(name, month) == other.kpi(name, month), name


@settings(max_examples=30, deadline=None)
@given(lines, ranges)
def test_months_and_days_agree_on_distinct_counts(rows, asked):
    """A whole month is answered from one pass over all months, a range of days by a pass of its own: same numbers."""
    shop = cube(table(rows))
    for month in shop.months[:2]:
        as_days = Period(month.first, month.last)
        rest = Period(month.first - 1, month.last)
        assert shop.kpi("repeat_customers", month) == shop.kpi("repeat_customers", as_days)
        assert shop.kpi("customers", rest).value is None or shop.kpi("customers", rest).value >= (
            shop.kpi("customers", month).value or 0
        )


@settings(max_examples=30, deadline=None)
@given(lines)
def test_retention_by_hand(rows):
    shop = cube(table(rows))
    active = defaultdict(set)
    for day, _, customer, _, _ in rows:
        if customer:
            when = FIRST + timedelta(day)
            active[when.year, when.month].add(customer)
    for month in shop.months[1:]:
        before = month.previous()
        base = active[before.start.year, before.start.month]
        answer = shop.kpi("retention", month)
        if answer.value is not None:
            both = base & active[month.start.year, month.start.month]
            assert answer.value == len(both) / len(base)


def test_snapshot_is_not_changed_by_building():
    made = snapshot(
        orders(("2026-10-01", "1", "a", "SEO", 10), ("2026-10-02", "1", None, None, 5)), spend(("2026-10-01", "SEO", 3))
    )
    before = {kind: table.frame.copy(deep=True) for kind, table in made.tables.items()}
    shop = build(made)
    for name in catalogue():
        shop.kpi(name)
        shop.kpi(name, period("2026-10-01..2026-10-01"), "SEO")
    for kind, frame in before.items():
        pd.testing.assert_frame_equal(frame, made.tables[kind].frame)


def test_orders_without_numbers_are_rows():
    shop = cube(orders(("2026-10-01", "SEO", 10), ("2026-10-01", "SEO", 10), header="date channel revenue"))
    assert shop.kpi("orders", period("2026-10")).value == 2


def test_orders_with_and_without_numbers():
    """Two lines of order 1, and two rows without a number, each an order of its own."""
    shop = cube(
        orders(
            ("2026-10-01", "1", "a", "SEO", 1),
            ("2026-10-01", "1", "a", "SEO", 1),
            ("2026-10-01", None, "a", "SEO", 1),
            ("2026-10-01", None, "b", "SEO", 1),
        )
    )
    assert shop.kpi("orders", period("2026-10")).value == 3
    assert shop.kpi("repeat_customers", period("2026-10")).value == 1


def test_a_table_without_channels_still_answers():
    shop = cube(orders(("2026-10-01", "1", "a", 10), header="date order_id customer_id revenue"))
    assert shop.channels == ()
    assert shop.kpi("average_check").value == 10
    assert shop.kpi("repeat_rate").value == 0


def test_far_apart_dates_do_not_matter():
    shop = cube(orders(("1990-01-01", "1", "a", "SEO", 10), ("2100-12-31", "2", "a", "SEO", 10)))
    assert shop.kpi("revenue", ALL).value == 20
    assert shop.kpi("retention", period("2100-12")).reason == "no_base"


def test_four_decimals_and_float_noise_add_up():
    """0.1234 + 0.0001 at four decimals; nothing is rounded to kopecks."""
    made = orders(("2026-10-01", "1", "a", "SEO", 0))
    frame = made.frame.assign(revenue=1235)
    shop = cube(type(made)("orders", frame, {"revenue": 4}))
    assert shop.kpi("revenue", ALL).value == 0.1235


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["1", "2", "9", "10", "11", "a", "b", "ab"]), min_size=1, max_size=12))
def test_orders_are_counted_alike_whether_their_numbers_rise_or_not(names):
    """Rising numbers take a short cut: 9 before 10, but never one that comes again."""
    shop = cube(orders(*[("2026-10-01", name, "a", "SEO", 1) for name in names]))
    assert shop.kpi("orders", period("2026-10")).value == len(set(names))


def test_rising_numbers_after_a_long_rise_that_breaks():
    """The first rows rise; one far below comes again."""
    rows = [("2026-10-01", str(number), "a", "SEO", 1) for number in (*range(100, 5100), 100)]
    assert cube(orders(*rows)).kpi("orders", period("2026-10")).value == 5000


@settings(max_examples=10, deadline=None)
@given(lines, ranges, st.sampled_from(CHANNELS))
def test_the_value_for_a_cell_is_the_value_without_its_notes(rows, asked, channel):
    one, other = (cube(table(rows), spend(("2026-01-10", "VK", 100))) for _ in range(2))
    for name in catalogue():
        whole = one.kpi(name, asked, channel)
        assert other.bare(name, asked, channel) == whole._replace(notes=())
        assert other.kpi(name, asked, channel) == whole
