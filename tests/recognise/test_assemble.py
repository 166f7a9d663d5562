"""Several tables of one kind: added up, or a conflict that names both addresses; channels over all tables."""

from __future__ import annotations

import datetime as dt

import pytest

from kpi_core.snapshot import Settings
from kpi_core.sources.spec import SourceSpec
from tests.recognise.grids import codes, find, grid, snap, table, values


def orders(*rows: tuple[int, object, str, float], sheet: str = "Продажи", head: str = "Номер заказа"):
    body = [[dt.date(2026, 10, day), number, channel, amount] for day, number, channel, amount in rows]
    return grid([["Дата", head, "Канал", "Выручка"], *body], sheet)


def spend(*rows: tuple[int, str, float], sheet: str, kind: str = ""):
    body = [[dt.date(2026, 10, day), channel, amount, kind] for day, channel, amount in rows]
    return grid([["Дата", "Канал", "Расход", "Вид"], *body], sheet)


def test_tables_of_one_kind_add_up_at_the_larger_scale():
    one = orders((1, "1", "А", 5.0), sheet="Продажи 1")
    other = orders((1, "2", "А", 0.125), sheet="Продажи 2")
    snapshot = snap(one, other)
    facts = snapshot.tables["orders"]
    assert facts.conflict is None
    assert values(snapshot, "orders", "revenue") == [5000, 125]
    assert facts.decimals == {"revenue": 3}
    assert values(snapshot, "orders", "source") == [0, 1]
    assert values(snapshot, "orders", "row") == [2, 2]


def test_a_column_that_one_of_them_lacks_is_empty_there():
    one = table("Дата | Номер заказа | Выручка | Клиент | Возврат\n01.10.2026 | 1 | 5 | К1 | 2", "Продажи 1")
    other = table("Дата | Номер заказа | Выручка | Канал\n01.10.2026 | 2 | 6 | А", "Продажи 2")
    snapshot = snap(one, other)
    assert values(snapshot, "orders", "customer_id") == ["К1", None]
    assert values(snapshot, "orders", "channel") == [None, "А"]
    assert values(snapshot, "orders", "refund") == [2, None]
    assert str(snapshot.tables["orders"].frame["refund"].dtype) == "Int64"


def test_a_kind_that_one_of_them_lacks_is_advertising_there():
    one = spend((1, "А", 5.0), sheet="Расходы", kind="зарплата")
    other = grid([["Дата", "Канал", "Расход"], [dt.date(2026, 10, 1), "Б", 7.0]], "Реклама")
    assert values(snap(one, other), "spend", "kind") == ["salary", "advertising"]


class TestConflict:
    def conflict(self, *grids):
        snapshot = snap(*grids)
        (facts,) = snapshot.tables.values()
        errors = [finding for finding in snapshot.findings if finding.level == "error"]
        assert bool(errors) == bool(facts.conflict)
        return facts.conflict, errors

    def test_an_order_in_two_tables(self):
        one, other = orders((1, "1", "А", 5.0), sheet="Продажи 1"), orders((2, "1", "Б", 5.0), sheet="Продажи 2")
        conflict, errors = self.conflict(one, other)
        assert conflict == ("книга.xlsx · Продажи 1", "книга.xlsx · Продажи 2")
        assert (errors[0].code, errors[0].params["example"]) == ("conflict_ids", "1")
        assert all(place in errors[0].message("ru") for place in conflict)

    def test_orders_without_numbers_on_the_same_days(self):
        one, other = (orders((1, "", "А", 5.0), sheet=f"Продажи {n}") for n in (1, 2))
        assert self.conflict(one, other)[1][0].code == "conflict_days"

    @pytest.mark.parametrize(
        ("second", "clash"),
        [((1, "А", 7.0), True), ((2, "А", 7.0), False), ((1, "Б", 7.0), False), ((1, "а ", 7.0), True)],
    )
    def test_spend_of_one_channel_on_the_same_day(self, second, clash):
        conflict, _ = self.conflict(spend((1, "А", 5.0), sheet="Директ реклама"), spend(second, sheet="Реклама 2"))
        assert bool(conflict) is clash

    def test_salaries_beside_advertising_are_another_cost(self):
        assert (
            self.conflict(spend((1, "", 5.0), sheet="Расходы"), spend((1, "", 5.0), sheet="Затраты", kind="ФОТ"))[0]
            is None
        )

    def test_a_month_and_its_days(self):
        month = table("Месяц | Канал | Расход\nокт 2026 | А | 5\nноя 2026 | А | 5", "Расходы")
        assert self.conflict(month, spend((7, "А", 5.0), sheet="Реклама"))[0]

    def test_two_summaries_of_different_measures_share_nothing(self):
        one = table("Месяц | Выручка | Заказы\nокт 2026 | 5 | 1\nноя 2026 | 5 | 1", "Сводка")
        other = table("Месяц | Расходы | Лиды\nокт 2026 | 5 | 1\nноя 2026 | 5 | 1", "Сводка 2")
        assert self.conflict(one, other)[0] is None
        assert self.conflict(one, table("Месяц | Выручка | Лиды\nокт 2026 | 5 | 1\nноя 2026 | 5 | 1", "Сводка 2"))[0]


