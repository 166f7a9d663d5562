"""The one file that calls the Rust reader of workbooks."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from kpi_core.errors import SourceError
from kpi_core.sources.cells import Area
from kpi_core.sources.places import Kind
from kpi_core.sources.text import no_collection

_ROWS_AT_ONCE = 4096
_SUFFIXES: dict[str, tuple[str, ...]] = {"xlsx": (".xlsx", ".xlsm"), "ods": (".ods",), "xls": (".xls",)}
Column = list[Any]


class Cells(NamedTuple):
    """The values of one sheet, and where the first one stands."""

    columns: list[Column]
    first_row: int
    first_column: int

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.columns[0]) if self.columns else 0

    def cut(self, area: Area) -> list[Column]:
        """The cells of an area, column by column; empty where the sheet has none."""
        top, bottom = area.first_row - self.first_row, area.last_row - self.first_row + 1
        before, after = max(0, min(-top, bottom - top)), max(0, bottom - max(self.height, top))
        cut = []
        for number in range(area.first_column, area.last_column + 1):
            index = number - self.first_column
            inside = self.columns[index][max(top, 0) : max(bottom, 0)] if 0 <= index < len(self.columns) else None
            cut.append([""] * (bottom - top) if inside is None else [""] * before + inside + [""] * after)
        return cut

    def within(self, area: Area) -> Area:
        """The area without what lies beyond the last row and column of the sheet."""
        return Area(
            area.first_row,
            area.first_column,
            min(area.last_row, self.first_row + self.height - 1),
            min(area.last_column, self.first_column + len(self.columns) - 1),
        )


class Workbook:
    """A workbook read by this process."""

    def __init__(self, path: Path, kind: Kind) -> None:
        # By a path the reader goes by the extension, whatever the file is; by a stream it tries all it knows.
        if path.suffix.casefold() in _SUFFIXES[kind]:
            self._book = CalamineWorkbook.from_path(path)
        else:
            with path.open("rb") as stream:
                self._book = CalamineWorkbook.from_filelike(BytesIO(stream.read()))
        self.names = [each.name for each in self._book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._book.close()

    def cells(self, name: str) -> Cells:
        """All cells of one sheet."""
        return _cells(self._book.get_sheet_by_name(name))


def _cells(sheet: CalamineSheet) -> Cells:
    """All cells of a sheet, turned into columns a few thousand rows at a time, so that the rows are soon forgotten."""
    if sheet.start is None:
        return Cells([], 1, 1)
    first_row, first_column = sheet.start
    columns: list[Column] = [[] for _ in range(sheet.width)]
    with no_collection():
        # The reader gives the empty rows above the first one too, but not the empty columns before.
        rows = islice(sheet.iter_rows(), first_row, None)
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            for column, values in zip(columns, zip(*some, strict=True), strict=True):
                column.extend(values)
    return Cells(columns, first_row + 1, first_column + 1)


@contextmanager
def translated(file: str) -> Iterator[None]:
    """Whatever breaks inside an archive, its XML or the Rust reader is one sentence to the user."""
    try:
        yield
    except PasswordError as failure:
        raise SourceError("source_password", path=file) from failure
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError, EOFError) as failure:
        raise SourceError("source_broken", path=file) from failure
    except (ValueError, KeyError, IndexError, RuntimeError, OverflowError) as failure:
        raise SourceError("source_broken", path=file) from failure
    except BaseException as failure:
        # A panic in Rust arrives as a BaseException of pyo3, which no `except Exception` sees.
        if type(failure).__name__ == "PanicException":
            raise SourceError("source_broken", path=file) from failure
        raise
