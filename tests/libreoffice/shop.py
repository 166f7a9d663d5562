"""A generated shop, and its KPIs as plain spreadsheet formulas: what an analyst would write without us."""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

ZERO = date(1899, 12, 30).toordinal()
ORDERS, SPEND, SHEET = "Заказы", "Расходы", "Sheet1"
HEADER = ["Дата", "Номер заказа", "Клиент", "Канал", "Выручка", "Товаров", "Возврат"]
SPEND_HEADER = ["Дата", "Канал", "Расход", "Показы", "Клики"]
ALL = "Все"


class Shop:
    """Orders over some months, by channel, and what was spent on each.

    Attributes
    ----------
    months : list of str
        "2025-01" and so on.
    channels : list of str
    orders, spend : list of rows
        With a header; dates as serial numbers.
    """

    def __init__(self, count: int, months: int, channels: int, seed: int = 7) -> None:
        dice = random.Random(seed)
        self.months = [f"{2024 + number // 12}-{number % 12 + 1:02}" for number in range(months)]
        self.channels = [f"Канал {chr(1040 + number % 32)}{number // 32 or ''}" for number in range(channels)]
        first, last = serial(self.months[0])[0], serial(self.months[-1])[1]
        days = sorted(dice.randint(first, last) for _ in range(count))
        days[0], days[-1] = first, last  # the last month is complete
        self.orders: list[list[Any]] = [HEADER]
        for number, day in enumerate(days, start=1):
            revenue = dice.randint(50_000, 2_000_000) / 100
            refund = round(revenue * 0.3, 2) if dice.random() < 0.02 else ""
            customer, channel = f"К-{dice.randrange(count // 2):06}", dice.choice(self.channels)
            self.orders.append([day, f"З-{number:06}", customer, channel, revenue, dice.randint(1, 5), refund])
        self.spend: list[list[Any]] = [SPEND_HEADER]
        for month in self.months:
            for channel in self.channels:
                clicks = dice.randint(50, 5_000)
                self.spend.append(
                    [serial(month)[0] + 9, channel, dice.randint(100_000, 9_000_000) / 100, clicks * 40, clicks]
                )

    def put(self, office: Any, document: int) -> None:
        """Write the tables into a document, as tables with the names of their sheets."""
        for number, (name, rows) in enumerate(((ORDERS, self.orders), (SPEND, self.spend)), start=1):
            office.add_sheet(document, name, number)
            area = f"A1:{'ABCDEFGH'[len(rows[0]) - 1]}{len(rows)}"
            office.put_data(document, name, area, rows)
            office.number_format(document, name, f"A2:A{len(rows)}", "YYYY-MM-DD")
            office.add_table(document, name, name, area)

    def mark_first_orders(self, office: Any, document: int) -> None:
        """1 beside a customer's first order, found by a plain loop: Calc would take a minute to match them."""
        office.add_sheet(document, "Helper", 3)
        seen: set[str] = set()
        marks = []
        for row in self.orders[1:]:
            marks.append([0 if row[2] in seen else 1])
            seen.add(row[2])
        office.put_data(document, "Helper", f"A2:A{len(self.orders)}", marks)

    def cells(self, kpis: Sequence[str], months: int | None = None) -> Iterator[tuple[str, str, str]]:
        """Months x channels x KPIs, the last months first."""
        for month in self.months[::-1][:months]:
            for channel in self.channels:
                for kpi in kpis:
                    yield kpi, month, channel


def serial(month: str) -> tuple[int, int]:
    """The first and the last day of a month, as the spreadsheet counts them."""
    year, number = map(int, month.split("-"))
    return date(year, number, 1).toordinal() - ZERO, date(year, number, monthrange(year, number)[1]).toordinal() - ZERO


def before(month: str, months: int) -> str:
    """The month so many months earlier."""
    year, number = map(int, month.split("-"))
    place = year * 12 + number - 1 - months
    return f"{place // 12}-{place % 12 + 1:02}"


def ours(kpi: str, month: str, channel: str) -> str:
    """Our function."""
    return f'=KPI_{kpi.upper()}("{month}";"{channel}")' if channel != ALL else f'=KPI_{kpi.upper()}("{month}")'


