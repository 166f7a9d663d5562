"""A workbook whose settings name a source answers from the cube that `kpi refresh` has kept, and says how old it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import addin.workbook
from addin.functions import FUNCTIONS, MISSING, OpenWorkbook
from addin.tables import grid_of
from addin.workbook import saved_at
from kpi_core.closing import closed_path, written
from kpi_core.engine import build
from kpi_core.kept import kept_path, packed
from kpi_core.load import load
from kpi_core.periods import parse_period
from kpi_core.snapshot import Closed
from tests.addin.conftest import PLAN, SALES, SPEND, TODAY, Rows

ORDERS = """\
Дата;Номер заказа;Клиент;Канал;Выручка
2026-09-01;1;a;Яндекс;1000
2026-09-30;2;b;SEO;500
2026-10-01;3;a;Яндекс;1500
2026-10-15;4;c;Яндекс;2500
2026-10-31;5;d;SEO;1000
"""
SPENT = "Дата;Канал;Расход\n2026-09-03;Яндекс;600\n2026-10-05;Яндекс;900,50\n"
CONFIG = """\
company = "Склад"
[[source]]
table = "orders"
path = "заказы.csv"
[[source]]
table = "spend"
path = "расходы.csv"
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A folder with a kpi.toml and its kept cube."""
    folder = tmp_path / "склад"
    folder.mkdir()
    (folder / "заказы.csv").write_text(ORDERS, encoding="utf-8")
    (folder / "расходы.csv").write_text(SPENT, encoding="utf-8")
    (folder / "kpi.toml").write_text(CONFIG, encoding="utf-8")
    refresh(folder / "kpi.toml")
    return folder


@pytest.fixture(autouse=True)
def watchful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addin.workbook, "_MARKS_FOR", 0.0)


def refresh(source: Path) -> None:
    aside = source.with_suffix(".aside")
    aside.write_bytes(packed(build(load(source)), source))
    os.replace(aside, kept_path(source))


def book(path: Path | None, source: str | None = None, *more: tuple[str, Rows]) -> OpenWorkbook:
    """A workbook of a settings table and others; its KPI sheet is barred and without cells, as hosts hand it over."""
    rows: Rows = [["Настройка", "Значение"], ["Язык", "ru"]]
    rows += [["Источник", source]] if source else []
    grids = [grid_of(rows, file="книга.xlsx", sheet="Настройки", name="Настройки", headed=True)]
    grids += [grid_of([], file="книга.xlsx", sheet="KPI", barred="kpi_formulas")]
    grids += [grid_of(cells, file="книга.xlsx", sheet=name, name=name, headed=True) for name, cells in more]
    return OpenWorkbook("книга.xlsx", lambda: grids, today=lambda: TODAY, path=lambda: path)


def ask(workbook: OpenWorkbook, name: str, *arguments: Any) -> Any:
    return FUNCTIONS[f"KPI_{name}"].call(workbook, *arguments)


def test_functions_answer_from_the_kept_cube(warehouse: Path):
    """By hand: October 900.50 on Яндекс, and two new customers there and on SEO; September 600 and two."""
    found = book(warehouse / "книга.xlsx", "kpi.toml")
    assert ask(found, "REVENUE", "2026-10") == 5000
    assert ask(found, "CAC", "2026-10") == 900.5 / 2
    assert ask(found, "ARPPU", "2026-10", "Яндекс") == 4000 / 2
    assert ask(found, "ARPPU", "09.10.2026-31.10.2026") == 3500 / 2
    assert ask(found, "REVENUE", "01.10.2026-15.10.2026") == 4000
    assert ask(found, "CHANNELS") == [["Яндекс"], ["SEO"]]
    assert ask(found, "PERIODS") == [["2026-09"], ["2026-10"]]


@pytest.mark.parametrize("source", ["kpi.toml", "kpi.kpicube", "../склад", "../склад/kpi.toml"])
def test_the_setting_may_be_a_kpi_toml_a_folder_or_the_cube_itself(warehouse: Path, source: str):
    assert ask(book(warehouse / "книга.xlsx", source), "REVENUE", "2026-10") == 5000


def test_a_full_path_needs_no_saved_workbook(warehouse: Path):
    assert ask(book(None, str(warehouse / "kpi.toml")), "REVENUE", "2026-10") == 5000


def test_without_any_table_the_kpi_toml_beside_the_workbook_counts(warehouse: Path):
    assert ask(book(warehouse / "книга.xlsx"), "REVENUE", "2026-10") == 5000


def test_a_workbook_with_tables_does_not_care_for_a_kpi_toml_beside_it(warehouse: Path):
    own = book(warehouse / "книга.xlsx", None, ("Продажи", SALES), ("Расходы", SPEND))
    assert ask(own, "CAC", "2026-10") == 325.0


class TestWhatItSaysOfItself:
    def test_the_age_of_the_cube(self, warehouse: Path):
        found = book(warehouse / "книга.xlsx", "kpi.toml")
        assert "Из сохранённого куба «kpi.toml», обновлён " in ask(found, "EXPLAIN", "CAC")
        assert "Из сохранённого куба «kpi.toml», обновлён " in ask(found, "DATA")
        assert "изменился" not in ask(found, "DATA")

    def test_a_source_that_has_changed_since(self, warehouse: Path):
        found = book(warehouse / "книга.xlsx", "kpi.toml")
        (warehouse / "заказы.csv").write_text(ORDERS + "2026-10-31;6;e;SEO;7\n", encoding="utf-8")
        assert "Файл «заказы.csv» с тех пор изменился" in ask(found, "EXPLAIN", "CAC")
        assert "Файл «заказы.csv» с тех пор изменился" in ask(found, "DATA")
        assert ask(found, "REVENUE", "2026-10") == 5000

    def test_no_cube_yet(self, warehouse: Path):
        kept_path(warehouse / "kpi.toml").unlink()
        found = book(warehouse / "книга.xlsx", "kpi.toml")
        assert ask(found, "REVENUE") == "#N/A"
        assert f"kpi refresh {warehouse / 'kpi.toml'}" in ask(found, "EXPLAIN", "CAC")

    def test_a_broken_cube(self, warehouse: Path):
        kept_path(warehouse / "kpi.toml").write_bytes(b"PK")
        found = book(warehouse / "книга.xlsx", "kpi.toml")
        assert ask(found, "REVENUE") == "#N/A"
        assert "испорчен" in ask(found, "EXPLAIN", "CAC")

    def test_a_path_that_nothing_leads_to(self):
        assert "Сохраните её" in ask(book(None, "kpi.toml"), "EXPLAIN", "CAC")

    def test_a_database_without_a_query(self, warehouse: Path):
        told = ask(book(warehouse / "к.xlsx", "postgresql://bi:secret@host/shop"), "EXPLAIN", "CAC")
        assert "path и query" in told
        assert "secret" not in told


class TestRefreshing:
    def test_the_next_question_sees_the_new_cube(self, warehouse: Path):
        """The workbook's own cells have not changed, so no host says anything."""
        found = book(warehouse / "книга.xlsx", "kpi.toml")
        assert ask(found, "REVENUE", "2026-10") == 5000
        (warehouse / "заказы.csv").write_text(ORDERS + "2026-10-31;6;e;SEO;7\n", encoding="utf-8")
        refresh(warehouse / "kpi.toml")
        assert ask(found, "REVENUE", "2026-10") == 5007

    def test_it_comes_back_once_there_is_one(self, warehouse: Path):
        kept_path(warehouse / "kpi.toml").unlink()
        found = book(warehouse / "книга.xlsx", "kpi.toml")
        assert ask(found, "REVENUE") == "#N/A"
        refresh(warehouse / "kpi.toml")
        assert ask(found, "REVENUE") == 5000

    def test_the_command_behind_the_button(self, warehouse: Path):
        command = book(warehouse / "книга.xlsx", "kpi.toml").refreshing
        assert command is not None
        kept_path(warehouse / "kpi.toml").unlink()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert Path(done.stdout.strip()) == kept_path(warehouse / "kpi.toml")
        assert kept_path(warehouse / "kpi.toml").is_file()

    def test_a_workbook_with_its_own_tables_has_none(self, book: OpenWorkbook):
        assert book.refreshing is None


