"""Distributions on plain floats: as accurate as scipy's to nine digits and more, and free of its import.

Probabilities of single counts come by Loader's saddle-point expansion, which keeps its digits where a difference of
logarithms of factorials loses them (a million clicks); tails are added up from the observed count outwards.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

_TWO_PI = 2 * math.pi
_NORMAL = NormalDist()
# What is counted as equally likely: the tolerance of R and scipy for exact two-sided tests.
_TIE = 1 + 1e-7


def normal_quantile(p: float) -> float:
    """The value that a standard normal variable stays below with probability `p`.

    Examples
    --------
    >>> round(normal_quantile(0.975), 6)
    1.959964
    """
    return _NORMAL.inv_cdf(p)


def normal_two_sided(z: float) -> float:
    """The probability of a standard normal value at least as far from 0 as `z`.

    Examples
    --------
    >>> round(normal_two_sided(1.959963984540054), 12), normal_two_sided(0)
    (0.05, 1.0)
    """
    return math.erfc(abs(z) / math.sqrt(2))


@lru_cache(maxsize=4096)
def _stirling_error(n: float) -> float:
    """ln Γ(n+1) less Stirling's approximation of it."""
    if n < 16:
        return math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(_TWO_PI)
    square = n * n
    series = 1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square
    return (1 / 12 - (1 / 360 - series / square) / square) / n


def _deviance(x: float, mean: float) -> float:
    """x·ln(x/mean) + mean − x, without cancellation where the two are near."""
    if abs(x - mean) < 0.1 * (x + mean):
        v = (x - mean) / (x + mean)
        total, term, place = (x - mean) * v, 2 * x * v, 1
        while True:
            term *= v * v
            place += 2
            following = total + term / place
            if following == total:
                return total
            total = following
    return x * math.log(x / mean) + mean - x


def binomial_pmf(k: float, n: float, p: float) -> float:
    """The probability of `k` successes in `n` trials; `k` and `n` need not be whole.

    Source: C. Loader, *Fast and accurate computation of binomial probabilities*, 2000.

    Examples
    --------
    >>> round(binomial_pmf(3, 10, 0.5), 12) == 120 / 1024
    True
    """
    q = 1 - p
    if k < 0 or k > n:
        return 0.0
    if p <= 0 or q <= 0:
        return 1.0 if k == (0 if p <= 0 else n) else 0.0
    if k == 0:
        return math.exp(n * math.log1p(-p))
    if k == n:
        return math.exp(n * math.log(p))
    exponent = _stirling_error(n) - _stirling_error(k) - _stirling_error(n - k)
    exponent -= _deviance(k, n * p) + _deviance(n - k, n * q)
    return math.exp(exponent) * math.sqrt(n / (_TWO_PI * k * (n - k)))


def poisson_pmf(k: float, mean: float) -> float:
    """The probability of `k` events where `mean` are expected.

    Examples
    --------
    >>> round(poisson_pmf(0, 2.0), 12) == round(math.exp(-2), 12)
    True
    """
    if k < 0 or mean <= 0:
        return 1.0 if k == 0 and mean == 0 else 0.0
    if k == 0:
        return math.exp(-mean)
    return math.exp(-_stirling_error(k) - _deviance(k, mean)) / math.sqrt(_TWO_PI * k)


def hypergeometric_pmf(k: int, successes: int, failures: int, drawn: int) -> float:
    """The probability of `k` successes among `drawn` taken from `successes` + `failures` without returning them.

    Examples
    --------
    >>> round(hypergeometric_pmf(1, 2, 3, 2), 12)
    0.6
    """
    if k < max(0, drawn - failures) or k > min(successes, drawn):
        return 0.0
    if drawn in (0, successes + failures):
        return 1.0
    p = drawn / (successes + failures)
    inside, outside = binomial_pmf(k, successes, p), binomial_pmf(drawn - k, failures, p)
    return inside * outside / binomial_pmf(drawn, successes + failures, p)


@dataclass(frozen=True, slots=True)
class Counts:
    """A distribution of counts with one peak.

    Attributes
    ----------
    pmf : callable
        The probability of a count.
    step : callable
        The probability of k + 1 over that of k.
    low, high : int
        The least and the greatest count; a `high` of −1 means that there is none.
    mode : int
        The most likely count.
    """

    pmf: Callable[[int], float]
    step: Callable[[int], float]
    low: int
    high: int
    mode: int

    def two_sided(self, observed: int) -> float:
        """The probability of all counts that are no likelier than the observed one.

        The convention of R and scipy ("minlike"). The rival one doubles the smaller tail and gives larger values
        for lopsided distributions.
        """
        own = self.pmf(observed)
        if observed == self.mode or self.pmf(self.mode) <= own * _TIE:
            return 1.0
        if observed < self.mode:
            return min(1.0, self._down(observed) + self._up(self._first_below(own * _TIE)))
        return min(1.0, self._up(observed) + self._down(self._last_below(own * _TIE)))

    def _first_below(self, level: float) -> int:
        """The first count above the peak that is no likelier than `level`."""
        near, far = self.mode, self.high if self.high >= 0 else self.mode + 1
        while self.high < 0 and self.pmf(far) > level:
            far = 2 * far + 1
        if self.pmf(far) > level:
            return far + 1
        while far - near > 1:
            middle = (near + far) // 2
            near, far = (near, middle) if self.pmf(middle) <= level else (middle, far)
        return far

    def _last_below(self, level: float) -> int:
        """The last count below the peak that is no likelier than `level`."""
        near, far = self.mode, self.low
        if self.pmf(far) > level:
            return far - 1
        while near - far > 1:
            middle = (near + far) // 2
            near, far = (near, middle) if self.pmf(middle) <= level else (middle, far)
        return far

    def _up(self, start: int) -> float:
        """The probability of `start` and everything above it, where `start` is above the peak."""
        if 0 <= self.high < start:
            return 0.0
        term = total = self.pmf(start)
        k = start
        while term > total * 1e-18 and k != self.high:
            term *= self.step(k)
            total += term
            k += 1
        return total

    def _down(self, start: int) -> float:
        """The probability of `start` and everything below it, where `start` is below the peak."""
        if start < self.low:
            return 0.0
        term = total = self.pmf(start)
        k = start
        while term > total * 1e-18 and k > self.low:
            k -= 1
            term /= self.step(k)
            total += term
        return total


