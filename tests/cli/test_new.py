"""`kpi new`: a workbook that computes at once, with formulas that keep the engine's values."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kpi_core.starter import starter_workbook
from kpi_core.starter.words import CHOSEN, KPI_HEADS, MORE, SHEETS
from tests.cli.conftest import Kpi

every_kind = pytest.mark.parametrize("kind", ["shop", "leads", "summary"])
both = pytest.mark.parametrize("language", ["ru", "en"])


@every_kind
@both
def test_every_row_is_read_and_every_kpi_has_a_value(kpi: Kpi, tmp_path: Path, kind: str, language: str):
    path = tmp_path / "новая книга.xlsx"
    made = kpi("new", path, "--kind", kind, "--lang", language)
    assert (made.code, made.out) == (0, f"{path}\n")
    assert f'kpi compute "{path}"' in made.err
    findings = json.loads(kpi("check", path, "--format", "json").out)
    assert {finding["level"] for finding in findings} == {"info"}
    asked = [option for name in (*CHOSEN[kind], *MORE[kind]) for option in ("--kpi", name)]
    values = json.loads(kpi("compute", path, *asked, "--format", "json").out)
    assert [value["kpi"] for value in values if value["value"] is None] == []


@every_kind
@both
def test_the_formulas_keep_what_the_engine_computes(kpi: Kpi, tmp_path: Path, kind: str, language: str):
    path = tmp_path / "book.xlsx"
    kpi("new", path, "--kind", kind, "--lang", language)
    formulas = openpyxl.load_workbook(path)["KPI"]
    kept = openpyxl.load_workbook(path, data_only=True)["KPI"]
    months = json.loads(kpi("compute", path, "--kpi", "revenue", "--by", "month", "--format", "json").out)
    last = months[-1]["period"]
    assert kept["E4"].value.strftime("%Y-%m") == last
    asked = ",".join((*CHOSEN[kind], *MORE[kind]))
    computed = json.loads(kpi("compute", path, "--kpi", asked, "--period", last, "--format", "json").out)
    expected = {value["kpi"]: value["value"] for value in computed}
    cells = [(formulas.cell(row, 5).value, kept.cell(row, 5).value) for row in range(5, kept.max_row + 1)]
    shown = {formula.removeprefix("=KPI_").partition("(")[0].lower(): value for formula, value in cells if formula}
    assert shown == pytest.approx(expected)
    assert kept["A4"].value == KPI_HEADS.of(language).split("|")[0]


@every_kind
@both
def test_tables_are_real_ones(tmp_path: Path, kind: str, language: str):
    path = tmp_path / "book.xlsx"
    path.write_bytes(starter_workbook(path.name, kind, language))
    book = openpyxl.load_workbook(path)
    for sheet in SHEETS[kind]:
        [table] = book[sheet.name.of(language)].tables.values()
        assert table.name == sheet.name.of(language)
        assert [column.name for column in table.tableColumns] == [
            column.header.of(language) for column in sheet.columns
        ]


@every_kind
@both
def test_an_empty_one_says_what_to_do(kpi: Kpi, tmp_path: Path, kind: str, language: str):
    path = tmp_path / "book.xlsx"
    assert kpi("new", path, "--kind", kind, "--lang", language, "--empty").code == 0
    kept = openpyxl.load_workbook(path, data_only=True)["KPI"]
    assert {kept.cell(row, 5).value for row in range(6, 12)} == {"#N/A"}
    result = kpi("compute", path)
    assert (result.code, result.out) == (1, "")
    assert result.err.count("\n") == 1


def test_the_example_ends_with_the_last_month_that_is_over(tmp_path: Path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(starter_workbook(path.name, "shop", "en", today=date(2027, 1, 5)))
    days = [row[0].value for row in openpyxl.load_workbook(path)["Orders"].iter_rows(min_row=2)]
    assert (min(days).date(), max(days).date()) == (date(2026, 10, 1), date(2026, 12, 31))


def test_a_file_that_is_there_is_not_replaced_without_force(kpi: Kpi, tmp_path: Path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"mine")
    refused = kpi("new", path)
    assert (refused.code, refused.out) == (2, "")
    assert "--force" in refused.err
    assert path.read_bytes() == b"mine"
    assert kpi("new", path, "--force").code == 0
    assert path.read_bytes().startswith(b"PK")
    assert list(tmp_path.iterdir()) == [path]
