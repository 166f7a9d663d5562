"""The binding to Excel, through xlwings' own decorators, converters, `call_udf` and VBA generator."""

from __future__ import annotations

import io
import re
import types
from collections import Counter
from datetime import datetime
from decimal import Decimal

import pytest

from addin.functions import FUNCTIONS
from addin.vba.reading import read_sheets
from kpi_core.shipped import shipped
from tests.addin import fake_excel
from tests.addin.conftest import PLAN, SALES, SPEND
from tests.addin.fake_excel import OMITTED, Book, Sheet, error
from tests.addin.test_samples import agrees, expected

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture(scope="module")
def windows():
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield fake_excel.install(monkeypatch)


class Cells:
    """`cells(book, "CAC", …)` types a formula into a cell of the book; the answer is what VBA gets back.

    xlwings' own import: a call of the function itself, ten seconds after the last one unless `pause` says otherwise.
    """

    def __init__(self, windows) -> None:
        self.udfs, self.now = windows.udfs, 0.0

    def __call__(self, book, name, *arguments, pause=10.0):
        self.now += pause
        function = FUNCTIONS[f"KPI_{name}"]
        given = [*arguments, *[OMITTED] * (len(function.arguments) - len(arguments))]
        return self.udf(function.name, given, book)

    def udf(self, name, arguments, book=None):
        """`CallUDF` of xlwings' COM server, which cannot be imported here: it takes one cell out of its table."""
        rows = self.udfs.call_udf("addin.excel", name, arguments, book, None)
        if len(rows) == 1:
            return rows[0][0] if len(rows[0]) == 1 else rows[0]
        return rows


class Addin(Cells):
    """The add-in's way: `answer` without the workbook, and `look` with it where that is asked for."""

    def __init__(self, windows) -> None:
        super().__init__(windows)
        self.versions, self.edited, self.looks = Counter(), {}, 0

    def change(self, book, *sheets):
        """Some table has changed; without names, nobody knows which."""
        self.versions[book.FullName] += 1
        self.edited[book.FullName] = "/".join(sheets)

    def __call__(self, book, name, *arguments, pause=10.0):
        given = [each.Value if isinstance(each, fake_excel.Range) else each for each in arguments]
        key = "" if book is None else book.FullName
        call = [key, float(self.versions[key]), f"KPI_{name}", *given]
        answer = self.udf("answer", call)
        if answer == "#BOOK!" and book is not None:
            self.looks += 1
            assert self.udf("look", [key, call[1], self.edited.get(key, "")], book) in (True, False)
            answer = self.udf("answer", call)
        return answer


@pytest.fixture
def fresh(windows, monkeypatch):
    monkeypatch.setattr(windows.excel, "_books", {})
    monkeypatch.setattr(windows.windows, "BOOK_CALLER", None)


@pytest.fixture
def imported(windows, monkeypatch, fresh):
    cells = Cells(windows)
    monkeypatch.setattr(windows.excel, "_clock", lambda: cells.now)
    return cells


@pytest.fixture
def addin(windows, fresh):
    return Addin(windows)


@pytest.fixture(params=["imported", "addin"])
def excel(request):
    return request.getfixturevalue(request.param)


def shop(full_name="C:\\Отчёты\\октябрь.xlsx", sales=SALES) -> Book:
    book = Book(full_name)
    book.sheet("Продажи").table("тблПродажи", [list(row) for row in sales])
    book.sheet("Расходы").table("тблРасходы", SPEND)
    book.sheet("План").put(PLAN, row=3, column=2)
    return book


@pytest.fixture(scope="module")
def vba(windows):
    text = io.StringIO()
    windows.udfs.generate_vba_wrapper("addin.excel", windows.excel, text, types.SimpleNamespace(Name="KPI.xlam"))
    return text.getvalue()


