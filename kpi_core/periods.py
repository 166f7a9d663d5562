"""Periods: one closed interval of days, parsed from whatever a person writes in a cell or on a command line."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from kpi_core.errors import UsageError

Grain = Literal["day", "month", "quarter", "year"]

# Excel counts days from 1899-12-30 (its leap-year slip of 1900 does not touch dates after February 1900).
_SERIAL_ZERO = date(1899, 12, 30).toordinal()
_EARLIEST_SERIAL, _LATEST_SERIAL = 2101, 2_958_465

_MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "янв jan", "фев feb", "мар mar", "апр apr", "мая май may", "июн jun",
            "июл jul", "авг aug", "сен sep", "окт oct", "ноя nov", "дек dec",
        ),
        start=1,
    )
    for stem in stems.split()
}  # fmt: skip
_MONTH_WORD = re.compile(
    r"(янв(?:ар[ьея])?|фев(?:р(?:ал[ьея])?)?|мар(?:т[ае]?)?|апр(?:ел[ьея])?|ма[йяе]|июн[ьея]?|июл[ьея]?|авг(?:уст[ае]?)?"
    r"|сен(?:т(?:ябр[ьея])?)?|окт(?:ябр[ьея])?|ноя(?:б(?:р[ьея])?)?|дек(?:абр[ьея])?"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ALL_WORDS = {"all", "всё", "все", "всего", "весь период"}
_YEAR = re.compile(r"((?:19|20)\d\d|2100)(?:\s*(?:г\.?|год|year))?")
_ISO_MONTH = re.compile(r"((?:19|20)\d\d|2100)[-./](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-./]((?:19|20)\d\d|2100)")
_QUARTERS = (
    re.compile(r"((?:19|20)\d\d|2100)[-\s./]*[qк](?:в\.?|вартал)?\s*([1-4])"),
    re.compile(r"[qк]([1-4])[-\s./]*((?:19|20)\d\d|2100)"),
    re.compile(
        r"([1-4]|i{1,3}|iv)(?:-?[йи])?\s*(?:кв\.?|квартал|quarter|q)\s*[-,./]?\s*((?:19|20)\d\d|2100)(?:\s*г\.?)?"
    ),
)
_ISO_DAY = re.compile(r"((?:19|20)\d\d|2100)-(\d{1,2})-(\d{1,2})(?:[ t]\d{1,2}:\d.*)?")
_RUSSIAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d|2100)(?:\s\d{1,2}:\d.*)?")
_RANGE = re.compile(r"(.{4,}?)\s*(?:\.\.|…|—|–|\s-\s|(?<=\.\d{4})-|:)\s*(.{4,})")


class Period(NamedTuple):
    """A closed interval of days, as proleptic ordinals, so that it hashes and compares at the speed of a tuple.

    Examples
    --------
    >>> october = parse_period("окт 2026")
    >>> str(october), str(october.previous()), str(october.year_before())
    ('2026-10', '2026-09', '2025-10')
    >>> str(parse_period("2026-Q1").previous())
    '2025-Q4'
    """

    first: int
    last: int

    @property
    def start(self) -> date:
        """The first day."""
        return date.fromordinal(self.first)

    @property
    def end(self) -> date:
        """The last day."""
        return date.fromordinal(self.last)

    @property
    def days(self) -> int:
        """How many days the period has."""
        return self.last - self.first + 1

    @property
    def whole_months(self) -> bool:
        """Whether it begins on a first day of a month and ends on a last one."""
        return self == ALL or (self.start.day == 1 and (self.end + timedelta(days=1)).day == 1)

    @property
    def months_count(self) -> int:
        """How many months the period touches."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def is_month(self) -> bool:
        """Whether it is exactly one calendar month."""
        return self != ALL and self.whole_months and self.months_count == 1

    def months(self) -> Iterator[Period]:
        """The calendar months that the period touches, first to last."""
        year, number = self.start.year, self.start.month
        for _ in range(self.months_count):
            yield month(year, number)
            year, number = (year + 1, 1) if number == 12 else (year, number + 1)

    @lru_cache(4096)  # noqa: B019 - a few numbers each, and the same few periods again and again
    def previous(self) -> Period | None:
        """The period just before, of the same length in months where it is made of whole months, else in days."""
        if self == ALL:
            return None
        if self.whole_months:
            return self._shifted(-self.months_count)
        return Period(self.first - self.days, self.first - 1)

    @lru_cache(4096)  # noqa: B019
    def year_before(self) -> Period | None:
        """The same calendar days of last year; 29 February falls on the 28th."""
        if self == ALL:
            return None
        if self.whole_months:
            return self._shifted(-12)
        return Period(_same_day_of(self.start, -1).toordinal(), _same_day_of(self.end, -1).toordinal())

    def _shifted(self, count: int) -> Period:
        first = _add_months(self.start, count)
        last = _add_months(self.end.replace(day=1), count)
        return Period(first.toordinal(), month(last.year, last.month).last)

    def __str__(self) -> str:
        if self == ALL:
            return "all"
        start, end = self.start, self.end
        if not self.whole_months:
            return start.isoformat() if start == end else f"{start.isoformat()}..{end.isoformat()}"
        if self.months_count == 1:
            return f"{start:%Y-%m}"
        if self.months_count == 3 and start.month % 3 == 1:
            return f"{start:%Y}-Q{(start.month + 2) // 3}"
        if self.months_count == 12 and start.month == 1:
            return f"{start:%Y}"
        return f"{start:%Y-%m}..{end:%Y-%m}"


