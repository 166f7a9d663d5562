"""Rows that stay where they are: Parquet, long CSV files, databases. Only their headers come into a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from kpi_core.errors import SourceError
from kpi_core.sources.grid import Grid
from kpi_core.sources.places import Stamp
from kpi_core.sources.typed import plain

MOST_ROWS_WHOLE = 100_000

Engine = Literal["pandas", "duckdb", "spark", "sql"]
ENGINES: tuple[Engine, ...] = ("pandas", "duckdb", "spark", "sql")

PART, LINE = "kpi part", "kpi line"
"""Columns that a relation adds: which of its files a row is from, and a number that rises in the order of the rows."""


@dataclass(frozen=True, eq=False)
class Relation:
    """A lazy table.

    Attributes
    ----------
    frame : narwhals LazyFrame
        The columns of the source; `PART` where it has several files, `LINE` where its rows have an order.
    engine : str
        Which engine answers.
    parts : tuple of Stamp
        The files, or the one table, in the order of `PART`.
    session : object
        Frames of one session can be joined.
    lift : callable or None
        Columns of plain values as a frame of this session; None where the engine takes none.
    text : bool
        Every cell is text, as in a CSV file.
    keeping : callable or None
        Has the engine keep the rows of a frame of this session, so that they are not counted again.
    together : callable or None
        Answers several queries of this session at the same time.
    """

    frame: Any
    engine: Engine
    parts: tuple[Stamp, ...]
    session: Any
    lift: Callable[[Mapping[str, Sequence[Any]]], Any] | None = None
    text: bool = False
    keeping: Callable[[Any], Any] | None = None
    together: Callable[[Iterable[Any]], list[Any]] | None = None

    def keep(self, frame: Any) -> Any:
        """The frame, its rows kept by the engine where it can."""
        return frame if self.keeping is None else self.keeping(frame)

    @property
    def columns(self) -> list[str]:
        """The names of the source's own columns."""
        return [name for name in self.frame.collect_schema().names() if name not in (PART, LINE)]


def whole(grid: Grid) -> Grid:
    """The grid with its rows: for a small table, a plan or a list of channels.

    Raises
    ------
    SourceError
        `in_place_not_small`: it has more rows than such a table may have.
    """
    relation = grid.relation
    assert relation is not None
    # It brings narwhals, which a reader of small files, or of a kept cube, can do without.
    from kpi_core.fetching import fetched

    rows = fetched(relation.frame.select(*relation.columns).head(MOST_ROWS_WHOLE + 1))
    if rows and len(rows[0]) > MOST_ROWS_WHOLE:
        raise SourceError("in_place_not_small", place=grid.file, most=MOST_ROWS_WHOLE)
    columns = [[name, *map(plain, column)] for name, column in zip(relation.columns, rows, strict=True)]
    return replace(grid, columns=columns, relation=None, text=relation.text)
