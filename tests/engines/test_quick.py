"""Orders as most exports write them, for which DuckDB has quicker ways: the answers are those of plain loops.

Each shop bends one thing that a quick way rests on; what is not so must be counted the common way, never wrongly.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kpi_core.answer import Missing
from kpi_core.cube import Cube
from kpi_core.engine import ahead, build
from kpi_core.kept import detached
from kpi_core.load import load
from kpi_core.periods import ALL, parse_period
from tests.engines.oracle import Oracle, before_of
from tests.engines.places import kpi_toml

Row = dict[str, Any]
CHANNELS = ("SEO", "VK Реклама", "Директ", None)
FIRST = datetime(2025, 11, 3)
MEASURES = (
    "revenue", "orders", "new_customers", "customers", "repeat_customers", "retained_customers", "new_customer_revenue",
    "cohort_gross_profit", "cohort_gross_profit_by_age",
)  # fmt: skip
PERIODS = ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-Q1", "2026", "2026-01-14..2026-02-20", "all"]


def plain(seed: int = 3) -> list[Row]:
    """Order lines as a shop writes them: by day, numbered one after another, no gaps."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for number in range(400):
        base = {
            "date": FIRST + timedelta(days=number * 140 // 400),
            "order_id": 7 + number,
            "customer_id": 500 + int(90 * chance.random() ** 1.5),
            "channel": chance.choice(CHANNELS),
        }
        rows += [
            {**base, "revenue": Decimal(chance.randrange(-500, 900_000)) / 100} for _ in range(chance.choice([1, 1, 2]))
        ]
    return rows


def _each(change: Any) -> list[Row]:
    rows = plain()
    for at, row in enumerate(rows):
        change(at, row)
    return rows


def _set(**new: Any) -> Any:
    return lambda at, row: row.update({name: make(at, row) for name, make in new.items()})


def _where(condition: Any, **new: Any) -> Any:
    return lambda at, row: row.update(new) if condition(at, row) else None


def _moved() -> list[Row]:
    """One order goes on the next day, one in another channel."""
    rows = plain()
    rows[-1] = {**rows[-1], "order_id": rows[-2]["order_id"], "date": rows[-2]["date"] + timedelta(days=1)}
    rows[100] = {**rows[100], "order_id": rows[99]["order_id"], "channel": "Email"}
    return rows


def _shuffled() -> list[Row]:
    rows = plain()
    random.Random(5).shuffle(rows)
    return rows


def _later(**ticks: int) -> Any:
    """Moments within the day."""
    unit, most = next(iter(ticks.items()))
    return _set(date=lambda at, row: row["date"] + timedelta(**{unit: row["order_id"] * 7919 % most}))


def _given_back(at: int, row: Row) -> Decimal | None:
    return row["revenue"] if at % 7 == 0 and row["revenue"] > 0 else None


# What a shop is called, its rows, whether order numbers are counted as they rise, and whether rows come into memory.
SHOPS: dict[str, tuple[list[Row], bool, bool]] = {
    "plain": (plain(), True, True),
    "numbers-far-apart": (_each(_set(customer_id=lambda at, row: row["customer_id"] * 10**12)), True, True),
    "negative-numbers": (_each(_set(customer_id=lambda at, row: -row["customer_id"])), True, True),
    "texts-that-rise": (_each(_set(order_id=lambda at, row: f"A{row['order_id']}")), True, True),
    "texts-that-fall": (_each(_set(order_id=lambda at, row: f"A{9000 - row['order_id']}")), False, True),
    "customers-by-name": (_each(_set(customer_id=lambda at, row: f"c{row['customer_id']}")), True, True),
    "nobody": (_each(_where(lambda at, row: at % 9 == 0, customer_id=None)), True, True),
    "no-number": (_each(_where(lambda at, row: at == 50, order_id=None)), False, True),
    "seconds": (_each(_later(seconds=86_400)), True, True),
    "fractions": (_each(_later(microseconds=999)), True, True),
    "in-any-order": (_shuffled(), False, True),
    "an-order-on-two-days": (_moved(), False, True),
    "given-back": (_each(_set(refund=_given_back)), True, True),
    "given-back-in-parts": (
        _each(_set(refund=lambda at, row: row["revenue"] if at % 3 == 0 else Decimal(at))),
        True,
        True,
    ),
    "costs": (_each(_set(cost_of_goods=lambda at, row: Decimal(at % 50))), True, True),
    "without-channels": (_each(_set(channel=lambda at, row: None)), True, True),
}


def parquet(path: Path, rows: list[Row]) -> None:
    """The rows as a file; whole days as timestamps, amounts as decimals."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"date": pa.timestamp("us"), **dict.fromkeys(("revenue", "refund", "cost_of_goods"), pa.decimal128(12, 2))}
    names = [name for name in rows[0] if name != "channel" or any(row["channel"] for row in rows)]
    columns = {name: pa.array([row[name] for row in rows], kinds.get(name)) for name in names}
    pq.write_table(pa.table(columns), path)


class Loops(Oracle):
    """The oracle, where channels are written in one way and there are no leads."""

    def _channel(self, row: Row) -> str | None:
        return row["channel"]  # type: ignore[no-any-return]


def loops(rows: list[Row]) -> Oracle:
    """The answers by plain loops."""
    filler = {"status": "Оплачен", "lead_id": None, "refund": None, "refund_date": None, "cost_of_goods": None}
    return Loops({"orders": [{**filler, **row} for row in rows], "leads": [], "spend": [], "traffic": []})


def wrong(cube: Cube, oracle: Oracle) -> list[Any]:
    """Every amount that is another than by plain loops."""
    found = []
    for text in PERIODS:
        period, days, before = ALL, (date(1900, 1, 1), date(2200, 1, 1)), None
        if text != "all":
            period = parse_period(text)
            days, before = (period.start, period.end), before_of(period.start, period.end)
            if ".." not in text:
                earlier = period.previous()
                assert earlier is not None
                before = (earlier.start, earlier.end)
        for name in MEASURES:
            for channel in (None, *cube.channels):
                amount = cube.amount(name, period, channel)
                told, expected = (
                    None if isinstance(amount, Missing) else amount,
                    oracle.measure(name, days, before, channel),
                )
                if told != expected:
                    found.append((name, text, channel, told, expected))
    return found


@pytest.mark.parametrize("shop", SHOPS)
def test_quick_ways_give_what_plain_loops_give(shop, tmp_path):
    rows, rises, in_memory = SHOPS[shop]
    parquet(tmp_path / "orders.parquet", rows)
    cube = build(load(kpi_toml(tmp_path, "duckdb", {"orders": 'path = "orders.parquet"'})))
    asked = cube.measured["orders"].totals.daily.question
    told = asked and asked.relation.together([asked.query()])[0]
    assert bool(told and asked.read(told)) is rises, "the quick way was meant to be taken, or not"
    assert (cube.customers.in_memory is not None) is in_memory
    ahead(cube, ["cac", "orders", "average_check"])
    assert not wrong(cube, loops(rows))[:3]
    # Where customers are asked for as well, new ones are told from the same rows.
    cube = build(load(kpi_toml(tmp_path, "duckdb", {"orders": 'path = "orders.parquet"'})))
    ahead(cube, ["cac", "retention"])
    assert cube.measured["new_customers"].totals.daily.counted
    assert not wrong(cube, loops(rows))[:3]


def test_orders_that_rise_are_counted_under_the_channel_of_their_lead(tmp_path):
    """A channel that only leads name: orders of it are its own, not nobody's."""
    rows = [{**row, "channel": None if row["order_id"] % 3 else row["channel"]} for row in plain()]
    rows = [{**row, "lead_id": f"L{row['order_id']}"} for row in rows]
    parquet(tmp_path / "orders.parquet", rows)
    leads = {row["lead_id"]: "Почта" if row["order_id"] % 2 else "SEO" for row in rows}
    told = [{"date": FIRST, "lead_id": lead, "channel": channel} for lead, channel in leads.items()]
    parquet(tmp_path / "leads.parquet", told)
    places = {"orders": 'path = "orders.parquet"', "leads": 'path = "leads.parquet"'}
    cube = build(load(kpi_toml(tmp_path, "duckdb", places)))
    expected: dict[str, set[int]] = {}
    for row in rows:
        expected.setdefault(row["channel"] or leads[row["lead_id"]], set()).add(row["order_id"])
    asked = cube.measured["orders"].totals.daily.question
    assert asked.read(asked.relation.together([asked.query()])[0]) is not None
    found = {channel: cube.amount("orders", ALL, channel) for channel in cube.channels}
    assert found == {channel: len(orders) for channel, orders in expected.items()}


@pytest.mark.parametrize(("shop", "asked"), [("plain", True), ("texts-that-fall", False)])
def test_a_look_at_the_first_rows_spares_the_others(shop, asked, tmp_path, monkeypatch):
    """Long files: whether numbers rise is seen in the first rows before all are compared."""
    from kpi_core.sources import duck_counts

    monkeypatch.setattr(duck_counts, "_WORTH_A_LOOK", 10)
    parquet(tmp_path / "orders.parquet", SHOPS[shop][0])
    cube = build(load(kpi_toml(tmp_path, "duckdb", {"orders": 'path = "orders.parquet"'})))
    assert (cube.measured["orders"].totals.daily.question.query() is not None) is asked
    assert cube.amount("orders", ALL, None) == 400


@pytest.mark.parametrize("shop", ["plain", "costs", "given-back", "nobody"])
def test_a_kept_cube_gives_what_plain_loops_give(shop, tmp_path):
    """Order rows as arrays, in a cube without any table: months all at once, other periods one by one."""
    rows, _, _ = SHOPS[shop]
    parquet(tmp_path / "orders.parquet", rows)
    cube = build(load(kpi_toml(tmp_path, "pandas", {"orders": 'path = "orders.parquet"'})))
    assert not wrong(detached(cube), loops(rows))[:3]


BAD = {
    "undated": ({"date": None}, "date_blank"),
    "long-ago": ({"date": datetime(1812, 9, 7)}, "date_year"),
    "too-much": ({"revenue": Decimal(10) ** 15}, "number_too_long"),
}


@pytest.mark.parametrize("fault", BAD)
def test_one_bad_row_is_still_refused_and_told(fault, tmp_path):
    """Faults are looked for row by row only where the counts show one: a single one is enough."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    new, code = BAD[fault]
    rows = plain()
    rows[77] = {**rows[77], **new}
    kinds = {"date": pa.timestamp("us"), "revenue": pa.decimal128(18, 2)}
    columns = {name: pa.array([row[name] for row in rows], kinds.get(name)) for name in rows[0]}
    pq.write_table(pa.table(columns), tmp_path / "orders.parquet")
    snapshot = load(kpi_toml(tmp_path, "duckdb", {"orders": 'path = "orders.parquet"'}))
    (source,) = snapshot.sources
    assert (source.rows_read, source.rows_used, source.rows_refused) == (len(rows), len(rows) - 1, 1)
    assert [(each.code, each.row) for each in snapshot.findings if each.level == "error"] == [(code, 79)]
    good = sum((Fraction(row["revenue"]) for at, row in enumerate(rows) if at != 77), Fraction(0))
    assert build(snapshot).amount("revenue", ALL, None) == good


def test_sums_that_no_float_holds(tmp_path):
    """Day totals beyond 2⁵³ kopecks: the engine's numbers would come as floats, and lose a kopeck."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    amounts = [Decimal("999999999999999.99"), Decimal("999999999999999.98"), Decimal("0.01")]
    table = {"date": [FIRST] * 3, "order_id": [1, 2, 3], "revenue": pa.array(amounts, pa.decimal128(18, 2))}
    pq.write_table(pa.table(table), tmp_path / "orders.parquet")
    cube = build(load(kpi_toml(tmp_path, "duckdb", {"orders": 'path = "orders.parquet"'})))
    assert cube.amount("revenue", ALL, None) == sum(map(Fraction, amounts), Fraction(0))
