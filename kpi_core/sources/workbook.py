"""Workbooks: Excel tables, or whole sheets, with what the XML says of errors, formulas and pivot tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from kpi_core.errors import SourceError, nearest
from kpi_core.sources.cells import Area, parse_area
from kpi_core.sources.child import ChildBook, child_book
from kpi_core.sources.grid import Barred, Grid
from kpi_core.sources.guard import Guarded, guard_archive
from kpi_core.sources.indents import MOST_CELLS, format_indents, row_indents
from kpi_core.sources.package import Package, Sheet, Table
from kpi_core.sources.parts import opened
from kpi_core.sources.places import Kind, Stamp
from kpi_core.sources.rust import Cells, Column, Workbook, translated
from kpi_core.sources.scan import SheetScan, check_count, scan_sheet
from kpi_core.sources.spec import SourceSpec

# The reader copies a shared string for each cell that shows it: beyond this many bytes, not in this process.
_MOST_COPIED = 1 << 30


def read_workbook(
    path: Path, kind: Kind, spec: SourceSpec, mark: Stamp, unread: Callable[[str], bool] | None = None
) -> list[Grid]:
    """The grids of a workbook: each Excel table, and each sheet that has none.

    The Rust reader aborts its process where Python would raise. So it works in this process only where guard and
    scan have proved that it has no cause to, as for nearly every .xlsx; anything else is read by a process apart.
    """
    with translated(mark.file):
        if kind == "xls":
            from kpi_core.sources.biff import scan_binary

            found = scan_binary(path, mark.file)
            return _read(_Book(path, kind, {}, found.__getitem__, None, mark), spec)
        with opened(path, mark.file) as archive:
            guarded = guard_archive(archive)
            if kind == "ods":
                from kpi_core.sources.opendocument import scan_document

                sheets, scans = scan_document(archive)
                return _read(_Book(path, kind, sheets, scans.__getitem__, None, mark), spec)
            package = Package(archive)
            sheets = {sheet.name: sheet for sheet in package.sheets()}

            indents = format_indents(package.styles())

            def scan(name: str) -> SheetScan:
                part = archive.opener(package.stored_name(sheets[name].part))
                found = scan_sheet(part, mark.file, name)
                if indents and not found.levels and found.plain and found.filled <= MOST_CELLS:
                    found.levels = row_indents(part, mark.file, indents)
                return found

            passed = frozenset(name for name, sheet in sheets.items() if unread and unread(name) and not sheet.tables)
            return _read(_Book(path, kind, sheets, scan, guarded if package.plain else None, mark, passed), spec)


class _Book(NamedTuple):
    """A workbook about to be read; `guarded` is None where it is to be read apart in any case."""

    path: Path
    kind: Kind
    sheets: Mapping[str, Sheet]
    scan: Callable[[str], SheetScan]
    guarded: Guarded | None
    mark: Stamp
    unread: frozenset[str] = frozenset()

    def scans(self, spec: SourceSpec) -> dict[str, SheetScan]:
        """What the sheets to be read hold beside values, by name."""
        names = [name for name in self.sheets if name not in self.unread]
        if spec.sheet and names:
            names = _chosen(names, self.sheets, spec, self.mark.file)
        found = {}
        for name in names:
            found[name] = self.scan(name)
            check_count(sum(scan.filled for scan in found.values()), self.mark.file)
        return found

    def open(self, scans: Mapping[str, SheetScan]) -> AbstractContextManager[Workbook | ChildBook]:
        """The reader: in this process where that is safe."""
        filled = sum(scan.filled for scan in scans.values())
        if (
            self.guarded
            and self.guarded.plain
            and scans
            and all(scan.plain for scan in scans.values())
            and self.guarded.longest * filled <= _MOST_COPIED
        ):
            return Workbook(self.path, self.kind)
        return child_book(self.path, self.kind, self.mark.file)


def _read(opening: _Book, spec: SourceSpec) -> list[Grid]:
    mark, sheets = opening.mark, opening.sheets
    area = _asked_area(spec, mark.file)
    scans = opening.scans(spec)
    with opening.open(scans) as book:
        grids: list[Grid] = []
        for name in _chosen(book.names, sheets, spec, mark.file):
            if name in opening.unread:
                grids.append(Grid(mark.file, name, "", (), sha256=mark.sha256, modified=mark.modified))
                continue
            found = scans[name] if name in scans else opening.scan(name)
            cells = _stretched(book.cells(name), found)
            make = _Maker(mark, sheets.get(name) or Sheet(name, "", (), ()), cells, found)
            if area:
                grids += make.asked(area)
                break
            grids += make.tables() or make.whole()
    wanted = spec.sheet and [grid for grid in grids if same_name(grid.name, spec.sheet)]
    if not grids:
        raise SourceError("workbook_empty", path=mark.file)
    return wanted or grids


class _Maker(NamedTuple):
    """Makes the grids of one sheet."""

    mark: Stamp
    sheet: Sheet
    cells: Cells
    scan: SheetScan

    def tables(self) -> list[Grid]:
        """One grid for each Excel table; what stands around them is no source."""
        return [self._table(table) for table in self.sheet.tables]

    def _table(self, table: Table) -> Grid:
        whole = table.area
        data = whole._replace(
            first_row=whole.first_row + table.header_rows, last_row=whole.last_row - table.totals_rows
        )
        columns = self.cells.cut(data)
        if table.header_rows:
            headers = [column[-1] for column in self.cells.cut(whole._replace(last_row=data.first_row - 1))]
        else:
            headers = list(table.columns)
        columns = [[header, *column] for header, column in zip(headers, columns, strict=True)]
        area = data._replace(first_row=data.first_row - 1)
        barred: Barred = "kpi_formulas" if any(whole.holds(*cell) for cell in self.scan.kpi_calls) else ""
        return self._grid(columns, area, name=table.name, headed=True, barred=barred)

    def whole(self) -> list[Grid]:
        """The sheet as one grid; nothing where it is empty."""
        cells = self.cells
        if not cells.height:
            return []
        area = cells.within(Area(cells.first_row, cells.first_column, 1 << 30, 1 << 30))
        barred: Barred = "kpi_formulas" if self.scan.kpi_calls else ""
        columns: Sequence[Column] = cells.columns
        if self.sheet.pivots:
            columns = _blanked(cells, self.sheet.pivots)
            # A list beside a pivot table stays a source, without the pivot; a heading above it makes no list.
            if sum(len(row) - row.count("") > 1 for row in map(list, zip(*columns, strict=True))) < 2:
                barred, columns = "pivot", cells.columns
        return [self._grid(columns, area, barred=barred)]

    def asked(self, area: Area) -> list[Grid]:
        """The range that kpi.toml names, whatever tables lie there."""
        area = self.cells.within(area)
        if area.first_row > area.last_row or area.first_column > area.last_column:
            return []
        barred: Barred = "kpi_formulas" if any(area.holds(*cell) for cell in self.scan.kpi_calls) else ""
        return [self._grid(self.cells.cut(area), area, barred=barred)]

    def _grid(
        self, columns: Sequence[Column], area: Area, name: str = "", headed: bool = False, barred: Barred = ""
    ) -> Grid:
        return Grid(
            file=self.mark.file,
            sheet=self.sheet.name,
            name=name,
            columns=columns,
            first_row=area.first_row,
            first_column=area.first_column,
            headed=headed,
            errors=_inside(self.scan.errors, area),
            merged=[cut for each in self.scan.merged if (cut := each.within(area)) and cut[:2] != cut[2:]],
            levels={
                row - area.first_row: level
                for row, level in self.scan.levels.items()
                if area.first_row <= row <= area.last_row
            },
            uncached=_inside(self.scan.uncached, area),
            barred=barred,
            sha256=self.mark.sha256,
            modified=self.mark.modified,
        )


def _inside(found: Mapping[tuple[int, int], str], area: Area) -> dict[tuple[int, int], str]:
    """The cells of an area, by their index within it."""
    return {
        (row - area.first_row, column - area.first_column): text
        for (row, column), text in found.items()
        if area.holds(row, column)
    }


def _blanked(cells: Cells, areas: Sequence[Area]) -> list[Column]:
    """The sheet's columns with some areas emptied."""
    columns = [list(column) for column in cells.columns]
    for area in map(cells.within, areas):
        first, last = max(area.first_row - cells.first_row, 0), area.last_row - cells.first_row + 1
        for number in range(max(area.first_column, cells.first_column), area.last_column + 1):
            columns[number - cells.first_column][first:last] = [""] * (last - first)
    return columns


