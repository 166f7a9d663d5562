"""What is known of a grid before its cells are read: its kind, its header row, which column is which, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kpi_core.errors import Finding, SourceError, nearest
from kpi_core.folding import fold
from kpi_core.recognise import headers
from kpi_core.recognise.headers import Header, Match
from kpi_core.recognise.ledger import place_of
from kpi_core.recognise.profile import Profile
from kpi_core.recognise.ranges import Range
from kpi_core.sources.grid import Grid
from kpi_core.sources.spec import SourceSpec

LOOKED_AT = 25
"""So many rows are searched for the header; above it stands what an export tells about itself."""


@dataclass(frozen=True)
class Profiled:
    """The profile a grid was recognised by, and why. `also` holds columns that speak where the first is empty."""

    profile: Profile
    why: tuple[str, ...]
    also: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Joined:
    """Of a table of orders: the numbers whose amounts stand in another. Of that other: rows whose order is nowhere."""

    place: str
    taken: frozenset[str | None] = frozenset()
    lost: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Understood:
    """A grid that is a source: its kind, its header row and which column is which.

    `period` is what the lines above it, its sheet or its file state; it dates rows that have no date. `remark` is the
    code of what is to be said about the reading itself.
    """

    grid: Grid
    spec: SourceSpec
    kind: str
    header_row: int
    headers: tuple[Header, ...]
    matches: Mapping[str, Match]
    reserve: bool = False
    profiled: Profiled | None = None
    period: Range | None = None
    remark: str = ""
    joined: Joined | None = None

    @property
    def profile(self) -> Profile | None:
        """The profile, where a known system wrote the table."""
        return self.profiled.profile if self.profiled else None


@dataclass(frozen=True)
class NotUnderstood:
    """A grid that is none, and what is to be said about it. `question`: its author can make it one."""

    grid: Grid
    finding: Finding
    question: bool = False
    missing_header: SourceError | None = None


def headers_of(grid: Grid, row: int) -> tuple[Header, ...]:
    """The headers of a row; where two columns are headed alike and the first is empty, only the second counts."""
    cells = [headers.parse_header(cell) for cell in grid.row(row)]
    seen: dict[str, int] = {}
    for index, header in enumerate(cells):
        if not header.full:
            cells[index] = Header("")
            continue
        before = seen.setdefault(header.full, index)
        if before != index and not _any_value(grid, before, row) and _any_value(grid, index, row):
            cells[before] = Header("")
            seen[header.full] = index
    return tuple(cells)


def _any_value(grid: Grid, column: int, row: int) -> bool:
    return any(value not in ("", None) for value in grid.columns[column][row + 1 :])


def fixed_columns(grid: Grid, spec: SourceSpec, above: Sequence[Header]) -> dict[str, int]:
    """The columns the user named, each found by its exact header, then by the folded one."""
    fixed = {}
    for column, wanted in spec.columns.items():
        fixed[column] = find_header(above, wanted, place_of(grid), column)
    for wanted in (*spec.keep, *spec.won):
        find_header(above, wanted, place_of(grid), "")
    return fixed


def find_header(above: Sequence[Header], wanted: str, place: str, column: str) -> int:
    """The column headed `wanted`.

    Raises
    ------
    SourceError
        `spec_column_missing`, with the near header where one is near.
    """
    for same in (lambda text: text.strip() == wanted.strip(), lambda text: bool(text) and fold(text) == fold(wanted)):
        for index, header in enumerate(above):
            if same(header.text):
                return index
    known = [header.text for header in above if header.text]
    near = nearest(wanted, known)
    code = "spec_column_missing_near" if near else "spec_column_missing"
    raise SourceError(code, header=wanted, place=place, near=near or "", known=known[:30])
