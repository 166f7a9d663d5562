"""Cells that judge: against scipy, against plans worked by hand, and on a month that is under way."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from addin.functions import FUNCTIONS, MISSING
from tests.addin.conftest import day, workbook_of

stats = pytest.importorskip("scipy.stats")


def asked(book, name, *arguments):
    return FUNCTIONS[f"KPI_{name}"].call(book, *arguments)


def summary(*rows, header=("Месяц", "Канал", "Лиды", "Клики", "Показы")):
    return workbook_of(Сводка=[list(header), *[list(row) for row in rows]])


@pytest.fixture(scope="module")
def firm():
    """Leads of September (30 days) and October (31 days): А 100 → 150, and five channels 100 → 104."""
    channels = {"А": 150.0, **dict.fromkeys("БВГДЕ", 104.0)}
    return summary(
        *((day(9, 1), name, 100.0, 50.0, 1000.0) for name in channels),
        *((day(10, 1), name, count, 50.0, 1000.0) for name, count in channels.items()),
    )


def p_of(before: int, after: int) -> float:
    return stats.binomtest(after, before + after, 31 / 61).pvalue


class TestSignificant:
    def test_true_and_false(self, firm):
        """600 → 670 leads; 300 clicks of 6000 shows in both months."""
        assert asked(firm, "SIGNIFICANT", "Лиды") is bool(p_of(600, 670) < 0.05) is False
        assert asked(firm, "SIGNIFICANT", "CTR") is False
        assert asked(firm, "SIGNIFICANT", "Лиды", "2026-10", "А", "м/м") is True

    def test_channels_are_adjusted_for_their_number_as_in_the_report(self):
        """By itself А would pass at 5 %; of six channels none is beyond chance. One cell or a range: the same."""
        counts = {"А": 135.0, **dict.fromkeys("БВГДЕ", 104.0)}
        assert 0.05 / 6 < p_of(97, 135) < 0.05
        book = summary(
            *((day(9, 1), name, 97.0 if name == "А" else 100.0, 50.0, 1000.0) for name in counts),
            *((day(10, 1), name, count, 50.0, 1000.0) for name, count in counts.items()),
        )
        assert asked(book, "SIGNIFICANT", "leads", MISSING, " а ") is False
        assert asked(book, "SIGNIFICANT", "leads", MISSING, [["А"], ["Б"], ["Итого"]]) == [[False], [False], [False]]

    def test_spills(self, firm):
        cells = asked(firm, "SIGNIFICANT", [["leads", "погода"]], "2026-10", [["А"], [""]])
        assert cells == [[True, "#VALUE!"], [False, "#VALUE!"]]

    def test_what_cannot_be_tested(self, firm, ask):
        assert ask("SIGNIFICANT", "spend") == "#N/A"
        assert ask("SIGNIFICANT", "cac") == "#N/A", "a month of history"
        assert asked(firm, "SIGNIFICANT", "leads", "2026-09") == "#N/A"
        assert asked(firm, "SIGNIFICANT", "leads", MISSING, "Радио") == "#N/A"
        assert asked(firm, "SIGNIFICANT", "leads", MISSING, MISSING, "план") == "#N/A"

    def test_wrong_arguments(self, firm):
        assert asked(firm, "SIGNIFICANT", "leads", "") == "#N/A"
        assert asked(firm, "SIGNIFICANT", "leads", "скоро") == "#VALUE!"
        assert asked(firm, "SIGNIFICANT", "leads", MISSING, "#REF!") == "#REF!"
        assert asked(firm, "SIGNIFICANT", "leads", MISSING, MISSING, "завтра") == "#VALUE!"

    def test_each_question_is_tested_once(self, firm, monkeypatch):
        from kpi_core.analysis import significance

        asked(firm, "SIGNIFICANT", "leads", MISSING, "Б")
        monkeypatch.setattr(significance, "significant_channels", None)
        assert asked(firm, "SIGNIFICANT", "Лиды", "2026-10", [["А"], ["Е"]]) == [[True], [False]]


class TestVerdict:
    def test_in_words(self, firm):
        assert asked(firm, "VERDICT", "leads").startswith("Разница в пределах обычного разброса")
        assert asked(firm, "VERDICT", "leads", MISSING, "А").startswith("Разница больше обычного разброса")

    def test_why_not(self, ask, firm):
        assert ask("VERDICT", "spend").endswith("расходы зависят от решения, а не от случая.")
        assert asked(firm, "VERDICT", "leads", "2026-09").endswith("нет прошлого периода для сравнения.")
        assert asked(firm, "VERDICT", [["leads"], ["погода"], [""]], "2026-09")[1:] == [["#VALUE!"], ["#N/A"]]


PLAN = [["Месяц", "Показатель", "План", "Канал"],
        [day(10, 1), "Лиды", 100.0, None], [day(10, 1), "Заказы", 105.0, None], [day(10, 1), "Выручка", 1100.0, None],
        [day(10, 1), "Лиды", 60.0, "VK"], [day(10, 1), "CPL", 5.0, None]]  # fmt: skip


@pytest.fixture(scope="module")
def planned():
    """100 leads, 100 orders for 1000, 500 spent."""
    header = ("Месяц", "Канал", "Лиды", "Заказы", "Выручка", "Расходы на рекламу")
    rows = ((day(10, 1), "VK", 58.0, 60.0, 500.0, 500.0), (day(10, 1), "SEO", 42.0, 40.0, 500.0, 0.0))
    return workbook_of(Сводка=[list(header), *map(list, rows)], План=PLAN)


class TestStatus:
    def test_on_plan_near_miss_off_plan(self, planned):
        """100 of 100; 100 of 105 is 95.2 %; 1000 of 1100 is 90.9 %; 58 of 60 is 96.7 %; CPL 5 of 5."""
        cells = asked(planned, "STATUS", [["Лиды"], ["Заказы"], ["Выручка"], ["CPL"]])
        assert cells == [["в плане"], ["на грани"], ["вне плана"], ["в плане"]]
        assert asked(planned, "STATUS", "leads", "2026-10", [["VK"], ["SEO"], ["Радио"]]) == [
            ["на грани"], ["#N/A"], ["#N/A"],
        ]  # fmt: skip

    def test_what_decides_is_the_rounded_attainment(self):
        """9995 of 10 000 is shown as 100.0 %, 9994 as 99.9 %."""

        def book(leads):
            plan = [["Месяц", "Показатель", "План"], [day(10, 1), "Лиды", 10_000.0]]
            return workbook_of(Сводка=[["Месяц", "Лиды"], [day(10, 1), leads]], План=plan)

        assert [asked(book(leads), "STATUS", "leads") for leads in (9_995.0, 9_994.0)] == ["в плане", "на грани"]

    def test_no_plan_no_value_and_no_judgement(self, ask, planned):
        assert ask("STATUS", "orders") == "#N/A"
        assert ask("STATUS", "cac", "2026-09") == "#N/A"
        assert ask("STATUS", "cac") == "без оценки", "a month of history: new customers may be old ones"
        assert ask("STATUS", "revenue") == "вне плана", "10 400 of 13 000"
        assert asked(planned, "STATUS", "погода") == "#VALUE!"
        assert asked(planned, "STATUS", "leads", "") == "#N/A"

    def test_a_cost_without_results_is_the_error_of_the_cost_itself(self):
        plan = [["Месяц", "Показатель", "План"], [day(10, 1), "CPL", 5.0]]
        book = workbook_of(Сводка=[["Месяц", "Лиды", "Расходы на рекламу"], [day(10, 1), 0.0, 500.0]], План=plan)
        assert asked(book, "STATUS", "CPL") == asked(book, "CPL") == "#DIV/0!"

    def test_an_unfinished_month_is_not_judged(self):
        plan = [["Месяц", "Показатель", "План"], [day(10, 1), "Выручка", 3_100.0]]
        assert asked(daily(20, План=plan), "STATUS", "revenue", "2026-10") == "без оценки"

    def test_english(self):
        plan = [["Month", "KPI", "Target"], [day(10, 1), "Leads", 100.0], [day(10, 1), "Orders", 11.0]]
        facts = [["Month", "Leads", "Orders"], [day(10, 1), 100.0, 10.0]]
        cells = asked(workbook_of(Summary=facts, Targets=plan), "STATUS", [["Leads", "Orders"]])
        assert cells == [["on plan", "off plan"]]


def daily(last: int, **tables):
    """An order of 100 a day, from 1 January to so many days of October 2026."""
    first = datetime(2026, 1, 1)
    days = [first + timedelta(n) for n in range((day(10, last) - first).days + 1)]
    sales = [["Дата", "Канал", "Номер заказа", "Выручка"], *[[each, "SEO", f"з{each:%j}", 100.0] for each in days]]
    return workbook_of(Продажи=sales, **tables)


@pytest.fixture(scope="module")
def running():
    """2000 in 20 days of 31, as steady in every month before: 3100, and a range of no width."""
    return daily(20)


class TestForecast:
    def test_the_month_under_way(self, running):
        assert str(running.cube().report_month) == "2026-09"
        assert asked(running, "FORECAST", "revenue") == pytest.approx(3_100)
        assert asked(running, "FORECAST", "Заказы", "окт 2026", "seo") == pytest.approx(31)

    def test_a_month_that_is_over_is_the_actual(self, running):
        assert asked(running, "FORECAST", "revenue", "2026-09") == 3_000.0
        assert asked(running, "FORECAST", "revenue", [["2026-09"], ["2026-10"]]) == [[3_000.0], [pytest.approx(3_100)]]

    @pytest.mark.parametrize("word", ["range", "вилка", "Диапазон", [["вилка"]]])
    def test_the_range_side_by_side(self, running, word):
        assert asked(running, "FORECAST", "revenue", MISSING, MISSING, word) == [[pytest.approx(3_100)] * 3]

    def test_its_ends_from_the_band_of_three_shops(self):
        """July to 20 October: three months of its own are too few; day 20 of 31 has 0.09 · 1.9 = 17.1 % either way."""
        first = datetime(2026, 7, 1)
        sales = [["Дата", "Номер заказа", "Выручка"]]
        sales += [[first + timedelta(n), f"з{n}", 100.0] for n in range(112)]
        book = workbook_of(Продажи=sales)
        edges = [["низ", "прогноз", "верх"]]
        low, point, high = asked(book, "FORECAST", "revenue", MISSING, MISSING, edges)[0]
        assert point == pytest.approx(3_100)
        assert low == pytest.approx(3_100 * (1 - 0.171), rel=1e-3)
        assert low < point < high
        assert asked(book, "FORECAST", "revenue", MISSING, MISSING, "low") == low
        assert asked(book, "FORECAST", "revenue", MISSING, MISSING, "ВЕРХ") == high
        assert asked(book, "FORECAST", [["revenue"], ["cac"]], MISSING, MISSING, "range") == [
            [low, point, high], ["#N/A"] * 3,
        ]  # fmt: skip

    @pytest.mark.parametrize(("last", "cell"), [(6, "#N/A"), (7, pytest.approx(3_100))])
    def test_none_before_the_seventh_day(self, last, cell):
        assert asked(daily(last), "FORECAST", "revenue") == cell

    def test_ratios_do_not_add_up_over_days(self, running):
        assert asked(running, "FORECAST", [["average_check"], ["sales_growth_mom"]]) == [["#N/A"], ["#N/A"]]
        assert asked(running, "FORECAST", "revenue", "всё") == "#N/A"
        assert asked(running, "FORECAST", "revenue", "2026-12") == "#N/A"
        assert asked(running, "FORECAST", "revenue", MISSING, "Радио") == "#N/A"

    def test_in_words(self, running):
        text = asked(running, "FORECAST", "revenue", MISSING, MISSING, "словами").replace("\u00a0", " ")
        assert text.startswith("Выручка, прогноз на октябрь 2026: от 3 100 ₽")
        assert "прошлых месяцах этой фирмы" in text
        assert "седьмого дня" in asked(daily(6), "FORECAST", "revenue", MISSING, MISSING, "words")
        why = asked(running, "FORECAST", "average_check", MISSING, MISSING, "словами")
        assert why.endswith("показатель не складывается по дням.")

    def test_wrong_arguments(self, running):
        assert asked(running, "FORECAST", "revenue", MISSING, MISSING, "середина") == "#VALUE!"
        assert asked(running, "FORECAST", "revenue", MISSING, MISSING, [["низ"], ["вилка"]])[1] == ["#VALUE!"]
        assert asked(running, "FORECAST", "revenue", MISSING, MISSING, "") == pytest.approx(3_100)
        assert asked(running, "FORECAST", "", "скоро") == "#N/A"
        assert asked(running, "FORECAST", "revenue", "скоро") == "#VALUE!"
        assert asked(running, "FORECAST", "revenue", MISSING, MISSING, "#REF!") == "#REF!"
