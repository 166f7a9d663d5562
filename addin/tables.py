"""Ranges and tables as grids: those that a host reads, and those that a formula hands over."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from addin.arguments import MISSING, VALUE, CellError, error_of
from addin.broadcast import is_range, rows_of, single
from addin.workbook import Workbook, cube_of, truths
from kpi_core.errors import KpiError
from kpi_core.sources.grid import Barred, Grid
from kpi_core.wording import say

if TYPE_CHECKING:
    from kpi_core.cube import Cube

_MOST_KEPT = 4
# A sheet asks the same tables hundreds of times, each time with a new copy of their cells.
_kept: OrderedDict[tuple[Any, ...], Cube | CellError] = OrderedDict()


def grid_of(
    rows: Sequence[Sequence[Any]],
    *,
    file: str,
    sheet: str = "",
    name: str = "",
    first_row: int = 1,
    first_column: int = 1,
    headed: bool = False,
    barred: Barred = "",
) -> Grid:
    """Rows of cells as a grid. Error values go where the recognition refuses them by address; none becomes empty.

    Examples
    --------
    >>> grid = grid_of([["Дата", "Выручка"], ["01.10.2026", "#N/A"]], file="книга.xlsx", headed=True)
    >>> grid.columns, grid.errors
    ([['Дата', '01.10.2026'], ['Выручка', '']], {(1, 1): '#N/A'})
    """
    filled = len(rows)
    while filled and all(cell is None or cell == "" for cell in rows[filled - 1]):
        filled -= 1  # somebody hands over whole columns of the sheet
    columns = [list(column) for column in zip_longest(*rows[:filled], fillvalue="")]
    errors: dict[tuple[int, int], str] = {}
    for number, column in enumerate(columns):
        for row, cell in enumerate(column):
            if type(cell) is str or isinstance(cell, CellError):
                error = error_of(cell) if cell[:1] == "#" else None
                if error is not None:
                    errors[row, number] = str(error)
                    column[row] = ""
    return Grid(
        file=file, sheet=sheet, name=name, columns=columns, first_row=first_row, first_column=first_column,
        headed=headed, errors=errors, barred=barred,
    )  # fmt: skip


def cube_of_tables(workbook: Workbook, tables: Sequence[Any]) -> Cube | CellError | None:
    """The cube of the tables that a formula hands over; None where it hands over none.

    The same cells give the same cube, whichever cell asks. `#VALUE!` where they are no tables that can be read.
    """
    given = [single(table) for table in tables]
    given = [table for table in given if table is not MISSING and table is not None and table != ""]
    if not given:
        return None
    for table in given:
        if not is_range(table):
            return error_of(table) or VALUE
    cells = tuple(tuple(map(tuple, rows_of(table))) for table in given)
    key = (workbook.name, workbook.today, cells, _truths(cells))
    if key not in _kept:
        _kept[key] = _build(workbook, cells)
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def _truths(cells: tuple[tuple[tuple[Any, ...], ...], ...]) -> tuple[tuple[int, int, int], ...]:
    return tuple(truths([Grid("", "", "", rows) for rows in cells]))


def _build(workbook: Workbook, cells: tuple[tuple[tuple[Any, ...], ...], ...]) -> Cube | CellError:
    grids = [
        grid_of(rows, file=workbook.name, name=say("argument_table", "ru", number=number), headed=True)
        for number, rows in enumerate(cells, start=1)
    ]
    try:
        return cube_of(grids, workbook.name, workbook.today)
    except KpiError:
        return VALUE
