"""The logarithmic mean Divisia index: a change of a product split among its factors, nothing left over."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple


class Factor(NamedTuple):
    """One factor of a product before and after; `power` is −1 where the product is divided by it."""

    before: Fraction
    after: Fraction
    power: int = 1


def log_mean(one: Fraction, other: Fraction) -> float:
    """The logarithmic mean of two positive numbers, (a − b) ÷ ln(a ÷ b); a itself where they are equal.

    Examples
    --------
    >>> round(log_mean(Fraction(200), Fraction(100)), 4)
    144.2695
    >>> log_mean(Fraction(7), Fraction(7))
    7.0
    """
    return float(one) if one == other else float(one - other) / log_ratio(one, other)


def log_ratio(one: Fraction, other: Fraction) -> float:
    """ln(a ÷ b), to the last digit where the two are near each other."""
    relative = (one - other) / other
    return math.log1p(float(relative)) if abs(relative) < 1 else math.log(float(one / other))


def split(before: Fraction, after: Fraction, factors: Sequence[Factor]) -> tuple[Fraction, ...]:
    """The change of a product, shared among its factors; the shares add up exactly.

    Parameters
    ----------
    before, after : Fraction
        The product in either period, positive.
    factors : sequence of Factor
        All of them, positive in both periods.

    Returns
    -------
    tuple of Fraction
        One share for each factor, in the unit of the product.

    Notes
    -----
    share = L(after, before) · power · ln(x₁ ÷ x₀). Logarithms are floats, so the last factor that changed takes what
    is left; a factor that did not change gets exactly 0. The rival is to change one factor after another, whose shares
    depend on the order chosen.

    Source: B. W. Ang, "Decomposition analysis for policymaking in energy", Energy Policy 32 (2004), 1131–1139.

    Examples
    --------
    Price doubles while twice as many are needed for one sale: cost per sale goes from 100 to 400.

    >>> price, needed = Factor(Fraction(10), Fraction(20)), Factor(Fraction(10), Fraction(20))
    >>> [float(share) for share in split(Fraction(100), Fraction(400), [price, needed])]
    [150.0, 150.0]
    """
    mean = log_mean(after, before)
    shares = [Fraction(mean * factor.power * log_ratio(factor.after, factor.before)) for factor in factors]
    changed = [place for place, factor in enumerate(factors) if factor.after != factor.before]
    if changed:
        last = changed[-1]
        shares[last] = Fraction(0)
        shares[last] = after - before - sum(shares, Fraction(0))
    return tuple(shares)
