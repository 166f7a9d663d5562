"""The message of the month: a headline and at most five sentences, each made by a rule from figures.

No sentence calls a change within the usual spread a change: it says so, or speaks of something else. Where a note
stands on a figure, the note is told in place of the change.
"""

from __future__ import annotations

from kpi_core.answer import Answer
from kpi_core.report.causes import cause, decision, risk
from kpi_core.report.model import Sentence
from kpi_core.report.plan import by_status, listed, planned
from kpi_core.report.scribe import BASES, Base, Scribe, short_name
from kpi_core.status import UNJUDGED, judged
from kpi_core.units import format_change, format_difference, format_value, period_label
from kpi_core.words import note_text

MOST_SENTENCES = 5
_PAIRS = (("orders", "average_check"), ("leads", "cpl"))


def lead_kpi(scribe: Scribe) -> str | None:
    """What the headline speaks of: revenue, else the first chosen KPI on which a headline may rest."""
    names = list(dict.fromkeys(("revenue", *scribe.cube.chosen)))
    answers = {name: scribe.ask(name) for name in names}
    defined = [name for name in names if answers[name].value is not None]
    sound = [name for name in defined if judged(answers[name])]
    return next(iter(sound or defined), None)


def headline(scribe: Scribe) -> str:
    """The result in one line, and what is off plan in another."""
    name = lead_kpi(scribe)
    if name is None:
        return scribe.say("headline_nothing", period=period_label(scribe.month, scribe.language))
    return " ".join(part for part in (_headline_result(scribe, name), _headline_plan(scribe, name)) if part)


def sentences(scribe: Scribe) -> tuple[Sentence, ...]:
    """The sentences, in the order result, cause, plan, risk, decision; a caveat where there is room."""
    name = lead_kpi(scribe)
    if name is None:
        return ()
    why = cause(scribe)
    made = {
        "result": _result(scribe, name),
        "cause": why,
        "components": "" if why else _components(scribe, name),
        "channels": "" if why else _channels(scribe, name),
        "plan": _plan(scribe, name),
        "risk": risk(scribe),
        "decision": decision(scribe),
        "caveat": _caveat(scribe, name),
    }
    kept = [topic for topic, text in made.items() if text]
    # What gives way first: the plain facts. A caveat stands on the cards as well.
    for topic in ("components", "channels", "caveat"):
        if len(kept) > MOST_SENTENCES and topic in kept:
            kept.remove(topic)
    return tuple(Sentence(scribe.say(f"topic_{topic}"), made[topic]) for topic in kept)


def _headline_result(scribe: Scribe, name: str) -> str:
    answer = scribe.ask(name)
    what = f"{scribe.label(name)} {scribe.text(name, answer.value)}"
    period = period_label(scribe.month, scribe.language)
    if "partial_period" in answer.notes:
        return scribe.say("headline_partial", what=what, period=period)
    month, year = (_told_change(scribe, name, against) for against in BASES)
    # A change within the usual spread is named as none, in the month first.
    steady = next((against for against in BASES if scribe.signal(name, against) is False), None)
    attainment = scribe.cube.attainment(name, scribe.month, None)
    if attainment.value is not None and judged(answer, attainment):
        share = format_value(attainment.value, "percent", scribe.language, digits=1)
        if month or year:
            code = "headline_change_plan" if month else "headline_year_plan"
            return scribe.say(code, what=what, change=month or year, share=share)
        return scribe.say(f"headline_steady_{steady}_plan" if steady else "headline_plan", what=what, share=share)
    if month and year:
        return scribe.say("headline_month_year", what=what, month=month, year=year)
    if month or year:
        return scribe.say("headline_month" if month else "headline_year", what=what, change=month or year)
    return scribe.say(f"headline_steady_{steady}" if steady else "headline_bare", what=what, period=period)


