"""What has to be counted anew for every period: customers, retention, cohorts. Remembered once counted.

Each measure is a small narwhals query over the order lines with a column `bucket`: the number of the month when
whole months are asked (one pass answers all of them), or 1 for the asked period and 0 for the one before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import narwhals as nw

from kpi_core.aggregate import CHANNEL, LINE, Frame, Places, lazy, order_of, present, rows_of
from kpi_core.first_orders import first_orders
from kpi_core.periods import ALL, Period
from kpi_core.questions import Later
from kpi_core.wholes import Whole, grain_of, number_of

if TYPE_CHECKING:
    from kpi_core.order_rows import CountedCustomers

Counts = dict[tuple[int, str | None], Any]


def _month_number(column: str) -> Any:
    # no cast: pandas has no integer for the missing month of a customer who was never won
    return nw.col(column).dt.year() * 12 + nw.col(column).dt.month()


def _bucket(column: str, grain: Whole) -> Any:
    """The number of the whole that a date lies in: each is one more than the one before it."""
    date = nw.col(column).dt
    if grain == "month":
        return _month_number(column)
    return date.year() if grain == "year" else date.year() * 4 + (date.month() - 1) // 3


class Customers:
    """Distinct counts and cohorts over order lines.

    Parameters
    ----------
    lines : narwhals frame
        Order lines with `customer_id`, `date` and `channel`; `revenue`, `cost_of_goods` and `order_id` where known.
    decimals : mapping of str to int
        The scale of the money columns.
    ltv_months : int, optional
        For how many months cohorts are followed; None: to the end of the data.
    places : Places, optional
        Where the lines stand, so that their channels are known without a query.
    keep : callable, optional
        Has the engine keep the rows of a frame.
    rows : Later, optional
        The same customers from order rows in memory, where these can be had.
    """

    def __init__(
        self,
        lines: Frame,
        decimals: Mapping[str, int],
        ltv_months: int | None = None,
        places: Places | None = None,
        keep: Callable[[Frame], Frame] | None = None,
        rows: Later[CountedCustomers | None] | None = None,
    ) -> None:
        self.rows = rows
        self._decimals = decimals
        self._ltv_months = ltv_months
        self._keep = keep
        self._first_of: Callable[[], Frame] = partial(first_orders, lines, decimals, places)
        wanted = ("customer_id", "date", CHANNEL, "order_id", "revenue", "cost_of_goods", LINE)
        self._orders = lines.select(*(column for column in wanted if column in lines.columns))
        self._kept: dict[tuple[str, Period | Whole], Counts] = {}

    def followed(self, months: int | None) -> Customers:
        """The same customers, their cohorts followed for so many months."""
        if months == self._ltv_months:
            return self
        other = copy(self)
        other._ltv_months, other._kept = months, {}
        if self.rows is not None:
            other.rows = Later(lambda: (counted := self.in_memory) and counted.followed(months))
        return other

    @cached_property
    def first(self) -> Frame:
        """The first order of each customer: customer_id, first_date, first_channel."""
        return self._first_of()

    @property
    def in_memory(self) -> CountedCustomers | None:
        """The same customers from order rows in memory; None where each question is asked of the rows in place."""
        return None if self.rows is None else self.rows.value

    @cached_property
    def _lines(self) -> Frame:
        """The order lines with the first order of their customer; joined only when a question needs it."""
        lines = self._orders
        if "order_id" not in lines.columns:
            lines = _with_lines(lines).rename({LINE: "order_id"})
        elif not lines.collect_schema()["order_id"].is_integer() and _some_missing(lines, "order_id"):
            lines = _named_orders(lines)
        # Every question joins them, so they are counted once where the engine keeps tables.
        first = self._keep(self.first) if self._keep else self.first
        return present(lines, "customer_id").join(first, on="customer_id", how="left")

    def measure(self, name: str, period: Period, channel: str | None) -> Any:
        """The count or amount for a period; 0 where the period has none.

        Months are answered all at once by the first question for one of them, and so are quarters and years; any other
        period by a pass of its own.
        """
        if (counted := self.in_memory) is not None:
            return counted.measure(name, period, channel)
        grain = grain_of(period)
        key = (name, grain or period)
        if key not in self._kept:
            self._kept[key] = self._count(name, grain or period)
        bucket = number_of(period, grain) if grain else 1
        return self._kept[key].get((bucket, channel), () if name == "cohort_gross_profit_by_age" else 0)

    def _count(self, name: str, period: Period | Whole) -> Counts:
        lines = self._bucketed(period)
        query = _QUERIES[name]
        counts: Counts = {}
        for keys in (("bucket",), ("bucket", CHANNEL)):
            counts |= query(self, lines, keys)
        return counts

    def _bucketed(self, period: Period | Whole) -> Frame:
        """The lines with the bucket of the order and that of the customer's first order."""
        if isinstance(period, str):
            return self._lines.with_columns(
                _bucket("date", period).alias("bucket"), _bucket("first_date", period).alias("first_bucket")
            )
        return self._lines.with_columns(
            _in_period("date", period).alias("bucket"), _in_period("first_date", period).alias("first_bucket")
        )

    def _customers(self, lines: Frame, keys: tuple[str, ...]) -> Counts:
        each = _in_buckets(lines).select(*keys, "customer_id").unique()
        return _counts(each.group_by(*keys).agg(nw.len().alias("count")), keys, "count")

    def _repeat(self, lines: Frame, keys: tuple[str, ...]) -> Counts:
        bought = _in_buckets(lines).select(*keys, "customer_id", "order_id").unique()
        each = bought.group_by(*keys, "customer_id").agg(nw.len().alias("orders"))
        return _counts(each.filter(nw.col("orders") > 1).group_by(*keys).agg(nw.len().alias("count")), keys, "count")

    def _retained(self, lines: Frame, keys: tuple[str, ...]) -> Counts:
        active = _in_buckets(lines).select(*keys, "customer_id").unique()
        before = active.with_columns((nw.col("bucket") + 1).alias("bucket"))
        both = active.join(before, on=[*keys, "customer_id"], how="inner")
        return _counts(both.group_by(*keys).agg(nw.len().alias("count")), keys, "count")

    def _new_revenue(self, lines: Frame, keys: tuple[str, ...]) -> Counts:
        if "revenue" not in lines.columns:
            return {}
        new = _in_buckets(lines).filter(nw.col("bucket") == nw.col("first_bucket"))
        found = new.group_by(*keys).agg(nw.col("revenue").sum())
        scale = 10 ** self._decimals["revenue"]
        return {key: Fraction(int(amount), scale) for key, amount in _counts(found, keys, "revenue").items()}

    def _cohort(self, lines: Frame, keys: tuple[str, ...]) -> Counts:
        return {key: sum(series, Fraction(0)) for key, series in self._cohort_by_age(lines, keys).items()}

    def _cohort_by_age(self, lines: Frame, keys: tuple[str, ...]) -> Counts:
        if "revenue" not in lines.columns:
            return {}
        age = _month_number("date") - _month_number("first_date")
        cohort = lines.filter(~nw.col("first_bucket").is_null(), nw.col("date") >= nw.col("first_date"))
        cohort = cohort.with_columns(age.alias("age"))
        cohort = cohort.drop("bucket", CHANNEL).rename({"first_bucket": "bucket", "first_channel": CHANNEL})
        cohort = _in_buckets(cohort)
        if self._ltv_months is not None:
            cohort = cohort.filter(nw.col("age") < self._ltv_months)
        money = [nw.col(column).sum() for column in self._profit_columns]
        table = rows_of(cohort.group_by(*keys, "age").agg(*money).select(*keys, "age", *self._profit_columns))
        series: dict[tuple[int, str | None], list[Fraction]] = {}
        for row in table:
            channel = row[1] if len(keys) == 2 else None
            if len(keys) == 2 and channel is None:
                continue
            place, amount = int(row[len(keys)]), self._profit(row[len(keys) + 1 :])
            ages = series.setdefault((int(row[0]), channel), [])
            ages.extend([Fraction(0)] * (place + 1 - len(ages)))
            ages[place] = amount
        return {key: tuple(ages) for key, ages in series.items()}

    @property
    def _profit_columns(self) -> tuple[str, ...]:
        return ("revenue", "cost_of_goods") if "cost_of_goods" in self._lines.columns else ("revenue",)

    def _profit(self, amounts: tuple[Any, ...]) -> Fraction:
        scaled = [
            Fraction(int(amount or 0), 10 ** self._decimals[column])
            for column, amount in zip(self._profit_columns, amounts, strict=True)
        ]
        return scaled[0] - sum(scaled[1:], Fraction(0))


