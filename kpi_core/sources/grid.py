"""The grid: cells as they stand in one sheet, table or file, with their address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from kpi_core.sources.cells import Area

if TYPE_CHECKING:
    from kpi_core.sources.relation import Relation

Barred = Literal["", "pivot", "kpi_formulas", "forecast"]


@dataclass(frozen=True, slots=True)
class Grid:
    """A rectangle of cells.

    Attributes
    ----------
    file, sheet, name : str
        The file as the user knows it, the sheet, and the table's name; "" where there is none.
    columns : sequence of sequences
        The cells column by column, all of one length. A cell is "" or None (empty), str, float, int, bool,
        datetime, date, time or timedelta. A typed source may give arrays.
    first_row, first_column : int
        1-based position of the first cell in the sheet or file, for addresses.
    headed : bool
        The first row is the header for certain (an Excel table, Parquet, a query). Otherwise it is looked for.
    errors : mapping of (row index, column index) to str
        Cells that hold an error value, "#N/A" and the like: the reader shows such a cell as empty, which would make
        a sum silently wrong. Indices count from 0 within the grid.
    uncached : mapping of (row index, column index) to str
        Formula cells without a kept value, and the formula.
    barred : str
        Why the grid is never a source: "pivot" (a pivot table), "kpi_formulas" (it holds KPI_ functions), "forecast"
        (its name says that nothing of it has come about).
    text : bool
        Every cell is text as it stands in a CSV file, so numbers and dates are still to be parsed.
    row_numbers : sequence of int, optional
        The number of each row in the file, where a record spans several lines; else rows count up from `first_row`.
    merged : sequence of Area
        Merged cells, counted from 0 within the grid: all but the first cell of each are empty.
    levels : mapping of int to int
        How deep a row lies in an outline or by its indent, by index within the grid; a row that is not named lies at 0.
    sha256, modified
        Of the file.
    relation : Relation, optional
        Where the rows are, if they stay there; the grid holds the header alone.
    """

    file: str
    sheet: str
    name: str
    columns: Sequence[Sequence[Any]]
    first_row: int = 1
    first_column: int = 1
    headed: bool = False
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncached: Mapping[tuple[int, int], str] = field(default_factory=dict)
    barred: Barred = ""
    text: bool = False
    sha256: str = ""
    modified: datetime | None = None
    row_numbers: Sequence[int] | None = None
    relation: Relation | None = None
    merged: Sequence[Area] = ()
    levels: Mapping[int, int] = field(default_factory=dict)

    def row_number(self, index: int) -> int:
        """The number of a row in its sheet or file, as the user sees it; `index` counts from 0."""
        return self.row_numbers[index] if self.row_numbers else self.first_row + index

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.columns[0]) if self.columns else 0

    def row(self, index: int) -> list[Any]:
        """The cells of one row."""
        return [column[index] for column in self.columns]


def column_letter(number: int) -> str:
    """The spreadsheet's name of a 1-based column.

    Examples
    --------
    >>> column_letter(1), column_letter(28), column_letter(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
