"""Text files: encodings, delimiters, ragged rows, line numbers."""

from __future__ import annotations

import pytest

from kpi_core.errors import SourceError
from kpi_core.sources import SourceSpec, read

TABLE = "Дата;Расход\n01.10.2026;1234,50\n02.10.2026;999,10\n"
COLUMNS = [("Дата", "01.10.2026", "02.10.2026"), ("Расход", "1234,50", "999,10")]


def columns(folder, data: bytes | str, **spec: str):
    path = folder / "выгрузка.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (grid,) = read(path, SourceSpec(**spec))
    assert grid.text
    return [tuple(column) for column in grid.columns]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-32"])
def test_encoding_is_found(folder, encoding):
    assert columns(folder, TABLE.encode(encoding)) == COLUMNS


def test_bom_of_utf16_big_endian(folder):
    assert columns(folder, b"\xfe\xff" + TABLE.encode("utf-16-be")) == COLUMNS


@pytest.mark.parametrize("encoding", ["cp866", "koi8-r", "utf-16-le"])
def test_encoding_named_in_the_config_overrules(folder, encoding):
    assert columns(folder, TABLE.encode(encoding), encoding=encoding) == COLUMNS


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_delimiter_is_found_though_commas_cut_the_numbers(folder, delimiter, newline):
    assert columns(folder, TABLE.replace(";", delimiter).replace("\n", newline)) == COLUMNS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,b\n"1,5",2\n"x;y",3\n', [("a", "1,5", "x;y"), ("b", "2", "3")]),
        ("sep=;\na;b,c\n1;2,5\n", [("a", "1"), ("b,c", "2,5")]),
        ('"sep=|"\r\na|b\r\n1|2\r\n', [("a", "1"), ("b", "2")]),
        ("sep=\t\na\tb\n", [("a",), ("b",)]),
        ("одно\nдва\n", [("одно", "два")]),
        ("март\n\nx;y\n1;2\n3;4;5\n", [("март", "", "x", "1", "3"), ("", "", "y", "2", "4"), ("", "", "", "", "5")]),
        ("a;b\n1;2\n;\n\n  ;\n", [("a", "1"), ("b", "2")]),
    ],
    ids=["quotes", "sep", "sep in quotes", "sep tab", "one column", "preamble", "blank lines at the end"],
)  # fmt: skip
def test_shapes(folder, text, expected):
    assert columns(folder, text) == expected


def test_delimiter_named_in_the_config_overrules(folder):
    assert columns(folder, "a;b,c\n1;2,3\n", delimiter=",") == [("a;b", "1;2"), ("c", "3")]


def test_row_numbers_are_those_an_editor_shows(folder):
    """A cell of two lines moves everything below it by one; the `sep=` line counts as well."""
    path = folder / "а.csv"
    path.write_text('sep=;\nтовар;цена\n"чай\nзелёный";5\nкофе;7\n', encoding="utf-8")

    (grid,) = read(path)

    assert [grid.row_number(index) for index in range(grid.height)] == [2, 3, 5]
    assert grid.columns[0] == ["товар", "чай\nзелёный", "кофе"]


def test_row_numbers_without_long_cells_are_counted(folder):
    path = folder / "а.csv"
    path.write_text("a;b\n\n1;2\n", encoding="utf-8")

    (grid,) = read(path)

    assert (grid.row_numbers, grid.row_number(2)) == (None, 3)


@pytest.mark.parametrize(
    ("data", "spec", "code"),
    [
        (b"", {}, "source_empty"),
        (b"\xef\xbb\xbf\r\n \n", {}, "source_empty"),
        (b";;\n;\n", {}, "source_empty"),
        (b"a;b\n\x001;2\n", {}, "text_nul"),
        (b"a;b\n\x98;2\n", {}, "text_encoding"),
        (b"a;b\n\xff;2\n", {"encoding": "utf-8"}, "text_encoding"),
        (b"a;b\n1;2\n", {"encoding": "utf-9"}, "text_encoding_unknown"),
        (b'a;b\n1;"2\n3;4\n5;6\n', {}, "text_quote"),
        (b'a;b\n1;"' + b"x" * 140_000, {}, "text_quote"),
        (b"\n<html><body><p>Session expired</p></body></html>", {}, "source_html"),
        (b"%PDF-1.7 ...", {}, "source_not_table"),
    ],
)
def test_what_is_no_text_table_is_refused(folder, data, spec, code):
    path = folder / "плохой файл.csv"
    path.write_bytes(data)

    with pytest.raises(SourceError) as caught:
        read(path, SourceSpec(**spec))

    assert caught.value.code == code
    assert "плохой файл.csv" in str(caught.value)


def test_open_quote_names_the_row_it_stands_in(folder):
    """Without the check rows 3 and 4 would silently become one cell."""
    path = folder / "а.csv"
    path.write_bytes(b'a;b\n1;"2\n3;4\n5;6\n')

    with pytest.raises(SourceError) as caught:
        read(path)

    assert caught.value.params["row"] == 2


def test_rows_of_changing_width_are_padded_across_the_pieces_in_which_a_file_is_read(folder, monkeypatch):
    monkeypatch.setattr("kpi_core.sources.text._ROWS_AT_ONCE", 2)
    text = "a\nb;1\nc;2;x\nd\ne\nf;3\n\n"

    assert columns(folder, text) == [tuple("abcdef"), ("", "1", "2", "", "", "3"), ("", "", "x", "", "", "")]
