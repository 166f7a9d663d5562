"""Excel's object model, as much of it as the add-in asks for, served from plain data; and pywin32 without Windows.

xlwings' own classes, converters and decorators run on top of it unchanged. What it cannot show: VBA, Excel's own
calculation chain, and how a real Excel marshals values.
"""

from __future__ import annotations

import ctypes
import importlib
import sys
import types
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from unittest.mock import MagicMock

if TYPE_CHECKING:
    import pytest  # Windows' own Python, which serves these objects under Wine, has none

RANGE_IID = "{00020846-0000-0000-C000-000000000046}"
OMITTED = -2147352572
ERRORS = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042,
          "#SPILL!": 2045}  # fmt: skip


def error(name: str) -> int:
    """An error value as COM gives it."""
    return ERRORS[name] - 2146828288


def install(monkeypatch: pytest.MonkeyPatch) -> types.SimpleNamespace:
    """xlwings as on Windows, and `addin.excel` bound with its real decorators."""
    client = MagicMock(
        CDispatch=_Never, CoClassBaseClass=_Never, DispatchBaseClass=_Never, Dispatch=lambda found: found
    )
    stubs = {
        "pythoncom": MagicMock(__file__="", com_error=_ComError, ole_error=_ComError),
        "pywintypes": MagicMock(com_error=_ComError, error=_ComError, TimeType=datetime, IID=str),
        "win32com": MagicMock(client=client),
        "win32com.client": client,
        "win32timezone": MagicMock(TimeZoneInfo=MagicMock(utc=lambda: UTC)),
        **{name: MagicMock() for name in ("win32api", "win32con", "win32gui", "win32process")},
        "xlwings.com_server": types.SimpleNamespace(loop=None),
    }
    for name, stub in stubs.items():
        monkeypatch.setitem(sys.modules, name, stub)
    for name in ("PyDLL", "oledll", "windll"):
        monkeypatch.setattr(ctypes, name, MagicMock(), raising=False)
    import xlwings as xw

    for name in ("xlwings._win32patch", "xlwings._xlwindows", "xlwings.udfs", "addin.excel"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "xlwings._win32patch", types.SimpleNamespace(CoClassBaseClass=_Never))
    windows = importlib.import_module("xlwings._xlwindows")
    monkeypatch.setattr(xw, "_xlwindows", windows, raising=False)
    engines = xw.main.Engines()
    engines.add(xw.Engine(impl=windows.engine))
    monkeypatch.setattr(xw, "engines", engines)
    udfs = importlib.import_module("xlwings.udfs")
    for name, decorator in (("func", udfs.xlfunc), ("arg", udfs.xlarg), ("ret", udfs.xlret)):
        monkeypatch.setattr(xw, name, decorator)
    excel = importlib.import_module("addin.excel")
    return types.SimpleNamespace(udfs=udfs, excel=excel, windows=windows)


class _Never:
    """A base class of which nothing is an instance."""


class _ComError(Exception):
    pass


class Collection(list):
    """Counted from 1, called or indexed by number, and iterated."""

    @property
    def Count(self) -> int:  # noqa: N802
        return len(self)

    def Item(self, number: int) -> Any:  # noqa: N802
        return self[number - 1]

    __call__ = Item


class Range:
    """A rectangle of a sheet. Reading `Value` is counted: that is what costs."""

    def __init__(self, sheet: Sheet, row: int, column: int, height: int, width: int) -> None:
        self.Worksheet, self.Row, self.Column = sheet, row, column
        self.Rows, self.Columns = types.SimpleNamespace(Count=height), types.SimpleNamespace(Count=width)
        self._oleobj_ = types.SimpleNamespace(
            GetTypeInfo=lambda: types.SimpleNamespace(GetTypeAttr=lambda: types.SimpleNamespace(iid=RANGE_IID))
        )

    def _cells(self, look: Any) -> Any:
        height, width = self.Rows.Count, self.Columns.Count
        rows = tuple(
            tuple(look(row, column) for column in range(self.Column, self.Column + width))
            for row in range(self.Row, self.Row + height)
        )
        return rows[0][0] if (height, width) == (1, 1) else rows

    @property
    def Value(self) -> Any:  # noqa: N802
        self.Worksheet.book.reads[self.Worksheet.Name] += 1
        return self._cells(self.Worksheet.value)

    @property
    def Value2(self) -> Any:  # noqa: N802
        return self._cells(lambda *place: self.Worksheet.exact.get(place, self.Worksheet.value(*place)))

    @property
    def Formula(self) -> Any:  # noqa: N802
        return self._cells(lambda *place: self.Worksheet.formulas.get(place, self.Worksheet.value(*place) or ""))

    @property
    def HasFormula(self) -> bool | None:  # noqa: N802
        rows = range(self.Row, self.Row + self.Rows.Count)
        columns = range(self.Column, self.Column + self.Columns.Count)
        inside = sum(row in rows and column in columns for row, column in self.Worksheet.formulas)
        return False if not inside else True if inside == self.Rows.Count * self.Columns.Count else None

    def Find(self, What: str, LookIn: int, SearchOrder: int, SearchDirection: int) -> Any:  # noqa: N802, N803
        filled = [place for place, cell in self.Worksheet.cells.items() if cell not in (None, "")]
        if not filled:
            return None
        row, column = max(filled, key=lambda place: place if SearchOrder == 1 else place[::-1])
        return Range(self.Worksheet, row, column, 1, 1)


