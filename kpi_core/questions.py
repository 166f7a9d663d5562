"""Counts that DuckDB is asked in its own words, several at the same time, before anybody needs one of them.

What `identifiers` and `first_orders` say of frames of any engine is said quicker of rows in files: see
`kpi_core.sources.duck_counts`. Where an answer does not prove what it needs, the common definition counts after all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kpi_core.aggregate import LINE, Daily, Frame, Places, days_of, not_refunded, present
from kpi_core.fetching import Arrays, Query
from kpi_core.snapshot import Facts


@dataclass(frozen=True)
class Question:
    """A count in an engine's own words.

    Attributes
    ----------
    relation : Relation
        Where the rows are.
    query : callable
        What is asked; None where there is no such way.
    daily : callable
        The answer as totals; None where it proves nothing.
    """

    relation: Any
    query: Callable[[], Query | None]
    daily: Callable[[Arrays], Daily | None]


def answers(questions: Sequence[Question]) -> list[Daily | None]:
    """The answers to several questions, those of one session at the same time."""
    queries = [question.query() for question in questions]
    found: list[Daily | None] = [None] * len(questions)
    for session in {id(question.relation.session): question.relation for question in questions}.values():
        own = [
            at
            for at, question in enumerate(questions)
            if queries[at] is not None and question.relation.session is session.session
        ]
        told = session.together([queries[at] for at in own]) if own else []
        for at, arrays in zip(own, told, strict=True):
            found[at] = questions[at].daily(arrays)
    return found


def opened(frame: Frame, identifier: str, facts: Facts) -> Question | None:
    """Different identifiers by day and channel, where they rise down the rows of a file."""
    relation = facts.relation
    if relation is None or relation.engine != "duckdb" or identifier not in facts.filled:
        return None
    from kpi_core.sources import duck_counts

    named = frame.select("day", "channel", identifier)

    def query() -> Query | None:
        some = duck_counts.worth_a_look(int(facts.outline.rows.sum()))
        if some is not None:
            (look,) = relation.together([duck_counts.rising(named, identifier, some)])
            if not duck_counts.rises(look):
                return None
        return duck_counts.rising(named, identifier)

    def daily(told: Arrays) -> Daily | None:
        if not duck_counts.rises(told):
            return None
        return Daily(Places.of(days_of(told["day"]), told["channel"].tolist()), told["opened"])

    return Question(relation, query, daily)


def won(lines: Frame, facts: Facts, decimals: Mapping[str, int]) -> Question | None:
    """New customers by the day and channel of their first order, of the rows of files as they stand."""
    relation, columns = facts.relation, lines.columns
    if relation is None or relation.engine != "duckdb" or facts.outline.lines is None or not len(facts.outline.days):
        return None
    if LINE not in columns or "customer_since" in columns:
        return None
    from kpi_core.sources import duck_counts

    wanted = ("customer_id", "date", "channel", "order_id", "revenue", "refund", LINE)
    bought = lines.select(*(column for column in wanted if column in columns))
    if "customer_id" not in facts.filled:
        bought = present(bought, "customer_id")
    bought = not_refunded(bought, decimals).select("customer_id", "date", "channel", LINE)
    channels = sorted(name for name in facts.outline.coded[0] if name is not None)
    begins, ends = facts.outline.days.min().item(), facts.outline.days.max().item()
    packed: list[duck_counts.Firsts] = []

    def query() -> Query | None:
        unit = duck_counts.UNITS["day"]
        if not facts.outline.whole_days:
            (parts,) = relation.together([duck_counts.finest(bought)])
            unit = duck_counts.UNITS["microsecond" if parts["parts"].sum() else "second"]
        firsts = duck_counts.Firsts.of(channels, begins, ends, facts.outline.lines, unit)
        if firsts is None:
            return None
        packed[:] = [firsts]
        return firsts.query(bought, LINE)

    def daily(told: Arrays) -> Daily | None:
        days, codes = packed[0].places(told["place"])
        return Daily(Places(days.astype(np.int64), ([*packed[0].channels, None], codes)), told["customers"])

    return Question(relation, query, daily)
