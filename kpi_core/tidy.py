"""A source written back as the tables of the design: one clean workbook, ready for the add-in.

Whatever was refused stands on a sheet of its own with its reason, and what was left out is counted. Nothing in the
workbook is a formula or a link: a cell that begins with `=` stays the text it was.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_core.catalogue import catalogue
from kpi_core.errors import OutputError, SourceError
from kpi_core.facts import FACT_TABLES, SPEND_KINDS, TABLES
from kpi_core.language import Language, Text
from kpi_core.recognise.ledger import Ledger, collected
from kpi_core.sources.settings import SETTING_KEYS
from kpi_core.sources.vat import told_rates
from kpi_core.wording import say

if TYPE_CHECKING:
    import pandas as pd

    from kpi_core.snapshot import Facts, Snapshot
    from kpi_core.snapshot import Settings as SettingsKept

LONGEST = 1_048_575
"""So many rows a sheet holds below its header."""

HEADERS: dict[str, Text] = {
    "date": Text("Дата", "Date"), "revenue": Text("Выручка", "Revenue"), "order_id": Text("Номер заказа", "Order ID"),
    "customer_id": Text("ID клиента", "Customer ID"), "channel": Text("Канал", "Channel"),
    "lead_id": Text("Номер лида", "Lead ID"), "refund": Text("Возврат", "Refund"),
    "customer_since": Text("Клиент с", "Customer since"), "refund_date": Text("Дата возврата", "Refund date"),
    "cost_of_goods": Text("Себестоимость", "Cost of goods"), "items": Text("Количество товаров", "Items"),
    "spend": Text("Расходы", "Spend"), "impressions": Text("Показы", "Impressions"), "clicks": Text("Клики", "Clicks"),
    "kind": Text("Вид", "Kind"), "qualified": Text("Целевой", "Qualified"), "won": Text("Продажа", "Won"),
    "won_date": Text("Дата продажи", "Won date"), "visits": Text("Визиты", "Visits"),
    "users": Text("Посетители", "Users"), "orders": Text("Заказы", "Orders"),
    "new_customers": Text("Новые клиенты", "New customers"), "customers": Text("Клиенты", "Customers"),
    "leads": Text("Лиды", "Leads"), "qualified_leads": Text("Целевые лиды", "Qualified leads"),
    "sales": Text("Количество продаж", "Number of sales"), "ad_spend": Text("Расходы на рекламу", "Ad spend"),
}  # fmt: skip
_MONTH = Text("Месяц", "Month")
_LEAD_DATE = Text("Дата создания", "Created")
_VAT = {"included": Text("с НДС", "incl. VAT"), "excluded": Text("без НДС", "excl. VAT")}
_YES_NO = {True: Text("да", "yes"), False: Text("нет", "no")}
_SETTINGS = (
    "company", "currency", "conversion", "conversion_horizon_days", "ltv_months", "vat", "report_vat", "bonus", "color"
)  # fmt: skip
_DAY_FORMAT = Text("dd.mm.yyyy", "yyyy-mm-dd")
_MOMENT_FORMAT = Text("dd.mm.yyyy hh:mm:ss", "yyyy-mm-dd hh:mm:ss")


@dataclass(frozen=True)
class Sheet:
    """A table of the workbook; `plain` ones only explain and are never read back."""

    name: str
    headers: list[str]
    rows: list[list[Any]]
    plain: bool = False


@dataclass(frozen=True)
class Tidied:
    """The workbook, and what became of the rows."""

    content: bytes
    used: int
    excluded: int
    refused: int
    language: Language


def tidy(source: str | Path, language: Language | None = None) -> Tidied:
    """Read a source and write it back clean.

    Parameters
    ----------
    source : str or Path
        Whatever `load` takes.
    language : str, optional
        Of sheets and headers; that of the source where left out.

    Raises
    ------
    SourceError
        As `load` does.
    OutputError
        `tidy_too_long` where a table does not fit into a sheet.
    """
    from kpi_core.load import load

    with collected() as ledgers:
        snapshot = load(source)
    for facts in snapshot.tables.values():
        if facts.relation is not None:
            raise SourceError("in_place_rows", place=facts.sources[0].place)
    chosen = language or snapshot.settings.language or snapshot.language
    sheets = list(sheets_of(snapshot, ledgers, chosen))
    for sheet in sheets:
        if len(sheet.rows) > LONGEST:
            raise OutputError("tidy_too_long", name=sheet.name, count=len(sheet.rows), most=LONGEST)
    return Tidied(
        _written(sheets, chosen),
        sum(each.rows_used for each in snapshot.sources),
        sum(sum(each.excluded.values()) for each in snapshot.sources),
        sum(each.rows_refused for each in snapshot.sources),
        chosen,
    )


def sheets_of(snapshot: Snapshot, ledgers: Sequence[Ledger], language: Language) -> Iterator[Sheet]:
    """The tables in the order of the design, then what was refused, then the count of the rows."""
    for kind in FACT_TABLES:
        if kind in snapshot.tables:
            yield from _facts(snapshot.tables[kind], language)
    yield from _beside(snapshot, language)
    yield _settings(snapshot, language)
    yield _refused(ledgers, language)
    yield _counts(snapshot, language)


def _facts(facts: Facts, language: Language) -> Iterator[Sheet]:
    """One table; several where rows are monthly and daily, where VAT differs, or two sources cannot be told apart."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for at, source in enumerate(facts.sources):
        apart = at if facts.conflict else None
        groups.setdefault((source.monthly, source.vat, apart), []).append(at)
    number = 0
    for (monthly, vat, _), sources in groups.items():
        rows = facts.frame[facts.frame["source"].isin(sources)]
        if not len(rows):
            continue
        number += 1
        name = TABLES[facts.kind].label.of(language) + (f" {number}" if number > 1 else "")
        columns = [c for c in TABLES[facts.kind].columns if facts.has(c) and (c == "date" or rows[c].notna().any())]
        head = [_header(facts.kind, column, monthly, vat, language) for column in columns]
        cells = [_cells(rows[column], column, facts, language) for column in columns]
        yield Sheet(name, head, [list(row) for row in zip(*cells, strict=True)])


