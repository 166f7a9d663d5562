"""Cells that judge: signal or noise, the status against the plan, and the forecast of the month under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from addin.answers import first_error, for_each, shown
from addin.arguments import (
    MISSING,
    NA,
    CellError,
    to_against,
    to_channel,
    to_edge,
    to_kpi,
    to_period,
)
from addin.broadcast import is_range, single
from addin.workbook import Workbook
from kpi_core.comparison import Against
from kpi_core.periods import Period
from kpi_core.wording import say

if TYPE_CHECKING:
    from kpi_core.analysis.significance import Verdict
    from kpi_core.cube import Cube
    from kpi_core.language import Language

# A test over all orders costs milliseconds, and a sheet asks it anew at every recalculation.
_kept: WeakKeyDictionary[Cube, dict[tuple[Any, ...], Verdict]] = WeakKeyDictionary()


def significant(
    workbook: Workbook, kpi: Any, period: Any = MISSING, channel: Any = MISSING, against: Any = MISSING
) -> Any:
    """KPI_SIGNIFICANT: TRUE, FALSE, or `#N/A` where it cannot be tested."""

    def show(verdict: Verdict, language: Language) -> Any:
        return NA if verdict.significant is None else verdict.significant

    return _each_verdict(workbook, show, kpi, period, channel, against)


def verdict(workbook: Workbook, kpi: Any, period: Any = MISSING, channel: Any = MISSING, against: Any = MISSING) -> Any:
    """KPI_VERDICT: the same in a sentence, and why where it cannot be tested."""
    return _each_verdict(workbook, lambda found, language: found.sentence(language), kpi, period, channel, against)


def _each_verdict(
    workbook: Workbook, show: Callable[[Verdict, Language], Any], kpi: Any, period: Any, channel: Any, against: Any
) -> Any:
    language = workbook.language

    def ask(cube: Cube, kpi: Any, period: Any, channel: Any, against: Any) -> Any:
        what, when, where, base = to_kpi(kpi), to_period(period), to_channel(channel), to_against(against)
        if isinstance(what, CellError) or isinstance(when, CellError) or isinstance(where, CellError):
            return first_error(what, when, where)
        if isinstance(base, CellError):
            return base
        return show(_verdict(cube, what.name, when or cube.report_month, where, base), language)

    return for_each(workbook, ask, kpi, period, channel, against)


def _verdict(cube: Cube, name: str, period: Period, channel: str | None, against: Against) -> Verdict:
    """As the report tells it: of a channel adjusted for the number of channels, however many cells ask.

    Of twenty channels without any change one would look significant by itself.
    """
    from kpi_core.analysis.significance import significant, significant_channels

    known = None if channel is None else cube.channel(channel)
    kept, key = _kept.setdefault(cube, {}), (name, period, against, known or channel)
    if key not in kept and known is not None:
        family = significant_channels(cube, name, period, against)
        kept.update({(*key[:3], each): verdict for each, verdict in family.items()})
    elif key not in kept:
        kept[key] = significant(cube, name, period, channel, against)
    return kept[key]


def status(workbook: Workbook, kpi: Any, period: Any = MISSING, channel: Any = MISSING) -> Any:
    """KPI_STATUS: the plan status in words, as the report prints it."""
    language = workbook.language

    def ask(cube: Cube, kpi: Any, period: Any, channel: Any) -> Any:
        from kpi_core.status import status as status_of

        what, when, where = to_kpi(kpi), to_period(period), to_channel(channel)
        if isinstance(what, CellError) or isinstance(when, CellError) or isinstance(where, CellError):
            return first_error(what, when, where)
        attainment = cube.attainment(what.name, when, where)
        if attainment.value is None:
            return shown(attainment)
        return say(f"status_{status_of(cube, what.name, when, where) or 'none'}", language)

    return for_each(workbook, ask, kpi, period, channel)


def forecast(workbook: Workbook, kpi: Any, period: Any = MISSING, channel: Any = MISSING, edge: Any = MISSING) -> Any:
    """KPI_FORECAST: the point, an end of the range, all three side by side, or a sentence."""
    if not is_range(single(edge)) and to_edge(single(edge)) == "range":
        edge = [["low", "point", "high"]]  # and the rest is broadcasting
    language = workbook.language

    def ask(cube: Cube, kpi: Any, period: Any, channel: Any, edge: Any) -> Any:
        from kpi_core.analysis.forecast import forecast as forecast_of

        what, when, where, which = to_kpi(kpi), to_period(period), to_channel(channel), to_edge(edge)
        if isinstance(what, CellError) or isinstance(when, CellError) or isinstance(where, CellError):
            return first_error(what, when, where)
        if isinstance(which, CellError) or which == "range":
            return first_error(which)
        found = forecast_of(cube, what.name, when, where)
        if which == "words":
            currency = cube.snapshot.settings.currency
            return " ".join(filter(None, (found.sentence(language, currency), found.origin(language))))
        value = {"low": found.low, "point": found.point, "high": found.high}[which]
        return NA if value is None else value

    return for_each(workbook, ask, kpi, period, channel, edge)
