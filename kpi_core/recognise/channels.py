"""Channels: spellings folded to one, shown as they are written most often; the channels table translates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kpi_core.folding import fold
from kpi_core.recognise.table import Table

_BLANK = frozenset({"", "-", "—", "–", "--", "(notset)", "(not set)", "<не указан>", "не указан", "не указано"})


@dataclass
class Channels:
    """All channels of all tables.

    Attributes
    ----------
    translations : mapping
        Spelling as written → channel, from the channels table and kpi.toml.
    shown : dict
        Folded key → the name shown.
    """

    translations: Mapping[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def key(self, written: Any) -> str | None:
        """The folded channel that a spelling means; None where it says nothing."""
        text = _text(written)
        if text.casefold() in _BLANK:
            return None
        key = fold(text) or text
        return fold(self._folded.get(key, text)) or text

    @property
    def _folded(self) -> dict[str, str]:
        if not hasattr(self, "_cache"):
            self._cache = {fold(written) or written: channel for written, channel in self.translations.items()}
        return self._cache

    def learn(self, tables: Iterable[Table], others: Iterable[str] = ()) -> None:
        """Choose for each channel the spelling written most often, the first one among equals."""
        written: dict[str, Counter[str]] = {}
        for channel in self.translations.values():
            written.setdefault(fold(channel) or channel, Counter())[channel] += 1 << 60
        for table in tables:
            if table.channel is None:
                continue
            codes = table.channel.codes[table.ledger.used]
            counts = np.bincount(codes[codes >= 0], minlength=len(table.channel.values))
            for value, count in zip(table.channel.values, counts, strict=True):
                key = self.key(value)
                if key is not None and count:
                    written.setdefault(key, Counter())[_spaced(value)] += int(count)
        for text in others:
            key = self.key(text)
            if key is not None:
                written.setdefault(key, Counter())[_spaced(text)] += 0
        self.shown = {key: _most_written(counter) for key, counter in written.items()}

    def show(self, written: Any) -> str | None:
        """The name shown for a spelling; None where it says nothing."""
        key = self.key(written)
        return None if key is None else self.shown.get(key, _spaced(written))


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
