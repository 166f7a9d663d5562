"""Groups inside groups in one column, as 1С writes them: leaves are the data, groups are checksums, and never both.

How deep a row lies, its outline level says, its indent, or the spaces before its label. A group stands above its rows
(1С) or below them (subtotals of a spreadsheet). A group that is a month dates the rows in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kpi_core.recognise.cells import TEXT, Cells, Mask
from kpi_core.recognise.dates import read_date
from kpi_core.recognise.ledger import Ledger
from kpi_core.recognise.numbers import Numbers
from kpi_core.recognise.totals import shown, tolerance
from kpi_core.sources.grid import Grid

_SPACES = " \t\u00a0\u2002\u2003\u2007\u202f"
_MOST = 200_000


@dataclass(frozen=True)
class Hierarchy:
    """Which rows are groups, and of which rows.

    Attributes
    ----------
    depths : list of int
        By row below the header.
    groups : dict of int to (int, int)
        The row of a group, and the first and the last but one of the rows in it.
    """

    depths: list[int]
    groups: dict[int, tuple[int, int]]

    @property
    def mask(self) -> Mask:
        """Which rows are groups."""
        found: Mask = np.zeros(len(self.depths), bool)
        found[list(self.groups)] = True
        return found


def hierarchy_of(grid: Grid, start: int, columns: Sequence[Cells], rows: Mask, spaces: bool) -> Hierarchy | None:
    """The groups of a table; None where all rows lie equally deep.

    Parameters
    ----------
    rows : array of bool
        The rows that hold something and are no totals.
    spaces : bool
        Whether spaces before a label count, where there are neither levels nor indents.
    """
    count = len(rows)
    depths = [grid.levels.get(start + row, 0) for row in range(count)]
    if not any(depths[row] for row in map(int, np.flatnonzero(rows))):
        if not spaces or count > _MOST:
            return None
        depths = _by_spaces(columns, count)
    held = list(map(int, np.flatnonzero(rows)))
    if len({depths[row] for row in held}) < 2:
        return None
    above = depths[held[0]] == min(depths[row] for row in held)
    groups = _groups(depths, held if above else held[::-1])
    return Hierarchy(depths, {row: (min(part), max(part) + 1) for row, part in groups.items()})


def _by_spaces(columns: Sequence[Cells], count: int) -> list[int]:
    for cells in columns:
        if TEXT in cells.kinds:
            widths = [len(v) - len(v.lstrip(_SPACES)) if isinstance(v, str) else 0 for v in cells.values]
            if any(widths):
                return widths
    return [0] * count


def _groups(depths: Sequence[int], held: Sequence[int]) -> dict[int, list[int]]:
    """For each row that deeper ones follow, those rows."""
    groups: dict[int, list[int]] = {}
    open_rows: list[int] = []
    for row in held:
        while open_rows and depths[open_rows[-1]] >= depths[row]:
            open_rows.pop()
        for group in open_rows:
            groups.setdefault(group, []).append(row)
        open_rows.append(row)
    return groups


def adds_up(tree: Hierarchy, numbers: Numbers, leaves: Mask, money: bool) -> bool:
    """Whether most groups are the sum of their rows: then they are groups, and no rows of their own."""
    same = different = 0
    for row, (first, last) in tree.groups.items():
        if not numbers.missing[row]:
            agrees = _difference(numbers, leaves, row, first, last, money) is None
            same, different = same + agrees, different + (not agrees)
    return same > different


def check_groups(tree: Hierarchy, ledger: Ledger, cells: Cells, numbers: Numbers, leaves: Mask, money: bool) -> None:
    """A group that is not the sum of its rows is told, with both figures."""
    for row, (first, last) in sorted(tree.groups.items()):
        if numbers.missing[row] or row in numbers.faults:
            continue
        counted = _difference(numbers, leaves, row, first, last, money)
        if counted is not None:
            ledger.say(
                "error", "total_disagrees", row=row, column=ledger.name_of(cells), value=cells.shown(row),
                stated=shown(int(numbers.values[row]), numbers.decimals), counted=shown(counted, numbers.decimals),
            )  # fmt: skip


def _difference(numbers: Numbers, leaves: Mask, row: int, first: int, last: int, money: bool) -> int | None:
    """The sum of a group's rows, where it is not what the group says."""
    own = leaves[first:last] & ~numbers.missing[first:last]
    if not own.any():
        return None
    stated, counted = int(numbers.values[row]), int(numbers.values[first:last][own].sum())
    allowed = tolerance(int(own.sum()), numbers.decimals, stated, money)
    return counted if abs(counted - stated) > allowed else None


def dates_of_groups(tree: Hierarchy, columns: Sequence[Cells], leaves: Mask) -> list[dt.date | None] | None:
    """The date of each leaf, from its own label or that of a group around it; None where no label is a date."""
    labels = [_label(columns, row) for row in range(len(tree.depths))]
    own = [_date(label) for label in labels]
    dated = [own[row] if leaves[row] else None for row in range(len(own))]
    for row, (first, last) in sorted(tree.groups.items(), key=lambda each: tree.depths[each[0]]):
        if own[row] is not None:
            for leaf in range(first, last):
                if leaves[leaf] and _date(labels[leaf]) is None:
                    dated[leaf] = own[row]
    return dated if any(dated) else None


def _label(columns: Sequence[Cells], row: int) -> Any:
    for cells in columns:
        value = cells.values[row]
        if isinstance(value, dt.date) or (isinstance(value, str) and value.strip()):
            return value
    return ""


def _date(label: Any) -> dt.date | None:
    if isinstance(label, dt.datetime):
        return label.date()
    if isinstance(label, dt.date):
        return label
    if not isinstance(label, str) or (label.strip()[:1].isdigit() and len(label.strip()) < 6):
        return None
    reading = read_date(label)
    return reading.moment.date() if reading.moment and reading.other is None else None
