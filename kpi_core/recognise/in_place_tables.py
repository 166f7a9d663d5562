"""Tables of one kind into one where the rows of some stay where they are: the counterpart of `assemble`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import narwhals as nw
import numpy as np

from kpi_core.errors import Finding, SourceError
from kpi_core.facts import AD_KIND, TABLES
from kpi_core.fetching import fetched
from kpi_core.recognise import flags
from kpi_core.recognise.channels import Channels
from kpi_core.recognise.in_place_columns import scaled
from kpi_core.recognise.in_place_table import CHANNEL, KIND, MEDIUM, TableInPlace
from kpi_core.recognise.outline import Outline, Sums, outline_of
from kpi_core.recognise.table import Table
from kpi_core.snapshot import Facts, Source
from kpi_core.sources.relation import LINE, Relation

Conflict = tuple[tuple[str, str] | None, list[Finding]]

_IDENTIFIER = {"orders": "order_id", "leads": "lead_id"}
_MOST = 2**62
_LINES = 45
"""Lines of one table of a kind stand below those of the next by so many bits."""


def assemble_in_place(kind: str, tables: Sequence[Table], channels: Channels) -> tuple[Facts, list[Finding]]:
    """All tables of one kind as one lazy table.

    Raises
    ------
    SourceError
        `column_too_large`, or `engines_apart` where the rows lie with engines that cannot be joined.
    """
    relation = common_relation(tables)
    decimals = _decimals(tables)
    made: list[tuple[Any, list[Source], Outline]] = []
    offset = 0
    for number, table in enumerate(tables):
        if isinstance(table, TableInPlace):
            frame = _frame(table, channels, decimals, number, offset)
            made.append((frame, table.sources(), _shown(table, channels, decimals, number, offset)))
        else:
            made.append(_lifted(table, relation, channels, decimals, number, offset))
        offset += len(made[-1][1])
    sources = tuple(source for _, own, _ in made for source in own)
    outlined = made[0][2]
    for _, _, own in made[1:]:
        outlined = outlined + own
    frame = _stacked(kind, [frame for frame, _, _ in made])
    conflict, findings = _conflict(kind, frame, sources, outlined)
    filled = {column for column in frame.collect_schema().names() if all(_fills(table, column) for table in tables)}
    return Facts(kind, frame, decimals, sources, conflict, outlined, relation, frozenset(filled)), findings


def _fills(table: Table, column: str) -> bool:
    return isinstance(table, TableInPlace) and column in table.named_all


def common_relation(tables: Sequence[Table]) -> Relation:
    """The one place all rows can be brought together in.

    Raises
    ------
    SourceError
        `engines_apart`, naming two of them.
    """
    lazy = [table for table in tables if isinstance(table, TableInPlace)]
    relation = lazy[0].relation
    others = [table for table in lazy if table.relation.session is not relation.session]
    here = [table for table in tables if not isinstance(table, TableInPlace)]
    if others or (here and relation.lift is None):
        raise SourceError("engines_apart", one=lazy[0].place, other=(others or here)[0].place)
    return relation


def brought_together(facts: dict[str, Facts]) -> dict[str, Facts]:
    """Orders and leads that name each other are joined, so they have to lie in one place.

    Raises
    ------
    SourceError
        `engines_apart`, naming both.
    """
    pair = [facts[kind] for kind in ("orders", "leads") if kind in facts and facts[kind].has("lead_id")]
    there = [each for each in pair if each.relation is not None]
    if len(pair) < 2 or not there or len({id(each.relation.session) for each in there}) + len(pair) - len(there) == 1:
        return facts
    here = next((each for each in pair if each.relation is None), None)
    if here is None or there[0].relation.lift is None:
        raise SourceError("engines_apart", one=pair[0].sources[0].place, other=pair[1].sources[0].place)
    from kpi_core.recognise.assemble import plain_columns

    columns = plain_columns(here.frame)
    columns["line"] = list(range(len(columns.pop("row"))))
    relation = there[0].relation
    return {
        **facts,
        here.kind: replace(here, frame=relation.lift(columns), relation=relation, outline=outline_of(here)),
    }


def _decimals(tables: Sequence[Table]) -> dict[str, int]:
    """For each number column the largest scale of any table, as far as the totals leave room."""
    scales: dict[str, int] = {}
    totals: dict[str, float] = {}
    for table in tables:
        for column, scale, total in _amounts(table):
            scales[column] = max(scales.get(column, 0), scale)
            totals[column] = totals.get(column, 0.0) + total
    for column, total in totals.items():
        while scales[column] and total * 10.0 ** scales[column] >= _MOST:
            scales[column] -= 1
        if total >= _MOST:
            raise SourceError("column_too_large", column=column, place=tables[0].place)
    return scales


def _amounts(table: Table) -> list[tuple[str, int, float]]:
    if isinstance(table, TableInPlace):
        return [
            (column, table.scales[column] - power, table.totals[column] * 10.0**power)
            for column, power in table.powers.items()
        ]
    from kpi_core.recognise.assemble import total_of

    return [
        (column, numbers.decimals - table.powers.get(column, 0), total_of(table, column))
        for column, numbers in table.numbers.items()
    ]


def _frame(table: TableInPlace, channels: Channels, decimals: Mapping[str, int], number: int, offset: int) -> Any:
    """Our columns as the engine wants them."""
    columns: dict[str, Any] = {}
    for column in TABLES[table.name].columns:
        value = nw.col(f"value {column}")
        if column == "date" and table.monthly:
            columns[column] = value.dt.truncate("1mo").cast(nw.Datetime("us"))
        elif column in table.dated:
            columns[column] = value
        elif column in table.powers:
            power = decimals[column] + table.powers[column]
            whole = scaled(value, table.types[column], max(power, 0), table.totals[column])
            columns[column] = -whole if column in table.turned else whole
        elif column in table.named:
            columns[column] = value if table.whole_ids(column) else value.cast(nw.String)
        elif column in table.flagged:
            columns[column] = value
    if table.channels:
        columns["channel"] = _channel(table, channels)
    if table.kinds is not None:
        columns["kind"] = _kind(table.kinds)
    columns["monthly"] = nw.lit(table.monthly)
    columns["source"] = nw.col("part") + offset
    if LINE in table.frame.collect_schema().names():
        columns["line"] = nw.col(LINE) + (number << _LINES) if number else nw.col(LINE)
    return table.frame.select(*(value.alias(column) for column, value in columns.items()))


def _channel(table: TableInPlace, channels: Channels) -> Any:
    """The name shown for each spelling; most are shown as they are written."""
    written = nw.col(f"value {CHANNEL}")
    if table.marked:
        medium = nw.col(f"value {MEDIUM}")
        both = nw.concat_str([written, nw.lit(" / "), medium])
        written = nw.when(medium.is_null() | (medium == "")).then(written).otherwise(both)
    groups: dict[str | None, list[str]] = {None: list(table.blank_channels)}
    for spelling, _ in table.spellings():
        shown = channels.show(spelling)
        if shown != spelling:
            groups.setdefault(shown, []).append(str(spelling))
    shown_as: Any = written
    for name, spellings in groups.items():
        if spellings:
            shown_as = nw.when(written.is_in(spellings)).then(nw.lit(name, dtype=nw.String)).otherwise(shown_as)
    return shown_as


def _kind(kinds: Sequence[Any]) -> Any:
    written = nw.col(f"value {KIND}")
    meant = nw.lit(AD_KIND)
    for value in kinds:
        meant = nw.when(written == value).then(nw.lit(flags.spend_kind(value) or str(value).strip())).otherwise(meant)
    return meant


def _shown(table: TableInPlace, channels: Channels, decimals: Mapping[str, int], number: int, offset: int) -> Outline:
    """The outline with the names shown and the amounts at the scale of the whole."""
    own = table.outline
    assert own is not None
    names = {None: None, **{spelling: channels.show(spelling) for spelling, _ in table.spellings()}}
    kinds = {None: AD_KIND, **{kind: flags.spend_kind(kind) or str(kind).strip() for kind in table.kinds or ()}}
    days = own.days.astype("datetime64[M]").astype("datetime64[D]") if table.monthly else own.days
    written, codes = own.coded
    shown = _objects([names[each] for each in written])[codes]
    meant = [kinds[each] for each in own.kinds]
    shifted = {column: _shifted(own.sums[column], table, column, decimals[column]) for column in own.sums}
    return replace(
        Outline.counted(own.sources + offset, days, shown, meant, own.rows, own.paid),
        sums={column: sums for column, sums in shifted.items() if sums is not None},
        lines=None if own.lines is None else own.lines + (number << _LINES),
        whole_days=own.whole_days,
    )


def _objects(values: list[Any]) -> Any:
    array = np.empty(len(values), object)
    array[:] = values
    return array


def _shifted(sums: Sums, table: TableInPlace, column: str, decimals: int) -> Sums | None:
    """Sums at the scale of the whole; None where that is smaller than the column's own, so that each row is rounded."""
    power = decimals + table.powers[column]
    if power < table.scales[column]:
        return None
    apart = power - sums.decimals
    amounts = sums.amounts * 10**apart if apart >= 0 else sums.amounts // 10**-apart
    return Sums(-amounts if column in table.turned else amounts, sums.known, decimals)


