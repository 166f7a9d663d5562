"""The status of a KPI against its plan: on plan, a near miss, off plan, or not judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kpi_core.answer import Answer
from kpi_core.catalogue import find
from kpi_core.periods import Period
from kpi_core.units import rounded

if TYPE_CHECKING:
    from kpi_core.cube import Cube

Status = Literal["good", "near", "bad", ""]

UNJUDGED = frozenset({"immature", "partial_period", "partial_source", "small_base", "left_censored", "not_comparable"})
"""A value with one of these notes is shown and not judged: no colour, no status, no place in a headline."""
ON_PLAN, NEAR_PLAN = 100, 95


def judged(*answers: Answer) -> bool:
    """Whether nothing about these answers forbids a verdict.

    Examples
    --------
    >>> judged(Answer(1.0, None, ("vat_unknown",))), judged(Answer(1.0), Answer(2.0, None, ("immature",)))
    (True, False)
    """
    return not any(note in UNJUDGED for answer in answers for note in answer.notes)


def plan_status(attainment: float) -> Status:
    """The status of an attainment, decided on the tenth of a percent that is shown.

    Examples
    --------
    >>> plan_status(0.9996), plan_status(0.9994), plan_status(0.9494)
    ('good', 'near', 'bad')
    """
    shown = rounded(attainment, "percent", digits=1)
    return "good" if shown >= ON_PLAN else "near" if shown >= NEAR_PLAN else "bad"


def status(cube: Cube, name: str, period: Period | None = None, channel: str | None = None) -> Status:
    """How a KPI stands against its plan.

    Parameters
    ----------
    cube : Cube
        The data.
    name : str
        A KPI, any spelling of it.
    period : Period, optional
        The report month where omitted.
    channel : str, optional
        Any spelling of a channel; all together where omitted.

    Returns
    -------
    str
        "good" from 100 % of the plan on, "near" from 95 %, else "bad"; "" where there is no plan or no value, for a
        KPI that is neither better high nor low, and where a note forbids to judge (an unfinished month, leads too
        young, a small base).

    Notes
    -----
    The attainment turns with the KPI: plan ÷ actual where lower is better, so that over 100 % is always favourable.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> shop = build(load(shipped("sample_workbooks") / "shop-ru.xlsx"))
    >>> attainment = shop.attainment("revenue").value
    >>> status(shop, "revenue") == plan_status(attainment)
    True
    """
    resolved = cube.resolved(name)
    answer = cube.attainment(name, period, channel)
    if answer.value is None or find(resolved).better == "neutral" or not judged(answer):
        return ""
    return plan_status(answer.value)
