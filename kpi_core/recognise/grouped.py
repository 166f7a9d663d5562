"""Channels across the top: «Директ | VK» over «Расход | Клики», or one column a channel. They become rows.

Where each channel has a column of its own and nothing else is said, the name of the sheet, of the table or of the file
tells what is measured, and a column «Итого» has to agree with the others: else they may be anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kpi_core.errors import Finding
from kpi_core.facts import TABLES
from kpi_core.recognise import headers
from kpi_core.recognise.headers import parse_header
from kpi_core.recognise.ledger import place_of
from kpi_core.recognise.numbers import read_number
from kpi_core.recognise.paired import is_number
from kpi_core.recognise.pieces import blank, nothing, title_above
from kpi_core.recognise.shipped_channels import synonym_of
from kpi_core.recognise.words import is_total
from kpi_core.sources.grid import Grid

_TOP, _MOST_ROWS, _WIDEST = 12, 20_000, 60
_MEASURES = {"spend": "Расход", "traffic": "Визиты", "orders": "Выручка", "leads": "Лиды"}


def channels_across(grid: Grid) -> tuple[list[Grid], list[Finding]]:
    """The grid with a row a channel where its channels stand across; else the grid itself."""
    if grid.headed or not 3 <= len(grid.columns) <= _WIDEST or grid.height > _MOST_ROWS:
        return [grid], []
    for row in range(min(_TOP, grid.height - 2)):
        if made := _groups(grid, row) or _columns(grid, row):
            count = len({text for text in made.columns[-1][1:] if text})
            return [made], [Finding("info", "channels_across", {"place": place_of(grid), "count": count}, grid.file)]
    return [grid], []


def _groups(grid: Grid, row: int) -> Grid | None:
    """Two lines: channels above, the same measures below each."""
    upper, lower = grid.row(row), grid.row(row + 1)
    if not all(nothing(cell) or isinstance(cell, str) for cell in (*upper, *lower)):
        return None
    groups: dict[str, dict[str, int]] = {}
    left: dict[int, str] = {}
    top = ""
    for column, (above, below) in enumerate(zip(upper, lower, strict=True)):
        top = str(above).strip() if not nothing(above) else top if not nothing(below) else ""
        label = str(below or "").strip()
        if top and label and _measure(label):
            groups.setdefault(top, {})[label] = column
        elif not groups and (top or label):
            left[column] = label or top
    groups = {top: measures for top, measures in groups.items() if not is_total(top)}
    labels = {tuple(sorted(measures)) for measures in groups.values()}
    known = any(_means(text, "date") for text in left.values())
    if len(groups) < 2 or len(labels) != 1 or not known or any(_anything(text) for text in groups):
        return None
    return _made(grid, row + 2, left, list(next(iter(groups.values()))), groups)


def _columns(grid: Grid, row: int) -> Grid | None:
    """One line: a date, then a column a channel, all of one measure."""
    from kpi_core.recognise.kinds import name_hints

    cells = grid.row(row)
    texts = {column: str(cell).strip() for column, cell in enumerate(cells) if not nothing(cell)}
    if len(texts) < 3 or not all(isinstance(cells[column], str) for column in texts):
        return None
    dates = [column for column, text in texts.items() if _means(text, "date")]
    totals = [column for column, text in texts.items() if is_total(text)]
    channels = [column for column in texts if column not in (*dates, *totals)]
    if len(dates) != 1 or len(channels) < 2 or any(_anything(texts[column]) for column in channels):
        return None
    title = title_above([grid.row(line) for line in range(row)])
    names = (grid.name, grid.sheet, title, grid.file.rpartition(".")[0] or grid.file)
    hints = next((found for name in names if (found := name_hints(name))), ())
    measure = next((_MEASURES[hint] for hint in hints if hint in _MEASURES), "")
    body = [line for line in range(row + 1, grid.height) if not blank(grid.row(line))]
    sums = [_adds_up(grid.row(line), channels, totals) for line in body]
    named = sum(synonym_of(texts[column]) is not None for column in channels)
    sure = (bool(totals) and all(sums)) or 2 * named > len(channels)
    if not measure or not sure or not all(_amounts(grid, body, column) for column in channels):
        return None
    groups = {texts[column]: {measure: column} for column in channels}
    return _made(grid, row + 1, {dates[0]: texts[dates[0]]}, [measure], groups)


def _amounts(grid: Grid, body: Sequence[int], column: int) -> bool:
    cells = [grid.columns[column][line] for line in body]
    numbers = [cell for cell in cells if is_number(cell)]
    return bool(numbers) and all(is_number(cell) or nothing(cell) or cell in ("-", "—", "–") for cell in cells)


def _adds_up(cells: Sequence[Any], channels: Sequence[int], totals: Sequence[int]) -> bool:
    whole = [_value(cells[column]) for column in totals]
    return all(abs(sum(_value(cells[column]) for column in channels) - total) <= 0.01 for total in whole)


def _value(cell: Any) -> float:
    if isinstance(cell, str):
        read = read_number(cell)
        return float(read.value) if read and read.value is not None else 0.0
    return float(cell) if is_number(cell) else 0.0


def _measure(text: str) -> bool:
    header = parse_header(text)
    if headers.is_derived(header):
        return True
    return any(column not in ("date", "channel") for column, *_ in headers.meanings(header, "summary"))


def _means(text: str, column: str) -> bool:
    header = parse_header(text)
    return any(found == column for table in ("summary", "spend") for found, *_ in headers.meanings(header, table))


def _anything(text: str) -> bool:
    """Whether a label is a column of its own, and so no channel."""
    header = parse_header(text)
    return headers.is_derived(header) or any(headers.meanings(header, table) for table in TABLES)


def _made(grid: Grid, first: int, left: dict[int, str], labels: list[str], groups: dict[str, dict[str, int]]) -> Grid:
    """A row for each row and channel, numbered as in the file."""
    rows: list[list[Any]] = [[*left.values(), *labels, "Канал"]]
    numbers = [grid.row_number(first - 1)]
    errors: dict[tuple[int, int], str] = {}
    uncached: dict[tuple[int, int], str] = {}
    # Channel by channel, so that a row of totals stands behind the rows that it adds up.
    for channel, measures in groups.items():
        for line in range(first, grid.height):
            cells = grid.row(line)
            if blank(cells):
                continue
            for kept, marked in ((errors, grid.errors), (uncached, grid.uncached)):
                for place, column in enumerate([*left, *(measures[label] for label in labels)]):
                    if (line, column) in marked:
                        kept[len(rows), place] = marked[line, column]
            own = [cells[column] for column in left], [cells[measures[label]] for label in labels]
            rows.append([*own[0], *own[1], channel])
            numbers.append(grid.row_number(line))
    columns = [list(column) for column in zip(*rows, strict=True)]
    return replace(
        grid, columns=columns, row_numbers=numbers, headed=True, merged=(), levels={}, errors=errors, uncached=uncached
    )
