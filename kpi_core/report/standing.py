"""The quadrant: which channels bring customers for their share of the spend, and which eat the budget."""

from __future__ import annotations

from kpi_core.analysis.quadrant import EXAMINE, GROW, Row
from kpi_core.report.analyses import quadrant_of
from kpi_core.report.causes import plural
from kpi_core.report.metrics import fitted
from kpi_core.report.model import Column, Figure, Standing, Table, Tone
from kpi_core.report.model import Row as TableRow
from kpi_core.report.scatter import LABEL_SIZE, Dot, scatter
from kpi_core.report.scribe import Scribe
from kpi_core.units import DASH, format_value

MOST_POINTS = 10
_TONES: dict[str, Tone] = {"grow": "good", "hold": "", "examine": "bad", "drain": "bad"}
# The room of a name in the drawing; the table beside it has as much.
_ROOM = 96.0


def build_standing(scribe: Scribe) -> Standing | None:
    """The paid channels with results; None below two of them."""
    found = quadrant_of(scribe)
    placed = [row for row in found.rows if row.spend_share is not None and row.index is not None]
    if len(placed) < 2:
        scribe.miss("standing", "few_paid")
        return None
    placed.sort(key=lambda row: -(row.spend or 0.0))
    shown = placed[:MOST_POINTS]
    dots = [
        Dot(
            fitted(row.channel, _ROOM, LABEL_SIZE, 600),
            row.spend_share or 0.0,
            row.result_share or 0.0,
            _TONES.get(row.standing or "", "flat"),
        )
        for row in shown
    ]
    percent = [format_value(step / 5, "percent", scribe.language, digits=0) for step in range(6)]
    what = plural(scribe, found.result)
    listed = "; ".join(_told(scribe, row) for row in shown)
    chart = scatter(dots, (EXAMINE, GROW), percent, title=scribe.say("standing_alternative", what=what, listed=listed))
    columns = (
        Column(scribe.say("channel"), "", 33.0, "name"),
        Column(scribe.say("standing_index"), "", 14.0),
        Column(scribe.say("standing_interval"), "", 23.0),
        Column(scribe.say("standing_verdict"), "", 30.0, "text"),
    )
    rows = tuple(_row(scribe, row) for row in shown)
    cut = scribe.say("standing_cut", count=len(placed) - len(shown)) if len(placed) > len(shown) else ""
    table = Table(
        _title(scribe, placed),
        scribe.say("standing_subtitle", what=what),
        columns,
        rows,
        None,
        (),
        " ".join(filter(None, (scribe.say("standing_legend"), found.caveat(scribe.language), cut))),
    )
    return Standing(chart, (scribe.say("standing_x"), scribe.say("standing_y", what=what)), table)


def _row(scribe: Scribe, row: Row) -> TableRow:
    index = format_value(row.index, "ratio", scribe.language)
    ends = [DASH if end is None else format_value(end, "ratio", scribe.language) for end in (row.low, row.high)]
    tone = _TONES.get(row.standing or "", "flat")
    word = row.word(scribe.language) or (
        scribe.say("word_noise") if row.reason == "noise" else scribe.say("standing_none")
    )
    name = fitted(row.channel, _ROOM, LABEL_SIZE, 600)
    return TableRow(name, (Figure(index), Figure(f"{ends[0]} – {ends[1]}"), Figure(word, tone=tone)))


def _told(scribe: Scribe, row: Row) -> str:
    shares = [format_value(each, "percent", scribe.language, digits=0) for each in (row.spend_share, row.result_share)]
    word = row.word(scribe.language)
    return f"{row.channel} {shares[0]} / {shares[1]}" + (f", {word}" if word else "")


def _title(scribe: Scribe, placed: list[Row]) -> str:
    """The verdicts; where there is none, why."""
    groups = {
        standing: [fitted(row.channel, _ROOM, LABEL_SIZE, 600) for row in placed if row.standing == standing]
        for standing in ("drain", "examine", "grow")
    }
    parts = [
        scribe.say(f"standing_title_{standing}", channels=_listed(scribe, names))
        for standing, names in groups.items()
        if names
    ]
    if parts:
        title = "; ".join(parts)
        return title[:1].upper() + title[1:]
    reason = next((row for row in placed if row.reason not in (None, "noise")), None)
    if reason is not None:
        return scribe.say("standing_unjudged", why=reason.why(scribe.language))
    return scribe.say("standing_noise")


def _listed(scribe: Scribe, names: list[str], most: int = 3) -> str:
    text = ", ".join(names[:most])
    return text if len(names) <= most else scribe.say("and_more", text=text, count=len(names) - most)
