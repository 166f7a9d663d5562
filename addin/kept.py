"""A workbook whose facts lie elsewhere: its settings name a source, and the functions answer from that source's cube.

The cube was counted beforehand and kept on disk (`kpi refresh`), so no data frame is needed here: whatever the source
holds, a cell waits for a file to be read once. Plans, decisions and the like may still stand in the workbook.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_core.errors import Finding, SourceError
from kpi_core.facts import FACT_TABLES, TABLES
from kpi_core.folding import fold
from kpi_core.snapshot import Settings, Snapshot
from kpi_core.sources.grid import Grid, column_letter
from kpi_core.sources.settings import SOURCE_KEYS, Address, settings_from_table

if TYPE_CHECKING:
    from kpi_core.cube import Cube

_SETTINGS = {fold(name) for name in TABLES["settings"].label}
_CONFIG = "kpi.toml"
BESIDE = "KPI_BESIDE"
"""A host gives commands a copy of the workbook on the screen; this names the folder the workbook itself lies in."""
# What changes how facts are read and added up belongs to the source; the rest is the workbook's to say.
_READING = {"source", "currency", "rates", "vat", "vat_rate", "report_vat", "as_of", "templates"}


@dataclass(frozen=True)
class Elsewhere:
    """The source that a workbook names.

    Attributes
    ----------
    source : str
        The path in full, or the address of a database.
    kept : Path
        Where its cube is kept.
    """

    source: str
    kept: Path

    @property
    def refreshing(self) -> list[str]:
        """The command that counts it anew, for a host's button."""
        return [sys.executable, "-m", "kpi_core", "refresh", self.source, "--output", str(self.kept)]


def elsewhere(grids: Sequence[Grid], path: Path | None) -> Elsewhere | None:
    """The source that the workbook's settings name, else the kpi.toml beside a workbook without any table.

    Parameters
    ----------
    grids : sequence of Grid
        The workbook.
    path : Path or None
        Where it is saved; None where it is not, or not on a disk.

    Raises
    ------
    SourceError
        `kept_unsaved`, `kept_url`.
    """
    told = named_in(grids)
    if told:
        return _named(told, path)
    if path is None or any(grid.height for grid in grids if not _is_settings(grid)):
        return None
    beside = path.parent / _CONFIG
    return _named(str(beside), path) if beside.is_file() else None


def named_in(grids: Sequence[Grid]) -> str:
    """The source that the workbook's settings name, as it is written there; "" where they name none."""
    return next((str(value).strip() for key, value, _ in _pairs(grids) if fold(str(key)) in SOURCE_KEYS), "")


def _named(told: str, path: Path | None) -> Elsewhere:
    from kpi_core.kept import kept_path

    if "://" in told:
        scheme = told.partition("://")[0]  # the rest may hold a password, and cells are read by many
        raise SourceError("kept_url", source=f"{scheme}://…")
    place = Path(told).expanduser()
    if not place.is_absolute():
        if path is None:
            raise SourceError("kept_unsaved", source=told)
        place = path.parent / place
    return Elsewhere(str(place), kept_path(place))


def cube_elsewhere(place: Elsewhere, grids: Sequence[Grid]) -> Cube:
    """The kept cube of the source under the workbook's own settings and plans.

    Raises
    ------
    SourceError
        There is none yet, or it is none of ours.
    """
    from kpi_core.kept import open_kept

    if not place.kept.exists():
        raise SourceError("kept_missing_of", path=place.kept, source=place.source)
    cube = open_kept(place.kept)
    own, findings = settings_from_table(_pairs(grids))
    settings = _over(cube.snapshot.settings, own)
    snapshot = replace(cube.snapshot, settings=settings, findings=(*cube.snapshot.findings, *findings))
    return cube.under(_with_plans(snapshot, cube, [grid for grid in grids if grid.height and not _is_settings(grid)]))


def _over(told: Settings, own: Settings) -> Settings:
    usual = Settings()
    names = set(Settings.__dataclass_fields__) - _READING
    return replace(told, **{name: getattr(own, name) for name in names if getattr(own, name) != getattr(usual, name)})


def _is_settings(grid: Grid) -> bool:
    return bool({fold(grid.name), fold(grid.sheet)} & _SETTINGS)


def _pairs(grids: Sequence[Grid]) -> Iterator[tuple[str, object, Address]]:
    """Key and value of every row of the settings; the first two cells that are filled."""
    for grid in grids:
        if not _is_settings(grid):
            continue
        for index in range(grid.height):
            filled = [(place, cell) for place, cell in enumerate(grid.row(index)) if cell not in (None, "")]
            if len(filled) > 1 and not (index == 0 and grid.headed):
                column = column_letter(grid.first_column + filled[1][0])
                address = Address(grid.file, grid.sheet, grid.row_number(index), column)
                yield str(filled[0][1]), filled[1][1], address


def _with_plans(snapshot: Snapshot, cube: Cube, grids: Sequence[Grid]) -> Snapshot:
    """The snapshot with what the workbook itself plans and decides; its facts are the source's, and that is told."""
    if not grids:
        return snapshot
    from kpi_core.recognise import plan
    from kpi_core.recognise.kinds import Understood, understand

    def shown(channel: str | None) -> str | None:
        return channel and (cube.channel(channel) or channel)

    readers: dict[str, Callable[[Any], tuple[tuple[Any, ...], Any, list[Finding]]]] = {
        "targets": lambda found: plan.read_targets(found, shown),
        "closed": lambda found: plan.read_closed(found, shown),
        "overrides": lambda found: plan.read_overrides(found, shown),
        "guards": lambda found: plan.read_guards(found, shown),
        "decisions": plan.read_decisions,
        "comments": plan.read_comments,
    }
    for grid in grids:
        found = understand(grid, None)
        if not isinstance(found, Understood):
            continue
        if found.kind in FACT_TABLES:
            told = Finding("warning", "kept_table_unread", {"table": grid.name or grid.sheet}, grid.file, grid.sheet)
            snapshot = replace(snapshot, findings=(*snapshot.findings, told))
        elif found.kind in readers:
            rows, source, findings = readers[found.kind](found)
            more: dict[str, Any] = {
                found.kind: (*getattr(snapshot, found.kind), *rows),
                "sources": (*snapshot.sources, source),
                "findings": (*snapshot.findings, *findings),
            }
            snapshot = replace(snapshot, **more)
    return snapshot
