"""Files that would kill the reader, which aborts the process where Python would raise."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from kpi_core.errors import SourceError
from kpi_core.sources import read
from kpi_core.sources.scan import MOST_CELLS, scan_sheet
from tests.sources.conftest import MAIN, sheet_xml, write_ods, write_xlsx

FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read(path)
    assert path.name in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    "rows",
    [
        FIRST + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        FIRST + "<row r='1048576'><c r='XFD1048576'><v>2</v></c></row>",
        FIRST + '<row r="1048576"><c s="0" r="xfd1048576"><v>2</v></c></row>',
        FIRST + '<row r="1048576">' + "<c/>" * 16_000 + "<c><v>2</v></c></row>",
        FIRST + '<x:row r="1048576">' + "<x:c/>" * 16_000 + "<x:c><x:v>2</x:v></x:c></x:row>",
        FIRST + '<row r="2"><c r="B99999999"><v>2</v></c></row>',
        '<row r="1"><c r="CZ1"><v>1</v></c></row><row r="2"><c r="A1000000"><v>2</v></c></row>',
    ],
    ids=["far", "apostrophes", "other order", "no positions", "prefix", "far row", "wide and long"],
)
def test_cells_too_far_apart_are_refused(folder, rows):
    assert refusal(write_xlsx(folder / "далеко.xlsx", rows)) == "source_far_cell"


def test_the_far_cell_is_named(folder):
    with pytest.raises(SourceError, match=r"лист «S»: ячейка XFD1048576"):
        read(write_xlsx(folder / "a.xlsx", FIRST + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'))


@pytest.mark.parametrize(
    "rows",
    [
        FIRST + '<row r="1048576"><c r="XFD1048576" s="3"/></row>',
        FIRST + '<row r="1048576"><c r="XFD1048576" s="3"></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="DZ1" s="3"/></row>',
    ],
    ids=["styled", "styled, written long", "wide"],
)
def test_cells_with_nothing_but_a_format_are_not_far(folder, rows):
    assert read(write_xlsx(folder / "a.xlsx", rows))[0].columns == [[1.0]]


def test_errors_are_found_in_cells_without_positions(folder):
    rows = '<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row><row/><row><c/><c t="e"><v>#N/A</v></c></row>'

    (grid,) = read(write_xlsx(folder / "a.xlsx", rows))

    assert grid.errors == {(0, 1): "#REF!", (2, 1): "#N/A"}


def test_errors_are_found_across_the_pieces_in_which_a_sheet_is_read(monkeypatch):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c><c r="B{n}"><f>1</f></c></row>' for n in range(1, 400)
    )
    data = sheet_xml(rows).encode()
    for size in (100, 997, 5000):
        monkeypatch.setattr("kpi_core.sources.scan._CHUNK", size)
        scan = scan_sheet(lambda: BytesIO(data), "f", "S")
        assert list(scan.errors) == [(n, 1) for n in range(1, 400)]
        assert list(scan.uncached) == [(n, 2) for n in range(1, 400)]


def test_doctype_is_refused(folder):
    sheet = sheet_xml(FIRST, before='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')
    assert refusal(write_xlsx(folder / "a.xlsx", xl__worksheets__sheet1_dot_xml=sheet)) == "source_doctype"
    strings = f'<!DOCTYPE x []><sst xmlns="{MAIN}"/>'
    assert refusal(write_xlsx(folder / "b.xlsx", FIRST, xl__sharedStrings_dot_xml=strings)) == "source_doctype"


def test_lying_count_of_strings_is_refused(folder):
    strings = f'<sst xmlns="{MAIN}" count="1" uniqueCount="4000000000"><si><t>a</t></si></sst>'
    assert refusal(write_xlsx(folder / "a.xlsx", FIRST, xl__sharedStrings_dot_xml=strings)) == "source_strings_lie"


def test_many_uses_of_few_strings_are_no_lie(folder):
    strings = f'<sst xmlns="{MAIN}" count="4000000000" uniqueCount="1"><si><t>a</t></si></sst>'
    assert read(write_xlsx(folder / "a.xlsx", FIRST, xl__sharedStrings_dot_xml=strings))[0].columns == [[1.0]]


def test_bomb_is_refused_before_it_is_unpacked(folder):
    path = folder / "bomb.xlsx"
    write_xlsx(path, FIRST)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as part,
    ):
        for _ in range(60):
            part.write(b"A" * (1 << 20))

    assert refusal(path) == "source_bomb"


def test_cell_longer_than_any_real_one_is_refused(folder):
    text = "<is><t>" + "A" * (20 << 20) + "</t></is>"
    path = write_xlsx(folder / "a.xlsx", f'<row r="1"><c r="A1" t="inlineStr">{text}</c></row>')
    assert refusal(path) == "source_bomb"


@pytest.mark.parametrize(
    "rows",
    [FIRST + '<row r="2"><c r="A2"><v>1', '<row r="1"><c r="A1" t="s"><v>999999999</v></c></row>'],
    ids=["cut short", "no such string"],
)
def test_broken_xml_is_one_sentence(folder, rows):
    sheet = sheet_xml(rows)
    if rows.endswith("<v>1"):
        sheet = sheet[: sheet.index(rows) + len(rows)]
    assert refusal(write_xlsx(folder / "a.xlsx", xl__worksheets__sheet1_dot_xml=sheet)) == "source_broken"


@pytest.mark.parametrize("length", [2, 30, 200, 600])
def test_truncated_archive_is_one_sentence(folder, length):
    path = write_xlsx(folder / "a.xlsx", FIRST)
    path.write_bytes(path.read_bytes()[:length])
    assert refusal(path) == "source_broken"


def test_ods_that_repeats_a_filled_cell_without_end_is_refused(folder):
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    path = write_ods(folder / "a.ods", f'<table:table table:name="S">{rows}</table:table>')
    assert refusal(path) == "source_far_cell"

    beyond = rows.replace("1048576", "4000000000")
    assert (
        refusal(write_ods(folder / "b.ods", f'<table:table table:name="S">{beyond}</table:table>')) == "source_broken"
    )


def test_the_limit_leaves_room_for_a_full_sheet_of_fifty_columns():
    assert MOST_CELLS >= 52 * 1_050_000
