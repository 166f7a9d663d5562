"""Workbooks as Excel, openpyxl and LibreOffice write them."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from kpi_core.errors import SourceError
from kpi_core.sources import SourceSpec, read
from tests.sources.conftest import MAIN, relations, write_xlsx


@pytest.fixture
def shop(folder: Path) -> Path:
    """A table with a totals row in B3:C7, an error inside it and one outside; a plain and a hidden sheet."""
    path = folder / "магазин 2026.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sales = book.add_worksheet("Продажи")
        sales.write("A1", "заметка")
        for number, value in enumerate((100.5, 200, 300)):
            sales.write_datetime(3 + number, 1, datetime(2026, 10, 1 + number), day)
            sales.write(3 + number, 2, value)
        columns = [{"header": "Дата", "total_string": "Итого"}, {"header": "Сумма", "total_function": "sum"}]
        sales.add_table("B3:C7", {"name": "тПродажи", "total_row": True, "columns": columns})
        sales.write_formula("C5", "=1/0", None, "#DIV/0!")
        sales.write_formula("F1", "=NA()", None, "#N/A")
        plain = book.add_worksheet("Сводка")
        plain.write_row("B4", ["Месяц", "Расход"])
        plain.write_row("B5", ["2026-10", 12345])
        hidden = book.add_worksheet("Скрытый")
        hidden.hide()
        hidden.write("A1", "секрет")
        book.add_worksheet("Пустой")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Продажи!$C$4:$C$6"})
        book.add_chartsheet("Диаграмма").set_chart(chart)
    return path


def test_table_is_a_headed_grid_without_its_totals_row(shop):
    grid = read(shop)[0]

    assert (grid.file, grid.sheet, grid.name, grid.headed) == ("магазин 2026.xlsx", "Продажи", "тПродажи", True)
    assert grid.columns == [
        ["Дата", *(date(2026, 10, day) for day in (1, 2, 3))],
        ["Сумма", 100.5, "", 300],
    ]
    assert (grid.first_row, grid.first_column) == (3, 2)
    assert grid.errors == {(2, 1): "#DIV/0!"}, "C5, counted from the header in row 3"
    assert grid.row_number(2) == 5


def test_table_agrees_with_the_reader_own_tables(shop):
    table = CalamineWorkbook.from_path(shop, load_tables=True).get_table_by_name("тПродажи")

    assert [grid.row(index) for grid in read(shop)[:1] for index in range(1, grid.height)] == table.to_python()


def test_sheets_without_tables_are_read_whole_and_empty_ones_give_none(shop):
    grids = read(shop)

    assert [grid.sheet for grid in grids] == ["Продажи", "Сводка", "Скрытый"]
    summary = grids[1]
    assert (summary.first_row, summary.first_column, summary.headed) == (4, 2, False)
    assert summary.columns == [["Месяц", "2026-10"], ["Расход", 12345.0]]


def test_every_grid_carries_the_stamp_of_its_file(shop):
    for grid in read(shop, shown_as="октябрь"):
        assert grid.sha256 == hashlib.sha256(shop.read_bytes()).hexdigest()
        assert grid.modified == datetime.fromtimestamp(shop.stat().st_mtime)
        assert grid.file == "октябрь"


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (SourceSpec(sheet="сводка "), [["Месяц", "2026-10"], ["Расход", 12345.0]]),
        (SourceSpec(sheet="тПродажи"), None),
        (SourceSpec(sheet="Сводка", range="C4:C5"), [["Расход", 12345.0]]),
        (SourceSpec(sheet="Сводка", range="$C$4:C"), [["Расход", 12345.0]]),
        (SourceSpec(sheet="Продажи", range="B6:C7"), [[date(2026, 10, 3), "Итого"], [300.0, 0.0]]),
    ],
)
def test_sheet_and_range_choose(shop, spec, expected):
    grids = read(shop, spec)

    assert len(grids) == 1
    if expected:
        assert grids[0].columns == expected
    else:
        assert grids[0].name == "тПродажи"


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        (SourceSpec(sheet="Сводкa1"), "sheet_unknown_near"),
        (SourceSpec(sheet="zzz"), "sheet_unknown"),
        (SourceSpec(range="от А до Я"), "range_bad"),
        (SourceSpec(sheet="Пустой"), "workbook_empty"),
    ],
)
def test_wrong_sheet_or_range_is_named(shop, spec, code):
    with pytest.raises(SourceError) as caught:
        read(shop, spec)

    assert caught.value.code == code
    assert "магазин 2026.xlsx" in str(caught.value)


def test_two_tables_on_one_sheet_are_two_grids(folder):
    path = folder / "две.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        columns = [{"header": "x"}, {"header": "y"}]
        for column, name in ((1, "A"), (4, "B")):
            sheet.add_table(2, column, 4, column + 1, {"name": f"t{name}", "columns": columns})
        sheet.write(3, 4, 7)

    first, second = read(path)

    assert (first.name, first.columns) == ("tA", [["x", "", ""], ["y", "", ""]])
    assert (second.name, second.columns) == ("tB", [["x", 7.0, ""], ["y", "", ""]])
    assert (second.first_row, second.first_column) == (3, 5)


def test_table_without_header_row_takes_the_names_of_its_columns(folder):
    path = folder / "без шапки.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.add_table("B3:C4", {"header_row": False, "data": [[1, 2], [3, 4]]})

    (grid,) = read(path)

    assert grid.columns == [["Column1", 1.0, 3.0], ["Column2", 2.0, 4.0]]
    assert grid.row_number(1) == 3


@pytest.mark.parametrize(("epoch", "expected"), [(False, date(2024, 1, 15)), (True, date(2024, 1, 15))])
def test_dates_of_both_epochs(folder, epoch, expected):
    path = folder / "даты.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": epoch}) as book:
        book.add_worksheet().write_datetime(0, 0, datetime(2024, 1, 15), book.add_format({"num_format": "dd.mm.yyyy"}))

    assert read(path)[0].columns == [[expected]]


def test_formula_without_kept_value_is_uncached(folder):
    """openpyxl writes formulas without values: a whole column would vanish, and at the edge the reader drops it."""
    path = folder / "формулы.xlsx"
    book = openpyxl.Workbook()
    for row in (["Сумма", "С НДС"], [100, "=A2*1.2"], ["=A2+1", None]):
        book.active.append(row)
    book.active["D9"] = '=A2&"<"'
    book.save(path)

    (grid,) = read(path)

    assert grid.uncached == {(1, 1): "=A2*1.2", (2, 0): "=A2+1", (8, 3): '=A2&"<"'}
    assert (grid.height, len(grid.columns)) == (9, 4)


def test_formula_that_gives_empty_text_is_a_value(folder):
    path = write_xlsx(
        folder / "a.xlsx", '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c></row>'
    )

    assert read(path)[0].uncached == {}


@pytest.mark.parametrize(
    ("formula", "barred"),
    [
        ("=KPI_CAC()", "kpi_formulas"),
        ("=IFERROR(_xldudf_kpi_cac(A2),0)", "kpi_formulas"),
        ("='C:\\x\\kpi.xlam'!KPI_TABLE(A1)", "kpi_formulas"),
        ("='KPI_2026'!A1", ""),
        ("=MYKPI_CAC()", ""),
        ("=SUM(A1:A2)", ""),
    ],
)
def test_sheet_that_calls_our_functions_is_no_source(folder, formula, barred):
    path = folder / "kpi.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Дата", "Сумма"])
        sheet.write_formula("D2", formula, None, 5)

    assert read(path)[0].barred == barred


def test_formula_beside_a_table_does_not_bar_it(folder):
    path = folder / "kpi.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.add_table("A1:B3", {"name": "a", "columns": [{"header": "x"}, {"header": "y"}]})
        sheet.add_table("E1:F3", {"name": "b", "columns": [{"header": "x"}, {"header": "y"}]})
        sheet.write_formula("F2", "=KPI_CAC(E2)", None, 5)
        sheet.write_formula("H2", "=KPI_CAC(E2)", None, 5)

    assert {grid.name: grid.barred for grid in read(path)} == {"a": "", "b": "kpi_formulas"}


def _pivot_book(path: Path, rows: str) -> Path:
    return write_xlsx(
        path,
        rows,
        xl__worksheets___rels__sheet1_dot_xml_dot_rels=relations(("pivotTable", "../pivotTables/pivotTable1.xml")),
        xl__pivotTables__pivotTable1_dot_xml=f'<pivotTableDefinition xmlns="{MAIN}">'
        '<location ref="A3:B5" rowPageCount="1"/></pivotTableDefinition>',
    )


def _rows(cells: dict[str, int]) -> str:
    return "".join(f'<row r="{cell[1:]}"><c r="{cell}"><v>{value}</v></c></row>' for cell, value in cells.items())


def test_pivot_table_is_no_source(folder):
    path = _pivot_book(folder / "сводная.xlsx", _rows({"A1": 9, "A3": 1, "B4": 2, "A5": 3}))

    assert read(path)[0].barred == "pivot"


def test_list_beside_a_pivot_table_stays_a_source_without_it(folder):
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"><v>{row}</v></c>' for letter in "ABDE") + "</row>"
        for row in (3, 4, 5)
    )

    (grid,) = read(_pivot_book(folder / "рядом.xlsx", rows))

    assert grid.barred == ""
    assert grid.columns == [[""] * 3, [""] * 3, [""] * 3, [3.0, 4.0, 5.0], [3.0, 4.0, 5.0]]
