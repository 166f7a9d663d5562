"""Tables of the analyses, reckoned by hand; the small workbook stands in conftest.py."""

from __future__ import annotations

from datetime import datetime

import pytest

from addin.functions import FUNCTIONS, MISSING
from tests.addin.conftest import SALES, SPEND, day, workbook_of


def asked(book, name, *arguments):
    return FUNCTIONS[f"KPI_{name}"].call(book, *arguments)


def plain(rows):
    """With ordinary spaces."""
    return [[cell.replace("\u00a0", " ") if isinstance(cell, str) else cell for cell in row] for row in rows]


def rectangular(rows):
    return len({len(row) for row in rows}) == 1 and not any(cell is None for row in rows for cell in row)


BRIDGE = ["Что изменило выручку", "Сумма", "Доля исходной выручки"]
SMALL = ["Малая база: меньше 20 событий.", "", ""]


class TestBridge:
    """September: 3 orders for 6000, 2000 each in both channels.

    October: Яндекс 3 for 5000, VK 1 for 5000, SEO 1 for 400.
    """

    def test_parts_add_up_to_the_change(self, ask):
        """Two orders more at 2000; SEO's check is 1600 below the mean; Яндекс lost 1000 in checks, VK gained 3000."""
        cells = plain(ask("BRIDGE"))
        assert cells == [
            BRIDGE,
            ["сентябрь 2026", 6000.0, 1.0],
            ["Число заказов", 4000.0, pytest.approx(4 / 6)],
            ["Доли каналов", -1600.0, pytest.approx(-1.6 / 6)],
            ["Средний чек", 2000.0, pytest.approx(2 / 6)],
            ["октябрь 2026", 10400.0, pytest.approx(10.4 / 6)],
            SMALL,
        ]

    @pytest.mark.parametrize("against", ["м/м", "mom", [["м/м"]]])
    def test_the_same_said_in_other_ways(self, ask, against):
        assert ask("BRIDGE", "окт 2026", against, "нет") == ask("BRIDGE", MISSING, MISSING, False) == ask("BRIDGE")

    def test_no_base_and_no_plan_are_told_in_words(self, ask):
        assert ask("BRIDGE", MISSING, "г/г") == [BRIDGE, ["нет прошлого периода для сравнения", "", ""]]
        assert ask("BRIDGE", MISSING, "план") == [BRIDGE, ["план не задан", "", ""]]
        assert ask("BRIDGE", "2025-03")[1][0] == "нет данных за период"

    def test_against_a_plan_of_the_total(self):
        """Planned: 4 orders for 8000. One order more at 2000, and 400 more in checks; no plan by channel, so no mix."""
        plan = [["Месяц", "Показатель", "План"], [day(10, 1), "Выручка", 8000.0], [day(10, 1), "Заказы", 4.0]]
        cells = plain(asked(workbook_of(Продажи=SALES, План=plan), "BRIDGE", MISSING, "план"))
        assert [row[:2] for row in cells[1:]] == [
            ["План", 8000.0], ["Число заказов", 2000.0], ["Средний чек", 400.0], ["октябрь 2026", 10400.0],
        ]  # fmt: skip

    @pytest.mark.parametrize("yes", [True, 1.0, "да", "TRUE", "истина"])
    def test_leads_and_conversion(self, yes):
        """Twice the leads at the same conversion: all of the 500 is leads."""
        total = [
            ["Месяц", "Лиды", "Заказы", "Выручка"],
            [day(9, 1), 100.0, 10.0, 500.0],
            [day(10, 1), 200.0, 20.0, 1000.0],
        ]
        cells = asked(workbook_of(Сводка=total), "BRIDGE", MISSING, MISSING, yes)
        assert [row[1] for row in cells if row[0] in ("Число лидов", "Конверсия в заказ")] == [500.0, 0.0]
        assert not [row for row in cells if row[0] == "Число заказов"]

    def test_without_leads_it_is_said_that_they_are_missing(self, ask):
        cells = ask("BRIDGE", MISSING, MISSING, True)
        assert cells[:6] == ask("BRIDGE")[:6]
        assert cells[6][0] == "На лиды и конверсию не разделено: нет данных за период."

    def test_an_unfinished_month_says_so(self):
        """Ten days of November against the whole of October: the figures stand, and the line below tells."""
        book = workbook_of(Продажи=[*SALES, [day(11, 10), "VK", "к8", "з9", 700.0]])
        assert plain(asked(book, "BRIDGE"))[-2][0] == "октябрь 2026"
        cells = plain(asked(book, "BRIDGE", "2026-11"))
        assert cells[5][:2] == ["ноябрь 2026", 700.0]
        assert any(row[0] == "Период не закончен." for row in cells[6:]), cells[6:]

    def test_english(self):
        english = [
            ["Date", "Order ID", "Revenue"],
            [datetime(2026, 9, 30), "1", 5.0],
            [datetime(2026, 10, 31), "2", 5.0],
        ]
        cells = asked(workbook_of(Orders=english), "BRIDGE")
        assert cells[0] == ["What changed revenue", "Amount", "Share of the starting revenue"]
        assert rectangular(cells)


