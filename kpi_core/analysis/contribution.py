"""Which channels moved the acquisition cost, and what inside a channel did: price of shows, clicks or conversion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from kpi_core.analysis import lmdi
from kpi_core.analysis.members import ZERO, Member, Pair, Rest, added, base_label, member_label, members
from kpi_core.answer import Missing
from kpi_core.catalogue import find
from kpi_core.comparison import Against, base_period
from kpi_core.errors import UsageError
from kpi_core.language import Language
from kpi_core.measures import MEASURES
from kpi_core.periods import Period
from kpi_core.units import period_label
from kpi_core.wording import say
from kpi_core.words import reason_text

if TYPE_CHECKING:
    from kpi_core.cube import Cube

# The ways from a rouble to a result; what the data does not hold is left out of the chain.
_CHAIN = ("impressions", "clicks", "leads", "orders", "new_customers")
_PRICE_OF = {"impressions": "cpm", "clicks": "cpc", "leads": "cpl", "orders": "cpo"}
_STEP = {
    ("impressions", "clicks"): "ctr",
    ("clicks", "leads"): "conversion_click_lead",
    ("clicks", "orders"): "conversion_click_order",
    ("leads", "orders"): "conversion_lead_sale_calendar",
}
COSTS = ("cac", "cpo", "cpl")
"""The costs that can be split: each is one sum of money over one count."""


class Part(NamedTuple):
    """What one member did to the cost of the total.

    Attributes
    ----------
    channel : str or None
        None for costs and customers without a channel (salaries, services).
    before, after : Pair
        Spend and customers.
    amount : Fraction
        Money a customer; all amounts add up to the change of the total's cost exactly.
    """

    channel: str | None
    before: Pair
    after: Pair
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Contribution:
    """A change of CAC (CPO, CPL) by channel.

    Attributes
    ----------
    before, after : Fraction
        The cost of the total.
    parts : tuple of Part
        One a member.
    reason : str or None
        Why there is none; all else is then empty.
    """

    kpi: str
    period: Period
    against: Against
    before: Fraction = ZERO
    after: Fraction = ZERO
    parts: tuple[Part, ...] = ()
    rest: Rest = "no_channel"
    reason: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def change(self) -> Fraction:
        """The cost now less the cost of the base; the parts add up to it exactly."""
        return self.after - self.before

    def rows(self, language: Language) -> list[tuple[str | float | None, ...]]:
        """For spilling: a header, a row a member, those that moved the total most first, and the total."""
        label = find(self.kpi).label.of(language)
        base, now = base_label(self.period, self.against, language), period_label(self.period, language)
        names = (say("bridge_channel", language), say("contribution_amount", language))
        header = (names[0], f"{label}, {base}", f"{label}, {now}", names[1])
        if self.reason:
            return [header, (reason_text(self.reason, language), None, None, None)]
        largest = sorted(self.parts, key=lambda part: -abs(part.amount))
        return [
            header,
            *(
                (
                    member_label(part.channel, self.rest, language),
                    _number(part.before.known_rate),
                    _number(part.after.known_rate),
                    float(part.amount),
                )
                for part in largest
            ),
            (say("member_total", language), float(self.before), float(self.after), float(self.change)),
        ]


def _number(amount: Fraction | None) -> float | None:
    return None if amount is None else float(amount)


def parts(members: Iterable[Member]) -> tuple[Part, ...] | None:
    """The contribution of each member to the change of money ÷ count, on plain numbers.

    Parameters
    ----------
    members : iterable of Member
        Spend and new customers of each channel, before and after.

    Returns
    -------
    tuple of Part or None
        In the order of the members; None where the total has no customer in either period.

    Notes
    -----
    With S spend and K customers, ⁰ the base, ¹ the period, c the channel and no index the total::

        contribution_c = (S¹_c − CAC⁰ · K¹_c) ÷ K¹ − (S⁰_c − CAC⁰ · K⁰_c) ÷ K⁰

    What the channel spent beyond the old price of its customers, per customer of the firm. The sum is CAC¹ − CAC⁰
    exactly, and every term is finite: a channel that spends without a result has one, and so have free customers.
    The rival, share × change of the channel's own CAC plus a mix term, is undefined for both.

    Source: the catalogue of the project, B2.

    Examples
    --------
    CAC rises from 100 to 120. Direct spends 600 more on as many customers (+14); SEO's ten free customers are a
    smaller part of all than before and save less (+10); VK is new and cheaper than usual (−4).

    >>> direct = Member("Direct", Pair(Fraction(2000), Fraction(10)), Pair(Fraction(2600), Fraction(10)))
    >>> seo = Member("SEO", Pair(Fraction(0), Fraction(10)), Pair(Fraction(0), Fraction(10)))
    >>> vk = Member("VK", Pair(Fraction(0), Fraction(0)), Pair(Fraction(400), Fraction(5)))
    >>> found = parts([direct, seo, vk])
    >>> [float(part.amount) for part in found], float(sum(part.amount for part in found))
    ([14.0, 10.0, -4.0], 20.0)
    """
    told = list(members)
    before, after = (added(getattr(member, side) for member in told) for side in ("before", "after"))
    cost = before.rate
    if cost is None or not after.count:
        return None
    return tuple(
        Part(
            member.channel,
            member.before,
            member.after,
            _beyond(member.after, cost) / after.count - _beyond(member.before, cost) / before.count,
        )
        for member in told
    )


def _beyond(pair: Pair, cost: Fraction) -> Fraction:
    """What was spent beyond the usual price of the customers won."""
    return pair.money - cost * pair.count


def contribution(cube: Cube, period: Period | None = None, against: Against = "mom", kpi: str = "cac") -> Contribution:
    """Which channels moved CAC, against the month before, last year or the plan.

    Parameters
    ----------
    cube : Cube
    period : Period, optional
        The report month where omitted.
    against : str
        "mom", "yoy" or "plan" (targets of spend and customers, or of one of them and CAC).
    kpi : str
        "cac", "cpo" or "cpl"; `cac` counts costs of every kind, the others advertising.

    Raises
    ------
    UsageError
        `contribution_kpi` for another KPI.

    Notes
    -----
    Formula, rival convention and source: `parts`.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> found = contribution(build(load(shipped("sample_workbooks") / "shop-ru.xlsx")))
    >>> sum(part.amount for part in found.parts) == found.change
    True
    """
    period = period or cube.report_month
    money, count = _measures(kpi)
    found = members(cube, money, count, kpi, period, against)
    if isinstance(found, Missing):
        return Contribution(kpi, period, against, reason=found.reason)
    before, after, told = found.before.rate, found.after.rate, parts(found.members)
    if told is None or before is None or after is None:
        return Contribution(kpi, period, against, reason=_undefined(count, found.after, against))
    notes = cube.change(kpi, period, None, against).notes
    return Contribution(kpi, period, against, before, after, told, found.rest, None, notes)


def _undefined(count: str, after: Pair, against: Against) -> str:
    if not after.count:
        return f"no_{count}"
    return "no_plan" if against == "plan" else "no_base"


def _measures(kpi: str) -> tuple[str, str]:
    if kpi not in COSTS:
        raise UsageError("contribution_kpi", kpi=kpi, known=list(COSTS))
    money, count = find(kpi).parameters
    return money, count


class Step(NamedTuple):
    """One factor of a channel's cost: from what to what, its values and what its change did to the cost.

    Attributes
    ----------
    of : str
        What the step starts from; "" for money itself.
    to : str
        The measure it leads to.
    before, after : Fraction
        The price of a thousand impressions, a click or a lead in the first step, a share in all others.
    amount : Fraction
        Money; all amounts add up to the change of the cost exactly.
    """

    of: str
    to: str
    before: Fraction
    after: Fraction
    amount: Fraction

    def label(self, language: Language) -> str:
        """«CPM», «CTR», or the two measures with an arrow."""
        name = _STEP.get((self.of, self.to)) if self.of else _PRICE_OF.get(self.to, "cac")
        if name:
            return find(name).label.of(language)
        return " → ".join(MEASURES[each].label.of(language) for each in (self.of, self.to))


@dataclass(frozen=True, slots=True)
class Inside:
    """The change of one channel's cost, by what caused it."""

    kpi: str
    channel: str | None
    period: Period
    against: Against
    before: Fraction = ZERO
    after: Fraction = ZERO
    steps: tuple[Step, ...] = ()
    reason: str | None = None

    @property
    def change(self) -> Fraction:
        """The cost now less the cost of the base; the steps add up to it exactly."""
        return self.after - self.before


