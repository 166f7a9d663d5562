"""The functions in Excel, bound with xlwings' own decorators. The only module that knows xlwings.

Tested on Linux with xlwings' own classes over a made-up object model; not yet run under Wine or in a real Excel.

The tables are read once for each calculation. Excel tells nobody when one begins, so:

- A VBA wrapper may call `new_calculation` with a number that it changes whenever Excel recalculates; the tables are
  then read exactly once for each number. No such wrapper is shipped yet.
- Without it (functions imported with xlwings' own button) calls that follow one another within a quarter
  of a second count as one calculation, but for two seconds at most (or ten times what reading takes, if longer). A
  macro that changes a table and recalculates faster than that may see the old values until the next recalculation.

Either way only tables whose cells really differ are aggregated anew, and a formula with tables as arguments reads
nothing but them. xlwings knows "volatile" for a whole function only, hence every function that may read the workbook
is; a wrapper can ask for it only where no table is handed over (`Function.first_table`).
"""

from __future__ import annotations

import inspect
import logging
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import xlwings as xw

from addin.arguments import MISSING, VALUE, CellError
from addin.functions import FUNCTIONS, Function
from addin.tables import grid_of
from addin.workbook import OpenWorkbook
from kpi_core.errors import SourceError
from kpi_core.language import current_language
from kpi_core.sources.grid import Barred, Grid
from kpi_core.sources.scan import KPI_CALL

logger = logging.getLogger(__name__)
_clock = time.monotonic

GAP, LONGEST = 0.25, 2.0
_MOST_BOOKS = 8
_LARGE_SHEET = 500_000
# COM gives an error value as 0x800A0000 + its number, an int; every true number in a cell arrives as a float.
_ERROR_ZERO = -2146828288
_ERROR_NAMES = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
    2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!", 2048: "#UNKNOWN!", 2049: "#FIELD!",
    2050: "#CALC!",
}  # fmt: skip
_BY_ROWS, _BY_COLUMNS, _PREVIOUS, _IN_FORMULAS = 1, 2, 2, -4123


# -- reading the calling workbook --------------------------------------------------------------------------------


def read_book(book: xw.Book) -> list[Grid]:
    """The tables of each sheet, or the whole sheet where it has none; the same choice as for a file.

    Parameters
    ----------
    book : xlwings.Book
        An open workbook.

    Returns
    -------
    list of Grid
        Pivot tables and what holds KPI_ formulas are marked as barred, and their cells not read.
    """
    grids: list[Grid] = []
    for sheet in book.sheets:
        tables = [_table_grid(book.name, sheet.name, table) for table in sheet.tables]
        grids += tables or _sheet_grid(book.name, sheet)
    return grids


def _table_grid(file: str, sheet: str, table: xw.main.Table) -> Grid:
    cells, headed, totals = table.range, bool(table.api.ShowHeaders), bool(table.api.ShowTotals)
    place: dict[str, Any] = {"file": file, "sheet": sheet, "name": table.name, "headed": True}
    first_row, first_column = cells.row, cells.column
    if _holds_kpi(cells):
        return _barred("kpi_formulas", first_row, first_column, **place)
    rows = _values(cells)
    if totals:
        rows.pop()
    if not headed:
        first_row -= 1  # the hidden header counts as the row above
        rows.insert(0, [column.Name for column in table.api.ListColumns])
    return grid_of(rows, first_row=first_row, first_column=first_column, **place)


def _sheet_grid(file: str, sheet: xw.Sheet) -> list[Grid]:
    cells = _used(sheet)
    first_row, first_column = cells.row, cells.column
    if _holds_kpi(cells):
        return [_barred("kpi_formulas", first_row, first_column, file=file, sheet=sheet.name)]
    rows = _values(cells)
    pivots = list(_pivots(sheet))
    for pivot in pivots:
        _blank(rows, pivot.Row - first_row, pivot.Column - first_column, pivot.Rows.Count, pivot.Columns.Count)
    filled = [sum(cell not in (None, "") for cell in row) for row in rows]
    if not any(filled) and not pivots:
        return []
    # A list beside a pivot table stays a source, without the pivot; a heading above it makes no list.
    if pivots and sum(count > 1 for count in filled) < 2:
        return [_barred("pivot", first_row, first_column, file=file, sheet=sheet.name)]
    return [grid_of(rows, file=file, sheet=sheet.name, first_row=first_row, first_column=first_column)]


def _barred(why: Barred, first_row: int, first_column: int, **place: Any) -> Grid:
    # Without cells: those of the KPI sheet change with every calculation, and nobody sums them.
    return grid_of([], first_row=first_row, first_column=first_column, barred=why, **place)


def _used(sheet: xw.Sheet) -> xw.Range:
    """The used range; of a sheet whose whole columns are formatted only as far as there is content."""
    used = sheet.used_range
    height, width = used.shape
    if height * width <= _LARGE_SHEET:
        return used
    last = [
        used.api.Find(What="*", LookIn=_IN_FORMULAS, SearchOrder=order, SearchDirection=_PREVIOUS)
        for order in (_BY_ROWS, _BY_COLUMNS)
    ]
    if None in last:
        return sheet.range((used.row, used.column))
    return sheet.range((used.row, used.column), (last[0].Row, last[1].Column))


def _holds_kpi(cells: xw.Range) -> bool:
    if cells.api.HasFormula is False:  # None where only some cells hold formulas
        return False
    formulas = cells.formula
    rows = formulas if isinstance(formulas, tuple | list) else ((formulas,),)
    return any(
        isinstance(text, str) and text.startswith("=") and KPI_CALL.search(text) is not None
        for row in rows
        for text in row
    )


