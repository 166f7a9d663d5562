"""Values in words and figures: numbers, changes, periods and dates as a reader of the language expects them.

Display rounds half up. Whoever judges a value judges the rounded one (`rounded`), so that a reader never sees
«100,0 %» beside «план не выполнен». Minus is U+2212, and a no-break space joins a number and its unit.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from kpi_core.language import Language
from kpi_core.measures import Unit
from kpi_core.periods import ALL, Period

MINUS, NBSP, DASH = "\u2212", "\u00a0", "—"
_SYMBOLS = {
    "RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥", "KZT": "₸", "UAH": "₴", "TRY": "₺",
    "INR": "₹", "KRW": "₩", "ILS": "₪", "AZN": "₼", "GEL": "₾", "BYN": "Br",
}  # fmt: skip
_ADJACENT = {"$", "€", "£", "¥", "₹"}
_SCALES = {
    "ru": ((12, "трлн"), (9, "млрд"), (6, "млн"), (3, "тыс.")),
    "en": ((12, "T"), (9, "B"), (6, "M"), (3, "K")),
}
# Money below this is shown with its hundredths: a firm whose average check is 12,50.
_SMALL_MONEY = 100
# Compact figures begin here; below, all digits are both short and exact. Counts stay whole for longer.
_COMPACT_FROM = {"money": 100_000, "count": 1_000_000}
_ROMAN = ("I", "II", "III", "IV")


class Scale(NamedTuple):
    """One power of ten for a column or a chart, so that its figures compare at a glance.

    Attributes
    ----------
    power : int
        0, 3, 6 or 9.
    digits : int
        Decimals to show.
    word : str
        "млн", "M" or "".
    """

    power: int
    digits: int
    word: str


def format_value(
    value: float | None,
    unit: Unit,
    language: Language,
    currency: str = "RUB",
    *,
    compact: bool = False,
    digits: int | None = None,
) -> str:
    """A value with its unit.

    Parameters
    ----------
    value : float or None
        Full precision; percents and ratios as fractions. None and NaN give a dash.
    unit : str
        money, ratio, percent, count, days or months.
    language : str
        "ru" or "en".
    currency : str
        ISO code; a symbol is shown where one is usual.
    compact : bool
        Three significant digits with «тыс.», «млн», «млрд», «трлн» for large money and counts.
    digits : int, optional
        Decimals, where the neighbours of the value decide them.

    Examples
    --------
    >>> format_value(48_657_213.4, "money", "ru", compact=True).replace(NBSP, " ")
    '48,7 млн ₽'
    >>> format_value(48_657_213.4, "money", "en", compact=True).replace(NBSP, " ")
    '₽ 48.7M'
    >>> format_value(0.27934, "percent", "ru").replace(NBSP, " "), format_value(12.5, "money", "en", "EUR")
    ('27,9 %', '€12.50')
    """
    if value is None or not math.isfinite(value):
        return DASH
    number = _decimal(value)
    if unit == "percent":
        text = _plain(_round(number * 100, _percent_digits(value) if digits is None else digits), language)
        return f"{text}{NBSP}%" if language == "ru" else f"{text}%"
    if unit == "ratio":
        return _plain(_round(number, 2 if digits is None else digits), language)
    if unit in ("days", "months"):
        return _with_noun(_round(number, 0 if number == number.to_integral_value() else 1), unit, language)
    text, word = _scaled(number, unit, language, compact=compact, digits=digits)
    return _money(text, word, language, currency) if unit == "money" else _joined(text, word, language)


def format_change(
    change: float | None,
    unit: Unit,
    language: Language,
    *,
    of: float | None = None,
) -> str:
    """A change with an explicit sign: relative, or in percentage points for percent units.

    Parameters
    ----------
    change : float or None
        What `cube.change` answers: relative, a difference of fractions for percent units.
    unit : str
        The unit of the KPI that changed.
    of : float, optional
        The value that changed: percentage points show as many decimals as it does.

    Examples
    --------
    >>> format_change(0.0692, "money", "ru").replace(NBSP, " "), format_change(-0.0005, "percent", "en", of=0.0177)
    ('+6,9 %', '−0.05\\xa0pp')
    """
    if change is None or not math.isfinite(change):
        return DASH
    number = rounded_change(change, unit, of=of)
    text = _signed(number, language)
    if unit == "percent":
        return f"{text}{NBSP}{'п.п.' if language == 'ru' else 'pp'}"
    return f"{text}{NBSP}%" if language == "ru" else f"{text}%"


def format_difference(
    value: float, unit: Unit, language: Language, currency: str = "RUB", *, compact: bool = False
) -> str:
    """A difference of two values in their own unit, with an explicit sign.

    Examples
    --------
    >>> format_difference(-1_040_000, "money", "ru", compact=True).replace(NBSP, " ")
    '−1,04 млн ₽'
    """
    text = format_value(value, unit, language, currency, compact=compact)
    return text if text.startswith(MINUS) or not any(digit in text for digit in "123456789") else f"+{text}"


def rounded(value: float, unit: Unit, *, digits: int | None = None) -> Decimal:
    """The value as it is shown, for statuses; percents in percent.

    Examples
    --------
    >>> rounded(0.99951, "percent")
    Decimal('100.0')
    """
    number = _decimal(value)
    if unit == "percent":
        return _round(number * 100, _percent_digits(value) if digits is None else digits)
    return _round(number, digits if digits is not None else _digits(number, unit))


def rounded_change(change: float, unit: Unit, *, of: float | None = None) -> Decimal:
    """The change as it is shown, in percent or percentage points; its sign is the one the reader sees."""
    if unit == "percent":
        return _round(_decimal(change) * 100, 1 if of is None else max(1, _percent_digits(of)))
    return _round(_decimal(change) * 100, 0 if abs(change) >= 1 else 1)


def scale_for(largest: float, language: Language, unit: Unit = "money") -> Scale:
    """The scale at which the largest value of a column or chart has three digits or so.

    Examples
    --------
    >>> scale_for(48_700_000, "ru"), scale_for(740, "ru"), scale_for(12.5, "ru")
    (Scale(power=6, digits=1, word='млн'), Scale(power=0, digits=0, word=''), Scale(power=0, digits=2, word=''))
    """
    number = abs(_decimal(largest))
    for power, word in _SCALES[language]:
        if number >= _COMPACT_FROM.get(unit, 0) and number >= Decimal(10) ** power:
            shown = number.scaleb(-power)
            return Scale(power, 2 if shown < 10 else 1, word)
    return Scale(0, _money_digits(number) if unit == "money" else 0, "")


def format_scaled(value: float | None, scale: Scale, language: Language, *, signed: bool = False) -> str:
    """The bare number at a scale; the header or title names the unit."""
    if value is None or not math.isfinite(value):
        return DASH
    number = _round(_decimal(value).scaleb(-scale.power), scale.digits)
    return _signed(number, language) if signed else _plain(number, language)


def scale_unit(scale: Scale, unit: Unit, language: Language, currency: str = "RUB") -> str:
    """What stands in the header of a scaled column: «млн ₽», "₽ M", "" for plain counts."""
    symbol = currency_symbol(currency, language) if unit == "money" else ""
    parts = (scale.word, symbol) if language == "ru" else (symbol, scale.word)
    return NBSP.join(part for part in parts if part)


def currency_symbol(currency: str, language: Language = "ru") -> str:
    """The symbol of a currency, or its ISO code where the report's font has no symbol.

    Where nobody named a currency a Russian reader takes money for roubles; elsewhere a sign would be an invention.

    Examples
    --------
    >>> currency_symbol("eur"), currency_symbol("", "ru"), currency_symbol("", "en")
    ('€', '₽', '')
    """
    if not currency and language != "ru":
        return ""
    return _SYMBOLS.get((currency or "RUB").upper(), currency.upper())


def period_label(period: Period, language: Language) -> str:
    """The period as a person says it.

    Examples
    --------
    >>> from kpi_core.periods import parse_period
    >>> [period_label(parse_period(text), "ru").replace(NBSP, " ") for text in ("2026-10", "2026-Q3", "2026")]
    ['октябрь 2026', 'III кв. 2026', '2026']
    >>> period_label(parse_period("2026-10-01..2026-10-20"), "en").replace(NBSP, " ")
    '1–20 October 2026'
    """
    if period == ALL:
        return "весь период" if language == "ru" else "all data"
    start, end = period.start, period.end
    if not period.whole_months:
        return _day_range(start, end, language)
    if period.months_count == 1:
        return f"{month_name(start, language)}{NBSP}{start.year}"
    if period.months_count == 12 and start.month == 1:
        return str(start.year)
    if period.months_count == 3 and start.month % 3 == 1:
        quarter = (start.month + 2) // 3
        return f"{_ROMAN[quarter - 1]}{NBSP}кв. {start.year}" if language == "ru" else f"Q{quarter}{NBSP}{start.year}"
    first = month_name(start, language) if start.year == end.year else f"{month_name(start, language)} {start.year}"
    return f"{first} – {month_name(end, language)}{NBSP}{end.year}"


def date_label(day: date, language: Language) -> str:
    """A date in words: «3 ноября 2026», "3 November 2026"."""
    return f"{day.day}{NBSP}{_month_names(language, 'format', 'wide')[day.month]} {day.year}"


def month_name(day: date, language: Language) -> str:
    """The name of the month of a day, standing alone: «октябрь», "October"."""
    return _month_names(language, "stand-alone", "wide")[day.month]


def short_month(day: date, language: Language) -> str:
    """Three letters for an axis: «окт», "Oct"."""
    name = _month_names(language, "stand-alone", "wide")[day.month]
    return name[:3]


def _day_range(start: date, end: date, language: Language) -> str:
    if start == end:
        return date_label(start, language)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{date_label(end, language)}"
    if start.year == end.year:
        opening = f"{start.day}{NBSP}{_month_names(language, 'format', 'wide')[start.month]}"
        return f"{opening} – {date_label(end, language)}"
    return f"{date_label(start, language)} – {date_label(end, language)}"


@lru_cache
def _month_names(language: Language, context: str, width: str) -> dict[int, str]:
    from babel import Locale

    return dict(Locale.parse(language).months[context][width])


def _decimal(value: float) -> Decimal:
    # Through repr: 2.675 is rounded as the 2.675 a person sees and not as the binary fraction just below it.
    return Decimal(repr(float(value))) if not isinstance(value, int) else Decimal(value)


def _round(number: Decimal, digits: int) -> Decimal:
    shown = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return abs(shown) if shown == 0 else shown


def _percent_digits(value: float) -> int:
    """Two decimals below 10 % and one from there on, decided on the rounded value; none from 1000 %."""
    number = abs(_decimal(value) * 100)
    if _round(number, 2) < 10:
        return 0 if number == 0 else 2
    return 1 if number < 1000 else 0


def _money_digits(number: Decimal) -> int:
    return 2 if 0 < abs(_round(number, 2)) < _SMALL_MONEY else 0


def _digits(number: Decimal, unit: Unit) -> int:
    return _money_digits(number) if unit == "money" else 2 if unit == "ratio" else 0


def _scaled(number: Decimal, unit: Unit, language: Language, *, compact: bool, digits: int | None) -> tuple[str, str]:
    """The number's text, and the word of its scale."""
    if compact and abs(number) >= _COMPACT_FROM.get(unit, 0):
        # Rounded to three significant digits first: 999 999 is 1,00 млн and not 1000 тыс.
        number = _round(number, 2 - number.adjusted())
        for power, word in _SCALES[language]:
            if abs(number) >= Decimal(10) ** power:
                shown = number.scaleb(-power)
                return _plain(_round(shown, max(0, 2 - shown.adjusted())), language), word
    places = digits if digits is not None else _money_digits(number) if unit == "money" else 0
    return _plain(_round(number, places), language), ""