def test_a_measure_of_its_own_table_and_of_the_summary_is_told():
    summary = table("Месяц | Выручка | Расходы | Визиты\nокт 2026 | 5 | 1 | 9\nноя 2026 | 5 | 1 | 9", "Сводка")
    snapshot = snap(orders((1, "1", "А", 5.0)), summary)
    finding = find(snapshot, "measure_twice")
    assert finding.level == "warning"
    assert finding.params["columns"] == ["revenue"]
    assert finding.params["own"] == "книга.xlsx · Продажи"


def test_an_order_before_its_lead_is_told():
    leads = table("Дата создания | Номер лида\n05.10.2026 | Л1", "Лиды")
    sales = table(
        "Дата | Номер заказа | Номер лида | Выручка\n04.10.2026 | 1 | Л1 | 5\n06.10.2026 | 2 | Л1 | 5", "Продажи"
    )
    assert find(snap(leads, sales), "sold_before_lead").params["count"] == 1


class TestChannels:
    def test_spellings_fold_and_the_usual_one_is_shown_everywhere(self):
        one = orders((1, "1", "яндекс директ", 5.0), (2, "2", "Яндекс.Директ", 5.0), (3, "3", "Партнёры", 5.0))
        other = spend((1, "Яндекс.Директ", 5.0), (1, "партнеры", 1.0), sheet="Расходы")
        snapshot = snap(one, other)
        assert values(snapshot, "orders", "channel") == ["Яндекс.Директ", "Яндекс.Директ", "Партнёры"]
        assert values(snapshot, "spend", "channel") == ["Яндекс.Директ", "Партнёры"]

    def test_the_first_spelling_wins_among_equals(self):
        assert set(values(snap(orders((1, "1", "SEO", 5.0), (2, "2", "seo", 5.0))), "orders", "channel")) == {"SEO"}

    @pytest.mark.parametrize("blank", ["", " ", "-", "—", "(not set)"])
    def test_a_blank_channel_is_missing(self, blank):
        assert values(snap(orders((1, "1", blank, 5.0), (2, "2", "А", 5.0))), "orders", "channel") == [None, "А"]

    def test_the_channels_table_translates(self):
        told = table(
            "Как записано | Канал | Платный\nyandex_cpc | Яндекс Директ | да\nfb | VK | нет\norganic | SEO |", "Каналы"
        )
        sales = table(
            "Дата | Номер заказа | utm_source | Выручка\n01.10.2026 | 1 | Yandex_CPC | 5\n01.10.2026 | 2 | organic | 5",
            "Продажи",
        )
        costs = spend((1, "яндекс директ", 5.0), (2, "яндекс директ", 5.0), sheet="Расходы")
        snapshot = snap(told, sales, costs)
        assert values(snapshot, "orders", "channel") == ["Яндекс Директ", "SEO"]
        assert values(snapshot, "spend", "channel") == ["Яндекс Директ"] * 2
        assert snapshot.paid == {"Яндекс Директ": True, "VK": False}

    def test_kpi_toml_translates(self):
        snapshot = snap(orders((1, "1", "fb", 5.0)), channels={"FB": "Facebook"})
        assert values(snapshot, "orders", "channel") == ["Facebook"]

    def test_a_channel_only_of_left_out_rows_is_no_channel(self):
        rows = "Дата | Заказ | Канал | Выручка | Статус\n01.10.2026 | 1 | А | 5 | Отменён\n01.10.2026 | 2 | Б | 5 | ок"
        assert list(snap(table(rows, "Продажи")).tables["orders"].frame["channel"].cat.categories) == ["Б"]


class TestCurrency:
    def test_the_currency_of_the_report_needs_no_word(self):
        assert "currency_differs" not in codes(snap(table("Дата | Расход, ₽\n01.10.2026 | 5", "Расходы")))

    def test_another_is_told(self):
        snapshot = snap(table("Дата | Расход, $\n01.10.2026 | 5", "Расходы"), settings=Settings(currency="RUB"))
        assert find(snapshot, "currency_differs").params["found"] == ["USD"]


def test_constants_tell_two_shops_apart():
    one, other = (grid([["Дата", "Выручка"], [dt.date(2026, 10, 1), 5.0]], f"Продажи {n}") for n in (1, 2))
    told = [(each, SourceSpec(constants={"channel": name})) for each, name in ((one, "Сайт"), (other, "Магазин"))]
    assert snap(*told).tables["orders"].conflict is None