class TestWhatTheWorkbookAddsOfItsOwn:
    def test_its_settings(self, warehouse: Path):
        rows: Rows = [["Настройка", "Значение"], ["Источник", "kpi.toml"], ["Отчётный месяц", "2026-09"]]
        grids = [grid_of(rows, file="к.xlsx", sheet="Settings", headed=True)]
        found = OpenWorkbook("к.xlsx", lambda: grids, path=lambda: warehouse / "к.xlsx")
        assert ask(found, "REVENUE") == 1500

    def test_its_plan(self, warehouse: Path):
        found = book(warehouse / "книга.xlsx", "kpi.toml", ("План", PLAN))
        assert ask(found, "TARGET", "Выручка", "2026-10") == 13000
        assert ask(found, "REVENUE", "2026-10") == 5000

    def test_its_tables_of_facts_are_not_read_and_that_is_told(self, warehouse: Path):
        found = book(warehouse / "книга.xlsx", "kpi.toml", ("Продажи", SALES))
        assert ask(found, "REVENUE", "2026-10") == 5000
        assert [each.code for each in found.cube().snapshot.findings if each.level == "warning"].count(
            "kept_table_unread"
        ) == 1  # fmt: skip

    def test_a_column_of_sources_is_no_setting(self):
        """Exports of web analytics have a column «Источник» in the table of visits."""
        visits: Rows = [["Дата", "Источник", "Визиты"], ["01.10.2026", "kpi.toml", 5.0]]
        grids = [grid_of(visits, file="к.xlsx", sheet="Визиты", headed=True)]
        assert OpenWorkbook("к.xlsx", lambda: grids).refreshing is None


