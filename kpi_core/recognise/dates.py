"""Dates: one parser for a whole column. DD/MM against MM/DD is decided by the column, or refused with both readings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kpi_core.errors import UsageError
from kpi_core.periods import parse_period
from kpi_core.recognise.cells import BOOL, DATE, DATETIME, NUMBER, OTHER, TEXT, Cells, Mask
from kpi_core.recognise.ledger import Fault
from kpi_core.recognise.plain import WORTHWHILE, plain_dates

Moments = npt.NDArray[np.datetime64]

FIRST_YEAR, LAST_YEAR = 1990, 2100
_EPOCH = dt.date(1970, 1, 1).toordinal()
_SERIAL_ZERO = np.datetime64("1899-12-30", "us")
_EARLIEST_SERIAL, _LATEST_SERIAL = 20_000, 80_000
_DAY_US = 86_400_000_000
_FEWEST_SWAPPED = 3
_NONE = np.datetime64("NaT", "us")
_DASHES = frozenset({"-", "--", "---", "—", "–", "n/a", "н/д", "00.00.0000", "0000-00-00"})

_TIME = (
    r"(?:[t\s,]+(?:в\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?"
    r"\s*(?:z|utc|gmt|(?:utc|gmt)?[+-]\d{2}:?\d{2}|[pmce][sd]?t|akst|akdt|hst|bst|cest|eest|msk|мск)?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d{2})(\d{2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?:\s*г\.?)?" + _TIME)
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_SERIAL = re.compile(r"([2-7]\d{4})(?:[.,](\d+))?")
_WORD = r"([^\W\d_]{3,9})\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс)[^\W\d_]*[.,]?\s+)?"
_DAY_WORD = re.compile(
    _WEEKDAY
    + r"(\d{1,2})(?:st|nd|rd|th|-?го)?[\s-]+(?:of\s+)?"
    + _WORD
    + r"[\s,-]+(\d{4}|\d{2})(?:\s*г(?:\.|ода)?)?"
    + _TIME
)
_WORD_DAY = re.compile(_WEEKDAY + _WORD + r"\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _TIME)
_WORD_DASHED = re.compile(_WORD + r"-(\d{1,2})-(\d{4}|\d{2})" + _TIME)


class Reading(NamedTuple):
    """A text read as a moment; `other` is the second reading of 2/1/2026, `order` what the text proves of it."""

    moment: dt.datetime | None = None
    other: dt.datetime | None = None
    order: str = ""
    month: bool = False
    empty: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """A column of dates.

    Attributes
    ----------
    values : array of datetime64[us]
        NaT where there is none.
    faults : dict
        Rows whose cell is no date, and why.
    undecided : array of bool
        Rows where day and month cannot be told apart; refused together, in one finding.
    example : tuple of str
        The first undecided text and its two readings.
    months : bool
        Whether every date was written as a month («окт 2026»).
    swapped : array of bool, or None
        Dates that a spreadsheet made of text by another country's order, where it left the rest as text.
    """

    values: Moments
    missing: Mask
    faults: dict[int, Fault]
    undecided: Mask
    example: tuple[str, str, str] = ("", "", "")
    months: bool = False
    swapped: Mask | None = None


@lru_cache(maxsize=65536)
def read_date(text: str) -> Reading:
    """One text as a date or a month.

    Examples
    --------
    >>> read_date("1 июля 2026").moment, read_date("Oct 3, 2026").moment
    (datetime.datetime(2026, 7, 1, 0, 0), datetime.datetime(2026, 10, 3, 0, 0))
    >>> read_date("2/1/21").moment, read_date("2/1/21").other
    (datetime.datetime(2021, 1, 2, 0, 0), datetime.datetime(2021, 2, 1, 0, 0))
    """
    plain = " ".join(text.split()).casefold()
    if not plain or plain in _DASHES:
        return Reading(empty=True)
    try:
        for pattern, read in _PATTERNS:
            if found := pattern.fullmatch(plain):
                return read(tuple(group or "" for group in found.groups()))
        return _as_month(plain)
    except ValueError:
        return Reading(fault="date_impossible")


_Groups = tuple[str, ...]


def _moment(year: str, month: int, day: str, time: _Groups) -> dt.datetime:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 70 else 1900
    hour, minute, second, half = time
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    return dt.datetime(number, month, int(day), hours, int(minute or 0), min(int(second or 0), 59))


def _year_first(groups: _Groups) -> Reading:
    year, _, month, day, *time = groups
    return Reading(_moment(year, int(month), day, tuple(time)))


def _compact(groups: _Groups) -> Reading:
    year, month, day = groups
    return Reading(dt.datetime(int(year), int(month), int(day)))


def _serial(groups: _Groups) -> Reading:
    """A spreadsheet's number of a day that was saved as text."""
    seconds = round(float(f"0.{groups[1] or 0}") * 86_400)
    return Reading(dt.datetime(1899, 12, 30) + dt.timedelta(days=int(groups[0]), seconds=seconds))


