"""The same scan for .ods, where all sheets stand in one part and cells and rows carry a repeat count."""

from __future__ import annotations

import re
from typing import NamedTuple

from kpi_core.errors import SourceError
from kpi_core.sources.cells import LAST_COLUMN, LAST_ROW, Area, parse_area
from kpi_core.sources.exact import Extent, Strict
from kpi_core.sources.package import Sheet
from kpi_core.sources.parts import Archive
from kpi_core.sources.scan import KPI_CALL, SheetScan

_ERROR = re.compile(r"#(?:N/A|Н/Д|[A-ZА-Я]+(?:/0)?[!?]|[A-ZА-Я]+)|(?:Err|Ошибка):\s?\d+", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:\$?(?:'((?:[^']|'')+)'|([^.:'$]+))\.)?(\$?[A-Z]+\$?\d+)")
_CELLS = ("table-cell", "covered-table-cell")


class Place(NamedTuple):
    """A cell with its repeat counts."""

    row: int
    column: int
    rows: int
    columns: int


class _Scanner(Strict):
    """Walks through the document, keeping count of where it is."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.scans: dict[str, SheetScan] = {}
        self.pivots: dict[str, list[Area]] = {}
        self.filled = 0
        self._begin("")

    def _begin(self, name: str) -> None:
        self.name, self.scan, self.extent = name, SheetScan(), Extent(self.file, name)
        self.extent.filled = self.filled
        self.row, self.rows, self.column, self.groups = 0, 1, 0, 0
        self.place: Place | None = None
        self.attributes: dict[str, str] = {}
        self.shown: str | None = None
        self.depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._cell(attributes)
        elif name == "p":
            # The first paragraph of the cell itself, not of a note on it.
            if self.place and self.shown is None and not self.depth:
                self.listen()
        elif name == "annotation":
            self.depth += 1
        elif name == "table-row":
            self.row += self.rows
            self.rows, self.column = _repeat(attributes, "rows", LAST_ROW, self.file), 0
            self.row = self.row or 1
        elif name == "table-row-group":
            self.groups = min(self.groups + 1, 7)
        elif name == "table":
            self._begin(attributes.get("table:name", ""))
            self.scans[self.name] = self.scan
        elif name == "data-pilot-table":
            self._pivot(attributes.get("table:target-range-address", ""))

    def _cell(self, attributes: dict[str, str]) -> None:
        columns = _repeat(attributes, "columns", LAST_COLUMN, self.file)
        place = Place(self.row, self.column + 1, self.rows, columns)
        self.column += columns
        self.shown, self.depth = None, 0
        if "office:value-type" in attributes or "table:formula" in attributes:
            self.place, self.attributes = place, attributes
            self.extent.take(place.row + place.rows - 1, place.column + columns - 1, place.rows * columns)
            down = _spanned(attributes, "rows", LAST_ROW, self.file)
            across = _spanned(attributes, "columns", LAST_COLUMN, self.file)
            if place.rows == place.columns == 1:
                self.scan.merge(Area(place.row, place.column, place.row + down - 1, place.column + across - 1))
            if self.groups and place.row not in self.scan.levels:
                self.scan.levels.update(dict.fromkeys(range(place.row, place.row + place.rows), self.groups))
            self.filled = self.extent.filled

    def end(self, name: str) -> None:
        if name == "p" and self.place and self.shown is None and not self.depth:
            self.shown = self.heard()
        elif name == "annotation":
            self.depth -= 1
        elif name == "table-row-group":
            self.groups = max(self.groups - 1, 0)
        elif name in _CELLS and self.place:
            self._content(self.place)
            self.place = None
        elif name == "table":
            self.extent.close()

    def _content(self, place: Place) -> None:
        attributes = self.attributes
        formula = attributes.get("table:formula", "")
        shown = (self.shown or "").strip()
        failed = attributes.get("calcext:value-type") == "error"
        # Excel writes an error into .ods as the result of a formula that is a text.
        if failed or (formula and not attributes.get("office:string-value") and _ERROR.fullmatch(shown[:40])):
            for row in range(place.row, place.row + place.rows):
                for column in range(place.column, place.column + place.columns):
                    self.scan.errors[row, column] = shown or "#VALUE!"
        if KPI_CALL.search(formula):
            self.scan.kpi_calls.append((place.row, place.column))
        # A formula that gives an empty text has no type either, but a paragraph.
        if formula and "office:value-type" not in attributes and self.shown is None:
            self.scan.uncached[place.row, place.column] = "=" + formula.partition("=")[2]

    def _pivot(self, address: str) -> None:
        found = _ADDRESS.findall(address[:400])
        area = parse_area(":".join(cell for _, _, cell in found))
        if area:
            name = found[0][0].replace("''", "'") or found[0][1]
            self.pivots.setdefault(name, []).append(area)


def scan_document(archive: Archive) -> tuple[dict[str, Sheet], dict[str, SheetScan]]:
    """The sheets of an .ods, and what each holds beside values.

    Raises
    ------
    SourceError
        Its cells span more than any reader should be asked for, or its XML is broken.
    """
    scanner = _Scanner(archive.file)
    scanner.parse(archive.open("content.xml"))
    sheets = {name: Sheet(name, "", (), tuple(scanner.pivots.get(name, ()))) for name in scanner.scans}
    return sheets, scanner.scans


def _spanned(attributes: dict[str, str], what: str, most: int, file: str) -> int:
    """How many rows or columns a merged cell covers."""
    text = attributes.get(f"table:number-{what}-spanned", "1")
    return _repeat({f"table:number-{what}-repeated": text}, what, most, file)


def _repeat(attributes: dict[str, str], what: str, most: int, file: str) -> int:
    """How often a row or cell stands; no program writes more than a sheet has."""
    text = attributes.get(f"table:number-{what}-repeated", "1")
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) > most:
        raise SourceError("source_broken", path=file)
    return max(1, int(text))
