"""A source as the user names it (a workbook, a data file, a folder, a kpi.toml) to the snapshot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kpi_core.brand import settle
from kpi_core.errors import SourceError
from kpi_core.recognise import explains, recognise
from kpi_core.snapshot import Snapshot
from kpi_core.sources import listing, read
from kpi_core.sources.grid import Grid
from kpi_core.sources.spec import SourceSpec


def load(source: str | Path) -> Snapshot:
    """Read, recognise and check whatever `source` names.

    Parameters
    ----------
    source : str or Path
        A workbook, a data file, a folder of files, or a kpi.toml (a folder that holds a kpi.toml is that kpi.toml).

    Raises
    ------
    SourceError
        Where it is not there, cannot be read, or holds nothing that is recognised.
    """
    path = Path(source)
    if path.is_dir():
        return _settled(_from_folder(path), path)
    if path.suffix.casefold() == ".toml":
        return _settled(_from_config(path), path.parent)
    return _settled(recognise([(grid, None) for grid in read(path, unread=explains)], name=path.name), path.parent)


def _settled(snapshot: Snapshot, folder: Path) -> Snapshot:
    """With the firm's logo found and its colour readable, or a remark on what is wrong with them."""
    settings, remarks = settle(snapshot.settings, folder)
    return replace(snapshot, settings=settings, findings=(*snapshot.findings, *remarks))


def _from_folder(folder: Path) -> Snapshot:
    """The kpi.toml of the folder, else its data files; what was passed over is told."""
    held = listing(folder)
    if held.config:
        return _from_config(held.config)
    snapshot = recognise([(grid, None) for grid in read(folder, unread=explains)], name=folder.resolve().name)
    return replace(snapshot, findings=(*snapshot.findings, *held.findings()))


def _from_config(path: Path) -> Snapshot:
    # pydantic takes time to import, and only kpi.toml needs it.
    from kpi_core.config import load_config

    config = load_config(path)
    if not config.sources:
        raise SourceError("config_without_sources", name=path.name)
    readings: list[tuple[Grid, SourceSpec | None]] = [
        (grid, spec)
        for spec in config.sources
        for grid in read(spec.path if "://" in spec.path else Path(spec.path), spec)
    ]
    snapshot = recognise(
        readings,
        name=config.settings.company or path.resolve().parent.name,
        settings=config.settings,
        targets=config.targets,
        overrides=config.overrides,
        guards=config.guards,
        channels=config.channels,
        given=config.given,
    )
    return replace(snapshot, findings=(*config.findings, *snapshot.findings))
