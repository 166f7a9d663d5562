"""The ribbon's buttons, inserting, copies and links, as the add-in's own VBA does them."""

from __future__ import annotations

import openpyxl
import pytest
from pyopenvba.apps.excel._model import Range, Worksheet
from pyopenvba.interpreter import VBARuntimeError
from pyopenvba.interpreter._objects import MemberSpec

from addin.functions import FUNCTIONS
from addin.vba.words import rows
from tests.addin.vba.interpreted import Books, to_python, to_vba
from tests.addin.vba.test_cells import cell, sheet_of, shop  # noqa: F401

WORDS = {code: (ru, en) for code, ru, en in rows()}


class TestRibbon:
    @pytest.mark.parametrize(("language", "shown"), [(1049, "Обновить"), (1033, "Refresh")])
    def test_labels_in_excels_language(self, machine, language, shown):
        machine.excel.language = language
        machine.app.add_module(
            "Function Asked(ByVal name As String, ByVal control As Object) As String\nDim found\n"
            'Select Case name\nCase "label": KpiLabel control, found\nCase "tip": KpiTip control, found\n'
            'Case "about": KpiAbout control, found\nEnd Select\nAsked = found\nEnd Function',
            name="Ask",
        )
        assert machine.run("Asked", "label", machine.control("kpiRefresh")) == shown
        at = 0 if language == 1049 else 1
        assert machine.run("Asked", "tip", machine.control("kpiRefresh")) == WORDS["tip_kpiRefresh"][at]
        about = machine.run("Asked", "about", machine.control("kpiInsert_KPI_CAC", "KPI_CAC"))
        assert about == FUNCTIONS["KPI_CAC"].help[at]

    def test_without_a_workbook_buttons_say_so(self, machine):
        for button in ("KpiReport", "KpiCheck", "KpiCopy"):
            machine.click(button)
        assert machine.told == [WORDS["no_workbook"][1]] * 3
        machine.click("KpiInsertFunction", tag="KPI_CAC")
        assert machine.told[-1] == WORDS["insert_nowhere"][1]


class TestReport:
    @pytest.fixture
    def book(self, machine, sample):
        machine.job_answers |= {"folder_aside": str(machine.folder), "report": "1", "state": ""}
        return machine.open(sample())

    def test_month_copy_and_the_pdf_opened(self, machine, book):
        machine.excel.replies = ["2026-10"]
        machine.click("KpiReport")
        folder, report = machine.jobs[0], machine.jobs[1]
        assert folder[1:] == ("folder_aside", book.vba_get("FullName"))
        copy = f"{machine.folder}\\summary-ru.xlsx"
        assert report == ("addin.vba.jobs", "report", copy, book.path, "2026-10", "en")
        assert machine.excel.status_bar == WORDS["job_running"][1]

        machine.wait()
        assert not machine.opened, "it is not ready"
        machine.job_answers["state"] = "done\nC:\\Отчёты\\summary-ru-2026-10.pdf"
        machine.wait()
        assert machine.opened == ['"C:\\Отчёты\\summary-ru-2026-10.pdf"']
        assert machine.excel.status_bar is False
        assert not machine.excel.later, "asked no more"

    def test_unsaved_edits_are_in_the_copy(self, machine, book):
        cell(book.sheets_[2], "A40").vba_set("Value", "несохранённое")
        machine.excel.replies = [""]
        machine.click("KpiReport")
        found = openpyxl.load_workbook(f"{machine.folder}\\summary-ru.xlsx")
        assert found.worksheets[2]["A40"].value == "несохранённое"

    def test_cancelled(self, machine, book):
        machine.excel.replies = [False]
        machine.click("KpiReport")
        assert not machine.jobs

    def test_a_failure_and_a_remark_are_told(self, machine, book):
        machine.excel.replies = ["2026-10", "2026-10"]
        machine.click("KpiReport")
        machine.job_answers["state"] = "failed\nЗа октябрь нет строк."
        machine.wait()
        assert machine.told == ["За октябрь нет строк."]
        machine.click("KpiReport")
        machine.job_answers["state"] = "done\nC:\\Users\\Анна\\Documents\\a.pdf\nРядом с книгой сохранить нельзя."
        machine.wait()
        assert machine.told[-1] == "Рядом с книгой сохранить нельзя."
        assert len(machine.opened) == 1

    def test_python_that_does_not_start_is_told(self, machine, book):
        machine.failure = "antivirus"
        machine.excel.replies = ["2026-10"]
        machine.click("KpiReport")
        assert "antivirus" in machine.told[0]

    @pytest.mark.parametrize("button", ["KpiCheck", "KpiShowHelp", "KpiNew"])
    def test_every_button_tells_that_python_does_not_start(self, machine, book, button):
        machine.failure = "antivirus"
        machine.excel.replies = ["C:\\a.xlsx"]
        machine.click(button, "kpiNewShop", "shop")
        assert "antivirus" in machine.told[0]

    def test_python_that_ends_while_a_job_runs(self, machine, book):
        machine.job_answers["check"] = "1"
        machine.click("KpiCheck")
        machine.running = False
        machine.wait()
        assert "RPC" in machine.told[0]
        assert not machine.excel.later

    def test_a_page_that_excel_does_not_open(self, machine, book, monkeypatch):
        def refuse(books, path, links=None):
            raise VBARuntimeError(1004, "Excel cannot open the file")

        machine.job_answers |= {"check": "1", "state": "done\nC:\\a.xlsx"}
        machine.click("KpiCheck")
        broken = MemberSpec("Open", "method", refuse, parameters=("Filename", "UpdateLinks"))
        monkeypatch.setattr(Books, "_vba_members", Books._vba_members | {"open": broken})
        machine.wait()
        assert "Excel cannot open the file" in machine.told[0]

    def test_vba_that_was_reset_while_a_job_runs(self, machine):
        machine.run("AskJobs")

    def test_a_workbook_that_was_never_saved(self, machine):
        machine.job_answers |= {"folder_aside": str(machine.folder), "check": "1"}
        machine.app.add_workbook()
        machine.click("KpiCheck")
        assert machine.jobs[1][2].endswith("\\Book1.xlsx")

    def test_check_and_help_open_a_workbook(self, machine, book, sample):
        machine.job_answers |= {"check": "1", "functions_page": "2"}
        page = sample(to="page.xlsx")
        for button in ("KpiCheck", "KpiShowHelp"):
            machine.click(button)
            machine.job_answers["state"] = f"done\n{page}"
            machine.wait()
            assert machine.excel.active_book.name == "page.xlsx"

    def test_a_new_workbook(self, machine, book):
        machine.job_answers["new_workbook"] = "3"
        machine.excel.replies = ["C:\\Users\\Анна\\Моя книга.xlsx"]
        machine.click("KpiNew", "kpiNewLeads", "leads")
        assert machine.excel.asked == ["Leads.xlsx"]
        assert machine.jobs[-1][1:] == ("new_workbook", "C:\\Users\\Анна\\Моя книга.xlsx", "leads", "en")


