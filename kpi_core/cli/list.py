"""`kpi list`: every KPI with its function, unit and direction."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import Annotated

import typer

from kpi_core.cli.asking import language_option
from kpi_core.cli.streams import Line, Span, width, write
from kpi_core.cli.table import Column, lay_out, natural_width
from kpi_core.language import Language, current_language
from kpi_core.registry import Kpi
from kpi_core.wording import say

_INDENT = 2


def list_kpis(lang: Annotated[str | None, typer.Option("--lang", metavar="ru|en")] = None) -> None:
    """Print the catalogue; see `help_list` in the wording."""
    from kpi_core.catalogue import catalogue

    language = language_option(lang) or current_language()
    lines: list[Line] = []
    kpis = list(catalogue().values())
    # One layout for all, so that the columns keep their widths from one category to the next.
    body = _laid_out(kpis, language)
    for category, group in groupby(zip(kpis, body, strict=True), key=lambda pair: pair[0].category):
        lines += [[]] if lines else []
        lines.append([(say(f"list_category_{category}", language), "bold")])
        lines += [[(" " * _INDENT, ""), *line] for _, line in group]
    write([*lines, [], [(say("cli_list_hint", language), "dim")]])


def _laid_out(kpis: list[Kpi], language: Language) -> list[Line]:
    """With the functions where there is room; a narrow terminal learns from the last line how they are named."""
    rows = [_row(kpi, language) for kpi in kpis]
    columns = [Column("") for _ in rows[0]]
    if sys.stdout.isatty() and natural_width(columns, rows) + _INDENT > width():
        rows = [[row[0], *row[2:]] for row in rows]
        columns = columns[1:]
    return lay_out(columns, rows)


def _row(kpi: Kpi, language: Language) -> list[Span]:
    return [
        (kpi.name, "cyan"),
        (kpi.function_name, ""),
        (kpi.label.of(language), ""),
        (say(f"list_unit_{kpi.unit}", language), "dim"),
        (say(f"list_better_{kpi.better}", language), "dim"),
    ]
