"""The unfinished month: compared with the same days before, and carried on to its end as a range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from kpi_core.analysis.pace import default_band, naive, quantile
from kpi_core.answer import Answer
from kpi_core.catalogue import find
from kpi_core.cube import FIRST_FORECAST_DAY, Cube
from kpi_core.formula import Node, Operation, Symbol
from kpi_core.language import Language
from kpi_core.measures import MEASURES
from kpi_core.periods import ALL, Period, month_of
from kpi_core.registry import Kpi
from kpi_core.spans import TableSpan
from kpi_core.units import format_value, period_label
from kpi_core.wording import SENTENCES, say
from kpi_core.words import counted, note_text, reason_text

COVERAGE = 0.8
"""How often the range should hold what the month comes to."""
FEWEST_MONTHS, MOST_MONTHS = 6, 36
SAME_WEEKDAY_YEAR = 364


@dataclass(frozen=True, slots=True)
class SameDays:
    """A period as far as the data reaches, and the same days before.

    Attributes
    ----------
    days : int
        How many of its days the data has reached.
    current, previous, year_before : Period or None
        The days so far; as many of the period before; the same weekdays a year before (364 days).
    now, before, year : Answer
        The KPI in each of them.
    """

    days: int
    current: Period | None
    previous: Period | None
    year_before: Period | None
    now: Answer
    before: Answer
    year: Answer

    def change(self, against: str = "mom") -> float | None:
        """The relative change against "mom" or "yoy"; None where there is no base above zero."""
        base = self.before.value if against == "mom" else self.year.value
        return self.now.value / base - 1 if self.now.value is not None and base is not None and base > 0 else None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a period will come to.

    Attributes
    ----------
    kpi : str
        The KPI.
    period : Period
        The period.
    channel : str or None
        The channel.
    low, point, high : float or None
        The range, and the naive forecast in it; all equal to the actual where the period is over.
    so_far : float or None
        The days so far.
    days : int
        How many days the data has reached.
    band : str
        own (tested on the firm's earlier months), default (found for three shops), actual, or "" without a forecast.
    months : int
        How many earlier months the band was tested on.
    reason : str or None
        Why there is no forecast: not_additive, too_early, monthly_only, no_data, not_begun …
    notes : tuple of str
        What qualifies the figure.
    """

    kpi: str
    period: Period
    channel: str | None
    low: float | None = None
    point: float | None = None
    high: float | None = None
    so_far: float | None = None
    days: int = 0
    band: str = ""
    months: int = 0
    reason: str | None = None
    notes: tuple[str, ...] = ()

    def sentence(self, language: Language, currency: str = "RUB") -> str:
        """The forecast in words, as a range; or why there is none.

        Examples
        --------
        >>> from kpi_core.periods import month
        >>> Forecast("leads", month(2026, 10), None, reason="too_early").sentence("en")
        'Leads: no forecast for October\\xa02026: no forecast before the seventh day.'
        """
        kpi = find(self.kpi)
        label, period = kpi.label.of(language), period_label(self.period, language)
        if self.point is None or self.low is None or self.high is None:
            return say("forecast_none", language, label=label, period=period, why=self.why(language))
        low, point, high = (
            format_value(value, kpi.unit, language, currency, compact=True)
            for value in (self.low, self.point, self.high)
        )
        if self.band == "actual":
            return say("forecast_done", language, label=label, period=period, point=point)
        return say("forecast_range", language, label=label, period=period, low=low, point=point, high=high)

    def why(self, language: Language) -> str:
        """Why there is no forecast; nothing where there is one."""
        if self.point is not None:
            return ""
        reason = self.reason or "no_data"
        code = f"forecast_{reason}"
        return say(code, language) if code in SENTENCES else reason_text(reason, language)

    def origin(self, language: Language) -> str:
        """Where the width of the range comes from, with the notes on the figure."""
        if self.band not in ("own", "default"):
            return ""
        text = say(f"forecast_{self.band}_band", language, months=counted(self.months, "months", language))
        kept = [note_text(note, language) for note in self.notes if note != "partial_period"]
        return " ".join([text, *(f"{note[:1].upper()}{note[1:]}." for note in kept)])


