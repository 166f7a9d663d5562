"""Counts of events over an exposure (days, roubles): whether two rates differ by more than chance, and their bounds.

Events are taken to come one by one and independently (Poisson). Customers who come in groups scatter more than that,
so that a value close to the boundary deserves a second look.
"""

from __future__ import annotations

import math

from kpi_core.analysis.distributions import beta_quantile, binomial, normal_quantile, poisson
from kpi_core.analysis.proportions import LEVEL, Interval


def two_counts(count: int, exposure: float, count_before: int, exposure_before: float) -> float:
    """The two-sided p value of the conditional binomial test of two rates.

    Given k₁ + k₂ events in all, k₁ ~ Bin(k₁ + k₂, t₁ ÷ (t₁ + t₂)) if the rates k₁/t₁ and k₂/t₂ are the same.

    Parameters
    ----------
    count, count_before : int
        Events of the two periods or channels.
    exposure, exposure_before : float
        Positive: the days of the two periods for orders and leads, the money spent for cost per event.

    Returns
    -------
    float
        From 0 to 1; 1 where neither side has an event.

    Notes
    -----
    Exact, and two-sided as in scipy.stats.binomtest. The rival convention, the E-test, is not conditional and
    a little sharper.

    Source: J. Przyborowski and H. Wilenski, *Biometrika* 31, 1940.

    Examples
    --------
    >>> round(two_counts(2, 31, 8, 31), 6)  # Bin(10, ½): 2 · (1 + 10 + 45) ÷ 1024
    0.109375
    """
    both = count + count_before
    return 1.0 if both == 0 else binomial(both, exposure / (exposure + exposure_before)).two_sided(count)


def share_interval(count: int, total: int, level: float = LEVEL) -> Interval:
    """The exact interval of a share (Clopper and Pearson's), from the quantiles of the beta distribution.

    Parameters
    ----------
    count, total : int
        Whole numbers, count ≤ total, at least one in total.
    level : float
        What may be missed.

    Returns
    -------
    Interval
        Within 0…1, and it contains count ÷ total.

    Notes
    -----
    Never misses more often than `level`, hence wider than the rival, Wilson's.

    Source: C. Clopper and E. Pearson, *Biometrika* 26, 1934.

    Examples
    --------
    >>> [round(bound, 6) for bound in share_interval(0, 10)]  # 1 − 0.025^(1/10)
    [0.0, 0.308497]
    """
    low = beta_quantile(level / 2, count, total - count + 1) if count else 0.0
    high = beta_quantile(1 - level / 2, count + 1, total - count) if count < total else 1.0
    return Interval(low, high)


def rate_ratio(
    count: int, exposure: float, count_before: int, exposure_before: float, level: float = LEVEL
) -> Interval:
    """The exact interval of the ratio of two rates, the first over the second.

    The share π of the first side in all events has Clopper and Pearson's interval; the ratio is π/(1−π) · t₂/t₁.

    Parameters
    ----------
    count, exposure, count_before, exposure_before
        As for `two_counts`; at least one event in all.
    level : float
        What may be missed.

    Returns
    -------
    Interval
        From 0 up; without an event on the second side it has no upper end (`inf`).

    Notes
    -----
    The tails are equal here, while the test adds up what is no likelier: right at the boundary the two may disagree.

    Source: E. Lehmann and J. Romano, *Testing Statistical Hypotheses*, ch. 4.

    Examples
    --------
    >>> [round(bound, 4) for bound in rate_ratio(30, 31, 20, 31)]
    [0.8241, 2.7868]
    """
    low, high = share_interval(count, count + count_before, level)
    return Interval(
        *(bound / (1 - bound) * (exposure_before / exposure) if bound < 1 else math.inf for bound in (low, high))
    )


def one_count(count: int, expected: float) -> float:
    """The two-sided p value of the exact Poisson test of a count against a fixed one, such as the plan.

    Parameters
    ----------
    count : int
        Events.
    expected : float
        How many were planned; positive.

    Returns
    -------
    float
        From 0 to 1.

    Notes
    -----
    All counts no likelier than the observed one are added up, as R's poisson.test does.

    Source: F. Garwood, *Biometrika* 28, 1936.

    Examples
    --------
    >>> round(one_count(0, 3.0), 9), one_count(40, 40.0)
    (0.083295604, 1.0)
    """
    return poisson(expected).two_sided(count)


def count_interval(count: int, level: float = LEVEL) -> Interval:
    """The score interval of the expected number of events: k + z²/2 ± z·√(k + z²/4).

    Parameters
    ----------
    count : int
        Events.
    level : float
        What may be missed.

    Returns
    -------
    Interval
        From 0 up, and it contains the count.

    Notes
    -----
    The rival convention, Garwood's exact interval, is wider.

    Source: C. Rao, 1948; R. Ng et al., *Biometrical Journal* 2008 (as in statsmodels).

    Examples
    --------
    >>> [round(bound, 4) for bound in count_interval(0)]
    [0.0, 3.8415]
    """
    z = normal_quantile(1 - level / 2)
    half = z * math.sqrt(count + z * z / 4)
    return Interval(0.0 if count == 0 else count + z * z / 2 - half, count + z * z / 2 + half)


def rate_difference(
    count: int, exposure: float, count_before: int, exposure_before: float, level: float = LEVEL
) -> Interval:
    """The interval of the difference of two rates, the first less the second, from their score intervals (MOVER).

    Parameters
    ----------
    count, exposure, count_before, exposure_before
        As for `two_counts`.
    level : float
        What may be missed.

    Returns
    -------
    Interval
        Contains the observed difference; swapped sides turn it round.

    Notes
    -----
    The rival convention, Wald's, has no width where neither side has an event.

    Source: G. Zou and A. Donner, *Statistics in Medicine* 27, 2008 (method of variance estimates recovery).

    Examples
    --------
    >>> [round(bound, 3) for bound in rate_difference(30, 10, 20, 10)]
    [-0.412, 2.464]
    """
    now, before = count / exposure, count_before / exposure_before
    low, high = (bound / exposure for bound in count_interval(count, level))
    low_before, high_before = (bound / exposure_before for bound in count_interval(count_before, level))
    return Interval(
        now - before - math.hypot(now - low, high_before - before),
        now - before + math.hypot(high - now, before - low_before),
    )


def most_for_zero(level: float = LEVEL) -> float:
    """How many events may be expected at most where none came: −ln(level), about 3 at 0.05.

    So a channel that cost `spend` and sold nothing has a CAC of at least spend ÷ 3.

    Parameters
    ----------
    level : float
        What may be missed; one-sided.

    Returns
    -------
    float
        The exact upper Poisson bound for a count of zero.

    Notes
    -----
    The rival convention splits the level to both sides and has 3.69; a count of zero has one side only.

    Source: J. Hanley and A. Lippman-Hand, *If nothing goes wrong, is everything all right?*, JAMA 249, 1983.

    Examples
    --------
    >>> round(most_for_zero(), 4)
    2.9957
    """
    return -math.log(level)
