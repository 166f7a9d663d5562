"""The rows of the shop written to every kind of place, each with the kpi.toml that reads it."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]

SQL_TYPES = {
    "date": "timestamp", "won_date": "timestamp", "refund_date": "timestamp", "customer_since": "timestamp",
    "revenue": "decimal(18,2)",
    "refund": "decimal(18,2)", "cost_of_goods": "decimal(18,2)", "spend": "decimal(18,2)", "items": "bigint",
    "impressions": "bigint", "clicks": "bigint", "visits": "bigint", "users": "bigint",
}  # fmt: skip


def kpi_toml(folder: Path, engine: str, sources: dict[str, str]) -> Path:
    """A kpi.toml; `sources` has for each table the lines of its [[source]]."""
    path = folder / "kpi.toml"
    entries = "".join(f'\n[[source]]\ntable = "{table}"\n{lines}\n' for table, lines in sources.items())
    path.write_text(f'company = "Shop"\nas_of = 2026-06-01\nengine = "{engine}"\n{entries}', encoding="utf-8")
    return path


def parquet(folder: Path, tables: Tables, engine: str, *, floats: bool = False) -> Path:
    """One Parquet file a table; amounts as decimals, or as the floats that most exports hold."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for name, rows in tables.items():
        columns = {}
        for column in rows[0]:
            cells = [row[column] for row in rows]
            if floats and SQL_TYPES.get(column, "").startswith("decimal"):
                cells = [None if cell is None else float(cell) for cell in cells]
            columns[column] = pa.array(cells, _arrow_type(pa, column, floats, cells))
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return kpi_toml(folder, engine, {name: f'path = "{name}.parquet"' for name in tables})


def _arrow_type(pa: Any, column: str, floats: bool, cells: list[Any]) -> Any:
    kind = SQL_TYPES.get(column, "text")
    if kind.startswith("decimal"):
        decimals = max((-cell.as_tuple().exponent for cell in cells if isinstance(cell, Decimal)), default=2)
        return pa.float64() if floats else pa.decimal128(18, max(2, decimals))
    if kind == "text" and any(isinstance(cell, int) for cell in cells):
        kind = "bigint"  # an identifier
    return {"timestamp": pa.timestamp("us"), "bigint": pa.int64()}.get(kind, pa.string())


def text(folder: Path, tables: Tables, engine: str) -> Path:
    """CSV as a Russian office writes it: semicolons, decimal commas, dates with dots for whole days."""
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerow(rows[0])
            writer.writerows([_written(cell, name) for cell in row.values()] for row in rows)
    return kpi_toml(folder, engine, {name: f'path = "{name}.csv"' for name in tables})


def _written(cell: Any, table: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", ",")
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y}" if table in ("spend", "traffic") else f"{cell:%Y-%m-%d %H:%M:%S}"
    return str(cell)


def duckdb_file(folder: Path, tables: Tables) -> Path:
    """A .duckdb file, read by queries."""
    import duckdb

    path = folder / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        _fill(connection, tables, "?")
    queries = {name: f'path = "duckdb:///shop.duckdb"\nquery = "select * from {name}"' for name in tables}
    return kpi_toml(folder, "duckdb", queries)


def sqlite_file(folder: Path, tables: Tables) -> Path:
    """An SQLite file, read by queries; dates are text there and amounts floats."""
    with sqlite3.connect(folder / "shop.db") as connection:
        for name, rows in tables.items():
            columns = ", ".join(rows[0])
            connection.execute(f"create table {name} ({columns})")
            marks = ", ".join("?" * len(rows[0]))
            cells = [[_stored(cell) for cell in row.values()] for row in rows]
            connection.executemany(f"insert into {name} values ({marks})", cells)
    connection.close()
    queries = {name: f'path = "sqlite:///shop.db"\nquery = "select * from {name}"' for name in tables}
    return kpi_toml(folder, "duckdb", queries)


def _stored(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return float(cell) if isinstance(cell, Decimal) else cell


def postgres(folder: Path, tables: Tables, url: str) -> Path:
    """Tables of a PostgreSQL server, read by queries that the server runs."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        _fill(connection.cursor(), tables, "%s")
    queries = {name: f'path = "{url}"\nquery = "select * from {name}"' for name in tables}
    return kpi_toml(folder, "sql", queries)


def _fill(connection: Any, tables: Tables, mark: str) -> None:
    for name, rows in tables.items():
        columns = ", ".join(f"{column} {SQL_TYPES.get(column, 'text')}" for column in rows[0])
        connection.execute(f"drop table if exists {name}")
        connection.execute(f"create table {name} ({columns})")
        marks = ", ".join([mark] * len(rows[0]))
        # A server has no order of rows: whatever it is, the answers are the same.
        for row in reversed(rows) if mark == "%s" else rows:
            connection.execute(f"insert into {name} values ({marks})", list(row.values()))


@contextmanager
def server() -> Iterator[str]:
    """A private PostgreSQL on a socket of its own, run by a user who is not root."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not binaries:
        raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
    import os

    user: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="kpi-pg-", dir="/tmp"))  # a socket's path may have a hundred letters
    if user:
        shutil.chown(folder, "postgres")

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **user)

    data = str(folder / "data")
    try:
        run(str(binaries[-1] / "initdb"), "-D", data, "-A", "trust", "-U", "kpi", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run(str(binaries[-1] / "pg_ctl"), "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://kpi@/postgres?host={folder}"
        finally:
            run(str(binaries[-1] / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


Maker = Callable[[Path, Tables], Path]
FILES: dict[str, Maker] = {
    "pandas": lambda folder, tables: parquet(folder, tables, "pandas"),
    "duckdb": lambda folder, tables: parquet(folder, tables, "duckdb"),
    "duckdb-floats": lambda folder, tables: parquet(folder, tables, "duckdb", floats=True),
    "duckdb-csv": lambda folder, tables: text(folder, tables, "duckdb"),
    "duckdb-file": duckdb_file,
    "sqlite": sqlite_file,
    "spark": lambda folder, tables: parquet(folder, tables, "spark"),
}
PYTHON = sys.executable
