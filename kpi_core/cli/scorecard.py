"""`kpi scorecard`: the KPI matrix of a month, its result and what it pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpi_core.cli.asking import one_month
from kpi_core.cli.pages import Format, Month, Page, Source, Table, Words, opened, shape_of

if TYPE_CHECKING:
    from kpi_core.analysis.card import Row, Scorecard


def scorecard(source: Source, month: Month = None, output_format: Format = "table") -> None:
    """Work out the scorecard; see `help_scorecard` in the wording."""
    shape = shape_of(output_format)
    cube, asked = opened(source, None if month is None else one_month(month))
    from kpi_core.analysis.scorecard import of

    card, words = of(cube, asked), Words(cube)
    facts = {
        "month": str(asked),
        "result": card.result,
        "payout": card.payout,
        "bonus": card.bonus,
        "remarks": [remark.text(words.language, words.currency) for remark in card.remarks],
    }
    page = Page(
        words.title(asked),
        [_table(card, words)],
        card.sentences(words.language, words.currency),
        [_record(row, words) for row in card.rows],
        facts,
    )
    page.show(shape)


def _record(row: Row, words: Words) -> dict[str, Any]:
    return {
        "kpi": row.kpi,
        "channel": row.channel,
        "weight": row.weight,
        "base": row.base,
        "norm": row.norm,
        "target": row.target,
        "fact": row.fact,
        "closed": row.closed,
        "form": row.form,
        "computed": row.computed,
        "result": row.counted,
        "weighted": row.weighted,
        "significant": row.significant,
        "remarks": [remark.text(words.language, words.currency) for remark in row.remarks],
    }


def _table(card: Scorecard, words: Words) -> Table:
    """Base and norm only where a row has them."""
    if not card.rows:
        return Table((), ())
    from kpi_core.catalogue import find

    given = [name for name in ("base", "norm") if any(getattr(row, name) is not None for row in card.rows)]
    asked = (*given, "target", "fact")
    names = ("kpi", "weight", *asked, "result", "weighted")
    rows = []
    for row in card.rows:
        unit = find(row.kpi).unit
        told = [getattr(row, name) for name in asked]
        rows.append(
            [
                row.label(words.language),
                words.figure(row.weight, "percent"),
                *("" if value is None and name in given else words.figure(value, unit)
                  for name, value in zip(asked, told, strict=True)),
                words.figure(row.counted, "percent"),
                words.figure(row.weighted, "percent"),
            ]
        )  # fmt: skip
    blank = [""] * (len(asked) + 1)
    whole = words.figure(sum(row.weight for row in card.rows), "percent")
    rows.append([words.say("member_total"), whole, *blank, words.figure(card.result, "percent")])
    rows.append([words.say("scorecard_payout"), "", *blank, words.figure(card.payout, "percent")])
    if card.bonus is not None:
        rows.append([words.say("scorecard_bonus"), "", *blank, words.figure(card.bonus, "money")])
    return Table(words.columns(*(f"scorecard_{name}" for name in names)), rows)
