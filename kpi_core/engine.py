"""Snapshot → Cube: every fact table is aggregated once, by day and channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

import narwhals as nw

from kpi_core import aggregate, questions
from kpi_core.aggregate import Daily, Frame
from kpi_core.amounts import Parts
from kpi_core.catalogue import find
from kpi_core.cube import Cube
from kpi_core.customers import Customers
from kpi_core.facts import AD_KIND, EVENT_TABLES
from kpi_core.fetching import Arrays
from kpi_core.first_orders import order_lines, outcomes
from kpi_core.identifiers import distinct, last_of_each, openings
from kpi_core.lead_cohorts import LeadCohorts
from kpi_core.measures import MEASURES, split_shift
from kpi_core.order_rows import CountedCustomers
from kpi_core.periods import month_of
from kpi_core.questions import Later, Question, opened, order_rows, won, won_of
from kpi_core.recognise.outline import Outline
from kpi_core.snapshot import Facts, Snapshot
from kpi_core.spans import TableSpan
from kpi_core.totals import Measured, Totals, TotalsOnDemand

# The columns of a table that are added up as they stand: measure → column.
_SUMMED = {
    "orders": {"revenue": "revenue", "cost_of_goods": "cost_of_goods", "items": "items", "refund_of_orders": "refund"},
    "spend": {"spend": "spend", "impressions": "impressions", "clicks": "clicks"},
    "traffic": {"visits": "visits", "users": "users"},
}
_NOT_ADDITIVE = {"users", "customers"}
_OF_CUSTOMERS = ("distinct", "cohort", "series")


def build(snapshot: Snapshot) -> Cube:
    """Aggregate the snapshot's tables once.

    Parameters
    ----------
    snapshot : Snapshot
        The checked rows; they are not changed.

    Returns
    -------
    Cube
        Answers any KPI for any period and channel.
    """
    return _Build(snapshot).cube()


class _Part(NamedTuple):
    """Daily totals of one measure, counted once they are asked for, and the table they come from."""

    daily: Later[Daily]
    table: str
    stock: bool = False


def ahead(cube: Cube, kpis: Iterable[str]) -> None:
    """Count at the same time whatever these KPIs need of rows that stay where they are."""
    measures = {split_shift(parameter)[0].removeprefix("paid_") for name in kpis for parameter in _parameters(name)}
    totals = {name: cube.measured[name].totals for name in measures if name in cube.measured}
    asked = {name: each.daily for name, each in totals.items() if isinstance(each, TotalsOnDemand)}
    rows = cube.customers.rows if isinstance(cube.customers, Customers) else None
    if rows is None or not any(name not in totals and MEASURES[name].how in _OF_CUSTOMERS for name in measures):
        questions.ahead(asked.values())
        return
    new = asked.pop("new_customers", None)
    questions.ahead([rows, *asked.values()])  # the rows take longest, so they begin
    if new is not None and rows.value is not None and not new.counted:
        new.value = won_of(rows.value.rows, cube.channels)


def _parameters(name: str) -> Iterator[str]:
    kpi = find(name)
    for each in kpi.first_of or (kpi.name,):
        yield from find(each).parameters


class _Build:
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._parts: dict[str, _Part] = {}
        self._rows: dict[str, Daily] = {}
        self._customers: Customers | None = None
        self._won: Frame | None = None
        self._lanes: dict[str, int] = {}  # known last

    def cube(self) -> Cube:
        self._orders()
        self._leads()
        for kind in ("spend", "traffic"):
            if kind in self._snapshot.tables:
                self._plain(self._snapshot.tables[kind])
        if "summary" in self._snapshot.tables:
            self._summary(self._snapshot.tables["summary"])
        self._sales_are_orders()
        lanes = self._lanes
        lanes.update((channel, lane) for lane, channel in enumerate(self._channels(), start=1))
        measured = {name: self._measured(name, lanes) for name in self._parts}
        presence = {table: Totals.of(rows, lanes) for table, rows in self._rows.items()}
        monthly = {kind: Totals.of(rows, lanes) for kind, rows in self._monthly_rows().items()}
        spans = {table: self._span(table, presence[table]) for table in presence}
        cohorts = self._cohorts(lanes, spans)
        return Cube(Parts(self._snapshot, lanes, measured, presence, monthly, spans, self._customers, cohorts))

    def _measured(self, name: str, lanes: Mapping[str, int]) -> Measured:
        part = self._parts[name]
        event = part.table in (*EVENT_TABLES, "sales")
        return Measured(
            name, TotalsOnDemand(part.daily, lanes), part.table, event, self._conflict(part.table), part.stock
        )

    # -- fact tables ---------------------------------------------------------------------------------------------

    def _orders(self) -> None:
        lines = order_lines(self._snapshot)
        if lines is None:
            return
        source = "orders" if "orders" in self._snapshot.tables else "leads"
        facts = self._snapshot.tables[source]
        frame = aggregate.by_day(lines)
        heads = openings(frame, "order_id")
        if heads is None:
            self._rows["orders"] = self._sums(frame, facts, _SUMMED["orders"], "orders")
            self._distinct("orders", frame, facts, "order_id", self._rows["orders"])
        else:  # the rows that open an order are added up with the money, in one pass
            marked = frame.with_columns(heads.cast(nw.Int64).alias("order heads"))
            columns = {**_SUMMED["orders"], "orders": "order heads"}
            self._rows["orders"] = self._sums(marked, facts, columns, "orders")
        if "refund" in frame.columns:
            self._refunds(lines, facts)
        if _known(frame, "customer_id"):
            lines = frame if self._costs_known() else frame.drop("cost_of_goods", strict=False)
            places, keep = self._rows["orders"].places, getattr(facts.relation, "keep", None)
            as_they_stand = source == "orders" and not self._takes_channels(facts)
            rows = self._counted(lines, facts) if as_they_stand else None
            customers = Customers(lines, facts.decimals, self._snapshot.settings.ltv_months, places, keep, rows)
            self._customers = customers
            asked = won(frame, facts, facts.decimals) if as_they_stand else None
            self._parts["new_customers"] = _Part(Later(partial(_won_by_day, customers), asked), "orders")

    def _counted(self, lines: Frame, facts: Facts) -> Later[CountedCustomers | None] | None:
        """The customers from order rows in memory; None where they are asked of the rows in place."""
        asked = order_rows(lines, facts, self._lanes)
        if asked is None:
            return None
        months = self._snapshot.settings.ltv_months

        def read(told: Arrays) -> CountedCustomers | None:
            rows = asked.read(told)
            if rows is None:
                return None
            return CountedCustomers(rows, self._lanes, "cost_of_goods" in rows.money, months)

        return Later(lambda: None, Question(asked.relation, asked.query, read))

    def _distinct(self, measure: str, frame: Frame, facts: Facts, identifier: str, rows: Daily | None = None) -> None:
        """Keep the count of different identifiers."""
        filled = identifier in facts.filled
        # Leads that were won are sales, and orders where no table has any: of the months in which they were.
        table = measure if measure in ("sales", "orders") else facts.kind
        question = opened(frame, identifier, facts, rows) if identifier in frame.columns else None
        make = partial(distinct, frame, identifier, rows, filled)
        self._parts[measure] = _Part(Later(make, question), table)

    def _costs_known(self) -> bool:
        """Whether every row with revenue tells its cost of goods."""
        if "cost_of_goods" not in self._parts or "revenue" not in self._parts:
            return False
        known = {name: int(self._parts[name].daily.value.known.sum()) for name in ("revenue", "cost_of_goods")}
        return known["cost_of_goods"] >= known["revenue"]

    def _refunds(self, lines: Frame, facts: Facts) -> None:
        """Refunds by the day they were made; without such a date, by the day of the order."""
        frame = aggregate.present(lines, "refund")
        if "refund_date" in frame.columns:
            made = nw.when(nw.col("refund_date").is_null()).then(nw.col("date")).otherwise(nw.col("refund_date"))
            frame = frame.with_columns(made.alias("date"))
        self._later("refund", aggregate.by_day(frame), facts, "refund", "orders")

    def _later(self, measure: str, frame: Frame, facts: Facts, column: str, table: str) -> None:
        """Keep the totals of one column, added up once they are asked for."""

        def make() -> Daily:
            _, dailies = aggregate.sums(frame, [column])
            return replace(dailies[column], decimals=facts.decimals.get(column, 0))

        self._parts[measure] = _Part(Later(make), table)

    def _leads(self) -> None:
        leads = outcomes(self._snapshot)
        if leads is None:
            return
        frame = aggregate.by_day(leads)
        facts = self._snapshot.tables["leads"]
        rows = self._rows["leads"] = _outlined(facts) if facts.relation else aggregate.row_counts(frame)
        self._distinct("leads", frame, facts, "lead_id", rows)
        if "qualified" in frame.columns:
            self._distinct("qualified_leads", frame.filter(nw.col("qualified")), facts, "lead_id")
        if "won" not in frame.columns:
            return
        won = frame.filter(nw.col("won"))
        if facts.relation is not None:
            won = facts.relation.keep(won)
        if "won_date" in frame.columns:
            won = won.with_columns(aggregate.days_between("won_date", aggregate.DAY, won).alias("lag"))
            sold = aggregate.by_day(won.drop("day"), "won_date")
            self._distinct("sales", sold, facts, "lead_id")
            # A month with leads and no sale is a month of zero sales, and one may have sales of earlier leads only.
            self._rows["sales"] = rows + aggregate.row_counts(sold)
            if "orders" not in self._snapshot.tables:
                self._rows["orders"] = self._rows["sales"]
        self._won = won
        self._distinct("won_leads", self._within_horizon(won), facts, "lead_id")

    def _within_horizon(self, won: Frame) -> Frame:
        horizon = self._snapshot.settings.conversion_horizon_days
        if horizon is None or "lag" not in won.columns:
            return won
        return won.filter(nw.col("lag") <= horizon)

    def _plain(self, facts: Facts) -> None:
        frame = aggregate.frame_of(facts)
        self._rows[facts.kind] = self._sums(frame, facts, _SUMMED[facts.kind], facts.kind)
        if facts.kind == "spend" and "kind" in frame.columns:
            self._ad_spend(facts, frame)
        elif facts.kind == "spend":
            self._parts["ad_spend"] = self._parts["spend"]

    def _ad_spend(self, facts: Facts, frame: Frame) -> None:
        """What was spent on advertising alone."""
        if facts.relation is None or "spend" not in facts.outline.sums:
            self._later("ad_spend", aggregate.by_day(aggregate.advertising(frame)), facts, "spend", "spend")
            return
        advertising = replace(facts, outline=facts.outline.where(facts.outline.kinds == AD_KIND))
        daily = replace(_added_up(advertising)["spend"], decimals=facts.decimals.get("spend", 0))
        self._parts["ad_spend"] = _Part(Later(lambda: daily), "spend")

    def _summary(self, facts: Facts) -> None:
        """Totals that the firm keeps itself, for those measures that have no table of their own."""
        frame = aggregate.by_day(aggregate.frame_of(facts))
        wanted = {column: column for column in facts.decimals if column in frame.columns and column not in self._parts}
        if "refund" in wanted:
            wanted["refund_of_orders"] = "refund"
        if "ad_spend" not in wanted and "spend" in wanted:
            wanted["ad_spend"] = "spend"
        self._rows["summary"] = self._sums(frame, facts, wanted, "summary")

    def _sums(self, frame: Frame, facts: Facts, measures: dict[str, str], table: str) -> Daily:
        """Keep the totals of the columns that are there; returns how many rows each day and channel has."""
        present = {measure: column for measure, column in measures.items() if column in frame.columns}
        outlined = facts.relation is not None and facts.kind == table and not self._takes_channels(facts)
        told = _added_up(facts) if outlined else {}
        asked = [column for column in dict.fromkeys(present.values()) if column not in told]

        @cache
        def added() -> tuple[Daily, dict[str, Daily]]:
            # Where all sums are known, no query is so much as written.
            return aggregate.sums(frame if aggregate.DAY in frame.columns else aggregate.by_day(frame), asked)

        def total(column: str) -> Daily:
            found = told[column] if column in told else added()[1][column]
            return replace(found, decimals=facts.decimals.get(column, 0))

        for measure, column in present.items():
            self._parts[measure] = _Part(Later(partial(total, column)), table, measure in _NOT_ADDITIVE)
        return _outlined(facts) if outlined else added()[0]

    def _takes_channels(self, facts: Facts) -> bool:
        """Whether orders may have the channel of their lead."""
        return facts.kind == "orders" and "leads" in self._snapshot.tables and facts.has("lead_id")

    def _sales_are_orders(self) -> None:
        """A won lead is an order: where only one of the two is known for a period, it is the other as well."""
        for unknown, known in (("sales", "orders"), ("orders", "sales")):
            if unknown not in self._parts and known in self._parts:
                self._parts[unknown] = self._parts[known]

    # -- what surrounds the totals -------------------------------------------------------------------------------

    def _channels(self) -> list[str]:
        """All channels, those with the most revenue first, then with the most spend, then leads, then by name."""
        weight = {name: [0, 0, 0, 0] for rows in self._rows.values() for name in rows.places.names}
        for place, measure in enumerate(("revenue", "spend", "leads", "visits")):
            if measure in self._parts and len({tuple(amounts) for amounts in weight.values()}) < len(weight):
                for channel, amount in self._parts[measure].daily.value.by_channel():
                    weight[channel][place] += amount
        return sorted(weight, key=lambda channel: ([-amount for amount in weight[channel]], channel))

    def _conflict(self, table: str) -> tuple[str, str] | None:
        origin = self._snapshot.tables.get(self._origin(table))
        return origin.conflict if origin else None

    def _origin(self, table: str) -> str:
        """The table of the source behind a table of the cube: sales are won leads, and so may orders be."""
        return "leads" if table == "sales" or table not in self._snapshot.tables else table

    def _monthly_rows(self) -> dict[str, Daily]:
        """Where each table has rows that stand for a whole month."""
        found: dict[str, Daily] = {}
        for table in self._rows:
            facts = self._snapshot.tables[self._origin(table)]
            if (monthly := self._rows_of_months(facts)) is not None:
                found[table] = aggregate.row_counts(aggregate.by_day(monthly))
        return found

    @staticmethod
    def _rows_of_months(facts: Facts) -> Frame | None:
        """The rows that stand for a whole month; None where there are none."""
        frame = aggregate.frame_of(facts)
        if not facts.has("monthly"):
            return None
        if aggregate.lazy(frame):
            any_month = any(source.monthly for source in facts.sources)
        else:
            any_month = aggregate.holds(frame, nw.col("monthly"))
        return frame.filter(nw.col("monthly")) if any_month else None

    def _span(self, table: str, presence: Totals) -> TableSpan:
        facts = self._snapshot.tables[self._origin(table)]
        days = tuple(presence.days)
        return TableSpan(days, max([*self._monthly_ends(facts), *days[-1:]], default=0))

    def _monthly_ends(self, facts: Facts) -> list[int]:
        """The last day that monthly rows speak for: the end of their month once it is over, else the as-of date."""
        monthly = self._rows_of_months(facts)
        latest = None if monthly is None else aggregate.rows_of(monthly.select(nw.col("date").max()))[0][0]
        if latest is None:
            return []
        month_end, as_of = month_of(latest.date()).end, self._snapshot.as_of
        return [(month_end if month_end < as_of else as_of).toordinal()]

    def _cohorts(self, lanes: dict[str, int], spans: dict[str, TableSpan]) -> LeadCohorts | None:
        """The won leads one by one, for the usual lag and for cohorts of equal age; a repeated lead counts once."""
        if self._won is None or "lag" not in self._won.columns:
            return None
        counted = _by_lag(self._won) if aggregate.lazy(self._won) else []
        if not self._each_once(sum(count for *_, count in counted)):
            counted = _by_lag(last_of_each(self._won, "lead_id"))
        return LeadCohorts(counted, lanes, spans["leads"].last)

    def _each_once(self, rows: int) -> bool:
        """Whether so many rows of won leads are known to be as many leads; of a horizon only some are counted."""
        leads = self._parts["won_leads"].daily.value
        everything = self._snapshot.settings.conversion_horizon_days is None
        return everything and leads.repeated is None and int(leads.amounts.sum()) == rows


def _by_lag(won: Frame) -> list[tuple[int, str | None, int | None, int]]:
    """How many leads of each day and channel were won after how many days."""
    keys = (*aggregate.KEY, "lag")
    rows = aggregate.rows_of(won.group_by(*keys).agg(nw.len().alias("count")).select(*keys, "count"))
    return [
        (day.toordinal(), channel, None if lag is None else int(lag), int(count)) for day, channel, lag, count in rows
    ]


def _won_by_day(customers: Customers) -> Daily:
    """New customers by the day and channel of their first order."""
    first = customers.first.rename({"first_date": "date", "first_channel": aggregate.CHANNEL})
    return aggregate.row_counts(aggregate.by_day(first))


def _outlined(facts: Facts) -> Daily:
    """How many rows each day and channel has, as it was counted in recognising the table."""
    return Daily(_places(facts.outline), facts.outline.rows)


def _added_up(facts: Facts) -> dict[str, Daily]:
    """The columns that were added up in recognising the table."""
    places = _places(facts.outline)
    return {column: Daily(places, sums.amounts, sums.known) for column, sums in facts.outline.sums.items()}


def _places(outline: Outline) -> aggregate.Places:
    return aggregate.Places(aggregate.days_of(outline.days), outline.coded)


def _known(frame: Frame, column: str) -> bool:
    """Whether the frame has the column and any value in it."""
    if aggregate.lazy(frame):
        return column in frame.columns  # a column without a value was left out
    return column in frame.columns and bool(aggregate.rows_of(frame.select(nw.col(column).count()))[0][0])