def plain(kpi: str, month: str, channel: str, shop: Shop) -> str:
    """The same in SUMIFS and COUNTIFS."""
    return f"={_FORMULAS[kpi](_Asked(month, channel, len(shop.orders), len(shop.spend)))}"


def copied(kpi: str, row: int, shop: Shop) -> str:
    """The same as an analyst copies it down: first day, last day and channel stand in columns G, H and I."""
    return f"={_FORMULAS[kpi](_Copied(row, len(shop.orders), len(shop.spend)))}"


class _Asked:
    """Sums and counts of one month and channel, as formulas."""

    def __init__(self, month: str, channel: str, orders: int, spend: int) -> None:
        self.month, self.channel, self._orders, self._spend = month, channel, orders, spend

    def earlier(self, months: int) -> _Asked:
        return _Asked(before(self.month, months), self.channel, self._orders, self._spend)

    def _where(self, sheet: str, last: int, channel: str) -> str:
        first_day, last_day = serial(self.month)
        dates = f"${sheet}.$A$2:$A${last}"
        where = f'{dates};">={first_day}";{dates};"<={last_day}"'
        return where if self.channel == ALL else f'{where};${sheet}.${channel}$2:${channel}${last};"{self.channel}"'

    def order_sum(self, column: str) -> str:
        return f"SUMIFS(${ORDERS}.${column}$2:${column}${self._orders};{self._where(ORDERS, self._orders, 'D')})"

    def spend_sum(self, column: str) -> str:
        return f"SUMIFS(${SPEND}.${column}$2:${column}${self._spend};{self._where(SPEND, self._spend, 'B')})"

    @property
    def orders(self) -> str:
        return f"COUNTIFS({self._where(ORDERS, self._orders, 'D')})"

    @property
    def new(self) -> str:
        return f"COUNTIFS({self._where(ORDERS, self._orders, 'D')};$Helper.$A$2:$A${self._orders};1)"

    @property
    def revenue(self) -> str:
        return self.order_sum("E")

    @property
    def spent(self) -> str:
        return self.spend_sum("C")


class _Copied(_Asked):
    """The same with the criteria in cells of one row."""

    def __init__(self, row: int, orders: int, spend: int) -> None:
        super().__init__("", "", orders, spend)
        self._row = row

    def _where(self, sheet: str, last: int, channel: str) -> str:
        dates = f"${sheet}.$A$2:$A${last}"
        own = f"${sheet}.${channel}$2:${channel}${last}"
        return f'{dates};">="&$G{self._row};{dates};"<="&$H{self._row};{own};$I{self._row}'


_FORMULAS = {
    "revenue": lambda a: a.revenue,
    "net_revenue": lambda a: f"{a.revenue}-{a.order_sum('G')}",
    "refund_rate": lambda a: f"{a.order_sum('G')}/{a.revenue}",
    "orders": lambda a: a.orders,
    "average_check": lambda a: f"{a.revenue}/{a.orders}",
    "items_per_order": lambda a: f"{a.order_sum('F')}/{a.orders}",
    "sales_growth_mom": lambda a: f"{a.revenue}/{a.earlier(1).revenue}-1",
    "sales_growth_yoy": lambda a: f"{a.revenue}/{a.earlier(12).revenue}-1",
    "average_check_change": lambda a: f"({a.revenue}/{a.orders})/({a.earlier(1).revenue}/{a.earlier(1).orders})-1",
    "spend": lambda a: a.spent,
    "ctr": lambda a: f"{a.spend_sum('E')}/{a.spend_sum('D')}",
    "cpm": lambda a: f"{a.spent}/{a.spend_sum('D')}*1000",
    "cpc": lambda a: f"{a.spent}/{a.spend_sum('E')}",
    "cpo": lambda a: f"{a.spent}/{a.orders}",
    "roas": lambda a: f"{a.revenue}/{a.spent}",
    "drr": lambda a: f"{a.spent}/{a.revenue}",
    "conversion_click_order": lambda a: f"{a.orders}/{a.spend_sum('E')}",
    "new_customers": lambda a: a.new,
    "cac": lambda a: f"{a.spent}/{a.new}",
}
KPIS = tuple(_FORMULAS)
