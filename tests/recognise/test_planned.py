"""A plan is never taken for facts, however it is drawn."""

from __future__ import annotations

import pytest

from kpi_core.engine import build
from kpi_core.errors import SourceError
from kpi_core.periods import month
from kpi_core.sources.spec import SourceSpec
from tests.recognise.grids import codes, snap, table

ORDERS = "Дата | Номер заказа | Выручка | Канал\n01.09.2026 | 1 | 40 | ВК\n30.09.2026 | 2 | 20 | ВК"
SEPTEMBER = month(2026, 9)
DRAWN = {
    "months down": "Месяц | Выручка | Лиды | Расходы\nавг 2026 | 50 | 30 | 4\nсен 2026 | 60 | 40 | 5",
    "months across": " | авг 2026 | сен 2026\nВыручка | 50 | 60\nЛиды | 30 | 40\nРасходы | 4 | 5",
    "in thousands": "Месяц | Выручка, тыс. ₽ | Лиды | Расходы\nавг 2026 | 0,05 | 30 | 4\nсен 2026 | 0,06 | 40 | 5",
}


def targets(snapshot):
    return {(each.month, each.kpi, each.channel): each.target for each in snapshot.targets}


@pytest.mark.parametrize("drawn", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("sheet", ["План", "План продаж", "План 2026", "Медиаплан", "Targets", "Budget plan"])
def test_a_sheet_called_a_plan_holds_targets(sheet: str, drawn: str):
    snapshot = snap(table(ORDERS, "Продажи"), table(drawn, sheet))
    cube = build(snapshot)

    assert set(snapshot.tables) == {"orders"}
    assert targets(snapshot) == {
        (month(2026, 8), "revenue", None): 50, (month(2026, 8), "leads", None): 30, (month(2026, 8), "spend", None): 4,
        (SEPTEMBER, "revenue", None): 60, (SEPTEMBER, "leads", None): 40, (SEPTEMBER, "spend", None): 5,
    }  # fmt: skip
    assert [cube.kpi(name, SEPTEMBER, None).reason for name in ("leads", "spend")] == ["no_data", "no_data"]
    assert cube.kpi("plan_attainment", SEPTEMBER, None).value == 1
    assert "sheet_is_plan" in codes(snapshot, "info")


def test_a_title_above_says_it_as_well():
    rows = "План продаж на 2026 год\nМесяц | Выручка\nавг 2026 | 50\nсен 2026 | 60"
    snapshot = snap(table(ORDERS, "Продажи"), table(rows, "Лист2"))
    assert targets(snapshot)[SEPTEMBER, "revenue", None] == 60
    assert set(snapshot.tables) == {"orders"}


def test_a_plan_of_channels():
    rows = "Канал | авг 2026 | сен 2026\nВК | 50 | 60\nSEO | 3 | 4\nИтого | 53 | 64"
    snapshot = snap(table(ORDERS, "Продажи"), table(rows, "План продаж"))
    assert targets(snapshot)[SEPTEMBER, "revenue", "ВК"] == 60
    assert targets(snapshot)[SEPTEMBER, "revenue", None] == 64
    undecided = snap(table(ORDERS, "Продажи"), table(rows, "План"))
    assert "plan_undecided" in codes(undecided, "error")
    assert not undecided.targets


def test_kpis_that_are_no_measures_are_planned_too():
    rows = " | авг 2026 | сен 2026\nСредний чек | 25 | 30\nCAC | 9 | 8"
    down = "Месяц | Средний чек | CAC\nавг 2026 | 25 | 9\nсен 2026 | 30 | 8"
    for drawn in (rows, down):
        found = targets(snap(table(ORDERS, "Продажи"), table(drawn, "План")))
        assert (found[SEPTEMBER, "average_check", None], found[SEPTEMBER, "cac", None]) == (30, 8)


def test_plan_and_fact_in_rows_are_told_apart():
    """«Выручка план» and «Выручка факт» were two channels, and added up."""
    rows = " | авг 2026 | сен 2026\nЛиды план | 50 | 60\nЛиды факт | 48 | 61"
    for sheet in ("План", "План-факт", "Лиды"):
        snapshot = snap(table(ORDERS, "Продажи"), table(rows, sheet))
        assert targets(snapshot) == {(month(2026, 8), "leads", None): 50, (SEPTEMBER, "leads", None): 60}
        assert build(snapshot).kpi("leads", SEPTEMBER, None).value == 61


@pytest.mark.parametrize("sheet", ["План-факт", "Выполнение плана", "Планшеты", "Сводка"])
def test_other_names_are_not_taken_for_a_plan(sheet: str):
    snapshot = snap(table(DRAWN["months down"], sheet))
    assert build(snapshot).kpi("leads", SEPTEMBER, None).value == 40
    assert not snapshot.targets


def test_orders_stay_orders_whatever_their_sheet_is_called():
    snapshot = snap(table(ORDERS, "План"))
    assert build(snapshot).kpi("revenue", SEPTEMBER, None).value == 60


def test_a_plan_by_days_is_no_plan_of_months_and_no_fact():
    rows = "Дата | Выручка\n02.09.2026 | 50\n03.09.2026 | 60"
    snapshot = snap(table(ORDERS, "Продажи"), table(rows, "План"))
    assert "sheet_is_plan_lost" in codes(snapshot, "error")
    assert build(snapshot).kpi("revenue", SEPTEMBER, None).value == 60


def test_a_plan_alone_is_told_as_one():
    with pytest.raises(SourceError) as refused:
        snap(table(DRAWN["months down"], "План"))
    assert refused.value.code == "only_plan"


@pytest.mark.parametrize("sheet", ["Прогноз", "Прогноз продаж", "Сценарий 2", "Forecast"])
@pytest.mark.parametrize("drawn", DRAWN.values(), ids=DRAWN)
def test_a_forecast_is_neither_fact_nor_plan(sheet: str, drawn: str):
    """Leads of a forecast were the firm's leads where it kept no others."""
    snapshot = snap(table(ORDERS, "Продажи"), table(drawn, sheet))
    assert set(snapshot.tables) == {"orders"}
    assert not snapshot.targets
    assert "barred_forecast" in codes(snapshot, "info")
    with pytest.raises(SourceError):
        snap(table(drawn, sheet))


def test_sales_beside_a_forecast_are_read():
    assert set(snap(table(ORDERS, "Продажи и прогноз")).tables) == {"orders"}
    assert set(snap(table(ORDERS, "Прогноз")).tables) == {"orders"}


@pytest.mark.parametrize("drawn", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("sheet", ["План", "Прогноз"])
def test_kpi_toml_may_say_that_it_is_fact(sheet: str, drawn: str):
    snapshot = snap((table(drawn, sheet), SourceSpec(table="summary")))
    assert build(snapshot).kpi("leads", SEPTEMBER, None).value == 40
