"""The sentences that rest on an analysis: the cause, the risk and the decision."""

from __future__ import annotations

from fractions import Fraction

from kpi_core.analysis.quadrant import Row
from kpi_core.comparison import Against
from kpi_core.report.analyses import alerts_of, bridge_of, cost_of, move_of, part_signal, quadrant_of, told_base
from kpi_core.report.plan import by_status
from kpi_core.report.scribe import Scribe, short_name
from kpi_core.units import format_change, format_difference, format_value
from kpi_core.words import in_sentence


def cause(scribe: Scribe) -> str:
    """Volume, mix and check behind the change of revenue, the channel behind it, and who moved the acquisition cost."""
    return " ".join(part for part in (_bridge(scribe), _cost(scribe)) if part)


def _bridge(scribe: Scribe) -> str:
    against = told_base(scribe, "revenue")
    if against is None or (found := bridge_of(scribe, against)).reason or not found.change:
        return ""
    told = [(name, amount) for name, amount in found.parts if amount]
    told.sort(key=lambda part: -abs(part[1]))
    parts = ", ".join(_part(scribe, name, amount, against) for name, amount in told)
    text = scribe.say(f"cause_{against}", difference=money(scribe, found.change), parts=parts)
    return " ".join(part for part in (text, _mover(scribe, against)) if part)


def _part(scribe: Scribe, name: str, amount: Fraction, against: Against) -> str:
    text = f"{in_sentence(scribe.say(f'bridge_{name}'))} {money(scribe, amount)}"
    return f"{text} ({scribe.say('word_noise')})" if part_signal(scribe, name, against) is False else text


def _mover(scribe: Scribe, against: Against) -> str:
    """The channel that changed most among those that changed by more than chance; untested, the largest change."""
    if against == "plan":
        return ""
    effects = {each.channel: each.change for each in bridge_of(scribe, against).effects if each.channel and each.change}
    signals = {channel: scribe.signal("revenue", against, channel) for channel in effects}
    moved = [channel for channel, signal in signals.items() if signal]
    untested = all(signal is None for signal in signals.values()) and len(signals) > 1
    candidates = moved or (list(effects) if untested else [])
    if not candidates:
        return ""
    channel = max(candidates, key=lambda each: abs(effects[each]))
    change = scribe.change("revenue", against, channel)
    difference = money(scribe, effects[channel])
    if change.value is not None and signals[channel]:
        difference += f" ({format_change(change.value, 'money', scribe.language)})"
    code = "cause_mover" if moved else "cause_largest"
    return scribe.say(code, channel=short_name(channel), difference=difference)


def _cost(scribe: Scribe) -> str:
    found = cost_of(scribe)
    if found is None or not scribe.signal(found.kpi, found.against):
        return ""
    up = found.change > 0
    most = max((part for part in found.parts if part.channel), key=lambda part: part.amount * (1 if up else -1))
    if not most.channel or (most.amount > 0) != up:
        return ""
    return scribe.say(
        f"cause_cost_{found.against}",
        label=scribe.short(found.kpi),
        difference=money(scribe, found.change),
        channel=short_name(most.channel),
        part=money(scribe, most.amount),
    )


def risk(scribe: Scribe) -> str:
    """A channel that eats the budget, a cost over plan by more than chance, or the first warning."""
    rows = quadrant_of(scribe).rows
    worst = [row for row in rows if row.standing in ("drain", "examine") and row.spend_share]
    worst.sort(key=lambda row: (row.standing != "drain", -(row.spend or 0.0)))
    if worst:
        return _weak(scribe, worst[0])
    for name in by_status(scribe).get("bad", ()):
        if scribe.kpi(name).better == "lower" and scribe.signal(name, "plan"):
            value, target = scribe.ask(name).value, scribe.cube.target(name, scribe.month, None).value
            change = scribe.cube.change(name, scribe.month, None, "plan").value
            return scribe.say(
                "risk_cost",
                label=scribe.label(name),
                value=scribe.text(name, value),
                target=scribe.text(name, target),
                change=format_change(change, scribe.kpi(name).unit, scribe.language, of=value),
            )
    warnings = alerts_of(scribe)
    return warnings[0].sentence(scribe.language, scribe.currency) if warnings else ""


def _weak(scribe: Scribe, row: Row) -> str:
    """A channel that brings significantly less than its share of the spend."""
    result = quadrant_of(scribe).result
    words = {
        "channel": short_name(row.channel),
        "spend": format_value(row.spend, "money", scribe.language, scribe.currency, compact=True),
        "share": format_value(row.spend_share, "percent", scribe.language, digits=0),
        "brought": format_value(row.result_share, "percent", scribe.language, digits=0),
        "what": plural(scribe, result),
    }
    if row.standing == "drain" or row.cost is None:
        return scribe.say("risk_drain", **words)
    cost = {"new_customers": "cac", "orders": "cpo", "leads": "cpl"}[result]
    price = format_value(row.cost, "money", scribe.language, scribe.currency, compact=True)
    return scribe.say("risk_weak", **words, cost=scribe.say(f"column_{cost}"), price=price)


def plural(scribe: Scribe, result: str) -> str:
    """«новых клиентов», "new customers"."""
    return scribe.say(f"count_{result}").split("|")[-1]


def decision(scribe: Scribe) -> str:
    """A small move of money to be tested; or that the data gives no ground for one."""
    found = move_of(scribe)
    if found is not None and found.change is not None and found.low is not None and found.high is not None:
        change, low, high = (_gain(scribe, value) for value in (found.change, found.low, found.high))
        return scribe.say(
            "decision_move",
            sum=format_value(found.amount, "money", scribe.language, scribe.currency, compact=True),
            giver=short_name(found.giver),
            receiver=short_name(found.receiver),
            what=plural(scribe, found.result),
            change=change,
            low=low,
            high=high,
        )
    placed = [row for row in quadrant_of(scribe).rows if row.index is not None]
    weak = [row for row in placed if row.standing in ("examine", "drain")]
    if weak:
        most = max(weak, key=lambda row: row.spend or 0.0)
        return scribe.say("decision_examine", channel=short_name(most.channel))
    if len(placed) > 1 and all(row.reason == "noise" for row in placed):
        return scribe.say("decision_none")
    return ""


def _gain(scribe: Scribe, value: float) -> str:
    """A number of customers with its sign; a decimal where there are few."""
    if abs(value) >= 10:
        return format_difference(round(value), "count", scribe.language)
    sign = "+" if round(value, 1) > 0 else ""
    return f"{sign}{format_value(value, 'ratio', scribe.language, digits=1)}"


def money(scribe: Scribe, amount: Fraction) -> str:
    """A difference in money, short."""
    return format_difference(float(amount), "money", scribe.language, scribe.currency, compact=True)
