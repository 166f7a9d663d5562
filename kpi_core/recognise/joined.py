"""A list of orders without amounts, and a list of amounts without dates that names the same orders: one table.

Databases are dumped so: orders (number, date, customer, status), beside them payments or lines (number, amount). Each
line takes over what its order says, and is read like any other row; an order that has lines is left out of its own
table, an order without any stays there without an amount. So every row of both is accounted for, where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kpi_core.errors import Finding, SourceError
from kpi_core.facts import TABLES
from kpi_core.recognise import applied, headers
from kpi_core.recognise.cells import Cells
from kpi_core.recognise.headers import Header, Match
from kpi_core.recognise.identifiers import parse_identifiers
from kpi_core.recognise.kinds import header_candidates, understand
from kpi_core.recognise.ledger import place_of
from kpi_core.recognise.understood import Joined, NotUnderstood, Understood, fixed_columns
from kpi_core.sources.grid import Grid
from kpi_core.sources.spec import SourceSpec

Result = tuple[Understood | NotUnderstood, SourceSpec | None]

_UNIQUE, _KEY = "customeruniqueid", "customerid"
_FEWEST = 0.5
_REFUNDS = re.compile(r"возврат|refund|returns\b|returned", re.IGNORECASE)
"""From such a share of its rows on that name an order of the list, a table is one of its lines."""


@dataclass(frozen=True)
class _Lines:
    """A grid whose rows name an order and an amount, but no date."""

    at: int
    grid: Grid
    row: int
    headers: tuple[Header, ...]
    matches: Mapping[str, Match]

    @property
    def certain(self) -> bool:
        """Whether the amount is surely one: «payment value» is, a price may be of anything."""
        return "revenue" in self.matches and not self.matches["revenue"].weak


def join(results: Sequence[Result]) -> tuple[list[Result], list[Finding]]:
    """The results with orders and their lines brought together, where exactly one table is each; else as they are."""
    made = list(results)
    heads = [at for at, (result, _) in enumerate(made) if isinstance(result, Understood) and _is_head(result)]
    if len(heads) != 1:
        return made, []
    at = heads[0]
    head = _with_unique_customers(made, at)
    made[at] = head, made[at][1]
    lines, ids = _lines_of(made), _ids(head)
    if lines is None or not _unique(ids) or "status" in lines.matches.keys() & head.matches.keys():
        return made, []
    orders = {number: row for row, number in enumerate(ids) if number is not None}
    named = _identifiers(lines.grid, lines.row, lines.headers, lines.matches["order_id"].index)
    places = [-1 if number is None else orders.get(number, -1) for number in named]
    if sum(place >= 0 for place in places) < max(_FEWEST * len(places), 1):
        return made, []
    spec = made[lines.at][1]
    understood = understand(_taken_over(head, lines, places), spec)
    if not isinstance(understood, Understood) or understood.kind != "orders":
        return made, []
    known = frozenset(number for number, place in zip(named, places, strict=True) if place >= 0)
    lost = frozenset(row for row, place in enumerate(places) if place < 0)
    made[lines.at] = replace(understood, joined=Joined(place_of(head.grid), lost=lost)), spec
    made[at] = replace(head, joined=Joined(place_of(lines.grid), taken=known)), made[at][1]
    return made, [_told(head, lines, len(known), len(orders) - len(known))]


def without_refunds(results: Sequence[Result]) -> list[Result]:
    """A list of refunds beside the orders: its rows are no orders, and whose refunds they are has to be said there."""
    orders = [result for result, _ in results if isinstance(result, Understood) and result.kind == "orders"]
    sold = next((each for each in orders if {"revenue", "unit_price"} & set(each.matches)), None)
    apart = {id(each) for each in orders if sold is not None and _only_refunds(each)}
    return [
        (_refunds_apart(result, sold) if sold is not None and id(result) in apart else result, spec)
        for result, spec in results
    ]


def _only_refunds(each: Understood) -> bool:
    amounts = {"revenue", "unit_price", "items", "cost_of_goods"} & set(each.matches)
    name = each.grid.name or each.grid.sheet or re.split(r"[\\/]", each.grid.file)[-1]
    named = bool(_REFUNDS.match(name)) and not each.spec.table
    return (named or ("refund" in each.matches and not amounts)) and not (each.profiled or each.joined)


def _refunds_apart(result: Understood | NotUnderstood, sold: Understood) -> NotUnderstood:
    grid, params = result.grid, {"place": place_of(result.grid), "orders": place_of(sold.grid)}
    return NotUnderstood(grid, Finding("error", "refunds_apart", params, grid.file, grid.sheet))


def _told(head: Understood, lines: _Lines, count: int, bare: int) -> Finding:
    amount = lines.matches.get("revenue") or lines.matches["unit_price"]
    params = {
        "place": place_of(lines.grid), "orders": place_of(head.grid), "count": count, "bare": bare,
        "column": lines.matches["order_id"].header.text, "amount": amount.header.text,
    }  # fmt: skip
    return Finding("info", "lines_joined", params, lines.grid.file, lines.grid.sheet)


def _is_head(each: Understood) -> bool:
    """Orders with numbers and days, and no amount."""
    grid = each.grid
    plain = not (each.profiled or each.reserve or grid.relation or grid.errors or grid.uncached or grid.merged)
    has = set(each.matches)
    return each.kind == "orders" and plain and {"date", "order_id"} <= has and not {"revenue", "unit_price"} & has


def _lines_of(results: Sequence[Result]) -> _Lines | None:
    """The one table of amounts; None where none is, or several could be."""
    found = [lines for at, (result, spec) in enumerate(results) if (lines := _as_lines(at, result, spec))]
    certain = [lines for lines in found if lines.certain]
    chosen = certain or found
    return chosen[0] if len(chosen) == 1 else None


def _as_lines(at: int, result: Understood | NotUnderstood, spec: SourceSpec | None) -> _Lines | None:
    grid = result.grid
    if isinstance(result, Understood) or grid.barred or grid.relation or not grid.columns or not grid.height:
        return None
    for row, above in header_candidates(grid, spec or SourceSpec()):
        try:
            fixed = fixed_columns(grid, spec or SourceSpec(), above)
        except SourceError:
            continue
        matches = headers.match(above, "orders", fixed)
        if "order_id" in matches and {"revenue", "unit_price"} & matches.keys() and "date" not in matches:
            return _Lines(at, grid, row, above, matches)
    return None


def _identifiers(grid: Grid, row: int, above: Sequence[Header], column: int) -> list[str | None]:
    cells = Cells(above[column], column, grid.columns[column][row + 1 :])
    values: list[str | None] = parse_identifiers(cells).values.tolist()
    return values


def _ids(head: Understood) -> list[str | None]:
    return _identifiers(head.grid, head.header_row, head.headers, head.matches["order_id"].index)


def _unique(ids: Sequence[str | None]) -> bool:
    known = [number for number in ids if number is not None]
    return bool(known) and len(set(known)) == len(known)


def _taken_over(head: Understood, lines: _Lines, rows: Sequence[int]) -> Grid:
    """The lines with what their orders say to the right; an order's amounts and counts stand on its first line only."""
    kinds = TABLES["orders"].columns
    firsts = {row: line for line, row in reversed(list(enumerate(rows)))}
    once = [row if firsts[row] == line else -1 for line, row in enumerate(rows)]
    added: list[list[Any]] = []
    for index, column in _columns_to_take(head, lines).items():
        own = head.grid.columns[index][head.header_row + 1 :]
        places = once if kinds.get(column) in ("money", "number") else rows
        values = ["" if place < 0 else own[place] for place in places]
        added.append([*[""] * lines.row, head.headers[index].text, *values])
    return replace(lines.grid, columns=[*lines.grid.columns, *added])


