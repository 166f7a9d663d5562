"""Results of queries as lists of plain values, by each engine's own way: no other library is imported for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw


def fetched(frame: nw.LazyFrame[Any]) -> list[list[Any]]:
    """The columns of a lazy frame.

    Raises
    ------
    SourceError
        `engine_failed`: the engine refused the query; its own sentence is in it.
    """
    native: Any = frame.to_native()
    width = len(frame.collect_schema().names())
    engine = frame.implementation
    try:
        if engine.is_duckdb():
            rows = native.fetchall()
        elif engine.is_pyspark():
            rows = [tuple(row) for row in native.collect()]
        else:
            return [column.to_pylist() for column in native.to_pyarrow().columns]
    except Exception as failure:
        raise refusal("sql" if engine.is_ibis() else engine.value, failure) from failure
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def refusal(engine: str, failure: Exception) -> Exception:
    """What an engine says in refusing a query, as one of our errors; a fault of ours stays what it is."""
    from kpi_core.errors import SourceError

    if type(failure).__module__.split(".")[0] == "kpi_core":
        return failure
    told = " ".join(str(failure).split())
    return SourceError("engine_failed", engine=engine, detail=told[:300])
