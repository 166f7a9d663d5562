"""Plan and fact in pairs of columns: «Расход план | Расход факт». The facts stay a table, the plan becomes targets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kpi_core.catalogue import find
from kpi_core.errors import Finding, UsageError
from kpi_core.recognise import headers
from kpi_core.recognise.cells import show
from kpi_core.recognise.dates import read_date
from kpi_core.recognise.headers import Header, parse_header
from kpi_core.recognise.ledger import place_of
from kpi_core.recognise.numbers import read_number
from kpi_core.recognise.pieces import nothing
from kpi_core.recognise.planned import is_forecast, is_plan, plan_columns
from kpi_core.recognise.words import is_total
from kpi_core.sources.grid import Grid, column_letter

_TOP = 12
_ROLES = {
    "план": "plan", "плановый": "plan", "плановая": "plan", "плановые": "plan", "плановое": "plan", "plan": "plan",
    "planned": "plan", "target": "plan", "факт": "fact", "фактический": "fact", "фактическая": "fact",
    "фактические": "fact", "фактическое": "fact", "fact": "fact", "actual": "fact",
}  # fmt: skip
_OF_SALES = re.compile(r"^продаж\b", re.IGNORECASE)  # «Факт продаж» is no number of them, as «Продаж» alone is
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class _Pairs:
    """The header row; for each column its role and its header without that word."""

    row: int
    roles: Mapping[int, str]
    bare: Mapping[int, str]
    measures: Mapping[int, str]


def paired(grid: Grid, kind_told: bool = False) -> tuple[list[Grid], list[Finding]]:
    """The facts and the plan of a grid as two; the grid itself where it has no pairs.

    Where its kind is told, its name does not make it a plan or a forecast.
    """
    if grid.headed and not grid.height:
        return [grid], []
    for row in range(1 if grid.headed else min(_TOP, grid.height - 1)):
        if told := _long(grid, row):
            return told
        pairs = _pairs(grid, row)
        if pairs:
            return _parted(grid, pairs)
    return ([grid], []) if kind_told else _all_planned(grid)


def _all_planned(grid: Grid) -> tuple[list[Grid], list[Finding]]:
    """A sheet that is called a plan, a month a row: all its measures are targets."""
    titles: list[str] = []
    for row in range(1 if grid.headed else min(_TOP, grid.height - 1)):
        texts = [cell if isinstance(cell, str) else "" for cell in grid.row(row)]
        columns = plan_columns([parse_header(text) for text in texts])
        if columns and is_forecast(grid):
            return [replace(grid, barred="forecast")], []
        if columns and is_plan(grid, titles):
            pairs = _Pairs(row, dict.fromkeys(columns, "plan"), {at: texts[at] for at in columns}, columns)
            targets, lines, lost = _targets(grid, pairs)
            params = {"place": place_of(grid), "count": len(targets), "lost": lost}
            code = "sheet_is_plan_lost" if lost else "sheet_is_plan"
            told = Finding("error" if lost else "info", code, params, grid.file, grid.sheet)
            return [targets_grid(grid, targets, lines)] if targets else [], [told]
        titles += [text for text in texts if text.strip()]
    return [grid], []


def _long(grid: Grid, row: int) -> tuple[list[Grid], list[Finding]] | None:
    """«Месяц | Показатель | План | Факт»: a row a KPI. The plan stays as it is, the facts become a summary beside."""
    texts = [cell if isinstance(cell, str) else "" for cell in grid.row(row)]
    above = [parse_header(text) for text in texts]
    known = headers.match(above, "targets")
    fact = next((at for at, text in enumerate(texts) if _ROLES.get(text.strip().casefold()) == "fact"), None)
    if fact is None or not {"month", "kpi", "target"} <= set(known):
        return None
    shown: dict[str, str] = {}
    facts: dict[tuple[Any, Any], dict[str, Any]] = {}
    lines: dict[tuple[Any, Any], int] = {}
    findings: list[Finding] = []
    for line in range(row + 1, grid.height):
        cells = grid.row(line)
        label, value = str(cells[known["kpi"].index] or "").strip(), cells[fact]
        if not label or not is_number(value):
            continue
        header = parse_header(label)
        found = [column for column, *_ in headers.meanings(header, "summary") if column not in ("date", "channel")]
        channel = cells[known["channel"].index] if "channel" in known else ""
        key = (cells[known["month"].index], channel)
        if not found or shown.setdefault(found[0], label) != label or found[0] in facts.get(key, {}):
            if not headers.is_derived(header):
                at = f"{column_letter(grid.first_column + fact)}{grid.row_number(line)}"
                about = {"place": place_of(grid), "at": at, "label": label}
                findings.append(Finding("warning", "drawn_row_unknown", about, grid.file, grid.sheet))
            continue
        facts.setdefault(key, {})[found[0]] = value
        lines.setdefault(key, grid.row_number(line))
    if not facts:
        return None
    head = [texts[known["month"].index], *(["Канал"] if "channel" in known else []), *shown.values()]
    rows = [
        [month, *([channel] if "channel" in known else []), *(values.get(measure, "") for measure in shown)]
        for (month, channel), values in facts.items()
    ]
    columns = [list(column) for column in zip(head, *rows, strict=True)]
    numbers = [grid.row_number(row), *lines.values()]
    summary = replace(
        grid, name="Сводка", columns=columns, row_numbers=numbers, headed=True, errors={}, uncached={}, merged=(),
        levels={},
    )  # fmt: skip
    params: dict[str, Any] = {"place": place_of(grid), "count": len(facts)}
    return [grid, summary], [*findings, Finding("info", "long_facts_read", params, grid.file, grid.sheet)]


def _pairs(grid: Grid, row: int) -> _Pairs | None:
    roles: dict[int, str] = {}
    bare: dict[int, str] = {}
    measures: dict[int, str] = {}
    for column, cell in enumerate(grid.row(row)):
        role = told(cell) if isinstance(cell, str) else None
        if role:
            roles[column], bare[column], measures[column] = role
    both = {measures[column] for column, role in roles.items() if role == "plan"} & {
        measures[column] for column, role in roles.items() if role == "fact"
    }
    return _Pairs(row, roles, bare, measures) if both else None


def told(text: str) -> tuple[str, str, str] | None:
    """Role, header without it, and the measure that this is."""
    words = [word for word in _WORD.finditer(text) if word[0].casefold() in _ROLES]
    if len(words) != 1:
        return None
    word = words[0]
    rest = (text[: word.start()] + text[word.end() :]).replace("()", "").replace("[]", "")
    rest = _OF_SALES.sub("Продажи", " ".join(rest.strip(" ,;:-–—/.").split()))
    header = parse_header(rest)
    if headers.is_derived(header):
        return None
    found = [column for column, *_ in headers.meanings(header, "summary") if column not in ("date", "channel")]
    return (_ROLES[word[0].casefold()], rest, found[0]) if found else None


def _parted(grid: Grid, pairs: _Pairs) -> tuple[list[Grid], list[Finding]]:
    columns = [list(column) for column in grid.columns]
    for column, role in pairs.roles.items():
        if role == "plan":
            columns[column] = [""] * len(columns[column])
        else:
            columns[column][pairs.row] = pairs.bare[column]
    plan = {column for column, role in pairs.roles.items() if role == "plan"}
    errors, uncached = (
        {at: what for at, what in marked.items() if at[1] not in plan} for marked in (grid.errors, grid.uncached)
    )
    facts = replace(grid, columns=columns, errors=errors, uncached=uncached)
    targets, lines, lost = _targets(grid, pairs)
    params = {"place": place_of(grid), "count": len(targets), "lost": lost}
    code = "pairs_read_lost" if lost else "pairs_read"
    findings = [Finding("warning" if lost else "info", code, params, grid.file, grid.sheet)]
    return [facts, *([targets_grid(grid, targets, lines)] if targets else [])], findings


def _targets(grid: Grid, pairs: _Pairs) -> tuple[list[list[Any]], list[int], int]:
    """A target for each number of the plan; and how many numbers belong to no whole month."""
    above = [parse_header(cell) if isinstance(cell, str) else Header("") for cell in grid.row(pairs.row)]
    known = headers.match(above, "targets")
    month = known.get("month")
    channel = known.get("channel")
    targets: list[list[Any]] = []
    lines: list[int] = []
    lost = 0
    for row in range(pairs.row + 1, grid.height):
        cells = grid.row(row)
        if any(isinstance(cell, str) and is_total(cell) for cell in cells):
            continue
        when = _month(cells[month.index]) if month else None
        for column, role in pairs.roles.items():
            value = cells[column]
            if role != "plan" or nothing(value) or not is_number(value):
                continue
            kpi = kpi_of(pairs.bare[column], pairs.measures[column])
            if when is None or not kpi:
                lost += 1
                continue
            header = parse_header(pairs.bare[column])
            of_channel = "" if channel is None or nothing(cells[channel.index]) else show(cells[channel.index])
            targets.append([when, kpi, scaled(value, header), of_channel])
            lines.append(grid.row_number(row))
    return targets, lines, lost


def _month(cell: Any) -> Any:
    """A month, told as such or by its first day."""
    if isinstance(cell, str):
        reading = read_date(cell)
        cell = reading.moment if reading.moment and (reading.month or reading.moment.day == 1) else None
    return cell if hasattr(cell, "day") and cell.day == 1 else None


def is_number(cell: Any) -> bool:
    """Whether a cell holds a number, be it as a text."""
    if isinstance(cell, str):
        read = read_number(cell)
        return read is not None and not read.empty
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def kpi_of(label: str, measure: str) -> str:
    """The KPI that a plan of this label is for; "" where there is none."""
    for name in (parse_header(label).text, measure):
        try:
            return find(name).name
        except UsageError:
            continue
    return ""


def scaled(cell: Any, header: Header) -> Any:
    """A number under a header in thousands or millions, in units."""
    if not header.power:
        return cell
    read = read_number(str(cell))
    return float(read.value) * 10**header.power if read and read.value is not None else cell


def targets_grid(grid: Grid, rows: list[list[Any]], lines: list[int]) -> Grid:
    """Targets as a table of their own: month, KPI, plan, channel."""
    columns = [list(column) for column in zip(["Месяц", "KPI", "План", "Канал"], *rows, strict=True)]
    return replace(
        grid, name="План", columns=columns, row_numbers=[lines[0], *lines], headed=True, errors={}, uncached={},
        merged=(), levels={},
    )  # fmt: skip
