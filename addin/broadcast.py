"""Ranges as arguments: they broadcast as in Excel, and one call answers for all their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from addin.arguments import NA, VALUE

Rows = list[list[Any]]


def is_range(argument: Any) -> bool:
    """Whether an argument is a range or an array, as against one cell."""
    return isinstance(argument, list | tuple)


def rows_of(argument: Any) -> Rows:
    """An argument as rows of cells; a flat list is one row, a single cell a row of one."""
    if not is_range(argument):
        return [[argument]]
    if all(is_range(row) for row in argument):
        return [list(row) for row in argument]
    return [list(argument)]


def cells_of(argument: Any) -> Iterator[Any]:
    """The cells of an argument, row by row."""
    for row in rows_of(argument):
        yield from row


def single(argument: Any) -> Any:
    """A range of one cell as that cell; anything else as it stands."""
    if is_range(argument):
        rows = rows_of(argument)
        if len(rows) == 1 and len(rows[0]) == 1:
            return rows[0][0]
    return argument


def spread(ask: Callable[..., Any], *arguments: Any) -> Any:
    """Call `ask` for every cell of the arguments, or once where all of them are single cells.

    Parameters
    ----------
    ask : callable
        Takes one cell for each argument.
    *arguments
        Cells, ranges or arrays. A row against a column gives the grid; what is one row high or one column wide is
        repeated; where one range is shorter than another, the overhang is `#N/A`.

    Examples
    --------
    >>> spread(lambda a, b: a + b, [["x"], ["y"]], [["1", "2"]])
    [['x1', 'x2'], ['y1', 'y2']]
    >>> spread(lambda a, b: a + b, [["x", "y"]], [["1", "2", "3"]])
    [['x1', 'y2', '#N/A']]
    """
    arguments = tuple(map(single, arguments))
    if not any(map(is_range, arguments)):
        return ask(*arguments)
    ranges = [rows_of(argument) for argument in arguments]
    if not all(rows and rows[0] for rows in ranges):
        return VALUE
    height, width = max(map(len, ranges)), max(len(rows[0]) for rows in ranges)
    return [[_at(ask, ranges, row, column) for column in range(width)] for row in range(height)]


def _at(ask: Callable[..., Any], ranges: list[Rows], row: int, column: int) -> Any:
    cells = []
    for rows in ranges:
        own_row, own_column = (0 if len(rows) == 1 else row), (0 if len(rows[0]) == 1 else column)
        if own_row >= len(rows) or own_column >= len(rows[own_row]):
            return NA
        cells.append(rows[own_row][own_column])
    return ask(*cells)
