"""The rows of the tables, as plain records. Money is a whole number of kopecks (cents)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

ADVERTISING, SALARY, CONTRACTOR, SERVICE = "advertising", "salary", "contractor", "service"


@dataclass(frozen=True)
class Order:
    day: date
    number: str
    customer: str
    channel: str
    revenue: int
    items: int
    cost: int
    refund: int | None = None
    refund_day: date | None = None


@dataclass(frozen=True)
class Spend:
    day: date
    channel: str | None
    amount: int
    impressions: int | None = None
    clicks: int | None = None
    kind: str = ADVERTISING


@dataclass(frozen=True)
class Visits:
    day: date
    channel: str
    visits: int


@dataclass(frozen=True)
class Lead:
    day: date
    number: str
    channel: str
    qualified: bool
    won: bool = False
    won_day: date | None = None
    amount: int | None = None
    customer: str | None = None


@dataclass(frozen=True)
class Month:
    """A row of the monthly summary."""

    day: date
    spend: int
    impressions: int
    clicks: int
    visits: int
    leads: int
    orders: int
    new_customers: int
    revenue: int


@dataclass(frozen=True)
class Target:
    month: date
    kpi: str
    value: Fraction
    channel: str | None = None


@dataclass(frozen=True)
class Decision:
    month: date
    text: str
    effect: str
    owner: str
    due: date
    outcome: str


@dataclass(frozen=True)
class Comment:
    month: date
    block: str
    text: str


@dataclass
class Business:
    """Everything one workbook says about one firm."""

    kind: str  # shop | leads | summary
    language: str
    company: str
    currency: str
    cards: list[str]
    channels: list[str] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    spend: list[Spend] = field(default_factory=list)
    visits: list[Visits] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    summary: list[Month] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    monthly_tables: frozenset[str] = frozenset()