def binomial(n: int, p: float) -> Counts:
    """Successes in `n` trials.

    Examples
    --------
    >>> round(binomial(10, 0.5).two_sided(2), 9)
    0.109375
    """
    odds = p / (1 - p) if p < 1 else math.inf
    mode = min(n, int((n + 1) * p))
    return Counts(lambda k: binomial_pmf(k, n, p), lambda k: (n - k) / (k + 1) * odds, 0, n, mode)


def poisson(mean: float) -> Counts:
    """Events where `mean` are expected.

    Examples
    --------
    >>> round(poisson(3.0).two_sided(0), 9)  # P(0) + P(7 and more); 6 is likelier than 0
    0.083295604
    """
    return Counts(lambda k: poisson_pmf(k, mean), lambda k: mean / (k + 1), 0, -1, int(mean))


def hypergeometric(successes: int, failures: int, drawn: int) -> Counts:
    """Successes among `drawn` taken without returning them.

    Examples
    --------
    >>> round(hypergeometric(10, 10, 10).two_sided(8), 9)
    0.023014138
    """
    low, high = max(0, drawn - failures), min(successes, drawn)
    mode = min(high, max(low, (drawn + 1) * (successes + 1) // (successes + failures + 2)))

    def step(k: int) -> float:
        return (successes - k) * (drawn - k) / ((k + 1) * (failures - drawn + k + 1))

    return Counts(lambda k: hypergeometric_pmf(k, successes, failures, drawn), step, low, high, mode)


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction.

    Source: W. Press et al., *Numerical Recipes*, ch. 6.4 (Lentz's method).

    Examples
    --------
    >>> round(beta_cdf(0.5, 2, 3), 12)
    0.6875
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    front = binomial_pmf(a, a + b, x) * b / (a + b)
    tiny = 1e-300
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or tiny)
    result = d
    for m in range(1, 100_000):
        for factor in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + factor * d or tiny)
            c = 1 + factor / c or tiny
            result *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return front * result


def beta_quantile(p: float, a: float, b: float) -> float:
    """The x at which `beta_cdf` reaches `p`.

    Examples
    --------
    >>> round(beta_quantile(0.6875, 2, 3), 12)
    0.5
    """
    return _root(lambda x: beta_cdf(x, a, b) - p, 0.0, 1.0)


def t_two_sided(t: float, freedom: float) -> float:
    """The probability of a value of Student's t at least as far from 0.

    Examples
    --------
    >>> round(t_two_sided(1.0, 1), 12)  # Cauchy: half of it lies beyond ±1
    0.5
    """
    if math.isinf(t):
        return 0.0
    return beta_cdf(freedom / (freedom + t * t), freedom / 2, 0.5)


def t_quantile(p: float, freedom: float) -> float:
    """The value that Student's t stays below with probability `p`, for p of one half and more.

    Examples
    --------
    >>> round(t_quantile(0.975, 10), 6)
    2.228139
    """
    tail = 2 * (1 - p)
    high = 2.0
    while t_two_sided(high, freedom) > tail:
        high *= 2
    return _root(lambda t: tail - t_two_sided(t, freedom), 0.0, high)


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function crosses 0, to the last digit or so: by halving, and by a parabola once that is safe.

    Source: T. Chandrupatla, *Advances in Engineering Software* 28, 1997.
    """
    near, far, part = high, low, 0.5
    at_near, at_far = rising(near), rising(far)
    for _ in range(200):
        tried = near + part * (far - near)
        found = rising(tried)
        if (found > 0) == (at_near > 0):
            beyond, at_beyond = near, at_near
        else:
            beyond, at_beyond, far, at_far = far, at_far, near, at_near
        near, at_near = tried, found
        best, at_best = (near, at_near) if abs(at_near) < abs(at_far) else (far, at_far)
        least = math.ulp(best) / abs(far - near)
        if at_best == 0 or least > 0.5:
            return best
        part = min(max(_parabola(near, far, beyond, at_near, at_far, at_beyond), least), 1 - least)
    return best


def _parabola(near: float, far: float, beyond: float, at_near: float, at_far: float, at_beyond: float) -> float:
    """Which part of the way from near to far a parabola through three points goes, else one half."""
    if at_beyond == at_far:
        return 0.5
    place, height = (near - far) / (beyond - far), (at_near - at_far) / (at_beyond - at_far)
    if height**2 >= place or (1 - height) ** 2 >= 1 - place:
        return 0.5
    return at_near / (at_far - at_near) * at_beyond / (at_far - at_beyond) + (beyond - near) / (far - near) * (
        at_near / (at_beyond - at_near) * at_far / (at_beyond - at_far)
    )
