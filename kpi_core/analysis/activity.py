"""In which months the customers of a cohort bought: counted once over the order lines, remembered by cube."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from kpi_core.answer import Missing

if TYPE_CHECKING:
    from kpi_core import aggregate
    from kpi_core.cube import Cube

_kept: WeakKeyDictionary[Cube, Activity | Missing] = WeakKeyDictionary()


class Activity:
    """Active customers by the month they were won and their age in months, in total and by the channel that won them.

    Parameters
    ----------
    counts : mapping of (month, channel) to a mapping of age to customers
        Months as `order_rows.month_number` has them; the channel None is all of them.
    """

    def __init__(self, counts: Mapping[tuple[int, str | None], Mapping[int, int]]) -> None:
        self._counts = counts

    def active(self, cohort: int, channel: str | None) -> Mapping[int, int]:
        """How many of the cohort bought at each age; `cohort` is `order_rows.month_number` of its month."""
        return self._counts.get((cohort, channel), {})


def activity(cube: Cube) -> Activity | Missing:
    """The activity of a cube's customers, counted once; `Missing` where the data does not tell customers apart."""
    if cube not in _kept:
        _kept[cube] = _activity(cube)
    return _kept[cube]


def _activity(cube: Cube) -> Activity | Missing:
    if "orders" in cube.measured and cube.measured["orders"].conflict:
        return Missing("ambiguous")
    if cube.detached or (cube.customers is not None and cube.customers.in_memory is not None):
        return _of_rows(cube)
    from kpi_core import aggregate
    from kpi_core.first_orders import order_lines

    lines = order_lines(cube.snapshot)
    if lines is None or "customer_id" not in lines.columns:
        return Missing("no_data" if lines is None else "no_customer_id")
    table = cube.snapshot.tables["orders" if "orders" in cube.snapshot.tables else "leads"]
    return Activity(_counts(aggregate.by_day(lines), table.decimals))


def _of_rows(cube: Cube) -> Activity | Missing:
    if not cube.tells_customers:
        return Missing("no_customer_id" if "orders" in cube.measured else "no_data")
    if cube.order_rows is None:
        return Missing("not_kept")
    counted = cube.order_rows.activity().items()
    return Activity({(month, cube.channels[lane - 1] if lane else None): ages for (month, lane), ages in counted})


def _counts(lines: aggregate.Frame, decimals: Mapping[str, int]) -> dict[tuple[int, str | None], dict[int, int]]:
    import narwhals as nw

    from kpi_core import aggregate
    from kpi_core.first_orders import first_orders

    def number(column: str) -> Any:
        return nw.col(column).dt.year() * 12 + nw.col(column).dt.month()

    first = first_orders(lines, decimals)
    bought = aggregate.present(lines.select("customer_id", "date"), "customer_id")
    bought = bought.join(first, on="customer_id", how="inner").filter(nw.col("date") >= nw.col("first_date"))
    bought = bought.with_columns(number("first_date").alias("cohort"), number("date").alias("number"))
    bought = bought.with_columns((nw.col("number") - nw.col("cohort")).alias("age"))
    counts: dict[tuple[int, str | None], dict[int, int]] = {}
    for keys in (("cohort",), ("cohort", "first_channel")):
        counted = bought.group_by(*keys, "age").agg(nw.col("customer_id").n_unique().alias("customers"))
        for cohort, *channel, age, customers in aggregate.rows_of(counted.select(*keys, "age", "customers")):
            if channel != [None]:
                ages = counts.setdefault((int(cohort), channel[0] if channel else None), {})
                ages[int(age)] = int(customers)
    return counts
