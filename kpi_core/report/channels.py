"""The table of channels: what each brings and costs. Columns are those the data carries."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kpi_core.answer import Answer
from kpi_core.report.charts import DeltaBar, delta_bars
from kpi_core.report.metrics import fitted
from kpi_core.report.model import Column, Figure, Row, Table
from kpi_core.report.scribe import BASES, Base, Notes, Scribe, short_name
from kpi_core.status import judged
from kpi_core.units import (
    Scale,
    format_change,
    format_difference,
    format_value,
    scale_for,
    scale_unit,
)

MOST_CHANNELS = 40
_MOST_NAMED = 3
_MOST_COLUMNS = 9
_BASES = ("revenue", "leads", "orders", "visits", "ad_spend")
_SHOP = ("orders", "average_check", "ad_spend", "drr", "new_customers", "cac", "cpo", "conversion_visit_order")
_LEADS = ("leads", "conversion", "ad_spend", "cpl", "drr", "new_customers", "cac", "orders")
# Weights of the columns; the first is the channel, 1 is a number of six digits.
_NAME, _BAR, _SHARE, _CHANGE = 2.4, 0.9, 0.82, 1.3
# Sizes of page.css in its pixels: a name has two lines of its column, less what breaks by words leave of them.
_PAGE, _TEXT, _GUTTER = 680.0, 11.2, 16.0


@dataclass(frozen=True, slots=True)
class _Measured:
    """A column while it is made: the answers by channel, the total's last, and the scale they share."""

    name: str
    answers: list[Answer]
    scale: Scale | None
    common: frozenset[str]


def build_channels(scribe: Scribe) -> Table | None:
    """One row a channel, by revenue; None where the data knows fewer than two channels."""
    base = _base(scribe)
    if base is None or len(scribe.cube.channels) < 2:
        scribe.miss("channels", "no_channels" if base is not None else "no_data")
        return None
    largest = sorted(scribe.cube.channels, key=lambda channel: -(scribe.ask(base, channel).value or 0.0))
    channels = tuple(largest[:MOST_CHANNELS])
    notes = Notes()
    room = _MOST_COLUMNS - 3
    names = [name for name in _candidates(scribe, base) if _carried(scribe, name, channels)][:room]
    scribe.define((base, *names))
    first = _measure(scribe, base, channels)
    rest = [_measure(scribe, name, channels) for name in names]
    changes = {against: _changes(scribe, base, against, channels) for against in BASES}
    changes = {key: column for key, column in changes.items() if any(each.value is not None for each in column.answers)}
    header = _columns(scribe, first, list(changes), rest, notes)
    space = 2 * (header[0].width * _PAGE / 100 - _GUTTER)
    bars = _bars(scribe, base, channels) if "mom" in changes else [None] * len(channels)
    rows = []
    for index, channel in enumerate((*channels, None)):
        cells = [_cell(scribe, first, index, channel, notes), _share(scribe, first, index)]
        cells += [_change_cell(scribe, base, column, channel, index, first, notes) for column in changes.values()]
        cells += [_cell(scribe, column, index, channel, notes) for column in rest]
        bar = bars[index] if channel is not None else None
        name = fitted(channel, space, _TEXT, 600) if channel is not None else scribe.say("total")
        rows.append(Row(name, tuple(cells), bar))
    cut = len(scribe.cube.channels) > len(channels)
    told = [scribe.say("channels_cut", shown=len(channels), count=len(scribe.cube.channels))] if cut else []
    # At the total, which is more than the rows above it add up to.
    marks = notes.mark(*told, *filter(None, [_unnamed(scribe, base)]))
    share = rows[-1].cells[1]
    rows[-1] = replace(rows[-1], cells=(rows[-1].cells[0], replace(share, marks=marks), *rows[-1].cells[2:]))
    return Table(
        _title(scribe, base, channels),
        scribe.say("channels_subtitle", label=scribe.inside(base)),
        header,
        tuple(rows[:-1]),
        rows[-1],
        notes.lines,
        scribe.say("channels_legend") if _tested(scribe, base, channels) else "",
    )


