"""`kpi whatif`: a sum moved from one paid channel to another."""

from __future__ import annotations

from typing import Annotated

import typer

from kpi_core.cli.asking import known_channel
from kpi_core.cli.pages import Page, Source, Span, TextFormat, Words, opened, period_of, shape_of


def whatif(
    source: Source,
    amount: Annotated[str, typer.Option("--move", metavar="SUM")],
    giver: Annotated[str, typer.Option("--from", metavar="C")],
    receiver: Annotated[str, typer.Option("--to", metavar="C")],
    month: Span = None,
    output_format: TextFormat = "table",
) -> None:
    """Estimate a move; see `help_whatif` in the wording."""
    shape = shape_of(output_format, csv_too=False)
    from kpi_core.sources.settings import money

    moved = money(amount)
    cube, asked = opened(source, period_of(month))
    from kpi_core.analysis.whatif import what_if

    found = what_if(cube, moved, known_channel(cube, giver), known_channel(cube, receiver), asked)
    words = Words(cube)
    said = found.sentences(words.language, words.currency)
    record = {
        "period": str(asked),
        "amount": found.amount,
        "from": found.giver,
        "to": found.receiver,
        "result": found.result or None,
        "change": found.change,
        "low": found.low,
        "high": found.high,
        "p": found.p,
        "significant": found.significant,
        "advised": found.advised,
        "reason": found.reason,
        "channel": found.channel,
        "message": " ".join(said),
    }
    Page(words.title(asked), said=said, records=[record]).show(shape)
