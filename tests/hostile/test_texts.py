"""Text files, web pages and XML spreadsheets that are broken, hostile, or not what their name says."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from kpi_core.errors import SourceError
from kpi_core.sources import read

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"><style>td {{a:b}}</style>
</head><body><table border="1">{}</table></body></html>"""
DEALS = (
    "<tr><th>ID</th><th>Название&nbsp;сделки</th><th>Сумма</th></tr>"
    "<tr><td>7</td><td>Чай &amp; кофе<br>опт</td><td>1 234,50</td></tr>"
    '<tr><td>8<td title="a > b">Мёд <b>липовый</b><td>&lt;нет&gt;'
)


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read(path)
    assert path.name in str(caught.value)
    return caught.value.code


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.slow
@pytest.mark.parametrize(("size", "code"), [(900 << 20, "text_line_long"), (1 << 30, "source_memory")])
def test_a_gigabyte_of_one_line(tmp_path, confined, size, code):
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.write(b"a;b\n")
        stream.seek(size)
        stream.write(b"\n")

    found = confined(path)

    assert found.code == code
    assert found.megabytes < 600, "it is looked through piece by piece, and never held"


def test_a_cell_longer_than_any_real_one(tmp_path):
    path = written(tmp_path / "a.csv", "a;b\n" + "x" * 200_000 + ";2\n")
    assert refusal(path) == "text_field_long"


def test_sixteen_thousand_columns_are_read_and_more_are_not(tmp_path, confined):
    head = ";".join(f"c{n}" for n in range(16_384))
    assert confined(written(tmp_path / "a.csv", f"{head}\n" * 50)).sheets[0][:2] == [16_384, 50]
    assert confined(written(tmp_path / "b.csv", f"{head};x\n1;2\n")).code == "text_too_wide"
    assert confined(written(tmp_path / "c.csv", f'{head};"x"\n1;2\n')).code == "text_too_wide"


def test_one_wide_line_over_many_short_ones(tmp_path, confined):
    path = written(tmp_path / "a.csv", ";" * 16_000 + "\n" + "1\n" * 1_000_000)
    assert confined(path).code == "source_memory"


@pytest.mark.parametrize("data", [b"a;b\n1\0;2\n", b"\0" * 5000, b"a;b\n1;2\n" + b"\0" * 100, bytes(range(256)) * 10])
def test_nul_bytes(tmp_path, data):
    assert refusal(written(tmp_path / "a.csv", data)) == "text_nul"


@pytest.mark.parametrize("order", [("utf-8", "cp1251"), ("cp1251", "utf-8")])
def test_two_encodings_in_one_file_are_refused_by_line(tmp_path, order):
    """As cp1251 the lines in UTF-8 would become «РЇРЅРґРµРєСЃ», another channel, without a word."""
    line = "Яндекс.Директ;100\n"
    data = b"".join(f"{line * 5}".encode(each) for each in order)

    with pytest.raises(SourceError) as caught:
        read(written(tmp_path / "a.csv", data))

    assert (caught.value.code, caught.value.params["row"]) == ("text_mixed", 6 if order[0] == "utf-8" else 1)


def test_cp1251_with_signs_is_no_mixture(tmp_path):
    text = "Канал;Сумма\n«Рёбра» № 5, С°, Р±;1\nО‚;2\nЄвро Ѓ ћ ѕ;3\n"
    (grid,) = read(written(tmp_path / "a.csv", text.encode("cp1251")))
    assert grid.columns[0][1] == "«Рёбра» № 5, С°, Р±"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_utf16_of_google_with_and_without_a_mark(tmp_path, encoding, bom):
    text = f"{bom}Campaign report\n1 августа 2026 г.\nКампания\tПоказы\tЦена\nБренд\t1 024\t10,50\n"
    (grid,) = read(written(tmp_path / "Отчёт.csv", text.encode(encoding)))
    assert [column[3] for column in grid.columns] == ["Бренд", "1 024", "10,50"]


def test_utf16_cut_inside_a_letter(tmp_path):
    assert refusal(written(tmp_path / "a.csv", "\ufeffa\tb\n1\t2\n".encode("utf-16-le")[:-1])) == "text_encoding"


def test_web_page_named_xls(tmp_path):
    (grid,) = read(written(tmp_path / "DEAL.xls", PAGE.format(DEALS)))

    assert [list(column) for column in grid.columns] == [
        ["ID", "7", "8"],
        ["Название\xa0сделки", "Чай & кофе\nопт", "Мёд липовый"],
        ["Сумма", "1 234,50", "<нет>"],
    ]
    assert grid.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_web_page_in_any_encoding(tmp_path, encoding):
    page = PAGE.replace("utf-8", "windows-1251" if encoding == "cp1251" else "utf-8")
    (grid,) = read(written(tmp_path / "a.xls", page.format(DEALS).encode(encoding)))
    assert grid.columns[0][0] == "ID"
    assert grid.columns[1][2] == "Мёд липовый"


