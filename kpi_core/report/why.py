"""Why revenue changed: bridges against the month before, last year and the plan, and by channel."""

from __future__ import annotations

from fractions import Fraction

from kpi_core.analysis.bridge import Bridge
from kpi_core.analysis.members import base_label, member_label
from kpi_core.comparison import Against, base_period
from kpi_core.report.analyses import BRIDGED, bridge_of, part_signal, told_base
from kpi_core.report.causes import money
from kpi_core.report.metrics import wrapped
from kpi_core.report.model import Bridges, Figure, Panel
from kpi_core.report.scribe import Scribe, short_name
from kpi_core.report.waterfall import Kind, Part, Waterfall, is_cut, waterfalls
from kpi_core.units import (
    NBSP,
    Scale,
    format_change,
    format_scaled,
    format_value,
    period_label,
    scale_for,
    scale_unit,
    short_month,
)
from kpi_core.words import in_sentence

MOST_MOVERS = 9
_WIDE, _HALF, _NARROW = 680.0, 330.0, 215.0
# The text below a column, and the room between two of them.
_TICK, _BETWEEN = 8.5, 6.0


def build_bridges(scribe: Scribe) -> Bridges | None:
    """A panel for each base there is; None where revenue has no orders to be told by, or nothing to compare with."""
    found = {against: bridge_of(scribe, against) for against in BRIDGED}
    if "partial_period" in scribe.ask("revenue").notes:
        scribe.miss("bridges", "partial_period")
        return None
    kept = {against: made for against, made in found.items() if made.reason is None}
    if not kept:
        scribe.miss("bridges", found["mom"].reason or "no_data")
        return None
    scale = _scale(scribe, list(kept.values()))
    parts = [_parts(scribe, made, scale) for made in kept.values()]
    width = {1: _HALF, 2: _HALF, 3: _NARROW}[len(parts)]
    titles = [_alternative(scribe, made) for made in kept.values()]
    charts = waterfalls(parts, titles, width=width)
    panels = tuple(_panel(scribe, made, chart) for made, chart in zip(kept.values(), charts, strict=True))
    cut = scribe.say("axis_cut") if is_cut(parts) else ""
    unit = _in_units(scribe, scale)
    subtitle = scribe.say("bridges_subtitle", unit=unit, cut=cut)
    return Bridges(_title(scribe, list(kept)), subtitle, panels, (scribe.say("bridges_note"),))


def _scale(scribe: Scribe, bridges: list[Bridge]) -> Scale:
    largest = max(float(abs(amount)) for made in bridges for amount in (made.before, made.after))
    return scale_for(largest, scribe.language)


def _in_units(scribe: Scribe, scale: Scale) -> str:
    """«, тыс. ₽», and nothing where neither a power nor a currency is known."""
    unit = scale_unit(scale, "money", scribe.language, scribe.currency)
    return f", {unit}" if unit else ""


def _parts(scribe: Scribe, made: Bridge, scale: Scale) -> list[Part]:
    told = [
        (name, float(amount), _tone(part_signal(scribe, name, made.against), amount))
        for name, amount in made.parts
        if amount or name != "mix" or len(made.effects) > 1
    ]
    inner = [
        Part("change", amount, format_scaled(amount, scale, scribe.language, signed=True),
             tuple(scribe.say(f"tick_{name}").split("|")), tone)
        for name, amount, tone in told
    ]  # fmt: skip
    return _framed(scribe, made, inner, scale)


def _framed(scribe: Scribe, made: Bridge, inner: list[Part], scale: Scale) -> list[Part]:
    """The changes between the level of the base and that of the month."""
    first: Kind = "plan" if made.against == "plan" else "before"
    before, after = (
        Part(kind, float(amount), format_scaled(float(amount), scale, scribe.language), (tick,))
        for kind, amount, tick in (
            (first, made.before, _base_tick(scribe, made.against)),
            ("after", made.after, scribe.say("tick_after")),
        )
    )
    return [before, *inner, after]


def _base_tick(scribe: Scribe, against: Against) -> str:
    base = None if against == "plan" else base_period(scribe.month, against)
    if base is None:
        return scribe.say("tick_plan")
    return f"{short_month(base.start, scribe.language)}{NBSP}{base.start:%y}"


def _tone(signal: bool | None, amount: Fraction) -> str:
    """Coloured where the change is more than chance, pale within the usual spread, plain where it was not tested."""
    if signal is None or not amount:
        return ""
    return "flat" if not signal else "good" if amount > 0 else "bad"


def _panel(scribe: Scribe, made: Bridge, chart: Waterfall) -> Panel:
    text = money(scribe, made.change)
    if made.before > 0:
        text += f" ({format_change(float(made.change / made.before), 'money', scribe.language)})"
    noise = scribe.signal("revenue", made.against) is False
    if noise:
        text += f", {scribe.say('word_noise')}"
    return Panel(scribe.say(f"against_{made.against}"), Figure(text, tone="flat" if noise else ""), chart)


