"""Geometry of small multiples: a line a channel, all panels on one scale that begins at zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpi_core.report.charts import Point, Values, path, runs, tenth

_LINE, _FOOT, _MARGIN, _GAP, _WIDTH = 10.0, 14.0, 3.0, 20.0, 680.0


@dataclass(frozen=True, slots=True)
class Facet:
    """One panel inside the common drawing.

    Attributes
    ----------
    name : tuple of str
        The channel in one line or two.
    base : float
        How far below `y` the figure stands; the change stands a line lower.
    lines, areas, lone, last
        As of a sparkline.
    plan : tuple of str
        The dashed lines of the plan.
    """

    x: float
    y: float
    name: tuple[str, ...]
    value: str
    change: str
    tone: str
    base: float
    lines: tuple[str, ...]
    areas: tuple[str, ...]
    plan: tuple[str, ...]
    lone: tuple[Point, ...]
    last: Point | None


@dataclass(frozen=True, slots=True)
class Facets:
    """All panels; `axis` is the y of the zero line inside a panel, `inner` a panel's width."""

    width: float
    height: float
    axis: float
    inner: float
    panels: tuple[Facet, ...]
    first: str
    final: str
    title: str


@dataclass(frozen=True, slots=True)
class Series:
    """One channel before it is drawn."""

    name: tuple[str, ...]
    value: str
    change: str
    tone: str
    actual: Values
    plan: Values


def panel_width(per_row: int, width: float = _WIDTH) -> float:
    """The room of one panel, and of its name."""
    return (width - _GAP * (per_row - 1)) / per_row


def facets(
    series: Sequence[Series],
    *,
    per_row: int,
    first: str,
    final: str,
    title: str,
    width: float = _WIDTH,
    height: float = 150,
) -> Facets:
    """The panels, row by row; a value below zero lies on the zero line, and its figure tells it.

    Examples
    --------
    >>> two = [Series(("A",), "4", "", "", [2, 4], [None, 4]), Series(("B",), "1", "", "", [1, 1], [None, None])]
    >>> made = facets(two, per_row=2, first="", final="", title="", width=220, height=144)
    >>> made.panels[0].lines, made.panels[1].lines, made.axis
    (('3.0,80.0 97.0,30.0',), ('123.0,105.0 217.0,105.0',), 130.0)
    """
    inner = panel_width(per_row, width)
    known = [value for each in series for values in (each.actual, each.plan) for value in values if value is not None]
    high = max([*known, 0.0]) or 1.0
    # Names of two lines push all figures of their drawing down, so that these stay in line.
    tall = _LINE * max((len(each.name) for each in series), default=1) + 10.0
    head = tall + 10.0 + (11.0 if any(each.change for each in series) else 0.0)
    axis = height - _FOOT
    panels = []
    for index, each in enumerate(series):
        left, top = (index % per_row) * (inner + _GAP), (index // per_row) * (height + 8)
        step = (inner - 2 * _MARGIN) / max(1, len(each.actual) - 1)

        def point(place: int, value: float, left: float = left, top: float = top, step: float = step) -> Point:
            share = max(value, 0.0) / high
            return tenth(left + _MARGIN + place * step), tenth(top + axis - share * (axis - head))

        lines = [[point(place, value) for place, value in run] for run in runs(each.actual)]
        plans = [[point(place, value) for place, value in run] for run in runs(each.plan)]
        ground = tenth(top + axis)
        last = each.actual[-1] if each.actual else None
        panels.append(
            Facet(
                tenth(left),
                tenth(top),
                each.name,
                each.value,
                each.change,
                each.tone,
                tall + 3.0,
                tuple(path(line) for line in lines if len(line) > 1),
                tuple(f"{line[0][0]},{ground} {path(line)} {line[-1][0]},{ground}" for line in lines if len(line) > 1),
                tuple(path(line) for line in plans if len(line) > 1),
                tuple(line[0] for line in lines if len(line) == 1),
                None if last is None else point(len(each.actual) - 1, last),
            )
        )
    rows = -(-len(series) // per_row)
    return Facets(width, rows * (height + 8) - 8, axis, tenth(inner), tuple(panels), first, final, title)