def _some_missing(lines: Frame, column: str) -> bool:
    return bool(rows_of(lines.select(nw.col(column).is_null().any()))[0][0])


def _with_lines(lines: Frame) -> Frame:
    """The rows with a number for each."""
    if LINE in lines.columns:
        return lines
    return lines.with_row_index(LINE, order_by=order_of(lines)) if lazy(lines) else lines.with_row_index(LINE)


def _named_orders(lines: Frame) -> Frame:
    """Rows without an order number are orders of their own: each gets a name no real order has."""
    lines = _with_lines(lines)
    own = nw.concat_str([nw.lit("\x01row "), nw.col(LINE).cast(nw.String)])
    named = nw.when(nw.col("order_id").is_null()).then(own).otherwise(nw.col("order_id"))
    return lines.with_columns(named.alias("order_id")).drop(LINE)


def _in_period(column: str, period: Period) -> Any:
    """1 in the period, 0 in the one before it, else missing."""
    date = nw.col(column).dt.truncate("1d")
    inside = date.is_between(*_bounds(period))
    before = period.previous()
    if before is None:
        return nw.when(inside).then(nw.lit(1, dtype=nw.Int64))
    return (
        nw.when(inside)
        .then(nw.lit(1, dtype=nw.Int64))
        .otherwise(nw.when(date.is_between(*_bounds(before))).then(nw.lit(0, dtype=nw.Int64)))
    )


def _bounds(period: Period) -> tuple[Any, Any]:
    from datetime import datetime

    if period == ALL:
        return datetime(1900, 1, 1), datetime(2200, 1, 1)
    return datetime.combine(period.start, datetime.min.time()), datetime.combine(period.end, datetime.min.time())


def _in_buckets(lines: Frame) -> Frame:
    return lines.filter(~nw.col("bucket").is_null())


def _counts(frame: Frame, keys: tuple[str, ...], value: str) -> Counts:
    """A grouped frame as a dict; rows that name no channel count in the total only."""
    table = rows_of(frame.select(*keys, value))
    if len(keys) == 1:
        return {(int(bucket), None): number for bucket, number in table}
    return {(int(bucket), channel): number for bucket, channel, number in table if channel is not None}


_QUERIES: dict[str, Callable[[Customers, Frame, tuple[str, ...]], Counts]] = {
    "customers": Customers._customers,
    "repeat_customers": Customers._repeat,
    "retained_customers": Customers._retained,
    "new_customer_revenue": Customers._new_revenue,
    "cohort_gross_profit": Customers._cohort,
    "cohort_gross_profit_by_age": Customers._cohort_by_age,
}