class TestVba:
    def test_one_function_each(self, vba):
        assert sorted(re.findall(r"^Function (\w+)\(", vba, re.MULTILINE)) == sorted(FUNCTIONS)

    @pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
    def test_arguments(self, vba, function):
        signature = re.search(rf"^Function {function.name}\((.*)\)$", vba, re.MULTILINE)[1]
        arguments = [("Optional " if each.optional else "") + each.key for each in function.arguments]
        assert signature == ", ".join(arguments)

    @pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
    def test_volatile_where_the_workbook_may_be_read_and_never_run_in_the_wizard(self, vba, function):
        body = vba[vba.index(f"Function {function.name}(") :].partition("End Function")[0]
        assert ("Application.Volatile" in body) == function.reads_workbook
        assert "Exit Function" in body

    def test_ascii(self, vba):
        assert vba.isascii()

    def test_help_for_the_wizard(self, windows):
        info = windows.excel.KPI_CAC.__xlfunc__
        assert info["category"] == "KPI"
        assert info["ret"]["doc"] in FUNCTIONS["KPI_CAC"].help
        assert info["args"][0]["doc"] in FUNCTIONS["KPI_CAC"].arguments[0].help


class TestZeroArguments:
    def test_the_tables_of_the_calling_workbook(self, excel):
        assert excel(shop(), "CAC") == 325.0
        assert excel(shop(), "TARGET", "cac") == 260.0

    def test_two_workbooks_open(self, excel):
        other = shop("C:\\Отчёты\\другая.xlsx", SALES[:-1])
        book = shop()
        assert [excel(each, "REVENUE", "2026-10") for each in (book, other, book)] == [10400.0, 10000.0, 10400.0]

    def test_two_workbooks_of_one_name_in_different_folders(self, excel):
        books = [shop(), shop("D:\\Архив\\октябрь.xlsx", SALES[:-1])]
        assert [excel(book, "REVENUE", "2026-10") for book in books] == [10400.0, 10000.0]

    def test_a_blank_cell_and_an_omitted_argument_differ(self, excel):
        book = shop()
        blank = fake_excel.Range(book.Worksheets[0], 90, 9, 1, 1)
        assert excel(book, "CAC", blank) == "#N/A"
        assert excel(book, "CAC", OMITTED, blank) == 325.0
        assert excel(book, "CAC", OMITTED, "VK") == 200.0

    def test_ranges_spill(self, excel):
        book = shop()
        periods = book.sheet("KPI").put([["2026-09"], [datetime(2026, 10, 1)], [2026.0], [error("#REF!")]])
        assert excel(book, "ORDERS", periods) == [[3.0], [5.0], [8.0], ["#REF!"]]
        assert excel(book, "CHANNELS") == [["Яндекс"], ["VK"], ["SEO"], ["Email"]]
        assert excel(book, "FORECAST", "revenue", OMITTED, OMITTED, "вилка") == [10400.0] * 3, "a row, as VBA has it"

    def test_errors_are_plain_texts_for_the_wrapper(self, excel):
        cell = excel(shop(), "CAC", "скоро")
        assert (cell, type(cell)) == ("#VALUE!", str)
        assert type(excel(shop(), "CAC", [["скоро", ""]])[0][0]) is str

    def test_cyrillic_both_ways(self, excel):
        assert excel(shop(), "CHANGE", "САС", "окт 2026", "яндекс", "м/м") == pytest.approx(500 / 300 - 1)
        assert "Яндекс" in excel(shop(), "EXPLAIN", "CAC", "2026-10", "яндекс")

    def test_analyses_spill_and_judge(self, excel):
        """TRUE and FALSE stay what they are, both ways; a table comes without a true blank, which Excel shows as 0."""
        book = shop()
        assert excel(book, "SIGNIFICANT", "Заказы", "2026-10") is False
        assert excel(book, "SIGNIFICANT", "CAC") == "#N/A"
        assert excel(book, "STATUS", [["Выручка"], ["Заказы"]]) == [["вне плана"], ["#N/A"]]
        assert [row[1] for row in excel(book, "BRIDGE", OMITTED, OMITTED, True)][1:] == [
            6000.0, 4000.0, -1600.0, 2000.0, 10400.0, "", "",
        ]  # fmt: skip
        assert excel(book, "CONTRIBUTION", "CAC")[2] == ["SEO", "", "", -75.0]
        assert excel(book, "COHORTS", "погода") == "#VALUE!"

    def test_without_a_calling_workbook(self, excel):
        """xlwings Lite: the tables are handed over, and nothing else can be read."""
        assert excel(None, "CAC") in ("#N/A", "#BOOK!")
        assert excel(None, "CAC", "2026-10", OMITTED, SALES, SPEND) == 325.0
        assert excel(None, "CALC_CAC", [[100.0], [200.0]], 3.0) == 100.0

    def test_a_mistake_of_ours_is_a_wrong_value_and_logged(self, excel, monkeypatch, caplog):
        monkeypatch.setattr("addin.answers._value", lambda *arguments: 1 / 0)
        assert excel(shop(), "CAC") == "#VALUE!"
        assert "KPI_CAC failed" in caplog.text


