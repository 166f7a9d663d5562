"""A made shop: rows with everything that makes counting hard, seeded; the same rows go to every engine."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

FIRST = datetime(2025, 11, 10)
DAYS = 130
CHANNELS = ("SEO", "VK Реклама", "Директ", None)
# Spellings of one channel are one; blank says nothing.
SPELLINGS = {"SEO": ("SEO", "seo", "SEO "), "VK Реклама": ("VK Реклама", "VK реклама"), "Директ": ("Директ",)}
KINDS = ("реклама", "зарплата", None)

Row = dict[str, Any]


def money(chance: random.Random, most: int) -> Decimal:
    """An amount in roubles and kopecks."""
    return Decimal(chance.randrange(most)) / 100


def spelt(chance: random.Random, channel: str | None) -> str | None:
    """A channel as somebody writes it; the first spelling most of the time."""
    if channel is None:
        return None
    spellings = SPELLINGS[channel]
    return spellings[0] if chance.random() < 0.8 else chance.choice(spellings)


def leads(chance: random.Random, count: int = 140) -> list[Row]:
    """Leads, some entered twice, some without a number, won with and without a date."""
    rows = []
    for number in range(count):
        made = FIRST + timedelta(minutes=chance.randrange(DAYS * 1440))
        won = chance.random() < 0.35
        sold = made + timedelta(days=chance.randrange(0, 50)) if won and chance.random() < 0.9 else None
        rows.append(
            {
                "date": made,
                "lead_id": None if chance.random() < 0.04 else f"L{number:04d}",
                "channel": spelt(chance, chance.choice(CHANNELS)),
                "qualified": chance.choice(["да", "нет", None]),
                "won": "да" if won else "нет",
                "won_date": sold,
            }
        )
    again = [{**row, "date": row["date"] + timedelta(days=3)} for row in chance.sample(rows, 8)]
    return sorted(rows + again, key=lambda row: (row["date"], row["lead_id"] or "", row["channel"] or ""))


def orders(chance: random.Random, made: list[Row], count: int = 260) -> list[Row]:
    """Order lines: several to an order, paid on several days, given back in part or in full, cancelled, undated."""
    rows: list[Row] = []
    for number in range(count):
        when = FIRST + timedelta(seconds=chance.randrange(DAYS * 1440) * 60 + number % 60)
        lead = chance.choice(made)["lead_id"] if chance.random() < 0.3 else None
        base = {
            "date": when,
            "order_id": None if chance.random() < 0.04 else f"A{number:04d}",
            "customer_id": None if chance.random() < 0.08 else f"C{chance.randrange(70):03d}",
            "channel": spelt(chance, chance.choice(CHANNELS)),
            "lead_id": lead,
            "status": "Отменён" if chance.random() < 0.05 else "Оплачен",
        }
        for line in range(chance.choice([1, 1, 1, 2, 3])):
            revenue = None if chance.random() < 0.03 else money(chance, 900_000)
            refund = revenue if revenue and chance.random() < 0.06 else money(chance, 5_000) if line == 2 else None
            rows.append(
                {
                    **base,
                    "date": base["date"] + timedelta(days=line if chance.random() < 0.1 else 0),
                    "revenue": revenue,
                    "refund": refund,
                    "refund_date": when + timedelta(days=chance.randrange(40)) if refund and line else None,
                    "cost_of_goods": money(chance, 300_000),
                    "items": chance.randrange(1, 5),
                }
            )
    for row in chance.sample(rows, 6):
        row["date"] = None
    # A tie of one customer, at one moment, between two channels: the earlier row decides, a database has the number.
    rows += [
        {**rows[0], "date": FIRST, "customer_id": "C900", "order_id": f"A99{at}0", "channel": channel, "lead_id": None,
         "status": "Оплачен", "revenue": Decimal(at + 1), "refund": None, "refund_date": None}
        for at, channel in enumerate(("VK Реклама", "Директ", "SEO"))
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["date"] or FIRST, row["order_id"] or "", row["channel"] or ""))


def spend(chance: random.Random, count: int = 240) -> list[Row]:
    """Costs by day and channel, some without a channel, some no advertising, one without an amount."""
    rows = [
        {
            "date": FIRST + timedelta(days=chance.randrange(DAYS)),
            "channel": spelt(chance, chance.choice(CHANNELS)),
            "kind": chance.choice(KINDS),
            "spend": None if chance.random() < 0.03 else money(chance, 2_000_000),
            "impressions": chance.randrange(10_000) * 10,
            "clicks": chance.randrange(100),
        }
        for _ in range(count)
    ]
    return sorted(rows, key=lambda row: row["date"])


def traffic(chance: random.Random, count: int = 150) -> list[Row]:
    """Visits by day and channel; users are no sum."""
    return [
        {
            "date": FIRST + timedelta(days=number % DAYS),
            "channel": spelt(chance, chance.choice(CHANNELS)),
            "visits": chance.randrange(1000),
            "users": chance.randrange(800),
        }
        for number in range(count)
    ]


def shop(seed: int = 7) -> dict[str, list[Row]]:
    """All tables."""
    chance = random.Random(seed)
    made = leads(chance)
    return {"orders": orders(chance, made), "spend": spend(chance), "leads": made, "traffic": traffic(chance)}
