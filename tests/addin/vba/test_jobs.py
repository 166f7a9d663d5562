"""What stands behind the buttons: real processes of `kpi`, real files."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from addin.functions import FUNCTIONS
from addin.tables import grid_of
from addin.vba import jobs
from kpi_core.shipped import shipped


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """Nothing is left in the machine's own folder."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(jobs.tempfile, "tempdir", str(folder))


@pytest.fixture
def documents(tmp_path, monkeypatch):
    folder = tmp_path / "Документы"
    folder.mkdir()
    monkeypatch.setattr(jobs, "documents_folder", lambda: folder)
    return folder


@pytest.fixture
def aside(tmp_path):
    """A copy of a workbook as VBA saves it."""

    def save(name="summary-ru.xlsx", workbook=""):
        folder = Path(jobs.folder_aside(workbook))
        return shutil.copy(shipped("sample_workbooks") / name, folder / name)

    return save


def ended(number: str, within: float = 60) -> list[str]:
    until = time.monotonic() + within
    while time.monotonic() < until:
        state = jobs.state(number)
        if state:
            return state.split("\n")
        time.sleep(0.05)
    raise AssertionError("still running")


class TestReport:
    @pytest.mark.slow
    def test_beside_the_workbook(self, aside, documents, tmp_path):
        copy = aside()
        done = ended(jobs.report(str(copy), str(tmp_path), " 2026-10 ", "ru"))
        assert done == ["done", str(tmp_path / "summary-ru-2026-10.pdf")]
        assert (tmp_path / "summary-ru-2026-10.pdf").read_bytes().startswith(b"%PDF")
        assert not Path(copy).parent.exists(), "the firm's figures do not stay in a temporary folder"

    @pytest.mark.parametrize("folder", ["https://firma-my.sharepoint.com/personal/anna", "", "no such folder"])
    def test_documents_where_the_workbook_has_no_folder_to_write_to(self, aside, documents, folder, monkeypatch):
        def kpi(language, command, copy, beside=""):
            Path(copy).with_name("summary-ru-2026-10.pdf").write_bytes(b"%PDF")
            return str(Path(copy).with_name("summary-ru-2026-10.pdf"))

        monkeypatch.setattr(jobs, "_kpi", kpi)
        done = ended(jobs.report(str(aside()), folder, "", "en"))
        assert done[:2] == ["done", str(documents / "summary-ru-2026-10.pdf")]
        assert "Documents" in done[2]

    def test_no_such_month_is_a_sentence_in_excels_language(self, aside, documents):
        failed, why = ended(jobs.report(str(aside()), "", "2031-01", "en"))
        assert failed == "failed"
        assert "2031" in why
        assert "Traceback" not in why

    def test_closed_months_come_along(self, tmp_path):
        (tmp_path / "книга.closed.csv").write_text("month,kpi\n", encoding="utf-8")
        folder = Path(jobs.folder_aside(str(tmp_path / "книга.xlsx")))
        assert [each.name for each in folder.iterdir()] == ["книга.closed.csv"]

    def test_a_pdf_that_is_open_is_not_overwritten(self, tmp_path, monkeypatch):
        """On Windows a file that is open in a viewer cannot be removed."""

        def locked(path, missing_ok=False):
            if path.name == "a.pdf":
                raise PermissionError

        monkeypatch.setattr(Path, "unlink", locked)
        assert jobs._free(tmp_path / "a.pdf").name == "a (2).pdf"


class TestPages:
    def test_check_lists_what_is_wrong(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.title = "Расходы"
        for row in (
            ["Дата", "Канал", "Расход"],
            ["01.10.2026", "VK", 100],
            ["02.10.2026", "VK", "=1/0 сто"],
            ["3.13.2026", "", 5],
        ):
            book.active.append(row)
        folder = Path(jobs.folder_aside(""))
        copy = folder / "книга.xlsx"
        book.save(copy)
        done, path = ended(jobs.check(str(copy), "ru"))
        assert done == "done"
        rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
        assert rows[0] == ("Уровень", "Лист", "Строка", "Столбец", "Значение", "Что не так и что делать")
        refused = [row for row in rows if row[0] == "не принято"]
        assert {row[2] for row in refused} >= {4}
        assert rows[1][0] == "не принято", "what matters first"

    def test_check_of_clean_data_says_so(self, aside):
        path = ended(jobs.check(str(aside("leads-ru.xlsx")), "en"))[1]
        texts = [cell for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True) for cell in row]
        assert any(text in texts for text in ("No remarks: every row is accepted.", "doubtful"))

    def test_help_lists_every_function_and_no_text_is_a_formula(self):
        path = ended(jobs.functions_page("ru"))[1]
        sheet = openpyxl.load_workbook(path).active
        assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == list(FUNCTIONS)
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}

    @pytest.mark.slow
    def test_a_new_workbook(self, tmp_path):
        target = tmp_path / "Моя книга.xlsx"
        target.write_bytes(b"old: Excel has asked")
        assert ended(jobs.new_workbook(str(target), "leads", "ru")) == ["done", str(target)]
        assert "Лиды" in openpyxl.load_workbook(target, read_only=True).sheetnames


