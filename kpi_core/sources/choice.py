"""Which sources are left where they are, and with which engine: large files with DuckDB, servers by themselves.

Small ones are read whole: every check that looks at rows one by one then applies, and nothing more has to be installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

from kpi_core.errors import SourceError
from kpi_core.sources.folder import listing
from kpi_core.sources.grid import Grid
from kpi_core.sources.places import missing
from kpi_core.sources.relation import MOST_ROWS_WHOLE, Relation
from kpi_core.sources.spec import SourceSpec

# Above so many bytes DuckDB is quicker than reading whole, as `benchmarks/warehouse.py` shows.
PARQUET_BYTES, TEXT_BYTES, SQLITE_BYTES = 2 << 20, 100 << 20, 100 << 20
_TEXT = (".csv", ".tsv")
_SCHEMES = ("postgresql", "postgres", "duckdb", "sqlite")


def left_in_place(path: Path | str, spec: SourceSpec, shown_as: str | None = None) -> list[Grid] | None:
    """The grids of a source whose rows stay where they are; None where it is to be read whole.

    Raises
    ------
    SourceError
        The engine that is asked for cannot read the source.
    """
    if isinstance(path, str) and "://" in path:
        return _of_url(path, spec, shown_as)
    path = Path(path)
    if not path.exists():
        return None
    if path.is_file() and _is_duckdb(path):
        return _of_database(path, spec, shown_as)
    if spec.engine == "pandas":
        return None
    if path.is_dir():
        return _of_folder(path, spec)
    if _is_sqlite(path):
        return _of_sqlite(path, spec, shown_as)
    files = _chosen([path], spec)
    if files:
        return _grids(files, spec, shown_as)
    if spec.engine is not None and path.suffix.casefold() in _TEXT:
        raise SourceError("engine_csv", engine=spec.engine, path=path.name)
    return None  # a workbook is read whole whatever is asked for


def _of_url(url: str, spec: SourceSpec, shown_as: str | None) -> list[Grid] | None:
    scheme, _, rest = url.partition("://")
    if scheme not in _SCHEMES:
        raise SourceError("database_unsupported", scheme=scheme)
    if scheme in ("duckdb", "sqlite"):
        return _of_database_file(Path(unquote(rest.removeprefix("/"))), scheme, spec, shown_as)
    from kpi_core.sources.server import served

    if spec.engine not in (None, "pandas", "sql"):
        raise SourceError("engine_cannot", engine=spec.engine, place=scheme)
    return [_whole_if_small(served(url, spec), spec)]


def _of_database_file(path: Path, scheme: str, spec: SourceSpec, shown_as: str | None) -> list[Grid] | None:
    if not path.is_file():
        raise missing(path)
    if scheme == "duckdb":
        if not _is_duckdb(path):
            raise SourceError("source_broken", path=path.name)
        return _of_database(path, spec, shown_as)
    return _of_sqlite(path, spec, shown_as) if spec.engine != "pandas" and _is_sqlite(path) else None


def _of_database(path: Path, spec: SourceSpec, shown_as: str | None) -> list[Grid]:
    if spec.engine not in (None, "pandas", "duckdb"):
        raise SourceError("engine_cannot", engine=spec.engine, place=path.name)
    _demand_duckdb()
    if not spec.query:
        raise SourceError("database_query_missing", path=path.name)
    from kpi_core.sources.duck import database

    return [_whole_if_small(database(path, spec, shown_as), spec)]


def _of_sqlite(path: Path, spec: SourceSpec, shown_as: str | None) -> list[Grid] | None:
    """A large SQLite file: its rows go through DuckDB, which spills to disk what memory does not hold."""
    large = path.stat().st_size > SQLITE_BYTES and find_spec("duckdb") is not None
    if spec.engine is None and not large:
        return None
    if spec.engine not in (None, "duckdb"):
        raise SourceError("engine_cannot", engine=spec.engine, place=path.name)
    _demand_duckdb()
    from kpi_core.sources.sqlite import staged

    return [_grid(staged(path, spec, shown_as))]


def _of_folder(folder: Path, spec: SourceSpec) -> list[Grid] | None:
    """Its Parquet and CSV files where they are, the others read whole."""
    files = listing(folder).files
    chosen = _chosen(files, spec)
    if not chosen:
        return None
    from kpi_core.sources import read

    rest = [file for file in files if file not in chosen]
    return _grids(chosen, spec, None) + [grid for file in rest for grid in read(file, spec)]


def _chosen(files: Sequence[Path], spec: SourceSpec) -> list[Path]:
    """The files that are left where they are."""
    from kpi_core.sources.duck import is_parquet, plain_csv

    parquet = [file for file in files if is_parquet(file)]
    text = [file for file in files if file.suffix.casefold() in _TEXT and file not in parquet]
    if spec.engine is None:
        parquet = parquet if _size(parquet) > PARQUET_BYTES else []
        text = text if _size(text) > TEXT_BYTES else []
        if find_spec("duckdb") is None:
            return []
    return parquet + [file for file in text if plain_csv(file, spec)]


def _size(files: Sequence[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def _grids(files: Sequence[Path], spec: SourceSpec, shown_as: str | None) -> list[Grid]:
    if spec.engine == "spark":
        from kpi_core.sources import spark as engine
    elif spec.engine in (None, "duckdb"):
        _demand_duckdb()
        from kpi_core.sources import duck as engine  # type: ignore[no-redef]
    else:
        raise SourceError("engine_cannot", engine=spec.engine, place=files[0].name)
    return [_grid(relation) for relation in engine.relations(files, spec, shown_as)]


def _demand_duckdb() -> None:
    if find_spec("duckdb") is None:
        raise SourceError("engine_missing", engine="duckdb")


def _whole_if_small(relation: Relation, spec: SourceSpec) -> Grid:
    """The answer to a query: fetched where it is small, or where pandas is asked for."""
    from kpi_core.fetching import fetched
    from kpi_core.sources.relation import whole

    grid = _grid(relation)
    if spec.engine not in (None, "pandas"):
        return grid
    counted = fetched(relation.frame.head(MOST_ROWS_WHOLE + 1).select(relation.columns[0]))
    if len(counted[0]) > MOST_ROWS_WHOLE:
        if spec.engine == "pandas":
            raise SourceError("in_place_not_small", place=grid.file, most=MOST_ROWS_WHOLE)
        return grid
    return whole(grid)


def _grid(relation: Relation) -> Grid:
    """The header of a relation."""
    mark = relation.parts[0]
    columns = [[name] for name in relation.columns]
    return Grid(mark.file, "", "", columns, headed=True, modified=mark.modified, relation=relation)


def _is_duckdb(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(12)[8:] == b"DUCK"


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(16) == b"SQLite format 3\0"
