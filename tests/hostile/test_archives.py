"""Archives made to kill, to fill the memory or to reach outside; each is read in a process with little memory."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.sources.conftest import MAIN, sheet_xml, write_ods, write_xlsx

FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def _entity(number: int) -> str:
    return f"&a{number};"


_LAUGHS = "".join(f'<!ENTITY a{n} "{_entity(n - 1) * 10}">' for n in range(1, 10))
_ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_INLINE = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'


def part(path: Path, name: str, content: Iterable[bytes], *, stored: bool = False) -> Path:
    """A workbook one of whose parts is written piece by piece."""
    whole = write_xlsx(path, FIRST)
    with zipfile.ZipFile(whole) as archive:
        others = {each: archive.read(each) for each in archive.namelist() if each != name}
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w", method, compresslevel=1) as archive:
        for each, data in others.items():
            archive.writestr(each, data)
        with archive.open(name, "w", force_zip64=True) as stream:
            for piece in content:
                stream.write(piece)
    return path


SHAPES: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "declared extent of 17 billion cells": (
        "",
        lambda p: write_xlsx(
            p,
            xl__worksheets__sheet1_dot_xml=f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>'
            f"{FIRST}</sheetData></worksheet>",
        ),
    ),
    "one far cell": (
        "source_far_cell",
        lambda p: write_xlsx(p, FIRST + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'),
    ),
    "cells in two corners of fifty columns": (
        "source_far_cell",
        lambda p: write_xlsx(p, FIRST + '<row r="1048576"><c r="AX1048576"><v>2</v></c></row>'),
    ),
    "one far row": ("", lambda p: write_xlsx(p, FIRST + '<row r="1048576"><c r="A1048576"><v>2</v></c></row>')),
    "external entity in the sheet": (
        "source_doctype",
        lambda p: write_xlsx(p, xl__worksheets__sheet1_dot_xml=sheet_xml(_INLINE.format("&e;"), before=_ENTITY)),
    ),
    "external entity in the strings": (
        "source_doctype",
        lambda p: write_xlsx(
            p, FIRST, xl__sharedStrings_dot_xml=f'{_ENTITY}<sst xmlns="{MAIN}"><si><t>&e;</t></si></sst>'
        ),
    ),
    "billion laughs": (
        "source_doctype",
        lambda p: write_xlsx(
            p,
            xl__worksheets__sheet1_dot_xml=sheet_xml(
                _INLINE.format("&a9;"), before=f'<!DOCTYPE x [<!ENTITY a0 "lol">{_LAUGHS}]>'
            ),
        ),
    ),
    "billion laughs in the workbook": (
        "source_doctype",
        lambda p: write_xlsx(
            p, FIRST, xl__workbook_dot_xml=f'<!DOCTYPE x [<!ENTITY a0 "lol">{_LAUGHS}]><workbook>&a9;</workbook>'
        ),
    ),
    "external entity in the styles": (
        "source_doctype",
        lambda p: write_xlsx(p, FIRST, xl__styles_dot_xml=f'{_ENTITY}<styleSheet xmlns="{MAIN}">&e;</styleSheet>'),
    ),
    "no such shared string": (
        "source_broken",
        lambda p: write_xlsx(p, '<row r="1"><c r="A1" t="s"><v>999999999</v></c></row>'),
    ),
    "four billion strings declared": (
        "source_strings_lie",
        lambda p: write_xlsx(
            p, FIRST, xl__sharedStrings_dot_xml=f'<sst xmlns="{MAIN}" count="4000000000" uniqueCount="4000000000"/>'
        ),
    ),
    "more strings declared than a number holds": (
        "source_strings_lie",
        lambda p: write_xlsx(p, FIRST, xl__sharedStrings_dot_xml=f'<sst xmlns="{MAIN}" uniqueCount="{"9" * 5000}"/>'),
    ),
    "garbage behind the letters of an archive": ("source_broken", lambda p: _bytes(p, b"PK\3\4 garbage" * 100)),
    "nothing": ("source_empty", lambda p: _bytes(p, b"")),
    "cut inside a cell": (
        "source_broken",
        lambda p: write_xlsx(
            p, xl__worksheets__sheet1_dot_xml=f'<worksheet xmlns="{MAIN}"><sheetData>{FIRST}<row r="2"><c r="A2"><v>1'
        ),
    ),
    "a cell of two gigabytes": (
        "source_bomb",
        lambda p: part(
            p, SHEET, [sheet_xml(_INLINE).split("{}")[0].encode(), *(bytes(65 for _ in range(1 << 20)),) * 300]
        ),
    ),
    "a cell of sixty megabytes, stored": (
        "source_bomb",
        lambda p: part(p, SHEET, [sheet_xml(_INLINE).split("{}")[0].encode(), *(b"A" * (1 << 20),) * 60], stored=True),
    ),
    "sixty million tiny cells": (
        "source_too_many_cells",
        lambda p: part(p, SHEET, _tiny(60_000)),
    ),
    "thirty-one million tiny cells, stored": (
        "source_too_many_cells",
        lambda p: part(p, SHEET, _tiny(31_000, b'<c r="A1"/>'), stored=True),
    ),
    "cells that never end": (
        "source_broken",
        lambda p: write_xlsx(p, '<row r="1"><c r="A1"><v>1</v></c>' + '<c r="A1" t="e"><f>' * 60_000),
    ),
    "tags that never end": ("source_broken", lambda p: write_xlsx(p, FIRST + "<c " * 300_000)),
    "quotes that never end": ("source_broken", lambda p: write_xlsx(p, FIRST + '<c x="' * 200_001)),
    "elements nested a hundred thousand deep": ("source_broken", lambda p: write_xlsx(p, "<x:c>" * 100_000)),
    "a workbook part nested a hundred thousand deep": (
        "source_broken",
        lambda p: write_xlsx(p, FIRST, xl__workbook_dot_xml="<a>" * 100_000 + "</a>" * 100_000),
    ),
    "a million elements in the workbook part": (
        "source_bomb",
        lambda p: write_xlsx(p, FIRST, xl__workbook_dot_xml=f"<workbook>{'<a/>' * 2_100_000}</workbook>"),
    ),
    "one string of a megabyte in ten thousand cells": (
        "source_reader_died",
        lambda p: write_xlsx(
            p,
            "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 10_001)),
            xl__sharedStrings_dot_xml=f'<sst xmlns="{MAIN}"><si><t>{"я" * 500_000}</t></si></sst>',
        ),
    ),
    "ten thousand sheets of one part": (
        "source_broken",
        lambda p: write_xlsx(
            p,
            FIRST,
            xl__workbook_dot_xml=f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
            '2006/relationships"><sheets>'
            + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 10_001))
            + "</sheets></workbook>",
        ),
    ),
    "a sheet in UTF-16": (
        "source_broken",
        lambda p: part(
            p,
            SHEET,
            [sheet_xml(FIRST).replace('?xml version="1.0"', '?xml version="1.0" encoding="utf-16"').encode("utf-16")],
        ),
    ),
    "a sheet that declares UTF-7": (
        "source_broken",
        lambda p: part(p, SHEET, [sheet_xml(FIRST).replace('"1.0"', '"1.0" encoding="utf-7"').encode()]),
    ),
    "names that lead out of the archive": (
        "source_broken",
        lambda p: write_xlsx(p, FIRST, **{".._____etc__cron_dot_d": "x", "..__..__evil_dot_txt": "x"}),
    ),
    "an absolute name": ("source_broken", lambda p: write_xlsx(p, FIRST, __tmp__evil_dot_txt="x")),
    "a name with a drive": ("source_broken", lambda p: write_xlsx(p, FIRST, **{"C:__evil_dot_txt": "x"})),
    "two parts of one name": (
        "source_broken",
        lambda p: write_xlsx(p, FIRST, XL__Worksheets__sheet1_dot_xml=sheet_xml("")),
    ),
}


def _bytes(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _tiny(rows: int, cell: bytes = b"<c><v>1</v></c>") -> Iterable[bytes]:
    yield f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    row = b"<row>" + cell * 1000 + b"</row>"
    for _ in range(rows // 100):
        yield row * 100  # a hundred thousand cells
    yield b"</sheetData></worksheet>"


SLOW = ("sixty million", "thirty-one million", "one string")


@pytest.mark.parametrize(
    "shape", [pytest.param(each, marks=pytest.mark.slow if each.startswith(SLOW) else ()) for each in SHAPES]
)
def test_shape(shape, tmp_path, confined):
    code, write = SHAPES[shape]

    found = confined(write(tmp_path / "файл.xlsx"))

    assert found.code == code


def test_honest_far_row_is_read_with_its_empty_rows(tmp_path, confined):
    _, write = SHAPES["one far row"]
    assert confined(write(tmp_path / "a.xlsx")).sheets == [[1, 1_048_576, ["1.0"]]]


def test_a_part_longer_than_declared_is_found_out(tmp_path, confined):
    """`zipfile` stops at the declared size; the Rust reader goes on, to cells that nobody has scanned."""
    shown = sheet_xml(FIRST)
    hidden = sheet_xml(FIRST + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>')
    begin = shown[: shown.index("</sheetData>")].encode()
    path = write_xlsx(tmp_path / "a.xlsx", xl__worksheets__sheet1_dot_xml=hidden)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(SHEET)
    check, listed = zlib.crc32(begin), data.rindex(SHEET.encode()) - 46
    for place in (info.header_offset + 14, listed + 16):
        struct.pack_into("<I", data, place, check)
        struct.pack_into("<I", data, place + 8, len(begin))
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        assert archive.read(SHEET) == begin

    assert confined(path).code == "source_bomb"


def test_a_directory_hidden_in_the_comment_is_read_apart(tmp_path, confined):
    """Readers of archives differ in which directory they take; such a file never reaches the reader in this process."""
    path = write_xlsx(tmp_path / "a.xlsx", FIRST)
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"PK\5\6" + b"\0" * 30

    found = confined(path)

    assert found.code in ("", "source_broken", "source_not_table")


@pytest.mark.slow
def test_ods_bombs(tmp_path, confined):
    cell = '<table:table-cell table:number-columns-repeated="{}" office:value-type="float" office:value="1"/>'
    text = (
        '<table:table-cell table:number-columns-repeated="1000" office:value-type="string"><text:p>{}</text:p>'
        "</table:table-cell>"
    )
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    table = '<table:table table:name="S">{}</table:table>'
    cases = {
        "source_far_cell": table.format(row.format(1_048_576, cell.format(16_384))),
        "source_too_many_cells": table.format(row.format(1_000_000, cell.format(50))),
        "source_broken": table.format(row.format(4_000_000_000, cell.format(1))),
        "source_reader_died": table.format(row.format(10_000, text.format("я" * 10_000))),
    }
    for code, body in cases.items():
        assert confined(write_ods(tmp_path / "a.ods", body)).code == code
    nested = "<table:table>" * 200_000
    assert confined(write_ods(tmp_path / "a.ods", nested)).code == "source_broken"
    laughs = write_ods(tmp_path / "b.ods", "")
    with zipfile.ZipFile(laughs) as archive:
        content = archive.read("content.xml").decode()
    with zipfile.ZipFile(laughs, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f'<!DOCTYPE x [<!ENTITY a0 "lol">{_LAUGHS}]>{content}')
    assert confined(laughs).code == "source_doctype"


@pytest.mark.slow
def test_many_empty_repeats_of_a_real_ods_are_no_bomb(tmp_path, confined):
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p>'
        '</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048575">'
        f"{empty}</table:table-row>"
    )
    found = confined(write_ods(tmp_path / "a.ods", f'<table:table table:name="S">{rows}</table:table>'))
    assert (found.code, found.sheets) == ("", [[1, 1, ["1.0"]]])


def test_ods_with_a_password_says_so(tmp_path, confined):
    """Its parts are encrypted one by one, so the archive itself opens."""
    path = write_ods(tmp_path / "a.ods", "")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", bytes(range(256)))
        archive.writestr(
            "META-INF/manifest.xml", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
        )
    assert confined(path).code == "source_password"


def test_megabytes_of_links_behind_the_last_cell_are_no_bomb(tmp_path, confined):
    links = '<hyperlink ref="A1" display="http://example.com/page"/>' * 250_000
    sheet = sheet_xml(FIRST).replace("</worksheet>", f"<hyperlinks>{links}</hyperlinks></worksheet>")
    found = confined(write_xlsx(tmp_path / "a.xlsx", xl__worksheets__sheet1_dot_xml=sheet))
    assert (found.code, found.sheets) == ("", [[1, 1, ["1.0"]]])