def _headline_plan(scribe: Scribe, lead: str) -> str:
    """What is off plan: by more than chance first, else said to be within the usual spread."""
    groups = by_status(scribe)
    others = {tone: [name for name in names if name != lead] for tone, names in groups.items()}
    for ending, noise in (("", False), ("_noise", True)):
        for tone in ("bad", "near"):
            names = [name for name in others.get(tone, ()) if (scribe.signal(name, "plan") is False) is noise]
            if names:
                return scribe.say(f"headline_{tone}{ending}", labels=listed(scribe, names))
    total = len(planned(scribe))
    return scribe.say("headline_all") if total > 1 and len(groups.get("good", ())) == total else ""


def _told_change(scribe: Scribe, name: str, against: Base, channel: str | None = None) -> str:
    """The change as text; nothing where it is undefined, within the usual spread, or a note forbids telling it."""
    if scribe.signal(name, against, channel) is False:
        return ""
    return _change(scribe, name, against, channel)


def _change(scribe: Scribe, name: str, against: Base, channel: str | None = None) -> str:
    """The change as text, whatever it may be worth; nothing where a note forbids telling it."""
    answer = scribe.change(name, against, channel)
    if answer.value is None or not judged(answer):
        return ""
    return format_change(answer.value, scribe.kpi(name).unit, scribe.language, of=scribe.ask(name, channel).value)


def _result(scribe: Scribe, name: str) -> str:
    answer = scribe.ask(name)
    what = {"label": scribe.label(name), "value": scribe.text(name, answer.value)}
    told: list[str] = []
    noise: list[str] = []
    for against, base in zip(BASES, (scribe.month.previous(), scribe.month.year_before()), strict=True):
        if change := _change(scribe, name, against):
            difference = _difference(scribe, name, answer.value, scribe.ask(name, period=base).value)
            text = scribe.say(f"change_{against}", change=change) + difference
            (noise if scribe.signal(name, against) is False else told).append(text)
    if told and noise:
        return scribe.say("result_partly", **what, changes=told[0], noise=noise[0])
    if told:
        return scribe.say("result_changes", **what, changes=", ".join(told))
    if noise:
        return scribe.say("result_noise" if len(noise) == 1 else "result_noises", **what, changes=", ".join(noise))
    month = scribe.change(name, "mom")
    why = note_text(_first_unjudged(month), scribe.language) if month.value is not None else scribe.reason(month)
    return scribe.say("result_bare", **what, why=why)


def _difference(scribe: Scribe, name: str, now: float | None, before: float | None) -> str:
    """The change in money or pieces, in brackets; nothing for units where it would repeat the change."""
    unit = scribe.kpi(name).unit
    if now is None or before is None or unit not in ("money", "count"):
        return ""
    return f" ({format_difference(now - before, unit, scribe.language, scribe.currency, compact=True)})"


def _first_unjudged(answer: Answer) -> str:
    return next((note for note in answer.notes if note in UNJUDGED), "")


def _components(scribe: Scribe, lead: str) -> str:
    for pair in _PAIRS:
        answers = [scribe.ask(name) for name in pair]
        if all(answer.value is not None for answer in answers) and lead not in pair:
            parts = [_with_change(scribe, name, answer) for name, answer in zip(pair, answers, strict=True)]
            return scribe.say("components", first=_opening(parts[0]), second=parts[1])
    return ""


def _with_change(scribe: Scribe, name: str, answer: Answer) -> str:
    text = scribe.say("with_value", label=scribe.inside(name), value=scribe.text(name, answer.value))
    change = _told_change(scribe, name, "mom")
    return f"{text} ({scribe.say('change_mom', change=change)})" if change else text