class TestReading:
    def read(self, windows, book):
        import xlwings as xw

        sheets = read_sheets(xw.Book(impl=windows.windows.Book(book)), {})
        return [grid for grids in sheets.values() for grid in grids]

    def test_tables_before_sheets(self, windows):
        book = Book("к.xlsx")
        sheet = book.sheet("Лист1")
        sheet.table("Продажи", SALES, row=3, column=2)
        sheet.put([["заметка", "не таблица"]], row=20)
        book.sheet("Расходы").put(SPEND, row=2)
        table, whole = self.read(windows, book)
        assert (table.name, table.sheet, table.first_row, table.first_column, table.headed) == (
            "Продажи",
            "Лист1",
            3,
            2,
            True,
        )
        assert (whole.name, whole.sheet, whole.first_row, whole.headed) == ("", "Расходы", 2, False)
        assert table.height == len(SALES)

    def test_error_cells_are_refused_by_address(self, windows, excel):
        sales = [list(row) for row in SALES]
        sales[7][4] = error("#N/A")
        sales[8][4] = error("#SPILL!")  # xlwings itself knows seven errors and would leave this one as a number
        book = shop(sales=sales)
        assert self.read(windows, book)[0].errors == {(7, 4): "#N/A", (8, 4): "#SPILL!"}
        assert excel(book, "REVENUE", "2026-10") == 5000.0
        assert "Не принято строк: 2" in excel(book, "DATA")

    def test_totals_row_and_hidden_headers(self, windows):
        book = Book("к.xlsx")
        book.sheet("А").table("Расходы", [*SPEND, ["Итого", "", 2200.0]], ShowTotals=True)
        book.sheet("Б").table(
            "Лиды", [[datetime(2026, 10, 1), "VK"]], row=5, ShowHeaders=False, headers=["Дата", "Канал"]
        )
        spend, leads = self.read(windows, book)
        assert spend.height == len(SPEND)
        assert (leads.row(0), leads.first_row) == (["Дата", "Канал"], 4)

    def test_a_sheet_with_our_formulas_is_barred_and_its_cells_not_read(self, windows):
        book = shop()
        sheet = book.sheet("KPI")
        sheet.put([["CAC", 325.0]])
        sheet.formulas[1, 2] = "=KPI_CAC()"
        grid = self.read(windows, book)[-1]
        assert (grid.barred, grid.height) == ("kpi_formulas", 0)
        assert book.reads["KPI"] == 0

    def test_other_formulas_bar_nothing(self, windows):
        book = shop()
        book.Worksheets[0].formulas[2, 5] = "=KPI_2026!A1*2"
        assert self.read(windows, book)[0].barred == ""

    def test_a_pivot_table_is_no_source(self, windows):
        book = Book("к.xlsx")
        book.sheet("Сводная").pivot([["Канал", "Сумма"], ["VK", 5.0]], row=3, column=1)
        beside: Sheet = book.sheet("Рядом")
        beside.put(SPEND)
        beside.pivot([["Канал", "Сумма"], ["VK", 5.0]], row=1, column=6)
        barred, kept = self.read(windows, book)
        assert barred.barred == "pivot"
        assert kept.barred == ""
        assert [column[0] for column in kept.columns] == ["Дата", "Канал", "Расход", None, None, None, None]

    def test_a_currency_cell_keeps_what_lies_beyond_four_decimals(self, windows):
        book = Book("к.xlsx")
        sheet = book.sheet("Расходы")
        sheet.put([["Дата", "Расход"], [datetime(2026, 10, 1), Decimal("10.1235")]])
        sheet.exact[2, 2] = 10.12345678
        assert self.read(windows, book)[0].columns[1][1] == 10.12345678

    def test_formatted_columns_down_to_the_last_row_are_not_read(self, windows):
        book = Book("к.xlsx")
        sheet = book.sheet("Расходы")
        sheet.put(SPEND)
        sheet.used = (1, 1, 1_048_576, 3)
        assert self.read(windows, book)[0].height == len(SPEND)

    def test_empty_sheets(self, windows):
        book = Book("к.xlsx")
        book.sheet("Лист1")
        sheet = book.sheet("Лист2")
        sheet.used = (1, 1, 1_048_576, 3)
        assert self.read(windows, book) == []


