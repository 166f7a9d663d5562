"""A table whose rows stay where they are: the same fates, findings and counts as `tables` gives, by a few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import narwhals as nw
import numpy as np

from kpi_core.errors import Finding
from kpi_core.facts import TABLES
from kpi_core.fetching import Arrays, Kind, Query, arrays, fetched, gathered
from kpi_core.recognise import words
from kpi_core.recognise.applied import Rules
from kpi_core.recognise.cells import show
from kpi_core.recognise.checks import ENOUGH_CLICKS, HIGH_CTR
from kpi_core.recognise.dates import FIRST_YEAR, LAST_YEAR
from kpi_core.recognise.in_place_columns import LARGEST, raw, scaled, unfit
from kpi_core.recognise.in_place_looked import SCALES, Looked, known_scale, narrow, one
from kpi_core.recognise.in_place_meaning import Meanings, left, refused
from kpi_core.recognise.in_place_orders import repeats_total
from kpi_core.recognise.in_place_table import CHANNEL, KIND, MEDIUM, TableInPlace
from kpi_core.recognise.ledger import BLANK, LIMIT, USED
from kpi_core.recognise.outline import Outline, Sums
from kpi_core.recognise.shipped_channels import Marked
from kpi_core.recognise.understood import Understood
from kpi_core.sources.relation import LINE, PART

_SIGNLESS = ("spend", "ad_spend", "refund", "cost_of_goods")
_GUESSED = 2
_FATE, _DAY = "fate", "day"
_ENDS = ("least", "most")


def read_together(asked: Sequence[tuple[Understood, Rules]]) -> list[TableInPlace]:
    """Relations as typed fact tables; their rows are counted at the same time, where the engine can.

    Raises
    ------
    SourceError
        A table needs something that only rows read whole can give; the sentence names it.
    """
    readers = [_Reader(understood, rules) for understood, rules in asked]
    answers = gathered((reader.query() for reader in readers), [reader.relation for reader in readers])
    return [reader.read(cells) for reader, cells in zip(readers, answers, strict=True)]


class _Reader(Meanings):
    def query(self) -> Query:
        """What is asked of all rows: how many there are of each fate, day and channel, and what their columns hold."""
        self._refuse_what_needs_rows()
        self._keep()
        self._statuses()
        self._numbers()
        self._dates()
        self._identifiers()
        self._words()
        self._constants()
        self.trusted = self._may_be_trusted()
        return self._counting()

    def read(self, cells: Arrays) -> TableInPlace:
        """The table, once its rows are counted."""
        if self.trusted and not self._faultless(cells):
            self.trusted = False
            cells = arrays(self._counting())
        self._outline(cells)
        self._tell_refused()
        self.table.frame = used = self._used()
        self._settle(used)
        self._order_totals(used)
        self._months()
        self.table.headers = {column: self.u.headers[at].text for column, at in self.at.items()}
        self._remarks(used)
        return self.table

    # -- what became of the rows ---------------------------------------------------------------------------------

    def _used(self) -> Any:
        """The rows that count; only what really occurs is looked for again, since each test reads its columns."""
        seen = self.seen - {USED}
        values = [self._value(column, seen).alias(f"value {column}") for column in self.values]
        frame, part, lines = self.columns.frame, self._part().alias("part"), self._lines()
        if not seen:
            return frame.select(part, *lines, *values)
        fated = frame.with_columns(part, self._fate(seen).alias(_FATE), *values).filter(nw.col(_FATE) == USED)
        return fated.select("part", *lines, *(f"value {column}" for column in self.values))

    def _part(self) -> Any:
        several = len(self.relation.parts) > 1
        return nw.col(PART).cast(nw.Int64) if several else nw.lit(0, dtype=nw.Int64)

    def _lines(self) -> list[str]:
        return [LINE] if LINE in self.columns.types.names() else []

    def _fate(self, only: set[int] | None = None) -> Any:
        """What became of each row; of these fates alone."""
        fate = nw.lit(USED, dtype=nw.Int64)
        for number, (condition, _, _) in reversed(list(enumerate(self.faults))):
            if only is not None and refused(number) not in only:
                continue
            fate = nw.when(condition).then(nw.lit(refused(number), dtype=nw.Int64)).otherwise(fate)
        for number, (condition, _) in reversed(list(enumerate(self.left))):
            if only is not None and left(number) not in only:
                continue
            fate = nw.when(condition).then(nw.lit(left(number), dtype=nw.Int64)).otherwise(fate)
        own = [nw.col(raw(at)).is_null() for at in range(len(self.u.headers)) if self.u.headers[at].text]
        if only is None or BLANK in only:
            blank = nw.all_horizontal(*own, ignore_nulls=False)
            fate = nw.when(blank).then(nw.lit(BLANK, dtype=nw.Int64)).otherwise(fate)
        return fate

    def _value(self, column: str, only: set[int]) -> Any:
        """What a column means; unguarded where none of its faults occurs, since a guard is paid for by every row."""
        plain, faults = self.plain.get(column, (None, set()))
        return self.values[column] if plain is None or faults & only else plain

    def _may_be_trusted(self) -> bool:
        """Whether it will be seen in the counts of the rows if one of them is at fault, so that none has to be tested.

        Days, and the least and the largest of amounts and dates, tell whether all are within their bounds.
        """
        if self.relation.engine != "duckdb" or self.left:
            return False
        seen = set().union(*(faults for _, faults in self.plain.values()))
        others = {refused(at) for at, (_, _, fault) in enumerate(self.faults) if fault[0] != "date_blank"} - seen
        return not others and all(narrow(self.columns.types[raw(self.at[column])]) for column in self.table.powers)

    def _faultless(self, cells: Arrays) -> bool:
        """Whether the counts show that no row is at fault."""
        day = "datetime64[D]"
        first, end = (
            np.datetime64(f"{FIRST_YEAR}-01-01").astype(day),
            np.datetime64(f"{LAST_YEAR + 1}-01-01").astype(day),
        )
        if np.isnat(cells[_DAY]).any():
            return False
        amounts = [cells[f"{column} {end}"] for column in self.table.powers for end in ("least", "most")]
        dates = [cells[name] for name in (_DAY, *(f"{each} {end}" for each in self._other_dates() for end in _ENDS))]
        inside = all(not (np.abs(each) >= LARGEST).any() for each in amounts)
        return inside and all(not ((each < first) | (each >= end)).any() for each in dates)

    def _other_dates(self) -> list[str]:
        return [column for column in self.table.dated if column != "date"]

    def _counting(self) -> Query:
        """One query for everything that has to be known of the rows, by part, fate, day and channel."""
        values = {column: self._value(column, set()) if self.trusted else self.values[column] for column in self.values}
        words_ = {f"value {name}": values[name] for name in (CHANNEL, MEDIUM, KIND) if name in values}
        date = values["date"]
        keys = {"part": self._part()} if len(self.relation.parts) > 1 else {}
        keys |= {} if self.trusted else {_FATE: self._fate()}
        whole: dict[str, Kind] = dict.fromkeys((*keys, "rows"), "whole")
        keys |= {_DAY: date.dt.truncate("1d"), **words_}
        looked = Looked()
        if self.kind == "spend" and "spend" in values:
            looked.ones("paid", values["spend"] > 0)
        if self._lines():
            looked.add("first line", nw.col(LINE), "min", "whole")
            looked.add("last line", nw.col(LINE), "max", "whole")
            looked.ones("timed", date != date.dt.truncate("1d"))
        for column in self.table.powers:
            self._look_at_amounts(looked, column, values[column])
        for column in (*self.table.named, *self._other_dates()):
            looked.add(f"{column} known", values[column], "count", "whole")
        for column in self._other_dates() if self.trusted else ():
            looked.add(f"{column} least", values[column], "min", "day")
            looked.add(f"{column} most", values[column], "max", "day")
        if "won" in values and "won_date" in values:
            won, sold = values["won"], values["won_date"]
            looked.ones("won", won)
            looked.ones("won undated", won & sold.is_null())
            looked.ones("won early", won & (sold.dt.truncate("1d") < date.dt.truncate("1d")))
        if {"clicks", "impressions"} <= set(self.table.powers):
            looked.ones("odd clicks", self._odd_clicks(values["clicks"], values["impressions"]))
        rows = self.columns.frame.select(*(expression.alias(name) for name, expression in (keys | looked.rows).items()))
        kinds: dict[str, Kind] = {_DAY: "day", **dict.fromkeys(words_, "word")}
        grouped = rows.group_by(*keys).agg(nw.len().alias("rows"), *looked.aggregates)
        if looked.shifted:
            whole_sums = [(nw.col(name) * 10**by).cast(nw.Int128).alias(name) for name, by in looked.shifted.items()]
            grouped = grouped.with_columns(*whole_sums)
        self.kinds = {**whole, **kinds, **looked.kinds}
        return Query(grouped, self.kinds)

    def _look_at_amounts(self, looked: Looked, column: str, value: Any) -> None:
        """How many amounts there are, the least and the largest, their sum, and which scales do not hold them."""
        kind = self._kind(column)
        looked.add(f"{column} known", value, "count", "whole")
        looked.add(f"{column} least", value, "min", "float")
        looked.add(f"{column} most", value, "max", "float")
        if not known_scale(kind):
            for scale in SCALES:
                looked.ones(f"{column} beyond {scale}", unfit(value, kind, scale))
        decimals = self._summed_at(kind)
        if decimals is None:
            looked.add(f"{column} total", value.cast(nw.Float64).abs(), "sum", "float")
        elif self.relation.engine == "duckdb" and kind.is_decimal() and known_scale(kind):
            looked.add(f"{column} sum", value, "sum", "whole")
            looked.shifted[f"{column} sum"] = decimals
        else:
            looked.add(f"{column} sum", scaled(value, kind, decimals), "sum", "whole")

    def _summed_at(self, kind: Any) -> int | None:
        """The scale at which amounts are added up in the first pass; None where the engine might run over."""
        if self.relation.engine == "spark":  # its sums of whole numbers are no wider than these
            return None
        if not known_scale(kind):
            return _GUESSED
        scale = 0 if kind.is_integer() else int(kind.scale)
        return scale if self.relation.engine == "duckdb" or LARGEST * 10**scale < 1 << 62 else None

    def _outline(self, cells: Arrays) -> None:
        """How many rows of each fate there are, by part, day and channel."""
        rows = cells["rows"]
        parts, fates = (
            cells.get(name, np.zeros(len(rows), np.int64) + usual) for name, usual in (("part", 0), (_FATE, USED))
        )
        self.seen = set(map(int, np.unique(fates)))
        self.table.tally = [Counter[str]() for _ in self.relation.parts]
        for part in map(int, np.unique(parts)):
            for fate in map(int, np.unique(fates[parts == part])):
                self.table.tally[part][self._fate_name(fate)] += int(rows[(parts == part) & (fates == fate)].sum())
        if "first line" in cells:
            lines = cells["first line"]
            self.first_lines = {int(part): int(lines[parts == part].min()) for part in np.unique(parts)}
        used = np.flatnonzero(fates == USED)
        if "first line" in cells:  # as the source has them: of two spellings as frequent the first is shown
            used = used[np.argsort(cells["first line"][used], kind="stable")]
        self.counted = counted = {name: column[used] for name, column in cells.items()}
        self.known = {
            name: float(counted[name].sum()) for name, kind in self.kinds.items() if kind in ("whole", "float")
        }
        count = len(counted["rows"])
        empty: Any = np.full(count, None, object)
        channels = self._channels_of(counted.get(f"value {CHANNEL}", empty), counted.get(f"value {MEDIUM}", empty))
        paid = counted.get("paid", np.zeros(count, np.int64))
        kinds = counted.get(f"value {KIND}", empty)
        outline = Outline.counted(parts[used], counted[_DAY], channels, kinds, counted["rows"], paid)
        last = counted.get("last line")
        self.table.outline = replace(
            outline,
            lines=None if last is None else int(last.max(initial=0)),
            whole_days=last is not None and not self.known["timed"],
        )

    def _channels_of(self, written: Any, media: Any) -> Any:
        """What the channel column says, utm marks as "source / medium"; None where it says nothing."""
        blank = {text for text in set(written.tolist()) if text is not None and not text.strip()}
        self.table.blank_channels = sorted(blank)
        if not blank and not self.table.marked:
            return written
        told: list[Any] = [None if text in blank else text for text in written]
        if not self.table.marked:
            return told
        pairs = zip(told, media, strict=True)
        return [None if text is None else Marked(f"{text} / {medium}" if medium else text) for text, medium in pairs]

    def _fate_name(self, fate: int) -> str:
        if fate == USED:
            return "used"
        if fate == BLANK:
            return "blank"
        return "refused" if fate >= refused(0) else self.left[fate - left(0)][1]

    def _tell_refused(self) -> None:
        """The first refused rows of each kind one by one, the others counted."""
        if not any(tally["refused"] for tally in self.table.tally):
            return
        lines, asked = self._lines(), sorted({at for _, at, _ in self.faults})
        fated = self.columns.frame.with_columns(self._part().alias("part"), self._fate().alias(_FATE))
        frame = fated.select("part", _FATE, *lines, *(raw(at) for at in asked))
        sizes = frame.filter(nw.col(_FATE) >= refused(0)).group_by(_FATE).agg(nw.len().alias("rows"))
        for fate, rows in sorted(zip(*fetched(sizes.select(_FATE, "rows")), strict=True)):
            _, at, (code, params) = self.faults[int(fate) - refused(0)]
            chosen = frame.filter(nw.col(_FATE) == fate).select("part", *lines, raw(at))
            chosen = chosen.sort(LINE).head(LIMIT) if lines else chosen.head(LIMIT)
            for cells in zip(*fetched(chosen), strict=True):
                self._tell_row(int(cells[0]), int(cells[1]) if lines else None, at, cells[-1], code, params)
            if int(rows) > LIMIT:
                self.ledger.say("error", "rows_refused_more", column=self._name(at), count=int(rows) - LIMIT)

    def _tell_row(self, part: int, line: int | None, at: int, value: Any, code: str, params: dict[str, Any]) -> None:
        file, column, shown = self.relation.parts[part].file, self._name(at), show(value)
        row = None if line is None else line - self.first_lines[part] + 2
        filled = {"column": column, "value": shown, "place": file, "count": 1, **params}
        self.ledger.findings.append(Finding("error", code, filled, file, "", row, column, shown))
        self.ledger._order.append(-1 if row is None else row)

    # -- what the columns hold -----------------------------------------------------------------------------------

    def _kind(self, column: str) -> Any:
        """The type of a number as it is read: text has become floats."""
        kind = self.columns.types[raw(self.at[column])]
        if kind.is_integer() or kind.is_decimal():
            return nw.Int64() if kind.is_integer() else kind
        return nw.Float64()

    def _settle(self, used: Any) -> None:
        required = TABLES[self.kind].required
        for column in list(self.table.powers):
            if not self.known[f"{column} known"] and column not in required:
                del self.table.powers[column]
                continue
            self.table.scales[column] = self._scale(column, used)
            negative, total = self._below_nothing(column, used)
            self.table.totals[column] = total
            self._signs(column, negative)
            self._keep_sums(column, total)
            empty = int(self.known["rows"] - self.known[f"{column} known"])
            if column in required and empty:
                self.ledger.say("warning", "required_blank", column=self._name(self.at[column]), count=empty)
        self.table.named = [column for column in self.table.named if self.known[f"{column} known"]]
        self.table.named_all = {each for each in self.table.named if self.known[f"{each} known"] == self.known["rows"]}
        self.table.types = {column: self._kind(column) for column in self.table.powers}
        self.table.dated = [each for each in self.table.dated if each == "date" or self.known[f"{each} known"]]

    def _order_totals(self, used: Any) -> None:
        """A total that all lines of its order repeat counts once, which only rows read whole can do."""
        if self.kind != "orders" or "order_id" not in self.table.named:
            return
        for column in ("revenue", "refund"):
            at = self.at.get(column)
            said = at is not None and self.u.headers[at].key in words.ORDER_TOTALS
            if said and column in self.table.powers and repeats_total(used, column):
                raise self._unable("in_place_order_total", at)

    def _scale(self, column: str, used: Any) -> int:
        kind = self._kind(column)
        if known_scale(kind):
            return 0 if kind.is_integer() else int(kind.scale)
        for scale in SCALES:
            if not self.known[f"{column} beyond {scale}"]:
                return scale
        value = nw.col(f"value {column}")
        tried = {f"beyond {scale}": one(unfit(value, kind, scale)) for scale in range(5, 9)}
        looked = used.select(*(expression.alias(name) for name, expression in tried.items()))
        beyond = [cells[0] for cells in fetched(looked.select(*(nw.col(name).sum() for name in tried)))]
        return next((scale for scale, found in zip(range(5, 9), beyond, strict=True) if not found), 9)

    def _below_nothing(self, column: str, used: Any) -> tuple[int, float]:
        """How many amounts are negative, and the sum of all with their signs apart."""
        summed = self.counted.get(f"{column} sum")
        negative = bool((self.counted[f"{column} least"] < 0).any())
        if not negative:
            if summed is None:
                return 0, self.known[f"{column} total"]
            return 0, self.known[f"{column} sum"] / 10.0 ** self._summed_scale(column)
        value = nw.col(f"value {column}")
        looked = used.select(one(value < 0).alias("negative"), value.cast(nw.Float64).abs().alias("total"))
        count, total = (cells[0] for cells in fetched(looked.select(nw.col("negative").sum(), nw.col("total").sum())))
        return int(count), float(total)

    def _summed_scale(self, column: str) -> int:
        return self._summed_at(self._kind(column)) or 0

    def _keep_sums(self, column: str, total: float) -> None:
        """The sums of the first pass, where they say exactly what the column holds."""
        amounts, decimals = self.counted.get(f"{column} sum"), self._summed_scale(column)
        # Whoever was added up at a smaller scale than the column has was rounded row by row.
        if amounts is None or self.table.scales[column] > decimals or total * 10.0**decimals >= 1 << 62:
            return
        assert self.table.outline is not None
        sums = {**self.table.outline.sums, column: Sums(amounts, self.counted[f"{column} known"], decimals)}
        self.table.outline = replace(self.table.outline, sums=sums)

    def _signs(self, column: str, negative: int) -> None:
        positive = bool((self.counted[f"{column} most"] > 0).any())
        name = self._name(self.at[column])
        if negative and column in _SIGNLESS and not positive:
            self.table.turned.add(column)
            self.ledger.say("info", "amounts_turned", column=name, count=negative)
        elif negative:
            self.ledger.say("warning", "amounts_negative", column=name, count=negative)

    def _months(self) -> None:
        """Rows that stand for months: so headed, or all on first days, at most one a month, channel and other text."""
        assert self.table.outline is not None
        days = np.unique(self.table.outline.days)
        if self.table.monthly or len(days) < 2:
            return
        if (days == days.astype("datetime64[M]").astype("datetime64[D]")).all():
            texts = [at for at in range(len(self.u.headers)) if self.columns.types[raw(at)] == nw.String]
            date_at = self.at.get("date")
            other = [raw(at) for at in texts if at != date_at]
            frame = self.columns.frame.with_columns(self.values["date"].alias(_DAY)).filter(~nw.col(_DAY).is_null())
            repeated = frame.group_by(_DAY, *other).agg(nw.len().alias("rows")).filter(nw.col("rows") > 1)
            self.table.monthly = not int(fetched(repeated.select(nw.len()))[0][0])

    @staticmethod
    def _odd_clicks(clicks: Any, shows: Any) -> Any:
        clicks, shows = clicks.cast(nw.Float64), shows.cast(nw.Float64)
        return (clicks >= ENOUGH_CLICKS) & (clicks > HIGH_CTR * shows)

    def _click_rates(self, used: Any) -> None:
        """Rows whose clicks are more than 30 % of their impressions: another count, or shifted columns."""
        if not {"clicks", "impressions"} <= set(self.table.scales) or not self.known["odd clicks"]:
            return
        clicks, shows = (nw.col(f"value {column}").cast(nw.Float64) for column in ("clicks", "impressions"))
        odd = used.filter(self._odd_clicks(clicks, shows))
        count, most, least = (
            cells[0]
            for cells in fetched(odd.select(nw.len(), clicks.max().alias("clicks"), shows.min().alias("shows")))
        )
        self.ledger.say("warning", "ctr_high", count=int(count), clicks=f"{most:g}", impressions=f"{least:g}")

    def _remarks(self, used: Any) -> None:
        self._click_rates(used)
        if self.known.get("won undated"):
            won, undated = int(self.known["won"]), int(self.known["won undated"])
            self.ledger.say("warning", "won_without_date", won=won, count=undated)
        if self.known.get("won early"):
            self.ledger.say("warning", "sold_before_lead", count=int(self.known["won early"]))
        if "refund" in self.table.powers and "refund_date" not in self.table.dated and self.kind == "orders":
            self.ledger.say("info", "refund_by_order_date")
        taken = set(self.at.values()) | self.used_too
        unused = [header.text for at, header in enumerate(self.u.headers) if at not in taken and header.text]
        if unused:
            self.ledger.say("info", "columns_unused", columns=unused[:40])
        self.ledger.say("info", "in_place_read", engine=self.relation.engine)
