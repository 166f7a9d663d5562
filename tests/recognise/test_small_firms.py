"""What small firms send: units in a column of their own, leads without a day of sale, amounts nobody can name."""

from __future__ import annotations

import pytest

from kpi_core.engine import build
from kpi_core.errors import SourceError
from kpi_core.periods import month
from tests.recognise.grids import codes, snap, table

REPORT = """
Показатель         | Ед. изм.  | Январь 2026 | Февраль 2026 | Итого
Выручка            | тыс. руб. | 1200,5      | 1100         | 2300,5
Количество заказов | шт        | 120         | 110          | 230
Расходы на рекламу | руб.      | 50000       | 60000        | 110000
Новые клиенты      | чел.      | 50          | 40           | 90
"""


def test_the_unit_is_no_label_and_its_thousands_count():
    cube = build(snap(table(REPORT, "Отчет")))
    asked = [cube.kpi(name, month(2026, 1), None).value for name in ("revenue", "orders", "ad_spend", "new_customers")]
    assert asked == [1_200_500, 120, 50_000, 50]


def test_a_table_that_cannot_be_told_is_asked_about_though_nothing_else_is_there():
    """The file was called empty."""
    rows = " | янв 2026 | фев 2026\nНечто | 5 | 6\nИное | 7 | 8"
    with pytest.raises(SourceError) as refused:
        snap(table(rows, "Отчет"))
    assert refused.value.code == "drawn_undecided"


def test_won_leads_without_a_day_of_sale_are_told():
    rows = "Дата заявки | Номер лида | Статус | Сумма\n01.09.2026 | 1 | Оплачено | 5\n30.09.2026 | 2 | Новая | "
    snapshot = snap(table(rows, "Заявки"))
    assert build(snapshot).kpi("revenue", month(2026, 9), None).reason == "no_data"
    assert "sales_without_day" in codes(snapshot, "warning")
    orders = "Дата | Номер заказа | Выручка\n30.09.2026 | 1 | 5"
    assert "sales_without_day" not in codes(snap(table(rows, "Заявки"), table(orders, "Продажи")), "warning")


def test_orders_whose_amount_nobody_finds_are_no_clean_reading():
    rows = "Order Date | Order No | Net Amount | Gross Amount\n2026-09-01 | 1 | 100 | 120\n2026-09-30 | 2 | 200 | 240"
    snapshot = snap(table(rows, "Sales"))
    assert build(snapshot).kpi("orders", month(2026, 9), None).value == 2
    assert "orders_without_amount" in codes(snapshot, "warning")


@pytest.mark.parametrize("number", ["Номер заказа", "Номер возврата"])
def test_a_list_of_refunds_is_no_list_of_orders(number: str):
    """Its rows were counted as orders, or made every figure ambiguous."""
    orders = "Дата | Номер заказа | Выручка\n01.09.2026 | 1 | 100\n30.09.2026 | 2 | 50"
    refunds = f"Дата | {number} | Сумма возврата\n15.09.2026 | 1 | 100"
    snapshot = snap(table(orders, "Продажи"), table(refunds, "Возвраты"))
    cube = build(snapshot)
    assert [cube.kpi(name, month(2026, 9), None).value for name in ("revenue", "orders")] == [150, 2]
    assert cube.kpi("net_revenue", month(2026, 9), None).reason == "no_data"
    told = {finding.code for finding in snapshot.findings if finding.sheet == "Возвраты"}
    assert told & {"refunds_apart", "table_undecided"}
