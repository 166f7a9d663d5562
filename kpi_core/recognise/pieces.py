"""A rectangle of a grid as a grid of its own, with all that is known of its cells moved along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kpi_core.sources.cells import Area
from kpi_core.sources.grid import Grid, column_letter

_TITLE = 60


def nothing(cell: Any) -> bool:
    """Whether a cell is empty or only looks so."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def blank(cells: Sequence[Any]) -> bool:
    """Whether all cells are empty."""
    return all(map(nothing, cells))


def like_number(cell: Any) -> bool:
    """Whether a cell holds a number or a date, or a text with a digit."""
    return (not isinstance(cell, str) and not nothing(cell)) or (isinstance(cell, str) and any(map(str.isdigit, cell)))


def piece(grid: Grid, rows: tuple[int, int], columns: tuple[int, int] | None = None, title: str = "") -> Grid:
    """The rows and columns from the first up to, not including, the second; blank lines at both ends go.

    It is named by its title, else by its address.
    """
    (top, bottom), (left, right) = rows, columns or (0, len(grid.columns))
    part = [column[top:bottom] for column in grid.columns[left:right]]
    skipped = 0
    while top < bottom and blank([column[skipped] for column in part]):
        top, skipped = top + 1, skipped + 1
    last = bottom - top + skipped
    while bottom > top + 1 and blank([column[last - 1] for column in part]):
        bottom, last = bottom - 1, last - 1

    def moved(marked: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
        return {
            (row - top, column - left): what
            for (row, column), what in marked.items()
            if top <= row < bottom and left <= column < right
        }

    whole = Area(top, left, bottom - 1, right - 1)
    letters = column_letter(grid.first_column + left), column_letter(grid.first_column + right - 1)
    address = f"{letters[0]}{grid.row_number(top)}:{letters[1]}{grid.row_number(bottom - 1)}"
    return replace(
        grid,
        name=title or address,
        columns=[column[skipped:last] for column in part],
        first_row=grid.first_row + top,
        first_column=grid.first_column + left,
        errors=moved(grid.errors),
        uncached=moved(grid.uncached),
        merged=[cut for area in grid.merged if (cut := area.within(whole)) and cut[:2] != cut[2:]],
        levels={row - top: level for row, level in grid.levels.items() if top <= row < bottom},
        row_numbers=grid.row_numbers and list(grid.row_numbers[top:bottom]),
    )


def is_title(cells: Sequence[Any]) -> bool:
    """Whether a line is one short text and nothing else."""
    filled = [cell for cell in cells if not nothing(cell)]
    if len(filled) != 1 or not isinstance(filled[0], str):
        return False
    return not filled[0].startswith("#") and len(filled[0].strip()) <= _TITLE


def title_above(rows: Sequence[Sequence[Any]]) -> str:
    """The title of a table: the last line above it, where that is one short text alone; else ""."""
    for cells in reversed(rows):
        filled = [cell for cell in cells if not nothing(cell)]
        if filled:
            return " ".join(str(filled[0]).split()) if is_title(cells) else ""
    return ""
