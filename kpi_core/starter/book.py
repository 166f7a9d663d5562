"""How the starter workbook looks, and its sheets of tables."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from kpi_core.language import Language, Text
from kpi_core.measures import Unit
from kpi_core.starter import words
from kpi_core.starter.rows import Row

INK, BLUE, MUTED, PALE, LINE = "#16233B", "#24497A", "#66748A", "#EEF2F7", "#D3DBE6"
GREEN, GOLD, WHITE = "#1B7A4B", "#D9A13B", "#FFFFFF"
_CURRENCY = Text('#,##0\\ "₽"', '"$"#,##0.00')
_DAY = Text("dd.mm.yyyy", "yyyy-mm-dd")
_MONTH = Text("[$-419]mmmm yyyy;@", "[$-409]mmmm yyyy;@")
_WIDTHS: dict[words.Look, float] = {
    "day": 15, "month": 17, "money": 16, "count": 13, "text": 18, "yes_no": 13, "spend_kind": 15,
}  # fmt: skip
_LAST_VALIDATED = 5000


class Book:
    """A workbook being written, its formats and its language."""

    def __init__(self, target: IO[bytes], language: Language) -> None:
        self.language = language
        self._book = xlsxwriter.Workbook(target, {"in_memory": True})
        # A reader without the add-in keeps the saved values.
        self._book.set_calc_mode("auto", 191029)
        self._book.calc_on_load = False
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def say(self, text: Text) -> str:
        """The text in the language of the workbook."""
        return text.of(self.language)

    def style(self, **properties: Any) -> Format:
        """A format, made once."""
        properties = {"font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def number(self, unit: Unit) -> str:
        """The number format of a unit; money in dollars has cents, for its amounts are small."""
        formats: dict[Unit, str] = {
            "money": self.say(_CURRENCY), "percent": "0.0%", "ratio": "0.00", "count": "#,##0", "days": "0",
            "months": "0",
        }  # fmt: skip
        return formats[unit]

    @property
    def month_format(self) -> str:
        """«октябрь 2026»."""
        return self.say(_MONTH)

    def add(self, name: str, color: str) -> Worksheet:
        """A sheet that prints on one page's width."""
        sheet = self._book.add_worksheet(name)
        sheet.set_tab_color(color)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def close(self) -> None:
        """Write everything."""
        self._book.close()

    def write_table(self, sheet: words.Sheet, rows: list[Row]) -> None:
        """A sheet with one Excel table; without rows it has one blank row, for a table needs one."""
        name = self.say(sheet.name)
        page = self.add(name, BLUE)
        page.set_row(0, 22)
        columns = []
        for place, column in enumerate(sheet.columns):
            header = self.say(column.header)
            page.set_column(place, place, max(_WIDTHS[column.look], len(header) + 6), self._cell_format(column.look))
            columns.append({"header": header, "header_format": self._header(column.look)})
            self._validate(page, place, column.look)
        last = max(len(rows), 1)
        options = {"name": name, "style": "Table Style Light 1", "columns": columns}
        page.add_table(0, 0, last, len(columns) - 1, options)
        for line, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                self._write(page, line, place, value)
        if sheet is words.SETTINGS:
            page.set_column(1, 1, 70, self._cell_format("text"))
        page.freeze_panes(1, 0)

    def _write(self, page: Worksheet, line: int, place: int, value: Any) -> None:
        if isinstance(value, date):
            page.write_datetime(line, place, value)
        elif isinstance(value, str):
            page.write_string(line, place, value)
        elif value is not None:
            page.write_number(line, place, value)

    def _header(self, look: words.Look) -> Format:
        """Over numbers it ends where they end, clear of the filter button."""
        place = {"align": "right", "indent": 2} if look in ("money", "count") else {"align": "left", "indent": 1}
        return self.style(bold=True, font_color=WHITE, bg_color=BLUE, border=1, border_color=BLUE, **place)

    def _cell_format(self, look: words.Look) -> Format:
        if look == "day":
            return self.style(num_format=self.say(_DAY), align="left", indent=1)
        if look == "month":
            return self.style(num_format=self.month_format, align="left", indent=1)
        if look == "money":
            return self.style(num_format="#,##0.00")
        if look == "count":
            return self.style(num_format="#,##0")
        return self.style(align="left", indent=1)

    def _validate(self, page: Worksheet, place: int, look: words.Look) -> None:
        """Offer the words a column knows; another word is taken all the same."""
        known = {"yes_no": words.YES_NO, "spend_kind": words.SPEND_KINDS}.get(look)
        if known is not None:
            choice = {"validate": "list", "source": self.say(known).split("|"), "error_type": "information"}
            page.data_validation(1, place, _LAST_VALIDATED, place, choice)
