"""A workshop that keeps one row a month: the smallest workbook that is of use."""

from __future__ import annotations

from datetime import date

from .dice import Dice
from .facts import Business, Month
from .periods import add_months

FIRST_MONTH, MONTHS = date(2025, 9, 1), 14
SEASON = {1: 0.74, 2: 0.85, 3: 1.02, 4: 0.97, 5: 0.93, 6: 0.9, 7: 0.88, 8: 0.95, 9: 1.0, 10: 1.04, 11: 1.16, 12: 1.34}


def make(business: Business, seed: int) -> Business:
    dice = Dice(seed)
    business.summary = [_month(dice, index) for index in range(MONTHS)]
    return business


def _month(dice: Dice, index: int) -> Month:
    day = add_months(FIRST_MONTH, index)
    season = SEASON[day.month]
    spend = round(118_000 * season * 1.016**index * dice.uniform(0.96, 1.04) / 10) * 1_000
    clicks = round(spend / 100 / (21.5 * 1.007**index) * dice.uniform(0.96, 1.04))
    visits = round(clicks * 0.95 + 2_150 * 1.01**index * dice.uniform(0.96, 1.04))
    leads = dice.count(visits * 0.041)
    orders = dice.count(leads * 0.31)
    return Month(
        day=day,
        spend=spend,
        impressions=round(clicks / 0.031 * dice.uniform(0.94, 1.06)),
        clicks=clicks,
        visits=visits,
        leads=leads,
        orders=orders,
        new_customers=round(orders * dice.uniform(0.66, 0.76)),
        revenue=round(orders * dice.around(8_900 * 1.004**index, 0.05)) * 100,
    )