def test_spanning_cells_leave_the_places_they_cover_empty(tmp_path):
    """As in a workbook: a sum in a spanning cell counts once."""
    rows = (
        '<tr><td rowspan=2>а</td><td colspan="2">б</td><td>в</td></tr><tr><td>1</td><td>2</td><td>3</td></tr>'
        "<tr><td>4</td></tr>"
    )
    (grid,) = read(written(tmp_path / "a.xls", PAGE.format(rows)))
    assert grid.columns == [["а", "", "4"], ["б", "1", ""], ["", "2", ""], ["в", "3", ""]]


def test_several_tables_and_tables_within_tables(tmp_path):
    inner = "<table><tr><td>x</td><td>1</td></tr></table>"
    page = PAGE.format(f"<tr><td>{inner}</td></tr>") + "<table><tr><td>y</td></tr></table>"
    assert [(grid.sheet, grid.columns) for grid in read(written(tmp_path / "a.xls", page))] == [
        ("#1", [["x"], ["1"]]),
        ("#2", [["y"]]),
    ]


def test_scripts_comments_and_unseen_parts_are_no_cells(tmp_path):
    rows = "<tr><td><script>if (a<b) x='<td>9</td>'</script><!-- <td>8</td> -->7</td></tr>"
    (grid,) = read(written(tmp_path / "a.xls", PAGE.format(rows)))
    assert grid.columns == [["7"]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("source_bomb", "<table>" * 100_000),
        ("source_html", "<div>" * 300_000),
        ("", "<td>" * 16_000 + "x"),
        ("source_bomb", "<td>" * 17_000),
        ("source_bomb", '<tr><td colspan="16384" rowspan="2">x</td><tr>' * 8_000),
        ("", '<tr><td rowspan="9999999" colspan="9999999">x</td></tr>'),
        ("", "<tr><td>1</td></tr>" + "<a '" * 200_000),
        ("", "<tr><td>1</td></tr>" + '<a "' * 200_001),
        ("", "<tr><td>1</td></tr>" + "<!--" * 300_000),
        ("", "<tr><td>1</td></tr>" + "<script>" * 100_000),
        ("", "<tr><td>1</td></tr>" + "<![CDATA[" * 100_000),
        ("", "<tr><td>1&" + "amp;" * 100_000),
        ("source_bomb", "<tr><td>" + "x" * 2_000_000),
    ],
    ids=range(13),
)
def test_hostile_pages_end_in_time(tmp_path, confined, code, body):
    start = "<html>" if body.startswith(("<table", "<div")) else "<html><table>"
    assert confined(written(tmp_path / "a.xls", start + body)).code == code


XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>{}'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:'
    'spreadsheet"><Worksheet ss:Name="Лист"><Table>{}</Table></Worksheet></Workbook>'
)
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
FAR = '<Row ss:Index="1048576"><Cell ss:Index="16384"><Data ss:Type="String">x</Data></Cell></Row>'
ROW = '<Row><Cell><Data ss:Type="{}">{}</Data></Cell></Row>'


def test_xml_spreadsheet_of_2003(tmp_path):
    rows = (
        '<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Дата</Data></Cell>'
        '<Cell><Data ss:Type="String">X</Data></Cell></Row>'
        '<Row ss:Index="3"><Cell><Data ss:Type="DateTime">2026-10-01T00:00:00.000</Data></Cell><Cell ss:Index="3">'
        '<Data ss:Type="Number">1.5</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:Formula="=R1C1"/></Row>'
    )
    (grid,) = read(written(tmp_path / "a.xls", XML.format("", rows)))

    assert grid.sheet == "Лист"
    assert [str(column[2]) for column in grid.columns] == ["2026-10-01 00:00:00", "", "1.5"]
    assert [column[0] for column in grid.columns] == ["Дата", "", "X"]
    assert (grid.errors, grid.uncached) == ({(3, 0): "#N/A"}, {(3, 1): "=R1C1"})


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("source_doctype", XML.format(ENTITY, ROW.format("String", "&e;"))),
        ("source_far_cell", XML.format("", ROW.format("Number", "1") + FAR)),
        ("source_broken", XML.format("", '<Row ss:Index="99999999999999999999"/>')),
        ("source_broken", XML.format("", ROW.format("Number", "1,5"))),
        ("source_broken", XML.format("", ROW.format("DateTime", "99999"))),
        ("source_broken", XML.format("", "<Row>" * 5000)),
        ("source_bomb", XML.format("", ROW.format("String", "x" * 2_000_000))),
        ("source_html", "<?xml version='1.0'?><svg/>"),
    ],
    ids=["entity", "far", "index", "number", "date", "deep", "long", "other XML"],
)  # fmt: skip
def test_hostile_xml_spreadsheets(tmp_path, confined, code, text):
    assert confined(written(tmp_path / "a.xls", text)).code == code


def test_what_a_file_is_its_bytes_say(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.save(tmp_path / "книга.xlsx")
    for name in ("книга.csv", "книга.xls", "книга.ods"):
        (grid,) = read(written(tmp_path / name, (tmp_path / "книга.xlsx").read_bytes()))
        assert grid.columns == [["a"], ["b"]]
    for name in ("текст.xlsx", "текст.xls", "текст.parquet"):
        (grid,) = read(written(tmp_path / name, "a;b\n1;2\n"))
        assert [list(column) for column in grid.columns] == [["a", "1"], ["b", "2"]]
