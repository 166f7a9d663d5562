"""Geometry of the quadrant: share of spend against share of results, with labels that do not cover each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kpi_core.report import metrics
from kpi_core.report.charts import Point, tenth

_LEFT, _FOOT, _TOP, _RIGHT = 30.0, 27.0, 6.0, 8.0
_LINE, _RADIUS = 10.5, 4.0
LABEL_SIZE = 9.0
_AXIS = (125.0, 14.0)
_RINGS = 7


@dataclass(frozen=True, slots=True)
class Dot:
    """One channel before it is drawn: shares from 0 to 1."""

    name: str
    x: float
    y: float
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A channel: its point, its label from where it begins and, where the label stands apart, the line to it."""

    at: Point
    tone: str
    label: str
    label_at: Point
    leader: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Scatter:
    """The drawing: frame, the line of equal shares, its band, ticks and channels."""

    width: float
    height: float
    frame: tuple[float, float, float, float]
    diagonal: tuple[float, float, float, float]
    band: str
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    dots: tuple[Placed, ...]
    title: str


_Area = tuple[float, float, float, float]


def scatter(
    dots: Sequence[Dot],
    band: tuple[float, float],
    percent: Sequence[str],
    *,
    width: float = 330,
    height: float = 250,
    title: str = "",
) -> Scatter:
    """Place points and labels.

    Parameters
    ----------
    dots : sequence of Dot
    band : tuple of float
        The indices between which a channel brings about its share: slopes of the band's two sides.
    percent : sequence of str
        The texts of 0, 20, 40, 60, 80 and 100 %.

    Examples
    --------
    >>> made = scatter([Dot("A", 0.5, 0.5), Dot("B", 0.5, 0.5)], (0.8, 1.2), ["0", "20", "40", "60", "80", "100"])
    >>> made.dots[0].label_at != made.dots[1].label_at
    True
    """
    top = min(1.0, math.ceil(max([0.2, *(max(dot.x, dot.y) for dot in dots)]) * 5 + 0.15) / 5)
    right, bottom = width - _RIGHT, height - _FOOT

    def place(x: float, y: float) -> Point:
        return _LEFT + (right - _LEFT) * x / top, bottom - (bottom - _TOP) * y / top

    points = [place(dot.x, dot.y) for dot in dots]
    taken: list[_Area] = [(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS) for x, y in points]
    # What the vertical axis measures is written into its upper corner.
    taken.append((_LEFT, _TOP, _LEFT + _AXIS[0], _TOP + _AXIS[1]))
    placed: dict[int, Placed] = {}
    # Those with a verdict first; a label that finds no room is left out, for the table beside tells it too.
    for index in sorted(range(len(dots)), key=lambda each: (dots[each].tone == "flat", -points[each][0], each)):
        dot, at = dots[index], points[index]
        spot = tenth(at[0]), tenth(at[1])
        area = _label(at, metrics.width(dot.name, LABEL_SIZE, 600), taken, (_LEFT, _TOP, right, bottom))
        if area is None:
            placed[index] = Placed(spot, dot.tone, "", spot, None)
            continue
        taken.append(area)
        begin = tenth(area[0]), tenth((area[1] + area[3]) / 2 + 3.2)
        placed[index] = Placed(spot, dot.tone, dot.name, begin, _leader(at, area))
    low, high = band
    corners = (place(0, 0), place(top, top * low), place(top, top), place(top / high, top))
    ticks = [(step / 5, percent[step]) for step in range(6) if step / 5 <= top + 1e-9]
    return Scatter(
        width,
        height,
        (_LEFT, _TOP, tenth(right - _LEFT), tenth(bottom - _TOP)),
        tuple(tenth(each) for each in (*place(0, 0), *place(top, top))),  # type: ignore[arg-type]
        " ".join(f"{tenth(x)},{tenth(y)}" for x, y in corners),
        tuple((tenth(place(value, 0)[0]), text) for value, text in ticks),
        tuple((tenth(place(0, value)[1]), text) for value, text in ticks),
        tuple(placed[index] for index in range(len(dots))),
        title,
    )


def _label(at: Point, length: float, taken: Sequence[_Area], frame: _Area) -> _Area | None:
    """The nearest free place for a label round its point; a far one gets a line."""
    for far in range(_RINGS):
        for area in _candidates(at, length, 7.0 + far * 8.0):
            outside = area[0] < frame[0] or area[1] < frame[1] or area[2] > frame[2] or area[3] > frame[3]
            if not outside and not any(_overlap(area, other) for other in taken):
                return area
    return None


def _candidates(at: Point, length: float, away: float) -> list[_Area]:
    """Right, left, above, below and the corners, at a distance."""
    x, y = at
    found: list[_Area] = []
    for dx, dy in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)):
        middle = y + dy * (away + _LINE / 2 - 2)
        aside = away * 0.6 if dy else away
        left = x - length / 2 if dx == 0 else x + aside if dx > 0 else x - aside - length
        found.append((left, middle - _LINE / 2, left + length, middle + _LINE / 2))
    return found


def _overlap(one: _Area, other: _Area) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0


def _leader(at: Point, area: _Area) -> tuple[float, float, float, float] | None:
    """A line from the point to a label that does not stand beside it."""
    x = min(max(at[0], area[0]), area[2])
    y = min(max(at[1], area[1]), area[3])
    if math.hypot(x - at[0], y - at[1]) < 13:
        return None
    return tenth(at[0]), tenth(at[1]), tenth(x), tenth(y)
