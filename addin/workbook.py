"""What a host tells of the calling workbook, and a workbook whose tables are read once for each calculation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from kpi_core.errors import KpiError
from kpi_core.language import Language, current_language
from kpi_core.sources.grid import Grid

if TYPE_CHECKING:
    from kpi_core.cube import Cube


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

    Notes
    -----
    `refresh` says that cells may have changed, and costs nothing; the next question reads the tables, and only
    tables that really differ are recognised and aggregated anew.
    """

    def __init__(self, name: str, read: Callable[[], Sequence[Grid]], today: Callable[[], date] = date.today) -> None:
        self.name = name
        self._read = read
        self._today = today
        self._stale = True
        self._seen: tuple[date, Sequence[Grid], list[tuple[int, int, int]]] | None = None
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
        """The tables, aggregated; read again only after `refresh`."""
        if self._stale:
            self._look()
            self._stale = False
        if self._failure is not None:
            raise self._failure
        assert self._cube is not None
        return self._cube

    def _look(self) -> None:
        grids = list(self._read())
        seen = (self.today, grids, truths(grids))
        if seen == self._seen:
            return
        self._cube = self._failure = None
        try:
            self._cube = cube_of(grids, self.name, seen[0])
        except Exception as failure:  # kept, a mistake of ours as well: a thousand cells must not try a thousand times
            self._failure = failure
        self._seen = seen


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
