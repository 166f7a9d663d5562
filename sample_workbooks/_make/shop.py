"""An internet shop for the home: 25 months, six channels, and in October 2026 a channel that eats the budget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from .dice import Dice, days_of
from .facts import ADVERTISING, CONTRACTOR, SALARY, SERVICE, Business, Order, Spend, Visits
from .periods import add_months, month_end

FIRST_MONTH, MONTHS = date(2024, 10, 1), 25
END = month_end(add_months(FIRST_MONTH, MONTHS - 1))
SEASON = {1: 0.78, 2: 0.84, 3: 0.95, 4: 0.96, 5: 0.9, 6: 0.86, 7: 0.84, 8: 0.94, 9: 1.02, 10: 1.08, 11: 1.24, 12: 1.42}


@dataclass(frozen=True)
class Channel:
    """How a channel behaves. Money in roubles of 2024; growth per month."""

    key: str
    new: float
    growth: float
    again: float  # chance that an order is followed by another
    visits: float  # a month; 0 where visits follow clicks
    price: float = 0.0  # advertising per new customer
    click: float = 0.0  # price of a click
    ctr: float = 0.0
    starts: int = 0


CHANNELS = (
    Channel("search", new=96, growth=1.006, again=0.29, visits=0, price=1380, click=27, ctr=0.046),
    Channel("social", new=56, growth=1.003, again=0.23, visits=0, price=1640, click=16, ctr=0.012),
    Channel("bloggers", new=15, growth=1.0, again=0.1, visits=0, price=3600, click=38, ctr=0.021, starts=9),
    Channel("email", new=11, growth=1.016, again=0.4, visits=2600, price=620, click=5, ctr=0.11),
    Channel("seo", new=58, growth=1.014, again=0.36, visits=5600),
    Channel("direct", new=32, growth=1.007, again=0.4, visits=2900),
)
BY_KEY = {channel.key: channel for channel in CHANNELS}
# Where the next order of a customer comes from; the rest returns through the channel of the order before.
RETURNS = (("email", 0.44), ("direct", 0.22), ("search", 0.1))


@dataclass(frozen=True)
class Scale:
    """What differs between the two countries."""

    seed: int
    names: dict[str, str]
    money: float  # one rouble in the shop's currency
    order_prefix: str
    customer_prefix: str


def season(month: date) -> float:
    return SEASON[month.month]


def make(business: Business, scale: Scale) -> Business:
    dice = Dice(scale.seed)
    business.channels = [scale.names[channel.key] for channel in CHANNELS]
    business.orders = _orders(dice, scale)
    business.spend = _spend(dice, scale)
    business.visits = _visits(dice, scale, business.spend)
    return business


def _orders(dice: Dice, scale: Scale) -> list[Order]:
    drafts: list[Order] = []
    customer = 0
    for index in range(MONTHS):
        first = add_months(FIRST_MONTH, index)
        days = days_of(first, month_end(first))
        for channel in CHANNELS:
            if index < channel.starts:
                continue
            for _ in range(dice.count(channel.new * channel.growth**index * season(first))):
                customer += 1
                drafts += _life(dice, scale, channel, dice.day_of(days, weekend=1.15), str(customer))
    drafts = Dice(scale.seed).shuffled(drafts, lambda order: order.day)
    numbers: dict[str, str] = {}
    for order in drafts:
        numbers.setdefault(order.customer, f"{scale.customer_prefix}{len(numbers) + 1:05d}")
    return [
        replace(order, number=f"{scale.order_prefix}{100_001 + place}", customer=numbers[order.customer])
        for place, order in enumerate(drafts)
    ]


def _life(dice: Dice, scale: Scale, channel: Channel, day: date, customer: str) -> list[Order]:
    """Every order of one customer, at most one a day."""
    orders: list[Order] = []
    source = channel.key
    while day <= END:
        orders.append(_order(dice, scale, source, day, customer))
        if not dice.chance(channel.again):
            break
        day += timedelta(days=1 + round(dice.around(62, 0.8)))
        point = dice.uniform()
        for name, share in RETURNS:
            point -= share
            if point < 0:
                source = name
                break
    return orders


def _order(dice: Dice, scale: Scale, source: str, day: date, customer: str) -> Order:
    months = (day.year - FIRST_MONTH.year) * 12 + day.month - FIRST_MONTH.month
    check = 4150 * 1.0055**months * (0.965 if months == MONTHS - 1 else 1.0) * (0.86 if source == "bloggers" else 1.0)
    items = dice.pick((1, 2, 3, 4, 5, 6), (38, 28, 16, 10, 5, 3))
    amount = dice.around(check * (0.62 + 0.17 * items), 0.38) * scale.money
    revenue = max(100, round(amount * 100))
    cost = round(revenue * dice.uniform(0.56, 0.67))
    order = Order(day, "", customer, source, revenue, items, cost)
    if dice.chance(0.045 if source == "bloggers" else 0.029):
        full = dice.chance(0.55)
        refund = revenue if full else round(revenue * dice.uniform(0.2, 0.7))
        returned = day + timedelta(days=dice.whole(3, 21))
        if returned <= END:
            order = replace(order, refund=refund, refund_day=returned)
    return replace(order, channel=scale.names[source])


def _spend(dice: Dice, scale: Scale) -> list[Spend]:
    rows: list[Spend] = []
    for index in range(MONTHS):
        first = add_months(FIRST_MONTH, index)
        days = days_of(first, month_end(first))
        kind = ADVERTISING if index >= 3 else ""  # the kind of a cost is noted since 2025
        for channel in CHANNELS:
            if channel.price and index >= channel.starts:
                rows += _advertising(dice, scale, channel, index, _days_of_channel(dice, channel, days), kind)
        rows += _other_costs(scale, index, first)
    return sorted(rows, key=lambda row: row.day)


def _days_of_channel(dice: Dice, channel: Channel, days: list[date]) -> list[date]:
    if channel.key == "email":
        return [day for day in days if day.weekday() == 1]
    if channel.key == "bloggers":
        return sorted({dice.day_of(days) for _ in range(6)})
    return days


def _advertising(dice: Dice, scale: Scale, channel: Channel, index: int, days: list[date], kind: str) -> list[Spend]:
    month = add_months(FIRST_MONTH, index)
    budget = channel.new * channel.growth**index * season(month) * channel.price * 1.011**index
    budget *= dice.uniform(0.96, 1.04)
    if channel.key == "bloggers" and index == MONTHS - 1:
        budget *= 1.9
    if channel.key == "social" and index >= MONTHS - 3:
        budget *= 1.12
    click = channel.click * scale.money * 1.008**index
    rows = []
    for day, part in zip(days, dice.split(round(budget * scale.money * 100), len(days), 0.14), strict=True):
        clicks = max(1, round(part / 100 / dice.around(click, 0.08)))
        rows.append(
            Spend(day, scale.names[channel.key], part, round(clicks / dice.around(channel.ctr, 0.09)), clicks, kind)
        )
    return rows


def _other_costs(scale: Scale, index: int, first: date) -> list[Spend]:
    def cost(day: int, roubles: float, kind: str, channel: str | None = None) -> Spend:
        return Spend(first.replace(day=day), channel, round(roubles * scale.money) * 100, kind=kind)

    salary = 125_000 if index < 15 else 138_000
    return [
        cost(5, 11_400 if index < 15 else 12_900, SERVICE),
        cost(10, salary * 0.6, SALARY),
        cost(17, 18_000, CONTRACTOR, scale.names["social"]),
        cost(25, salary * 0.4, SALARY),
    ]


def _visits(dice: Dice, scale: Scale, spend: list[Spend]) -> list[Visits]:
    clicks = {(row.day, row.channel): row.clicks for row in spend if row.clicks}
    rows = []
    for index in range(MONTHS):
        first = add_months(FIRST_MONTH, index)
        days = days_of(first, month_end(first))
        for day in days:
            for channel in CHANNELS:
                name = scale.names[channel.key]
                if index < channel.starts:
                    continue
                mean = clicks.get((day, name), 0) * 0.93
                if channel.visits:
                    mean += channel.visits * channel.growth**index * season(first) ** 0.7 / len(days)
                elif channel.key == "bloggers":
                    mean += 9
                rows.append(Visits(day, name, dice.count(mean)))
    return rows
