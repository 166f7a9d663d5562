"""A table whose rows stay where they are: the same fates, findings and counts as `tables` gives, by a few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np

from kpi_core.errors import Finding
from kpi_core.facts import TABLES
from kpi_core.fetching import fetched
from kpi_core.recognise.applied import Rules
from kpi_core.recognise.cells import show
from kpi_core.recognise.checks import ENOUGH_CLICKS, HIGH_CTR
from kpi_core.recognise.in_place_columns import raw, unfit
from kpi_core.recognise.in_place_meaning import Meanings, left, refused
from kpi_core.recognise.in_place_table import CHANNEL, KIND, MEDIUM, TableInPlace
from kpi_core.recognise.ledger import BLANK, LIMIT, USED
from kpi_core.recognise.outline import Outline
from kpi_core.recognise.shipped_channels import Marked
from kpi_core.recognise.understood import Understood
from kpi_core.sources.relation import LINE, PART

_SIGNLESS = ("spend", "ad_spend", "refund", "cost_of_goods")
_SCALES = (0, 2, 4)
_FATE, _DAY = "fate", "day"


def read_in_place(understood: Understood, rules: Rules) -> TableInPlace:
    """The relation as a typed fact table.

    Raises
    ------
    SourceError
        The table needs something that only rows read whole can give; the sentence names it.
    """
    return _Reader(understood, rules).read()


class _Reader(Meanings):
    def read(self) -> TableInPlace:
        self._refuse_what_needs_rows()
        self._keep()
        self._statuses()
        self._numbers()
        self._dates()
        self._identifiers()
        self._words()
        self._constants()
        frame = self._fated()
        self._outline(frame)
        self._tell_refused(frame)
        self.table.frame = used = self._used()
        self._sums(used)
        self._months(used)
        self.table.headers = {column: self.u.headers[at].text for column, at in self.at.items()}
        self._remarks(used)
        return self.table

    # -- what became of the rows ---------------------------------------------------------------------------------

    def _used(self) -> Any:
        """The rows that count; only what really occurs is looked for again, since each test reads its columns."""
        seen = self.seen - {USED}
        frame = self._fated(seen)
        kept = frame.filter(nw.col(_FATE) == USED) if seen else frame
        return kept.select(*(name for name in frame.collect_schema().names() if name != _FATE))

    def _fated(self, only: set[int] | None = None) -> Any:
        """The rows with what became of each (or with these fates alone), and our columns."""
        frame = self.columns.frame
        names = frame.collect_schema().names()
        part = nw.col(PART).cast(nw.Int64) if PART in names else nw.lit(0, dtype=nw.Int64)
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
        values = [self._value(column, only).alias(f"value {column}") for column in self.values]
        lines = [LINE] if LINE in names else []
        asked = sorted({at for _, at, _ in self.faults})
        frame = frame.with_columns(part.alias("part"), fate.alias(_FATE), *values)
        return frame.select("part", _FATE, *lines, *(f"value {c}" for c in self.values), *(raw(at) for at in asked))

    def _value(self, column: str, only: set[int] | None) -> Any:
        """What a column means; unguarded where none of its faults occurs, since a guard is paid for by every row."""
        plain, faults = self.plain.get(column, (None, set()))
        return self.values[column] if plain is None or only is None or faults & only else plain

    def _outline(self, frame: Any) -> None:
        """How many rows of each fate there are, by part, day and channel."""
        words_ = [f"value {name}" for name in (CHANNEL, MEDIUM, KIND) if name in self.values]
        paid = nw.when(nw.col("value spend") > 0).then(nw.lit(1)).otherwise(nw.lit(0))
        paid = paid if self.kind == "spend" and "spend" in self.values else nw.lit(0)
        day = nw.col("value date").dt.truncate("1d").alias(_DAY)
        keys = ["part", _FATE, _DAY, *words_]
        ends = [nw.col(LINE).min().alias("line")] if LINE in frame.collect_schema().names() else []
        grouped = frame.with_columns(day, paid.alias("paid")).group_by(*keys)
        counted = grouped.agg(nw.len().alias("rows"), nw.col("paid").sum(), *ends)
        names = [*keys, "rows", "paid", *(["line"] if ends else [])]
        cells = dict(zip(names, fetched(counted.select(*names)), strict=True))
        parts, fates, rows = (np.array(cells[name], np.int64) for name in ("part", _FATE, "rows"))
        self.seen = set(map(int, np.unique(fates)))
        self.table.tally = [Counter[str]() for _ in self.relation.parts]
        for part, fate in sorted(set(zip(parts.tolist(), fates.tolist(), strict=True))):
            self.table.tally[part][self._fate_name(fate)] += int(rows[(parts == part) & (fates == fate)].sum())
        if ends:
            lines = np.array(cells["line"], np.int64)
            self.first_lines = {int(part): int(lines[parts == part].min()) for part in np.unique(parts)}
        used = np.flatnonzero(fates == USED)
        empty = [None] * len(used)

        def taken(name: str) -> list[Any]:
            return [cells[name][at] for at in used] if name in cells else list(empty)

        channels = self._channels_of(taken(f"value {CHANNEL}"), taken(f"value {MEDIUM}"))
        self.table.outline = Outline.counted(
            parts[used], taken(_DAY), channels, taken(f"value {KIND}"), rows[used], taken("paid")
        )

    def _channels_of(self, written: Sequence[Any], media: Sequence[Any]) -> list[Any]:
        """What the channel column says, utm marks as "source / medium"; None where it says nothing."""
        self.table.blank_channels = sorted({text for text in written if text is not None and not text.strip()})
        told: list[Any] = [text if text is not None and text.strip() else None for text in written]
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

    def _tell_refused(self, frame: Any) -> None:
        """The first refused rows of each kind one by one, the others counted."""
        if not any(tally["refused"] for tally in self.table.tally):
            return
        lines = [LINE] if LINE in frame.collect_schema().names() else []
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

    def _sums(self, used: Any) -> None:
        """One query for everything that has to be known of the columns as a whole."""
        asked: dict[str, Any] = {}
        for column in self.table.powers:
            value, kind = nw.col(f"value {column}"), self._kind(column)
            asked[f"{column} known"] = _one(~value.is_null())
            asked[f"{column} negative"] = _one(value < 0)
            asked[f"{column} positive"] = _one(value > 0)
            asked[f"{column} total"] = value.cast(nw.Float64).abs()
            if not _known_scale(kind):
                asked |= {f"{column} beyond {scale}": _one(unfit(value, kind, scale)) for scale in _SCALES}
        for column in (*self.table.named, *(each for each in self.table.dated if each != "date")):
            asked[f"{column} known"] = _one(~nw.col(f"value {column}").is_null())
        if "won" in self.values and "won_date" in self.values:
            won, sold = nw.col("value won"), nw.col("value won_date")
            asked["won"] = _one(won)
            asked["won undated"] = _one(won & sold.is_null())
            asked["won early"] = _one(won & (sold.dt.truncate("1d") < nw.col("value date").dt.truncate("1d")))
        asked["rows"] = _one(nw.lit(True))
        looked = used.select(*(expression.alias(name) for name, expression in asked.items()))
        row = [cells[0] for cells in fetched(looked.select(*(nw.col(name).sum() for name in asked)))]
        self.known = {name: float(value or 0) for name, value in zip(asked, row, strict=True)}
        self._settle(used)

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
            self.table.totals[column] = self.known[f"{column} total"]
            self.table.scales[column] = self._scale(column, used)
            self._signs(column)
            empty = int(self.known["rows"] - self.known[f"{column} known"])
            if column in required and empty:
                self.ledger.say("warning", "required_blank", column=self._name(self.at[column]), count=empty)
        self.table.named = [column for column in self.table.named if self.known[f"{column} known"]]
        self.table.named_all = {each for each in self.table.named if self.known[f"{each} known"] == self.known["rows"]}
        self.table.types = {column: self._kind(column) for column in self.table.powers}
        self.table.dated = [each for each in self.table.dated if each == "date" or self.known[f"{each} known"]]

    def _scale(self, column: str, used: Any) -> int:
        kind = self._kind(column)
        if _known_scale(kind):
            return 0 if kind.is_integer() else int(kind.scale)
        for scale in _SCALES:
            if not self.known[f"{column} beyond {scale}"]:
                return scale
        value = nw.col(f"value {column}")
        tried = {f"beyond {scale}": _one(unfit(value, kind, scale)) for scale in range(5, 9)}
        looked = used.select(*(expression.alias(name) for name, expression in tried.items()))
        beyond = [cells[0] for cells in fetched(looked.select(*(nw.col(name).sum() for name in tried)))]
        return next((scale for scale, found in zip(range(5, 9), beyond, strict=True) if not found), 9)

    def _signs(self, column: str) -> None:
        negative, positive = int(self.known[f"{column} negative"]), int(self.known[f"{column} positive"])
        name = self._name(self.at[column])
        if negative and column in _SIGNLESS and not positive:
            self.table.turned.add(column)
            self.ledger.say("info", "amounts_turned", column=name, count=negative)
        elif negative:
            self.ledger.say("warning", "amounts_negative", column=name, count=negative)

    def _months(self, used: Any) -> None:
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

    def _click_rates(self, used: Any) -> None:
        """Rows whose clicks are more than 30 % of their impressions: another count, or shifted columns."""
        if not {"clicks", "impressions"} <= set(self.table.scales):
            return
        clicks, shows = (nw.col(f"value {column}").cast(nw.Float64) for column in ("clicks", "impressions"))
        odd = used.filter((clicks >= ENOUGH_CLICKS) & (clicks > HIGH_CTR * shows))
        counted = odd.select(nw.len(), clicks.max().alias("clicks"), shows.min().alias("shows"))
        count, most, least = (cells[0] for cells in fetched(counted))
        if count:
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


def _known_scale(kind: Any) -> bool:
    """Whether the type tells the decimals: a whole number, or a decimal with no more than money has."""
    return bool(kind.is_integer() or (kind.is_decimal() and kind.scale <= _SCALES[-1]))


def _one(condition: Any) -> Any:
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))
