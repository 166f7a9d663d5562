"""Turns answers into figures: text, tone and footnotes, the same way in every block."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from kpi_core.analysis.significance import Verdict, significant, significant_channels
from kpi_core.answer import Answer
from kpi_core.catalogue import find
from kpi_core.language import Language
from kpi_core.periods import Period
from kpi_core.registry import Kpi
from kpi_core.report.model import Figure, Tone
from kpi_core.status import judged
from kpi_core.units import (
    DASH,
    NBSP,
    Scale,
    format_change,
    format_scaled,
    format_value,
    rounded_change,
)
from kpi_core.wording import SENTENCES, say
from kpi_core.words import in_sentence, note_text, reason_text

if TYPE_CHECKING:
    from kpi_core.comparison import Against
    from kpi_core.cube import Cube

Base = Literal["mom", "yoy"]
BASES: tuple[Base, ...] = ("mom", "yoy")
_GLYPHS = {1: "▲", -1: "▼", 0: "■"}
_Made = TypeVar("_Made")
# KPIs that are a comparison themselves, and the one that they make: a test speaks of it and not of their own change.
COMPARISONS: dict[str, Base] = {"sales_growth_mom": "mom", "sales_growth_yoy": "yoy", "average_check_change": "mom"}
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

    def __init__(self, cube: Cube, month: Period, language: Language) -> None:
        self.cube = cube
        self.month = month
        self.language = language
        self.currency = cube.snapshot.settings.currency
        self.shown: dict[str, None] = {}
        self.undefined: dict[str, dict[str, list[str]]] = {}
        self.absent: dict[str, str] = {}
        self._verdicts: dict[tuple[str, Against], Verdict] = {}
        self._families: dict[tuple[str, Against], dict[str, Verdict]] = {}
        self._made: dict[tuple[str, ...], Any] = {}

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

    def verdict(self, name: str, against: Against, channel: str | None = None) -> Verdict:
        """Whether the change is more than chance makes; of channels, adjusted for having asked about all of them."""
        key = (name, against)
        if channel is None:
            if key not in self._verdicts:
                self._verdicts[key] = significant(self.cube, name, self.month, None, against)
            return self._verdicts[key]
        if key not in self._families:
            self._families[key] = significant_channels(self.cube, name, self.month, against)
        return self._families[key][channel]

    def signal(self, name: str, against: Against, channel: str | None = None) -> bool | None:
        """True: more than chance; False: within the usual spread; None: it cannot be told, or a note forbids it.

        Where the test, which compares per day or at equal spend, and the change that is shown point to different
        sides (a short February), nothing is told.
        """
        change = self.cube.change(name, self.month, channel, against)
        own = against != "plan" and self.cube.resolved(name) in COMPARISONS
        if change.value is None or own or not judged(change, self.ask(name, channel)):
            return None
        verdict = self.verdict(name, against, channel)
        if verdict.significant and (verdict.change or 0.0) * change.value < 0:
            return None
        return verdict.significant

    def is_noise(self, name: str, channel: str | None = None) -> bool:
        """Whether the value of a KPI that is a comparison itself (growth) lies within the usual spread."""
        against = COMPARISONS.get(self.cube.resolved(name))
        return against is not None and self.verdict(name, against, channel).significant is False

    def once(self, key: tuple[str, ...], make: Callable[[], _Made]) -> _Made:
        """An analysis, made when it is first asked for."""
        if key not in self._made:
            self._made[key] = make()
        made: _Made = self._made[key]
        return made

    def miss(self, block: str, reason: str) -> None:
        """Remember, for the passport, why a block is absent."""
        self.absent.setdefault(block, reason)

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
        texts = self.note_texts(note for note in answer.notes if note not in hidden)
        marks = notes.mark(*texts, *([self.say("noise")] if self.is_noise(name, channel) else []))
        if scale is not None:
            return Figure(format_scaled(answer.value, scale, self.language), marks)
        return Figure(self.text(name, answer.value, compact=compact), marks)

    def change_figure(
        self,
        name: str,
        answer: Answer,
        notes: Notes,
        *,
        against: Against,
        channel: str | None = None,
        value: float | None,
        glyph: bool = False,
        hidden: frozenset[str] = frozenset(),
    ) -> Figure:
        """A change with sign and tone; grey within the usual spread, plain where it was not tested."""
        if answer.value is None:
            return Figure(DASH, notes.mark(self.reason(answer)), "flat")
        kpi = self.kpi(name)
        text = format_change(answer.value, kpi.unit, self.language, of=value)
        if glyph and judged(answer):
            text = f"{self.glyph(name, answer, against, channel, value)}{NBSP}{text}"
        marks = notes.mark(*self.note_texts(note for note in answer.notes if note not in hidden))
        return Figure(text, marks, self.tone(name, answer, against, channel, value))

    def glyph(
        self, name: str, answer: Answer, against: Against, channel: str | None = None, value: float | None = None
    ) -> str:
        """An arrow; a square for no change beyond the usual spread."""
        noise = self.signal(name, against, channel) is False
        return _GLYPHS[0 if noise else self.sign(name, answer, value)]

    def plain_change(self, name: str, answer: Answer, against: Against, channel: str | None = None) -> str:
        """A change in a chart: with its glyph where it was tested."""
        text = format_change(answer.value, self.kpi(name).unit, self.language, of=self.ask(name, channel).value)
        if self.signal(name, against, channel) is None:
            return text
        return f"{self.glyph(name, answer, against, channel)}{NBSP}{text}"

    def sign(self, name: str, answer: Answer, value: float | None = None) -> int:
        """The sign of the change as it is shown: a change that rounds to zero is none."""
        shown = rounded_change(answer.value or 0.0, self.kpi(name).unit, of=value)
        return (shown > 0) - (shown < 0)

    def tone(
        self, name: str, answer: Answer, against: Against, channel: str | None = None, value: float | None = None
    ) -> Tone:
        """Favourable, unfavourable, unchanged (by no more than chance), or not judged."""
        sign, better = self.sign(name, answer, value), self.kpi(name).better
        signal = self.signal(name, against, channel)
        if sign == 0 or signal is False:
            return "flat"
        if better == "neutral" or signal is None or not judged(answer):
            return ""
        return "good" if (sign > 0) == (better == "higher") else "bad"

    def remember(self, label: str, answer: Answer, channel: str | None) -> None:
        """Keep an undefined value for the passport."""
        places = self.undefined.setdefault(self.reason(answer), {}).setdefault(label, [])
        if (place := channel or "") not in places:
            places.append(place)


def short_name(name: str, most: int = _LONGEST_NAME) -> str:
    """A channel's name, short enough for two lines of a table, unless told otherwise.

    The middle of a longer one gives way, for exports differ at the end.

    Examples
    --------
    >>> short_name("E-mail"), short_name("yandex_direct_brand_campaigns_moscow_2026_retargeting")
    ('E-mail', 'yandex_direct_brand_campai…retargeting')
    """
    if len(name) <= most:
        return name
    tail = min(11, (most - 1) // 2)
    return f"{name[: max(1, most - tail - 1)].rstrip()}…{name[len(name) - tail :].lstrip()}"