def _plan(scribe: Scribe, lead: str) -> str:
    parts = []
    attainment = scribe.cube.attainment(lead, scribe.month, None)
    if attainment.value is not None and judged(attainment, scribe.ask(lead)):
        parts.append(_attained(scribe, lead, attainment.value))
    worst = [name for name in by_status(scribe).get("bad", ()) if name != lead]
    worst.sort(key=lambda name: scribe.cube.attainment(name, scribe.month, None).value or 0.0)
    # Those off plan by more than chance first; a distance within the usual spread is named as such.
    worst.sort(key=lambda name: scribe.signal(name, "plan") is False)
    if worst:
        value, target = (
            scribe.text(worst[0], each(worst[0], scribe.month, None).value)
            for each in (scribe.cube.kpi, scribe.cube.target)
        )
        code = "plan_worst_noise" if scribe.signal(worst[0], "plan") is False else "plan_worst"
        parts.append(scribe.say(code, label=scribe.inside(worst[0]), value=value, target=target))
    return " ".join(parts)


def _attained(scribe: Scribe, name: str, attainment: float) -> str:
    share = format_value(attainment, "percent", scribe.language, digits=1)
    value, target = scribe.ask(name).value, scribe.cube.target(name, scribe.month, None).value
    kpi = scribe.kpi(name)
    words = {
        "label": scribe.label(name),
        "inside": scribe.inside(name),
        "share": share,
        "target": scribe.text(name, target),
        "noise": scribe.say("plan_noise") if scribe.signal(name, "plan") is False else "",
    }
    if value is None or target is None or kpi.unit not in ("money", "count") or kpi.better != "higher":
        return scribe.say("plan_share", **words)
    gap = format_value(abs(value - target), kpi.unit, scribe.language, scribe.currency, compact=True)
    return scribe.say("plan_over" if value >= target else "plan_under", **words, gap=gap)


def _channels(scribe: Scribe, lead: str) -> str:
    """The largest gain and the largest loss among the channels, in the units of the lead KPI."""
    if scribe.kpi(lead).unit not in ("money", "count") or "partial_period" in scribe.ask(lead).notes:
        return ""
    previous = scribe.month.previous()
    gains = []
    signals = {channel: scribe.signal(lead, "mom", channel) for channel in scribe.cube.channels}
    # Where some were tested, those beyond the usual spread only: else a small channel would pass for the largest.
    wanted = None if all(signal is None for signal in signals.values()) else True
    for channel in scribe.cube.channels:
        now, before = scribe.ask(lead, channel).value, scribe.ask(lead, channel, previous).value
        if now is not None and before is not None and now != before and signals[channel] is wanted:
            gains.append((now - before, channel))
    if len(scribe.cube.channels) < 2 or not gains:
        return ""
    gains.sort(key=lambda gain: (gain[0], gain[1]))
    (least, loser), (most, winner) = gains[0], gains[-1]
    up, gain = short_name(winner), _gain(scribe, lead, most, winner)
    down, loss = short_name(loser), _gain(scribe, lead, least, loser)
    if least >= 0 or most <= 0:
        code, channel, difference = ("channel_up", up, gain) if most > 0 else ("channel_down", down, loss)
        return scribe.say(code, label=scribe.inside(lead), channel=channel, difference=difference)
    return scribe.say("channel_both", label=scribe.inside(lead), up=up, gain=gain, down=down, loss=loss)


def _gain(scribe: Scribe, lead: str, gain: float, channel: str) -> str:
    difference = format_difference(gain, scribe.kpi(lead).unit, scribe.language, scribe.currency, compact=True)
    change = _told_change(scribe, lead, "mom", channel)
    return f"{difference} ({change})" if change else difference


def _caveat(scribe: Scribe, lead: str) -> str:
    """What must not be judged this month: the notes on the cards and on the lead KPI."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys((lead, *scribe.cube.chosen)):
        for note in scribe.ask(name).notes:
            if note in UNJUDGED:
                found.setdefault(note, []).append(name)
    parts = [
        scribe.say("caveat", labels=_opening(listed(scribe, names)), note=note_text(note, scribe.language))
        for note, names in list(found.items())[:2]
    ]
    return " ".join(parts)


def _opening(text: str) -> str:
    return text[:1].upper() + text[1:]
