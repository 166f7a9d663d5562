"""Counts that DuckDB is asked in its own words, several at the same time, before anybody needs one of them.

What `identifiers` and `first_orders` say of frames of any engine is said quicker of rows in files: see
`kpi_core.sources.duck_counts`. Where an answer does not prove what it needs, the common definition counts after all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from kpi_core.aggregate import LINE, Daily, Frame, Places, days_of, present
from kpi_core.fetching import Arrays, Query
from kpi_core.first_orders import not_refunded
from kpi_core.snapshot import Facts

if TYPE_CHECKING:
    from kpi_core.order_rows import OrderRows


T = TypeVar("T")


@dataclass(frozen=True)
class Question(Generic[T]):
    """A count in an engine's own words.

    Attributes
    ----------
    relation : Relation
        Where the rows are.
    query : callable
        What is asked; None where there is no such way.
    read : callable
        What the answer says; None where it proves nothing.
    """

    relation: Any
    query: Callable[[], Query | None]
    read: Callable[[Arrays], T | None]


@dataclass(eq=False)
class Later(Generic[T]):
    """Something that is counted once it is asked for, or together with others: see `ahead`.

    Attributes
    ----------
    make : callable
        Counts it by the definition that all engines share.
    question : Question, optional
        A quicker way, which is tried first.
    """

    make: Callable[[], T]
    question: Question[T] | None = None

    @cached_property
    def value(self) -> T:
        """What was counted."""
        told = _answers([self.question])[0] if self.question else None
        return self.make() if told is None else told

    @property
    def counted(self) -> bool:
        """Whether it is known by now."""
        return "value" in vars(self)


def ahead(asked: Iterable[Later[Any]]) -> None:
    """Count at the same time whatever has a question for an engine and is not known yet."""
    waiting = {id(each): (each, each.question) for each in asked if each.question and not each.counted}
    for (each, _), told in zip(waiting.values(), _answers([own for _, own in waiting.values()]), strict=True):
        each.value = each.make() if told is None else told


def _answers(questions: Sequence[Question[Any]]) -> list[Any]:
    """The answers to several questions, those of one session at the same time."""
    found: list[Any] = [None] * len(questions)
    for relation in {id(question.relation.session): question.relation for question in questions}.values():
        own = [at for at, question in enumerate(questions) if question.relation.session is relation.session]
        asked: list[int] = []
        told = relation.together(_queries(questions, own, asked))
        for at, arrays in zip(asked, told, strict=True):
            found[at] = questions[at].read(arrays)
    return found


def _queries(questions: Sequence[Question[Any]], own: Iterable[int], asked: list[int]) -> Iterator[Query]:
    """The queries of some questions, as far as they have one; `asked` takes note of which."""
    for at in own:
        if (query := questions[at].query()) is not None:
            asked.append(at)
            yield query


def opened(frame: Frame, identifier: str, facts: Facts, rows: Daily | None) -> Question[Daily] | None:
    """Different identifiers by day and channel, where they rise down the rows of a file.

    The frame's channels are those of the facts, or of `rows`, since orders may have that of their lead.
    """
    relation = facts.relation
    if relation is None or relation.engine != "duckdb" or identifier not in facts.filled:
        return None
    from kpi_core.sources import duck_counts

    named_there = {name for name in facts.outline.coded[0] if name is not None}
    channels = sorted(named_there | set(rows.places.names if rows else ()))

    def query() -> Query | None:
        named = frame.select("day", "channel", identifier)
        some = duck_counts.worth_a_look(int(facts.outline.rows.sum()))
        if some is not None:
            (look,) = relation.together([duck_counts.rising(named, identifier, channels, some)])
            if not duck_counts.rises(look):
                return None
        return duck_counts.rising(named, identifier, channels)

    def read(told: Arrays) -> Daily | None:
        if not duck_counts.rises(told):
            return None
        return Daily(Places(days_of(told["day"]), ([*channels, None], told["lane"])), told["opened"])

    return Question(relation, query, read)


def won(lines: Frame, facts: Facts, decimals: Mapping[str, int]) -> Question[Daily] | None:
    """New customers by the day and channel of their first order, of the rows of files as they stand."""
    relation, columns = facts.relation, lines.columns
    if relation is None or relation.engine != "duckdb" or facts.outline.lines is None or not len(facts.outline.days):
        return None
    if LINE not in columns or "customer_since" in columns:
        return None
    from kpi_core.sources import duck_counts

    channels = sorted(name for name in facts.outline.coded[0] if name is not None)
    begins, ends = facts.outline.days.min().item(), facts.outline.days.max().item()
    packed: list[duck_counts.Firsts] = []

    def query() -> Query | None:
        wanted = ("customer_id", "date", "channel", "order_id", "revenue", "refund", LINE)
        bought = not_refunded(lines.select(*(column for column in wanted if column in columns)), decimals)
        if "customer_id" not in facts.filled:
            bought = present(bought, "customer_id")
        bought = bought.select("customer_id", "date", "channel", LINE)
        unit = duck_counts.UNITS["day"]
        if not facts.outline.whole_days:
            (parts,) = relation.together([duck_counts.finest(bought)])
            unit = duck_counts.UNITS["microsecond" if parts["parts"].sum() else "second"]
        firsts = duck_counts.Firsts.of(channels, begins, ends, facts.outline.lines, unit)
        if firsts is None:
            return None
        packed[:] = [firsts]
        return firsts.query(bought, LINE)

    def read(told: Arrays) -> Daily | None:
        days, codes = packed[0].places(told["place"])
        return Daily(Places(days.astype(np.int64), ([*packed[0].channels, None], codes)), told["customers"])

    return Question(relation, query, read)


def won_of(rows: OrderRows, channels: Sequence[str]) -> Daily:
    """New customers by the day and channel of their first order, from order rows."""
    won = rows.first_days > 0
    lanes = rows.first_lanes[won].astype(np.int64)
    places = Places(rows.first_days[won].astype(np.int64), ([None, *channels], lanes))
    return Daily(places, np.ones(len(lanes), np.int64))


MOST_IN_MEMORY = 10_000_000
"""So many order lines, as whole numbers, take less memory than any engine's tables of their identifiers."""


