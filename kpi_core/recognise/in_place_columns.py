"""Columns of rows that stay where they are: what each cell means, as expressions that every engine understands.

A typed column is taken as it is. Of text and of what else needs reading, the different values are fetched and read by
the one parser of all sources, and what they mean goes back as a table beside the rows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import narwhals as nw
import numpy as np

from kpi_core.errors import SourceError
from kpi_core.fetching import fetched
from kpi_core.recognise.cells import Cells
from kpi_core.recognise.dates import FIRST_YEAR, LAST_YEAR, parse_dates
from kpi_core.recognise.headers import Header
from kpi_core.recognise.in_place_looked import narrow
from kpi_core.recognise.ledger import Fault
from kpi_core.recognise.numbers import MOST_DECIMALS, parse_numbers
from kpi_core.sources.relation import Relation

MOST_WORDS, MOST_DATES, MOST_NUMBERS, IN_AN_EXPRESSION = 10_000, 200_000, 1_000, 40
LARGEST = 10**15
_ROOMY = 27  # digits of a decimal that leave an engine room to shift it in its 38
_NARROW = 1e17  # the digits of such a decimal, shifted, still fit into 64 bits
_EXACT = 2**53  # as far as a float knows every whole number

_SPACE = "[ \u00a0\u202f]"
_SIGN = "[-\u2212]?"
# Whatever else people write, and 1,234, which may be either, is for the parser of all sources.
_PLAIN = (
    rf"^{_SIGN}(\d{{1,13}}|\d{{1,3}}({_SPACE}\d{{3}}){{1,3}})([.,](\d{{1,2}}|\d{{4,9}}))?$|"
    rf"^{_SIGN}(0|\d{{4,13}})[.,]\d{{3}}$"
)
_CLOCK = r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}([.]\d{1,6})?)?$"


@dataclass(frozen=True)
class Told:
    """What a column of cells means.

    Attributes
    ----------
    value : expression
        The cell, missing where it is empty or at fault.
    faults : list of (expression, Fault)
        Which rows are wrong, and why.
    months : bool
        Of dates: whether all of them were written as months.
    plain : expression or None
        The same without the guards, for a column without any fault.
    """

    value: Any
    faults: list[tuple[Any, Fault]] = field(default_factory=list)
    months: bool = False
    plain: Any = None


class Columns:
    """The rows of one relation, to which tables of meanings are joined as they become known."""

    def __init__(self, relation: Relation, place: str, headers: Sequence[Header]) -> None:
        self.relation, self.place, self.headers = relation, place, headers
        names = relation.columns
        beside = [name for name in relation.frame.collect_schema().names() if name not in names]
        own = [nw.col(name).alias(raw(at)) for at, name in enumerate(names)]
        self.frame = relation.frame.select(*own, *beside)
        self.types = self.frame.collect_schema()
        self._seen: dict[int, list[tuple[Any, int]]] = {}
        self._joined = 0

    def cells(self, at: int, values: Sequence[Any]) -> Cells:
        """Values as a column that the parsers of all sources read."""
        return Cells(self.headers[at], at, list(values))

    def words(self, at: int) -> list[Any]:
        """The different values of a column, most frequent first."""
        return [value for value, _ in self.counted(at, MOST_WORDS)]

    def counted(self, at: int, most: int, rows: Any = None) -> list[tuple[Any, int]]:
        """The different values, with how many rows have each.

        Raises
        ------
        SourceError
            `in_place_too_many`: more than `most`.
        """
        if rows is None and at in self._seen:
            return self._seen[at]
        chosen = self.frame.filter(~nw.col(raw(at)).is_null())
        chosen = chosen if rows is None else chosen.filter(rows)
        counts = chosen.group_by(raw(at)).agg(nw.len().alias("rows")).head(most + 1)
        found = list(zip(*fetched(counts.select(raw(at), "rows")), strict=True))
        if len(found) > most:
            raise self._error("in_place_too_many", at, most=most)
        # By value where counts are equal: engines hand groups over in any order.
        found.sort(key=lambda each: (-each[1], str(each[0])))
        if rows is None:
            self._seen[at] = found
        return found

    def _error(self, code: str, at: int, **params: Any) -> SourceError:
        return SourceError(code, place=self.place, column=self.headers[at].text, engine=self.relation.engine, **params)

    def looked_up(self, at: int, meanings: Mapping[Any, Any], dtype: Any) -> Any:
        """An expression that gives each cell its meaning, and nothing to a cell that has none."""
        key = nw.col(raw(at))
        if len(meanings) <= IN_AN_EXPRESSION:
            found = nw.lit(None, dtype=dtype)
            for value, meaning in meanings.items():
                found = nw.when(key == value).then(nw.lit(meaning, dtype=dtype)).otherwise(found)
            return found
        if self.relation.lift is None:
            raise self._error("in_place_text", at)
        self._joined += 1
        name = f"meaning {self._joined}"
        table = self.relation.lift({raw(at): list(meanings), name: list(meanings.values())})
        self.frame = self.frame.join(table, on=raw(at), how="left")
        return nw.col(name)

    # -- dates ---------------------------------------------------------------------------------------------------

    def date(self, at: int, pattern: str | None) -> Told:
        """A column of dates."""
        kind = self.types[raw(at)]
        cell = nw.col(raw(at))
        if kind == nw.Date or isinstance(kind, nw.Datetime):
            return self._years(cell.cast(nw.Datetime("us")))
        if kind == nw.String:
            clocks = self._clocks(at)
            if clocks is not None:
                return clocks
        elif not (kind.is_integer() or kind.is_float()):
            return Told(nw.lit(None, dtype=nw.Datetime("us")), [(~cell.is_null(), ("date_is_text", {}))])
        values = [value for value, _ in self.counted(at, MOST_DATES) if value == value]
        parsed = parse_dates(self.cells(at, values), pattern)
        good = {
            value: moment.item() for value, moment in zip(values, parsed.values, strict=True) if not np.isnat(moment)
        }
        wrong: dict[Any, Fault] = {values[row]: fault for row, fault in parsed.faults.items()}
        text, one, other = parsed.example
        for row in map(int, np.flatnonzero(parsed.undecided)):
            wrong[values[row]] = ("date_undecided", {"example": text, "one": one, "other": other})
        faults = self._faults(at, wrong)
        return Told(self.looked_up(at, good, nw.Datetime("us")), faults, parsed.months)

    def _years(self, moment: Any, others: Sequence[tuple[Any, Fault]] = ()) -> Told:
        inside = moment.is_between(datetime(FIRST_YEAR, 1, 1), datetime(LAST_YEAR + 1, 1, 1), closed="left")
        fault: Fault = ("date_year", {"first": FIRST_YEAR, "last": LAST_YEAR})
        known = nw.when(inside).then(moment)
        return Told(known, [*others, (~moment.is_null() & ~inside, fault)], plain=moment)

    def _clocks(self, at: int) -> Told | None:
        """Moments written as 2026-10-01 12:30:00, which differ in every row: an engine reads them itself."""
        cell = nw.col(raw(at))
        text = cell.str.strip_chars()
        marked = self.frame.select(cell.alias("cell"), text.str.contains(_CLOCK).alias("clock"))
        counted = marked.filter(~nw.col("cell").is_null()).group_by("clock").agg(nw.len().alias("rows"))
        found = dict(zip(*fetched(counted.select("clock", "rows")), strict=True))
        if set(found) != {True}:
            return None
        days = self.frame.select(text.str.slice(0, 10).alias("day")).unique().head(MOST_DATES)
        parsed = parse_dates(Cells(self.headers[at], at, [day for day in fetched(days)[0] if day is not None]))
        if parsed.faults or parsed.undecided.any():
            return None
        return self._years(text.cast(nw.Datetime("us")))

    def _faults(self, at: int, wrong: Mapping[Any, Fault]) -> list[tuple[Any, Fault]]:
        """Which rows hold a wrong value, one condition a fault."""
        by_fault: dict[str, tuple[Fault, list[Any]]] = {}
        for value, fault in wrong.items():
            by_fault.setdefault(fault[0], (fault, []))[1].append(value)
        return [(nw.col(raw(at)).is_in(values), fault) for fault, values in by_fault.values()]

    # -- numbers -------------------------------------------------------------------------------------------------

    def number(self, at: int, decimal: str | None) -> Told:
        """A column of numbers: whole, decimal or floating ones, missing where a cell holds none."""
        kind, cell = self.types[raw(at)], nw.col(raw(at))
        if kind == nw.String:
            return self._written(at, decimal)
        if not kind.is_numeric():
            code = "number_is_flag" if kind == nw.Boolean else "number_is_date"
            return Told(nw.lit(None, dtype=nw.Int64), [(~cell.is_null(), (code, {}))])
        faults: list[tuple[Any, Fault]] = []
        if kind.is_float():
            cell = cell.cast(nw.Float64)
            finite = _finite(cell)
            endless = nw.when(~finite).then(~cell.cast(nw.String).str.to_lowercase().is_in(["nan"]))
            faults.append((endless & ~cell.is_null(), ("number_infinite", {})))
            cell = nw.when(finite).then(cell)
        long = (cell >= LARGEST) | (cell <= -LARGEST)
        faults.append((long, ("number_too_long", {})))
        value = nw.when(~long).then(cell)
        if kind.is_float():
            return Told(value, faults)
        whole = kind.is_integer()
        return Told(value.cast(nw.Int64) if whole else value, faults, plain=cell.cast(nw.Int64) if whole else cell)

    def _written(self, at: int, decimal: str | None) -> Told:
        """Numbers written as text."""
        text = nw.col(raw(at)).str.strip_chars()
        plain = text.str.contains(_PLAIN) if decimal is None else text.str.contains(r"^-?\d{1,13}$")
        odd = [value for value, _ in self.counted(at, MOST_NUMBERS, ~plain)]
        read = text.str.replace_all(_SPACE, "").str.replace_all("\u2212", "-").str.replace_all(",", ".", literal=True)
        value = nw.when(plain).then(read).cast(nw.Float64)
        if not odd:
            return Told(value)
        # Beside the odd ones stands what the plain ones prove: which mark is the decimal one.
        proof = [] if decimal else self._marks(at, plain)
        numbers = parse_numbers(self.cells(at, [*odd, *proof]), decimal)
        wrong: dict[Any, Fault] = {odd[row]: fault for row, fault in numbers.faults.items() if row < len(odd)}
        wrong |= {odd[row]: ("number_is_percent", {}) for row in map(int, np.flatnonzero(numbers.percent))}
        wrong |= {
            cell: ("number_too_long", {})
            for cell, whole in zip(odd, numbers.values, strict=False)
            if abs(whole) > _EXACT
        }
        floats = numbers.as_floats()
        good = {
            cell: float(floats[row]) for row, cell in enumerate(odd) if cell not in wrong and not numbers.missing[row]
        }
        found = self.looked_up(at, good, nw.Float64)
        return Told(nw.when(plain).then(value).otherwise(found), self._faults(at, wrong))

    def _marks(self, at: int, plain: Any) -> list[str]:
        text = nw.col(raw(at)).str.strip_chars()
        marks = self.frame.filter(plain).select(
            text.str.contains(r"[,]").alias("comma"), text.str.contains(r"[.]").alias("point")
        )
        seen = set(zip(*fetched(marks.unique()), strict=True))
        proof = {(True, False): "0,5", (False, True): "0.5"}
        return [proof[pair] for pair in seen if pair in proof]

    # -- identifiers and flags -----------------------------------------------------------------------------------

    def identifier(self, at: int) -> Any:
        """Identifiers: whole numbers as they are, anything else as text."""
        kind, cell = self.types[raw(at)], nw.col(raw(at))
        if narrow(kind) and kind.is_integer():
            return cell.cast(nw.Int64)
        if kind == nw.String:
            text = cell.str.strip_chars()
            return nw.when(~text.is_in(["", "-", "--", "—", "–"])).then(text)
        if kind.is_float():
            return self._whole(at)
        return cell.cast(nw.String)

    def _whole(self, at: int) -> Any:
        """Identifiers that came as floating numbers: exact as far as 2⁵³, and nothing is made up beyond."""
        cell = nw.col(raw(at)).cast(nw.Float64)
        known = _finite(cell)
        broken = known & ((cell.abs() >= 2**53) | (cell != cell.round(0)))
        spoilt = self.frame.filter(broken).select(nw.len())
        if int(fetched(spoilt)[0][0]):
            raise self._error("in_place_float_ids", at)
        return nw.when(known).then(cell).cast(nw.Int64)

    def text(self, at: int) -> Any:
        """A column as text; of whole numbers that came as floating ones, the number without a point."""
        kind, cell = self.types[raw(at)], nw.col(raw(at))
        if kind == nw.String:
            return cell
        if not kind.is_float():
            return cell.cast(nw.String)
        whole = _finite(cell) & (cell.abs() < _EXACT) & (cell == cell.round(0))
        bare = nw.when(whole).then(cell).cast(nw.Int64).cast(nw.String)
        return nw.when(whole).then(bare).otherwise(nw.when(_finite(cell)).then(cell.cast(nw.String)))


def _finite(cell: Any) -> Any:
    """Whether a floating number is one.

    Said by arithmetic: DuckDB takes the least and the largest of a Parquet file, in which NaN has no part, for proof
    that `isnan` and comparisons with infinity need not be looked at.
    """
    return (cell - cell == 0).fill_null(False)


def raw(at: int) -> str:
    """The name of a column of the source among ours."""
    return f"raw {at}"


def scaled(value: Any, kind: Any, decimals: int, most: float = math.inf) -> Any:
    """A number as a whole one at a scale; none of the column is larger than `most`.

    A decimal is cut into its whole and the rest, so that no digit passes through a float that could not hold it.
    """
    if kind.is_integer():
        return value * 10**decimals if decimals else value
    if kind.is_decimal() and kind.precision <= _ROOMY:
        # Only a factor of 64 bits has DuckDB make room for the product, which takes seven times as long.
        narrow = most * 10.0 ** (decimals + kind.scale) < _NARROW
        return (value * (10**decimals if narrow else nw.lit(10**decimals, dtype=nw.Int64))).cast(nw.Int64)
    if kind.is_decimal():
        whole = value.floor()
        rest = ((value - whole).cast(nw.Float64) * 10**decimals).round(0)
        return whole.cast(nw.Int64) * 10**decimals + rest.cast(nw.Int64)
    return (value * 10**decimals).round(0).cast(nw.Int64)


def unfit(value: Any, kind: Any, decimals: int) -> Any:
    """Whether a number has more decimals than these; noise beyond nine of them is none."""
    if kind.is_decimal():
        value = (value - value.floor()).cast(nw.Float64)
    shifted = value * 10**decimals
    allowed = 10.0 ** (decimals - MOST_DECIMALS) / 2
    off = (shifted - shifted.round(0)).abs()
    return off > (shifted.abs() * 2.0**-51 + allowed)
