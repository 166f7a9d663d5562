"""`kpi alerts`: what is out of the ordinary, for a morning's look or a cron job."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from kpi_core.cli import streams
from kpi_core.cli.asking import one_month
from kpi_core.cli.pages import Month, Page, Source, TextFormat, Words, opened, shape_of

if TYPE_CHECKING:
    from kpi_core.analysis.alerts import Alert

ALERTED = 3
"""The exit code where there is something to act on."""
_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "dim"}
_WIDEST = 100


def alerts(
    source: Source,
    month: Month = None,
    quiet: Annotated[bool, typer.Option("--quiet")] = False,
    output_format: TextFormat = "table",
) -> None:
    """Look for alerts; see `help_alerts` in the wording."""
    shape = shape_of(output_format, csv_too=False)
    cube, asked = opened(source, None if month is None else one_month(month))
    from kpi_core.analysis.alerts import alerts as found_alerts

    words = Words(cube)
    found = [alert for alert in found_alerts(cube, asked) if not quiet or alert.level != "info"]
    if shape == "json":
        Page("", records=[alert.as_dict(words.language, words.currency) for alert in found]).show(shape)
    elif found:
        margin = max(len(words.say(f"alert_level_{level}")) for level in _STYLES) + 2
        streams.write([line for alert in found for line in _lines(alert, words, margin)])
    elif not quiet:
        streams.tell(words.say("alert_none"), "green")
    if any(alert.level != "info" for alert in found):
        raise typer.Exit(ALERTED)


def _lines(alert: Alert, words: Words, margin: int) -> list[streams.Line]:
    text = alert.sentence(words.language, words.currency)
    room = max(min(streams.width(), _WIDEST) - margin, 30)
    parts = textwrap.wrap(text, room, break_on_hyphens=False) if sys.stdout.isatty() else [text]
    level = words.say(f"alert_level_{alert.level}").ljust(margin)
    first: streams.Line = [(level, _STYLES[alert.level]), (parts[0], "")]
    return [first, *([(" " * margin + part, "")] for part in parts[1:])]
