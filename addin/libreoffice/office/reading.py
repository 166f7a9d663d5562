"""The tables of an open document, as plain values for the worker. The same choice as for a file.

Calc knows no kind of cell beside number and text, so dates and truth values are told by their number format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .values import NAMES

KPI_CALL = re.compile(r"(?<![^\W_])KPI_\w+\s*\(", re.IGNORECASE)
_FORMULAS, _CONTENT = 16, 1 | 2 | 4 | 16
_FAILED = 4
_DATE, _LOGICAL = 2, 1024
_MOST_CELLS = 30_000_000
_MOST_PROBES = 4000
_BLOCK = 1000
_GIVEN = 10_000
"""Rows of a long table are handed over by so many: the worker unpacks them while the office reads the next ones."""
if TYPE_CHECKING:
    Rows = tuple[tuple[Any, ...], ...]
    Told = dict[str, Any]
    """A grid as the worker reads it: its name and place, `headed`, `rows`, `errors` and `kinds`, or why not."""
    Give = Callable[[str, int, Rows], None]
    """Takes the address of a grid, the number of the block from 0, and its rows."""


class Area(NamedTuple):
    """A rectangle of a sheet; columns and rows count from 0."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, other: Area) -> bool:
        """Whether the other lies within."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def of(self, sheet: Any) -> Any:
        """Its cells."""
        return sheet.getCellRangeByPosition(self.left, self.top, self.right, self.bottom)


class Table(NamedTuple):
    """A table of the document: a named database range, which is what an Excel table becomes."""

    name: str
    area: Area
    headed: bool
    totals: bool


def area_of(address: Any) -> Area:
    """A UNO cell range address."""
    return Area(address.StartColumn, address.StartRow, address.EndColumn, address.EndRow)


def tables_of(model: Any) -> dict[int, list[Table]]:
    """The tables of each sheet, by its number, from top to bottom; what lies within another table is none."""
    ranges = model.DatabaseRanges
    found: dict[int, list[Table]] = {}
    for name in ranges.ElementNames:
        if name.startswith(("__Anonymous", "_xlnm")):
            continue
        each = ranges.getByName(name)
        address = each.DataArea
        table = Table(name, area_of(address), bool(each.ContainsHeader), bool(each.TotalsRow))
        found.setdefault(address.Sheet, []).append(table)
    return {number: _outermost(tables) for number, tables in found.items()}


def _outermost(tables: list[Table]) -> list[Table]:
    kept: list[Table] = []
    for table in sorted(tables, key=lambda each: (each.area.top, each.area.left, -each.area.bottom, -each.area.right)):
        if not any(other.area.holds(table.area) for other in kept):
            kept.append(table)
    return kept


def kpi_areas(cells: Any) -> list[Any]:
    """Where among some cells formulas speak of KPI_."""
    formulas, search = _search(cells)
    found = formulas.findAll(search) if search else None
    return [] if found is None else list(found.RangeAddresses)


def kpi_cell(cells: Any) -> Any:
    """A cell among some that holds a KPI_ function, None where there is none; a sheet called KPI_2026 is none."""
    formulas, search = _search(cells)
    found = formulas.findFirst(search) if search else None
    while found is not None and not KPI_CALL.search(found.getCellByPosition(0, 0).Formula):
        found = formulas.findNext(found, search)
    return found and found.getCellByPosition(0, 0)


def _search(cells: Any) -> tuple[Any, Any]:
    """The formulas among some cells, and a search for KPI_ in them: the office's own is quicker than reading them."""
    formulas = cells.queryContentCells(_FORMULAS)
    if not formulas.Count:
        return formulas, None
    search = formulas.createSearchDescriptor()
    search.SearchString, search.SearchType = "KPI_", 0
    if search.PropertySetInfo.hasPropertyByName("SearchFiltered"):
        search.SearchFiltered = True  # cells that a filter hides as well
    return formulas, search


def has_formulas(cells: Any) -> bool:
    """Whether there is a formula among some cells."""
    return bool(cells.queryContentCells(_FORMULAS).Count)


def anything_under(sheet: Any, table: Table) -> bool:
    """Whether the row right under a table holds something in its columns; a row of totals closes a table."""
    return not table.totals and _filled(_under(sheet, table, 1)[0])


def grown(sheet: Any, table: Table) -> Area:
    """The table's area with the rows that were written right under it."""
    bottom = table.area.bottom
    while True:
        rows = _under(sheet, table._replace(area=table.area._replace(bottom=bottom)), _BLOCK)
        count = next((number for number, row in enumerate(rows) if not _filled(row)), len(rows))
        bottom += count
        if count < _BLOCK:
            return table.area._replace(bottom=bottom)


def _under(sheet: Any, table: Table, count: int) -> Rows:
    area, last = table.area, sheet.RangeAddress.EndRow
    if area.bottom == last:
        return ((),)
    rows: Rows = Area(area.left, area.bottom + 1, area.right, min(area.bottom + count, last)).of(sheet).getDataArray()
    return rows


