"""Workbooks as plain data, which crosses to Windows' Python as JSON."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.addin import fake_excel

OMITTED = {"omitted": True}


@cache
def from_file(path: Path) -> dict[str, Any]:
    """A workbook file as Excel would have it open."""
    return from_book(fake_excel.from_file(path))


def from_book(book: fake_excel.Book) -> dict[str, Any]:
    """The cells, formulas and tables of each sheet."""
    plain = {}
    for sheet in book.Worksheets:
        tables = []
        for table in sheet.ListObjects:
            place = table.Range
            where = [place.Row, place.Column, place.Rows.Count, place.Columns.Count]
            tables.append([table.Name, where, table.ShowTotals])
        plain[sheet.Name] = {
            "cells": [[*place, to_plain(cell)] for place, cell in sheet.cells.items()],
            "formulas": [[*place, formula] for place, formula in sheet.formulas.items()],
            "tables": tables,
        }
    return plain


def to_plain(cell: Any) -> Any:
    if isinstance(cell, list | tuple):
        return [to_plain(each) for each in cell]
    if isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime.combine(cell, datetime.min.time())
        return {"date": moment.isoformat()}
    return cell


def orders(count: int, full_name: str = "C:\\Отчёты\\заказы.xlsx") -> fake_excel.Book:
    """A shop with so many orders over two years, their channels and advertising costs."""
    book = fake_excel.Book(full_name)
    channels = ["Яндекс Директ", "VK Реклама", "Поиск", "Рассылка"]
    first = datetime(2024, 11, 1)
    rows: list[list[Any]] = [["Дата", "Номер заказа", "Клиент", "Канал", "Выручка"]]
    for number in range(count):
        day = first + timedelta(days=number * 730 // count)
        # The middle of a range over days, customers and channels that share no factor.
        customer, channel = f"К{number * 7919 % (count // 2 + 1)}", channels[number * 31 % 4]
        rows.append([day, f"З{number:06}", customer, channel, float(900 + number * 37 % 4001)])
    book.sheet("Продажи").table("тблПродажи", rows)
    spend: list[list[Any]] = [["Дата", "Канал", "Расход"]]
    spend += [
        [first + timedelta(days=day), channel, float(500 + day * 13 % 700)]
        for day in range(730)
        for channel in channels[:2]
    ]
    book.sheet("Расходы").table("тблРасходы", spend)
    return book
