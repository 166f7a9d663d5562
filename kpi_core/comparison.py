"""Changes and plan attainment: one KPI against another period or against its target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kpi_core import notes
from kpi_core.answer import Answer
from kpi_core.catalogue import find
from kpi_core.formula import change as relative_change
from kpi_core.periods import Period

if TYPE_CHECKING:
    from kpi_core.cube import Cube

Against = Literal["mom", "yoy", "plan"]


def base_period(period: Period, against: Against) -> Period | None:
    """The period that is compared with."""
    return period.previous() if against == "mom" else period.year_before()


def change(cube: Cube, name: str, period: Period, channel: str | None, against: Against) -> Answer:
    """The change of a KPI: relative, or a difference where the KPI is a percent.

    A conversion by cohort is compared at equal age: leads of last month have had a month more to buy, so both
    cohorts count only the sales within the time the younger one has had.
    """
    now = cube.kpi(name, period, channel)
    if now.value is None:
        return Answer(None, now.reason)
    if against == "plan":
        base, missing = cube.target(name, period, channel), "no_plan"
        earlier = period
    else:
        before = base_period(period, against)
        if before is None:
            return Answer(None, "no_base")
        base, missing, earlier = cube.kpi(name, before, channel), "no_base", before
    if base.value is None:
        return Answer(None, base.reason if base.reason in ("ambiguous", "monthly_only") else missing)
    kept = tuple(note for note in now.notes if note not in ("free_channel", "recalculated"))
    if against != "plan":
        now, base, kept = _equal_age(cube, name, period, earlier, channel, now, base, kept)
        kept = notes.with_small_base(cube, find(cube.resolved(name)), earlier, channel, kept)
    if now.value is None or base.value is None:
        return Answer(None, missing)
    if find(name).unit == "percent":
        return Answer(now.value - base.value, None, kept)
    result = relative_change(now.value, base.value)
    return Answer(None, missing) if result != result else Answer(result, None, kept)


def _equal_age(
    cube: Cube,
    name: str,
    period: Period,
    earlier: Period,
    channel: str | None,
    now: Answer,
    base: Answer,
    kept: tuple[str, ...],
) -> tuple[Answer, Answer, tuple[str, ...]]:
    """Both values counted to the age of the younger cohort, where the leads tell when they were won."""
    if cube.resolved(name) != "conversion_lead_sale" or "immature" not in now.notes:
        if "immature" in now.notes:  # customers' cohorts: their age cannot be made equal from here
            kept = (*kept, "not_comparable")
        return now, base, kept
    if cube.leads is None or not cube.leads.lags_known or cube.leads.age(period) < 0:
        return now, base, (*kept, "not_comparable")
    age = cube.leads.age(period)
    values = [cube.converted_within(each, channel, age) for each in (period, earlier)]
    return Answer(values[0]), Answer(values[1]), kept


def attainment(cube: Cube, name: str, period: Period, channel: str | None) -> Answer:
    """Actual ÷ plan, or plan ÷ actual for a KPI that is better when lower, so that over 100 % is favourable."""
    now, plan = cube.kpi(name, period, channel), cube.target(name, period, channel)
    if plan.value is None:
        return Answer(None, "no_plan")
    if now.value is None:
        return Answer(None, now.reason)
    above, below = (plan.value, now.value) if find(name).better == "lower" else (now.value, plan.value)
    if below == 0:
        return Answer(None, "no_plan" if below is plan.value else f"no_{find(name).name}")
    return Answer(above / below, None, now.notes)
