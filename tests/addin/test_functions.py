"""The table of functions, held for every entry of the catalogue."""

from __future__ import annotations

import timeit

import pytest

from addin.functions import FUNCTIONS, MISSING, CellError, Function, categories, number_format
from kpi_core.catalogue import catalogue
from kpi_core.language import LANGUAGES

every_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
every_kpi = pytest.mark.parametrize("kpi", catalogue().values(), ids=lambda kpi: kpi.name)
OTHERS = {
    "CHANGE", "TABLE", "EXPLAIN", "TARGET", "CHANNELS", "PERIODS", "DATA", "SIGNIFICANT", "VERDICT", "STATUS",
    "FORECAST", "BRIDGE", "CONTRIBUTION", "QUADRANT", "COHORTS", "SCORECARD", "SUGGEST",
}  # fmt: skip


def test_every_function_of_the_design_is_there_and_no_other():
    of_kpis = {f"KPI_{prefix}{name.upper()}" for name in catalogue() for prefix in ("", "CALC_")}
    assert set(FUNCTIONS) == of_kpis | {f"KPI_{name}" for name in OTHERS}


@every_function
def test_help_fits_the_wizard_in_both_languages(function: Function):
    for language in LANGUAGES:
        texts = [function.help.of(language)]
        for argument in function.arguments:
            texts += [argument.name.of(language), argument.help.of(language)]
        assert all(0 < len(text) <= 255 for text in texts)
        assert not any("{" in text or text.endswith(" ") for text in texts)


@every_function
def test_arguments_are_ascii_names_and_the_optional_ones_come_last(function: Function):
    keys = [argument.key for argument in function.arguments]
    optional = [argument.optional for argument in function.arguments]
    assert all(key.isascii() and key.isidentifier() for key in keys)
    assert len(set(keys)) == len(keys)
    assert optional == sorted(optional)


@every_kpi
def test_kpi_takes_period_channel_and_four_tables(kpi):
    function = FUNCTIONS[kpi.function_name]
    assert [argument.key for argument in function.arguments] == [
        "period", "channel", "table1", "table2", "table3", "table4",
    ]  # fmt: skip
    assert function.first_table == 2
    assert function.help.ru.startswith(kpi.label.ru)


@every_kpi
def test_calculation_takes_exactly_the_parameters(kpi):
    function = FUNCTIONS[f"KPI_CALC_{kpi.name.upper()}"]
    assert tuple(argument.key for argument in function.arguments) == kpi.parameters
    assert not any(argument.optional for argument in function.arguments)
    assert not function.reads_workbook


@every_kpi
@pytest.mark.parametrize("channel", [MISSING, "Яндекс"])
def test_kpi_cell_shows_what_the_cube_answers(book, kpi, channel):
    answer = book.cube().kpi(kpi.name, None, None if channel is MISSING else channel)
    cell = FUNCTIONS[kpi.function_name].call(book, MISSING, channel)
    if answer.value is None:
        assert isinstance(cell, CellError) or cell == f"> {answer.beyond}"
    else:
        assert cell == answer.value


@every_function
def test_nothing_raises_in_a_workbook_without_tables(function: Function):
    from tests.addin.conftest import Unreadable

    arguments = ["cac" if argument.key in ("kpi", "kpis") else "2026-10" for argument in function.arguments[:2]]
    cell = function.call(Unreadable(), *arguments)
    if function.name == "KPI_EXPLAIN":
        assert cell.startswith("Не видно, из какой книги")
    elif function.reads_workbook:
        assert cell == "#N/A"


@every_function
def test_number_format_and_category_are_known(function: Function):
    assert number_format(function.name)
    assert function.category in categories()


@every_kpi
def test_percents_are_shown_as_percents(kpi):
    assert number_format(kpi.function_name).endswith("%") == (kpi.unit == "percent")


def test_a_look_up_with_its_arguments_parsed_takes_ten_microseconds_at_most(book):
    call = FUNCTIONS["KPI_CAC"].call
    seconds = min(timeit.repeat(lambda: call(book, "2026-10", "Яндекс"), number=2000, repeat=7)) / 2000
    assert seconds < 10e-6
