"""The `KPI_CALC_` functions: a KPI's bare formula over numbers and ranges, with the manners of SUM."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from addin.arguments import DIV0, MISSING, NA, VALUE, CellError, error_of
from addin.broadcast import cells_of, is_range, single
from kpi_core.formula import Operation
from kpi_core.measures import MEASURES, split_shift
from kpi_core.registry import Kpi

_SERIAL_ZERO = datetime(1899, 12, 30)


def calculation(kpi: Kpi) -> Callable[..., Any]:
    """The function behind `KPI_CALC_<NAME>`; its arguments are the KPI's parameters.

    Examples
    --------
    >>> from kpi_core.catalogue import find
    >>> cac = calculation(find("cac"))
    >>> cac(None, [[9_000], ["note"], [3_000]], 400), cac(None, 5, 0), cac(None, "1 234,50", "2")
    (30.0, '#DIV/0!', 617.25)
    """
    readers = [_series if MEASURES[split_shift(name)[0]].how == "series" else _total for name in kpi.parameters]

    def call(workbook: Any, *arguments: Any) -> Any:
        given = (*arguments, *[MISSING] * (len(readers) - len(arguments)))
        values = [read(argument) for read, argument in zip(readers, given, strict=True)]
        error = next((value for value in values if isinstance(value, CellError)), None)
        return _result(kpi, values) if error is None else error

    return call


def _result(kpi: Kpi, values: list[Any]) -> Any:
    result = kpi.function(*values)
    if isinstance(result, tuple):
        return math.fsum(result)
    if math.isfinite(result):
        return float(result)
    known = dict(zip(kpi.parameters, values, strict=True))
    for division in kpi.formula.divisions():
        if isinstance(division, Operation) and division.right.value(known) == 0:
            return DIV0
    ages = next((value for value in values if isinstance(value, tuple)), None)
    # No zero below the line: a payback that is not reached, or growth from a negative base.
    return NA if ages is None else f"> {len(ages) - 1}" if ages else NA


def _total(argument: Any) -> float | CellError:
    """A number, or the sum of a range: of its numbers alone, as SUM does."""
    argument = single(argument)
    if not is_range(argument):
        return _direct(argument)
    numbers = []
    for cell in cells_of(argument):
        error = error_of(cell)
        if error is not None:
            return error
        number = _number(cell)
        if number is not None:
            numbers.append(number)
    return math.fsum(numbers)


def _direct(cell: Any) -> float | CellError:
    """One cell or constant. A text is read in either decimal style; one that may mean two numbers is refused.

    SUM passes over the text of a single cell that is referred to. Here it counts or is refused: an only argument that
    vanished would leave a 0 nobody sees.
    """
    if cell is MISSING:
        return VALUE
    if cell is None or cell == "":
        return 0.0
    if isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, str):
        return error_of(cell) or _text(cell)
    number = _number(cell)
    return VALUE if number is None else number


def _text(text: str) -> float | CellError:
    from kpi_core.recognise.numbers import read_number  # brings numpy, which a look-up does not need

    read = read_number(text)
    if read is None or read.empty or read.value is None or read.other is not None:
        return VALUE
    return float(read.value)


def _number(cell: Any) -> float | None:
    """What SUM counts in a range: numbers and dates, no texts and no TRUE."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float | Decimal):
        return float(cell)
    if isinstance(cell, datetime):
        return (cell.replace(tzinfo=None) - _SERIAL_ZERO) / timedelta(days=1)
    if isinstance(cell, date):
        return float((datetime.combine(cell, time()) - _SERIAL_ZERO).days)
    return None


def _series(argument: Any) -> tuple[float, ...] | CellError:
    """Amounts by age, as they stand: a blank month in between is 0, blank ones at the end are not there yet."""
    if argument is MISSING:
        return VALUE
    amounts: list[float] = []
    filled = 0
    for cell in cells_of(argument):
        error = error_of(cell)
        if error is not None:
            return error
        number = 0.0 if cell is None or cell == "" else _number(cell)
        if number is None:  # leaving a text out would make every later month a month younger
            return VALUE
        amounts.append(number)
        filled = filled if cell is None or cell == "" else len(amounts)
    return tuple(amounts[:filled])