ALL = Period(date.min.toordinal(), date.max.toordinal())
"""All the data there is."""


@lru_cache(maxsize=4096)
def month(year: int, number: int) -> Period:
    """The calendar month.

    Examples
    --------
    >>> month(2024, 2).days
    29
    """
    first = date(year, number, 1).toordinal()
    return Period(first, first + monthrange(year, number)[1] - 1)


def month_of(day: date) -> Period:
    """The calendar month that holds the day."""
    return month(day.year, day.month)


def span(first: Period, last: Period) -> Period:
    """From the first day of one period to the last day of another."""
    return Period(first.first, last.last)


def containing(day: date, grain: Grain) -> Period:
    """The day, month, quarter or year that holds the day."""
    if grain == "day":
        return Period(day.toordinal(), day.toordinal())
    if grain == "month":
        return month_of(day)
    if grain == "quarter":
        opening = day.month - (day.month - 1) % 3
        return span(month(day.year, opening), month(day.year, opening + 2))
    return span(month(day.year, 1), month(day.year, 12))


def parse_period(value: object) -> Period:
    """The period a person means by a text, a number or a date.

    Parameters
    ----------
    value : str, int, float, date, datetime or Period
        "2026-10", "окт 2026", "10.2026", "2026-Q3", "III кв. 2026", "2026", "01.10.2026-20.10.2026",
        "2026-10-01..2026-10-20", "всё", "all"; a number from 1900 to 2100 is a year and a larger one a
        spreadsheet's date serial; a date means its month.

    Raises
    ------
    UsageError
        `period_unknown` where it is none of these, `period_backwards` where a range ends before it begins.

    Examples
    --------
    >>> str(parse_period("III кв. 2026")), str(parse_period(46296)), str(parse_period(2026))
    ('2026-Q3', '2026-10', '2026')
    >>> str(parse_period("01.10.2026-20.10.2026"))
    '2026-10-01..2026-10-20'
    """
    if isinstance(value, Period):
        return value
    if isinstance(value, datetime):
        return month_of(value.date())
    if isinstance(value, date):
        return month_of(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _parse_number(value)
    if isinstance(value, str):
        return _parse_text(value)
    raise UsageError("period_unknown", value=value)


def _parse_number(value: float) -> Period:
    if not math.isfinite(value):
        raise UsageError("period_unknown", value=value)
    if value == int(value) and 1900 <= value <= 2100:
        return containing(date(int(value), 1, 1), "year")
    if _EARLIEST_SERIAL <= value <= _LATEST_SERIAL:
        return month_of(date.fromordinal(_SERIAL_ZERO + int(value)))
    raise UsageError("period_unknown", value=value)


@lru_cache(maxsize=8192)
def _parse_text(value: str) -> Period:
    text = " ".join(value.split()).casefold()
    if text in _ALL_WORDS:
        return ALL
    try:
        simple = _parse_simple(text)
        if simple is not None:
            # A single day written out as a date means its month, as a date cell does.
            return simple if simple.days > 1 else month_of(simple.start)
        between = _RANGE.fullmatch(text)
        if between:
            first, last = (_parse_simple(side.strip()) for side in between.groups())
            if first and last:
                if last.last < first.first:
                    raise UsageError("period_backwards", value=value)
                return span(first, last)
    except ValueError:
        pass
    raise UsageError("period_unknown", value=value)


def _parse_simple(text: str) -> Period | None:
    """One day, month, quarter or year; None where the text is none of these, ValueError where the 31st is not there."""
    if found := _ISO_DAY.fullmatch(text):
        return containing(date(*map(int, found.groups())), "day")
    if found := _RUSSIAN_DAY.fullmatch(text):
        day, number, year = map(int, found.groups())
        return containing(date(year, number, day), "day")
    if found := _ISO_MONTH.fullmatch(text):
        return _month_checked(int(found[1]), int(found[2]))
    if found := _MONTH_YEAR.fullmatch(text):
        return _month_checked(int(found[2]), int(found[1]))
    if found := _YEAR.fullmatch(text):
        return containing(date(int(found[1]), 1, 1), "year")
    for pattern in _QUARTERS:
        if found := pattern.fullmatch(text):
            return _quarter(*found.groups())
    return _parse_named_month(text)


def _month_checked(year: int, number: int) -> Period:
    if not 1 <= number <= 12:
        raise ValueError(number)
    return month(year, number)


def _quarter(one: str, other: str) -> Period:
    year, number = (one, other) if len(one) == 4 and one.isdigit() else (other, one)
    quarter = _ROMAN.get(number) or int(number)
    return containing(date(int(year), quarter * 3, 1), "quarter")


def _parse_named_month(text: str) -> Period | None:
    word = _MONTH_WORD.search(text)
    if not word:
        return None
    rest = (text[: word.start()] + " " + text[word.end() :]).strip(" .,-/'’")
    number = _MONTHS[word[1][:3]]
    if found := _YEAR.fullmatch(rest):
        return month(int(found[1]), number)
    if re.fullmatch(r"\d\d", rest) and text.endswith(rest):
        return month(2000 + int(rest), number)
    if found := re.fullmatch(r"(\d{1,2})\D{1,3}((?:19|20)\d\d|2100)(?:\s*г\.?)?", rest):
        return containing(date(int(found[2]), number, int(found[1])), "day")
    return None


def _add_months(first_day: date, count: int) -> date:
    index = first_day.year * 12 + first_day.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def _same_day_of(day: date, years: int) -> date:
    length = monthrange(day.year + years, day.month)[1]
    return date(day.year + years, day.month, min(day.day, length))
