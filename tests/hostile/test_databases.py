"""Databases and Parquet: no other file is opened, and no file of a few bytes fills the memory."""

from __future__ import annotations

import sqlite3

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kpi_core.errors import SourceError
from kpi_core.sources import SourceSpec, read, typed


@pytest.mark.parametrize(
    "query",
    ["ATTACH DATABASE '{other}' AS other", "SELECT load_extension('{other}')", "SELECT readfile('{other}')"],
)
def test_query_reads_no_other_file(tmp_path, query):
    for name in ("a.db", "other.db"):
        with sqlite3.connect(tmp_path / name) as connection:
            connection.execute("create table t (a)")
    with pytest.raises(SourceError) as caught:
        read(f"sqlite:///{tmp_path / 'a.db'}", SourceSpec(query=query.format(other=tmp_path / "other.db")))
    assert caught.value.code == "database_failed"


def test_query_cannot_write(tmp_path):
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("create table t (a)")
    with pytest.raises(SourceError):
        read(f"sqlite:///{tmp_path / 'a.db'}", SourceSpec(query="drop table t"))


def test_parquet_of_one_value_repeated_without_end(tmp_path):
    path = tmp_path / "a.parquet"
    rows = typed.MOST_CELLS // 2 + 1
    pq.write_table(pa.table({name: pa.nulls(rows, pa.int8()) for name in "ab"}), path)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(SourceError) as caught:
        read(path)
    assert caught.value.code == "source_memory"