def additive(kpi: Kpi) -> bool:
    """Whether a KPI adds up over days: sums of measures, and no division, shift or distinct count in it.

    Examples
    --------
    >>> from kpi_core.catalogue import find
    >>> [additive(find(name)) for name in ("revenue", "net_revenue", "new_customers", "cac", "customers")]
    [True, True, True, False, False]
    """
    summed = all(parameter in MEASURES and MEASURES[parameter].how == "sum" for parameter in kpi.parameters)
    return summed and not kpi.first_of and _linear(kpi.formula)


def _linear(formula: Node) -> bool:
    if isinstance(formula, Symbol):
        return True
    return (
        isinstance(formula, Operation)
        and formula.sign in ("+", "−")
        and _linear(formula.left)
        and _linear(formula.right)
    )


def same_days(cube: Cube, kpi: str = "revenue", period: Period | None = None, channel: str | None = None) -> SameDays:
    """The period so far against the same days of the period before and of a year before.

    Parameters
    ----------
    cube : Cube
        The data.
    kpi : str
        Any KPI: ratios are those of the days.
    period : Period, optional
        The month under way (the last with sales) where omitted.
    channel : str, optional
        All together where omitted.

    Returns
    -------
    SameDays
        Answers with reasons: `monthly_only` where the tables know months only.

    Notes
    -----
    «Как на 20-е»: the 1st to the 20th of either month. The year before is shifted by 364 days, so that weekdays meet;
    the rival convention takes the same dates.

    Source: the project's catalogue, B6.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> shop = build(load(shipped("sample_workbooks") / "shop-ru.xlsx"))
    >>> found = same_days(shop, "orders")
    >>> found.current.days == found.previous.days + 1 == found.year_before.days  # 31 days against September's 30
    True
    """
    asked = find(cube.resolved(kpi))
    period = period or month_under_way(cube)
    reached = _reached(cube, asked, period)
    nothing = Answer(None, "no_data")
    if period == ALL or reached < 1:
        return SameDays(max(reached, 0), None, None, None, nothing, nothing, nothing)
    current = Period(period.first, period.first + reached - 1)
    before = period.previous()
    previous = None if before is None else Period(before.first, min(before.last, before.first + reached - 1))
    year = Period(current.first - SAME_WEEKDAY_YEAR, current.last - SAME_WEEKDAY_YEAR)
    answers = [
        Answer(None, "no_base") if each is None else cube.kpi(asked.name, each, channel)
        for each in (current, previous, year)
    ]
    return SameDays(reached, current, previous, year, *answers)


def month_under_way(cube: Cube) -> Period:
    """The month of the last day with sales: the one still running, or the report month where it is complete."""
    if cube.sales_table is None:
        return cube.report_month
    return month_of(date.fromordinal(cube.spans[cube.sales_table].last))


def forecast(cube: Cube, kpi: str = "revenue", period: Period | None = None, channel: str | None = None) -> Forecast:
    """What a KPI will come to by the end of an unfinished period, as a range.

    Parameters
    ----------
    cube : Cube
        The data.
    kpi : str
        A KPI that adds up over days.
    period : Period, optional
        The month under way where omitted.
    channel : str, optional
        All together where omitted.

    Returns
    -------
    Forecast
        `not_additive` for ratios, `too_early` before day 7, `not_begun` for a period not begun. A period that is over
        gives the actual as its own range.

    Notes
    -----
    The point is the naive forecast, so far ÷ d × D. The range: the same forecast is made on the same day of each
    earlier complete month, and the quantiles 10 % and 90 % of actual ÷ forecast times the point are its ends (the
    least and the greatest of fewer than nine months). With fewer than six such months the band of three shops serves
    instead. It always holds the point.

    Source: the project's catalogue, B6.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> shop = build(load(shipped("sample_workbooks") / "shop-ru.xlsx"))
    >>> done = forecast(shop, "orders")
    >>> done.band, done.low == done.point == done.high
    ('actual', True)
    >>> forecast(shop, "cac").reason
    'not_additive'
    """
    asked = find(cube.resolved(kpi))
    period = period or month_under_way(cube)
    if channel is not None:
        channel = cube.channel(channel) or channel
    if not additive(asked) or period == ALL:
        return Forecast(asked.name, period, channel, reason="not_additive")
    days = _reached(cube, asked, period)
    if days < 1:
        return Forecast(asked.name, period, channel, reason="not_begun" if _begun(cube, asked, period) else "no_data")
    answer = cube.kpi(asked.name, Period(period.first, period.first + days - 1), channel)
    if days == period.days:
        value = answer.value
        band = "" if value is None else "actual"
        return Forecast(
            asked.name, period, channel, value, value, value, value, days, band, 0, answer.reason, answer.notes
        )
    if answer.value is None:
        return Forecast(asked.name, period, channel, days=days, reason=answer.reason)
    if days < min(FIRST_FORECAST_DAY, period.days):
        return Forecast(asked.name, period, channel, so_far=answer.value, days=days, reason="too_early")
    point = naive(answer.value, days, period.days)
    ratios = back_test(cube, asked.name, period, days, channel)
    tail = (1 - COVERAGE) / 2
    if len(ratios) >= FEWEST_MONTHS:
        band, (low, high) = "own", (quantile(ratios, tail), quantile(ratios, 1 - tail))
    else:
        band, (low, high) = "default", default_band(days / period.days * 31)
    ends = sorted((point * min(low, 1.0), point * max(high, 1.0)))
    return Forecast(
        asked.name, period, channel, ends[0], point, ends[1], answer.value, days, band, len(ratios), None, answer.notes
    )


