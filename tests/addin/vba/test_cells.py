"""The VBA behind the functions, run: what a cell gets, from where, and how often Python is asked."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from pyopenvba.apps.excel._model import Worksheet
from pyopenvba.interpreter import MISSING, VBACurrency, VBARuntimeError
from pyopenvba.interpreter._objects import MemberSpec

from addin.functions import FUNCTIONS
from tests.addin.conftest import PLAN, SALES, SPEND
from tests.addin.test_samples import agrees, expected
from tests.addin.vba.interpreted import to_vba

DIV0, VALUE, NA = ("error", 2007), ("error", 2015), ("error", 2042)
SOURCES = ("Продажи", "Расходы", "План")


def put(sheet, rows, row=1, column=1):
    area = sheet.vba_get("Cells", [row, column]).vba_get("Resize", [len(rows), len(rows[0])])
    for down, cells in enumerate(rows):
        for across, cell in enumerate(cells):
            place = sheet.vba_get("Cells", [row + down, column + across])
            if isinstance(cell, datetime):
                place.vba_set("NumberFormat", "dd.mm.yyyy")
                cell = (cell - datetime(1899, 12, 30)).days
            place.vba_set("Value", cell)
    return area


def cell(sheet, address="A1"):
    return sheet.vba_get("Range", [address])


@pytest.fixture
def shop(machine):
    """A workbook with two tables, a sheet of a plan, and a sheet for our formulas."""

    def make(name="октябрь.xlsx", sales=SALES):
        book = machine.app.add_workbook()
        book.name, book.path = name, "C:\\Отчёты"
        sheets = [book.add_sheet(each) for each in (*SOURCES, "KPI", "Заметки")]
        for sheet, rows, table in zip(sheets, (sales, SPEND), ("Sales", "Spend"), strict=False):
            area = put(sheet, rows)
            sheet.vba_get("ListObjects").vba_get("Add", [1, area, None, 1]).vba_set("Name", table)
        put(sheets[2], PLAN, row=3, column=2)
        machine.excel.activate_book(book)
        return book

    return make


def sheet_of(book, name):
    return next(sheet for sheet in book.sheets_ if sheet.name == name)


class TestAnswers:
    def test_the_tables_of_the_calling_workbook_though_another_is_active(self, machine, shop):
        first, other = shop(), shop("другая.xlsx", SALES[:-1])
        assert machine.excel.active_book is other
        cells = [cell(sheet_of(book, "KPI")) for book in (first, other, first)]
        assert [machine.cell(place, "KPI_REVENUE", "2026-10") for place in cells] == [10400.0, 10000.0, 10400.0]
        assert machine.function("KPI_REVENUE", "2026-10") == 10000.0, "a macro means the active workbook"

    def test_real_error_values(self, machine, shop):
        place = cell(sheet_of(shop(), "KPI"))
        assert machine.cell(place, "KPI_CAC", "скоро") == VALUE
        assert machine.cell(place, "KPI_CAC", None) == NA, "a blank cell is no omitted argument"
        assert machine.cell(place, "KPI_CPL") == NA
        assert machine.cell(place, "KPI_CALC_CAC", 5, 0) == DIV0

    def test_arrays_spill_with_errors_inside(self, machine, shop):
        place = cell(sheet_of(shop(), "KPI"))
        assert machine.cell(place, "KPI_ORDERS", [["2026-09"], ["2026-10"], ["нет"]]) == [[3.0], [5.0], [VALUE]]
        assert machine.cell(place, "KPI_CHANNELS") == [["Яндекс"], ["VK"], ["SEO"], ["Email"]]

    def test_a_row_comes_as_a_row(self, machine, shop):
        place = cell(sheet_of(shop(), "KPI"))
        assert machine.cell(place, "KPI_ORDERS", [["2026-09", "2026-10"]]) == [3.0, 5.0]

    def test_ranges_are_handed_over_as_their_values(self, machine, shop):
        book = shop()
        notes = sheet_of(book, "Заметки")
        put(notes, [["2026-09"], [datetime(2026, 10, 1)], [2026]])
        place = cell(sheet_of(book, "KPI"))
        assert machine.cell(place, "KPI_ORDERS", cell(notes, "A1:A3")) == [[3.0], [5.0], [8.0]]
        assert machine.cell(place, "KPI_ORDERS", cell(notes, "A2")) == 5.0
        assert machine.cell(place, "KPI_ORDERS", cell(notes, "C7")) == NA, "an empty cell"

    def test_tables_as_arguments(self, machine, shop):
        book = shop()
        sales = cell(sheet_of(book, "Продажи"), "A1:E9")
        spend = cell(sheet_of(book, "Расходы"), "A:C")
        place = cell(sheet_of(book, "KPI"))
        assert machine.cell(place, "KPI_CAC", "2026-10", MISSING, sales, spend) == 325.0
        assert machine.calls == {"answer": 1}, "nothing else is read"

    def test_a_currency_cell_keeps_its_decimals(self, machine, shop):
        """Value gives four decimals of a cell in a currency format, Value2 all of them."""
        notes = sheet_of(shop(), "Заметки")
        put(notes, [[10.12345678], [20.5]])
        for address in ("A1", "A1:A2"):
            cell(notes, address).vba_set("NumberFormat", "$#,##0.00")
        assert isinstance(cell(notes).vba_get("Value"), VBACurrency | Decimal)
        assert machine.function("KPI_CALC_CAC", cell(notes), 1.0) == 10.12345678
        assert machine.function("KPI_CALC_CAC", cell(notes, "A1:A2"), 1.0) == pytest.approx(30.62345678, abs=1e-12)

    def test_every_error_value(self, machine, shop, monkeypatch):
        numbers = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036,
                   "#N/A": 2042}  # fmt: skip
        shop()
        monkeypatch.setattr(machine, "call_udf", lambda *given: to_vba([[*numbers, "#хэштег", "", True]] * 2))
        assert machine.function("KPI_CHANNELS")[1] == [
            *(("error", number) for number in numbers.values()), "#хэштег", "", True,
        ]  # fmt: skip

    def test_several_areas_are_refused(self, machine, shop):
        notes = sheet_of(shop(), "Заметки")
        assert machine.function("KPI_CALC_CAC", cell(notes, "A1:A2,C1:C2"), 1.0) == VALUE

    def test_explain_says_why_a_cell_is_na(self, machine, shop):
        place = cell(sheet_of(shop(), "KPI"))
        assert machine.cell(place, "KPI_CPL") == NA
        assert "лид" in machine.cell(place, "KPI_EXPLAIN", "CPL").lower()

    def test_expected_sheet_of_a_sample(self, machine, sample):
        """Value for value, through VBA, xlwings and Python; one read of every sheet."""
        path = sample()
        book = machine.open(path)
        place = cell(book.sheets_[0])
        errors = {DIV0: "#DIV/0!", NA: "#N/A", VALUE: "#VALUE!"}
        wrong = []
        for kpi, period, channel, value, reason in expected(path):
            if f"KPI_{kpi.upper()}" in FUNCTIONS:
                found = machine.cell(place, f"KPI_{kpi.upper()}", period, channel or MISSING)
                if not agrees(errors.get(found, found) if isinstance(found, tuple) else found, value, reason):
                    wrong.append((kpi, period, channel, value, found))
        assert not wrong
        assert machine.calls["look"] == 1
        assert max(machine.reads.values()) == 1

    def test_every_function_says_in_a_cell_what_it_says_in_python(self, machine, shop):
        """With samples for what has to be given."""
        samples = {"kpi": "revenue", "kpis": "revenue", "periods": "2026-10", "kind": "ltv"}
        book = shop()
        place = cell(sheet_of(book, "KPI"))
        machine.cell(place, "KPI_CAC")
        workbook = machine.windows.excel._books[book.vba_get("FullName")].workbook
        differing = {}
        for name, function in FUNCTIONS.items():
            given = [samples.get(argument.key, 2.0) for argument in function.arguments if not argument.optional]
            found, direct = plain(machine.cell(place, name, *given)), plain(function.call(workbook, *given))
            if found != direct:
                differing[name] = found, direct
        assert not differing
        assert machine.calls["look"] == 1


def plain(found):
    """An answer of VBA or of Python in the same words."""
    names = {"#DIV/0!": DIV0, "#N/A": NA, "#VALUE!": VALUE}
    if isinstance(found, list):
        rows = [list(map(plain, row)) if isinstance(row, list) else plain(row) for row in found]
        return rows[0] if len(rows) == 1 else rows
    return names.get(found, found) if isinstance(found, str) else found


class TestMemory:
    def test_a_thousand_cells_ask_once(self, machine, shop):
        place = cell(sheet_of(shop(), "KPI"))
        assert {machine.cell(place, "KPI_CAC") for _ in range(200)} == {325.0}
        assert machine.calls == {"answer": 2, "look": 1}

    def test_arguments_are_told_apart(self, machine, shop):
        """1 and "1", a blank and "", one cell and a list of it, two texts and their joint."""
        place = cell(sheet_of(shop(), "KPI"))
        for arguments in (("2026-10",), ("2026-09",), ("2026-10", "VK"), ([["2026-10"]],), (2026.0,), ("2026",),
                          ([["2026-10"], ["VK"]],), ([["2026-10", "VK"]],), (None,), ("",)):  # fmt: skip
            machine.cell(place, "KPI_ORDERS", *arguments)
        assert machine.calls["answer"] == 1 + 10
        assert machine.cell(place, "KPI_ORDERS", 2026.0) == 8.0

    def test_large_arrays_are_not_remembered(self, machine, shop):
        place = cell(sheet_of(shop(), "KPI"))
        for _ in range(2):
            assert len(machine.cell(place, "KPI_ORDERS", [["2026-10"]] * 65)) == 65
        assert machine.calls["answer"] == 3

    def test_another_day_asks_again(self, machine, shop):
        """Which months are over depends on the day."""
        place = cell(sheet_of(shop(), "KPI"))
        machine.app.freeze_clock(datetime(2026, 11, 23, 23, 59))
        machine.cell(place, "KPI_CAC")
        machine.app.freeze_clock(datetime(2026, 11, 24, 0, 1))
        machine.cell(place, "KPI_CAC")
        assert machine.calls["answer"] == 3


class TestEdits:
    """Excel calculates first and tells of the edit afterwards, as pyOpenVBA's authors measured it."""

    @pytest.fixture
    def book(self, machine, shop):
        book = shop()
        machine.type(cell(sheet_of(book, "KPI")), "KPI_REVENUE")
        machine.calls.clear()
        machine.reads.clear()
        return book

    def test_an_edit_in_a_table_is_seen_and_only_its_sheet_read(self, machine, book):
        machine.edit(cell(sheet_of(book, "Продажи"), "E9"), 1400.0)
        assert machine.cell(cell(sheet_of(book, "KPI")), "KPI_REVENUE") == 11400.0
        assert machine.calls == {"answer": 2, "look": 1}
        assert machine.reads == {"Продажи": 1}

    @pytest.mark.parametrize(("sheet", "address"), [("KPI", "C5"), ("Продажи", "J20"), ("Расходы", "A30")])
    def test_an_edit_outside_the_tables_reads_nothing(self, machine, book, sheet, address):
        machine.edit(cell(sheet_of(book, sheet), address), 5.0)
        assert not machine.calls
        assert not machine.reads

    def test_a_sheet_without_a_table_may_become_one_and_is_looked_at_alone(self, machine, book):
        machine.edit(cell(sheet_of(book, "Заметки")), "позвонить")
        assert machine.reads == {"Заметки": 1}

    def test_a_row_typed_under_a_table(self, machine, book):
        """Excel widens the table; the cell lay outside of it when it was typed."""
        sales = sheet_of(book, "Продажи")
        table = sales.vba_get("ListObjects").vba_items()[0]
        row = [list(row) for row in SALES][8]
        put(sales, [row], row=10)
        table.vba_get("Resize", [cell(sales, "A1:E10")])
        machine.event("SheetChange", sales, cell(sales, "A10"))
        assert machine.cell(cell(sheet_of(book, "KPI")), "KPI_REVENUE") == 10800.0

    def test_two_sheets_edited_before_anybody_asks(self, machine, book):
        machine.excel.calculation = -4135
        for name, address in (("Продажи", "E9"), ("План", "D4"), ("Продажи", "E8")):
            machine.event("SheetChange", sheet_of(book, name), cell(sheet_of(book, name), address))
        machine.cell(cell(sheet_of(book, "KPI")), "KPI_REVENUE")
        assert machine.reads == {"Продажи": 1, "План": 1}

    def test_a_macro_that_writes_cell_by_cell(self, machine, book):
        """Ten thousand writes must not read the table ten thousand times; what comes last counts."""
        machine.app.freeze_clock(datetime(2026, 11, 23, 12, 0, 0))
        sales = sheet_of(book, "Продажи")
        for value in range(50):
            machine.edit(cell(sales, "E9"), 400.0 + value)
        assert machine.calls["look"] == 3
        machine.wait()
        assert machine.calls["look"] == 4
        assert machine.cell(cell(sheet_of(book, "KPI")), "KPI_REVENUE") == 10449.0
        machine.app.freeze_clock(datetime(2026, 11, 23, 12, 0, 5))
        machine.edit(cell(sales, "E9"), 1400.0)
        assert machine.cell(cell(sheet_of(book, "KPI")), "KPI_REVENUE") == 11400.0, "at once again"

    def test_a_table_that_cannot_be_looked_at(self, machine, book, monkeypatch):
        """It reaches down to the last row of the sheet, say: better read once too often than not."""

        def refuse(sheet):
            raise VBARuntimeError(1004, "Application-defined or object-defined error")

        broken = MemberSpec("ListObjects", "property", refuse)
        sales = sheet_of(book, "Продажи")
        with monkeypatch.context() as patch:
            patch.setattr(Worksheet, "_vba_members", Worksheet._vba_members | {"listobjects": broken})
            machine.excel.calculation = -4135
            machine.run("CellsEdited", sales, cell(sales, "J20"))
            machine.run("SheetCalculated", sales)
        machine.cell(cell(sheet_of(book, "KPI")), "KPI_REVENUE")
        assert machine.calls["look"] == 1
        machine.run("CalculationEnded")
        assert machine.calls["look"] == 2

    def test_a_deleted_sheet(self, machine, book):
        machine.event("SheetBeforeDelete", sheet_of(book, "Расходы"))
        machine.cell(cell(sheet_of(book, "KPI")), "KPI_CAC")
        assert machine.calls["look"] == 1

    def test_formulas_in_tables_that_were_calculated_after_us(self, machine, book):
        """The functions may be asked before a table's own formulas have their new values."""
        sales = sheet_of(book, "Продажи")
        cell(sales, "E9").vba_set("Formula", "=KPI!Z1*2")
        machine.edit(cell(sales, "E9"), "=KPI!Z1*2")
        place = cell(sheet_of(book, "KPI"))
        sheet_of(book, "KPI").vba_get("Range", ["Z1"]).vba_set("Value", 700)
        machine.event("SheetCalculate", sales)
        machine.event("AfterCalculate")
        assert machine.cell(place, "KPI_REVENUE") == 11400.0
        machine.calls.clear()
        machine.event("SheetCalculate", sales)
        machine.event("AfterCalculate")
        assert machine.calls == {"look": 1}, "looked at, the same, nothing asked again"

    def test_calculated_sheets_without_formulas_in_tables_are_not_read(self, machine, book):
        machine.event("SheetCalculate", sheet_of(book, "Продажи"))
        machine.event("SheetCalculate", sheet_of(book, "KPI"))
        machine.event("AfterCalculate")
        assert not machine.reads

    def test_random_numbers_in_a_table_do_not_calculate_for_ever(self, machine, book):
        sales = sheet_of(book, "Продажи")
        before = machine.excel.calculations
        cell(sales, "E9").vba_set("Formula", "=RAND()")
        machine.event("SheetCalculate", sales)
        for _ in range(10):
            machine.event("SheetCalculate", sales)
            machine.event("AfterCalculate")
        assert machine.excel.calculations - before <= 2

    def test_manual_calculation_is_respected(self, machine, book):
        machine.excel.calculation = -4135
        machine.event("SheetChange", sheet_of(book, "Продажи"), cell(sheet_of(book, "Продажи"), "E9"))
        assert machine.excel.calculations == 0

    def test_two_books(self, machine, book, shop):
        other = shop("другая.xlsx")
        machine.type(cell(sheet_of(other, "KPI")), "KPI_REVENUE")
        machine.calls.clear()
        machine.reads.clear()
        machine.edit(cell(sheet_of(other, "Продажи"), "E9"), 1400.0)
        assert machine.reads == {"Продажи": 1}
        assert [machine.cell(cell(sheet_of(each, "KPI")), "KPI_REVENUE") for each in (book, other)] == [
            10400.0,
            11400.0,
        ]

    def test_events_switched_off_by_another_macro(self, machine, book):
        """Nobody tells of edits then: two seconds count as one calculation."""
        place = cell(sheet_of(book, "KPI"))
        machine.app.freeze_clock(datetime(2026, 11, 23, 12, 0, 0))
        machine.cell(place, "KPI_REVENUE")
        machine.excel.enable_events = False
        machine.cell(place, "KPI_REVENUE")
        cell(sheet_of(book, "Продажи"), "E9").vba_set("Value", 1400.0)
        machine.app.freeze_clock(datetime(2026, 11, 23, 12, 0, 3))
        assert machine.cell(place, "KPI_REVENUE") == 11400.0
        cell(sheet_of(book, "Продажи"), "E9").vba_set("Value", 2400.0)
        machine.excel.enable_events = True
        assert machine.cell(place, "KPI_REVENUE") == 12400.0

    def test_a_version_never_comes_back(self, machine, book):
        """VBA is reset by an error in somebody's macro and "End": the next version must be new to Python."""
        before = machine.run("VersionOf", book)
        machine.run("ForgetTables")
        assert machine.run("VersionOf", book) > before

    def test_refresh_reads_everything(self, machine, book):
        cell(sheet_of(book, "Продажи"), "E9").vba_set("Value", 1400.0)
        machine.click("KpiRefresh")
        assert machine.reads["Продажи"] == machine.reads["Расходы"] == machine.reads["План"] == 1
        assert machine.cell(cell(sheet_of(book, "KPI")), "KPI_REVENUE") == 11400.0


