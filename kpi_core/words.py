"""Reasons, notes and counted nouns in words."""

from __future__ import annotations

from kpi_core.language import Language
from kpi_core.measures import MEASURES, parameter_label, split_shift
from kpi_core.wording import SENTENCES, say


def reason_text(reason: str, language: Language) -> str:
    """Why a value is undefined, short enough for a table's footnote.

    Examples
    --------
    >>> reason_text("no_base", "en")
    'no earlier period to compare with'
    >>> reason_text("no_ad_spend", "en")
    'zero advertising spend, nothing to divide by'
    """
    code = f"reason_{reason}"
    if code in SENTENCES:
        return say(code, language)
    measure = reason.removeprefix("no_")
    if split_shift(measure)[0] in MEASURES:
        return say("reason_no_measure", language, measure=parameter_label(measure).of(language))
    return reason


def note_text(note: str, language: Language) -> str:
    """What qualifies a value.

    Examples
    --------
    >>> note_text("small_base", "en")
    'small base: fewer than 20 events'
    """
    code = f"note_{note}"
    return say(code, language) if code in SENTENCES else note


def excluded_text(reason: str, language: Language) -> str:
    """Why rows were left out, in words where the wording knows the reason."""
    for code in (f"excluded_{reason}", reason):
        if code in SENTENCES and "{" not in SENTENCES[code].of(language):
            return say(code, language)
    return reason


def counted(number: int, noun: str, language: Language) -> str:
    """A whole number with its noun in the right form; the forms stand in the wording as `count_<noun>`.

    Examples
    --------
    >>> counted(21, "rows", "ru"), counted(3, "rows", "ru"), counted(11, "rows", "ru"), counted(1, "rows", "en")
    ('21\\xa0строка', '3\\xa0строки', '11\\xa0строк', '1\\xa0row')
    """
    from kpi_core.units import format_value

    forms = say(f"count_{noun}", language).split("|")
    return f"{format_value(number, 'count', language)}\u00a0{forms[_form(number, language)]}"


def _form(number: int, language: Language) -> int:
    number = abs(number)
    if language == "en":
        return 0 if number == 1 else 1
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


def in_sentence(label: str) -> str:
    """A label inside a sentence: without its capital letter, unless it is an abbreviation.

    Examples
    --------
    >>> in_sentence("Средний чек"), in_sentence("ДРР"), in_sentence("CAC of paid channels")
    ('средний чек', 'ДРР', 'CAC of paid channels')
    """
    if len(label) > 1 and label[1].isupper():
        return label
    return label[:1].lower() + label[1:]
