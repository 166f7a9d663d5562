"""Tables of text: one layout for the terminal and for the pipe."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kpi_core.cli.streams import Line, Span, columns_of

GAP = 2
_LEAST_TEXT = 24
_WIDEST_HEADER = 14


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, and where its cells stand."""

    header: str
    align: Literal["left", "right"] = "left"


def lay_out(columns: Sequence[Column], rows: Sequence[Sequence[Span]], room: int | None = None) -> list[Line]:
    """Aligned lines. The last column, if it holds text, is wrapped into the room that is left; None is all the room.

    Headers are wrapped as well, so that a narrow column of figures may have a long name.

    Examples
    --------
    >>> lines = lay_out([Column("KPI"), Column("Value", "right")], [[("CAC", ""), ("120", "")]])
    >>> ["".join(text for text, _ in line) for line in lines]
    ['KPI  Value', 'CAC    120']
    """
    widths = [
        max([columns_of(row[place][0]) for row in rows] + [_header_width(column)])
        for place, column in enumerate(columns)
    ]
    heads = [textwrap.wrap(column.header, max(size, 1)) or [""] for column, size in zip(columns, widths, strict=True)]
    lines: list[Line] = []
    if any(head != [""] for head in heads):
        tallest = max(map(len, heads))
        for level in range(tallest):
            cells = [_at(head, level - tallest + len(head)) for head in heads]
            lines.append(_joined([(cell, "bold") for cell in cells], columns, widths))
    for row in rows:
        lines += _wrapped(row, columns, widths, room)
    return lines


def natural_width(columns: Sequence[Column], rows: Sequence[Sequence[Span]]) -> int:
    """How wide `lay_out` would be without wrapping any cell."""
    widths = [
        max([columns_of(row[place][0]) for row in rows] + [_header_width(column)])
        for place, column in enumerate(columns)
    ]
    return sum(widths) + GAP * (len(widths) - 1)


def _header_width(column: Column) -> int:
    """The room of a header: above figures a long one is wrapped, but no word of it is cut."""
    if column.align == "left":
        return columns_of(column.header)
    longest = max((columns_of(word) for word in column.header.split()), default=0)
    return min(columns_of(column.header), max(longest, _WIDEST_HEADER))


def _at(head: list[str], place: int) -> str:
    return head[place] if 0 <= place < len(head) else ""


def _wrapped(row: Sequence[Span], columns: Sequence[Column], widths: list[int], room: int | None) -> list[Line]:
    before = sum(widths[:-1]) + GAP * (len(widths) - 1)
    text, style = row[-1]
    if room is None or columns[-1].align == "right" or before + columns_of(text) <= room:
        return [_joined(row, columns, widths)]
    first, *rest = textwrap.wrap(text, max(room - before, _LEAST_TEXT)) or [""]
    lines = [_joined([*row[:-1], (first, style)], columns, widths)]
    return [*lines, *([(" " * before, ""), (line, style)] for line in rest)]


def _joined(cells: Sequence[Span], columns: Sequence[Column], widths: list[int]) -> Line:
    line: Line = []
    for place, ((text, style), column, size) in enumerate(zip(cells, columns, widths, strict=True)):
        padding = " " * (size - columns_of(text))
        last = place == len(widths) - 1
        if column.align == "right":
            line += [(padding, ""), (text, style)]
        else:
            line += [(text, style), ("" if last else padding, "")]
        if not last:
            line.append((" " * GAP, ""))
    while line and not line[-1][0].strip(" "):
        line.pop()
    if line:
        line[-1] = (line[-1][0].rstrip(" "), line[-1][1])
    return line