def _unnamed(scribe: Scribe, base: str) -> str:
    """What the rows that name no channel hold: they count in the total only, and the reader is told."""
    total = scribe.ask(base).value or 0.0
    named = sum(scribe.ask(base, channel).value or 0.0 for channel in scribe.cube.channels)
    if scribe.kpi(base).unit not in ("money", "count") or total - named < 0.005 * total or total <= 0:
        return ""
    amount = format_value(total - named, scribe.kpi(base).unit, scribe.language, scribe.currency)
    share = format_value((total - named) / total, "percent", scribe.language, digits=0)
    return scribe.say("channels_unnamed", label=scribe.inside(base), amount=amount, share=share)


def _tested(scribe: Scribe, base: str, channels: tuple[str, ...]) -> bool:
    """Whether a change in the table bears a glyph."""
    return any(scribe.signal(base, against, channel) is not None for against in BASES for channel in (*channels, None))


def _base(scribe: Scribe) -> str | None:
    return next((name for name in _BASES if scribe.ask(name).value is not None), None)


def _candidates(scribe: Scribe, base: str) -> list[str]:
    leads = scribe.ask("leads").value is not None
    return [name for name in (_LEADS if leads else _SHOP) if name != base]


def _carried(scribe: Scribe, name: str, channels: tuple[str, ...]) -> bool:
    """Whether any channel has it; a total without any channel's share is the cards' affair."""
    return any(scribe.ask(name, channel).value is not None for channel in channels)


def _measure(scribe: Scribe, name: str, channels: tuple[str, ...]) -> _Measured:
    answers = [scribe.ask(name, channel) for channel in (*channels, None)]
    return _Measured(name, answers, _scale(scribe, name, answers), _common(answers))


def _changes(scribe: Scribe, base: str, against: Base, channels: tuple[str, ...]) -> _Measured:
    answers = [scribe.change(base, against, channel) for channel in (*channels, None)]
    return _Measured(against, answers, None, _common(answers))


def _common(answers: list[Answer]) -> frozenset[str]:
    """The notes that every defined answer carries: they are marked once, in the header."""
    defined = [frozenset(answer.notes) for answer in answers if answer.value is not None]
    return frozenset.intersection(*defined) if len(defined) > 1 else frozenset()


def _scale(scribe: Scribe, name: str, answers: list[Answer]) -> Scale | None:
    unit = scribe.kpi(name).unit
    known = [abs(answer.value) for answer in answers if answer.value is not None]
    if not known or unit not in ("money", "count"):
        return None
    scale, total = scale_for(max(known), scribe.language, unit), answers[-1].value
    # Small money keeps the hundredths that its card shows, though one channel of the column be dear.
    return scale_for(total, scribe.language, unit) if total is not None and not scale.power else scale


def _columns(
    scribe: Scribe, first: _Measured, changes: list[str], rest: list[_Measured], notes: Notes
) -> tuple[Column, ...]:
    made = [Column(scribe.say("channel"), "", _NAME, "name"), _header(scribe, first, notes)]
    made.append(Column(scribe.say("share"), "", _SHARE))
    made += [Column(scribe.say(f"word_{against}"), "", _CHANGE) for against in changes]
    made += [Column(scribe.say("column_delta"), "", _BAR, "bar")] if "mom" in changes else []
    made += [_header(scribe, column, notes) for column in rest]
    total = sum(column.width for column in made)
    return tuple(replace(column, width=round(100 * column.width / total, 2)) for column in made)


def _header(scribe: Scribe, column: _Measured, notes: Notes) -> Column:
    code = f"column_{column.name}"
    kpi = scribe.kpi(column.name)
    unit = "" if column.scale is None else scale_unit(column.scale, kpi.unit, scribe.language, scribe.currency)
    marks = notes.mark(*scribe.note_texts(sorted(column.common)))
    return Column(scribe.say(code), unit, 1.0, marks=marks)