class TestContribution:
    def test_by_hand(self, ask):
        """CAC 900 / 3 = 300, then 1300 / 4 = 325.

        Яндекс (1000 − 300·2) / 4 = 100; VK (200 − 300) / 4 = −25; SEO −300 / 4 = −75; Email 100 / 4 = 25.
        SEO has a customer and no row of spend: as KPI_CAC says #N/A for it, no cost of 0 is shown (rule R3).
        """
        cells = plain(ask("CONTRIBUTION", "САС"))
        label = "Стоимость привлечения клиента, "
        assert cells[:6] == [
            ["Канал", label + "сентябрь 2026", label + "октябрь 2026", "Вклад в изменение"],
            ["Яндекс", 300.0, 500.0, 100.0],
            ["SEO", "", "", -75.0],
            ["VK", 300.0, 200.0, -25.0],
            ["Email", "", "", 25.0],
            ["Итого", 300.0, 325.0, 25.0],
        ]
        assert all(row[0] and row[1:] == ["", "", ""] for row in cells[6:])

    def test_another_cost_and_other_reasons(self, ask):
        assert ask("CONTRIBUTION", "CPO", "2026-10")[0][1].startswith("CPO")
        assert ask("CONTRIBUTION", "CPL")[1] == ["нет данных за период", "", "", ""]
        assert ask("CONTRIBUTION", "cac", MISSING, "г/г")[1][0] == "нет прошлого периода для сравнения"

    def test_only_costs_can_be_split(self, ask):
        assert ask("CONTRIBUTION", "ctr") == ask("CONTRIBUTION", "погода") == ask("CONTRIBUTION", MISSING) == "#VALUE!"
        assert ask("CONTRIBUTION", "") == "#N/A"


QUADRANT = [
    "Канал", "Расходы на рекламу", "Новые клиенты", "Доля расходов", "Доля результата", "Индекс", "Индекс не ниже",
    "Индекс не выше", "Цена результата", "Вывод", "Пояснение",
]  # fmt: skip
TOTALS = [["Месяц", "Канал", "Расходы на рекламу", "Новые клиенты"],
          [day(10, 1), "Директ", 200_000.0, 140.0], [day(10, 1), "VK", 150_000.0, 80.0],
          [day(10, 1), "Блогеры", 140_000.0, 10.0]]  # fmt: skip


