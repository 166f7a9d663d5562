"""Files and folders as they really lie about: nothing is taken twice, nothing is lost without a word."""

from __future__ import annotations

import sqlite3
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kpi_core.engine import build
from kpi_core.errors import SourceError
from kpi_core.load import load
from kpi_core.periods import ALL
from tests.engines.places import kpi_toml
from tests.engines.test_types import ROWS, SHOP

BOTH = pytest.mark.parametrize("engine", ["pandas", "duckdb"])


def table(first: int = 0, count: int = ROWS):
    """Some rows of the shop."""
    return pa.table(SHOP).slice(first, count)


def csv_of(path: Path, lines: list[str], header: str = "date,order_id,channel,revenue", end: str = "\n") -> None:
    """A CSV file, byte for byte."""
    path.write_bytes(end.join([header, *lines, ""]).encode())


def orders(folder: Path, engine: str, path: str):
    """The orders in that place."""
    return build(load(kpi_toml(folder, engine, {"orders": f"path = '''{path}'''"})))


@BOTH
def test_signs_of_a_pattern_in_a_name_are_letters(tmp_path, engine):
    """orders*.parquet is one file, and orders1.parquet is none of its parts."""
    pq.write_table(table(0, 30), tmp_path / "orders*[1]?.parquet")
    pq.write_table(table(30), tmp_path / "orders11.parquet")
    assert orders(tmp_path, engine, "orders*[1]?.parquet").amount("orders", ALL, None) == 30


@BOTH
def test_a_name_of_many_alphabets_and_quotes(tmp_path, engine):
    pq.write_table(table(), tmp_path / "заказы 'наши' \"все\" {2}.PARQUET")
    assert orders(tmp_path, engine, "заказы 'наши' \"все\" {2}.PARQUET").amount("orders", ALL, None) == ROWS


@BOTH
def test_the_name_of_a_folder_is_no_column(tmp_path, engine):
    """Engines that read channel=VK as a column would tell another number than those that do not."""
    folder = tmp_path / "month=07" / "channel=VK"
    folder.mkdir(parents=True)
    pq.write_table(table().drop_columns("channel"), folder / "part-0.parquet")
    assert orders(tmp_path, engine, "month=07/channel=VK").channels == ()


@BOTH
def test_a_folder_that_is_called_like_a_file_is_a_table_in_parts(tmp_path, engine):
    folder = tmp_path / "orders.parquet"
    folder.mkdir()
    for at in (0, 30):
        pq.write_table(table(at, 30), folder / f"part-{at}.snappy.parquet")
    (folder / "_SUCCESS").touch()
    assert orders(tmp_path, engine, "orders.parquet").amount("orders", ALL, None) == ROWS


@BOTH
def test_folders_inside_are_named_and_never_passed_over_in_silence(tmp_path, engine):
    folder = tmp_path / "shop" / "year=2026" / "month=01"
    folder.mkdir(parents=True)
    pq.write_table(table(), folder / "part-0.parquet")
    with pytest.raises(SourceError, match="year=2026/month=01") as told:
        orders(tmp_path, engine, "shop")
    assert told.value.code == "folder_of_folders"
    (tmp_path / "shop" / "photos").mkdir()
    pq.write_table(table(), tmp_path / "shop" / "orders.parquet")
    skipped = [
        finding.params["path"] for finding in load(tmp_path / "shop").findings if finding.code == "folder_skipped"
    ]
    assert skipped == ["year=2026"]


@BOTH
def test_a_damaged_page_is_damage_and_not_a_lack_of_rights(tmp_path, engine):
    path = tmp_path / "orders.parquet"
    pq.write_table(table(), path)
    content = path.read_bytes()
    path.write_bytes(content[:200] + bytes(300) + content[500:])
    with pytest.raises(SourceError) as told:
        orders(tmp_path, engine, path.name).amount("revenue", ALL, None)
    assert (told.value.code, told.value.params["path"]) == ("source_broken", "orders.parquet")


LINES = [f"2026-01-{at + 1:02d},{at},SEO,{at}.50" for at in range(28)] * 3


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2026-02-01,900,SEO", "in_place_cells"),
        ("2026-02-01,900,SEO,5,one,two", "in_place_cells"),
        ('2026-02-01,900,"SEO,5', "text_quote"),
    ],
)
def test_a_late_line_that_is_no_row_is_named(tmp_path, line, code):
    """Each is one sentence that names file and line; a smaller answer is never given."""
    csv_of(tmp_path / "orders.csv", [*LINES, line, *LINES])
    with pytest.raises(SourceError) as told:
        orders(tmp_path, "duckdb", "orders.csv")
    assert told.value.code == code
    assert (told.value.params["path"], told.value.params["row"]) == ("orders.csv", str(len(LINES) + 2))


