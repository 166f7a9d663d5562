"""Sums that must agree, worked out anew for each report: the passport names those that do and those that do not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from kpi_core.report.analyses import BRIDGED, bridge_of, cost_of
from kpi_core.report.cards import SPARK_MONTHS, months_back
from kpi_core.report.scribe import Scribe
from kpi_core.units import format_value, period_label

_SERIES = ("revenue", "leads", "orders")
_MOST_GAPS = 4


def build_checks(scribe: Scribe) -> str:
    """The checks that have anything to look at, in two lines at most: passed, and failed."""
    found = [made for check in _CHECKS if (made := check(scribe)) is not None]
    passed, failed = ([text for good, text in found if good is wanted] for wanted in (True, False))
    lines = [("checks_passed", passed), ("checks_failed", failed)]
    return "\n".join(scribe.say(code, checks="; ".join(texts)) for code, texts in lines if texts)


_Checked = tuple[bool, str] | None


def _rows(scribe: Scribe) -> _Checked:
    """No row lost: read = used + excluded + refused, source by source."""
    sources = scribe.cube.snapshot.sources
    whole = all(each.rows_read == each.rows_used + sum(each.excluded.values()) + each.rows_refused for each in sources)
    return (whole, scribe.say("check_rows")) if sources else None


def _refused(scribe: Scribe) -> _Checked:
    sources = scribe.cube.snapshot.sources
    if not sources:
        return None
    count = sum(each.rows_refused for each in sources)
    shown = format_value(count, "count", scribe.language)
    return count == 0, scribe.say("check_refused" if count else "check_none_refused", count=shown)


def _months(scribe: Scribe) -> _Checked:
    """From the first month of the report's charts that is known to the last, none is missing."""
    name = next((each for each in _SERIES if scribe.ask(each).value is not None), None)
    if name is None:
        return None
    months = months_back(scribe.month, SPARK_MONTHS)
    known = [scribe.ask(name, period=month).value is not None for month in months]
    shown = months[known.index(True) :]
    gaps = [month for month, there in zip(months, known, strict=True) if not there and month in shown]
    if not gaps:
        return True, scribe.say("check_months", count=len(shown))
    listed = ", ".join(period_label(month, scribe.language) for month in gaps[:_MOST_GAPS])
    if len(gaps) > _MOST_GAPS:
        listed = scribe.say("and_more", text=listed, count=len(gaps) - _MOST_GAPS)
    return False, scribe.say("check_gaps", months=listed)


def _bridges(scribe: Scribe) -> _Checked:
    """To the last fraction: base and parts make the month, and the channels' changes make the whole change."""
    made = [found for against in BRIDGED if (found := bridge_of(scribe, against)).reason is None]
    sums = [
        each.before + sum((amount for _, amount in each.parts), Fraction(0)) == each.after
        and sum((effect.change for effect in each.effects), Fraction(0)) == each.change
        for each in made
    ]
    return (all(sums), scribe.say("check_bridges")) if sums else None


def _costs(scribe: Scribe) -> _Checked:
    """What the channels add and take off makes the change of the cost."""
    found = cost_of(scribe)
    if found is None:
        return None
    return sum((part.amount for part in found.parts), Fraction(0)) == found.change, scribe.say("check_costs")


_CHECKS: tuple[Callable[[Scribe], _Checked], ...] = (_rows, _refused, _months, _bridges, _costs)
