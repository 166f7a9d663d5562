"""The same scan for .ods, where all sheets stand in one part and cells and rows carry a repeat count."""

from __future__ import annotations

import html
import re
import zipfile
from typing import NamedTuple

from kpi_core.errors import SourceError
from kpi_core.sources.cells import LAST_COLUMN, LAST_ROW, Area, parse_area
from kpi_core.sources.grid import column_letter
from kpi_core.sources.package import Sheet
from kpi_core.sources.scan import KPI_CALL, MOST_CELLS, SheetScan, pieces, tags

_TOKEN = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell|data-pilot-table)(?=[\s/>])"
    rb"((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)/?>"
)
_ATTRIBUTE = re.compile(rb"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TEXT = re.compile(rb"<text:p[^>]*>([^<]*)")
_ERROR = re.compile(r"#(?:N/A|Н/Д|[A-ZА-Я]+(?:/0)?[!?]|[A-ZА-Я]+)|(?:Err|Ошибка):\s?\d+", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:\$?(?:'((?:[^']|'')+)'|([^.:'$]+))\.)?(\$?[A-Z]+\$?\d+)")


class Place(NamedTuple):
    """A cell with its repeat counts."""

    row: int
    column: int
    rows: int
    columns: int


class _Scanner:
    """Walks through the tags, keeping count of where it is."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.scans: dict[str, SheetScan] = {}
        self.pivots: dict[str, list[Area]] = {}
        self._begin("")

    def _begin(self, name: str) -> None:
        self.name, self.scan = name, SheetScan()
        self.row, self.rows, self.column = 0, 1, 0
        self.width = self.height = 0

    def take(self, tag: bytes, attributes: dict[str, str], body: bytes) -> None:
        if tag == b"table":
            self._begin(attributes.get("table:name", ""))
            self.scans[self.name] = self.scan
        elif tag == b"table-row":
            self.row += self.rows
            self.rows, self.column = _repeat(attributes, "rows", LAST_ROW, self.file), 0
            if self.row == 0:
                self.row = 1
        elif tag == b"data-pilot-table":
            self._pivot(attributes.get("table:target-range-address", ""))
        else:
            columns = _repeat(attributes, "columns", LAST_COLUMN, self.file)
            place = Place(self.row, self.column + 1, self.rows, columns)
            self.column += columns
            if "office:value-type" in attributes or "table:formula" in attributes:
                self._content(place, attributes, body)

    def _content(self, place: Place, attributes: dict[str, str], body: bytes) -> None:
        self.width = max(self.width, place.column + place.columns - 1)
        self.height = max(self.height, place.row + place.rows - 1)
        if self.width * self.height > MOST_CELLS:
            cell = f"{column_letter(place.column)}{place.row}"
            raise SourceError("source_far_cell", path=self.file, sheet=self.name, cell=cell)
        formula = attributes.get("table:formula", "")
        text = _TEXT.search(body)
        shown = html.unescape(text[1].decode("utf-8", "replace")).strip() if text else ""
        failed = attributes.get("calcext:value-type") == "error"
        # Excel writes an error into .ods as the result of a formula that is a text.
        if failed or (formula and not attributes.get("office:string-value") and _ERROR.fullmatch(shown)):
            for row in range(place.row, place.row + place.rows):
                for column in range(place.column, place.column + place.columns):
                    self.scan.errors[row, column] = shown or "#VALUE!"
        if KPI_CALL.search(formula):
            self.scan.kpi_calls.append((place.row, place.column))
        # A formula that gives an empty text has no type either, but a paragraph.
        if formula and "office:value-type" not in attributes and b"<text:p" not in body:
            self.scan.uncached[place.row, place.column] = "=" + formula.partition("=")[2]

    def _pivot(self, address: str) -> None:
        found = _ADDRESS.findall(address)
        area = parse_area(":".join(cell for _, _, cell in found))
        if area:
            name = found[0][0].replace("''", "'") or found[0][1]
            self.pivots.setdefault(name, []).append(area)


def scan_document(archive: zipfile.ZipFile, file: str) -> tuple[dict[str, Sheet], dict[str, SheetScan]]:
    """The sheets of an .ods, and what each holds beside values.

    Raises
    ------
    SourceError
        Its cells span more than any reader should be asked for.
    """
    scanner = _Scanner(file)
    for chunk in pieces(lambda: archive.open("content.xml"), file, _last_tag):
        for token, body in tags(_TOKEN, chunk):
            scanner.take(token[1], _attributes(token[2]), body)
    sheets = {name: Sheet(name, "", (), tuple(scanner.pivots.get(name, ()))) for name in scanner.scans}
    return sheets, scanner.scans


def _last_tag(data: bytes) -> int:
    return data.rfind(b"<table:")


def _attributes(raw: bytes) -> dict[str, str]:
    if not raw:
        return {}
    return {
        name.decode(): html.unescape((one or other).decode("utf-8", "replace"))
        for name, one, other in _ATTRIBUTE.findall(raw)
    }


def _repeat(attributes: dict[str, str], what: str, most: int, file: str) -> int:
    """How often a row or cell stands; no program writes more than a sheet has."""
    text = attributes.get(f"table:number-{what}-repeated", "1")
    if not text.isascii() or not text.isdigit() or int(text) > most:
        raise SourceError("source_broken", path=file)
    return max(1, int(text))
