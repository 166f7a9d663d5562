"""Made orders, spend, leads and traffic as Parquet of any length: seeded, a chunk at a time, so 100 M rows fit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

CHANNELS = ["Яндекс.Директ", "VK Реклама", "Google Ads", "SEO", "Email", "Авито", "Партнёры", "Прямой заход"]
FIRST, DAYS = np.datetime64("2022-01-01", "us"), 1096
DAY = np.timedelta64(86_400_000_000, "us")
CHUNK = 5_000_000


def _chunks(count: int) -> Iterator[tuple[int, int]]:
    for first in range(0, count, CHUNK):
        yield first, min(CHUNK, count - first)


def _days(random: np.random.Generator, first: int, size: int, count: int) -> np.ndarray:
    """Rising days: a shop writes its orders as they come."""
    from_day, to_day = first * DAYS // count, max((first + size) * DAYS // count, first * DAYS // count + 1)
    return FIRST + np.sort(random.integers(from_day, to_day, size)) * DAY


def _channels(random: np.random.Generator, size: int) -> object:
    import pyarrow as pa

    codes = pa.array(random.integers(0, len(CHANNELS), size).astype("int8"))
    return pa.DictionaryArray.from_arrays(codes, pa.array(CHANNELS)).cast(pa.string())


def _money(random: np.random.Generator, size: int) -> object:
    """Roubles and kopecks as a decimal."""
    import pyarrow as pa

    kopecks = np.round(np.exp(random.normal(11.5, 1.0, size))).astype("int64")
    return _decimal(pa, kopecks)


def _decimal(pa: object, kopecks: np.ndarray) -> object:
    """Whole kopecks as decimal(18, 2): the bits of 128 are the number and its sign."""
    wide = np.empty((len(kopecks), 2), "int64")
    wide[:, 0], wide[:, 1] = kopecks, kopecks >> 63
    buffers = [None, pa.py_buffer(wide)]  # type: ignore[attr-defined]
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(kopecks), buffers)  # type: ignore[attr-defined]


def _orders(count: int, random: np.random.Generator) -> Iterator[object]:
    """Order lines, five to four orders; a quarter as many customers, who come back, early ones more often."""
    import pyarrow as pa

    people = max(1, count // 4)
    for first, size in _chunks(count):
        number = (first + np.arange(size, dtype="int64")) * 4 // 5
        opens = np.r_[True, number[1:] != number[:-1]]
        head = np.maximum.accumulate(np.where(opens, np.arange(size), 0))
        customer = (people * random.random(size) ** 1.3).astype("int64")[head]
        channel = _channels(random, size).take(pa.array(head))  # type: ignore[attr-defined]
        yield pa.table(
            {
                "date": _days(random, first, size, count)[head],
                "order_id": number,
                "customer_id": customer,
                "channel": channel,
                "revenue": _money(random, size),
            }
        )


def _spend(count: int, random: np.random.Generator) -> Iterator[object]:
    import pyarrow as pa

    for first, size in _chunks(count):
        shown = random.integers(100, 20_000, size)
        clicks = random.binomial(shown, 0.02)
        yield pa.table(
            {
                "date": _days(random, first, size, count),
                "channel": _channels(random, size),
                "spend": _money(random, size),
                "impressions": shown,
                "clicks": clicks,
            }
        )


def _traffic(count: int, random: np.random.Generator) -> Iterator[object]:
    import pyarrow as pa

    for first, size in _chunks(count):
        yield pa.table(
            {
                "date": _days(random, first, size, count),
                "channel": _channels(random, size),
                "visits": random.integers(0, 500, size),
            }
        )


def _leads(count: int, random: np.random.Generator) -> Iterator[object]:
    import pyarrow as pa

    for first, size in _chunks(count):
        yield pa.table(
            {
                "date": _days(random, first, size, count),
                "lead_id": first + np.arange(size, dtype="int64"),
                "channel": _channels(random, size),
            }
        )


def write(folder: Path, count: int) -> Path:
    """The four tables: so many order lines, a tenth of that in spend and traffic, half of it in leads."""
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(42)
    tables = {
        "orders": _orders(count, random),
        "spend": _spend(max(100, count // 10), random),
        "leads": _leads(max(200, count // 2), random),
        "traffic": _traffic(max(100, count // 10), random),
    }
    for name, chunks in tables.items():
        path = folder / f"{name}.parquet"
        if path.exists():
            continue
        partial, writer = path.with_suffix(".partial"), None
        for table in chunks:
            writer = writer or pq.ParquetWriter(partial, table.schema, compression="zstd", compression_level=1)
            writer.write_table(table, row_group_size=1_000_000)
        assert writer is not None
        writer.close()
        partial.rename(path)
    return folder
