"""Analyses that spill as tables: a header, then rows. What has no answer is a header and the reason in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from addin.answers import first_error
from addin.arguments import (
    MISSING,
    NA,
    VALUE,
    CellError,
    CohortKind,
    to_against,
    to_channel,
    to_cohorts,
    to_flag,
    to_kpi,
    to_month,
    to_period,
)
from addin.broadcast import Rows, cells_of
from addin.workbook import Workbook
from kpi_core.catalogue import find
from kpi_core.errors import KpiError
from kpi_core.wording import say
from kpi_core.words import note_text, reason_text

if TYPE_CHECKING:
    from kpi_core.analysis.quadrant import Row as Place
    from kpi_core.cube import Cube
    from kpi_core.language import Language

Spilled = Iterable[Sequence[Any]]


def bridge(workbook: Workbook, period: Any = MISSING, against: Any = MISSING, leads: Any = MISSING) -> Any:
    """KPI_BRIDGE: the base, the parts and the period, each with its share of the base."""

    def ask(cube: Cube, language: Language) -> Any:
        from kpi_core.analysis.bridge import bridge as bridge_of

        when, base, split = to_period(_first(period)), to_against(_first(against)), to_flag(_first(leads))
        if isinstance(when, CellError) or isinstance(base, CellError) or isinstance(split, CellError):
            return first_error(when, base, split)
        found = bridge_of(cube, when, base, split)
        rows: list[Sequence[Any]] = [*found.rows(language)]
        if found.leads is not None and found.leads.reason is not None:
            why = reason_text(found.leads.reason, language)
            rows.append(_wide(say("cell_bridge_leads", language, why=why), rows[0]))
        return [*rows, *_noted(found.notes, rows[0], language)]

    return _spill(workbook, ask)


def contribution(workbook: Workbook, kpi: Any, period: Any = MISSING, against: Any = MISSING) -> Any:
    """KPI_CONTRIBUTION: a row for each channel, those that moved the total most first."""

    def ask(cube: Cube, language: Language) -> Any:
        from kpi_core.analysis.contribution import COSTS
        from kpi_core.analysis.contribution import contribution as contribution_of

        what, when, base = to_kpi(_first(kpi)), to_period(_first(period)), to_against(_first(against))
        if isinstance(what, CellError) or isinstance(when, CellError) or isinstance(base, CellError):
            return first_error(what, when, base)
        if what.name not in COSTS:
            return VALUE
        found = contribution_of(cube, when, base, what.name)
        rows = found.rows(language)
        return [*rows, *_noted(found.notes, rows[0], language)]

    return _spill(workbook, ask)


def quadrant(workbook: Workbook, period: Any = MISSING) -> Any:
    """KPI_QUADRANT: a row for each channel, and the caveat below."""

    def ask(cube: Cube, language: Language) -> Any:
        from kpi_core.analysis.quadrant import quadrant as quadrant_of

        when = to_period(_first(period))
        if isinstance(when, CellError):
            return when
        found = quadrant_of(cube, when)
        header = _quadrant_header(found.result, language)
        if not found.rows or not found.result:
            return [header, _wide(reason_text("no_data", language), header)]
        bounds = iter(found.bounds(language, cube.snapshot.settings.currency))
        rows = [_place(row, next(bounds) if row.bound is not None else "", language) for row in found.rows]
        return [header, *rows, _wide(found.caveat(language), header)]

    return _spill(workbook, ask)


def _quadrant_header(result: str, language: Language) -> tuple[str, ...]:
    results = find(result).label.of(language) if result else say("cell_quadrant_results", language)
    rest = ("spend_share", "result_share", "index", "low", "high", "cost", "verdict", "remark")
    named = (say(f"cell_quadrant_{name}", language) for name in rest)
    return (say("cell_channel", language), find("ad_spend").label.of(language), results, *named)


def _place(row: Place, bound: str, language: Language) -> tuple[Any, ...]:
    numbers = (row.spend, row.results, row.spend_share, row.result_share, row.index, row.low, row.high, row.cost)
    remark = " ".join(filter(None, (_sentence(row.why(language)), bound)))
    return (row.channel, *numbers, row.word(language), remark)


def cohorts(workbook: Workbook, kind: Any, channel: Any = MISSING) -> Any:
    """KPI_COHORTS: a row for each month, the twelve up to the report month."""

    def ask(cube: Cube, language: Language) -> Any:
        which, where = to_cohorts(_first(kind)), to_channel(_first(channel))
        if isinstance(which, CellError) or isinstance(where, CellError):
            return first_error(which, where)
        known = where if where is None else cube.channel(where)
        if where is not None and known is None:
            return NA
        return _cohort_rows(cube, which, known, language)

    return _spill(workbook, ask)


def _cohort_rows(cube: Cube, kind: CohortKind, channel: str | None, language: Language) -> Spilled:
    from kpi_core.analysis.cohorts import lead_conversion, lifetime_value, retention, worth, worth_rows

    if kind == "payback":
        told = worth(cube, channel=channel)
        rows = worth_rows(told, language)
        return rows if told else [*rows, _wide(reason_text("no_data", language), rows[0])]
    if kind == "conversion":
        table = lead_conversion(cube, channel=channel)
    else:
        table = (retention if kind == "retention" else lifetime_value)(cube, channel=channel)
    rows = table.rows(language)
    return [*rows, _wide(say(table.remark, language), rows[0])] if table.remark and not table.reason else rows


def scorecard(workbook: Workbook, month: Any = MISSING) -> Any:
    """KPI_SCORECARD: a row for each KPI with a weight, the total, the payout and the bonus."""

    def ask(cube: Cube, language: Language) -> Any:
        from kpi_core.analysis.card import COLUMNS
        from kpi_core.analysis.scorecard import of

        when = to_month(_first(month))
        if isinstance(when, CellError):
            return when
        header = tuple(say(f"scorecard_{column}", language) for column in COLUMNS)
        currency = cube.snapshot.settings.currency
        card = of(cube, when)
        if not card.rows:
            return [header, _wide(" ".join(remark.text(language, currency) for remark in card.remarks), header)]
        return card.table(language, currency)

    return _spill(workbook, ask)


def suggest(workbook: Workbook) -> Any:
    """KPI_SUGGEST: the KPIs, as KPI_TABLE takes them, each with its reason; then what the firm is taken for."""

    def ask(cube: Cube, language: Language) -> Any:
        from kpi_core.analysis.suggest import suggest as suggest_of

        found = suggest_of(cube)
        opening, *sentences = found.sentences(language, cube.snapshot.settings.currency)
        header = (say("scorecard_kpi", language), say("cell_suggest_why", language))
        picks = ((find(name).label.of(language), why) for name, why in zip(found.kpis, sentences, strict=True))
        return [header, *picks, _wide(opening, header)]

    return _spill(workbook, ask)


def _spill(workbook: Workbook, ask: Callable[[Cube, Language], Any]) -> Any:
    """The rows of a table; an empty cell is an empty text, since a spreadsheet shows a true blank of an array as 0."""
    try:
        cube = workbook.cube()
    except KpiError:
        return NA
    rows = ask(cube, workbook.language)
    if isinstance(rows, CellError):
        return rows
    table: Rows = [["" if cell is None else cell for cell in row] for row in rows]
    return table


def _first(argument: Any) -> Any:
    return next(cells_of(argument), MISSING)


def _noted(notes: Sequence[str], header: Sequence[Any], language: Language) -> Rows:
    """Below a table: what qualifies its figures, a month that is not over above all."""
    return [_wide(_sentence(note_text(note, language)), header) for note in notes]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _wide(text: str, header: Sequence[Any]) -> list[Any]:
    """A row that says one thing, as wide as its table."""
    return [text, *(None for _ in header[1:])]
