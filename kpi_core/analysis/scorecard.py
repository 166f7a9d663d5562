"""The scorecard (матрица KPI): weights, facts and targets of a month, the result, and what it pays.

What was reported and closed is what is paid on. Noise is told beside a figure and withholds money only where a setting
says so; a person may overrule a result, with name and reason.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from kpi_core.analysis.card import Named, Remark, Row, Scorecard
from kpi_core.analysis.payout import ONE, ZERO, Scale, exact, index_result, matrix_result
from kpi_core.catalogue import find
from kpi_core.comparison import Against
from kpi_core.errors import UsageError
from kpi_core.measures import Unit
from kpi_core.periods import Period
from kpi_core.snapshot import Guard, Override, ScorecardForm, Target
from kpi_core.units import rounded

if TYPE_CHECKING:
    from kpi_core.cube import Cube

Form = ScorecardForm
FORMS: tuple[Form, ...] = ("auto", "index", "matrix")
CAP = 1.2
"""The most one KPI counts for in the matrix form, unless a setting says otherwise."""


class Verdict(Protocol):
    """What `kpi_core.analysis.significance.significant` answers."""

    @property
    def significant(self) -> bool | None:
        """None where it cannot be told."""


__all__ = ["FORMS", "Form", "Guard", "Override", "Remark", "Row", "Scale", "Scorecard", "of", "scorecard", "weighted"]

Judge = Callable[["Cube", str, Period, str | None, Against], Verdict]


def weighted(results: Iterable[tuple[float | Fraction, Fraction | None]]) -> Fraction | None:
    """The result of a scorecard, on plain numbers: Σ weight × result.

    Parameters
    ----------
    results : iterable of (weight, result)
        Weights of 1.

    Returns
    -------
    Fraction or None
        None where a result is missing: a KPI without a figure is neither 0 nor left out.

    Notes
    -----
    The rival that drops a missing KPI and scales the other weights up pays for what nobody measured.

    Source: the catalogue of the project, B8; the example is inter-hr.ru's.

    Examples
    --------
    Weights of 50, 25 and 25 %; a plan of 20 % each; 22, 17 and 30 % reached.

    >>> facts = [(0.5, 22), (0.25, 17), (0.25, 30)]
    >>> float(weighted((weight, index_result(fact, 20)) for weight, fact in facts))
    1.1375
    """
    total = ZERO
    for weight, result in results:
        if result is None:
            return None
        total += (weight if isinstance(weight, Fraction) else exact(weight)) * result
    return total


def scorecard(
    cube: Cube,
    month: Period | None = None,
    *,
    form: Form = "auto",
    scale: Scale | None = None,
    cap: float | None = CAP,
    index_cap: float | None = None,
    bonus: float | None = None,
    withhold_insignificant: bool = False,
    guards: Sequence[Guard] = (),
    overrides: Sequence[Override] = (),
    judge: Judge | None = None,
) -> Scorecard:
    """The scorecard of a month, from the rows of the plan that have a weight.

    Parameters
    ----------
    cube : Cube
    month : Period, optional
        The report month where omitted.
    form : str
        "index": fact ÷ plan. "matrix": (fact − base) ÷ (norm − base); the target stands for a norm that is not given.
        "auto": each row by what it has, matrix where it has a base.
    scale : Scale, optional
        What a result pays.
    cap, index_cap : float, optional
        The most one KPI counts for, in the matrix and in the index form; None for no limit.
    bonus : float, optional
        The target bonus, paid at a payout of 100 %.
    withhold_insignificant : bool
        Pay a result above 100 % as 100 % where its distance from the plan is within noise.
    guards : sequence of Guard
    overrides : sequence of Override
    judge : callable, optional
        Who tells noise from signal; `kpi_core.analysis.significance.significant` where omitted.

    Returns
    -------
    Scorecard

    Raises
    ------
    UsageError
        `scorecard_form`; `scorecard_unsigned` for an override without name or reason; `scorecard_no_row` for an
        override or guard of a KPI that has no row; `scorecard_scale`.

    Notes
    -----
    A closed month counts with its closed values. Nothing is paid on new customers or CAC with under twelve months of
    history, unless the month was closed or someone signs for a result. An undefined fact leaves the total open; it is
    not 0. Formulas, rival conventions and sources: `index_result`, `matrix_result`, `weighted`, `Scale`.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> from kpi_core.snapshot import Target
    >>> data = load(shipped("sample_workbooks") / "summary-ru.xlsx")
    >>> october = build(data).report_month
    >>> plan = (Target(october, "leads", 100, weight=60, base=0), Target(october, "orders", 20, weight=40))
    >>> card = scorecard(build(replace(data, targets=plan)))
    >>> [float(row.weight) for row in card.rows], [row.form for row in card.rows]
    ([0.6, 0.4], ['matrix', 'index'])
    """
    if form not in FORMS:
        raise UsageError("scorecard_form", form=form, known=list(FORMS))
    month = month or cube.report_month
    targets = _weighted_targets(cube, month)
    weights, remarks = _weights([exact(target.weight or 0) for target in targets])
    rows = [
        _row(cube, month, target, weight, form, cap, index_cap) for target, weight in zip(targets, weights, strict=True)
    ]
    for guard in guards:
        rows = _with_guard(cube, month, rows, guard)
    tell = judge or _significant
    rows = [_with_noise(cube, month, row, tell, withhold_insignificant) for row in rows]
    for override in overrides:
        rows = _with_override(rows, override)
    result = None if remarks else weighted((row.weight, row.counted) for row in rows)
    if not remarks and result is None:
        remarks = (Remark("scorecard_open", {}),)
    payout = None if result is None else (scale or Scale()).payout(result)
    paid = None if payout is None or bonus is None else payout * exact(bonus)
    return Scorecard(month, tuple(rows), result, payout, paid, remarks, tuple(overrides))


def of(cube: Cube, month: Period | None = None) -> Scorecard:
    """The scorecard of a month by everything that the source says: settings, guards and results set by hand.

    Parameters
    ----------
    cube : Cube
    month : Period, optional
        The report month where omitted.

    Returns
    -------
    Scorecard
        A result set by hand for a KPI that is no row of the month, and a guard of a KPI that is a row of no month,
        change nothing; a remark says so.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> from kpi_core.snapshot import Settings, Target
    >>> data = load(shipped("sample_workbooks") / "summary-ru.xlsx")
    >>> october = build(data).report_month
    >>> plan = (Target(october, "leads", 100, weight=100),)
    >>> signed = Override("leads", 0.9, "Petrov", "The site was down for two weeks", month=october)
    >>> card = of(build(replace(data, targets=plan, overrides=(signed,), settings=Settings(bonus=50_000))), october)
    >>> float(card.result), float(card.bonus)
    (0.9, 45000.0)
    """
    month = month or cube.report_month
    snapshot, settings = cube.snapshot, cube.snapshot.settings
    rows = {(target.kpi, target.channel) for target in _weighted_targets(cube, month)}
    ever = {(target.kpi, target.channel) for target in snapshot.targets if target.weight is not None}
    signed = [override for override in snapshot.overrides if override.month in (None, month)]
    card = scorecard(
        cube,
        month,
        form=settings.scorecard_form,
        scale=None if settings.payout_scale is None else Scale(settings.payout_scale),
        cap=_limit(settings.kpi_cap, CAP),
        index_cap=_limit(settings.index_cap, None),
        bonus=settings.bonus,
        withhold_insignificant=settings.withhold_insignificant,
        guards=[guard for guard in snapshot.guards if (guard.kpi, guard.channel) in rows],
        overrides=[override for override in signed if (override.kpi, override.channel) in rows],
    )
    idle = [_idle("scorecard_override_idle", each) for each in signed if (each.kpi, each.channel) not in rows]
    idle += [_idle("scorecard_guard_idle", each) for each in snapshot.guards if (each.kpi, each.channel) not in ever]
    return replace(card, remarks=(*card.remarks, *idle))


def _limit(told: float | None, usual: float | None) -> float | None:
    """None where there is no limit."""
    if told is None:
        return usual
    return None if math.isinf(told) else told


def _idle(code: str, each: Override | Guard) -> Remark:
    return Remark(
        code, {"kpi": Named("kpi", each.kpi), "channel": "" if each.channel is None else f" · {each.channel}"}
    )


def _significant(cube: Cube, kpi: str, period: Period, channel: str | None, against: Against) -> Verdict:
    from kpi_core.analysis.significance import significant

    return significant(cube, kpi, period, channel, against)


def _weighted_targets(cube: Cube, month: Period) -> list[Target]:
    """The rows of the month that have a weight; a later row for the same KPI and channel replaces an earlier one."""
    keys = dict.fromkeys((target.kpi, target.channel) for target in cube.snapshot.targets if target.month == month)
    rows = [cube.plan.row(kpi, month, channel) for kpi, channel in keys]
    return [row for row in rows if row is not None and row.weight is not None]


def _weights(written: list[Fraction]) -> tuple[list[Fraction], tuple[Remark, ...]]:
    """The weights as parts of 1, written as such or in percent, with a sentence where they are not 100 %."""
    if not written:
        return [], (Remark("scorecard_no_weights", {}),)
    total = sum(written, ZERO)
    # 60 and 40 are percent; of 0.6 and 0.4 the sum is nearer to 1 than to 100
    weights = [weight / 100 for weight in written] if total > 10 else written
    total = sum(weights, ZERO)
    if rounded(float(total), "percent", digits=1) != 100 or min(weights) < 0:
        return weights, (Remark("scorecard_weights", {"total": (float(total), "percent")}),)
    return weights, ()


def _row(
    cube: Cube,
    month: Period,
    target: Target,
    weight: Fraction,
    form: Form,
    cap: float | None,
    index_cap: float | None,
) -> Row:
    by_matrix = form == "matrix" or (form == "auto" and target.base is not None)
    norm = target.target if by_matrix and target.norm is None else target.norm
    row = Row(
        target.kpi, target.channel, weight, target.target, target.base, norm, form="matrix" if by_matrix else "index"
    )
    row = _with_fact(cube, month, row)
    if row.fact is None:
        return row
    if not by_matrix:
        computed = index_result(row.fact, row.target, find(row.kpi).better, index_cap)
        fault = "scorecard_zero"
    else:
        known = row.base is not None and norm is not None
        computed = matrix_result(row.fact, row.base or 0, norm or 0, cap) if known else None
        fault = "scorecard_base_is_norm" if known else "scorecard_no_base"
    return row.noted(fault) if computed is None else replace(row, computed=computed, counted=computed)


def _with_fact(cube: Cube, month: Period, row: Row) -> Row:
    """The closed value first; else today's, unless nothing may be paid on it."""
    unit: Unit = find(row.kpi).unit
    answer = cube.kpi(row.kpi, month, row.channel)
    closed = cube.closed(cube.resolved(row.kpi), month, row.channel)
    if closed is not None:
        row = replace(row, fact=closed, closed=True)
        if "recalculated" in answer.notes:
            return row.noted("scorecard_recalculated", before=(closed, unit), now=(answer.value, unit))
        return row
    if answer.value is None:
        return row.noted("scorecard_undefined", reason=Named("reason", answer.reason or "no_data"))
    if "left_censored" in answer.notes:
        return row.noted("scorecard_undefined", reason=Named("note", "left_censored"))
    for note in answer.notes:
        if note in ("partial_period", "partial_source", "immature"):
            row = row.noted("scorecard_preliminary", note=Named("note", note))
    return replace(row, fact=answer.value)