def _stretched(cells: Cells, scan: SheetScan) -> Cells:
    """Room for the formulas without a value at the sheet's edge, which the reader leaves out as empty."""
    if not scan.uncached:
        return cells
    rows, numbers = zip(*scan.uncached, strict=True)
    if not cells.height:
        cells = Cells([], min(rows), min(numbers))
    area = Area(
        min(cells.first_row, *rows),
        min(cells.first_column, *numbers),
        max(cells.first_row + cells.height - 1, *rows),
        max(cells.first_column + len(cells.columns) - 1, *numbers),
    )
    return Cells(cells.cut(area), area.first_row, area.first_column)


def _chosen(names: Sequence[str], sheets: Mapping[str, Sheet], spec: SourceSpec, file: str) -> list[str]:
    """The sheets to read: all, or the one that the source names, be it by the name of its table."""
    if not spec.sheet:
        return list(names)
    chosen = [name for name in names if same_name(name, spec.sheet)]
    chosen += [
        name for name in names if name in sheets and any(same_name(t.name, spec.sheet) for t in sheets[name].tables)
    ]
    if chosen:
        return chosen[:1]
    near = nearest(spec.sheet, names)
    if near:
        raise SourceError("sheet_unknown_near", path=file, name=spec.sheet, near=near)
    raise SourceError("sheet_unknown", path=file, name=spec.sheet, known=list(names))


def same_name(one: str, other: str) -> bool:
    """Whether two names of sheets or tables are one to a spreadsheet: case and outer spaces aside."""
    return one.strip().casefold() == other.strip().casefold()


def _asked_area(spec: SourceSpec, file: str) -> Area | None:
    if not spec.range:
        return None
    area = parse_area(spec.range)
    if area is None:
        raise SourceError("range_bad", path=file, range=spec.range)
    return area
