"""The finished report: frozen data in which every word and figure is already text. Templates only lay it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kpi_core.language import Language
from kpi_core.report.brand import Brand
from kpi_core.report.charts import Bullet, Columns, DeltaBar, Spark
from kpi_core.report.facets import Facets
from kpi_core.report.scatter import Scatter
from kpi_core.report.waterfall import Waterfall

Tone = Literal["", "good", "near", "bad", "flat"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or word in a cell: its text, the marks of its footnotes and how it reads (good, near, bad, flat)."""

    text: str
    marks: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A change on a card: «м/м», glyph and figure, and the word that says what the colour says."""

    label: str
    figure: Figure
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One chosen KPI."""

    label: str
    label_lines: tuple[str, ...]
    value: Figure
    changes: tuple[Change, ...]
    attainment: Figure | None
    spark: Spark | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """The chosen KPIs, two or three to a row."""

    rows: tuple[tuple[Card, ...], ...]
    per_row: int
    notes: tuple[str, ...]
    legend: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the message: what it speaks of, and what it says."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, unit line below it, and width in percent."""

    header: str
    unit: str
    width: float
    kind: Literal["name", "number", "bar", "text"] = "number"
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `bar` stands in the column of kind "bar"."""

    name: str
    cells: tuple[Figure, ...]
    bar: DeltaBar | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its message, its explanation, its total, its footnotes and a line without a number."""

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    notes: tuple[str, ...] = ()
    legend: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A KPI against its target."""

    label: str
    actual: Figure
    target: Figure
    variance: Figure
    bullet: Bullet | None
    attainment: Figure
    status: Figure


@dataclass(frozen=True, slots=True)
class Plan:
    """Plan against actual."""

    title: str
    subtitle: str
    headers: tuple[str, ...]
    axis: tuple[str, str]
    rows: tuple[PlanRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """A KPI by months as columns."""

    title: str
    subtitle: str
    legend: tuple[tuple[str, str], ...]
    columns: Columns
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A waterfall with its heading and the whole change."""

    title: str
    change: Figure
    chart: Waterfall


@dataclass(frozen=True, slots=True)
class Bridges:
    """Waterfalls that share a scale."""

    title: str
    subtitle: str
    panels: tuple[Panel, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Multiples:
    """Small multiples."""

    title: str
    subtitle: str
    chart: Facets
    plan: str


@dataclass(frozen=True, slots=True)
class Heat:
    """Attainment by channel and month."""

    title: str
    subtitle: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Figure, ...]], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The quadrant: the drawing, and the figures beside it."""

    chart: Scatter
    axes: tuple[str, str]
    table: Table


@dataclass(frozen=True, slots=True)
class Points:
    """Short sentences to look at, each with its topic."""

    title: str
    subtitle: str
    rows: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """How a KPI is computed."""

    label: str
    formula: str
    remark: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the passport."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Passport:
    """Where the figures come from and what was left out."""

    sources: Table | None
    facts: tuple[Fact, ...]
    findings: Table | None


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF; `day` is the ISO date it bears."""

    name: str
    description: str
    content: bytes
    day: str


@dataclass(frozen=True, slots=True)
class Report:
    """A finished monthly report."""

    language: Language
    company: str
    heading: str
    kind: str
    period: str
    title: str
    description: str
    created: str
    headline: str
    subtitle: str
    sentences: tuple[Sentence, ...]
    cards: Cards | None
    plan: Plan | None
    underway: Table | None
    watch: Points | None
    trend: Trend | None
    bridges: Bridges | None
    movers: Bridges | None
    costs: Table | None
    channels: Table | None
    multiples: Multiples | None
    heat: Heat | None
    standing: Standing | None
    scorecard: Table | None
    decisions: Table | None
    outcomes: Table | None
    definitions: tuple[Definition, ...]
    passport: Passport
    comments: dict[str, tuple[str, ...]]
    footer: str
    words: dict[str, str]
    brand: Brand
    attachments: tuple[Attached, ...] = ()
    standard: str = "none"
