"""`kpi quadrant`: which channels bring customers for their share of the spend, and which eat the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpi_core.cli.pages import Format, Page, Source, Span, Table, Words, opened, period_of, shape_of
from kpi_core.cli.table import Column

if TYPE_CHECKING:
    from kpi_core.analysis.quadrant import Quadrant, Row

_KEYS = (
    "channel", "spend", "results", "spend_share", "result_share", "index", "low", "high", "cost", "p", "standing",
    "reason", "bound", "match",
)  # fmt: skip


def quadrant(source: Source, month: Span = None, output_format: Format = "table") -> None:
    """Judge the channels; see `help_quadrant` in the wording."""
    shape = shape_of(output_format)
    cube, asked = opened(source, period_of(month))
    from kpi_core.analysis.quadrant import quadrant as judged

    found, words = judged(cube, asked), Words(cube)
    said = (*found.bounds(words.language, words.currency), found.caveat(words.language))
    records = [_record(row) for row in found.rows]
    facts = {"period": str(asked), "result": found.result or None}
    Page(words.title(asked), [_table(found, words)], said, records, facts).show(shape)


def _record(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _KEYS}


def _table(found: Quadrant, words: Words) -> Table:
    from kpi_core.catalogue import find

    columns = words.columns(
        "bridge_channel", "quadrant_spend", "quadrant_spend_share", "quadrant_results", "quadrant_result_share",
        "quadrant_index", "quadrant_interval", "~quadrant_verdict",
    )  # fmt: skip
    if found.result:
        columns[3] = Column(find(found.result).label.of(words.language), "right")
    return Table(columns, [_row(row, words) for row in found.rows])


def _row(row: Row, words: Words) -> list[str]:
    interval = ""
    if row.low is not None and row.high is not None:
        interval = f"{words.figure(row.low, 'ratio')}–{words.figure(row.high, 'ratio')}"
    return [
        row.channel,
        words.figure(row.spend, "money"),
        words.figure(row.spend_share, "percent"),
        words.figure(row.results, "count"),
        words.figure(row.result_share, "percent"),
        words.figure(row.index, "ratio"),
        interval,
        row.word(words.language) or row.why(words.language),
    ]
