"""All clients on one page: who did how, by the same rules as the reports themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kpi_core.language import Language
from kpi_core.periods import Period
from kpi_core.report.message import headline, lead_kpi
from kpi_core.report.model import Column, Figure, Row, Table, Tone
from kpi_core.report.scribe import Base, Scribe
from kpi_core.status import judged, plan_status
from kpi_core.units import DASH, format_change, format_difference, format_value, period_label
from kpi_core.wording import say
from kpi_core.words import counted

if TYPE_CHECKING:
    from kpi_core.cube import Cube

Told = tuple[str, Tone]
"""A figure and how it reads."""
_NOTHING: Told = (DASH, "flat")
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Line:
    """What the overview says of one client; all of it text, so that it can be kept from run to run.

    Attributes
    ----------
    value : str
        The result: revenue, else the first chosen KPI.
    month, year, plan : tuple of (text, tone)
        The changes to the month before and to last year, and the attainment; tones as in the reports.
    moved : str
        The change to the month before in money or pieces and in percent, where it is more than chance.
    trend : int or None
        1 or -1 where that change is more than chance: up or down; None where no test could tell.
    """

    client: str
    period: str
    label: str
    value: str
    month: Told
    year: Told
    plan: Told
    moved: str
    trend: int | None
    headline: str
    errors: int
    warnings: int

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Line:
        """From JSON, where pairs have become lists."""
        pairs = {key: tuple(told[key]) for key in ("month", "year", "plan")}
        return cls(**{**told, **pairs})


@dataclass(frozen=True, slots=True)
class Lost:
    """A client without a report."""

    client: str
    why: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The finished page."""

    language: Language
    title: str
    headline: str
    sentences: tuple[str, ...]
    table: Table | None
    lost: Table | None


def line_of(cube: Cube, month: Period, language: Language, client: str) -> Line:
    """The line of one client, in the language of the overview."""
    scribe = Scribe(cube, month, language)
    levels = [finding.level for finding in cube.snapshot.findings]
    name = lead_kpi(scribe)
    return Line(
        client=cube.snapshot.settings.company or client,
        period=period_label(month, language),
        label=scribe.label(name) if name else "",
        value=scribe.text(name, scribe.ask(name).value) if name else DASH,
        month=_change(scribe, name, "mom"),
        year=_change(scribe, name, "yoy"),
        plan=_attainment(scribe, name),
        moved=_moved(scribe, name),
        trend=_trend(scribe, name),
        headline=headline(scribe),
        errors=levels.count("error"),
        warnings=levels.count("warning"),
    )


def _change(scribe: Scribe, name: str | None, against: Base) -> Told:
    if name is None:
        return _NOTHING
    change, value = scribe.change(name, against), scribe.ask(name).value
    if change.value is None:
        return _NOTHING
    return scribe.plain_change(name, change, against), scribe.tone(name, change, against, None, value)


def _attainment(scribe: Scribe, name: str | None) -> Told:
    answer = scribe.cube.attainment(name, scribe.month, None) if name else None
    if name is None or answer is None or answer.value is None:
        return _NOTHING
    fit = judged(answer, scribe.ask(name)) and scribe.kpi(name).better != "neutral"
    share = format_value(answer.value, "percent", scribe.language, digits=1)
    return share, plan_status(answer.value) if fit else "flat"


def _trend(scribe: Scribe, name: str | None) -> int | None:
    """The direction of a change that is more than chance; 0 within chance, None where that cannot be told."""
    signal = scribe.signal(name, "mom") if name else None
    if name is None or not signal:
        return None if signal is None else 0
    return scribe.sign(name, scribe.change(name, "mom"), scribe.ask(name).value)


def _moved(scribe: Scribe, name: str | None) -> str:
    """The change in money or pieces and in percent, as far as it is more than chance: «−1,2 млн ₽, −4,1 %»."""
    if name is None or not _trend(scribe, name):
        return ""
    now, before = scribe.ask(name).value, scribe.ask(name, period=scribe.month.previous()).value
    unit = scribe.kpi(name).unit
    parts = [format_change(scribe.change(name, "mom").value, unit, scribe.language, of=now)]
    if unit in ("money", "count") and now is not None and before is not None:
        parts.insert(0, format_difference(now - before, unit, scribe.language, scribe.currency, compact=True))
    return ", ".join(parts)


