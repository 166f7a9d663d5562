"""A workbook small enough to reckon by hand.

October 2026, by channel:  Яндекс  spend 1000, new customers к4 and к5, and к1 again
                           VK      spend  200, new customer  к6
                           SEO     no row of spend, new customer к7
                           Email   spend  100, nobody
September: spend 600 + 300, new customers к1, к2, к3.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from addin.functions import FUNCTIONS, OpenWorkbook
from addin.tables import grid_of

Rows = list[list[Any]]


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number)


SALES: Rows = [
    ["Дата", "Канал", "Клиент", "Номер заказа", "Выручка"],
    [day(9, 1), "Яндекс", "к1", "з1", 1000.0],
    [day(9, 12), "Яндекс", "к2", "з2", 3000.0],
    [day(9, 30), "VK", "к3", "з3", 2000.0],
    [day(10, 3), "Яндекс", "к4", "з4", 1500.0],
    [day(10, 9), "Яндекс", "к5", "з5", 2500.0],
    [day(10, 20), "Яндекс", "к1", "з6", 1000.0],
    [day(10, 25), "VK", "к6", "з7", 5000.0],
    [day(10, 31), "SEO", "к7", "з8", 400.0],
]
SPEND: Rows = [
    ["Дата", "Канал", "Расход"],
    [day(9, 1), "Яндекс", 600.0],
    [day(9, 1), "VK", 300.0],
    [day(10, 2), "Яндекс", 1000.0],
    [day(10, 2), "VK", 200.0],
    [day(10, 31), "Email", 100.0],
]
PLAN: Rows = [["Месяц", "Показатель", "План"], [day(10, 1), "CAC", 260.0], [day(10, 1), "Выручка", 13000.0]]
TODAY = date(2026, 11, 3)


def workbook_of(**tables: Rows) -> OpenWorkbook:
    grids = [grid_of(rows, file="книга.xlsx", sheet=name, name=name, headed=True) for name, rows in tables.items()]
    return OpenWorkbook("книга.xlsx", lambda: grids, today=lambda: TODAY)


@pytest.fixture(scope="session")
def book() -> OpenWorkbook:
    return workbook_of(Продажи=SALES, Расходы=SPEND, План=PLAN)


@pytest.fixture
def ask(book: OpenWorkbook) -> Any:
    """`ask("CAC", "2026-10", "VK")` types =KPI_CAC("2026-10";"VK") into a cell of the workbook."""
    return lambda name, *arguments: FUNCTIONS[f"KPI_{name}"].call(book, *arguments)


class Unreadable:
    """A workbook without tables."""

    name, language, today = "пустая.xlsx", "ru", TODAY

    def cube(self) -> Any:
        from kpi_core.errors import SourceError

        raise SourceError("workbook_not_known")
