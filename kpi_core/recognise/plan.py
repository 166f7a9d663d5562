"""The tables a person keeps beside the facts: plan, overrides, guards, decisions, comments, closed months, settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from kpi_core.catalogue import find
from kpi_core.errors import Finding, UsageError
from kpi_core.facts import TABLES
from kpi_core.periods import Period, month_of
from kpi_core.recognise import flags
from kpi_core.recognise.cells import Cells, show
from kpi_core.recognise.dates import Dates, parse_dates
from kpi_core.recognise.kinds import Understood
from kpi_core.recognise.ledger import Fault, Ledger
from kpi_core.recognise.merged import filled_down
from kpi_core.recognise.numbers import parse_numbers
from kpi_core.recognise.table import address_of
from kpi_core.recognise.words import is_total
from kpi_core.registry import Kpi
from kpi_core.snapshot import Closed, Comment, Decision, Guard, Override, Source, Target
from kpi_core.sources.settings import Address, meant_as_percent, share


@dataclass
class _Beside:
    """One such table, its cells by column."""

    understood: Understood
    ledger: Ledger
    cells: dict[str, Cells]

    def source(self, months: list[Period]) -> Source:
        grid = self.understood.grid
        days = [day for period in months for day in (period.start, period.end)]
        return Source(
            file=grid.file, sheet=grid.sheet, name=grid.name, kind=self.understood.kind, address=address_of(grid),
            sha256=grid.sha256, modified=grid.modified,
            headers={column: match.header.text for column, match in self.understood.matches.items()},
            monthly=bool(months), first=min(days, default=None), last=max(days, default=None), **self.ledger.counts(),
        )  # fmt: skip

    def text(self, column: str, row: int) -> str:
        """A cell as it was written; a date in the manner of the headers' language."""
        if column not in self.cells:
            return ""
        value = self.cells[column].values[row]
        if isinstance(value, date | datetime):
            return f"{value:%d.%m.%Y}" if self.cells[column].header.language == "ru" else f"{value:%Y-%m-%d}"
        return " ".join(show_whole(value).split())

    def rows(self) -> list[int]:
        return [int(row) for row in np.flatnonzero(self.ledger.used)]


def show_whole(value: Any) -> str:
    """A cell as text, uncut."""
    return value if isinstance(value, str) else show(value)


def _open(understood: Understood) -> _Beside:
    start = understood.header_row + 1
    kinds = TABLES[understood.kind].columns
    amounts = {match.index for column, match in understood.matches.items() if kinds[column] == "number"}
    columns = [
        Cells(header, index, list(column))
        for index, (header, column) in enumerate(
            zip(understood.headers, filled_down(understood.grid, start, amounts), strict=True)
        )
    ]
    cells = {column: columns[match.index] for column, match in understood.matches.items()}
    for column, value in understood.spec.constants.items():
        if column in TABLES[understood.kind].columns:
            height = max(understood.grid.height - start, 0)
            cells[column] = Cells(columns[0].header, 0, [value] * height)
    beside = _Beside(understood, Ledger.of(understood.grid, start), cells)
    ours = [columns[match.index] for match in understood.matches.values()]
    beside.ledger.blank(np.logical_and.reduce([each.empty for each in ours]))
    total = np.array(
        [any(_is_total(each.values[row]) for each in ours[:1]) for row in range(len(beside.ledger.fate))], bool
    )
    beside.ledger.exclude(total, "total")
    _refuse_broken(beside)
    return beside


def _is_total(value: Any) -> bool:
    return isinstance(value, str) and is_total(value)


def _refuse_broken(beside: _Beside) -> None:
    grid, by_index = beside.understood.grid, {cells.index: cells for cells in beside.cells.values()}
    for marked, code in ((grid.errors, "cell_error"), (grid.uncached, "cell_uncached")):
        for (row, column), what in marked.items():
            if column in by_index and row >= beside.ledger.start:
                beside.ledger.refuse(by_index[column], {row - beside.ledger.start: (code, {"what": what})})


def _dates(beside: _Beside) -> Dates:
    """The month column; a row without a month is refused."""
    cells = beside.cells["month"]
    dates = parse_dates(cells, beside.understood.spec.dates)
    text, one, other = dates.example
    beside.ledger.refuse_rows(dates.undecided, cells, "date_undecided", example=text, one=one, other=other)
    faults: dict[int, Fault] = dict(dates.faults)
    faults |= {int(row): ("date_blank", {}) for row in np.flatnonzero(dates.missing & beside.ledger.used)}
    beside.ledger.refuse(cells, faults)
    return dates


def _months(beside: _Beside, dates: Dates) -> dict[int, Period]:
    """The month of every row that is left."""
    return {row: month_of(dates.values[row].astype("datetime64[D]").item()) for row in beside.rows()}


