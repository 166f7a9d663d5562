"""Moments of Parquet files that name a time zone: DuckDB does not read the name, and would begin the day elsewhere."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kpi_core.errors import SourceError

Zones = tuple[tuple[str, str], ...]
"""Columns, each with its zone: a name, or hours and minutes before or behind UTC."""

_ZONED, _FINE = "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS"
_NAME = re.compile(rb"[A-Z][A-Za-z]+/[A-Za-z_]+|[+-]\d\d:?\d\d")
_HOURS = re.compile(r"([+-])(\d\d):?(\d\d)")


def zones_of(file: Path, types: list[tuple[str, str]], asked: Callable[[str], Any]) -> Zones:
    """The columns whose moments have to be put on clocks: of a zone other than UTC, or finer than DuckDB hands over.

    Parameters
    ----------
    file : Path
        A Parquet file.
    types : list of (str, str)
        Its columns with DuckDB's types.
    asked : callable
        Answers a query of DuckDB.

    Raises
    ------
    SourceError
        `parquet_needs_pyarrow`: it names a zone, and nothing is installed that reads it.
    """
    zoned = [name for name, kind in types if kind in (_ZONED, _FINE)]
    if not zoned:
        return ()
    named = _named(file, zoned, asked)
    fine = {name: "UTC" for name, kind in types if kind == _FINE}
    return tuple((fine | named).items())


def _named(file: Path, zoned: list[str], asked: Callable[[str], Any]) -> dict[str, str]:
    """The zones other than UTC that the file names."""
    path = file.as_posix().replace("'", "''")
    kept = asked(f"select value from parquet_kv_metadata('{path}') where key = 'ARROW:schema'::blob").fetchall()
    if not kept or not _NAME.search(base64.b64decode(kept[0][0])):
        return {}
    try:
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError:
        raise SourceError("parquet_needs_pyarrow", path=file.name) from None
    schema = pq.read_schema(file)
    told = [(name, schema.field(name).type.tz) for name in zoned]
    return {name: zone for name, zone in told if zone is not None and zone.upper() != "UTC"}


def local(name: str, zone: str) -> str:
    """The moment on the clocks of the zone, of a column already quoted, in DuckDB's words."""
    hours = _HOURS.fullmatch(zone)
    if hours is None:
        named = zone.replace("'", "''")
        return f"timezone('{named}', {name}::timestamptz)"
    sign, hour, minute = hours.groups()
    return f"timezone('UTC', {name}::timestamptz) {sign} interval '{hour}:{minute}:00'"
