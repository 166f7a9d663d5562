"""The revenue bridge: how much of a change of revenue is volume, how much mix, and how much the average check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from kpi_core.analysis import lmdi
from kpi_core.analysis.members import ZERO, Member, Pair, Rest, base_label, member_label, members
from kpi_core.answer import Missing
from kpi_core.comparison import Against
from kpi_core.language import Language
from kpi_core.periods import Period
from kpi_core.units import period_label
from kpi_core.wording import say
from kpi_core.words import reason_text

if TYPE_CHECKING:
    from kpi_core.cube import Cube

State = Literal["kept", "new", "vanished"]


class Effect(NamedTuple):
    """What one member did to revenue; the three parts add up to its own change exactly.

    Attributes
    ----------
    channel : str or None
        None for rows without a channel.
    volume, mix, check : Fraction
        Money.
    state : str
        "new" without orders in the base, "vanished" without orders in the period, else "kept".
    """

    channel: str | None
    volume: Fraction
    mix: Fraction
    check: Fraction
    state: State = "kept"

    @property
    def change(self) -> Fraction:
        """The member's change of revenue."""
        return self.volume + self.mix + self.check


class LeadSplit(NamedTuple):
    """The volume effect as leads × conversion; `reason` tells why it cannot be split."""

    leads: Fraction
    conversion: Fraction
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """A change of revenue in parts that add up to it exactly.

    Attributes
    ----------
    before, after : Fraction
        Revenue of the base (a period, or the plan) and of the period.
    effects : tuple of Effect
        One a member, see `kpi_core.analysis.members`.
    rest : str
        What the member without a channel is; "total" where the plan is not told by channel and no mix can be told.
    leads : LeadSplit or None
        Where it was asked for.
    reason : str or None
        Why there is no bridge; all else is then empty.
    notes : tuple of str
        What qualifies the comparison, as in `cube.change("revenue", …)`.
    """

    period: Period
    against: Against
    before: Fraction = ZERO
    after: Fraction = ZERO
    effects: tuple[Effect, ...] = ()
    rest: Rest = "no_channel"
    leads: LeadSplit | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def change(self) -> Fraction:
        """Revenue now less revenue of the base."""
        return self.after - self.before

    @property
    def volume(self) -> Fraction:
        """More or fewer orders, at the average check of the base."""
        return sum((effect.volume for effect in self.effects), ZERO)

    @property
    def mix(self) -> Fraction:
        """Orders moved to channels with another average check."""
        return sum((effect.mix for effect in self.effects), ZERO)

    @property
    def check(self) -> Fraction:
        """Average checks changed within channels."""
        return sum((effect.check for effect in self.effects), ZERO)

    @property
    def parts(self) -> tuple[tuple[str, Fraction], ...]:
        """The parts by name, in the order they are told; their sum is `change`."""
        if self.reason:
            return ()
        first = (("volume", self.volume),)
        if self.leads is not None and self.leads.reason is None:
            first = (("leads", self.leads.leads), ("conversion", self.leads.conversion))  # type: ignore[assignment]
        middle = () if self.rest == "total" else (("mix", self.mix),)
        return (*first, *middle, ("check", self.check))

    def rows(self, language: Language) -> list[tuple[str | float | None, ...]]:
        """The bridge for spilling: a header, the base, the parts and the period, each with its share of the base.

        Shares of the base add up to the growth; shares of the change would explode where parts cancel out.
        """
        header = tuple(say(f"bridge_{name}", language) for name in ("part", "amount", "share"))
        if self.reason:
            return [header, (reason_text(self.reason, language), None, None)]
        table = [
            (base_label(self.period, self.against, language), self.before),
            *((say(f"bridge_{name}", language), amount) for name, amount in self.parts),
            (period_label(self.period, language), self.after),
        ]
        return [header, *((label, float(amount), _share(amount, self.before)) for label, amount in table)]

    def channel_rows(self, language: Language) -> list[tuple[str | float | None, ...]]:
        """The same by channel: a header, a row a member and the total."""
        names = ("channel", "volume", "mix", "check", "change")
        header = tuple(say(f"bridge_{name}", language) for name in names)
        if self.reason:
            return [header, (reason_text(self.reason, language), None, None, None, None)]
        shown = () if self.rest == "total" else self.effects
        labelled = [(member_label(effect.channel, self.rest, language), effect) for effect in shown]
        total = Effect(None, self.volume, self.mix, self.check)
        return [
            header,
            *(
                (label, float(effect.volume), float(effect.mix), float(effect.check), float(effect.change))
                for label, effect in (*labelled, (say("member_total", language), total))
            ),
        ]


