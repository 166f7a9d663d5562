"""What there is to say of a table that was read: how it was recognised, what is doubtful, what was not used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_core.facts import TABLES
from kpi_core.folding import fold
from kpi_core.recognise import words
from kpi_core.recognise.cells import Cells
from kpi_core.recognise.duplicates import exact_duplicates
from kpi_core.recognise.headers import is_derived
from kpi_core.recognise.table import Table

_ASKED = 12


def remark(table: Table, columns: Sequence[Cells], cells: Mapping[str, Cells], told: set[int]) -> None:
    """Everything to be said of the table as a whole, put into its ledger.

    Parameters
    ----------
    columns, cells : Cells
        All columns of the grid; those of ours by their name.
    told : set of int
        Columns that were used without being one of ours (utm marks, the currency).
    """
    _profile(table, cells)
    _outcomes(table)
    refund = None if "refund_date" in table.dates or table.name != "orders" else table.numbers.get("refund")
    if refund is not None and refund.values[table.ledger.used].any():
        table.ledger.say("info", "refund_by_order_date")
    ledger, used = table.ledger, table.ledger.used
    if table.name == "orders" and used.any() and not _amount_is_told(table):
        ledger.say("warning", "orders_without_amount")
    for column in TABLES[table.name].required:
        numbers = table.numbers.get(column)
        if numbers is not None and (empty := int((numbers.missing & used).sum())):
            ledger.say("warning", "required_blank", column=ledger.name_of(cells[column]), count=empty)
    repeated = exact_duplicates(columns, _plain(table), used)
    if repeated:
        ledger.say("warning", "rows_repeated", count=repeated)
    _repeated_headers(table, columns, cells)
    _unused_columns(table, columns, cells, told)


def _amount_is_told(table: Table) -> bool:
    """Whether the orders have an amount, have it in another table, or it is asked for already."""
    asked = {finding.code for finding in table.ledger.findings} & {"price_undecided", "price_without_quantity"}
    return "revenue" in table.numbers or table.understood.joined is not None or bool(asked)


def _profile(table: Table, cells: Mapping[str, Cells]) -> None:
    """Which profile matched and why; what its system leaves open; statuses nobody has heard of."""
    profiled = table.understood.profiled
    if profiled is None:
        _strange_statuses(table, cells, {})
        return
    profile, ledger = profiled.profile, table.ledger
    ledger.say("info", "profile_matched", system=profile.label, why=list(profiled.why), table=TABLES[table.name].label)
    for question in profile.ask:
        ledger.say("info", f"ask_{question}", system=profile.label)
    if profile.statuses:
        _strange_statuses(table, cells, profile.statuses)


def _strange_statuses(table: Table, cells: Mapping[str, Cells], own: Mapping[str, str]) -> None:
    """Statuses of orders that nobody has heard of: they count as sales, which is told."""
    status, ledger = cells.get("status"), table.ledger
    if status is None or table.name != "orders" or fold(status.header.text) in map(fold, table.understood.spec.keep):
        return
    # A refund is known as one where its amount stands beside it.
    known = {*own, *words.STATUS_REASONS, *words.WON, *words.SOLD, *(words.REFUNDED if "refund" in cells else ())}
    seen = status.different
    used = set(np.unique(seen.codes[ledger.used]))
    strange = [str(value) for at, value in enumerate(seen.values) if at in used and fold(str(value)) not in known]
    if strange:
        ledger.say("warning", "status_unknown", column=ledger.name_of(status), words=strange[:_ASKED])


def _outcomes(table: Table) -> None:
    """Won leads without a date, and those won before they came."""
    if table.name != "leads" or "won" not in table.flags or "won_date" not in table.dates:
        return
    won = table.flags["won"] & table.ledger.used
    closed = ~np.isnat(table.dates["won_date"])
    if (won & ~closed).any():
        table.ledger.say("warning", "won_without_date", won=int(won.sum()), count=int((won & ~closed).sum()))
    sold, made = (table.dates[column].astype("datetime64[D]") for column in ("won_date", "date"))
    early = int((won & closed & (sold < made)).sum())
    if early:
        table.ledger.say("warning", "sold_before_lead", count=early)


def _plain(table: Table) -> list[npt.NDArray[Any]]:
    """What is known of the rows as plain arrays."""
    numbers = (each.values for each in table.numbers.values())
    arrays: list[npt.NDArray[Any]] = [*table.dates.values(), *numbers]
    return [*arrays, table.channel.codes] if table.channel else arrays


def _repeated_headers(table: Table, columns: Sequence[Cells], cells: Mapping[str, Cells]) -> None:
    """Two filled columns under one header: the first counts."""
    for own in cells.values():
        if not own.header.full:
            continue
        others = [each for each in columns if each.header.full == own.header.full and each.index != own.index]
        if any(not each.blank for each in others):
            table.ledger.say("info", "header_repeated", column=own.header.text, count=len(others) + 1)


def _unused_columns(table: Table, columns: Sequence[Cells], cells: Mapping[str, Cells], told: set[int]) -> None:
    understood = table.understood
    also = understood.profiled.also if understood.profiled else {}
    taken = {each.index for each in cells.values()} | told | {at for more in also.values() for at in more}
    named = {fold(header) for header in (*understood.spec.keep, *understood.spec.won)}
    unused = [
        each.header.text
        for each in columns
        if each.index not in taken
        and each.header.text
        and fold(each.header.text) not in named
        and not is_derived(each.header)
    ]
    if unused:
        table.ledger.say("info", "columns_unused", columns=unused[:40])
