"""Which test suits a KPI, read off its formula, and that test put to the cube."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kpi_core.analysis import amounts, counts, proportions
from kpi_core.analysis.amounts import Sum
from kpi_core.analysis.evidence import covered_days, number, order_amounts, order_sum, whole
from kpi_core.answer import Missing
from kpi_core.cube import Cube
from kpi_core.formula import Constant, Node, Operation, Symbol
from kpi_core.measures import MEASURES, split_shift
from kpi_core.periods import Period
from kpi_core.registry import Kpi

Kind = Literal["share", "count", "cost", "average", "sum", "growth", "return", "decided", "no_test"]

_NAMED: dict[str, Kind] = {
    "average_check": "average",
    "average_check_change": "average",
    "revenue": "sum",
    "gross_profit": "sum",
    "plan_attainment": "sum",
    "sales_growth_mom": "growth",
    "sales_growth_yoy": "growth",
    "roas": "return",
    "romi": "return",
    "drr": "return",
}
_SPENT = {"spend", "ad_spend", "paid_ad_spend"}
# Bought, and not brought by chance.
_BOUGHT = {"impressions"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome of a test: the p value, the test's name, the change and its interval."""

    p: float
    test: str
    change: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A KPI in two periods; `base` is None against the plan."""

    cube: Cube
    kpi: Kpi
    period: Period
    base: Period | None
    channel: str | None
    level: float

    @property
    def earlier(self) -> Period:
        """The base, where there is one for certain."""
        assert self.base is not None
        return self.base


def kind_of(kpi: Kpi) -> Kind:
    """Which test suits a KPI, by its formula.

    Examples
    --------
    >>> from kpi_core.catalogue import find
    >>> [kind_of(find(name)) for name in ("ctr", "churn", "orders", "cac", "revenue", "spend", "ltv")]
    ['share', 'share', 'count', 'cost', 'sum', 'decided', 'no_test']
    """
    if kpi.name in _NAMED:
        return _NAMED[kpi.name]
    if isinstance(kpi.formula, Symbol):
        name = split_shift(kpi.formula.name)[0]
        if name in _SPENT:
            return "decided"
        counted = _counts(name) and MEASURES[name].how in ("sum", "distinct") and name not in _BOUGHT
        return "count" if counted else "no_test"
    if kpi.unit == "percent" and _division(kpi.formula) is not None:
        return "share"
    return "cost" if kpi.unit == "money" and _cost(kpi.formula) else "no_test"


def _counts(name: str) -> bool:
    return MEASURES[name].unit == "count" and MEASURES[name].how not in ("plan", "calendar")


def _division(formula: Node) -> Operation | None:
    """The division of one count by another, where the formula is that or one less it."""
    if isinstance(formula, Operation) and formula.sign == "−" and formula.left == Constant(1):
        formula = formula.right
    if not (isinstance(formula, Operation) and formula.sign == "÷"):
        return None
    sides = (formula.left, formula.right)
    counted = all(isinstance(side, Symbol) and _counts(split_shift(side.name)[0]) for side in sides)
    return formula if counted else None


def _cost(formula: Node) -> bool:
    """Whether it divides spend by a count of events."""
    if not (isinstance(formula, Operation) and formula.sign == "÷" and isinstance(formula.right, Symbol)):
        return False
    name = split_shift(formula.right.name)[0]
    return set(formula.left.parameters()) <= _SPENT and _counts(name) and name not in _BOUGHT


# -- against an earlier period ---------------------------------------------------------------------------------------


def _shares(question: Question) -> Outcome | str:
    now, before = trials(question, question.period), trials(question, question.earlier)
    if isinstance(now, str):
        return now
    if isinstance(before, str):
        return as_base(before)
    p, test = proportions.two_proportions(*now, *before)
    low, high = proportions.newcombe(*now, *before, question.level)
    return Outcome(p, test, now[0] / now[1] - before[0] / before[1], low, high)


def trials(question: Question, period: Period) -> tuple[int, int] | str:
    """Successes and trials of a period; for `churn` the successes are those who left."""
    division = _division(question.kpi.formula)
    assert division is not None
    names = [next(side.parameters()) for side in (division.left, division.right)]
    found = [question.cube.amount(name, period, question.channel) for name in names]
    missing = next((amount.reason for amount in found if isinstance(amount, Missing)), None)
    if missing:
        return missing
    successes, trials = (whole(amount) for amount in found)
    if successes is None or trials is None:
        return "not_whole"
    if question.kpi.name == "conversion_lead_sale" and question.base is not None:
        same_age = _won_at_equal_age(question, period)
        if isinstance(same_age, str):
            return same_age
        successes = successes if same_age is None else same_age
    if trials == 0:
        return question.cube.kpi(question.kpi.name, period, question.channel).reason or "no_data"
    if successes > trials:
        return "capped"
    return (successes, trials) if question.kpi.formula is division else (trials - successes, trials)


def _won_at_equal_age(question: Question, period: Period) -> int | str | None:
    """Sales within the time the younger cohort has had; None where both cohorts have ripened."""
    cube = question.cube
    if "immature" not in cube.kpi(question.kpi.name, question.period, question.channel).notes:
        return None
    if cube.leads is None or not cube.leads.lags_known or cube.leads.age(question.period) < 0:
        return "not_comparable"
    share = cube.converted_within(period, question.channel, cube.leads.age(question.period))
    leads = number(cube.amount("leads", period, question.channel))
    return round(share * leads) if share is not None and leads else 0


def _counted(question: Question) -> Outcome | str:
    measure = split_shift(question.kpi.parameters[0])[0]
    sides = []
    for period in (question.period, question.earlier):
        count = events(question, measure, period)
        days = covered_days(question.cube, measure, period)
        if isinstance(count, str) or days == 0:
            reason = count if isinstance(count, str) else "no_data"
            return reason if period is question.period else as_base(reason)
        sides.append((count, float(days)))
    (count, exposure), (count_before, exposure_before) = sides
    p = counts.two_counts(count, exposure, count_before, exposure_before)
    if count + count_before == 0:
        return Outcome(p, "conditional_binomial", None)
    low, high = counts.rate_ratio(count, exposure, count_before, exposure_before, question.level)
    change = count / exposure / (count_before / exposure_before) - 1 if count_before else None
    return Outcome(p, "conditional_binomial", change, low - 1, high - 1)


def _costs(question: Question) -> Outcome | str:
    spent, measure = cost_parts(question)
    sides = []
    for period in (question.period, question.earlier):
        count = events(question, measure, period)
        spend = question.cube.amount(spent, period, question.channel)
        reason = count if isinstance(count, str) else spend.reason if isinstance(spend, Missing) else None
        if reason is None and spend <= 0:
            reason = "no_spend"
        if reason or isinstance(count, str):
            return (reason or "no_data") if period is question.period else as_base(reason or "no_data")
        sides.append((count, float(spend)))
    (count, spend), (count_before, spend_before) = sides
    p = counts.two_counts(count, spend, count_before, spend_before)
    if count + count_before == 0:
        return Outcome(p, "conditional_binomial", None)
    # Cost is the reciprocal of events per rouble, so the sides change places.
    low, high = counts.rate_ratio(count_before, spend_before, count, spend, question.level)
    change = (spend / count) / (spend_before / count_before) - 1 if count and count_before else None
    return Outcome(p, "conditional_binomial", change, low - 1, high - 1)


def cost_parts(question: Question) -> tuple[str, str]:
    """The parameters of a cost: what was spent, and the events."""
    formula = question.kpi.formula
    assert isinstance(formula, Operation)
    return next(formula.left.parameters()), next(formula.right.parameters())


def _averages(question: Question) -> Outcome | str:
    now, before = (checks(question, period) for period in (question.period, question.earlier))
    if isinstance(now, str) or isinstance(before, str):
        return now if isinstance(now, str) else as_base(str(before))
    if min(len(now), len(before)) < 2:
        return "small_base"
    average, average_before = (math.fsum(each) / len(each) for each in (now, before))
    change = average / average_before - 1 if average_before > 0 else None
    found = None
    if min(min(now), min(before)) > 0:  # there is no logarithm of an order of zero
        found = amounts.welch_log(now, before, question.level)
        if found is None:
            return "no_scatter"
        # The typical order may rise while the average falls: then it says nothing of the average.
        if change is not None and change * found.difference >= 0:
            return Outcome(found.p, "welch_log", change, *_around(change, *map(math.expm1, found.interval)))
    found = amounts.welch(now, before, question.level)
    if found is None or average_before <= 0:
        return "no_scatter"
    return Outcome(found.p, "welch", change, *(end / average_before for end in found.interval))


def _around(change: float, low: float, high: float) -> tuple[float, float] | tuple[None, None]:
    """The interval of the typical order, where it holds the average's change too."""
    return (low, high) if low <= change <= high else (None, None)


