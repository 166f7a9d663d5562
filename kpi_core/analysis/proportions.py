"""Shares of successes in trials: their intervals, and whether two of them differ by more than chance.

Intervals contain the observed value, and swapping the two sides turns a difference round and keeps its p value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from kpi_core.analysis.distributions import binomial, hypergeometric, normal_quantile, normal_two_sided

LEVEL = 0.05
"""A difference that chance alone makes at most once in twenty times is called significant."""
FEW = 5
"""Below so many expected events in any cell the exact test replaces the approximate one."""


class Interval(NamedTuple):
    """From `low` to `high`, both included."""

    low: float
    high: float


def wilson(successes: int, trials: int, level: float = LEVEL) -> Interval:
    """Wilson's score interval of a share.

    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n), with p = successes ÷ trials.

    Parameters
    ----------
    successes, trials : int
        Whole numbers, successes ≤ trials, at least one trial.
    level : float
        What may be missed: 0.05 for an interval of 95 %.

    Returns
    -------
    Interval
        Within 0…1, and it contains the observed share.

    Notes
    -----
    The rival convention, Wald's p ± z·√(p(1−p)/n), has no width where nobody bought and leaves 0…1.

    Source: E. Wilson, *JASA* 22, 1927; R. Newcombe, *Statistics in Medicine* 17, 1998, p. 857, method 3.

    Examples
    --------
    >>> [round(bound, 4) for bound in wilson(81, 263)]  # Newcombe 1998, table I
    [0.2553, 0.3662]
    """
    z2 = normal_quantile(1 - level / 2) ** 2
    share = successes / trials
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = math.sqrt(z2 * (share * (1 - share) / trials + z2 / (4 * trials**2))) / (1 + z2 / trials)
    low = 0.0 if successes == 0 else middle - half
    return Interval(min(low, share), max(1.0 if successes == trials else middle + half, share))


def newcombe(successes: int, trials: int, successes_before: int, trials_before: int, level: float = LEVEL) -> Interval:
    """Newcombe's interval of the difference of two shares, the first less the second, from their Wilson intervals.

    With d = p₁ − p₂: from d − √((p₁−l₁)² + (u₂−p₂)²) to d + √((u₁−p₁)² + (p₂−l₂)²).

    Parameters
    ----------
    successes, trials, successes_before, trials_before : int
        Whole numbers, at least one trial on either side.
    level : float
        What may be missed.

    Returns
    -------
    Interval
        Within −1…1, and it contains the observed difference.

    Notes
    -----
    The rival convention, Wald's d ± z·√(p₁q₁/n₁ + p₂q₂/n₂), is too narrow for small counts.

    Source: R. Newcombe, *Statistics in Medicine* 17, 1998, p. 873, method 10.

    Examples
    --------
    >>> [round(bound, 4) for bound in newcombe(56, 70, 48, 80)]  # Newcombe 1998, table II, (a)
    [0.0524, 0.3339]
    """
    now, before = successes / trials, successes_before / trials_before
    (low, high), (low_before, high_before) = (
        wilson(successes, trials, level),
        wilson(successes_before, trials_before, level),
    )
    difference = now - before
    return Interval(
        difference - math.hypot(now - low, high_before - before),
        difference + math.hypot(high - now, before - low_before),
    )


def pooled_z(successes: int, trials: int, successes_before: int, trials_before: int) -> float:
    """The two-sided p value of the pooled z test of two shares.

    z = (p₁ − p₂) ÷ √(p(1−p)(1/n₁ + 1/n₂)), where p is the share in both together.

    Parameters
    ----------
    successes, trials, successes_before, trials_before : int
        Whole numbers, at least one trial on either side.

    Returns
    -------
    float
        From 0 to 1; 1 where the shares are equal, or none or all of both succeeded.

    Notes
    -----
    Its square is Pearson's χ² without Yates's correction, which is the rival convention and errs on the quiet side.

    Source: A. Agresti, *Categorical Data Analysis*, ch. 3.

    Examples
    --------
    >>> round(pooled_z(30, 200, 20, 200), 6)
    0.13057
    """
    both, everyone = successes + successes_before, trials + trials_before
    if both in (0, everyone):
        return 1.0
    # (p₁ − p₂) over a common denominator: equal shares give exactly 0.
    apart = (successes * trials_before - successes_before * trials) / (trials * trials_before)
    error = math.sqrt(both * (everyone - both) / everyone / trials / trials_before)
    return normal_two_sided(apart / error)


def fisher(successes: int, trials: int, successes_before: int, trials_before: int) -> float:
    """The two-sided p value of Fisher's exact test of two shares.

    Given all successes, those of the first side are hypergeometric; added up are all counts no likelier than the
    observed one.

    Parameters
    ----------
    successes, trials, successes_before, trials_before : int
        Whole numbers.

    Returns
    -------
    float
        From 0 to 1; 1 where one side has no trials, or none or all succeeded.

    Notes
    -----
    Two-sided as in R and scipy. The rival convention doubles the smaller tail.

    Source: R. A. Fisher, *The Design of Experiments*, ch. 2 (the lady tasting tea).

    Examples
    --------
    >>> round(fisher(3, 4, 1, 4), 9)  # 34 ÷ 70
    0.485714286
    """
    both, everyone = successes + successes_before, trials + trials_before
    return hypergeometric(both, everyone - both, trials).two_sided(successes)


def two_proportions(successes: int, trials: int, successes_before: int, trials_before: int) -> tuple[float, str]:
    """The p value of the test that suits the counts, and its name: "fisher" below five expected, else "pooled_z".

    Examples
    --------
    >>> two_proportions(30, 200, 30, 200), two_proportions(3, 4, 1, 4)[1]
    ((1.0, 'pooled_z'), 'fisher')
    """
    both, everyone = successes + successes_before, trials + trials_before
    least = min(trials, trials_before) * min(both, everyone - both) / everyone
    test = fisher if least < FEW else pooled_z
    return test(successes, trials, successes_before, trials_before), test.__name__


def one_proportion(successes: int, trials: int, expected: float) -> float:
    """The two-sided p value of the exact binomial test of a share against a fixed one, such as the plan.

    Parameters
    ----------
    successes, trials : int
        Whole numbers.
    expected : float
        The share it is held against, from 0 to 1.

    Returns
    -------
    float
        From 0 to 1.

    Notes
    -----
    Two-sided as in R and scipy: all counts no likelier than the observed one.

    Source: W. Conover, *Practical Nonparametric Statistics*, ch. 3.

    Examples
    --------
    >>> round(one_proportion(2, 10, 0.5), 6)
    0.109375
    """
    return binomial(trials, expected).two_sided(successes)


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """Holm's step-down adjustment of several p values, in their own order.

    The k-th smallest of m is multiplied by m − k + 1, never falls below the one before it and never exceeds 1.

    Parameters
    ----------
    values : sequence of float
        The p values of one family of questions: all channels of a month.

    Returns
    -------
    tuple of float
        Adjusted p values: below 0.05, the chance of a single false alarm in the whole family is below 0.05.

    Notes
    -----
    The rival conventions: Bonferroni's multiplies all by m and finds less, Benjamini and Hochberg's bounds the share
    of false alarms and not the chance of any.

    Source: S. Holm, *Scandinavian Journal of Statistics* 6, 1979.

    Examples
    --------
    >>> [round(value, 6) for value in holm([0.04, 0.01, 0.03])]
    [0.06, 0.03, 0.06]
    """
    adjusted = [0.0] * len(values)
    reached = 0.0
    for rank, place in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        reached = max(reached, min(1.0, (len(values) - rank) * values[place]))
        adjusted[place] = reached
    return tuple(adjusted)
