"""What stands in a cell, as a period, a channel, a KPI or a number. Errors are values, as in a spreadsheet.

Every reader here takes the content of one cell and remembers what it made of it: a sheet asks for the same
months and channels thousands of times.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Final, Literal

from kpi_core import catalogue
from kpi_core.comparison import Against
from kpi_core.errors import UsageError
from kpi_core.folding import fold, fold_lookalikes
from kpi_core.periods import Grain, Period, parse_period
from kpi_core.registry import Kpi


class Omitted(Enum):
    """The type of `MISSING`."""

    MISSING = "missing"


MISSING: Final = Omitted.MISSING
"""An argument that was left out, as against one that is a blank cell. Each host translates its own sign into it."""


class CellError(str):
    """An error value of a spreadsheet; a host turns it into its own kind of error.

    Examples
    --------
    >>> NA, error_of("#DIV/0!") is DIV0, error_of("#hashtag") is None
    ('#N/A', True, True)
    """

    __slots__ = ()


DIV0, NA, VALUE = CellError("#DIV/0!"), CellError("#N/A"), CellError("#VALUE!")
_ERRORS = {
    name: CellError(name)
    for name in (
        "#NULL!", "#REF!", "#NAME?", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CONNECT!", "#BLOCKED!", "#UNKNOWN!",
        "#FIELD!", "#CALC!", "#BUSY!",
    )
} | {str(error): error for error in (DIV0, NA, VALUE)}  # fmt: skip

_ALL_CHANNELS = {
    fold(word)
    for word in ("Итого", "Всего", "Все", "Все каналы", "Общий итог", "total", "totals", "all", "all channels",
                 "grand total")
}  # fmt: skip
_AGAINST_WORDS: tuple[tuple[Against, tuple[str, ...]], ...] = (
    ("mom", ("м/м", "mom", "m/m", "прошлый месяц", "прошлый период")),
    ("yoy", ("г/г", "yoy", "y/y", "прошлый год")),
    ("plan", ("план", "plan", "target")),
)
_AGAINST = {fold_lookalikes(word): against for against, words in _AGAINST_WORDS for word in words}
_GRAIN_WORDS: tuple[tuple[Grain, tuple[str, ...]], ...] = (
    ("month", ("month", "months", "месяц", "месяцы")),
    ("quarter", ("quarter", "quarters", "квартал", "кварталы")),
    ("year", ("year", "years", "год", "годы")),
)
_GRAINS = {fold(word): grain for grain, words in _GRAIN_WORDS for word in words}

Edge = Literal["point", "low", "high", "range", "words"]
_EDGE_WORDS: tuple[tuple[Edge, tuple[str, ...]], ...] = (
    ("point", ("point", "forecast", "прогноз")),
    ("low", ("low", "lower", "min", "низ", "нижний", "от")),
    ("high", ("high", "upper", "max", "верх", "верхний", "до")),
    ("range", ("range", "band", "вилка", "диапазон")),
    ("words", ("words", "in words", "text", "словами", "текст")),
)
_EDGES = {fold(word): edge for edge, words in _EDGE_WORDS for word in words}
CohortKind = Literal["conversion", "retention", "ltv", "payback"]
_COHORT_WORDS: tuple[tuple[CohortKind, tuple[str, ...]], ...] = (
    ("conversion", ("conversion", "leads", "конверсия", "лиды")),
    ("retention", ("retention", "удержание", "возвраты клиентов", "возвращаемость")),
    ("ltv", ("ltv", "lifetime value", "ценность клиента")),
    ("payback", ("payback", "окупаемость")),
)
_COHORTS = {fold_lookalikes(word): kind for kind, words in _COHORT_WORDS for word in words}
_YES = {fold(word) for word in ("true", "yes", "истина", "да")}
_NO = {fold(word) for word in ("false", "no", "ложь", "нет")}


def error_of(cell: Any) -> CellError | None:
    """The error value that a cell holds, None where it holds none."""
    return _ERRORS.get(cell) if isinstance(cell, str) else None


def is_blank(cell: Any) -> bool:
    """Whether a cell is empty. A zero counts as empty: that is what `=A1` makes of an empty A1.

    Examples
    --------
    >>> is_blank(""), is_blank(None), is_blank(0.0), is_blank(False)
    (True, True, True, False)
    """
    if isinstance(cell, str):
        return not cell.strip()
    return cell is None or (not isinstance(cell, bool) and cell == 0)


@lru_cache(maxsize=16384, typed=True)
def to_period(cell: Any) -> Period | CellError | None:
    """The period in a cell; None (the report month) where the argument was left out.

    A blank cell is `#N/A`, since a forgotten cell must not quietly become another month; what is no period is
    `#VALUE!`.

    Examples
    --------
    >>> str(to_period("окт 2026")), str(to_period(46296.0)), to_period(""), to_period("soon"), to_period(MISSING)
    ('2026-10', '2026-10', '#N/A', '#VALUE!', None)
    """
    if cell is MISSING:
        return None
    if is_blank(cell):
        return NA
    error = error_of(cell)
    if error is not None:
        return error
    try:
        return parse_period(_plain(cell))
    except UsageError:
        return VALUE


@lru_cache(maxsize=16384, typed=True)
def to_channel(cell: Any) -> str | CellError | None:
    """The channel in a cell; None (all channels) where it is left out, blank or a word for the total.

    Examples
    --------
    >>> to_channel("Яндекс"), to_channel(2026.0), to_channel(""), to_channel("ИТОГО"), to_channel("#REF!")
    ('Яндекс', '2026', None, None, '#REF!')
    """
    if cell is MISSING or is_blank(cell):
        return None
    error = error_of(cell)
    if error is not None:
        return error
    cell = _plain(cell)
    if isinstance(cell, str):
        return None if fold(cell) in _ALL_CHANNELS else cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


@lru_cache(maxsize=4096, typed=True)
def to_kpi(cell: Any) -> Kpi | CellError:
    """The KPI or measure that a cell names: `#N/A` where it is blank, `#VALUE!` where there is none such."""
    if cell is MISSING:
        return VALUE
    if is_blank(cell):
        return NA
    error = error_of(cell)
    if error is not None:
        return error
    try:
        return catalogue.find(cell) if isinstance(cell, str) else VALUE
    except UsageError:
        return VALUE


def to_against(cell: Any) -> Against | CellError:
    """What a change is measured against: the previous period where nothing is said.

    Examples
    --------
    >>> to_against("м/м"), to_against("Г/Г"), to_against("План"), to_against(MISSING), to_against("луна")
    ('mom', 'yoy', 'plan', 'mom', '#VALUE!')
    """
    if cell is MISSING:
        return "mom"
    if not isinstance(cell, str):
        return VALUE
    error = error_of(cell)
    return _AGAINST.get(fold_lookalikes(cell), VALUE) if error is None else error


def to_grain(cell: Any) -> Grain | CellError:
    """The step of a list of periods: months where nothing is said, or the cell is blank."""
    if cell is MISSING or is_blank(cell):
        return "month"
    if not isinstance(cell, str):
        return VALUE
    error = error_of(cell)
    return _GRAINS.get(fold(cell), VALUE) if error is None else error


def to_month(cell: Any) -> Period | CellError | None:
    """One whole month; a quarter or a few days are `#VALUE!`.

    Examples
    --------
    >>> str(to_month("окт 2026")), to_month("2026-Q3"), to_month(""), to_month(MISSING)
    ('2026-10', '#VALUE!', '#N/A', None)
    """
    period = to_period(cell)
    if isinstance(period, Period) and not (period.whole_months and period.months_count == 1):
        return VALUE
    return period


def to_edge(cell: Any) -> Edge | CellError:
    """Which number of a forecast: the point where nothing is said, or the cell is blank.

    Examples
    --------
    >>> to_edge("Низ"), to_edge("high"), to_edge("вилка"), to_edge(MISSING), to_edge("середина")
    ('low', 'high', 'range', 'point', '#VALUE!')
    """
    if cell is MISSING or is_blank(cell):
        return "point"
    if not isinstance(cell, str):
        return VALUE
    error = error_of(cell)
    return _EDGES.get(fold(cell), VALUE) if error is None else error


def to_cohorts(cell: Any) -> CohortKind | CellError:
    """Which table of cohorts: `#N/A` where the cell is blank, `#VALUE!` where there is none such.

    Examples
    --------
    >>> to_cohorts("Удержание"), to_cohorts("ltv"), to_cohorts("окупаемость"), to_cohorts(None), to_cohorts("месяц")
    ('retention', 'ltv', 'payback', '#N/A', '#VALUE!')
    """
    if cell is not MISSING and is_blank(cell):
        return NA
    if not isinstance(cell, str):
        return VALUE
    error = error_of(cell)
    return _COHORTS.get(fold_lookalikes(cell), VALUE) if error is None else error


def to_flag(cell: Any) -> bool | CellError:
    """Yes or no: no where nothing is said, or the cell is blank; of numbers all but 0 are yes, as in Excel.

    Examples
    --------
    >>> to_flag(True), to_flag("ИСТИНА"), to_flag("нет"), to_flag(1.0), to_flag(MISSING), to_flag("maybe")
    (True, True, False, True, False, '#VALUE!')
    """
    if cell is MISSING or is_blank(cell):
        return False
    if isinstance(cell, bool | int | float):
        return bool(cell)
    if not isinstance(cell, str):
        return VALUE
    error = error_of(cell)
    if error is not None:
        return error
    word = fold(cell)
    return True if word in _YES else False if word in _NO else VALUE


def _plain(cell: Any) -> Any:
    """Currency cells come as Decimal, dates with a time zone; what is no finite number is no number."""
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, float) and not math.isfinite(cell):
        return str(cell)
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    return cell
