"""Open documents: what the worker knows of each, and the cells that follow its tables.

After an edit the worker is told the tables that changed and asked all questions (a function and its arguments) of the
document at once; only cells whose answer differs are told.
"""

from __future__ import annotations

import gc
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.document import XUndoManagerListener
from com.sun.star.util import XModifyListener

from . import reading, values
from .link import AHEAD_FOR, Worker, WorkerLost
from .live import Live, Results

_MANY = 50
_MOST_ROUNDS = 3
if TYPE_CHECKING:
    Question = tuple[str, tuple[Any, ...]]
    Layout = tuple[int, tuple[reading.Table, ...]]


class Watch(unohelper.Base, XModifyListener):  # type: ignore[misc]
    """Calls back when what it is attached to changes, or goes."""

    def __init__(self, modified: Any, gone: Any = None) -> None:
        self._modified = modified
        self._gone = gone

    def modified(self, event: Any) -> None:
        self._modified()

    def disposing(self, event: Any) -> None:
        if self._gone:
            self._gone()


class Undone(unohelper.Base, XUndoManagerListener):  # type: ignore[misc]
    """Calls back when something was undone or done again, of which the office does not tell every listener."""

    def __init__(self, undone: Any) -> None:
        self._undone = undone

    def actionUndone(self, event: Any) -> None:  # noqa: N802 - UNO's name
        self._undone()

    actionRedone = actionUndone  # noqa: N815 - UNO's name

    def _nothing(self, event: Any) -> None:
        pass

    undoActionAdded = allActionsCleared = redoActionsCleared = resetAll = disposing = _nothing  # noqa: N815
    enteredContext = enteredHiddenContext = leftContext = leftHiddenContext = cancelledContext = _nothing  # noqa: N815


class Later(unohelper.Base, XCallback):  # type: ignore[misc]
    """Something to do when the office has calculated what it is about to calculate."""

    def __init__(self, act: Any) -> None:
        self._act = act

    def notify(self, _data: Any) -> None:
        with suppress(Exception):  # the document may be closed by then
            self._act()


