"""The tables a person keeps beside the facts, and which day the data speaks of."""

from __future__ import annotations

import datetime as dt

import pytest

from kpi_core.periods import month
from kpi_core.snapshot import Closed, Comment, Decision, Guard, Override, Settings, Target
from kpi_core.sources.spec import SourceSpec
from tests.recognise.grids import TODAY, codes, find, grid, snap, table

SALES = table("Дата | Номер заказа | Канал | Выручка\n01.10.2026 | 1 | Яндекс.Директ | 5", "Продажи")


def targets(*rows: tuple[object, ...], head: str = "Месяц | Показатель | План | Канал"):
    return snap(SALES, grid([[part.strip() for part in head.split("|")], *rows], "План"))


OCTOBER = month(2026, 10)


def test_the_plan():
    snapshot = targets(
        ("окт 2026", "Выручка", "2 060 000,50 ₽", "яндекс директ"), (dt.date(2026, 10, 1), "САС", 1500.0, "")
    )
    assert snapshot.targets == (
        Target(OCTOBER, "revenue", 2060000.5, "Яндекс.Директ"),
        Target(OCTOBER, "cac", 1500.0),
    )
    source = snapshot.sources[-1]
    assert (source.kind, source.rows_used, str(source.first), str(source.last)) == (
        "targets",
        2,
        "2026-10-01",
        "2026-10-31",
    )


@pytest.mark.parametrize(
    ("kpi", "cell", "value", "warned"),
    [
        ("drr", "26,0 %", 0.26, False),
        ("drr", 0.26, 0.26, False),
        ("drr", 26.0, 0.26, True),
        ("ctr", 1.5, 0.015, True),
        ("ctr", "150 %", 1.5, False),
        ("sales_growth_yoy", 1.2, 1.2, False),  # +120 % is a growth people plan
        ("sales_growth_yoy", 15.0, 0.15, True),
        ("cac", 26.0, 26.0, False),
    ],
)
def test_percents_become_fractions(kpi, cell, value, warned):
    """R8: 36.21, 0.3621 and "36,21 %" are one number."""
    snapshot = targets(("окт 2026", kpi, cell, ""))
    assert snapshot.targets[0].target == pytest.approx(value, rel=1e-12)
    assert ("percent_read" in codes(snapshot, "warning")) is warned


def test_a_header_in_percent_makes_its_numbers_percents():
    snapshot = targets(
        ("окт 2026", "drr", 26.0, 40.0, 50.0, 20.0), head="Месяц | KPI | Цель, % | Вес, % | База, % | Норма, %"
    )
    target = snapshot.targets[0]
    assert (target.target, target.weight, target.base, target.norm) == pytest.approx((0.26, 0.4, 0.5, 0.2))


def test_an_unknown_kpi_refuses_the_row_and_offers_the_near_one():
    snapshot = targets(("окт 2026", "convertion", 0.1, ""), ("окт 2026", "cac", 5.0, ""))
    finding = find(snapshot, "kpi_unknown_near")
    assert (finding.level, finding.sheet, finding.row, finding.column) == ("error", "План", 2, "Показатель")
    assert finding.params["near"] == "conversion"
    assert [target.kpi for target in snapshot.targets] == ["cac"]
    assert snapshot.sources[-1].rows_refused == 1


def test_rows_of_the_plan_with_a_wrong_cell():
    snapshot = targets(
        ("когда-нибудь", "cac", 5.0, ""),
        ("окт 2026", "cac", "много", ""),
        ("окт 2026", "cac", "", ""),
        ("", "", "", ""),
    )
    assert snapshot.targets == ()
    assert codes(snapshot, "error") == ["date_is_text", "number_is_text", "cell_blank"]


def test_targets_of_kpi_toml_win():
    told = Target(OCTOBER, "cac", 7.0)
    snapshot = snap(
        SALES, table("Месяц | KPI | План\nокт 2026 | cac | 5\nокт 2026 | drr | 0.2", "План"), targets=[told]
    )
    assert {(target.kpi, target.target) for target in snapshot.targets} == {("cac", 7.0), ("drr", 0.2)}


