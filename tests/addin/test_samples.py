"""Each sample workbook's Expected sheet, which was not computed by this project, through the functions."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import openpyxl
import pytest

from addin.functions import FUNCTIONS, MISSING, OpenWorkbook
from kpi_core.catalogue import catalogue
from kpi_core.shipped import shipped
from kpi_core.sources import read

MISSING_DATA = {
    "no_data",
    "no_base",
    "no_plan",
    "monthly_only",
    "no_customer_id",
    "not_additive",
    "too_early",
    "ambiguous",
}
CALL = re.compile(r"=(KPI_\w+)\((.*)\)")
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
SAMPLES = sorted(shipped("sample_workbooks").glob("*.xlsx"))


def expected(path):
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    yield from book["Expected"].iter_rows(min_row=2, max_col=5, values_only=True)
    book.close()


def agrees(cell, value, reason):
    if value is not None:
        return cell == pytest.approx(value, rel=1e-9, abs=1e-12)
    if reason == "not_reached":
        return isinstance(cell, str) and cell.startswith("> ")
    return cell == ("#N/A" if reason in MISSING_DATA else "#DIV/0!")


def opened(path, today=date(2026, 11, 3)):
    grids = read(path)
    return OpenWorkbook(path.name, lambda: grids, today=lambda: today)


every_sample = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)


@every_sample
def test_expected_sheet(path):
    workbook = opened(path)
    wrong = []
    for name, period, channel, value, reason in expected(path):
        if name in catalogue():
            cell = FUNCTIONS[f"KPI_{name.upper()}"].call(workbook, period, channel or MISSING)
        else:  # a plain measure has no function of its own
            channels = MISSING if channel is None else channel
            cell = FUNCTIONS["KPI_TABLE"].call(workbook, name, period, channels)[1][-1]
        if not agrees(cell, value, reason):
            wrong.append((name, period, channel, "expected", value, reason, "got", cell))
    assert not wrong


def argument(text: str, sheet: Any) -> Any:
    """What stands between two commas of a sample's formula: a text, a cell, or nothing."""
    if not text:
        return MISSING
    return text.strip('"') if text.startswith('"') else sheet[text.replace("$", "")].value


@every_sample
def test_formulas_of_the_kpi_sheet_give_the_values_it_was_saved_with(path):
    """A reader without the add-in sees the saved values; with it, the same ones."""
    formulas, values = openpyxl.load_workbook(path)["KPI"], openpyxl.load_workbook(path, data_only=True)["KPI"]
    workbook, wrong, count = opened(path), [], 0
    for row in formulas.iter_rows():
        for cell in row:
            call = CALL.fullmatch(str(cell.value))
            if call:
                count += 1
                arguments = [argument(text, values) for text in call[2].split(",")] if call[2] else []
                found, saved = FUNCTIONS[call[1]].call(workbook, *arguments), values[cell.coordinate].value
                if found != (saved if isinstance(saved, str) else pytest.approx(saved, rel=1e-9, abs=1e-12)):
                    wrong.append((cell.coordinate, cell.value, saved, found))
    assert count > 50
    assert not wrong


def test_there_are_samples():
    assert len(SAMPLES) >= 4
