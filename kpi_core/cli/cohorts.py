"""`kpi cohorts`: conversion of leads, customers who come back, and what they are worth, by the month they came in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kpi_core.cli.asking import known_channel, one_month, one_of
from kpi_core.cli.pages import Channel, Format, Month, Page, Source, Table, Words, opened, shape_of
from kpi_core.cli.table import Column
from kpi_core.errors import UsageError
from kpi_core.measures import Unit
from kpi_core.units import period_label

if TYPE_CHECKING:
    from kpi_core.analysis.cohorts import Cell, CohortTable
    from kpi_core.cube import Cube
    from kpi_core.periods import Period

KINDS = ("conversion", "retention", "ltv")
_YOUNG = "*"


def cohorts(
    source: Source,
    kind: Annotated[str | None, typer.Option("--kind", metavar="conversion|retention|ltv")] = None,
    month: Month = None,
    channel: Channel = None,
    ages: Annotated[str, typer.Option("--ages", metavar="N")] = "6",
    output_format: Format = "table",
) -> None:
    """Follow the cohorts; see `help_cohorts` in the wording."""
    shape = shape_of(output_format)
    chosen = None if kind is None else one_of("--kind", kind, KINDS)
    if not ages.isdecimal() or not 1 <= int(ages) <= 120:
        raise UsageError("cli_ages", value=ages)
    cube, last = opened(source, None if month is None else one_month(month))
    shown = None if channel is None else known_channel(cube, channel)
    found = _found(cube, chosen, last, int(ages), shown)
    words = Words(cube)
    facts: dict[str, str | None] = {
        "kind": found.kind,
        "age_in": "days" if found.kind == "conversion" else "months",
        "channel": shown,
        "reason": found.reason,
        "remark": words.say(found.remark) if found.remark else None,
    }
    tables = [] if found.reason else [_table(found, words)]
    Page(words.title(last, shown), tables, list(_said(found, tables, words)), list(_records(found)), facts).show(shape)


def _found(cube: Cube, kind: str | None, last: Period, ages: int, channel: str | None) -> CohortTable:
    """The table of the kind; of none named, the first that the data can tell."""
    from kpi_core.analysis.cohorts import COHORTS, HORIZONS, lead_conversion, lifetime_value, retention

    months = [each for each in cube.months if each.last <= last.last][-COHORTS:]
    if kind in (None, "conversion"):
        horizon = cube.snapshot.settings.conversion_horizon_days
        converted = lead_conversion(cube, months, (*HORIZONS, *((horizon,) if horizon else ())), channel)
        if kind or not converted.reason:
            return converted
    return (lifetime_value if kind == "ltv" else retention)(cube, months, ages, channel)


def _unit(found: CohortTable) -> Unit:
    return "money" if found.kind == "ltv" else "percent"


def _records(found: CohortTable) -> Iterator[dict[str, Any]]:
    """One for each cell; without an age, every sale of the cohort so far."""
    for cohort in found.cohorts:
        cells: list[tuple[int | None, Cell]] = list(zip(found.columns, cohort.cells, strict=True))
        cells += [] if cohort.so_far is None else [(None, cohort.so_far)]
        for age, cell in cells:
            yield {
                "cohort": str(cohort.month),
                "size": float(cohort.size),
                "age": age,
                "value": cell.value,
                "mature": cell.mature,
                "matures": None if cell.matures is None else str(cell.matures),
                "note": ", ".join(cohort.notes) or None,
            }


def _table(found: CohortTable, words: Words) -> Table:
    """Columns that no cohort has reached are left out, and so is the month in which all bought by definition."""
    head = [str(title) for title in found.rows(words.language)[0]]
    cells = [[*cohort.cells, *([cohort.so_far] if cohort.so_far else [])] for cohort in found.cohorts]
    kept = [place for place in range(len(head) - 2) if _telling(found, [row[place] for row in cells])]
    columns = [Column(head[0]), Column(head[1], "right"), *(Column(head[place + 2], "right") for place in kept)]
    figures = [
        [period_label(cohort.month, words.language) for cohort in found.cohorts],
        [words.figure(cohort.size, "count") for cohort in found.cohorts],
        *(_column([row[place] for row in cells], _unit(found), words) for place in kept),
    ]
    return Table(columns, list(zip(*figures, strict=True)))


def _telling(found: CohortTable, cells: list[Cell]) -> bool:
    return any(cell.value is not None and (found.kind != "retention" or cell.value != 1) for cell in cells)


def _column(cells: list[Cell], unit: Unit, words: Words) -> list[str]:
    """The stars hang out to the right, so that the digits stay aligned."""
    young = [not cell.mature and cell.value is not None for cell in cells]
    stars = [_YOUNG if each else " " * any(young) for each in young]
    return [words.figure(cell.value, unit) + star for cell, star in zip(cells, stars, strict=True)]


def _said(found: CohortTable, tables: list[Table], words: Words) -> Iterator[str]:
    from kpi_core.words import note_text, reason_text

    if found.reason:
        yield words.say("cohort_none", why=reason_text(found.reason, words.language))
    if any(cell.endswith(_YOUNG) for table in tables for row in table.rows for cell in row):
        yield words.say("cohort_young")
    for note in dict.fromkeys(note for cohort in found.cohorts for note in cohort.notes):
        yield words.say("cli_note", note=note_text(note, words.language))
    if found.remark:
        yield words.say(found.remark)