class TestFreshness:
    """Imported by xlwings itself: what counts as one calculation is told by the clock alone."""

    def edit(self, book):
        book.Worksheets[0].cells[9, 5] = 1400.0

    def test_one_read_for_cells_that_follow_one_another(self, imported):
        book = shop()
        for _ in range(50):
            imported(book, "CAC", pause=0.01)
        assert book.reads == {"Продажи": 1, "Расходы": 1, "План": 1}

    def test_an_edit_is_seen_by_the_next_calculation(self, imported):
        book = shop()
        assert imported(book, "REVENUE") == 10400.0
        self.edit(book)
        assert imported(book, "REVENUE", pause=0.3) == 11400.0

    def test_a_long_run_of_calls_is_read_again_after_two_seconds(self, imported):
        book = shop()
        imported(book, "REVENUE")
        self.edit(book)
        values = [imported(book, "REVENUE", pause=0.2) for _ in range(11)]
        assert (values[0], values[-1]) == (10400.0, 11400.0)

    def test_an_edit_elsewhere_aggregates_nothing(self, imported, built):
        book = shop()
        sheet = book.sheet("KPI")
        sheet.put([["CAC", 0.0]])
        sheet.formulas[1, 2] = "=KPI_CAC()"
        for value in (1.0, 2.0, 3.0):
            sheet.cells[1, 2] = value
            imported(book, "CAC")
        assert len(built) == 1

    def test_books_are_not_gathered_for_ever(self, excel, windows):
        for number in range(12):
            excel(shop(f"C:\\{number}.xlsx"), "CALC_CAC", 1.0, 1.0)
            excel(shop(f"C:\\{number}.xlsx"), "CAC")
        assert len(windows.excel._books) == 8


@pytest.fixture
def built(monkeypatch):
    """The cubes that were aggregated."""
    import addin.workbook

    cubes = []
    original = addin.workbook.cube_of
    monkeypatch.setattr(addin.workbook, "cube_of", lambda *a: cubes.append(original(*a)) or cubes[-1])
    return cubes


