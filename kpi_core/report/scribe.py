"""Turns answers into figures: text, tone and footnotes, the same way in every block."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from kpi_core.answer import Answer
from kpi_core.catalogue import find
from kpi_core.language import Language
from kpi_core.periods import Period
from kpi_core.registry import Kpi
from kpi_core.report.contract import CubeLike
from kpi_core.report.model import Figure, Tone
from kpi_core.units import (
    DASH,
    NBSP,
    Scale,
    format_change,
    format_scaled,
    format_value,
    rounded,
    rounded_change,
)
from kpi_core.wording import SENTENCES, say
from kpi_core.words import in_sentence, note_text, reason_text

# A value with one of these is shown and not judged: no colour, no status, no place in a headline (R10, R13, R14).
UNJUDGED = frozenset({"immature", "partial_period", "partial_source", "small_base", "left_censored", "not_comparable"})
Base = Literal["mom", "yoy"]
BASES: tuple[Base, ...] = ("mom", "yoy")
_GLYPHS = {1: "▲", -1: "▼", 0: "■"}
ON_PLAN, NEAR_PLAN = 100, 95
_LONGEST_NAME = 38


class Notes:
    """The footnotes of one block, numbered in the order of their first mark."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, *texts: str) -> str:
        """The marks of these footnotes, "1,2"."""
        numbers = sorted({self._numbers.setdefault(text, len(self._numbers) + 1) for text in texts if text})
        return ",".join(map(str, numbers))

    @property
    def lines(self) -> tuple[str, ...]:
        """The footnotes in order."""
        return tuple(self._numbers)


class Scribe:
    """Asks the cube for one month and writes the answers down in one language."""

    def __init__(self, cube: CubeLike, month: Period, language: Language) -> None:
        self.cube = cube
        self.month = month
        self.language = language
        self.currency = cube.snapshot.settings.currency
        self.shown: dict[str, None] = {}
        self.undefined: dict[str, dict[str, list[str]]] = {}

    def say(self, code: str, **params: object) -> str:
        """A sentence of the wording."""
        return say(code, self.language, **params)

    def kpi(self, name: str) -> Kpi:
        """The KPI, an alias followed to the one it stands for in this data."""
        return find(self.cube.resolved(name))

    def label(self, name: str) -> str:
        """What people call it."""
        return self.kpi(name).label.of(self.language)

    def inside(self, name: str) -> str:
        """The label inside a sentence."""
        return in_sentence(self.label(name))

    def short(self, name: str) -> str:
        """A short name for lists inside a sentence: «CAC» for «Стоимость привлечения клиента»."""
        code = f"short_{self.cube.resolved(name)}"
        return self.say(code) if code in SENTENCES else self.inside(name)

    def ask(self, name: str, channel: str | None = None, period: Period | None = None) -> Answer:
        """The value in the report month, unless another period is named."""
        return self.cube.kpi(name, period or self.month, channel)

    def change(self, name: str, against: Base, channel: str | None = None) -> Answer:
        """The change in the report month; it carries the notes of the value as well, for both are doubtful then."""
        answer = self.cube.change(name, self.month, channel, against)
        notes = dict.fromkeys((*answer.notes, *self.ask(name, channel).notes))
        return answer._replace(notes=tuple(notes))

    def text(self, name: str, value: float | None, *, compact: bool = True) -> str:
        """A value of the KPI in its unit."""
        return format_value(value, self.kpi(name).unit, self.language, self.currency, compact=compact)

    def define(self, names: Iterable[str]) -> None:
        """Remember KPIs for the block of definitions."""
        self.shown.update(dict.fromkeys(self.cube.resolved(name) for name in names))

    def reason(self, answer: Answer) -> str:
        """Why the answer has no value."""
        return reason_text(answer.reason or "no_data", self.language)

    def note_texts(self, notes: Iterable[str]) -> list[str]:
        """The notes in words."""
        return [note_text(note, self.language) for note in notes]

    def value_figure(
        self,
        name: str,
        answer: Answer,
        notes: Notes,
        *,
        channel: str | None = None,
        scale: Scale | None = None,
        compact: bool = True,
        hidden: frozenset[str] = frozenset(),
    ) -> Figure:
        """The value, or a dash whose footnote tells why there is none. Notes in `hidden` are marked elsewhere."""
        if answer.value is None:
            self.remember(self.label(name), answer, channel)
            text = DASH
            if answer.beyond is not None:
                text = f">{NBSP}{format_value(answer.beyond, self.kpi(name).unit, self.language)}"
            return Figure(text, notes.mark(self.reason(answer)), "flat")
        marks = notes.mark(*self.note_texts(note for note in answer.notes if note not in hidden))
        if scale is not None:
            return Figure(format_scaled(answer.value, scale, self.language), marks)
        return Figure(self.text(name, answer.value, compact=compact), marks)

    def change_figure(
        self,
        name: str,
        answer: Answer,
        notes: Notes,
        *,
        value: float | None,
        glyph: bool = False,
        hidden: frozenset[str] = frozenset(),
    ) -> Figure:
        """A change with sign and tone; grey where a note forbids a judgement."""
        if answer.value is None:
            return Figure(DASH, notes.mark(self.reason(answer)), "flat")
        kpi = self.kpi(name)
        text = format_change(answer.value, kpi.unit, self.language, of=value)
        if glyph:
            text = f"{_GLYPHS[self.sign(name, answer, value)]}{NBSP}{text}"
        marks = notes.mark(*self.note_texts(note for note in answer.notes if note not in hidden))
        return Figure(text, marks, self.tone(name, answer, value))

    def sign(self, name: str, answer: Answer, value: float | None = None) -> int:
        """The sign of the change as it is shown: a change that rounds to zero is none."""
        shown = rounded_change(answer.value or 0.0, self.kpi(name).unit, of=value)
        return (shown > 0) - (shown < 0)

    def tone(self, name: str, answer: Answer, value: float | None = None) -> Tone:
        """Favourable, unfavourable, unchanged, or not judged."""
        sign, better = self.sign(name, answer, value), self.kpi(name).better
        if sign == 0:
            return "flat"
        if better == "neutral" or not judged(answer):
            return ""
        return "good" if (sign > 0) == (better == "higher") else "bad"

    def remember(self, label: str, answer: Answer, channel: str | None) -> None:
        """Keep an undefined value for the passport."""
        places = self.undefined.setdefault(self.reason(answer), {}).setdefault(label, [])
        if (place := channel or "") not in places:
            places.append(place)


def judged(*answers: Answer) -> bool:
    """Whether nothing about these answers forbids a verdict."""
    return not any(note in UNJUDGED for answer in answers for note in answer.notes)


def short_name(name: str) -> str:
    """A channel's name for two lines of a table: the middle of a longer one gives way, for exports differ at the end.

    Examples
    --------
    >>> short_name("E-mail"), short_name("yandex_direct_brand_campaigns_moscow_2026_retargeting")
    ('E-mail', 'yandex_direct_brand_campai…retargeting')
    """
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 12].rstrip()}…{name[-11:].lstrip()}"


def plan_tone(attainment: float) -> Tone:
    """The status of an attainment, decided on the tenth of a percent that is shown.

    Examples
    --------
    >>> plan_tone(0.9996), plan_tone(0.9994), plan_tone(0.9494)
    ('good', 'near', 'bad')
    """
    shown = rounded(attainment, "percent", digits=1)
    return "good" if shown >= ON_PLAN else "near" if shown >= NEAR_PLAN else "bad"