def _values(cells: xw.Range) -> list[list[Any]]:
    """All values at once. A cell in a currency format loses what lies beyond four decimals, so it is read again."""
    rows: list[list[Any]] = cells.options(ndim=2, err_to_str=True).value
    if any(isinstance(cell, Decimal) for row in rows for cell in row):
        exact = cells.api.Value2
        exact = exact if isinstance(exact, tuple | list) else ((exact,),)
        pairs = zip(rows, exact, strict=True)
        rows = [[e if isinstance(c, Decimal) else c for c, e in zip(*pair, strict=True)] for pair in pairs]
    return [[_cell(cell) for cell in row] for row in rows]


def _pivots(sheet: xw.Sheet) -> Iterator[Any]:
    """The areas of the sheet's pivot tables, their page filters included."""
    tables = sheet.api.PivotTables()
    for number in range(1, tables.Count + 1):
        yield tables.Item(number).TableRange2


def _blank(rows: list[list[Any]], top: int, left: int, height: int, width: int) -> None:
    for row in rows[max(top, 0) : top + height]:
        for column in range(max(left, 0), min(left + width, len(row))):
            row[column] = None


def _cell(cell: Any) -> Any:
    """An error value that xlwings does not know is left as a bare number: it must not be summed."""
    if type(cell) is int and _ERROR_ZERO + 2000 <= cell < _ERROR_ZERO + 2100:
        return _ERROR_NAMES.get(cell - _ERROR_ZERO, "#UNKNOWN!")
    return cell


# -- one read for each calculation -------------------------------------------------------------------------------


class _Kept:
    """A workbook between two calls, and when its tables were last asked for and read."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        self.workbook = OpenWorkbook(book.name, self._read)
        self._asked = self._read_at = float("-inf")
        self._cost = 0.0

    def _read(self) -> list[Grid]:
        started = _clock()
        grids = read_book(self.book)
        self._read_at = _clock()
        self._cost = self._read_at - started
        return grids

    def look(self) -> None:
        """Without word from the wrapper: refresh, unless this call belongs to the calculation of the last one."""
        now = _clock()
        same = now - self._asked < GAP and now - self._read_at < max(LONGEST, 10 * self._cost)
        if not same:
            self.workbook.refresh()

    def answered(self) -> None:
        """A call has ended."""
        self._asked = _clock()


class _Nowhere:
    """Where no workbook can be asked for (xlwings Lite): tables as arguments still work."""

    name = ""

    @property
    def language(self) -> Any:
        return current_language()

    @property
    def today(self) -> date:
        return date.today()

    def cube(self) -> Any:
        raise SourceError("workbook_not_known")


_books: dict[str, _Kept] = {}
_calculation: object = None


def new_calculation(number: object) -> None:
    """For a VBA wrapper: called before the functions of a calculation, with a number of its own."""
    global _calculation
    if number != _calculation:
        _calculation = number
        for kept in _books.values():
            kept.workbook.refresh()


def _calling() -> _Kept | None:
    """The workbook whose cell calls, never the active one: it need not be the same."""
    try:
        book = xw.Book.caller()
        full_name = str(book.api.FullName)
    except Exception:  # xlwings raises a bare Exception where there is no caller
        return None
    kept = _books.pop(full_name, None) or _Kept(book)
    kept.book = book
    _books[full_name] = kept
    while len(_books) > _MOST_BOOKS:
        del _books[next(iter(_books))]
    if _calculation is None:
        kept.look()
    return kept


# -- binding -----------------------------------------------------------------------------------------------------


def _run(function: Function, arguments: tuple[Any, ...]) -> Any:
    """Nothing may reach the cell as a traceback: what is a mistake of ours is logged, and `#VALUE!`."""
    kept = _calling() if function.reads_workbook else None
    try:
        workbook = _Nowhere() if kept is None else kept.workbook
        return _for_excel(function.call(workbook, *map(_argument, arguments)))
    except Exception:
        logger.exception("%s failed", function.name)
        return str(VALUE)
    finally:
        if kept is not None:
            kept.answered()


def _argument(argument: Any) -> Any:
    if isinstance(argument, list):
        return [[_cell(cell) for cell in row] if isinstance(row, list) else _cell(row) for row in argument]
    return _cell(argument)


def _for_excel(answer: Any) -> Any:
    """Plain texts: the VBA wrapper turns those of errors into real error values."""
    if isinstance(answer, list):
        return [[_for_excel(cell) for cell in row] for row in answer]
    return str(answer) if isinstance(answer, CellError) else answer


def _bind(function: Function) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        return _run(function, arguments)

    language = current_language()
    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.help.of(language)
    call.__annotations__ = {}  # xlwings would take them for converters
    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                argument.key,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=MISSING if argument.optional else inspect.Parameter.empty,
            )
            for argument in function.arguments
        ]
    )
    bound = xw.ret("raw")(call)
    for argument in function.arguments:
        bound = xw.arg(argument.key, ndim=2, err_to_str=True, doc=argument.help.of(language))(bound)
    # Last: each of the others sets category and "volatile" back to xlwings' defaults.
    return xw.func(category="KPI", volatile=function.reads_workbook, call_in_wizard=False)(bound)


# Not a loop: xlwings exports whatever function a module's name points to, a left-over loop variable as well.
globals().update({name: _bind(function) for name, function in FUNCTIONS.items()})
