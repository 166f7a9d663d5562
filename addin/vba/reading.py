"""Reads the tables of a workbook that is open in Excel, through xlwings' objects; tables before whole sheets.

xlwings itself is not imported here: what is needed of it is handed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from addin.tables import grid_of
from kpi_core.sources.grid import Barred, Grid
from kpi_core.sources.scan import KPI_CALL

Sheets = dict[str, list[Grid]]
"""The grids of each sheet, by its name."""

_LARGE_SHEET = 500_000
# COM gives an error value as 0x800A0000 + its number, an int; every true number in a cell arrives as a float.
_ERROR_ZERO = -2146828288
_ERROR_NAMES = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
    2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!", 2048: "#UNKNOWN!", 2049: "#FIELD!",
    2050: "#CALC!",
}  # fmt: skip
_BY_ROWS, _BY_COLUMNS, _PREVIOUS, _IN_FORMULAS = 1, 2, 2, -4123


def read_sheets(book: Any, known: Mapping[str, list[Grid]], changed: Collection[str] | None = None) -> Sheets:
    """The tables of each sheet, or the whole sheet where it has none; the same choice as for a file.

    Parameters
    ----------
    book : xlwings.Book
        An open workbook.
    known : mapping
        What was read before.
    changed : collection of str, optional
        The sheets to read again; the others are taken from `known` where they stand there. All of them unless given.

    Returns
    -------
    dict
        The grids by sheet. Pivot tables and what holds KPI_ formulas are marked as barred, and their cells not read.
    """
    sheets: Sheets = {}
    for sheet in book.sheets:
        name = sheet.name
        if changed is not None and name in known and name not in changed:
            sheets[name] = known[name]
        else:
            sheets[name] = _sheet_grids(book.name, sheet)
    return sheets


def cell_of(cell: Any) -> Any:
    """An error value that xlwings does not know would be left as a bare number, and summed."""
    if type(cell) is int and _ERROR_ZERO + 2000 <= cell < _ERROR_ZERO + 2100:
        return _ERROR_NAMES.get(cell - _ERROR_ZERO, "#UNKNOWN!")
    return cell


def _sheet_grids(file: str, sheet: Any) -> list[Grid]:
    tables = [_table_grid(file, sheet.name, table) for table in sheet.tables]
    return tables or _sheet_grid(file, sheet)


def _table_grid(file: str, sheet: str, table: Any) -> Grid:
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


def _sheet_grid(file: str, sheet: Any) -> list[Grid]:
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


def _used(sheet: Any) -> Any:
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


def _holds_kpi(cells: Any) -> bool:
    if cells.api.HasFormula is False:  # None where only some cells hold formulas
        return False
    formulas = cells.formula
    rows = formulas if isinstance(formulas, tuple | list) else ((formulas,),)
    return any(
        isinstance(text, str) and text.startswith("=") and KPI_CALL.search(text) is not None
        for row in rows
        for text in row
    )


def _values(cells: Any) -> list[list[Any]]:
    """All values at once. A cell in a currency format loses what lies beyond four decimals, so it is read again."""
    rows: list[list[Any]] = cells.options(ndim=2, err_to_str=True).value
    if any(isinstance(cell, Decimal) for row in rows for cell in row):
        exact = cells.api.Value2
        exact = exact if isinstance(exact, tuple | list) else ((exact,),)
        pairs = zip(rows, exact, strict=True)
        rows = [[e if isinstance(c, Decimal) else c for c, e in zip(*pair, strict=True)] for pair in pairs]
    return [[cell_of(cell) for cell in row] for row in rows]


def _pivots(sheet: Any) -> Iterator[Any]:
    """The areas of the sheet's pivot tables, their page filters included."""
    tables = sheet.api.PivotTables()
    for number in range(1, tables.Count + 1):
        yield tables.Item(number).TableRange2


def _blank(rows: list[list[Any]], top: int, left: int, height: int, width: int) -> None:
    for row in rows[max(top, 0) : top + height]:
        for column in range(max(left, 0), min(left + width, len(row))):
            row[column] = None