def _columns_to_take(head: Understood, lines: _Lines) -> dict[int, str]:
    """Columns of the orders that mean something and that the lines do not have themselves: index → our name."""
    meant = {match.index: column for column, match in head.matches.items() if column not in lines.matches}
    marks = applied.UTM_SOURCES | applied.UTM_MEDIA | applied.CAMPAIGNS | applied.CURRENCY_HEADERS
    own = {header.key for header in lines.headers}
    for index, header in enumerate(head.headers):
        if header.key in marks and header.key not in own:
            meant.setdefault(index, "")
    return meant


def _with_unique_customers(made: list[Result], at: int) -> Understood:
    """Where each order has a customer number of its own, the list of customers says who is behind them."""
    head = made[at][0]
    assert isinstance(head, Understood)
    match = head.matches.get("customer_id")
    if match is None or match.header.key != _KEY:
        return head
    start = head.header_row + 1
    for place, (result, spec) in enumerate(made):
        if not isinstance(result, NotUnderstood) or not (people := _people(result.grid)):
            continue
        column = head.grid.columns[match.index]
        own = parse_identifiers(Cells(match.header, match.index, column[start:])).values.tolist()
        columns = list(head.grid.columns)
        columns[match.index] = [*column[:start], *(people.get(number, number) or "" for number in own)]
        told = {"orders": place_of(head.grid), "place": place_of(result.grid), "column": match.header.text}
        made[place] = replace(result, finding=replace(result.finding, code="customers_unique", params=told)), spec
        return replace(head, grid=replace(head.grid, columns=columns))
    return head


def _people(grid: Grid) -> dict[str | None, str | None]:
    """Customer number → who it is, of a list that holds each number once."""
    if not grid.columns or not grid.height or grid.relation or grid.barred:
        return {}
    above = [headers.parse_header(cell) for cell in grid.row(0)]
    places = {header.key: index for index, header in enumerate(above)}
    if not {_KEY, _UNIQUE} <= places.keys():
        return {}
    numbers, people = (_identifiers(grid, 0, above, places[key]) for key in (_KEY, _UNIQUE))
    return dict(zip(numbers, people, strict=True)) if _unique(numbers) else {}
