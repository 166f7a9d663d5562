"""Rates of VAT as a person writes them: "20 %; 22 % с 2026-01-01", dated since they change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from kpi_core.errors import UsageError
from kpi_core.snapshot import VatRates

_ENTRY = re.compile(
    r"(?P<rate>\d{1,2}(?:[.,]\d{1,2})?|нет|без ндс|none|no)\s*%?\s*"
    r"(?:(?P<how>с|со|от|from|since|до|по|until|till|to)\s+(?P<day>\S+?)\.?(?:\s*г\.?)?)?",
    re.IGNORECASE,
)
_ENDS = ("до", "по", "until", "till", "to")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def vat_rates(value: object) -> VatRates:
    """Dated rates out of a text, a number, or a list of pairs of rate and first day.

    Raises
    ------
    UsageError
        `setting_vat_rate` for what is none, or where two rates begin on one day.

    Examples
    --------
    >>> [(str(day), str(rate)) for day, rate in vat_rates("20 %; 22 % с 2026-01-01")]
    [('0001-01-01', '20'), ('2026-01-01', '22')]
    >>> vat_rates("20 % до 31.12.2025; 22 %") == vat_rates([["20%", ""], ["22%", "2026-01-01"]])
    True
    """
    found: list[tuple[date, Decimal]] = []
    begins = date.min
    for text in _entries(value):
        entry = _ENTRY.fullmatch(text.strip())
        if entry is None:
            raise UsageError("setting_vat_rate", value=value)
        ends = (entry["how"] or "").casefold() in _ENDS and bool(entry["how"])
        day = _day(entry["day"], value) if entry["day"] else None
        start = begins if day is None or ends else day
        rate = entry["rate"].replace(",", ".")
        found.append((start, Decimal(rate) if rate[0].isdigit() else Decimal(0)))
        begins = day + timedelta(days=1) if day is not None and ends else begins
    found.sort(key=lambda each: each[0])
    days = [day for day, _ in found]
    if not found or days[0] != date.min or len(set(days)) < len(days):
        raise UsageError("setting_vat_rate", value=value)
    return tuple(found)


def _entries(value: object) -> list[str]:
    if isinstance(value, bool):
        raise UsageError("setting_vat_rate", value=value)
    if isinstance(value, int | float):
        # A cell formatted as a percentage holds a fraction.
        percent = Decimal(repr(float(value))) * (100 if 0 < value < 1 else 1)
        return [f"{percent.normalize():f}"]
    if isinstance(value, str):
        return [part for part in re.split(r"[;\n]", value) if part.strip()]
    if isinstance(value, Sequence):
        return [each if isinstance(each, str) else _pair(each) for each in value]
    raise UsageError("setting_vat_rate", value=value)


def _pair(each: object) -> str:
    if not isinstance(each, Sequence) or len(each) != 2:
        raise UsageError("setting_vat_rate", value=each)
    rate, day = (str(part.date() if isinstance(part, datetime) else part).strip() for part in each)
    return f"{rate} from {day}" if day else rate


def _day(text: str, value: object) -> date:
    try:
        if found := _DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("setting_vat_rate", value=value) from None


def told_rates(rates: VatRates, language: str) -> str:
    """Rates as they are written in a settings table.

    Examples
    --------
    >>> told_rates(vat_rates("20; 22 from 2026-01-01"), "ru")
    '20 %; 22 % с 2026-01-01'
    """
    word = "с" if language == "ru" else "from"
    return "; ".join(f"{rate} %" if day == date.min else f"{rate} % {word} {day}" for day, rate in rates)
