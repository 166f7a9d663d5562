"""The tests against the plan: what was planned is a number, with no chance in it."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from kpi_core.analysis import amounts, counts, proportions
from kpi_core.analysis.distributions import normal_two_sided
from kpi_core.analysis.evidence import number
from kpi_core.analysis.judging import Outcome, Question, as_base, checks, cost_parts, events, taken, trials
from kpi_core.answer import Missing
from kpi_core.measures import split_shift


def _share_to_plan(question: Question, target: float) -> Outcome | str:
    found = trials(question, question.period)
    if isinstance(found, str):
        return found
    if not 0 < target < 1:
        return "capped"
    low, high = proportions.wilson(*found, question.level)
    p = proportions.one_proportion(*found, target)
    return Outcome(p, "binomial", found[0] / found[1] - target, low - target, high - target)


def _count_to_plan(question: Question, target: float) -> Outcome | str:
    count = events(question, split_shift(question.kpi.parameters[0])[0], question.period)
    if isinstance(count, str):
        return count
    if target <= 0:
        return "no_plan"
    low, high = counts.count_interval(count, question.level)
    return Outcome(counts.one_count(count, target), "poisson", count / target - 1, low / target - 1, high / target - 1)


def _cost_to_plan(question: Question, target: float) -> Outcome | str:
    spent, measure = cost_parts(question)
    count = events(question, measure, question.period)
    spend = question.cube.amount(spent, question.period, question.channel)
    if isinstance(count, str) or isinstance(spend, Missing):
        return count if isinstance(count, str) else str(spend.reason)
    if target <= 0 or spend <= 0:
        return "no_plan" if target <= 0 else "no_spend"
    expected = float(Fraction(spend) / Fraction(repr(target)))
    low, high = counts.count_interval(count, question.level)
    change = expected / count - 1 if count else None
    return Outcome(
        counts.one_count(count, expected), "poisson", change, expected / high - 1, expected / low - 1 if low else None
    )


def _average_to_plan(question: Question, target: float) -> Outcome | str:
    found = checks(question, question.period)
    if isinstance(found, str):
        return found
    compared = amounts.one_average(found, target, question.level)
    if compared is None or target <= 0:
        return "no_plan" if target <= 0 else "small_base" if len(found) < 2 else "no_scatter"
    low, high = compared.interval
    return Outcome(compared.p, "t", compared.difference / target, low / target, high / target)


def _sum_to_plan(question: Question, expected: float) -> Outcome | str:
    total = taken(question, question.period)
    if isinstance(total, str):
        return total
    if expected <= 0:
        return "no_plan"
    found = amounts.one_sum(total, expected, question.level)
    if found is None:
        return "small_base"
    p, (low, high) = found
    return Outcome(p, "compound_poisson", total.total / expected - 1, low / expected - 1, high / expected - 1)


def _return_to_plan(question: Question, target: float) -> Outcome | str:
    spend = number(question.cube.amount("ad_spend", question.period, question.channel))
    if spend is None or spend <= 0:
        return "no_spend"
    if target <= (-1 if question.kpi.name == "romi" else 0):
        return "no_plan"
    planned = {"roas": target, "romi": target + 1, "drr": 1 / target if target else math.inf}[question.kpi.name]
    found = _sum_to_plan(question, planned * float(spend))
    if isinstance(found, str) or found.change is None or found.low is None or found.high is None:
        return found
    ratios = (found.change + 1, found.low + 1, found.high + 1)
    if question.kpi.name == "roas":
        return found
    if question.kpi.name == "romi":
        return Outcome(found.p, found.test, *(planned * (ratio - 1) for ratio in ratios))
    ends = [target / ratio - target if ratio > 0 else None for ratio in ratios]
    return Outcome(found.p, found.test, ends[0], ends[2], ends[1])


def _growth_to_plan(question: Question, target: float) -> Outcome | str:
    """Whole months as they stand: z = (ln(R₁/R₀) − ln(1 + plan)) ÷ √(Σx₁²/R₁² + Σx₀²/R₀²)."""
    yoy = question.kpi.name == "sales_growth_yoy"
    base = question.period.year_before() if yoy else question.period.previous()
    if base is None:
        return "no_base"
    now, before = taken(question, question.period), taken(question, base)
    if isinstance(now, str) or isinstance(before, str):
        return now if isinstance(now, str) else as_base(str(before))
    interval = amounts.sum_ratio(now, 1.0, before, 1.0, question.level)
    if interval is None or target <= -1 or now.orders + before.orders < amounts.FEWEST_ORDERS:
        return "small_base" if interval is None or target > -1 else "no_plan"
    ratio = now.total / before.total
    error = math.sqrt(now.squares / now.total**2 + before.squares / before.total**2)
    p = normal_two_sided((math.log(ratio) - math.log1p(target)) / error)
    return Outcome(p, "compound_poisson", ratio - 1 - target, interval.low - 1 - target, interval.high - 1 - target)


AGAINST_PLAN: dict[str, Callable[[Question, float], Outcome | str]] = {
    "share": _share_to_plan,
    "count": _count_to_plan,
    "cost": _cost_to_plan,
    "average": _average_to_plan,
    "sum": _sum_to_plan,
    "growth": _growth_to_plan,
    "return": _return_to_plan,
}
