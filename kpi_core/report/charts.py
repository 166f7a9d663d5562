"""Geometry of the charts: numbers in, coordinates out. Templates draw them as SVG, and nothing here knows a colour.

Coordinates are rounded to a tenth, so that equal data gives equal bytes. `y` grows downwards, as in SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NOTHING = 1e-9
Values = Sequence[float | None]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spark:
    """A line through the defined months, broken where a month is undefined.

    Attributes
    ----------
    lines : tuple of str
        "x,y x,y …" of each run of two months or more.
    areas : tuple of str
        The polygons below them.
    lone : tuple of Point
        Months with no defined neighbour.
    last : Point or None
        The report month, where it is defined.
    """

    width: float
    height: float
    lines: tuple[str, ...]
    areas: tuple[str, ...]
    lone: tuple[Point, ...]
    last: Point | None
    title: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: actual, the year before behind it, the plan around it; any of them may be absent."""

    actual: Box | None
    before: Box | None
    target: Box | None
    label: str
    label_at: Point
    tick: str
    tick_x: float
    current: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns by month on one scale that begins at zero."""

    width: float
    height: float
    zero: float
    bars: tuple[Bar, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """Actual in percent of plan from zero: the bar, the tick of the plan, and the zones behind.

    `overflow` says that the bar goes beyond the axis and is cut there.
    """

    width: float
    height: float
    bar: float
    tick: float
    zones: tuple[tuple[float, float, int], ...]
    overflow: bool
    title: str


@dataclass(frozen=True, slots=True)
class DeltaBar:
    """A difference to the left or right of an axis that all rows share."""

    width: float
    height: float
    axis: float
    x: float
    length: float
    tone: str
    title: str


def sparkline(values: Values, *, width: float = 210, height: float = 40, title: str = "") -> Spark | None:
    """A sparkline on the scale of its own values; None where fewer than two months are defined.

    Examples
    --------
    >>> spark = sparkline([1, 2, None, 4, 3], width=100, height=20)
    >>> spark.lines, spark.last
    (('3.0,17.0 26.5,12.3', '73.5,3.0 97.0,7.7'), (97.0, 7.7))
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    margin = 3.0
    low, high = min(known), max(known)
    step = (width - 2 * margin) / max(1, len(values) - 1)

    def point(index: int, value: float) -> Point:
        share = (value - low) / (high - low) if high - low > NOTHING else 0.5
        return tenth(margin + index * step), tenth(height - margin - share * (height - 2 * margin))

    lines = [[point(index, value) for index, value in run] for run in runs(values)]
    last = values[-1]
    return Spark(
        width,
        height,
        tuple(path(line) for line in lines if len(line) > 1),
        tuple(f"{line[0][0]},{height} {path(line)} {line[-1][0]},{height}" for line in lines if len(line) > 1),
        tuple(line[0] for line in lines if len(line) == 1),
        None if last is None else point(len(values) - 1, last),
        title,
    )


def columns(
    actual: Values,
    before: Values,
    target: Values,
    labels: Sequence[str],
    ticks: Sequence[str],
    *,
    width: float = 680,
    height: float = 190,
    title: str = "",
) -> Columns:
    """Columns of equal width; negative values hang below the axis.

    Examples
    --------
    >>> chart = columns([10, 20], [None, 10], [None, None], ["10", "20"], ["Jan", "Feb"], width=200, height=100)
    >>> [(bar.actual.y, bar.actual.height) for bar in chart.bars]
    [(50.0, 34.0), (16.0, 68.0)]
    """
    head, foot = 16.0, 16.0
    known = [value for series in (actual, before, target) for value in series if value is not None]
    high, low = max(0.0, *known, 0.0), min(0.0, *known, 0.0)
    # Room for the labels of negative columns below the axis.
    foot += 12.0 if low < 0 else 0.0
    unit = (height - head - foot) / _extent(high, low)
    zero = head + high * unit
    # A young firm: few columns do not become walls.
    slot = width / max(8, len(actual))

    def box(value: float | None, left: float, right: float) -> Box | None:
        if value is None:
            return None
        size = abs(value) * unit
        top = zero - size if value >= 0 else zero
        return Box(tenth(left), tenth(top), tenth(right - left), tenth(size))

    bars = []
    for index, value in enumerate(actual):
        left = index * slot
        tallest = max(0.0, *(each for each in (value, before[index], target[index]) if each is not None), 0.0)
        # A label never lies on an outline: it stands above whatever is tallest in its slot.
        at = zero - tallest * unit - 4 if value is None or value >= 0 else zero - value * unit + 10
        bars.append(
            Bar(
                box(value, left + slot * 0.26, left + slot * 0.86),
                box(before[index], left + slot * 0.12, left + slot * 0.6),
                box(target[index], left + slot * 0.2, left + slot * 0.92),
                labels[index],
                (tenth(left + slot * 0.56), tenth(at)),
                ticks[index],
                tenth(left + slot * 0.56),
                index == len(actual) - 1,
            )
        )
    return Columns(width, height, tenth(zero), tuple(bars), title)


