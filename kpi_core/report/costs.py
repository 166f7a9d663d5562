"""Which channels moved the acquisition cost: contributions in money, with explicit signs."""

from __future__ import annotations

from fractions import Fraction

from kpi_core.analysis.contribution import Contribution, Part
from kpi_core.analysis.members import base_label, member_label
from kpi_core.report.analyses import cost_of
from kpi_core.report.causes import money
from kpi_core.report.charts import delta_bars
from kpi_core.report.metrics import fitted
from kpi_core.report.model import Column, Figure, Row, Table, Tone
from kpi_core.report.scribe import Scribe
from kpi_core.units import DASH, format_change, format_difference, format_value, period_label

MOST_ROWS = 8
# A name has two lines of its column.
_ROOM, _TEXT = 270.0, 11.2


def build_costs(scribe: Scribe) -> Table | None:
    """A row a channel, those that moved the cost most first; None where the data does not carry it."""
    found = cost_of(scribe)
    if found is None:
        scribe.miss("costs", _reason(scribe))
        return None
    scribe.define([found.kpi])
    parts = sorted(found.parts, key=lambda part: -abs(part.amount))
    shown = parts[: MOST_ROWS if len(parts) <= MOST_ROWS else MOST_ROWS - 1]
    rest = parts[len(shown) :]
    amounts = [part.amount for part in shown]
    tones = [_tone(scribe, found, part) for part in shown]
    names = [fitted(member_label(part.channel, found.rest, scribe.language), _ROOM, _TEXT, 600) for part in shown]
    figures = [(_rate(scribe, part.before.known_rate), _rate(scribe, part.after.known_rate)) for part in shown]
    if rest:
        amounts.append(sum((part.amount for part in rest), Fraction(0)))
        tones.append("")
        names.append(scribe.say("others", count=len(rest)))
        figures.append((DASH, DASH))
    texts = [format_difference(float(amount), "money", scribe.language, scribe.currency) for amount in amounts]
    titles = [scribe.say("delta_title", name=name, difference=text) for name, text in zip(names, texts, strict=True)]
    bars = delta_bars([float(amount) for amount in amounts], tones, titles, width=150)
    rows = tuple(
        Row(name, (Figure(before), Figure(now), Figure(text, tone=tone)), bar)
        for name, (before, now), text, tone, bar in zip(names, figures, texts, tones, bars, strict=True)
    )
    whole = (_rate(scribe, found.before), _rate(scribe, found.after))
    change = format_difference(float(found.change), "money", scribe.language, scribe.currency)
    total = Row(scribe.say("total"), (Figure(whole[0]), Figure(whole[1]), Figure(change)))
    columns = (
        Column(scribe.say("channel"), "", 26.0, "name"),
        Column(base_label(found.period, found.against, scribe.language), "", 15.0),
        Column(period_label(found.period, scribe.language), "", 15.0),
        Column("", "", 29.0, "bar"),
        Column(scribe.say("costs_part"), "", 15.0),
    )
    subtitle = scribe.say("costs_subtitle", label=scribe.label(found.kpi))
    return Table(_title(scribe, found), subtitle, columns, rows, total)


def _reason(scribe: Scribe) -> str:
    """Why there is none: of the first cost that has a value, what forbids to speak of it."""
    if len(scribe.cube.channels) < 2:
        return "no_channels"
    for name in ("cac", "cpl", "cpo"):
        answer = scribe.ask(name)
        if answer.value is not None:
            return next((note for note in answer.notes if note in ("left_censored", "partial_period")), "no_base")
    return scribe.ask("cac").reason or "no_data"


def _rate(scribe: Scribe, rate: Fraction | None) -> str:
    return format_value(None if rate is None else float(rate), "money", scribe.language, scribe.currency)


def _tone(scribe: Scribe, found: Contribution, part: Part) -> Tone:
    """Coloured where the channel's own cost changed by more than chance."""
    if part.channel is None or not part.amount:
        return ""
    signal = scribe.signal(found.kpi, found.against, part.channel)
    if signal is None:
        return ""
    return "flat" if not signal else "bad" if part.amount > 0 else "good"


def _title(scribe: Scribe, found: Contribution) -> str:
    label = scribe.short(found.kpi)
    signal = scribe.signal(found.kpi, found.against)
    if signal is False:
        return scribe.say(f"costs_noise_{found.against}", label=label)
    change = format_change(float(found.change / found.before), "money", scribe.language) if found.before else ""
    difference = f"{money(scribe, found.change)} ({change})" if change else money(scribe, found.change)
    return scribe.say(f"costs_title_{found.against}", label=label, difference=difference)
