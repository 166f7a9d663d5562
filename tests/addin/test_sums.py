"""KPI_CALC_…: the bare formula, with the manners of SUM."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from addin.functions import FUNCTIONS, MISSING
from kpi_core.catalogue import catalogue
from kpi_core.measures import MEASURES, split_shift


def calc(name, *arguments):
    return FUNCTIONS[f"KPI_CALC_{name}"].call(None, *arguments)


@pytest.mark.parametrize("kpi", catalogue().values(), ids=lambda kpi: kpi.name)
def test_ranges_are_summed_first_and_divided_last(kpi):
    """Each measure as a range of two cells gives the formula of the two sums."""
    series = [MEASURES[split_shift(name)[0]].how == "series" for name in kpi.parameters]
    ranges = [[[100.0 - place], [900.0]] for place, _ in enumerate(kpi.parameters)]
    values = [tuple(c for r in cells for c in r) if own else sum(c for r in cells for c in r)
              for cells, own in zip(ranges, series, strict=True)]  # fmt: skip
    assert calc(kpi.name.upper(), *ranges) == pytest.approx(kpi.function(*values), rel=1e-12)


def test_example_of_the_design():
    assert calc("CAC", [[1000.0], [500.0], [300.0]], 6.0) == 300.0


def test_text_blanks_and_true_in_a_range_are_passed_over_as_by_sum():
    """Excel: SUM(A1:A6) over 100, "200", blank, TRUE, "нет", 50 is 150."""
    assert calc("REVENUE", [[100.0], ["200"], [None], [True], ["нет"], [50.0], [""]]) == 150.0


def test_a_range_of_blanks_sums_to_zero():
    assert calc("REVENUE", [[None, ""]]) == 0.0
    assert calc("CAC", 100.0, [[None], [None]]) == "#DIV/0!"


def test_an_error_in_a_range_is_the_answer_and_never_silently_empty():
    assert calc("CAC", [[1.0], ["#REF!"]], 5.0) == "#REF!"
    assert calc("CAC", 100.0, "#DIV/0!") == "#DIV/0!"
    assert calc("CAC", [["#NUM!"], [1.0]], "#DIV/0!") == "#NUM!"


@pytest.mark.parametrize(
    ("text", "number"),
    [("1234,5", 1234.5), ("1234.5", 1234.5), ("1 234,50", 1234.5), ("1,234.50", 1234.5), ("1.234,50", 1234.5),
     ("€ 3.500,00", 3500.0), ("-5", -5.0), ("12 %", 0.12), ("0,125", 0.125)],
)  # fmt: skip
def test_a_text_is_read_in_either_decimal_style(text, number):
    assert calc("REVENUE", text) == pytest.approx(number)


@pytest.mark.parametrize("text", ["сто", "1,234", "1.234", "12.10.2026", "n/a", "1,2,3"])
def test_a_text_that_is_no_number_or_two_is_a_wrong_value(text):
    """1,234 is one and a quarter to a Russian and a thousand to an American: neither is guessed."""
    assert calc("REVENUE", text) == "#VALUE!"


def test_single_cells():
    assert [calc("REVENUE", cell) for cell in (None, "", 5, Decimal("1.25"), True, [[7.0]])] == [0, 0, 5, 1.25, 1, 7]
    assert calc("REVENUE", datetime(2026, 10, 1)) == 46296.0
    assert calc("CAC", 100.0) == "#VALUE!"
    assert calc("CAC", MISSING, 5.0) == "#VALUE!"


def test_a_sum_does_not_gather_float_noise():
    assert calc("REVENUE", [[0.1]] * 10) == 1.0


def test_growth_from_nothing_and_from_a_loss():
    assert calc("SALES_GROWTH_MOM", 110.0, 100.0) == pytest.approx(0.1)
    assert calc("SALES_GROWTH_MOM", 110.0, 0.0) == "#DIV/0!"
    assert calc("SALES_GROWTH_MOM", 50.0, -100.0) == "#N/A"


class TestPayback:
    """Profit 40, 25, 20, 30 by month of age, 10 customers, spend 800: 80 per customer against 4, 6.5, 8.5, 11.5."""

    def test_the_series_is_taken_as_it_stands(self):
        assert calc("PAYBACK_MONTHS", [[40.0, 25.0, 20.0, 30.0]], 10.0, 80.0) == 2.0

    def test_not_reached(self):
        assert calc("PAYBACK_MONTHS", [[40.0, 25.0, 20.0, 30.0]], 10.0, 800.0) == "> 3"

    def test_blank_months_inside_count_and_blank_ones_at_the_end_do_not(self):
        assert calc("PAYBACK_MONTHS", [[40.0], [None], [40.0], [None], [""]], 10.0, 80.0) == 2.0
        assert calc("PAYBACK_MONTHS", [[40.0], [None], [40.0], [None], [""]], 10.0, 800.0) == "> 2"

    def test_a_text_would_shift_the_ages(self):
        assert calc("PAYBACK_MONTHS", [[40.0], ["май"], [40.0]], 10.0, 80.0) == "#VALUE!"

    def test_nobody_won(self):
        assert calc("PAYBACK_MONTHS", [[40.0]], 0.0, 80.0) == "#DIV/0!"

    def test_no_months_at_all(self):
        assert calc("PAYBACK_MONTHS", [[None]], 10.0, 80.0) == "#N/A"

    def test_errors_and_omissions(self):
        assert calc("PAYBACK_MONTHS", [["#N/A"], [1.0]], 10.0, 80.0) == "#N/A"
        assert calc("PAYBACK_MONTHS", MISSING, 10.0, 80.0) == "#VALUE!"
