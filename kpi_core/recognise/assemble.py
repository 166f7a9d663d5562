"""Tables of one kind into one: added up, unless two of them hold the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from kpi_core.errors import Finding, SourceError
from kpi_core.facts import AD_KIND, TABLES
from kpi_core.recognise import flags
from kpi_core.recognise.channels import Channels
from kpi_core.recognise.table import Table
from kpi_core.snapshot import Facts, Source

_IDENTIFIER = {"orders": "order_id", "leads": "lead_id"}
_MOST = 2**62


def assemble(kind: str, tables: Sequence[Table], channels: Channels) -> tuple[Facts, list[Finding]]:
    """All tables of one kind as one, with the conflict between two of them where there is one.

    Raises
    ------
    SourceError
        `column_too_large` where the sum of a column does not fit into 64 bits, so no sum of it would be right.
    """
    sources = tuple(table.source() for table in tables)
    decimals = _decimals(tables)
    frames = [_frame(table, at, channels, decimals) for at, table in enumerate(tables)]
    conflict, findings = _conflict(kind, tables, frames)
    frame = frames[0] if len(frames) == 1 else _stacked(frames)
    return Facts(kind, frame, decimals, sources, conflict), findings


def _decimals(tables: Sequence[Table]) -> dict[str, int]:
    """For each number column the largest scale of any table, as far as the totals leave room."""
    scales: dict[str, int] = {}
    totals: dict[str, float] = {}
    for table in tables:
        for column, numbers in table.numbers.items():
            scales[column] = max(scales.get(column, 0), numbers.decimals - table.powers.get(column, 0))
            totals[column] = totals.get(column, 0.0) + total_of(table, column)
    for column, total in totals.items():
        while scales[column] and total * 10.0 ** scales[column] >= _MOST:
            scales[column] -= 1
        if total >= _MOST:
            raise SourceError("column_too_large", column=column, place=tables[0].place)
    return scales


def total_of(table: Table, column: str) -> float:
    """The sum of the amounts of a column, signs apart."""
    numbers, power = table.numbers[column], table.powers.get(column, 0)
    return float(np.abs(numbers.values).sum(dtype=np.float64)) * 10.0 ** (power - numbers.decimals)


def plain_frame(table: Table, at: int, channels: Channels, decimals: Mapping[str, int]) -> dict[str, list[Any]]:
    """The rows that count as lists of plain values, for an engine that has other tables of the kind."""
    return plain_columns(_frame(table, at, channels, decimals))


def plain_columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """A frame of facts as lists of plain values, None where a cell is empty."""
    plain = {str(column): frame[column].astype(object) for column in frame}
    lists = {column: values.where(values.notna(), None).tolist() for column, values in plain.items()}
    dates = [column for column in plain if frame[column].dtype.kind == "M"]
    moments = {c: [None if each is None else each.to_pydatetime() for each in lists[c]] for c in dates}
    return {**lists, **moments}


def _frame(table: Table, at: int, channels: Channels, decimals: Mapping[str, int]) -> pd.DataFrame:
    used = table.ledger.used
    everything = bool(used.all())
    pick: Any = slice(None) if everything else used
    columns: dict[str, Any] = {}
    for column in TABLES[table.name].columns:
        if column in table.dates:
            columns[column] = pd.Series(table.dates[column][pick])
        elif column in table.numbers:
            columns[column] = _numbers(table, column, decimals[column], pick)
        elif column in table.ids:
            columns[column] = pd.Series(table.ids[column][pick], dtype=object)
        elif column in table.flags:
            columns[column] = pd.Series(table.flags[column][pick])
        elif column == "channel" and table.channel is not None:
            columns[column] = _channel(table, channels, pick)
        elif column == "kind" and table.kind is not None:
            columns[column] = _kind(table, pick)
    count = int(used.sum())
    columns["monthly"] = np.full(count, table.monthly)
    columns["source"] = np.full(count, at, np.int32)
    columns["row"] = table.ledger.row_numbers()[pick]
    return pd.DataFrame(columns)


def _numbers(table: Table, column: str, scale: int, pick: Any) -> pd.Series:
    numbers = table.numbers[column]
    values = numbers.values[pick]
    shift = scale - numbers.decimals + table.powers.get(column, 0)
    if shift > 0:
        values = values * np.int64(10**shift)
    elif shift < 0:
        values = np.rint(values / 10.0**-shift).astype(np.int64)
    missing = numbers.missing[pick]
    if not missing.any():
        return pd.Series(values)
    return pd.Series(pd.arrays.IntegerArray(values, missing.copy()))


def _channel(table: Table, channels: Channels, pick: Any) -> pd.Series:
    assert table.channel is not None
    shown = [channels.show(value) for value in table.channel.values]
    codes = table.channel.codes[pick]
    present = set(np.unique(codes))
    names = list(dict.fromkeys(n for place, n in enumerate(shown) if n is not None and place in present))
    places = {name: place for place, name in enumerate(names)}
    mapped = np.array([places.get(name, -1) if name is not None else -1 for name in shown] + [-1], np.int32)
    return pd.Series(_categorical(mapped[codes], names))


def _categorical(codes: Any, names: list[str]) -> Any:
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(pd.Index(names, dtype=object)))


def _kind(table: Table, pick: Any) -> pd.Series:
    assert table.kind is not None
    known = [flags.spend_kind(value) or str(value) for value in table.kind.values]
    return pd.Series(np.array([*known, AD_KIND], object)[table.kind.codes[pick]], dtype=object)


def _stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The frames one under another; a column that one of them lacks is empty there, a flag no."""
    names = dict.fromkeys(column for frame in frames for column in frame.columns)
    order = [*(n for n in names if n not in ("monthly", "source", "row")), "monthly", "source", "row"]
    return pd.DataFrame({column: _stacked_column(column, frames) for column in order})