class TestVolatile:
    def test_volatile_without_tables_only(self, machine, shop):
        book = shop()
        place = cell(sheet_of(book, "KPI"))
        machine.cell(place, "KPI_CAC")
        machine.cell(place, "KPI_EXPLAIN", "CAC")
        assert machine.excel.volatile == [True, True]
        machine.cell(place, "KPI_CAC", MISSING, MISSING, cell(sheet_of(book, "Продажи"), "A1:E9"))
        machine.cell(place, "KPI_CALC_CAC", 1, 2)
        assert machine.excel.volatile == [True, True]


class TestWizard:
    def test_not_run_in_the_wizard(self, machine, shop):
        place = cell(sheet_of(shop(), "KPI"))
        machine.excel.wizard = True
        assert machine.cell(place, "KPI_CAC") == NA
        assert not machine.calls
        machine.excel.wizard = False
        assert machine.cell(place, "KPI_CAC") == 325.0
        machine.excel.wizard = True
        assert machine.cell(place, "KPI_CAC") == 325.0, "what is known costs nothing"

    @pytest.mark.parametrize(("language", "at"), [(1033, 1), (1049, 0)])
    def test_help_in_excels_language(self, machine, shop, language, at):
        machine.excel.language = language
        shop()
        machine.run("RegisterHelp")
        assert sorted(machine.excel.registered) == sorted(f"'KPI.xlam'!{name}" for name in FUNCTIONS)
        for name, function in FUNCTIONS.items():
            found = machine.excel.registered[f"'KPI.xlam'!{name}"]
            assert found["help"] == function.help[at]
            assert list(found["arguments"]) == [argument.help[at] for argument in function.arguments]
            assert all(len(text) <= 255 for text in (found["help"], found["category"], *found["arguments"]))
        assert (
            machine.excel.registered["'KPI.xlam'!KPI_CAC"]["category"] == ("KPI: Привлечение", "KPI: Acquisition")[at]
        )

    @pytest.mark.parametrize("event", ["WorkbookOpen", "NewWorkbook"])
    def test_excel_without_a_workbook_is_asked_later(self, machine, shop, event):
        machine.start()
        assert not machine.excel.registered
        machine.event(event, shop())
        assert machine.excel.registered

    def test_the_addin_is_installed_while_a_workbook_is_open(self, machine, shop):
        book = shop()
        book.links = [r"D:\Чужая\KPI.xlam"]
        machine.start()
        assert machine.excel.registered
        assert book.links == [machine.addin.vba_get("FullName")]

    def test_an_excel_that_takes_the_addin_for_a_hidden_workbook(self, machine, shop):
        shop()
        machine.excel.registering_fails = 1
        machine.run("RegisterHelp")
        assert len(machine.excel.registered) == len(FUNCTIONS)
        assert machine.addin.addin is True


