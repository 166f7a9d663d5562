"""The analyses behind one report, each made when the first block or sentence asks for it."""

from __future__ import annotations

import math

from kpi_core.analysis.alerts import Alert, alerts
from kpi_core.analysis.bridge import Bridge, bridge
from kpi_core.analysis.contribution import Contribution, contribution
from kpi_core.analysis.evidence import FORBIDDING
from kpi_core.analysis.quadrant import Quadrant, Row, quadrant
from kpi_core.analysis.whatif import MOST_OF_RECEIVER, WhatIf, what_if
from kpi_core.answer import Answer
from kpi_core.comparison import Against
from kpi_core.report.scribe import BASES, Scribe
from kpi_core.status import judged

BRIDGED: tuple[Against, ...] = ("mom", "yoy", "plan")
_COSTS = ("cac", "cpl", "cpo")
_UNFIT = (*FORBIDDING, "partial_period")


def told_base(scribe: Scribe, name: str) -> Against | None:
    """Against what a change of the KPI is worth telling: never one within the usual spread.

    The month before, else last year, where the change is more than chance; else where it cannot be tested; else the
    plan, where the distance is more than chance.
    """
    signals = {against: scribe.signal(name, against) for against in BRIDGED}
    known = [against for against in BASES if _told(scribe.change(name, against))]
    for wanted in (True, None):
        for against in known:
            if signals[against] is wanted:
                return against
    return "plan" if signals["plan"] else None


def _told(change: Answer) -> bool:
    """Whether there is a change that no note forbids to tell."""
    return change.value is not None and judged(change)


def bridge_of(scribe: Scribe, against: Against) -> Bridge:
    """The bridge of revenue; of a firm that lives by leads, with the number of orders as leads × conversion."""
    leads = scribe.ask("leads").value is not None and scribe.cube.resolved("conversion") != "conversion_visit_order"
    return scribe.once(("bridge", against), lambda: bridge(scribe.cube, scribe.month, against, split_leads=leads))


def part_signal(scribe: Scribe, part: str, against: Against) -> bool | None:
    """Whether what a part of the bridge rests on changed by more than chance; the mix has no test."""
    name = {"volume": "orders", "leads": "leads", "conversion": "conversion", "check": "average_check"}.get(part)
    return None if name is None else scribe.signal(name, against)


def cost_of(scribe: Scribe) -> Contribution | None:
    """Which channels moved the acquisition cost, where more than one did and the data allows to speak of it."""
    return scribe.once(("cost",), lambda: _cost(scribe))


def _cost(scribe: Scribe) -> Contribution | None:
    for name in _COSTS:
        if scribe.ask(name).value is None or any(note in _UNFIT for note in scribe.ask(name).notes):
            continue
        # A change worth telling first; else the month before, said to be within the usual spread.
        told = next((against for against in BRIDGED[:2] if scribe.signal(name, against)), BRIDGED[0])
        for against in dict.fromkeys((told, *BRIDGED[:2])):
            found = contribution(scribe.cube, scribe.month, against, name)
            forbidden = any(note in _UNFIT for note in found.notes)
            if found.reason is None and not forbidden and len(found.parts) > 1:
                return found
    return None


def quadrant_of(scribe: Scribe) -> Quadrant:
    """Share of spend against share of results."""
    return scribe.once(("quadrant",), lambda: quadrant(scribe.cube, scribe.month))


def alerts_of(scribe: Scribe) -> tuple[Alert, ...]:
    """The errors and warnings; none where all earlier months were equal, for then any figure is out of their range."""
    return scribe.once(
        ("alerts",),
        lambda: tuple(
            each
            for each in alerts(scribe.cube, scribe.month)
            if each.level != "info" and not (each.code.startswith("unusual") and _level(each))
        ),
    )


def _level(alert: Alert) -> bool:
    """Whether the limits are one line."""
    low, high = alert.low or 0.0, alert.high or 0.0
    return high - low <= 1e-9 * max(abs(low), abs(high))


def move_of(scribe: Scribe) -> WhatIf | None:
    """The move of money that brings most: between paid channels that differ significantly, in one small step."""
    return scribe.once(("move",), lambda: _move(scribe))


def _move(scribe: Scribe) -> WhatIf | None:
    rows = quadrant_of(scribe).rows
    found: list[WhatIf] = []
    for giver in (row for row in rows if row.standing in ("examine", "drain")):
        for receiver in (row for row in rows if row.standing == "grow"):
            made = what_if(scribe.cube, _step(giver, receiver), giver.channel, receiver.channel, scribe.month)
            if made.advised is not None and made.change is not None and made.amount <= made.advised:
                found.append(made)
    return max(found, key=lambda each: each.change or 0.0, default=None)


def _step(giver: Row, receiver: Row) -> float:
    """The sum: a fifth of what the receiver spends and no more than the giver has, rounded down to two digits."""
    return floored(min(MOST_OF_RECEIVER * (receiver.spend or 0.0), giver.spend or 0.0))


def floored(amount: float) -> float:
    """The amount rounded down to two significant digits.

    Examples
    --------
    >>> floored(41273.03), floored(99.9), floored(0.0)
    (41000.0, 99.0, 0.0)
    """
    if amount <= 0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(amount)) - 1)
    return round(math.floor(amount / unit + 1e-9) * unit, 6)
