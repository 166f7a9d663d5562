"""A fact table of one grid, typed: what reading gives and assembling takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

import numpy as np

from kpi_core.recognise.cells import Different, Mask
from kpi_core.recognise.dates import Moments
from kpi_core.recognise.identifiers import Texts
from kpi_core.recognise.kinds import Understood
from kpi_core.recognise.ledger import Ledger
from kpi_core.recognise.numbers import Numbers
from kpi_core.snapshot import Source, Vat
from kpi_core.sources.grid import Grid, column_letter


@dataclass
class Table:
    """A fact table of one grid, typed. Arrays span all rows below the header; `ledger.used` says which count.

    Attributes
    ----------
    dates, numbers, ids, flags : mapping
        By column.
    channel, kind : Different or None
        Channels as they were written; kinds of costs.
    monthly : bool
        Whether each row stands for a whole month.
    vat : str or None
        Whether its money includes VAT now, where it was converted.
    """

    understood: Understood
    ledger: Ledger
    dates: dict[str, Moments] = field(default_factory=dict)
    numbers: dict[str, Numbers] = field(default_factory=dict)
    powers: dict[str, int] = field(default_factory=dict)
    ids: dict[str, Texts] = field(default_factory=dict)
    flags: dict[str, Mask] = field(default_factory=dict)
    channel: Different | None = None
    kind: Different | None = None
    monthly: bool = False
    vat: Vat | None = None
    headers: dict[str, str] = field(default_factory=dict)
    in_place: ClassVar[bool] = False

    @property
    def name(self) -> str:
        """The kind of table."""
        return self.understood.kind

    @property
    def place(self) -> str:
        """Where it stands."""
        return self.ledger.place

    def spellings(self) -> Iterator[tuple[Any, int]]:
        """Every spelling of a channel, and how many rows that count have it."""
        if self.channel is None:
            return
        codes = self.channel.codes[self.ledger.used]
        counts = np.bincount(codes[codes >= 0], minlength=len(self.channel.values))
        for value, count in zip(self.channel.values, counts, strict=True):
            if count:
                yield value, int(count)

    def source(self) -> Source:
        """The table as it is told to the user."""
        grid = self.understood.grid
        days = self.dates["date"][self.ledger.used]
        return Source(
            file=grid.file, sheet=grid.sheet, name=grid.name, kind=self.name, address=address_of(grid),
            sha256=grid.sha256, modified=grid.modified,
            headers=self.headers,
            monthly=self.monthly, vat=self.vat or told_vat(self.understood),
            first=_day(days, "min"), last=_day(days, "max"), **self.ledger.counts(),
        )  # fmt: skip


def told_vat(understood: Understood) -> Vat | None:
    """Whether the money of a table includes VAT: by kpi.toml, by its headers, by its system."""
    headed = next((m.header.vat for m in understood.matches.values() if m.header.vat), None)
    return understood.spec.vat or headed or (understood.profile.vat if understood.profile else None)


def address_of(grid: Grid) -> str:
    """The rectangle in the sheet, "B3:F900"; "" for an empty one."""
    if not grid.columns or not grid.height:
        return ""
    last = column_letter(grid.first_column + len(grid.columns) - 1)
    return f"{column_letter(grid.first_column)}{grid.first_row}:{last}{grid.first_row + grid.height - 1}"


def _day(days: Moments, which: str) -> date | None:
    if not len(days):
        return None
    found: date = (days.min() if which == "min" else days.max()).astype("datetime64[D]").item()
    return found