def _plain(number: Decimal, language: Language) -> str:
    """Digits with the separators of the language and a real minus."""
    from babel.numbers import format_decimal

    exponent = number.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = "#,##0." + "0" * places if places else "#,##0"
    return format_decimal(number, pattern, locale=language).replace("-", MINUS)


def _signed(number: Decimal, language: Language) -> str:
    return f"+{_plain(number, language)}" if number > 0 else _plain(number, language)


def _joined(text: str, word: str, language: Language) -> str:
    if not word:
        return text
    return f"{text}{NBSP}{word}" if language == "ru" else f"{text}{word}"


def _money(text: str, word: str, language: Language, currency: str) -> str:
    symbol = currency_symbol(currency, language)
    if language == "ru":
        return f"{_joined(text, word, language)}{NBSP}{symbol}"
    sign = MINUS if text.startswith(MINUS) else ""
    space = "" if symbol in _ADJACENT or not symbol else NBSP
    return f"{sign}{symbol}{space}{_joined(text.removeprefix(MINUS), word, language)}"


def _with_noun(number: Decimal, unit: Unit, language: Language) -> str:
    text = _plain(number, language)
    if language == "ru":
        return f"{text}{NBSP}{'дн.' if unit == 'days' else 'мес.'}"
    noun = unit.removesuffix("s") if abs(number) == 1 else unit
    return f"{text}{NBSP}{noun}"
