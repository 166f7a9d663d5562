"""The menu entry that counts anew the source a document names; its cells follow without another keystroke."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from addin.libreoffice import package

ENTRY = f"{package.IDENTIFIER}.Report"
ORDERS = "Дата;Заказ;Сумма\n01.10.2026;1;500\n"


@pytest.fixture
def sheet(office, tmp_path):
    """A document over a folder of files; its figures have not been counted yet."""
    folder = tmp_path / "Мой склад"
    folder.mkdir()
    (folder / "заказы.csv").write_text(ORDERS, encoding="utf-8")
    document = office.open()
    office.rename_sheet(document, "Sheet1", "Настройки")
    office.add_sheet(document, "Сводка", 1)
    office.put(document, "Настройки", "A1:B2", [["Настройка", "Значение"], ["Источник", folder.name]])
    office.save_as(document, str(tmp_path / "книга.ods"))
    office.put(document, "Сводка", "A1", [['=KPI_REVENUE("2026-10")']])
    yield document, folder
    office.close(document)


def follows(office, document, wanted: object) -> None:
    until = time.monotonic() + 60
    while (found := office.get(document, "Сводка", "A1")[0][0]) != wanted:
        assert time.monotonic() < until, f"{found!r} is not {wanted!r}"
        time.sleep(0.1)


def test_the_cells_follow_the_source(office, sheet, tmp_path: Path):
    document, folder = sheet
    office.activate(document)
    office.trigger(ENTRY, "refresh")
    follows(office, document, 500.0)
    assert (tmp_path / "Мой склад.kpicube").is_file()
    (folder / "заказы.csv").write_text(ORDERS + "02.10.2026;2;7\n", encoding="utf-8")
    office.trigger(ENTRY, "refresh")
    follows(office, document, 507.0)


def test_the_report_of_unsaved_edits_finds_the_source_beside_the_document(office, sheet, tmp_path: Path):
    document, _ = sheet
    office.activate(document)
    office.trigger(ENTRY, "refresh")
    follows(office, document, 500.0)
    assert office.modified(document)
    office.trigger(ENTRY, "report")
    until = time.monotonic() + 60
    while not (made := list(tmp_path.glob("книга-2026-10.pdf"))):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert made[0].read_bytes().startswith(b"%PDF")


def test_a_document_with_its_own_tables_goes_on(office, tmp_path: Path):
    """There is nothing to count; the office says so and stays alive."""
    document = office.open()
    office.put(document, "Sheet1", "A1:C2", [["Date", "Order", "Revenue"], ["2026-10-01", "1", 600]])
    office.activate(document)
    office.trigger(ENTRY, "refresh")
    assert office.get(document, "Sheet1", "C2") == [[600.0]]
    office.close(document)
