"""Hand-made cubes for the report: totals by measure, month and channel, built by the engine from a summary table."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from kpi_core.answer import Answer
from kpi_core.cube import Cube
from kpi_core.engine import build
from kpi_core.errors import Finding
from kpi_core.facts import TABLES
from kpi_core.periods import Period, month, parse_period
from kpi_core.snapshot import Comment, Decision, Facts, Settings, Snapshot, Source, Target
from tests.snapshots import facts

Totals = dict[tuple[str, Period, str | None], float]
CHANNELS = ("Контекстная реклама", "Органический поиск", "Соцсети (VK Реклама)", "E-mail и CRM", "Партнёрская сеть")
OCTOBER = month(2026, 10)


class StandIn(Cube):
    """A cube whose answers carry further notes: by KPI, or by "KPI@channel"."""

    totals: Totals
    notes: Mapping[str, tuple[str, ...]]

    def kpi(self, name: str, period: Period | None = None, channel: str | None = None) -> Answer:
        answer, kpi = super().kpi(name, period, channel), self.resolved(name)
        if answer.value is None:
            return answer
        more = self.notes.get(kpi, ()) or self.notes.get(f"{kpi}@{channel or ''}", ())
        return answer._replace(notes=tuple(dict.fromkeys((*answer.notes, *more))))


def stand_in(snapshot: Snapshot, totals: Totals, notes: Mapping[str, tuple[str, ...]] | None = None) -> StandIn:
    """The cube of these totals; what the channels leave of a total is a row without a channel."""
    built = build(replace(snapshot, tables={"summary": table} if (table := summary(totals)) else {}))
    cube = StandIn.__new__(StandIn)
    cube.__dict__.update(built.__dict__)
    cube.totals, cube.notes = totals, notes or {}
    return cube


def summary(totals: Totals) -> Facts | None:
    """The totals as a table of months."""
    measures = [name for name in TABLES["summary"].columns if any(key[0] == name for key in totals)]
    rows: dict[tuple[Period, str | None], dict[str, float]] = {}
    for (measure, period, channel), value in totals.items():
        if channel is None:
            parts = [each for (name, when, of), each in totals.items() if (name, when) == (measure, period) and of]
            value = round(value - math.fsum(parts), 2)
            if parts and not value:
                continue
        rows.setdefault((period, channel), {})[measure] = value
    told: list[tuple[Any, ...]] = [
        (period.start, channel, *(row.get(name) for name in measures)) for (period, channel), row in rows.items()
    ]
    return facts("summary", " ".join(("date", "channel", *measures)), told, monthly=True) if told else None


def months_to(last: Period, count: int) -> tuple[Period, ...]:
    """`count` months that end with `last`."""
    found = [last]
    while len(found) < count:
        before = found[0].previous()
        assert before is not None
        found.insert(0, before)
    return tuple(found)


def tiny(
    revenue: Mapping[str, Mapping[str, float]],
    *,
    chosen: tuple[str, ...] = ("revenue",),
    targets: Mapping[str, float] | None = None,
    notes: Mapping[str, tuple[str, ...]] | None = None,
    more: Totals | None = None,
    **snapshot: Any,
) -> StandIn:
    """A firm of a few figures: `revenue` by month and channel; the total is their sum."""
    totals: Totals = dict(more or {})
    periods = [parse_period(text) for text in revenue]
    for period, row in zip(periods, revenue.values(), strict=True):
        for channel, value in row.items():
            totals["revenue", period, channel] = value
        totals["revenue", period, None] = sum(row.values())
    settings = snapshot.pop("settings", Settings(currency="RUB"))
    made = Snapshot(
        name="tiny.xlsx",
        tables={},
        settings=replace(settings, report_month=OCTOBER, kpis=chosen),
        targets=tuple(Target(OCTOBER, kpi, value) for kpi, value in (targets or {}).items()),
        **snapshot,
    )
    return stand_in(made, totals, notes)


def shop(
    *,
    channels: tuple[str, ...] = CHANNELS,
    count: int = 25,
    size: float = 1.0,
    seed: int = 7,
    currency: str = "RUB",
    company: str = "Северный дом",
) -> StandIn:
    """A shop with every block of the report: five channels, 25 months, plan, decisions, comments and findings."""
    dice = random.Random(seed)
    months = months_to(OCTOBER, count)
    totals: Totals = {}
    weights = [1 / (index + 1.3) for index in range(len(channels))]
    for number, period in enumerate(months):
        season = 1 + 0.25 * math.sin(number / 2) + 0.012 * number
        for index, channel in enumerate(channels):
            orders = round(3300 * size**0.5 * weights[index] * season * dice.uniform(0.93, 1.07)) + 1
            revenue = round(orders * 4900 * size**0.5 * dice.uniform(0.93, 1.07), 2)
            spend = 0.0 if index == 1 else round(revenue * dice.uniform(0.2, 0.35), 2)
            new = round(orders * dice.uniform(0.3, 0.5)) if index != len(channels) - 1 or number != count - 1 else 0
            row = {
                "revenue": revenue, "orders": orders, "ad_spend": spend, "spend": spend, "new_customers": new,
                "visits": round(orders / dice.uniform(0.015, 0.02)),
            }  # fmt: skip
            for measure, value in row.items():
                totals[measure, period, channel] = value
                totals[measure, period, None] = totals.get((measure, period, None), 0) + value
    snapshot = Snapshot(
        name="shop-ru.xlsx",
        tables={},
        settings=Settings(
            company=company,
            currency=currency,
            report_month=OCTOBER,
            kpis=("revenue", "orders", "average_check", "conversion", "ad_spend", "drr"),
        ),
        targets=_targets(totals, months),
        decisions=_decisions(),
        comments=(
            Comment(OCTOBER, "Рост соцсетей обеспечен осенней распродажей: доля дешёвых заказов выросла.", "каналы"),
            Comment(OCTOBER, "Год закрываем выше плана, если декабрь повторит прошлогодний.", ""),
        ),
        sources=(
            Source("shop-ru.xlsx", "Продажи", "Продажи", "orders", "A1:H90112", "784f668398d3ab27" * 4,
                   datetime(2026, 11, 3), {}, 90_111, 89_800, {"статус «отменён»": 300}, 11, first=date(2024, 10, 1),
                   last=date(2026, 11, 2)),
            Source("shop-ru.xlsx", "Расходы", "Расходы", "spend", "A1:F3200", "784f668398d3ab27" * 4,
                   datetime(2026, 11, 3), {}, 3_199, 3_199, {}, 0, first=date(2024, 10, 1), last=date(2026, 10, 31)),
        ),
        findings=(
            Finding("error", "period_unknown", {"value": "32.10"}, "shop-ru.xlsx", "Продажи", 811, "A", "32.10"),
            Finding("warning", "kpi_unknown_near", {"name": "чекк", "near": "cac"}, "shop-ru.xlsx", "План", 4, "B"),
            Finding("info", "kpi_unknown", {"name": "x"}),
        ),
        as_of=date(2026, 11, 3),
        as_of_origin="file",
    )  # fmt: skip
    notes = {"drr": ("vat_unknown",), "cpo@": ("vat_unknown",), f"cac@{channels[2 % len(channels)]}": ("small_base",)}
    return stand_in(snapshot, totals, notes)


def _targets(totals: Totals, months: tuple[Period, ...]) -> tuple[Target, ...]:
    plan = [
        Target(period, "revenue", round(totals["revenue", period, None] * (0.98 + 0.01 * (index % 6))))
        for index, period in enumerate(months)
    ]
    orders, revenue, spend = (totals[name, OCTOBER, None] for name in ("orders", "revenue", "ad_spend"))
    return (
        *plan,
        Target(OCTOBER, "orders", round(orders * 0.98)),
        Target(OCTOBER, "average_check", round(revenue / orders * 1.03)),
        Target(OCTOBER, "conversion", 0.0183),
        Target(OCTOBER, "drr", round(spend / revenue * 0.9, 3)),
    )


def _decisions() -> tuple[Decision, ...]:
    before = OCTOBER.previous()
    assert before is not None
    return (
        Decision(OCTOBER, "Поднять порог бесплатной доставки с 3 900 до 4 500 ₽ (A/B-тест на половине трафика)",
                 "средний чек +2…3 %", "Д. Климов", "15 ноября"),
        Decision(OCTOBER, "Закрепить для VK Рекламы лимит ДРР 42 %", "расходы −0,25 млн ₽", "А. Сафина", "5 ноября"),
        Decision(before, "Запустить письма брошенной корзины", "+100 заказов", outcome="+96 заказов, чек 5 454 ₽"),
        Decision(before, "Заменить вебмастера в партнёрской сети", outcome="договор подписан, запуск 10 ноября"),
    )  # fmt: skip
