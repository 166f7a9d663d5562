"""Tables people draw: months across the top, plan beside fact. They become tables of rows, each cell with its address.

Rows are measures («Выручка», «Расходы») or channels of one measure that the sheet's name or a line above tells. What
cannot be told (months without a year, a row that is no measure) is asked for, with the address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from kpi_core.errors import Finding
from kpi_core.facts import FACT_TABLES, TABLES
from kpi_core.folding import fold
from kpi_core.recognise import headers
from kpi_core.recognise.dates import read_date
from kpi_core.recognise.headers import Header, parse_header
from kpi_core.recognise.ledger import place_of
from kpi_core.recognise.numbers import read_number
from kpi_core.recognise.paired import is_number, kpi_of, scaled, targets_grid, told
from kpi_core.recognise.planned import is_forecast, is_plan, kpi_named
from kpi_core.recognise.ranges import month_named, year_in
from kpi_core.recognise.words import is_total
from kpi_core.sources.grid import Grid, column_letter

_LOOKED_AT = 12
_PLAN, _FACT = frozenset(map(fold, ("план", "plan", "target"))), frozenset(map(fold, ("факт", "fact", "actual")))
_MONEY_TABLES = {"spend": "spend", "traffic": "visits", "orders": "revenue", "leads": "leads", "summary": ""}


@dataclass(frozen=True)
class _Across:
    """The header of months (or of days): which column is which month, and what it holds."""

    row: int
    months: dict[int, dt.date]
    roles: dict[int, str]
    first: int
    body: int


def unfolded(grid: Grid, kind_told: bool = False) -> tuple[list[Grid], list[Finding]]:
    """The grid as tables of rows where its months stand across; else the grid itself.

    Where its kind is told, its name does not make it a plan or a forecast.
    """
    if grid.headed or (grid.text and grid.height > 5_000) or grid.height > 20_000 or grid.height < 2:
        return [grid], []
    for row in range(min(_LOOKED_AT, grid.height - 1)):
        if _is_header(grid.row(row)):
            return [grid], []
        months, yearless = _months(grid, row)
        if yearless and len(yearless) >= 2 and not months:
            at = f"{column_letter(grid.first_column + yearless[0])}{grid.row_number(row)}"
            if _measures_below(grid, row, yearless[0]):
                return [], [_say(grid, "error", "months_without_year", at=at)]
        if len(months) < 2 or not _in_order(grid.row(row), months):
            continue
        across = _across(grid, row, months)
        return _unfold(grid, across, kind_told) if across else ([grid], [])
    return [grid], []


def _months(grid: Grid, row: int) -> tuple[dict[int, dt.date], list[int]]:
    """The months of a row by their column; and the columns of month names without a year anywhere."""
    cells = grid.row(row)
    year = _year_of(grid, row)
    months: dict[int, dt.date] = {}
    yearless: list[int] = []
    for column, cell in enumerate(cells):
        if isinstance(cell, dt.date | dt.datetime):
            months[column] = dt.date(cell.year, cell.month, cell.day)
        elif isinstance(cell, str) and cell.strip() and not cell.strip()[0].isdigit() | (len(cell) > 20):
            reading = read_date(cell)
            if reading.moment and reading.month:
                months[column] = reading.moment.date()
            elif number := month_named(cell):
                if year:
                    months[column] = dt.date(year, number, 1)
                else:
                    yearless.append(column)
        elif isinstance(cell, str) and (reading := read_date(cell)).moment and reading.other is None:
            months[column] = reading.moment.date()
    # A column of dates is no header of months: they stand in a row, and below them stand numbers.
    if any(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells):
        return {}, []
    return months, yearless


def _year_of(grid: Grid, row: int) -> int:
    """The one year that the lines above, the sheet or the file name."""
    above = [str(cell) for line in range(row) for cell in grid.row(line) if cell not in ("", None)]
    for texts in (above, [grid.sheet], [grid.name], [grid.file]):
        if year := year_in(texts):
            return year
    return 0


def _is_header(cells: Sequence[Any]) -> bool:
    """A row that heads columns of different things: below it are rows of data, whatever stands in them."""
    texts = [parse_header(cell) for cell in cells if isinstance(cell, str) and cell.strip()]
    known = {column for header in texts for column, *_ in headers.meanings(header, "summary")}
    of_rows = sum(any(headers.meanings(header, table) for table in FACT_TABLES) for header in texts)
    return len(known - {"channel"}) >= 2 or {"date"} < known or of_rows >= 3


def _in_order(cells: Sequence[Any], months: dict[int, dt.date]) -> bool:
    """Months from left to right, and nothing beside them but labels on the left and totals."""
    days = list(months.values())
    if any(later <= earlier for earlier, later in pairwise(days)):
        return False
    others = [cell for at, cell in enumerate(cells) if at > min(months) and at not in months and not _empty(cell)]
    return all(isinstance(cell, str) and len(cell) <= 30 for cell in others) and len(others) <= len(months) + 2


def _across(grid: Grid, row: int, months: dict[int, dt.date]) -> _Across | None:
    """Columns with their month and role; a label merged over several columns fills them, up to the next label."""
    first = min(months)
    if first == 0:
        return None
    below = grid.row(row + 1)
    roles = {column: _role(cell) for column, cell in enumerate(below) if column >= first and _role(cell)}
    if not {"plan", "fact"} & set(roles.values()) or any(map(is_number, below[first:])):
        return _Across(row, months, dict.fromkeys(months, "fact"), first, row + 1)
    filled: dict[int, dt.date] = {}
    for column in sorted(roles):
        left = [each for each in months if each <= column]
        if left and all(_empty(grid.row(row)[at]) for at in range(max(left) + 1, column + 1)):
            filled[column] = months[max(left)]
    return _Across(row, filled, roles, first, row + 2)


def _role(cell: Any) -> str:
    if not isinstance(cell, str):
        return ""
    key = fold(cell)
    return "plan" if key in _PLAN else "fact" if key in _FACT else "other" if key else ""


def _empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _measure(label: str) -> tuple[str, Header] | None:
    """The measure of the summary that a label names."""
    header = parse_header(label)
    found = [column for column, *_ in headers.meanings(header, "summary") if column not in ("date", "channel")]
    return (found[0], header) if found else None


def _measures_below(grid: Grid, row: int, first: int) -> bool:
    labels = (_label(grid.row(line)[:first]) for line in range(row + 1, min(grid.height, row + 30)))
    return any(_measure(label) for label in labels if label)


def _label(cells: Sequence[Any]) -> str:
    """What a row is called: the last text before its numbers, with the unit that stands in a column of its own."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
    if len(texts) > 1 and _is_unit(texts[-1]):
        return f"{texts[-2]}, {texts[-1]}"
    return texts[-1] if texts else ""