def test_decisions_comments_and_closed_months():
    decisions = grid(
        [["Месяц", "Решение", "Эффект", "Ответственный", "Срок", "Результат"],
         ["сен 2026", "Удвоить  размещения", "+25", "Анна", dt.date(2026, 10, 5), ""],
         ["окт 2026", "", "", "Илья", "", ""]],
        "Решения",
    )  # fmt: skip
    comments = table("Месяц | Блок | Текст\nокт 2026 | Каналы | Блогеры дороги", "Комментарии")
    closed = grid(
        [
            ["Месяц", "KPI", "Канал", "Значение", "На дату"],
            ["сен 2026", "drr", "яндекс директ", 1.2, dt.date(2026, 10, 3)],
        ],
        "Закрытые месяцы",
    )
    snapshot = snap(SALES, decisions, comments, closed)
    assert snapshot.decisions == (Decision(month(2026, 9), "Удвоить размещения", "+25", "Анна", "05.10.2026", ""),)
    assert snapshot.comments == (Comment(OCTOBER, "Блогеры дороги", "Каналы"),)
    assert snapshot.closed == (Closed(month(2026, 9), "drr", 1.2, "Яндекс.Директ", dt.date(2026, 10, 3)),)
    assert codes(snapshot, "error") == ["cell_blank"]


def test_settings_of_the_table_and_those_told():
    told = table("Параметр | Значение\nКомпания | Северный дом\nВалюта | EUR\nЧепуха | 5", "Настройки")
    snapshot = snap(SALES, told, settings=Settings(currency="USD"))
    assert (snapshot.settings.company, snapshot.settings.currency) == ("Северный дом", "USD")
    unknown = next(finding for finding in snapshot.findings if finding.sheet == "Настройки")
    assert unknown.row == 4


SIGNED = [
    ["Месяц", "Показатель", "Результат", "Кто", "Почему", "Канал", "Дата решения"],
    ["окт 2026", "Лиды", "90 %", "А. Петров", "Не работал  сайт", "яндекс директ", dt.date(2026, 11, 3)],
    [dt.date(2026, 10, 1), "cac", 1.1, "Иванова", "Сбой учёта", "", ""],
]


def test_results_set_by_hand():
    snapshot = snap(SALES, grid(SIGNED, "Корректировки"))
    day = dt.date(2026, 11, 3)
    assert snapshot.overrides == (
        Override("leads", 0.9, "А. Петров", "Не работал сайт", "Яндекс.Директ", day, OCTOBER),
        Override("cac", 1.1, "Иванова", "Сбой учёта", None, None, OCTOBER),
    )
    assert codes(snapshot, "error") == []


def test_a_result_set_by_hand_is_signed_or_refused():
    rows = [
        SIGNED[0],
        ["окт 2026", "Лиды", 0.9, "", "потому", "", ""],
        ["окт 2026", "Лиды", 0.9, "Петров", " ", "", ""],
        ["окт 2026", "Лиды", "хорошо", "Петров", "потому", "", ""],
        ["окт 2026", "Лиды", 5.0, "Петров", "потому", "", ""],
        ["окт 2026", "Лидs", 0.9, "Петров", "потому", "", ""],
        ["окт 2026", "Лиды", 90.0, "Петров", "потому", "", ""],
    ]
    snapshot = snap(SALES, grid(rows, "Корректировки"))
    refused = [(each.row, each.column, each.code) for each in snapshot.findings if each.level == "error"]
    assert refused == [
        (2, "Кто", "override_unsigned"),
        (3, "Почему", "override_unsigned"),
        (4, "Результат", "number_is_text"),
        (5, "Результат", "setting_share"),
        (6, "Показатель", "kpi_unknown_near"),
    ]
    assert [each.result for each in snapshot.overrides] == [0.9]
    assert find(snapshot, "percent_read").params["read"] == "90"
    assert (snapshot.sources[-1].rows_used, snapshot.sources[-1].rows_refused) == (1, 5)