class TestVersions:
    """The add-in says when tables may have changed, and which sheets."""

    def edit(self, book, value=1400.0):
        book.Worksheets[0].cells[9, 5] = value

    def test_one_version_is_read_once_however_long_it_takes(self, addin):
        book = shop()
        assert addin(book, "REVENUE") == 10400.0
        self.edit(book)
        assert addin(book, "REVENUE") == 10400.0
        addin.change(book)
        assert addin(book, "REVENUE") == 11400.0
        assert (book.reads["Продажи"], addin.looks) == (2, 2)

    def test_only_edited_sheets_are_read(self, addin):
        book = shop()
        addin(book, "CAC")
        self.edit(book)
        addin.change(book, "Продажи")
        assert addin(book, "REVENUE") == 11400.0
        assert book.reads == {"Продажи": 2, "Расходы": 1, "План": 1}

    def test_a_sheet_that_is_new_or_gone_is_noticed_whatever_was_edited(self, addin):
        book = shop()
        assert addin(book, "SPEND", "2026-10") == 1300.0
        gone = book.Worksheets.pop(1)
        addin.change(book, "Продажи")
        assert addin(book, "SPEND", "2026-10") == "#N/A"
        book.Worksheets.append(gone)
        addin.change(book, "Продажи")
        assert addin(book, "SPEND", "2026-10") == 1300.0

    def test_a_process_that_starts_anew_reads_everything(self, addin, windows, monkeypatch):
        """Python has crashed and been started again; VBA remembers only which sheet was edited last."""
        book = shop()
        addin(book, "CAC")
        addin.change(book, "План")
        monkeypatch.setattr(windows.excel, "_books", {})
        assert addin(book, "CAC") == 325.0

    def test_the_same_cells_are_aggregated_once(self, addin, built):
        book = shop()
        addin(book, "CAC")
        addin.change(book)
        assert addin(book, "CAC") == 325.0
        assert len(built) == 1

    def test_two_books_do_not_disturb_each_other(self, addin):
        """Two workbooks recalculate in turns: each is read once."""
        one, other = shop(), shop("C:\\Отчёты\\другая.xlsx")
        for _ in range(3):
            addin(one, "CAC")
            addin.change(other, "План")
            addin(other, "CAC")
        assert (one.reads["Продажи"], other.reads["Продажи"], other.reads["План"]) == (1, 1, 3)

    def test_tables_as_arguments_need_no_look(self, addin):
        assert addin(shop(), "CAC", "2026-10", OMITTED, SALES, SPEND) == 325.0
        assert addin(shop(), "CALC_CAC", [[100.0], [200.0]], 3.0) == 100.0
        assert addin.looks == 0

    def test_look_tells_whether_cells_differ(self, addin):
        book = shop()
        key = book.FullName
        assert addin.udf("look", [key, 1.0, ""], book) is True
        assert addin.udf("look", [key, 2.0, ""], book) is False
        self.edit(book)
        assert addin.udf("look", [key, 3.0, "План"], book) is False
        assert addin.udf("look", [key, 4.0, "Продажи"], book) is True

    def test_whole_numbers_are_excel_numbers(self, addin):
        """COM has no place for 3 000 000 000 in the four bytes that a small integer gets."""
        assert type(addin(shop(), "ORDERS", "2026-10")) is float

    def test_entries_are_no_functions_for_cells(self, windows, vba):
        assert windows.excel.answer.__name__ == "answer"
        assert not {"answer", "look"} & set(dir(windows.excel))
        assert "Function answer" not in vba
        with pytest.raises(AttributeError, match="nothing"):
            windows.excel.nothing  # noqa: B018


@pytest.mark.parametrize("name", ["summary-ru.xlsx", "leads-ru.xlsx"])
def test_expected_sheet_of_an_open_sample(addin, name):
    """The whole way: object model, xlwings, recognition, cube, function. The samples speak of October 2026."""
    path = shipped("sample_workbooks") / name
    book = fake_excel.from_file(path)
    wrong = [
        (kpi, period, channel, value, cell)
        for kpi, period, channel, value, reason in expected(path)
        if f"KPI_{kpi.upper()}" in FUNCTIONS
        for cell in [addin(book, kpi.upper(), period, channel or OMITTED)]
        if not agrees(cell, value, reason)
    ]
    assert not wrong
    assert max(book.reads.values()) == 1


def test_the_module_is_fine_on_linux_where_the_decorators_do_nothing():
    import addin.excel

    assert addin.excel.KPI_CAC.__name__ == "KPI_CAC"
    assert addin.excel.KPI_CALC_CAC([[1.0], [2.0]], 3.0) == [[1.0]]
