from __future__ import annotations

import shutil

import pytest

from kpi_core.shipped import shipped
from tests.addin import fake_excel
from tests.addin.vba.interpreted import Machine


@pytest.fixture(scope="module")
def windows():
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield fake_excel.install(monkeypatch)


@pytest.fixture
def machine(windows, tmp_path, monkeypatch):
    """Excel with the add-in, and Python behind it."""
    monkeypatch.setattr(windows.excel, "_books", {})
    monkeypatch.setattr(windows.windows, "BOOK_CALLER", None)
    return Machine(windows, tmp_path)


@pytest.fixture
def sample(tmp_path):
    """A copy of a sample workbook, so that what is saved stays here."""

    def copy(name: str = "summary-ru.xlsx", to: str = ""):
        return shutil.copy(shipped("sample_workbooks") / name, tmp_path / (to or name))

    return copy