def _lifted(
    table: Table, relation: Relation, channels: Channels, decimals: Mapping[str, int], number: int, offset: int
) -> tuple[Any, list[Source], Outline]:
    """A table that was read whole, brought to the others."""
    from kpi_core.recognise.assemble import plain_frame

    columns = plain_frame(table, offset, channels, decimals)
    columns["line"] = [(number << _LINES) + row for row in columns.pop("row")]
    assert relation.lift is not None
    count = len(columns["line"])
    paid = [bool(amount and amount > 0) for amount in columns.get("spend") or [0] * count]
    named, kinds = columns.get("channel") or [None] * count, columns.get("kind") or [AD_KIND] * count
    outline = Outline.counted([offset] * count, columns["date"], named, kinds, [1] * count, paid)
    return relation.lift(columns), [table.source()], outline


def _stacked(kind: str, frames: Sequence[Any]) -> Any:
    """The frames one under another; a column that one of them lacks is empty there, a flag no."""
    if len(frames) == 1:
        return frames[0]
    schemas = [frame.collect_schema() for frame in frames]
    order = list(dict.fromkeys(column for schema in schemas for column in schema.names()))
    types = TABLES[kind].columns
    alike = []
    for frame, schema in zip(frames, schemas, strict=True):
        columns = []
        for column in order:
            found = next(each[column] for each in schemas if column in each)
            if types.get(column) == "id":
                value = nw.col(column) if column in schema else nw.lit(None, dtype=nw.String)
                columns.append(value.cast(nw.String).alias(column))
            elif column in schema:
                columns.append(nw.col(column))
            else:
                missing: Any = {"kind": AD_KIND, "monthly": False}.get(column, False if found == nw.Boolean else None)
                columns.append(nw.lit(missing, dtype=found).alias(column))
        alike.append(frame.select(*columns))
    return nw.concat(alike)


