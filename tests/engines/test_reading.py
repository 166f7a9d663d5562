"""Rows in place are read as rows read whole: the same amounts and refusals, or an error that names what is lacking."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kpi_core.cli.app import run
from kpi_core.engine import build
from kpi_core.errors import SourceError
from kpi_core.load import load
from kpi_core.periods import ALL
from kpi_core.sources import choice
from tests.engines.places import kpi_toml

# Everything a column of amounts or dates may hold, and what a person would read.
AMOUNTS = {
    "plain": ["1", "2.50", "-3", "0,25"],
    "grouped": ["1 234,50", "12\u00a0345,00", "7"],
    "undecided-by-itself": ["1,234", "5,50", "2,00"],
    "points": ["1,234.50", "99.90", "1,000"],
    "signs": ["1 234,50 ₽", "(5,00)", "−3,00", "100 ₽"],
    "refused": ["abc", "5,00", "12 34", "7,00"],
    "empty": ["", "-", "5,00", "  "],
    "four": ["0,1234", "0,0001", "1"],
    "too-long": ["1234567890123456", "5"],
    "percent": ["5%", "10"],
}
DATES = {
    "iso": ["2026-01-05", "2026-01-06", "2026-02-01"],
    "dotted": ["05.01.2026", "06.01.2026", "31.01.2026"],
    "clock": ["2026-01-05 10:00:00", "2026-01-05 09:00:00", "2026-01-06 00:00:00"],
    "mixed": ["2026-01-05", "06.01.2026", "7 января 2026"],
    "impossible": ["2026-02-30", "2026-02-01", "2026-02-02"],
    "far": ["1812-01-01", "2026-02-01", "2026-02-02"],
    "month": ["окт 2025", "ноя 2025", "дек 2025"],
    "slashes": ["01/02/2026", "13/02/2026", "02/02/2026"],
    "undecided": ["01/02/2026", "03/02/2026", "05/02/2026"],
    "empty": ["", "2026-02-01", "2026-02-02"],
}


def told(folder: Path, engine: str) -> tuple[object, ...]:
    """What the reading comes to: total, counts, refusals by code and row."""
    snapshot = load(kpi_toml(folder, engine, {"orders": 'path = "orders.csv"'}))
    source = snapshot.sources[0]
    wrong = sorted((f.code, f.row) for f in snapshot.findings if f.level == "error")
    amount = build(snapshot).amount("revenue", ALL, None) if source.rows_used else None
    counts = (source.rows_read, source.rows_used, dict(source.excluded), source.rows_refused)
    return amount, counts, wrong, (source.first, source.last, source.monthly)


def write(folder: Path, dates: list[str], amounts: list[str]) -> None:
    rows = [f"{date};{at};{amount}" for at, (date, amount) in enumerate(zip(dates, amounts, strict=True))]
    (folder / "orders.csv").write_text("\n".join(["date;order_id;revenue", *rows]) + "\n", encoding="utf-8")


@pytest.mark.parametrize("amounts", AMOUNTS.values(), ids=AMOUNTS)
def test_amounts_in_place_are_those_read_whole(tmp_path, amounts):
    write(tmp_path, [f"2026-01-{day:02d}" for day in range(3, 3 + len(amounts))], amounts)
    assert told(tmp_path, "duckdb") == told(tmp_path, "pandas")


def test_an_amount_no_float_holds_is_refused_in_place(tmp_path):
    """Sixteen digits as text: read whole they are exact, an engine would round them."""
    write(tmp_path, ["2026-01-05", "2026-01-06"], ["99999999999999,99", "1"])
    amount, counts, wrong, _ = told(tmp_path, "duckdb")
    assert (amount, counts[3], wrong) == (1, 1, [("number_too_long", 2)])


@pytest.mark.parametrize("dates", DATES.values(), ids=DATES)
def test_dates_in_place_are_those_read_whole(tmp_path, dates):
    write(tmp_path, dates, ["1,50"] * len(dates))
    whole, in_place = told(tmp_path, "pandas"), told(tmp_path, "duckdb")
    # Rows that nobody can decide are told in one sentence when read whole, one by one here.
    assert in_place[:2] == whole[:2]
    assert in_place[3] == whole[3]
    assert {code for code, _ in in_place[2]} == {code for code, _ in whole[2]}


def parquet(path: Path, **columns: list[object]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), path)


def day(number: int) -> datetime:
    return datetime(2026, 1, number)


def orders_file(path: Path, first: int, count: int = 3) -> None:
    numbers = list(range(first, first + count))
    parquet(path, date=[day(1 + n % 28) for n in numbers], order_id=numbers, revenue=[1.5] * count)


def test_files_alike_are_parts_of_one_table(tmp_path):
    orders_file(tmp_path / "orders-2026-01.parquet", 1)
    orders_file(tmp_path / "orders-2026-02.parquet", 4)
    snapshot = load(kpi_toml(tmp_path, "duckdb", {"orders": 'path = "."'}))
    assert [source.rows_used for source in snapshot.sources] == [3, 3]
    assert build(snapshot).amount("revenue", ALL, None) == 9


def test_an_order_in_two_parts_is_never_added_up(tmp_path):
    orders_file(tmp_path / "orders-2026-01.parquet", 1)
    orders_file(tmp_path / "orders-2026-02.parquet", 3)
    cube = build(load(kpi_toml(tmp_path, "duckdb", {"orders": 'path = "."'})))
    assert cube.kpi("revenue", ALL).reason == "ambiguous"
    assert cube.snapshot.tables["orders"].conflict == ("orders-2026-01.parquet", "orders-2026-02.parquet")


def test_a_table_read_whole_joins_one_in_place(tmp_path):
    """Leads of a workbook beside orders in Parquet: the orders take the channel of their lead."""
    import pandas as pd

    lead = pd.DataFrame({"date": [day(1), day(2)], "lead_id": ["L1", "L2"], "channel": ["SEO", "VK"]})
    lead.to_excel(tmp_path / "leads.xlsx", index=False)
    parquet(tmp_path / "orders.parquet", date=[day(3), day(4)], order_id=["1", "2"], lead_id=["L1", "L2"],
            revenue=[1.0, 2.0])  # fmt: skip
    places = {"orders": 'path = "orders.parquet"', "leads": 'path = "leads.xlsx"'}
    cube = build(load(kpi_toml(tmp_path, "duckdb", places)))
    assert [cube.amount("revenue", ALL, channel) for channel in ("SEO", "VK")] == [1, 2]
    assert cube.amount("won_leads", ALL, None) == 2


WRONG = {
    "in_place_float_ids": {"order_id": [1.5, 2.0], "revenue": [1.0, 2.0]},
    "in_place_price": {"order_id": ["1", "2"], "items": [1, 2], "Цена за единицу": [5.0, 6.0]},
    "in_place_order_total": {"order_id": ["1", "1"], "Сумма заказа": [5.0, 5.0]},
    "in_place_currencies": {"order_id": ["1", "2"], "revenue": [1.0, 2.0], "Валюта": ["RUB", "USD"]},
}


@pytest.mark.parametrize("code", WRONG)
def test_what_only_whole_rows_give_is_an_error_that_names_it(tmp_path, code):
    parquet(tmp_path / "orders.parquet", date=[day(1), day(1)], **WRONG[code])
    with pytest.raises(SourceError) as caught:
        load(kpi_toml(tmp_path, "duckdb", {"orders": 'path = "orders.parquet"'}))
    assert caught.value.code == code
    assert "orders.parquet" in str(caught.value)


@pytest.mark.parametrize(
    ("orders", "days", "amounts"),
    [
        pytest.param(["1", "1"], [1, 1], [5.0, 6.0], id="another-amount"),
        pytest.param(["1", "1"], [1, 2], [5.0, 5.0], id="another-day"),
        pytest.param(["1", "2"], [1, 1], [5.0, 5.0], id="another-order"),
    ],
)
def test_totals_of_orders_that_no_line_repeats_are_amounts(tmp_path, orders, days, amounts):
    """What is refused where each line repeats it is added up where it does not, in place as in memory."""
    parquet(tmp_path / "orders.parquet", date=list(map(day, days)), order_id=orders, **{"Сумма заказа": amounts})
    for engine in ("duckdb", "pandas"):
        cube = build(load(kpi_toml(tmp_path, engine, {"orders": 'path = "orders.parquet"'})))
        assert cube.amount("revenue", ALL, None) == sum(amounts), engine


def test_statuses_that_lines_take_over_are_an_error(tmp_path):
    parquet(tmp_path / "orders.parquet", date=[day(1), day(1)], order_id=["1", "1"], revenue=[1.0, 2.0],
            status=["Отменён", None])  # fmt: skip
    with pytest.raises(SourceError, match="status"):
        load(kpi_toml(tmp_path, "duckdb", {"orders": 'path = "orders.parquet"'}))


@pytest.mark.parametrize(
    ("engine", "path"), [("sql", "orders.parquet"), ("spark", "shop.duckdb"), ("duckdb", "postgresql://h/d")]
)
def test_an_engine_that_cannot_read_a_place_says_so(tmp_path, engine, path):
    import duckdb

    orders_file(tmp_path / "orders.parquet", 1)
    duckdb.connect(str(tmp_path / "shop.duckdb")).close()
    with pytest.raises(SourceError) as caught:
        load(kpi_toml(tmp_path, engine, {"orders": f'path = "{path}"\nquery = "select 1"'}))
    assert caught.value.code == "engine_cannot"


def test_a_csv_that_needs_care_is_read_whole_or_refused(tmp_path, monkeypatch):
    (tmp_path / "orders.csv").write_bytes("Дата;Номер;Выручка\n05.01.2026;1;5,00\n".encode("cp1251"))
    with pytest.raises(SourceError) as caught:
        load(kpi_toml(tmp_path, "duckdb", {"orders": 'path = "orders.csv"'}))
    assert caught.value.code == "engine_csv"
    monkeypatch.setattr(choice, "TEXT_BYTES", 0)
    (tmp_path / "kpi.toml").unlink()
    assert build(load(tmp_path)).amount("revenue", ALL, None) == 5


def test_size_alone_decides_without_a_setting(tmp_path, monkeypatch):
    orders_file(tmp_path / "orders.parquet", 1)
    assert load(tmp_path).tables["orders"].relation is None
    monkeypatch.setattr(choice, "PARQUET_BYTES", 0)
    assert load(tmp_path).tables["orders"].relation.engine == "duckdb"


def test_compute_check_and_explain_of_a_folder_of_parquet(tmp_path, monkeypatch, capsys):
    """The commands over rows in place: the amount, the refused row by its address, the rows it came from."""
    monkeypatch.setattr(choice, "PARQUET_BYTES", 0)
    parquet(tmp_path / "orders.parquet", date=[day(1), None, day(3)], order_id=[1, 2, 3], revenue=[1.25, 2.0, 3.5])

    def said(*command: str) -> str:
        run(list(command))
        return capsys.readouterr().out

    assert "4.75" in said("compute", str(tmp_path), "--kpi", "revenue", "--period", "all", "--format", "csv")
    assert '"row": 3' in said("check", str(tmp_path), "--format", "json")
    assert "orders.parquet" in said("explain", str(tmp_path), "revenue")
    assert run(["tidy", str(tmp_path), "--output", str(tmp_path / "clean.xlsx")]) == 1
    assert not (tmp_path / "clean.xlsx").exists()


def test_the_password_of_a_server_is_never_shown():
    from kpi_core.sources.server import shown

    assert shown("postgresql://user:secret@host:5432/shop") == "postgresql://host/shop"
