"""What the functions answer, cell by cell: values, words, and errors for what is undefined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from addin.arguments import (
    DIV0,
    MISSING,
    NA,
    VALUE,
    CellError,
    error_of,
    is_blank,
    to_against,
    to_channel,
    to_grain,
    to_kpi,
    to_period,
)
from addin.broadcast import Rows, cells_of, is_range, spread
from addin.tables import cube_of_tables
from addin.workbook import Workbook
from kpi_core.answer import REASONS, Answer
from kpi_core.catalogue import find
from kpi_core.errors import KpiError, UsageError
from kpi_core.facts import FACT_TABLES, TABLES
from kpi_core.periods import ALL, Period, containing, parse_period
from kpi_core.registry import Kpi
from kpi_core.wording import say

if TYPE_CHECKING:
    from kpi_core.cube import Cube
    from kpi_core.language import Language

_MISSING_DATA = frozenset(REASONS)


def shown(answer: Answer) -> Any:
    """An answer as a cell shows it.

    Examples
    --------
    >>> shown(Answer(30.0)), shown(Answer(None, "no_new_customers")), shown(Answer(None, "no_base"))
    (30.0, '#DIV/0!', '#N/A')
    >>> shown(Answer(None, "not_reached", (), 14))
    '> 14'
    """
    if answer.value is not None:
        return answer.value
    if answer.reason == "not_reached":
        return f"> {answer.beyond}"
    return NA if answer.reason in _MISSING_DATA else DIV0


def lookup(kpi: Kpi) -> Callable[..., Any]:
    """The function behind `KPI_<NAME>(period, channel, table1…)`."""
    name = kpi.name

    def call(workbook: Workbook, period: Any = MISSING, channel: Any = MISSING, *tables: Any) -> Any:
        try:
            cube = (cube_of_tables(workbook, tables) if tables else None) or workbook.cube()
        except KpiError:
            return NA
        if isinstance(cube, CellError):
            return cube
        if is_range(period) or is_range(channel):
            return spread(lambda when, where: _value(cube, name, when, where), period, channel)
        return _value(cube, name, period, channel)

    return call


def _value(cube: Cube, name: str, period: Any, channel: Any) -> Any:
    when, where = to_period(period), to_channel(channel)
    if isinstance(when, CellError):
        return when
    if isinstance(where, CellError):
        return where
    return shown(cube.bare(name, when, where))


def change(workbook: Workbook, kpi: Any, period: Any = MISSING, channel: Any = MISSING, against: Any = MISSING) -> Any:
    """KPI_CHANGE."""

    def ask(cube: Cube, kpi: Any, period: Any, channel: Any, against: Any) -> Any:
        what, when, where, base = to_kpi(kpi), to_period(period), to_channel(channel), to_against(against)
        if isinstance(what, CellError) or isinstance(when, CellError) or isinstance(where, CellError):
            return first_error(what, when, where)
        if isinstance(base, CellError):
            return base
        # The channel as the data spells it: a change looks into the cube by that name.
        known = where if where is None else cube.channel(where) or where
        return shown(cube.change(what.name, when, known, base))

    return for_each(workbook, ask, kpi, period, channel, against)


def target(workbook: Workbook, kpi: Any, period: Any = MISSING, channel: Any = MISSING) -> Any:
    """KPI_TARGET."""

    def ask(cube: Cube, kpi: Any, period: Any, channel: Any) -> Any:
        what, when, where = to_kpi(kpi), to_period(period), to_channel(channel)
        if isinstance(what, CellError) or isinstance(when, CellError) or isinstance(where, CellError):
            return first_error(what, when, where)
        return shown(cube.target(what.name, when, where))

    return for_each(workbook, ask, kpi, period, channel)


def for_each(workbook: Workbook, ask: Callable[..., Any], *arguments: Any) -> Any:
    """Call `ask` with the cube for every cell of the arguments; `#N/A` where the workbook cannot be read."""
    try:
        cube = workbook.cube()
    except KpiError:
        return NA
    return spread(lambda *cells: ask(cube, *cells), *arguments)


def first_error(*values: Any) -> CellError:
    """The first error among arguments that have been read."""
    return next((value for value in values if isinstance(value, CellError)), VALUE)


def table(workbook: Workbook, kpis: Any, periods: Any = MISSING, channels: Any = MISSING) -> Any:
    """KPI_TABLE: a header, then a row for each period and, within it, for each channel."""
    try:
        cube = workbook.cube()
    except KpiError:
        return NA
    if kpis is MISSING:
        return VALUE
    columns, when, where = _filled(kpis), _filled(periods), _filled(channels)
    if not columns or not when:
        return NA
    by_channel = channels is not MISSING and bool(where)
    language = workbook.language
    header = [say("cell_period", language)] + ([say("cell_channel", language)] if by_channel else [])
    rows: Rows = [header + [_heading(kpi, language) for kpi in columns]]
    for period in when:
        for channel in where if by_channel else [MISSING]:
            row = [_period_shown(cube, period, language)]
            row += [_channel_shown(cube, channel, language)] if by_channel else []
            rows.append(row + [_table_cell(cube, kpi, period, channel) for kpi in columns])
    return rows


def _filled(argument: Any) -> list[Any]:
    """The cells of a list without its blank ones: people leave room below for more."""
    return [cell for cell in cells_of(argument) if cell is MISSING or not is_blank(cell)]


def _table_cell(cube: Cube, kpi: Any, period: Any, channel: Any) -> Any:
    what = to_kpi(kpi)
    return what if isinstance(what, CellError) else _value(cube, what.name, period, channel)


def _heading(kpi: Any, language: Language) -> Any:
    what = to_kpi(kpi)
    return kpi if isinstance(what, CellError) else what.label.of(language)


def _period_shown(cube: Cube, cell: Any, language: Language) -> Any:
    period = to_period(cell)
    if isinstance(period, CellError):
        return cell
    period = period or cube.report_month
    return say("cell_all_time", language) if period == ALL else str(period)


def _channel_shown(cube: Cube, cell: Any, language: Language) -> Any:
    channel = to_channel(cell)
    if isinstance(channel, CellError):
        return channel
    return say("cell_all_channels", language) if channel is None else cube.channel(channel) or channel


def channels(workbook: Workbook, period: Any = MISSING) -> Any:
    """KPI_CHANNELS: a column of the channels with data in the period."""
    try:
        cube = workbook.cube()
    except KpiError:
        return NA
    when = to_period(next(cells_of(period)))
    if isinstance(when, CellError):
        return when
    when = when or cube.report_month
    found = [
        [channel]
        for lane, channel in enumerate(cube.channels, start=1)
        if any(measured.totals.known(when, lane) for measured in cube.measured.values())
    ]
    return found or NA


def periods(workbook: Workbook, grain: Any = MISSING) -> Any:
    """KPI_PERIODS: a column of texts such as "2026-10", which no spreadsheet turns into something else."""
    try:
        cube = workbook.cube()
    except KpiError:
        return NA
    step = to_grain(next(cells_of(grain)))
    if isinstance(step, CellError):
        return step
    found = dict.fromkeys(containing(month.start, step) for month in cube.months)
    return [[str(period)] for period in found] or NA


def explain(workbook: Workbook, kpi: Any, period: Any = MISSING, channel: Any = MISSING) -> Any:
    """KPI_EXPLAIN: always a sentence, unless an argument is itself an error."""
    language = workbook.language
    try:
        cube = workbook.cube()
    except KpiError as failure:
        return failure.message(language)
    return spread(lambda *cells: _explanation(cube, cells, language), kpi, period, channel)


def _explanation(cube: Cube, cells: Sequence[Any], language: Language) -> str:
    from kpi_core.explain import explain as explained

    error = next(filter(None, map(error_of, cells)), None)
    if error is not None:
        return error
    kpi, period, channel = cells
    if kpi is MISSING or is_blank(kpi):
        return say("cell_kpi_blank", language)
    if period is not MISSING and is_blank(period):
        return say("cell_period_blank", language)
    where = to_channel(channel)
    try:
        what = find(kpi if isinstance(kpi, str) else str(kpi))
        when = None if period is MISSING else _parsed(period)
        if where is not None:
            where = cube.channel_or_error(where)
        return explained(cube, what.name, when, where, language).sentence()
    except UsageError as failure:
        return failure.message(language)


def _parsed(cell: Any) -> Period:
    found = to_period(cell)
    return found if isinstance(found, Period) else parse_period(cell)  # which raises, and says why


def data(workbook: Workbook) -> Any:
    """KPI_DATA: how far the tables reach, in one line."""
    language = workbook.language
    try:
        cube = workbook.cube()
    except KpiError:
        return NA
    return " ".join(_data_parts(cube, language))


def _data_parts(cube: Cube, language: Language) -> list[str]:
    from datetime import date

    from kpi_core.units import date_label, period_label

    snapshot = cube.snapshot
    reached = [
        say("cell_data_table", language, table=TABLES[kind].label.of(language), day=date_label(last, language))
        for kind in FACT_TABLES
        if kind in snapshot.tables and kind in cube.spans and cube.spans[kind].days
        for last in [date.fromordinal(cube.spans[kind].last)]
    ]
    levels = [finding.level for finding in snapshot.findings]
    parts = [say("cell_data_month", language, month=period_label(cube.report_month, language))]
    parts += [f"{'; '.join(reached)}."] if reached else []
    if snapshot.as_of != date.max:
        parts.append(say("cell_data_as_of", language, day=date_label(snapshot.as_of, language)))
    if cube.kept is not None:
        parts += cube.kept.said(language)
    counts = {"errors": levels.count("error"), "warnings": levels.count("warning")}
    return [*parts, say("cell_data_findings", language, **counts)]
