"""Rows that are no fault of the file and no data either: unpaid orders, notes, a ledger's rows that are no sales."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from kpi_core.facts import TABLES
from kpi_core.recognise.cells import Cells, Mask
from kpi_core.recognise.dates import Dates
from kpi_core.recognise.flags import one_of
from kpi_core.recognise.headers import Header, meanings, parse_header
from kpi_core.recognise.ledger import BLANK, Ledger
from kpi_core.recognise.numbers import Numbers
from kpi_core.recognise.profile import Names, Profile

_TOLD = 12
_PAYMENT_WORDS = ("оплат", "платеж", "оплачен", "paid", "payment")


def leave_headers(ledger: Ledger, cells: Mapping[str, Cells]) -> None:
    """Leave out the header where it stands again: files put one below another, or pages."""
    own = [each for each in cells.values() if each.header.text]
    if len(own) < 2 or any(each.typed is not None or not each.may_hold(each.header.text) for each in own):
        return
    rows = ledger.used
    for each in own:
        rows &= each.different.where(_same_as(each.header))
    ledger.exclude(rows, "header")


def _same_as(header: Header) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and parse_header(value).full == header.full


def leave_unpaid(ledger: Ledger, date: Cells, columns: Sequence[Cells], missing: Mask) -> None:
    """Leave out orders without a date of payment that another column dates: they were not paid yet."""
    if not any(word in date.header.key for word in _PAYMENT_WORDS) or not (missing & ledger.used).any():
        return
    others = [each for each in columns if each is not date and _dates_orders(each.header) and not each.blank]
    unpaid = missing & ledger.used & ~others[0].empty if others else missing & False
    if unpaid.any():
        other = ledger.name_of(others[0])
        ledger.say(
            "info", "unpaid_by_date", count=ledger.exclude(unpaid, "unpaid"), column=ledger.name_of(date), other=other
        )


def _dates_orders(header: Header) -> bool:
    return any(column == "date" and not weak for column, _, weak in meanings(header, "orders"))


def leave_other_rows(
    ledger: Ledger, profile: Profile | None, above: Sequence[Header], columns: Sequence[Cells], told: set[int]
) -> Mask:
    """Leave out what a system's ledger holds besides sales (deliveries, fees, payouts); the returns are handed back."""
    if profile is None or not profile.sales:
        return np.zeros(len(ledger.fate), bool)
    returned = ledger.used if profile.returns else np.zeros(len(ledger.fate), bool)
    for header, wanted in profile.returns.items():
        for index in Names((header,)).find(above)[:1]:
            returned &= columns[index].different.where(one_of(wanted))
    ledger.exclude(returned, "returned")
    for header, wanted in profile.sales.items():
        for index in Names((header,)).find(above)[:1]:
            told.add(index)
            different, others = columns[index].different, ~columns[index].different.where(one_of(wanted))
            seen = np.unique(different.codes[others & ledger.used & (different.codes >= 0)])
            words = [str(different.values[at]) for at in seen]
            if count := ledger.exclude(others, "not_sales"):
                name, named = ledger.name_of(columns[index]), one_of(wanted)
                sales = [str(value) for value in different.values if named(value)]
                ledger.say("info", "rows_not_sales", column=name, count=count, sales=sales, words=words[:_TOLD])
    return returned


def tell_returned(ledger: Ledger, returned: Mask, revenue: Numbers | None) -> None:
    """Returns that are rows of their own are told with their sum: they are no orders, nor taken off the revenue."""
    if returned.any() and revenue is not None:
        amount = f"{abs(int(revenue.values[returned].sum())) / 10**revenue.decimals:.2f}"
        ledger.say("warning", "returns_left_out", count=int(returned.sum()), amount=amount)


def _leave_sentences(ledger: Ledger, columns: Sequence[Cells], dates: Dates) -> None:
    """«© 2026 Microsoft Corporation» as the last line: words in one cell, and nothing in any other."""
    last: Mask = np.zeros(len(ledger.fate), bool)
    for row in range(len(last) - 1, -1, -1):
        filled = [each.shown(row) for each in columns if not each.empty[row]]
        if len(filled) == 1 and np.isnat(dates.values[row]) and len(filled[0].split()) > 2:
            last[row] = True
        elif filled:
            break
    # A table of one column has nothing else in any of its rows.
    ledger.exclude(last if not last.all() else last & False, "note")


def leave_notes(
    ledger: Ledger, kind: str, cells: Mapping[str, Cells], columns: Sequence[Cells], dates: Dates | None
) -> None:
    """Leave out what stands below the last line and a blank one: few cells, no day and no number among them."""
    blank = ledger.fate == BLANK
    if dates is None:
        return
    _leave_sentences(ledger, columns, dates)
    if not blank.any():
        return
    plain = np.isnat(dates.values)
    for column, each in cells.items():
        plain &= each.empty if TABLES[kind].columns[column] in ("money", "number") else True
    plain |= blank
    if plain.all():
        return
    after = int(np.flatnonzero(~plain)[-1]) + 1
    gaps = np.flatnonzero(blank[after:])
    if not len(gaps):
        return
    headed = sum(bool(each.header.text) for each in columns)
    notes: Mask = np.zeros(len(plain), bool)
    below = after + int(gaps[0])
    for row in map(int, below + np.flatnonzero(ledger.used[below:])):
        notes[row] = 2 * sum(not each.empty[row] for each in columns) <= headed
    ledger.exclude(notes, "note")
