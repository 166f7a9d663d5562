"""Cohorts: conversion of leads by horizon, customers who come back, what they are worth, and when they pay back.

A cell that the data has not reached, or not for the whole cohort, is flagged; it is never 0. What a part of the cohort
has shown so far stands in it as a lower bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from kpi_core.answer import Answer, Missing
from kpi_core.language import Language
from kpi_core.periods import Period, month
from kpi_core.units import period_label
from kpi_core.wording import say
from kpi_core.words import reason_text

if TYPE_CHECKING:
    from kpi_core.cube import Cube

HORIZONS = (7, 14, 30, 60, 90)
COHORTS = 12
Kind = Literal["conversion", "retention", "ltv"]


class Cell(NamedTuple):
    """One cell of a cohort table.

    Attributes
    ----------
    value : Fraction or None
        A share, or money per customer. None where the data tells nothing yet, or lacks the month.
    mature : bool
        Whether the whole cohort has reached the age; else the value is a lower bound.
    matures : date or None
        The day on which an immature cell will be mature.
    """

    value: Fraction | None
    mature: bool
    matures: date | None = None


class Cohort(NamedTuple):
    """The leads created, or the customers first bought, in one month.

    Attributes
    ----------
    size : Fraction
        How many they are.
    cells : tuple of Cell
        One for each of the table's columns.
    so_far : Cell or None
        For leads: every sale known, without a horizon.
    notes : tuple of str
        `left_censored` where old customers may look new.
    """

    month: Period
    size: Fraction
    cells: tuple[Cell, ...]
    so_far: Cell | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CohortTable:
    """Cohorts by horizon (days since the lead) or by age (months since the first order; 0 is its month).

    Attributes
    ----------
    columns : tuple of int
        Horizons or ages.
    cohorts : tuple of Cohort
        Oldest first; months without a cohort are left out.
    reason : str or None
        Why there is no table.
    remark : str
        A code of the wording where something was left out.
    """

    kind: Kind
    columns: tuple[int, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    reason: str | None = None
    remark: str = ""

    def rows(self, language: Language) -> list[tuple[str | float | None, ...]]:
        """For spilling: a header and a row a cohort; an immature cell says when it will be mature."""
        extra = (say("cohort_so_far", language),) if self.kind == "conversion" else ()
        sizes = "cohort_leads" if self.kind == "conversion" else "cohort_customers"
        titles = (say(f"cohort_column_{self.kind}", language, age=column) for column in self.columns)
        header = (say("cohort_month", language), say(sizes, language), *titles, *extra)
        if self.reason:
            return [header, (reason_text(self.reason, language), *(None for _ in header[1:]))]
        return [header, *(self._row(cohort, language) for cohort in self.cohorts)]

    def _row(self, cohort: Cohort, language: Language) -> tuple[str | float | None, ...]:
        cells = (*cohort.cells, *((cohort.so_far,) if cohort.so_far else ()))
        return (period_label(cohort.month, language), float(cohort.size), *(_shown(cell, language) for cell in cells))


def _shown(cell: Cell, language: Language) -> str | float | None:
    if cell.mature:
        return None if cell.value is None else float(cell.value)
    return None if cell.matures is None else say("cohort_matures", language, day=f"{cell.matures:%d.%m.%Y}")


# -- on plain numbers --------------------------------------------------------------------------------------------------


class Seen(NamedTuple):
    """Whether the data covers a span: wholly, in part (`mature` False), or not at all (`known` False)."""

    known: bool
    mature: bool
    matures: date | None = None


def shares(counts: Iterable[Fraction], size: Fraction, seen: Iterable[Seen]) -> tuple[Cell, ...]:
    """Each count as a share of the cohort, on plain numbers.

    Parameters
    ----------
    counts : iterable of Fraction
        Members of the cohort who did it, by horizon or age.
    size : Fraction
        All members, more than 0.
    seen : iterable of Seen
        How far the data reaches, by horizon or age.

    Notes
    -----
    share = count ÷ size, and never count ÷ those still there. An immature cell without anyone is None: nobody yet is
    not nobody.

    Source: the catalogue of the project, entries 14 and 32 and B9; Farris et al., *Marketing Metrics*, ch. 5.

    Examples
    --------
    Of four customers one came back the month after; the month after that has just begun and nobody has come yet.

    >>> seen = [Seen(True, True), Seen(True, True), Seen(True, False)]
    >>> [(cell.value, cell.mature) for cell in shares([Fraction(4), Fraction(1), Fraction(0)], Fraction(4), seen)]
    [(Fraction(1, 1), True), (Fraction(1, 4), True), (None, False)]
    """
    return tuple(
        Cell(count / size if each.known and (each.mature or count) else None, each.mature, each.matures)
        for count, each in zip(counts, seen, strict=True)
    )


def cumulative(amounts: Iterable[Fraction], size: Fraction, seen: Iterable[Seen]) -> tuple[Cell, ...]:
    """Amounts by age added up, per member of the cohort, on plain numbers.

    Parameters
    ----------
    amounts : iterable of Fraction
        Gross profit of the cohort by age.
    size : Fraction
        Members, more than 0.
    seen : iterable of Seen
        By age. From the first age that is not wholly seen, no later cell is mature.

    Notes
    -----
    LTV-n = Σ₀ⁿ profit ÷ size: what they brought. The contractual M·r ÷ (1 + d − r) is a forecast.

    Source: the catalogue of the project, entry 35; Farris et al., *Marketing Metrics*, ch. 5.

    Examples
    --------
    >>> seen = [Seen(True, True), Seen(True, True), Seen(False, False)]
    >>> [cell.value for cell in cumulative([Fraction(400), Fraction(100), Fraction(0)], Fraction(4), seen)]
    [Fraction(100, 1), Fraction(125, 1), None]
    """
    cells, total, whole = [], Fraction(0), True
    for amount, each in zip(amounts, seen, strict=True):
        total += amount
        whole = whole and each.mature
        cells.append(Cell(total / size if each.known and (whole or total) else None, whole, each.matures))
    return tuple(cells)


# -- asked of the cube -------------------------------------------------------------------------------------------------


def lead_conversion(
    cube: Cube,
    months: Sequence[Period] | None = None,
    horizons: Sequence[int] = HORIZONS,
    channel: str | None = None,
) -> CohortTable:
    """Conversion of the leads of each month by horizon: won within so many days, over all of them.

    Parameters
    ----------
    cube : Cube
    months : sequence of Period, optional
        The cohorts; the twelve months up to the report month where omitted.
    horizons : sequence of int
        Days since the lead.
    channel : str, optional
        Any spelling.

    Notes
    -----
    A cell is mature once the youngest lead of the month has had that many days; `so_far` once it has had the usual
    lag, within which nine sales of ten happen. The calendar conversion, sales of the month ÷ leads of the month, is
    another number and moves with the number of leads.

    Formula and source: `shares`.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> table = lead_conversion(build(load(shipped("sample_workbooks") / "leads-ru.xlsx")))
    >>> all(cell.value is None or 0 <= cell.value <= 1 for cohort in table.cohorts for cell in cohort.cells)
    True
    """
    channel = channel if channel is None else cube.channel_or_error(channel)
    columns = tuple(sorted(set(horizons)))
    asked = _months(cube, months)
    missing = next((m for m in (cube.amount("won_leads", each, channel) for each in asked) if _absent(m)), None)
    cohorts = [made for each in asked if (made := _lead_cohort(cube, each, columns, channel))]
    if not cohorts:
        return CohortTable("conversion", columns, reason=missing.reason if isinstance(missing, Missing) else "no_data")
    remark = "" if cube.leads is not None and cube.leads.lags_known else "cohort_undated_sales"
    return CohortTable("conversion", columns, tuple(cohorts), remark=remark)


def _absent(amount: object) -> bool:
    return isinstance(amount, Missing)


def _lead_cohort(cube: Cube, cohort: Period, horizons: tuple[int, ...], channel: str | None) -> Cohort | None:
    size, won = (cube.amount(name, cohort, channel) for name in ("leads", "won_leads"))
    if isinstance(size, Missing) or isinstance(won, Missing) or not size:
        return None
    within = [cube.converted_within(cohort, channel, days) for days in horizons]
    seen = [_had(cube, cohort, days, share is not None) for days, share in zip(horizons, within, strict=True)]
    # a float made of two whole numbers, so the count comes back whole
    counts = [Fraction(round((share or 0) * size)) for share in within]
    lag = cube.leads.usual_lag if cube.leads is not None else None
    so_far = shares([won], size, [Seen(True, True) if lag is None else _had(cube, cohort, lag, True)])[0]
    return Cohort(cohort, size, shares(counts, size, seen), so_far)


def _had(cube: Cube, cohort: Period, days: int, known: bool) -> Seen:
    """Whether the youngest lead of the cohort has had so many days, and the oldest any at all."""
    if cube.leads is None or not known:
        return Seen(False, False)
    age = cube.leads.age(cohort)
    if age >= days:
        return Seen(True, True)
    return Seen(age + cohort.days > 0, False, cohort.end + timedelta(days=days))


def retention(
    cube: Cube, months: Sequence[Period] | None = None, ages: int = 12, channel: str | None = None
) -> CohortTable:
    """Which share of the customers won in a month bought again one, two, three … months later.

    Parameters
    ----------
    cube : Cube
    months : sequence of Period, optional
        The cohorts; the twelve months up to the report month where omitted.
    ages : int
        How many months to follow them; age 0 is the month of the first order.
    channel : str, optional
        Customers won by the channel, whatever channel they bought from later.

    Notes
    -----
    active at age n ÷ size of the cohort. The KPI `retention` is the rival: customers of two months in a row, whenever
    they were won. Where a column tells since when each is a customer, age 0 may be below 100 %.

    Formula and source: `shares`.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> table = retention(build(load(shipped("sample_workbooks") / "shop-ru.xlsx")), ages=3)
    >>> table.columns, {cohort.cells[0].value for cohort in table.cohorts}
    ((0, 1, 2, 3), {Fraction(1, 1)})
    """
    from kpi_core.analysis.activity import activity
    from kpi_core.order_rows import month_number

    channel = channel if channel is None else cube.channel_or_error(channel)
    columns = tuple(range(ages + 1))
    found = activity(cube)
    if isinstance(found, Missing):
        return CohortTable("retention", columns, reason=found.reason)
    cohorts = []
    reason = "no_new_customers"
    for each in _months(cube, months):
        counts = found.active(month_number(each), channel)
        size = cube.amount("new_customers", each, channel)
        if isinstance(size, Missing):
            reason = size.reason
            continue
        if not size:
            continue
        counted = [Fraction(counts.get(age, 0)) for age in columns]
        cells = shares(counted, size, [_month_seen(cube, each, age) for age in columns])
        cohorts.append(Cohort(each, size, cells, notes=_censored(cube, each, channel)))
    return CohortTable("retention", columns, tuple(cohorts), None if cohorts else reason)


def lifetime_value(
    cube: Cube, months: Sequence[Period] | None = None, ages: int = 12, channel: str | None = None
) -> CohortTable:
    """Gross profit per customer of each month's cohort, added up by age (revenue, where costs are not known).

    Parameters
    ----------
    cube : Cube
    months : sequence of Period, optional
        The cohorts; the twelve months up to the report month where omitted.
    ages : int
        How many months to follow them; never beyond the setting `ltv_months`.
    channel : str, optional
        Customers won by the channel.

    Notes
    -----
    Formula, rival convention and source: `cumulative`. Only columns of one age compare; the last cell of every row is
    the KPI `ltv` of that month.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> table = lifetime_value(build(load(shipped("sample_workbooks") / "shop-ru.xlsx")), ages=2)
    >>> all(len(cohort.cells) == 3 for cohort in table.cohorts)
    True
    """
    channel = channel if channel is None else cube.channel_or_error(channel)
    limit = cube.snapshot.settings.ltv_months
    columns = tuple(range(ages + 1 if limit is None else min(ages + 1, limit)))
    cohorts = []
    reason = "no_new_customers"
    for each in _months(cube, months):
        series, size = (cube.amount(name, each, channel) for name in ("cohort_gross_profit_by_age", "new_customers"))
        if isinstance(series, Missing) or isinstance(size, Missing):
            reason = next(each.reason for each in (series, size) if isinstance(each, Missing))
        elif size:
            by_age = [*series, *(Fraction(0) for _ in columns)][: len(columns)]
            cells = cumulative(by_age, size, [_month_seen(cube, each, age) for age in columns])
            cohorts.append(Cohort(each, size, cells, notes=_censored(cube, each, channel)))
    remark = "" if cube.profit_known else "cohort_revenue_for_profit"
    return CohortTable("ltv", columns, tuple(cohorts), None if cohorts else reason, remark)


class Worth(NamedTuple):
    """What the customers of one month cost and bring.

    Attributes
    ----------
    payback : Answer
        Months; `not_reached` with the age looked up to where they have not repaid their cost yet ("> 7").
    """

    month: Period
    customers: Answer
    cac: Answer
    ltv: Answer
    ltv_cac: Answer
    payback: Answer


def worth(cube: Cube, months: Sequence[Period] | None = None, channel: str | None = None) -> tuple[Worth, ...]:
    """LTV, CAC, their ratio and the payback of each month's cohort, with reasons and notes.

    Notes
    -----
    The formulas are those of the KPIs `ltv`, `cac`, `ltv_cac` and `payback_months`: cohort and cost are of the same
    month and channel. Cohorts of unequal age do not compare: every one under a year carries `immature`.

    Source: the catalogue of the project, entries 35 to 37.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> rows = worth(build(load(shipped("sample_workbooks") / "shop-ru.xlsx")))
    >>> all(row.payback.value is not None or row.payback.reason for row in rows)
    True
    """
    names = ("new_customers", "cac", "ltv", "ltv_cac", "payback_months")
    return tuple(Worth(each, *(cube.kpi(name, each, channel) for name in names)) for each in _months(cube, months))


def worth_rows(rows: Iterable[Worth], language: Language) -> list[tuple[str | float | None, ...]]:
    """For spilling: a header and a row a cohort; a payback not reached reads "> n"."""
    names = ("cohort_month", "cohort_customers", "short_cac", "cohort_ltv", "cohort_ltv_cac", "cohort_payback")
    header = tuple(say(name, language) for name in names)
    return [header, *((period_label(row.month, language), *_worth_cells(row)) for row in rows)]


def _worth_cells(row: Worth) -> Iterator[str | float | None]:
    for answer in row[1:]:
        yield f"> {answer.beyond}" if answer.beyond is not None else answer.value


def _months(cube: Cube, months: Sequence[Period] | None) -> tuple[Period, ...]:
    if months is not None:
        return tuple(months)
    return tuple(each for each in cube.months if each.last <= cube.report_month.last)[-COHORTS:]


def _later(cohort: Period, age: int) -> Period:
    index = cohort.start.year * 12 + cohort.start.month - 1 + age
    return month(index // 12, index % 12 + 1)


def _month_seen(cube: Cube, cohort: Period, age: int) -> Seen:
    """Whether sales are known for the cohort's month of that age; a month without any row is missing, not zero."""
    asked = _later(cohort, age)
    sales = cube.spans.get("orders")
    if sales is None or asked.first > sales.last:
        return Seen(False, False, asked.end)
    if isinstance(cube.amount("orders", asked, None), Missing):
        return Seen(False, False)
    whole = sales.complete(asked)
    return Seen(True, whole, None if whole else asked.end)


def _censored(cube: Cube, cohort: Period, channel: str | None) -> tuple[str, ...]:
    return tuple(note for note in cube.kpi("new_customers", cohort, channel).notes if note == "left_censored")
