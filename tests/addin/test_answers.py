"""Cells of a workbook reckoned by hand; the figures stand in conftest.py."""

from __future__ import annotations

from datetime import datetime

import pytest

from addin.functions import FUNCTIONS, MISSING, OpenWorkbook
from addin.tables import grid_of
from tests.addin.conftest import SALES, SPEND, Unreadable, workbook_of

SERIAL_OCTOBER = 46296.0


class TestKpi:
    def test_no_arguments_report_month_all_channels(self, ask):
        assert ask("CAC") == 1300 / 4

    @pytest.mark.parametrize(
        "period", [SERIAL_OCTOBER, datetime(2026, 10, 5), "2026-10", "окт 2026", "01.10.2026-31.10.2026"]
    )
    def test_ways_to_say_october(self, ask, period):
        assert ask("CAC", period) == 325.0

    def test_a_year_as_a_number_and_a_quarter(self, ask):
        """2026 up to now: 2200 spent, seven new customers."""
        assert ask("CAC", 2026.0) == ask("CAC", "2026") == pytest.approx(2200 / 7)
        assert ask("CAC", "2026-Q3") == 900 / 3

    @pytest.mark.parametrize(("channel", "cell"), [
        ("Яндекс", 500.0), (" яндекс. ", 500.0),
        ("VK", 200.0), ("SEO", "#N/A"), ("Email", "#DIV/0!"), ("e-mail", "#DIV/0!"),
        ("Радио", "#N/A"), ("", 325.0), (None, 325.0), (MISSING, 325.0), ("Итого", 325.0), ("#REF!", "#REF!"),
    ])  # fmt: skip
    def test_channels(self, ask, channel, cell):
        assert ask("CAC", "2026-10", channel) == cell

    def test_a_channel_named_by_a_number(self):
        sales = [[cell if cell != "SEO" else 2026.0 for cell in row] for row in SALES]
        book = workbook_of(Продажи=sales, Расходы=SPEND)
        assert [FUNCTIONS["KPI_REVENUE"].call(book, 2026.0, cell) for cell in (2026.0, 2026, "2026")] == [400.0] * 3

    def test_blank_period_wrong_period_and_error(self, ask):
        assert [ask("CAC", cell) for cell in ("", None, 0.0)] == ["#N/A"] * 3
        assert ask("CAC", "скоро") == "#VALUE!"
        assert ask("CAC", "#DIV/0!") == "#DIV/0!"
        assert ask("CAC", "#NUM!", "#REF!") == "#NUM!"

    def test_a_month_without_rows_is_missing_and_not_zero(self, ask):
        assert ask("REVENUE", "2025-03") == "#N/A"
        assert ask("SALES_GROWTH_YOY") == "#N/A"

    def test_periods_down_and_channels_across_spill_from_one_call(self, ask):
        cells = ask("REVENUE", [["2026-09"], ["2026-10"], [""]], [["Яндекс", "VK", "Итого"]])
        assert cells == [[4000.0, 2000.0, 6000.0], [5000.0, 5000.0, 10400.0], ["#N/A"] * 3]

    def test_an_omitted_period_goes_with_a_range_of_channels(self, ask):
        assert ask("ORDERS", MISSING, [["Яндекс"], ["SEO"]]) == [[3.0], [1.0]]


class TestChange:
    """CAC: 900 / 3 in September, 1300 / 4 in October, 260 planned."""

    def test_relative(self, ask):
        assert ask("CHANGE", "cac") == ask("CHANGE", "САС", "2026-10", MISSING, "м/м") == pytest.approx(325 / 300 - 1)

    def test_against_plan(self, ask):
        assert ask("CHANGE", "CAC", MISSING, MISSING, "план") == pytest.approx(325 / 260 - 1)

    def test_no_base_no_plan(self, ask):
        assert ask("CHANGE", "CAC", MISSING, MISSING, "г/г") == "#N/A"
        assert ask("CHANGE", "CAC", "2026-09", MISSING, "plan") == "#N/A"

    def test_a_difference_for_percents(self, ask):
        """ДРР: 900 / 6000 = 15 %, then 1300 / 10400 = 12.5 %."""
        assert ask("CHANGE", "ДРР") == pytest.approx(-0.025)

    def test_wrong_arguments(self, ask):
        assert ask("CHANGE", "погода") == "#VALUE!"
        assert ask("CHANGE", "cac", "2026-10", "", "завтра") == "#VALUE!"
        assert ask("CHANGE", "cac", "") == "#N/A"
        assert ask("CHANGE", "#NAME?", "скоро") == "#NAME?"

    def test_spills(self, ask):
        cells = ask("CHANGE", [["cac"], ["revenue"]], "2026-10", MISSING, [["mom", "plan"]])
        assert cells == [
            [pytest.approx(325 / 300 - 1), pytest.approx(325 / 260 - 1)],
            [pytest.approx(10400 / 6000 - 1), pytest.approx(10400 / 13000 - 1)],
        ]


