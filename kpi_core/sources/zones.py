"""Moments with a time zone: DuckDB reads no name of one in Parquet, and would begin the day elsewhere."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kpi_core.errors import SourceError

Zones = tuple[tuple[str, str], ...]
"""Columns, each with its zone: a name, or hours and minutes before or behind UTC."""

_ZONED = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS")
_NAME = re.compile(rb"[A-Z][A-Za-z]+/[A-Za-z_]+|[+-]\d\d:?\d\d")
_HOURS = re.compile(r"([+-])(\d\d):?(\d\d)")


def named_utc(types: Sequence[tuple[str, str]]) -> Zones:
    """The columns that hold moments of a zone, each as UTC.

    Every one is put on clocks: DuckDB hands such moments over by the help of a package that need not be there.

    Parameters
    ----------
    types : sequence of (str, str)
        Columns with DuckDB's types.
    """
    return tuple((name, "UTC") for name, kind in types if kind in _ZONED)


def zones_of(file: Path, types: Sequence[tuple[str, str]], asked: Callable[[str], Any]) -> Zones:
    """The same for a Parquet file, which may name zones.

    Parameters
    ----------
    asked : callable
        Answers a query of DuckDB.

    Raises
    ------
    SourceError
        `parquet_needs_pyarrow`: it names a zone, and nothing is installed that reads it.
    """
    found = dict(named_utc(types))
    path = file.as_posix().replace("'", "''")
    kept = asked(f"select value from parquet_kv_metadata('{path}') where key = 'ARROW:schema'::blob").fetchall()
    if not kept or not _NAME.search(base64.b64decode(kept[0][0])):
        return tuple(found.items())
    try:
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError:
        raise SourceError("parquet_needs_pyarrow", path=file.name) from None
    schema = pq.read_schema(file)
    return tuple((name, schema.field(name).type.tz or utc) for name, utc in found.items())


def on_clocks(zones: Zones) -> str:
    """All columns in DuckDB's words, those with a zone as the clocks there show it."""
    clocks = ", ".join(f"{_local(_named(name), zone)} as {_named(name)}" for name, zone in zones)
    return f"* replace ({clocks})" if clocks else "*"


def _local(name: str, zone: str) -> str:
    hours = _HOURS.fullmatch(zone)
    if hours is None:
        named = zone.replace("'", "''")
        return f"timezone('{named}', {name}::timestamptz)"
    sign, hour, minute = hours.groups()
    return f"timezone('UTC', {name}::timestamptz) {sign} interval '{hour}:{minute}:00'"


def _named(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
