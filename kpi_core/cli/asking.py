"""What is asked for: periods and KPIs from the options, and the refusal where there is nothing at all to answer.

"Nothing at all" means that no table holds a row in the asked period, and no asked value is defined all the same (a
target of a coming month is). A period that has rows, but not of the table a KPI needs, is answered with a reason.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kpi_core.errors import SourceError, UsageError, nearest
from kpi_core.language import Language
from kpi_core.periods import ALL, Period, month_of, parse_period, span

if TYPE_CHECKING:
    from kpi_core.answer import Answer
    from kpi_core.cube import Cube


class Asked(NamedTuple):
    """The periods to answer for, and the whole they are parts of."""

    periods: tuple[Period, ...]
    whole: Period


class Limits(NamedTuple):
    """The options that name a period, as they were typed."""

    period: str | None
    start: str | None
    end: str | None

    def checked(self) -> Limits:
        """Refuse a period beside its own limits, and anything that is no period, before a file is read."""
        if self.period is not None and (self.start is not None or self.end is not None):
            raise UsageError("cli_period_twice")
        for text in self:
            if text is not None:
                parse_period(text)
        if self.start is not None and self.end is not None:
            _between(self.start, self.end)
        return self


def asked_periods(cube: Cube, limits: Limits, *, by_month: bool) -> Asked:
    """The periods of `--period`, `--from`, `--to` and `--by month`; the report month where none is named."""
    whole = _whole(cube, limits)
    if whole is None:
        if not by_month:
            return Asked((cube.report_month,), cube.report_month)
        whole = ALL
    if not by_month:
        return Asked((whole,), whole)
    if whole == ALL:
        return Asked(cube.months, ALL)
    # The months at both ends are cut to what was asked, so that the parts add up to the whole.
    months = (Period(max(month.first, whole.first), min(month.last, whole.last)) for month in whole.months())
    return Asked(tuple(months), whole)


def _whole(cube: Cube, limits: Limits) -> Period | None:
    if limits.period is not None:
        return parse_period(limits.period)
    if limits.start is None and limits.end is None:
        return None
    if limits.start is not None and limits.end is not None:
        return _between(limits.start, limits.end)
    # One limit alone: the other is the first or the last month of the data, whole, so that monthly rows can answer.
    if limits.start is not None:
        first = _limit(limits.start)
        return Period(first.first, max(month_of(cube.span.end).last, first.last))
    last = _limit(limits.end or "")
    return Period(min(month_of(cube.span.start).first, last.first), last.last)


def _between(start: str, end: str) -> Period:
    first, last = _limit(start), _limit(end)
    if last.last < first.first:
        raise UsageError("period_backwards", value=f"{start}..{end}")
    return span(first, last)


def _limit(text: str) -> Period:
    """A limit; a date is that very day, where elsewhere it would mean its month."""
    try:
        return parse_period(f"{text}..{text}")
    except UsageError:
        return parse_period(text)


def asked_kpis(cube: Cube, names: Sequence[str] | None) -> tuple[str, ...]:
    """The KPIs named, else the chosen ones of the settings, else all of the catalogue; each once."""
    from kpi_core.catalogue import catalogue

    if names:
        return tuple(dict.fromkeys(known_kpis(names)))
    return tuple(known_kpis(cube.snapshot.settings.kpis)) or tuple(catalogue())


def known_kpis(names: Iterable[str]) -> list[str]:
    """The identifiers of KPIs or measures; several may stand in one text, divided by commas."""
    from kpi_core.catalogue import find

    return [find(name).name for text in names for name in text.split(",") if name.strip()]


def known_channel(cube: Cube, name: str) -> str:
    """The channel as it is shown. The data lacking it is no wrong use: it holds nothing for what was asked."""
    try:
        return cube.channel_or_error(name)
    except UsageError as unknown:
        raise SourceError(unknown.code, **unknown.params) from None


def one_month(text: str) -> Period:
    """The month that `--month` names."""
    period = parse_period(text)
    if not period.is_month:
        raise UsageError("cli_month", value=text)
    return period


def one_of(option: str, value: str, known: Sequence[str]) -> str:
    """A word out of a few.

    Raises
    ------
    UsageError
        `cli_choice`, with the near word where there is one.
    """
    if value.casefold() in known:
        return value.casefold()
    near = nearest(value, known)
    if near is None:
        raise UsageError("cli_choice", option=option, value=value, known=list(known))
    raise UsageError("cli_choice_near", option=option, value=value, near=near, known=list(known))


def language_option(value: str | None) -> Language | None:
    """The value of `--lang`."""
    if value is None:
        return None
    return "ru" if one_of("--lang", value, ("ru", "en")) == "ru" else "en"


def refuse_nothing(cube: Cube, source: str, whole: Period, answers: Iterable[Answer] = ()) -> None:
    """Raise where the sources hold nothing at all for the period.

    Raises
    ------
    SourceError
        `cli_nothing`, naming the months there are.
    """
    if has_rows(cube, whole) or any(answer.value is not None or answer.reason == "monthly_only" for answer in answers):
        return
    from kpi_core.cli.loading import language_of
    from kpi_core.units import period_label

    known = months_with_rows(cube)
    if not known:
        refused = sum(each.rows_refused for each in cube.snapshot.sources)
        raise SourceError("cli_all_refused" if refused else "cli_no_rows", source=source, count=refused)
    label = period_label(whole, language_of(cube.snapshot))
    raise SourceError("cli_nothing", period=label, source=source, known=known)


def has_rows(cube: Cube, period: Period) -> bool:
    """Whether any table has a row in the period."""
    for table in cube.spans.values():
        place = bisect_left(table.days, period.first)
        if place < len(table.days) and table.days[place] <= period.last:
            return True
    return False


def months_with_rows(cube: Cube) -> list[str]:
    """The months that hold rows, neighbours joined: "2025-11..2026-10".

    A gap of the data is a gap here.
    """
    months = sorted({month_of(date.fromordinal(day)) for table in cube.spans.values() for day in table.days})
    runs: list[list[Period]] = []
    for month in months:
        if runs and runs[-1][-1].last + 1 == month.first:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}..{run[-1]}" for run in runs]