def _dotted(groups: _Groups) -> Reading:
    day, month, year, *time = groups
    return Reading(_moment(year, int(month), day, tuple(time)))


def _slashed(groups: _Groups) -> Reading:
    one, _, two, year, *time = groups
    first, second = int(one), int(two)
    if first > 12:
        return Reading(_moment(year, second, one, tuple(time)), order="dm")
    if second > 12:
        return Reading(_moment(year, first, two, tuple(time)), order="md")
    day_first = _moment(year, second, one, tuple(time))
    return Reading(day_first) if first == second else Reading(day_first, _moment(year, first, two, tuple(time)))


def _day_word(groups: _Groups) -> Reading:
    day, word, year, *time = groups
    return Reading(_moment(year, _month_number(word), day, tuple(time)))


def _word_day(groups: _Groups) -> Reading:
    word, day, year, *time = groups
    return Reading(_moment(year, _month_number(word), day, tuple(time)))


def _month_number(word: str) -> int:
    try:
        return parse_period(f"{word} 2000").start.month
    except UsageError as error:
        raise ValueError(word) from error


def _as_month(plain: str) -> Reading:
    try:
        period = parse_period(plain)
    except UsageError:
        return Reading(fault="date_is_text")
    if not period.is_month:
        return Reading(fault="date_is_text")
    return Reading(dt.datetime.combine(period.start, dt.time()), month=True)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[_Groups], Reading]], ...] = (
    (_YEAR_FIRST, _year_first),
    (_DOTTED, _dotted),
    (_SLASHED, _slashed),
    (_COMPACT, _compact),
    (_SERIAL, _serial),
    (_DAY_WORD, _day_word),
    (_WORD_DAY, _word_day),
    (_WORD_DASHED, _word_day),
)


def parse_dates(cells: Cells, pattern: str | None = None) -> Dates:
    """A column of dates.

    Parameters
    ----------
    cells : Cells
        Dates, date serials of a spreadsheet, or texts in any of the styles people export.
    pattern : str or None
        A strptime pattern, where the user overrules recognition.
    """
    count = len(cells)
    values: Moments = np.full(count, _NONE, "datetime64[us]")
    missing = cells.empty.copy()
    faults: dict[int, Fault] = {}
    undecided, example, months = np.zeros(count, bool), ("", "", ""), False
    if cells.typed is not None and cells.kinds == {DATETIME}:
        values = cells.typed.astype("datetime64[us]")
    else:
        _read_moments(cells, values)
    if NUMBER in cells.kinds:
        _read_serials(cells, values, missing, faults)
    if TEXT in cells.kinds:
        undecided, example, months = _read_texts(cells, pattern, values, missing, faults)
    for row in np.flatnonzero(np.isin(cells.codes, (BOOL, OTHER)) & ~missing) if cells.kinds & {BOOL, OTHER} else ():
        faults[int(row)] = ("date_is_text", {})
    _check_years(values, faults)
    swapped = _swapped(cells, values)
    return Dates(values, missing, faults, undecided, example, months and bool((~missing).any()), swapped)


def _swapped(cells: Cells, values: Moments) -> Mask | None:
    """«3/1/2026» opened where the day comes first is the 3rd of January, and «3/13/2026» stays text.

    So all dates of the column have days up to the 12th, and all texts later ones.
    """
    if not (TEXT in cells.kinds and cells.kinds & {DATE, DATETIME}):
        return None
    made = np.isin(cells.codes, (DATE, DATETIME)) & ~np.isnat(values)
    left = (cells.codes == TEXT) & ~np.isnat(values)
    if min(made.sum(), left.sum()) < _FEWEST_SWAPPED:
        return None
    days = (values.astype("datetime64[D]") - values.astype("datetime64[M]")).astype(np.int64) + 1
    return made if (days[made] <= 12).all() and (days[left] > 12).all() else None


def _read_moments(cells: Cells, values: Moments) -> None:
    if DATE in cells.kinds:
        at = slice(None) if cells.kinds == {DATE} else np.flatnonzero(cells.codes == DATE)
        days = cells.values if cells.kinds == {DATE} else cells.objects[at]
        ordinals = np.fromiter(map(dt.date.toordinal, days), np.int64, len(days))
        values[at] = (ordinals - _EPOCH).astype("datetime64[D]").astype("datetime64[us]")
    if DATETIME in cells.kinds:
        import pandas as pd

        at = np.flatnonzero(cells.codes == DATETIME)
        moments = [value.replace(tzinfo=None) if value.tzinfo else value for value in cells.objects[at]]
        values[at] = pd.DatetimeIndex(moments).to_numpy().astype("datetime64[us]") if moments else values[at]


