"""`kpi explain`: how a number came about."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from kpi_core.cli import streams
from kpi_core.cli.asking import known_channel, known_kpis, refuse_nothing
from kpi_core.cli.loading import language_of, load_cube, name_of
from kpi_core.errors import UsageError
from kpi_core.periods import parse_period

if TYPE_CHECKING:
    from kpi_core.explain import Explanation

_WIDEST = 100


def explain(
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    kpi: Annotated[str, typer.Argument(metavar="KPI")],
    period: Annotated[str | None, typer.Option("--period", metavar="P")] = None,
    channel: Annotated[str | None, typer.Option("--channel", metavar="C")] = None,
) -> None:
    """Explain one value; see `help_explain` in the wording."""
    if len(known_kpis([kpi])) != 1:
        raise UsageError("cli_one_kpi", value=kpi)
    asked = None if period is None else parse_period(period)
    cube = load_cube(source)
    if channel is not None:
        channel = known_channel(cube, channel)
    from kpi_core.explain import explain as explained

    told = explained(cube, kpi.strip(" ,"), asked, channel, language_of(cube.snapshot))
    refuse_nothing(cube, name_of(source), asked or cube.report_month, [told.answer])
    streams.write(_lines(told))


def _lines(told: Explanation) -> list[streams.Line]:
    """Wrapped on a terminal; in bold the first line and the heads of parts."""
    lines: list[streams.Line] = []
    after_blank = True
    for text in told.lines():
        heading = after_blank and (not lines or text.endswith(":"))
        lines += [[(part, "bold" if heading else "")] for part in _wrapped(text)] if text else [[]]
        after_blank = not text
    return lines


def _wrapped(text: str) -> list[str]:
    if not sys.stdout.isatty():
        return [text]
    indent = len(text) - len(text.lstrip(" "))
    margin = " " * (indent + 2 if indent else 0)
    return textwrap.wrap(text, min(streams.width(), _WIDEST), subsequent_indent=margin, break_on_hyphens=False)
