"""The worker: the functions in the project's own environment, asked by the office over a pipe.

`python -m addin.libreoffice.worker` reads requests from its input and answers each on its output, until the input
ends. `office.link` says what a message looks like.
"""

from __future__ import annotations

import gc
import logging
import math
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any, BinaryIO

from addin.arguments import MISSING, VALUE, CellError
from addin.functions import FUNCTIONS, Function, OpenWorkbook
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
_MOST_AHEAD = 1000


class Book:
    """The tables of one open document, sheet by sheet, as the office told them last."""

    def __init__(self, name: str) -> None:
        self.date_zero = _ZERO
        self.path: Path | None = None
        self._order: Sequence[str] = ()
        self._sheets: dict[str, list[Grid]] = {}
        self._too_large = ""
        self._day = date.today()
        self._asked: tuple[dict[str, None], dict[Any, None], dict[Any, None]] = ({}, {}, {})
        self.workbook = OpenWorkbook(name, self._grids, path=lambda: self.path)

    def take(self, name: str, order: Sequence[str], sheets: dict[str, list[dict[str, Any]]]) -> None:
        """Sheets that changed, and the order of all."""
        self.workbook.name = name
        self._order = order
        for sheet, told in sheets.items():
            grids = [grid_of(each, name, sheet, self.date_zero) for each in told if not each.get("too_large")]
            self._too_large = sheet if len(grids) < len(told) else "" if self._too_large == sheet else self._too_large
            if not _same_nothing(self._sheets.get(sheet), grids):
                self._sheets[sheet] = grids
        self.workbook.refresh()

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

    def answer_ahead(self, name: str, arguments: Sequence[Any]) -> list[tuple[tuple[str, Sequence[Any]], Any]]:
        """The answer, and those to what will be asked next where a sheet is filled with months, channels and KPIs.

        Each of thousands of cells would otherwise wait for an exchange with the office of its own.
        """
        answers = [((name, arguments), self.answer(name, arguments))]
        if not _is_lookup(name, arguments):
            return answers
        period, channel, *rest = arguments
        coordinates = (name, period, channel)
        fresh = [each not in seen for each, seen in zip(coordinates, self._asked, strict=True)]
        for each, seen in zip(coordinates, self._asked, strict=True):
            seen[each] = None
        # Along the coordinate that is new, whatever the others have been asked with.
        axes = [[each] if new else list(seen) for each, new, seen in zip(coordinates, fresh, self._asked, strict=True)]
        if any(fresh) and math.prod(map(len, axes)) <= _MOST_AHEAD:
            for kpi, when, where in product(*axes):
                if (kpi, when, where) != coordinates:
                    question = (kpi, (when, where, *rest))
                    answers.append((question, self.answer(*question)))
        return answers

    def _given(self, function: Function, arguments: Sequence[Any]) -> list[Any]:
        given = [MISSING if each is None else each for each in arguments]
        while given and given[-1] is MISSING:
            given.pop()
        shift = (self.date_zero - _ZERO).days
        if not shift:
            return given
        named = zip(function.arguments, given, strict=False)
        return [_shifted(each, shift) if argument.key in _DATED else each for argument, each in named]


def _is_lookup(name: str, arguments: Sequence[Any]) -> bool:
    """A KPI of one period and channel, from the document's own tables."""
    function = FUNCTIONS.get(name)
    if function is None or function.first_table is None:
        return False
    return not any(isinstance(each, tuple) for each in arguments[:2]) and not any(arguments[2:])


def _shifted(argument: Any, days: int) -> Any:
    if isinstance(argument, tuple):
        return tuple(_shifted(each, days) for each in argument)
    return argument + days if isinstance(argument, float) and argument > _LARGEST_YEAR else argument


def grid_of(told: dict[str, Any], file: str, sheet: str, date_zero: date = _ZERO) -> Grid:
    """A grid as the office told it.

    Examples
    --------
    >>> grid = grid_of({"name": "", "row": 1, "column": 1, "headed": True, "rows": (("Дата", "Сумма"), (46296.0, None)),
    ...                 "errors": [(1, 1, "#N/A")], "kinds": [(0, 1, 1, "date")]}, "книга.ods", "Продажи")
    >>> grid.columns, grid.errors
    ([['Дата', datetime.datetime(2026, 10, 1, 0, 0)], ['Сумма', '']], {(1, 1): '#N/A'})
    """
    rows = told.get("rows", ())
    filled = len(rows)
    while filled and all(cell == "" for cell in rows[filled - 1]):
        filled -= 1  # an undone row leaves its table as large as it was
    columns = [list(column) for column in zip(*rows[:filled], strict=True)]
    errors = {(row, column): error for row, column, error in told.get("errors", ())}
    for row, column in errors:
        columns[column][row] = ""
    for column, first, last, kind in told.get("kinds", ()):
        cells = columns[column]
        convert = bool if kind == "truth" else _Days(date_zero)
        cells[first : last + 1] = [convert(each) if type(each) is float else each for each in cells[first : last + 1]]
    return Grid(
        file=file, sheet=sheet, name=told["name"], columns=columns, first_row=told["row"],
        first_column=told["column"], headed=told.get("headed", False), errors=errors, barred=told.get("barred", ""),
    )  # fmt: skip


class _Days(dict[float, Any]):
    """Serial numbers as dates, each turned into one once; what is no date of the calendar stays a number."""

    def __init__(self, zero: date) -> None:
        super().__init__()
        self._zero = datetime(zero.year, zero.month, zero.day)

    def __call__(self, serial: float) -> Any:
        return self[serial]

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
    book = _books.setdefault(key, Book(name))
    book.path = Path(path) if path else None
    book.date_zero = date(*zero) if zero[0] else _ZERO
    book.take(name, order, sheets)


def _answer(key: str, name: str, arguments: Sequence[Any]) -> Any:
    return _books[key].answer(name, arguments)


def _answer_ahead(key: str, name: str, arguments: Sequence[Any]) -> Any:
    return _books[key].answer_ahead(name, arguments)


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


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the requests end."""
    while True:
        try:
            verb, *arguments = receive(requests)
        except EOFError:
            return
        send(answers, REQUESTS[verb](*arguments))


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