class TestTable:
    def test_periods_down_kpis_across(self, ask):
        assert ask("TABLE", [["CAC", "Выручка"]], [["2026-09"], ["2026-10"]]) == [
            ["Период", "Стоимость привлечения клиента", "Выручка"],
            ["2026-09", 300.0, 6000.0],
            ["2026-10", 325.0, 10400.0],
        ]

    def test_channels_are_rows_within_the_period(self, ask):
        assert ask("TABLE", "cac", "2026-10", [["Итого"], ["vk"], ["Радио"]]) == [
            ["Период", "Канал", "Стоимость привлечения клиента"],
            ["2026-10", "Все каналы", 325.0],
            ["2026-10", "VK", 200.0],
            ["2026-10", "Радио", "#N/A"],
        ]

    def test_blank_cells_are_room_for_more(self, ask):
        rows = ask("TABLE", [["cac"], [None], [""]], [["2026-10"], [None]], [["VK"], [None]])
        assert rows == [["Период", "Канал", "Стоимость привлечения клиента"], ["2026-10", "VK", 200.0]]
        assert ask("TABLE", [[None], [""]], "2026-10") == "#N/A"

    def test_blank_channels_are_all_of_them(self, ask):
        assert ask("TABLE", "orders", "2026-10", [[None], [""]]) == ask("TABLE", "orders", "2026-10")

    def test_what_is_unknown_shows_where(self, ask):
        assert ask("TABLE", [["погода", "orders"]], [["скоро"], ["2026-10"]]) == [
            ["Период", "погода", "Заказы"], ["скоро", "#VALUE!", "#VALUE!"], ["2026-10", "#VALUE!", 5.0],
        ]  # fmt: skip

    def test_feeds_on_the_other_functions(self, ask):
        rows = ask("TABLE", "orders", ask("PERIODS"), ask("CHANNELS"))
        assert rows[0] == ["Период", "Канал", "Заказы"]
        assert sum(row[2] for row in rows[1:]) == 8.0

    def test_all_the_time(self, ask):
        assert ask("TABLE", "orders", "all")[1] == ["всё", 8.0]


class TestLists:
    def test_channels_of_the_report_month(self, ask):
        """By revenue of all time; Email has spend only, and is there."""
        assert ask("CHANNELS") == [["Яндекс"], ["VK"], ["SEO"], ["Email"]]

    def test_channels_of_another_month(self, ask):
        assert ask("CHANNELS", "2026-09") == [["Яндекс"], ["VK"]]
        assert ask("CHANNELS", [["2026-09"]]) == [["Яндекс"], ["VK"]]
        assert ask("CHANNELS", "2024-01") == "#N/A"
        assert ask("CHANNELS", "") == "#N/A"

    def test_periods(self, ask):
        assert ask("PERIODS") == [["2026-09"], ["2026-10"]]
        assert ask("PERIODS", "квартал") == [["2026-Q3"], ["2026-Q4"]]
        assert ask("PERIODS", "year") == [["2026"]]
        assert ask("PERIODS", "неделя") == "#VALUE!"

    def test_periods_are_read_back(self, ask):
        assert ask("ORDERS", ask("PERIODS")) == [[3.0], [5.0]]


def test_target(ask):
    assert ask("TARGET", "cac") == 260.0
    assert ask("TARGET", [["cac"], ["Выручка"], ["orders"]]) == [[260.0], [13000.0], ["#N/A"]]
    assert ask("TARGET", "cac", "2026-09") == "#N/A"
    assert ask("TARGET", "погода") == "#VALUE!"


def test_data_in_one_cell(ask):
    text = ask("DATA").replace("\u00a0", " ")
    assert text.startswith("Отчётный месяц: октябрь 2026. Продажи по 31 октября 2026; Расходы по 31 октября 2026.")
    assert "Данные на 3 ноября 2026." in text
    assert "Не принято строк: 0" in text


class TestExplain:
    def test_numbers_are_put_in(self, ask):
        text = ask("EXPLAIN", "CAC").replace("\u00a0", " ")
        assert "1 300,00 ₽ ÷ 4" in text
        assert "325,00 ₽" in text

    def test_why_there_is_none(self, ask):
        assert "SEO" in ask("EXPLAIN", "CAC", "2026-10", "SEO")
        assert "Радио" in ask("EXPLAIN", "CAC", "2026-10", "Радио")
        assert "скоро" in ask("EXPLAIN", "CAC", "скоро")
        assert "пуста" in ask("EXPLAIN", "CAC", "")
        assert "погода" in ask("EXPLAIN", "погода")
        assert "не назван" in ask("EXPLAIN", "")

    def test_an_error_stays_an_error(self, ask):
        assert ask("EXPLAIN", "CAC", "#REF!") == "#REF!"

    def test_spills(self, ask):
        cells = ask("EXPLAIN", [["CAC"], ["погода"]])
        assert len(cells) == 2
        assert "погода" in cells[1][0]


