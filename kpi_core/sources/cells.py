"""Cell references and ranges: "B3" is (3, 2), "B3:F900" a rectangle."""

from __future__ import annotations

import re
from typing import NamedTuple

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})?\$?(\d{1,7})?(?::\$?([A-Za-z]{1,3})?\$?(\d{1,7})?)?")


class Area(NamedTuple):
    """A rectangle of cells, 1-based, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies in it."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    def within(self, other: Area) -> Area | None:
        """What of it lies in another area, counted from 0 within that one; None where nothing does."""
        cut = Area(
            max(self.first_row, other.first_row) - other.first_row,
            max(self.first_column, other.first_column) - other.first_column,
            min(self.last_row, other.last_row) - other.first_row,
            min(self.last_column, other.last_column) - other.first_column,
        )
        return cut if cut.first_row <= cut.last_row and cut.first_column <= cut.last_column else None


def column_number(letters: str) -> int:
    """The 1-based number of a spreadsheet's column.

    Examples
    --------
    >>> column_number("A"), column_number("ab"), column_number("XFD")
    (1, 28, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_area(text: str) -> Area | None:
    """The rectangle a range names; an end left open runs to the sheet's edge. None where it is no range.

    Examples
    --------
    >>> parse_area("B3:F900")
    Area(first_row=3, first_column=2, last_row=900, last_column=6)
    >>> parse_area("$B$3:F"), parse_area("B:F").last_row, parse_area("ывап")
    (Area(first_row=3, first_column=2, last_row=1048576, last_column=6), 1048576, None)
    """
    found = _RANGE.fullmatch(text.strip())
    if not found or not (found[1] or found[2]):
        return None
    first_letters, first_digits, last_letters, last_digits = found.groups()
    if ":" not in text:
        last_letters, last_digits = first_letters, first_digits
    area = Area(
        int(first_digits or 1),
        column_number(first_letters or "A"),
        int(last_digits or LAST_ROW),
        column_number(last_letters or "XFD"),
    )
    return area if area.first_row <= area.last_row and area.first_column <= area.last_column else None
