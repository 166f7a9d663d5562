"""From the SOURCE of the command line to a cube."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_core.cli.streams import working
from kpi_core.errors import SourceError
from kpi_core.language import Language, current_language, set_language
from kpi_core.wording import say

if TYPE_CHECKING:
    from addin.kept import Elsewhere
    from kpi_core.cube import Cube
    from kpi_core.snapshot import Snapshot
    from kpi_core.sources.grid import Grid

_NO_TABLES = ("nothing_recognised", "nothing_in_file", "only_plan")
_WORKBOOKS = (".xlsx", ".xlsm", ".ods")
_ARROW = "pyarrow"


def load_snapshot(source: str) -> Snapshot:
    """Read a source with the months closed beside it; from here on messages are in its language."""
    if is_kept(source):
        from kpi_core.kept import open_kept

        kept = open_kept(Path(source)).kept
        raise SourceError("kept_no_rows", path=source, source=kept.source if kept else "")
    from kpi_core.load import load

    with working(say("cli_reading", current_language(), source=source)):
        _import_pandas(Path(source))
        snapshot = load(source)
    return _closed(snapshot, source)


def _import_pandas(source: Path) -> None:
    """Without pyarrow, where a workbook is to be read: pandas would import it, where it is installed, for columns that
    we have none of, and that takes half as long as reading the workbook. Whoever reads Parquet imports it later.
    """
    if source.suffix.casefold() not in _WORKBOOKS or not source.is_file() or {"pandas", _ARROW} & sys.modules.keys():
        return
    sys.modules[_ARROW] = None  # type: ignore[assignment]
    try:
        import_module("pandas")
    finally:
        del sys.modules[_ARROW]


def load_cube(source: str) -> Cube:
    """Read a source and aggregate it; a kept cube is only opened.

    A workbook whose settings name a source answers from that one's kept cube, as its cells do.
    """
    if is_kept(source):
        from kpi_core.kept import open_kept

        cube = open_kept(Path(source))
        return cube.under(_closed(cube.snapshot, source))
    snapshot, named = _read(source)
    if named is not None:
        from addin.kept import cube_elsewhere

        cube = cube_elsewhere(*named)
        return cube.under(_closed(cube.snapshot, source))
    from kpi_core.engine import build

    assert snapshot is not None
    with working(say("cli_computing", current_language(), source=source)):
        return build(snapshot)


def _read(source: str) -> tuple[Snapshot | None, tuple[Elsewhere, list[Grid]] | None]:
    """The snapshot, or the source that a workbook names in its place."""
    try:
        snapshot = load_snapshot(source)
    except SourceError as failure:
        named = named_elsewhere(source) if failure.code in _NO_TABLES else None
        if named is None:
            raise
        return None, named
    return snapshot, named_elsewhere(source) if snapshot.settings.source else None


def named_elsewhere(source: str) -> tuple[Elsewhere, list[Grid]] | None:
    """What the settings of a workbook name as its source, with the workbook itself; None where they name nothing."""
    from addin.kept import BESIDE, elsewhere, named_in
    from kpi_core.recognise import explains
    from kpi_core.sources import read

    path = Path(source).absolute()
    if not path.is_file() or path.suffix.casefold() not in _WORKBOOKS:
        return None
    grids = read(path, unread=explains)
    at = Path(os.environ.get(BESIDE) or path.parent) / path.name
    place = elsewhere(grids, at) if named_in(grids) else None
    return None if place is None else (place, grids)


def is_kept(source: str) -> bool:
    """Whether a source is a cube that was kept on disk."""
    return source.casefold().endswith(".kpicube")


def _closed(snapshot: Snapshot, source: str) -> Snapshot:
    """With the months that were closed beside the source; from here on messages are in its language."""
    from kpi_core.closing import closed_path, read_closed

    set_language(language_of(snapshot))
    closed = read_closed(closed_path(source))
    return replace(snapshot, closed=(*snapshot.closed, *closed)) if closed else snapshot


def language_of(snapshot: Snapshot) -> Language:
    """The language of the source: what it says, else that of its headers."""
    return snapshot.settings.language or snapshot.language


def name_of(source: str) -> str:
    """The last part of a source's path, to speak of it."""
    return Path(source).name or str(Path(source).resolve().name)
