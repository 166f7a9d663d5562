"""Results of queries as plain values, by each engine's own way: no other library is imported for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    import narwhals as nw

Kind = Literal["whole", "float", "day", "word"]
Arrays = dict[str, Any]

_EXACT = 2**53  # as far as a float knows every whole number


@dataclass(frozen=True)
class Query:
    """A lazy frame, and how each column of its answer is wanted: see `arrays`.

    `text` is a query in the engine's own words in place of a frame; `Relation.together` answers those.
    """

    frame: nw.LazyFrame[Any] | None
    kinds: Mapping[str, Kind]
    text: str = ""


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


def gathered(queries: Iterable[Query], relations: Sequence[Any]) -> list[Arrays]:
    """The answers to a query of each relation; at the same time, where they are of one engine that can."""
    sessions = {id(relation.session) for relation in relations}
    together = relations[0].together if len(sessions) == 1 else None
    if together is None:
        return [arrays(query) for query in queries]
    found: list[Arrays] = together(queries)
    return found


def arrays(query: Query) -> Arrays:
    """The columns of an answer as arrays.

    How each is wanted is told by the query: "whole" numbers as int64, empty ones as 0 (as Python's own integers where
    64 bits do not hold them), "float" with NaN for empty ones, "day" with NaT, "word" as objects with None.

    Raises
    ------
    SourceError
        `engine_failed`.
    """
    frame, kinds = query.frame, query.kinds
    assert frame is not None
    if frame.implementation.is_duckdb():
        try:
            told = exact_arrays(frame.to_native().fetchnumpy(), kinds)
        except Exception as failure:
            raise refusal("duckdb", failure) from failure
        if told is not None:
            return told
    return {name: as_array(column, kinds[name]) for name, column in zip(kinds, _ordered(frame, kinds), strict=True)}


def _ordered(frame: nw.LazyFrame[Any], kinds: Mapping[str, Kind]) -> list[list[Any]]:
    cells = dict(zip(frame.collect_schema().names(), fetched(frame), strict=True))
    return [cells[name] for name in kinds]


def as_array(column: Sequence[Any], kind: Kind) -> Any:
    """A list of plain values as an array."""
    if kind == "day":
        return np.array(column, "datetime64[D]")
    if kind == "float":
        return np.array([np.nan if cell is None else float(cell) for cell in column], np.float64)
    if kind == "whole":
        numbers = [0 if cell is None else int(cell) for cell in column]
        return np.array(numbers, np.int64 if all(-(1 << 63) <= number < 1 << 63 for number in numbers) else object)
    array = np.empty(len(column), object)
    array[:] = column
    return array


def exact_arrays(columns: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Arrays | None:
    """What DuckDB gives as arrays; None where whole numbers came as floats that may have lost a digit."""
    found: Arrays = {}
    for name, kind in kinds.items():
        column = columns[name]
        gaps = np.ma.getmaskarray(column) if np.ma.isMaskedArray(column) else None
        array = np.asarray(column) if gaps is None else column.data.copy()
        if kind == "float":  # before the gaps: a whole number has no NaN
            array = array.astype(np.float64, copy=False)
        if gaps is not None:
            array[gaps] = {"whole": 0, "float": np.nan, "day": np.datetime64("NaT"), "word": None}[kind]
        if kind == "whole" and array.dtype.kind == "f" and (np.abs(array) >= _EXACT).any():
            return None
        types: dict[Kind, Any] = {"whole": np.int64, "float": np.float64, "day": "datetime64[D]", "word": object}
        found[name] = array.astype(types[kind], copy=False)
    return found


def refusal(engine: str, failure: Exception) -> Exception:
    """What an engine says in refusing a query, as one of our errors; a fault of ours stays what it is."""
    from kpi_core.errors import SourceError

    if type(failure).__module__.split(".")[0] == "kpi_core":
        return failure
    text = str(failure)
    told = _of_a_file(text) if engine == "duckdb" else None
    return told or SourceError("engine_failed", engine=engine, detail=" ".join(text.split())[:300])


def _of_a_file(text: str) -> Exception | None:
    """What DuckDB finds wrong with a file it reads: a line that is none, or a file that is damaged."""
    from kpi_core.errors import SourceError

    line, file = re.search(r"CSV Error on Line: (\d+)", text), re.search(r"^\s*file = (.+)$", text, re.MULTILINE)
    if line and file:
        place = {"path": PurePath(file[1].strip()).name, "row": line[1]}
        if cells := re.search(r"Expected Number of Columns: (\d+)", text):
            return SourceError("in_place_cells", expected=cells[1], **place)
        return SourceError("text_quote", **place) if "unterminated quote" in text else None
    damaged = re.search(r'Failed to read file "(.+?)":', text)
    return SourceError("source_broken", path=PurePath(damaged[1]).name) if damaged else None