def bullet(
    share: float,
    *,
    lower_is_better: bool = False,
    judged: bool = True,
    width: float = 136,
    height: float = 14,
    title: str = "",
) -> Bullet:
    """A bullet bar of actual ÷ plan on an axis from 0 to 130 %.

    Parameters
    ----------
    share : float
        Actual over plan, 1.0 on plan.
    lower_is_better : bool
        The favourable zone is then to the left of the plan.
    judged : bool
        False draws no zones: there is no better side.

    Examples
    --------
    >>> shape = bullet(0.979, width=130)
    >>> shape.bar, shape.tick, shape.overflow
    (97.9, 100.0, False)
    >>> bullet(3.2, width=130).overflow
    True
    """
    unit = width / BULLET_END
    edges = (0.0, 0.95, 1.0, BULLET_END) if not lower_is_better else (0.0, 1.0, 1 / 0.95, BULLET_END)
    shades = (2, 1, 0) if not lower_is_better else (0, 1, 2)
    zones = tuple(
        (tenth(start * unit), tenth((end - start) * unit), shade)
        for start, end, shade in zip(edges, edges[1:], shades, strict=False)
    )
    cut = min(max(share, 0.0), BULLET_END)
    whole = ((0.0, tenth(width), 0),)
    return Bullet(width, height, tenth(cut * unit), tenth(unit), zones if judged else whole, share > BULLET_END, title)


BULLET_END = 1.3


def delta_bars(
    differences: Values, tones: Sequence[str], titles: Sequence[str], *, width: float = 46, height: float = 10
) -> list[DeltaBar | None]:
    """Bars to both sides of one axis; the axis stands where the range of all of them needs it.

    Examples
    --------
    >>> up, down = delta_bars([30.0, -10.0], ["good", "bad"], ["+30", "−10"], width=44)
    >>> (up.axis, up.x, up.length), (down.x, down.length)
    ((12.0, 12.0, 30.0), (2.0, 10.0))
    """
    known = [value for value in differences if value is not None]
    high, low = max([*known, 0.0]), min([*known, 0.0])
    unit = (width - 4) / _extent(high, low)
    axis = 2 - low * unit
    return [
        None
        if value is None
        else DeltaBar(
            width,
            height,
            tenth(axis),
            tenth(min(axis, axis + value * unit)),
            tenth(abs(value) * unit),
            tone,
            title,
        )
        for value, tone, title in zip(differences, tones, titles, strict=True)
    ]


def _extent(high: float, low: float) -> float:
    """The range of a scale; one where nothing is there to scale, so that a speck of float noise fills no chart."""
    return high - low if high - low > NOTHING else 1.0


def runs(values: Values) -> list[list[tuple[int, float]]]:
    """The stretches of neighbouring months that are defined."""
    runs: list[list[tuple[int, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((index, value))
    return [run for run in runs if run]


def path(points: Sequence[Point]) -> str:
    """Points as SVG writes them."""
    return " ".join(f"{x},{y}" for x, y in points)


def tenth(number: float) -> float:
    """Rounded to a tenth, never a negative zero."""
    return round(number + 0.0, 1) + 0.0