def _stacked_column(column: str, frames: Sequence[pd.DataFrame]) -> Any:
    present = [frame[column] for frame in frames if column in frame]
    like = present[0]
    if column == "channel":
        return _stacked_channels(frames)
    parts = [frame[column] if column in frame else _filler(column, like, len(frame)) for frame in frames]
    if pd.api.types.is_integer_dtype(like.dtype) and any(str(part.dtype) == "Int64" for part in parts):
        parts = [part.astype("Int64") for part in parts]
    return pd.concat(parts, ignore_index=True)


def _filler(column: str, like: pd.Series, count: int) -> pd.Series:
    if column == "kind":
        return pd.Series([AD_KIND] * count, dtype=object)
    if like.dtype == bool:
        return pd.Series(np.zeros(count, bool))
    if pd.api.types.is_integer_dtype(like.dtype):
        return pd.Series(pd.arrays.IntegerArray(np.zeros(count, np.int64), np.ones(count, bool)))
    if like.dtype == object:
        return pd.Series([None] * count, dtype=object)
    return pd.Series(np.full(count, np.datetime64("NaT", "us"), "datetime64[us]"))


def _stacked_channels(frames: Sequence[pd.DataFrame]) -> Any:
    names = list(dict.fromkeys(n for f in frames if "channel" in f for n in f["channel"].cat.categories))
    places = {name: place for place, name in enumerate(names)}
    codes = []
    for frame in frames:
        if "channel" not in frame:
            codes.append(np.full(len(frame), -1, np.int64))
            continue
        column = frame["channel"].cat
        mapped = np.array([*(places[name] for name in column.categories), -1], np.int64)
        codes.append(mapped[column.codes.to_numpy()])
    return _categorical(np.concatenate(codes), names)


def _conflict(
    kind: str, tables: Sequence[Table], frames: Sequence[pd.DataFrame]
) -> tuple[tuple[str, str] | None, list[Finding]]:
    """The first two tables of which nobody can say whether they hold the same rows."""
    conflict: tuple[str, str] | None = None
    findings: list[Finding] = []
    for one, other in combinations(range(len(tables)), 2):
        told = _overlap(kind, tables[one], tables[other], frames[one], frames[other])
        if told is None:
            continue
        code, params = told
        places = (tables[one].place, tables[other].place)
        conflict = conflict or places
        grid = tables[other].ledger.grid
        params = {"one": places[0], "other": places[1], "table": TABLES[kind].label, **params}
        findings.append(Finding("error", code, params, grid.file, grid.sheet))
    return conflict, findings


def _overlap(
    kind: str, one: Table, other: Table, first: pd.DataFrame, second: pd.DataFrame
) -> tuple[str, dict[str, Any]] | None:
    identifier = _IDENTIFIER.get(kind)
    if identifier and identifier in first and identifier in second:
        shared = set(first[identifier].dropna()) & set(second[identifier].dropna())
        if not shared:
            return None
        return "conflict_ids", {"count": len(shared), "example": min(shared), "column": identifier}
    if kind == "summary" and not _shared_measures(one, other):
        return None
    days = _days(one, other, first) & _days(other, one, second)
    if not days:
        return None
    channel, _, day = min(days, key=lambda each: (each[2], str(each[0])))
    return "conflict_days", {"count": len(days), "channel": channel or "—", "day": str(day)[:10]}


def _shared_measures(one: Table, other: Table) -> set[str]:
    return set(one.numbers) & set(other.numbers)


def _days(table: Table, beside: Table, frame: pd.DataFrame) -> set[tuple[Any, Any, Any]]:
    """Channel, kind of cost and day (or month, where one of the two is monthly) of every row."""
    unit = "datetime64[M]" if table.monthly or beside.monthly else "datetime64[D]"
    days = frame["date"].to_numpy().astype(unit).astype("datetime64[s]")
    channel = (
        frame["channel"].astype(object).where(frame["channel"].notna(), None)
        if "channel" in frame
        else [None] * len(frame)
    )
    kind = frame["kind"] if "kind" in frame else [AD_KIND if table.name == "spend" else ""] * len(frame)
    unique = pd.DataFrame({"channel": channel, "kind": kind, "day": days}).drop_duplicates()
    return {(_none(c), k, d) for c, k, d in zip(unique["channel"], unique["kind"], unique["day"], strict=True)}


def _none(value: Any) -> Any:
    return None if value is None or value != value else value


def sources_of(facts: Mapping[str, Facts]) -> tuple[Source, ...]:
    """All sources, in the order of the tables."""
    return tuple(source for each in facts.values() for source in each.sources)
