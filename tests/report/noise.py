"""Cubes of single orders, in which every month is like the other, or the last one is not."""

from __future__ import annotations

from datetime import date, timedelta

from kpi_core.cube import Cube
from kpi_core.engine import build
from kpi_core.snapshot import Settings, Snapshot, Target
from tests import snapshots
from tests.report.stand_in import OCTOBER, months_to

CHANNELS = ("Директ", "Блогеры", "Почта")


def shop_of_orders(
    *,
    last: dict[str, int] | None = None,
    usual: int = 40,
    checks: tuple[float, ...] = (900.0, 1100.0, 1000.0),
    spend: dict[str, float] | None = None,
    targets: dict[str, float] | None = None,
    kpis: tuple[str, ...] = ("revenue", "orders", "average_check", "cac"),
    **more: object,
) -> Cube:
    """Fourteen months of `usual` orders a channel, each by a new customer; in October, what `last` says.

    Days of a month differ, so orders go by the day (1.3 a day for 40 in 30 days) to keep the pace the same.
    """
    rows, costs = [], []
    money = spend or {"Директ": 20_000.0, "Блогеры": 20_000.0}
    for month in months_to(OCTOBER, 14):
        for channel in CHANNELS:
            count = usual if month != OCTOBER or last is None else last.get(channel, usual)
            for number in range(count):
                day = month.start + timedelta(days=number * month.days // max(count, 1))
                name = f"{month}-{channel}-{number}"
                rows.append((day, name, f"c{name}", channel, checks[number % len(checks)]))
            if channel in money:
                costs += [(month.start + timedelta(days=day), channel, money[channel] / 2) for day in (0, 27)]
    tables = (snapshots.orders(*rows), snapshots.spend(*costs))
    made: Snapshot = snapshots.snapshot(
        *tables,
        as_of=date(2026, 11, 3),
        settings=Settings(report_month=OCTOBER, kpis=kpis, company="Дом", currency="RUB"),
        targets=[Target(OCTOBER, kpi, value) for kpi, value in (targets or {}).items()],
        **more,
    )
    return build(made)
