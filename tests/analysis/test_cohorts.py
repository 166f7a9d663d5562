"""Cohort tables: drawn by hand, and against plain loops over the same rows."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.analysis.cohorts import lead_conversion, lifetime_value, retention, worth, worth_rows
from kpi_core.errors import UsageError
from kpi_core.periods import month, month_of
from kpi_core.snapshot import Settings
from tests.snapshots import cube, leads, orders, period, spend

HALF = Fraction(1, 2)


def values(cohort) -> list[Fraction | None]:
    return [cell.value for cell in cohort.cells]


def flags(cohort) -> list[bool]:
    return [cell.mature for cell in cohort.cells]


def shop(*more, **settings):
    """Anna: July 100, August 40. Boris: July 60, September 20. Vera (VK): September 30. Sales end on 20 October."""
    return cube(
        orders(
            ("2026-07-05", "1", "Anna", "SEO", 100),
            ("2026-07-31", "2", "Boris", "SEO", 60),
            ("2026-08-01", "3", "Anna", "VK", 40),
            ("2026-09-10", "4", "Boris", "SEO", 20),
            ("2026-09-11", "5", "Vera", "VK", 30),
            ("2026-10-20", "6", "Vera", "VK", 5),
        ),
        *more,
        **settings,
    )


# retention ------------------------------------------------------------------------------------------------------------


def test_retention_by_hand():
    """Of July's two, Anna is back in August and Boris in September. October has begun and neither has come: not 0."""
    july, september = retention(shop(), [month(2026, 7), month(2026, 9)], ages=4).cohorts
    assert values(july) == [1, HALF, HALF, None, None]
    assert flags(july) == [True, True, True, False, False]
    assert july.cells[3].matures == date(2026, 10, 31)
    assert values(september) == [1, 1, None, None, None]
    assert flags(september) == [True, False, False, False, False]


def test_retention_of_a_channel_follows_the_customers_it_won():
    """Anna came by SEO and bought again by VK: she stays with SEO."""
    (july,) = retention(shop(), [month(2026, 7)], ages=2, channel="seo").cohorts
    assert values(july) == [1, HALF, HALF]
    assert retention(shop(), [month(2026, 7)], channel="VK").reason == "no_new_customers"


def test_a_month_without_rows_is_missing_not_zero():
    data = cube(
        orders(
            ("2026-07-05", "1", "a", "SEO", 1),
            ("2026-09-05", "2", "a", "SEO", 1),
            ("2026-09-30", "3", "b", "SEO", 1),
        )
    )
    july = retention(data, [month(2026, 7)], ages=2).cohorts[0]
    assert values(july) == [1, None, 1]
    assert flags(july) == [True, False, True]


def test_without_a_customer_column_there_is_a_reason():
    data = cube(orders(("2026-07-05", "1", "SEO", 1), header="date order_id channel revenue"))
    assert retention(data).reason == "no_customer_id"
    assert lifetime_value(data).reason == "no_customer_id"
    assert retention(cube(spend(("2026-07-01", "SEO", 1)))).reason == "no_data"


def test_an_order_refunded_in_full_wins_nobody_and_starts_no_cohort():
    data = cube(
        orders(
            ("2026-07-05", "1", "a", "SEO", 100, 100),
            ("2026-08-05", "2", "a", "SEO", 100, None),
            ("2026-08-31", "3", "b", "SEO", 100, None),
            header="date order_id customer_id channel revenue refund",
        )
    )
    table = retention(data, [month(2026, 7), month(2026, 8)], ages=0)
    assert [(str(cohort.month), cohort.size, values(cohort)) for cohort in table.cohorts] == [("2026-08", 2, [1])]


def test_first_months_of_a_file_are_left_censored():
    assert retention(shop()).cohorts[0].notes == ("left_censored",)


days = st.integers(0, 300)
sales = st.lists(st.tuples(days, st.sampled_from("abcdef"), st.sampled_from(["SEO", "VK", None])), min_size=1)


def dated(bought):
    start = date(2026, 1, 1)
    return [
        ((start + timedelta(day)).isoformat(), f"o{place}", who, where, 10 + place)
        for place, (day, who, where) in enumerate(bought)
    ]