class Sheet:
    """What is known of one sheet.

    Attributes
    ----------
    layout : tuple
        Its number and tables; another layout has to be read anew.
    witnesses : list
        Cells with a KPI_ function, which keep a table or the sheet from being a source.
    closed : list of bool
        For each table, whether something stood right under it when it was read: then it does not grow.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.witnesses: list[Any] = []
        self.closed: list[bool] = []
        self.changed = True
        self._watched: list[Any] = []

    def watch(self, cells: list[Any], modified: Any) -> None:
        """Listen to these cells and no others."""
        self.unwatch()
        for each in cells:
            listener = Watch(modified)
            each.addModifyListener(listener)
            self._watched.append((each, listener))  # the office tells only of ranges that somebody holds

    def unwatch(self) -> None:
        for cells, listener in self._watched:
            cells.removeModifyListener(listener)
        self._watched = []

    def barred_no_more(self) -> bool:
        """Whether a cell that kept something from being a source holds a KPI_ function no longer."""
        return not all(reading.KPI_CALL.search(cell.Formula) for cell in self.witnesses)


class Document:
    """One open document."""

    def __init__(self, model: Any, worker: Worker, forget: Any, later: Any) -> None:
        self.key = model.RuntimeUID
        self.model = model
        self._worker = worker
        self._later = later
        self._generation = -1
        self._sheets: dict[str, Sheet] = {}
        self._order: tuple[str, ...] = ()
        self._unread: set[str] = set()
        self._told: tuple[Any, ...] = ()
        self._results = Results()
        self._ahead: dict[Question, Any] = {}
        self._asked_at = 0.0
        self._fixed: dict[Any, Live] = {}
        self._settling = False
        self._watch = Watch(self.settle, lambda: forget(self.key))
        model.addModifyListener(self._watch)
        self._undone = Undone(self._all_touched)
        model.UndoManager.addUndoManagerListener(self._undone)

    # -- questions -----------------------------------------------------------------------------------------------

    def live(self, name: str, arguments: tuple[Any, ...]) -> Live:
        """The result of a question, which follows the tables from now on."""
        question = (name, arguments)
        return self._results.of(question) or self._results.add(question, self._first(question))

    def _first(self, question: Question) -> Any:
        """The answer to a question that no cell has asked; what was told ahead counts while a sheet is being filled."""
        now = time.monotonic()
        if now - self._asked_at > AHEAD_FOR:
            self._ahead.clear()
        self._asked_at = now
        if question not in self._ahead:
            found = self._answer("answer_ahead", *question)
            self._ahead.update(found if isinstance(found, list) else [(question, found)])
        return self._ahead.pop(question)

    def fixed(self, name: str, arguments: tuple[Any, ...]) -> Any:
        """The result of a question that depends on its arguments alone: the office itself knows when to ask again."""
        answer = self._answer("answer", name, arguments)
        if not isinstance(answer, list):
            return values.cell(answer)
        # A table is accepted from nobody but a volatile result; the same table is the same result.
        key = (name, tuple(map(tuple, answer)))
        if key not in self._fixed:
            self._fixed[key] = Live(answer)
        return self._fixed[key]

    def _answer(self, verb: str, name: str, arguments: tuple[Any, ...]) -> Any:
        """Ask; a worker that died is started again, and told the tables, once."""
        for last in (False, True):
            try:
                if self._generation != self._worker.generation:
                    self.tell()
                    self._later(Later(self._ask_dependents))
                return self._worker.ask(verb, self.key, name, arguments)
            except WorkerLost as lost:
                if last:
                    return lost_answer(lost, name)
        return None

    # -- following the tables ------------------------------------------------------------------------------------

    def settle(self) -> None:
        """After an edit: tell the worker what changed, and the cells what follows from it."""
        if self._settling:
            return
        self._settling = True
        try:
            for _ in range(_MOST_ROUNDS):
                if not self.tell():
                    break
                self._push()
        except WorkerLost:
            pass  # the cells keep what they have; the next question tells it
        finally:
            self._settling = False

    def tell(self) -> bool:
        """Tell the worker of every sheet that changed since; whether there was one."""
        self._worker.start()
        self._grow()
        self._look()
        # Sheets that explain or check are no sources by their name, unless they hold a table.
        sources = [(n, each) for n, each in self._sheets.items() if each.layout[1] or n not in self._unread]
        changed = [name for name, sheet in sources if sheet.changed]
        place = (self.model.Title, path_of(self.model))
        told = (place, self._order, self._worker.generation)
        if not changed and told == self._told:
            return False
        null = self.model.NullDate
        gc.disable()  # hundreds of thousands of tuples, none of them in a cycle
        try:
            grids = {name: self._read(name) for name in changed}
            self._worker.ask("tables", self.key, place, self._order, grids, (null.Year, null.Month, null.Day))
        finally:
            gc.enable()
        self._told, self._generation = told, self._worker.generation
        self._ahead.clear()
        return True

    def _look(self) -> None:
        """Find sheets and tables that are new, were moved or resized; a few properties, no cells."""
        sheets = self.model.Sheets
        names = sheets.ElementNames
        tables = reading.tables_of(self.model)
        anew = self._generation != self._worker.generation
        for number, name in enumerate(names):
            layout = (number, tuple(tables.get(number, ())))
            sheet = self._sheets.get(name)
            if sheet is None or sheet.layout != layout:
                if sheet is not None:
                    sheet.unwatch()
                self._sheets[name] = Sheet(layout)
            elif anew or sheet.barred_no_more():
                sheet.changed = True
        if names != self._order:
            for gone in set(self._sheets) - set(names):
                del self._sheets[gone]
            self._order = names
            self._unread = set(self._worker.ask("explaining", names))

    def _read(self, name: str) -> list[Any]:
        state = self._sheets[name]
        sheet = self.model.Sheets.getByName(name)
        tables = state.layout[1]
        state.changed = False
        if tables:
            grids, state.witnesses = reading.read_tables(self.model, sheet, tables, self._give)
            state.closed = [reading.anything_under(sheet, table) for table in tables]
            last = sheet.RangeAddress.EndRow
            columns = [table.area._replace(bottom=last).of(sheet) for table in tables]
            state.watch(columns, lambda: self._touched(state))
        else:
            grids, state.witnesses = reading.read_sheet(self.model, sheet, self._give)
            # A sheet of KPI_ functions changes with every answer: its witness is enough.
            state.watch([] if state.witnesses else [sheet], lambda: self._touched(state))
        return grids

    def _give(self, *block: Any) -> None:
        """Hand over rows of a long table while the rest of it is read."""
        self._worker.give("rows", self.key, *block)

    def _touched(self, state: Sheet) -> None:
        state.changed = True
        self.settle()

    def _ask_dependents(self) -> None:
        """After tables were read while a cell was being calculated: formulas of theirs that rest on it saw a circle.

        The answers are given once more, to be passed on.
        """
        waiting = [name for name, state in self._sheets.items() if not state.layout[1] and not state.witnesses]
        sheets = self.model.Sheets
        if any(reading.has_formulas(sheets.getByName(name)) for name in waiting if sheets.hasByName(name)):
            self._results.again()

    def refreshing(self) -> tuple[Any, str]:
        """The command that counts anew the source its settings name, or None; and why that source cannot be one."""
        self.tell()
        command, trouble = self._worker.ask("refreshing", self.key)
        return command, trouble

    def follow(self) -> None:
        """What the tables name lies on the disk and has changed there."""
        self._all_touched()

    def _all_touched(self) -> None:
        for state in self._sheets.values():
            state.changed = True
        self.settle()

    def _grow(self) -> None:
        """Rows written right under a table belong to it, as in Excel. Calc leaves its tables as they are."""
        for name, state in self._sheets.items():
            if not state.changed:
                continue
            for table, closed in zip(state.layout[1], state.closed):  # noqa: B905 - Python 3.8 has no strict
                sheet = self.model.Sheets.getByName(name)
                if not closed and reading.anything_under(sheet, table):
                    self._enlarge(table.name, reading.grown(sheet, table))

    def _enlarge(self, table: str, area: reading.Area) -> None:
        found = self.model.DatabaseRanges.getByName(table)
        address = found.DataArea
        address.EndRow = area.bottom
        undo = self.model.UndoManager
        undo.lock()  # what the user undoes is the typing
        try:
            found.DataArea = address
        finally:
            undo.unlock()

    def _push(self) -> None:
        questions = self._results.questions
        if not questions:
            return
        answers = self._worker.ask("answers", self.key, questions)
        told = self._results.changed(zip(questions, answers))  # noqa: B905 - Python 3.8 has no strict
        many = len(told) > _MANY
        if many:
            self.model.lockControllers()
        try:
            for live in told:
                live.again()
        finally:
            if many:
                self.model.unlockControllers()


def path_of(model: Any) -> str:
    """The file of a document, "" where it has none on a disk."""
    return unohelper.fileUrlToSystemPath(model.URL) if model.URL.startswith("file:") else ""


def lost_answer(lost: WorkerLost, name: str) -> Any:
    """What a cell shows while there is no worker: the words that speak say why."""
    from .words import say

    return say(lost.code, detail=lost.detail) if name in ("KPI_EXPLAIN", "KPI_DATA") else b"#VALUE!"


class Documents:
    """The open documents that were asked."""

    def __init__(self, worker: Worker, later: Any) -> None:
        self.worker = worker
        self._later = later
        self._open: dict[str, Document] = {}

    def of(self, model: Any) -> Document:
        """The document of a model."""
        for document in self._open.values():  # a comparison costs a third of asking for the key
            if document.model == model:
                return document
        document = Document(model, self.worker, self._forget, self._later)
        self._open[document.key] = document
        return document

    def _forget(self, key: str) -> None:
        self._open.pop(key, None)
        with suppress(WorkerLost):
            self.worker.ask("closed", key)