def build_overview(lines: Iterable[Line], lost: Sequence[Lost], language: Language) -> Overview:
    """The page: clients that need a look first, then by name."""
    ordered = sorted(lines, key=_urgency)
    periods = list(dict.fromkeys(line.period for line in ordered))
    period = periods[0] if len(periods) == 1 else ""
    return Overview(
        language,
        say("overview_title", language, period=period).rstrip(" ,"),
        _headline(ordered, lost, language),
        tuple(_sentences(ordered, lost, language)),
        _table(ordered, language, period),
        _lost(lost, language),
    )


def _urgency(line: Line) -> tuple[bool, bool, bool, bool, str]:
    """What the reader is told to look at first: worse than the month before, wrong data, off plan, a bad year."""
    return (
        line.month[1] != "bad", not line.errors, line.plan[1] != "bad", line.year[1] != "bad", line.client.casefold()
    )  # fmt: skip


def _headline(lines: Sequence[Line], lost: Sequence[Lost], language: Language) -> str:
    parts = [counted(len(lines), "reports", language)]
    down, up = (sum(line.trend == trend for line in lines) for trend in (-1, 1))
    if down:
        parts.append(say("overview_down", language, count=down))
    elif lines and all(line.trend is not None for line in lines):
        parts.append(say("overview_none_down", language))
    if up:
        parts.append(say("overview_up", language, count=up))
    if lost:
        parts.append(say("overview_not_made", language, count=len(lost)))
    return "; ".join(parts)


def _sentences(lines: Sequence[Line], lost: Sequence[Lost], language: Language) -> Iterable[str]:
    groups = {
        "fell": [f"{line.client} ({line.moved})" for line in lines if line.trend == -1],
        "rose": [f"{line.client} ({line.moved})" for line in lines if line.trend == 1],
        "behind": [f"{line.client} ({line.plan[0]})" for line in lines if line.plan[1] == "bad"],
        "checks": [f"{line.client} ({counted(line.errors, 'error', language)})" for line in lines if line.errors],
        "lost": [each.client for each in lost],
    }
    for group, named in groups.items():
        if named:
            text = ", ".join(named[:_NAMED])
            if len(named) > _NAMED:
                text = say("and_more", language, text=text, count=len(named) - _NAMED)
            yield say(f"overview_{group}", language, clients=text)


_WIDTHS = {"client": 16.0, "result": 12.0, "month": 9.5, "year": 9.5, "plan": 8.0, "checks": 8.0, "said": 37.0}


def _table(lines: Sequence[Line], language: Language, period: str) -> Table | None:
    if not lines:
        return None
    kinds = {"client": "name", "said": "text"}
    columns = tuple(
        Column(say(f"overview_{key}_column", language), "", width, kinds.get(key, "number"))  # type: ignore[arg-type]
        for key, width in _WIDTHS.items()
    )
    labels = {line.label for line in lines}
    rows = tuple(
        Row(
            line.client if period else f"{line.client}, {line.period}",
            (
                Figure(line.value if len(labels) == 1 else f"{line.label} {line.value}"),
                Figure(*_toned(line.month)),
                Figure(*_toned(line.year)),
                Figure(*_toned(line.plan)),
                Figure(f"{line.errors} / {line.warnings}", tone="bad" if line.errors else ""),
                Figure(line.headline),
            ),
        )
        for line in lines
    )
    label = next(iter(labels)) if len(labels) == 1 else ""
    return Table(
        say("overview_table", language, label=label).rstrip(" :"), say("overview_subtitle", language), columns, rows
    )


def _toned(told: Told) -> tuple[str, str, Tone]:
    return told[0], "", told[1]


def _lost(lost: Sequence[Lost], language: Language) -> Table | None:
    if not lost:
        return None
    columns = (
        Column(say("overview_client_column", language), "", 20.0, "text"),
        Column(say("overview_why_column", language), "", 80.0, "text"),
    )
    return Table(
        say("overview_lost_title", language), "", columns, tuple(Row(each.client, (Figure(each.why),)) for each in lost)
    )
