"""The period an export speaks of: in the lines above its header, in the name of its file or of its sheet."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kpi_core.recognise.dates import read_date

_DAY = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{4}|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)|(?<!\d)20\d{6}(?!\d)"
    r"|[^\W\d_]{3,9}\.?\s\d{1,2},\s\d{4}|\d{1,2}\s[^\W\d_]{3,9}\.?,?\s\d{4}"
)
_MONTH = re.compile(
    r"(?<!\d)20\d{2}[-._](?:0[1-9]|1[0-2])(?![-._]?\d)|(?<![\d._-])(?:0?[1-9]|1[0-2])[-._]20\d{2}(?!\d)"
    r"|[^\W\d_]{3,9}\.?\s+20\d{2}(?![-._]?\d)"
)
_LINE = re.compile(r"@(\d+)$")


_NAMES = (
    "январ|jan", "феврал|feb", "март|mar", "апрел|apr", "май|may", "июн|jun", "июл|jul", "август|aug", "сентябр|sep",
    "октябр|oct", "ноябр|nov", "декабр|dec",
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


class Range(NamedTuple):
    """First and last day, and the text that says so."""

    first: date
    last: date
    text: str

    @property
    def is_month(self) -> bool:
        """Exactly one whole calendar month."""
        same = (self.first.year, self.first.month) == (self.last.year, self.last.month)
        whole = self.last.day == calendar.monthrange(self.last.year, self.last.month)[1]
        return same and self.first.day == 1 and whole

    @property
    def is_day(self) -> bool:
        """One day."""
        return self.first == self.last


def range_in(text: str) -> Range | None:
    """The period that a text names; None where it names none.

    Examples
    --------
    >>> range_in("Период: 01.03.2026 - 31.03.2026").is_month
    True
    >>> range_in("Aug 1, 2026 - Aug 2, 2026")[:2]
    (datetime.date(2026, 8, 1), datetime.date(2026, 8, 2))
    >>> range_in("Метки UTM-2025-01-01-2025-03-31.xlsx")[:2]
    (datetime.date(2025, 1, 1), datetime.date(2025, 3, 31))
    >>> range_in("Март 2026").is_month, range_in("All time")
    (True, None)
    """
    days = [moment.date() for word in _DAY.findall(text) if (moment := read_date(word).moment)]
    if days:
        return Range(min(days), max(days), " ".join(text.split()))
    words = (word.replace("_", "-") for word in _MONTH.findall(text))
    months = [moment.date() for word in words if (moment := read_date(word).moment)]
    if not months:
        return None
    first, last = min(months), max(months)
    return Range(first, last.replace(day=calendar.monthrange(last.year, last.month)[1]), " ".join(text.split()))


def stated_range(preamble: Sequence[tuple[int, Sequence[str]]], beginnings: Sequence[str]) -> Range | None:
    """The period that the lines above the header state.

    Parameters
    ----------
    preamble : sequence of (line number, texts)
        What stands above the header: the cells of each line, and the line as a whole.
    beginnings : sequence of str
        How a line that tells the period begins; "@2" is the second line whatever it says. Several lines (a start and
        an end) make one period.
    """
    lines = ([text for text in texts if _tells(line, text, beginnings)] for line, texts in preamble)
    found = [one for texts in lines if (one := next(filter(None, map(range_in, texts)), None))]
    if not found:
        return None
    text = "; ".join(each.text for each in found)
    return Range(min(each.first for each in found), max(each.last for each in found), text)


def _tells(line: int, text: str, beginnings: Sequence[str]) -> bool:
    for beginning in beginnings:
        numbered = _LINE.match(beginning)
        if (line == int(numbered[1])) if numbered else text.strip().casefold().startswith(beginning.casefold()):
            return True
    return False


def month_named(text: str) -> int:
    """The number of the month that a text is the name of, 0 where it is none.

    Examples
    --------
    >>> month_named("Январь"), month_named("сен."), month_named("Oct"), month_named("Итого")
    (1, 9, 10, 0)
    """
    key = text.strip().casefold().rstrip(".")
    for number, stems in enumerate(_NAMES, start=1):
        for stem in stems.split("|"):
            short = key in (stem[:3], stem[:4])
            if key and key.isalpha() and len(key) <= 9 and (short or (key.startswith(stem) and len(key) >= len(stem))):
                return number
    return 0


def year_in(texts: Sequence[str]) -> int:
    """The one year that the texts name; 0 where they name none or several."""
    years = {year for text in texts for year in _YEAR.findall(text)}
    return int(years.pop()) if len(years) == 1 else 0


def month_of_sheet(sheet: str, file: str, above: Sequence[str]) -> Range | None:
    """The month that a sheet is named for; its year may stand in the lines above the table or in the file's name."""
    found = range_in(sheet)
    if found:
        return found
    words = re.findall(r"[^\W\d_]+", sheet)
    number = month_named(words[0]) if len(words) == 1 else 0
    year = (year_in([sheet]) or year_in(above) or year_in([file])) if number else 0
    if not year:
        return None
    last = calendar.monthrange(year, number)[1]
    return Range(date(year, number, 1), date(year, number, last), sheet)
