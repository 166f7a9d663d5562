"""One grid as a typed table: every cell parsed, every row with its fate."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np

from kpi_core.facts import TABLES
from kpi_core.folding import fold
from kpi_core.recognise import applied, flags, words
from kpi_core.recognise.amounts import Amounts
from kpi_core.recognise.applied import Rules
from kpi_core.recognise.cells import TEXT, Cells, Different, Mask
from kpi_core.recognise.dates import Dates, Moments, all_first_days, first_of_month, parse_dates
from kpi_core.recognise.fitting import lines_above
from kpi_core.recognise.headers import Header, is_month_header
from kpi_core.recognise.hierarchy import Hierarchy, adds_up, dates_of_groups, hierarchy_of
from kpi_core.recognise.identifiers import normalised, parse_identifiers
from kpi_core.recognise.kinds import Understood, find_header
from kpi_core.recognise.ledger import Ledger
from kpi_core.recognise.merged import filled_down
from kpi_core.recognise.numbers import parse_numbers
from kpi_core.recognise.outcomes import Outcomes
from kpi_core.recognise.profile import EXCLUDING
from kpi_core.recognise.remarks import remark
from kpi_core.recognise.set_aside import leave_headers, leave_notes, leave_other_rows, leave_unpaid, tell_returned
from kpi_core.recognise.table import Table
from kpi_core.recognise.totals import totals_rows
from kpi_core.recognise.years import with_years

_CONTACTS = ("phone", "email")


class _Reader(Amounts, Outcomes):
    """Reads one grid. Exclusions come before refusals: a cancelled order's odd cell needs no remark."""

    def __init__(self, understood: Understood, rules: Rules) -> None:
        self.u, self.spec, self.kind = understood, understood.spec, understood.kind
        self.profile, self.rules = understood.profile, rules
        start = understood.header_row + 1
        self.ledger = Ledger.of(understood.grid, start)
        kinds = TABLES[self.kind].columns
        amounts = {m.index for column, m in understood.matches.items() if kinds[column] in ("money", "number")}
        self.columns = [
            Cells(header, index, column)
            for index, (header, column) in enumerate(
                zip(understood.headers, filled_down(understood.grid, start, amounts), strict=True)
            )
        ]
        self.cells = {column: self.columns[match.index] for column, match in understood.matches.items()}
        self.count = len(self.ledger.fate)
        for column, more in (understood.profiled.also if understood.profiled else {}).items():
            self.cells[column] = applied.first_filled([self.cells[column], *(self.columns[at] for at in more)])
        self.told: set[int] = set()
        self.tree: Hierarchy | None = None
        self.exchange: tuple[list[Decimal | None], Any] | None = None
        self.table = Table(understood, self.ledger)
        self._drop_bare_sales()

    def read(self) -> Table:
        self._blank_rows()
        self._shifted()
        leave_headers(self.ledger, self.cells)
        labels = frozenset(self.cells[name].index for name in ("date", "channel") if name in self.cells)
        labels |= {cells.index for cells in self.columns if cells.header.key in applied.CAMPAIGNS}
        self.tree = self._hierarchy(labels)
        totals = self._totals(labels) & self.ledger.used
        counted = self.ledger.used & ~totals & ~self._grouped(totals)
        self.ledger.exclude(*((counted, "detail") if self._takes_total() else (totals, "total")))
        self._keep()
        returned = leave_other_rows(self.ledger, self.profile, self.u.headers, self.columns, self.told)
        self._statuses()
        self._lost_lines()
        self._dated()
        self._with_years()
        dates = self._dates()
        if self.kind == "orders" and not self.profile:
            leave_unpaid(self.ledger, self.cells["date"], self.columns, dates["date"].missing)
        leave_notes(self.ledger, self.kind, self.cells, self.columns, dates.get("date"))
        self._currencies()
        self._priced()
        self._numbers(totals, counted)
        tell_returned(self.ledger, returned, self.table.numbers.get("revenue"))
        self._broken_cells()
        self._refuse_dates(dates)
        self._identifiers()
        self._in_lines()
        self._words()
        if self.kind == "leads":
            self._won(dates)
        self._returning()
        self._months(dates)
        self._constants()
        self.table.headers = {column: cells.header.text for column, cells in self.cells.items()}
        self._vat()
        remark(self.table, self.columns, self.cells, self.told)
        return self.table

    def _blank_rows(self) -> None:
        blank = np.ones(self.count, bool)
        ours = {cells.index for cells in self.cells.values()}
        for cells in self.columns:
            # A note to the right of the table, under no header, makes no row.
            if cells.header.text or cells.index in ours:
                blank &= cells.empty
                if not blank.any():
                    return
        # A cell that only looks empty makes a row, unless it stands in a column that nobody asks for.
        for row, column in (*self.u.grid.errors, *self.u.grid.uncached):
            if row >= self.ledger.start and column in ours:
                blank[row - self.ledger.start] = False
        self.ledger.blank(blank)

    def _lost_lines(self) -> None:
        """Lines of orders that the list of orders does not hold: nobody knows their day."""
        joined = self.u.joined
        if joined is not None and joined.lost:
            rows = np.isin(np.arange(self.count), list(joined.lost))
            self.ledger.refuse_rows(rows, self.cells["order_id"], "line_without_order", orders=joined.place)

    def _in_lines(self) -> None:
        """Orders whose amounts are lines of another table are counted there."""
        joined = self.u.joined
        if joined is not None and joined.taken:
            rows = np.array([number in joined.taken for number in self.table.ids["order_id"]], bool)
            self.ledger.exclude(rows, "lines")

    def _totals(self, labels: frozenset[int]) -> Mask:
        found = totals_rows(self.columns, labels, self.count)
        for index in self.profile.blank_total.find(self.u.headers)[:1] if self.profile else ():
            # Such a system writes its total without a label: the one column that every other row fills is empty.
            blank = self.columns[index].empty & self.ledger.used
            found |= blank if int(blank.sum()) <= 1 else False
        if self._takes_total() and found.any():
            # The last total is that of the whole report: the others are its groups.
            found[: int(np.flatnonzero(found)[-1])] = False
        return found

    def _takes_total(self) -> bool:
        return self.profile is not None and self.profile.rows == "total" and self.tree is None

    def _grouped(self, totals: Mask) -> Mask:
        """Rows that are groups of others, which they repeat."""
        if self.tree is None:
            return np.zeros(self.count, bool)
        groups = self.tree.mask & ~totals
        self.ledger.exclude(groups, "group")
        return groups

    def _hierarchy(self, labels: frozenset[int]) -> Hierarchy | None:
        """Groups of rows by their depth; in a table that no system draws so, only where they add up."""
        grid, drawn = self.u.grid, self.profile is not None and self.profile.rows == "total"
        if not drawn and not grid.levels:
            return None
        totals = totals_rows(self.columns, labels, self.count)
        rows = self.ledger.used & (~totals if drawn else True)
        tree = hierarchy_of(grid, self.ledger.start, self.columns, rows, spaces=drawn)
        if tree is None or drawn:
            return tree
        kinds = TABLES[self.kind].columns
        leaves = rows & ~tree.mask
        amounts = [(cells, kinds[c] == "money") for c, cells in self.cells.items() if kinds[c] in ("money", "number")]
        added = [adds_up(tree, parse_numbers(cells, self.spec.decimal), leaves, money) for cells, money in amounts]
        return tree if added and all(added) else None

    def _dated(self) -> None:
        """A date for rows that have none of their own."""
        if "date" in self.cells:
            return
        if "date" in self.spec.constants:
            value = self.spec.constants["date"]
            self.cells["date"] = Cells(Header("date"), len(self.columns), [value] * self.count)
            return
        if self.tree and (found := dates_of_groups(self.tree, self.columns, self.ledger.used)):
            header = Header("", "дата" if any(day and day.day != 1 for day in found) else "месяц")
            self.cells["date"] = Cells(header, len(self.columns), found)
            return
        known = applied.dated(self.u, self.columns, self.count)
        self.cells["date"] = known.cells
        self.told |= set(self.profile.ends.find(self.u.headers)[:1]) if self.profile else set()
        self.ledger.refuse_rows(known.refused, None, known.code or "period_unknown", **known.params)

    def _with_years(self) -> None:
        """«Октябрь» takes the year of its row, of the lines above or of the sheet; without one it is asked."""
        above = [text for _, texts in lines_above(self.u.grid, self.u.header_row) for text in texts]
        found = with_years(self.cells["date"], self.columns, self.u.grid, above)
        if found:
            self.ledger.refuse_rows(found.yearless, self.cells["date"], "month_of_no_year")
            self.cells["date"] = found.cells
            self.told |= {each.index for each in self.columns if each.header.key in ("год", "year")}

    def _shifted(self) -> None:
        """«1234,50» without quotes in a file divided by commas is two cells: more of them than headers."""
        last = max((cells.index for cells in self.columns if cells.header.text), default=-1)
        if not self.u.grid.text or not 0 <= last < len(self.columns) - 1:
            return
        beyond = self.columns[last + 1]
        digits = beyond.different.where(lambda value: isinstance(value, str) and value.isdigit() and len(value) <= 3)
        digits &= self.ledger.used
        if 2 * int(digits.sum()) >= int(self.ledger.used.sum()) > 0:
            self.ledger.refuse_rows(digits, beyond, "row_too_wide")

    def _keep(self) -> None:
        for header, wanted in self.spec.keep.items():
            found = self._listed(header, wanted)
            self.ledger.exclude(~found, "not_kept")

    def _listed(self, header: str, wanted: tuple[str, ...]) -> Mask:
        """Rows whose value in the column is one of those the user listed; a value nobody wrote is told."""
        cells = self.columns[find_header(self.u.headers, header, self.ledger.place, "")]
        seen = cells.different
        for value in wanted:
            if not any(map(flags.one_of((value,)), seen.values)):
                known = [str(each) for each in seen.values][:20]
                self.ledger.say("warning", "listed_value_absent", column=header, value=value, known=known)
        return seen.where(flags.one_of(wanted))

    def _statuses(self) -> None:
        if "status" not in self.cells:
            return
        seen = self._filled_down("status").different
        reasons = [self._reason(value) for value in seen.values]
        for reason in dict.fromkeys(filter(None, reasons)):
            chosen = np.array([each == reason for each in reasons] + [False], bool)[seen.codes]
            self.ledger.exclude(chosen, reason)

    def _reason(self, status: Any) -> str:
        """Why rows of this status are left out, by the profile, else by the words everybody uses."""
        outcome = self.profile.statuses.get(fold(str(status))) if self.profile else None
        if outcome is None:
            return flags.status_reason(status, lead=self.kind == "leads")
        return outcome if outcome in EXCLUDING else ""

    def _filled_down(self, column: str) -> Cells:
        """A status stands on the first line of an order only: its other lines, alike by order_id, take it over."""
        cells = self.cells[column]
        if "order_id" not in self.cells or not cells.empty.any() or cells.blank:
            return cells
        ids, values = self.cells["order_id"].values, list(cells.values)
        for row in map(int, np.flatnonzero(cells.empty)):
            if row and ids[row] not in ("", None) and ids[row] == ids[row - 1]:
                values[row] = values[row - 1]
        return Cells(cells.header, cells.index, values)

    def _dates(self) -> dict[str, Dates]:
        kinds = TABLES[self.kind].columns
        for column in self.profile.lines if self.profile else ():
            if column in self.cells and column != "status":
                self.cells[column] = self._filled_down(column)
        return {
            column: parse_dates(cells, self.spec.dates)
            for column, cells in self.cells.items()
            if kinds[column] == "date" and not (column != "date" and cells.blank)
        }

    def _refuse_dates(self, dates: Mapping[str, Dates]) -> None:
        for column, parsed in dates.items():
            cells = self.cells[column]
            text, day_first, month_first = parsed.example
            self.ledger.refuse_rows(
                parsed.undecided, cells, "date_undecided", example=text, one=day_first, other=month_first
            )
            if parsed.swapped is not None:
                left = cells.shown(int(np.flatnonzero(cells.codes == TEXT)[-1]))
                self.ledger.refuse_rows(parsed.swapped, cells, "dates_swapped", left=left)
            self.ledger.refuse(cells, parsed.faults)
            if column == "date":
                self.ledger.refuse(
                    cells, {int(r): ("date_blank", {}) for r in np.flatnonzero(parsed.missing & self.ledger.used)}
                )
            self.table.dates[column] = parsed.values

    def _identifiers(self) -> None:
        kinds = TABLES[self.kind].columns
        for column, cells in self.cells.items():
            if kinds[column] != "id" or cells.blank:
                continue
            parsed = parse_identifiers(cells)
            if parsed.damaged:
                name = self.ledger.name_of(cells)
                self.ledger.say("warning", "ids_damaged", column=name, count=parsed.damaged, value=parsed.example)
            self.table.ids[column] = parsed.values
        self._customers()
        self._per_order()
        self._cancelled()
        self._negative()

    def _customers(self) -> None:
        """Customers are told apart by their identifier, else by phone, else by e-mail."""
        ids = self.table.ids
        contacts = [(column, ids.pop(column)) for column in _CONTACTS if column in ids]
        if "customer_id" in ids or "customer_id" not in TABLES[self.kind].columns:
            return
        for column, values in contacts:
            normal = normalised(values, column)
            if any(value is not None for value in normal):
                ids["customer_id"] = normal
                self.ledger.say("info", f"customers_by_{column}", column=self.ledger.name_of(self.cells[column]))
                return

    def _words(self) -> None:
        self._channel()
        if self.kind == "spend" and "kind" in self.cells and self._tells_kinds():
            self.table.kind = self.cells["kind"].different
            seen = set(np.unique(self.table.kind.codes[self.ledger.used]))
            strange = [
                str(v) for at, v in enumerate(self.table.kind.values) if at in seen and flags.spend_kind(v) is None
            ]
            if strange:
                name = self.ledger.name_of(self.cells["kind"])
                self.ledger.say("warning", "spend_kinds_unknown", column=name, words=strange[:10])
        if self.kind == "leads" and "qualified" in self.cells and not self.cells["qualified"].blank:
            self._flag("qualified", words.QUALIFIED, words.UNQUALIFIED)

    def _channel(self) -> None:
        ruled = self.profile is not None and self.profile.channel is not None and "channel" not in self.cells
        if ruled:
            translations = self.rules.translations
            self.table.channel, taken = applied.channels_of(self.u, self.columns, translations, self.count)
            if self.profile and "channel" in self.profile.lines and self.table.channel and "order_id" in self.cells:
                ids = self.cells["order_id"].different.codes
                self.table.channel = applied.carried_down(self.table.channel, ids)
        elif "channel" in self.cells and not self.cells["channel"].blank:
            own = self.cells["channel"]
            marked, taken = applied.generic_utm(self.columns, own)
            self.table.channel = marked or own.different
        elif "channel" in self.cells or "channel" not in TABLES[self.kind].columns:
            return
        else:
            self.table.channel, campaigns = applied.campaign_alone(self.columns, self.rules.translations)
            taken = [campaigns] if campaigns is not None else []
            if campaigns is not None and self.table.channel is None and self.ledger.used.any():
                seen = campaigns.different
                used = np.unique(seen.codes[self.ledger.used & (seen.codes >= 0)])
                names = [str(seen.values[at]) for at in used if str(seen.values[at]).strip()]
                name = self.ledger.name_of(campaigns)
                self.ledger.say("info", "campaigns_unknown", column=name, count=len(names), words=names[:12])
        self.told |= {cells.index for cells in taken}

    def _returning(self) -> None:
        """A customer whom the system calls returning was won before the data begins, or by an earlier row of it."""
        places = self.profile.returning.find(self.u.headers) if self.profile else []
        dates = self.table.dates.get("date")
        if not places or dates is None or not self.ledger.used.any() or "customer_since" in self.table.dates:
            return
        cells = self.columns[places[0]]
        self.told.add(cells.index)
        back = cells.different.where(lambda value: fold(str(value)) in words.RETURNING)
        before = dates[self.ledger.used].min().astype("datetime64[D]") - np.timedelta64(1, "D")
        self.table.dates["customer_since"] = np.where(back, before.astype(dates.dtype), np.datetime64("NaT", "us"))
        self.ledger.say(
            "info", "returning_told", column=self.ledger.name_of(cells), count=int((back & self.ledger.used).sum())
        )

    def _tells_kinds(self) -> bool:
        """«Тип» may be of anything: without one known word among its values it is not the kind of cost."""
        cells = self.cells["kind"]
        if cells.blank:
            return False
        known = any(flags.spend_kind(value) for value in cells.different.values if str(value or "").strip())
        if not known and self.u.matches["kind"].weak:
            del self.cells["kind"]
            return False
        return True

    def _months(self, dates: Mapping[str, Dates]) -> None:
        parsed, values = dates["date"], self.table.dates["date"]
        used = self.ledger.used
        headed = is_month_header(self.cells["date"].header)
        if headed or parsed.months or (all_first_days(values[used]) and self._once_a_month(values)):
            self.table.monthly = True
            self.table.dates["date"] = first_of_month(values)

    def _once_a_month(self, values: Moments) -> bool:
        """At most one row per month, channel and other text: daily rows would repeat."""
        import pandas as pd

        used = self.ledger.used
        keys: dict[str, Any] = {"month": values[used].astype("datetime64[us]").astype(np.int64)}
        for cells in self.columns:
            if cells.typed is None and 1 in cells.kinds and not cells.blank and cells is not self.cells["date"]:
                keys[str(cells.index)] = cells.different.codes[used]
        return not bool(pd.DataFrame(keys).duplicated().any())

    def _constants(self) -> None:
        kinds = TABLES[self.kind].columns
        for column, value in self.spec.constants.items():
            cells = Cells(Header(column), len(self.columns), [value] * self.count)
            if column == "channel":
                self.table.channel = Different(np.zeros(self.count, np.intp), [value])
            elif column == "kind":
                self.table.kind = Different(np.zeros(self.count, np.intp), [value])
            elif kinds.get(column) in ("money", "number"):
                self.table.numbers[column] = parse_numbers(cells, self.spec.decimal)
                self.table.powers[column] = 0
            elif kinds.get(column) == "id":
                self.table.ids[column] = parse_identifiers(cells).values
            elif kinds.get(column) == "flag":
                self.table.flags[column] = flags.parse_flags(cells, words.WON, words.LOST)[0]
            elif kinds.get(column) == "date":
                self.table.dates[column] = parse_dates(cells, self.spec.dates).values


def read_table(understood: Understood, rules: Rules | None = None) -> Table:
    """The grid as a typed fact table, with the fate of every row and everything there is to remark."""
    return _Reader(understood, rules or Rules()).read()
