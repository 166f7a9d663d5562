"""What the columns of a relation mean: expressions of values, reasons to leave rows out, faults to refuse them for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np

from kpi_core.errors import SourceError
from kpi_core.facts import TABLES
from kpi_core.fetching import fetched
from kpi_core.folding import fold
from kpi_core.recognise import applied, flags, words
from kpi_core.recognise.applied import Rules
from kpi_core.recognise.cells import Cells, show
from kpi_core.recognise.dates import parse_dates
from kpi_core.recognise.headers import Header, is_month_header
from kpi_core.recognise.in_place_columns import Columns, Told, raw
from kpi_core.recognise.in_place_table import CHANNEL, KIND, MEDIUM, TableInPlace
from kpi_core.recognise.ledger import Fault, Ledger
from kpi_core.recognise.numbers import currency_sign
from kpi_core.recognise.outcomes import names_a_sale
from kpi_core.recognise.price import is_price
from kpi_core.recognise.table import told_vat
from kpi_core.recognise.understood import Understood, find_header
from kpi_core.sources.relation import Relation


class Meanings:
    """What the columns of one relation mean, and which of its rows are left out or refused."""

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
            raise self._unable("in_place_profile", system=self.u.profiled.profile.label)
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
            self.plain[column] = told.plain, {refused(number) for number in range(first, len(self.faults))}

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
            text = self.columns.text(self.at[column])
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
            self.values[CHANNEL] = self.columns.text(self.at["channel"])
            self._medium()
        if self.kind == "spend" and "kind" in self.at:
            self._kinds()
        if self.kind == "leads":
            self._flag("qualified", words.QUALIFIED, words.UNQUALIFIED)
            self._won()

    def _medium(self) -> None:
        """utm marks: the source beside its medium."""
        at = self.at["channel"]
        if self.u.headers[at].key not in applied.UTM_SOURCES:
            return
        medium = next((place for place, header in enumerate(self.u.headers) if header.key in applied.UTM_MEDIA), None)
        self.table.marked = True
        self.values[MEDIUM] = nw.lit(None, dtype=nw.String) if medium is None else self.columns.text(medium)
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


def left(number: int) -> int:
    """The fate of rows that are left out for a reason."""
    return 3 + number


def refused(number: int) -> int:
    """The fate of rows that are refused for a fault."""
    return 1000 + number


def _yes(condition: Any) -> Any:
    """A condition as a flag: what is not known is not so."""
    return nw.when(condition).then(nw.lit(True)).otherwise(nw.lit(False))