def _conflict(
    kind: str, frame: Any, sources: Sequence[Source], outline: Outline
) -> tuple[tuple[str, str] | None, list[Finding]]:
    """Two parts of which nobody can say whether they hold the same rows."""
    if len(sources) < 2:
        return None, []
    identifier = _IDENTIFIER.get(kind)
    if identifier and identifier in frame.collect_schema().names():
        return _shared_ids(kind, identifier, frame, sources)
    return _shared_days(kind, sources, outline)


def _shared_ids(kind: str, identifier: str, frame: Any, sources: Sequence[Source]) -> Conflict:
    named = frame.filter(~nw.col(identifier).is_null()).select(identifier, "source")
    ends = named.group_by(identifier).agg(nw.col("source").min().alias("one"), nw.col("source").max().alias("other"))
    shared = ends.filter(nw.col("one") != nw.col("other")).group_by("one", "other")
    counted = shared.agg(nw.len().alias("count"), nw.col(identifier).min().alias("example"))
    rows = sorted(zip(*fetched(counted.select("one", "other", "count", "example")), strict=True))
    findings = []
    for one, other, count, example in rows:
        params = {"count": int(count), "example": example, "column": identifier}
        findings.append(_told(kind, "conflict_ids", sources[int(one)], sources[int(other)], params))
    places = (sources[int(rows[0][0])].place, sources[int(rows[0][1])].place) if rows else None
    return places, findings


def _shared_days(kind: str, sources: Sequence[Source], outline: Outline) -> Conflict:
    days: dict[int, set[tuple[Any, Any, Any]]] = {}
    entries = zip(outline.sources.tolist(), outline.channels, outline.kinds, outline.days.tolist(), strict=True)
    for source, channel, cost, day in entries:
        days.setdefault(source, set()).add((channel, cost, day))
    conflict: tuple[str, str] | None = None
    findings: list[Finding] = []
    for one, other in combinations(sorted(days), 2):
        first, second = days[one], days[other]
        if sources[one].monthly != sources[other].monthly:
            first, second = ({(c, k, day.replace(day=1)) for c, k, day in each} for each in (first, second))
        both = first & second
        if not both:
            continue
        shared, _, on = min(both, key=lambda each: (each[2], str(each[0])))
        params = {"count": len(both), "channel": shared or "—", "day": str(on)}
        findings.append(_told(kind, "conflict_days", sources[one], sources[other], params))
        conflict = conflict or (sources[one].place, sources[other].place)
    return conflict, findings


def _told(kind: str, code: str, one: Source, other: Source, params: dict[str, Any]) -> Finding:
    filled = {"one": one.place, "other": other.place, "table": TABLES[kind].label, **params}
    return Finding("error", code, filled, other.file, other.sheet)
