"""A database server behind a URL: the query and everything asked of its rows run in the database."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from kpi_core.errors import SourceError
from kpi_core.sources.places import Stamp
from kpi_core.sources.relation import Relation
from kpi_core.sources.spec import SourceSpec, within

SCHEMES = ("postgresql", "postgres")
# Nothing is written, and a moment with a zone is read as UTC, as from a file.
_OPTIONS = "-c default_transaction_read_only=on -c timezone=UTC -c client_min_messages=warning"


def served(url: str, spec: SourceSpec) -> Relation:
    """The answer to `spec.query`, left in the database.

    Raises
    ------
    SourceError
        No query is given, a package is missing, the server does not answer, or it refuses the query.
    """
    import narwhals as nw

    name = shown(url)
    if not spec.query:
        raise SourceError("database_query_missing", path=name)
    backend = _connected(url, name)
    if backend.con.closed:  # the server was restarted meanwhile
        _connected.cache_clear()
        backend = _connected(url, name)
    try:
        table = backend.sql(f"select * from {within(spec.query)} as asked", schema=_schema(backend, spec.query))
        lazy = nw.from_native(table).lazy()
    except SourceError:
        raise
    except Exception as failure:
        raise SourceError("database_failed", path=name, detail=_told(failure)) from failure
    return Relation(lazy, "sql", (Stamp(name, "", datetime.now()),), backend)


def shown(url: str) -> str:
    """The URL as it may be shown: without user and password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or 'localhost'}{parts.path}"


@cache
def _connected(url: str, name: str) -> Any:
    try:
        import ibis
        import psycopg
    except ImportError:
        raise SourceError("database_needs_ibis", path=name) from None
    try:
        connection = psycopg.connect(url, options=_OPTIONS, autocommit=True)
    except Exception as failure:
        raise SourceError("database_no_answer", path=name, detail=_told(failure)) from failure
    return ibis.postgres.from_connection(connection)


def _schema(backend: Any, query: str) -> Any:
    """The columns of the answer with their types, without making a view for it, as ibis would."""
    import ibis
    from ibis.backends.sql.datatypes import PostgresType

    with backend.con.cursor() as cursor:
        cursor.execute(f"select * from {within(query)} as asked limit 0")
        columns = [(each.name, each.type_code, each._fmod) for each in cursor.description]
        cursor.execute(
            "select format_type(t.oid, t.mod) from unnest(%s::oid[], %s::int[]) with ordinality as t(oid, mod, place)"
            " order by t.place",
            ([oid for _, oid, _ in columns], [mod for _, _, mod in columns]),
        )
        types = [row[0] for row in cursor.fetchall()]
    return ibis.schema(
        {name: PostgresType.from_string(kind) for (name, _, _), kind in zip(columns, types, strict=True)}
    )


def _told(failure: Exception) -> str:
    return " ".join(str(failure).split())[:300]
