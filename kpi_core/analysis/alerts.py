"""Alerts: what is out of the ordinary, off pace, or wrong with the data, for a morning's look or a cron job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from kpi_core.analysis.charts import p_chart, xmr
from kpi_core.analysis.evidence import FORBIDDING, has_monthly_rows, number, whole
from kpi_core.analysis.judging import kind_of
from kpi_core.analysis.quadrant import quadrant
from kpi_core.answer import Missing
from kpi_core.catalogue import find
from kpi_core.cube import Cube
from kpi_core.facts import TABLES
from kpi_core.language import Language
from kpi_core.periods import Period, month_of
from kpi_core.spans import TableSpan
from kpi_core.units import date_label, format_value, period_label
from kpi_core.wording import say
from kpi_core.words import counted, in_sentence

Level = Literal["error", "warning", "info"]

PACE = 0.15
"""Spend may run ahead of its plan by this part before it alerts."""
SILENT_DAYS = 7
"""A channel is missed after so many days without rows, and later where it has paused as long before."""
HIGHEST_CTR = 0.3
FEWEST_MONTHS, MOST_MONTHS = 6, 24
"""How many earlier months the limits of a chart rest on."""
_WATCHED_DAYS, _FEWEST_DAYS = 120, 20
_UNFIT = (*FORBIDDING, "partial_period", "immature")
_ROWS = {"orders": "orders", "leads": "leads", "spend": "spend", "traffic": "visits"}


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to look at.

    Attributes
    ----------
    level : str
        error (the data is wrong), warning (act) or info (know).
    code : str
        unusual_high, unusual_low, pacing, no_rows, no_results, ctr_high or totals.
    kpi : str or None
        What it is about.
    period : Period or None
        When.
    channel : str or None
        Where; None for all together.
    value : float or None
        What was seen; days for `no_rows`.
    low, high : float or None
        The limits it went past.
    params : mapping
        What else the sentence needs.
    """

    level: Level
    code: str
    kpi: str | None = None
    period: Period | None = None
    channel: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def sentence(self, language: Language, currency: str = "RUB") -> str:
        """The alert in a sentence with the remedy.

        Examples
        --------
        >>> from kpi_core.periods import month
        >>> Alert("warning", "ctr_high", "ctr", month(2026, 10), "VK", 0.48, high=0.3).sentence("en")[:46]
        'CTR, “VK” in October\\xa02026 is 48.0%: more than '
        """
        words: dict[str, Any] = {"channel": self.channel or ""}
        if self.kpi is not None:
            kpi = find(self.kpi)
            label = kpi.label.of(language)
            words["label"] = (
                label if self.channel is None
                else say("alert_of_channel", language, label=label, channel=self.channel)
            )  # fmt: skip
            words |= {
                name: format_value(value, kpi.unit, language, currency)
                for name, value in (("value", self.value), ("low", self.low), ("high", self.high), ("plan", self.high))
            }
        if self.period is not None:
            words["period"] = period_label(self.period, language)
        if self.code == "pacing" and self.value is not None:
            words["plan"] = format_value(self.params["plan"], "money", language, currency)
            words["over"] = format_value(self.value / self.params["plan"] - 1, "percent", language)
        if self.code == "no_rows":
            words["table"] = TABLES[self.params["table"]].label.of(language)
            words["days"] = counted(int(self.value or 0), "days_without_rows", language)
            words["last"] = date_label(self.params["last"], language)
        if self.code == "no_results":
            words["what"] = in_sentence(find(self.params["result"]).label.of(language))
        if self.code == "totals":
            words |= {"place": self.params["place"], "message": self.params["finding"].message(language)}
        return say(f"alert_{self.code}", language, **words)

    def as_dict(self, language: Language, currency: str = "RUB") -> dict[str, Any]:
        """What `--format json` prints."""
        return {
            "level": self.level,
            "code": self.code,
            "kpi": self.kpi,
            "period": None if self.period is None else str(self.period),
            "channel": self.channel,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "message": self.sentence(language, currency),
        }


