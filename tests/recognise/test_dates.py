"""Dates of a column: every style people export; day and month decided by the column, or refused with both readings."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from kpi_core.recognise.dates import all_first_days, parse_dates, read_date
from tests.recognise.grids import cells

D = dt.datetime


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-01", D(2026, 10, 1)),
        ("2026-10-01T10:15:00Z", D(2026, 10, 1, 10, 15)),
        ("2026-05-01 10:00:00 +0200", D(2026, 5, 1, 10)),  # the clock as written
        ("2026-05-01 23:30:00-08:00", D(2026, 5, 1, 23, 30)),
        ("2026/10/01", D(2026, 10, 1)),
        ("01.03.2026 10:15:00", D(2026, 3, 1, 10, 15)),
        ("21.06.2024 15:30", D(2024, 6, 21, 15, 30)),
        ("1.3.26", D(2026, 3, 1)),
        ("01.03.2026 г.", D(2026, 3, 1)),
        ("20260801", D(2026, 8, 1)),
        ("Oct 3, 2026", D(2026, 10, 3)),
        ("October 3 2026", D(2026, 10, 3)),
        ("3 Oct 2026", D(2026, 10, 3)),
        ("03-Oct-26", D(2026, 10, 3)),
        ("Sat, Oct 3, 2026", D(2026, 10, 3)),
        ("1 июля 2026", D(2026, 7, 1)),
        ("1 июля 2026 г.", D(2026, 7, 1)),
        ("31/12/2026", D(2026, 12, 31)),
        ("12/31/2026 5:15 PM", D(2026, 12, 31, 17, 15)),
        ("5/5/2026", D(2026, 5, 5)),
    ],
)
def test_one_text(text, moment):
    reading = read_date(text)
    assert reading.moment == moment
    assert reading.other is None
    assert not reading.month


@pytest.mark.parametrize("text", ["окт 2026", "2026-10", "Октябрь 2026", "10.2026", "Oct-26", "october 2026"])
def test_a_month_is_its_first_day(text):
    reading = read_date(text)
    assert reading.moment == D(2026, 10, 1)
    assert reading.month


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("вчера", "date_is_text"),
        ("2026", "date_is_text"),
        ("2026-Q3", "date_is_text"),
        ("31.02.2026", "date_impossible"),
        ("2026-13-01", "date_impossible"),
        ("13/13/2026", "date_impossible"),
    ],
)
def test_what_is_no_date(text, fault):
    assert read_date(text).fault == fault


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["2/1/21", "25/1/21"], ["2021-01-02", "2021-01-25"]),
        (["2/1/21", "1/25/21"], ["2021-02-01", "2021-01-25"]),
    ],
)
def test_the_column_decides_between_day_and_month(column, expected):
    dates = parse_dates(cells(*column))
    assert [str(value)[:10] for value in dates.values] == expected
    assert not dates.undecided.any()


@pytest.mark.parametrize("column", [["2/1/21", "3/4/21"], ["2/1/21", "25/1/21", "1/25/21"]])
def test_undecided_columns_are_not_guessed(column):
    dates = parse_dates(cells(*column))
    assert dates.undecided[0]
    assert dates.example == ("2/1/21", "2021-01-02", "2021-02-01")


def test_kpi_toml_decides():
    dates = parse_dates(cells("2/1/21", "3/4/21 10:00"), "%m/%d/%y")
    assert [str(value)[:10] for value in dates.values] == ["2021-02-01", "2021-03-04"]


def test_a_pattern_that_does_not_fit_is_named_since_the_cell_may_be_right():
    dates = parse_dates(cells("2026-09-01", "01.09.2026"), "%d.%m.%Y")
    assert dates.faults == {0: ("date_not_pattern", {"pattern": "%d.%m.%Y"})}


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (dt.date(2026, 10, 1), "2026-10-01T00:00:00"),
        (dt.datetime(2026, 10, 1, 13, 5), "2026-10-01T13:05:00"),
        (46296.0, "2026-10-01T00:00:00"),  # 2026-10-01 in Excel's counting
        (46296.5, "2026-10-01T12:00:00"),
        (20260801.0, "2026-08-01T00:00:00"),
    ],
)
def test_cells_that_are_no_text(value, day):
    dates = parse_dates(cells("2026-01-01", value))
    assert not dates.faults
    assert str(dates.values[1])[:19] == day


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (True, "date_is_text"),
        (5.0, "date_is_number"),
        (99999.0, "date_is_number"),
        (dt.time(5), "date_is_text"),
        (dt.timedelta(1), "date_is_text"),
        (dt.date(1900, 1, 1), "date_year"),
        ("01.01.2206", "date_year"),
        (float("nan"), "date_is_number"),
    ],
)
def test_what_is_refused(value, code):
    dates = parse_dates(cells(dt.date(2026, 1, 1), value))
    assert {row: fault[0] for row, fault in dates.faults.items()} == {1: code}
    assert np.isnat(dates.values[1])


def test_many_texts_of_one_shape_read_like_one():
    """Above 5,000 different texts a compiled parser takes over; it has to say the same."""
    start = dt.datetime(2024, 1, 1)
    moments = [start + dt.timedelta(minutes=97 * number) for number in range(6000)]
    dates = parse_dates(cells(*[f"{moment:%d.%m.%Y %H:%M:%S}" for moment in moments], "1 июля 2026", "вздор"))
    assert dates.values[:6000].tolist() == moments
    assert str(dates.values[6000])[:10] == "2026-07-01"
    assert dates.faults == {6001: ("date_is_text", {})}


def days(*texts: str) -> np.ndarray:
    return np.array(texts, "datetime64[us]")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (days("2026-01-01", "2026-02-01"), True),
        (days("2026-01-01", "2026-01-01"), False),  # daily data of a single first day
        (days("2026-01-01", "2026-02-02"), False),
        (days("2026-01-01T10:00", "2026-02-01"), False),
        (days(), False),
    ],
)
def test_first_days_only(values, expected):
    assert all_first_days(values) is expected
