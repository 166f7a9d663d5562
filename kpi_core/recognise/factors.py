"""Amounts by a factor (a rate of VAT, a rate of exchange), exact as far as 64 bits leave room."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from kpi_core.recognise.numbers import MOST_DECIMALS, Numbers

_ROOM, _FINER = 2**61, 6


def multiplied(numbers: Numbers, factors: Sequence[Fraction | None], codes: Any, least: int = 0) -> Numbers:
    """Each amount by the factor that its code names; a negative code, or None in its place, leaves it as it stands.

    What has no end as a decimal, or a longer one, is kept to six digits more than the column has (as far as its total
    leaves room), so that a sum is right to the last kopeck; zeros at the end are dropped, down to `least` decimals.
    """
    largest = max((factor for factor in factors if factor is not None), default=Fraction(1))
    total = int(np.abs(numbers.values).astype(object).sum() * max(largest, 2))
    finer = max(
        (n for n in range(_FINER + 1) if numbers.decimals + n <= MOST_DECIMALS and total * 10**n < _ROOM), default=0
    )
    by_code = [*factors, None]  # the last one answers for the code -1
    values = [
        int(value) * 10**finer if (factor := by_code[code]) is None else round(int(value) * 10**finer * factor)
        for value, code in zip(numbers.values.tolist(), np.asarray(codes).tolist(), strict=True)
    ]
    result, decimals = np.array(values, np.int64), numbers.decimals + finer
    while decimals > max(numbers.decimals, least) and not (result % 10).any():
        result, decimals = result // 10, decimals - 1
    return Numbers(result, decimals, numbers.missing, numbers.faults, numbers.percent)