def test_a_table_of_results_without_the_columns_of_the_signature_is_refused_row_by_row():
    """Were the table not recognised at all, a result that someone counts on would vanish with a remark only."""
    snapshot = snap(SALES, table("Month | KPI | Result\n2026-10 | cac | 1", "Overrides"))
    assert snapshot.overrides == ()
    assert codes(snapshot, "error") == ["override_unsigned"]


def test_guards():
    snapshot = snap(
        SALES,
        table("KPI | Контрольный показатель | Порог | Предел | Канал\nЛиды | qualified_share | 40 % | |\n"
              "orders | refund_rate | 0.05 | 95 % | яндекс директ", "Контрольные показатели"),
    )  # fmt: skip
    assert snapshot.guards == (
        Guard("leads", "qualified_share", 0.4),
        Guard("orders", "refund_rate", 0.05, 0.95, "Яндекс.Директ"),
    )


def test_overrides_and_guards_of_kpi_toml_win():
    told = Override("leads", 0.5, "Сидоров", "пересмотрено", "яндекс директ", None, OCTOBER)
    guard = Guard("leads", "qualified_share", 0.3)
    own = table("KPI | Guard | Floor\nleads | qualified_share | 0.4", "Guards")
    snapshot = snap(SALES, grid(SIGNED, "Корректировки"), own, overrides=[told], guards=[guard])
    assert [(each.kpi, each.result, each.channel) for each in snapshot.overrides] == [
        ("cac", 1.1, None),
        ("leads", 0.5, "Яндекс.Директ"),
    ]
    assert snapshot.guards == (guard,)


def test_vat_of_the_firm_is_for_tables_that_do_not_say():
    spend = table("Дата | Канал | Расход, ₽ без НДС\n01.10.2026 | А | 5", "Расходы")
    leads = (table("Дата | Номер лида | Сумма\n01.10.2026 | 1 | 5", "Лиды"), SourceSpec(table="leads", vat="excluded"))
    snapshot = snap(SALES, spend, leads, table("Параметр | Значение\nНДС | включён", "Настройки"))
    told = {source.kind: source.vat for source in snapshot.sources}
    assert (told["orders"], told["spend"], told["leads"]) == ("included", "excluded", "excluded")
    assert snapshot.tables["orders"].sources[0].vat == "included"
    assert snap(SALES).sources[0].vat is None


class TestAsOf:
    def of(
        self, *, modified: dt.datetime | None = None, settings: Settings | None = None, today: dt.date | None = None
    ):
        rows = [["Дата", "Номер заказа", "Выручка"], [dt.date(2026, 10, 1), "1", 5.0]]
        snapshot = snap(grid(rows, "Продажи", modified=modified), settings=settings, today=today)
        return snapshot.as_of, snapshot.as_of_origin

    def test_a_setting_decides(self):
        settings = Settings(as_of=dt.date(2026, 10, 20))
        assert self.of(modified=dt.datetime(2026, 11, 1), settings=settings, today=TODAY) == (
            dt.date(2026, 10, 20),
            "setting",
        )

    def test_else_in_an_open_workbook_today(self):
        assert self.of(modified=dt.datetime(2026, 11, 1), today=TODAY) == (TODAY, "today")

    def test_else_the_day_the_file_was_saved(self):
        assert self.of(modified=dt.datetime(2026, 11, 1, 23, 59)) == (dt.date(2026, 11, 1), "file")


def test_the_language_is_that_of_most_headers():
    assert snap(SALES).language == "ru"
    assert snap(table("Date | Order ID | Revenue | Канал\n2026-10-01 | 1 | 5 | А", "Orders")).language == "en"
    assert snap(SALES, settings=Settings(language="en")).language == "en"
