"""The worker: the functions in the project's own environment, asked by the office over a pipe.

`python -m addin.libreoffice.worker` reads requests from its input and answers each on its output, until the input
ends. `office.link` says what a message looks like.
"""

from __future__ import annotations

import gc
import logging
import os
import select
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from addin.arguments import MISSING, VALUE, CellError
from addin.functions import FUNCTIONS, Function, OpenWorkbook
from addin.libreoffice.ahead import Ahead
from addin.libreoffice.office.link import receive, send
from kpi_core.errors import KpiError, SourceError
from kpi_core.language import current_language
from kpi_core.recognise import explains
from kpi_core.sources.grid import Grid

logger = logging.getLogger(__name__)

_ZERO = date(1899, 12, 30)
# What Calc hands over for a date in an argument counts from the document's own day zero.
_DATED = {"period", "periods", "month"}
_LARGEST_YEAR = 2100


class Book:
    """The tables of one open document, sheet by sheet, as the office told them last."""

    def __init__(self, name: str) -> None:
        self.date_zero = _ZERO
        self.path: Path | None = None
        self._order: Sequence[str] = ()
        self._sheets: dict[str, list[Grid]] = {}
        self._too_large = ""
        self._day = date.today()
        self._columns: dict[str, list[list[list[Any]]]] = {}
        self.workbook = OpenWorkbook(name, self._grids, path=lambda: self.path)
        self.ahead = Ahead(self.answer, self.workbook.cube)

    def unpack(self, address: str, number: int, rows: Sequence[Sequence[Any]]) -> None:
        """A block of rows of a grid that the office is still reading, as columns; the first one begins anew."""
        if number == 0:
            self._columns[address] = []
        self._columns[address].append([list(column) for column in zip(*rows, strict=True)])

    def take(self, name: str, order: Sequence[str], sheets: dict[str, list[dict[str, Any]]]) -> None:
        """Sheets that changed, and the order of all."""
        self.workbook.name = name
        self._order = order
        for sheet, told in sheets.items():
            grids = [self._grid(each, name, sheet) for each in told if not each.get("too_large")]
            self._too_large = sheet if len(grids) < len(told) else "" if self._too_large == sheet else self._too_large
            if not _same_nothing(self._sheets.get(sheet), grids):
                self._sheets[sheet] = grids
        self._columns.clear()
        self.ahead.forget()
        self.workbook.refresh()

    def _grid(self, told: dict[str, Any], name: str, sheet: str) -> Grid:
        blocks = self._columns.pop(told["address"]) if told.get("given") else []
        assert len(blocks) == told.get("given", 0), "rows of a table are missing"
        return grid_of(told, name, sheet, self.date_zero, blocks)

    def _grids(self) -> list[Grid]:
        if self._too_large:
            raise SourceError("lo_sheet_too_large", sheet=self._too_large)
        return [grid for sheet in self._order for grid in self._sheets.get(sheet, [])]

    def answer(self, name: str, arguments: Sequence[Any]) -> Any:
        """One function of one cell."""
        if self._day != date.today():  # months end while a workbook stays open
            self._day = date.today()
            self.workbook.refresh()
        try:
            function = FUNCTIONS[name]
            return told(function.call(self.workbook, *self._given(function, arguments)))
        except Exception:
            logger.exception("%s%s", name, tuple(arguments))
            return told(VALUE)

    def _given(self, function: Function, arguments: Sequence[Any]) -> list[Any]:
        given = [MISSING if each is None else each for each in arguments]
        while given and given[-1] is MISSING:
            given.pop()
        shift = (self.date_zero - _ZERO).days
        if not shift:
            return given
        named = zip(function.arguments, given, strict=False)
        return [_shifted(each, shift) if argument.key in _DATED else each for argument, each in named]


def _shifted(argument: Any, days: int) -> Any:
    if isinstance(argument, tuple):
        return tuple(_shifted(each, days) for each in argument)
    return argument + days if isinstance(argument, float) and argument > _LARGEST_YEAR else argument


