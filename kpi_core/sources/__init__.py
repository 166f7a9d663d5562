"""Readers: one for each kind of place; each gives grids, which know where they came from and nothing of KPIs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kpi_core.errors import SourceError
from kpi_core.sources.choice import left_in_place
from kpi_core.sources.folder import Listing, data_inside, listing
from kpi_core.sources.grid import Grid
from kpi_core.sources.places import Kind, Stamp, kind_of, missing, stamp
from kpi_core.sources.spec import SourceSpec

__all__ = ["Grid", "Listing", "SourceSpec", "listing", "read"]


def read(
    path: Path | str,
    spec: SourceSpec | None = None,
    *,
    shown_as: str | None = None,
    unread: Callable[[str], bool] | None = None,
) -> list[Grid]:
    """All grids of a file, a folder or a database query.

    What a file is, its first bytes say, not its extension. What a folder holds beside data, `listing` says.

    Parameters
    ----------
    path : Path or str
        A workbook, a text file, Parquet, a folder of these, or `sqlite:///file.db` (a str, since a Path folds slashes).
    spec : SourceSpec, optional
        What kpi.toml says of this source: encoding, delimiter, sheet, range, query.
    shown_as : str, optional
        The file's name for addresses; its own name where left out.
    unread : callable, optional
        Says of a sheet's name that it is not worth reading: such a sheet, unless it holds an Excel table, gives a grid
        without cells. A workbook's own instructions and checks may be larger than its data.

    Raises
    ------
    SourceError
        The place cannot be read; the sentence names it, the fault and the remedy.
    """
    spec = spec or SourceSpec()
    if (grids := left_in_place(path, spec, shown_as)) is not None:
        return grids
    if isinstance(path, str) and "://" in path:
        from kpi_core.sources.typed import read_database

        return read_database(path, spec, shown_as)
    path = Path(path)
    try:
        if path.is_dir():
            return _read_folder(path, spec, unread)
        kind = kind_of(path)
        return _read_file(path, kind, spec, stamp(path, shown_as), unread)
    except FileNotFoundError:
        raise missing(path) from None
    except MemoryError:
        raise SourceError("source_memory", path=path.name) from None
    except OSError as failure:
        raise SourceError("source_unreadable", path=path, detail=failure.strerror or failure) from failure


def _read_folder(path: Path, spec: SourceSpec, unread: Callable[[str], bool] | None) -> list[Grid]:
    held = listing(path)
    if not held.files:
        inside = next(filter(None, map(data_inside, held.inside)), None)
        if inside is not None:
            raise SourceError("folder_of_folders", path=path, inside=inside.relative_to(path).as_posix())
        raise SourceError("folder_empty", path=path)
    return [grid for file in held.files for grid in read(file, spec, unread=unread)]


def _read_file(
    path: Path, kind: Kind, spec: SourceSpec, mark: Stamp, unread: Callable[[str], bool] | None
) -> list[Grid]:
    """Import a reader only when it is asked for: a CSV needs no calamine, a workbook no pyarrow."""
    if kind == "text":
        from kpi_core.sources.text import read_text

        return read_text(path, spec, mark)
    if kind == "html":
        from kpi_core.sources.webpage import read_webpage

        return read_webpage(path, spec, mark)
    if kind == "spreadsheetml":
        from kpi_core.sources.spreadsheetml import read_spreadsheetml

        return read_spreadsheetml(path, spec, mark)
    if kind == "parquet":
        from kpi_core.sources.typed import read_parquet

        return read_parquet(path, mark)
    if kind == "sqlite":
        from kpi_core.sources.typed import read_sqlite

        return read_sqlite(path, spec, mark)
    from kpi_core.sources.workbook import read_workbook

    return read_workbook(path, kind, spec, mark, unread)