class TestQuadrant:
    def test_shares_index_and_verdicts(self):
        """Of 490 000 and 230 customers Директ has 200 000 and 140."""
        cells = asked(workbook_of(Сводка=TOTALS), "QUADRANT")
        assert rectangular(cells)
        assert cells[0] == QUADRANT
        direct = next(row for row in cells if row[0] == "Директ")
        assert direct[1:3] == [200_000.0, 140]
        assert direct[3:6] == pytest.approx([20 / 49, 14 / 23, 14 / 23 / (20 / 49)])
        assert direct[6] < direct[5] < direct[7]
        assert direct[8] == pytest.approx(200_000 / 140)
        assert {row[0]: row[9] for row in cells[1:4]} == {"Директ": "усилить", "VK": "", "Блогеры": "разобраться"}
        assert next(row for row in cells if row[0] == "VK")[10].startswith("Отличие от остальных каналов в пределах")
        assert cells[-1][0].startswith("Средняя отдача канала — не отдача следующего рубля")

    def test_money_without_a_customer_has_a_bound(self):
        """30 000 ÷ 2.9957 = 10 014."""
        totals = [TOTALS[0], [day(10, 1), "А", 30_000.0, 60.0], [day(10, 1), "Б", 30_000.0, 0.0]]
        cells = plain(asked(workbook_of(Сводка=totals), "QUADRANT"))
        row = next(row for row in cells if row[0] == "Б")
        assert (row[8], row[9]) == ("", "съедает бюджет")
        assert "CAC не ниже 10 014 ₽" in row[10]

    def test_no_verdict_without_a_year_of_history_and_none_on_unmatched_channels(self, ask):
        cells = ask("QUADRANT", "2026-10")
        assert [row[9] for row in cells[1:-1]] == [""] * 4
        remarks = {row[0]: row[10] for row in cells[1:-1]}
        assert remarks["Яндекс"].startswith("История короче 12 месяцев")
        assert "называ" in remarks["Email"] or "назван" in remarks["Email"]

    def test_a_month_without_data(self, ask):
        assert ask("QUADRANT", "2025-01")[1:] == [["нет данных за период", *[""] * 10]]


LATE = [["Дата", "Канал", "Клиент", "Номер заказа", "Выручка"],
         [day(7, 5), "SEO", "Anna", "1", 100.0], [day(7, 31), "SEO", "Boris", "2", 60.0],
         [day(8, 1), "VK", "Anna", "3", 40.0], [day(9, 10), "SEO", "Boris", "4", 20.0],
         [day(9, 11), "VK", "Vera", "5", 30.0], [day(10, 20), "VK", "Vera", "6", 5.0]]  # fmt: skip
COSTS = [["Дата", "Канал", "Расход"], [day(7, 1), "SEO", 120.0], [day(9, 1), "VK", 90.0]]


@pytest.fixture(scope="module")
def shop():
    return workbook_of(Продажи=LATE, Расходы=COSTS)