def _header(kind: str, column: str, monthly: bool, vat: str | None, language: Language) -> str:
    if column == "date":
        text = _MONTH if monthly else _LEAD_DATE if kind == "leads" else HEADERS["date"]
        return text.of(language)
    name = HEADERS[column].of(language)
    if vat and TABLES[kind].columns[column] == "money":
        return f"{name} ({_VAT[vat].of(language)})"
    return name


def _cells(values: pd.Series, column: str, facts: Facts, language: Language) -> list[Any]:
    """Plain Python values: money as a number with its own decimals, identifiers as text, flags as words."""
    kind = TABLES[facts.kind].columns[column]
    plain: list[Any] = values.astype(object).where(values.notna(), None).tolist()
    if kind == "date":
        return [None if value is None else _day(value.to_pydatetime()) for value in plain]
    if kind in ("money", "number"):
        scale = facts.decimals.get(column, 0)
        return [None if value is None else _number(int(value), scale) for value in plain]
    if kind == "flag":
        return [_YES_NO[bool(value)].of(language) for value in plain]
    if column == "kind":
        return [SPEND_KINDS[value].of(language) if value in SPEND_KINDS else value for value in plain]
    return [None if value is None else str(value) for value in plain]


def _day(moment: datetime) -> date | datetime:
    return moment.date() if moment.time().isoformat() == "00:00:00" else moment.replace(microsecond=0)


def _number(value: int, scale: int) -> float | int:
    return value if not scale else float(Decimal(value).scaleb(-scale))


