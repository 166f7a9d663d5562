"""Rows that hold totals: never data, and a checksum of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from kpi_core.folding import fold
from kpi_core.recognise.cells import TEXT, Cells, Mask, show
from kpi_core.recognise.ledger import Ledger
from kpi_core.recognise.numbers import Numbers
from kpi_core.recognise.words import SUBTOTAL, TOTAL_STEM, is_total

_ENDS = 50
_WHOLE = 100_000
_STEMS = TOTAL_STEM.pattern.split("|")


def totals_rows(columns: list[Cells], labels: frozenset[int], count: int) -> Mask:
    """Rows whose first text cell, channel or date says «Итого».

    Parameters
    ----------
    columns : list of Cells
        All columns of the grid, left to right.
    labels : frozenset of int
        Indices of the date and channel columns: there a total counts wherever it stands in the row.
    """
    found = np.zeros(count, bool)
    for cells in columns:
        if cells.typed is not None or TEXT not in cells.kinds:
            continue
        everywhere = count <= _WHOLE or cells.index in labels
        rows = range(count) if everywhere else (*range(_ENDS), *range(count - _ENDS, count))
        for row in _labelled(cells, rows):
            if cells.index in labels or _is_first_text(columns, cells, row):
                found[row] = True
    return found


def _labelled(cells: Cells, rows: range | tuple[int, ...]) -> list[int]:
    if isinstance(rows, range):
        if not _may_say_total(cells):  # one look at the whole column of order numbers, not one at each
            return []
        groups = _groups(cells)
        return [
            int(row)
            for row in np.flatnonzero(cells.different.where(lambda value: _says_total(value) or value in groups))
        ]
    return [row for row in rows if _says_total(cells.values[row])]


def _groups(cells: Cells) -> frozenset[str]:
    """Labels such as «Директ Итог» and «01.03.2026 всего», where «Директ» or that day stands in the column as well."""
    told = [value for value in cells.different.values if isinstance(value, str) and TOTAL_STEM.search(value)]
    found = {value: match["group"] for value in told if (match := SUBTOTAL.fullmatch(value))}
    if not found:
        return frozenset()
    others = {fold(show(value)) for value in cells.different.values}
    return frozenset(value for value, group in found.items() if fold(group) in others)


def _may_say_total(cells: Cells) -> bool:
    """Whether a stem of such words occurs; in folded text it is found three times faster than by an expression."""
    if cells.column is not None:
        return cells.may_match(TOTAL_STEM)
    if not cells.joined:  # texts among numbers
        return any(_says_total(text.strip()) for text in {value for value in cells.values if isinstance(value, str)})
    folded = cells.joined.casefold()
    return any(stem in folded for stem in _STEMS)


def _says_total(value: Any) -> bool:
    """Dates and numbers as text are many and begin with a digit, which no such label does."""
    return isinstance(value, str) and not value[:1].isdigit() and is_total(value)


def _is_first_text(columns: list[Cells], cells: Cells, row: int) -> bool:
    before = (other.values[row] for other in columns if other.index < cells.index)
    return not any(type(value) is str and value.strip() for value in before)


def check_totals(
    ledger: Ledger, cells: Cells, numbers: Numbers, totals: Mask, counted: Mask, money: bool, any_of: bool = False
) -> None:
    """Compare each totals row with the sum of the rows: all of them, those above it, or those since the total before.

    A disagreement beyond rounding is an error that names both figures. With `any_of` the rows are of several wholes
    (a campaign type, the account), and it is enough that one of them agrees.
    """
    marks = [int(row) for row in np.flatnonzero(totals) if not numbers.missing[row] and int(row) not in numbers.faults]
    rows = counted & ~numbers.missing
    agreed, disagreed = 0, []
    for place, row in enumerate(marks):
        stated = int(numbers.values[row])
        opening = marks[place - 1] + 1 if place else 0
        sums = [int(numbers.values[part & rows].sum()) for part in _parts(len(rows), opening, row)]
        allowed = tolerance(int(rows.sum()), numbers.decimals, stated, money)
        if all(abs(total - stated) > allowed for total in sums):
            disagreed.append((row, stated, sums[0]))
        else:
            agreed += 1
    for row, stated, total in disagreed if not (any_of and agreed) else ():
        ledger.say(
            "error", "total_disagrees", row=row, column=ledger.name_of(cells), value=cells.shown(row),
            stated=shown(stated, numbers.decimals), counted=shown(total, numbers.decimals),
        )  # fmt: skip


def _parts(count: int, opening: int, row: int) -> list[Mask]:
    index = np.arange(count)
    return [np.ones(count, bool), index < row, (index >= opening) & (index < row)]


def tolerance(rows: int, decimals: int, stated: int, money: bool) -> float:
    """Rows rounded for show may miss the total by half a unit each, yet never by more than a thousandth of it."""
    if not money:
        return 0 if decimals == 0 else 10.0 ** max(decimals - 2, 0)
    unit = 10.0 ** max(decimals - 2, 0)
    return max(unit, min(0.5 * unit * rows, abs(stated) / 1000))


def shown(value: int, decimals: int) -> str:
    """A scaled number as a person writes it, with two decimals at most."""
    return f"{value / 10**decimals:.{min(decimals, 2)}f}"
