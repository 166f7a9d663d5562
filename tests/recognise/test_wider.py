"""Costs kept together with what they brought: no column of measures is left unread because of the sheet's name."""

from __future__ import annotations

import pytest

from kpi_core.engine import build
from kpi_core.periods import ALL
from tests.recognise.grids import find, snap, table

ADS = """
Дата       | Канал  | Расход | Клики | Лиды | Выручка
01.10.2026 | Директ | 1000   | 100   | 10   | 9000
31.10.2026 | ВК     | 500    | 50    | 4    | 3000
"""
ORDERS = "Дата | Номер заказа | Выручка | Канал\n01.10.2026 | 1 | 700 | Директ\n31.10.2026 | 2 | 300 | ВК"


def value(snapshot, name, channel=None):
    return build(snapshot).kpi(name, ALL, channel).value


@pytest.mark.parametrize("sheet", ["Реклама", "Расходы", "Ads spend", "Данные"])
def test_the_name_of_the_sheet_does_not_cost_leads_and_revenue(sheet: str):
    snapshot = snap(table(ADS, sheet))
    assert [value(snapshot, name) for name in ("spend", "cpc", "leads", "cpl", "roas")] == [1500, 10, 14, 1500 / 14, 8]
    assert value(snapshot, "cpl", "ВК") == 125
    assert not [finding for finding in snapshot.findings if finding.code == "columns_unused"]


def test_what_a_table_of_its_own_tells_is_not_taken_from_the_costs():
    """Orders come from the orders; the leads stand nowhere else."""
    snapshot = snap(table(ADS, "Реклама"), table(ORDERS, "Продажи"))
    assert [value(snapshot, name) for name in ("revenue", "spend", "leads")] == [1000, 1500, 14]
    assert find(snapshot, "measure_twice").level == "warning"


def test_costs_stay_costs_where_nothing_is_gained():
    snapshot = snap(table(ADS.replace("Лиды", "Прочее"), "Реклама"), table(ORDERS, "Продажи"))
    assert "spend" in snapshot.tables
    assert "summary" not in snapshot.tables


def test_two_tables_of_costs_still_add_up():
    other = "Дата | Канал | Расход\n01.10.2026 | SEO | 250\n31.10.2026 | SEO | 250"
    snapshot = snap(table(ADS, "Реклама"), table(other, "Расходы SEO"))
    assert value(snapshot, "spend") == 2000


def test_kinds_of_costs_are_not_lost():
    rows = ADS.replace("| Клики", "| Вид").replace("| 100 ", "| реклама").replace("| 50 ", "| зарплата")
    snapshot = snap(table(rows, "Расходы"))
    assert [value(snapshot, name) for name in ("spend", "ad_spend")] == [1500, 1000]