def _beside(snapshot: Snapshot, language: Language) -> Iterator[Sheet]:
    """Plan, decisions, comments, closed months and channels."""
    ru = language == "ru"
    if snapshot.targets:
        head = ["Месяц", "KPI", "План", "Канал", "Вес", "База", "Норма"] if ru else [
            "Month", "KPI", "Target", "Channel", "Weight", "Base", "Norm"
        ]  # fmt: skip
        rows = [
            [each.month.start, each.kpi, _percent(each.kpi, each.target), each.channel, each.weight,
             _percent(each.kpi, each.base), _percent(each.kpi, each.norm)]
            for each in snapshot.targets
        ]  # fmt: skip
        yield Sheet(TABLES["targets"].label.of(language), head, rows)
    if snapshot.decisions:
        head = ["Месяц", "Решение", "Эффект", "Ответственный", "Срок", "Результат"] if ru else [
            "Month", "Decision", "Effect", "Owner", "Due", "Outcome"
        ]  # fmt: skip
        told = [[d.month.start, d.text, d.effect, d.owner, d.due, d.outcome] for d in snapshot.decisions]
        yield Sheet(TABLES["decisions"].label.of(language), head, told)
    if snapshot.comments:
        head = ["Месяц", "Блок", "Текст"] if ru else ["Month", "Block", "Text"]
        words = [[each.month.start, each.block, each.text] for each in snapshot.comments]
        yield Sheet(TABLES["comments"].label.of(language), head, words)
    if snapshot.closed:
        head = ["Месяц", "KPI", "Канал", "Значение", "На дату"] if ru else ["Month", "KPI", "Channel", "Value", "As of"]
        kept = [[each.month.start, each.kpi, each.channel, each.value, each.as_of] for each in snapshot.closed]
        yield Sheet(TABLES["closed"].label.of(language), head, kept)
    yield from _rules(snapshot, language)
    if snapshot.paid:
        head = ["Как записано", "Канал", "Платный"] if ru else ["As written", "Channel", "Paid"]
        paid = [[name, name, _YES_NO[answer].of(language)] for name, answer in snapshot.paid.items()]
        yield Sheet(TABLES["channels"].label.of(language), head, paid)


def _rules(snapshot: Snapshot, language: Language) -> Iterator[Sheet]:
    """Results of the scorecard set by hand, and what guards its KPIs."""
    ru = language == "ru"
    if snapshot.overrides:
        head = ["Месяц", "KPI", "Результат", "Кто", "Почему", "Канал", "Когда"] if ru else [
            "Month", "KPI", "Result", "Who", "Why", "Channel", "Decided on"
        ]  # fmt: skip
        made = [
            [each.month.start if each.month else None, each.kpi, _share(each.result), each.who, each.why, each.channel,
             each.on]
            for each in snapshot.overrides
        ]  # fmt: skip
        yield Sheet(TABLES["overrides"].label.of(language), head, made)
    if snapshot.guards:
        head = ["KPI", "Контрольный показатель", "Порог", "Предел", "Канал"] if ru else [
            "KPI", "Guard KPI", "Floor", "Limit", "Channel"
        ]  # fmt: skip
        kept = [
            [each.kpi, each.by, _percent(each.by, each.floor), _share(each.limit), each.channel]
            for each in snapshot.guards
        ]
        yield Sheet(TABLES["guards"].label.of(language), head, kept)


def _share(value: float) -> str:
    """A share with its sign, so that nobody has to guess what 1.5 means."""
    return f"{(Decimal(repr(value)) * 100).normalize():f} %"


def _percent(kpi: str, value: float | None) -> Any:
    """A target of a percent KPI with its sign, so that nobody has to guess what 1.5 means."""
    if value is None or kpi not in catalogue() or catalogue()[kpi].unit != "percent":
        return value
    return _share(value)


def _settings(snapshot: Snapshot, language: Language) -> Sheet:
    settings = snapshot.settings
    rows: list[list[Any]] = []
    for key in _SETTINGS:
        value = getattr(settings, key)
        if value not in (None, ""):
            rows.append([SETTING_KEYS[key].of(language), value])
    rows.append([SETTING_KEYS["language"].of(language), language])
    if settings.report_month:
        rows.append([SETTING_KEYS["report_month"].of(language), str(settings.report_month)])
    rows += _scorecard(settings, language)
    if settings.kpis:
        rows.append([SETTING_KEYS["kpis"].of(language), ", ".join(settings.kpis)])
    # The clean file is saved today, and the data speaks of the day the source was saved.
    rows.append([SETTING_KEYS["as_of"].of(language), snapshot.as_of])
    head = ["Параметр", "Значение"] if language == "ru" else ["Key", "Value"]
    return Sheet(TABLES["settings"].label.of(language), head, rows)


