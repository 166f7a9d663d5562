"""Order rows as bare arrays: whatever has to be counted anew for the period asked, without any data frame.

A cube that is kept on disk, or handed to another process, carries these rows in place of its tables. The counts here
say exactly what `kpi_core.customers` says of the frames; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from kpi_core.periods import Period
from kpi_core.wholes import Whole, Wholes, grain_of, month_numbers, number_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpi_core.amounts import Amounts

NOBODY, NEVER = -1, 0
_MONEY, _NAMES = ("revenue", "cost_of_goods"), ("channel", "order_id", "customer_id", "first_channel")


@dataclass(frozen=True, eq=False)
class OrderRows:
    """The lines of all orders, by day.

    Attributes
    ----------
    days : int array
        Ordinals, rising.
    lanes : int array
        The row of each line's channel in the cube, 0 where it names none.
    orders : int array
        A number for each order; a line without an order number is an order of its own.
    customers : int array
        A number for each customer, `NOBODY` where the line names none.
    since : bool array
        Whether the line is not earlier than its customer's first order.
    first_days, first_lanes : int array
        By customer: day (`NEVER` for one whose orders were all given back) and channel of the first order.
    money : mapping of str to int array
        `revenue` and `cost_of_goods` where the lines hold them, empty cells as 0.
    decimals : mapping of str to int
        The scale of the money.
    """

    days: NDArray[Any]
    lanes: NDArray[Any]
    orders: NDArray[Any]
    customers: NDArray[Any]
    since: NDArray[Any]
    first_days: NDArray[Any]
    first_lanes: NDArray[Any]
    money: Mapping[str, NDArray[Any]]
    decimals: Mapping[str, int]

    def within(self, period: Period) -> slice:
        """Where the lines of a period stand."""
        first, last = np.searchsorted(self.days, np.array((period.first, period.last + 1), self.days.dtype))
        return slice(int(first), int(last))

    def first_day_of_lines(self) -> NDArray[Any]:
        """For each line the day of its customer's first order, `NEVER` where there is none."""
        known = np.append(self.first_days, NEVER)  # NOBODY is the last place
        return np.asarray(known[self.customers])

    def activity(self) -> dict[tuple[int, int | None], dict[int, int]]:
        """Customers who bought, by the month they were won the lane that won them (None: all), and age in months."""
        taken = self.since & (self.customers != NOBODY)
        customers, firsts = self.customers[taken], self.first_day_of_lines()[taken]
        cohorts = month_numbers(firsts)
        ages = month_numbers(self.days[taken]) - cohorts
        once = np.unique(np.stack([cohorts, ages, customers]), axis=1) if len(ages) else np.zeros((3, 0), np.int64)
        counts: dict[tuple[int, int | None], dict[int, int]] = {}
        for lanes in (None, self.first_lanes[once[2]]):
            lane = np.zeros_like(once[0]) if lanes is None else lanes.astype(np.int64)
            groups, sizes = np.unique(np.stack([once[0], lane, once[1]]), axis=1, return_counts=True)
            for (cohort, of, age), size in zip(groups.T.tolist(), sizes.tolist(), strict=True):
                if lanes is None or of:
                    counts.setdefault((cohort, None if lanes is None else of), {})[age] = size
        return counts


