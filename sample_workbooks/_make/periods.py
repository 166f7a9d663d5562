"""Periods as the Expected sheet writes them: 2026-10, 2026-Q3, 2025, 2026-10-01..2026-10-20."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta


def add_months(first: date, count: int) -> date:
    months = first.year * 12 + first.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def month_end(first: date) -> date:
    return add_months(first, 1) - timedelta(days=1)


def months_between(start: date, end: date) -> int:
    """Calendar months from one day to another, whatever the day of the month."""
    return (end.year - start.year) * 12 + end.month - start.month


@dataclass(frozen=True)
class Period:
    text: str
    first: date
    last: date

    @property
    def whole_months(self) -> bool:
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1

    @property
    def months(self) -> list[date]:
        return [add_months(self.first, i) for i in range(months_between(self.first, self.last) + 1)]

    def previous(self) -> Period:
        """The period of the same length just before."""
        return self._shifted(len(self.months))

    def year_before(self) -> Period:
        return self._shifted(12)

    def _shifted(self, months: int) -> Period:
        if not self.whole_months:
            raise ValueError(f"{self.text}: only whole months have an earlier period here")
        first = add_months(self.first, -months)
        return Period(f"{self.text} - {months}", first, month_end(add_months(first, len(self.months) - 1)))

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def month(first: date) -> Period:
    return Period(f"{first:%Y-%m}", first, month_end(first))


def parse(text: str) -> Period:
    if found := re.fullmatch(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", text):
        return Period(text, date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        first = date(int(found[1]), int(found[2]) * 3 - 2, 1)
        return Period(text, first, month_end(add_months(first, 2)))
    if found := re.fullmatch(r"(\d{4})-(\d\d)", text):
        return month(date(int(found[1]), int(found[2]), 1))
    if re.fullmatch(r"\d{4}", text):
        return Period(text, date(int(text), 1, 1), date(int(text), 12, 31))
    raise ValueError(f"{text!r} is not a period")