def alerts(
    cube: Cube, period: Period | None = None, *, kpis: Sequence[str] | None = None, silent_days: int = SILENT_DAYS
) -> tuple[Alert, ...]:
    """Everything that is out of the ordinary.

    Parameters
    ----------
    cube : Cube
        The data.
    period : Period, optional
        The month to judge; the report month where omitted. Pacing always looks at the last month that has spend.
    kpis : sequence of str, optional
        Those put on a chart; the chosen ones where omitted.
    silent_days : int
        After how many days without rows a channel is missed.

    Returns
    -------
    tuple of Alert
        Errors of the data first, then warnings, then what is worth knowing; the order of rows in the tables does not
        matter.

    Notes
    -----
    Conversions go on a p-chart and all else on an XmR chart, with limits from six to twenty-four earlier complete
    months, the judged one left out. Months that are unfinished, immature or left-censored are neither judged nor
    taken for a base. Nothing is judged against fewer than six months.

    Source: the project's catalogue, B5.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> shop = build(load(shipped("sample_workbooks") / "shop-ru.xlsx"))
    >>> sorted({alert.level for alert in alerts(shop)} - {"error", "warning", "info"})
    []
    """
    period = period or cube.report_month
    found = [
        *totals_alerts(cube),
        *silence_alerts(cube, silent_days),
        *pacing_alerts(cube),
        *result_alerts(cube, period),
        *chart_alerts(cube, period, cube.chosen if kpis is None else kpis),
    ]
    order = ("error", "warning", "info")
    return tuple(sorted(found, key=lambda alert: order.index(alert.level)))


def chart_alerts(cube: Cube, period: Period, kpis: Sequence[str]) -> Iterator[Alert]:
    """KPIs outside the limits of their chart, in the total and by channel.

    Notes
    -----
    XmR: mean ± 2.66 · mean|Δ|. p-chart: p̄ ± 3·√(p̄(1−p̄)/n), widened by Laney's factor.

    Source: D. Wheeler, *Understanding Variation*.
    """
    if not period.is_month:
        return
    for name in dict.fromkeys(cube.resolved(kpi) for kpi in kpis):
        for channel in (None, *cube.channels):
            alert = _charted(cube, name, period, channel)
            if alert is not None:
                yield alert


def _charted(cube: Cube, name: str, period: Period, channel: str | None) -> Alert | None:
    now = cube.kpi(name, period, channel)
    if now.value is None or any(note in _UNFIT for note in now.notes):
        return None
    months = _months_before(cube, name, period, channel)
    if len(months) < FEWEST_MONTHS:
        return None
    limits = None
    if name.startswith("conversion") and kind_of(find(name)) == "share":
        limits = _conversion_limits(cube, name, period, months, channel)
    if limits is None:
        limits = xmr([cube.kpi(name, month, channel).value or 0.0 for month in months])
    low, high = limits
    if find(name).unit in ("count", "money"):
        low = max(0.0, low)
    # Limits and value may differ by the last digit of a float only.
    slack = 1e-9 * max(abs(low), abs(high))
    if low - slack <= now.value <= high + slack:
        return None
    code = "unusual_high" if now.value > high else "unusual_low"
    favourable = find(name).better == ("higher" if code == "unusual_high" else "lower")
    level: Level = "info" if favourable or find(name).better == "neutral" else "warning"
    return Alert(level, code, name, period, channel, now.value, low, high)


def _months_before(cube: Cube, name: str, period: Period, channel: str | None) -> list[Period]:
    """Earlier months with a value fit to compare with, in the order of time."""
    found: list[Period] = []
    for month in reversed([month for month in cube.months if month.last < period.first]):
        answer = cube.kpi(name, month, channel)
        if answer.value is not None and not any(note in _UNFIT for note in answer.notes):
            found.insert(0, month)
        if len(found) == MOST_MONTHS:
            break
    return found


def _conversion_limits(
    cube: Cube, name: str, period: Period, months: list[Period], channel: str | None
) -> tuple[float, float] | None:
    """The limits of the p-chart; None where successes exceed trials, so that it is no share."""
    successes, trials = [], []
    for month in (*months, period):
        won, tried = (whole(cube.amount(parameter, month, channel)) for parameter in find(name).parameters)
        if won is None or not tried or won > tried:
            return None
        successes.append(won)
        trials.append(tried)
    return p_chart(successes[:-1], trials[:-1], trials[-1])