def grid_of(
    told: dict[str, Any], file: str, sheet: str, date_zero: date = _ZERO, blocks: Sequence[list[list[Any]]] = ()
) -> Grid:
    """A grid as the office told it; `blocks` are the columns of the rows that it gave before.

    Examples
    --------
    >>> grid = grid_of({"name": "", "row": 1, "column": 1, "headed": True, "rows": (("Дата", "Сумма"), (46296.0, None)),
    ...                 "errors": [(1, 1, "#N/A")], "kinds": [(0, 1, 1, "date")]}, "книга.ods", "Продажи")
    >>> grid.columns, grid.errors
    ([['Дата', datetime.datetime(2026, 10, 1, 0, 0)], ['Сумма', '']], {(1, 1): '#N/A'})
    """
    last = [list(column) for column in zip(*told.get("rows", ()), strict=True)]
    columns = [list(chain(*parts)) for parts in zip(*blocks, last, strict=True)] if blocks else last
    filled = len(columns[0]) if columns else 0
    while filled and all(column[filled - 1] == "" for column in columns):
        filled -= 1  # an undone row leaves its table as large as it was
    for column in columns:
        del column[filled:]
    errors = {(row, column): error for row, column, error in told.get("errors", ())}
    for row, column in errors:
        columns[column][row] = ""
    days = _Days(date_zero)
    for column, first, last_row, kind in told.get("kinds", ()):
        cells = columns[column]
        cells[first : last_row + 1] = _of_kind(cells[first : last_row + 1], bool if kind == "truth" else days)
    return Grid(
        file=file, sheet=sheet, name=told["name"], columns=columns, first_row=told["row"],
        first_column=told["column"], headed=told.get("headed", False), errors=errors, barred=told.get("barred", ""),
    )  # fmt: skip


def _of_kind(cells: list[Any], convert: Callable[[float], Any]) -> list[Any]:
    if set(map(type, cells)) == {float}:
        return list(map(convert, cells))
    return [convert(each) if type(each) is float else each for each in cells]


class _Days(dict[float, Any]):
    """Serial numbers as dates, each turned into one once; what is no date of the calendar stays a number."""

    def __init__(self, zero: date) -> None:
        super().__init__()
        self._zero = datetime(zero.year, zero.month, zero.day)

    __call__ = dict.__getitem__

    def __missing__(self, serial: float) -> Any:
        try:
            found: Any = self._zero + timedelta(seconds=round(serial * 86_400))
        except OverflowError:
            found = serial
        self[serial] = found
        return found


def _same_nothing(before: list[Grid] | None, now: list[Grid]) -> bool:
    """Whether a sheet was no source and is none: then what was typed there aggregates nothing anew."""
    return before is not None and not any(map(_is_source, before)) and not any(map(_is_source, now))


def _is_source(grid: Grid) -> bool:
    from kpi_core.recognise.drawn import unfolded
    from kpi_core.recognise.kinds import Understood, understand
    from kpi_core.recognise.stacked import split

    if grid.barred or not grid.columns:
        return False
    try:
        made = [(unfolded(part)) for part in split(grid)]
        return any(findings for _, findings in made) or any(
            isinstance(understand(each, None), Understood) for grids, _ in made for each in grids
        )
    except KpiError:
        return True


def told(answer: Any) -> Any:
    """An answer as `marshal` carries it: numbers, texts, errors as bytes, tables as lists of lists.

    Examples
    --------
    >>> told(VALUE), told([[1, True], [None, "да"]])
    (b'#VALUE!', [[1.0, 1.0], ['', 'да']])
    """
    if isinstance(answer, list | tuple):
        return [[told(cell) for cell in row] for row in answer]
    if isinstance(answer, CellError):
        return answer.encode()
    if answer is None:
        return ""
    if isinstance(answer, str):
        return str(answer)
    if isinstance(answer, datetime):
        return (answer.replace(tzinfo=None) - datetime(1899, 12, 30)) / timedelta(days=1)
    if isinstance(answer, date):
        return float((answer - _ZERO).days)
    return float(answer)