class TestRefreshOfASource:
    """A workbook over a warehouse: its rows are counted anew, and the cells follow once that is done."""

    @pytest.fixture
    def asked(self, machine, shop):  # noqa: F811
        """A workbook in which a function was asked."""
        book = shop()
        machine.type(cell(sheet_of(book, "KPI")), "KPI_REVENUE", "2026-10")
        machine.job_answers |= {"refresh": "7", "state": ""}
        return book

    def test_the_source_is_counted_and_then_the_cells_are_calculated(self, machine, asked):
        machine.click("KpiRefresh")
        assert machine.jobs == [("addin.vba.jobs", "refresh", asked.vba_get("FullName"), "en")]
        assert machine.excel.status_bar == WORDS["job_running"][1]
        looks = machine.calls["look"]
        machine.job_answers["state"] = "done\nC:\\Склад\\kpi.kpicube"
        machine.wait()
        assert machine.calls["look"] == looks + 1
        assert not machine.opened, "a cube is nothing to look at"
        assert not machine.excel.later

    def test_a_failure_is_told(self, machine, asked):
        machine.click("KpiRefresh")
        machine.job_answers["state"] = "failed\nФайла S:\\kpi.toml нет."
        machine.wait()
        assert machine.told == ["Файла S:\\kpi.toml нет."]

    def test_a_workbook_without_such_a_source_waits_for_nothing(self, machine, asked):
        machine.job_answers["refresh"] = ""
        machine.click("KpiRefresh")
        assert not machine.excel.later

    def test_no_python_is_started_for_a_workbook_that_asks_nothing(self, machine, shop):  # noqa: F811
        shop()
        machine.click("KpiRefresh")
        assert not machine.jobs


