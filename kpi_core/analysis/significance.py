"""Signal or noise: whether a KPI's change is larger than chance makes such numbers scatter.

The tests on plain numbers stand in `proportions`, `counts` and `amounts`; here a KPI's own formula tells which of
them suits it, so that a new KPI is tested without another edit:

=====================  ==================================================  =========================================
what the KPI is        against an earlier period                           against the plan
=====================  ==================================================  =========================================
count ÷ count, a share pooled z; Fisher's exact below five expected        exact binomial
count                  conditional binomial, days as exposure              exact Poisson
money ÷ count, a cost  conditional binomial, spend as exposure             exact Poisson, spend ÷ plan expected
average check          Welch's t on logarithms of order amounts            t on order amounts
revenue and its growth compound Poisson sums, days as exposure             compound Poisson sum
ROAS, ROMI, ДРР        compound Poisson sums, spend as exposure            compound Poisson sum
=====================  ==================================================  =========================================

Spend is decided and not drawn by chance; it has no scatter of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpi_core.analysis import evidence
from kpi_core.analysis.against_plan import AGAINST_PLAN
from kpi_core.analysis.amounts import two_sums, welch, welch_log
from kpi_core.analysis.counts import (
    most_for_zero,
    one_count,
    rate_difference,
    rate_ratio,
    share_interval,
    two_counts,
)
from kpi_core.analysis.judging import AGAINST_EARLIER, Outcome, Question, kind_of
from kpi_core.analysis.proportions import (
    LEVEL,
    Interval,
    fisher,
    holm,
    newcombe,
    one_proportion,
    pooled_z,
    two_proportions,
    wilson,
)
from kpi_core.catalogue import find
from kpi_core.comparison import Against, base_period
from kpi_core.cube import Cube
from kpi_core.language import Language
from kpi_core.measures import Unit
from kpi_core.periods import Period
from kpi_core.units import format_change
from kpi_core.wording import SENTENCES, say
from kpi_core.words import note_text, reason_text

__all__ = [
    "LEVEL", "Interval", "Verdict", "fisher", "holm", "most_for_zero", "newcombe", "one_count", "one_proportion",
    "pooled_z", "rate_difference", "rate_ratio", "share_interval", "significant", "significant_channels",
    "two_counts", "two_proportions", "two_sums", "welch", "welch_log", "wilson",
]  # fmt: skip

# KPIs that are a comparison themselves: their base is the one in their name.
_OWN_BASE: dict[str, Against] = {
    "sales_growth_mom": "mom",
    "sales_growth_yoy": "yoy",
    "average_check_change": "mom",
    "plan_attainment": "plan",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a change is signal or noise.

    Attributes
    ----------
    kpi : str
        The KPI that was tested (what an alias stands for).
    significant : bool or None
        True: more than chance makes; False: within the usual scatter; None: not testable.
    p : float or None
        How often chance alone makes a difference at least as large. After `significant_channels`: adjusted.
    test : str
        pooled_z, fisher, binomial, conditional_binomial, poisson, welch_log, welch, t or compound_poisson.
    change : float or None
        What was tested: relative, a difference of fractions for percent units. Counts and revenue are compared per
        day, so that February against January is not a fall.
    low, high : float or None
        The interval of 95 % of the change; None where it has no end.
    reason : str or None
        Why it was not testable: a reason or note of the answers, or no_test, decided, capped, not_whole,
        no_order_rows, small_base, no_scatter.
    unit : str
        How the change is shown: "percent" in percentage points, anything else in percent.
    """

    kpi: str
    significant: bool | None
    p: float | None = None
    test: str = ""
    change: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None
    unit: Unit = "ratio"

    def sentence(self, language: Language) -> str:
        """The verdict in words a manager understands.

        Examples
        --------
        >>> Verdict("ctr", False).sentence("ru")
        'Разница в пределах обычного разброса.'
        >>> Verdict("orders", True, 0.01, "poisson", 0.2, 0.05, 0.36).sentence("en")
        'The difference is larger than the usual scatter (the change lies between +5.0% and +36.0%).'
        """
        if self.significant is None:
            return say("noise_untested", language, why=untested_text(self.reason or "no_test", language))
        code = "noise_beyond" if self.significant else "noise_within"
        if self.low is None or self.high is None:
            return say(code, language)
        widest = max(abs(self.low), abs(self.high))
        low, high = (format_change(bound, self.unit, language, of=widest) for bound in (self.low, self.high))
        return say(f"{code}_interval", language, low=low, high=high)


def untested_text(reason: str, language: Language) -> str:
    """Why a difference was not tested, in words.

    Examples
    --------
    >>> untested_text("left_censored", "ru")
    'история короче 12 месяцев: новыми кажутся и старые клиенты'
    >>> untested_text("no_base", "en")
    'no earlier period to compare with'
    """
    if f"untested_{reason}" in SENTENCES:
        return say(f"untested_{reason}", language)
    if f"note_{reason}" in SENTENCES:
        return note_text(reason, language)
    return reason_text(reason, language)