def steps(counts: Sequence[tuple[str, Fraction, Fraction]], spent: tuple[Fraction, Fraction]) -> tuple[Step, ...]:
    """The change of spend ÷ the last count, split among the steps to it, on plain numbers.

    Parameters
    ----------
    counts : sequence of (measure, before, after)
        The way from money to the result: impressions, clicks, leads, orders …; all positive.
    spent : tuple of Fraction
        Spend before and after, positive.

    Notes
    -----
    CPO = (CPM ÷ 1000) ÷ CTR ÷ CR₁ ÷ CR₂, so Δln CPO = Δln CPM − Δln CTR − Δln CR₁ − Δln CR₂; in money each term is
    multiplied by the logarithmic mean of the two costs (LMDI, see `kpi_core.analysis.lmdi.split`). The rival, putting
    one new value after the other into the formula, gives other shares in every other order.

    Source: the catalogue of the project, B2; Ang (2004).

    Examples
    --------
    A click costs twice as much, and one click in ten buys instead of one in twenty: CPO stays 200.

    >>> clicks, orders = ("clicks", Fraction(100), Fraction(100)), ("orders", Fraction(5), Fraction(10))
    >>> [round(float(step.amount), 2) for step in steps([clicks, orders], (Fraction(1000), Fraction(2000)))]
    [138.63, -138.63]
    """
    first, *others = counts
    scale = 1000 if first[0] == "impressions" else 1
    told = [("", first[0], scale * spent[0] / first[1], scale * spent[1] / first[2], 1)]
    for (of, *earlier), (to, *later) in zip(counts, others, strict=False):
        told.append((of, to, later[0] / earlier[0], later[1] / earlier[1], -1))
    last = counts[-1]
    factors = [lmdi.Factor(before, after, power) for _, _, before, after, power in told]
    amounts = lmdi.split(spent[0] / last[1], spent[1] / last[2], factors)
    return tuple(
        Step(of, to, before, after, amount) for (of, to, before, after, _), amount in zip(told, amounts, strict=True)
    )


