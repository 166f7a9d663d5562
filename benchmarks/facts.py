"""Generated facts for the benchmarks: seeded, so that every run times the same rows."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kpi_core.snapshot import Facts, Snapshot

CHANNELS = ["Яндекс.Директ", "VK Реклама", "Google Ads", "SEO", "Email", "Авито", "Партнёры", "Прямой заход"]
FIRST, DAYS = np.datetime64("2022-01-01", "us"), 1096
DAY = np.timedelta64(86_400_000_000, "us")


def _days(random: np.random.Generator, count: int) -> np.ndarray:
    return FIRST + np.sort(random.integers(0, DAYS, count)) * DAY


def _channels(random: np.random.Generator, count: int) -> pd.Categorical:
    return pd.Categorical.from_codes(random.integers(0, len(CHANNELS), count), CHANNELS)


def orders(count: int, random: np.random.Generator) -> pd.DataFrame:
    """Order lines, five to four orders; customers come back, early ones more often."""
    number = np.arange(count) * 4 // 5
    opening = np.r_[True, number[1:] != number[:-1]]
    head = np.maximum.accumulate(np.where(opening, np.arange(count), 0))
    customer = (max(1, count // 4) * random.random(count) ** 1.3).astype("int64")[head]
    return pd.DataFrame(
        {
            "date": _days(random, count)[head],
            "order_id": "ORD-" + pd.Series(number).astype(str),
            "customer_id": "C" + pd.Series(customer).astype(str),
            "channel": pd.Categorical.from_codes(random.integers(0, len(CHANNELS), count)[head], CHANNELS),
            "revenue": np.round(np.exp(random.normal(11.5, 1.0, count))).astype("int64"),
            "monthly": False,
        }
    )


def snapshot(count: int) -> Snapshot:
    """So many order lines, with a tenth of that in advertising rows and half of it in leads."""
    random = np.random.default_rng(42)
    ads, asked = max(100, count // 10), max(200, count // 2)
    spend = pd.DataFrame(
        {
            "date": _days(random, ads),
            "channel": _channels(random, ads),
            "spend": random.integers(1, 10**6, ads),
            "impressions": random.integers(100, 20_000, ads),
            "clicks": random.integers(0, 100, ads),
            "monthly": False,
        }
    )
    leads = pd.DataFrame(
        {
            "date": _days(random, asked),
            "channel": _channels(random, asked),
            "lead_id": "L" + pd.Series(np.arange(asked)).astype(str),
            "monthly": False,
        }
    )
    traffic = spend[["date", "channel", "monthly"]].assign(visits=random.integers(0, 500, ads))
    tables = (
        Facts("orders", orders(count, random), {"revenue": 2}),
        Facts("spend", spend, {"spend": 2, "impressions": 0, "clicks": 0}),
        Facts("leads", leads, {}),
        Facts("traffic", traffic, {"visits": 0}),
    )
    return Snapshot("benchmark", {table.kind: table for table in tables}, as_of=date(2025, 1, 3))


def plain_pandas(made: Snapshot) -> pd.DataFrame:
    """The shortest honest groupbys that give the same table: month × channel × eight measures."""
    keys = ["month", "channel"]
    frames = {
        kind: table.frame.assign(month=table.frame["date"].dt.to_period("M")) for kind, table in made.tables.items()
    }
    sold = frames["orders"]
    sales = sold.groupby(keys, observed=True).agg(revenue=("revenue", "sum"), orders=("order_id", "nunique"))
    first = sold.sort_values("date", kind="stable").drop_duplicates("customer_id")
    return sales.join(
        [
            first.groupby(keys, observed=True).size().rename("new_customers"),
            frames["spend"].groupby(keys, observed=True)[["spend", "impressions", "clicks"]].sum(),
            frames["leads"].groupby(keys, observed=True)["lead_id"].nunique().rename("leads"),
            frames["traffic"].groupby(keys, observed=True)["visits"].sum(),
        ],
        how="outer",
    )
