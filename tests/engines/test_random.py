"""Shops of every shape, counted in place, read whole, and kept: every measure and every KPI is the same.

Each trap below was found so, and is told again with an answer that needs no engine.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kpi_core.catalogue import catalogue
from kpi_core.cube import Cube
from kpi_core.engine import ahead, build
from kpi_core.kept import detached
from kpi_core.load import load
from kpi_core.measures import MEASURES
from kpi_core.periods import ALL, Period, parse_period
from tests.engines.places import parquet
from tests.engines.random_shop import RandomShop

COUNTED = [name for name, measure in MEASURES.items() if measure.how not in ("plan", "calendar")]


def cube_of(folder: Path, tables: dict[str, list[dict[str, Any]]], engine: str, **settings: Any) -> Cube:
    """The tables in Parquet, counted by the engine."""
    path = parquet(folder, tables, engine)
    told = "".join(f"{name} = {value}\n" for name, value in settings.items())
    path.write_text(told + path.read_text(encoding="utf-8"), encoding="utf-8")
    return build(load(path))


def periods(cube: Cube, chance: random.Random) -> list[Period]:
    """Some months with their quarters, every year, two ranges of days, and all."""
    months = chance.sample(cube.months, min(4, len(cube.months)))
    texts = [f"{month.start.year}-Q{(month.start.month + 2) // 3}" for month in months]
    texts += sorted({str(month.start.year) for month in cube.months})
    for _ in range(2):
        days = sorted(cube.span.start + timedelta(days=chance.randrange(cube.span.days)) for _ in range(2))
        texts.append(f"{days[0]}..{days[1]}")
    return [*months, *map(parse_period, dict.fromkeys(texts)), ALL]


def answers(cube: Cube, asked: list[Period]) -> dict[tuple[Any, ...], Any]:
    """Every measure and KPI for these periods and every channel."""
    places = [(period, channel) for period in asked for channel in (None, *cube.channels)]
    found: dict[tuple[Any, ...], Any] = {}
    for period, channel in places:
        found |= {(name, str(period), channel): cube.amount(name, period, channel) for name in COUNTED}
        found |= {("kpi", name, str(period), channel): cube.kpi(name, period, channel) for name in catalogue()}
    return found


def sources(cube: Cube) -> list[Any]:
    """What became of the rows of each table."""
    return sorted(
        (each.kind, each.rows_read, each.rows_used, sorted(each.excluded.items()), each.rows_refused, each.first,
         each.last, each.monthly)
        for each in cube.snapshot.sources
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_rows_in_place_and_rows_read_whole_say_the_same(tmp_path, seed):
    shop = RandomShop(seed)
    plain = cube_of(tmp_path, shop.tables, "pandas", **shop.settings)
    place = cube_of(tmp_path, shop.tables, "duckdb", **shop.settings)
    assert (place.channels, place.months, sources(place)) == (plain.channels, plain.months, sources(plain))
    if seed % 2:  # as a command does it, or one cell after another
        ahead(place, catalogue())
    asked = periods(plain, random.Random(seed))
    expected = answers(plain, asked)
    for name, cube in {"in place": place, "kept": detached(place), "read whole and kept": detached(plain)}.items():
        found = answers(cube, asked)
        wrong = [(key, expected[key], found[key]) for key in expected if found[key] != expected[key]]
        assert not wrong, f"{name}: {len(wrong)} differ, the first: {wrong[:3]}"


# -- the traps ------------------------------------------------------------------------------------------------------

DAY = datetime(2026, 3, 2)
BOTH = pytest.mark.parametrize("engine", ["pandas", "duckdb"])
MARCH = parse_period("2026-03")


@BOTH
def test_clicks_that_one_channel_never_tells(tmp_path, engine):
    """Whole numbers that are all empty on one day in one channel: there is no least of them."""
    rows = [{"date": DAY, "channel": channel, "spend": Decimal(5), "clicks": clicks} for channel, clicks in
            (("SEO", None), ("Директ", 7), ("Директ", None))]  # fmt: skip
    cube = cube_of(tmp_path, {"spend": rows}, engine)
    assert cube.amount("clicks", MARCH, None) == 7
    assert cube.amount("spend", MARCH, None) == 15


@BOTH
def test_of_two_spellings_as_frequent_the_first_is_shown(tmp_path, engine):
    """An engine hands groups over in any order, and another one on another day."""
    rows = [{"date": DAY + timedelta(days=at), "channel": name, "revenue": Decimal(1)} for at, name in
            enumerate(["vk реклама", "SEO", "VK Реклама", "seo", "Vk Реклама"] * 3)]  # fmt: skip
    cube = cube_of(tmp_path, {"orders": rows}, engine)
    assert set(cube.channels) == {"vk реклама", "SEO"}


@BOTH
def test_a_line_that_names_nobody_is_part_of_its_order(tmp_path, engine):
    """100 of 300 were given back: the customer of the first line is won, though the other lines do not name him."""
    order = {"date": DAY, "order_id": "A1", "customer_id": None, "revenue": Decimal(100), "refund": None}
    rows = [{**order, "customer_id": "C1", "refund": Decimal(100)}, order, order]
    rows.append({**order, "date": DAY + timedelta(days=40), "order_id": "A2", "customer_id": "C1"})
    cube = cube_of(tmp_path, {"orders": rows}, engine)
    assert cube.amount("new_customers", MARCH, None) == 1
    assert cube.amount("new_customers", parse_period("2026-04"), None) == 0


def _lead(number: str, made: int, lag: int) -> dict[str, Any]:
    day = DAY + timedelta(days=made)
    return {"date": day, "lead_id": number, "channel": "SEO", "won": "да", "won_date": day + timedelta(days=lag)}


@BOTH
@pytest.mark.parametrize("horizon", [None, 5])
def test_a_lead_entered_twice_on_one_day_is_one_lead_of_its_cohort(tmp_path, engine, horizon):
    """Nine won at once and one after 30 days: nine of ten took no time, also where the tenth stands twice."""
    rows = [_lead(f"L{at}", 0, 0) for at in range(9)] + [_lead("L9", 0, 30)] * 4
    settings = {} if horizon is None else {"conversion_horizon_days": horizon}
    cube = cube_of(tmp_path, {"leads": rows}, engine, **settings)
    assert cube.leads is not None
    assert cube.leads.usual_lag == 0
    assert cube.leads.won_within(MARCH, 0, 30) == 10


@BOTH
def test_of_a_lead_entered_again_the_later_moment_counts_wherever_it_stands(tmp_path, engine):
    """The later entry, won after 3 days, stands above the earlier one, won after 20."""
    cube = cube_of(tmp_path, {"leads": [_lead("L1", 5, 3), _lead("L1", 0, 20)]}, engine)
    assert cube.leads is not None
    assert cube.leads.usual_lag == 3


@BOTH
@pytest.mark.parametrize("numbers", [("L1", "L2", "L3"), ("L3", "L1", "L2"), ("L1", "L2", "L1")])
def test_a_month_with_sales_of_earlier_leads_only_has_orders(tmp_path, engine, numbers):
    """No lead was made in April, one was won: an order, however the numbers of the leads stand."""
    rows = [_lead(number, at, lag) for at, (number, lag) in enumerate(zip(numbers, (0, 40, 0), strict=True))]
    cube = cube_of(tmp_path, {"leads": rows}, engine)
    assert cube.amount("orders", parse_period("2026-04"), None) == 1
    assert cube.amount("orders", MARCH, "SEO") == len({numbers[0], numbers[2]})
