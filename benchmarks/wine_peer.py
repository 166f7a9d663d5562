"""What the functions in Excel are compared with: runs inside the same COM server, called the same way (`wine.py`)."""

from __future__ import annotations

import xlwings as xw


@xw.func
def empty(book, version, name):
    """Nothing at all: what a call costs before anything is done."""
    return 0.0


def _tables():
    return [table for sheet in xw.Book.caller().sheets for table in sheet.tables]


@xw.func
def read():
    """Every table of the workbook, a COM call each: the least that a calculation has to read."""
    return float(sum(len(table.range.value) for table in _tables()))


@xw.func
def revenue_each_reads():
    """A function as xlwings' own examples write it: each formula reads its table and adds up."""
    rows = next(table for table in _tables() if table.name == "тблПродажи").range.value
    return float(sum(row[4] for row in rows[1:] if (row[0].year, row[0].month) == (2026, 10)))


@xw.func
def revenue_cell_by_cell(rows):
    """The naive way: the table's cells one after the other; only so many rows, it would take minutes."""
    sheet = next(sheet for sheet in xw.Book.caller().sheets if sheet.name == "Продажи")
    total = 0.0
    for row in range(2, int(rows) + 2):
        day, *_, money = [sheet.range((row, column)).value for column in range(1, 6)]
        if (day.year, day.month) == (2026, 10):
            total += money
    return total