def pacing_alerts(cube: Cube) -> Iterator[Alert]:
    """Spend of the month under way that runs more than 15 % ahead of the plan's share for the days so far.

    Notes
    -----
    The plan of the month × days the spend table has reached ÷ days of the month. A plan by weeks is the rival
    convention; few firms have one.

    Source: the project's catalogue, B5.
    """
    table = cube.measured["spend"].table if "spend" in cube.measured else ""
    span = cube.spans.get(table)
    if span is None or not span.days:
        return
    month = month_of(date.fromordinal(span.last))
    share = (min(span.last, month.last) - month.first + 1) / month.days
    if share < 1 and has_monthly_rows(cube, find("spend")):
        return
    for name in ("spend", "ad_spend"):
        for channel in (None, *cube.channels):
            row = cube.plan.row(name, month, channel)
            spent = number(cube.amount(name, month, channel))
            if row is None or row.target <= 0 or spent is None:
                continue
            plan = row.target * share
            if float(spent) > plan * (1 + PACE):
                yield Alert(
                    "warning", "pacing", name, month, channel, float(spent), high=plan * (1 + PACE),
                    params={"plan": plan},
                )  # fmt: skip


def result_alerts(cube: Cube, period: Period) -> Iterator[Alert]:
    """Channels that spent and brought nothing, and click-through rates that cannot be.

    Notes
    -----
    Spend without a result is a warning where it differs significantly from the other paid channels, else worth
    knowing: three customers may be expected and none come.

    Source: the project's catalogue, B5 and entry 17.
    """
    found = quadrant(cube, period)
    for row in found.rows:
        if row.bound is not None:
            level: Level = "warning" if row.standing == "drain" else "info"
            yield Alert(
                level, "no_results", "ad_spend", period, row.channel, row.spend, low=row.bound,
                params={"result": found.result},
            )  # fmt: skip
    for channel in (None, *cube.channels):
        ctr = cube.kpi("ctr", period, channel).value
        if ctr is not None and ctr > HIGHEST_CTR:
            yield Alert("warning", "ctr_high", "ctr", period, channel, ctr, high=HIGHEST_CTR)


def totals_alerts(cube: Cube) -> Iterator[Alert]:
    """Totals rows that disagree with the sum of their rows, as reading the tables found them."""
    for finding in cube.snapshot.findings:
        if finding.code == "total_disagrees":
            place = " · ".join(part for part in (finding.file, finding.sheet) if part)
            yield Alert("error", "totals", params={"place": place, "finding": finding})


def silence_alerts(cube: Cube, silent_days: int = SILENT_DAYS) -> Iterator[Alert]:
    """Channels without rows for some days in a table that goes on, longer than they usually pause.

    Notes
    -----
    Looks at the last 120 days. A channel counts as usual with rows on 20 of them, and is missed once it is silent for
    longer than it was at any time between two of its rows.

    Source: the project's catalogue, B5.
    """
    for table, measure in _ROWS.items():
        held = cube.measured.get(measure)
        span = cube.spans.get(table)
        if held is None or held.table != table or held.conflict or span is None or not span.days:
            continue
        if table not in cube.snapshot.tables:  # orders that are won leads: a quiet month is no hole in the data
            continue
        if any(source.monthly for source in cube.sources_of(table)):
            continue
        for channel in cube.channels:
            alert = _silent(cube, table, measure, channel, span, silent_days)
            if alert is not None:
                yield alert


def _silent(cube: Cube, table: str, measure: str, channel: str, span: TableSpan, silent_days: int) -> Alert | None:
    last = span.days[-1]
    if _present(cube, measure, Period(last - silent_days + 1, last), channel):
        return None
    watched = [day for day in span.days if day > last - _WATCHED_DAYS]
    days = [day for day in watched if _present(cube, measure, Period(day, day), channel)]
    if len(days) < _FEWEST_DAYS:
        return None
    silent = last - days[-1]
    pause = max(after - before for before, after in pairwise(days)) - 1
    if silent < silent_days or silent <= pause:
        return None
    params = {"table": table, "last": date.fromordinal(days[-1])}
    return Alert(
        "warning", "no_rows", None, Period(days[-1] + 1, last), channel, float(silent), high=pause, params=params
    )


def _present(cube: Cube, measure: str, period: Period, channel: str) -> bool:
    """Whether the channel has a row: an event, or a total, even of 0."""
    amount = cube.amount(measure, period, channel)
    if isinstance(amount, Missing):
        return False
    return bool(amount > 0) if cube.measured[measure].event else True