def inside(
    cube: Cube, channel: str | None, period: Period | None = None, against: Against = "mom", kpi: str = "cpo"
) -> Inside:
    """Why a channel's CPO (CAC, CPL) changed: dearer shows, fewer clicks or a worse conversion.

    Parameters
    ----------
    cube : Cube
    channel : str or None
        Any spelling; all channels together where None.
    period : Period, optional
        The report month where omitted.
    against : str
        "mom" or "yoy".
    kpi : str
        "cac", "cpo" or "cpl".

    Raises
    ------
    UsageError
        `contribution_kpi` for another KPI, `contribution_plan` for the plan, which has no funnel,
        `channel_unknown` for a channel the data has not.

    Notes
    -----
    A measure that either period lacks, or that is 0 in one, is left out, and the steps beside it become one.
    Conversions are by the calendar here, so that the chain ends in the cost itself. Formula and source: `steps`.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> found = inside(build(load(shipped("sample_workbooks") / "shop-ru.xlsx")), None)
    >>> sum(step.amount for step in found.steps) == found.change
    True
    """
    period = period or cube.report_month
    money, count = _measures(kpi)
    if against == "plan":
        raise UsageError("contribution_plan")
    channel = channel if channel is None else cube.channel_or_error(channel)
    earlier = base_period(period, against)
    if earlier is None:
        return Inside(kpi, channel, period, against, reason="no_base")
    spent, results = (_both(cube, name, (earlier, period), channel) for name in (money, count))
    for name, values in ((money, spent), (count, results)):
        if isinstance(values, Missing):
            return Inside(kpi, channel, period, against, reason=values.reason)
        if min(values) <= 0:
            reason = "no_base" if values[1] > 0 else "no_" + name.removeprefix("ad_")
            return Inside(kpi, channel, period, against, reason=reason)
    assert not isinstance(spent, Missing)
    assert not isinstance(results, Missing)
    counts = []
    for name in _CHAIN[: _CHAIN.index(count) + 1]:
        values = _both(cube, name, (earlier, period), channel)
        if not isinstance(values, Missing) and min(values) > 0:
            counts.append((name, *values))
    before, after = spent[0] / results[0], spent[1] / results[1]
    return Inside(kpi, channel, period, against, before, after, steps(counts, spent))


def _both(
    cube: Cube, name: str, periods: tuple[Period, Period], channel: str | None
) -> tuple[Fraction, Fraction] | Missing:
    before, after = (cube.amount(name, period, channel) for period in periods)
    if isinstance(after, Missing):
        return after
    if isinstance(before, Missing):
        return Missing("no_base") if before.reason == "no_data" else before
    return before, after
