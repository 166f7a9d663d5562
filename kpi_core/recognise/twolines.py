"""Headers in two lines: «Реклама» over «Показы | Клики | Расход», «Выручка» over «План | Факт». They become one line.

What the upper line says holds for the columns that its cell is merged over; where nobody can say what is merged (a
CSV), up to the next label, as far as the lower line says something. The lower label stands alone where it is a measure
or a column of its own; «План», «Факт» and what repeats take the upper one along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kpi_core.facts import TABLES
from kpi_core.recognise import headers
from kpi_core.recognise.headers import parse_header
from kpi_core.recognise.paired import told
from kpi_core.recognise.pieces import like_number, nothing
from kpi_core.sources.grid import Grid

_TOP, _LOOKED_AT = 12, 40


def one_line(grid: Grid) -> Grid:
    """The grid with its two-line header joined into the lower line; the grid itself where it has none."""
    if grid.headed:
        return grid
    for row in range(min(_TOP, grid.height - 2)):
        joined = _joined(grid, row)
        if joined:
            columns = [list(column) for column in grid.columns]
            for column, text in zip(columns, joined, strict=True):
                column[row], column[row + 1] = "", text
            return replace(grid, columns=columns)
    return grid


def _joined(grid: Grid, row: int) -> list[str]:
    """The labels of both lines as one; nothing where the two are no header in two lines."""
    upper, lower = grid.row(row), grid.row(row + 1)
    if not _are_texts(upper) or not _are_texts(lower) or any(map(like_number, filter(_is_text, lower))):
        return []
    stands_alone = any(not nothing(a) and nothing(b) for a, b in zip(upper, lower, strict=True))
    if not stands_alone or not any(not nothing(b) for b in lower) or not _data_below(grid, row + 2):
        return []
    tops = _spread(grid, row, upper, lower)
    plain = [str(b).strip() if not nothing(b) else str(a or "").strip() for a, b in zip(upper, lower, strict=True)]
    repeated = {text for text, count in Counter(plain).items() if text and count > 1}
    result = [
        f"{top} {text}" if top and not nothing(low) and (text in repeated or not _known(text)) else text
        for top, low, text in zip(tops, lower, plain, strict=True)
    ]
    known = sum(map(_known, result))
    # A row of data that repeats a word («нет», «нет») is no second line: it would make headers unknown.
    return result if known > max(_count(upper), _count(lower)) or (repeated and known >= max(_count(upper), 2)) else []


def _is_text(cell: Any) -> bool:
    return isinstance(cell, str)


def _are_texts(cells: Sequence[Any]) -> bool:
    return all(nothing(cell) or isinstance(cell, str) for cell in cells)


def _data_below(grid: Grid, row: int) -> bool:
    return any(map(like_number, grid.row(row)))


def _spread(grid: Grid, row: int, upper: Sequence[Any], lower: Sequence[Any]) -> list[str]:
    """For each column what the upper line says over it."""
    result = [str(cell or "").strip() for cell in upper]
    areas = {area.first_column: area.last_column for area in grid.merged if area.first_row == row}
    for column in range(len(upper)):
        if result[column] and not nothing(upper[column]):
            last = areas.get(column, column)
            if not grid.merged:
                while last + 1 < len(upper) and nothing(upper[last + 1]) and not nothing(lower[last + 1]):
                    last += 1
            for beside in range(column + 1, min(last + 1, len(upper))):
                result[beside] = result[column]
    return result


def _known(text: str) -> bool:
    if not text:
        return False
    if told(text):
        return True
    header = parse_header(text)
    return headers.is_derived(header) or any(headers.meanings(header, table) for table in TABLES)


def _count(cells: Sequence[Any]) -> int:
    return sum(_known(cell) for cell in cells if isinstance(cell, str))
