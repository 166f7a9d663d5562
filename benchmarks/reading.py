"""Time the readers side by side with others: `python benchmarks/reading.py [--rows N]`.

Writes nothing; prints two tables in Markdown. Another reader is measured where it is installed. Trust the ratios: all
readers of one file take turns, and each one's median is set against ours. `ours` ends with the columns that
recognition takes, hash of the file and search for a second encoding included; `alone` ends with the reader's own
columns, `as texts` with the cells as Python texts, column by column.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

CHANNELS = ("Яндекс.Директ", "VK Реклама", "Google Ads", "SEO", "Email", "Авито", "Партнёры", "Прямой заход")
HEADERS = ("Дата", "Заказ", "Канал", "Клиент", "Сумма")
ROUNDS = 5
WARMED = 120_000
"""Rows of the file to warm up with: long enough for every library to be imported."""

# Each reader is a program: import, one small round to warm up, then the time of one call, and the peak of memory.
PRELUDE = """
import gc, resource, sys, time
from pathlib import Path
path, small = Path(sys.argv[1]), Path(sys.argv[2])
HEADERS = {headers!r}
{setup}
def run(path):
    {body}
kept = run(small)
begin = time.perf_counter()
kept = run(path)
print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
CSV = {
    "ours": ("kpi_core", "from kpi_core.sources import read", "return read(path)"),
    "ours, as texts": (
        "kpi_core",
        "from kpi_core.sources import read",
        "return [list(column) for column in read(path)[0].columns]",
    ),
    "ours, read and recognised": (
        "kpi_core",
        "from kpi_core.load import load",
        "return load(path)",
    ),
    "ours, recognised without checks": (
        "kpi_core",
        "from kpi_core.load import load\n"
        "from kpi_core.recognise import recogniser, remarks\n"
        "recogniser.check_tables = lambda *_: []; remarks.exact_duplicates = lambda *_: 0",
        "return load(path)",
    ),
    "csv (standard library), as texts": (
        "csv",
        "import csv",
        "gc.disable(); rows = csv.reader(path.open(encoding='cp1251', newline=''), delimiter=';')\n"
        "    return list(zip(*rows, strict=True))",
    ),
    "pandas, alone": (
        "pandas",
        "import pandas as pd",
        "return pd.read_csv(path, sep=';', encoding='cp1251', dtype=str, keep_default_na=False)",
    ),
    "pandas, as texts": (
        "pandas",
        "import pandas as pd",
        "found = pd.read_csv(path, sep=';', encoding='cp1251', dtype=str, keep_default_na=False)\n"
        "    return [found[name].tolist() for name in found]",
    ),
    "polars, alone": (
        "polars",
        "import polars as pl",
        "return pl.read_csv(path, separator=';', encoding='cp1251', infer_schema=False)",
    ),
    "polars, as texts": (
        "polars",
        "import polars as pl",
        "found = pl.read_csv(path, separator=';', encoding='cp1251', infer_schema=False)\n"
        "    return [column.to_list() for column in found]",
    ),
    "DuckDB, alone": (
        "duckdb",
        "import duckdb",
        "utf8 = path.with_suffix('.utf8'); utf8.write_bytes(path.read_bytes().decode('cp1251').encode())\n"
        "    return duckdb.execute('create or replace table t as from read_csv(?, delim=?, all_varchar=true)', "
        "[str(utf8), ';'])",
    ),
    "pyarrow, alone": (
        "pyarrow",
        "import pyarrow as pa, pyarrow.csv as pc\n"
        "how = dict(read_options=pc.ReadOptions(encoding='cp1251'), parse_options=pc.ParseOptions(delimiter=';'),\n"
        "    convert_options=pc.ConvertOptions(column_types=dict.fromkeys(HEADERS, pa.string())))",
        "return pc.read_csv(path, **how)",
    ),
    "pyarrow, as texts": (
        "pyarrow",
        "import pyarrow as pa, pyarrow.csv as pc\n"
        "how = dict(read_options=pc.ReadOptions(encoding='cp1251'), parse_options=pc.ParseOptions(delimiter=';'),\n"
        "    convert_options=pc.ConvertOptions(column_types=dict.fromkeys(HEADERS, pa.string())))",
        "return [column.to_pylist() for column in pc.read_csv(path, **how).columns]",
    ),
}
XLSX = {
    "ours, without the scan": (
        "kpi_core",
        "from kpi_core.sources.rust import Workbook",
        "with Workbook(path, 'xlsx') as book: return book.cells(book.names[0])",
    ),
    "ours": ("kpi_core", "from kpi_core.sources import read", "return read(path)"),
    "ours, in a process apart": (
        "kpi_core",
        "from kpi_core.sources import read, workbook; workbook._MOST_COPIED = -1",
        "return read(path)",
    ),
    "python-calamine, rows passed by": (
        "python_calamine",
        "from python_calamine import CalamineWorkbook",
        "return sum(1 for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows())",
    ),
    "python-calamine, rows kept": (
        "python_calamine",
        "from python_calamine import CalamineWorkbook",
        "return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()",
    ),
}


