"""Merged labels filled down: a month, a channel or an order that stands once for several rows speaks for all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from kpi_core.sources.grid import Grid


def filled_down(grid: Grid, start: int, kept: Collection[int]) -> list[Sequence[Any]]:
    """The columns below the header, each merged area filled from its first cell, and only within it.

    Parameters
    ----------
    start : int
        Index of the first row below the header.
    kept : collection of int
        Columns of amounts: an amount that is merged over several rows counts once.
    """
    columns: list[Sequence[Any]] = [column[start:] for column in grid.columns]
    filled: dict[int, int] = {}
    for area in sorted(grid.merged):
        column = area.first_column
        # Areas never overlap, unless somebody wants to keep us busy.
        if area.first_row <= filled.get(column, -1):
            continue
        filled[column] = area.last_row
        if area.last_row <= max(area.first_row, start) or area.first_row < start or column in kept:
            continue
        first, last = area.first_row - start, area.last_row - start
        cells = columns[column]
        if not isinstance(cells, list):
            cells = columns[column] = list(cells)
        # A cell that was filled before the merge, and is hidden by it, stays what it is.
        for row in range(first + 1, min(last + 1, len(cells))):
            if cells[row] in ("", None):
                cells[row] = cells[first]
    return columns
