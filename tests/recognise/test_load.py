"""A source as the user names it: a data file, a workbook, a folder, a kpi.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_core.errors import KpiError, SourceError
from kpi_core.load import load

ORDERS = "Дата;Номер заказа;Канал;Выручка\n01.10.2026;1;Директ;1 234,56\n02.10.2026;2;SEO;10\n"
SPEND = "Дата;Канал;Расход\n01.10.2026;Директ;100,5\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "заказы.csv").write_text(ORDERS, encoding="cp1251")
    (tmp_path / "расходы.csv").write_text(SPEND, encoding="utf-8-sig")
    return tmp_path


def test_a_data_file(folder: Path):
    snapshot = load(folder / "заказы.csv")
    assert snapshot.name == "заказы.csv"
    assert snapshot.tables["orders"].frame["revenue"].tolist() == [123456, 1000]
    assert snapshot.as_of_origin == "file"


def test_a_folder(folder: Path):
    (folder / "заметки.txt").write_text("x")
    snapshot = load(str(folder))
    assert set(snapshot.tables) == {"orders", "spend"}
    assert [finding.file for finding in snapshot.findings if finding.code == "file_skipped"] == ["заметки.txt"]


@pytest.mark.parametrize("named", ["kpi.toml", "."])
def test_a_kpi_toml_and_the_folder_that_holds_one(folder: Path, named: str):
    (folder / "kpi.toml").write_text(
        'company = "Дом"\n[[source]]\ntable = "orders"\npath = "заказы.csv"\ncolumns = { revenue = "Выручка" }\n'
        '[channels]\nseo = "Поиск"\n[[target]]\nmonth = "2026-10"\nkpi = "cac"\ntarget = 1500\n',
        encoding="utf-8",
    )
    snapshot = load(folder / named)
    assert set(snapshot.tables) == {"orders"}
    assert snapshot.settings.company == "Дом"
    assert snapshot.tables["orders"].frame["channel"].tolist() == ["Директ", "Поиск"]
    assert snapshot.targets[0].target == 1500


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ('company = "Дом"', "kpi.toml"),
        ('[[source]]\npath = "прочее.csv"', "прочее.csv"),
        ('[[source]]\npath = "нет.csv"', "нет.csv"),
        ('[[source]]\ntable = "orders"\npath = "заказы.csv"\ncolumns = { revenue = "Выручки" }', "Выручка"),
    ],
)
def test_what_is_wrong_is_named(folder: Path, toml: str, named: str):
    (folder / "прочее.csv").write_text("Имя;Возраст\nАнна;5\n", encoding="utf-8")
    (folder / "kpi.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(KpiError) as caught:
        load(folder / "kpi.toml")
    assert named in caught.value.message("ru")
    assert "\n" not in caught.value.message("ru")


@pytest.mark.parametrize("content", ["", "\n\n", "Имя;Возраст\nАнна;5\n", "Дата;Канал\n"])
def test_nothing_to_read(tmp_path: Path, content: str):
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load(path)
    assert "a.csv" in caught.value.message("ru")


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(SourceError):
        load(tmp_path / "нет.xlsx")