def _share(amount: Fraction, base: Fraction) -> float | None:
    return float(amount / base) if base else None


def effects(members: Iterable[Member]) -> tuple[Effect, ...] | None:
    """Volume, mix and average check by member, on plain numbers.

    Parameters
    ----------
    members : iterable of Member
        Revenue and orders of each channel, before and after.

    Returns
    -------
    tuple of Effect or None
        In the order of the members; None where the base has no orders at all, for then it has no average check.

    Notes
    -----
    With N orders, A revenue per order, s the share in all orders, ⁰ the base and ¹ the period::

        volume = (N¹ − N⁰) · Ā⁰        mix_c = N¹ (s¹_c − s⁰_c) (A⁰_c − Ā⁰)        check_c = N¹_c (A¹_c − A⁰_c)

    Their sum is the change of revenue exactly. A channel's own volume is what its change leaves: its usual share of
    the new number of orders at its own check, and the orders it won or lost in share at the mean check; over the
    channels that comes to (N¹ − N⁰) · Ā⁰. If all channels grow alike, no channel has a mix effect.
    A new channel is taken at the check it has now, so all beside volume is mix; a vanished one has no check effect.
    Revenue of a member without any order (a correction) counts as check.

    Rival conventions call N⁰-weighted price effects "price" and leave a cross term "price × volume"; here it is part of
    the check effect, so that nothing is left over.

    Source: the catalogue of the project, B1; Farris et al., *Marketing Metrics*, ch. 3 (price and mix).

    Examples
    --------
    The shop sells 10 orders more, all in the channel with the small check, and nobody pays more than before.

    >>> direct = Member("Direct", Pair(Fraction(6000), Fraction(20)), Pair(Fraction(6000), Fraction(20)))
    >>> seo = Member("SEO", Pair(Fraction(1000), Fraction(10)), Pair(Fraction(2000), Fraction(20)))
    >>> both = effects([direct, seo])
    >>> [float(sum(getattr(each, part) for each in both)) for part in ("volume", "mix", "check", "change")]
    [2333.3333333333335, -1333.3333333333333, 0.0, 1000.0]
    """
    told = [(member, *_priced(member)) for member in members]
    n0 = sum((before.count for _, before, _ in told), ZERO)
    n1 = sum((after.count for _, _, after in told), ZERO)
    if not n0:
        return None
    mean = sum((before.money for _, before, _ in told), ZERO) / n0
    found = []
    for member, before, after in told:
        price = before.rate if before.count else after.rate
        mix = (after.count - n1 * before.count / n0) * ((mean if price is None else price) - mean)
        check = after.money - after.count * (ZERO if price is None else price)
        check += _unordered(member.after) - _unordered(member.before)
        change = member.after.money - member.before.money
        state: State = "new" if not before.count and after.count else "kept"
        if before.count and not after.count:
            state = "vanished"
        found.append(Effect(member.channel, change - mix - check, mix, check, state))
    return tuple(found)


def _priced(member: Member) -> tuple[Pair, Pair]:
    """Both pairs without money that belongs to no order."""
    before, after = (pair if pair.count else Pair(ZERO, ZERO) for pair in (member.before, member.after))
    return before, after


def _unordered(pair: Pair) -> Fraction:
    return ZERO if pair.count else pair.money