def _kpis(beside: _Beside, column: str = "kpi") -> dict[int, Kpi]:
    cells, found, faults = beside.cells[column], {}, {}
    for row in beside.rows():
        name = show_whole(cells.values[row]).strip()
        try:
            found[row] = find(name)
        except UsageError as error:
            faults[row] = (error.code, error.params) if name else ("cell_blank", {})
    beside.ledger.refuse(cells, faults)
    return found


def _values(beside: _Beside, column: str, kpis: dict[int, Kpi] | None = None) -> dict[int, float | None]:
    """The numbers of a column; of a percent KPI as fractions."""
    if column not in beside.cells:
        return {}
    cells = beside.cells[column]
    numbers = parse_numbers(cells, beside.understood.spec.decimal)
    required = column in TABLES[beside.understood.kind].required
    faults: dict[int, Fault] = dict(numbers.faults)
    if required:
        faults |= {row: ("cell_blank", {}) for row in beside.rows() if numbers.missing[row]}
    beside.ledger.refuse(cells, faults)
    power = cells.header.power - (2 if cells.header.unit == "percent" else 0)
    floats = numbers.as_floats()
    result: dict[int, float | None] = {}
    for row in beside.rows():
        value = None if numbers.missing[row] else float(floats[row])
        if value is not None and not numbers.percent[row]:
            value = value * 10.0**power if power else value
            if kpis and row in kpis and power >= 0:
                value = _as_fraction(beside, cells, row, value, kpis[row])
        result[row] = value
    return result


def _as_fraction(beside: _Beside, cells: Cells, row: int, value: float, kpi: Kpi) -> float:
    """R8: 26 for a percent KPI means 26 %, unless such a KPI passes 100 %; either way it is told."""
    if kpi.unit != "percent" or not meant_as_percent(kpi.name, value):
        return value
    name = beside.ledger.name_of(cells)
    beside.ledger.say(
        "warning", "percent_read", row=row, column=name, value=cells.shown(row), kpi=kpi.name, read=f"{value:g}"
    )
    return value / 100


def _shares(beside: _Beside, column: str) -> dict[int, float | None]:
    """Parts of 1, written as such or in percent; what may be either is refused, what is read as percent told."""
    values = _values(beside, column)
    faults: dict[int, Fault] = {}
    for row, value in values.items():
        if value is None:
            continue
        cells = beside.cells[column]
        try:
            read = share(value)
        except UsageError as error:
            faults[row] = (error.code, {})
            continue
        if read != value:
            name, kpi = beside.ledger.name_of(cells), beside.text("kpi", row)
            beside.ledger.say(
                "warning", "percent_read", row=row, column=name, value=cells.shown(row), kpi=kpi, read=f"{value:g}"
            )
        values[row] = read
    if faults:
        beside.ledger.refuse(beside.cells[column], faults)
    return values


Channel = Callable[[Any], str | None]


def _channel(beside: _Beside, row: int, show_channel: Channel) -> str | None:
    return show_channel(beside.cells["channel"].values[row]) if "channel" in beside.cells else None


def channel_texts(understood: Understood) -> list[str]:
    """Channels as this table writes them."""
    match = understood.matches.get("channel")
    if match is None or understood.kind not in ("targets", "closed", "overrides", "guards"):
        return []
    column = understood.grid.columns[match.index][understood.header_row + 1 :]
    return [value for value in column if isinstance(value, str) and value.strip()]


def read_targets(understood: Understood, channel: Channel) -> tuple[tuple[Target, ...], Source, list[Finding]]:
    """The plan."""
    beside = _open(understood)
    dates = _dates(beside)
    kpis = _kpis(beside)
    target, base, norm = (_values(beside, column, kpis) for column in ("target", "base", "norm"))
    weight = _values(beside, "weight")
    months = _months(beside, dates)
    targets = tuple(
        Target(
            months[row], kpis[row].name, _number(target[row]), _channel(beside, row, channel), weight.get(row),
            base.get(row), norm.get(row),
        )
        for row in beside.rows()
    )  # fmt: skip
    return targets, beside.source([each.month for each in targets]), beside.ledger.told()


def _number(value: float | None) -> float:
    assert value is not None
    return value


def read_closed(understood: Understood, channel: Channel) -> tuple[tuple[Closed, ...], Source, list[Finding]]:
    """What was reported for closed months. Values stand as they are kept: percents as fractions."""
    beside = _open(understood)
    dates = _dates(beside)
    kpis, values = _kpis(beside), _values(beside, "value")
    days = _days(beside, "as_of")
    months = _months(beside, dates)
    closed = tuple(
        Closed(
            months[row], kpis[row].name, _number(values[row]), _channel(beside, row, channel), days.get(row),
        )
        for row in beside.rows()
    )  # fmt: skip
    return closed, beside.source([each.month for each in closed]), beside.ledger.told()


