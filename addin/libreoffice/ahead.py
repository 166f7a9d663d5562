"""What a sheet asks next, answered before it asks: else each of thousands of cells waits for an exchange of its own.

A sheet is filled with months, channels and KPIs. Along a coordinate that is new all others are answered, then the
months and channels of the data that nobody has asked for yet: some at once, the rest while the office fills its cells.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, product
from typing import TYPE_CHECKING, Any

from addin.arguments import to_period
from addin.functions import FUNCTIONS
from addin.libreoffice.office.link import AHEAD_FOR

if TYPE_CHECKING:
    from kpi_core.cube import Cube
    from kpi_core.periods import Period

Question = tuple[str, Sequence[Any]]
_MOST = 20_000
_AT_ONCE = 0.01
"""Seconds that a cell waits for what others will ask."""
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
        self._asked_at = 0.0
        self._told: set[tuple[Any, ...]] = set()
        self._guesses: Iterator[tuple[Question, Any]] = iter(())
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
        if time.monotonic() - self._asked_at > AHEAD_FOR:  # by now the office has dropped what it was told
            self._asked = ({}, {}, {})
            self.forget()
        period, channel, *rest = arguments
        coordinates = (name, period, channel)
        fresh = [each not in seen for each, seen in zip(coordinates, self._asked, strict=True)]
        for each, seen in zip(coordinates, self._asked, strict=True):
            seen[each] = None
        found = [self._tell(coordinates, rest), *self._guessed]
        self._guessed = []
        if any(fresh):
            axes = [[each] if new else [*seen] for each, new, seen in zip(coordinates, fresh, self._asked, strict=True)]
            self._guesses = self._next(axes, rest)
        until = time.perf_counter() + _AT_ONCE
        while time.perf_counter() < until and self.guess():
            pass
        found += self._guessed
        self._guessed, self._asked_at = [], time.monotonic()
        return found

    def guess(self) -> bool:
        """Answer one question that nobody has asked yet; whether there was one."""
        started = time.perf_counter()
        told = next(self._guesses, None)
        if told is None:
            return False
        self._guessed.append(told)
        if time.perf_counter() - started > _SLOW:
            self._guesses = iter(())
        return True

    def _tell(self, coordinates: tuple[Any, ...], rest: Sequence[Any]) -> tuple[Question, Any]:
        self._told.add(coordinates)
        name, period, channel = coordinates
        arguments = (period, channel, *rest)
        return (name, arguments), self._answer(name, arguments)

    def _next(self, axes: Sequence[Sequence[Any]], rest: Sequence[Any]) -> Iterator[tuple[Question, Any]]:
        """What was not told yet: along the axes, then of the KPIs asked for in all months and channels of the data."""
        for each in chain(_within(axes), self._all()):
            if each not in self._told:
                yield self._tell(each, rest)

    def _all(self) -> Iterator[tuple[Any, ...]]:
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
        for period, channel, name in _within((periods, channels, names)):
            yield name, period, channel


def _within(axes: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Every point of the axes; none where these are too many."""
    return product(*axes) if math.prod(map(len, axes)) <= _MOST else iter(())


def _is_lookup(name: str, arguments: Sequence[Any]) -> bool:
    """A KPI of one period and channel, from the document's own tables."""
    function = FUNCTIONS.get(name)
    if function is None or function.first_table is None:
        return False
    return not any(isinstance(each, tuple) for each in arguments[:2]) and not any(arguments[2:])


def _months_as(asked: Sequence[Any], months: Sequence[Period]) -> list[Any]:
    """The months as the sheet writes those it asks for, and in its order: texts like 2026-10, or dates of a day.

    Examples
    --------
    >>> from kpi_core.periods import month
    >>> _months_as(["2026-06", "2026-07"], [month(2026, 8), month(2026, 9)])
    ['2026-08', '2026-09']
    >>> _months_as([46296.0, 46266.0], [month(2026, 7), month(2026, 8)])
    [46235.0, 46204.0]
    >>> _months_as(["окт 2026", "сен 2026"], [month(2026, 8)]), _months_as([46296.0, 46270.0], [month(2026, 8)])
    ([], [])
    """
    if _first_day(asked[-1]) < _first_day(asked[-2]):
        months = months[::-1]
    if all(isinstance(each, str) and each == str(to_period(each)) for each in asked):
        return [str(each) for each in months]
    if all(isinstance(each, float) for each in asked):
        offsets = {_first_day(each) - each for each in asked}
        if len(offsets) == 1:
            offset = offsets.pop()
            return [each.first - offset for each in months]
    return []


def _first_day(cell: Any) -> float:
    period = to_period(cell)
    return period.first if isinstance(period, tuple) else math.nan
