"""Shops of every shape, seeded: columns come and go, cells are lost, rows stand in any order."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
Maker = Callable[[int], Any]

_CHANNELS = ("SEO", "VK Реклама", "Директ", "Email", "SEO ", "vk реклама")
_STEPS = {
    "day": timedelta(days=1), "half a day": timedelta(hours=12), "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1), "microsecond": timedelta(microseconds=1),
}  # fmt: skip
_NAMES: dict[str, Callable[[str, int], Any]] = {
    "numbers": lambda letter, number: number,
    "far apart": lambda letter, number: number * 10**13 + 7,
    "negative": lambda letter, number: -number - 1,
    "texts": lambda letter, number: f"{letter}{number}",
    "texts that rise": lambda letter, number: f"{letter}{number:08d}",
}


class RandomShop:
    """One shop: `tables`, and the `settings` it is counted under."""

    def __init__(self, seed: int) -> None:
        chance = self._chance = random.Random(seed)
        self._days = chance.choice([40, 130, 400, 800])
        self._first = datetime(2024, chance.randrange(1, 13), chance.randrange(1, 28))
        self._step = _STEPS[chance.choice(list(_STEPS))]
        self._name = _NAMES[chance.choice(list(_NAMES))]
        self._lanes = chance.choice([1, 3, 6])
        self._no_channel, self._no_customer, self._no_order = (chance.choice([0, 0, 0.1, 0.5]) for _ in range(3))
        self._people = chance.choice([5, 50, 1000])
        self.settings = {"conversion_horizon_days": chance.choice([7, 30])} if self._is(0.3) else {}
        self.settings |= {"ltv_months": chance.choice([1, 6, 12])} if self._is(0.3) else {}
        self.tables: dict[str, list[Row]] = {}
        self._leads = chance.choice([0, 0, 50, 150])
        if self._leads:
            self.tables["leads"] = self._lead_rows()
        if not self._leads or self._is(0.8):
            self.tables["orders"] = self._order_rows(chance.choice([30, 200, 600]))
        if self._is(0.7):
            self.tables["spend"] = self._spend_rows(chance.choice([5, 100]))
        if self._is(0.4):
            self.tables["traffic"] = [self._visits() for _ in range(60)]

    def _is(self, share: float) -> bool:
        return self._chance.random() < share

    def _or_lost(self, cell: Any, share: float) -> Any:
        return None if self._is(share) else cell

    def _moment(self) -> datetime:
        steps = timedelta(days=self._days) // self._step
        return self._first + self._step * self._chance.randrange(steps)

    def _channel(self) -> str | None:
        return self._or_lost(self._chance.choice(_CHANNELS[: self._lanes]), self._no_channel)

    def _customer(self) -> Any:
        return self._or_lost(self._name("C", self._chance.randrange(self._people)), self._no_customer)

    def _money(self, most: int, decimals: int = 2) -> Decimal:
        return Decimal(self._chance.randrange(most * 10**decimals)) / 10**decimals

    def _whole(self, most: int, lost: float = 0.1) -> int | None:
        cell: int | None = self._or_lost(self._chance.randrange(most), lost)
        return cell

    def _columns(self, **shares: float) -> set[str]:
        """Which columns the table has."""
        return {name for name, share in shares.items() if self._is(share)}

    def _lead_rows(self) -> list[Row]:
        has = self._columns(channel=0.8, qualified=0.5, won=0.7, won_date=0.7, revenue=0.3, customer_id=0.2)
        if "won" not in has:
            has.discard("won_date")
        rows = []
        for number in range(self._leads):
            made, won = self._moment(), self._is(0.4)
            told = self._is(0.9) and won
            again = number if self._is(0.9) else max(0, number - 1)  # entered twice
            row = {
                "date": made,
                "lead_id": self._or_lost(f"L{again}", self._no_customer / 2),
                "channel": self._channel(),
                "qualified": self._chance.choice(["да", "нет", None]),
                "won": "да" if won else "нет",
                "won_date": made + timedelta(days=self._chance.randrange(-5, 60)) if told else None,
                "revenue": self._or_lost(self._money(1000), 0.1),
                "customer_id": self._customer(),
            }
            rows.append({name: cell for name, cell in row.items() if name in has | {"date", "lead_id"}})
        return sorted(rows, key=lambda row: row["date"]) if self._is(0.5) else rows

    def _order_rows(self, count: int) -> list[Row]:
        has = self._columns(
            order_id=0.85, customer_id=0.9, channel=0.85, lead_id=0.5, status=0.5, customer_since=0.15, revenue=0.95,
            refund=0.5, refund_date=0.5, cost_of_goods=0.5, items=0.5,
        )  # fmt: skip
        lost, decimals = self._chance.choice([0, 0.1]), self._chance.choice([0, 2, 2, 4])
        rows: list[Row] = []
        for number in range(count):
            day, customer, channel = self._moment(), self._customer(), self._channel()
            lead = self._or_lost(f"L{self._chance.randrange(self._leads + 5)}", 0.6)
            base = {
                "order_id": self._or_lost(self._name("A", number), self._no_order),
                "lead_id": lead,
                "status": "Отменён" if self._is(0.05) else "Оплачен",
                "customer_since": self._or_lost(day - timedelta(days=self._chance.randrange(-20, 200)), 0.4),
            }
            for _ in range(self._chance.choice([1, 1, 1, 2, 3])):
                revenue = self._or_lost(self._money(900, decimals) * self._chance.choice([1] * 8 + [0, -1]), lost)
                full = revenue if revenue is not None and revenue >= 0 else None
                refund = self._chance.choice([None, None, None, full, self._money(50, decimals), Decimal(0)])
                row = {
                    "date": day + timedelta(days=self._chance.randrange(3)) if self._is(0.05) else day,
                    **base,
                    "customer_id": self._customer() if self._is(0.02) else customer,
                    "channel": self._channel() if self._is(0.03) else channel,
                    "revenue": revenue,
                    "refund": refund,
                    "refund_date": day + timedelta(days=self._chance.randrange(60))
                    if refund and self._is(0.7)
                    else None,
                    "cost_of_goods": self._or_lost(self._money(300, decimals), lost),
                    "items": self._whole(5, lost),
                }
                rows.append({name: cell for name, cell in row.items() if name in has | {"date"}})
        order = self._chance.choice(["as made", "by date", "by date", "shuffled"])
        if order == "shuffled":
            self._chance.shuffle(rows)
        rows = sorted(rows, key=lambda row: row["date"]) if order == "by date" else rows
        for row in self._chance.sample(rows, 5) if self._is(0.2) else ():
            row["date"] = None
        return rows

    def _spend_rows(self, count: int) -> list[Row]:
        has = self._columns(channel=0.85, kind=0.5, impressions=0.7, clicks=0.7) | {"date", "spend"}
        rows = []
        for _ in range(count):
            row = {
                "date": self._first + timedelta(days=self._chance.randrange(self._days)),
                "channel": self._channel(),
                "kind": self._chance.choice(["реклама", "зарплата", "подрядчик", None]),
                "spend": self._or_lost(self._money(20_000), 0.05),
                "impressions": self._whole(100_000),
                "clicks": self._whole(1000),
            }
            rows.append({name: cell for name, cell in row.items() if name in has})
        return rows

    def _visits(self) -> Row:
        day = self._first + timedelta(days=self._chance.randrange(self._days))
        return {"date": day, "channel": self._channel(), "visits": self._whole(1000), "users": self._whole(100)}