@dataclass(frozen=True, eq=False)
class CountedCustomers:
    """Answers in place of `kpi_core.customers.Customers`, from order rows.

    Attributes
    ----------
    lanes : mapping of str to int
        The row of each channel.
    with_costs : bool
        Whether a cohort's profit is revenue less cost of goods.
    ltv_months : int or None
        For how many months cohorts are followed.
    """

    rows: OrderRows
    lanes: Mapping[str, int]
    with_costs: bool
    ltv_months: int | None = None
    _kept: dict[tuple[str, Period, int], Any] = field(default_factory=dict)
    _wholes: dict[Whole, Wholes] = field(default_factory=dict)

    first = None

    @property
    def in_memory(self) -> CountedCustomers:
        """Itself."""
        return self

    def followed(self, months: int | None) -> CountedCustomers:
        """The same customers, their cohorts followed for so many months."""
        return replace(self, ltv_months=months, _kept={}, _wholes={})

    def measure(self, name: str, period: Period, channel: str | None) -> Any:
        """The count or amount for a period; 0 where the period has none.

        Months are answered all at once by the first question for one of them, and so are quarters and years.
        """
        lane = 0 if channel is None else self.lanes[channel]
        grain = grain_of(period)
        if grain is not None:
            found = self._whole(grain).measure(name).get((number_of(period, grain), lane))
            return found if found is not None else () if name == "cohort_gross_profit_by_age" else 0
        key = (name, period, lane)
        if key not in self._kept:
            self._kept[key] = getattr(self, f"_{name}")(period, lane)
        return self._kept[key]

    def _whole(self, grain: Whole) -> Wholes:
        """Every month, quarter or year."""
        if grain not in self._wholes:
            self._wholes[grain] = Wholes(self.rows, grain, self.with_costs, self.ltv_months)
        return self._wholes[grain]

    def _chosen(self, period: Period, lane: int) -> NDArray[Any]:
        """The places of the lines of customers in the period and the channel."""
        taken = self.rows.within(period)
        inside = self.rows.customers[taken] != NOBODY
        if lane:
            inside &= self.rows.lanes[taken] == lane
        return np.asarray(np.flatnonzero(inside) + taken.start)

    def _people(self, period: Period | None, lane: int) -> NDArray[Any]:
        chosen = np.zeros(0, np.int64) if period is None else self._chosen(period, lane)
        return np.unique(self.rows.customers[chosen])

    def _customers(self, period: Period, lane: int) -> int:
        return len(self._people(period, lane))

    def _repeat_customers(self, period: Period, lane: int) -> int:
        chosen = self._chosen(period, lane)
        pairs = self.rows.customers[chosen].astype(np.int64) << 32 | self.rows.orders[chosen]
        _, orders = np.unique(np.unique(pairs) >> 32, return_counts=True)
        return int((orders > 1).sum())

    def _retained_customers(self, period: Period, lane: int) -> int:
        before = self._people(period.previous(), lane)
        return len(np.intersect1d(self._people(period, lane), before, assume_unique=True))

    def _new_customer_revenue(self, period: Period, lane: int) -> Any:
        if "revenue" not in self.rows.money:
            return 0
        chosen = self._chosen(period, lane)
        firsts = self.rows.first_days[self.rows.customers[chosen]]
        new = chosen[_inside(firsts, period)]
        return Fraction(int(self.rows.money["revenue"][new].sum()), 10 ** self.rows.decimals["revenue"])

    def _cohort_gross_profit(self, period: Period, lane: int) -> Any:
        return sum(self._cohort_gross_profit_by_age(period, lane), Fraction(0))

    def _cohort_gross_profit_by_age(self, period: Period, lane: int) -> tuple[Fraction, ...]:
        rows = self.rows
        if "revenue" not in rows.money:
            return ()
        won = _inside(rows.first_days, period)
        if lane:
            won = won & (rows.first_lanes == lane)
        chosen = np.flatnonzero(np.append(won, False)[rows.customers] & rows.since)
        firsts = month_numbers(rows.first_days)[rows.customers[chosen]]
        ages = month_numbers(rows.days[chosen]) - firsts
        if self.ltv_months is not None:
            chosen, ages = chosen[ages < self.ltv_months], ages[ages < self.ltv_months]
        if not len(ages):
            return ()
        scaled = [self._by_age("revenue", chosen, ages)]
        if self.with_costs:
            scaled.append(self._by_age("cost_of_goods", chosen, ages))
        return tuple(each[0] - sum(each[1:], Fraction(0)) for each in zip(*scaled, strict=True))

    def _by_age(self, column: str, chosen: NDArray[Any], ages: NDArray[Any]) -> list[Fraction]:
        sums = np.zeros(int(ages.max()) + 1, np.int64)
        np.add.at(sums, ages, self.rows.money[column][chosen])
        return [Fraction(int(amount), 10 ** self.rows.decimals[column]) for amount in sums]


def month_number(period: Period) -> int:
    """The number of the month in which a period begins."""
    return period.start.year * 12 + period.start.month


def _inside(days: NDArray[Any], period: Period) -> NDArray[Any]:
    return np.asarray((days != NEVER) & (days >= period.first) & (days <= period.last))


def read_rows(data: Amounts) -> OrderRows | None:
    """The order rows of a cube that still has its tables; None where it holds no rows of orders."""
    if data.customers is not None and (counted := data.customers.in_memory) is not None:
        return counted.rows
    from kpi_core import aggregate
    from kpi_core.first_orders import order_lines

    lines = order_lines(data.snapshot)
    if lines is None:
        return None
    facts = data.snapshot.tables["orders" if "orders" in data.snapshot.tables else "leads"]
    frame = aggregate.by_day(lines)
    columns = _columns(frame, "date", aggregate.DAY, aggregate.CHANNEL, "order_id", "customer_id", *_MONEY)
    days = aggregate.ordinals(columns[aggregate.DAY])
    sorted_by_day = np.argsort(days, kind="stable")
    lanes = {channel: lane for lane, channel in enumerate(data.channels, start=1)}
    firsts = _Firsts(columns, lanes, data)
    rows = OrderRows(
        days.astype(np.int32),
        _laned(columns[aggregate.CHANNEL], lanes),
        _numbered(columns.get("order_id"), len(days)),
        firsts.customers,
        firsts.since(columns["date"]),
        firsts.days,
        firsts.lanes,
        {name: _whole(columns[name]) for name in _MONEY if name in columns},
        {name: facts.decimals[name] for name in _MONEY if name in columns},
    )
    return _ordered(rows, sorted_by_day)


