"""`kpi bridge`: what changed revenue: the number of orders, the mix of channels, the average check."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from kpi_core.cli.asking import one_of
from kpi_core.cli.pages import Format, Page, Source, Span, Table, Words, opened, period_of, shape_of
from kpi_core.cli.table import Column

if TYPE_CHECKING:
    from kpi_core.analysis.bridge import Bridge
    from kpi_core.comparison import Against

AGAINST: dict[str, Against] = {"mom": "mom", "yoy": "yoy", "plan": "plan", "м/м": "mom", "г/г": "yoy", "план": "plan"}


def bridge(
    source: Source,
    month: Span = None,
    against: Annotated[str, typer.Option("--against", metavar="mom|yoy|plan")] = "mom",
    leads: Annotated[bool, typer.Option("--leads")] = False,
    output_format: Format = "table",
) -> None:
    """Split the change of revenue; see `help_bridge` in the wording."""
    shape = shape_of(output_format)
    known = AGAINST.get(against.casefold()) or AGAINST[one_of("--against", against, ("mom", "yoy", "plan"))]
    cube, asked = opened(source, period_of(month))
    from kpi_core.analysis.bridge import bridge as bridged
    from kpi_core.words import note_text, reason_text

    found, words = bridged(cube, asked, known, leads), Words(cube)
    said = [words.say("cli_note", note=note_text(note, words.language)) for note in found.notes]
    if found.leads is not None and found.leads.reason:
        said.append(words.say("bridge_leads_unsplit", why=reason_text(found.leads.reason, words.language)))
    if found.reason:
        said = [words.say("bridge_none", why=reason_text(found.reason, words.language))]
    facts = {
        "period": str(asked),
        "against": known,
        "before": None if found.reason else found.before,
        "after": None if found.reason else found.after,
        "change": None if found.reason else found.change,
        "reason": found.reason,
        "note": ", ".join(found.notes) or None,
        "channels": [
            {
                "channel": effect.channel,
                "volume": effect.volume,
                "mix": effect.mix,
                "check": effect.check,
                "change": effect.change,
                "state": effect.state,
            }
            for effect in ([] if found.rest == "total" else found.effects)
        ],
    }
    records = [{"part": name, "amount": amount, "share": _share(found, amount)} for name, amount in found.parts]
    tables = [] if found.reason else [_parts(found, words), _channels(found, words)]
    Page(words.title(asked), tables, said, records, facts).show(shape)


def _share(found: Bridge, amount: Fraction) -> float | None:
    return float(amount / found.before) if found.before else None


def _parts(found: Bridge, words: Words) -> Table:
    """Base and period as they stand, the parts between them with their signs."""
    _, base, *parts, now = found.rows(words.language)
    between = [
        [str(label), words.signed(_number(amount), "money"), _percent(words, share)] for label, amount, share in parts
    ]
    return Table(
        words.columns("bridge_part", "bridge_amount", "bridge_share"),
        [
            [str(base[0]), words.figure(_number(base[1]), "money"), ""],
            *between,
            [str(now[0]), words.figure(_number(now[1]), "money"), ""],
        ],
    )


def _channels(found: Bridge, words: Words) -> Table:
    head, *rows = found.channel_rows(words.language)
    columns = [Column(str(name), "right" if place else "left") for place, name in enumerate(head)]
    if len(rows) < 2:  # nothing but the total
        return Table(columns, ())
    return Table(
        columns, [[str(label), *(words.signed(_number(part), "money") for part in parts)] for label, *parts in rows]
    )


def _number(value: str | float | None) -> float | None:
    return value if isinstance(value, int | float) else None


def _percent(words: Words, share: str | float | None) -> str:
    return words.signed(_number(share), "percent")