class TestTablesAsArguments:
    def test_nothing_else_is_read(self, ask):

        call = FUNCTIONS["KPI_CAC"].call
        assert call(Unreadable(), "2026-10", MISSING, SALES, SPEND) == 325.0
        assert call(Unreadable(), MISSING, "VK", SALES, SPEND, MISSING, None) == 200.0
        assert ask("CAC", "2026-10", MISSING, SALES) == "#N/A"

    def test_periods_still_spill(self, ask):
        assert ask("CAC", [["2026-09", "2026-10"]], MISSING, SALES, SPEND) == [[300.0, 325.0]]

    def test_a_thousand_cells_with_the_same_tables_recognise_them_once(self, ask, monkeypatch):
        import addin.tables

        monkeypatch.setattr(addin.tables, "_kept", type(addin.tables._kept)())
        built = []
        original = addin.tables.cube_of
        monkeypatch.setattr(addin.tables, "cube_of", lambda *a: built.append(1) or original(*a))
        for _ in range(20):
            ask("CAC", "2026-10", MISSING, [list(row) for row in SALES], [list(row) for row in SPEND])
        assert len(built) == 1

    def test_other_cells_are_other_tables(self, ask):
        other = [*SPEND, [datetime(2026, 10, 31), "VK", 700.0]]
        assert ask("CAC", "2026-10", MISSING, SALES, other) == 2000 / 4

    def test_no_table(self, ask):
        assert ask("CAC", "2026-10", MISSING, 5.0) == "#VALUE!"
        assert ask("CAC", "2026-10", MISSING, "#REF!") == "#REF!"
        assert ask("CAC", "2026-10", MISSING, [["погода", "облачно"], ["завтра", "дождь"]]) == "#VALUE!"

    def test_rows_below_the_table_may_be_blank(self, ask):
        assert ask("REVENUE", "2026-10", MISSING, SALES + [[None] * 5] * 50) == 10400.0

    def test_an_error_cell_is_refused_and_never_zero(self, ask):
        """The row of к6, 5000, is refused: 10400 less 5000, not an average over one more order."""
        broken = [list(row) for row in SALES]
        broken[7][4] = "#N/A"
        assert ask("REVENUE", "2026-10", MISSING, broken) == 5400.0
        assert ask("ORDERS", "2026-10", MISSING, broken) == 4.0


class TestOpenWorkbook:
    def test_tables_are_read_again_only_after_refresh(self):

        rows = [list(row) for row in SALES]
        reads = []

        def read():
            reads.append(1)
            return [grid_of(rows, file="к.xlsx", sheet="Продажи", headed=True)]

        workbook = OpenWorkbook("к.xlsx", read)
        revenue = lambda: FUNCTIONS["KPI_REVENUE"].call(workbook, "2026-10")  # noqa: E731
        assert [revenue(), revenue(), len(reads)] == [10400.0, 10400.0, 1]
        first = workbook.cube()
        workbook.refresh()
        assert workbook.cube() is first, "the same cells are not aggregated again"
        assert len(reads) == 2
        rows[8][4] = 1400.0
        assert revenue() == 10400.0
        workbook.refresh()
        assert revenue() == 11400.0

    def test_true_is_not_one(self):
        """TRUE in a column of money is refused; the 1 that replaces it is a rouble, though Python calls them equal."""

        rows = [list(row) for row in SALES]
        workbook = OpenWorkbook("к.xlsx", lambda: [grid_of(rows, file="к.xlsx", headed=True)])
        rows[8][4] = True
        assert FUNCTIONS["KPI_REVENUE"].call(workbook, "2026-10") == 10000.0
        rows[8][4] = 1.0
        workbook.refresh()
        assert FUNCTIONS["KPI_REVENUE"].call(workbook, "2026-10") == 10001.0

    def test_language_of_the_headers(self):
        english = [["Date", "Order ID", "Revenue"], [datetime(2026, 10, 31), "1", 5.0]]
        assert workbook_of(Orders=english).language == "en"
        assert workbook_of(Продажи=SALES).language == "ru"

    def test_a_workbook_without_tables_says_so(self):

        workbook = workbook_of(Лист1=[["погода", "облачно"]])
        assert FUNCTIONS["KPI_CAC"].call(workbook) == "#N/A"
        assert FUNCTIONS["KPI_TABLE"].call(workbook, "cac", "2026-10") == "#N/A"
        assert "книга.xlsx" in FUNCTIONS["KPI_EXPLAIN"].call(workbook, "cac")
