"""Types of Parquet that a table may have: the same numbers in place as read whole, and those that are right."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kpi_core.cube import Cube
from kpi_core.engine import build
from kpi_core.kept import detached
from kpi_core.load import load
from kpi_core.periods import ALL, parse_period
from tests.engines.places import kpi_toml

ROWS = 60
DAYS = [datetime(2026, 1, 1) + timedelta(days=at) for at in range(ROWS)]
LATE = [day.replace(hour=22, tzinfo=UTC) for day in DAYS]  # in Moscow it is the next day
SHOP = {
    "date": pa.array(DAYS, pa.timestamp("us")),
    "order_id": pa.array(range(1, ROWS + 1)),
    "customer_id": pa.array([at % 17 for at in range(ROWS)]),
    "channel": pa.array(["SEO" if at % 3 else "Директ" for at in range(ROWS)]),
    "revenue": pa.array([Decimal(at) for at in range(ROWS)], pa.decimal128(18, 2)),
}
PEOPLE = [uuid.UUID(int=at % 17).bytes for at in range(ROWS)]
AMOUNTS = [float(at) for at in range(ROWS)]
BOTH = pytest.mark.parametrize("engine", ["pandas", "duckdb"])


def cube_of(folder: Path, engine: str, **columns: Any) -> Cube:
    """The shop with other columns."""
    pq.write_table(pa.table({**SHOP, **columns}), folder / "orders.parquet")
    return build(load(kpi_toml(folder, engine, {"orders": 'path = "orders.parquet"'})))


@BOTH
@pytest.mark.parametrize(
    "columns",
    [
        {"date": pa.array([day.date() for day in DAYS], pa.date32())},
        {"date": pa.array(DAYS, pa.timestamp("ns"))},
        {"date": pa.array(DAYS, pa.timestamp("s"))},
        {"date": pa.array([day.replace(tzinfo=UTC) for day in DAYS], pa.timestamp("ns", tz="UTC"))},
        {"date": pa.array([46023.0 + at for at in range(ROWS)])},  # as Excel counts days
        {"date": pa.array([int(f"{day:%Y%m%d}") for day in DAYS])},
        {"order_id": pa.array([2**63 + at for at in range(ROWS)], pa.uint64())},
        {"order_id": pa.array([Decimal(10**30 + at) for at in range(ROWS)], pa.decimal128(38, 0))},
        {"customer_id": pa.array([2**64 - 1 - at % 17 for at in range(ROWS)], pa.uint64())},
        {"customer_id": pa.array([at % 17 for at in range(ROWS)], pa.int8())},
        {"customer_id": pa.array([float(at % 17) for at in range(ROWS)])},
        {"customer_id": pa.array(PEOPLE, pa.binary(16))},
        {"customer_id": pa.ExtensionArray.from_storage(pa.uuid(), pa.array(PEOPLE, pa.binary(16)))},
        {"channel": SHOP["channel"].dictionary_encode()},
        {"revenue": pa.array([Decimal(at) for at in range(ROWS)], pa.decimal128(38, 18))},
        {"revenue": pa.array(range(ROWS), pa.uint64())},
        {"revenue": pa.array(AMOUNTS, pa.float32())},
        {"geo": pa.array([{"city": "Москва", "n": at} for at in range(ROWS)]), "refund": pa.nulls(ROWS)},
    ],
    ids=lambda columns: " ".join(f"{name} {array.type}" for name, array in columns.items()),
)
def test_every_type_gives_the_shop(tmp_path, engine, columns):
    cube = cube_of(tmp_path, engine, **columns)
    assert cube.amount("revenue", ALL, None) == sum(range(ROWS))
    assert cube.amount("orders", ALL, None) == ROWS
    assert cube.amount("customers", ALL, None) == 17
    assert cube.amount("new_customers", parse_period("2026-01"), None) == 17
    assert cube.amount("orders", parse_period("2026-02"), "Директ") == sum(day.month == 2 for day in DAYS[::3])


@BOTH
@pytest.mark.parametrize("unit", ["us", "ns"])
@pytest.mark.parametrize("zone", ["Europe/Moscow", "+03:00"])
def test_a_day_begins_where_the_file_says(tmp_path, engine, unit, zone):
    """Ten in the evening of New Year's Eve is January in Moscow, whatever engine reads it and whatever the size."""
    cube = cube_of(tmp_path, engine, date=pa.array(LATE, pa.timestamp(unit, tz=zone)))
    assert cube.span.start == DAYS[1].date()
    assert cube.amount("orders", parse_period("2026-01"), None) == 30


