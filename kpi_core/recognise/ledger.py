"""The fate of every row of one table: used, left out for a reason, refused, or blank and so no row at all.

One code a row, so `rows_read == rows_used + sum(excluded) + rows_refused` holds by construction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_core.errors import Finding, Level
from kpi_core.recognise.cells import Cells, Mask
from kpi_core.sources.grid import Grid, column_letter

USED, BLANK, REFUSED = 0, 1, 2
_FIRST_REASON = 3
LIMIT = 20
"""So many findings of one kind in one column are told one by one; the rest are told in one sentence, and counted."""

Fault = tuple[str, dict[str, Any]]
"""What is wrong with a cell: the code of the sentence and what fills it."""


_COLLECTING: ContextVar[list[Ledger] | None] = ContextVar("collecting", default=None)


@contextmanager
def collected() -> Iterator[list[Ledger]]:
    """The ledgers of all tables that are read inside, for whoever needs the refused rows themselves."""
    ledgers: list[Ledger] = []
    token = _COLLECTING.set(ledgers)
    try:
        yield ledgers
    finally:
        _COLLECTING.reset(token)


@dataclass
class Ledger:
    """Rows of one table and what became of them.

    Attributes
    ----------
    grid : Grid
        Where the rows stand.
    start : int
        Index within the grid of the first row below the header.
    fate : array of int8
        One code a row.
    causes : dict
        For each refused row the first reason, whether it was told or only counted.
    """

    grid: Grid
    start: int
    fate: npt.NDArray[np.int8]
    reasons: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    causes: dict[int, Finding] = field(default_factory=dict)
    _order: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, grid: Grid, start: int) -> Ledger:
        """A ledger in which every row below the header is used so far."""
        ledger = cls(grid, start, np.zeros(max(grid.height - start, 0), np.int8))
        collecting = _COLLECTING.get()
        if collecting is not None:
            collecting.append(ledger)
        return ledger

    @property
    def used(self) -> Mask:
        """Rows that are still in."""
        mask: Mask = self.fate == USED
        return mask

    def row_number(self, row: int) -> int:
        """The row as the user sees it."""
        return self.grid.row_number(self.start + row)

    def row_numbers(self) -> npt.NDArray[np.int32]:
        """The number of every row, as the user sees it."""
        if self.grid.row_numbers:
            return np.asarray(self.grid.row_numbers[self.start :], np.int32)
        return np.arange(len(self.fate), dtype=np.int32) + np.int32(self.grid.first_row + self.start)

    def blank(self, rows: Mask) -> None:
        """These rows hold nothing: they are no rows."""
        self.fate[rows] = BLANK

    def exclude(self, rows: Mask, reason: str) -> int:
        """Leave rows out for a reason that is counted; returns how many."""
        if reason not in self.reasons:
            self.reasons.append(reason)
        chosen = rows & self.used
        self.fate[chosen] = _FIRST_REASON + self.reasons.index(reason)
        return int(chosen.sum())

    def refuse(self, cells: Cells, faults: Mapping[int, Fault]) -> None:
        """Refuse rows for a wrong cell, each with its finding as far as LIMIT."""
        told: Counter[str] = Counter()
        for row in sorted(faults):
            if self.fate[row] not in (USED, REFUSED):
                continue
            self.fate[row] = REFUSED
            code, params = faults[row]
            name, value = self.name_of(cells), cells.shown(row)
            filled = {"column": name, "value": value, "place": self.place, **params}
            self.causes.setdefault(row, Finding("error", code, filled, column=name, value=value))
            told[code] += 1
            if told[code] <= LIMIT:
                self.say("error", code, row=row, column=self.name_of(cells), value=cells.shown(row), **params)
        for count in told.values():
            if count > LIMIT:
                self.say("error", "rows_refused_more", column=self.name_of(cells), count=count - LIMIT)

    def refuse_rows(self, rows: Mask, cells: Cells | None, code: str, **params: Any) -> int:
        """Refuse rows that share one fault, told in one finding at the first of them; returns how many."""
        chosen = rows & self.used
        count = int(chosen.sum())
        if count:
            first = int(chosen.argmax())
            self.fate[chosen] = REFUSED
            column = self.name_of(cells) if cells else ""
            value = cells.shown(first) if cells else ""
            self.say("error", code, row=first, column=column, value=value, count=count, **params)
            for row in map(int, np.flatnonzero(chosen)):
                self.causes.setdefault(row, self.findings[-1])
        return count

    def say(
        self, level: Level, code: str, *, row: int | None = None, column: str = "", value: str = "", **params: Any
    ) -> None:
        """Add a finding with the address of this table; `row` counts from 0 below the header."""
        filled = {"column": column, "value": value, "place": self.place, **params}
        number = None if row is None else self.row_number(row)
        self._order.append(-1 if row is None else row)
        self.findings.append(Finding(level, code, filled, self.grid.file, self.grid.sheet, number, column, value))

    @property
    def place(self) -> str:
        """File, sheet and table, as a person would name them."""
        return place_of(self.grid)

    def name_of(self, cells: Cells) -> str:
        """The header of a column, or its letter where it has none."""
        return cells.header.text or column_letter(self.grid.first_column + cells.index)

    def told(self) -> list[Finding]:
        """The findings in the order of the rows; those of the whole table come last."""
        order = sorted(range(len(self.findings)), key=lambda at: (self._order[at] < 0, self._order[at], at))
        return [self.findings[at] for at in order]

    def counts(self) -> dict[str, Any]:
        """`rows_read`, `rows_used`, `excluded` and `rows_refused` of the Source."""
        tally = np.bincount(self.fate, minlength=_FIRST_REASON + len(self.reasons))
        excluded = {reason: int(tally[_FIRST_REASON + at]) for at, reason in enumerate(self.reasons)}
        return {
            "rows_read": len(self.fate) - int(tally[BLANK]),
            "rows_used": int(tally[USED]),
            "excluded": {reason: count for reason, count in excluded.items() if count},
            "rows_refused": int(tally[REFUSED]),
        }


def place_of(grid: Grid) -> str:
    """File, sheet and table, as a person would name them."""
    inside = grid.sheet or grid.name
    if grid.sheet and grid.name and grid.name != grid.sheet:
        inside = f"{grid.sheet} ({grid.name})"
    return f"{grid.file} · {inside}" if inside else grid.file
