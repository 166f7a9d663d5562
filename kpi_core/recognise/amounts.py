"""The money and the counts of one table: currencies, prices times quantity, totals, groups, VAT."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from kpi_core.facts import TABLES
from kpi_core.recognise import applied
from kpi_core.recognise.applied import Rules
from kpi_core.recognise.cancelled import cancellations
from kpi_core.recognise.cells import Cells, Different, Mask
from kpi_core.recognise.hierarchy import Hierarchy, check_groups
from kpi_core.recognise.kinds import Understood
from kpi_core.recognise.ledger import Fault, Ledger
from kpi_core.recognise.numbers import WHOLE, Numbers, parse_numbers
from kpi_core.recognise.per_order import price_of_piece, repeated
from kpi_core.recognise.price import discount_column, in_micros, is_price, meaning, product
from kpi_core.recognise.profile import Profile
from kpi_core.recognise.table import Table, told_vat
from kpi_core.recognise.totals import check_totals
from kpi_core.recognise.vat import converted as with_vat
from kpi_core.sources.spec import SourceSpec
from kpi_core.sources.vat import told_rates

# One person counts once in the total and once in each row: such a total is no checksum.
_PEOPLE = ("users", "customers", "new_customers")
_NUMBERS = {"orders": "order_id", "leads": "lead_id"}
# There is no fraction of a view: «5,000» of them is five thousand, whatever the decimal mark.
_WHOLE = ("impressions", "clicks", "visits", "users")
_SIGNLESS = ("spend", "ad_spend", "refund", "cost_of_goods")


class Amounts:
    """What the reader of a table does with numbers; it owns the rest."""

    u: Understood
    spec: SourceSpec
    kind: str
    profile: Profile | None
    rules: Rules
    ledger: Ledger
    columns: list[Cells]
    cells: dict[str, Cells]
    count: int
    told: set[int]
    tree: Hierarchy | None
    exchange: tuple[list[Decimal | None], Any] | None
    table: Table

    def _takes_total(self) -> bool:
        raise NotImplementedError

    def _drop_bare_sales(self) -> None:
        """«Продажи» beside «Выручка» is their number; alone it may be money as well, so it is asked."""
        match = self.u.matches.get("sales")
        bare = self.kind == "summary" and match and match.weak and match.header.unit == ""
        if bare and "revenue" not in self.cells and not self._fewer_than_leads():
            self.ledger.say("warning", "sales_ambiguous", column=self.ledger.name_of(self.cells.pop("sales")))

    def _fewer_than_leads(self) -> bool:
        """Whether sales are whole numbers, in no row more than its leads: money never is."""
        if "leads" not in self.cells:
            return False
        sales, leads = (parse_numbers(self.cells[name], self.spec.decimal, "") for name in ("sales", "leads"))
        known = self.ledger.used & ~sales.missing & ~leads.missing
        known[[*sales.faults, *leads.faults]] = False
        some, limit = sales.as_floats()[known], leads.as_floats()[known]
        return bool(len(some) and (some == np.floor(some)).all() and (some <= limit).all() and some.any())

    def _currencies(self) -> None:
        """Rows in another currency than the report's: converted by the settings' rates, else refused where mixed."""
        kinds = TABLES[self.kind].columns
        money = [cells for column, cells in self.cells.items() if kinds[column] == "money"]
        told = applied.currency_cells(self.u, self.columns)
        named = next((cells.header.currency for cells in money if cells.header.currency), "")
        if not money:
            return
        signs = None if told is not None else applied.currency_signs(money)
        if told is not None and not told.blank:
            self.told.add(told.index)
            seen = told.different
        elif signs is not None:
            seen = signs
        elif named:
            seen = Different(np.zeros(self.count, np.intp), [named])
        else:
            return
        codes = [applied.currency_code(value) for value in seen.values]
        found = sorted({codes[at] for at in np.unique(seen.codes[self.ledger.used & (seen.codes >= 0)])} - {""})
        rates = {code: Decimal(str(self.rules.rates[code])) for code in found if code in self.rules.rates}
        lacking = [code for code in found if code != self.rules.currency and code not in rates]
        at = told if told is not None else money[0]
        params: dict[str, Any] = {"found": found, "lacking": lacking, "currency": self.rules.currency}
        if lacking and (self.rules.mixed or len(found) > 1):
            foreign = np.array([code in lacking for code in codes] + [False], bool)[seen.codes]
            self.ledger.refuse_rows(foreign, at, "currencies_mixed", **params)
        elif lacking and told is not None:
            self.ledger.say("warning", "currency_of_rows", column=self.ledger.name_of(at), **params)
        if rates:
            self.exchange = [rates.get(code) for code in codes], seen.codes

    def _numbers(self, totals: Mask, counted: Mask) -> None:
        kinds = TABLES[self.kind].columns
        for column, cells in self.cells.items():
            if kinds[column] not in ("money", "number") or (cells.blank and column not in TABLES[self.kind].required):
                continue
            whole = column in _WHOLE and not cells.header.power
            custom = self._custom(cells) or (WHOLE if whole else "")
            numbers = parse_numbers(cells, self.spec.decimal, custom)
            percents: dict[int, Fault] = {
                int(row): ("number_is_percent", {}) for row in np.flatnonzero(numbers.percent)
            }
            if totals.any() and column not in _PEOPLE and not self._takes_total():
                check_totals(
                    self.ledger, cells, numbers, totals, counted, kinds[column] == "money",
                    any_of=self.profile is not None and self.profile.checksum == "any",
                )  # fmt: skip
            if self.tree is not None and column not in _PEOPLE:
                check_groups(self.tree, self.ledger, cells, numbers, counted, kinds[column] == "money")
            self.ledger.refuse(cells, {**percents, **_too_large(numbers, cells.header.power), **numbers.faults})
            if column == "unit_price":
                numbers = product(numbers, parse_numbers(self.cells["items"], self.spec.decimal), self.ledger.place)
                column = "revenue"
            if self.exchange and kinds[column] == "money":
                numbers = applied.converted(numbers, *self.exchange)
            if self.profile and self.profile.micros and kinds[column] == "money" and in_micros(numbers):
                numbers = replace(numbers, values=numbers.values // 10_000, decimals=2)
                self.ledger.say("info", "micros_read", column=self.ledger.name_of(cells))
            self.table.numbers[column] = numbers
            self.table.powers[column] = cells.header.power

    def _negative(self) -> None:
        for column, numbers in list(self.table.numbers.items()):
            used = numbers.values[self.ledger.used]
            negative = int((used < 0).sum())
            if negative and column in _SIGNLESS and not (used > 0).any():
                # Costs and refunds that all stand with a minus are written as a cash flow.
                self.table.numbers[column] = replace(numbers, values=-numbers.values)
                name = self.ledger.name_of(self.cells[column])
                self.ledger.say("info", "amounts_turned", column=name, count=negative)
            elif negative:
                cells = self.cells.get(column) or self.cells["unit_price"]
                self.ledger.say("warning", "amounts_negative", column=self.ledger.name_of(cells), count=negative)

    def _priced(self) -> None:
        """Revenue of a table that gives a price: of one piece, times the quantity, or of the line, as its rows tell."""
        if self.kind != "orders":
            return
        found, items = self.u.matches.get("revenue"), self.cells.get("items")
        doubtful = found is not None and found.weak and items is not None and is_price(found.header.text)
        if doubtful and "unit_price" not in self.cells and "revenue" in self.cells:
            assert items is not None
            price = self.cells["revenue"]
            told = meaning(
                parse_numbers(price, self.spec.decimal), parse_numbers(items, self.spec.decimal), self.columns,
                self.ledger.used,
            )  # fmt: skip
            if told not in ("line", "either"):
                del self.cells["revenue"]
            if told == "piece":
                self.cells["unit_price"] = price
            elif not told:
                names: dict[str, Any] = {"column": self.ledger.name_of(price), "items": self.ledger.name_of(items)}
                self.ledger.say("error", "price_undecided", **names)
        if "revenue" in self.cells or (items is None and "unit_price" in self.cells):
            lone = self.cells.pop("unit_price", None)
            if lone is not None and "revenue" not in self.cells:
                self.ledger.say("warning", "price_without_quantity", column=self.ledger.name_of(lone))
        if "unit_price" in self.cells and items is not None:
            names = {"column": self.ledger.name_of(self.cells["unit_price"]), "items": self.ledger.name_of(items)}
            discount = discount_column(self.columns)
            if discount is None:
                self.ledger.say("info", "price_times_quantity", **names)
            else:
                self.ledger.say("warning", "price_discount", discount=self.ledger.name_of(discount), **names)

    def _per_order(self) -> None:
        """The total of an order, or of a deal, that each of its lines repeats counts once."""
        ids, days = self.table.ids.get(_NUMBERS.get(self.kind, "")), self.table.dates.get("date")
        if ids is None or days is None:
            return
        for column in ("revenue", "refund"):
            numbers, cells = self.table.numbers.get(column), self.cells.get(column)
            if numbers is None or cells is None:
                continue
            lines = self._lines() if column == "revenue" else None
            deals = self.kind == "leads"
            found = repeated(cells.header, ids, numbers, days, self.ledger.used, lines, self.columns, whole=deals)
            if found is None:
                continue
            amount = f"{int(numbers.values[found.rows].sum()) / 10**numbers.decimals:.2f}"
            params: dict[str, Any] = {"count": int(found.rows.sum()), "orders": found.orders, "amount": amount}
            name = self.ledger.name_of(cells)
            if not found.sure:
                self.ledger.say("warning", "order_total_maybe_repeated", column=name, **params)
                continue
            self.ledger.say("info", "order_total_repeated", column=name, **params)
            values = np.where(found.rows, 0, numbers.values)
            self.table.numbers[column] = replace(numbers, values=values, missing=numbers.missing | found.rows)

    def _lines(self) -> Any:
        """Price times quantity of each row, where there are both; NaN where one is lacking."""
        price, items = price_of_piece(self.columns), self.table.numbers.get("items")
        if price is None or items is None or price is self.cells.get("revenue"):
            return None
        numbers = parse_numbers(price, self.spec.decimal, self._custom(price))
        unknown = numbers.missing | items.missing
        unknown[list(numbers.faults)] = True
        return np.where(unknown, np.nan, numbers.as_floats() * items.as_floats())

    def _cancelled(self) -> None:
        """Documents that take back earlier orders are no orders of their own; their sum is told."""
        numbers, ids = self.table.numbers.get("revenue"), self.table.ids.get("order_id")
        if self.kind != "orders" or numbers is None or ids is None:
            return
        rows = cancellations(ids, numbers.values, self.ledger.used)
        if rows.any():
            amount = f"{abs(int(numbers.values[rows].sum())) / 10**numbers.decimals:.2f}"
            count = self.ledger.exclude(rows, "cancelled")
            example = str(ids[int(rows.argmax())])
            self.ledger.say("warning", "cancellations_left_out", count=count, amount=amount, example=example)

    def _custom(self, cells: Cells) -> str:
        """The decimal mark that the system writes, for columns that prove none."""
        mark = self.profile.decimal if self.profile else ""
        return {"ru": ",", "en": "."}[cells.header.language] if mark == "header" else mark

    def _broken_cells(self) -> None:
        """Error values and formulas without a kept value: the reader shows such a cell as empty."""
        grid = self.u.grid
        known = {cells.index: cells for cells in self.cells.values()}
        for marked, code in ((grid.errors, "cell_error"), (grid.uncached, "cell_uncached")):
            by_column: dict[int, dict[int, Any]] = {}
            for (row, column), what in marked.items():
                if row >= self.ledger.start and column in known:
                    by_column.setdefault(column, {})[row - self.ledger.start] = (code, {"what": what})
            for column, faults in by_column.items():
                self.ledger.refuse(known[column], faults)

    def _vat(self) -> None:
        """Money as the report shows it: VAT put on or taken off, where the source and the rate are told."""
        wanted, kinds = self.rules.report_vat, TABLES[self.kind].columns
        stands = told_vat(self.u) or self.rules.vat
        money = [column for column in self.table.numbers if kinds[column] == "money"]
        if wanted is None or not money:
            return
        if stands is None:
            self.ledger.say("warning", "vat_of_source")
            return
        headed = {column: match.header.vat for column, match in self.u.matches.items()}
        turned = [column for column in money if (self.spec.vat or headed.get(column) or stands) != wanted]
        if not turned:
            return
        rates = self.spec.vat_rate or self.rules.vat_rate
        if not rates:
            self.ledger.say("warning", "vat_rate_missing", stands=stands, wanted=wanted)
            return
        days = self.table.dates["date"]
        for column in turned:
            own = self.table.dates.get("won_date") if self.kind == "leads" else None
            when = days if own is None else np.where(np.isnat(own), days, own)
            self.table.numbers[column] = with_vat(self.table.numbers[column], when, rates, wanted)
        self.table.vat = wanted
        told = told_rates(rates, "en")
        code = "vat_put_on" if wanted == "included" else "vat_taken_off"
        self.ledger.say("info", code, columns=[self.table.headers.get(c, c) for c in turned], rates=told)


def _too_large(numbers: Numbers, power: int) -> dict[int, Fault]:
    """In thousands or millions an amount may be too long that is not so by itself."""
    if not power:
        return {}
    return {
        int(row): ("number_too_long", {}) for row in np.flatnonzero(np.abs(numbers.as_floats()) * 10.0**power >= 1e15)
    }
