"""Months without a year: «Октябрь» in the column Месяц takes the year of its row, of the lines above or of the name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from kpi_core.recognise.cells import Cells, Mask
from kpi_core.recognise.headers import is_month_header
from kpi_core.recognise.ranges import month_named, year_in
from kpi_core.sources.grid import Grid

_LOOKED_AT = 100
_YEARS = ("год", "year", "г")


class Months(NamedTuple):
    """The column with whole dates, and the rows whose year nobody knows."""

    cells: Cells
    yearless: Mask


def with_years(cells: Cells, columns: Sequence[Cells], grid: Grid, above: Sequence[str]) -> Months | None:
    """The months as dates; None where the column holds dates as it stands."""
    headed = is_month_header(cells.header)
    if cells.typed is not None or not any(_month(value, headed) for value in cells.values[:_LOOKED_AT]):
        return None
    seen = cells.different
    months = [_month(value, headed) for value in seen.values]
    years = _years(columns, grid, above)
    values = list(cells.values)
    yearless: Mask = np.zeros(len(values), bool)
    for row, code in enumerate(map(int, seen.codes)):
        if code < 0 or not months[code]:
            continue
        year = years[row]
        yearless[row] = not year
        values[row] = dt.date(year, months[code], 1) if year else None
    return Months(Cells(cells.header, cells.index, values), yearless)


def _month(value: Any, headed: bool) -> int:
    if isinstance(value, str):
        if value.isdecimal() and headed:
            return int(value) if len(value) <= 2 and 1 <= int(value) <= 12 else 0
        return month_named(value)
    if headed and isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if value in range(1, 13) else 0
    return 0


def _years(columns: Sequence[Cells], grid: Grid, above: Sequence[str]) -> list[int]:
    told = next((each for each in columns if each.header.key in _YEARS and not each.blank), None)
    if told is not None:
        return [_year(value) for value in told.values]
    known = next((year for texts in (above, [grid.sheet], [grid.name], [grid.file]) if (year := year_in(texts))), 0)
    return [known] * grid.height


def _year(value: Any) -> int:
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip().rstrip("г. ")
    return int(text) if text.isdecimal() and 1990 <= int(text) <= 2100 else 0
