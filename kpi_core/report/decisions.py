"""Decisions of the month, what became of last month's, and the analyst's comments."""

from __future__ import annotations

from kpi_core.folding import fold
from kpi_core.report.model import Column, Figure, Row, Table
from kpi_core.report.scribe import Scribe
from kpi_core.snapshot import Decision
from kpi_core.units import DASH, period_label

# What an analyst may write in the column «блок» for each block of the report.
BLOCKS: dict[str, tuple[str, ...]] = {
    "message": ("message", "summary", "headline", "главное", "вывод", "выводы", "резюме", "итоги"),
    "cards": ("cards", "kpi", "kpis", "показатели", "карточки"),
    "plan": ("plan", "targets", "план", "планифакт", "планфакт"),
    "trend": ("trend", "revenue", "динамика", "выручка", "месяцы"),
    "why": ("why", "bridge", "causes", "причины", "почему", "мост"),
    "channels": ("channels", "channel", "каналы", "канал"),
    "decisions": ("decisions", "решения", "решение"),
}


def build_decisions(scribe: Scribe) -> Table | None:
    """What was decided for the month."""
    rows = [each for each in scribe.cube.snapshot.decisions if each.month == scribe.month]
    if not rows:
        return None
    filled = [key for key in ("effect", "owner", "due") if any(getattr(row, key) for row in rows)]
    return _table(scribe, "decisions", ["text", *filled], rows, scribe.say("decisions_subtitle"))


def build_outcomes(scribe: Scribe) -> Table | None:
    """Last month's decisions and their outcome."""
    previous = scribe.month.previous()
    rows = [each for each in scribe.cube.snapshot.decisions if each.month == previous]
    if not rows or previous is None:
        return None
    filled = ["effect"] if any(row.effect for row in rows) else []
    subtitle = scribe.say("outcomes_subtitle", period=period_label(previous, scribe.language))
    return _table(scribe, "outcomes", ["text", *filled, "outcome"], rows, subtitle)


def build_comments(scribe: Scribe, present: set[str]) -> dict[str, tuple[str, ...]]:
    """The comments of the month by block; those for no block, or for an absent one, stand under the message."""
    found: dict[str, list[str]] = {}
    for comment in scribe.cube.snapshot.comments:
        if comment.month == scribe.month and comment.text.strip():
            wanted = fold(comment.block)
            block = next((block for block, names in BLOCKS.items() if wanted in names), "message")
            found.setdefault(block if block in present else "message", []).append(comment.text.strip())
    return {block: tuple(found.get(block, ())) for block in BLOCKS}


_WIDTHS = {"text": 5.0, "effect": 2.6, "owner": 1.6, "due": 1.4, "outcome": 4.0}


def _table(scribe: Scribe, block: str, keys: list[str], rows: list[Decision], subtitle: str) -> Table:
    total = sum(_WIDTHS[key] for key in keys)
    columns = [Column("№" if scribe.language == "ru" else "#", "", 4.0, "text")]
    columns += [Column(scribe.say(f"decision_{key}"), "", 96 * _WIDTHS[key] / total, "text") for key in keys]
    made = tuple(
        Row(str(number), tuple(Figure(getattr(row, key) or DASH) for key in keys)) for number, row in enumerate(rows, 1)
    )
    return Table(scribe.say(f"{block}_title"), subtitle, tuple(columns), made)