def _read_serials(cells: Cells, values: Moments, missing: Mask, faults: dict[int, Fault]) -> None:
    rows = np.flatnonzero((cells.codes == NUMBER) & ~missing)
    numbers = (cells.typed[rows] if cells.typed is not None else cells.objects[rows]).astype(np.float64)
    serial = (numbers >= _EARLIEST_SERIAL) & (numbers < _LATEST_SERIAL)
    # A serial's fraction is the time of day; seconds are as fine as people write.
    seconds = np.rint(np.where(serial, numbers, 0) * 86_400).astype(np.int64)
    values[rows[serial]] = _SERIAL_ZERO + (seconds[serial] * 1_000_000).astype("timedelta64[us]")
    for place in np.flatnonzero(~serial):
        row, number = int(rows[place]), float(numbers[place])
        reading = read_date(str(int(number))) if 19_900_101 <= number <= 21_001_231 else Reading(fault="date_is_number")
        if reading.moment is None:
            faults[row] = (reading.fault, {})
        else:
            values[row] = np.datetime64(reading.moment, "us")


def _read_texts(
    cells: Cells, pattern: str | None, values: Moments, missing: Mask, faults: dict[int, Fault]
) -> tuple[Mask, tuple[str, str, str], bool]:
    rows = np.flatnonzero((cells.codes == TEXT) & ~missing)
    codes, texts = cells.uniques(rows)
    moments: Moments = np.full(len(texts), _NONE, "datetime64[us]")
    if len(texts) >= WORTHWHILE:
        moments = plain_dates(texts, pattern)
    careful = np.flatnonzero(np.isnat(moments))
    readings = _by_pattern(texts[careful], pattern) if pattern else [read_date(text) for text in texts[careful]]
    order = _order_of(readings)
    empty, doubtful = np.zeros(len(texts), bool), np.zeros(len(texts), bool)
    wrong: dict[int, Fault] = {}
    example = ("", "", "")
    for place, reading in zip(map(int, careful), readings, strict=True):
        empty[place] = reading.empty
        if reading.fault:
            wrong[place] = (reading.fault, {"pattern": pattern} if reading.fault == "date_not_pattern" else {})
        elif reading.other is not None and not order:
            doubtful[place] = True
            example = example if example[0] else (texts[place], str(reading.moment)[:10], str(reading.other)[:10])
        elif reading.moment is not None:
            moments[place] = np.datetime64(_choose(reading, order), "us")
    values[rows], missing[rows] = moments[codes], empty[codes]
    undecided = np.zeros(len(cells), bool)
    undecided[rows] = doubtful[codes]
    if wrong:
        for at in np.flatnonzero(np.isin(codes, list(wrong))):
            faults[int(rows[at])] = wrong[int(codes[at])]
    all_read = len(careful) == len(texts) > 0 and len(cells.kinds) == 1
    return undecided, example, all_read and all(r.month or r.empty for r in readings)


def _by_pattern(texts: npt.NDArray[np.object_], pattern: str) -> list[Reading]:
    def read(text: str) -> Reading:
        if not text.strip() or text.strip() in _DASHES:
            return Reading(empty=True)
        try:
            return Reading(dt.datetime.strptime(text.strip(), pattern).replace(tzinfo=None))
        except ValueError:
            # A pattern of days says nothing of the time beside it.
            try:
                return Reading(dt.datetime.strptime(re.split(r"[\sT]+", text.strip())[0], pattern))
            except ValueError:
                return Reading(fault="date_not_pattern")

    return [read(text) for text in texts]


def _order_of(readings: list[Reading]) -> str:
    """ "dm" or "md", where the column proves one of them and not the other."""
    orders = {reading.order for reading in readings if reading.order}
    return orders.pop() if len(orders) == 1 else ""


def _choose(reading: Reading, order: str) -> dt.datetime | None:
    if reading.other is None:
        return reading.moment
    return {"dm": reading.moment, "md": reading.other}.get(order)


def _check_years(values: Moments, faults: dict[int, Fault]) -> None:
    low, high = np.datetime64(f"{FIRST_YEAR}-01-01", "us"), np.datetime64(f"{LAST_YEAR + 1}-01-01", "us")
    wrong = (values < low) | (values >= high)
    if wrong.any():
        for row in np.flatnonzero(wrong):
            faults.setdefault(int(row), ("date_year", {"first": FIRST_YEAR, "last": LAST_YEAR}))
        values[wrong] = _NONE


def first_of_month(values: Moments) -> Moments:
    """Each moment's month, as its first day."""
    return values.astype("datetime64[M]").astype("datetime64[us]")


def all_first_days(values: Moments) -> bool:
    """Whether every date is the first day of a month, at midnight, in two months or more."""
    known = values[~np.isnat(values)]
    if not len(known) or known[0] != known[0].astype("datetime64[M]"):
        return False
    months = known.astype("datetime64[M]")
    return bool((months.astype("datetime64[us]") == known).all()) and len(np.unique(months)) >= 2
