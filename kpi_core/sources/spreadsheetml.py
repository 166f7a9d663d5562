"""XML Spreadsheet 2003, which older programs write under the name .xls or .xml."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from kpi_core.errors import SourceError
from kpi_core.sources.cells import LAST_COLUMN, LAST_ROW, Area
from kpi_core.sources.exact import Extent, Strict
from kpi_core.sources.grid import Grid
from kpi_core.sources.places import Stamp
from kpi_core.sources.scan import KPI_CALL
from kpi_core.sources.spec import SourceSpec

_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


class _Sheet:
    """One sheet in the making."""

    def __init__(self, file: str, name: str, filled: int) -> None:
        self.name = name
        self.extent = Extent(file, name)
        self.extent.filled = filled
        self.cells: dict[tuple[int, int], Any] = {}
        self.errors: dict[tuple[int, int], str] = {}
        self.uncached: dict[tuple[int, int], str] = {}
        self.merged: list[Area] = []
        self.barred = False
        self.row = self.column = 0


class _Book(Strict):
    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.sheets: list[_Sheet] = []
        self.kind = ""
        self.inside = False
        self.formula = ""
        self.across = 0
        self.data: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        own = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "Worksheet":
            filled = self.sheets[-1].extent.filled if self.sheets else 0
            self.sheets.append(_Sheet(self.file, own.get("Name", ""), filled))
        elif not self.sheets:
            return
        elif name == "Row":
            sheet = self.sheets[-1]
            sheet.row, sheet.column = self._place(own, sheet.row, LAST_ROW), 0
        elif name == "Cell":
            sheet = self.sheets[-1]
            sheet.column = self._place(own, sheet.column, LAST_COLUMN)
            self.across = self._number(own.get("MergeAcross", "0"), LAST_COLUMN)
            down = self._number(own.get("MergeDown", "0"), LAST_ROW)
            if self.across or down:
                row = max(sheet.row, 1) - 1
                area = Area(row, sheet.column - 1, row + down, sheet.column - 1 + self.across)
                sheet.merged.append(area)
            self.formula, self.data, self.inside = own.get("Formula", ""), None, True
        elif name == "Data" and self.inside:
            self.kind = own.get("Type", "String")
            self.listen()

    def end(self, name: str) -> None:
        if name == "Data" and self.inside:
            self.data = self.heard()
        elif name == "Cell" and self.inside:
            self._keep(self.sheets[-1])
            self.sheets[-1].column += self.across
            self.inside = False
        elif name == "Worksheet" and self.sheets:
            self.sheets[-1].extent.close()

    def _keep(self, sheet: _Sheet) -> None:
        at = max(sheet.row, 1), sheet.column
        sheet.barred = sheet.barred or bool(KPI_CALL.search(self.formula))
        if self.data is None:
            if self.formula:
                sheet.extent.take(*at)
                sheet.uncached[at] = "=" + self.formula.removeprefix("=")
            return
        sheet.extent.take(*at)
        if self.kind == "Error":
            sheet.errors[at] = self.data or "#VALUE!"
        else:
            sheet.cells[at] = self._value(self.data)

    def _value(self, text: str) -> Any:
        if self.kind == "Number":
            return float(text)
        if self.kind == "Boolean":
            return text.strip() == "1"
        if self.kind == "DateTime":
            return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
        return text

    def _place(self, attributes: dict[str, str], before: int, most: int) -> int:
        place = self._number(attributes.get("Index", ""), most) if "Index" in attributes else before + 1
        if not before < place <= most:
            raise SourceError("source_broken", path=self.file)
        return place

    def _number(self, text: str, most: int) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise SourceError("source_broken", path=self.file)
        return min(int(text), most + 1)


def read_spreadsheetml(path: Path, spec: SourceSpec, mark: Stamp) -> list[Grid]:
    """One grid for each sheet that holds something.

    Raises
    ------
    SourceError
        Its XML is broken or hostile, or there is no such sheet.
    """
    book = _Book(mark.file)
    try:
        with path.open("rb") as stream:
            book.parse(stream)
    except (ValueError, OverflowError) as failure:
        raise SourceError("source_broken", path=mark.file) from failure
    sheets = [sheet for sheet in book.sheets if sheet.extent.height]
    if not sheets:
        raise SourceError("workbook_empty", path=mark.file)
    if spec.sheet:
        wanted = spec.sheet.strip().casefold()
        sheets = [sheet for sheet in sheets if sheet.name.strip().casefold() == wanted]
        if not sheets:
            raise SourceError("sheet_unknown", path=mark.file, name=spec.sheet, known=[s.name for s in book.sheets])
    return [_grid(sheet, mark) for sheet in sheets]


def _grid(sheet: _Sheet, mark: Stamp) -> Grid:
    columns: list[list[Any]] = [[""] * sheet.extent.height for _ in range(sheet.extent.width)]
    whole = Area(0, 0, sheet.extent.height - 1, sheet.extent.width - 1)
    for (row, column), value in sheet.cells.items():
        columns[column - 1][row - 1] = value
    return Grid(
        mark.file,
        sheet.name,
        "",
        columns,
        errors={(row - 1, column - 1): text for (row, column), text in sheet.errors.items()},
        uncached={(row - 1, column - 1): text for (row, column), text in sheet.uncached.items()},
        barred="kpi_formulas" if sheet.barred else "",
        merged=[cut for area in sheet.merged if (cut := area.within(whole)) and cut[:2] != cut[2:]],
        sha256=mark.sha256,
        modified=mark.modified,
    )