def _scorecard(settings: SettingsKept, language: Language) -> list[list[Any]]:
    """Settings that are more than a word or a number, as a person writes them."""
    told: dict[str, Any] = {}
    default = type(settings)()
    if settings.vat_rate:
        told["vat_rate"] = told_rates(settings.vat_rate, language)
    if settings.scorecard_form != default.scorecard_form:
        told["scorecard_form"] = settings.scorecard_form
    if settings.payout_scale is not None:
        told["payout_scale"] = "; ".join(f"{_share(result)} = {_share(pays)}" for result, pays in settings.payout_scale)
    for key in ("kpi_cap", "index_cap"):
        if (cap := getattr(settings, key)) is not None:
            told[key] = _YES_NO[False].of(language) if math.isinf(cap) else _share(cap)
    if settings.withhold_insignificant:
        told["withhold_insignificant"] = _YES_NO[True].of(language)
    if settings.page_size != default.page_size:
        told["page_size"] = settings.page_size
    if settings.email:
        told["email"] = ", ".join(settings.email)
    return [[SETTING_KEYS[key].of(language), value] for key, value in told.items()]


def _refused(ledgers: Sequence[Ledger], language: Language) -> Sheet:
    """Every refused row, its reason, and the row as it stood in the file."""
    rows: list[list[Any]] = []
    widest = 0
    for ledger in ledgers:
        grid = ledger.grid
        for row, finding in sorted(ledger.causes.items()):
            cells = [_as_text(cell) for cell in grid.row(ledger.start + row)]
            widest = max(widest, len(cells))
            number = ledger.row_number(row)
            place = [grid.file, grid.sheet or grid.name, number, finding.column, finding.value]
            rows.append([*place, finding.message(language), *cells])
    head = say("tidy_refused_head", language).split("|")
    head += [f"{say('tidy_cell', language)} {number + 1}" for number in range(widest)]
    return Sheet(say("tidy_refused", language), head, rows, plain=True)


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _counts(snapshot: Snapshot, language: Language) -> Sheet:
    from kpi_core.words import excluded_text

    rows = []
    for each in snapshot.sources:
        why = ", ".join(f"{excluded_text(r, language)}: {count}" for r, count in each.excluded.items())
        rows.append([
            each.file, each.sheet or each.name, TABLES[each.kind].label.of(language), each.rows_read, each.rows_used,
            sum(each.excluded.values()), why, each.rows_refused,
        ])  # fmt: skip
    return Sheet(say("tidy_counts", language), say("tidy_counts_head", language).split("|"), rows, plain=True)


def _written(sheets: Sequence[Sheet], language: Language) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]

    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    formats = {
        date: book.add_format({"num_format": _DAY_FORMAT.of(language), "align": "left"}),
        datetime: book.add_format({"num_format": _MOMENT_FORMAT.of(language), "align": "left"}),
    }
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        width = len(sheet.headers)
        if sheet.plain:
            bold = book.add_format({"bold": True})
            for place, header in enumerate(sheet.headers):
                page.write_string(0, place, header, bold)
        else:
            columns = [{"header": header} for header in sheet.headers]
            shape = {"name": sheet.name.replace(" ", "_"), "style": "Table Style Light 1", "columns": columns}
            page.add_table(0, 0, max(len(sheet.rows), 1), width - 1, shape)
        for line, row in enumerate(sheet.rows, start=1):
            for place, value in enumerate(row):
                _write(page, line, place, value, formats)
        page.set_column(0, width - 1, 16)
        page.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def _write(page: Any, line: int, place: int, value: Any, formats: Mapping[Any, Any]) -> None:
    """By its type, never by its looks: a text that begins with `=` stays a text."""
    if isinstance(value, datetime | date):
        page.write_datetime(line, place, value, formats[datetime if isinstance(value, datetime) else date])
    elif isinstance(value, bool | str):
        if value != "":
            page.write_string(line, place, str(value)[:32_767])
    elif value is not None:
        page.write_number(line, place, value)
