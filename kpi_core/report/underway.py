"""The month under way: the same days before, and the range it will come to."""

from __future__ import annotations

from kpi_core.analysis.forecast import Forecast, SameDays, additive, forecast, month_under_way, same_days
from kpi_core.analysis.significance import significant
from kpi_core.answer import Answer
from kpi_core.periods import Period
from kpi_core.report.model import Column, Figure, Row, Table, Tone
from kpi_core.report.scribe import Notes, Scribe
from kpi_core.units import DASH, NBSP, date_label, format_change, period_label

MOST_ROWS = 4


def build_underway(scribe: Scribe) -> Table | None:
    """A row for each KPI that adds up over days; None while no month is under way."""
    month = month_under_way(scribe.cube)
    later = month.first > scribe.month.first
    partial = month == scribe.month and _reached(scribe, month) < month.days
    if not later and not partial:
        return None
    names = [name for name in dict.fromkeys(("revenue", *scribe.cube.chosen)) if additive(scribe.kpi(name))]
    notes = Notes()
    found = [
        (name, same_days(scribe.cube, name, month), forecast(scribe.cube, name, month)) for name in names[:MOST_ROWS]
    ]
    known = [each for each in found if each[1].now.value is not None and each[1].days < month.days]
    if not known:
        scribe.miss("underway", next((each[1].now.reason for each in found if each[1].now.reason), None) or "no_data")
        return None
    rows = tuple(_row(scribe, name, days, carried, notes) for name, days, carried in known)
    columns = tuple(
        Column(scribe.say(code) if code else "", "", width, kind)  # type: ignore[arg-type]
        for code, width, kind in (
            ("plan_kpi", 24.0, "name"),
            ("underway_now", 14.0, "number"),
            ("underway_before", 16.0, "number"),
            ("word_mom", 11.0, "number"),
            ("word_yoy", 11.0, "number"),
            ("underway_forecast", 24.0, "number"),
        )
    )
    days = known[0][1]
    assert days.current is not None
    period = period_label(month, scribe.language)
    title = scribe.say("underway_title", period=f"{period[:1].upper()}{period[1:]}", days=days.days, all=month.days)
    subtitle = scribe.say("underway_subtitle", day=date_label(days.current.end, scribe.language))
    return Table(title, subtitle, columns, rows, None, notes.lines)


def _reached(scribe: Scribe, month: Period) -> int:
    last = scribe.cube.spans[scribe.cube.sales_table].last if scribe.cube.sales_table else month.last
    return min(last, month.last) - month.first + 1


def _row(scribe: Scribe, name: str, days: SameDays, carried: Forecast, notes: Notes) -> Row:
    changes = [_change(scribe, name, days, against, notes) for against in ("mom", "yoy")]
    now, before = (scribe.text(name, answer.value) for answer in (days.now, days.before))
    return Row(scribe.label(name), (Figure(now), Figure(before), *changes, _range(scribe, name, carried, notes)))


def _change(scribe: Scribe, name: str, days: SameDays, against: str, notes: Notes) -> Figure:
    """The change against the same days; judged by the test of the month so far, day by day."""
    change = days.change(against)
    base: Answer = days.before if against == "mom" else days.year
    if change is None or days.current is None:
        return Figure(DASH, notes.mark(scribe.reason(base)) if base.reason else "", "flat")
    month = month_under_way(scribe.cube)
    verdict = significant(scribe.cube, name, month, None, "yoy" if against == "yoy" else "mom")
    text = format_change(change, scribe.kpi(name).unit, scribe.language)
    if verdict.significant is False:
        return Figure(f"■{NBSP}{text}", notes.mark(scribe.say("noise")), "flat")
    if verdict.significant is None or (verdict.change or 0.0) * change <= 0:
        return Figure(text)
    better = scribe.kpi(name).better
    tone: Tone = "" if better == "neutral" else "good" if (change > 0) == (better == "higher") else "bad"
    return Figure(f"{'▲' if change > 0 else '▼'}{NBSP}{text}", tone=tone)


def _range(scribe: Scribe, name: str, carried: Forecast, notes: Notes) -> Figure:
    if carried.low is None or carried.high is None or carried.point is None:
        return Figure(DASH, notes.mark(carried.why(scribe.language)), "flat")
    low, high = (scribe.text(name, end) for end in (carried.low, carried.high))
    return Figure(f"{low} – {high}", notes.mark(carried.origin(scribe.language)))