def read_overrides(understood: Understood, channel: Channel) -> tuple[tuple[Override, ...], Source, list[Finding]]:
    """Results set by hand. One without name or reason is refused."""
    beside = _open(understood)
    dates, kpis = _dates(beside), _kpis(beside)
    _refuse_unsigned(beside)
    results = _shares(beside, "result")
    days = _days(beside, "on")
    months = _months(beside, dates)
    overrides = tuple(
        Override(
            kpis[row].name, _number(results[row]), beside.text("who", row), beside.text("why", row),
            _channel(beside, row, channel), days.get(row), months[row],
        )
        for row in beside.rows()
    )  # fmt: skip
    return overrides, beside.source([months[row] for row in beside.rows()]), beside.ledger.told()


def _refuse_unsigned(beside: _Beside) -> None:
    for column in ("who", "why"):
        cells = beside.cells.get(column)
        rows = beside.rows() if cells is None else [row for row in beside.rows() if cells.empty[row]]
        beside.ledger.refuse(cells or beside.cells["result"], {row: ("override_unsigned", {}) for row in rows})


def _days(beside: _Beside, column: str) -> dict[int, date]:
    """The dates of a column that may be left out."""
    if column not in beside.cells:
        return {}
    days = parse_dates(beside.cells[column], beside.understood.spec.dates)
    beside.ledger.refuse(beside.cells[column], days.faults)
    known = [row for row in beside.rows() if not np.isnat(days.values[row])]
    return {row: days.values[row].astype("datetime64[D]").item() for row in known}


def read_guards(understood: Understood, channel: Channel) -> tuple[tuple[Guard, ...], Source, list[Finding]]:
    """Counter-KPIs with their floors."""
    beside = _open(understood)
    kpis, quality = _kpis(beside), _kpis(beside, "by")
    floors = _values(beside, "floor", quality)
    limits = _shares(beside, "limit")
    guards = []
    for row in beside.rows():
        limit = limits.get(row)
        at_most, where = 1.0 if limit is None else limit, _channel(beside, row, channel)
        guards.append(Guard(kpis[row].name, quality[row].name, _number(floors[row]), at_most, where))
    return tuple(guards), beside.source([]), beside.ledger.told()


def _required_text(beside: _Beside, column: str) -> None:
    cells = beside.cells[column]
    beside.ledger.refuse(
        cells, {int(row): ("cell_blank", {}) for row in np.flatnonzero(cells.empty & beside.ledger.used)}
    )


def read_decisions(understood: Understood) -> tuple[tuple[Decision, ...], Source, list[Finding]]:
    """Decisions, as they were written."""
    beside = _open(understood)
    _required_text(beside, "text")
    months = _months(beside, _dates(beside))
    fields = ("text", "effect", "owner", "due", "outcome")
    decisions = tuple(Decision(months[row], *(beside.text(column, row) for column in fields)) for row in beside.rows())
    return decisions, beside.source([each.month for each in decisions]), beside.ledger.told()


def read_comments(understood: Understood) -> tuple[tuple[Comment, ...], Source, list[Finding]]:
    """The analyst's words."""
    beside = _open(understood)
    _required_text(beside, "text")
    months = _months(beside, _dates(beside))
    comments = tuple(Comment(months[row], beside.text("text", row), beside.text("block", row)) for row in beside.rows())
    return comments, beside.source([each.month for each in comments]), beside.ledger.told()


def read_channels(understood: Understood) -> tuple[dict[str, str], dict[str, bool], Source, list[Finding]]:
    """Spelling → channel, and channel → whether it is paid."""
    beside = _open(understood)
    _required_text(beside, "channel")
    translations: dict[str, str] = {}
    paid: dict[str, bool] = {}
    faults: dict[int, Fault] = {}
    for row in beside.rows():
        written, channel = beside.text("as_written", row), beside.text("channel", row)
        if written:
            translations[written] = channel
        if "paid" in beside.cells and not beside.cells["paid"].empty[row]:
            answer = flags.truth(beside.cells["paid"].values[row])
            if answer is None:
                faults[row] = ("flag_is_text", {})
            else:
                paid[channel] = answer
    if faults:
        beside.ledger.refuse(beside.cells["paid"], faults)
    return translations, paid, beside.source([]), beside.ledger.told()


def read_settings(understood: Understood) -> tuple[list[tuple[str, object, Address]], Source, list[Finding]]:
    """Keys and values with their addresses, in the order of the rows."""
    beside = _open(understood)
    _required_text(beside, "key")
    values, grid = beside.cells["value"], understood.grid
    column = beside.ledger.name_of(values)
    pairs = [
        (
            beside.text("key", row),
            values.values[row],
            Address(grid.file, grid.sheet, beside.ledger.row_number(row), column),
        )
        for row in beside.rows()
        if not values.empty[row]
    ]
    return pairs, beside.source([]), beside.ledger.told()
