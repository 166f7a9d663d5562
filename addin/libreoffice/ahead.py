"""What a sheet asks next, answered before it asks: else each of thousands of cells waits for an exchange of its own.

A sheet is filled with months, channels and KPIs. Along a coordinate that is new all others are answered at once, and
while the office writes these into cells, the months and channels of the data that nobody has asked for yet.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from addin.arguments import to_period
from addin.functions import FUNCTIONS

if TYPE_CHECKING:
    from kpi_core.cube import Cube
    from kpi_core.periods import Period

Question = tuple[str, Sequence[Any]]
_MOST = 1000
"""Answers along one new coordinate."""
_MOST_GUESSED = 20_000
_SLOW = 0.003
"""Seconds: a guess that took longer is the last one, since a cell may be waiting."""


class Ahead:
    """The lookups of one document.

    Parameters
    ----------
    answer : callable
        Answers a question: `answer(name, arguments)`.
    cube : callable
        Gives the tables, aggregated.
    """

    def __init__(self, answer: Callable[[str, Sequence[Any]], Any], cube: Callable[[], Cube]) -> None:
        self._answer = answer
        self._cube = cube
        self._asked: tuple[dict[str, None], dict[Any, None], dict[Any, None]] = ({}, {}, {})
        self._told: set[tuple[Any, ...]] = set()
        self._guesses: Iterator[Question] = iter(())
        self._guessed: list[tuple[Question, Any]] = []

    def forget(self) -> None:
        """The tables have changed: no answer given so far holds, what a sheet asks for does."""
        self._told.clear()
        self._guesses = iter(())
        self._guessed = []

    def answers(self, name: str, arguments: Sequence[Any]) -> list[tuple[Question, Any]]:
        """The answer to a question, then those to what will be asked next."""
        if not _is_lookup(name, arguments):
            return [((name, arguments), self._answer(name, arguments))]
        period, channel, *rest = arguments
        coordinates = (name, period, channel)
        fresh = [each not in seen for each, seen in zip(coordinates, self._asked, strict=True)]
        for each, seen in zip(coordinates, self._asked, strict=True):
            seen[each] = None
        axes = [[each] if new else list(seen) for each, new, seen in zip(coordinates, fresh, self._asked, strict=True)]
        self._told.discard(coordinates)
        wanted = [coordinates]
        if any(fresh) and math.prod(map(len, axes)) <= _MOST:
            wanted += [each for each in product(*axes) if each != coordinates]
        found = [self._told_now(*each, rest) for each in wanted if each not in self._told]
        found += self._guessed
        self._guesses, self._guessed = self._next(rest), []
        return found

    def guess(self) -> bool:
        """Answer one question that nobody has asked yet; whether there was one."""
        question = next(self._guesses, None)
        if question is None:
            return False
        started = time.perf_counter()
        name, (period, channel, *rest) = question
        self._guessed.append(self._told_now(name, period, channel, rest))
        if time.perf_counter() - started > _SLOW:
            self._guesses = iter(())
        return True

    def _told_now(self, name: str, period: Any, channel: Any, rest: Sequence[Any]) -> tuple[Question, Any]:
        self._told.add((name, period, channel))
        question = (name, (period, channel, *rest))
        return question, self._answer(*question)

    def _next(self, rest: Sequence[Any]) -> Iterator[Question]:
        """What was not told yet of the KPIs asked for, in the months and channels of the data."""
        names, periods, channels = map(list, self._asked)
        if len(periods) < 2 and len(channels) < 2:
            return
        try:
            cube = self._cube()
        except Exception:  # without tables there is nothing to guess
            return
        if len(channels) > 1:
            channels = list(dict.fromkeys([*channels, *cube.channels]))
        if len(periods) > 1:
            periods = list(dict.fromkeys([*periods, *_months_as(periods, cube.months)]))
        if len(names) * len(periods) * len(channels) > _MOST_GUESSED:
            return
        for period, channel, name in product(periods, channels, names):
            if (name, period, channel) not in self._told:
                yield name, (period, channel, *rest)


def _is_lookup(name: str, arguments: Sequence[Any]) -> bool:
    """A KPI of one period and channel, from the document's own tables."""
    function = FUNCTIONS.get(name)
    if function is None or function.first_table is None:
        return False
    return not any(isinstance(each, tuple) for each in arguments[:2]) and not any(arguments[2:])


def _months_as(asked: Sequence[Any], months: Sequence[Period]) -> list[Any]:
    """The months as the sheet writes those it asks for: texts like 2026-10, or dates of the first day.

    Examples
    --------
    >>> from kpi_core.periods import month
    >>> _months_as(["2026-10", "2026-09"], [month(2026, 8)]), _months_as([46296.0, 46266.0], [month(2026, 8)])
    (['2026-08'], [46235.0])
    >>> _months_as(["окт 2026", "сен 2026"], [month(2026, 8)]), _months_as([46296.0, 46270.0], [month(2026, 8)])
    ([], [])
    """
    if all(isinstance(each, str) and each == str(to_period(each)) for each in asked):
        return [str(each) for each in months]
    if all(isinstance(each, float) for each in asked):
        offsets = {_first_day(each) - each for each in asked}
        if len(offsets) == 1:
            offset = offsets.pop()
            return [each.first - offset for each in months]
    return []


def _first_day(cell: float) -> float:
    period = to_period(cell)
    return period.first if isinstance(period, tuple) else math.nan
