"""The data passport: where the figures come from, what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from kpi_core import __version__
from kpi_core.errors import Finding
from kpi_core.facts import TABLES
from kpi_core.report.checks import build_checks
from kpi_core.report.model import Column, Fact, Figure, Passport, Row, Table
from kpi_core.report.scribe import Scribe
from kpi_core.snapshot import Source
from kpi_core.units import DASH, date_label, format_value
from kpi_core.wording import SENTENCES
from kpi_core.words import counted, excluded_text, note_text, reason_text

MOST_FINDINGS, MOST_UNDEFINED, MOST_SOURCES = 8, 12, 24
_HASH_SHOWN = 12
_ROWS_SHOWN = 5
# Days, and months.
_DATES = {"ru": ("%d.%m.%Y", "%m.%Y"), "en": ("%Y-%m-%d", "%Y-%m")}


def build_passport(scribe: Scribe, attached: Sequence[str] = ()) -> Passport:
    """Sources, facts, findings and undefined values, each only where there are any; the files inside the PDF."""
    return Passport(_sources(scribe), _facts(scribe, attached), _findings(scribe))


def hashes(scribe: Scribe) -> list[str]:
    """The short SHA-256 of each file, once."""
    return list(dict.fromkeys(source.sha256[:_HASH_SHOWN] for source in scribe.cube.snapshot.sources if source.sha256))


def as_of(scribe: Scribe) -> str:
    """The day the data speaks of; empty where nobody knows."""
    day = scribe.cube.snapshot.as_of
    return "" if day == date.max else date_label(day, scribe.language)


def _sources(scribe: Scribe) -> Table | None:
    sources = scribe.cube.snapshot.sources
    if not sources:
        return None
    widths = {"place": 23.0, "table": 13.0, "period": 20.5, "read": 9.0, "used": 8.5, "excluded": 16.0, "refused": 10.0}
    columns = tuple(
        Column(scribe.say(f"source_{key}"), "", width, "number" if key in ("read", "used", "refused") else "text")
        for key, width in widths.items()
    )
    rows = tuple(_source_row(scribe, source) for source in sources[:MOST_SOURCES])
    cut = len(sources) - len(rows)
    notes = (scribe.say("sources_cut", count=cut),) if cut else ()
    return Table(scribe.say("sources_title"), "", columns, rows, None, notes)


def _source_row(scribe: Scribe, source: Source) -> Row:
    def number(count: int) -> Figure:
        return Figure(format_value(count, "count", scribe.language))

    kind = TABLES[source.kind].label.of(scribe.language) if source.kind in TABLES else source.kind
    excluded = "; ".join(
        f"{excluded_text(why, scribe.language)}: {format_value(count, 'count', scribe.language)}"
        for why, count in source.excluded.items()
        if count
    )
    return Row(
        source.place,
        (
            Figure(kind),
            Figure(_dates(scribe, source)),
            number(source.rows_read),
            number(source.rows_used),
            Figure(excluded or DASH),
            Figure(number(source.rows_refused).text, tone="bad" if source.rows_refused else ""),
        ),
    )


def _dates(scribe: Scribe, source: Source) -> str:
    if source.first is None or source.last is None:
        return DASH
    style = _DATES[scribe.language][source.monthly]
    return f"{source.first:{style}} – {source.last:{style}}"


def _facts(scribe: Scribe, attached: Sequence[str]) -> tuple[Fact, ...]:
    snapshot = scribe.cube.snapshot
    facts = []
    if day := as_of(scribe):
        facts.append(Fact(scribe.say("fact_as_of"), f"{day} ({scribe.say(f'as_of_{snapshot.as_of_origin}')})"))
    if files := {source.file: source.sha256[:_HASH_SHOWN] for source in snapshot.sources if source.sha256}:
        shown = [f"{file} {digest}" for file, digest in list(files.items())[:MOST_SOURCES]]
        facts.append(Fact("SHA-256", " · ".join(shown)))
    levels = Counter(finding.level for finding in snapshot.findings)
    checks = [counted(levels[level], level, scribe.language) for level in ("error", "warning", "info") if levels[level]]
    facts.append(Fact(scribe.say("fact_checks"), ", ".join(checks) or scribe.say("checks_clean")))
    if sums := build_checks(scribe):
        facts.append(Fact(scribe.say("fact_sums"), sums))
    if undefined := _undefined(scribe):
        facts.append(Fact(scribe.say("fact_undefined"), undefined))
    if scribe.absent:
        facts.append(Fact(scribe.say("fact_absent"), _absent(scribe)))
    if attached:
        facts.append(Fact(scribe.say("fact_attached"), scribe.say("attached", names=", ".join(attached))))
    facts.append(Fact(scribe.say("fact_version"), scribe.say("version", version=__version__)))
    return tuple(facts)


def _findings(scribe: Scribe) -> Table | None:
    told: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in sorted(scribe.cube.snapshot.findings, key=lambda each: each.level != "error"):
        if finding.level != "info":
            place = " · ".join(part for part in (finding.file, finding.sheet) if part)
            told.setdefault((finding.level, place, finding.message(scribe.language)), []).append(finding)
    if not told:
        return None
    columns = (
        Column(scribe.say("finding_place"), "", 27.0, "text"),
        Column(scribe.say("finding_level"), "", 11.0, "text"),
        Column(scribe.say("finding_message"), "", 62.0, "text"),
    )
    rows = tuple(
        Row(
            _place(scribe, place, found),
            (
                Figure(scribe.say(f"level_{level}"), tone="bad" if level == "error" else "near"),
                Figure(message),
            ),
        )
        for (level, place, message), found in list(told.items())[:MOST_FINDINGS]
    )
    cut = len(told) - len(rows)
    notes = (scribe.say("findings_cut", count=counted(cut, "remark", scribe.language)),) if cut else ()
    return Table(scribe.say("findings_title"), "", columns, rows, None, notes)


def _place(scribe: Scribe, place: str, findings: list[Finding]) -> str:
    """The place of findings that say the same: the first rows, the others counted."""
    rows = list(dict.fromkeys(str(finding.row) for finding in findings if finding.row is not None))
    parts = [place, ", ".join(dict.fromkeys(finding.column for finding in findings if finding.column))]
    if rows:
        text = ", ".join(rows[:_ROWS_SHOWN])
        if len(rows) > _ROWS_SHOWN:
            text = scribe.say("and_more", text=text, count=len(rows) - _ROWS_SHOWN)
        parts.append(scribe.say("finding_rows" if len(rows) > 1 else "finding_row", rows=text))
    return " · ".join(part for part in parts if part) or DASH


def _undefined(scribe: Scribe) -> str:
    """Each reason on a line of its own, with the KPIs and channels it concerns."""
    lines = [
        f"{reason[:1].upper()}{reason[1:]} — {'; '.join(_values(scribe, labels))}"
        for reason, labels in list(scribe.undefined.items())[:MOST_UNDEFINED]
    ]
    return "\n".join(lines)


def _absent(scribe: Scribe) -> str:
    """The blocks that the data does not carry, those with one reason on one line."""
    told: dict[str, list[str]] = {}
    for block, reason in scribe.absent.items():
        code = f"absent_{reason}"
        if code in SENTENCES:
            why = scribe.say(code)
        else:
            why = (note_text if f"note_{reason}" in SENTENCES else reason_text)(reason, scribe.language)
        told.setdefault(why, []).append(scribe.say(f"block_{block}"))
    return "\n".join(scribe.say("absent_line", block=", ".join(blocks), why=why) for why, blocks in told.items())


def _values(scribe: Scribe, labels: dict[str, list[str]]) -> list[str]:
    told = []
    for label, places in labels.items():
        channels = [place for place in places if place]
        shown = ", ".join(channels[:4])
        if len(channels) > 4:
            shown = scribe.say("and_more", text=shown, count=len(channels) - 4)
        told.append(f"{label} ({shown})" if channels and "" not in places else label)
    return told