def _filled(row: Any) -> bool:
    return any(cell != "" for cell in row)


def read_tables(model: Any, sheet: Any, tables: Sequence[Table], give: Give) -> tuple[list[Told], list[Any]]:
    """The grids of a sheet that has tables: what stands around them is no source. And the first KPI_ cell of each.

    `rows` of a grid are its last ones; `give` was handed those before, `given` blocks, as they were read.
    """
    grids, witnesses = [], []
    for table in tables:
        witness = kpi_cell(table.area.of(sheet))
        if witness is not None:
            witnesses.append(witness)
            grids.append(_barred("kpi_formulas", table.area, table.name))
            continue
        area = table.area._replace(bottom=table.area.bottom - table.totals)
        grids.append(_grid(model, sheet, area, table.name, table.headed, give))
    return grids, witnesses


def read_sheet(model: Any, sheet: Any, give: Give) -> tuple[list[Told], list[Any]]:
    """The grid of a sheet without tables, none where it is empty. And its first KPI_ cell. `give` as above."""
    filled = sheet.queryContentCells(_CONTENT).RangeAddresses
    if not filled:
        return [], []
    area = Area(
        min(each.StartColumn for each in filled),
        min(each.StartRow for each in filled),
        max(each.EndColumn for each in filled),
        max(each.EndRow for each in filled),
    )
    witness = kpi_cell(sheet)
    if witness is not None:
        return [_barred("kpi_formulas", area)], [witness]
    pivots = [area_of(pivot.OutputRange) for pivot in _pivots(sheet)]
    grid = _grid(model, sheet, area, "", False, None if pivots else give)
    if pivots:
        rows = _without(grid["rows"], area, pivots)
        # A list beside a pivot table stays a source, without the pivot; a heading above it makes no list.
        if sum(sum(cell not in ("", None) for cell in row) > 1 for row in rows) < 2:
            return [_barred("pivot", area)], []
        grid["rows"] = rows
    return [grid], []


def _pivots(sheet: Any) -> Iterator[Any]:
    tables = sheet.DataPilotTables
    return (tables.getByIndex(number) for number in range(tables.Count))


def _without(rows: Rows, area: Area, pivots: list[Area]) -> Rows:
    """The rows with some areas emptied."""
    cells = [list(row) for row in rows]
    for pivot in pivots:
        for row in cells[max(pivot.top - area.top, 0) : pivot.bottom - area.top + 1]:
            for column in range(max(pivot.left - area.left, 0), min(pivot.right - area.left + 1, len(row))):
                row[column] = ""
    return tuple(map(tuple, cells))


def _barred(why: str, area: Area, name: str = "") -> Told:
    return {"name": name, "row": area.top + 1, "column": area.left + 1, "barred": why}


def _grid(model: Any, sheet: Any, area: Area, name: str, headed: bool, give: Give | None) -> Told:
    place = {"name": name, "row": area.top + 1, "column": area.left + 1}
    if (area.right - area.left + 1) * (area.bottom - area.top + 1) > _MOST_CELLS:
        return {**place, "too_large": True}
    cells, rest, given = area.of(sheet), area, 0
    while give and rest.bottom - rest.top >= _GIVEN:
        block = rest._replace(bottom=rest.top + _GIVEN - 1)
        give(cells.AbsoluteName, given, block.of(sheet).getDataArray())
        rest, given = rest._replace(top=block.bottom + 1), given + 1
    return {
        **place,
        "headed": headed,
        "address": cells.AbsoluteName,
        "given": given,
        "rows": rest.of(sheet).getDataArray(),
        "errors": [
            (row - area.top, column - area.left, NAMES.get(sheet.getCellByPosition(column, row).getError(), "#VALUE!"))
            for failed in cells.queryFormulaCells(_FAILED).RangeAddresses
            for row in range(failed.StartRow, failed.EndRow + 1)
            for column in range(failed.StartColumn, failed.EndColumn + 1)
        ],
        "kinds": list(_kinds(model, sheet, area)),
    }


def _kinds(model: Any, sheet: Any, area: Area) -> Iterator[tuple[int, int, int, str]]:
    """Runs of cells in a column whose format says date or truth value: (column, first row, last row, kind)."""
    formats, probes = model.NumberFormats, 0
    known: dict[int, int] = {}
    pending = [(column, area.top, area.bottom) for column in range(area.right, area.left - 1, -1)]
    while pending and probes < _MOST_PROBES:
        column, first, last = pending.pop()
        probes += 1
        key = sheet.getCellRangeByPosition(column, first, column, last).NumberFormat
        if key is None and first < last:  # more than one format: each half for itself
            middle = (first + last) // 2
            pending += [(column, middle + 1, last), (column, first, middle)]
            continue
        if key is not None and key not in known:
            known[key] = formats.getByKey(key).Type
        kind = _kind(known.get(key, 0))
        if kind:
            yield column - area.left, first - area.top, last - area.top, kind


def _kind(format_type: int) -> str:
    return "date" if format_type & _DATE else "truth" if format_type & _LOGICAL else ""
