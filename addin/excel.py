"""The functions in Excel, bound with xlwings' own decorators. The only module that knows xlwings.

Two ways lead here. Neither was run in a real Excel yet; on Linux they run with xlwings' own classes over a made-up
object model.

- The add-in (`addin.vba`) calls `answer` for every cell, and `look` where tables may have changed; it knows when that
  is, so the tables are read once for each calculation and only in sheets that were edited.
- xlwings' own "Import Functions", and xlwings Lite, find a function for each name of the table. Nobody tells these when
  a calculation begins: calls that follow one another within a quarter of a second count as one, but for two seconds
  at most (or ten times what reading takes, if longer). A macro that changes a table and recalculates faster than that
  may see the old values until the next recalculation.

Either way only tables whose cells really differ are aggregated anew, and a formula with tables as arguments reads
nothing but them. xlwings knows "volatile" for a whole function only, hence every function that may read the workbook
is; the add-in asks for it only where no table is handed over (`Function.first_table`).
"""

from __future__ import annotations

import inspect
import logging
import sys
import time
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

import xlwings as xw

from addin.arguments import MISSING, NA, VALUE, CellError
from addin.functions import FUNCTIONS, Function
from addin.vba.reading import Sheets, cell_of, read_sheets
from addin.workbook import OpenWorkbook, Workbook, saved_at
from kpi_core.errors import KpiError, SourceError
from kpi_core.language import current_language
from kpi_core.sources.grid import Grid

logger = logging.getLogger(__name__)
_clock = time.monotonic

GAP, LONGEST = 0.25, 2.0
_MOST_BOOKS = 8
_LONGEST_TEXT = 32_767
UNREAD = "#BOOK!"
"""The answer that asks for `look`."""


# -- workbooks between two calls ---------------------------------------------------------------------------------


class _Kept:
    """What the sheets of a workbook held when they were last read."""

    def __init__(self, name: str, full_name: str) -> None:
        self.workbook = OpenWorkbook(name, self._grids, path=lambda: saved_at(full_name))
        self.version: object = None
        self._sheets: Sheets = {}
        self._to_read: xw.Book | None = None
        self._asked = self._read_at = float("-inf")
        self._cost = 0.0

    def _grids(self) -> list[Grid]:
        if self._to_read is not None:
            self.read(self._to_read)
        return [grid for grids in self._sheets.values() for grid in grids]

    def read(self, book: xw.Book, changed: Collection[str] | None = None) -> bool:
        """Read the sheets that changed, or all; returns whether any cell differs."""
        started = _clock()
        before, self._sheets = self._sheets, read_sheets(book, self._sheets, changed)
        self._to_read = None
        self._read_at = _clock()
        self._cost = self._read_at - started
        self.workbook.refresh()
        return self._sheets != before

    def expect(self, book: xw.Book) -> None:
        """Without word from the add-in: to be read, unless this call belongs to the calculation of the last one."""
        now = _clock()
        same = now - self._asked < GAP and now - self._read_at < max(LONGEST, 10 * self._cost)
        if not same:
            self._to_read = book
            self.workbook.refresh()

    def answered(self) -> None:
        """A call has ended."""
        self._asked = _clock()


_books: dict[str, _Kept] = {}


def _kept(key: str, name: str) -> _Kept:
    """The workbook of a full name; those that were not asked for longest are forgotten."""
    kept = _books.pop(key) if key in _books else _Kept(name, key)
    _books[key] = kept
    while len(_books) > _MOST_BOOKS:
        del _books[next(iter(_books))]
    return kept


class _Absent:
    """A workbook that cannot be asked; tables as arguments still work."""

    name = ""

    @property
    def language(self) -> Any:
        return current_language()

    @property
    def today(self) -> date:
        return date.today()

    def cube(self) -> Any:
        """Nowhere is a workbook: xlwings Lite."""
        raise SourceError("workbook_not_known")


class _UnreadError(Exception):
    """The tables of this version have not been looked at."""


class _NotLookedAt(_Absent):
    def cube(self) -> Any:
        raise _UnreadError


# -- what the add-in calls ---------------------------------------------------------------------------------------


def _answer(book: str, version: object, name: str, *arguments: Any) -> list[list[Any]]:
    """One function of one cell: a table of cells; `UNREAD` where its workbook has to be looked at first."""
    kept = _books.get(book)
    ready = kept is not None and kept.version == version
    workbook = kept.workbook if kept is not None and ready else _NotLookedAt()
    try:
        return _run(FUNCTIONS[name], workbook, arguments)
    except _UnreadError:
        return [[UNREAD]]


def _look(book: str, version: object, sheets: str) -> list[list[Any]]:
    """Read the calling workbook: the sheets named, divided by "/", or all. Returns whether any cell differs."""
    caller = xw.Book.caller()
    kept = _kept(book, str(caller.name))
    # A workbook that is new to this process has to be read whole, whatever was edited in it last.
    changed = sheets.split("/") if sheets and kept.version is not None else None
    differs = kept.read(caller, changed)
    kept.version = version
    return [[differs]]


