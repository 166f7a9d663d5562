"""What the makers of twins share."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

NBSP, NARROW = "\u00a0", "\u202f"


@dataclass
class Told:
    """What a file holds, counted apart.

    Attributes
    ----------
    table, profile : str
        The kind of table and the profile that should match.
    rows, excluded, refused : numbers
        Rows read, those left out by reason, those refused.
    sums : dict of (column, month or "", channel or "") to Decimal
        "" means all of them.
    """

    path: Path
    table: str
    profile: str
    rows: int = 0
    excluded: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    sums: dict[tuple[str, str, str], Decimal] = field(default_factory=dict)
    vat: str | None = None
    monthly: bool = False

    def add(self, column: str, month: str, channel: str, amount: Any) -> None:
        for key in {(column, month, channel), (column, "", ""), (column, month, ""), (column, "", channel)}:
            self.sums[key] = self.sums.get(key, Decimal(0)) + Decimal(str(amount))

    def leave_out(self, reason: str) -> None:
        self.excluded[reason] = self.excluded.get(reason, 0) + 1


def as_csv(
    rows: Sequence[Sequence[Any]], delimiter: str = ",", *, quote: int = csv.QUOTE_MINIMAL, end: str = "\r\n"
) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, quoting=quote, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue()


def spaced(value: Decimal, space: str = NBSP) -> str:
    """1234567.8 as «1 234 567,80»."""
    return f"{value:,.2f}".replace(",", space).replace(".", ",")


def money(rng: random.Random, low: int, high: int) -> Decimal:
    return Decimal(rng.randrange(low * 100, high * 100)) / 100


def workbook(path: Path, rows: Sequence[Sequence[Any]], sheet: str) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_urls": False, "strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            if value not in ("", None):
                page.write(line, place, float(value) if isinstance(value, Decimal) else value)
    book.close()