# -- requests ----------------------------------------------------------------------------------------------------

_books: dict[str, Book] = {}


def _book(key: str) -> Book:
    if key not in _books:
        _books[key] = Book("")
    return _books[key]


def _rows(key: str, address: str, number: int, rows: Sequence[Sequence[Any]]) -> None:
    _book(key).unpack(address, number, rows)


def _explaining(names: Sequence[str]) -> list[str]:
    return [name for name in names if explains(name)]


def _tables(
    key: str,
    place: tuple[str, str],
    order: Sequence[str],
    sheets: dict[str, list[dict[str, Any]]],
    zero: tuple[int, int, int],
) -> None:
    name, path = place
    book = _book(key)
    book.path = Path(path) if path else None
    book.date_zero = date(*zero) if zero[0] else _ZERO
    book.take(name, order, sheets)


def _answer(key: str, name: str, arguments: Sequence[Any]) -> Any:
    return _books[key].answer(name, arguments)


def _answer_ahead(key: str, name: str, arguments: Sequence[Any]) -> Any:
    return _books[key].ahead.answers(name, arguments)


def _answers(key: str, questions: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
    book = _books[key]
    return [book.answer(name, arguments) for name, arguments in questions]


def _refreshing(key: str) -> tuple[list[str] | None, str]:
    """The command that counts anew the source a document names, and why that cannot be one."""
    try:
        return _books[key].workbook.refreshing, ""
    except KpiError as failure:
        return None, failure.message(current_language())


def _closed(key: str) -> None:
    _books.pop(key, None)


def _hello() -> str:
    from importlib.metadata import version

    return version("kpi-report")


REQUESTS: dict[str, Callable[..., Any]] = {
    "explaining": _explaining, "tables": _tables, "answer": _answer, "answer_ahead": _answer_ahead,
    "answers": _answers, "refreshing": _refreshing, "closed": _closed, "hello": _hello,
}  # fmt: skip


GIVEN: dict[str, Callable[..., None]] = {"rows": _rows}
"""What the office waits for no answer to."""


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the requests end."""
    while True:
        try:
            verb, *arguments = receive(requests)
        except EOFError:
            return
        if verb in GIVEN:
            GIVEN[verb](*arguments)
            continue
        send(answers, REQUESTS[verb](*arguments))
        if verb == "answer_ahead":
            _guess(_books[arguments[0]].ahead, requests)


def _guess(ahead: Ahead, requests: BinaryIO) -> None:
    """Answer ahead until the office asks; where that cannot be seen without waiting for it, not at all."""
    while os.name != "nt" and not select.select([requests], [], [], 0)[0] and ahead.guess():
        pass


def main() -> None:
    """Whatever else prints goes to the log, not between the answers."""
    # Tables arrive as hundreds of thousands of tuples, and looking for cycles among them costs half of reading them.
    gc.set_threshold(1_000_000, 50, 100)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # The office reads the tables meanwhile: what takes a second to import is then there.
    threading.Thread(target=_get_ready, daemon=True).start()
    serve(sys.stdin.buffer, answers)


def _get_ready() -> None:
    """Everything that a first table needs is imported and warm once a table of two orders has gone through."""
    from addin.workbook import cube_of

    rows = [["Date", "Order", "Revenue"], ["2026-01-01", "1", 1.0], ["2026-01-31", "2", 2.0]]
    grid = Grid("", "", "", [list(column) for column in zip(*rows, strict=True)], headed=True)
    with suppress(Exception):  # whatever is wrong, the first question tells it
        cube_of([grid], "", date(2026, 2, 1)).kpi("revenue")


if __name__ == "__main__":
    main()
