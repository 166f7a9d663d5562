"""A hand-made cube with the API of the engine's: totals by measure, month and channel; KPIs from the catalogue."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kpi_core.answer import Answer
from kpi_core.catalogue import find
from kpi_core.errors import Finding
from kpi_core.measures import split_shift
from kpi_core.periods import Period, month, parse_period
from kpi_core.snapshot import Comment, Decision, Settings, Snapshot, Source, Target

Totals = dict[tuple[str, Period, str | None], float]
CHANNELS = ("Контекстная реклама", "Органический поиск", "Соцсети (VK Реклама)", "E-mail и CRM", "Партнёрская сеть")
PERCENT = {"percent"}


@dataclass
class StandIn:
    """What the report asks a cube, answered from a dict."""

    snapshot: Snapshot
    report_month: Period
    channels: tuple[str, ...]
    months: tuple[Period, ...]
    chosen: tuple[str, ...]
    totals: Totals
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def resolved(self, name: str) -> str:
        if name != "conversion":
            return name
        leads = ("leads", self.report_month, None) in self.totals
        return "conversion_lead_sale_calendar" if leads else "conversion_visit_order"

    def kpi(self, name: str, period: Period | None = None, channel: str | None = None) -> Answer:
        kpi = find(self.resolved(name))
        period = period or self.report_month
        values = []
        for parameter in kpi.parameters:
            measure, shift = split_shift(parameter)
            asked = {"": period, "_previous": period.previous(), "_year_before": period.year_before()}[shift]
            value = self.totals.get((measure, asked, channel))
            if value is None:
                return Answer(None, "no_base" if shift else "no_data")
            values.append(value)
        answer = float(kpi(*values))
        if math.isnan(answer):
            zero = next(p for p, v in zip(kpi.parameters, values, strict=True) if v == 0)
            return Answer(None, f"no_{zero}")
        noted = self.notes.get(kpi.name, ()) or self.notes.get(f"{kpi.name}@{channel or ''}", ())
        return Answer(answer, None, tuple(noted))

    def change(self, name: str, period: Period | None, channel: str | None, against: str) -> Answer:
        period = period or self.report_month
        now = self.kpi(name, period, channel)
        if now.value is None:
            return now
        if against == "plan":
            base = self.target(name, period, channel)
        else:
            earlier = period.previous() if against == "mom" else period.year_before()
            base = self.kpi(name, earlier, channel)
        if base.value is None:
            return Answer(None, "no_plan" if against == "plan" else "no_base")
        if find(self.resolved(name)).unit in PERCENT:
            return Answer(now.value - base.value, None, now.notes)
        return Answer(now.value / base.value - 1, None, now.notes) if base.value > 0 else Answer(None, "no_base")

    def target(self, name: str, period: Period | None = None, channel: str | None = None) -> Answer:
        for target in self.snapshot.targets:
            if (target.month, self.resolved(target.kpi), target.channel) == (
                period or self.report_month, self.resolved(name), channel,
            ):  # fmt: skip
                return Answer(target.target)
        return Answer(None, "no_plan")

    def attainment(self, name: str, period: Period | None = None, channel: str | None = None) -> Answer:
        now, target = self.kpi(name, period, channel), self.target(name, period, channel)
        if now.value is None or target.value is None:
            return Answer(None, now.reason or target.reason)
        over, under = (
            (target.value, now.value) if find(self.resolved(name)).better == "lower" else (now.value, target.value)
        )
        return Answer(over / under, None, now.notes) if under else Answer(None, "no_plan")


OCTOBER = month(2026, 10)


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
    **snapshot: object,
) -> StandIn:
    """A firm of a few figures: `revenue` by month and channel; the total is their sum."""
    totals: Totals = dict(more or {})
    periods = [parse_period(text) for text in revenue]
    for period, row in zip(periods, revenue.values(), strict=True):
        for channel, value in row.items():
            totals["revenue", period, channel] = value
        totals["revenue", period, None] = sum(row.values())
    channels = tuple(dict.fromkeys(channel for row in revenue.values() for channel in row))
    made = Snapshot(
        name="tiny.xlsx",
        tables={},
        targets=tuple(Target(OCTOBER, kpi, value) for kpi, value in (targets or {}).items()),
        **snapshot,  # type: ignore[arg-type]
    )
    return StandIn(made, OCTOBER, channels, tuple(periods), chosen, totals, notes or {})


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
        settings=Settings(company=company, currency=currency),
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
    chosen = ("revenue", "orders", "average_check", "conversion", "ad_spend", "drr")
    notes = {"drr": ("vat_unknown",), "cpo@": ("vat_unknown",), f"cac@{channels[2 % len(channels)]}": ("small_base",)}
    return StandIn(snapshot, OCTOBER, channels, months, chosen, totals, notes)


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
