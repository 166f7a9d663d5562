"""Money with VAT and without: converted to what the report shows, by the rate of each day, where both are told."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from kpi_core.recognise.dates import Moments
from kpi_core.recognise.numbers import MOST_DECIMALS, Numbers
from kpi_core.snapshot import Vat, VatRates

_ROOM, _FINER = 2**61, 6


def factor(percent: Any, wanted: Vat) -> Fraction:
    """By what an amount is multiplied to take VAT off it, or to put it on.

    Examples
    --------
    >>> factor(20, "excluded"), factor(22, "included")
    (Fraction(5, 6), Fraction(61, 50))
    """
    whole = 1 + Fraction(percent) / 100
    return whole if wanted == "included" else 1 / whole


def converted(numbers: Numbers, days: Moments, rates: VatRates, wanted: Vat) -> Numbers:
    """Amounts with VAT put on or taken off, each by the rate of its day.

    What has no end as a decimal is kept to six digits more than the column has (as far as its total leaves room), so a
    sum is right to the last kopeck. A row without a day keeps its amount.
    """
    factors = [factor(rate, wanted) for _, rate in rates]
    starts = np.array([np.datetime64(day, "D") for day, _ in rates])
    codes = np.searchsorted(starts, days.astype("datetime64[D]"), side="right") - 1
    codes = np.where(np.isnat(days), -1, codes)
    total = int(np.abs(numbers.values).astype(object).sum()) * 2
    finer = max(
        (n for n in range(_FINER + 1) if numbers.decimals + n <= MOST_DECIMALS and total * 10**n < _ROOM), default=0
    )
    values = [
        int(value) * 10**finer if code < 0 else round(int(value) * 10**finer * factors[code])
        for value, code in zip(numbers.values.tolist(), codes.tolist(), strict=True)
    ]
    result, decimals = np.array(values, np.int64), numbers.decimals + finer
    while decimals > numbers.decimals and not (result % 10).any():
        result, decimals = result // 10, decimals - 1
    return Numbers(result, decimals, numbers.missing, numbers.faults, numbers.percent)
