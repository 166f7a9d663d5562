"""DuckDB over files: Parquet, CSV and .duckdb files, read where they lie, a part at a time."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any

from kpi_core.errors import SourceError
from kpi_core.fetching import Arrays, Kind, Query, as_array, exact_arrays, refusal
from kpi_core.sources.places import Stamp
from kpi_core.sources.relation import LINE, PART, Relation
from kpi_core.sources.spec import SourceSpec, within
from kpi_core.sources.zones import Zones, named_utc, on_clocks, zones_of

_SNIFFED = 1 << 18


@cache
def session() -> Any:
    """One connection for all files, so that their tables can be joined; what does not fit into memory goes to disk."""
    import duckdb

    connection = duckdb.connect()
    _settle(connection)
    return connection


def _settle(connection: Any) -> None:
    folder = Path(tempfile.gettempdir(), "kpi-duckdb").as_posix()
    connection.execute(f"set temp_directory = {_quoted(folder)}")
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set TimeZone = 'UTC'")  # a moment with a zone is read as UTC


def relations(files: Sequence[Path], spec: SourceSpec, shown_as: str | None = None) -> Iterator[Relation]:
    """The files as relations: those that are alike in name and columns are parts of one.

    Raises
    ------
    SourceError
        A file that DuckDB cannot read.
    """
    groups: dict[tuple[Any, ...], list[Path]] = {}
    for file in files:
        groups.setdefault((stem(file), *_described(file, spec)), []).append(file)
    for (_, parquet, _, zones), own in groups.items():
        yield _over(own, zones if parquet else None, spec, shown_as)


def stem(file: Path) -> str:
    """orders-2026-01 and orders-2026-02 are parts of the orders."""
    return re.sub(r"[\W\d_]+", " ", file.stem).strip().casefold()


def _described(file: Path, spec: SourceSpec) -> tuple[Any, ...]:
    """Whether it is Parquet; its columns with their types, and with the time zones it names."""
    if is_parquet(file):
        found = _asked(f"describe select * from {_parquet([file])}", file.name)
        types = [(row[0], row[1]) for row in found.fetchall()]
        return True, tuple(types), named_utc(types) and zones_of(file, types, partial(_asked, name=file.name))
    return False, header_of(file, spec), ()


def is_parquet(file: Path) -> bool:
    """Whether the first bytes are those of Parquet."""
    with file.open("rb") as stream:
        return stream.read(4) == b"PAR1"


def _over(files: list[Path], zones: Zones | None, spec: SourceSpec, shown_as: str | None) -> Relation:
    """One relation; `zones` are those of Parquet files, None of CSV."""
    if zones is not None:
        # The number of the file stands above that of the row, with room for a billion rows in each.
        numbered = f'file_index as "{PART}", (file_index::bigint << 30) + file_row_number as "{LINE}"'
        native = _asked(f"select {on_clocks(zones)}, {numbered} from {_parquet(files)}", files[0].name)
    else:
        header, delimiter = header_of(files[0], spec)
        names_of = "{" + ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in header) + "}"
        native = _asked(
            f'select * exclude (kpi_file), list_position({_listed(files)}, kpi_file) - 1 as "{PART}",'
            f' row_number() over () as "{LINE}" from read_csv({_listed(files, _exactly_named)}, header = true,'
            f" delim = {_quoted(delimiter)}, auto_detect = false, quote = '\"', columns = {names_of},"
            " filename = 'kpi_file', strict_mode = true, hive_partitioning = false)",
            files[0].name,
        )
    stamps = tuple(stamp_of(file, shown_as) for file in files)
    return relation(native, session(), stamps, text=zones is None)


def _parquet(files: Sequence[Path]) -> str:
    """Parquet files as a table. Folders named year=2026 are no columns: a file says the same wherever it lies."""
    return f"read_parquet({_listed(files, _exactly_named)}, hive_partitioning = false)"


def _listed(files: Sequence[Path], named: Callable[[str], str] = str) -> str:
    return f"[{', '.join(_quoted(named(file.as_posix())) for file in files)}]"


def _exactly_named(path: str) -> str:
    """The path as a pattern of this one file, whatever signs are in its name."""
    return re.sub(r"[*?[]", r"[\g<0>]", path)


def relation(native: Any, connection: Any, stamps: tuple[Stamp, ...], *, text: bool = False) -> Relation:
    """A relation of DuckDB's own as one of ours."""
    lift, keep, many = partial(lifted, connection), partial(kept, connection), partial(together, connection)
    return Relation(_lazily(native), "duckdb", stamps, connection, lift, text, keep, many)


def header_of(file: Path, spec: SourceSpec) -> tuple[Any, ...]:
    """The header of a CSV file, and its delimiter."""
    from kpi_core.sources.text import sniff_delimiter

    with file.open("rb") as stream:
        head = stream.read(_SNIFFED)
    text = head.decode("utf-8-sig", "ignore")
    delimiter = spec.delimiter or sniff_delimiter(text)
    header = next(csv.reader(text.splitlines()[:1], delimiter=delimiter), [])
    return tuple(header), delimiter