@settings(max_examples=40, deadline=None)
@given(sales, st.randoms(use_true_random=False))
def test_retention_and_ltv_against_plain_loops(bought, random):
    rows = dated(bought)
    last = max(row[0] for row in rows)
    data = cube(orders(*rows))
    shuffled = list(rows)
    random.shuffle(shuffled)

    def number(day: str) -> int:
        return int(day[:4]) * 12 + int(day[5:7])

    first = {who: min(row[0] for row in rows if row[2] == who) for who in {row[2] for row in rows}}
    table = retention(data, data.months, ages=3)
    assert {cohort.month for cohort in table.cohorts} == {month_of(date.fromisoformat(day)) for day in first.values()}
    money = {cohort.month: cohort for cohort in lifetime_value(data, data.months, ages=3).cohorts}
    for cohort in table.cohorts:
        start = cohort.month.start.year * 12 + cohort.month.start.month
        members = {who for who, day in first.items() if number(day) == start}
        assert cohort.size == len(members)
        spent = Fraction(0)
        for age, (cell, worth_cell) in enumerate(zip(cohort.cells, money[cohort.month].cells, strict=True)):
            there = [row for row in rows if row[2] in members and number(row[0]) == start + age]
            spent += sum(row[4] for row in there)
            anything = any(number(row[0]) == start + age for row in rows)
            if anything:
                share = Fraction(len({row[2] for row in there}), len(members))
                assert cell.value == (share if cell.mature or share else None)
            else:
                assert (cell.value, cell.mature) == (None, False)
            if worth_cell.value is not None:
                assert worth_cell.value == spent / len(members)
            if cell.mature:
                assert number(last) > start + age or date.fromisoformat(last) == month_of(date.fromisoformat(last)).end

    if len({(row[2], row[0]) for row in rows}) == len(rows):  # with two first orders in one moment the row decides
        assert retention(cube(orders(*shuffled)), data.months, ages=3) == table


# conversion -----------------------------------------------------------------------------------------------------------


def firm(*more):
    """September: 4 leads, won after 3 and 20 days, and one late, after 40. October: 2, one won after 5 days."""
    return cube(
        leads(
            ("2026-09-01", "1", "SEO", True, "2026-09-04"),
            ("2026-09-10", "2", "SEO", True, "2026-09-30"),
            ("2026-09-20", "3", "VK", True, "2026-10-30"),
            ("2026-09-30", "4", "VK", False, None),
            ("2026-10-01", "5", "VK", True, "2026-10-06"),
            ("2026-10-31", "6", "SEO", False, None),
            *more,
        )
    )


def test_conversion_by_horizon_by_hand():
    september, october = lead_conversion(firm(), horizons=(7, 30, 60)).cohorts
    assert values(september) == [Fraction(1, 4), HALF, Fraction(3, 4)]
    assert flags(september) == [True, True, False]
    assert september.cells[2].matures == date(2026, 11, 29)
    assert (september.so_far.value, october.so_far.value) == (Fraction(3, 4), HALF)


def test_a_young_cohort_is_flagged_and_its_zero_is_not_a_zero():
    october = lead_conversion(firm(), horizons=(3, 7)).cohorts[1]
    assert [(cell.value, cell.mature) for cell in october.cells] == [(None, False), (HALF, False)]
    assert october.cells[0].matures == date(2026, 11, 3)


def test_conversion_of_a_channel():
    """VK's two leads of September: one won, after 40 days. Both have had 30 days, so that 0 is one."""
    (september,) = lead_conversion(firm(), [month(2026, 9)], (30, 60), "vk").cohorts
    assert (september.size, values(september), flags(september)) == (2, [0, HALF], [True, False])
    with pytest.raises(UsageError):
        lead_conversion(firm(), channel="Авито")


def test_sales_without_a_date_are_told():
    data = firm(("2026-10-02", "7", "SEO", True, None))
    table = lead_conversion(data, [month(2026, 10)], (7,))
    assert table.remark == "cohort_undated_sales"
    assert table.cohorts[0].so_far.value == Fraction(2, 3)
    assert values(table.cohorts[0]) == [Fraction(1, 3)]