def currency_of(book: str) -> str:
    """The currency of a workbook that is known, by its full name; "" where it is not, or cannot be read."""
    try:
        return _books[book].workbook.cube().snapshot.settings.currency
    except (KeyError, KpiError):
        return ""


def refreshing_of(book: str) -> list[str] | None:
    """The command that counts anew the source of a workbook, by its full name; None where it is not known, or has none.

    Raises
    ------
    KpiError
        The source that its settings name cannot be one.
    """
    kept = _books.get(book)
    return None if kept is None else kept.workbook.refreshing


def serve(clsid: str) -> None:
    """Answer Excel until it ends; returns when the last window is closed."""
    windows: Any = xw  # on another system xlwings has a stub in its place
    windows.serve(clsid)


# -- what xlwings' own import calls ------------------------------------------------------------------------------


def _calling() -> _Kept | None:
    """The workbook whose cell calls, never the active one: it need not be the same."""
    try:
        book = xw.Book.caller()
        key, name = str(book.api.FullName), str(book.name)
    except Exception:  # xlwings raises a bare Exception where there is no caller
        return None
    kept = _kept(key, name)
    kept.expect(book)
    return kept


def _call(function: Function, arguments: tuple[Any, ...]) -> Any:
    kept = _calling() if function.reads_workbook else None
    try:
        return _run(function, _Absent() if kept is None else kept.workbook, arguments)
    finally:
        if kept is not None:
            kept.answered()


def _run(function: Function, workbook: Workbook, arguments: Iterable[Any]) -> list[list[Any]]:
    """Nothing may reach the cell as a traceback: what is a mistake of ours is logged, and `#VALUE!`."""
    try:
        return _for_excel(function.call(workbook, *map(_argument, arguments)))
    except _UnreadError:
        raise
    except Exception:
        logger.exception("%s failed", function.name)
        return [[str(VALUE)]]


def _argument(argument: Any) -> Any:
    if isinstance(argument, list):
        return [[cell_of(cell) for cell in row] if isinstance(row, list) else cell_of(row) for row in argument]
    return cell_of(argument)


def _for_excel(found: Any) -> list[list[Any]]:
    """A table of cells, even of one: xlwings' server takes the length of whatever it gets."""
    rows = found if isinstance(found, list) else [[found]]
    return [[_cell_for_excel(cell) for cell in row] for row in rows] or [[str(NA)]]


def _cell_for_excel(cell: Any) -> Any:
    """Errors as plain texts, which VBA turns into real ones; whole numbers as Excel's own, for COM has smaller ones."""
    if isinstance(cell, str):
        return str(cell) if isinstance(cell, CellError) else cell[:_LONGEST_TEXT]
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


# -- binding -----------------------------------------------------------------------------------------------------


def _bind(function: Function) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        return _call(function, arguments)

    language = current_language()
    call.__doc__ = function.help.of(language)
    bound = _with_signature(call, function.name, {argument.key: argument.optional for argument in function.arguments})
    for argument in function.arguments:
        bound = xw.arg(argument.key, ndim=2, err_to_str=True, doc=argument.help.of(language))(bound)
    # Last: each of the others sets category and "volatile" back to xlwings' defaults.
    # In a browser (xlwings Lite) no workbook can be read, so a formula depends on its arguments alone.
    volatile = function.reads_workbook and sys.platform != "emscripten"
    return xw.func(category="KPI", volatile=volatile, call_in_wizard=False)(bound)


def _with_signature(call: Callable[..., Any], name: str, optional: dict[str, bool]) -> Callable[..., Any]:
    """A function as xlwings wants it: each argument by name, and nothing it could take for a converter."""
    call.__name__ = call.__qualname__ = name
    call.__annotations__ = {}
    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                key, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=MISSING if may else inspect.Parameter.empty
            )
            for key, may in optional.items()
        ]
    )
    bound: Callable[..., Any] = xw.ret("raw")(call)
    return bound


def _bind_entry(entry: Callable[..., Any], fixed: tuple[str, ...], given: int = 0) -> Callable[..., Any]:
    """What the add-in calls. Optional arguments one by one: of `*arguments` xlwings does not tell which are omitted."""

    def call(*arguments: Any) -> Any:
        return entry(*arguments)

    optional = [f"argument{number}" for number in range(1, given + 1)]
    keys = dict.fromkeys(fixed, False) | dict.fromkeys(optional, True)
    bound = _with_signature(call, entry.__name__.strip("_"), keys)
    for key in optional:
        bound = xw.arg(key, ndim=2, err_to_str=True)(bound)
    return bound


# Not a loop: xlwings exports whatever function a module's name points to, a left-over loop variable as well.
globals().update({name: _bind(function) for name, function in FUNCTIONS.items()})

_ENTRIES = {
    "answer": _bind_entry(
        _answer, ("book", "version", "name"), max(len(each.arguments) for each in FUNCTIONS.values())
    ),
    "look": _bind_entry(_look, ("book", "version", "sheets")),
}


def __getattr__(name: str) -> Any:
    """The add-in's entries are found by name, and not in `dir`: they are no functions for cells."""
    if name in _ENTRIES:
        return _ENTRIES[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
