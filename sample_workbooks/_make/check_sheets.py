"""The Helper and Expected sheets."""

from __future__ import annotations

from . import helper
from .expected import requests
from .formulas import Formulas
from .oracle import Oracle
from .periods import parse
from .sheets import MUTED, Book
from .words import KPIS, REASONS, how

EXPECTED_HEADERS = ("KPI id", "Period", "Channel", "Expected", "Reason", "How it was computed")


def write_helper(book: Book, oracle: Oracle) -> None:
    """Hidden: columns the formulas of Expected look into."""
    if not oracle.sales:
        return
    formulas = Formulas(book.business)
    sheet = book.add("Helper", MUTED)
    sheet.hide()
    sheet.write_row(0, 0, formulas.helpers, book.header())
    sheet.set_column(0, 7, 20)
    sheet.freeze_panes(1, 0)
    for place, cells in enumerate(helper.rows(formulas, oracle), start=1):
        for column, (formula, value) in enumerate(cells):
            sheet.write_formula(place, column, formula, None, value)


def write_expected(book: Book, oracle: Oracle) -> None:
    formulas = Formulas(book.business)
    sheet = book.add("Expected", MUTED)
    sheet.write_row(0, 0, EXPECTED_HEADERS, book.header())
    text, quiet = book.style(align="left", indent=1), book.style(font_color=MUTED, align="left", indent=1)
    for column, (width, style) in enumerate(((32, text), (25, text), (19, text), (18, text), (19, text), (100, quiet))):
        sheet.set_column(column, column, width, style)
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, 0)
    row = 0
    for kpi, period_text, channel in requests(book.business):
        row += 1
        period = parse(period_text)
        found = oracle.ask(kpi, period, channel)
        sheet.write_string(row, 0, kpi)
        sheet.write_string(row, 1, period_text)
        if channel:
            sheet.write_string(row, 2, channel)
        if found.value is None:
            ru, en = REASONS[found.reason]
            sheet.write_string(row, 4, found.reason)
            sheet.write_string(row, 5, book.say(ru, en))
        else:
            style = book.style(num_format=_precise(book, kpi))
            sheet.write_formula(row, 3, formulas.of(kpi, period, channel), style, found.cell)
            sheet.write_string(row, 5, how(kpi, book.business.kind, book.business.language))
    sheet.autofilter(0, 0, row, len(EXPECTED_HEADERS) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"B2:B{row + 1}"})


def _precise(book: Book, kpi: str) -> str:
    """Money to the kopeck, percentages to four places."""
    number_format = book.number("cents") if KPIS[kpi].unit == "money" else book.of(kpi)
    return "0.0000%" if number_format.endswith("%") else number_format
