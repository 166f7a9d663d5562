"""Several tables one under another in one sheet or file: each becomes a grid of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from kpi_core.facts import TABLES
from kpi_core.recognise import headers
from kpi_core.recognise.headers import parse_header
from kpi_core.sources.grid import Grid, column_letter

_TOP, _LOOKED_AT = 30, 5_000
"""So many rows that follow a gap are looked at: tables are stacked by tens, not by thousands."""


def split(grid: Grid) -> list[Grid]:
    """The tables of a grid, from top to bottom; the grid itself where it holds one."""
    if grid.headed or grid.height < 4 or not grid.columns:
        return [grid]
    starts = _starts(grid)
    if len(starts) < 2:
        return [grid]
    # What stands above a header belongs to it, back to the rows of the table before.
    cuts = [0]
    for start in starts[1:]:
        line = start
        while line > cuts[-1] and (_blank(grid.row(line - 1)) or _comment(grid.row(line - 1))):
            line -= 1
        cuts.append(line)
    ends = [*cuts[1:], grid.height]
    return [_part(grid, first, last) for first, last in zip(cuts, ends, strict=True)]


def _starts(grid: Grid) -> list[int]:
    """Rows that are headers: the first that may be one, and those that follow a gap or a comment."""
    found = next((row for row in range(min(_TOP, grid.height - 1)) if _starts_at(grid, row)), None)
    if found is None:
        return []
    first = grid.columns[0]
    # Only the first column is looked at as a whole: a gap or a comment shows there.
    gaps = (row for row, cell in enumerate(first) if not cell or (type(cell) is str and cell[0] in "# \t\xa0"))
    after = (row + 1 for row in islice(gaps, _LOOKED_AT) if found <= row < grid.height - 2)
    return [found, *(row for row in after if _follows_gap(grid, row) and _starts_at(grid, row))]


def _starts_at(grid: Grid, row: int) -> bool:
    return _is_header(grid.row(row), grid.row(row + 1))


def _follows_gap(grid: Grid, row: int) -> bool:
    above = grid.row(row - 1)
    return _blank(above) or _comment(above)


def _is_header(cells: Sequence[Any], below: Sequence[Any]) -> bool:
    texts = [cell for cell in cells if not _nothing(cell)]
    if len(texts) < 2 or not all(isinstance(cell, str) and not cell.strip()[:1].isdigit() for cell in texts):
        return False
    if not any(_like_number(cell) for cell in below):
        return False
    known = [header for header in map(parse_header, texts) if any(headers.meanings(header, t) for t in TABLES)]
    return bool(known) and str(texts[0])[:1] != "#"


def _like_number(cell: Any) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and any(sign.isdigit() for sign in cell))


def _nothing(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _blank(cells: Sequence[Any]) -> bool:
    return all(map(_nothing, cells))


def _comment(cells: Sequence[Any]) -> bool:
    return isinstance(cells[0], str) and cells[0].startswith("#")


def _part(grid: Grid, first: int, last: int) -> Grid:
    def moved(marked: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
        return {(row - first, column): what for (row, column), what in marked.items() if first <= row < last}

    while first < last and _blank(grid.row(first)):
        first += 1
    while last > first + 1 and _blank(grid.row(last - 1)):
        last -= 1
    right = column_letter(grid.first_column + len(grid.columns) - 1)
    address = f"{column_letter(grid.first_column)}{grid.row_number(first)}:{right}{grid.row_number(last - 1)}"
    return replace(
        grid,
        name=address,
        columns=[column[first:last] for column in grid.columns],
        first_row=grid.first_row + first,
        errors=moved(grid.errors),
        uncached=moved(grid.uncached),
        row_numbers=grid.row_numbers and list(grid.row_numbers[first:last]),
    )
