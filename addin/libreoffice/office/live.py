"""Results that cells listen to.

Calc has no flag that makes an add-in's function volatile. Such a function returns an `XVolatileResult` instead, to
which the cell then listens. For each new one Calc looks through all it knows, so questions with equal answers share
one: a sheet is full of zeros, of the same small counts and of #N/A.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import uno
import unohelper
from com.sun.star.sheet import ResultEvent, XVolatileResult

from . import values

_MOST_SHARED = 50
"""Questions that share a result: where one answer changes, the cells of all of them ask once more."""
if TYPE_CHECKING:
    Question = tuple[str, tuple[Any, ...]]

# There are nearly as many results as cells, and to make an event or a list of types for each costs as much as the rest.
_event = ResultEvent()
_TYPES = (uno.getTypeByName("com.sun.star.sheet.XVolatileResult"),)


class Live(unohelper.Base, XVolatileResult):  # type: ignore[misc]
    """An answer, as the cells that ask for it see it.

    Attributes
    ----------
    questions : int
        How many questions have this answer here.
    """

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.questions = 0
        self._result = values.result(answer)
        self._listeners: list[Any] = []

    def getTypes(self) -> tuple[Any, ...]:  # noqa: N802 - UNO's name
        return _TYPES

    def addResultListener(self, listener: Any) -> None:  # noqa: N802 - UNO's name
        self._listeners.append(listener)
        self._tell(listener)

    def removeResultListener(self, listener: Any) -> None:  # noqa: N802 - UNO's name
        self._listeners = [each for each in self._listeners if each != listener]

    def take(self, answer: Any) -> None:
        """Another answer, of which the cells learn by `again`."""
        self.answer, self._result = answer, values.result(answer)

    def again(self) -> None:
        """Tell the cells: each of them calls its function anew."""
        for listener in list(self._listeners):
            self._tell(listener)

    def _tell(self, listener: Any) -> None:
        _event.Value = self._result  # the office copies it as it is handed over, and asks for no source
        listener.modified(_event)


class Results:
    """The live result of each question of a document."""

    def __init__(self) -> None:
        self._of: dict[Question, Live] = {}
        self._sharing: dict[Any, Live] = {}

    @property
    def questions(self) -> list[Question]:
        """Everything that was asked."""
        return list(self._of)

    def of(self, question: Question) -> Live | None:
        """The result of a question, None where nobody has asked it."""
        return self._of.get(question)

    def add(self, question: Question, answer: Any) -> Live:
        """The result of a question that was answered for the first time, or anew."""
        shared = None if isinstance(answer, list) else self._sharing.get(answer)
        if shared is None or shared.questions >= _MOST_SHARED:
            shared = Live(answer)
            self._share(shared)
        shared.questions += 1
        self._of[question] = shared
        return shared

    def changed(self, answers: Iterable[tuple[Question, Any]]) -> list[Live]:
        """Take answers anew; the results whose cells have to be told, `again`, once everything was taken."""
        moved: dict[Live, list[tuple[Question, Any]]] = {}
        for question, answer in answers:
            live = self._of[question]
            if live.answer != answer:
                moved.setdefault(live, []).append((question, answer))
        for live, pairs in moved.items():
            live.questions -= len(pairs)
            if not live.questions:
                self._share_no_more(live)
            if not live.questions and len(pairs) == 1:  # the cells keep the result they listen to
                ((question, answer),) = pairs
                live.take(answer)
                live.questions = 1
                self._share(live)
            else:
                for question, answer in pairs:
                    self.add(question, answer)
        return list(moved)

    def again(self) -> None:
        """Tell all cells their answers once more."""
        for live in set(self._of.values()):
            live.again()

    def _share(self, live: Live) -> None:
        if not isinstance(live.answer, list):  # a table is nobody else's
            self._sharing[live.answer] = live

    def _share_no_more(self, live: Live) -> None:
        if not isinstance(live.answer, list) and self._sharing.get(live.answer) is live:
            del self._sharing[live.answer]