def back_test(cube: Cube, kpi: str, period: Period, day: int, channel: str | None = None) -> list[float]:
    """What earlier complete periods came to, over what the naive forecast of the same day said.

    Parameters
    ----------
    cube : Cube
        The data.
    kpi : str
        A KPI that adds up.
    period : Period
        The one forecast; as many as 36 before it are tried.
    day : int
        The day of the forecast.
    channel : str, optional
        All together where omitted.

    Returns
    -------
    list of float
        One ratio a period, the latest first; 1 where the forecast was right. Periods with nothing by that day, and
        those in which the table begins, are left out.

    Notes
    -----
    In a shorter month the day is its last but one at the latest, so that something is left to forecast.

    Source: the project's catalogue, B6.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> shop = build(load(shipped("sample_workbooks") / "shop-ru.xlsx"))
    >>> len(back_test(shop, "orders", shop.report_month, 20))  # 25 months of data, the last one asked about
    24
    """
    asked = find(kpi)
    start = max((_start(cube.spans[table]) for table in _tables(cube, asked)), default=0)
    ratios: list[float] = []
    before = period.previous()
    while before is not None and before.first >= start > 0 and len(ratios) < MOST_MONTHS:
        ratio = _ratio(cube, asked.name, before, min(day, before.days - 1), channel)
        ratios += [] if ratio is None else [ratio]
        before = before.previous()
    return ratios


def _ratio(cube: Cube, name: str, period: Period, day: int, channel: str | None) -> float | None:
    actual = cube.kpi(name, period, channel).value
    so_far = cube.kpi(name, Period(period.first, period.first + day - 1), channel).value
    if actual is None or so_far is None or so_far <= 0:
        return None
    ratio = actual / naive(so_far, day, period.days)
    return ratio if math.isfinite(ratio) else None


def _start(span: TableSpan) -> int:
    """The first day of the table's first month, or its first row where it begins inside that month."""
    month = month_of(date.fromordinal(span.first))
    return span.first if span.starts_inside(month) else month.first


def _tables(cube: Cube, kpi: Kpi) -> list[str]:
    """The tables of the cube that a KPI rests on."""
    names = (name for name in kpi.parameters if name in cube.measured)
    return list(dict.fromkeys(cube.measured[name].table for name in names if cube.measured[name].table in cube.spans))


def _reached(cube: Cube, kpi: Kpi, period: Period) -> int:
    """How many days of the period the tables of the KPI have all reached."""
    tables = _tables(cube, kpi) or ([cube.sales_table] if cube.sales_table else [])
    last = min((cube.spans[table].last for table in tables), default=0)
    return min(period.last, last) - period.first + 1


def _begun(cube: Cube, kpi: Kpi, period: Period) -> bool:
    """Whether there is data of the KPI, all of it before the period."""
    tables = _tables(cube, kpi)
    return bool(tables) and all(cube.spans[table].last < period.first for table in tables)
