"""What to look at: warnings about figures and data, and closed months that differ from what the data gives now."""

from __future__ import annotations

from kpi_core.report.analyses import alerts_of
from kpi_core.report.causes import risk
from kpi_core.report.model import Points, Sentence
from kpi_core.report.scribe import Scribe
from kpi_core.units import period_label

MOST_ROWS = 6


def build_watch(scribe: Scribe) -> Points | None:
    """The warnings that the message has not told yet, and the recalculated months; None where there are none."""
    told = risk(scribe)
    alerts = [each for each in alerts_of(scribe) if each.sentence(scribe.language, scribe.currency) != told]
    rows = [
        Sentence(scribe.say(f"watch_{each.level}"), each.sentence(scribe.language, scribe.currency)) for each in alerts
    ]
    rows += [Sentence(scribe.say("watch_recalculated"), text) for text in _recalculated(scribe)]
    if not rows:
        return None
    cut = len(rows) - MOST_ROWS
    if cut > 0:
        rows = [*rows[:MOST_ROWS], Sentence("", scribe.say("watch_cut", count=cut))]
    return Points(scribe.say("watch_title"), scribe.say("watch_subtitle"), tuple(rows))


def _recalculated(scribe: Scribe) -> list[str]:
    """A sentence a month: what it was closed with and what the data gives now, up to the report month."""
    told: dict[str, list[str]] = {}
    seen = set()
    for row in reversed(scribe.cube.snapshot.closed):
        key = (row.kpi, row.month, row.channel)
        if key in seen or row.month.first > scribe.month.first:
            continue
        seen.add(key)
        answer = scribe.ask(row.kpi, row.channel, row.month)
        before, now = scribe.text(row.kpi, row.value), scribe.text(row.kpi, answer.value)
        if row.channel is None and "recalculated" in answer.notes and before != now:
            text = scribe.say("recalculated_kpi", label=scribe.inside(row.kpi), before=before, now=now)
            told.setdefault(period_label(row.month, scribe.language), []).append(text)
    return [
        scribe.say("recalculated", period=f"{period[:1].upper()}{period[1:]}", parts="; ".join(parts[:4]))
        for period, parts in told.items()
    ]