class TestCohorts:
    """Anna: July 100, August 40. Boris: July 60, September 20. Vera: September 30. Sales end on 20 October."""

    @pytest.mark.parametrize("kind", ["удержание", "Retention", [["удержание"]]])
    def test_retention(self, shop, kind):
        """Of July's two, Anna is back in August, Boris in September; neither in October, which is not over: not 0."""
        cells = plain(asked(shop, "COHORTS", kind))
        assert cells[0][:4] == ["Когорта", "Клиенты", "0 мес.", "1 мес."]
        assert cells[1][:6] == ["июль 2026", 2.0, 1.0, 0.5, 0.5, "созреет 31.10.2026"]
        assert cells[2][:4] == ["сентябрь 2026", 1.0, 1.0, "созреет 31.10.2026"]
        assert rectangular(cells)

    def test_of_a_channel(self, shop):
        assert asked(shop, "COHORTS", "удержание", "seo")[1][1] == 2.0
        assert asked(shop, "COHORTS", "удержание", "Радио") == "#N/A"

    def test_ltv_tells_that_revenue_stands_for_profit(self, shop):
        """July: 160 ÷ 2, then 200 ÷ 2, then 220 ÷ 2."""
        cells = asked(shop, "COHORTS", "LTV")
        assert cells[1][2:5] == [80.0, 100.0, 110.0]
        assert cells[-1][0].startswith("Себестоимость известна не для всех заказов")

    def test_payback(self, shop):
        """July: 120 for two customers is 60, and each brought 80 at once. September: 90 for one who brought 35."""
        header, july, *_, september = asked(shop, "COHORTS", "окупаемость")
        assert header[2:] == ["CAC", "LTV", "LTV : CAC", "Окупаемость, мес."]
        assert (july[2], july[5]) == (60.0, 0.0)
        assert september[2] == 90.0
        assert september[5].startswith("> ")

    def test_conversion_needs_leads(self, shop):
        cells = asked(shop, "COHORTS", "конверсия")
        assert cells[0][1:3] == ["Лиды", "7 дн."]
        assert cells[1][0] == "нет данных за период"

    def test_conversion_of_leads(self):
        """Three leads of July: one won after 5 days, one after 40, one not."""
        leads = [["Дата", "Номер лида", "Канал", "Продажа", "Дата продажи"],
                 [day(7, 1), "1", "VK", "да", day(7, 6)], [day(7, 2), "2", "VK", "да", day(8, 11)],
                 [day(7, 3), "3", "VK", "нет", None], [day(10, 31), "4", "VK", "нет", None]]  # fmt: skip
        cells = asked(workbook_of(Лиды=leads), "COHORTS", "конверсия")
        assert cells[1][1:7] == [3.0, *[pytest.approx(each / 3) for each in (1, 1, 1, 2, 2)]]

    def test_wrong_kind(self, shop):
        assert [asked(shop, "COHORTS", kind) for kind in ("", "погода", MISSING, 5.0, "#REF!")] == [
            "#N/A", "#VALUE!", "#VALUE!", "#VALUE!", "#REF!",
        ]  # fmt: skip


FACTS = [["Месяц", "Лиды", "Заказы", "Клики"], [day(10, 1), 22.0, 17.0, 30.0]]
WEIGHTS = [["Месяц", "Показатель", "План", "Вес"], [day(10, 1), "Лиды", 20.0, 50.0], [day(10, 1), "Заказы", 20.0, 25.0],
        [day(10, 1), "Клики", 20.0, 25.0]]  # fmt: skip


class TestScorecard:
    def test_the_published_example(self):
        """inter-hr.ru: weights 0.5, 0.25, 0.25, plans of 20, facts 22, 17, 30: 0.55 + 0.2125 + 0.375 = 1.1375."""
        cells = asked(workbook_of(Сводка=FACTS, План=WEIGHTS), "SCORECARD")
        assert cells[0] == [
            "Показатель", "Вес", "База", "Норма", "Цель", "Факт", "Результат", "Вес × результат", "Примечание",
        ]  # fmt: skip
        assert [row[:8] for row in cells[1:5]] == [
            ["Лиды", 0.5, "", "", 20.0, 22.0, 1.1, 0.55],
            ["Заказы", 0.25, "", "", 20.0, 17.0, 0.85, 0.2125],
            ["Клики", 0.25, "", "", 20.0, 30.0, 1.5, 0.375],
            ["Итого", 1.0, "", "", "", "", "", 1.1375],
        ]
        assert cells[5][0] == "К выплате, доля премии"
        assert rectangular(cells)

    def test_without_weights_the_reason_stands_in_words(self, ask):
        header, *rows = ask("SCORECARD", "окт 2026")
        assert rows == [
            ["В плане на месяц нет ни одного веса, поэтому результат не считается. Заполните столбец «Вес».", *[""] * 8]
        ]
        assert len(header) == 9

    def test_weights_that_do_not_add_up(self):
        plan = [*WEIGHTS[:3]]
        cells = plain(asked(workbook_of(Сводка=FACTS, План=plan), "SCORECARD", "2026-10"))
        assert cells[-2][7] == ""
        assert "Веса дают 75,0 %, а не 100 %" in cells[-2][8]

    def test_settings_of_the_workbook_hold(self):
        """A bonus of 10 000 at a result of 1.1375: the usual scale pays 113.75 %."""
        settings = [["Параметр", "Значение"], ["Премия", 10_000.0]]
        book = workbook_of(Сводка=FACTS, План=WEIGHTS, Настройки=settings)
        assert book.cube().snapshot.settings.bonus == 10_000
        assert asked(book, "SCORECARD")[-1][0::7] == ["Премия", 11375.0]

    def test_a_result_set_by_hand_counts_and_is_told(self):
        """Leads at 0.9 and not 1.1: 0.45 + 0.2125 + 0.375 = 1.0375."""
        signed = [["Месяц", "Показатель", "Результат", "Кто", "Почему"],
                  [day(10, 1), "Лиды", 0.9, "Петрова", "Две недели не работала форма"]]  # fmt: skip
        book = workbook_of(Сводка=FACTS, План=WEIGHTS, Корректировки=signed)
        cells = plain(asked(book, "SCORECARD"))
        assert cells[1][6:8] == [0.9, 0.45]
        assert "Петрова" in cells[1][8]
        assert cells[4][7] == 1.0375

    def test_only_a_month_has_one(self, ask):
        assert [ask("SCORECARD", cell) for cell in ("2026-Q4", "скоро", "", "#REF!")] == [
            "#VALUE!", "#VALUE!", "#N/A", "#REF!",
        ]  # fmt: skip


