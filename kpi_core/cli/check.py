"""`kpi check`: every refused or doubtful row, and what became of the others."""

from __future__ import annotations

import json
import sys
import textwrap
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from kpi_core.cli import streams
from kpi_core.cli.asking import one_of
from kpi_core.cli.loading import language_of, load_snapshot
from kpi_core.cli.table import Column, lay_out
from kpi_core.errors import Finding
from kpi_core.language import Language
from kpi_core.wording import say

if TYPE_CHECKING:
    from kpi_core.snapshot import Snapshot, Source

_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "dim"}
_INDENT, _WIDEST = 2, 100


def check(
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    output_format: Annotated[str, typer.Option("--format", metavar="table|json")] = "table",
) -> None:
    """Check a source; see `help_check` in the wording."""
    shape = one_of("--format", output_format, ("table", "json"))
    snapshot = load_snapshot(source)
    language = language_of(snapshot)
    if shape == "json":
        findings = [*snapshot.findings, *summaries(snapshot)]
        lines = (json.dumps(finding.as_dict(language), ensure_ascii=False, default=str) for finding in findings)
        sys.stdout.write("[\n" + ",\n".join(lines) + "\n]\n" if findings else "[]\n")
        return
    streams.write(_table(snapshot.findings, language))
    streams.write(_summary(summaries(snapshot), language))
    streams.tell(_verdict(snapshot.findings, language), "" if snapshot.findings else "green")


def summaries(snapshot: Snapshot) -> list[Finding]:
    """One remark a source: rows read = used + left out + refused, so that no row is lost unseen."""
    language = language_of(snapshot)
    return [
        Finding(
            "info",
            "check_source",
            {
                "place": source.place,
                "read": source.rows_read,
                "used": source.rows_used,
                "excluded": sum(source.excluded.values()),
                "reasons": _reasons(source, language),
                "refused": source.rows_refused,
            },
            source.file,
            source.sheet or source.name,
        )
        for source in snapshot.sources
    ]


def _reasons(source: Source, language: Language) -> str:
    from kpi_core.words import excluded_text

    told = [f"{excluded_text(reason, language)}: {count}" for reason, count in source.excluded.items() if count]
    return f" ({', '.join(told)})" if told else ""


def _table(findings: Sequence[Finding], language: Language) -> list[streams.Line]:
    """By file and sheet, each finding with its level, its row and what to do."""
    margin = max(len(say(f"check_{level}", language)) for level in _STYLES) + 2 * _INDENT
    lines: list[streams.Line] = []
    for (file, sheet), group in groupby(findings, key=lambda finding: (finding.file, finding.sheet)):
        lines += [[(" · ".join(part for part in (file, sheet) if part) or say("check_whole", language), "bold")]]
        for finding in group:
            lines += _finding(finding, language, margin)
        lines.append([])
    return lines


def _finding(finding: Finding, language: Language, margin: int) -> list[streams.Line]:
    level = say(f"check_{finding.level}", language)
    text = _text(finding, language)
    wrapped = textwrap.wrap(text, _room(margin), break_on_hyphens=False) if sys.stdout.isatty() else [text]
    first, *rest = wrapped or [""]
    head = (" " * _INDENT, ""), (level.ljust(margin - _INDENT), _STYLES[finding.level]), (first, "")
    return [[*head], *([(" " * margin + line, "")] for line in rest)]


def _room(margin: int) -> int:
    return max(min(streams.width(), _WIDEST) - margin, 30)


def _text(finding: Finding, language: Language) -> str:
    """Where and what. A sentence names its place for those who see it alone; here the heading does that."""
    text = finding.message(language)
    place = finding.params.get("place")
    for opening in (f"{place}: ", f"{place}, ") if place else ():
        text = text.removeprefix(opening)
    parts = ["row"] * (finding.row is not None) + ["column"] * (finding.column not in text)
    if not parts:
        return text
    return f"{say('_'.join(['check', *parts]), language, row=finding.row, column=finding.column)}: {text}"


def _summary(findings: Sequence[Finding], language: Language) -> list[streams.Line]:
    """What became of the rows, a line for each table."""
    from kpi_core.units import format_value

    if not findings:
        return []
    heads = say("check_head", language).split("|")
    columns = [Column(heads[0]), *(Column(head, "right") for head in heads[1:]), Column("")]
    counted = ("read", "used", "excluded", "refused")
    rows = [
        [
            (finding.params["place"], ""),
            *((format_value(finding.params[name], "count", language), _count_style(name, finding)) for name in counted),
            (finding.params["reasons"].strip(), "dim"),
        ]
        for finding in findings
    ]
    return lay_out(columns, rows, streams.width() if sys.stdout.isatty() else None)


def _count_style(name: str, finding: Finding) -> str:
    if not finding.params[name]:
        return "dim"
    return "bold red" if name == "refused" else ""


def _verdict(findings: Sequence[Finding], language: Language) -> str:
    from kpi_core.words import counted

    counts = Counter(finding.level for finding in findings)
    if not counts["error"] and not counts["warning"]:
        return say("check_clean", language)
    found = [counted(counts[level], level, language) for level in ("error", "warning", "info") if counts[level]]
    return say("check_found", language, found=found)