class TestRest:
    def test_a_job_of_another_process(self):
        assert jobs.state("4711")[:6] == "failed"

    def test_a_mistake_of_ours_is_told_and_the_copy_goes(self, aside, monkeypatch):
        monkeypatch.setattr(jobs, "_kpi", lambda *given: 1 / 0)
        copy = aside()
        assert ended(jobs.check(str(copy), "ru"))[0] == "failed"
        assert not Path(copy).parent.exists()

    def test_old_folders_go(self):
        old, new = Path(jobs.folder_aside("")), Path(jobs.folder_aside(""))
        os.utime(old, (0, 0))
        jobs.folder_aside("")
        assert (old.exists(), new.exists()) == (False, True)

    def test_number_format_in_the_workbooks_currency(self, monkeypatch):

        monkeypatch.setattr(excel(), "currency_of", lambda book: {"a.xlsx": "EUR"}.get(book, ""))
        assert jobs.number_format("KPI_CAC", "a.xlsx") == '"€"#,##0.00'
        assert jobs.number_format("KPI_CAC", "other.xlsx") == '#,##0.00 "₽"'
        assert jobs.number_format("KPI_CTR", "a.xlsx") == "0.0%"


def excel():
    """The module as the buttons find it: other tests put a made-up Excel under it and take it away again."""
    from addin import excel

    return excel


def opened(path):
    """The workbook as Excel has it open."""
    return excel()._kept(str(path), path.name).workbook


class TestRefresh:
    """A workbook whose settings name a source, at first counted by the command line."""

    @pytest.fixture
    def sheet(self, tmp_path, monkeypatch):
        (tmp_path / "склад").mkdir()
        (tmp_path / "склад" / "заказы.csv").write_text("Дата;Заказ;Сумма\n01.10.2026;1;500\n", encoding="utf-8")
        path = tmp_path / "книга.xlsx"
        with xlsxwriter.Workbook(path) as workbook:
            settings = workbook.add_worksheet("Настройки")
            settings.write_row(0, 0, ("Настройка", "Значение"))
            settings.write_row(1, 0, ("Источник", "склад"))
        grids = [
            grid_of([["Настройка", "Значение"], ["Источник", "склад"]], file=path.name, sheet="Настройки", headed=True)
        ]
        monkeypatch.setattr(opened(path), "_read", lambda: grids)
        yield path
        excel()._books.clear()

    def test_the_source_is_counted_where_the_workbook_looks_for_it(self, sheet):
        assert ended(jobs.refresh(str(sheet), "ru")) == ["done", str(sheet.with_name("склад.kpicube"))]
        assert opened(sheet).cube().kpi("revenue").value == 500

    def test_a_source_that_is_gone_is_a_sentence(self, sheet):
        shutil.rmtree(sheet.parent / "склад")
        failed, why = ended(jobs.refresh(str(sheet), "en"))
        assert failed == "failed"
        assert "склад" in why
        assert "Traceback" not in why

    def test_a_source_that_cannot_be_one_is_a_sentence_too(self, sheet, monkeypatch):
        rows = [["Настройка", "Значение"], ["Источник", "postgresql://bi:secret@host/shop"]]
        grids = [grid_of(rows, file="к.xlsx", sheet="Настройки", headed=True)]
        monkeypatch.setattr(opened(sheet), "_read", lambda: grids)
        failed, why = ended(jobs.refresh(str(sheet), "ru"))
        assert (failed, "kpi.toml" in why, "secret" in why) == ("failed", True, False)

    def test_none_without_a_source_or_of_a_workbook_nobody_asked(self, sheet, monkeypatch):
        assert jobs.refresh("C:\\другая.xlsx", "ru") == ""
        monkeypatch.setattr(opened(sheet), "_read", list)
        assert jobs.refresh(str(sheet), "ru") == ""

    @pytest.mark.slow
    def test_the_report_of_a_copy_finds_the_source_beside_the_workbook_itself(self, sheet, documents):
        ended(jobs.refresh(str(sheet), "ru"))
        copy = shutil.copy(sheet, Path(jobs.folder_aside(str(sheet))) / sheet.name)
        done = ended(jobs.report(str(copy), str(sheet.parent), "2026-10", "ru"))
        assert done == ["done", str(sheet.with_name("книга-2026-10.pdf"))]