def leads_and_conversion(
    price: Fraction, orders: tuple[Fraction, Fraction], leads: tuple[Fraction, Fraction]
) -> LeadSplit:
    """The volume effect as more leads and a better conversion, on plain numbers.

    Parameters
    ----------
    price : Fraction
        The average check of the base.
    orders, leads : tuple of Fraction
        Before and after.

    Returns
    -------
    LeadSplit
        Two parts that add up to price · (N¹ − N⁰) exactly; the reason where a number is zero.

    Notes
    -----
    orders = leads × conversion (by the calendar: orders of the period ÷ leads of the period); the change of orders is
    split by LMDI, see `kpi_core.analysis.lmdi.split`, and valued at the average check of the base.

    Source: the catalogue of the project, B1; Ang (2004).

    Examples
    --------
    Twice the leads at the same conversion: all of it is leads.

    >>> leads_and_conversion(Fraction(50), (Fraction(10), Fraction(20)), (Fraction(100), Fraction(200)))
    LeadSplit(leads=Fraction(500, 1), conversion=Fraction(0, 1), reason=None)
    """
    for name, pair in (("no_orders", orders), ("no_leads", leads)):
        if min(pair) <= 0:
            return LeadSplit(ZERO, ZERO, name)
    before, after = orders
    factors = [lmdi.Factor(*leads), lmdi.Factor(before / leads[0], after / leads[1])]
    by_leads, by_conversion = lmdi.split(before, after, factors)
    return LeadSplit(price * by_leads, price * by_conversion)


def bridge(cube: Cube, period: Period | None = None, against: Against = "mom", split_leads: bool = False) -> Bridge:
    """The revenue bridge of a period against the month before, last year or the plan.

    Parameters
    ----------
    cube : Cube
    period : Period, optional
        The report month where omitted.
    against : str
        "mom", "yoy" or "plan".
    split_leads : bool
        Split volume into leads × conversion first, for a firm that lives by leads.

    Returns
    -------
    Bridge
        Its parts add up to the change of revenue exactly; without a base, the reason.

    Notes
    -----
    Against the plan: with targets of revenue and orders (or of one of them and the average check) by channel, all three
    parts; channels without a target, and what the total target holds beyond the channels', are one member. With targets
    for the total only, there is no mix: the parts are volume and average check (`rest == "total"`).

    Formula, rival conventions and source: `effects`.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> found = bridge(build(load(shipped("sample_workbooks") / "shop-ru.xlsx")))
    >>> found.volume + found.mix + found.check == found.change == found.after - found.before
    True
    """
    period = period or cube.report_month
    notes = cube.change("revenue", period, None, against).notes
    found = members(cube, "revenue", "orders", "average_check", period, against)
    if isinstance(found, Missing):
        return Bridge(period, against, reason=found.reason)
    told = effects(found.members)
    if told is None:
        return Bridge(period, against, reason="no_plan" if against == "plan" else "no_base")
    before, after = found.before, found.after
    made = Bridge(period, against, before.money, after.money, told, found.rest, notes=notes)
    return replace(made, leads=_lead_split(cube, made, before, after)) if split_leads else made


def _lead_split(cube: Cube, made: Bridge, before: Pair, after: Pair) -> LeadSplit:
    leads = _leads(cube, made.period, made.against)
    if isinstance(leads, Missing):
        return LeadSplit(ZERO, ZERO, leads.reason)
    more = after.count - before.count
    price = made.volume / more if more else before.rate or ZERO
    return leads_and_conversion(price, (before.count, after.count), leads)


def _leads(cube: Cube, period: Period, against: Against) -> tuple[Fraction, Fraction] | Missing:
    after = cube.amount("leads", period, None)
    if isinstance(after, Missing):
        return after
    if against == "plan":
        planned = cube.plan.target(cube, "leads", "", period, None)
        return Missing("no_plan") if planned is None else (planned, after)
    before = cube.amount("leads_previous" if against == "mom" else "leads_year_before", period, None)
    if isinstance(before, Missing):
        return Missing("no_base") if before.reason == "no_data" else before
    return before, after
