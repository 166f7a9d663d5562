"""The cards of the chosen KPIs."""

from __future__ import annotations

from kpi_core.answer import Answer
from kpi_core.periods import Period, month_of
from kpi_core.report.charts import Spark, sparkline
from kpi_core.report.model import Card, CardRow, Cards, Change, Figure
from kpi_core.report.scribe import Notes, Scribe, judged, plan_tone
from kpi_core.units import format_value, short_month

SPARK_MONTHS = 13
# Labels longer than this take two lines beside their pill; the whole row then gets two, so that values align.
_ONE_LINE = {2: 38, 3: 19}
_SPARK_WIDTH = {2: 302, 3: 186}


def build_cards(scribe: Scribe) -> Cards | None:
    """Two to six cards; None where the data carries none."""
    names = scribe.cube.chosen[:6]
    if not names:
        return None
    scribe.define(names)
    notes = Notes()
    per_row = 2 if len(names) in (2, 4) else 3
    cards = [_card(scribe, name, notes, _SPARK_WIDTH[per_row]) for name in names]
    rows = [tuple(cards[start : start + per_row]) for start in range(0, len(cards), per_row)]
    return Cards(
        tuple(CardRow(row, any(_is_long(card, per_row) for card in row)) for row in rows), per_row, notes.lines
    )


def _is_long(card: Card, per_row: int) -> bool:
    """Whether the label takes two lines; without a pill beside it half as much again fits in one."""
    return len(card.label) > _ONE_LINE[per_row] * (1 if card.attainment else 1.5)


def _card(scribe: Scribe, name: str, notes: Notes, width: float) -> Card:
    answer = scribe.ask(name)
    value = scribe.value_figure(name, answer, notes)
    remark = scribe.reason(answer) if answer.value is None and answer.beyond is None else ""
    if remark:
        value = Figure(value.text, "", "flat")
    changes = () if answer.value is None else tuple(_change(scribe, name, answer, key, notes) for key in ("mom", "yoy"))
    return Card(scribe.label(name), value, changes, _attainment(scribe, name), _spark(scribe, name, width), remark)


def _change(scribe: Scribe, name: str, answer: Answer, against: str, notes: Notes) -> Change:
    change = scribe.change(name, against)
    # The card's value bears the marks of its own notes already.
    figure = scribe.change_figure(name, change, notes, value=answer.value, glyph=True, hidden=frozenset(answer.notes))
    if change.value is None:
        scribe.remember(f"{scribe.label(name)}, {scribe.say(f'word_{against}')}", change, None)
    verdict = scribe.say(f"word_{figure.tone}") if figure.tone in ("good", "bad") else ""
    return Change(scribe.say(f"word_{against}"), figure, verdict)


def _attainment(scribe: Scribe, name: str) -> Figure | None:
    answer = scribe.cube.attainment(name, scribe.month, None)
    if answer.value is None:
        return None
    share = format_value(answer.value, "percent", scribe.language, digits=1)
    fit = judged(answer, scribe.ask(name)) and scribe.kpi(name).better != "neutral"
    return Figure(scribe.say("of_plan", share=share), tone=plan_tone(answer.value) if fit else "flat")


def _spark(scribe: Scribe, name: str, width: float) -> Spark | None:
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
    return sparkline(values, width=width, title=title)


def months_back(month: Period, count: int) -> list[Period]:
    """The `count` months that end with this one."""
    months = [month]
    while len(months) < count:
        before = months[0].previous()
        months.insert(0, before if before is not None else month_of(month.start))
    return months