class TestPython:
    def test_how_it_is_started(self, machine, shop):
        shop()
        machine.function("KPI_CAC")
        machine.function("KPI_CTR")
        assert machine.commands == [r'"C:\Мой Python\pythonw.exe" -B -P -m addin.vba.server $(CLSID)']

    def test_a_console_for_those_who_look_for_a_fault(self, machine, shop):
        machine.settings["SHOW CONSOLE"] = "True"
        shop()
        machine.function("KPI_CAC")
        assert r"\python.exe" in machine.commands[0]

    def test_a_process_that_ended_is_started_again(self, machine, shop):
        place = cell(sheet_of(shop(), "KPI"))
        machine.cell(place, "KPI_CAC")
        machine.running = False
        machine.windows.excel._books.clear()
        assert machine.cell(place, "KPI_REVENUE") == 10400.0
        assert len(machine.commands) == 2

    @pytest.mark.parametrize(
        ("break_it", "told"),
        [
            (lambda machine: setattr(machine, "failure", "Could not create Python process."), "Could not create"),
            (lambda machine: setattr(machine, "dll_found", False), "xlwings64-"),
            (lambda machine: machine.settings.clear(), "KPI.conf"),
        ],
    )
    def test_python_that_does_not_start_is_told_and_tried_once(self, machine, shop, break_it, told):
        break_it(machine)
        shop()
        assert [machine.function("KPI_CAC") for _ in range(20)] == [NA] * 20
        assert len(machine.commands) <= 1
        assert told in machine.function("KPI_EXPLAIN", "CAC")
        assert "kpi addin doctor" in machine.function("KPI_DATA")

    def test_refresh_tries_again(self, machine, shop):
        machine.failure = "antivirus"
        shop()
        assert machine.function("KPI_CAC") == NA
        machine.failure = ""
        assert machine.function("KPI_CAC") == NA, "not within a minute"
        machine.click("KpiRefresh")
        assert machine.function("KPI_CAC") == 325.0

    def test_words_in_excels_language(self, machine, shop):
        machine.excel.language, machine.failure = 1049, "антивирус"
        shop()
        assert machine.function("KPI_EXPLAIN", "CAC").startswith("Python не отвечает")
