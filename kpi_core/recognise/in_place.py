"""A table whose rows stay where they are: the same fates, findings and counts as `tables` gives, by a few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import narwhals as nw
import numpy as np

from kpi_core.errors import Finding, SourceError
from kpi_core.facts import TABLES
from kpi_core.fetching import fetched
from kpi_core.folding import fold
from kpi_core.recognise import applied, flags, words
from kpi_core.recognise.applied import Rules
from kpi_core.recognise.cells import Cells, show
from kpi_core.recognise.checks import ENOUGH_CLICKS, HIGH_CTR
from kpi_core.recognise.dates import parse_dates
from kpi_core.recognise.headers import Header, is_month_header
from kpi_core.recognise.in_place_columns import Columns, Told, raw, unfit
from kpi_core.recognise.ledger import BLANK, LIMIT, USED, Fault, Ledger
from kpi_core.recognise.numbers import currency_sign
from kpi_core.recognise.outline import Outline
from kpi_core.recognise.price import is_price
from kpi_core.recognise.shipped_channels import Marked
from kpi_core.recognise.table import Table, told_vat
from kpi_core.recognise.tables import names_a_sale
from kpi_core.recognise.understood import Understood, find_header
from kpi_core.snapshot import Source
from kpi_core.sources.places import Stamp
from kpi_core.sources.relation import LINE, PART, Relation

_SIGNLESS = ("spend", "ad_spend", "refund", "cost_of_goods")
_SCALES = (0, 2, 4)
_FATE, _DAY = "fate", "day"
CHANNEL, MEDIUM, KIND = "channel written", "medium written", "kind written"


@dataclass
class TableInPlace(Table):
    """Such a table; what `Table` holds row by row is empty here.

    Attributes
    ----------
    frame : narwhals LazyFrame
        The rows that count; `value NAME` holds a column of ours, `channel written` and `kind written` the words.
    dated, named, flagged : list of str
        Our columns that hold dates, identifiers, flags; `named_all` are those that every row fills.
    scales, types, totals : mapping
        For each number column its decimals, its type and the sum of its amounts, for room in 64 bits.
    turned : set of str
        Amounts that all stand with a minus: they are written as a cash flow.
    kinds : list or None
        The kinds of costs as they were written.
    outline : Outline
        The rows that count, with channels and kinds as they were written; its sources are the parts.
    tally : list of Counter
        For each part how many rows have each fate.
    """

    in_place: ClassVar[bool] = True

    frame: Any = None
    dated: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    flagged: list[str] = field(default_factory=list)
    named_all: set[str] = field(default_factory=set)
    scales: dict[str, int] = field(default_factory=dict)
    types: dict[str, Any] = field(default_factory=dict)
    totals: dict[str, float] = field(default_factory=dict)
    turned: set[str] = field(default_factory=set)
    kinds: list[Any] | None = None
    channels: bool = False
    marked: bool = False
    blank_channels: list[str] = field(default_factory=list)
    outline: Outline | None = None
    tally: list[Counter[str]] = field(default_factory=list)

    @property
    def relation(self) -> Relation:
        """Where the rows are."""
        relation = self.understood.grid.relation
        assert relation is not None
        return relation

    def whole_ids(self, column: str) -> bool:
        """Whether identifiers may stay whole numbers: every row has one, and nothing else is compared with them."""
        return column != "lead_id" and self.name == "orders" and column in self.named_all

    def spellings(self) -> Iterator[tuple[Any, int]]:
        """Every spelling of a channel, with its rows."""
        counts: Counter[Any] = Counter()
        assert self.outline is not None
        for channel, rows in zip(self.outline.channels, self.outline.rows.tolist(), strict=True):
            if channel is not None:
                counts[channel] += rows
        return iter(counts.items())

    def sources(self) -> list[Source]:
        """Each part as it is told to the user."""
        spec = self.understood.spec
        vat = spec.vat or next((m.header.vat for m in self.understood.matches.values() if m.header.vat), None)
        return [self._source(part, stamp, vat) for part, stamp in enumerate(self.relation.parts)]

    def _source(self, part: int, stamp: Stamp, vat: Any) -> Source:
        tally = self.tally[part]
        assert self.outline is not None
        days = self.outline.of(part).days
        excluded = {fate: count for fate, count in tally.items() if fate not in ("used", "refused", "blank")}
        return Source(
            file=stamp.file, sheet="", name="", kind=self.name, sha256=stamp.sha256, modified=stamp.modified,
            headers=self.headers, rows_read=sum(tally.values()) - tally["blank"], rows_used=tally["used"],
            excluded=excluded, rows_refused=tally["refused"], monthly=self.monthly, vat=vat,
            first=days.min().item() if len(days) else None, last=days.max().item() if len(days) else None,
        )  # fmt: skip


def read_in_place(understood: Understood, rules: Rules) -> TableInPlace:
    """The relation as a typed fact table.

    Raises
    ------
    SourceError
        The table needs something that only rows read whole can give; the sentence names it.
    """
    return _Reader(understood, rules).read()


class _Reader:
    def __init__(self, understood: Understood, rules: Rules) -> None:
        relation = understood.grid.relation
        assert relation is not None
        self.u, self.spec, self.kind, self.rules = understood, understood.spec, understood.kind, rules
        self.relation: Relation = relation
        self.ledger = Ledger(understood.grid, 1, np.zeros(0, np.int8))
        self.columns = Columns(relation, self.ledger.place, understood.headers)
        self.types = TABLES[self.kind].columns
        self.at = {column: match.index for column, match in understood.matches.items()}
        self.table = TableInPlace(understood, self.ledger)
        self.values: dict[str, Any] = {}
        self.plain: dict[str, tuple[Any, set[int]]] = {}
        self.faults: list[tuple[Any, int, Fault]] = []
        self.left: list[tuple[Any, str]] = []
        self.constant: dict[str, Any] = {}
        self.used_too: set[int] = set()
        self.first_lines: dict[int, int] = {}
        self.seen: set[int] = set()

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

    def _unable(self, code: str, at: int | None = None, **params: Any) -> SourceError:
        column = "" if at is None else self._name(at)
        engine = self.relation.engine
        return SourceError(code, place=self.ledger.place, column=column, engine=engine, **params)

    def _name(self, at: int) -> str:
        return self.u.headers[at].text or str(at + 1)

    def _cells(self, values: Sequence[Any], at: int) -> Cells:
        return self.columns.cells(at, values)

    def _refuse_what_needs_rows(self) -> None:
        """What is read row by row elsewhere, and would be another number here."""
        if self.u.profiled is not None:
            raise self._unable("in_place_profile", system=self.u.profiled.profile.plain_label)
        if "date" not in self.at and "date" not in self.spec.constants:
            raise self._unable("in_place_no_date")
        revenue, items = self.u.matches.get("revenue"), self.u.matches.get("items")
        priced = revenue is not None and revenue.weak and items is not None and is_price(revenue.header.text)
        if priced or ("unit_price" in self.at and "revenue" not in self.at):
            raise self._unable("in_place_price", self.at["revenue" if priced else "unit_price"])
        self.at.pop("unit_price", None)
        self._as_it_stands()
        sales = self.u.matches.get("sales")
        if self.kind == "summary" and sales and sales.weak and not sales.header.unit and "revenue" not in self.at:
            self.ledger.say("warning", "sales_ambiguous", column=self._name(self.at.pop("sales")))
        self._one_currency()

    def _as_it_stands(self) -> None:
        """Money whose VAT would have to be put on or taken off."""
        wanted, stands = self.rules.report_vat, told_vat(self.u) or self.rules.vat
        money = [match for column, match in self.u.matches.items() if self.types[column] == "money"]
        if wanted is None or stands is None:
            return
        if any((self.spec.vat or match.header.vat or stands) != wanted for match in money):
            raise self._unable("in_place_vat", wanted=wanted)

    def _one_currency(self) -> None:
        bare = [Cells(header, at, ()) for at, header in enumerate(self.u.headers)]
        told = applied.currency_cells(self.u, bare)
        named = {match.header.currency for match in self.u.matches.values()} - {""}
        if told is not None:
            self.used_too.add(told.index)
            named |= {applied.currency_code(value) for value in self.columns.words(told.index)}
        foreign = named - {self.rules.currency}
        if foreign and (len(named) > 1 or self.rules.mixed or foreign & set(self.rules.rates)):
            raise self._unable("in_place_currencies", told.index if told else None, found=sorted(named))
        if foreign and told is not None:
            column = self._name(told.index)
            self.ledger.say(
                "warning", "currency_of_rows", column=column, found=sorted(named), lacking=sorted(foreign),
                currency=self.rules.currency,
            )  # fmt: skip

    # -- rows left out -------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        for header, wanted in self.spec.keep.items():
            listed = self._listed(header, wanted)
            self.left.append((nw.when(listed).then(nw.lit(False)).otherwise(nw.lit(True)), "not_kept"))

    def _listed(self, header: str, wanted: tuple[str, ...]) -> Any:
        """Rows whose value in the column is one of those the user listed; a value nobody wrote is told."""
        at = find_header(self.u.headers, header, self.ledger.place, "")
        self.used_too.add(at)
        seen = self.columns.words(at)
        for value in wanted:
            if not any(map(flags.one_of((value,)), seen)):
                known = [show(each) for each in seen][:20]
                self.ledger.say("warning", "listed_value_absent", column=header, value=value, known=known)
        return self._is_one(at, [value for value in seen if flags.one_of(wanted)(value)])

    def _is_one(self, at: int, values: Sequence[Any]) -> Any:
        return nw.col(raw(at)).is_in(list(values)) if values else nw.col(raw(at)).is_null() & nw.lit(False)

    def _statuses(self) -> None:
        if "status" not in self.at:
            return
        at = self.at["status"]
        seen = self.columns.words(at)
        reasons = {value: flags.status_reason(value, lead=self.kind == "leads") for value in seen}
        for reason in dict.fromkeys(filter(None, reasons.values())):
            chosen = [value for value, why in reasons.items() if why == reason]
            self.left.append((self._is_one(at, chosen), reason))
        if any(reasons.values()) and "order_id" in self.at:
            # Elsewhere an empty status takes over that of the order's line above.
            empty = self.columns.frame.filter(nw.col(raw(at)).is_null()).select(nw.len())
            if int(fetched(empty)[0][0]):
                raise self._unable("in_place_status", at)

    def _cancelled(self) -> None:
        """Documents that take back earlier orders, told by letters before a number that others write bare."""
        if self.kind != "orders" or "order_id" not in self.at or "revenue" not in self.values:
            return
        at = self.at["order_id"]
        if self.columns.types[raw(at)] != nw.String:
            return
        text = nw.col(raw(at)).str.strip_chars()
        rows = self.columns.frame.select(text.alias("id"), self.values["revenue"].alias("amount"))
        marked = rows.filter(nw.col("id").str.contains(r"^[^\d\W_]+-?\d+$"))
        marked = marked.with_columns(nw.col("id").str.replace_all(r"-?\d+$", "").alias("letters"))
        negative = marked.filter(nw.col("amount") < 0).select("letters").unique().head(51)
        letters = [each for each in fetched(negative)[0] if each]
        if not letters or len(letters) > 50:
            return
        other = marked.filter(nw.col("amount") > 0, nw.col("letters").is_in(letters)).select("letters").unique()
        letters = [each for each in letters if each not in set(fetched(other)[0])]
        positive = rows.filter(nw.col("amount") > 0).with_columns(nw.col("id").str.contains(r"^\d+$").alias("bare"))
        sizes = positive.group_by("bare").agg(nw.len().alias("rows"))
        found = dict(zip(*fetched(sizes.select("bare", "rows")), strict=True))
        if letters and 2 * int(found.get(True, 0)) >= sum(map(int, found.values())):
            prefix = text.str.replace_all(r"-?\d+$", "")
            self.left.append((text.str.contains(r"^[^\d\W_]+-?\d+$") & prefix.is_in(letters), "cancelled"))
            self.ledger.say("warning", "in_place_cancelled", column=self._name(at), letters=letters)

    # -- columns -------------------------------------------------------------------------------------------------

    def _numbers(self) -> None:
        for column, at in self.at.items():
            if self.types[column] not in ("money", "number"):
                continue
            self._take(column, at, self.columns.number(at, self.spec.decimal))
            self.table.powers[column] = self.u.headers[at].power
            if self.types[column] == "money" and self.columns.types[raw(at)] == nw.String:
                self._no_signs(at)
        self._cancelled()

    def _take(self, column: str, at: int, told: Told) -> None:
        """Keep what a column means, and which of its rows are at fault."""
        first = len(self.faults)
        self.values[column] = told.value
        self.faults += [(condition, at, fault) for condition, fault in told.faults]
        if told.plain is not None:
            self.plain[column] = told.plain, {_refused(number) for number in range(first, len(self.faults))}

    def _no_signs(self, at: int) -> None:
        """Amounts that carry the signs of other currencies."""
        text = nw.col(raw(at))
        odd = self.columns.frame.filter(text.str.contains("[^-\\d\\s.,\u00a0\u202f\u2212]"))
        seen = fetched(odd.select(raw(at)).unique().head(1000))[0]
        signs = {applied.currency_code(sign) for value in seen if (sign := currency_sign(str(value)))}
        if len(signs) > 1 or (signs and signs != {self.rules.currency} and self.rules.mixed):
            raise self._unable("in_place_currencies", at, found=sorted(signs))

    def _dates(self) -> None:
        for column, at in self.at.items():
            if self.types[column] != "date":
                continue
            told = self.columns.date(at, self.spec.dates)
            self._take(column, at, told)
            self.table.dated.append(column)
            if column == "date":
                self.faults.append((told.value.is_null(), at, ("date_blank", {})))
                self.table.monthly = told.months or is_month_header(self.u.headers[at])

    def _identifiers(self) -> None:
        for column, at in self.at.items():
            if self.types[column] == "id" and column not in ("phone", "email"):
                self.values[column] = self.columns.identifier(at)
        if "customer_id" in self.types and "customer_id" not in self.at:
            self._contacts()
        self.table.named = [column for column in self.values if self.types[column] == "id"]

    def _contacts(self) -> None:
        """Customers by the last ten digits of their phone, else by e-mail."""
        for column in ("phone", "email"):
            if column not in self.at:
                continue
            text = nw.col(raw(self.at[column])).cast(nw.String)
            if column == "phone":
                digits = text.str.replace_all(r"[^0-9]", "")
                value = nw.when(digits.str.len_chars() >= 7).then(digits.str.tail(10))
            else:
                plain = text.str.strip_chars().str.to_lowercase()
                value = nw.when(plain.str.contains("@", literal=True)).then(plain)
            known = self.columns.frame.filter(~value.is_null()).select(nw.len())
            if int(fetched(known)[0][0]):
                self.values["customer_id"] = value
                self.ledger.say("info", f"customers_by_{column}", column=self._name(self.at[column]))
                return

    def _words(self) -> None:
        if "channel" in self.at:
            self.table.channels = True
            self.values[CHANNEL] = self._written(self.at["channel"])
            self._medium()
        if self.kind == "spend" and "kind" in self.at:
            self._kinds()
        if self.kind == "leads":
            self._flag("qualified", words.QUALIFIED, words.UNQUALIFIED)
            self._won()

    def _written(self, at: int) -> Any:
        cell = nw.col(raw(at))
        return cell if self.columns.types[raw(at)] == nw.String else cell.cast(nw.String)

    def _medium(self) -> None:
        """utm marks: the source beside its medium."""
        at = self.at["channel"]
        if self.u.headers[at].key not in applied.UTM_SOURCES:
            return
        medium = next((place for place, header in enumerate(self.u.headers) if header.key in applied.UTM_MEDIA), None)
        self.table.marked = True
        self.values[MEDIUM] = nw.lit(None, dtype=nw.String) if medium is None else self._written(medium)
        self.used_too |= set() if medium is None else {medium}

    def _kinds(self) -> None:
        """«Тип» may be of anything: without one known word among its values it is not the kind of cost."""
        at = self.at["kind"]
        seen = self.columns.words(at)
        if not any(flags.spend_kind(value) for value in seen if str(value).strip()) and self.u.matches["kind"].weak:
            del self.at["kind"]
            return
        self.table.kinds = seen
        self.values[KIND] = nw.col(raw(at))
        if strange := [str(value) for value in seen if flags.spend_kind(value) is None]:
            self.ledger.say("warning", "spend_kinds_unknown", column=self._name(at), words=strange[:10])

    def _flag(self, column: str, yes: frozenset[str], no: frozenset[str]) -> bool:
        if column not in self.at:
            return False
        at = self.at[column]
        seen = self.columns.words(at)
        known = {value: flags.truth(value, yes, no) for value in seen}
        if strange := [str(value) for value, answer in known.items() if answer is None]:
            self.ledger.say("warning", f"flag_unknown_{column}", column=self._name(at), words=strange[:10])
            return False
        if not seen:
            return False
        self.values[column] = _yes(self._is_one(at, [value for value, answer in known.items() if answer]))
        self.table.flagged.append(column)
        return True

    def _won(self) -> None:
        if self.spec.won:
            won = nw.lit(True)
            for header, wanted in self.spec.won.items():
                won = won & self._listed(header, wanted)
            self.values["won"] = _yes(won)
            self.table.flagged.append("won")
            return
        if self._flag("won", words.WON, words.LOST):
            return
        if "status" in self.at and self._won_by_status():
            return
        if "won_date" in self.values and names_a_sale(self.u.headers[self.at["won_date"]]):
            self.values["won"] = _yes(~self.values["won_date"].is_null())
            self.table.flagged.append("won")

    def _won_by_status(self) -> bool:
        at = self.at["status"]
        seen = self.columns.words(at)
        winners = [value for value in seen if isinstance(value, str) and fold(value) in words.WON]
        if not winners:
            return False
        self.values["won"] = _yes(self._is_one(at, winners))
        self.table.flagged.append("won")
        others = [str(value) for value in seen if value not in winners]
        self.ledger.say("info", "won_by_status", column=self._name(at), won=winners, others=others[:12])
        return True

    def _constants(self) -> None:
        """The same value for every row; what is to be read goes through the parsers of all sources."""
        for column, value in self.spec.constants.items():
            if column == "channel":
                self.table.channels = True
                self.values[CHANNEL] = nw.lit(value)
            elif column == "kind":
                self.table.kinds, self.values[KIND] = [value], nw.lit(value)
            elif column == "date":
                self.constant[column] = value
                day = parse_dates(Cells(Header("date"), 0, [value]), self.spec.dates).values[0].item()
                self.table.dated.append(column)
                self.values[column] = nw.lit(day, dtype=nw.Datetime("us"))
            else:
                raise self._unable("in_place_constant", constant=column)

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
            if only is not None and _refused(number) not in only:
                continue
            fate = nw.when(condition).then(nw.lit(_refused(number), dtype=nw.Int64)).otherwise(fate)
        for number, (condition, _) in reversed(list(enumerate(self.left))):
            if only is not None and _left(number) not in only:
                continue
            fate = nw.when(condition).then(nw.lit(_left(number), dtype=nw.Int64)).otherwise(fate)
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
        return "refused" if fate >= _refused(0) else self.left[fate - _left(0)][1]

    def _tell_refused(self, frame: Any) -> None:
        """The first refused rows of each kind one by one, the others counted."""
        if not any(tally["refused"] for tally in self.table.tally):
            return
        lines = [LINE] if LINE in frame.collect_schema().names() else []
        sizes = frame.filter(nw.col(_FATE) >= _refused(0)).group_by(_FATE).agg(nw.len().alias("rows"))
        for fate, rows in sorted(zip(*fetched(sizes.select(_FATE, "rows")), strict=True)):
            _, at, (code, params) = self.faults[int(fate) - _refused(0)]
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


def _yes(condition: Any) -> Any:
    """A condition as a flag: what is not known is not so."""
    return nw.when(condition).then(nw.lit(True)).otherwise(nw.lit(False))


def _one(condition: Any) -> Any:
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))


def _left(number: int) -> int:
    return 3 + number


def _refused(number: int) -> int:
    return 1000 + number
