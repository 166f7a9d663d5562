"""Tables as people draw them: months across, plan beside fact, one sheet a month, stacked, with units in the header."""

from __future__ import annotations

import pytest

from kpi_core.errors import SourceError
from tests.recognise.grids import codes, days, find, grid, snap, table, values


def pairs(snapshot, column="spend", kind="summary"):
    return list(zip(days(snapshot, kind), values(snapshot, kind, column), strict=True))


class TestMonthsAcross:
    def test_a_row_a_measure(self):
        rows = """
        Отчёт отдела      |          |          |          |
        Показатель        | янв 2026 | фев 2026 | мар 2026 | Итого
        Расходы, тыс. ₽   | 100.5    | 110      | 120      | 330.5
        Лиды              | 50       | 60       | 70       | 180
        Заказы            | 5        | 6        | —        | 11
        CPL               | 2        | 1.8      | 1.7      | 1.8
        """
        snapshot = snap(table(rows, "Сводка"))
        assert days(snapshot, "summary") == ["2026-01-01", "2026-02-01", "2026-03-01"]
        assert values(snapshot, "summary", "spend") == [100_500, 110_000, 120_000]
        assert values(snapshot, "summary", "orders") == [5, 6, None]
        assert snapshot.sources[0].monthly
        assert find(snapshot, "drawn_read").params["months"] == 3

    def test_plan_and_fact_in_pairs_under_one_merged_month(self):
        rows = [
            ["Показатель", "Январь 2026", "", "Февраль 2026", ""],
            ["", "План", "Факт", "План", "Факт"],
            ["Выручка", 100.0, 90.0, 110.0, 120.0],
            ["Расходы", 10.0, 9.0, 11.0, 12.0],
        ]
        snapshot = snap(grid(rows, "Лист1"))
        assert values(snapshot, "summary", "revenue") == [90, 120]
        assert [(str(each.month), each.kpi, each.target) for each in snapshot.targets] == [
            ("2026-01", "revenue", 100.0), ("2026-02", "revenue", 110.0),
            ("2026-01", "spend", 10.0), ("2026-02", "spend", 11.0),
        ]  # fmt: skip

    def test_a_row_a_channel_with_its_total_as_checksum(self):
        rows = """
        Канал  | янв 2026 | фев 2026
        Директ | 10       | 20
        VK     | 5        | 6
        Итого  | 15       | 99
        """
        snapshot = snap(table(rows, "Расходы"))
        assert values(snapshot, "spend", "spend") == [10, 5, 20, 6]
        assert values(snapshot, "spend", "channel") == ["Директ", "VK"] * 2
        assert snapshot.sources[0].excluded == {"total": 2}
        told = find(snapshot, "total_disagrees")
        assert (told.row, told.params["stated"], told.params["counted"]) == (4, "99", "41")

    def test_the_year_stands_in_the_name_of_the_sheet(self):
        snapshot = snap(table("Показатель | Январь | Февраль\nВыручка | 5 | 6", "2026"))
        assert pairs(snapshot, "revenue") == [("2026-01-01", 5), ("2026-02-01", 6)]

    def test_without_a_year_it_asks_which(self):
        with pytest.raises(SourceError):
            snap(table("Показатель | Январь | Февраль\nВыручка | 5 | 6", "Лист1"))
        other = table("Дата | Номер заказа | Выручка\n01.10.2026 | 1 | 5", "Продажи")
        told = find(snap(other, table("Показатель | Январь | Февраль\nВыручка | 5 | 6")), "months_without_year")
        assert told.params["at"] == "B1"

    def test_a_wrong_cell_is_told_with_its_address(self):
        snapshot = snap(table("Показатель | янв 2026 | фев 2026\nВыручка | 5 | шесть\nЗаказы | 1 | 2", "Сводка"))
        told = find(snapshot, "drawn_cell")
        assert (told.row, told.column, told.value) == (2, "C", "шесть")
        assert values(snapshot, "summary", "revenue") == [5, None]

    def test_what_the_rows_are_is_asked_where_nothing_says(self):
        other = table("Дата | Номер заказа | Выручка\n01.10.2026 | 1 | 5", "Продажи")
        snapshot = snap(other, table("Город | янв 2026 | фев 2026\nМосква | 5 | 6\nТверь | 1 | 2"))
        assert find(snapshot, "drawn_undecided").params["at"] == "A2"

    def test_a_row_that_is_no_measure_is_told(self):
        snapshot = snap(table("Показатель | янв 2026 | фев 2026\nВыручка | 5 | 6\nНастроение | 1 | 2", "Сводка"))
        assert find(snapshot, "drawn_row_unknown").params["at"] == "A3"


class TestOneSheetAMonth:
    @pytest.mark.parametrize("sheets", [("Январь 2026", "Февраль 2026"), ("Январь", "Февраль")])
    def test_the_sheet_names_the_month(self, sheets):
        rows = "Канал | Расход | Клики\nДирект | 10 | 5\nVK | 20 | 6"
        first, second = (table(rows, sheet, file="Расходы 2026.xlsx") for sheet in sheets)
        snapshot = snap(first, second)
        assert pairs(snapshot, "spend", "spend") == [
            ("2026-01-01", 10), ("2026-01-01", 20), ("2026-02-01", 10), ("2026-02-01", 20),
        ]  # fmt: skip
        assert all(source.monthly for source in snapshot.sources)

    def test_a_line_above_names_it(self):
        snapshot = snap(table("Отчёт за март 2026 | |\nКанал | Расход | Клики\nДирект | 10 | 5", "Лист1"))
        assert pairs(snapshot, "spend", "spend") == [("2026-03-01", 10)]


class TestStacked:
    ROWS = """
    Дата       | Канал  | Расход
    01.10.2026 | Директ | 10
    02.10.2026 | Директ | 20
               |        |
    Дата       | Визиты |
    01.10.2026 | 500    |
    02.10.2026 | 600    |
    """

    def test_two_tables_in_one_sheet(self):
        snapshot = snap(table(self.ROWS, "Лист1"))
        assert values(snapshot, "spend", "spend") == [10, 20]
        assert values(snapshot, "traffic", "visits") == [500, 600]
        assert [(source.address, source.rows_read) for source in snapshot.sources] == [("A1:C3", 2), ("A5:C7", 2)]

    def test_a_wrong_cell_of_the_second_has_its_own_row(self):
        told = find(snap(table(self.ROWS.replace("600", "много"), "Лист1")), "number_is_text")
        assert told.row == 7


def test_stray_cells_to_the_right_make_no_rows():
    rows = [
        ["Дата", "Канал", "Расход", "", ""],
        ["01.10.2026", "Директ", 10.0, "", "проверить"],
        ["", "", "", "", "спросить у Анны"],
        ["02.10.2026", "Директ", 20.0, "", ""],
    ]
    snapshot = snap(grid(rows, "Расходы"))
    assert (snapshot.sources[0].rows_read, codes(snapshot, "error")) == (2, [])


def test_of_two_columns_of_one_name_the_first_counts_and_it_is_told():
    snapshot = snap(table("Дата | Канал | Расход | Расход\n01.10.2026 | А | 10 | 99", "Расходы"))
    assert values(snapshot, "spend", "spend") == [10]
    assert find(snapshot, "header_repeated").params["count"] == 2