class TestInsert:
    @pytest.fixture
    def place(self, machine, shop):  # noqa: F811
        machine.job_answers["number_format"] = '#,##0.00 "₽"'
        self.book = shop()
        sheet = sheet_of(self.book, "KPI")
        sheet.vba_get("Activate")
        cell(sheet, "C5").vba_get("Select")
        return cell(sheet, "C5")

    def formula(self, place, row=0, column=0):
        return place.vba_get("Offset", [row, column]).vba_get("Formula")

    def test_formula_and_format(self, machine, place):
        machine.click("KpiInsertFunction", tag="KPI_CAC")
        assert self.formula(place) == "=KPI_CAC()"
        assert place.vba_get("NumberFormat") == '#,##0.00 "₽"'
        assert machine.jobs[-1][1:] == ("number_format", "KPI_CAC", self.book.vba_get("FullName"))
        assert not machine.excel.shown_dialogs

    def test_a_formula_over_cells_opens_the_wizard(self, machine, place):
        machine.click("KpiInsertFunction", tag="KPI_CALC_CAC")
        assert self.formula(place) == "=KPI_CALC_CAC(0,0)"
        assert machine.excel.shown_dialogs == [450]

    def test_without_python_the_formula_stands_without_a_format(self, machine, place):
        machine.failure = "antivirus"
        machine.click("KpiInsertFunction", tag="KPI_CAC")
        assert (self.formula(place), place.vba_get("NumberFormat")) == ("=KPI_CAC()", "General")

    def test_what_stands_there_is_asked_about(self, machine, place):
        place.vba_set("Value", "важное")
        machine.agrees = 7
        machine.click("KpiInsertFunction", tag="KPI_CAC")
        assert place.vba_get("Value") == "важное"
        assert "C5" in machine.told[0]
        machine.agrees = 6
        machine.click("KpiInsertFunction", tag="KPI_CAC")
        assert self.formula(place) == "=KPI_CAC()"

    def test_a_protected_sheet_blocks_inserting_only_and_says_so(self, machine, place):
        sheet = sheet_of(self.book, "KPI")
        sheet.vba_get("Protect", [])
        machine.click("KpiInsertFunction", tag="KPI_CAC")
        assert place.vba_get("Formula") == ""
        assert machine.told == [WORDS["insert_protected"][1].replace("{0}", "KPI")]
        assert machine.cell(place, "KPI_REVENUE") == 10400.0

    def test_a_block_that_is_locked_in_part(self, machine, place, monkeypatch):
        old_excel(monkeypatch)
        place.vba_set("Locked", False)
        sheet_of(self.book, "KPI").vba_get("Protect", [])
        machine.click("KpiInsertFunction", tag="KPI_CHANNELS")
        assert machine.told == [WORDS["insert_protected"][1].replace("{0}", "KPI")]

    def test_an_unlocked_cell_of_a_protected_sheet(self, machine, place, monkeypatch):
        old_excel(monkeypatch)  # the model takes Formula, not Formula2, in a protected sheet
        place.vba_set("Locked", False)
        sheet_of(self.book, "KPI").vba_get("Protect", [])
        machine.click("KpiInsertFunction", tag="KPI_CAC")
        assert self.formula(place) == "=KPI_CAC()"

    def test_cell_by_cell_before_dynamic_arrays(self, machine, place, monkeypatch):
        """Excel 2019 and older have no Formula2: a formula for each cell, and a lone value in one cell."""
        old_excel(monkeypatch)
        machine.click("KpiInsertFunction", tag="KPI_CHANNELS")
        assert [self.formula(place, row) for row in range(5)] == [
            *(f"=INDEX(KPI_CHANNELS(),{row},1)" for row in range(1, 5)), "",
        ]  # fmt: skip
        cell(place.sheet, "H5").vba_get("Select")
        machine.click("KpiInsertFunction", tag="KPI_TABLE")
        inner = 'KPI_TABLE({"revenue","orders","cac"},KPI_PERIODS())'
        assert self.formula(cell(place.sheet, "H5")) == f"=INDEX({inner},1,1)"
        assert self.formula(cell(place.sheet, "K6")) == f"=INDEX({inner},2,4)"
        cell(place.sheet, "P5").vba_get("Select")
        machine.click("KpiInsertFunction", tag="KPI_CAC")
        assert self.formula(cell(place.sheet, "P5")) == "=KPI_CAC()"

    def test_every_function_can_be_inserted(self, machine, place):
        for name in FUNCTIONS:
            place.vba_get("ClearContents")
            machine.click("KpiInsertFunction", tag=name)
            assert self.formula(place).startswith(f"={name}("), name
        assert not machine.told


def old_excel(monkeypatch):
    """No Formula2; and `Worksheet.Evaluate` calls our functions, which the model does not."""

    def lacking(cells):
        raise VBARuntimeError(438, "Object doesn't support this property or method")

    tables = {
        "KPI_CHANNELS()": [["Яндекс"], ["VK"], ["SEO"], ["Email"]],
        'KPI_TABLE({"revenue","orders","cac"},KPI_PERIODS())': [["Период", "A", "B", "C"], ["2026-10", 1.0, 2.0, 3.0]],
        "KPI_CAC()": 325.0,
    }
    formula2 = MemberSpec("Formula2", "property", lacking)
    monkeypatch.setattr(Range, "_vba_members", Range._vba_members | {"formula2": formula2})
    evaluate = MemberSpec("Evaluate", "method", lambda sheet, text: to_vba(tables[text]), parameters=("Name",))
    monkeypatch.setattr(Worksheet, "_vba_members", Worksheet._vba_members | {"evaluate": evaluate})


