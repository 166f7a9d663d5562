"""A firm that installs windows: no orders, only leads, 5 to 40 days from contract. The last month is not ripe."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from .dice import Dice, days_of
from .facts import ADVERTISING, SALARY, SERVICE, Business, Lead, Spend
from .periods import add_months, month_end

FIRST_MONTH, MONTHS = date(2025, 5, 1), 18
END = month_end(add_months(FIRST_MONTH, MONTHS - 1))
SEASON = {1: 0.62, 2: 0.7, 3: 0.88, 4: 1.0, 5: 1.06, 6: 1.1, 7: 1.12, 8: 1.15, 9: 1.2, 10: 1.14, 11: 0.95, 12: 0.74}
WON_WITHOUT_DATE = 3


@dataclass(frozen=True)
class Channel:
    name: str
    leads: float
    growth: float
    qualified: float
    won: float  # of the qualified
    price: float = 0.0  # advertising per lead
    click: float = 0.0
    ctr: float = 0.0


CHANNELS = (
    Channel("Яндекс Директ", 74, 1.008, 0.66, 0.3, price=1750, click=74, ctr=0.043),
    Channel("Авито", 48, 1.012, 0.58, 0.27, price=820, click=31, ctr=0.026),
    Channel("VK Реклама", 36, 1.004, 0.36, 0.16, price=1180, click=24, ctr=0.011),
    Channel("SEO", 26, 1.016, 0.68, 0.33),
    Channel("Рекомендации", 14, 1.006, 0.9, 0.52),
)


def make(business: Business, seed: int) -> Business:
    dice = Dice(seed)
    business.channels = [channel.name for channel in CHANNELS]
    business.leads = _leads(dice)
    business.spend = _spend(dice)
    business.monthly_tables = frozenset({"spend"})
    return business


def _leads(dice: Dice) -> list[Lead]:
    drafts: list[Lead] = []
    for index in range(MONTHS):
        first = add_months(FIRST_MONTH, index)
        days = days_of(first, month_end(first))
        for channel in CHANNELS:
            count = dice.count(channel.leads * channel.growth**index * SEASON[first.month])
            drafts += [_lead(dice, channel, dice.day_of(days, weekend=0.6)) for _ in range(count)]
    return _without_date(_named(dice, dice.shuffled(drafts, lambda lead: lead.day)))


def _lead(dice: Dice, channel: Channel, day: date) -> Lead:
    qualified = dice.chance(channel.qualified)
    lead = Lead(day, "", channel.name, qualified)
    if not qualified:
        return lead
    offer = round(dice.around(86_000, 0.42) / 50) * 5_000
    if dice.chance(channel.won):
        won_day = day + timedelta(days=min(40, 5 + round(dice.around(11, 0.7))))
        if won_day <= END:
            return replace(lead, won=True, won_day=won_day, amount=offer)
    return replace(lead, amount=offer) if dice.chance(0.4) else lead  # an offer was made, no contract followed


def _named(dice: Dice, drafts: list[Lead]) -> list[Lead]:
    """Lead numbers; customer numbers for contracts, some of a known customer, a few missing."""
    named: list[Lead] = []
    known: list[tuple[str, date]] = []
    for place, lead in enumerate(drafts):
        customer = None
        if lead.won_day and not dice.chance(0.03):
            earlier = [name for name, day in known if day < lead.day]
            if earlier and dice.chance(0.09):
                customer = dice.pick(earlier)
                known = [(name, day) for name, day in known if name != customer]
            else:
                customer = f"КЛ-{len(named) + 2001:05d}"
            known.append((customer, lead.won_day))
        named.append(replace(lead, number=f"Л-{place + 10_001}", customer=customer))
    return named


def _without_date(leads: list[Lead]) -> list[Lead]:
    """Contracts whose date nobody entered: they count for the lead's cohort and for no month of sales."""
    once = [lead.customer for lead in leads if lead.customer]
    singles = [i for i, lead in enumerate(leads) if lead.won and lead.customer and once.count(lead.customer) == 1]
    for place in range(WON_WITHOUT_DATE):
        index = singles[len(singles) * (2 * place + 4) // 10]
        leads[index] = replace(leads[index], won_day=None)
    return leads


def _spend(dice: Dice) -> list[Spend]:
    """One row a month and channel: what this firm really keeps."""
    rows: list[Spend] = []
    for index in range(MONTHS):
        month = add_months(FIRST_MONTH, index)
        for channel in CHANNELS:
            if not channel.price:
                continue
            budget = channel.leads * channel.growth**index * SEASON[month.month] * channel.price * 1.009**index
            if channel.name == "VK Реклама" and index == MONTHS - 1:
                budget *= 1.45
            amount = round(budget * dice.uniform(0.94, 1.06) * 100)
            clicks = round(amount / 100 / (channel.click * 1.006**index) * dice.uniform(0.95, 1.05))
            views = round(clicks / channel.ctr * dice.uniform(0.93, 1.07))
            rows.append(Spend(month, channel.name, amount, views, clicks, ADVERTISING))
        rows.append(Spend(month, None, 9_500_00, kind=SERVICE))
        rows.append(Spend(month, None, 110_000_00 if index < 8 else 118_000_00, kind=SALARY))
    return rows
