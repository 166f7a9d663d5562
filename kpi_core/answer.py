"""What a question to the cube comes back as."""

from __future__ import annotations

from typing import Any, NamedTuple


class Answer(NamedTuple):
    """The value of a KPI, or the reason why there is none.

    Attributes
    ----------
    value : float or None
        Full precision; percents and ratios as fractions. None where undefined.
    reason : str or None
        Why it is undefined: `no_<measure>` for a zero denominator, `no_base`, `no_plan`, `no_data`,
        `no_customer_id`, `not_additive`, `monthly_only`, `too_early`, `ambiguous`, `not_reached`, `not_kept`.
    notes : tuple of str
        What qualifies the value without changing it: `immature`, `partial_period`, `partial_source`, `small_base`,
        `left_censored`, `free_channel`, `vat_unknown`, `not_comparable`, `recalculated`.
    beyond : int or None
        For `not_reached`: the age up to which it was looked for ("> 14").
    """

    value: float | None
    reason: str | None = None
    notes: tuple[str, ...] = ()
    beyond: int | None = None


class Missing(NamedTuple):
    """A measure that has no number, and why."""

    reason: str


Amount = Any
"""What a measure comes to: a Fraction, a tuple of Fractions for a series, or `Missing`."""

REASONS = (
    "no_base", "no_plan", "no_data", "no_customer_id", "not_additive", "monthly_only", "too_early", "ambiguous",
    "not_reached", "not_kept",
)  # fmt: skip
NOTES = (
    "immature", "partial_period", "partial_source", "small_base", "left_censored", "free_channel", "vat_unknown",
    "not_comparable", "recalculated",
)  # fmt: skip
