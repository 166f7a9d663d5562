"""A table whose rows stay where they are: what is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kpi_core.recognise.outline import Outline
from kpi_core.recognise.table import Table
from kpi_core.snapshot import Source
from kpi_core.sources.places import Stamp
from kpi_core.sources.relation import Relation

CHANNEL, MEDIUM, KIND = "channel written", "medium written", "kind written"


@dataclass
class TableInPlace(Table):
    """Such a table; what `Table` holds row by row is empty here.

    Attributes
    ----------
    frame : narwhals LazyFrame
        The rows that count; `value NAME` holds a column of ours, `channel written` and `kind written` the words.
    dated, named, flagged : list of str
        Our columns that hold dates, identifiers, flags; `named_all` are those that every row fills.
    scales, types, totals : mapping
        For each number column its decimals, its type and the sum of its amounts, for room in 64 bits.
    turned : set of str
        Amounts that all stand with a minus: they are written as a cash flow.
    kinds : list or None
        The kinds of costs as they were written.
    outline : Outline
        The rows that count, with channels and kinds as they were written; its sources are the parts.
    tally : list of Counter
        For each part how many rows have each fate.
    """

    in_place: ClassVar[bool] = True

    frame: Any = None
    dated: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    flagged: list[str] = field(default_factory=list)
    named_all: set[str] = field(default_factory=set)
    scales: dict[str, int] = field(default_factory=dict)
    types: dict[str, Any] = field(default_factory=dict)
    totals: dict[str, float] = field(default_factory=dict)
    turned: set[str] = field(default_factory=set)
    kinds: list[Any] | None = None
    channels: bool = False
    marked: bool = False
    blank_channels: list[str] = field(default_factory=list)
    outline: Outline | None = None
    tally: list[Counter[str]] = field(default_factory=list)

    @property
    def relation(self) -> Relation:
        """Where the rows are."""
        relation = self.understood.grid.relation
        assert relation is not None
        return relation

    def whole_ids(self, column: str) -> bool:
        """Whether identifiers may stay whole numbers: every row has one, and nothing else is compared with them."""
        return column != "lead_id" and self.name == "orders" and column in self.named_all

    def spellings(self) -> Iterator[tuple[Any, int]]:
        """Every spelling of a channel, with its rows: as the source has them, or where it has no order by alphabet."""
        assert self.outline is not None
        found = [(each, rows) for each, rows in self.outline.by_channel().items() if each is not None]
        return iter(found if self.outline.lines is not None else sorted(found))

    def sources(self) -> list[Source]:
        """Each part as it is told to the user."""
        spec = self.understood.spec
        vat = spec.vat or next((m.header.vat for m in self.understood.matches.values() if m.header.vat), None)
        return [self._source(part, stamp, vat) for part, stamp in enumerate(self.relation.parts)]

    def _source(self, part: int, stamp: Stamp, vat: Any) -> Source:
        tally = self.tally[part]
        assert self.outline is not None
        days = self.outline.of(part).days
        excluded = {fate: count for fate, count in tally.items() if fate not in ("used", "refused", "blank")}
        return Source(
            file=stamp.file, sheet="", name="", kind=self.name, sha256=stamp.sha256, modified=stamp.modified,
            headers=self.headers, rows_read=sum(tally.values()) - tally["blank"], rows_used=tally["used"],
            excluded=excluded, rows_refused=tally["refused"], monthly=self.monthly, vat=vat,
            first=days.min().item() if len(days) else None, last=days.max().item() if len(days) else None,
        )  # fmt: skip
