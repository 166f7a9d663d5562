"""The data of a scorecard: its rows and remarks, frozen, and how they read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from kpi_core.catalogue import find
from kpi_core.language import Language
from kpi_core.periods import Period
from kpi_core.snapshot import Override
from kpi_core.units import format_value
from kpi_core.wording import say
from kpi_core.words import note_text, reason_text

ZERO = Fraction(0)
COLUMNS = ("kpi", "weight", "base", "norm", "target", "fact", "result", "weighted", "remark")


class Remark(NamedTuple):
    """One thing to know about a row, as a code of the wording; values are texts, or (number, unit)."""

    code: str
    values: dict[str, Any]

    def text(self, language: Language, currency: str = "RUB") -> str:
        """The sentence."""
        return say(
            self.code, language, **{key: _worded(value, language, currency) for key, value in self.values.items()}
        )


def _worded(value: Any, language: Language, currency: str) -> str:
    if isinstance(value, tuple):
        number, unit = value
        return format_value(number, unit, language, currency)
    if isinstance(value, Named):
        return value.text(language)
    return str(value)


@dataclass(frozen=True, slots=True)
class Named:
    """A KPI, reason or note inside a remark, worded when the language is known."""

    kind: Literal["kpi", "reason", "note"]
    name: str

    def text(self, language: Language) -> str:
        if self.kind == "kpi":
            return find(self.name).label.of(language)
        return (reason_text if self.kind == "reason" else note_text)(self.name, language)


@dataclass(frozen=True, slots=True)
class Row:
    """One KPI of the scorecard.

    Attributes
    ----------
    weight : Fraction
        Of 1.
    fact : float or None
        The closed value where the month was closed, else what the data gives now.
    closed : bool
        Whether it is the closed one.
    form : str
        "index" or "matrix".
    computed : Fraction or None
        The result by the formula; None where it cannot be told.
    counted : Fraction or None
        The result that is paid on, after guards, noise and overrides.
    """

    kpi: str
    channel: str | None
    weight: Fraction
    target: float
    base: float | None = None
    norm: float | None = None
    fact: float | None = None
    closed: bool = False
    form: Literal["index", "matrix"] = "index"
    computed: Fraction | None = None
    counted: Fraction | None = None
    significant: bool | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def weighted(self) -> Fraction | None:
        """Weight × result."""
        return None if self.counted is None else self.weight * self.counted

    def label(self, language: Language) -> str:
        """The KPI, with its channel where it has one."""
        label = find(self.kpi).label.of(language)
        return label if self.channel is None else f"{label} · {self.channel}"

    def noted(self, code: str, **values: Any) -> Row:
        """The row with one remark more."""
        return replace(self, remarks=(*self.remarks, Remark(code, values)))


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The scorecard of a month.

    Attributes
    ----------
    result : Fraction or None
        Σ weight × result; None while a row has none or the weights are not 100 %.
    payout : Fraction or None
        The share of the target bonus by the scale.
    bonus : Fraction or None
        Target bonus × payout, where a target bonus was given.
    remarks : tuple of Remark
        What concerns the whole card.
    """

    month: Period
    rows: tuple[Row, ...] = ()
    result: Fraction | None = None
    payout: Fraction | None = None
    bonus: Fraction | None = None
    remarks: tuple[Remark, ...] = ()
    overrides: tuple[Override, ...] = ()

    def sentences(self, language: Language, currency: str = "RUB") -> list[str]:
        """Everything to know, row by row."""
        told = [
            f"{row.label(language)}: {remark.text(language, currency)}" for row in self.rows for remark in row.remarks
        ]
        return [*told, *(remark.text(language, currency) for remark in self.remarks)]

    def table(self, language: Language, currency: str = "RUB") -> list[tuple[str | float | None, ...]]:
        """For spilling: a header, a row a KPI, the total, the payout and, where there is one, the bonus."""
        empty = (None,) * 4
        general = " ".join(remark.text(language, currency) for remark in self.remarks)
        whole = sum((row.weight for row in self.rows), ZERO)
        total = (say("member_total", language), float(whole), *empty, None, _number(self.result), general)
        table = [
            tuple(say(f"scorecard_{column}", language) for column in COLUMNS),
            *(self._row(row, language, currency) for row in self.rows),
            total,
            (say("scorecard_payout", language), None, *empty, None, _number(self.payout), ""),
        ]
        if self.bonus is not None:
            table.append((say("scorecard_bonus", language), None, *empty, None, _number(self.bonus), ""))
        return table

    def _row(self, row: Row, language: Language, currency: str) -> tuple[str | float | None, ...]:
        said = " ".join(remark.text(language, currency) for remark in row.remarks)
        numbers = (_number(row.counted), _number(row.weighted))
        return (row.label(language), float(row.weight), row.base, row.norm, row.target, row.fact, *numbers, said)


def _number(amount: Fraction | None) -> float | None:
    return None if amount is None else float(amount)