class Sheet:
    def __init__(self, book: Book, name: str) -> None:
        self.book, self.Parent, self.Name = book, book, name
        self.cells: dict[tuple[int, int], Any] = {}
        self.exact: dict[tuple[int, int], float] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        self.ListObjects, self.pivots = Collection(), Collection()
        self.used: tuple[int, int, int, int] | None = None

    def put(self, rows: list[list[Any]], row: int = 1, column: int = 1) -> Range:
        for down, cells in enumerate(rows):
            for across, cell in enumerate(cells):
                self.cells[row + down, column + across] = cell
        return Range(self, row, column, len(rows), len(rows[0]))

    def table(self, name: str, rows: list[list[Any]], row: int = 1, column: int = 1, **state: Any) -> None:
        where = self.put(rows, row, column)
        headers = Collection(types.SimpleNamespace(Name=cell) for cell in state.pop("headers", rows[0]))
        shown = {"ShowHeaders": True, "ShowTotals": False} | state
        self.ListObjects.append(
            types.SimpleNamespace(Name=name, Range=where, Parent=self, ListColumns=headers, **shown)
        )

    def pivot(self, rows: list[list[Any]], row: int, column: int) -> None:
        self.pivots.append(types.SimpleNamespace(TableRange2=self.put(rows, row, column)))

    def PivotTables(self) -> Collection:  # noqa: N802
        return self.pivots

    def value(self, row: int, column: int) -> Any:
        return self.cells.get((row, column))

    def Cells(self, row: int, column: int) -> Range:  # noqa: N802
        return Range(self, row, column, 1, 1)

    def Range(self, first: Any, last: Any) -> Range:  # noqa: N802
        return Range(self, first.Row, first.Column, last.Row - first.Row + 1, last.Column - first.Column + 1)

    @property
    def UsedRange(self) -> Range:  # noqa: N802
        places = [place for place, cell in self.cells.items() if cell is not None] or [(1, 1)]
        top, left = min(row for row, _ in places), min(column for _, column in places)
        bottom, right = max(row for row, _ in places), max(column for _, column in places)
        return Range(self, *(self.used or (top, left, bottom - top + 1, right - left + 1)))


class Book:
    def __init__(self, full_name: str) -> None:
        self.FullName, self.Name = full_name, full_name.rpartition("\\")[2]
        self.Application = types.SimpleNamespace(Version="16.0", Hwnd=1)
        self.Worksheets = self.Sheets = Collection()
        self.reads: Counter[str] = Counter()

    def sheet(self, name: str) -> Sheet:
        self.Worksheets.append(Sheet(self, name))
        return self.Worksheets[-1]


def from_file(path: Any) -> Book:
    """A workbook file as Excel would have it open: numbers as floats, errors as their codes."""
    import openpyxl
    from openpyxl.utils import range_boundaries

    values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    book = Book(f"C:\\Отчёты\\{path.name}")
    for one, other in zip(values, formulas, strict=True):
        sheet = book.sheet(one.title)
        for row in one.iter_rows():
            for cell in row:
                if cell.value is not None:
                    sheet.cells[cell.row, cell.column] = _as_com(cell.value)
        for row in other.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    sheet.formulas[cell.row, cell.column] = str(cell.value)
        for table in one.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            where = Range(sheet, top, left, bottom - top + 1, right - left + 1)
            state = {"ShowHeaders": True, "ShowTotals": bool(table.totalsRowCount)}
            sheet.ListObjects.append(types.SimpleNamespace(Name=table.displayName, Range=where, Parent=sheet, **state))
    return book


def _as_com(cell: Any) -> Any:
    if isinstance(cell, str) and cell in ERRORS:
        return error(cell)
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell
