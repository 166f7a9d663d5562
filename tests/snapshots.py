"""Snapshots made by hand: rows as tuples, money in roubles, so that a test can be read as a story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from kpi_core.cube import Cube
from kpi_core.engine import build
from kpi_core.facts import TABLES
from kpi_core.periods import Period, parse_period
from kpi_core.snapshot import Facts, Settings, Snapshot, Source, Target

CLOSE = date(2027, 6, 1)


def facts(kind: str, header: str, rows: Sequence[tuple[Any, ...]], *, monthly: bool = False, **source: Any) -> Facts:
    """A fact table from a header line and tuples; money at two decimals, None for an empty cell."""
    columns = header.split()
    types = TABLES[kind].columns
    frame = pd.DataFrame({name: [row[place] for row in rows] for place, name in enumerate(columns)})
    decimals = {}
    for name in columns:
        if types[name] == "date":
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
        elif types[name] in ("money", "number"):
            decimals[name] = 2 if types[name] == "money" else 0
            cells = [row[columns.index(name)] for row in rows]
            scaled = [None if cell is None else round(cell * 10 ** decimals[name]) for cell in cells]
            frame[name] = pd.array(scaled, dtype="Int64" if None in scaled else "int64")
        elif types[name] == "channel" or name == "kind":
            frame[name] = pd.Categorical(frame[name])
        elif types[name] == "flag":
            frame[name] = frame[name].astype(bool)
        else:
            frame[name] = frame[name].astype(object)
    frame["monthly"] = monthly
    origin = Source(f"{kind}.xlsx", "Лист1", "", kind, monthly=monthly, **source)
    return Facts(kind, frame, decimals, (origin,))


def snapshot(
    *tables: Facts, as_of: date = CLOSE, settings: Settings | None = None, targets: Sequence[Target] = (), **more: Any
) -> Snapshot:
    """A snapshot of these tables."""
    return Snapshot(
        "test",
        {table.kind: table for table in tables},
        settings=settings or Settings(),
        targets=tuple(targets),
        sources=tuple(source for table in tables for source in table.sources),
        as_of=as_of,
        **more,
    )


def cube(*tables: Facts, **more: Any) -> Cube:
    """The cube of these tables."""
    return build(snapshot(*tables, **more))


def period(text: str) -> Period:
    """A period as a person writes it."""
    return parse_period(text)


def orders(*rows: tuple[Any, ...], header: str = "date order_id customer_id channel revenue", **more: Any) -> Facts:
    """An orders table."""
    return facts("orders", header, rows, **more)


def spend(*rows: tuple[Any, ...], header: str = "date channel spend", **more: Any) -> Facts:
    """A spend table."""
    return facts("spend", header, rows, **more)


def leads(*rows: tuple[Any, ...], header: str = "date lead_id channel won won_date", **more: Any) -> Facts:
    """A leads table."""
    return facts("leads", header, rows, **more)


def target(month: str, kpi: str, value: float, channel: str | None = None) -> Target:
    """A row of the plan."""
    return Target(parse_period(month), kpi, value, channel)


def moment(text: str) -> datetime:
    """A date with a time."""
    return datetime.fromisoformat(text)
