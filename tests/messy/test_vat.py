"""VAT as a dated setting: converted where both sides are told, and only there."""
# ruff: noqa: E501  the rows of files stand as they are

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.messy.files import D, book, check, write

CASES = {}


def case(make):
    CASES[make.__name__] = make
    return make


F = Fraction


@case
def dated_rate(d):
    write(d / "o.csv", "Дата;Номер заказа;Выручка\n15.12.2025;1;120\n15.01.2026;2;122\n16.01.2026;3;100\n")
    write(d / "s.csv", "Дата;Канал;Расход\n15.12.2025;VK;50\n15.01.2026;VK;70\n")
    write(
        d / "kpi.toml",
        'report_vat = "excluded"\nvat_rate = "20 %; 22 % с 2026-01-01"\n[[source]]\npath="o.csv"\nvat="included"\n[[source]]\npath="s.csv"\nvat="excluded"\n',
    )
    return d / "kpi.toml", {
        ("revenue", "2025-12"): 100,
        ("revenue", "2026-01"): float(100 + F(100) * 100 / 122),
        ("spend", "2026-01"): 70,
    }


@case
def usn_until(d):
    write(d / "o.csv", "Дата;Номер заказа;Выручка с НДС\n15.12.2025;1;120\n15.01.2026;2;105\n")
    write(
        d / "kpi.toml",
        'report_vat = "excluded"\n[[source]]\npath="o.csv"\nvat_rate = [["0%",""],["5%","2026-01-01"]]\n',
    )
    return d / "kpi.toml", {("revenue", "2025-12"): 120, ("revenue", "2026-01"): 100}


@case
def unknown_is_not_converted(d):
    write(d / "o.csv", "Дата;Номер заказа;Выручка\n15.12.2025;1;120\n")
    write(d / "kpi.toml", 'report_vat = "excluded"\nvat_rate = "20%"\n[[source]]\npath="o.csv"\n')
    return d / "kpi.toml", {("revenue", "2025-12"): 120}


@case
def put_on(d):
    p = d / "Книга.xlsx"
    return book(
        p,
        {
            "Продажи": [["Дата", "Заказ", "Выручка без НДС, ₽"], [D(2026, 1, 5), "1", 100.01]],
            "Настройки": [["Параметр", "Значение"], ["НДС в отчёте", "с НДС"], ["Ставка НДС", "22 %"]],
        },
    ), {("revenue", "2026-01"): 122.0122}


@pytest.mark.parametrize("name", CASES)
def test_file(name: str, tmp_path: Path):
    check(*CASES[name](tmp_path))