def _columns(frame: Any, *names: str) -> dict[str, Any]:
    """Those columns of a frame that are there, as narwhals Series on pandas, wherever its rows lie."""
    import narwhals as nw

    from kpi_core import aggregate

    present = frame.collect_schema().names()
    frame = frame.select(*(name for name in names if name in present))
    if aggregate.lazy(frame):
        # As text, and without gaps: pandas has no whole number for a missing one, and no identifier may pass a float.
        schema = frame.collect_schema()
        texts = [nw.col(name).cast(nw.String) for name in schema if name in _NAMES]
        amounts = [nw.col(name).fill_null(0).cast(nw.Int64) for name in schema if name in _MONEY]
        frame = nw.from_native(_fetched(frame.with_columns(*texts, *amounts)), eager_only=True)
    return {name: frame.get_column(name) for name in frame.columns}


def _fetched(frame: Any) -> Any:
    """The rows of a query as a pandas frame."""
    import pandas as pd

    from kpi_core.fetching import fetched, refusal

    if not frame.implementation.is_duckdb():
        names = frame.collect_schema().names()
        return pd.DataFrame(dict(zip(names, fetched(frame), strict=True)))
    try:
        return frame.to_native().df()  # a tenth of the memory that lists of values take
    except Exception as failure:
        raise refusal("duckdb", failure) from failure


def _ordered(rows: OrderRows, order: NDArray[Any]) -> OrderRows:
    by_line = {name: getattr(rows, name)[order] for name in ("days", "lanes", "orders", "customers", "since")}
    return replace(rows, **by_line, money={name: amounts[order] for name, amounts in rows.money.items()})


class _Firsts:
    """Customers by number, and when and where each was won."""

    def __init__(self, columns: Mapping[str, Any], lanes: Mapping[str, int], data: Amounts) -> None:
        first = data.customers and data.customers.first
        if first is None or "customer_id" not in columns:
            self.customers = np.full(len(columns["date"]), NOBODY, np.int32)
            self._dates = np.zeros(0, "datetime64[us]")
            self.days = self.lanes = np.zeros(0, np.int32)
            return
        from kpi_core import aggregate

        codes, names = _factorised(columns["customer_id"])
        self.customers = codes.astype(np.int32)
        found = _columns(first, "customer_id", "first_date", "first_channel")
        places = names.get_indexer(found["customer_id"].to_pandas())
        self._dates = np.full(len(names), np.datetime64("NaT"), "datetime64[us]")
        self._dates[places] = _moments(found["first_date"])
        self.days = np.full(len(names), NEVER, np.int32)
        self.days[places] = aggregate.ordinals(found["first_date"])
        self.lanes = np.zeros(len(names), lane_type(len(lanes)))
        self.lanes[places] = _laned(found["first_channel"], lanes)

    def since(self, dates: Any) -> NDArray[Any]:
        """Which lines are not earlier than their customer's first order."""
        known = np.append(self._dates, np.datetime64("NaT", "us"))
        return np.asarray(_moments(dates) >= known[self.customers])


def _moments(series: Any) -> NDArray[Any]:
    return np.asarray(series.to_numpy().astype("datetime64[us]"))


def _factorised(series: Any) -> tuple[NDArray[Any], Any]:
    """A number for each different cell, -1 for an empty one, and the cells by their numbers."""
    import pandas as pd

    codes, names = pd.factorize(series.to_pandas(), use_na_sentinel=True)
    return codes, pd.Index(names)


def lane_type(most: int) -> Any:
    """Room for the row of every channel: campaigns as channels may be more than two bytes can tell apart."""
    return np.int16 if most < 1 << 15 else np.int32


def _laned(series: Any, lanes: Mapping[str, int]) -> NDArray[Any]:
    codes, names = _factorised(series)
    of_name = np.array([*(lanes.get(name, 0) for name in names), 0], lane_type(len(lanes)))
    return np.asarray(of_name[codes])


def _numbered(series: Any, count: int) -> NDArray[Any]:
    if series is None:
        return np.arange(count, dtype=np.int32)
    codes, names = _factorised(series)
    nameless = codes < 0
    codes[nameless] = len(names) + np.arange(int(nameless.sum()))
    return codes.astype(np.int32)


def _whole(series: Any) -> NDArray[Any]:
    return np.asarray(series.fill_null(0).to_numpy().astype(np.int64))
