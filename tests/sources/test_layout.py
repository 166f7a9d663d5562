"""Merged cells and outline levels, from every kind of workbook that has them."""

from __future__ import annotations

import struct
import time
from pathlib import Path

import pytest
import xlsxwriter

from kpi_core.load import load
from kpi_core.sources import read
from kpi_core.sources.cells import Area
from kpi_core.sources.indents import format_indents
from tests.hostile.xls import number, record, stream, write_xls
from tests.sources.conftest import write_ods


def area(*corners: int) -> Area:
    return Area(*corners)


def test_xlsx(tmp_path):
    path = tmp_path / "а.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page, form = book.add_worksheet(), book.add_format()
    page.merge_range("B3:B5", "сен 2026", form)
    page.merge_range("C3:D3", "шире", form)
    page.write("C4", 1)
    page.set_row(3, None, None, {"level": 2})
    page.set_row(4, None, None, {"level": 1})
    book.close()
    grid = read(path)[0]
    # What lies beyond the last filled cell is cut off.
    assert sorted(grid.merged) == [area(0, 0, 1, 0)]
    assert grid.levels == {1: 2}


def test_merged_cells_of_an_excel_table_begin_at_its_header(tmp_path):
    path = tmp_path / "а.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page, form = book.add_worksheet(), book.add_format()
    page.merge_range("A1:C1", "Заголовок", form)
    page.add_table("A3:B5", {"columns": [{"header": "Месяц"}, {"header": "Расход"}]})
    book.close()
    assert list(read(path)[0].merged) == []


def test_indents_are_levels_where_there_is_no_outline(tmp_path):
    path = tmp_path / "а.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write("A1", "Группа")
    page.write("A2", "Товар", book.add_format({"indent": 2}))
    page.write("D2", "не метка", book.add_format({"indent": 5}))
    book.close()
    assert read(path)[0].levels == {1: 2}


@pytest.mark.parametrize(
    "styles", [b"", b"<cellXfs><xf ", b'<cellXfs><xf a="1"><alignment indent="0"/></xf></cellXfs>']
)
def test_formats_without_indents(styles):
    assert format_indents(styles) == {}


def test_binary(tmp_path):
    merged = record(0xE5, struct.pack("<H8H", 2, 0, 2, 0, 0, 1, 1, 1, 2))
    rows = b"".join(
        record(0x0208, struct.pack("<8H", row, 0, 2, 255, 0, 0, level, 15)) for row, level in ((1, 1), (2, 2))
    )
    cells = b"".join(number(row, column, row) for row in range(3) for column in range(3))
    path = write_xls(tmp_path / "а.xls", stream([("Лист1", rows + cells + merged)]))
    grid = read(path)[0]
    assert list(grid.merged) == [area(0, 0, 2, 0), area(1, 1, 1, 2)]
    assert grid.levels == {1: 1, 2: 2}


def test_open_document(tmp_path):
    def cell(text: str, more: str = "") -> str:
        return f'<table:table-cell{more} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    down = ' table:number-rows-spanned="2" table:number-columns-spanned="1"'
    row = "<table:table-row>{}</table:table-row>".format
    covered = "<table:covered-table-cell/>"
    body = row(cell("Месяц") + cell("Канал")) + row(cell("сен 2026", down) + cell("VK"))
    body += f"<table:table-row-group>{row(covered + cell('Директ'))}</table:table-row-group>"
    path = write_ods(tmp_path / "а.ods", f'<table:table table:name="Лист1">{body}</table:table>')
    grid = read(path)[0]
    assert list(grid.merged) == [area(1, 0, 2, 0)]
    assert grid.levels == {2: 1}


def test_web_page_and_spans_beyond_its_end(tmp_path):
    path = tmp_path / "а.xls"
    path.write_text(
        "<table><tr><th colspan=2>А</th></tr><tr><td rowspan=2>1</td><td>2</td></tr><tr><td>3</td></tr>"
        "<tr><td>4</td><td rowspan=99>5</td></tr></table>", encoding="utf-8",
    )  # fmt: skip
    assert list(read(path)[0].merged) == [area(0, 0, 0, 1), area(1, 0, 2, 0)]


def test_xml_spreadsheet(tmp_path):
    path = tmp_path / "а.xml"
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Л"><Table>'
        '<Row><Cell ss:MergeDown="1"><Data ss:Type="String">a</Data></Cell>'
        '<Cell><Data ss:Type="Number">1</Data></Cell></Row>'
        '<Row><Cell ss:Index="2"><Data ss:Type="Number">2</Data></Cell></Row></Table></Worksheet></Workbook>',
        encoding="utf-8",
    )
    assert list(read(path)[0].merged) == [area(0, 0, 1, 0)]


def test_amounts_merged_over_rows_count_once_and_labels_fill_their_area_only(tmp_path):
    path = tmp_path / "Расходы.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page, form = book.add_worksheet("Расходы"), book.add_format()
    page.write_row(0, 0, ["Канал", "Месяц", "Расход"])
    page.merge_range("A2:A3", "Директ", form)
    page.merge_range("C2:C3", 100, form)
    page.write_column("B2", ["сен 2026", "окт 2026", "окт 2026"])
    page.write("C4", 7)
    book.close()
    frame = load(path).tables["spend"].frame
    assert frame["channel"].astype(object).where(frame["channel"].notna(), None).tolist() == ["Директ", "Директ", None]
    assert frame["spend"].fillna(0).tolist() == [100, 0, 7]


def test_a_million_overlapping_merges_take_no_time(tmp_path):
    rows = "".join(f"<tr><td rowspan=1000000>{n}</td><td>окт 2026</td></tr>" for n in range(300))
    path = tmp_path / "а.xls"
    path.write_text(f"<table><tr><th>Канал</th><th>Месяц</th><th>Расход</th></tr>{rows}</table>", encoding="utf-8")
    begin = time.perf_counter()
    load(path)
    assert time.perf_counter() - begin < 20


def test_a_real_workbook_saved_as_xls_and_ods(tmp_path: Path):
    """By LibreOffice, where it is installed: what it makes of our own .xlsx of merged cells and levels."""
    import shutil
    import subprocess

    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: .xls and .ods of a real program are not tried")
    book = xlsxwriter.Workbook(str(tmp_path / "а.xlsx"))
    page, form = book.add_worksheet("Расходы"), book.add_format()
    page.write_row(0, 0, ["Канал", "Месяц", "Расход"])
    page.merge_range("A2:A3", "Директ", form)
    page.write_column("B2", ["сен 2026", "окт 2026"])
    page.write_column("C2", [1, 2])
    page.set_row(2, None, None, {"level": 1})
    book.close()
    for kind in ("xls", "ods"):
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [
            office,
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path),
            str(tmp_path / "а.xlsx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        grid = read(tmp_path / f"а.{kind}")[0]
        assert list(grid.merged) == [area(1, 0, 2, 0)], kind
        assert grid.levels == {2: 1}, kind