def _is_unit(text: str) -> bool:
    header = parse_header(f"x, {text}")
    return header.key == "x" and bool(header.unit or header.power)


def _unfold(grid: Grid, across: _Across, kind_told: bool) -> tuple[list[Grid], list[Finding]]:
    from kpi_core.recognise.kinds import name_hints

    if not kind_told and is_forecast(grid):
        return [replace(grid, barred="forecast")], []
    labels = {row: _label(grid.row(row)[: across.first]) for row in range(across.body, grid.height)}
    named = {row: text for row, text in labels.items() if text}
    planned = not kind_told and across.body == across.row + 1 and is_plan(grid, _above(grid, across.row))
    if planned:
        if _time(across) != "Месяц":
            return [], [_say(grid, "error", "sheet_is_plan_lost", count=0, lost=len(named) * len(across.months))]
        across = replace(across, roles=dict.fromkeys(across.months, "plan"))
    measured = {row: text for row, text in named.items() if _read_label(text, planned)}
    hints = [hint for text in (grid.name, grid.sheet, *_above(grid, across.row)) for hint in name_hints(text)]
    single = next((_MONEY_TABLES[hint] for hint in hints if _MONEY_TABLES.get(hint)), "")
    if measured:
        return _by_measure(grid, across, named, planned)
    if single and named:
        return _by_channel(grid, across, named, single)
    at = f"{column_letter(grid.first_column)}{grid.row_number(across.body)}"
    if any(is_number(grid.row(row)[column]) for row in named for column in across.months):
        code = "plan_undecided" if planned else "drawn_undecided"
        return [], [_say(grid, "error", code, at=at, labels=list(named.values())[:8])]
    return [grid], []


