"""A source as the user names it (a workbook, a data file, a folder, a kpi.toml) to the snapshot."""

from __future__ import annotations

from pathlib import Path

from kpi_core.errors import SourceError
from kpi_core.recognise import recognise
from kpi_core.snapshot import Snapshot
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
    if not path.exists():
        raise SourceError("source_missing", path=str(source))
    if path.is_dir() and (path / "kpi.toml").is_file():
        path = path / "kpi.toml"
    if path.suffix.lower() == ".toml":
        return _from_config(path)
    from kpi_core.sources import read

    return recognise([(grid, None) for grid in read(path, SourceSpec())], name=path.name)


def _from_config(path: Path) -> Snapshot:
    from kpi_core.config import load_config
    from kpi_core.sources import read

    config = load_config(path)
    readings: list[tuple[Grid, SourceSpec | None]] = [
        (grid, spec) for spec in config.sources for grid in read(path.parent / spec.path, spec)
    ]
    return recognise(
        readings,
        name=path.name,
        settings=config.settings,
        targets=config.targets,
        channels=config.channels,
    )
