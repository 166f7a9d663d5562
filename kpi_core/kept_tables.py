"""What a kept cube has in place of tables: the days of the rows, and answers counted beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kpi_core.answer import Missing
from kpi_core.periods import ALL, Grain, Period, containing
from kpi_core.snapshot import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpi_core.cube import Cube
    from kpi_core.snapshot import Facts

COUNTED = ("customers", "repeat_customers", "retained_customers", "new_customer_revenue", "cohort_gross_profit",
           "cohort_gross_profit_by_age")  # fmt: skip
NOT_KEPT = "not_kept"


@dataclass(frozen=True, eq=False)
class KeptTable:
    """A table of facts without its rows.

    Attributes
    ----------
    columns : tuple of str
        Those the table has.
    days, counts : tuple of int arrays
        For each source its days with rows, rising, and how many rows there are up to and with each day.
    """

    kind: str
    columns: tuple[str, ...]
    decimals: Mapping[str, int]
    sources: tuple[Source, ...]
    conflict: tuple[str, str] | None
    days: tuple[NDArray[Any], ...]
    counts: tuple[NDArray[Any], ...]

    def has(self, column: str) -> bool:
        """Whether the column was found."""
        return column in self.columns

    def rows_dated(self, source: int, period: Period) -> int:
        """How many rows of a source lie in the period."""
        days, counts = self.days[source], np.append(self.counts[source], 0)  # the place before the first is the last
        first, last = np.searchsorted(days, (period.first, period.last + 1)) - 1
        return int(counts[last] - counts[first])


def kept_table(facts: Facts) -> KeptTable:
    """A table of facts without its rows."""
    from kpi_core import aggregate

    frame = aggregate.frame_of(facts)
    names = tuple(frame.collect_schema().names())
    days, counts = [], []
    grouped = _rows_by_source(frame, len(facts.sources)) if "source" in names else []
    for own, sizes in grouped:
        order = np.argsort(own)
        days.append(own[order].astype(np.int32))
        counts.append(np.cumsum(sizes[order]).astype(np.int64))
    return KeptTable(facts.kind, names, dict(facts.decimals), facts.sources, facts.conflict, tuple(days), tuple(counts))


def _rows_by_source(frame: Any, count: int) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    from kpi_core import aggregate

    if not aggregate.lazy(frame):
        sources, days = frame.get_column("source").to_numpy(), aggregate.ordinals(frame.get_column("date"))
        return [np.unique(days[sources == number], return_counts=True) for number in range(count)]
    import narwhals as nw

    by_day = aggregate.by_day(frame).group_by("source", aggregate.DAY).agg(nw.len().alias("rows"))
    source, day, rows = aggregate.columns_of(by_day.select("source", aggregate.DAY, "rows"))
    sources, days, sizes = aggregate.integers(source), aggregate.ordinals(day), aggregate.integers(rows)
    return [(days[sources == number], sizes[sources == number]) for number in range(count)]


@dataclass(frozen=True, eq=False)
class MonthlyAnswers:
    """Counts of customers for months, quarters, years and all the data: where there are too many rows to keep.

    Attributes
    ----------
    answers : mapping of (measure, period) to a mapping of channel to count
        The channel None is all of them.
    ltv_months : int or None
        For how many months cohorts were followed.
    """

    answers: Mapping[tuple[str, Period], Mapping[str | None, Any]]
    ltv_months: int | None = None

    first = in_memory = None

    def followed(self, months: int | None) -> MonthlyAnswers:
        """The same customers; cohorts followed for other months than these were not counted."""
        if months == self.ltv_months:
            return self
        without = {key: counted for key, counted in self.answers.items() if not key[0].startswith("cohort")}
        return MonthlyAnswers(without, months)

    def measure(self, name: str, period: Period, channel: str | None) -> Any:
        """The count, or `Missing` for a period that was not counted: never a smaller answer."""
        counted = self.answers.get((name, period))
        if counted is None:
            return Missing(NOT_KEPT)
        return counted[channel]


def monthly_answers(cube: Cube) -> MonthlyAnswers:
    """Count the customers of a cube for the periods people ask for."""
    grains: tuple[Grain, ...] = ("quarter", "year")
    periods = [*cube.months, *(containing(month.start, grain) for grain in grains for month in cube.months), ALL]
    channels: tuple[str | None, ...] = (None, *cube.channels)
    return MonthlyAnswers(
        {
            (name, period): {channel: cube.counted(name, period, channel) for channel in channels}
            for name in COUNTED
            for period in dict.fromkeys(periods)
        },
        cube.snapshot.settings.ltv_months,
    )
