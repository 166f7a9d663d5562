"""Several tables one under another in one sheet or file: each becomes a grid of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np

from kpi_core.facts import TABLES
from kpi_core.recognise import headers
from kpi_core.recognise.headers import parse_header
from kpi_core.recognise.pieces import blank, is_title, like_number, nothing, piece, title_above
from kpi_core.sources.columnar import TextColumn
from kpi_core.sources.grid import Grid

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
        line = start - 1 if _titled(grid, start) else start
        while line > cuts[-1] and (blank(grid.row(line - 1)) or _comment(grid.row(line - 1))):
            line -= 1
        cuts.append(line)
    ends = [*cuts[1:], grid.height]
    titles = [
        title_above([grid.row(line) for line in range(first, start)]) for first, start in zip(cuts, starts, strict=True)
    ]
    return [piece(grid, (first, last), title=title) for first, last, title in zip(cuts, ends, titles, strict=True)]


def _starts(grid: Grid) -> list[int]:
    """Rows that are headers: the first that may be one, and those that follow a gap or a comment."""
    found = next((row for row in range(min(_TOP, grid.height - 1)) if _starts_at(grid, row)), None)
    if found is None:
        return []
    first = grid.columns[0]
    # Only the first column is looked at as a whole: a gap or a comment shows there.
    if isinstance(first, TextColumn):
        gaps: Iterable[int] = map(int, np.flatnonzero(first.matches("^(?:$|[# \t\xa0])")))
    else:
        gaps = (row for row, cell in enumerate(first) if not cell or (type(cell) is str and cell[0] in "# \t\xa0"))
    after = (row + 1 for row in islice(gaps, _LOOKED_AT) if found <= row < grid.height - 2)
    starts = [found]
    for row in after:
        if row > starts[-1] and _follows_gap(grid, row):
            if _starts_at(grid, row):
                starts.append(row)
            elif row + 2 < grid.height and _titled(grid, row + 1) and _starts_at(grid, row + 1):
                starts.append(row + 1)
    return starts


def _starts_at(grid: Grid, row: int) -> bool:
    return _is_header(grid.row(row), grid.row(row + 1))


def _follows_gap(grid: Grid, row: int) -> bool:
    above = grid.row(row - 1)
    return blank(above) or _comment(above)


def _titled(grid: Grid, row: int) -> bool:
    """Whether a title of its own stands over the row, behind a gap."""
    return row >= 2 and is_title(grid.row(row - 1)) and blank(grid.row(row - 2))


def _is_header(cells: Sequence[Any], below: Sequence[Any]) -> bool:
    texts = [cell for cell in cells if not nothing(cell)]
    if len(texts) < 2 or not all(isinstance(cell, str) and not cell.strip()[:1].isdigit() for cell in texts):
        return False
    if not any(like_number(cell) for cell in below):
        return False
    known = [header for header in map(parse_header, texts) if any(headers.meanings(header, t) for t in TABLES)]
    return bool(known) and str(texts[0])[:1] != "#"


def _comment(cells: Sequence[Any]) -> bool:
    return isinstance(cells[0], str) and cells[0].startswith("#")
