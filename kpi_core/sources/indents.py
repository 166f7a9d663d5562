"""Indents of cells in .xlsx: how deep a row lies in a report whose hierarchy stands in one column (1С writes it so)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kpi_core.sources.grid import column_letter
from kpi_core.sources.scan import Stream, pieces

MOST_CELLS = 500_000
"""Reports with a hierarchy are read by people: a sheet of more cells is none."""
_LABELS = 3
"""The hierarchy stands in one of so many first columns."""
_INDENT = re.compile(rb'<alignment\s[^<>]*?\bindent="(\d{1,3})"')
_CELL = rb'<c r="%s(\d{1,7})"[^<>]*? s="(%s)"[^<>]*?(?<!/)>'
"""A cell that holds something, in one column and of one of the formats."""


def format_indents(styles: bytes) -> dict[int, int]:
    """The indent of each cell format that has one, by the format's number.

    Examples
    --------
    >>> format_indents(b'<cellXfs count="2"><xf fontId="0"/><xf x="1"><alignment indent="2"/></xf></cellXfs>')
    {1: 2}
    """
    begin = styles.find(b"<cellXfs")
    if begin < 0 or b"indent=" not in styles:
        return {}
    formats = styles[begin : max(styles.find(b"</cellXfs>", begin), begin)].split(b"<xf ")[1:]
    indents = (_INDENT.search(each) for each in formats)
    return {number: int(indent[1]) for number, indent in enumerate(indents) if indent and int(indent[1])}


def row_indents(open_part: Callable[[], Stream], file: str, indents: Mapping[int, int]) -> dict[int, int]:
    """How far each row's label is indented, in the first column where indents occur."""
    levels = {b"%d" % number: indent for number, indent in indents.items()}
    formats = b"|".join(levels)
    cells = [re.compile(_CELL % (column_letter(number).encode(), formats)) for number in range(1, _LABELS + 1)]
    rows: list[dict[int, int]] = [{} for _ in cells]
    for chunk in pieces(open_part, file):
        for cell, found in zip(cells, rows, strict=True):
            found.update((int(row), levels[number]) for row, number in cell.findall(chunk))
            if found:
                break
    return next(filter(None, rows), {})