@BOTH
def test_nan_is_an_empty_cell_though_no_least_of_the_file_tells_of_it(tmp_path, engine):
    """DuckDB proves by the least and largest of a file that no cell is NaN, and is wrong: they leave NaN out."""
    lost = float("nan")
    amounts = pa.array([lost if at % 7 == 0 else amount for at, amount in enumerate(AMOUNTS)])
    people = pa.array([lost if at % 5 == 0 else float(at % 17) for at in range(ROWS)])
    cube = cube_of(tmp_path, engine, revenue=amounts, customer_id=people)
    (source,) = cube.snapshot.sources
    assert (source.rows_used, source.rows_refused) == (ROWS, 0)
    assert cube.amount("revenue", ALL, None) == sum(at for at in range(ROWS) if at % 7)
    assert cube.amount("customers", ALL, None) == len({at % 17 for at in range(ROWS) if at % 5})


@BOTH
def test_infinity_and_what_is_too_long_are_refused_row_by_row(tmp_path, engine):
    endless = pa.array([float("inf") if at == 3 else amount for at, amount in enumerate(AMOUNTS)])
    cube = cube_of(tmp_path, engine, revenue=endless)
    assert [finding.code for finding in cube.snapshot.findings if finding.level == "error"] == ["number_infinite"]
    assert cube.amount("orders", ALL, None) == ROWS - 1
    long = pa.array([2**64 - 1 if at == 3 else at for at in range(ROWS)], pa.uint64())
    cube = cube_of(tmp_path, engine, revenue=long)
    assert [finding.code for finding in cube.snapshot.findings if finding.level == "error"] == ["number_too_long"]
    assert cube.amount("revenue", ALL, None) == sum(range(ROWS)) - 3


@BOTH
def test_channels_by_number_have_no_point(tmp_path, engine):
    """A number beside empty cells is a floating one to pandas: 7 in one table and 7.0 in another are one channel."""
    numbers = pa.array([None if at % 3 == 0 else 7.0 for at in range(ROWS)])
    assert cube_of(tmp_path, engine, channel=numbers).channels == ("7",)


def test_more_channels_than_two_bytes_tell_apart(tmp_path):
    """Campaigns by name: none may be taken for another, or for none, in a cube that is kept."""
    count = 33_000
    columns = {
        "date": pa.array([DAYS[at % ROWS] for at in range(count)], pa.timestamp("us")),
        "order_id": pa.array(range(count)),
        "customer_id": pa.array(range(count)),
        "channel": pa.array([f"campaign {at}" for at in range(count)]),
        "revenue": pa.array(range(count)),
    }
    pq.write_table(pa.table(columns), tmp_path / "orders.parquet")
    cube = detached(build(load(kpi_toml(tmp_path, "pandas", {"orders": 'path = "orders.parquet"'}))))
    for name in (cube.channels[0], cube.channels[-1]):
        assert cube.amount("customers", ALL, name) == 1
        assert cube.amount("new_customer_revenue", ALL, name) == int(name.split()[1])


@BOTH
def test_phones_that_came_as_floating_numbers_are_phones(tmp_path, engine):
    """One file has them as numbers, one as people write them: the same seventeen customers."""
    numbers = pa.array([79161234500.0 + at % 17 for at in range(ROWS)])
    texts = pa.array([f"+7 916 123-45-{at % 17:02d}" for at in range(ROWS)])
    shop = {name: column for name, column in SHOP.items() if name != "customer_id"}
    pq.write_table(pa.table({**shop, "phone": numbers}), tmp_path / "a.parquet")
    pq.write_table(
        pa.table({**shop, "order_id": pa.array(range(100, 100 + ROWS)), "phone": texts}), tmp_path / "b.parquet"
    )
    path = kpi_toml(
        tmp_path, engine, {"orders": 'path = "a.parquet"\n[[source]]\ntable = "orders"\npath = "b.parquet"'}
    )
    assert build(load(path)).amount("customers", ALL, None) == 17