class TestClosedMonths:
    """`kpi report --close` keeps them in a file beside the workbook: the functions know them as the commands do."""

    @pytest.fixture
    def saved(self, tmp_path: Path) -> tuple[OpenWorkbook, Path]:
        path = tmp_path / "книга.xlsx"
        tables = {"Продажи": SALES, "Расходы": SPEND}
        grids = [grid_of(rows, file=path.name, sheet=name, name=name, headed=True) for name, rows in tables.items()]
        return OpenWorkbook(path.name, lambda: grids, today=lambda: TODAY, path=lambda: path), path

    def test_a_month_that_was_recalculated_says_so(self, saved: tuple[OpenWorkbook, Path]):
        workbook, path = saved
        assert "recalculated" not in workbook.cube().kpi("cac", parse_period("2026-10")).notes
        closed_path(path).write_bytes(written([Closed(parse_period("2026-10"), "cac", 300.0)]))
        assert "recalculated" in workbook.cube().kpi("cac", parse_period("2026-10")).notes
        assert "300" in ask(workbook, "EXPLAIN", "CAC", "2026-10")
        assert ask(workbook, "CAC", "2026-10") == 325.0

    def test_a_broken_file_is_never_passed_over(self, saved: tuple[OpenWorkbook, Path]):
        workbook, path = saved
        closed_path(path).write_text("month,kpi,value\n2026-10,cac,много\n", encoding="utf-8")
        assert ask(workbook, "CAC") == "#N/A"
        assert "книга.closed.csv" in ask(workbook, "EXPLAIN", "CAC")

    def test_an_unsaved_workbook_has_none(self, book: OpenWorkbook):
        assert book.cube().snapshot.closed == ()


def test_which_workbooks_are_saved_on_a_disk(tmp_path: Path):
    assert saved_at(str(tmp_path / "к.xlsx")) == tmp_path / "к.xlsx"
    assert saved_at("https://firm.sharepoint.com/к.xlsx") is None
    assert saved_at("Книга1") is None


def test_a_call_on_a_kept_cube_needs_neither_pandas_nor_narwhals(warehouse: Path):
    code = f"""
import sys
from pathlib import Path
from addin.functions import FUNCTIONS, MISSING, OpenWorkbook
from addin.tables import grid_of
rows = [["Настройка", "Значение"], ["Источник", "kpi.toml"]]
grids = [grid_of(rows, file="к.xlsx", sheet="Настройки", headed=True)]
book = OpenWorkbook("к.xlsx", lambda: grids, path=lambda: Path({str(warehouse / "к.xlsx")!r}))
ask = lambda name, *arguments: FUNCTIONS["KPI_" + name].call(book, *arguments)
assert ask("CAC", "2026-10") == 450.25
assert ask("RETENTION", "2026-10") == 0.5 and ask("ARPPU", "01.10.2026-15.10.2026") == 2000
assert ask("CHANGE", "CAC", "2026-10") == 450.25 / 300 - 1
for name in ("TABLE", "EXPLAIN", "STATUS", "COHORTS", "SIGNIFICANT"):
    ask(name, "CAC", "2026-10") if name != "COHORTS" else ask(name, "LTV")
assert "Из сохранённого куба" in ask("DATA") or "From the kept cube" in ask("DATA")
print(sorted({{"pandas", "narwhals", "pyarrow", "duckdb"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


def test_omitted_arguments_are_the_report_month(warehouse: Path):
    found = book(warehouse / "книга.xlsx", "kpi.toml")
    assert ask(found, "REVENUE", MISSING, "SEO") == 1000
