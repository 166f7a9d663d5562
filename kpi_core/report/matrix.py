"""The scorecard (матрица KPI) for the marketer and the owner: what counts, how much was reached, what it pays."""

from __future__ import annotations

from fractions import Fraction

from kpi_core.analysis.card import Row as CardRow
from kpi_core.analysis.card import Scorecard
from kpi_core.analysis.scorecard import of
from kpi_core.report.model import Column, Figure, Row, Table
from kpi_core.report.scribe import Notes, Scribe
from kpi_core.units import DASH, format_value, period_label


def build_scorecard(scribe: Scribe) -> Table | None:
    """A row for each weighted KPI of the month; None where the plan has no weights."""
    weighted = any(target.weight is not None for target in scribe.cube.snapshot.targets if target.month == scribe.month)
    if not weighted:
        scribe.miss("scorecard", "no_weights")
        return None
    card = of(scribe.cube, scribe.month)
    notes = Notes()
    based = any(row.base is not None for row in card.rows)
    names = ["weight", *(("base", "norm") if based else ()), "target", "fact", "result", "weighted"]
    columns = (
        Column(scribe.say("scorecard_kpi"), "", 28.0, "name"),
        *(Column(scribe.say(f"scorecard_{name}"), "", 72.0 / len(names)) for name in names),
    )
    rows = [_row(scribe, row, names, notes) for row in card.rows]
    whole = sum((row.weight for row in card.rows), Fraction(0))
    rows.append(_sum(scribe, "total", names, whole, card.result))
    rows.append(_sum(scribe, "scorecard_payout", names, None, card.payout))
    if card.bonus is not None:
        bonus = format_value(float(card.bonus), "money", scribe.language, scribe.currency)
        empty = tuple(Figure("") for _ in names[1:])
        rows.append(Row(scribe.say("scorecard_bonus"), (*empty, Figure(bonus)), strong=True))
    remarks = " ".join(_sentence(remark.text(scribe.language, scribe.currency)) for remark in card.remarks)
    return Table(_title(scribe, card), _subtitle(scribe), columns, tuple(rows), None, notes.lines, remarks)


def _row(scribe: Scribe, row: CardRow, names: list[str], notes: Notes) -> Row:
    texts = {
        "weight": _share(scribe, row.weight),
        "base": scribe.text(row.kpi, row.base) if row.base is not None else "",
        "norm": scribe.text(row.kpi, row.norm) if row.norm is not None else "",
        "target": scribe.text(row.kpi, row.target),
        "fact": scribe.text(row.kpi, row.fact),
        "result": _share(scribe, row.counted),
        "weighted": _share(scribe, row.weighted),
    }
    marks = notes.mark(*(_sentence(remark.text(scribe.language, scribe.currency)) for remark in row.remarks))
    figures = tuple(Figure(texts[name], marks if name == "result" else "") for name in names)
    return Row(row.label(scribe.language), figures)


def _sum(scribe: Scribe, code: str, names: list[str], weight: Fraction | None, result: Fraction | None) -> Row:
    first = "" if weight is None else _share(scribe, weight)
    middle = tuple(Figure("") for _ in names[1:-1])
    return Row(scribe.say(code), (Figure(first), *middle, Figure(_share(scribe, result))), strong=True)


def _share(scribe: Scribe, share: Fraction | None) -> str:
    return DASH if share is None else format_value(float(share), "percent", scribe.language, digits=1)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _title(scribe: Scribe, card: Scorecard) -> str:
    if card.result is None or card.payout is None:
        return scribe.say("matrix_open")
    return scribe.say("matrix_title", result=_share(scribe, card.result), payout=_share(scribe, card.payout))


def _subtitle(scribe: Scribe) -> str:
    period = period_label(scribe.month, scribe.language)
    return scribe.say("matrix_subtitle", period=f"{period[:1].upper()}{period[1:]}")
