"""`kpi forecast`: what an unfinished month will come to, as a range, and how it stands against the same days before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kpi_core.cli.asking import known_channel, known_kpis, refuse_nothing
from kpi_core.cli.loading import load_cube, name_of
from kpi_core.cli.pages import Channel, Format, Page, Source, Table, Words, period_of, shape_of

if TYPE_CHECKING:
    from kpi_core.analysis.forecast import Forecast, SameDays
    from kpi_core.cube import Cube


def forecast(
    source: Source,
    kpi: Annotated[list[str] | None, typer.Option("--kpi", metavar="KPI")] = None,
    period: Annotated[str | None, typer.Option("--period", "--month", metavar="P")] = None,
    channel: Channel = None,
    output_format: Format = "table",
) -> None:
    """Carry a month on to its end; see `help_forecast` in the wording."""
    shape = shape_of(output_format)
    known_kpis(kpi or [])
    asked = period_of(period)
    cube = load_cube(source)
    from kpi_core.analysis.forecast import forecast as carried_on
    from kpi_core.analysis.forecast import month_under_way, same_days

    asked = asked or month_under_way(cube)
    refuse_nothing(cube, name_of(source), asked)
    shown = None if channel is None else known_channel(cube, channel)
    found = [(carried_on(cube, name, asked, shown), same_days(cube, name, asked, shown)) for name in _names(cube, kpi)]
    words = Words(cube)
    origins = dict.fromkeys(each.origin(words.language) for each, _ in found)
    said = [origin for origin in origins if origin]
    records = [_record(each, same) for each, same in found]
    Page(words.title(asked, shown), [_table(found, words)], said, records).show(shape)


def _names(cube: Cube, asked: Sequence[str] | None) -> list[str]:
    """The KPIs named; else those of the chosen ones that add up over days, else revenue."""
    from kpi_core.analysis.forecast import additive
    from kpi_core.catalogue import find

    if asked:
        return list(dict.fromkeys(known_kpis(asked)))
    return [name for name in cube.chosen if additive(find(cube.resolved(name)))] or ["revenue"]


def _record(found: Forecast, same: SameDays) -> dict[str, Any]:
    return {
        "kpi": found.kpi,
        "period": str(found.period),
        "channel": found.channel,
        "so_far": found.so_far,
        "low": found.low,
        "point": found.point,
        "high": found.high,
        "days": found.days,
        "band": found.band or None,
        "months": found.months,
        "reason": found.reason,
        "note": ", ".join(found.notes) or None,
        "same_days_mom": same.change("mom"),
        "same_days_yoy": same.change("yoy"),
    }


def _table(found: Sequence[tuple[Forecast, SameDays]], words: Words) -> Table:
    from kpi_core.catalogue import find
    from kpi_core.units import format_change

    rows = []
    for each, same in found:
        kpi = find(each.kpi)
        figures = (each.so_far, each.low, each.point, each.high)
        changes = (format_change(same.change(against), "ratio", words.language) for against in ("mom", "yoy"))
        told = (words.figure(value, kpi.unit) for value in figures)
        rows.append([kpi.label.of(words.language), *told, *changes, each.why(words.language)])
    names = ["scorecard_kpi", "forecast_so_far", "forecast_low", "forecast_point", "forecast_high"]
    names += ["forecast_same_mom", "forecast_same_yoy", "~forecast_why"]
    if not any(row[-1] for row in rows):
        return Table(words.columns(*names[:-1]), [row[:-1] for row in rows])
    return Table(words.columns(*names), rows)
