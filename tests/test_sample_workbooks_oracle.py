"""The sample workbooks are what their script writes, and their Expected sheets are laid out as agreed.

Whether the product agrees with them is another test; whether a spreadsheet agrees is
sample_workbooks/check_with_office.py, which needs LibreOffice.
"""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

SAMPLES = Path(__file__).parents[1] / "sample_workbooks"
HEADERS = ["KPI id", "Period", "Channel", "Expected", "Reason", "How it was computed"]
ROWS = {"shop-ru": 120, "shop-en": 120, "leads-ru": 60, "summary-ru": 40}
PERIOD = re.compile(r"\d{4}(-(\d\d|Q[1-4]))?|\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d")

every_sample = pytest.mark.parametrize("name", ROWS)


def run_script(folder: Path, *arguments: str) -> Path:
    script = SAMPLES / "make_samples.py"
    subprocess.run([sys.executable, "-B", script, "--output", folder, *arguments], check=True, capture_output=True)
    return folder


def cells(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_script(tmp_path_factory.mktemp("samples"))


@pytest.mark.slow
@every_sample
def test_the_script_writes_the_files_that_lie_beside_it(name: str, fresh: Path) -> None:
    assert cells(SAMPLES / f"{name}.xlsx") == cells(fresh / f"{name}.xlsx")


@pytest.mark.slow
def test_a_second_run_writes_the_same_bytes(fresh: Path, tmp_path: Path) -> None:
    again = run_script(tmp_path, "--only", "leads-ru")
    assert (again / "leads-ru.xlsx").read_bytes() == (fresh / "leads-ru.xlsx").read_bytes()


@every_sample
def test_expected_sheet(name: str) -> None:
    sheets = cells(SAMPLES / f"{name}.xlsx")
    assert list(sheets)[-1] == "Expected"
    header, *rows = sheets["Expected"]
    assert header == HEADERS
    assert len(rows) >= ROWS[name]
    assert len({tuple(row[:3]) for row in rows}) == len(rows)
    for kpi, period, _channel, expected, reason, how in rows:
        assert re.fullmatch(r"[a-z_]+", str(kpi))
        assert PERIOD.fullmatch(str(period))
        assert isinstance(expected, int | float) == (reason == ""), (kpi, period, expected, reason)
        assert how


@every_sample
def test_expected_values_are_formulas_without_kpi_functions(name: str) -> None:
    """The second oracle must not be the product itself."""
    with zipfile.ZipFile(SAMPLES / f"{name}.xlsx") as archive:
        sheets = sorted(
            (part for part in archive.namelist() if part.startswith("xl/worksheets/sheet")),
            key=lambda part: int(re.findall(r"\d+", part)[-1]),
        )
        text = archive.read(sheets[-1]).decode()
    values = sum(1 for row in cells(SAMPLES / f"{name}.xlsx")["Expected"][1:] if row[3] != "")
    assert text.count("<f>") == values
    assert "KPI_" not in text


def test_the_generator_knows_nothing_of_the_product() -> None:
    for path in SAMPLES.rglob("*.py"):
        assert not re.search(r"^\s*(from|import) (kpi_core|addin)", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_identifiers_are_text() -> None:
    sheets = cells(SAMPLES / "shop-ru.xlsx")
    header, *rows = sheets["Продажи"]
    for column in ("Номер заказа", "Клиент"):
        assert all(isinstance(row[header.index(column)], str) for row in rows)
    numbers = [row[header.index("Номер заказа")] for row in rows]
    assert len(set(numbers)) == len(numbers)
