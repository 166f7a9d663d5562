"""The cards of the chosen KPIs."""

from __future__ import annotations

from dataclasses import replace

from kpi_core.answer import Answer
from kpi_core.periods import Period, month_of
from kpi_core.report.charts import Spark, sparkline
from kpi_core.report.metrics import width, wrapped
from kpi_core.report.model import Card, Cards, Change, Figure
from kpi_core.report.scribe import BASES, Base, Notes, Scribe
from kpi_core.status import judged, plan_status
from kpi_core.units import format_value, short_month

SPARK_MONTHS = 13
# Sizes of page.css in its pixels: the room inside a card, and the text of its label and its pill.
_INNER = {2: 302.0, 3: 186.0}
_LABEL_SIZE, _PILL_SIZE, _PILL_FRAME = 12.0, 9.6, 20.0
_SPARK_HEIGHT = 32


def build_cards(scribe: Scribe) -> Cards | None:
    """Two to six cards; None where the data carries none."""
    names = scribe.cube.chosen[:6]
    if not names:
        return None
    scribe.define(names)
    notes = Notes()
    per_row = 2 if len(names) in (2, 4) else 3
    cards = [_card(scribe, name, notes, per_row) for name in names]
    rows = [_level(cards[start : start + per_row]) for start in range(0, len(cards), per_row)]
    noise = any(scribe.signal(name, against) is False for name in names for against in BASES)
    return Cards(tuple(rows), per_row, notes.lines, scribe.say("noise_note") if noise else "")


def _level(row: list[Card]) -> tuple[Card, ...]:
    """Give every label of a row as many lines as the longest one has, so that the values stand in line."""
    most = max(len(card.label_lines) for card in row)
    return tuple(replace(card, label_lines=card.label_lines + ("",) * (most - len(card.label_lines))) for card in row)


def _label_lines(label: str, per_row: int, pill: str) -> tuple[str, ...]:
    """The label broken by words; a pill beside it makes the first line shorter.

    Examples
    --------
    >>> _label_lines("Customer acquisition cost", 3, "97.9% of plan")
    ('Customer', 'acquisition cost')
    """
    room = _INNER[per_row]
    taken = width(pill, _PILL_SIZE, 600) + _PILL_FRAME if pill else 0.0
    return wrapped(label, room, _LABEL_SIZE, first=room - taken) or ("",)


def _card(scribe: Scribe, name: str, notes: Notes, per_row: int) -> Card:
    answer = scribe.ask(name)
    value = scribe.value_figure(name, answer, notes)
    remark = scribe.reason(answer) if answer.value is None and answer.beyond is None else ""
    if remark:
        value = Figure(value.text, "", "flat")
    changes = () if answer.value is None else tuple(_change(scribe, name, answer, key, notes) for key in BASES)
    attainment = _attainment(scribe, name)
    label = scribe.label(name)
    lines = _label_lines(label, per_row, attainment.text if attainment else "")
    return Card(label, lines, value, changes, attainment, _spark(scribe, name, _INNER[per_row]), remark)


def _change(scribe: Scribe, name: str, answer: Answer, against: Base, notes: Notes) -> Change:
    change = scribe.change(name, against)
    # The card's value bears the marks of its own notes already.
    hidden = frozenset(answer.notes)
    figure = scribe.change_figure(name, change, notes, against=against, value=answer.value, glyph=True, hidden=hidden)
    if change.value is None:
        scribe.remember(f"{scribe.label(name)}, {scribe.say(f'word_{against}')}", change, None)
    verdict = scribe.say(f"word_{figure.tone}") if figure.tone in ("good", "bad") else ""
    if change.value is not None and scribe.signal(name, against) is False:
        verdict = scribe.say("word_noise")
    return Change(scribe.say(f"word_{against}"), figure, verdict)


def _attainment(scribe: Scribe, name: str) -> Figure | None:
    answer = scribe.cube.attainment(name, scribe.month, None)
    if answer.value is None:
        return None
    share = format_value(answer.value, "percent", scribe.language, digits=1)
    fit = judged(answer, scribe.ask(name)) and scribe.kpi(name).better != "neutral"
    return Figure(scribe.say("of_plan", share=share), tone=plan_status(answer.value) if fit else "flat")


def _spark(scribe: Scribe, name: str, room: float) -> Spark | None:
    months = months_back(scribe.month, SPARK_MONTHS)
    values = [scribe.ask(name, period=month).value for month in months]
    # A young business: the line begins where the data does and not in the middle of an empty card.
    while len(values) > 2 and values[0] is None:
        del values[0], months[0]
    first, last = (f"{short_month(month.start, scribe.language)} {month.start:%y}" for month in (months[0], months[-1]))
    title = scribe.say(
        "spark_title",
        label=scribe.label(name),
        first=first,
        last=last,
        start=scribe.text(name, values[0]),
        end=scribe.text(name, values[-1]),
    )
    return sparkline(values, width=room, height=_SPARK_HEIGHT, title=title)


def months_back(month: Period, count: int) -> list[Period]:
    """The `count` months that end with this one."""
    months = [month]
    while len(months) < count:
        before = months[0].previous()
        months.insert(0, before if before is not None else month_of(month.start))
    return months
