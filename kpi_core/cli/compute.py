"""`kpi compute`: values of KPIs as a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from kpi_core.cells import inert
from kpi_core.cli.asking import Asked, Limits, asked_kpis, asked_periods, known_kpis, one_of, refuse_nothing
from kpi_core.cli.loading import load_cube, name_of
from kpi_core.periods import Period

if TYPE_CHECKING:
    from kpi_core.answer import Answer
    from kpi_core.cube import Cube

FORMATS = ("table", "csv", "json")
COLUMNS = ("kpi", "period", "channel", "value", "unit", "reason", "note")
_DIMENSIONS = {"month": "month", "месяц": "month", "channel": "channel", "канал": "channel"}


class Value(NamedTuple):
    """One value that was asked for."""

    kpi: str
    period: Period
    channel: str | None
    unit: str
    answer: Answer

    def as_dict(self) -> dict[str, Any]:
        """The contract of `--format json`."""
        return {
            "kpi": self.kpi,
            "period": str(self.period),
            "channel": self.channel,
            "value": self.answer.value,
            "unit": self.unit,
            "reason": self.answer.reason,
            "note": ", ".join(self.answer.notes) or None,
        }


def compute(
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    kpi: Annotated[list[str] | None, typer.Option("--kpi", metavar="KPI")] = None,
    period: Annotated[str | None, typer.Option("--period", metavar="P")] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="P")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="P")] = None,
    by: Annotated[list[str] | None, typer.Option("--by", metavar="month|channel")] = None,
    output_format: Annotated[str, typer.Option("--format", metavar="table|csv|json")] = "table",
) -> None:
    """Compute values; see `help_compute` in the wording."""
    shape = one_of("--format", output_format, FORMATS)
    dimensions = _dimensions(by or [])
    limits = Limits(period, start, end).checked()
    known_kpis(kpi or [])
    cube = load_cube(source)
    asked = asked_periods(cube, limits, by_month="month" in dimensions)
    names = asked_kpis(cube, kpi)
    if not cube.detached:
        from kpi_core.engine import ahead

        ahead(cube, names)
    values = list(answers(cube, names, asked, by_channel="channel" in dimensions))
    refuse_nothing(cube, name_of(source), asked.whole, (value.answer for value in values))
    if shape == "json":
        _print_json(values)
    elif shape == "csv":
        _print_csv(values)
    else:
        from kpi_core.cli.compute_table import print_table

        print_table(cube, values)


def _dimensions(by: Sequence[str]) -> set[str]:
    words = [word.strip() for text in by for word in text.split(",") if word.strip()]
    return {_DIMENSIONS[word.casefold()] if word.casefold() in _DIMENSIONS else _dimension(word) for word in words}


def _dimension(word: str) -> str:
    return one_of("--by", word, ("month", "channel"))


def answers(cube: Cube, kpis: Sequence[str], asked: Asked, *, by_channel: bool) -> Iterator[Value]:
    """Every value asked for, by period, then KPI, then channel with the total first."""
    from kpi_core.catalogue import find

    channels = (None, *cube.channels) if by_channel else (None,)
    for period in asked.periods:
        for name in kpis:
            for channel in channels:
                yield Value(name, period, channel, find(name).unit, cube.kpi(name, period, channel))


def _print_json(values: Sequence[Value]) -> None:
    # One value a line: short enough to read, and a changed value is one changed line. NaN would be a fault of ours.
    lines = (json.dumps(value.as_dict(), ensure_ascii=False, allow_nan=False) for value in values)
    sys.stdout.write("[\n" + ",\n".join(lines) + "\n]\n" if values else "[]\n")


def _print_csv(values: Sequence[Value]) -> None:
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for value in values:
        # csv writes a float as repr does, with a point and full precision, and None as an empty cell.
        row = value.as_dict()
        writer.writerow({**row, "channel": inert(row["channel"])})
