"""What a host tells of the calling workbook, and a workbook whose tables are read once for each calculation."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from addin.kept import cube_elsewhere, elsewhere
from kpi_core.closing import closed_path, read_closed
from kpi_core.errors import KpiError
from kpi_core.language import Language, current_language
from kpi_core.sources.grid import Grid

if TYPE_CHECKING:
    from kpi_core.cube import Cube


_clock = time.monotonic
_MARKS_FOR = 1.0
"""For so many seconds the files beside a workbook are taken to be what they were."""
Mark = tuple[int, int, int] | None


class Workbook(Protocol):
    """The calling workbook, as the functions see it."""

    @property
    def name(self) -> str:
        """What the user calls it, for addresses in messages."""

    @property
    def language(self) -> Language:
        """The language of texts in its cells."""

    @property
    def today(self) -> date:
        """The day that decides which months are over."""

    def cube(self) -> Cube:
        """Its tables, aggregated; kept for as long as a calculation lasts.

        Raises
        ------
        KpiError
            The workbook cannot be read: every function is `#N/A`, and KPI_EXPLAIN shows the message.
        """


class OpenWorkbook:
    """A workbook that is open in a host.

    Parameters
    ----------
    name : str
        As the user sees it.
    read : callable
        Gives the grids of the workbook as it is now.
    today : callable
        Gives the day.
    path : callable, optional
        Gives the file in which the workbook is saved, None where it is not (or not on a disk). Beside it lie the months
        that `kpi report --close` closed, and from there a source is looked for that the settings name.

    Notes
    -----
    `refresh` says that cells may have changed, and costs nothing; the next question reads the tables, and only
    tables that really differ are recognised and aggregated anew.
    """

    def __init__(
        self,
        name: str,
        read: Callable[[], Sequence[Grid]],
        today: Callable[[], date] = date.today,
        path: Callable[[], Path | None] = lambda: None,
    ) -> None:
        self.name = name
        self._read = read
        self._today = today
        self._path = path
        self._stale = True
        self._seen: tuple[Any, ...] | None = None
        self._truths: list[tuple[int, int, int]] | None = None
        self._marks: dict[Path, Mark] | None = None
        self._marked_at = 0.0
        self._cube: Cube | None = None
        self._failure: Exception | None = None

    @property
    def today(self) -> date:
        """The day that decides which months are over."""
        return self._today()

    @property
    def language(self) -> Language:
        """The language its settings name, else that of its headers, else the system's."""
        try:
            snapshot = self.cube().snapshot
        except KpiError:
            return current_language()
        return snapshot.settings.language or snapshot.language

    def refresh(self) -> None:
        """The tables may have changed: look at them again at the next question."""
        self._stale = True

    def cube(self) -> Cube:
        """The tables, aggregated; read again only after `refresh`, or once a file beside the workbook has changed."""
        if self._stale or self._outdated():
            self._look()
            self._stale = False
        if self._failure is not None:
            raise self._failure
        assert self._cube is not None
        return self._cube

    @property
    def refreshing(self) -> list[str] | None:
        """The command behind a Refresh button: it counts the source anew that the settings name; None without one."""
        place = elsewhere(list(self._read()), self._path())
        return None if place is None else place.refreshing

    def _outdated(self) -> bool:
        """Whether a kept cube was refreshed, or a month closed, since the last look: of that no host tells us."""
        if self._marks is None or _clock() - self._marked_at < _MARKS_FOR:
            return False
        self._marked_at = _clock()
        return any(_mark(path) != mark for path, mark in self._marks.items())

    def _look(self) -> None:
        grids, path = list(self._read()), self._path()
        closed = None if path is None else closed_path(path)
        seen: tuple[Any, ...] | None = None
        try:
            place = elsewhere(grids, path)
            beside = [each for each in (None if place is None else place.kept, closed) if each is not None]
            self._marks, self._marked_at = {each: _mark(each) for each in beside} or None, _clock()
            seen = (self.today, grids, place, self._marks)
            if self._saw(seen):
                return
            self._cube = self._failure = None
            made = cube_of(grids, self.name, seen[0]) if place is None else cube_elsewhere(place, grids)
            self._cube = made if closed is None else _with_closed(made, closed)
        except Exception as failure:  # kept, a mistake of ours as well: a thousand cells must not try a thousand times
            self._cube, self._failure = None, failure
        self._seen, self._truths = seen, None

    def _saw(self, seen: tuple[Any, ...]) -> bool:
        """Whether the last look found the same; TRUE and FALSE, which equal 1 and 0, are told apart last."""
        if self._seen is None or seen != self._seen:
            return False
        if self._truths is None:
            self._truths = truths(self._seen[1])
        return truths(seen[1]) == self._truths


def _mark(path: Path) -> Mark:
    """What changes whenever the file does; None without it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def saved_at(full_name: str) -> Path | None:
    """The file of a workbook; None for one that was never saved, or lies behind an address such as OneDrive's.

    Examples
    --------
    >>> saved_at("Книга1"), saved_at("https://d.docs.live.net/1/shop.xlsx")
    (None, None)
    """
    path = Path(full_name)
    return path if "://" not in full_name and path.is_absolute() else None


def _with_closed(cube: Cube, path: Path) -> Cube:
    """With the months that `kpi report --close` has closed: scorecards, statuses and notes heed them."""
    closed = read_closed(path)
    return cube.under(replace(cube.snapshot, closed=(*cube.snapshot.closed, *closed))) if closed else cube


def truths(grids: Sequence[Grid]) -> list[tuple[int, int, int]]:
    """Where TRUE and FALSE stand: to Python they equal 1 and 0, to the reader of a column of money they do not."""
    return [
        (number, column, row)
        for number, grid in enumerate(grids)
        for column, cells in enumerate(grid.columns)
        for row, cell in enumerate(cells)
        if cell is True or cell is False
    ]


def cube_of(grids: Sequence[Grid], name: str, today: date) -> Cube:
    """Recognise and aggregate the grids.

    Raises
    ------
    KpiError
        Nothing in them can be read.
    """
    from kpi_core.engine import build  # pandas comes with these: a formula over cells does not wait for it
    from kpi_core.recognise import recognise

    return build(recognise([(grid, None) for grid in grids], name=name, today=today))
