"""Numbers of a column: every style people export, exactly, or refused with both readings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.recognise.cells import Cells
from kpi_core.recognise.headers import parse_header
from kpi_core.recognise.numbers import parse_numbers, read_number
from kpi_core.recognise.plain import plain_numbers
from tests.recognise.grids import cells


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", "1234"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234\u202f567,5", "1234567.5"),
        ("1\u2009234", "1234"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1'234.50", "1234.50"),
        ("1’234’567", "1234567"),
        ("€ 3.500,00", "3500"),
        ("3.500,00 €", "3500"),
        ("$1,103,153", "1103153"),
        ("12 800 UZS", "12800"),
        ("12 800,50 ₽", "12800.50"),
        ("1500 руб.", "1500"),
        ("1500р", "1500"),
        ("RUB 10", "10"),
        ("(1 234)", "-1234"),
        ("(1,234.50)", "-1234.50"),
        ("−15,5", "-15.5"),
        ("-€5.25", "-5.25"),
        ("€ -5.25", "-5.25"),
        ("15-", "-15"),
        ("+7", "7"),
        ("6,00%", "0.06"),
        ("62.5 %", "0.625"),
        (",5", "0.5"),
        ("0,123", "0.123"),
        ("1234,567", "1234.567"),
        ("1 234,567", "1234.567"),
        ("1.5E+3", "1500"),
    ],
)
def test_one_text(text: str, value: str):
    read = read_number(text)
    assert read is not None
    assert read.other is None
    assert read.value == Decimal(value)


@pytest.mark.parametrize("text", ["", " ", "-", "--", " --", "—", "–", "n/a", "н/д"])
def test_a_dash_is_an_empty_cell(text: str):
    read = read_number(text)
    assert read is not None
    assert read.empty


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "12 34",
        "1 23",
        "1.2.3",
        "1,23,4",
        "12 шт",
        "тыс",
        "1 000 000 000 x",
        "10:15",
        "01.03.2026",
        "nan",
        "inf",
        "1..2",
        "%",
    ],
)
def test_text_is_no_number(text: str):
    assert read_number(text) is None


def test_one_mark_with_three_digits_is_ambiguous():
    read = read_number("1,234")
    assert read is not None
    assert (read.value, read.other) == (Decimal(1234), Decimal("1.234"))


@pytest.mark.parametrize(
    ("column", "decimal", "expected"),
    [
        (["1,234", "5,6"], None, [Decimal("1.234"), Decimal("5.6")]),  # the comma is decimal elsewhere
        (["1,234", "5.6"], None, [Decimal(1234), Decimal("5.6")]),  # the point is
        (["1.234", "5,6"], None, [Decimal(1234), Decimal("5.6")]),
        (["1,234", "1,234,567"], None, [Decimal(1234), Decimal(1234567)]),
        (["$1,234"], None, [Decimal(1234)]),  # the custom of the currency
        (["1,234 ₽"], None, [Decimal("1.234")]),
        (["1,234"], ",", [Decimal("1.234")]),  # kpi.toml overrules
        (["1,234"], ".", [Decimal(1234)]),
    ],
)
def test_the_column_decides_what_a_text_alone_does_not(column, decimal, expected):
    numbers = parse_numbers(cells(*column), decimal)
    assert not numbers.faults
    assert [Decimal(int(v)).scaleb(-numbers.decimals) for v in numbers.values] == expected


@pytest.mark.parametrize("column", [["1,234"], ["1.234", "7"], ["1,234", "5,6", "7.8"]])
def test_an_undecided_column_refuses_the_ambiguous_cells_only(column):
    numbers = parse_numbers(cells(*column))
    assert {row: code for row, (code, _) in numbers.faults.items()} == {0: "number_ambiguous"}
    assert {numbers.faults[0][1]["one"], numbers.faults[0][1]["other"]} == {"1234", "1.234"}


@pytest.mark.parametrize(
    ("column", "ints", "decimals"),
    [
        ([100.0, 200.0], [100, 200], 0),
        ([100.5, 200.0], [1005, 2000], 1),
        ([0.1, 0.25], [10, 25], 2),
        ([1.1234, 2.0], [11234, 20000], 4),
        ([1.000000001], [1000000001], 9),
        ([0.1 + 0.2, 1.0], [3, 10], 1),  # noise of the float, beyond nine decimals
        ([1 / 3, 1.0], [333333333, 1000000000], 9),
        ([123456789.12, 0.000000001], [123456789120000000, 1], 9),
        ([3, 4], [3, 4], 0),
        ([100.5, "1 234,25", ""], [10050, 123425, 0], 2),
        ([1.15, 2.675], [1150, 2675], 3),
    ],
)
def test_scale_is_what_the_column_has(column, ints, decimals):
    numbers = parse_numbers(cells(*column))
    assert numbers.values.tolist() == ints
    assert numbers.decimals == decimals
    assert not numbers.faults


def test_scale_stops_where_the_total_leaves_no_room():
    """9e14 at nine decimals would be 9e23; int64 ends at 9.2e18."""
    numbers = parse_numbers(cells(9e14, 0.123456789))
    assert numbers.decimals == 3
    assert numbers.values.tolist() == [900_000_000_000_000_000, 123]


def test_text_never_passes_through_a_float():
    numbers = parse_numbers(cells("99999999999999,99", "0,01"))
    assert numbers.values.tolist() == [9999999999999999, 1]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (True, "number_is_flag"),
        (dt.date(2026, 10, 1), "number_is_date"),
        (dt.datetime(2026, 10, 1, 5), "number_is_date"),
        (dt.time(5), "number_is_time"),
        (dt.timedelta(5), "number_is_time"),
        ("abc", "number_is_text"),
        (float("nan"), "number_infinite"),
        (float("inf"), "number_infinite"),
        (5.80502800005684e18, "number_too_long"),
        ("5805028000056864695", "number_too_long"),
    ],
)
def test_a_wrong_cell_is_a_fault_and_no_zero(value, code):
    numbers = parse_numbers(cells(1.5, value, 2.5))
    assert {row: fault[0] for row, fault in numbers.faults.items()} == {1: code}
    assert numbers.values[[0, 2]].tolist() == [15, 25]


def test_a_typed_source_says_missing_by_nan():
    numbers = parse_numbers(Cells(parse_header("Revenue"), 0, np.array([1.5, np.nan])))
    assert numbers.missing.tolist() == [False, True]
    assert not numbers.faults


def grouped(whole: str, mark: str) -> str:
    parts = []
    while len(whole) > 3:
        whole, last = whole[:-3], whole[-3:]
        parts.insert(0, last)
    return mark.join([whole, *parts])


STYLES = {
    "ru": ("\u00a0", ","),
    "en": (",", "."),
    "de": (".", ","),
    "swiss": ("'", "."),
    "plain": ("", "."),
    "comma": ("", ","),
}


@given(
    amounts=st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=2), min_size=1, max_size=20),
    style=st.sampled_from(sorted(STYLES)),
    around=st.sampled_from(["{}", "{} ₽", "€ {}", "{} UZS", " {} "]),
    minus=st.sampled_from(["-{}", "−{}", "({})"]),
)
def test_every_style_reads_back_exactly(amounts, style, around, minus):
    group, decimal = STYLES[style]
    texts = []
    for amount in amounts:
        whole, _, fraction = f"{abs(amount):.2f}".partition(".")
        text = f"{grouped(whole, group)}{decimal}{fraction}"
        texts.append(around.format(minus.format(text) if amount < 0 else text))
    numbers = parse_numbers(cells(*texts))
    assert not numbers.faults
    assert [Decimal(int(value)).scaleb(-numbers.decimals) for value in numbers.values] == amounts


@given(st.lists(st.integers(min_value=-(10**13), max_value=10**13), min_size=1, max_size=30), st.integers(0, 4))
def test_floats_read_back_exactly(amounts, places):
    """A float nearest to a decimal of up to 15 digits is that decimal."""
    floats = [amount / 10**places for amount in amounts]
    numbers = parse_numbers(cells(*floats))
    assert [int(v) * 10 ** (places - numbers.decimals) for v in numbers.values] == amounts


def test_long_columns_read_like_short_ones():
    """Above 5,000 different texts the plain ones are read many at once; every text has to mean the same."""
    amounts = [Decimal(number * 7919 % 10**9) / 100 for number in range(6000)]
    odd = ["1,234", "—", "сто", "(5,5)", "12 34", "7 %", "1 234 567,89 ₽", "99999999999999,99"]
    numbers = parse_numbers(
        cells(*[f"{amount:,.2f}".replace(",", "\u00a0").replace(".", ",") for amount in amounts], *odd)
    )
    read = [Decimal(int(value)).scaleb(-numbers.decimals) for value in numbers.values]
    assert read[:6000] == amounts
    assert {row - 6000: fault[0] for row, fault in numbers.faults.items()} == {2: "number_is_text", 4: "number_is_text"}
    assert numbers.missing.sum() == 1
    assert read[6000] == Decimal("1.234")
    assert read[6003:] == [Decimal("-5.5"), 0, Decimal("0.07"), Decimal("1234567.89"), Decimal("99999999999999.99")]


@given(st.from_regex(r"\A-?[0-9]{1,4}([ ,.\u00a0][0-9]{1,3}){0,3}\Z"))
def test_the_short_cut_says_what_the_careful_reading_says(text):
    plain, floats, marks = plain_numbers(np.array([text], object))
    read = read_number(text)
    if plain[0]:
        assert read is not None
        assert read.other is None
        assert floats[0] == float(read.value)
        assert marks == {read.style} - {""}