def test_a_header_of_two_lines_is_not_left_in_place(tmp_path):
    """DuckDB found no row under it, and said nothing."""
    csv_of(tmp_path / "orders.csv", LINES, 'date,"order\nid",channel,revenue', "\r\n")
    with pytest.raises(SourceError) as told:
        orders(tmp_path, "duckdb", "orders.csv")
    assert told.value.code == "engine_csv"
    assert orders(tmp_path, "pandas", "orders.csv").amount("revenue", ALL, None) > 0


def test_a_cell_longer_than_a_page_is_one_sentence(tmp_path):
    csv_of(tmp_path / "orders.csv", ["2026-01-01,1," + "x" * 200_000 + ",5", *LINES])
    with pytest.raises(SourceError):
        orders(tmp_path, "duckdb", "orders.csv")


@BOTH
def test_quoted_lines_and_marks_within_cells(tmp_path, engine):
    csv_of(tmp_path / "orders.csv", [*LINES, '2026-02-01,900,"a\nb",5', '2026-02-01,901,"say ""c"", d",7'])
    cube = orders(tmp_path, engine, "orders.csv")
    assert cube.amount("revenue", ALL, None) == 3 * sum(at + 0.5 for at in range(28)) + 12
    assert {'say "c", d', "SEO"} < set(cube.channels)


QUERY = "select date, order_id, revenue from shop"


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
@pytest.mark.parametrize("end", ["", ";", " ; ", " -- what was paid", "\n-- what was paid\n"])
def test_a_query_as_people_end_it(tmp_path, engine, kind, end):
    """A file that grew is read in place, where the query becomes a part of another."""
    import duckdb

    path = tmp_path / "shop.db"
    rows = [(f"2026-01-{at + 1:02d}", at, at) for at in range(20)]
    connection = sqlite3.connect(path) if kind == "sqlite" else duckdb.connect(str(path))
    connection.execute("create table shop (date varchar(20), order_id integer, revenue integer)")
    connection.executemany("insert into shop values (?, ?, ?)", rows)
    connection.commit()
    connection.close()
    source = f'path = \'{kind}:///shop.db\'\nquery = """{QUERY}{end}"""'
    cube = build(load(kpi_toml(tmp_path, engine, {"orders": source})))
    assert cube.amount("revenue", ALL, None) == sum(range(20))


@BOTH
def test_moments_with_a_zone_in_a_database_need_no_other_package(tmp_path, engine, monkeypatch):
    """DuckDB hands them over by the help of pytz, which is not among what the product needs; the zone is UTC."""
    import duckdb

    monkeypatch.setitem(sys.modules, "pytz", None)
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as connection:
        connection.execute("set TimeZone = 'Asia/Tokyo'")
        connection.execute("create table shop (date timestamptz, order_id integer, revenue integer)")
        connection.execute("insert into shop values ('2026-01-31 23:30:00+00', 1, 5), ('3026-01-01 00:00:00+00', 2, 7)")
    source = f"path = 'duckdb:///shop.duckdb'\nquery = '{QUERY}'"
    cube = build(load(kpi_toml(tmp_path, engine, {"orders": source})))
    assert (cube.span.start, cube.amount("revenue", ALL, None)) == (date(2026, 1, 31), 5)
    assert [finding.code for finding in cube.snapshot.findings if finding.level == "error"] == ["date_year"]


@BOTH
def test_refused_moments_of_a_parquet_file_are_shown(tmp_path, engine, monkeypatch):
    """A refused cell is fetched as it stands: so are moments with a zone."""
    monkeypatch.setitem(sys.modules, "pytz", None)
    moments = [datetime(2026, 1, at + 1, tzinfo=UTC) for at in range(20)] + [datetime(1800, 1, 1, tzinfo=UTC)]
    columns = {"date": pa.array(moments, pa.timestamp("us", tz="UTC")), "revenue": pa.array([1.5] * 21)}
    pq.write_table(pa.table(columns), tmp_path / "orders.parquet")
    cube = orders(tmp_path, engine, "orders.parquet")
    (finding,) = (each for each in cube.snapshot.findings if each.level == "error")
    assert (finding.code, finding.row) == ("date_year", 22)
    assert "1800" in str(finding.value)
