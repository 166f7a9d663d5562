"""Which kind of table a grid is: by its name and its headers together, strictly, or a precise question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kpi_core.errors import Finding, SourceError
from kpi_core.facts import FACT_TABLES, TABLES
from kpi_core.folding import fold
from kpi_core.recognise import headers, vocabulary
from kpi_core.recognise.fitting import by_profile, lines_above
from kpi_core.recognise.headers import Header, Match
from kpi_core.recognise.ledger import place_of
from kpi_core.recognise.numbers import read_number
from kpi_core.recognise.pieces import title_above
from kpi_core.recognise.ranges import Range, month_of_sheet, range_in, stated_range
from kpi_core.recognise.understood import LOOKED_AT as LOOKED_AT
from kpi_core.recognise.understood import NotUnderstood as NotUnderstood
from kpi_core.recognise.understood import Understood as Understood
from kpi_core.recognise.understood import find_header as find_header
from kpi_core.recognise.understood import fixed_columns, headers_of
from kpi_core.sources.grid import Grid
from kpi_core.sources.spec import SourceSpec

FEWEST_TOTALS = 7
"""From so many rows on, a date that never comes twice speaks of totals rather than of orders."""

_LOOKED_FOR_AMOUNTS = 200


def _folded(names: str) -> frozenset[str]:
    return frozenset(map(fold, names.split("|")))


# What a statement of account is recognised by: both directions of money, and its balance or purpose.
_INCOMING = _folded(
    "Приход | Поступление | Поступления | Зачисление | Кредит | Credit | Deposit | Deposits | Paid in | Money in"
)
_OUTGOING = _folded(
    "Расход | Списание | Списания | Выплата | Дебет | Debit | Withdrawal | Withdrawals | Paid out | Money out"
)
_BALANCE = _folded("Остаток | Баланс | Сальдо | Balance | Running balance")
_PURPOSE = _folded("Назначение платежа | Назначение | Payment details | Payment purpose | Description")

# Tables that a person names: without the name of the sheet nothing is taken for one of them.
_NAMED_ONLY = frozenset({"closed", "settings", "channels", "decisions", "comments"})
_OWN_TABLE = {
    "revenue": "orders", "refund": "orders", "cost_of_goods": "orders", "orders": "orders", "items": "orders",
    "new_customers": "orders", "customers": "orders", "leads": "leads", "qualified_leads": "leads", "sales": "leads",
    "spend": "spend", "ad_spend": "spend", "impressions": "spend", "clicks": "spend",
    "visits": "traffic", "users": "traffic",
}  # fmt: skip
SUMMARY_OWN_TABLE: Mapping[str, str] = _OWN_TABLE
"""For each measure of the summary, the table it is taken from where there is one."""


@dataclass
class _Fit:
    kind: str
    matches: dict[str, Match]
    fields: set[str] = field(default_factory=set)

    @property
    def complete(self) -> bool:
        return set(TABLES[self.kind].required) <= self.fields

    @property
    def strong(self) -> set[str]:
        return {column for column, match in self.matches.items() if not match.weak}


@lru_cache(maxsize=1024)
def name_hints(name: str) -> tuple[str, ...]:
    """The kinds that a name hints at, in the order of its words.

    Examples
    --------
    >>> name_hints("План продаж"), name_hints("tblOrders_2026"), name_hints("Лист1")
    (('targets', 'orders'), ('orders',), ())
    """
    spaced = re.sub(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])", " ", name)
    words = re.findall(r"[^\W\d_]+", spaced.casefold().replace("ё", "е"))
    found = (kind for word in words for stem, kind in vocabulary.NAME_STEMS if word.startswith(stem.replace("ё", "е")))
    return tuple(dict.fromkeys(found))


def explains(sheet: str) -> bool:
    """Whether a sheet's name says that it explains, checks or helps, so that no data is read from it.

    Examples
    --------
    >>> explains("Начните отсюда"), explains("Expected"), explains("Продажи")
    (True, True, False)
    """
    return fold(sheet) in vocabulary.NOT_DATA


def understand(grid: Grid, spec: SourceSpec | None) -> Understood | NotUnderstood:
    """What the grid is.

    Raises
    ------
    SourceError
        `spec_column_missing` where a header that the user named is not there: handed over in the result, since
        another sheet of the same source may have it.
    """
    told = spec or SourceSpec()
    if grid.barred:
        finding = _say(grid, "info", f"barred_{grid.barred}")
        return NotUnderstood(
            grid, finding, bool(told.table), SourceError(finding.code, **finding.params) if spec else None
        )
    if not told.table and not grid.headed and explains(grid.sheet):
        return NotUnderstood(grid, _say(grid, "info", "sheet_not_data"))
    if not grid.columns or not grid.height:
        return NotUnderstood(grid, _say(grid, "info", "sheet_empty"))
    known = by_profile(grid, told)
    if known:
        return known
    best: NotUnderstood | None = None
    for row, above in header_candidates(grid, told):
        result = _with_header(grid, told, row, above)
        if isinstance(result, Understood):
            return result
        if best is None or (result.question and not best.question):
            best = result
    return best or NotUnderstood(grid, _say(grid, "info", "sheet_no_table"))


def header_candidates(grid: Grid, spec: SourceSpec) -> list[tuple[int, tuple[Header, ...]]]:
    """Rows that may be the header, the likeliest first."""
    if grid.headed:
        return [(0, headers_of(grid, 0))]
    wanted = {fold(header) for header in (*spec.columns.values(), *spec.keep, *spec.won)}
    scored: list[tuple[int, int, tuple[Header, ...]]] = []
    for row in range(min(LOOKED_AT, grid.height)):
        above = headers_of(grid, row)
        score = sum(_known(header, wanted) for header in above)
        if score >= 2:
            scored.append((-score, row, above))
    return [(row, above) for _, row, above in sorted(scored, key=lambda each: each[:2])[:5]]


def _known(header: Header, wanted: set[str]) -> bool:
    if not header.text:
        return False
    if fold(header.text) in wanted or headers.is_derived(header):
        return True
    return any(headers.meanings(header, table) for table in TABLES)


def _with_header(grid: Grid, spec: SourceSpec, row: int, above: tuple[Header, ...]) -> Understood | NotUnderstood:
    try:
        fixed = fixed_columns(grid, spec, above)
    except SourceError as error:
        return NotUnderstood(grid, _say(grid, "error", error.code, **error.params), True, error)
    fits = {kind: _fit(kind, above, fixed, spec) for kind in TABLES if not spec.table or kind == spec.table}
    _without_amounts(grid, row, fits.get("leads"), fixed)
    period = _period(grid, row) if not any("date" in fit.fields for fit in fits.values()) else None
    for kind, fit in fits.items() if period else ():
        if kind in FACT_TABLES:
            fit.fields.add("date")
    if spec.table:
        return _as_told(grid, spec, row, above, fits[spec.table], period)
    title = title_above([grid.row(line) for line in range(row)])
    if flows := _cash_flow(above):
        return NotUnderstood(grid, _say(grid, "warning", "cash_flow", incoming=flows[0], outgoing=flows[1]), True)
    kind, reserve, question = _decide(grid, above, fits, title)
    if kind:
        kind, remark = _orders_or_totals(grid, row, kind, fits, _named(grid, title))
        return Understood(grid, spec, kind, row, above, fits[kind].matches, reserve, period=period, remark=remark)
    if question == "table_lacks_date" and not spec.table:
        dated = _by_file(grid, spec, row, above, fits, title)
        if dated:
            return dated
    if question:
        lacking = _lacking_date(fits) if question == "table_lacks_date" else None
        told: dict[str, object] = {"headers": _shown(above)}
        if lacking:
            told = {"table": TABLES[lacking.kind].label, "headers": _matched(lacking)}
        elif question == "table_lacks_spend":
            told = {"headers": _matched(fits["spend"]), "others": _unused(above, fits["spend"])}
        return NotUnderstood(grid, _say(grid, "warning", question, **told), True)
    return NotUnderstood(grid, _say(grid, "info", "sheet_no_table"))


def _fit(kind: str, above: Sequence[Header], fixed: Mapping[str, int], spec: SourceSpec) -> _Fit:
    own = {column: index for column, index in fixed.items() if column in TABLES[kind].columns}
    matches = headers.match(above, kind, own)
    matches = {column: found for column, found in matches.items() if column not in spec.constants}
    return _Fit(kind, matches, set(matches) | (set(spec.constants) & set(TABLES[kind].columns)))


def _cash_flow(above: Sequence[Header]) -> tuple[str, str] | None:
    """The columns of money in and money out of a statement of account: its rows are rent and taxes as well."""
    found = [
        next((header.text for header in above if header.key in words), "") for words in (_INCOMING, _OUTGOING, _BALANCE)
    ]
    purpose = any(header.key in _PURPOSE for header in above)
    return (found[0], found[1]) if found[0] and found[1] and (found[2] or purpose) else None


def _by_file(
    grid: Grid, spec: SourceSpec, row: int, above: tuple[Header, ...], fits: Mapping[str, _Fit], title: str
) -> Understood | None:
    """A file named for its month («Сводка 2026-03.csv») dates its rows, where no sheet could be named so.

    Of orders it does not: lines without dates belong to orders of another file.
    """
    month = range_in(re.split(r"[\\/]", grid.file)[-1])
    lacking = _lacking_date(fits)
    if grid.sheet or not month or not month.is_month or not lacking or lacking.kind == "orders":
        return None
    for kind, fit in fits.items():
        if kind in FACT_TABLES and kind != "orders":
            fit.fields.add("date")
    kind, reserve, _ = _decide(grid, above, fits, title)
    if not kind:
        return None
    matches = fits[kind].matches
    return Understood(grid, spec, kind, row, above, matches, reserve, period=month, remark="month_of_file")


def _without_amounts(grid: Grid, row: int, leads: _Fit | None, fixed: Mapping[str, int]) -> None:
    """«Оплачено» that holds amounts says how much was paid, and not that a lead was won."""
    won = leads.matches.get("won") if leads else None
    if not leads or not won or "won" in fixed or grid.relation:
        return
    cells = grid.columns[won.index][row + 1 : row + 1 + _LOOKED_FOR_AMOUNTS]
    reads = [read_number(str(cell)) for cell in cells if isinstance(cell, str | int | float)]
    if any(read and read.value is not None and abs(read.value) > 1 for read in reads):
        del leads.matches["won"]
        leads.fields.discard("won")


def _period(grid: Grid, row: int) -> Range | None:
    """One month (or day) for all rows of a table without dates: of its sheet, or stated above it."""
    lines = lines_above(grid, row)
    stated = stated_range(lines, ("Период", "За ", "Месяц", "Period", "Month", "Отчёт за", "Отчет за"))
    above = [text for _, texts in lines for text in texts]
    found = stated or month_of_sheet(grid.sheet or grid.name, grid.file, above)
    return found if found and (found.is_month or found.is_day) else None


def _as_told(
    grid: Grid, spec: SourceSpec, row: int, above: tuple[Header, ...], fit: _Fit, period: Range | None
) -> Understood | NotUnderstood:
    if fit.complete:
        return Understood(grid, spec, fit.kind, row, above, fit.matches, period=period)
    lacking = [column for column in TABLES[fit.kind].required if column not in fit.fields]
    params = {"table": fit.kind, "lacking": lacking, "known": [header.text for header in above if header.text][:30]}
    error = SourceError("table_lacks_columns", place=place_of(grid), **params)
    return NotUnderstood(grid, _say(grid, "error", "table_lacks_columns", **params), True, error)


def _decide(grid: Grid, above: Sequence[Header], fits: Mapping[str, _Fit], title: str) -> tuple[str, bool, str]:
    """The kind; whether the grid is only a reserve; else the question to ask, if any."""
    complete = {kind: fit for kind, fit in fits.items() if fit.complete and len(fit.matches) >= 2}
    hints = _named(grid, title)
    reserve = not grid.headed and fold(grid.sheet) in vocabulary.RESULT_SHEETS
    if hints[:1] == ("leads",) and "orders" in complete and _is_orders(complete["orders"], fits["leads"], above):
        hints = ("orders", *hints)
    for hint in hints:
        if hint in complete and _named_fits(hint, complete[hint]):
            return _event_or_summary(hint, fits, above), reserve, ""
    kind = _by_headers(complete, above)
    if kind:
        return kind, reserve, ""
    if not any("date" in fit.strong for fit in fits.values()) and _lacking_date(fits):
        return "", False, "table_lacks_date"
    if {"date", "impressions", "clicks"} <= fits["spend"].strong and "revenue" not in fits["orders"].strong:
        return "", False, "table_lacks_spend"
    doubtful = [kind for kind in ("orders", "spend", "leads") if kind in complete and len(complete[kind].matches) >= 2]
    has_date = any("date" in complete[kind].strong for kind in doubtful)
    return "", False, "table_undecided" if doubtful and has_date and not reserve else ""


def _named(grid: Grid, title: str) -> tuple[str, ...]:
    """The kinds that the table's name hints at, else its sheet's, its title's or its file's."""
    names = (grid.name, grid.sheet, title, re.sub(r"\.\w+$", "", re.split(r"[\\/]", grid.file)[-1]))
    return next((found for name in names if (found := name_hints(name))), ())


def _orders_or_totals(
    grid: Grid, row: int, kind: str, fits: Mapping[str, _Fit], hints: Sequence[str]
) -> tuple[str, str]:
    """Rows of a date and an amount, each date once, are what a day brought in, unless they are called orders."""
    orders = fits["orders"]
    if kind != "orders" or grid.relation or not set(orders.matches) <= {"date", "revenue", "channel"}:
        return kind, ""
    places = [orders.matches[column].index for column in ("date", "channel") if column in orders.matches]
    lines = list(zip(*(grid.columns[place][row + 1 :] for place in places), strict=True))
    dated = [line for line in lines if line[0] not in ("", None)]
    if len(dated) < FEWEST_TOTALS or len(set(dated)) < len(dated):
        return kind, ""
    if "orders" in hints or "revenue" not in fits["summary"].matches:
        return kind, "rows_maybe_totals"
    return "summary", "rows_are_totals"


def _is_orders(orders: _Fit, leads: _Fit, above: Sequence[Header]) -> bool:
    """«Выгрузка из CRM» with order numbers and amounts is sales, whatever the file is called."""
    of_leads = {"lead_id", "qualified", "won", "won_date"} & leads.strong or headers.has_lead_marks(above)
    return {"order_id", "revenue"} <= orders.strong and not of_leads


def _named_fits(kind: str, fit: _Fit) -> bool:
    """A sheet named for its kind still has to have more than a date of it."""
    if kind in ("orders", "leads"):
        return bool(set(fit.matches) - {"date", "channel", "status"}) or (kind == "leads" and "date" in fit.strong)
    if kind == "summary":
        return bool(_groups(fit))
    return True


def _event_or_summary(kind: str, fits: Mapping[str, _Fit], above: Sequence[Header]) -> str:
    """A table of rows, or a row a month (a day) that holds measures of several tables."""
    summary, own = fits["summary"], fits[kind]
    if not summary.complete or kind not in ("orders", "leads", "spend", "traffic"):
        return kind
    identified = {"order_id", "customer_id", "lead_id", "phone", "email", "won", "won_date", "status"} & own.strong
    if identified:
        return kind
    groups = _groups(summary)
    monthly = headers.is_month_header(summary.matches["date"].header) if "date" in summary.matches else False
    if kind in ("orders", "leads") and (monthly or {"orders", "leads", "new_customers"} & set(summary.matches)):
        return "summary" if groups else kind
    return "summary" if len(groups) >= 2 and monthly else kind


def _groups(fit: _Fit) -> set[str]:
    return {_OWN_TABLE[column] for column in fit.matches if column in _OWN_TABLE}


def _by_headers(complete: Mapping[str, _Fit], above: Sequence[Header]) -> str:
    """The kind by the headers alone, where they leave no doubt."""
    if "targets" in complete and {"month", "kpi", "target"} <= complete["targets"].strong:
        return "targets"
    strong = {kind: fit.strong for kind, fit in complete.items() if kind not in _NAMED_ONLY}
    orders, leads = strong.get("orders", set()), strong.get("leads", set())
    if headers.has_lead_marks(above) and "leads" in complete and "order_id" not in orders:
        return "leads"
    if "order_id" in orders:
        return "orders"
    if {"lead_id", "qualified", "won"} & leads:
        return "leads"
    if "summary" in complete and not {"customer_id", "phone", "email"} & orders:
        groups = _groups(complete["summary"])
        counts = {"orders", "leads", "new_customers", "qualified_leads", "sales"} & set(complete["summary"].matches)
        if len(groups) >= 2 or counts:
            return "summary"
        dated = complete["summary"].matches.get("date")
        if "orders" in groups and (dated is None or headers.is_month_header(dated.header) or "revenue" not in orders):
            return "summary"
    if "spend" in strong.get("spend", set()):
        return "spend"
    if "spend" in complete and {"impressions", "clicks"} & strong["spend"]:
        return "spend"
    if "visits" in strong.get("traffic", set()):
        return "traffic"
    return "orders" if "revenue" in orders else ""


def _lacking_date(fits: Mapping[str, _Fit]) -> _Fit | None:
    """The table that this would be for certain if only it had a date."""
    telling = {
        "spend": {"spend"},
        "leads": {"lead_id", "won"},
        "traffic": {"visits"},
        "orders": {"order_id", "revenue"},
    }
    for kind, columns in telling.items():
        fit = fits.get(kind)
        if (
            fit
            and len(fit.strong) >= 2
            and fit.strong & columns
            and set(TABLES[kind].required) - fit.fields == {"date"}
        ):
            return fit
    return None


def _matched(fit: _Fit) -> str:
    return ", ".join(match.header.text for match in fit.matches.values())[:300]


def _unused(above: Sequence[Header], fit: _Fit) -> str:
    taken = {match.index for match in fit.matches.values()}
    left = (header.text for index, header in enumerate(above) if index not in taken and header.text)
    return ", ".join(left)[:300]


def _shown(above: Sequence[Header]) -> str:
    return ", ".join(header.text for header in above if header.text)[:300]


def _say(grid: Grid, level: str, code: str, **params: object) -> Finding:
    filled = {"place": place_of(grid), **params}
    return Finding(level, code, filled, grid.file, grid.sheet)  # type: ignore[arg-type]