def _cell(scribe: Scribe, column: _Measured, index: int, channel: str | None, notes: Notes) -> Figure:
    answer = column.answers[index]
    return scribe.value_figure(
        column.name, answer, notes, channel=channel, scale=column.scale, compact=False, hidden=column.common
    )


def _share(scribe: Scribe, column: _Measured, index: int) -> Figure:
    """The part of the total, which is defined for additive measures with a positive total only."""
    value, total = column.answers[index].value, column.answers[-1].value
    if value is None or not total or total < 0:
        return Figure("—", tone="flat")
    return Figure(format_value(value / total, "percent", scribe.language, digits=0))


def _change_cell(
    scribe: Scribe, base: str, column: _Measured, channel: str | None, index: int, first: _Measured, notes: Notes
) -> Figure:
    answer = column.answers[index]
    against: Base = "yoy" if column.name == "yoy" else "mom"
    return scribe.change_figure(
        base,
        answer,
        notes,
        against=against,
        channel=channel,
        glyph=scribe.signal(base, against, channel) is not None,
        value=first.answers[index].value,
        hidden=column.common | frozenset(first.answers[index].notes),
    )


def _bars(scribe: Scribe, base: str, channels: tuple[str, ...]) -> list[DeltaBar | None]:
    previous = scribe.month.previous()
    differences, tones, titles = [], [], []
    for channel in channels:
        now, before = scribe.ask(base, channel).value, scribe.ask(base, channel, previous).value
        change = scribe.change(base, "mom", channel)
        difference = None if now is None or before is None else now - before
        differences.append(difference)
        tones.append(scribe.tone(base, change, "mom", channel) if change.value is not None else "")
        unit = scribe.kpi(base).unit
        text = format_difference(difference or 0.0, unit, scribe.language, scribe.currency)
        titles.append(scribe.say("delta_title", name=channel, difference=text))
    return delta_bars(differences, tones, titles)


def _title(scribe: Scribe, base: str, channels: tuple[str, ...]) -> str:
    """The channels that changed by more than chance, by name; where nothing can be tested, a plain count."""
    if not judged(scribe.ask(base)) or len(channels) < len(scribe.cube.channels):
        return scribe.say("channels_plain")
    label, tested = scribe.label(base), False
    for against in BASES:
        signals = {channel: scribe.signal(base, against, channel) for channel in channels}
        tested = tested or any(signal is not None for signal in signals.values())
        moved = [channel for channel, signal in signals.items() if signal]
        if moved:
            return scribe.say(f"channels_moved_{against}", label=label, channels=_moved(scribe, base, against, moved))
    return scribe.say("channels_noise", label=label) if tested else _count(scribe, base, channels)


def _moved(scribe: Scribe, base: str, against: Base, channels: list[str]) -> str:
    """The channels with their changes, the largest first, the surplus counted."""
    unit = scribe.kpi(base).unit
    changes = {channel: scribe.change(base, against, channel).value or 0.0 for channel in channels}
    order = sorted(changes, key=lambda channel: -abs(changes[channel]))
    named = [
        scribe.say(
            "channel_change", channel=short_name(channel), change=format_change(changes[channel], unit, scribe.language)
        )
        for channel in order[:_MOST_NAMED]
    ]
    text = ", ".join(named)
    cut = len(order) - len(named)
    return scribe.say("and_more", text=text, count=cut) if cut else text


def _count(scribe: Scribe, base: str, channels: tuple[str, ...]) -> str:
    """In how many channels the base is above the month before: counted, and not judged."""
    changes = [scribe.change(base, "mom", channel) for channel in channels]
    known = [change for change in changes if change.value is not None]
    if len(known) < 2:
        return scribe.say("channels_plain")
    above = sum(scribe.sign(base, change) > 0 for change in known)
    label = scribe.label(base)
    if above in (0, len(known)):
        return scribe.say("channels_all" if above else "channels_none", label=label, count=len(known))
    code = "channels_above_one" if above % 10 == 1 and above % 100 != 11 else "channels_above"
    return scribe.say(code, label=label, above=above, count=len(known))
