"""The Windows archive: installed by double click, computes a sheet and draws a PDF without any other Python."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kpi_core import __version__
from kpi_core.shipped import shipped
from tests.wine.installed import HOME, PROGRAM

KPI = str(Path(sys.executable).with_name("kpi"))
SAMPLE = shipped("sample_workbooks") / "shop-ru.xlsx"


@pytest.fixture(scope="module")
def sample(machine, installed) -> str:
    """A workbook in a folder with Cyrillic letters and a space."""
    folder = machine.unix(f"{HOME}\\Documents\\Отчёты за год")
    folder.mkdir(parents=True)
    shutil.copy(SAMPLE, folder / "Северный дом.xlsx")
    return f"{HOME}\\Documents\\Отчёты за год\\Северный дом.xlsx"


def test_the_installer_says_what_it_did(installed):
    assert PROGRAM in installed.said
    assert f"{PROGRAM}\\kpi.cmd" in installed.said


def test_the_unpacked_folder_is_not_needed_any_more(installed):
    done = installed.python("-c", "import sys, addin; print(sys.prefix); print(addin.__file__)")
    assert done.stdout.splitlines() == [
        f"{PROGRAM}\\python",
        f"{PROGRAM}\\python\\Lib\\site-packages\\addin\\__init__.py",
    ]


def test_the_command_line(installed):
    done = installed.machine.run("cmd", "/c", f"{PROGRAM}\\kpi.cmd", "--version")
    assert done.stdout.split() == ["kpi", __version__]


def test_no_code_that_is_not_free(installed):
    site = installed.folder / "python" / "Lib" / "site-packages"
    assert (site / "xlwings" / "udfs.py").is_file()
    assert not (site / "xlwings" / "pro").exists()


def test_a_computed_sheet_is_the_same_as_on_linux(installed, sample):
    arguments = ["--by", "month", "--by", "channel", "--format", "json"]
    done = installed.kpi("compute", sample, *arguments)
    assert done.returncode == 0, done.stderr
    here = subprocess.run(
        [KPI, "compute", str(SAMPLE), *arguments], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert len(json.loads(here.stdout)) > 500
    assert json.loads(done.stdout) == json.loads(here.stdout)


def test_a_pdf(installed, sample, tmp_path):
    """Pango and what it needs were packed from the folder that was named; the words are those of the PDF made here."""
    done = installed.kpi("report", sample, "--month", "2026-10", timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    drawn = installed.machine.unix(sample).with_name("Северный дом-2026-10.pdf")
    here = tmp_path / "Северный дом.xlsx"
    shutil.copy(SAMPLE, here)
    subprocess.run([KPI, "report", str(here), "--month", "2026-10"], check=True, capture_output=True)
    assert words(drawn) == words(here.with_name("Северный дом-2026-10.pdf"))
    assert len(words(drawn)) > 1000


def words(pdf) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return done.stdout.split()
