"""Periods as people write them. Expected values by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.errors import UsageError
from kpi_core.periods import ALL, Period, month, parse_period


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("2026-10", "2026-10"),
        ("окт 2026", "2026-10"),
        ("Октябрь 2026", "2026-10"),
        ("октября 2026 г.", "2026-10"),
        ("мая 2026", "2026-05"),
        ("сент. 2026", "2026-09"),
        ("Oct 2026", "2026-10"),
        ("Sept 2026", "2026-09"),
        ("10.2026", "2026-10"),
        ("2026/10", "2026-10"),
        ("Oct-26", "2026-10"),
        ("2026-Q3", "2026-Q3"),
        ("Q3 2026", "2026-Q3"),
        ("III кв. 2026", "2026-Q3"),
        ("3-й квартал 2026", "2026-Q3"),
        ("2026К3", "2026-Q3"),
        ("2026", "2026"),
        ("2026 год", "2026"),
        (2026, "2026"),
        (2026.0, "2026"),
        (46296, "2026-10"),  # 2026-10-01 in Excel
        (46326.75, "2026-10"),  # 2026-10-31 18:00
        (date(2026, 10, 31), "2026-10"),
        (datetime(2026, 10, 1, 12), "2026-10"),
        ("01.10.2026", "2026-10"),
        ("2026-10-05 00:00:00", "2026-10"),
        ("01.10.2026-20.10.2026", "2026-10-01..2026-10-20"),
        ("01.10.2026 - 20.10.2026", "2026-10-01..2026-10-20"),
        ("01.10.2026–20.10.2026", "2026-10-01..2026-10-20"),
        ("2026-10-01..2026-10-20", "2026-10-01..2026-10-20"),
        ("2026-01..2026-10", "2026-01..2026-10"),
        ("2026-10-01..2026-10-31", "2026-10"),
        ("янв 2026 - мар 2026", "2026-Q1"),
        ("всё", "all"),
        ("Все", "all"),
        ("all", "all"),
    ],
)
def test_written_period(written, label):
    assert str(parse_period(written)) == label


def test_range_with_spaces_is_not_its_first_day():
    """The trap: "01.10.2026 - 20.10.2026" read as one date with a time behind it is the whole of October."""
    assert parse_period("01.10.2026 - 20.10.2026").days == 20


@pytest.mark.parametrize(
    "written",
    ["", "abc", "2026-13", "30.02.2026", "13.2026", None, True, 17, "Q5 2026", 3_000_000, float("nan"), float("inf")],
)
def test_unreadable_period(written):
    with pytest.raises(UsageError) as failure:
        parse_period(written)
    assert failure.value.code == "period_unknown"
    assert failure.value.exit_code == 2


def test_backwards_range():
    with pytest.raises(UsageError) as failure:
        parse_period("2026-10..2026-01")
    assert failure.value.code == "period_backwards"


@pytest.mark.parametrize(
    ("label", "previous", "year_before"),
    [
        ("2026-01", "2025-12", "2025-01"),
        ("2024-02", "2024-01", "2023-02"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026", "2025", "2025"),
        ("2026-01..2026-10", "2025-03..2025-12", "2025-01..2025-10"),
        ("2026-10-11..2026-10-20", "2026-10-01..2026-10-10", "2025-10-11..2025-10-20"),
        ("2024-02-20..2024-02-29", "2024-02-10..2024-02-19", "2023-02-20..2023-02-28"),
    ],
)
def test_earlier_periods(label, previous, year_before):
    asked = parse_period(label)
    assert (str(asked.previous()), str(asked.year_before())) == (previous, year_before)


def test_all_has_no_earlier_period():
    assert ALL.previous() is None
    assert ALL.year_before() is None


months = st.builds(month, st.integers(1990, 2100), st.integers(1, 12))


@given(months)
def test_label_reads_back(asked: Period):
    assert parse_period(str(asked)) == asked


@given(months)
def test_previous_month_ends_the_day_before(asked: Period):
    before = asked.previous()
    assert before is not None
    assert before.last == asked.first - 1
    assert before.is_month


@given(months, st.integers(1, 40))
def test_months_tile_a_span(first: Period, count: int):
    last = first
    for _ in range(count):
        last = Period(last.last + 1, last.last + 28).months().__next__()
    whole = Period(first.first, last.last)
    tiles = list(whole.months())
    assert len(tiles) == count + 1
    assert sum(tile.days for tile in tiles) == whole.days
