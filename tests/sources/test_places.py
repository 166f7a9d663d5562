"""Files that are not there or not what they seem, folders, Parquet, databases."""

from __future__ import annotations

import os
import sqlite3
import sys
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kpi_core.errors import SourceError
from kpi_core.sources import SourceSpec, listing, read
from tests.sources.conftest import write_xlsx

ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 900


def refusal(path, spec=None) -> str:
    with pytest.raises(SourceError) as caught:
        read(path, spec)
    assert "\n" not in str(caught.value)
    assert caught.value.message("en") != caught.value.message("ru")
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", ENCRYPTED, "source_password"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "source_broken"),
        ("a.xlsx", b"PK\x03\x04 garbage", "source_broken"),
        ("a.parquet", b"PAR1 garbage PAR1", "source_broken"),
        ("a.db", b"SQLite format 3\0", "database_query_missing"),
    ],
)
def test_broken_files(folder, name, data, code):
    path = folder / name
    path.write_bytes(data)
    assert refusal(path) == code


@pytest.mark.parametrize(
    ("part", "code"), [("word/document.xml", "source_not_table"), ("xl/workbook.bin", "source_xlsb")]
)
def test_other_archives(folder, part, code):
    import zipfile

    with zipfile.ZipFile(folder / "a.xlsx", "w") as archive:
        archive.writestr(part, "x")
    assert refusal(folder / "a.xlsx") == code


def test_missing_file_offers_the_near_name(folder):
    (folder / "продажи.csv").write_text("a;b\n")

    with pytest.raises(SourceError, match=r"продажи\.csv"):
        read(folder / "продаж.csv")
    assert refusal(folder / "zzz.xlsx") == "source_missing"
    assert refusal(folder / "no" / "such.xlsx") == "source_missing"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission(folder):
    path = folder / "a.csv"
    path.write_text("a;b\n")
    path.chmod(0)
    assert refusal(path) == "source_unreadable"


def test_workbook_under_another_name_is_read_by_its_first_bytes(folder):
    path = write_xlsx(folder / "a.csv", '<row r="1"><c r="A1"><v>1</v></c></row>')
    assert read(path)[0].columns == [[1.0]]


def test_folder_gives_its_data_files_in_order(folder):
    for name in ("б.csv", "а.csv", "~$а.xlsx", ".~lock.а.ods#", ".скрытый.csv", "2026-10.pdf", "x.closed.csv"):
        (folder / name).write_text(f"файл;{name}\n", encoding="utf-8")
    (folder / "заметки.docx").write_text("x")
    (folder / "kpi.toml").write_text("")
    (folder / "архив").mkdir()

    found = listing(folder)

    assert [grid.file for grid in read(folder)] == ["а.csv", "б.csv"]
    assert [path.name for path in found.skipped] == ["заметки.docx"]
    assert found.config == folder / "kpi.toml"
    (remark,) = found.findings()
    assert (remark.level, remark.file) == ("info", "заметки.docx")
    assert "заметки.docx" in remark.message("ru")


def test_folder_without_data_files(folder):
    (folder / "readme.md").write_text("x")
    assert refusal(folder) == "folder_empty"


def test_parquet_keeps_types_and_long_identifiers(folder):
    path = folder / "заказы.parquet"
    table = pa.table(
        {
            "order_id": pa.array([5805028000056864695, None], pa.int64()),
            "date": pa.array([datetime(2026, 10, 1, 12), None], pa.timestamp("ns", "UTC")),
            "day": pa.array([date(2026, 10, 1), None]),
            "revenue": pa.array([Decimal("1234.50"), Decimal("12345678901234567.89")], pa.decimal128(20, 2)),
            "channel": pa.array(["SEO", None]).dictionary_encode(),
        }
    )
    pq.write_table(table, path)

    (grid,) = read(path)

    assert grid.headed
    assert grid.columns == [
        ["order_id", 5805028000056864695, None],
        ["date", datetime(2026, 10, 1, 12), None],
        ["day", date(2026, 10, 1), None],
        ["revenue", 1234.5, "12345678901234567.89"],
        ["channel", "SEO", None],
    ]


def test_parquet_without_pyarrow_names_the_remedy(folder, monkeypatch):
    path = folder / "a.parquet"
    pq.write_table(pa.table({"a": [1]}), path)
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(SourceError, match=r'pip install "kpi-report\[parquet\]"'):
        read(path)


@pytest.fixture
def database(folder):
    path = folder / "заказы.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table orders (date text, revenue real)")
        connection.executemany("insert into orders values (?, ?)", [("2026-10-01", 5.5), ("2026-10-02", None)])
    connection.close()
    return path


def test_sqlite(database):
    for place in (f"sqlite:///{database}", database):
        (grid,) = read(place, SourceSpec(query="select * from orders order by date"))
        assert (grid.file, grid.headed) == ("заказы.db", True)
        assert grid.columns == [["date", "2026-10-01", "2026-10-02"], ["revenue", 5.5, None]]

    (empty,) = read(database, SourceSpec(query="select * from orders where 0"))
    assert empty.columns == [["date"], ["revenue"]]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (None, "database_query_missing"),
        ("select nothing", "database_failed"),
        ("delete from orders", "database_failed"),
        ("select 1; select 2", "database_failed"),
    ],
)
def test_sqlite_is_opened_for_reading_one_query(database, query, code):
    before = database.read_bytes()
    assert refusal(f"sqlite:///{database}", SourceSpec(query=query)) == code
    assert database.read_bytes() == before


def test_other_databases_say_which_are_supported():
    with pytest.raises(SourceError, match=r"mysql.*postgresql://.*sqlite:///"):
        read("mysql://host/db", SourceSpec(query="select 1"))
    assert refusal("sqlite:////no/such.db", SourceSpec(query="select 1")) == "source_missing"


def test_panic_of_the_reader_is_an_error_like_any_other(folder, monkeypatch):
    from kpi_core.sources import rust

    class PanicException(BaseException):
        pass

    class Panicking:
        @staticmethod
        def from_path(path):
            raise PanicException

    path = folder / "a.xlsx"
    openpyxl.Workbook().save(path)
    monkeypatch.setattr(rust, "CalamineWorkbook", Panicking)
    assert refusal(path) == "source_broken"