def _alternative(scribe: Scribe, made: Bridge) -> str:
    parts = "; ".join(
        f"{in_sentence(scribe.say(f'bridge_{name}'))} {money(scribe, amount)}" for name, amount in made.parts
    )
    return scribe.say(
        "bridge_alternative",
        against=scribe.say(f"against_{made.against}"),
        before=_whole(scribe, made.before),
        parts=parts,
        after=_whole(scribe, made.after),
    )


def _whole(scribe: Scribe, amount: Fraction) -> str:
    return format_value(float(amount), "money", scribe.language, scribe.currency, compact=True)


def _title(scribe: Scribe, bases: list[Against]) -> str:
    """The largest part of a change worth telling; else that there is none."""
    against = told_base(scribe, "revenue")
    if against is None:
        noise = all(scribe.signal("revenue", base) is False for base in bases)
        return scribe.say("bridges_noise" if noise else "bridges_plain")
    made = bridge_of(scribe, against)
    sound = [
        (name, amount)
        for name, amount in made.parts
        if amount * made.change > 0 and part_signal(scribe, name, against) is not False
    ]
    if made.reason or not made.change or not sound:
        return scribe.say("bridges_plain")
    name, amount = max(sound, key=lambda part: abs(part[1]))
    part = f"{in_sentence(scribe.say(f'bridge_{name}'))} {money(scribe, amount)}"
    return scribe.say(f"bridges_title_{against}", difference=money(scribe, made.change), part=part)


def build_movers(scribe: Scribe) -> Bridges | None:
    """The change of revenue channel by channel, against the base that is worth telling, else the month before."""
    if "partial_period" in scribe.ask("revenue").notes:
        scribe.miss("movers", "partial_period")
        return None
    told = told_base(scribe, "revenue")
    bases: list[Against] = [each for each in dict.fromkeys((told, "mom", "yoy")) if each in ("mom", "yoy")]
    made = next((found for each in bases if (found := bridge_of(scribe, each)).reason is None), None)
    if made is None or len(made.effects) < 2:
        scribe.miss("movers", made.reason or "no_channels" if made else "no_base")
        return None
    scale = _scale(scribe, [made])
    effects = sorted(made.effects, key=lambda effect: -abs(effect.change))
    shown = effects[: MOST_MOVERS if len(effects) <= MOST_MOVERS else MOST_MOVERS - 1]
    room = _WIDE / (min(len(effects), MOST_MOVERS) + 2) - _BETWEEN
    inner = []
    for effect in sorted(shown, key=lambda effect: -effect.change):
        signal = None if effect.channel is None else scribe.signal("revenue", made.against, effect.channel)
        name = member_label(effect.channel, made.rest, scribe.language)
        inner.append(_change(scribe, scale, effect.change, wrapped(name, room, _TICK), _tone(signal, effect.change)))
    if len(effects) > len(shown):
        rest = sum((effect.change for effect in effects[len(shown) :]), Fraction(0))
        name = scribe.say("others", count=len(effects) - len(shown))
        inner.append(_change(scribe, scale, rest, wrapped(name, room, _TICK), ""))
    parts = _framed(scribe, made, inner, scale)
    title = scribe.say(
        "movers_alternative",
        base=base_label(made.period, made.against, scribe.language),
        parts="; ".join(f"{' '.join(part.tick)} {part.label}" for part in inner),
    )
    (chart,) = waterfalls([parts], [title], width=_WIDE, height=165)
    unit = _in_units(scribe, scale)
    subtitle = scribe.say(
        "movers_subtitle",
        unit=unit,
        base=base_label(made.period, made.against, scribe.language),
        now=period_label(scribe.month, scribe.language),
        cut=scribe.say("axis_cut") if is_cut([parts]) else "",
    )
    return Bridges(_movers_title(scribe, made), subtitle, (Panel("", Figure(""), chart),))


def _change(scribe: Scribe, scale: Scale, amount: Fraction, tick: tuple[str, ...], tone: str) -> Part:
    label = format_scaled(float(amount), scale, scribe.language, signed=True)
    return Part("change", float(amount), label, tick, tone)


def _movers_title(scribe: Scribe, made: Bridge) -> str:
    signals = {
        effect: scribe.signal("revenue", made.against, effect.channel) for effect in made.effects if effect.channel
    }
    moved = [effect for effect, signal in signals.items() if signal]
    if moved:
        most = sorted(moved, key=lambda effect: -abs(effect.change))[:2]
        parts = ", ".join(f"{short_name(each.channel or '')} {money(scribe, each.change)}" for each in most)
        return scribe.say(f"movers_title_{made.against}", parts=parts)
    tested = any(signal is not None for signal in signals.values())
    return scribe.say(f"movers_noise_{made.against}" if tested else f"movers_plain_{made.against}")
