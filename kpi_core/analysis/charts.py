"""Control charts: between which limits a series keeps while nothing but chance moves it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from kpi_core.analysis.proportions import Interval

XMR = 2.66
"""3 ÷ 1.128: three standard deviations, estimated from the mean of the moving ranges."""
_RANGE_TO_SPREAD = 1.128


def xmr(values: Sequence[float]) -> Interval:
    """The limits of an XmR chart: mean ± 2.66 · mean of |differences of neighbours|.

    Parameters
    ----------
    values : sequence of float
        At least two, in the order of time.

    Returns
    -------
    Interval
        Around the mean.

    Notes
    -----
    The differences of neighbours are used so that a slow trend does not widen the limits; the rival convention, three
    standard deviations of all values, lets one outlier hide itself.

    Source: D. Wheeler, *Understanding Variation*, 1993.

    Examples
    --------
    >>> xmr([10.0, 12.0, 11.0, 13.0])  # 11.5 ± 2.66 · 5/3
    Interval(low=7.066666666666666, high=15.933333333333334)
    """
    mean = math.fsum(values) / len(values)
    half = XMR * _moving_range(values)
    return Interval(mean - half, mean + half)


def p_chart(successes: Sequence[int], trials: Sequence[int], size: int) -> Interval:
    """The limits of a p-chart for `size` trials: p̄ ± 3·√(p̄(1−p̄)/size), at least 0 and at most 1.

    Parameters
    ----------
    successes, trials : sequence of int
        Of the months before; p̄ = Σ successes ÷ Σ trials, never the mean of the months' shares.
    size : int
        Trials of the month that is judged.

    Returns
    -------
    Interval
        Around p̄.

    Notes
    -----
    With many visits the months scatter more than single coin tosses would, and the plain chart alarms every month.
    So the limits are widened by Laney's factor, the spread of the months' own z values, where that is more than 1;
    the rival convention leaves it out.

    Source: W. Shewhart, 1931; D. Laney, *Quality Engineering* 14, 2002 (p′-chart).

    Examples
    --------
    >>> low, high = p_chart([100, 100, 100], [1000, 1000, 1000], 900)  # 0.1 ± 3 · √(0.09/900)
    >>> round(low, 6), round(high, 6)
    (0.07, 0.13)
    """
    share = sum(successes) / sum(trials)
    spread = math.sqrt(share * (1 - share))
    if spread == 0:
        return Interval(share, share)
    scores = [(k / n - share) / (spread / math.sqrt(n)) for k, n in zip(successes, trials, strict=True)]
    wider = max(1.0, _moving_range(scores) / _RANGE_TO_SPREAD)
    half = 3 * wider * spread / math.sqrt(size)
    return Interval(max(0.0, share - half), min(1.0, share + half))


def _moving_range(values: Sequence[float]) -> float:
    """The mean of the absolute differences of neighbours; 0 for a single value."""
    ranges = [abs(after - before) for before, after in pairwise(values)]
    return math.fsum(ranges) / len(ranges) if ranges else 0.0
