"""How a fact becomes a result, and a result money: the two forms of a KPI matrix and the scale of the payout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from kpi_core.errors import UsageError
from kpi_core.registry import Better
from kpi_core.units import rounded

ZERO, ONE = Fraction(0), Fraction(1)


def exact(number: float) -> Fraction:
    """The decimal number a person reads, not its binary neighbour.

    Examples
    --------
    >>> exact(0.1)
    Fraction(1, 10)
    """
    return Fraction(repr(float(number)))


def index_result(fact: float, plan: float, better: Better = "higher", cap: float | None = None) -> Fraction | None:
    """The result of one KPI as fact ÷ plan, or plan ÷ fact where lower is better.

    Parameters
    ----------
    fact, plan : float
    better : str
        "higher", "lower" or "neutral" (read as higher).
    cap : float, optional
        The most that counts; without one, an index of 3 counts as 3.

    Returns
    -------
    Fraction or None
        At least 0; None where the divisor is 0.

    Notes
    -----
    index = fact ÷ plan. Some firms write 2 − fact ÷ plan where lower is better: at twice the plan it gives 0, and
    plan ÷ fact 50 %.

    Source: inter-hr.ru/news/articles/2020/01/24/646 (24.01.2020), whose example is `scorecard.weighted`'s.

    Examples
    --------
    >>> float(index_result(fact=22, plan=20)), float(index_result(fact=1_600, plan=1_200, better="lower"))
    (1.1, 0.75)
    """
    above, below = (plan, fact) if better == "lower" else (fact, plan)
    if below == 0:
        return None
    result = max(ZERO, exact(above) / exact(below))
    return result if cap is None else min(result, exact(cap))


def matrix_result(fact: float, base: float, norm: float, cap: float | None = 1.2) -> Fraction | None:
    """The result of one KPI as the way covered from the base to the norm.

    Parameters
    ----------
    fact : float
    base : float
        The level that earns nothing.
    norm : float
        The level that earns the whole weight. Below the base where lower is better; the formula stays.
    cap : float, optional
        The most that counts.

    Returns
    -------
    Fraction or None
        From 0 to the cap; None where base and norm are one.

    Notes
    -----
    result = (fact − base) ÷ (norm − base), cut to [0; cap]. The index `fact ÷ plan` is the case base = 0.

    Source: Russian practice of KPI matrices (база, норма, цель), by the catalogue of the project, B8.

    Examples
    --------
    Half-way from 100 to 120 leads; then CAC, where lower is better: from 2 000 to 1 600, and 1 500 is reached.

    >>> float(matrix_result(fact=110, base=100, norm=120)), float(matrix_result(fact=1_500, base=2_000, norm=1_600))
    (0.5, 1.2)
    """
    if exact(norm) == exact(base):
        return None
    result = max(ZERO, (exact(fact) - exact(base)) / (exact(norm) - exact(base)))
    return result if cap is None else min(result, exact(cap))


@dataclass(frozen=True, slots=True)
class Scale:
    """What a result pays, as a share of the target bonus.

    Below the first point nothing is paid; between two points the payout is a straight line; from the last point on it
    stays. A result reaches the first point when the percentage shown does: 79.96 % is shown as 80.0 % and pays as 80 %,
    so that no reader sees 80.0 % beside a payout of nothing.

    Parameters
    ----------
    points : sequence of (result, payout)
        Rising in the result, not falling in the payout. As a rule: below 80 % nothing, from 80 to 120 % what was
        reached, and no more than 120 %.

    Raises
    ------
    UsageError
        `scorecard_scale` for points that do not rise.

    Notes
    -----
    The values are practice and no standard, hence a setting. A steeper scale pays 0 at 80 % and 100 % at 100 %:
    `Scale(((0.8, 0), (1, 1), (1.2, 1.2)))`.

    Source: the catalogue of the project, B8.

    Examples
    --------
    >>> [float(Scale().payout(exact(result))) for result in (0.79, 0.8, 1.1375, 1.5)]
    [0.0, 0.8, 1.1375, 1.2]
    >>> steep = Scale(((0.8, 0), (1, 1), (1.2, 1.2)))
    >>> [float(steep.payout(exact(result))) for result in (0.8, 0.9, 1.1)]
    [0.0, 0.5, 1.1]
    """

    points: Sequence[tuple[float, float]] = ((0.8, 0.8), (1.0, 1.0), (1.2, 1.2))

    def __post_init__(self) -> None:
        pairs = list(pairwise(self.points))
        if not self.points or any(after[0] <= before[0] or after[1] < before[1] for before, after in pairs):
            raise UsageError("scorecard_scale", scale="; ".join(f"{result:g} → {pay:g}" for result, pay in self.points))

    def payout(self, result: Fraction) -> Fraction:
        """The share of the target bonus that a result pays."""
        points = [(exact(reached), exact(pays)) for reached, pays in self.points]
        if rounded(float(result), "percent", digits=1) < rounded(self.points[0][0], "percent", digits=1):
            return ZERO
        if result <= points[0][0]:
            return points[0][1]
        for (low, pays_low), (high, pays_high) in pairwise(points):
            if result <= high:
                return pays_low + (pays_high - pays_low) * (result - low) / (high - low)
        return points[-1][1]
