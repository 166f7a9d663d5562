"""`kpi check`: every refused row told, every row accounted for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ORDERS, Kpi

KEYS = ["level", "file", "sheet", "row", "column", "value", "message"]


@pytest.fixture
def faulty(shop: Path) -> Path:
    """The shop with three faulty orders: 5 rows used, 2 refused, 1 cancelled and so left out."""
    lines = ORDERS.replace("Выручка", "Выручка;Статус").replace("\n", ";Оплачен\n").replace("Статус;Оплачен", "Статус")
    lines += "2026-10-20;6;e;SEO;много;Оплачен\n2026-10-32;7;f;SEO;10;Оплачен\n2026-10-21;8;g;SEO;70;Отменён\n"
    (shop / "продажи.csv").write_text(lines, encoding="utf-8")
    return shop


def test_json_is_the_contract(kpi: Kpi, faulty: Path):
    result = kpi("check", faulty, "--format", "json")
    assert (result.code, result.err) == (0, "")
    findings = json.loads(result.out)
    assert all(list(finding) == KEYS for finding in findings)
    errors = [finding for finding in findings if finding["level"] == "error"]
    assert [(each["file"], each["row"], each["column"], each["value"]) for each in errors] == [
        ("продажи.csv", 7, "Выручка", "много"),
        ("продажи.csv", 8, "Дата", "2026-10-32"),
    ]


def test_every_row_is_accounted_for(kpi: Kpi, faulty: Path):
    told = [finding["message"] for finding in json.loads(kpi("check", faulty, "--format", "json").out)]
    summary = next(message for message in told if message.startswith("продажи.csv: прочитано"))
    assert summary == "продажи.csv: прочитано 8 = учтено 5 + исключено 1 (отменённые: 1) + отвергнуто 2."


def test_table_names_the_row_and_what_to_do(kpi: Kpi, faulty: Path):
    result = kpi("check", faulty)
    assert result.code == 0
    assert "  ошибка      строка 7: «много»" in result.out
    row = next(line for line in result.out.splitlines() if line.startswith("продажи.csv  "))
    assert row.split()[1:5] == ["8", "5", "1", "2"]
    assert "2 ошибки" in result.err


def test_a_refused_row_is_never_zero(kpi: Kpi, faulty: Path):
    [value] = json.loads(kpi("compute", faulty, "--kpi", "orders", "--format", "json").out)
    assert value["value"] == 3


def test_a_clean_file_says_so(kpi: Kpi, shop: Path):
    result = kpi("check", shop)
    assert result.err == "Всё прочитано, ошибок нет.\n"
    assert "расходы.csv" in result.out


def test_a_cell_cannot_steer_the_terminal(kpi: Kpi, shop: Path):
    lines = ORDERS + "2026-10-20;6;e;SEO;\x1b[2Jмного\n"
    (shop / "продажи.csv").write_text(lines, encoding="utf-8")
    assert "\x1b" not in kpi("check", shop).out
    assert "\x1b" not in kpi("check", shop, "--format", "json").out
