"""The spreadsheet functions, made from the catalogue. No host is known here: `excel` and others bind this table.

A host calls `FUNCTIONS[name].call(workbook, *arguments)`. Arguments are cells (text, number, date, TRUE, None or ""
for a blank one, "#N/A" and the like for an error value) or ranges (lists of rows); `MISSING` stands for one that was
left out. The answer is a cell or a list of rows; errors are `CellError`, a kind of text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from addin import analyses, answers, judgements
from addin.arguments import DIV0, MISSING, NA, VALUE, CellError
from addin.help import (
    Argument,
    argument,
    calculation_help,
    category_label,
    kpi_help,
    measure_argument,
    sentence,
    table_arguments,
    unit_format,
)
from addin.sums import calculation
from addin.workbook import OpenWorkbook, Workbook
from kpi_core.catalogue import CATEGORIES, catalogue
from kpi_core.language import Text
from kpi_core.registry import Kpi

__all__ = [
    "DIV0", "FUNCTIONS", "MISSING", "NA", "VALUE", "Argument", "CellError", "Function", "OpenWorkbook", "Workbook",
    "categories", "number_format",
]  # fmt: skip


@dataclass(frozen=True)
class Function:
    """One spreadsheet function.

    Attributes
    ----------
    name : str
        KPI_CAC; the same in every language of the host.
    category : str
        sales, funnel, advertising, acquisition, customers, plan, tables, analyses or calc.
    arguments : tuple of Argument
        In their order; those that may be left out come last.
    help : Text
        At most 255 characters in each language.
    call : callable
        `call(workbook, *arguments)`.
    first_table : int or None
        The place of the first table argument, None where the function takes no tables.
    reads_workbook : bool
        Whether it reads the tables of the calling workbook (unless tables are handed over): then the host has to
        call it again after every change of those tables.
    kpi : Kpi or None
        The KPI it was made from.
    """

    name: str
    category: str
    arguments: tuple[Argument, ...]
    help: Text
    call: Callable[..., Any]
    first_table: int | None = None
    reads_workbook: bool = True
    kpi: Kpi | None = None


def _lookups() -> Iterator[Function]:
    shared = (argument("period"), argument("channel"), *table_arguments())
    for kpi in catalogue().values():
        yield Function(
            kpi.function_name, kpi.category, shared, kpi_help(kpi), answers.lookup(kpi), first_table=2, kpi=kpi
        )


def _tables() -> Iterator[Function]:
    kpi, period, channel = argument("kpi", optional=False), argument("period"), argument("channel")
    lists = (argument("kpis", optional=False), argument("periods", optional=False), argument("channels"))
    for name, arguments, call in (
        ("change", (kpi, period, channel, argument("against")), answers.change),
        ("table", lists, answers.table),
        ("explain", (kpi, period, channel), answers.explain),
        ("target", (kpi, period, channel), answers.target),
        ("channels", (period,), answers.channels),
        ("periods", (argument("grain"),), answers.periods),
        ("data", (), answers.data),
    ):
        yield Function(f"KPI_{name.upper()}", "tables", arguments, sentence(f"function_{name}_help"), call)


def _analyses() -> Iterator[Function]:
    kpi, period, channel = argument("kpi", optional=False), argument("period"), argument("channel")
    against, month = argument("against"), argument("month")
    cost = argument("kpi", optional=False, about="argument_cost_help")
    under_way = argument("period", about="argument_forecast_period_help")
    for name, arguments, call in (
        ("significant", (kpi, period, channel, against), judgements.significant),
        ("verdict", (kpi, period, channel, against), judgements.verdict),
        ("status", (kpi, period, channel), judgements.status),
        ("forecast", (kpi, under_way, channel, argument("edge")), judgements.forecast),
        ("bridge", (period, against, argument("leads")), analyses.bridge),
        ("contribution", (cost, period, against), analyses.contribution),
        ("quadrant", (period,), analyses.quadrant),
        ("cohorts", (argument("kind", optional=False), channel), analyses.cohorts),
        ("scorecard", (month,), analyses.scorecard),
        ("suggest", (), analyses.suggest),
    ):
        yield Function(f"KPI_{name.upper()}", "analyses", arguments, sentence(f"function_{name}_help"), call)


def _calculations() -> Iterator[Function]:
    for kpi in catalogue().values():
        yield Function(
            f"KPI_CALC_{kpi.name.upper()}",
            "calc",
            tuple(map(measure_argument, kpi.parameters)),
            calculation_help(kpi),
            calculation(kpi),
            reads_workbook=False,
            kpi=kpi,
        )


FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {function.name: function for make in (_lookups, _tables, _analyses, _calculations) for function in make()}
)
"""Every function by its name.

Examples
--------
>>> FUNCTIONS["KPI_CALC_CAC"].call(None, [[100.0], [200.0]], 3)
100.0
"""


def categories() -> dict[str, Text]:
    """The categories and what they are called, in the order to show them.

    Examples
    --------
    >>> categories()["sales"]
    Text(ru='Продажи', en='Sales')
    """
    used = dict.fromkeys((*CATEGORIES, *(function.category for function in FUNCTIONS.values())))
    return {category: category_label(category) for category in used}


# A forecast is of what adds up over days, money or a count; neither needs its hundredths.
_FORMATS = {"KPI_CHANGE": "+0.0%;-0.0%;0.0%", "KPI_FORECAST": "#,##0"}


def number_format(name: str, currency: str = "RUB") -> str:
    """The number format of a cell into which a function is inserted.

    Parameters
    ----------
    name : str
        Name of the function.
    currency : str
        ISO code of the workbook's currency.

    Examples
    --------
    >>> number_format("KPI_CAC"), number_format("KPI_CTR"), number_format("KPI_CHANGE"), number_format("KPI_DATA")
    ('#,##0.00 "₽"', '0.0%', '+0.0%;-0.0%;0.0%', 'General')
    >>> number_format("KPI_FORECAST"), number_format("KPI_BRIDGE")
    ('#,##0', 'General')
    """
    kpi = FUNCTIONS[name].kpi
    if kpi is not None:
        return unit_format(kpi.unit, currency)
    return _FORMATS.get(name, "General")