def _above(grid: Grid, row: int) -> list[str]:
    return [cell for line in range(row) for cell in grid.row(line) if isinstance(cell, str) and cell.strip()]


def _read_label(label: str, planned: bool) -> tuple[str, str, Header] | None:
    """What a row holds: plan or fact where its label says so, the measure, and its header; of a plan any KPI."""
    if (found := _measure(label)) is not None:
        return "", *found
    if (pair := told(label)) is not None:
        return pair[0], pair[2], parse_header(pair[1])
    header = parse_header(label)
    return ("", kpi, header) if planned and (kpi := kpi_named(header)) else None


def _by_measure(grid: Grid, across: _Across, named: dict[int, str], planned: bool) -> tuple[list[Grid], list[Finding]]:
    """A row a measure: a summary of facts, and targets where the plan stands beside."""
    findings: list[Finding] = []
    channel_column = _channel_column(grid, across)
    facts: dict[tuple[dt.date, str], dict[str, Any]] = {}
    shown: dict[str, str] = {}
    targets: list[list[Any]] = []
    lines: list[int] = []
    channel = ""
    for row, label in named.items():
        cells = grid.row(row)
        read = _read_label(label, planned)
        if channel_column is not None and channel_column < across.first:
            channel = str(cells[channel_column] or "").strip() or channel
        if read is None:
            at = f"{column_letter(grid.first_column)}{grid.row_number(row)}"
            if not headers.is_derived(parse_header(label)) and any(is_number(cells[c]) for c in across.months):
                findings.append(_say(grid, "warning", "drawn_row_unknown", at=at, label=label))
            continue
        role, measure, header = read
        if is_total(channel):
            continue
        if shown.setdefault(measure, header.text) != header.text and channel_column is None:
            at = f"{column_letter(grid.first_column)}{grid.row_number(row)}"
            findings.append(_say(grid, "error", "drawn_row_twice", at=at, label=label, other=shown[measure]))
            continue
        for column, month in across.months.items():
            if (value := _value(grid, row, column, findings)) is None:
                continue
            if (role or across.roles[column]) == "plan":
                if kpi := kpi_of(header.text, measure):
                    targets.append([month, kpi, scaled(value, header), channel])
                    lines.append(grid.row_number(row))
            elif (role or across.roles[column]) == "fact":
                facts.setdefault((month, channel), {})[measure] = value
    made = [_summary(grid, across, facts, shown)] if facts else []
    if targets:
        made.append(targets_grid(grid, targets, lines))
    if planned:
        findings.append(_say(grid, "info", "sheet_is_plan", count=len(targets), lost=0))
    else:
        findings.append(_say(grid, "info", "drawn_read", rows=len(named), months=len(set(across.months.values()))))
    return made, findings


def _value(grid: Grid, row: int, column: int, findings: list[Finding]) -> Any:
    """A number of the table, as it stands; None where there is none, and a remark where there should be one."""
    cell = grid.columns[column][row]
    at = f"{column_letter(grid.first_column + column)}{grid.row_number(row)}"
    broken = grid.errors.get((row, column)) or grid.uncached.get((row, column))
    if broken or not (_empty(cell) or is_number(cell) or _dash(cell)):
        value = broken or str(cell)
        params = {"place": place_of(grid), "at": at, "value": value}
        number, letter = grid.row_number(row), column_letter(grid.first_column + column)
        findings.append(Finding("error", "drawn_cell", params, grid.file, grid.sheet, number, letter, value))
        return None
    return cell if is_number(cell) else None


