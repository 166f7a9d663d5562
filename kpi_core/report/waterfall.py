"""Geometry of waterfalls: from a base over the changes to the result, several panels on one scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from kpi_core.report.charts import NOTHING, Box, Point, tenth

Kind = Literal["before", "plan", "change", "after"]
# The axis is cut where all levels lie so far up that changes would not be seen.
_CUT_FROM, _ROOM_BELOW, _LEAST_SPREAD = 0.3, 0.6, 0.08
_HEAD, _LINE = 15.0, 10.5


@dataclass(frozen=True, slots=True)
class Part:
    """One column of a waterfall before it is drawn: a level, or a change of it."""

    kind: Kind
    value: float
    label: str
    tick: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A column: its box, label and tick; `link` is the line from the column before, `cut` the mark of a cut axis."""

    kind: Kind
    box: Box
    label: str
    label_at: Point
    tick: tuple[str, ...]
    tick_x: float
    tone: str
    link: tuple[float, float, float] | None
    cut: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """One panel. `axis` is the y of its line at zero (or where it is cut); ticks stand below `feet`.

    The feet lie at the axis, or below the columns that reach under it; ticks have a line each `line`.
    """

    width: float
    height: float
    axis: float
    feet: float
    line: float
    steps: tuple[Step, ...]
    title: str


def waterfalls(
    panels: Sequence[Sequence[Part]], titles: Sequence[str], *, width: float = 215, height: float = 150
) -> list[Waterfall]:
    """Panels of equal size on one scale; where the axis is cut, the levels bear a mark.

    Parameters
    ----------
    panels : sequence of sequence of Part
        Each begins with a level and ends with one; the changes between add up.
    titles : sequence of str
        The alternative text of each panel.

    Examples
    --------
    >>> parts = [Part("before", 50, "50", ("a",)), Part("change", 50, "+50", ("b",)), Part("after", 100, "100", ("c",))]
    >>> (panel,) = waterfalls([parts], [""], width=90, height=125.5)
    >>> [(step.box.y, step.box.height) for step in panel.steps]  # 96 units of height for 100
    [(63.0, 48.0), (15.0, 48.0), (15.0, 96.0)]
    """
    levels = [level for parts in panels for pair in _levels(parts) for level in pair]
    floor, high = _range(levels)
    lines = max((len(part.tick) for parts in panels for part in parts), default=1)
    feet = height - lines * _LINE - 4
    lowest = feet - _LINE if floor < 0 else feet
    unit = (lowest - _HEAD) / (high - floor)

    def y(level: float) -> float:
        return lowest - (level - floor) * unit

    return [
        Waterfall(
            width, height, tenth(y(max(floor, 0.0))), tenth(feet), _LINE, tuple(_steps(parts, width, y, floor)), title
        )
        for parts, title in zip(panels, titles, strict=True)
    ]


def is_cut(panels: Sequence[Sequence[Part]]) -> bool:
    """Whether the common axis does not begin at zero."""
    return _range([level for parts in panels for pair in _levels(parts) for level in pair])[0] > 0


def _range(levels: Sequence[float]) -> tuple[float, float]:
    """The lower and upper end of the scale."""
    high, low = max([*levels, 0.0]), min(levels, default=0.0)
    if high - min(low, 0.0) <= NOTHING:
        return 0.0, 1.0
    if high <= 0:
        return low, 0.0
    spread = max(high - low, _LEAST_SPREAD * high)
    floor = low - _ROOM_BELOW * spread
    return (floor if floor > _CUT_FROM * high else min(low, 0.0)), high


def _levels(parts: Sequence[Part]) -> list[tuple[float, float]]:
    """From where to where each column reaches."""
    found, level = [], 0.0
    for part in parts:
        start = level if part.kind == "change" else 0.0
        level = start + part.value
        # A level column counts by its end alone: its start is the axis.
        found.append((start, level) if part.kind == "change" else (level, level))
    return found


def _steps(parts: Sequence[Part], width: float, y: Callable[[float], float], floor: float) -> list[Step]:
    slot = width / len(parts)
    thick = min(slot * 0.72, 64.0)
    made: list[Step] = []
    bottom = max(floor, 0.0)
    before: tuple[float, float] | None = None
    for index, (part, (start, end)) in enumerate(zip(parts, _levels(parts), strict=True)):
        left = index * slot + (slot - thick) / 2
        start = start if part.kind == "change" else bottom
        top, low = sorted((y(start), y(end)))
        falls = part.kind == "change" and part.value < 0
        at = low + 9.5 if falls else top - 4
        link = None
        if before is not None:
            link = (tenth(before[0]), tenth(left), tenth(before[1]))
        cut = ""
        if part.kind != "change" and floor > 0:
            cut = _mark(left, left + thick, y(floor))
        made.append(
            Step(
                part.kind,
                Box(tenth(left), tenth(top), tenth(thick), tenth(max(low - top, 0.0))),
                part.label,
                (tenth(left + thick / 2), tenth(at)),
                part.tick,
                tenth(left + thick / 2),
                part.tone,
                link,
                cut,
            )
        )
        before = (left + thick, y(end))
    return made


def _mark(left: float, right: float, axis: float) -> str:
    """A slanting gap across a column, low above the axis."""
    corners = ((left - 1, axis - 7), (right + 1, axis - 12), (right + 1, axis - 8.5), (left - 1, axis - 3.5))
    return " ".join(f"{tenth(x)},{tenth(y)}" for x, y in corners)
