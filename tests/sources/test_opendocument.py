"""OpenDocument sheets, as LibreOffice and Excel write them."""

from __future__ import annotations

from kpi_core.sources import read
from tests.sources.conftest import write_ods


def cell(text: str, attributes: str = "", kind: str = "string") -> str:
    value = f' office:value="{text}"' if kind == "float" else ""
    return f'<table:table-cell{attributes} office:value-type="{kind}"{value}><text:p>{text}</text:p></table:table-cell>'


def table(name: str, *rows: str) -> str:
    inner = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}">{inner}</table:table>'


GAP = '<table:table-cell table:number-columns-repeated="2"/>'
LO_ERROR = cell("#DIV/0!", ' table:formula="of:=1/0" office:string-value="" calcext:value-type="error"')
EXCEL_ERROR = cell("#N/A", ' table:formula="of:=NA()" office:string-value=""')


def test_errors_and_repeats(folder):
    path = write_ods(
        folder / "а.ods",
        table("Итоги", cell("x") + GAP + LO_ERROR, '<table:table-cell table:number-columns-repeated="4"/>')
        + '<table:table table:name="Два"><table:table-row table:number-rows-repeated="3"><table:table-cell/>'
        f"</table:table-row><table:table-row>{GAP}{cell('1', kind='float')}{EXCEL_ERROR}</table:table-row>"
        "</table:table>",
    )

    first, second = read(path)

    assert (first.sheet, first.errors) == ("Итоги", {(0, 3): "#DIV/0!"})
    assert (second.first_row, second.first_column) == (4, 3)
    assert (second.columns, second.errors) == ([[1.0], [""]], {(0, 1): "#N/A"})


def test_formulas(folder):
    empty_text = '<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>'
    bare = '<table:table-cell table:formula="of:=[.A1]*2"/>'
    ours = cell("5", ' table:formula="of:=ORG.KPI.KPI_CAC([.A1])"', "float")
    path = write_ods(folder / "а.ods", table("A", cell("1", kind="float") + empty_text + bare) + table("B", ours))

    plain, called = read(path)

    assert (plain.uncached, plain.barred) == ({(0, 2): "=[.A1]*2"}, "")
    assert called.barred == "kpi_formulas"


def test_data_pilot_table_is_no_source(folder):
    pilot = (
        '<table:data-pilot-tables><table:data-pilot-table table:name="p" '
        "table:target-range-address=\"$'Мой ''лист'.$A$1:$'Мой ''лист'.B9\"/></table:data-pilot-tables>"
    )
    tables = table("Мой 'лист", cell("a") + cell("b"), cell("c") + cell("d")) + table("Б", cell("a"))
    path = write_ods(folder / "а.ods", tables + pilot)

    assert [grid.barred for grid in read(path)] == ["pivot", ""]