def _dash(cell: Any) -> bool:
    read = read_number(cell) if isinstance(cell, str) else None
    return read is not None and read.empty


def _channel_column(grid: Grid, across: _Across) -> int | None:
    top = grid.row(across.row)[: across.first]
    for column, cell in enumerate(top):
        if isinstance(cell, str) and any(c == "channel" for c, *_ in headers.meanings(parse_header(cell), "summary")):
            return column
    return None


def _summary(
    grid: Grid,
    across: _Across,
    facts: dict[tuple[dt.date, str], dict[str, Any]],
    shown: dict[str, str],
) -> Grid:
    measures = [measure for measure in TABLES["summary"].columns if measure in shown]
    with_channel = any(channel for _, channel in facts)
    head: list[Any] = [_time(across), *(["Канал"] if with_channel else []), *(shown[measure] for measure in measures)]
    body = []
    for (month, channel), values in facts.items():
        own = [values.get(measure, "") for measure in measures]
        body.append([month, *([channel] if with_channel else []), *own])
    number = grid.row_number(across.row)
    return _made(grid, "Сводка", [head, *body], [number] * (len(body) + 1))


def _by_channel(grid: Grid, across: _Across, named: dict[int, str], measure: str) -> tuple[list[Grid], list[Finding]]:
    """A row a channel, all of one measure."""
    header = {"spend": "Расход", "visits": "Визиты", "revenue": "Выручка", "leads": "Лиды"}[measure]
    unit = next((parse_header(text) for text in _above(grid, across.row) if parse_header(text).power), None)
    head = [_time(across), "Канал", header + (", тыс." if unit and unit.power == 3 else ", млн" if unit else "")]
    body: list[list[Any]] = []
    lines: list[int] = []
    findings: list[Finding] = []
    if set(across.roles.values()) == {"plan"}:
        return _planned_channels(grid, across, named, measure, parse_header(head[2]))
    # Month by month, so that a row of totals stands behind the rows that it adds up.
    for column, month in across.months.items():
        for row, label in named.items():
            if across.roles[column] == "fact" and (value := _value(grid, row, column, findings)) is not None:
                body.append([month, label, value])
                lines.append(grid.row_number(row))
    if not body:
        return [grid], []
    findings.append(_say(grid, "info", "drawn_read", rows=len(named), months=len(set(across.months.values()))))
    name = {"spend": "Расходы", "visits": "Трафик"}.get(measure, "Сводка")
    return [_made(grid, name, [head, *body], [grid.row_number(across.row), *lines])], findings


def _planned_channels(
    grid: Grid, across: _Across, named: dict[int, str], measure: str, header: Header
) -> tuple[list[Grid], list[Finding]]:
    """A plan, a row a channel: targets of the one measure; a row of totals is the firm's."""
    findings: list[Finding] = []
    made = [
        ([month, measure, scaled(value, header), "" if is_total(label) else label], grid.row_number(row))
        for row, label in named.items()
        for column, month in across.months.items()
        if (value := _value(grid, row, column, findings)) is not None
    ]
    findings.append(_say(grid, "info", "sheet_is_plan", count=len(made), lost=0))
    targets, lines = [row for row, _ in made], [line for _, line in made]
    return [targets_grid(grid, targets, lines)] if made else [], findings


def _time(across: _Across) -> str:
    """What the dates across the top are."""
    return "Месяц" if all(month.day == 1 for month in across.months.values()) else "Дата"


def _made(grid: Grid, name: str, rows: Sequence[Sequence[Any]], numbers: list[int]) -> Grid:
    columns = [list(column) for column in zip(*rows, strict=True)]
    return replace(
        grid, name=name, columns=columns, row_numbers=numbers, headed=True, errors={}, uncached={}, merged=(), levels={}
    )


def _say(grid: Grid, level: Any, code: str, **params: Any) -> Finding:
    return Finding(level, code, {"place": place_of(grid), **params}, grid.file, grid.sheet)