def checks(question: Question, period: Period) -> list[float] | str:
    """The amounts of the orders, or why there are none."""
    found = order_amounts(question.cube, period, question.channel)
    if found is None:
        return "no_order_rows"
    if not len(found):
        return question.cube.kpi("average_check", period, question.channel).reason or "no_data"
    return [float(amount) for amount in found]


def _sums(question: Question) -> Outcome | str:
    sides = []
    for period in (question.period, question.earlier):
        total = taken(question, period)
        days = covered_days(question.cube, "revenue", period)
        if isinstance(total, str) or days == 0:
            reason = total if isinstance(total, str) else "no_data"
            return reason if period is question.period else as_base(reason)
        sides.append((total, float(days)))
    return _two_sums(question, sides)


def _two_sums(question: Question, sides: list[tuple[Sum, float]]) -> Outcome | str:
    (total, exposure), (before, exposure_before) = sides
    p = amounts.two_sums(total, exposure, before, exposure_before)
    if p is None:
        return "small_base"
    interval = amounts.sum_ratio(total, exposure, before, exposure_before, question.level)
    change = total.total / exposure / (before.total / exposure_before) - 1 if before.total > 0 else None
    if interval is None:
        return Outcome(p, "compound_poisson", change)
    return Outcome(p, "compound_poisson", change, interval.low - 1, interval.high - 1)


