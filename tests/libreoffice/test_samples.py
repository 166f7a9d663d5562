"""Every sample workbook in a real office, its Expected sheet recalculated there, against our functions beside it.

The Expected sheet holds plain SUMIFS and COUNTIFS formulas, written by code that never imports this project. The
office itself compares: to a hundredth of a kopeck for money, twelve digits otherwise.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from kpi_core.catalogue import catalogue
from kpi_core.engine import build
from kpi_core.load import load
from tests.addin.test_samples import MISSING_DATA
from tests.libreoffice.conftest import SAMPLES

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
every_sample = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
# A number within half a kopeck of the other, and within twelve digits; an error where an error is expected.
EQUAL = (
    "=IF(ISNUMBER(D{0});IF(ISNUMBER(H{0});AND(ABS(D{0}-H{0})<0,005;ABS(D{0}-H{0})<=1E-12*MAX(1;ABS(D{0})));FALSE());"
)
EQUAL = EQUAL.replace("0,005", "0.005") + "NOT(ISNUMBER(H{0})))"


def expectations(path: Path) -> list[tuple]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = list(book["Expected"].iter_rows(min_row=2, max_col=5, values_only=True))
    book.close()
    return [row for row in rows if row[0]]


def call(name: str, row: int) -> str:
    """Our function, its arguments in the cells of the Expected sheet; an empty channel cell is all channels."""
    if name in catalogue():
        return f"=KPI_{name.upper()}(B{row};C{row})"
    return f"=INDEX(KPI_TABLE(A{row};B{row};C{row});2;COLUMNS(KPI_TABLE(A{row};B{row};C{row})))"


def beside(office, document, rows) -> list[list]:
    """Our value and the office's verdict for every line."""
    last = len(rows) + 1
    formulas = [[call(row[0], number), EQUAL.format(number)] for number, row in enumerate(rows, start=2)]
    office.put(document, "Expected", f"H2:I{last}", formulas)
    return office.get(document, "Expected", f"A2:I{last}")


def disagreements(told, rows) -> list[tuple]:
    wrong = []
    for (name, period, channel, expected, *_, ours, equal), (*_, reason) in zip(told, rows, strict=True):
        if reason == "not_reached":
            fine = isinstance(ours, str) and ours.startswith("> ")
        elif reason is not None:
            fine = ours == ("#N/A" if reason in MISSING_DATA else "#DIV/0!")
        else:
            fine = equal == 1
        if not fine:
            wrong.append((name, period, channel, "expected", expected, reason, "got", ours))
    return wrong


@every_sample
def test_expected_sheet_recalculated_by_the_office(office, opened, path):
    rows, document = expectations(path), opened(path)
    last = len(rows) + 1
    formulas = [[office.formula(document, "Expected", f"D{number}")] for number in range(2, last + 1)]
    office.put(document, "Expected", f"D2:D{last}", formulas)  # asks Calc for each of them anew
    told = beside(office, document, rows)
    assert sum(isinstance(row[3], float) for row in told) >= 40
    assert not disagreements(told, rows)


# A cell of the last month that the sheet of cards rests on, and no formula that takes Calc a minute.
EDITED = {
    "shop-ru": ("Расходы", "C1818"), "shop-en": ("Spend", "C1822"), "leads-ru": ("Расходы", "C91"),
    "summary-ru": ("Сводка", "I15"),
}  # fmt: skip


@every_sample
def test_edited_and_compared_again(office, opened, path):
    """A figure of the tables changes; Calc's formulas and our functions follow it alike."""
    rows, document = expectations(path), opened(path)
    sheet, cell = EDITED[path.stem]
    before = beside(office, document, rows)
    (value,) = office.get(document, sheet, cell)[0]
    office.put(document, sheet, cell, [[(value if isinstance(value, float) else 0) + 12345.67]])
    after = office.get(document, "Expected", f"A2:I{len(rows) + 1}")
    assert not disagreements(after, rows)
    assert sum(old[7] != new[7] for old, new in zip(before, after, strict=True)) > 1


@every_sample
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_saved_and_opened_again(office, opened, path, tmp_path, suffix):
    """Nothing is lost: the formulas are ours still, and the values the same; `kpi` reads the file alike."""
    document = opened(path)
    area = "A1:L60"
    kept = office.get(document, "KPI", area)
    saved = tmp_path / f"saved-{path.stem}{suffix}"
    office.save(document, str(saved))
    again = opened(saved)
    assert office.get(again, "KPI", area) == kept
    assert office.formula(again, "KPI", "B6") == office.formula(document, "KPI", "B6")
    assert "#NAME?" not in str(kept)
    if suffix == ".xlsx":
        assert openpyxl.load_workbook(saved)["KPI"]["B6"].value.startswith("=KPI_")
    else:
        assert "ADDIN.KPI_" in zipfile.ZipFile(saved).read("content.xml").decode()
    first, second = build(load(path)), build(load(saved))
    assert second.kpi("revenue").value == pytest.approx(first.kpi("revenue").value, rel=1e-12)
    assert second.kpi("cac", None).value == pytest.approx(first.kpi("cac", None).value, rel=1e-12)


def test_a_workbook_with_macros_is_opened_and_kept(office, opened, tmp_path):
    """An .xlsm as Calc itself writes one; ours carries no macro, the functions need none."""
    document = opened(SAMPLES[-1])
    saved = tmp_path / "книга.xlsm"
    office.save(document, str(saved))
    again = opened(saved)
    assert office.get(again, "KPI", "B6:K7") == office.get(document, "KPI", "B6:K7")
    sheet, cell = EDITED[SAMPLES[-1].stem]
    office.put(again, sheet, cell, [[0]])
    assert office.get(again, "KPI", "B6:K7") != office.get(document, "KPI", "B6:K7")


@every_sample
def test_opened_cells_are_alive_without_a_recalculation(office, opened, path):
    """Calc shows the saved values and asks nobody; an edit must reach them all the same."""
    document = opened(path)
    assert not office.modified(document)
    before = office.get(document, "KPI", "B6:K6")
    sheet, cell = EDITED[path.stem]
    office.put(document, sheet, cell, [[1_000_000]])
    assert office.get(document, "KPI", "B6:K6") != before