def test_no_leads_no_table():
    assert lead_conversion(shop()).reason == "no_data"
    assert len(lead_conversion(shop()).rows("ru")) == 2


lead_rows = st.lists(st.tuples(st.integers(0, 120), st.none() | st.integers(0, 100)), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(lead_rows)
def test_conversion_against_plain_loops(told):
    start = date(2026, 1, 1)
    rows = [
        (
            (start + timedelta(day)).isoformat(),
            str(place),
            "SEO",
            lag is not None,
            None if lag is None else (start + timedelta(day + lag)).isoformat(),
        )
        for place, (day, lag) in enumerate(told)
    ]
    horizons = (7, 30, 90)
    data = cube(leads(*rows))
    for cohort in lead_conversion(data, data.months, horizons).cohorts:
        mine = [(day, lag) for day, lag in told if month_of(start + timedelta(day)) == cohort.month]
        last = start + timedelta(max(day for day, _ in told))
        for horizon, cell in zip(horizons, cohort.cells, strict=True):
            share = Fraction(sum(lag is not None and lag <= horizon for _, lag in mine), len(mine))
            assert cell.mature == ((last - cohort.month.end).days >= horizon)
            if cell.value is None:
                assert not cell.mature
                assert share == 0 or not any(lag is not None for _, lag in told)
            else:
                assert cell.value == share


# what they are worth --------------------------------------------------------------------------------------------------


def test_ltv_adds_up_and_stays_open_where_the_month_is():
    """July's two bring 160, 200 and 220 together; October is not over, so what it adds is a lower bound."""
    july, september = lifetime_value(shop(), [month(2026, 7), month(2026, 9)], ages=4).cohorts
    assert values(july) == [80, 100, 110, 110, None]
    assert flags(july) == [True, True, True, False, False]
    assert values(september)[:2] == [30, 35]
    assert flags(september)[:2] == [True, False]


def test_ltv_counts_profit_where_costs_are_known():
    data = cube(
        orders(
            ("2026-07-05", "1", "a", "SEO", 100, 60),
            ("2026-08-31", "2", "a", "SEO", 50, 20),
            header="date order_id customer_id channel revenue cost_of_goods",
        )
    )
    table = lifetime_value(data, [month(2026, 7)], ages=1)
    assert (values(table.cohorts[0]), table.remark) == ([40, 70], "")
    assert lifetime_value(shop()).remark == "cohort_revenue_for_profit"


def test_ltv_stops_at_the_setting():
    assert lifetime_value(shop(settings=Settings(ltv_months=2)), ages=12).columns == (0, 1)


def test_the_last_ltv_of_a_row_is_the_kpi():
    data = shop()
    july = lifetime_value(data, [month(2026, 7)], ages=3).cohorts[0]
    assert july.cells[-1].value == data.kpi("ltv", month(2026, 7)).value


def test_worth_tells_payback_or_how_long_it_was_waited_for():
    """July costs 210 for two who bring 160, 200, 220: paid back at age 2. August won nobody."""
    data = shop(spend(("2026-07-01", "SEO", 210), ("2026-08-01", "SEO", 10), ("2026-09-01", "VK", 90)))
    july, august, september = worth(data, [period(f"2026-0{number}") for number in (7, 8, 9)])
    assert (july.cac.value, july.ltv.value, july.payback.value) == (105, 110, 2)
    assert july.ltv_cac.value == pytest.approx(110 / 105)
    assert august.cac.reason == "no_new_customers"
    assert (september.payback.reason, september.payback.beyond) == ("not_reached", 1)
    assert worth_rows([september], "ru")[1][-1] == "> 1"


def test_rows_for_spilling_say_when_a_cell_matures():
    rows = retention(shop(), [month(2026, 7)], ages=4).rows("ru")
    assert rows[0] == ("Когорта", "Клиенты", "0 мес.", "1 мес.", "2 мес.", "3 мес.", "4 мес.")
    assert rows[1][2:] == (1, 0.5, 0.5, "созреет 31.10.2026", "созреет 30.11.2026")
    assert len({len(row) for row in lead_conversion(firm()).rows("en")}) == 1
