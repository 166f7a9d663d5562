"""From the SOURCE of the command line to a cube."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_core.cli.streams import working
from kpi_core.language import Language, current_language, set_language
from kpi_core.wording import say

if TYPE_CHECKING:
    from kpi_core.cube import Cube
    from kpi_core.snapshot import Snapshot


def load_snapshot(source: str) -> Snapshot:
    """Read a source with the months closed beside it; from here on messages are in its language."""
    from kpi_core.closing import closed_path, read_closed
    from kpi_core.load import load

    with working(say("cli_reading", current_language(), source=source)):
        snapshot = load(source)
    set_language(language_of(snapshot))
    closed = read_closed(closed_path(source))
    return replace(snapshot, closed=(*snapshot.closed, *closed)) if closed else snapshot


def load_cube(source: str) -> Cube:
    """Read a source and aggregate it."""
    from kpi_core.engine import build

    snapshot = load_snapshot(source)
    with working(say("cli_computing", current_language(), source=source)):
        return build(snapshot)


def language_of(snapshot: Snapshot) -> Language:
    """The language of the source: what it says, else that of its headers."""
    return snapshot.settings.language or snapshot.language


def name_of(source: str) -> str:
    """The last part of a source's path, to speak of it."""
    return Path(source).name or str(Path(source).resolve().name)