class TestSuggest:
    def test_the_names_feed_the_other_functions(self, ask):
        header, *picks, opening = ask("SUGGEST")
        assert header == ["Показатель", "Почему"]
        assert [row[0] for row in picks] == ["Рост продаж к прошлому месяцу", "Средний чек", "ДРР"]
        assert opening == ["По данным это магазин: заказы идут без заявок, покупают чаще всего разово.", ""]
        assert ask("TABLE", [[row[0] for row in picks]])[1][1:] == [
            pytest.approx(10400 / 6000 - 1), 10400 / 5, 1300 / 10400,
        ]  # fmt: skip


def test_periods_in_the_tables_are_read_back(ask):
    """«октябрь 2026» with its no-break space is a period for any function."""
    cells = ask("BRIDGE")
    assert ask("REVENUE", [[cells[1][0]], [cells[5][0]]]) == [[6000.0], [10400.0]]


@pytest.mark.parametrize(
    ("name", "before"),
    [("BRIDGE", ()), ("CONTRIBUTION", ("cac",)), ("QUADRANT", ())],
)
def test_periods_and_bases_that_are_none(ask, name, before):
    assert [ask(name, *before, cell) for cell in ("", "скоро", "#NUM!")] == ["#N/A", "#VALUE!", "#NUM!"]
    if name != "QUADRANT":
        assert ask(name, *before, MISSING, "завтра") == "#VALUE!"


def test_a_flag_that_is_none(ask):
    assert ask("BRIDGE", MISSING, MISSING, "может быть") == "#VALUE!"
    assert ask("BRIDGE", MISSING, MISSING, "#N/A") == "#N/A"


@pytest.mark.parametrize("name", ["BRIDGE", "QUADRANT", "SCORECARD", "SUGGEST"])
def test_every_table_speaks_english_where_the_workbook_does(name):
    sales = [["Date", "Channel", "Customer", "Order ID", "Revenue"], *SALES[1:]]
    spend = [["Date", "Channel", "Spend"], *SPEND[1:]]
    cells = asked(workbook_of(Orders=sales, Spend=spend), name)
    texts = [cell for row in cells for cell in row if isinstance(cell, str) and cell not in ("Яндекс",)]
    assert rectangular(cells)
    assert not any("а" <= letter <= "я" for text in texts for letter in text.lower())
