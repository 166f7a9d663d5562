"""Formulas with tables as arguments, as xlwings Lite hands them over, and what they have to give."""

from __future__ import annotations

from datetime import date
from typing import Any

from addin.functions import FUNCTIONS

_ZERO = date(1899, 12, 30)
CHANNELS = ["Яндекс Директ", "VK Реклама", "Поиск"]


def serial(day: date) -> float:
    """A browser's Excel hands over the number behind a date."""
    return float((day - _ZERO).days)


def tables() -> tuple[list[list[Any]], list[list[Any]]]:
    """Sales and advertising of September and October 2026; the cells as they come, dates as numbers."""
    sales: list[list[Any]] = [["Дата", "Клиент", "Канал", "Выручка"]]
    spend: list[list[Any]] = [["Дата", "Канал", "Расход"]]
    for number in range(244):
        day = date(2026, 9, 1).toordinal() + number % 61
        channel = CHANNELS[number % 3]
        sales.append([serial(date.fromordinal(day)), f"К{number % 100}", channel, 1000.0 + number])
        if channel != "Поиск":
            spend.append([serial(date.fromordinal(day)), channel, 30.0 + number % 7])
    return sales, spend


def october(rows: list[list[Any]], channel: str | None = None) -> list[list[Any]]:
    first, last = serial(date(2026, 10, 1)), serial(date(2026, 10, 31))
    return [row for row in rows[1:] if first <= row[0] <= last and channel in (None, row[-2])]


def formulas() -> list[tuple[list[Any], Any]]:
    """Each formula, and the cell it gives, in plain loops over the same rows."""
    sales, spend = tables()
    given = [sales, spend]
    revenue = sum(row[-1] for row in october(sales))
    costs = sum(row[-1] for row in october(spend))
    september = {row[1] for row in sales[1:] if row not in october(sales)}
    new = len({row[1] for row in october(sales)} - september)
    by_channel = [[sum(row[-1] for row in october(sales, channel))] for channel in CHANNELS]
    return [
        (["KPI_REVENUE", [["2026-10"]], None, *given], [[revenue]]),
        (["KPI_SPEND", [["2026-10"]], None, *given], [[costs]]),
        (["KPI_CAC", [["окт 2026"]], None, *given], [[costs / new]]),
        (["KPI_ROAS", [["2026-10"]], [["яндекс директ"]], *given],
         [[by_channel[0][0] / sum(row[-1] for row in october(spend, CHANNELS[0]))]]),
        (["KPI_REVENUE", [["2026-10"]], [[channel] for channel in CHANNELS], *given], by_channel),
        (["KPI_REVENUE", [[serial(date(2026, 10, 1))]], None, sales], [[revenue]]),
        (["KPI_CTR", [["2026-10"]], None, *given], [["#N/A"]]),
        (["KPI_CAC", [["скоро"]], None, *given], [["#VALUE!"]]),
        (["KPI_CAC"], [["#N/A"]]),
        (["KPI_CALC_CAC", [[9_000.0], [3_000.0]], [[400.0]]], [[30.0]]),
        (["KPI_CALC_CAC", [[1.0]], [[0.0]]], [["#DIV/0!"]]),
    ]  # fmt: skip


def everything() -> list[list[Any]]:
    """Each function once; those that would have to read the workbook answer `#N/A`."""
    sales, spend = tables()
    asked: list[list[Any]] = []
    for function in FUNCTIONS.values():
        if function.first_table is not None:
            asked.append([function.name, [["2026-10"]], None, sales, spend])
        elif function.reads_workbook:
            asked.append([function.name, *([["cac"]] for argument in function.arguments if not argument.optional)])
        else:
            asked.append([function.name, *([[9_000.0], [3_000.0]] for _ in function.arguments)])
    return asked
