"""A large SQLite file: the answer to its query goes through DuckDB, a batch at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kpi_core.errors import SourceError
from kpi_core.sources.duck import new_name, relation, session, stamp_of
from kpi_core.sources.relation import LINE, Relation
from kpi_core.sources.spec import SourceSpec, within
from kpi_core.sources.typed import opened, plain

_BATCH = 100_000
_TYPES = {frozenset({"integer"}): "BIGINT", frozenset({"real"}): "DOUBLE", frozenset({"integer", "real"}): "DOUBLE"}


def staged(path: Path, spec: SourceSpec, shown_as: str | None = None) -> Relation:
    """The answer of the file to `spec.query`, as a table of DuckDB; the file is opened for reading only.

    Raises
    ------
    SourceError
        No query is given, or the file refuses it.
    """
    name = shown_as or path.name
    if not spec.query:
        raise SourceError("database_query_missing", path=name)
    try:
        connection = opened(path)
        try:
            table = _copied(connection, spec.query)
        finally:
            connection.close()
    except (sqlite3.Error, sqlite3.Warning) as failure:
        raise SourceError("database_failed", path=name, detail=failure) from failure
    return relation(session().table(f'temp.main."{table}"'), session(), (stamp_of(path, shown_as),))


def _copied(connection: sqlite3.Connection, query: str) -> str:
    """The name of the table that holds the rows now."""
    answer = connection.execute(f"select * from {within(query)} limit 0")
    names = [each[0] for each in answer.description]
    types = _types(connection, query, names)
    table, duck = new_name(), session()
    columns = ", ".join(f"{_named(name)} {kind}" for name, kind in zip(names, types, strict=True))
    duck.execute(f'create temp table "{table}" ({columns}, "{LINE}" BIGINT)')
    answer, done = connection.execute(query), 0
    while rows := answer.fetchmany(_BATCH):
        cells = list(zip(*rows, strict=True))
        batch = {f"c{at}": _array(column, kind) for at, (column, kind) in enumerate(zip(cells, types, strict=True))}
        batch["line"] = np.arange(done, done + len(rows), dtype=np.int64)
        duck.register("kpi_batch", batch)
        duck.execute(f'insert into "{table}" select * from kpi_batch')
        duck.unregister("kpi_batch")
        done += len(rows)
    return table


def _types(connection: sqlite3.Connection, query: str, names: Sequence[str]) -> list[str]:
    """What each column really holds: SQLite lets every cell be of another type."""
    kinds = ", ".join(f"group_concat(distinct nullif(typeof({_named(name)}), 'null'))" for name in names)
    found = connection.execute(f"select {kinds} from {within(query)}").fetchone()
    return [_TYPES.get(frozenset((cell or "").split(",")), "VARCHAR") for cell in found]


def _array(column: Sequence[Any], kind: str) -> Any:
    """A column as an array of objects, texts where it is of several types."""
    values = column if kind != "VARCHAR" else [None if cell is None else str(plain(cell)) for cell in column]
    array = np.empty(len(values), object)
    array[:] = values
    return array


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
