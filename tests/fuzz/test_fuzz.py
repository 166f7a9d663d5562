"""Random and mutated input: no exception outside our family, every row accounted for, every sum kept to the kopeck."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi_core.errors import KpiError
from kpi_core.recognise import recognise
from kpi_core.snapshot import Snapshot
from kpi_core.sources import read
from kpi_core.sources.grid import Grid
from tests.fuzz import targets
from tests.fuzz.targets import FOLDER, SEEDS, TARGETS, check_rows

CELLS = st.one_of(
    st.none(),
    st.just(""),
    st.text(max_size=12),
    st.floats(),
    st.integers(-(10**18), 10**18),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.timedeltas(),
    st.times(),
    st.sampled_from(["Дата", "Канал", "Расход, ₽", "Заказы", "Выручка", "Итого", "01.10.2026", "1 234,50", "1,234"]),
)
slow_machine = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60, derandomize=True)


@pytest.mark.parametrize("name", TARGETS)
def test_seed(name):
    for seed in SEEDS[name]:
        TARGETS[name](seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_mutated_seed(name):
    """Seeds with pieces cut out, put in, doubled and swapped."""

    @slow_machine
    @given(
        st.sampled_from(SEEDS[name]),
        st.lists(st.tuples(st.integers(0, 400), st.integers(0, 20), st.binary(max_size=8)), max_size=4),
    )
    def run(seed: bytes, changes: list[tuple[int, int, bytes]]) -> None:
        data = seed
        for at, length, put in changes:
            at %= len(data) + 1
            data = data[:at] + put + data[at + length :]
        TARGETS[name](data)

    run()


@slow_machine
@given(st.binary(max_size=300))
def test_any_bytes_as_any_file(data):
    path = FOLDER / "any.bin"
    path.write_bytes(data)
    try:
        targets.check_grids(read(path))
    except KpiError as failure:
        targets.told(failure)


@pytest.mark.slow
@slow_machine
@given(st.data())
def test_any_grid_is_recognised_or_refused_with_every_row_accounted_for(data):
    width = data.draw(st.integers(1, 6))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8))
    headers = data.draw(st.booleans())
    if headers:
        rows.insert(0, ["Дата", "Канал", "Расход, ₽", "Заказы", "Выручка", "Клиент"][:width])
    grid = Grid("a.xlsx", "S", "", [list(column) for column in zip(*rows, strict=True)])
    try:
        check_rows(recognise([(grid, None)], name="a.xlsx"))
    except KpiError as failure:
        targets.told(failure)


class Dialect(NamedTuple):
    """How a country or program writes a table down."""

    delimiter: str
    encoding: str
    decimal: str
    group: str
    day: str
    newline: str = "\r\n"
    quoting: Any = csv.QUOTE_MINIMAL


DIALECTS = {
    "Excel in Russia": Dialect(";", "cp1251", ",", "\xa0", "%d.%m.%Y"),
    "Excel, UTF-8": Dialect(";", "utf-8-sig", ",", "", "%d.%m.%Y"),
    "web service": Dialect(",", "utf-8", ".", "", "%Y-%m-%d", "\n"),
    "web service, all quoted": Dialect(",", "utf-8", ".", ",", "%Y-%m-%d", "\n", csv.QUOTE_ALL),
    "Google": Dialect("\t", "utf-16", ",", "\u202f", "%d.%m.%Y"),
    "old Macintosh": Dialect(";", "utf-8", ",", " ", "%d.%m.%Y", "\r"),
}
ROW = st.tuples(
    st.integers(0, 364),
    st.sampled_from(["Яндекс.Директ", "VK Реклама", "SEO", 'Канал "А"', "Авито; Услуги", "Письма, рассылки"]),
    st.integers(0, 10**11),
)


def shown(kopecks: int, dialect: Dialect) -> str:
    whole, rest = divmod(kopecks, 100)
    return f"{whole:,}".replace(",", dialect.group) + f"{dialect.decimal}{rest:02}"


def spent(snapshot: Snapshot) -> Decimal:
    costs = snapshot.tables["spend"]
    column = costs.frame["spend"]
    return Decimal(int(sum(int(value) for value in column))).scaleb(-costs.decimals.get("spend", 0))


def check_sum(path: Path, kopecks: list[int]) -> None:
    """The sum to the kopeck, or rows that are refused by name."""
    snapshot = recognise([(grid, None) for grid in read(path)], name=path.name)
    check_rows(snapshot)
    refused = sum(source.rows_refused for source in snapshot.sources)
    excluded = sum(sum(source.excluded.values()) for source in snapshot.sources)
    if refused or excluded:
        assert snapshot.findings
    else:
        assert spent(snapshot) == Decimal(sum(kopecks)).scaleb(-2), snapshot.findings


@pytest.mark.slow
@pytest.mark.parametrize("name", DIALECTS)
def test_round_trip_through_text(name):
    dialect = DIALECTS[name]

    @slow_machine
    @given(st.lists(ROW, min_size=1, max_size=30))
    def run(rows: list[tuple[int, str, int]]) -> None:
        stream = StringIO(newline="")
        writer = csv.writer(
            stream, delimiter=dialect.delimiter, lineterminator=dialect.newline, quoting=dialect.quoting
        )
        writer.writerow(["Дата", "Канал", "Расход, руб."])
        for day, channel, kopecks in rows:
            moment = date(2026, 1, 1) + timedelta(days=day)
            writer.writerow([moment.strftime(dialect.day), channel, shown(kopecks, dialect)])
        path = FOLDER / "trip.csv"
        path.write_bytes(stream.getvalue().encode(dialect.encoding))
        check_sum(path, [kopecks for _, _, kopecks in rows])

    run()


@pytest.mark.slow
@slow_machine
@given(st.lists(ROW, min_size=1, max_size=30), st.booleans(), st.booleans())
def test_round_trip_through_a_workbook(rows, as_table, as_text):
    path = FOLDER / "trip.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, days = book.add_worksheet("Расходы"), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(0, 0, ["Дата", "Канал", "Расход, ₽"])
    for number, (day, channel, kopecks) in enumerate(rows, 1):
        sheet.write_datetime(number, 0, date(2026, 1, 1) + timedelta(days=day), days)
        sheet.write_string(number, 1, channel)
        if as_text:
            sheet.write_string(number, 2, shown(kopecks, DIALECTS["Excel in Russia"]))
        else:
            sheet.write_number(number, 2, kopecks / 100)
    if as_table:
        columns = [{"header": header} for header in ("Дата", "Канал", "Расход, ₽")]
        sheet.add_table(0, 0, len(rows), 2, {"name": "Расходы", "columns": columns})
    book.close()
    check_sum(path, [kopecks for _, _, kopecks in rows])


@slow_machine
@given(
    st.lists(st.lists(st.text(alphabet="aя1 ,.\t", max_size=4), min_size=1, max_size=4), min_size=1, max_size=12),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_fast_way_gives_what_csv_gives(rows, delimiter, newline):
    from kpi_core.sources.text import _plain_records, _records

    text = newline.join(delimiter.join(cell.replace(delimiter, "") for cell in row) for row in rows)
    fast = _plain_records(text, delimiter, "a.csv")
    slow, _ = _records(text, delimiter, 1, "a.csv")
    assert fast is not None
    height = len(fast[0])
    padded = [[*column, *[""] * (height - len(column))] for column in slow]
    assert [list(column) for column in fast] == padded or not any(map(str.strip, "".join(map("".join, fast))))
