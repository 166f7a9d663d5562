"""How a workbook looks, and its sheets of tables."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .facts import Business
from .formulas import tables_of
from .helper import serial
from .words import KINDS, KPIS, SETTING_KEYS, YES_NO, Table

INK, BLUE, MUTED, PALE, LINE = "#16233B", "#24497A", "#66748A", "#EEF2F7", "#D3DBE6"
GOOD, BAD, WHITE, GOLD = "#1B7A4B", "#B4362C", "#FFFFFF", "#D9A13B"
CREATED = datetime(2026, 11, 3, 9, 0, 0)
SYMBOL = {"RUB": ('#,##0\\ "₽"', '#,##0.00\\ "₽"'), "EUR": ('"€"#,##0', '"€"#,##0.00')}
PER_ONE = {"average_check", "cac", "cac_paid", "cpl", "cpo", "arppu", "ltv"}
MONEY_FIELDS = {"revenue", "refund", "cost", "amount", "spend"}
COUNT_FIELDS = {"impressions", "clicks", "visits", "leads", "orders", "new_customers", "items"}
DAY_FIELDS = {"day", "refund_day", "won_day", "due"}
TABLE_STYLE = "Table Style Light 1"


class Book:
    """A workbook being written, its formats and the words of its language."""

    def __init__(self, path: str, business: Business) -> None:
        self.business = business
        self.ru = business.language == "ru"
        self.tables = tables_of(business)
        self.book = xlsxwriter.Workbook(path)
        self.book.set_calc_mode("auto", 191029)
        self.book.calc_on_load = False  # a reader without the add-in keeps the saved values
        self.book.set_properties({"title": business.company, "author": business.company, "created": CREATED})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    @property
    def day_format(self) -> str:
        return "dd.mm.yyyy" if self.ru else "yyyy-mm-dd"

    @property
    def month_format(self) -> str:
        return "[$-419]mmmm yyyy;@" if self.ru else "[$-409]mmmm yyyy;@"

    def say(self, ru: str, en: str) -> str:
        return ru if self.ru else en

    def number(self, unit: str) -> str:
        """The number format of a unit."""
        whole, cents = SYMBOL[self.business.currency]
        formats = {"money": whole, "cents": cents, "percent": "0.0%", "count": "#,##0", "times": "0.00", "months": "0"}
        return formats[unit]

    def of(self, kpi: str) -> str:
        """The number format of a KPI; a small percentage shows two decimals."""
        small = kpi in ("ctr", "conversion_visit_order", "conversion_visit_lead", "refund_rate", "repeat_rate") or (
            kpi == "conversion" and self.business.kind == "shop"
        )
        unit = KPIS[kpi].unit
        if unit == "money" and self.business.currency != "RUB" and kpi in PER_ONE:
            unit = "cents"
        return "0.00%" if small else self.number(unit)

    def style(self, **properties: Any) -> Format:
        properties = {"font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def add(self, name: str, color: str) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.set_tab_color(color)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.5)
        return sheet

    def header(self, number: bool = False) -> Format:
        """Of a table; over numbers it ends where they end, clear of the filter button."""
        place = {"align": "right", "indent": 2} if number else {"align": "left", "indent": 1}
        return self.style(bold=True, font_color=WHITE, bg_color=BLUE, border=1, border_color=BLUE, **place)


def write_tables(book: Book) -> None:
    """One sheet a table, in the order a marketer fills them."""
    business = book.business
    for name, rows in (
        ("orders", business.orders),
        ("leads", business.leads),
        ("summary", business.summary),
        ("spend", business.spend),
        ("visits", business.visits),
        ("targets", business.targets),
        ("decisions", business.decisions),
        ("comments", business.comments),
    ):
        if rows:
            _write_table(book, name, rows)
    _write_settings(book)


def _write_table(book: Book, name: str, rows: list[Any]) -> None:
    table = book.tables[name]
    monthly = name in book.business.monthly_tables or name == "summary"
    shown = [field for field in table.columns if field in {item.name for item in fields(rows[0])}]
    formats = {field: _format(book, field, monthly) for field in shown}
    data = [[_cell(book, field, getattr(row, field)) for field in shown] for row in rows]
    sheet = _place(book, table, data, formats)
    if name == "targets":
        column = shown.index("value")
        for place, target in enumerate(rows, start=1):
            unit = book.style(num_format=book.of(target.kpi))
            sheet.write_number(place, column, float(target.value), unit)


def _place(book: Book, table: Table, data: list[list[Any]], formats: dict[str, Format]) -> Worksheet:
    sheet = book.add(table.name, BLUE)
    sheet.set_row(0, 22)
    for place, field in enumerate(formats):
        sheet.set_column(place, place, _width(field, table.columns[field]), formats[field])
    numbers = MONEY_FIELDS | COUNT_FIELDS | ({"value"} if "kpi" in formats else set())
    columns = [{"header": table.columns[field], "header_format": book.header(field in numbers)} for field in formats]
    sheet.add_table(
        0, 0, len(data), len(formats) - 1, {"name": table.name, "style": TABLE_STYLE, "columns": columns, "data": data}
    )
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    return sheet


def _format(book: Book, field: str, monthly: bool) -> Format:
    if field == "month" or (monthly and field == "day"):
        return book.style(num_format=book.month_format, align="left", indent=1)
    if field in DAY_FIELDS:
        return book.style(num_format=book.day_format, align="left", indent=1)
    if field in MONEY_FIELDS:
        return book.style(num_format="#,##0.00")
    if field in COUNT_FIELDS:
        return book.style(num_format="#,##0")
    if field == "value":
        return book.style(num_format="#,##0")
    return book.style(text_wrap=field in ("text", "outcome", "effect"), align="left", indent=1)


def _width(field: str, header: str) -> float:
    wide = {"text": 62, "outcome": 44, "effect": 32, "owner": 18, "channel": 19, "month": 17, "kpi": 20, "value": 15}
    return max(wide.get(field, 14), len(header) + 6)


def _cell(book: Book, field: str, value: Any) -> Any:
    language = book.business.language
    if field == "kpi":
        return KPIS[value].name(language)
    if field == "kind":
        return KINDS[language][value] or None
    if isinstance(value, bool):
        return YES_NO[language][value]
    if isinstance(value, date):
        return serial(value)
    if isinstance(value, Fraction):
        return float(value)
    if field in MONEY_FIELDS and value is not None:
        return value / 100
    return value or None if isinstance(value, str) else value


def _write_settings(book: Book) -> None:
    business, table = book.business, book.tables["settings"]
    keys = SETTING_KEYS[business.language]
    values = {
        "company": business.company,
        "currency": business.currency,
        "language": business.language,
        "kpis": ", ".join(business.cards),
    }
    style = book.style(align="left", indent=1)
    sheet = _place(book, table, [[keys[key], value] for key, value in values.items()], {"key": style, "value": style})
    sheet.set_column(0, 0, 24, style)
    sheet.set_column(1, 1, 90, style)