def order_rows(lines: Frame, facts: Facts, lanes: Mapping[str, int]) -> Question[OrderRows] | None:
    """The order lines of a file as arrays; None where there are too many. The lanes may be told later."""
    relation = facts.relation
    if relation is None or relation.engine != "duckdb" or facts.outline.rows.sum() > MOST_IN_MEMORY:
        return None
    columns = lines.columns
    if "customer_since" in columns or LINE not in columns:
        return None
    from kpi_core.sources import duck_counts

    schema = lines.collect_schema()
    money = [name for name in ("revenue", "cost_of_goods") if name in columns]
    named = {
        name: name in facts.filled and schema[name].is_integer()
        for name in ("order_id", "customer_id")
        if name in columns
    }
    amounts = [*money, *(["refund"] if {"refund", "revenue"} <= set(columns) else [])]

    def query() -> Query:
        return duck_counts.lines(lines, amounts, lanes, LINE, named, facts.outline.whole_days)

    def read(told: Arrays) -> OrderRows:
        return _rows_of(told, named, {name: facts.decimals[name] for name in amounts}, money)

    return Question(relation, query, read)


def _rows_of(told: Arrays, named: Mapping[str, bool], decimals: Mapping[str, int], money: Sequence[str]) -> OrderRows:
    """The answer to `duck_counts.lines` as order rows."""
    from kpi_core.order_rows import NEVER, NOBODY, OrderRows, lane_type

    told, lanes = _in_order(told), lane_type(int(told["lane"].max(initial=0)))
    customers, people = _numbered(told["customer_id"], named["customer_id"])
    if "order_id" in named:
        orders, count = _numbered(told["order_id"], named["order_id"])
        nameless = np.flatnonzero(orders < 0)
        orders[nameless] = count + nameless  # without a number: of its own
    else:
        orders = np.arange(len(customers), dtype=np.int32)
    won = customers != NOBODY
    if "refund" in told:
        won &= ~_given_back(told, orders, decimals)
    known = np.flatnonzero(won)[::-1]
    opens = np.full(people, -1, np.int64)
    opens[customers[known]] = known  # the last to be written is the first of each
    return OrderRows(
        told["day"].astype(np.int32),
        told["lane"].astype(lanes),
        orders,
        customers,
        _since(_moments(told), customers, opens),
        np.where(opens < 0, NEVER, told["day"][opens]).astype(np.int32),
        np.where(opens < 0, 0, told["lane"][opens]).astype(lanes),
        {name: told[name] for name in money},
        {name: decimals[name] for name in money},
    )


def _given_back(told: Arrays, orders: Any, decimals: Mapping[str, int]) -> Any:
    """Which lines are of orders that were given back in full, as `first_orders.not_refunded` says."""
    scale = max(decimals["refund"], decimals["revenue"])
    sums = {}
    for name in ("refund", "revenue"):
        sums[name] = np.zeros(int(orders.max(initial=-1)) + 1, np.int64)
        np.add.at(sums[name], orders, told[name] * 10 ** (scale - decimals[name]))
    return ((sums["refund"] > 0) & (sums["refund"] >= sums["revenue"]))[orders]


def _since(moments: Any, customers: Any, opens: Any) -> Any:
    """Which lines are not earlier than their customer's first order."""
    first = np.full(len(opens) + 1, np.iinfo(np.int64).max)  # nobody is the last place
    first[:-1][opens >= 0] = moments[opens[opens >= 0]]
    return moments >= first[customers]


def _moments(told: Arrays) -> Any:
    return told.get("moment", told["day"])


def _in_order(told: Arrays) -> Arrays:
    """The rows by moment, those of one moment as they stand in the source."""
    moments, line = _moments(told), told.pop("line", None)
    rises, alike = moments[1:] > moments[:-1], moments[1:] == moments[:-1]
    rises |= alike if line is None else alike & (line[1:] > line[:-1])
    if rises.all():
        return told
    order = np.argsort(moments, kind="stable") if line is None else np.lexsort((line, moments))
    return {name: column[order] for name, column in told.items()}


def _numbered(names: Any, whole: bool) -> tuple[Any, int]:
    """Numbers from 0, as they are where that leaves few gaps, and how many there may be; -1 for none stays."""
    if not len(names):
        return names.astype(np.int32), 0
    low, high = int(names.min()), int(names.max())
    if not whole:
        return names.astype(np.int32), high + 1
    if 0 <= high - low < 4 * len(names):
        return np.subtract(names, low, dtype=np.int32, casting="unsafe"), high - low + 1
    different, codes = np.unique(names, return_inverse=True)
    return codes.astype(np.int32), len(different)
