"""The cube: answers for any KPI, period and channel. Sums first, division last, undefined with its reason."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from kpi_core import comparison, notes
from kpi_core.amounts import Amounts, Parts
from kpi_core.answer import Amount, Answer, Missing
from kpi_core.catalogue import catalogue, find
from kpi_core.formula import Operation
from kpi_core.measures import split_shift
from kpi_core.periods import Period
from kpi_core.registry import Kpi
from kpi_core.snapshot import Snapshot

if TYPE_CHECKING:
    from kpi_core.comparison import Against

FIRST_FORECAST_DAY = 7


class _Figure(NamedTuple):
    """A KPI without its notes, and what those are made of: nothing where it has none."""

    answer: Answer
    behind: tuple[Kpi, Period, str | None, Mapping[str, Amount], float | None] | None = None


class Cube(Amounts):
    """Answers any KPI for any period and channel; see `kpi_core.engine.build`.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> cube = build(load(shipped("sample_workbooks") / "summary-ru.xlsx"))
    >>> str(cube.report_month)
    '2026-10'
    >>> cube.kpi("cac").reason is None
    True
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._answers: dict[tuple[str, Period | None, str | None], Answer] = {}
        self._figures: dict[tuple[str, Period | None, str | None], _Figure] = {}
        self._changes: dict[tuple[str, Period, str | None, str], Answer] = {}
        self.noted: dict[tuple[str, Period], tuple[bool, bool, bool, bool, bool]] = {}

    # -- what there is -------------------------------------------------------------------------------------------

    def resolved(self, name: str) -> str:
        """The KPI that an alias stands for in this data; any other name as it stands."""
        kpi = find(name)
        if not kpi.first_of:
            return kpi.name
        chosen = self.snapshot.settings.conversion
        if chosen is not None:
            return chosen
        for candidate in kpi.first_of:
            if all(self.carries(measure) for measure in catalogue()[candidate].measures):
                return candidate
        return kpi.first_of[-1]

    @cached_property
    def chosen(self) -> tuple[str, ...]:
        """Two to six KPIs: those of the settings, else those a business of this kind looks at first."""
        if self.snapshot.settings.kpis:
            return self.snapshot.settings.kpis
        leads = "leads" in self.measured and "orders" not in self.snapshot.tables
        first = ("revenue", "leads", "conversion", "cac", "sales_growth_yoy", "average_check", "spend")
        shop = ("revenue", "orders", "average_check", "cac", "drr", "conversion", "spend", "leads", "ctr")
        carried = [name for name in (first if leads else shop) if self.kpi(name).value is not None]
        return tuple(carried[:6])

    # -- answers -------------------------------------------------------------------------------------------------

    def kpi(self, name: str, period: Period | None = None, channel: str | None = None) -> Answer:
        """The value of a KPI or measure.

        Parameters
        ----------
        name : str
            A KPI's or measure's identifier (any spelling that `catalogue.find` knows).
        period : Period, optional
            The report month where omitted.
        channel : str, optional
            Any spelling of a channel; all channels together where omitted.

        Returns
        -------
        Answer
            Kept, so that asking again costs a look-up.

        Raises
        ------
        UsageError
            For an unknown KPI. An unknown channel is missing data: reason `no_data`.
        """
        key = (name, period, channel)
        try:
            return self._answers[key]
        except KeyError:
            answer = self._answers[key] = self._noted(self._figure(*key))
            return answer

    def bare(self, name: str, period: Period | None = None, channel: str | None = None) -> Answer:
        """As `kpi`, without the notes: a cell has no place for them, and they cost as much as the value."""
        return self._figure(name, period, channel).answer

    def change(self, name: str, period: Period | None, channel: str | None, against: Against) -> Answer:
        """The change of a KPI against the previous period ("mom"), last year ("yoy") or the plan ("plan").

        Relative, a difference for percent units; `no_base` or `no_plan` where there is nothing to compare with.
        """
        key = (name, period or self.report_month, self._display(channel), against)
        if key not in self._changes:
            self._changes[key] = comparison.change(self, *key)
        return self._changes[key]

    def target(self, name: str, period: Period | None = None, channel: str | None = None) -> Answer:
        """The plan of a KPI for a period; `no_plan` where there is none."""
        found = self.plan.target(self, self.resolved(name), name, period or self.report_month, self._display(channel))
        return Answer(None, "no_plan") if found is None else Answer(float(found))

    def attainment(self, name: str, period: Period | None = None, channel: str | None = None) -> Answer:
        """How much of the plan is done: actual ÷ plan, or plan ÷ actual for a KPI that is better when lower."""
        return comparison.attainment(self, name, period or self.report_month, channel)

    def _figure(self, name: str, period: Period | None, channel: str | None) -> _Figure:
        key = (name, period, channel)
        try:
            return self._figures[key]
        except KeyError:
            figure = self._figures[key] = self._reckoned(find(name), period or self.report_month, channel)
            return figure

    def _reckoned(self, kpi: Kpi, period: Period, channel: str | None) -> _Figure:
        if kpi.first_of:
            return self._figure(self.resolved(kpi.name), period, channel)
        if channel is not None:
            channel = self.channel(channel)
            if channel is None:
                return _Figure(Answer(None, "no_data"))
        values = {parameter: self.amount(parameter, period, channel) for parameter in kpi.parameters}
        reason = self._missing(values)
        if reason is None and kpi.name == "run_rate" and self._too_early(values):
            reason = "too_early"
        if reason is not None:
            return _Figure(Answer(None, reason))
        result = kpi.function(*values.values())
        if isinstance(result, tuple):  # a series asked for by its own name
            return _Figure(Answer(float(sum(result))), (kpi, period, channel, values, None))
        value = float(result)
        if not math.isfinite(value):
            return _Figure(self._undefined(kpi, values))
        return _Figure(Answer(value), (kpi, period, channel, values, value))

    def _noted(self, figure: _Figure) -> Answer:
        found = notes.notes(self, *figure.behind) if figure.behind else ()
        return figure.answer._replace(notes=found) if found else figure.answer

    def _missing(self, values: Mapping[str, Amount]) -> str | None:
        """The reason of the first measure without a number; of earlier periods `no_base`, of plans `no_plan`."""
        missing = {parameter: value.reason for parameter, value in values.items() if isinstance(value, Missing)}
        if not missing:
            return None
        if "ambiguous" in missing.values():
            return "ambiguous"
        for parameter in sorted(missing, key=lambda parameter: bool(split_shift(parameter)[1])):
            shifted = bool(split_shift(parameter)[1])
            return "no_base" if shifted and missing[parameter] == "no_data" else missing[parameter]
        return None

    def _too_early(self, values: Mapping[str, Amount]) -> bool:
        return bool(values["elapsed_days"] < min(FIRST_FORECAST_DAY, values["period_days"]))

    def _undefined(self, kpi: Kpi, values: Mapping[str, Amount]) -> Answer:
        """The reason of a result that is no number: whichever denominator is zero, or a series that never reaches."""
        for division in kpi.formula.divisions():
            if isinstance(division, Operation) and not _is_zero(division.right.value(values)):
                continue
            for parameter in division.right.parameters():
                if _is_zero(values[parameter]) or values[parameter] == ():
                    return Answer(None, _zero_reason(parameter))
        ages = next((value for value in values.values() if isinstance(value, tuple)), None)
        return Answer(None, "no_base") if ages is None else Answer(None, "not_reached", (), len(ages) - 1)

    def under(self, snapshot: Snapshot) -> Cube:
        """The same figures under other settings, plans and closed months; the tables are the cube's own."""
        months = snapshot.settings.ltv_months
        customers = self.customers.followed(months) if self.customers else None
        snapshot = replace(snapshot, tables=self.snapshot.tables)
        return Cube(replace(self._parts, snapshot=snapshot, customers=customers))

    def closed(self, kpi: str, period: Period, channel: str | None) -> float | None:
        """The value a month was closed with."""
        for row in reversed(self.snapshot.closed):
            if (row.kpi, row.month, row.channel) == (kpi, period, channel):
                return row.value
        return None


def _is_zero(value: Any) -> bool:
    return not isinstance(value, tuple) and (value == 0 or value != value)


def _zero_reason(parameter: str) -> str:
    """The code for a zero denominator: its measure, without what makes it a special case of another."""
    name, shift = split_shift(parameter)
    if shift:
        return "no_base"
    if name.startswith("target_"):
        return "no_plan"
    return "no_" + name.removeprefix("paid_").removeprefix("ad_")