def _with_guard(cube: Cube, month: Period, rows: list[Row], guard: Guard) -> list[Row]:
    place = _place(rows, guard.kpi, guard.channel)
    row, quality = rows[place], find(guard.by)
    answer = cube.kpi(guard.by, month, guard.channel)
    if answer.value is None:
        reason = Named("reason", answer.reason or "no_data")
        rows[place] = row.noted("scorecard_guard_unknown", guard=Named("kpi", guard.by), reason=reason)
        return rows
    shown, floor = rounded(answer.value, quality.unit), rounded(guard.floor, quality.unit)
    kept = shown <= floor if quality.better == "lower" else shown >= floor
    if kept or row.counted is None or row.counted <= exact(guard.limit):
        return rows
    values = {"value": (answer.value, quality.unit), "floor": (guard.floor, quality.unit)}
    limited = replace(row, counted=exact(guard.limit))
    limit = (guard.limit, "percent")
    rows[place] = limited.noted("scorecard_guarded", guard=Named("kpi", guard.by), limit=limit, **values)
    return rows


def _with_noise(cube: Cube, month: Period, row: Row, judge: Judge, withhold: bool) -> Row:
    if row.counted is None:
        return row
    verdict = judge(cube, row.kpi, month, row.channel, "plan").significant
    judged = replace(row, significant=verdict)
    if verdict is not False:
        return judged
    if withhold and row.counted > ONE:
        return replace(judged, counted=ONE).noted("scorecard_withheld")
    return judged.noted("scorecard_noise")


def _with_override(rows: list[Row], override: Override) -> list[Row]:
    if not override.who.strip() or not override.why.strip():
        raise UsageError("scorecard_unsigned", kpi=override.kpi)
    place = _place(rows, override.kpi, override.channel)
    row = replace(rows[place], counted=exact(override.result))
    values = {"result": (override.result, "percent"), "who": override.who, "why": override.why}
    if row.computed is None:
        rows[place] = row.noted("scorecard_overridden_blank", **values)
    else:
        rows[place] = row.noted("scorecard_overridden", computed=(float(row.computed), "percent"), **values)
    return rows


def _place(rows: list[Row], kpi: str, channel: str | None) -> int:
    name = find(kpi).name
    found = next((place for place, row in enumerate(rows) if (row.kpi, row.channel) == (name, channel)), None)
    if found is None:
        raise UsageError("scorecard_no_row", kpi=kpi, known=list(_names(rows)) or ["—"])
    return found


def _names(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield row.kpi if row.channel is None else f"{row.kpi} · {row.channel}"