def plain_csv(file: Path, spec: SourceSpec) -> bool:
    """Whether a CSV file is one that needs no care: UTF-8 as far as one looks, its header in the first line."""
    from kpi_core.sources.text import sniff_delimiter

    with file.open("rb") as stream:
        head = stream.read(_SNIFFED)
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        if failure.start < len(head) - 4 or failure.reason != "unexpected end of data":
            return False
        text = head[: failure.start].decode("utf-8-sig")
    if spec.encoding not in (None, "utf-8", "utf8", "utf-8-sig") or "\0" in text or text[:4].casefold() == "sep=":
        return False
    delimiter = spec.delimiter or sniff_delimiter(text)
    lines = text.splitlines()[:50]
    if lines[0].count('"') % 2:  # a header of two lines
        return False
    try:
        header, *rows = csv.reader(lines, delimiter=delimiter)
    except csv.Error:  # a cell longer than a page
        return False
    full = all(cell.strip() for cell in header) and len(set(header)) == len(header) > 1
    return full and all(len(row) == len(header) for row in rows[:-1])


def database(path: Path, spec: SourceSpec, shown_as: str | None = None) -> Relation:
    """The answer of a .duckdb file to `spec.query`. The file is opened for reading only, and the query opens no other.

    Raises
    ------
    SourceError
        The file is none, or refuses the query.
    """
    connection, query = _opened(path.resolve().as_posix(), path.name), within(spec.query or "")
    try:
        types = _types_of(connection.sql(f"select * from {query} as asked"))
        native = connection.sql(f"select {on_clocks(named_utc(types))} from {query} as asked")
    except Exception as failure:
        raise SourceError("database_failed", path=shown_as or path.name, detail=_told(failure)) from failure
    return relation(native, connection, (stamp_of(path, shown_as),))


def _types_of(native: Any) -> list[tuple[str, str]]:
    return [(name, str(kind)) for name, kind in zip(native.columns, native.types, strict=True)]


@cache
def _opened(path: str, name: str) -> Any:
    import duckdb

    try:
        connection = duckdb.connect(path, read_only=True)
        _settle(connection)
        connection.execute("set enable_external_access = false")
    except Exception as failure:
        raise SourceError("source_broken", path=name) from failure
    return connection


def stamp_of(file: Path, shown_as: str | None = None) -> Stamp:
    """The file's name and date; a large file is not read whole for a hash."""
    from datetime import datetime

    return Stamp(shown_as or file.name, "", datetime.fromtimestamp(file.stat().st_mtime))


def _lazily(native: Any) -> Any:
    import narwhals as nw

    return nw.from_native(native)


def lifted(connection: Any, table: Mapping[str, Sequence[Any]]) -> Any:
    """Columns of plain values as a table of the session."""
    name = new_name()
    columns = ", ".join(f'unnest(?) as "{column}"' for column in table)
    connection.execute(f'create temp table "{name}" as select {columns}', [list(values) for values in table.values()])
    return _lazily(connection.table(f'temp.main."{name}"'))


def kept(connection: Any, frame: Any) -> Any:
    """The rows of a frame as a table of the session; what memory does not hold goes to disk."""
    name = new_name()
    connection.execute(f'create temp table "{name}" as {frame.to_native().sql_query()}')
    return _lazily(connection.table(f'temp.main."{name}"'))


def together(connection: Any, queries: Iterable[Query]) -> list[Arrays]:
    """The answers to several queries at the same time: rows of one Parquet file are read by one core as a rule.

    Each is asked as soon as it is told, so that the next may be written meanwhile.

    Raises
    ------
    SourceError
        `engine_failed`.
    """
    from threading import Thread

    found: list[Arrays | Exception | None] = []
    here: list[tuple[int, Query, str]] = []
    threads: list[Thread] = []

    def ask(at: int, own: Any, text: str, query: Query) -> None:
        try:
            found[at] = _exactly(own, text, query.kinds)
        except Exception as failure:
            found[at] = failure

    def apart(at: int, text: str, query: Query) -> None:
        with connection.cursor() as cursor:
            cursor.execute("set TimeZone = 'UTC'")
            ask(at, cursor, text, query)

    try:
        for at, query in enumerate(queries):
            found.append(None)
            text = _text(query)
            if _OWN in text:  # a cursor does not see the tables that the session has made for itself
                here.append((at, query, text))
                continue
            threads.append(Thread(target=apart, args=(at, text, query)))
            threads[-1].start()
        import numpy.ma  # noqa: F401 - whatever the answers are made of; meanwhile the engine works

        for at, query, text in here:
            ask(at, connection, text, query)
    finally:
        for thread in threads:
            thread.join()
    for answer in found:
        if isinstance(answer, Exception):
            raise refusal("duckdb", answer) from answer
    return [answer for answer in found if answer is not None and not isinstance(answer, Exception)]


def _text(query: Query) -> str:
    if query.frame is None:
        return query.text
    native: Any = query.frame.to_native()
    return str(native.sql_query())


def _exactly(connection: Any, text: str, kinds: Mapping[str, Kind]) -> Arrays:
    """The answer as arrays, by way of Python's numbers where a float might have lost a digit."""
    told = exact_arrays(connection.execute(text).fetchnumpy(), kinds)
    if told is not None:
        return told
    answer = connection.execute(text)
    names = [column[0] for column in answer.description]
    cells = dict(zip(names, zip(*answer.fetchall(), strict=True), strict=True))
    return {name: as_array(cells[name], kind) for name, kind in kinds.items()}


_OWN = "kpi made"
_MADE = count()


def new_name() -> str:
    """A name that no table of the session has."""
    return f"{_OWN} {next(_MADE)}"


def _asked(query: str, name: str) -> Any:
    try:
        return session().sql(query)
    except Exception as failure:
        raise SourceError("source_broken", path=name) from failure


def _told(failure: Exception) -> str:
    return " ".join(str(failure).split())[:300]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
