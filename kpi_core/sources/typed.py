"""Typed sources: Parquet and databases. Their cells need no parsing, only their headers are recognised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from kpi_core.errors import SourceError
from kpi_core.sources.grid import Grid
from kpi_core.sources.places import Stamp, kind_of, missing, stamp
from kpi_core.sources.spec import SourceSpec

if TYPE_CHECKING:
    import sqlite3  # not imported at run time before it is needed: Python in a browser has none

MOST_CELLS = 100_000_000
"""The most values of one Parquet file: they become Python objects."""
_SQLITE = "sqlite:///"


def read_parquet(path: Path, mark: Stamp) -> list[Grid]:
    """One grid; whole numbers stay whole beside empty cells, which pandas would turn into floats."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError:
        raise SourceError("parquet_needs_pyarrow", path=mark.file) from None
    try:
        held = pq.read_metadata(path)
        if held.num_rows * held.num_columns > MOST_CELLS:
            # A column of one value repeated takes no room in the file, whatever its length.
            raise SourceError("source_memory", path=mark.file)
        table = pq.read_table(path)
        columns = []
        for name, column in zip(table.column_names, table.columns, strict=True):
            if pa.types.is_timestamp(column.type):
                # Nanoseconds have no place in a datetime, and a zone none in a report of days.
                column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
            columns.append([name, *map(plain, column.to_pylist())])
    except (pa.ArrowException, ValueError, OverflowError) as failure:
        raise SourceError("source_broken", path=mark.file) from failure
    except OSError as failure:
        if failure.errno is not None:
            raise
        raise SourceError("source_broken", path=mark.file) from failure  # a page of it cannot be unpacked
    return [_grid(columns, mark)]


def read_database(url: str, spec: SourceSpec, shown_as: str | None = None) -> list[Grid]:
    """The answer to `spec.query`.

    Raises
    ------
    SourceError
        It is no SQLite, the file is missing, or the query fails.
    """
    if not url.startswith(_SQLITE):
        raise SourceError("database_unsupported", scheme=url.partition("://")[0])
    path = Path(unquote(url.removeprefix(_SQLITE)))
    if not path.is_file():
        raise missing(path)
    if kind_of(path) != "sqlite":
        raise SourceError("source_broken", path=path.name)
    return read_sqlite(path, spec, stamp(path, shown_as))


def read_sqlite(path: Path, spec: SourceSpec, mark: Stamp) -> list[Grid]:
    """The answer of an SQLite file to `spec.query`; the file is opened for reading only."""
    import sqlite3

    if not spec.query:
        raise SourceError("database_query_missing", path=mark.file)
    try:
        connection = opened(path)
        try:
            answer = connection.execute(spec.query)
            names = [each[0] for each in answer.description or ()]
            rows = answer.fetchall()
        finally:
            connection.close()
    except (sqlite3.Error, sqlite3.Warning) as failure:
        raise SourceError("database_failed", path=mark.file, detail=failure) from failure
    if not names:
        raise SourceError("database_failed", path=mark.file, detail="SELECT?")
    values: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    columns = [[name, *map(plain, column)] for name, column in zip(names, values, strict=True)]
    return [_grid(columns, mark)]


def opened(path: Path) -> sqlite3.Connection:
    """The file, for reading only; what a view or a trigger of it calls is not trusted, and no other file is opened."""
    import sqlite3

    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.set_authorizer(_only_this_file)
    return connection


def _only_this_file(action: int, *_: object) -> int:
    import sqlite3

    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK


def plain(value: Any) -> Any:
    """A value as a grid may hold it."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return None if value != value else value  # what writes NaN into a file means an empty cell
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, Decimal):
        # A float keeps 15 digits; a longer amount goes on as text, exactly.
        return float(value) if len(value.as_tuple().digits) <= 15 else format(value, "f")
    if isinstance(value, bytes):
        return _text_of(value)
    if isinstance(value, list | tuple | dict):
        return str(value)
    return value


def _text_of(value: bytes) -> str:
    """Bytes as the text they are, else in digits: no two numbers of sixteen bytes may become one text."""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()
    return text if text.isprintable() else value.hex()


def _grid(columns: Sequence[Sequence[Any]], mark: Stamp) -> Grid:
    return Grid(mark.file, "", "", columns, headed=True, sha256=mark.sha256, modified=mark.modified)
