"""Amounts of money, order by order: whether two averages or two sums differ by more than chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from kpi_core.analysis.distributions import normal_quantile, normal_two_sided, t_quantile, t_two_sided
from kpi_core.analysis.proportions import LEVEL, Interval

FEWEST_ORDERS = 20
"""Below so many orders in all a sum is too far from a normal distribution."""


class Compared(NamedTuple):
    """Outcome of a test of two averages.

    Attributes
    ----------
    p : float
        The two-sided p value.
    difference : float
        The first average less the second (of logarithms for `welch_log`).
    interval : Interval
        Of the difference.
    """

    p: float
    difference: float
    interval: Interval


class Sum(NamedTuple):
    """A sum of order amounts.

    Attributes
    ----------
    total : float
        Σx.
    squares : float
        Σx²: what a compound Poisson sum has for variance.
    orders : int
        How many.
    """

    total: float
    squares: float
    orders: int


def welch(now: Sequence[float], before: Sequence[float], level: float = LEVEL) -> Compared | None:
    """Welch's t test of two averages: variances may differ.

    t = (x̄₁ − x̄₂) ÷ √(s₁²/n₁ + s₂²/n₂), with Welch's and Satterthwaite's degrees of freedom.

    Parameters
    ----------
    now, before : sequence of float
        The amounts of the two periods.
    level : float
        What may be missed.

    Returns
    -------
    Compared or None
        None with fewer than two amounts on a side, or where none of them differ from each other.

    Notes
    -----
    The rival convention, Student's, assumes equal variances, which order amounts of two months need not have.

    Source: B. Welch, *Biometrika* 34, 1947.

    Examples
    --------
    >>> result = welch([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])
    >>> round(result.p, 6), result.difference
    (0.220881, -2.0)
    """
    if min(len(now), len(before)) < 2:
        return None
    (mean, share), (mean_before, share_before) = _mean_and_error(now), _mean_and_error(before)
    squared = share + share_before
    if squared <= 0:
        return None
    freedom = squared**2 / (share**2 / (len(now) - 1) + share_before**2 / (len(before) - 1))
    difference, error = mean - mean_before, math.sqrt(squared)
    half = t_quantile(1 - level / 2, freedom) * error
    return Compared(
        t_two_sided(difference / error, freedom), difference, Interval(difference - half, difference + half)
    )


def welch_log(now: Sequence[float], before: Sequence[float], level: float = LEVEL) -> Compared | None:
    """Welch's test on the logarithms of amounts: a few huge orders do not decide it.

    Parameters
    ----------
    now, before : sequence of float
        Positive amounts.
    level : float
        What may be missed.

    Returns
    -------
    Compared or None
        In logarithms: exp(difference) is the ratio of the two geometric means, the typical orders.

    Notes
    -----
    It speaks of the typical order. The average check is an arithmetic mean and follows it only where the shape of the
    distribution stays the same: whoever uses the verdict should see that both moved the same way.

    Source: the project's catalogue, B4; X.-H. Zhou et al., *Statistics in Medicine* 16, 1997.

    Examples
    --------
    >>> result = welch_log([100.0, 200.0, 400.0], [100.0, 200.0, 400.0])
    >>> result.p, result.difference
    (1.0, 0.0)
    """
    return welch([math.log(amount) for amount in now], [math.log(amount) for amount in before], level)


def one_average(now: Sequence[float], expected: float, level: float = LEVEL) -> Compared | None:
    """The t test of an average against a fixed one, such as the plan: t = (x̄ − plan) ÷ (s/√n).

    Parameters
    ----------
    now : sequence of float
        The amounts of the period.
    expected : float
        The plan of the average.
    level : float
        What may be missed.

    Returns
    -------
    Compared or None
        None with fewer than two amounts, or where they are all the same.

    Notes
    -----
    On the amounts as they are: a plan of the average says nothing of logarithms.

    Source: Student, *Biometrika* 6, 1908.

    Examples
    --------
    >>> one_average([90.0, 100.0, 110.0], 100.0).p
    1.0
    """
    if len(now) < 2:
        return None
    mean, squared = _mean_and_error(now)
    if squared <= 0:
        return None
    error, freedom = math.sqrt(squared), len(now) - 1
    half = t_quantile(1 - level / 2, freedom) * error
    difference = mean - expected
    return Compared(
        t_two_sided(difference / error, freedom), difference, Interval(difference - half, difference + half)
    )


def two_sums(now: Sum, exposure: float, before: Sum, exposure_before: float) -> float | None:
    """The two-sided p value of the difference of two sums per exposure, as of revenue per day.

    If both sides are one stream of orders, each order of the two fell on the first with the chance π = t₁ ÷ (t₁ + t₂).
    Then R₁ − π(R₁ + R₂) has the variance π(1 − π)Σx² over all orders, and z is their ratio.

    Parameters
    ----------
    now, before : Sum
        Of the two periods.
    exposure, exposure_before : float
        Positive: days, or money spent.

    Returns
    -------
    float or None
        None with fewer than twenty orders in all, or where all of them are zero.

    Notes
    -----
    With orders of one size this is the normal approximation of the conditional binomial test. One huge order cannot
    make it significant: it adds as much to the variance as to the difference. The rival convention, a t test of daily
    sums, needs days that are alike.

    Source: variance of a compound Poisson sum, Σx² (S. Ross, *Stochastic Processes*, ch. 2), conditioned as in
    Przyborowski and Wilenski's test.

    Examples
    --------
    >>> ones = [Sum(count, count, count) for count in (60, 40)]
    >>> round(two_sums(ones[0], 30, ones[1], 30), 6)  # z = (60 − 50) ÷ √25 = 2
    0.0455
    """
    squares = now.squares + before.squares
    if now.orders + before.orders < FEWEST_ORDERS or squares <= 0:
        return None
    # Both sides over a common denominator: equal rates give exactly 0.
    apart = (now.total * exposure_before - before.total * exposure) / (exposure + exposure_before)
    part = exposure / (exposure + exposure_before)
    return normal_two_sided(apart / math.sqrt(part * (1 - part) * squares))


def sum_ratio(now: Sum, exposure: float, before: Sum, exposure_before: float, level: float = LEVEL) -> Interval | None:
    """The interval of the ratio of two sums per exposure: ln ratio ± z·√(Σx₁²/R₁² + Σx₂²/R₂²).

    Parameters
    ----------
    now, exposure, before, exposure_before
        As for `two_sums`.
    level : float
        What may be missed.

    Returns
    -------
    Interval or None
        None where a sum is not positive.

    Notes
    -----
    By the delta method, each side with its own variance; so at the boundary it may disagree with `two_sums`, which
    takes both for one.

    Source: L. Wasserman, *All of Statistics*, ch. 5 (delta method).

    Examples
    --------
    >>> ones = Sum(50, 50, 50)
    >>> [round(bound, 4) for bound in sum_ratio(ones, 30, ones, 30)]  # exp(±1.96 · √(2/50))
    [0.6757, 1.4799]
    """
    if now.total <= 0 or before.total <= 0:
        return None
    ratio = now.total / exposure / (before.total / exposure_before)
    error = math.sqrt(now.squares / now.total**2 + before.squares / before.total**2)
    factor = math.exp(normal_quantile(1 - level / 2) * error)
    return Interval(ratio / factor, ratio * factor)


def one_sum(now: Sum, expected: float, level: float = LEVEL) -> tuple[float, Interval] | None:
    """The two-sided p value of a sum against a fixed one, such as the plan, and the interval of the sum.

    z = (R − plan) ÷ √Σx².

    Parameters
    ----------
    now : Sum
        Of the period.
    expected : float
        The plan.
    level : float
        What may be missed.

    Returns
    -------
    tuple or None
        None with fewer than twenty orders, or where all of them are zero.

    Notes
    -----
    The plan is taken as a number, with no chance in it.

    Source: variance of a compound Poisson sum, Σx².

    Examples
    --------
    >>> p, interval = one_sum(Sum(100, 100, 100), 120)
    >>> round(p, 6), round(interval.low, 2)
    (0.0455, 80.4)
    """
    if now.orders < FEWEST_ORDERS or now.squares <= 0:
        return None
    error = math.sqrt(now.squares)
    half = normal_quantile(1 - level / 2) * error
    return normal_two_sided((now.total - expected) / error), Interval(now.total - half, now.total + half)


def _mean_and_error(amounts: Sequence[float]) -> tuple[float, float]:
    """The mean, and the variance of it."""
    mean = math.fsum(amounts) / len(amounts)
    spread = math.fsum((amount - mean) ** 2 for amount in amounts)
    return mean, spread / (len(amounts) - 1) / len(amounts)
