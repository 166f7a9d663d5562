"""Channels: spellings folded to one, shown as they are written most often; the channels table translates.

Only marks of systems (utm, an analytics system's own names, a file that is of one channel) are translated by the
shipped default as well; what a person wrote stays a channel of its own, unless the channels table says otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kpi_core.errors import Finding
from kpi_core.folding import fold
from kpi_core.language import Language
from kpi_core.recognise.shipped_channels import (
    Campaign,
    Marked,
    campaign_channel,
    name_of,
    proposal,
    synonym_of,
    translated,
)
from kpi_core.recognise.table import Table

_BLANK = frozenset(
    {"", "-", "—", "–", "--", "(notset)", "(not set)", "<не указан>", "не указан", "не указано", "не определено"}
)
_LISTED = 20


@dataclass
class Channels:
    """All channels of all tables.

    Attributes
    ----------
    translations : mapping
        Spelling as written → channel, from the channels table and kpi.toml.
    shown : dict
        Folded key → the name shown.
    language : str
        In which shipped names are shown.
    """

    translations: Mapping[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    language: Language = "ru"

    def __post_init__(self) -> None:
        self.folded = {fold(written) or written: channel for written, channel in self.translations.items()}
        self._own: dict[str, str] = {}
        self._unknown: dict[str, tuple[int, Table]] = {}

    def key(self, written: Any) -> str | None:
        """The folded channel that a spelling means; None where it says nothing."""
        text = _text(written)
        if text.casefold() in _BLANK:
            return None
        name = self._translated(written, text)
        return fold(name) or name

    def _translated(self, written: Any, text: str) -> str:
        key = fold(text) or text
        if key in self.folded:
            return self.folded[key]
        if not isinstance(written, Marked):
            return text
        source = text.partition(" / ")[0]
        if (fold(source) or source) in self.folded:
            return self.folded[fold(source) or source]
        known = _shipped(written, text)
        return self._name(known) if known else text

    def _name(self, identifier: str) -> str:
        """A shipped channel under the name that the firm itself uses, where it uses one."""
        shipped = name_of(identifier, self.language)
        return self.folded.get(fold(shipped)) or self._own.get(identifier, shipped)

    def learn(self, tables: Iterable[Table], others: Iterable[str] = ()) -> None:
        """Choose for each channel the spelling written most often, the first one among equals."""
        tables, others = list(tables), list(others)
        self._learn_own(tables, others)
        written: dict[str, Counter[str]] = {}
        for channel in self.translations.values():
            written.setdefault(fold(channel) or channel, Counter())[channel] += 1 << 60
        for table, value, count in _written(tables):
            key = self.key(value)
            if key is None:
                continue
            name = self._translated(value, _text(value)) if isinstance(value, Marked) else value
            written.setdefault(key, Counter())[_spaced(name)] += count
            if isinstance(value, Marked) and not self._known(value):
                self._unknown[_text(value)] = (self._unknown.get(_text(value), (0, table))[0] + count, table)
        for text in others:
            key = self.key(text)
            if key is not None:
                written.setdefault(key, Counter())[_spaced(text)] += 0
        self.shown = {key: _most_written(counter) for key, counter in written.items()}

    def _known(self, value: Marked) -> bool:
        text = _text(value)
        source = text.partition(" / ")[0]
        return (fold(text) or text) in self.folded or fold(source) in self.folded or _shipped(value, text) is not None

    def _learn_own(self, tables: list[Table], others: list[str]) -> None:
        """Names that the firm's own tables use for shipped channels; two names for one leave it the shipped name."""
        names: dict[str, dict[str, str]] = {}
        own = [value for _, value, _ in _written(tables) if not isinstance(value, Marked)]
        for value in (*self.translations.values(), *own, *others):
            text = _text(value)
            known = synonym_of(text) if (fold(text) or text) not in self.folded else None
            if known:
                names.setdefault(known, {}).setdefault(fold(text), _spaced(value))
        self._own = {known: next(iter(spelt.values())) for known, spelt in names.items() if len(spelt) == 1}

    def findings(self) -> list[Finding]:
        """Marks that nobody translates, each with the channel it may be: they stay as they are written."""
        own = {key: name for key, name in self.shown.items() if name not in self._unknown}
        by_table: dict[int, tuple[Table, list[str]]] = {}
        for text, (count, table) in sorted(self._unknown.items(), key=lambda each: -each[1][0]):
            meant = proposal(text, own, self.language)
            by_table.setdefault(id(table), (table, []))[1].append(
                f"{text} ({count}) → {meant}?" if meant else f"{text} ({count})"
            )
        return [
            Finding(
                "info", "channels_unknown",
                {"place": table.place, "count": len(listed), "listed": listed[:_LISTED]},
                table.ledger.grid.file, table.ledger.grid.sheet,
            )
            for table, listed in by_table.values()
        ]  # fmt: skip

    def show(self, written: Any) -> str | None:
        """The name shown for a spelling; None where it says nothing."""
        key = self.key(written)
        return None if key is None else self.shown.get(key, _spaced(written))


def _shipped(written: Marked, text: str) -> str | None:
    """The shipped channel of a mark, or of a campaign by the words in its name."""
    return campaign_channel(text) if isinstance(written, Campaign) else translated(text)


def _written(tables: Iterable[Table]) -> Iterable[tuple[Table, Any, int]]:
    """Every spelling of every table, and how many rows that count have it."""
    for table in tables:
        for value, count in table.spellings():
            yield table, value, count


def _most_written(counter: Counter[str]) -> str:
    return max(counter, key=lambda name: counter[name])


def _text(written: Any) -> str:
    if written is None or written != written:
        return ""
    if isinstance(written, float) and written.is_integer():
        return str(int(written))
    return str(written).strip()


def _spaced(written: Any) -> str:
    return " ".join(_text(written).split())
