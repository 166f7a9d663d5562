"""The lead KPI by months, as columns."""

from __future__ import annotations

from kpi_core.report.cards import SPARK_MONTHS, months_back
from kpi_core.report.charts import columns
from kpi_core.report.message import lead_kpi
from kpi_core.report.model import Trend
from kpi_core.report.scribe import Scribe
from kpi_core.units import format_scaled, period_label, scale_for, scale_unit, short_month

_LEAST_MONTHS = 3


def build_trend(scribe: Scribe) -> Trend | None:
    """Thirteen months of the lead KPI; None where it cannot stand in columns, or fewer than three months are known."""
    name = lead_kpi(scribe)
    if name is None or scribe.kpi(name).unit not in ("money", "count"):
        return None
    months = months_back(scribe.month, SPARK_MONTHS)
    actual = [scribe.ask(name, period=month).value for month in months]
    known = [value for value in actual if value is not None]
    if len(known) < _LEAST_MONTHS:
        scribe.miss("trend", "few_months")
        return None
    while actual[0] is None:
        del actual[0], months[0]
    before = [
        scribe.ask(name, period=year).value if (year := month.year_before()) is not None else None for month in months
    ]
    target = [scribe.cube.target(name, month, None).value for month in months]
    scribe.define([name])
    kpi = scribe.kpi(name)
    scale = scale_for(max(map(abs, known)), scribe.language, kpi.unit)
    chart = columns(
        actual,
        before,
        target,
        [format_scaled(value, scale, scribe.language) if value is not None else "" for value in actual],
        [short_month(month.start, scribe.language) for month in months],
        title=_alternative(scribe, name, actual),
    )
    unit = scale_unit(scale, kpi.unit, scribe.language, scribe.currency)
    label = f"{scribe.label(name)}, {unit}" if unit else scribe.label(name)
    legend = [("actual", scribe.say("legend_actual"))]
    legend += [("before", scribe.say("legend_before"))] if any(value is not None for value in before) else []
    legend += [("target", scribe.say("legend_target"))] if any(value is not None for value in target) else []
    return Trend(
        _title(scribe, name, actual),
        scribe.say("trend_subtitle", label=label, first=period_label(months[0], scribe.language),
                   last=period_label(months[-1], scribe.language)),
        tuple(legend),
        chart,
        (),
    )  # fmt: skip


def _title(scribe: Scribe, name: str, actual: list[float | None]) -> str:
    """The rank of the month among those shown: a fact, and no word about a trend."""
    answer = scribe.ask(name)
    what = f"{scribe.label(name)} {scribe.text(name, answer.value)}"
    known = sorted((value for value in actual if value is not None), reverse=True)
    if answer.value is None or "partial_period" in answer.notes:
        return scribe.say("trend_plain", label=scribe.label(name))
    rank, count = known.index(answer.value) + 1, len(known)
    if rank == 1:
        return scribe.say("trend_first", what=what, count=count)
    if rank == count:
        return scribe.say("trend_last", what=what, count=count)
    return scribe.say("trend_rank", what=what, rank=rank, count=count)


def _alternative(scribe: Scribe, name: str, actual: list[float | None]) -> str:
    known = [value for value in actual if value is not None]
    return scribe.say(
        "trend_alternative",
        label=scribe.label(name),
        count=len(known),
        low=scribe.text(name, min(known)),
        high=scribe.text(name, max(known)),
        last=scribe.text(name, actual[-1]),
    )