def rows(count: int) -> list[tuple[date, str, str, int, int]]:
    """Orders: a day, an id, a channel, a customer, kopecks."""
    chance = random.Random(1)
    return [
        (
            date(2022, 1, 1) + timedelta(days=chance.randrange(1096)),
            f"ORD-{number:07d}",
            chance.choice(CHANNELS),
            chance.randrange(count // 4 + 1),
            chance.randrange(10_000, 1_000_000_000),
        )
        for number in range(count)
    ]


def write_csv(path: Path, count: int) -> Path:
    """As a Russian Excel writes it: cp1251, semicolons, decimal commas."""
    with path.open("w", encoding="cp1251", newline="") as stream:
        stream.write(";".join(HEADERS) + "\r\n")
        for day, order, channel, customer, kopecks in rows(count):
            stream.write(f"{day:%d.%m.%Y};{order};{channel};{customer};{kopecks // 100},{kopecks % 100:02}\r\n")
    return path


def write_xlsx(path: Path, count: int) -> Path:
    """One sheet, with dates as dates and sums as numbers."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet, days = book.add_worksheet("Продажи"), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(0, 0, HEADERS)
    for number, (day, order, channel, customer, kopecks) in enumerate(rows(count), 1):
        sheet.write_datetime(number, 0, day, days)
        sheet.write_string(number, 1, order)
        sheet.write_string(number, 2, channel)
        sheet.write_number(number, 3, customer)
        sheet.write_number(number, 4, kopecks / 100)
    book.close()
    return path


def compare(
    readers: dict[str, tuple[str, str, str]], write: Callable[[Path, int], Path], name: str, count: int
) -> None:
    """Print the medians of all readers that are installed."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = write(Path(folder) / name, count), write(Path(folder) / f"small-{name}", WARMED)
        taken: dict[str, list[tuple[float, int]]] = {
            reader: [] for reader, (module, _, _) in readers.items() if importlib.util.find_spec(module)
        }
        for _ in range(ROUNDS):
            for reader, found in taken.items():
                _, setup, body = readers[reader]
                code = PRELUDE.format(headers=HEADERS, setup=setup, body=body)
                answer = subprocess.run(
                    [sys.executable, "-c", code, str(large), str(small)], check=True, capture_output=True, cwd=ROOT
                )
                seconds, megabytes = answer.stdout.split()[-2:]  # DuckDB draws a bar before it
                found.append((float(seconds), int(megabytes)))
        print(f"\n| {name}, {count:,} rows, {large.stat().st_size >> 20} MB | time | peak memory | ours ÷ this |")
        print("|---|---|---|---|")
        ours = statistics.median(seconds for seconds, _ in taken[next(iter(readers))])
        for reader, found in taken.items():
            seconds, megabytes = (statistics.median(each) for each in zip(*found, strict=True))
            print(f"| {reader} | {seconds:.2f} s | {megabytes:.0f} MB | {ours / seconds:.2f} |")


def main() -> None:
    """Compare both kinds of files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("csv", "xlsx"))
    chosen = parser.parse_args()
    if chosen.only != "xlsx":
        compare(CSV, write_csv, "orders.csv", chosen.rows)
    if chosen.only != "csv":
        compare(XLSX, write_xlsx, "orders.xlsx", chosen.rows)


if __name__ == "__main__":
    main()
