"""Lines of orders that stay where they are: whether each of them repeats the total of its order."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kpi_core.fetching import fetched
from kpi_core.recognise.in_place_looked import one


def repeats_total(used: Any, column: str) -> bool:
    """Whether every order of several lines has one day and one amount, as `per_order.repeated` asks of rows."""
    order, amount, day = (nw.col(f"value {name}") for name in ("order_id", column, "date"))
    lines = used.filter(~order.is_null() & ~amount.is_null() & (amount != 0))
    lines = lines.select(order.alias("order"), amount.alias("amount"), day.dt.truncate("1d").alias("day"))
    ends = [
        made.alias(f"{name} {end}")
        for name in ("amount", "day")
        for end, made in (("least", nw.col(name).min()), ("most", nw.col(name).max()))
    ]
    orders = lines.group_by("order").agg(nw.len().alias("lines"), *ends)
    alike = (nw.col("amount least") == nw.col("amount most")) & (nw.col("day least") == nw.col("day most"))
    several = nw.col("lines") > 1
    told = orders.select(one(several).alias("several"), one(several & ~alike).alias("apart"))
    (count,), (apart,) = fetched(told.select(nw.col("several").sum(), nw.col("apart").sum()))
    return bool(count) and not apart
