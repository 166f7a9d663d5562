"""What is fuzzed: functions of bytes that may raise nothing but our own family of errors."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from kpi_core.errors import KpiError
from kpi_core.recognise import recognise
from kpi_core.recognise.dates import read_date
from kpi_core.recognise.numbers import read_number
from kpi_core.snapshot import Snapshot
from kpi_core.sources import read
from kpi_core.sources.biff import scan_binary
from kpi_core.sources.grid import Grid
from kpi_core.sources.opendocument import scan_document
from kpi_core.sources.parts import opened
from kpi_core.sources.rust import translated
from tests.hostile.xls import write_xls
from tests.sources.conftest import MAIN, write_ods, write_xlsx

FOLDER = Path(tempfile.mkdtemp(prefix="kpi-fuzz-"))
HEADERS = "Дата;Канал;Расход, ₽;Заказы;Выручка\n"


def told(failure: KpiError) -> None:
    """A refusal is one sentence."""
    sentence = str(failure)
    assert sentence
    assert "\n" not in sentence


def check_grids(grids: list[Grid]) -> None:
    """A grid is a rectangle, and what it says of cells lies inside."""
    for grid in grids:
        assert {len(column) for column in grid.columns} <= {grid.height}
        for row, column in (*grid.errors, *grid.uncached):
            assert 0 <= row < grid.height, (row, column)
            assert 0 <= column < len(grid.columns), (row, column)
        if grid.row_numbers is not None:
            assert len(grid.row_numbers) == grid.height


def check_rows(snapshot: Snapshot) -> None:
    """Rows read = rows used + rows excluded + rows refused."""
    for source in snapshot.sources:
        assert source.rows_read == source.rows_used + sum(source.excluded.values()) + source.rows_refused, source


def _try(path: Path, *, further: bool = True) -> None:
    try:
        grids = read(path)
        check_grids(grids)
        if further:
            check_rows(recognise([(grid, None) for grid in grids], name=path.name))
    except KpiError as failure:
        told(failure)


def csv(data: bytes) -> None:
    """Any bytes as a text file."""
    path = FOLDER / "a.csv"
    path.write_bytes(data)
    _try(path)


def table(data: bytes) -> None:
    """Any text below the headers of a table that is recognised."""
    path = FOLDER / "t.csv"
    path.write_bytes(HEADERS.encode() + data.decode("utf-8", "ignore").encode())
    _try(path)


def page(data: bytes) -> None:
    """Any bytes as a web page."""
    path = FOLDER / "a.xls"
    path.write_bytes(b"<html><table><tr><td>" + data)
    _try(path)


def xml(data: bytes) -> None:
    """Any bytes inside an XML spreadsheet."""
    path = FOLDER / "x.xls"
    path.write_bytes(
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-'
        b'microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table><Row>'
        + data
        + b"</Row></Table></Worksheet></Workbook>"
    )
    _try(path)


def sheet(data: bytes) -> None:
    """Any bytes as the rows of a sheet; the Rust reader sees them where they are plain."""
    path = FOLDER / "a.xlsx"
    write_xlsx(path, data.decode("latin-1"))
    _try(path, further=False)


def parts(data: bytes) -> None:
    """Any bytes as one of the other parts of a workbook."""
    names = ("xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels")
    name = names[data[0] % len(names)] if data else names[0]
    path = FOLDER / "p.xlsx"
    begin = {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>', "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">'}
    text = begin.get(name, "") + data[1:].decode("latin-1")
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000</v></c></row>'
    write_xlsx(path, rows, **{name.replace("/", "__").replace(".", "_dot_"): text})
    _try(path, further=False)


def archive(data: bytes) -> None:
    """A valid archive, some bytes of which are changed: (place, value) by threes."""
    path = FOLDER / "z.xlsx"
    whole = bytearray(write_xlsx(path, '<row r="1"><c r="A1" t="s"><v>0</v></c></row>').read_bytes())
    for at in range(0, len(data) - 2, 3):
        whole[int.from_bytes(data[at : at + 2], "little") % len(whole)] = data[at + 2]
    path.write_bytes(whole)
    _try(path, further=False)


def document(data: bytes) -> None:
    """Any bytes inside an .ods; scanned only, since reading takes a process."""
    path = write_ods(FOLDER / "a.ods", data.decode("latin-1"))
    try:
        with translated(path.name), opened(path, path.name) as found:
            scan_document(found)
    except KpiError as failure:
        told(failure)


def binary(data: bytes) -> None:
    """Any bytes as the stream of an .xls; scanned only."""
    try:
        scan_binary(write_xls(FOLDER / "b.xls", data), "b.xls")
    except KpiError as failure:
        told(failure)


def number(data: bytes) -> None:
    """Any text as a number."""
    found = read_number(data.decode("utf-8", "ignore"))
    if found is not None and not found.empty:
        assert all(value is None or value.is_finite() for value in (found.value, found.other))


def date(data: bytes) -> None:
    """Any text as a date."""
    read_date(data.decode("utf-8", "ignore"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (csv, table, page, xml, sheet, parts, archive, document, binary, number, date)
}

_TEXTS: dict[str, tuple[str | bytes, ...]] = {
    "csv": (
        f"{HEADERS}01.10.2026;SEO;1 234,50;3;10 000\n",
        'sep=,\na,b\n"1,5",2\n',
        "a;б\n1;2\n".encode("cp1251"),
    ),
    "table": (
        "01.10.2026;SEO;1 234,50;3;10 000\nИтого;;1 234,50;3;10 000\n",
        "2026-10-01;VK;-;(5);1.5e3\n",
    ),
    "page": ('1</td><td colspan="2" rowspan=3>a&amp;b<br>c</table><!-- x --><script>y</script>',),
    "xml": ('<Cell ss:Index="2" ss:MergeAcross="1" ss:Formula="=1"><Data ss:Type="Number">1.5</Data></Cell>',),
    "sheet": (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="inlineStr"><is><t>a</t></is></c></row>',
        "<row><c><f>KPI_X(1)</f></c><c t='b'><v>1</v></c></row>",
        '<row r="2"><c r="B2" s="1" t="d"><v>2026-10-01</v></c><c r="C2"><f t="shared" si="0">A1</f><v>2</v></c></row>',
    ),
    "parts": (
        "\0a</t></si></sst>",
        '\1<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy"/></numFmts><cellXfs count="2"><xf/>'
        '<xf numFmtId="164"/></cellXfs></styleSheet>',
        '\2<workbook xmlns:r="x"><workbookPr date1904="1"/><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
        "<definedNames/></workbook>",
        '\3<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    "archive": ("\0\0P",),
    "document": (
        '<table:table table:name="S"><table:table-row table:number-rows-repeated="2"><table:table-cell '
        'office:value-type="float" office:value="1" table:formula="of:=1"><text:p>#N/A</text:p></table:table-cell>'
        "</table:table-row></table:table>",
    ),
    "binary": (b"\x09\x08\x10\0\0\6\5\0" + b"\0" * 12 + b"\x85\0\7\0\x20\0\0\0\0\0\1\0S\x0a\0\0\0",),
    "number": ("1 234,50 ₽", "(1,234.50)", "-5%", "тыс. 1.2e3"),
    "date": ("01.10.2026 10:15:00", "2026-10-01T00:00:00+03:00", "1 октября 2026 г.", "Oct 3, 2026", "20261001"),
}
SEEDS: dict[str, tuple[bytes, ...]] = {
    name: tuple(text if isinstance(text, bytes) else text.encode() for text in texts) for name, texts in _TEXTS.items()
}
"""Where the search begins."""