def _returns(question: Question) -> Outcome | str:
    """ROAS and ROMI + 1 are revenue per spend, ДРР is spend per revenue."""
    sides = []
    for period in (question.period, question.earlier):
        total = taken(question, period)
        spend = question.cube.amount("ad_spend", period, question.channel)
        reason = total if isinstance(total, str) else spend.reason if isinstance(spend, Missing) else None
        if reason is None and spend <= 0:
            reason = "no_spend"
        if reason or isinstance(total, str):
            return (reason or "no_data") if period is question.period else as_base(reason or "no_data")
        sides.append((total, float(spend)))
    found = _two_sums(question, sides)
    if isinstance(found, str) or question.kpi.name == "roas":
        return found
    (_, _), (before, spent_before) = sides
    if found.change is None or found.low is None or found.high is None or before.total <= 0:
        return Outcome(found.p, found.test, None)
    returned = before.total / spent_before
    ratios = (found.change + 1, found.low + 1, found.high + 1)
    if question.kpi.name == "romi":
        return Outcome(found.p, found.test, *(returned * (ratio - 1) for ratio in ratios))
    change, high, low = ((1 / ratio - 1) / returned for ratio in ratios)
    return Outcome(found.p, found.test, change, low, high)


def taken(question: Question, period: Period) -> Sum | str:
    """The sum of the orders, or why there is none."""
    profit = question.kpi.name in ("romi", "gross_profit") and question.cube.profit_known
    revenue = question.cube.amount("revenue", period, question.channel)
    if isinstance(revenue, Missing):
        return revenue.reason
    return order_sum(question.cube, period, question.channel, profit=profit) or "no_order_rows"


def events(question: Question, measure: str, period: Period) -> int | str:
    """The count of a measure, or why there is none."""
    amount = question.cube.amount(measure, period, question.channel)
    if isinstance(amount, Missing):
        return amount.reason
    count = whole(amount)
    return "not_whole" if count is None else count


def as_base(reason: str) -> str:
    """The reason of the earlier period, as the change itself tells it."""
    return reason if reason in ("ambiguous", "monthly_only", "capped", "not_whole", "no_order_rows") else "no_base"


AGAINST_EARLIER: dict[str, Callable[[Question], Outcome | str]] = {
    "share": _shares,
    "count": _counted,
    "cost": _costs,
    "average": _averages,
    "sum": _sums,
    "growth": _sums,
    "return": _returns,
}
