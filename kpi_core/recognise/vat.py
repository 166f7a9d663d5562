"""Money with VAT and without: converted to what the report shows, by the rate of each day, where both are told."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from kpi_core.recognise.dates import Moments
from kpi_core.recognise.factors import multiplied
from kpi_core.recognise.numbers import Numbers
from kpi_core.snapshot import Vat, VatRates


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

    A row without a day keeps its amount.
    """
    factors = [factor(rate, wanted) for _, rate in rates]
    starts = np.array([np.datetime64(day, "D") for day, _ in rates])
    codes = np.searchsorted(starts, days.astype("datetime64[D]"), side="right") - 1
    codes = np.where(np.isnat(days), -1, codes)
    return multiplied(numbers, factors, codes)
