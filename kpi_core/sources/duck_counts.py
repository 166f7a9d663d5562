"""What DuckDB is asked most, in its own SQL: identifiers and first orders, counted without a table of all identifiers.

The same is said for every engine by `kpi_core.identifiers`; a test holds the two equal. Here a column of order numbers
that rises down the file is counted by comparing each row with the one above, and a first order is the minimum of one
whole number in which moment, line and channel are packed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kpi_core.fetching import Kind, Query

_WORTH_A_LOOK, _A_LOOK = 2_000_000, 4096
_ROOM = 62  # bits of a whole number that has a sign
_DAY, _SECOND = 86_400_000_000, 1_000_000  # microseconds
_FIRST_DAY = date.min  # whose ordinal is 1


def rising(frame: Any, identifier: str, channels: Sequence[str], rows: int | None = None) -> Query:
    """How many identifiers each day and channel opens, if they rise down the rows.

    Of the answer, `falls`, `moves` and `heads` tell whether they do: in all, 0 rows below the one above, 0 identifiers
    that go on in another place, and 1 row without one above it. What rises never comes again.

    Parameters
    ----------
    frame : narwhals frame
        `day`, `channel` and the identifier, which every row has.
    channels : sequence of str
        Those that occur: the answer has their places in it, and the number behind them for none.
    rows : int, optional
        Only that many rows are looked at.
    """
    name = quoted(identifier)
    text = frame.collect_schema()[identifier] == _string()
    # Numbers written as text rise by their length first.
    longer = f"length({name}) < length(above) or length({name}) = length(above) and {name} < above"
    below = longer if text else f"{name} < above"
    limit = f" limit {rows}" if rows else ""
    query = f"""
with own as (select {name}, day, {coded(channels)} as lane from ({frame.to_native().sql_query()}){limit}),
beside as (select *, lag({name}) over () as above, lag(day) over () as "day above", lag(lane) over () as "lane above"
  from own)
select day, lane, count(*) filter ({name} is distinct from above) as opened, count(*) filter ({below}) as falls,
  count(*) filter ({name} = above and (day <> "day above" or lane <> "lane above")) as moves,
  count(*) filter (above is null) as heads
from beside group by day, lane"""
    return Query(None, {"day": "day", **dict.fromkeys(("lane", "opened", *_PROOF), "whole")}, query)


_PROOF = ("falls", "moves", "heads")


def rises(told: Any) -> bool:
    """Whether the answer to `rising` proves that no identifier comes again."""
    return tuple(int(told[name].sum()) for name in _PROOF) == (0, 0, 1)


def worth_a_look(rows: int) -> int | None:
    """How many rows to look at before all of them are; None where all of them are as quick."""
    return _A_LOOK if rows > _WORTH_A_LOOK else None


@dataclass(frozen=True)
class Firsts:
    """First orders, packed.

    Attributes
    ----------
    channels : sequence of str
        Those that occur; the number behind them stands for none.
    begins : date
        The first day of all rows.
    unit : int
        Microseconds: a moment is told in these.
    lines, width : int
        How many bits a line has, and a channel.
    """

    channels: Sequence[str]
    begins: date
    unit: int
    lines: int
    width: int

    @classmethod
    def of(cls, channels: Sequence[str], begins: date, ends: date, line: int, unit: int) -> Firsts | None:
        """How the rows are packed; None where one number has no room for them."""
        packed = cls(channels, begins, unit, line.bit_length(), len(channels).bit_length())
        moments = ((ends - begins).days + 1) * (_DAY // unit)
        return packed if moments.bit_length() + packed.lines + packed.width <= _ROOM else None

    def query(self, frame: Any, line: str) -> Query:
        """How many customers were won in each place, of a frame with customer_id, date, channel and line."""
        if self.unit == _DAY:
            moment = f"(date::date - date '{self.begins}')::bigint"
        else:
            moment = f"((epoch_us(date) - epoch_us(timestamp '{self.begins}')) // {self.unit})"
        packed = f"(({moment} << {self.lines}) + {quoted(line)} << {self.width}) + {coded(self.channels)}"
        place = f"(first >> {self.lines + self.width}) // {_DAY // self.unit} << {self.width}"
        query = f"""
with own as ({frame.to_native().sql_query()})
select (({place}) + (first & {(1 << self.width) - 1}))::integer as place, count(*) as customers
from (select min({packed}) as first from own group by customer_id) group by place"""
        kinds: dict[str, Kind] = {"place": "whole", "customers": "whole"}
        return Query(None, kinds, query)

    def places(self, numbers: Any) -> tuple[Any, Any]:
        """Days as ordinals, and channels by their place in `channels`, of these numbers."""
        return (numbers >> self.width) + self.begins.toordinal(), numbers & ((1 << self.width) - 1)


def lines(
    frame: Any, money: Sequence[str], lanes: Mapping[str, int], line: str, named: Mapping[str, bool], whole_days: bool
) -> Query:
    """Order lines as whole numbers: day (as ordinal), lane, identifiers and amounts, in the order of the source.

    `named` tells of each identifier whether it is a whole number in every row; others are numbered, -1 for none, and
    since a join keeps no order, the answer has the line as well. Unless all stand at midnight, it has the moment.
    """
    channels = sorted(lanes, key=lambda name: lanes[name])
    lane = f"({coded(channels)} + 1) % {len(channels) + 1}"  # rows that name none are in lane 0
    day = f"(date::date - date '{_FIRST_DAY}')::integer + 1 as day"
    columns = [day, f"{lane} as lane"]
    columns += [] if whole_days else ["epoch_us(date) as moment"]
    columns += [] if all(named.values()) else [f"{quoted(line)} as line"]
    columns += [f"coalesce({quoted(name)}, 0)::bigint as {quoted(name)}" for name in money]
    numbered, joined = [f"own as ({frame.to_native().sql_query()})"], []
    for name, whole in named.items():
        if whole:
            columns.append(f"{name}")
            continue
        columns.append(f"coalesce({name}_number, -1) as {name}")
        different = f"select distinct {name} from own where {name} is not null"
        numbered.append(f"{name}s as (select {name}, row_number() over () - 1 as {name}_number from ({different}))")
        joined.append(f" left join {name}s using ({name})")
    query = f"with {', '.join(numbered)} select {', '.join(columns)} from own{''.join(joined)}"
    kinds: dict[str, Kind] = dict.fromkeys(("day", "lane", *named, *money), "whole")
    kinds |= {} if whole_days else {"moment": "whole"}
    kinds |= {} if all(named.values()) else {"line": "whole"}
    return Query(None, kinds, query)


def finest(frame: Any) -> Query:
    """Whether any moment tells less than a whole second."""
    query = f"select count(*) as parts from ({frame.to_native().sql_query()}) where epoch_us(date) % {_SECOND} <> 0"
    return Query(None, {"parts": "whole"}, query)


UNITS = {"day": _DAY, "second": _SECOND, "microsecond": 1}


def coded(channels: Sequence[str]) -> str:
    """The place of each row's channel among these; the number behind them where it names none."""
    cases = " ".join(f"when {literal(name)} then {at}" for at, name in enumerate(channels))
    return f"case channel {cases} else {len(channels)} end" if cases else "0"


def quoted(name: str) -> str:
    """A name of a column."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text."""
    return "'" + text.replace("'", "''") + "'"


def _string() -> Any:
    import narwhals as nw

    return nw.String
