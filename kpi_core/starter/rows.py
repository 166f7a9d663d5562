"""Example rows: small enough to read, made so that every KPI of the sheet has a meaningful value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from kpi_core.language import Language, Text
from kpi_core.periods import Period
from kpi_core.starter import words

Row = tuple[Any, ...]

# Two channels that are paid for and one that costs nothing.
_CHANNELS = Text("Яндекс Директ|VK Реклама|E-mail", "Google Ads|Meta Ads|Email")
_ORDERS = (12, 14, 16)
_LEADS = (18, 21, 24)
_PRICES = (2400, 3150, 1890, 4200, 2750, 5600, 3300, 1990, 6100)
_PLANNED: dict[words.Kind, tuple[float, float]] = {
    "shop": (52_000, 1150),
    "leads": (190_000, 3600),
    "summary": (560_000, 3900),
}
"""Planned revenue and cost of a new customer."""
_SCALE = Text("1", "0.02")
"""Amounts are thought of in roubles; in dollars a fiftieth of that looks natural."""


class Example:
    """The rows of each table.

    Parameters
    ----------
    kind : str
        shop, leads or summary.
    months : list of Period
        Fourteen months, the report month last.
    language : str
        Of names and channels.
    """

    def __init__(self, kind: words.Kind, months: list[Period], language: Language) -> None:
        self._kind = kind
        self._months = months[-len(_ORDERS) :]
        self._year = months
        self._language = language
        self._channels = _CHANNELS.of(language).split("|")
        self._scale = float(_SCALE.of(language))

    def rows(self, sheet: words.Sheet) -> list[Row]:
        """The rows of a table."""
        made: Iterator[Row] = getattr(self, f"_{sheet.key}")()
        return list(made)

    def _money(self, roubles: float) -> float:
        return round(roubles * self._scale, 2)

    def _channel(self, place: int) -> str:
        return self._channels[(0, 1, 0, 2)[place % 4]]

    def _orders(self) -> Iterator[Row]:
        """Every fourth order comes from a customer who has bought before; one order of a month is returned."""
        number = 1000
        for of_month, (month, count) in enumerate(zip(self._months, _ORDERS, strict=True)):
            for place, day in enumerate(_spread(month, count)):
                number += 1
                customer = number - 7 if place % 4 == 3 and number > 1008 else number
                price = _PRICES[(number * 5 + of_month) % len(_PRICES)]
                refund = self._money(price) if place == 5 else None
                cost = self._money(price * 0.58)
                yield (day, f"{number}", f"K-{customer}", self._channel(place), self._money(price), refund, cost)

    def _leads(self) -> Iterator[Row]:
        """Every fourth lead is won five to twelve days later; two of three are qualified."""
        yes, no = words.YES_NO.of(self._language).split("|")
        number = 500
        last = self._months[-1].end
        for month, count in zip(self._months, _LEADS, strict=True):
            for place, day in enumerate(_spread(month, count)):
                number += 1
                sold = day + timedelta(days=5 + place % 8)
                won = place % 4 == 1 and sold <= last
                price = self._money(_PRICES[number % len(_PRICES)] * 12)
                outcome = (yes, sold, price, f"K-{number}") if won else (no, None, None, None)
                yield (day, f"L-{number}", self._channel(place), yes if won or place % 3 else no, *outcome)

    def _spend(self) -> Iterator[Row]:
        advertising, salary, *_, service = words.SPEND_KINDS.of(self._language).split("|")
        for place, month in enumerate(self._months):
            first, second, _ = self._channels
            yield (
                month.start,
                first,
                self._money(5200 + 300 * place),
                61_000 + 2000 * place,
                940 + 35 * place,
                advertising,
            )
            yield (
                month.start,
                second,
                self._money(3400 + 450 * place),
                88_000 + 4000 * place,
                610 + 20 * place,
                advertising,
            )
            yield (month.start, None, self._money(4000), None, None, salary)
            yield (month.start, None, self._money(900), None, None, service)

    def _traffic(self) -> Iterator[Row]:
        for place, month in enumerate(self._months):
            for channel, visits in zip(self._channels, (860, 540, 190), strict=True):
                yield (month.start, channel, visits + 25 * place)

    def _summary(self) -> Iterator[Row]:
        for place, month in enumerate(self._year):
            leads = 150 + 6 * place + (place % 3) * 9
            orders = round(leads * 0.22) + place % 2
            spend = self._money(92_000 + 2500 * place)
            revenue = self._money(orders * (11_800 + 130 * place))
            clicks = leads * 14
            yield (month.start, spend, clicks * 55, clicks, clicks + 700, leads, orders, orders - 6, revenue)

    def _targets(self) -> Iterator[Row]:
        revenue, cac = _PLANNED[self._kind]
        for month, share in zip(self._months, (0.95, 1.0, 1.05), strict=True):
            yield (month.start, "revenue", self._money(revenue * share))
            yield (month.start, "cac", self._money(cac))

    def _settings(self) -> Iterator[Row]:
        values = (
            words.COMPANY.of(self._language), words.CURRENCY.of(self._language), self._language,
            ", ".join(words.CHOSEN[self._kind]),
        )  # fmt: skip
        yield from zip(words.SETTING_KEYS.of(self._language).split("|"), values, strict=True)


def _spread(month: Period, count: int) -> Iterator[date]:
    """So many days from the first of a month to its last, evenly: the last one makes the month complete."""
    for place in range(count):
        yield month.start + timedelta(days=place * (month.days - 1) // (count - 1))
