"""From the SOURCE of the command line to a cube."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_core.cli.streams import working
from kpi_core.errors import SourceError
from kpi_core.language import Language, current_language, set_language
from kpi_core.wording import say

if TYPE_CHECKING:
    from kpi_core.cube import Cube
    from kpi_core.snapshot import Snapshot


def load_snapshot(source: str) -> Snapshot:
    """Read a source with the months closed beside it; from here on messages are in its language."""
    if is_kept(source):
        from kpi_core.kept import open_kept

        kept = open_kept(Path(source)).kept
        raise SourceError("kept_no_rows", path=source, source=kept.source if kept else "")
    from kpi_core.load import load

    with working(say("cli_reading", current_language(), source=source)):
        snapshot = load(source)
    return _closed(snapshot, source)


def load_cube(source: str) -> Cube:
    """Read a source and aggregate it; a kept cube is only opened."""
    if is_kept(source):
        from kpi_core.kept import open_kept

        cube = open_kept(Path(source))
        return cube.under(_closed(cube.snapshot, source))
    from kpi_core.engine import build

    snapshot = load_snapshot(source)
    with working(say("cli_computing", current_language(), source=source)):
        return build(snapshot)


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
