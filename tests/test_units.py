"""Figures as a reader of each language expects them. Expected texts are written by hand; spaces stand for U+00A0."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.language import LANGUAGES
from kpi_core.measures import MEASURES
from kpi_core.periods import ALL, Period, parse_period
from kpi_core.units import (
    DASH,
    MINUS,
    NBSP,
    Scale,
    currency_symbol,
    date_label,
    format_change,
    format_difference,
    format_scaled,
    format_value,
    period_label,
    rounded,
    rounded_change,
    scale_for,
    scale_unit,
    short_month,
)
from kpi_core.wording import SENTENCES
from kpi_core.words import counted, in_sentence, note_text, reason_text


def spaced(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("value", "unit", "currency", "compact", "ru", "en"),
    [
        (48_657_213.4, "money", "RUB", True, "48,7 млн ₽", "₽ 48.7M"),
        (48_657_213.4, "money", "RUB", False, "48 657 213 ₽", "₽ 48,657,213"),
        (1_234_567_890, "money", "RUB", True, "1,23 млрд ₽", "₽ 1.23B"),
        (7_210_000_000_000, "money", "KZT", True, "7,21 трлн ₸", "₸ 7.21T"),
        (486_900, "money", "RUB", True, "487 тыс. ₽", "₽ 487K"),
        (13_600, "money", "RUB", True, "13 600 ₽", "₽ 13,600"),
        (999_999, "money", "RUB", True, "1,00 млн ₽", "₽ 1.00M"),
        (999_999_999, "money", "USD", True, "1,00 млрд $", "$1.00B"),
        (-1_040_000, "money", "RUB", True, "−1,04 млн ₽", "−₽ 1.04M"),
        (12.5, "money", "EUR", True, "12,50 €", "€12.50"),
        (99.996, "money", "EUR", True, "100 €", "€100"),
        (0.005, "money", "RUB", True, "0,01 ₽", "₽ 0.01"),
        (-0.004, "money", "RUB", True, "0 ₽", "₽ 0"),
        (0, "money", "RUB", True, "0 ₽", "₽ 0"),
        (5000, "money", "CHF", True, "5 000 CHF", "CHF 5,000"),
        (9922, "count", "RUB", True, "9 922", "9,922"),
        (270_142, "count", "RUB", True, "270 142", "270,142"),
        (2_701_420, "count", "RUB", True, "2,70 млн", "2.70M"),
        (2.5, "count", "RUB", False, "3", "3"),
        (3.575, "ratio", "RUB", False, "3,58", "3.58"),
        (-0.001, "ratio", "RUB", False, "0,00", "0.00"),
        (0.27934, "percent", "RUB", False, "27,9 %", "27.9%"),
        (0.01774, "percent", "RUB", False, "1,77 %", "1.77%"),
        (0.09996, "percent", "RUB", False, "10,0 %", "10.0%"),
        (-0.5, "percent", "RUB", False, "−50,0 %", "−50.0%"),
        (12.34, "percent", "RUB", False, "1 234 %", "1,234%"),
        (0, "percent", "RUB", False, "0 %", "0%"),
        (1, "days", "RUB", False, "1 дн.", "1 day"),
        (20, "days", "RUB", False, "20 дн.", "20 days"),
        (4, "months", "RUB", False, "4 мес.", "4 months"),
        (2.5, "days", "RUB", False, "2,5 дн.", "2.5 days"),
        (None, "money", "RUB", True, DASH, DASH),
        (float("nan"), "percent", "RUB", True, DASH, DASH),
        (float("inf"), "ratio", "RUB", True, DASH, DASH),
    ],
)
def test_values(value, unit, currency, compact, ru, en):
    assert spaced(format_value(value, unit, "ru", currency, compact=compact)) == ru
    assert spaced(format_value(value, unit, "en", currency, compact=compact)) == en


@pytest.mark.parametrize(
    ("change", "unit", "of", "ru", "en"),
    [
        (0.0692, "money", None, "+6,9 %", "+6.9%"),
        (-0.011, "money", None, "−1,1 %", "−1.1%"),
        (0.00049, "count", None, "0,0 %", "0.0%"),
        (-0.00049, "count", None, "0,0 %", "0.0%"),
        (0.0005, "count", None, "+0,1 %", "+0.1%"),
        (0.99949, "money", None, "+99,9 %", "+99.9%"),
        (12.3456, "money", None, "+1 235 %", "+1,235%"),
        (0.005, "percent", 0.279, "+0,5 п.п.", "+0.5 pp"),
        (-0.0005, "percent", 0.0177, "−0,05 п.п.", "−0.05 pp"),
        (-0.02, "percent", 0.0, "−2,0 п.п.", "−2.0 pp"),
        (None, "money", None, DASH, DASH),
    ],
)
def test_changes_have_a_sign_and_percents_differ_in_points(change, unit, of, ru, en):
    assert spaced(format_change(change, unit, "ru", of=of)) == ru
    assert spaced(format_change(change, unit, "en", of=of)) == en


def test_differences_are_signed_in_their_own_unit():
    assert spaced(format_difference(3_140_000, "money", "ru", compact=True)) == "+3,14 млн ₽"
    assert spaced(format_difference(-3_140_000, "money", "en", compact=True)) == "−₽ 3.14M"
    assert spaced(format_difference(-0.001, "money", "ru")) == "0 ₽"


def test_display_rounds_half_up_as_people_do():
    """Half-even, the default of Python and of Babel, would show 0,1 and 2."""
    assert format_value(0.00125, "percent", "en") == "0.13%"
    assert format_value(2.5, "count", "en") == "3"
    assert format_value(2.675, "ratio", "en") == "2.68"


def test_a_status_sees_the_rounded_value():
    assert rounded(0.99951, "percent") == 100
    assert rounded_change(-0.0004, "money") == 0


@pytest.mark.parametrize(
    ("largest", "unit", "scale", "shown"),
    [
        (48_700_000, "money", Scale(6, 1, "млн"), "48,7"),
        (2_100_000_000, "money", Scale(9, 2, "млрд"), "2,10"),
        (7_210_000_000_000, "money", Scale(12, 2, "трлн"), "7,21"),
        (486_900, "money", Scale(3, 1, "тыс."), "486,9"),
        (4904, "money", Scale(0, 0, ""), "4 904"),
        (12.5, "money", Scale(0, 2, ""), "12,50"),
        (270_142, "count", Scale(0, 0, ""), "270 142"),
    ],
)
def test_a_column_has_one_scale(largest, unit, scale, shown):
    assert scale_for(largest, "ru", unit) == scale
    assert spaced(format_scaled(largest, scale, "ru")) == shown


def test_scaled_figures():
    millions = scale_for(48_700_000, "en")
    assert format_scaled(-540_000, millions, "en", signed=True) == f"{MINUS}0.5"
    assert format_scaled(None, millions, "en") == DASH
    assert spaced(scale_unit(millions, "money", "en")) == "₽ M"
    assert spaced(scale_unit(scale_for(48_700_000, "ru"), "money", "ru")) == "млн ₽"
    assert scale_unit(scale_for(10, "ru", "count"), "count", "ru") == ""


@pytest.mark.parametrize(
    ("period", "ru", "en"),
    [
        ("2026-10", "октябрь 2026", "October 2026"),
        ("2026-Q3", "III кв. 2026", "Q3 2026"),
        ("2026", "2026", "2026"),
        ("2026-01..2026-10", "январь – октябрь 2026", "January – October 2026"),
        ("2025-11..2026-03", "ноябрь 2025 – март 2026", "November 2025 – March 2026"),
        ("2026-10-01..2026-10-20", "1–20 октября 2026", "1–20 October 2026"),
        ("2026-09-25..2026-10-05", "25 сентября – 5 октября 2026", "25 September – 5 October 2026"),
        ("2025-12-25..2026-01-05", "25 декабря 2025 – 5 января 2026", "25 December 2025 – 5 January 2026"),
    ],
)
def test_periods_in_words(period, ru, en):
    assert spaced(period_label(parse_period(period), "ru")) == ru
    assert spaced(period_label(parse_period(period), "en")) == en


def test_other_dates():
    assert period_label(ALL, "ru") == "весь период"
    assert spaced(date_label(date(2026, 11, 3), "ru")) == "3 ноября 2026"
    assert [short_month(date(2026, number, 1), "ru") for number in (3, 5, 9)] == ["мар", "май", "сен"]
    day = date(2024, 4, 23).toordinal()
    assert spaced(period_label(Period(day, day), "en")) == "23 April 2024"


@given(st.floats(-1e15, 1e15), st.sampled_from(["money", "ratio", "percent", "count", "days", "months"]))
def test_any_number_has_a_text_that_cannot_wrap_and_no_negative_zero(value, unit):
    for language in LANGUAGES:
        text = format_value(value, unit, language, compact=True)
        assert " " not in text
        assert "-" not in text
        assert not text.startswith(MINUS) or any(digit in text for digit in "123456789")


def test_currency_symbols():
    assert currency_symbol("rub") == "₽"
    assert currency_symbol("AED") == "AED"


@pytest.mark.parametrize("measure", MEASURES)
def test_every_zero_denominator_has_words(measure):
    for language in LANGUAGES:
        assert MEASURES[measure].label.of(language) in reason_text(f"no_{measure}", language)


def test_reasons_and_notes_have_words():
    """Those of the docstring of Answer."""
    reasons = "no_base no_plan no_data no_customer_id not_additive monthly_only too_early ambiguous not_reached"
    notes = "immature partial_period partial_source small_base left_censored free_channel vat_unknown not_comparable"
    for language in LANGUAGES:
        assert all(reason_text(reason, language) != reason for reason in reasons.split())
        assert all(note_text(note, language) != note for note in [*notes.split(), "recalculated"])
    assert reason_text("something_new", "ru") == "something_new"
    assert note_text("something_new", "ru") == "something_new"


def test_plurals_have_all_their_forms():
    for code, text in SENTENCES.items():
        if code.startswith("count_"):
            assert (text.ru.count("|"), text.en.count("|")) == (2, 1), code
    assert [spaced(counted(number, "months", "ru")) for number in (1, 2, 5, 11, 12, 22, 111)] == [
        "1 месяц", "2 месяца", "5 месяцев", "11 месяцев", "12 месяцев", "22 месяца", "111 месяцев",
    ]  # fmt: skip
    assert [spaced(counted(number, "rows", "en")) for number in (1, 2)] == ["1 row", "2 rows"]


def test_labels_inside_sentences():
    assert [in_sentence(label) for label in ("Выручка", "CTR", "ДРР", "LTV : CAC", "")] == [
        "выручка", "CTR", "ДРР", "LTV : CAC", "",
    ]  # fmt: skip
