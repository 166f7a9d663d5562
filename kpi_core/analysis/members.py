"""Money and counts of two periods, channel by channel, so that the members add up to the total exactly.

Rows that name no channel are a member of their own. It is what the channels leave of the total: where one order stands
under two channels, both count it and the rest takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from kpi_core.answer import Amount, Missing
from kpi_core.comparison import Against, base_period
from kpi_core.language import Language
from kpi_core.periods import Period
from kpi_core.units import period_label
from kpi_core.wording import say

if TYPE_CHECKING:
    from kpi_core.cube import Cube

Rest = Literal["no_channel", "other", "total"]
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Pair:
    """Money and the number of events it belongs to: revenue and orders, or spend and customers.

    `known` is False where no row tells the money: it adds nothing to a total, and is yet no cost of 0 to show.
    """

    money: Fraction
    count: Fraction
    known: bool = field(default=True, compare=False)

    def less(self, other: Pair) -> Pair:
        """The difference."""
        return Pair(self.money - other.money, self.count - other.count)

    @property
    def rate(self) -> Fraction | None:
        """Money per event; None without events."""
        return self.money / self.count if self.count else None

    @property
    def known_rate(self) -> Fraction | None:
        """Money per event where a row tells the money; None where none does."""
        return self.rate if self.known else None


NOTHING = Pair(ZERO, ZERO)


class Member(NamedTuple):
    """One channel in two periods.

    Attributes
    ----------
    channel : str or None
        None for what belongs to no single channel.
    before, after : Pair
        Zeros where the channel has nothing.
    """

    channel: str | None
    before: Pair
    after: Pair


@dataclass(frozen=True, slots=True)
class Members:
    """All members of a total.

    Attributes
    ----------
    rest : str
        What the member without a channel stands for: rows that name none ("no_channel"), the channels that the plan
        does not name ("other"), or everything ("total"), where there is no plan by channel.
    """

    members: tuple[Member, ...]
    rest: Rest = "no_channel"

    @property
    def before(self) -> Pair:
        """The total of the base."""
        return added(member.before for member in self.members)

    @property
    def after(self) -> Pair:
        """The total of the period."""
        return added(member.after for member in self.members)


def added(pairs: Iterable[Pair]) -> Pair:
    """Their sum."""
    money, count = ZERO, ZERO
    for pair in pairs:
        money, count = money + pair.money, count + pair.count
    return Pair(money, count)


def members(cube: Cube, money: str, count: str, rate: str, period: Period, against: Against) -> Members | Missing:
    """The members of a period against the month before, last year or the plan.

    Parameters
    ----------
    money, count : str
        Measures.
    rate : str
        The KPI money ÷ count: a plan may tell it in place of one of the two.
    """
    after = _pair(cube, money, count, period, None)
    if isinstance(after, Missing):
        return after
    if against == "plan":
        return _planned(cube, (money, count, rate), period, after)
    earlier = base_period(period, against)
    if earlier is None:
        return Missing("no_base")
    before = _pair(cube, money, count, earlier, None)
    if isinstance(before, Missing):
        return Missing("no_base") if before.reason == "no_data" else before
    found = [
        Member(channel, _known(cube, money, count, earlier, channel), _known(cube, money, count, period, channel))
        for channel in cube.channels
    ]
    return Members(_with_rest(found, before, after))


def _planned(cube: Cube, names: tuple[str, str, str], period: Period, after: Pair) -> Members | Missing:
    """Planned channels one by one; all others, and what the total plan holds for them, together."""
    money, count, _ = names
    planned = {channel: plan for channel in cube.channels if (plan := _target(cube, names, period, channel))}
    total = _target(cube, names, period, None)
    if not planned:
        return Members((Member(None, total, after),), "total") if total else Missing("no_plan")
    before = total or added(planned.values())
    found = [Member(channel, plan, _known(cube, money, count, period, channel)) for channel, plan in planned.items()]
    return Members(_with_rest(found, before, after), "other")


def _with_rest(found: Iterable[Member], before: Pair, after: Pair) -> tuple[Member, ...]:
    kept = tuple(member for member in found if (member.before, member.after) != (NOTHING, NOTHING))
    rest = Member(
        None,
        before.less(added(member.before for member in kept)),
        after.less(added(member.after for member in kept)),
    )
    return kept if (rest.before, rest.after) == (NOTHING, NOTHING) else (*kept, rest)


def _pair(cube: Cube, money: str, count: str, period: Period, channel: str | None) -> Pair | Missing:
    amounts: list[Amount] = [cube.amount(name, period, channel) for name in (money, count)]
    missing = next((amount for amount in amounts if isinstance(amount, Missing)), None)
    return Pair(*amounts) if missing is None else missing


def _known(cube: Cube, money: str, count: str, period: Period, channel: str) -> Pair:
    """A channel's part of the total: nothing where it has no row, for then the total has none of it either."""
    amounts = [cube.amount(name, period, channel) for name in (money, count)]
    told = [ZERO if isinstance(amount, Missing) else amount for amount in amounts]
    return Pair(told[0], told[1], not isinstance(amounts[0], Missing))


def _target(cube: Cube, names: tuple[str, str, str], period: Period, channel: str | None) -> Pair | None:
    money, count, rate = (cube.plan.target(cube, name, "", period, channel) for name in names)
    if money is None and count is not None and rate is not None:
        money = count * rate
    if count is None and money is not None and rate:
        count = money / rate
    return None if money is None or count is None else Pair(money, count)


def member_label(channel: str | None, rest: Rest, language: Language) -> str:
    """The channel, or what stands for all that is in none."""
    return say(f"member_{rest}", language) if channel is None else channel


def base_label(period: Period, against: Against, language: Language) -> str:
    """What is compared with: «сентябрь 2026», "plan"."""
    earlier = None if against == "plan" else base_period(period, against)
    return say("member_plan", language) if earlier is None else period_label(earlier, language)
