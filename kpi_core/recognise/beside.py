"""Tables that stand side by side on one sheet, an empty column between them: each becomes a grid of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from kpi_core.facts import TABLES
from kpi_core.recognise import headers
from kpi_core.recognise.headers import parse_header
from kpi_core.recognise.pieces import like_number, nothing, piece, title_above
from kpi_core.sources.grid import Grid

_TOP, _LOOKED_AT, _WIDEST = 12, 200, 200


def side_by_side(grid: Grid) -> list[Grid]:
    """The tables of a grid from left to right; the grid itself where it holds one.

    A table here has a header of its own with a date or a month; a table with an empty column inside has it once.
    """
    if grid.headed or not 5 <= len(grid.columns) <= _WIDEST:
        return [grid]
    for row in range(min(_TOP, grid.height - 1)):
        cells = grid.row(row)
        if sum(map(_is_date, cells)) < 2:
            continue
        blocks = [block for block in _blocks(grid, row) if _is_table(grid, row, block)]
        if len(blocks) < 2:
            return [grid]
        # What stands between two tables belongs to the one on its left.
        edges = [0, *(first for first, _ in blocks[1:]), len(grid.columns)]
        return [_table(grid, row, left, right) for left, right in pairwise(edges)]
    return [grid]


def _blocks(grid: Grid, row: int) -> Iterator[tuple[int, int]]:
    """Runs of columns without an empty one between, by the header and the rows below it."""
    first: int | None = None
    for at in range(len(grid.columns) + 1):
        empty = at == len(grid.columns) or all(map(nothing, grid.columns[at][row : row + _LOOKED_AT]))
        if empty and first is not None:
            yield first, at
            first = None
        elif not empty and first is None:
            first = at


def _is_table(grid: Grid, row: int, block: tuple[int, int]) -> bool:
    cells, below = grid.row(row)[slice(*block)], grid.row(row + 1)[slice(*block)]
    known = [cell for cell in cells if isinstance(cell, str) and _means(cell)]
    return any(map(_is_date, cells)) and len(known) >= 2 and any(map(like_number, below))


def _is_date(cell: Any) -> bool:
    return isinstance(cell, str) and any(column in ("date", "month") for column, _ in _means(cell))


def _means(cell: str) -> list[tuple[str, bool]]:
    header = parse_header(cell)
    return [(column, weak) for table in TABLES for column, _, weak in headers.meanings(header, table)]


def _table(grid: Grid, row: int, left: int, right: int) -> Grid:
    above = [grid.row(line)[left:right] for line in range(row)]
    return piece(grid, (0, grid.height), (left, right), title_above(above))
