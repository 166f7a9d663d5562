"""The menu entry: the PDF of the document as it is on the screen, beside it, made while the office goes on."""

from __future__ import annotations

import shutil
import subprocess
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pypdf
import pytest

from addin.libreoffice import package
from kpi_core.wording.libreoffice import IN_THE_OFFICE
from tests.libreoffice.conftest import SAMPLES
from tests.libreoffice.office import Office

SHOP = next(path for path in SAMPLES if path.stem == "shop-ru")


def wait_for(folder: Path, pattern: str) -> Path:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        found = [path for path in folder.glob(pattern) if path.stat().st_size]
        if found:
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no {pattern} in {folder}: {sorted(path.name for path in folder.iterdir())}")


def text_of(pdf: Path) -> str:
    return (
        " ".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages).replace("\xa0", " ").replace("\u202f", " ")
    )


@pytest.fixture
def shop(office, tmp_path):
    folder = tmp_path / "Мои отчёты"
    folder.mkdir()
    document = office.open(shutil.copy(SHOP, folder / "магазин.xlsx"))
    yield document, folder
    office.close(document)


def test_a_saved_document(office, shop):
    document, folder = shop
    office.activate(document)
    started = time.monotonic()
    office.trigger(f"{package.IDENTIFIER}.Report", "report")
    assert time.monotonic() - started < 2  # the office goes on meanwhile
    assert office.get(document, "KPI", "B6") == [[2487623.75]]
    pdf = wait_for(folder, "*.pdf")
    assert pdf.name == "магазин-2026-10.pdf"
    assert "2,49 млн ₽" in text_of(pdf)
    assert subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True).returncode == 0


def test_unsaved_edits_are_in_it_and_stay_unsaved(office, shop):
    document, folder = shop
    before = (folder / "магазин.xlsx").read_bytes()
    office.put(document, "Расходы", "C1818", [[1_004_714.73]])
    ((cac,),) = office.get(document, "KPI", "G6")
    office.activate(document)
    office.trigger(f"{package.IDENTIFIER}.Report", "report")
    pdf = wait_for(folder, "*.pdf")
    assert f"{round(cac):,}".replace(",", " ") in text_of(pdf)
    assert (folder / "магазин.xlsx").read_bytes() == before
    assert office.modified(document)
    assert not list(folder.glob("*.part"))


def test_the_menu_has_the_entry_in_both_languages():
    root = ET.fromstring(package.menu())
    titles = {value.text for value in root.iter("value")}
    assert set(IN_THE_OFFICE["lo_report"]) <= titles
    assert f"service:{package.IDENTIFIER}.Report?report" in titles


def test_a_new_document_goes_to_the_users_documents(installed, tmp_path, monkeypatch):
    """An unsaved document has no folder. A screen of its own: the office's home is another here."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Documents").mkdir()
    profile = shutil.copytree(installed.profile, tmp_path / "profile", ignore=shutil.ignore_patterns("*.lock", ".lock"))
    with Office(profile, installed.program) as office:
        document = office.open()
        office.put(
            document,
            "Sheet1",
            "A1:C3",
            [["Date", "Order", "Revenue"], ["2026-10-01", "1", 600], ["2026-10-31", "2", 400]],
        )
        office.activate(document)
        office.trigger(f"{package.IDENTIFIER}.Report", "report")
        pdf = wait_for(tmp_path, "**/*.pdf")
    assert pdf.parent in (tmp_path, tmp_path / "Documents")
    assert pdf.name == "Untitled 1-2026-10.pdf"