def significant(
    cube: Cube,
    kpi: str,
    period: Period | None = None,
    channel: str | None = None,
    against: Against = "mom",
    level: float = LEVEL,
) -> Verdict:
    """Whether the change of a KPI is more than chance makes.

    Parameters
    ----------
    cube : Cube
        The data.
    kpi : str
        A KPI or measure, any spelling of it.
    period : Period, optional
        The report month where omitted.
    channel : str, optional
        Any spelling of a channel; all together where omitted.
    against : str
        "mom", "yoy" or "plan". KPIs that are a comparison themselves (growth, change of the average check, plan
        attainment) keep their own base; only growth can be held against its plan.
    level : float
        Below which p value a difference counts as significant.

    Returns
    -------
    Verdict
        `significant` is None, with the reason, where no test suits the KPI or the data forbids a verdict: new
        customers under twelve months of history, a table that stops early, cohorts of unequal age.

    Notes
    -----
    The table of tests stands at the head of this module. An unfinished month is compared per day covered. The rival
    convention, a threshold in percent ("changes under 5 % are noise"), calls a rise from 2 to 3 orders a signal.

    Source: the project's catalogue, B4.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> shop = build(load(shipped("sample_workbooks") / "shop-ru.xlsx"))
    >>> verdict = significant(shop, "conversion")
    >>> verdict.test, verdict.significant == (verdict.p < 0.05)
    ('pooled_z', True)
    >>> significant(shop, "spend").reason
    'decided'
    """
    name = cube.resolved(kpi)
    asked = find(name)
    period = period or cube.report_month
    against = _OWN_BASE.get(name, against) if against != "plan" or not name.startswith("sales_growth") else against
    unit: Unit = "ratio" if asked.name in _OWN_BASE else asked.unit
    found = _find(cube, name, period, channel, against, level)
    if isinstance(found, str):
        return Verdict(name, None, reason=found, unit=unit)
    low, high = (None if end is None or math.isinf(end) else end for end in (found.low, found.high))
    return Verdict(name, found.p < level, found.p, found.test, found.change, low, high, None, unit)


def significant_channels(
    cube: Cube,
    kpi: str,
    period: Period | None = None,
    against: Against = "mom",
    channels: Sequence[str] | None = None,
    level: float = LEVEL,
) -> dict[str, Verdict]:
    """The verdict for each channel, adjusted by Holm for having asked about all of them.

    Parameters
    ----------
    cube, kpi, period, against, level
        As for `significant`.
    channels : sequence of str, optional
        All channels of the data where omitted.

    Returns
    -------
    dict of str to Verdict
        By channel, in their order; `p` is the adjusted one. Intervals are of each channel by itself.

    Notes
    -----
    Of twenty channels without any change one would look significant by itself. The order of the channels does not
    matter.

    Source: S. Holm, 1979; the project's catalogue, B4.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> shop = build(load(shipped("sample_workbooks") / "shop-ru.xlsx"))
    >>> family = significant_channels(shop, "orders")
    >>> all(family[name].p >= significant(shop, "orders", channel=name).p for name in shop.channels)
    True
    """
    asked = cube.channels if channels is None else channels
    verdicts = {channel: significant(cube, kpi, period, channel, against, level) for channel in asked}
    tested = {channel: verdict.p for channel, verdict in verdicts.items() if verdict.p is not None}
    for channel, p in zip(tested, holm(list(tested.values())), strict=True):
        verdicts[channel] = replace(verdicts[channel], p=p, significant=p < level)
    return verdicts


def _find(cube: Cube, name: str, period: Period, channel: str | None, against: Against, level: float) -> Outcome | str:
    """The test's outcome, or why there is none."""
    kpi = find(name)
    kind = kind_of(kpi)
    if kind in ("no_test", "decided"):
        return kind
    if channel is not None:
        channel = cube.channel(channel)
        if channel is None:
            return "no_data"
    base = None if against == "plan" else base_period(period, against)
    if against != "plan" and base is None:
        return "no_base"
    question = Question(cube, kpi, period, base, channel, level)
    answers = [cube.kpi(name, period, channel)]
    if base is not None and name not in _OWN_BASE:
        answers.append(cube.kpi(name, base, channel))
    if reason := evidence.forbidding(answers):
        return reason
    partial = any("partial_period" in answer.notes for answer in answers)
    if partial and (
        evidence.counts_people(kpi) or (kind in ("cost", "return") and evidence.has_monthly_rows(cube, kpi))
    ):
        return "partial_period"
    if against != "plan":
        return AGAINST_EARLIER[kind](question)
    if answers[0].value is None and kind != "cost":
        return answers[0].reason or "no_data"
    if "immature" in answers[0].notes:
        return "immature"
    target = cube.target("revenue" if name == "plan_attainment" else name, period, channel)
    if target.value is None:
        return "no_plan"
    if kind == "growth" and partial:
        return "partial_period"
    return AGAINST_PLAN[kind](question, target.value)