class TestRelink:
    def test_a_path_of_another_machine(self, machine, sample):
        book = machine.open(sample())
        foreign = r"C:\Users\Иван\AppData\Roaming\Microsoft\AddIns\KPI.xlam"
        book.links = [r"C:\Данные\курсы.xlsx", foreign]
        machine.run("Relink", book)
        assert book.links == [r"C:\Данные\курсы.xlsx", machine.addin.vba_get("FullName")]
        assert not machine.told
        assert machine.excel.display_alerts is True

    def test_nothing_to_do(self, machine, sample):
        book = machine.open(sample())
        machine.run("Relink", book)
        book.links = [machine.addin.vba_get("FullName"), r"C:\MY-KPI.xlam"]
        machine.run("Relink", book)
        assert book.links[1] == r"C:\MY-KPI.xlam"

    def test_a_workbook_that_does_not_let_itself_be_mended_is_told(self, machine, sample):
        book = machine.open(sample())
        book.links, book.links_locked = ["D:/KPI.xlam"], True
        machine.run("Relink", book)
        assert "summary-ru.xlsx" in machine.told[0]
        assert "protected" in machine.told[0]


class TestCopyToSend:
    def test_values_in_place_of_our_formulas(self, machine, tmp_path):
        source = tmp_path / "книга.xlsx"
        made = openpyxl.Workbook()
        sheet = made.active
        sheet.title = "KPI"
        sheet["A1"], sheet["A2"], sheet["A3"], sheet["B1"] = 5, "=A1*2", "=KPI_REVENUE()", "2026-10"
        made.save(source)
        book = machine.open(source)
        kpi = book.sheets_[0]
        kpi.cells_[3, 1].value, kpi.cells_[3, 1].stale = "2026-10", False
        target = tmp_path / "копия.xlsx"
        machine.run("CopyToSend", book, str(target))
        found = openpyxl.load_workbook(target)["KPI"]
        assert found["A2"].value == "=A1*2", "other formulas stay"
        assert found["A3"].value == "2026-10", "a text stays one: written back it would become a date"
        assert found["A3"].data_type == "s"
        assert kpi.cells_[3, 1].formula, "the open workbook keeps its formulas"
        assert (machine.excel.enable_events, machine.excel.calculation) == (True, -4105)
        assert str(target) in machine.told[0]

    def test_a_table_of_one_formula(self, machine, tmp_path):
        """An array formula over several cells; names that look like formulas stay texts."""
        book = machine.app.add_workbook()
        book.name, book.path = "таблица.xlsx", str(tmp_path)
        sheet = book.sheets_[0]
        cell(sheet, "A1:B2").vba_set("FormulaArray", '={"=1+1",2;"2026-10",4}')
        cell(sheet, "A1:B2").vba_get("Value")
        block = cell(sheet, "A1:B2")
        machine.run("KeepValues", block)
        assert to_python(block.vba_get("Value")) == [["=1+1", 2.0], ["2026-10", 4.0]]
        assert block.vba_get("HasFormula") is False

    def test_by_its_button(self, machine, sample, tmp_path):
        machine.open(sample())
        target = tmp_path / "копия.xlsx"
        machine.excel.replies = [str(target)]
        machine.click("KpiCopy")
        assert target.is_file()

    def test_a_protected_sheet_is_named(self, machine, tmp_path):
        source = tmp_path / "книга.xlsx"
        made = openpyxl.Workbook()
        made.active["A1"] = "=KPI_REVENUE()"
        made.active.protection.sheet = True
        made.save(source)
        target = tmp_path / "копия.xlsx"
        machine.run("CopyToSend", machine.open(source), str(target))
        assert "Sheet" in machine.told[0]
        assert openpyxl.load_workbook(target).active["A1"].value == "=KPI_REVENUE()"

    def test_a_file_that_is_there_is_asked_about(self, machine, sample, tmp_path):
        machine.open(sample())
        machine.excel.replies, machine.agrees = [str(sample("leads-ru.xlsx"))] * 2, 7
        machine.existing = [str(tmp_path / "leads-ru.xlsx")]
        before = (tmp_path / "leads-ru.xlsx").read_bytes()
        machine.click("KpiCopy")
        machine.click("KpiNew", "kpiNewShop", "shop")
        assert len(machine.told) == 2
        assert "leads-ru.xlsx" in machine.told[0]
        assert (tmp_path / "leads-ru.xlsx").read_bytes() == before
        assert not machine.jobs

    def test_the_name_that_is_offered(self, machine, sample):
        machine.open(sample())
        machine.excel.replies = [False]
        machine.click("KpiCopy")
        assert machine.excel.asked == ["summary-ru (values).xlsx"]
