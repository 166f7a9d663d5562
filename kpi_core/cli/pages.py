"""What the commands of the analyses share: their options, and one printer of tables, CSV and JSON."""

from __future__ import annotations

import csv
import json
import sys
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kpi_core.cells import inert
from kpi_core.cli import streams
from kpi_core.cli.asking import one_of, refuse_nothing
from kpi_core.cli.loading import language_of, load_cube, name_of
from kpi_core.cli.table import Column, lay_out, natural_width
from kpi_core.measures import Unit
from kpi_core.periods import Period, parse_period
from kpi_core.units import DASH, format_difference, format_value, period_label
from kpi_core.wording import say

if TYPE_CHECKING:
    from kpi_core.cube import Cube

Source = Annotated[str, typer.Argument(metavar="SOURCE")]
Month = Annotated[str | None, typer.Option("--month", metavar="M")]
Span = Annotated[str | None, typer.Option("--month", "--period", metavar="P")]
Channel = Annotated[str | None, typer.Option("--channel", metavar="C")]
Format = Annotated[str, typer.Option("--format", metavar="table|csv|json")]
TextFormat = Annotated[str, typer.Option("--format", metavar="table|json")]

_LEAST_TEXT, _WIDEST_TEXT = 24, 100


@dataclass(frozen=True)
class Table:
    """A table for people: every cell is text already."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Page:
    """What a command has found, in all the forms it may be asked for.

    Attributes
    ----------
    title : str
        The first line.
    tables : sequence of Table
        For people.
    said : sequence of str
        Sentences under the tables.
    records : sequence of mapping
        The rows in full precision, alike in their keys: for CSV and JSON.
    facts : mapping or None
        What concerns the whole. JSON is then one object with the records as its `rows`, else a list of them.
    """

    title: str
    tables: Sequence[Table] = ()
    said: Sequence[str] = ()
    records: Sequence[Mapping[str, Any]] = ()
    facts: Mapping[str, Any] | None = field(default=None)

    def show(self, shape: str) -> None:
        """Write it to standard output as a table, CSV or JSON."""
        if shape == "json":
            self._json()
        elif shape == "csv":
            self._csv()
        else:
            streams.write(self._lines())

    def _json(self) -> None:
        rows = [json.dumps(record, ensure_ascii=False, allow_nan=False, default=_plain) for record in self.records]
        listed = "[\n" + ",\n".join(rows) + "\n]" if rows else "[]"
        if self.facts is not None:
            facts = [
                f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)}"
                for key, value in self.facts.items()
            ]
            listed = "{\n" + ",\n".join([*facts, f'"rows": {listed}']) + "\n}"
        sys.stdout.write(listed + "\n")

    def _csv(self) -> None:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        if self.records:
            writer.writerow(self.records[0])
        for record in self.records:
            writer.writerow([_cell(value) for value in record.values()])

    def _lines(self) -> list[streams.Line]:
        lines: list[streams.Line] = [[(self.title, "bold")]] if self.title else []
        for table in self.tables:
            if table.rows:
                lines += [[], *_laid_out(table)]
        for place, text in enumerate(self.said):
            lines += [[]] if place == 0 and lines else []
            lines += [[(line, "")] for line in wrapped(text)]
        return lines


def _plain(value: Fraction) -> float:
    """The only thing in a record that JSON has no word for."""
    return float(value)


def _cell(value: Any) -> Any:
    if isinstance(value, Fraction):
        return float(value)
    return inert(" ".join(value) if isinstance(value, list) else value) if isinstance(value, list | str) else value


def wrapped(text: str) -> list[str]:
    """A sentence in lines that fit the terminal; a pipe gets it whole."""
    if not sys.stdout.isatty():
        return [text]
    return textwrap.wrap(text, min(streams.width(), _WIDEST_TEXT), break_on_hyphens=False)


def _laid_out(table: Table) -> list[streams.Line]:
    """Side by side where that fits, else a block of lines for each row."""
    rows: list[list[streams.Span]] = [[(cell, "") for cell in row] for row in table.rows]
    room = streams.width()
    text = table.columns[-1].align == "left" and len(table.columns) > 1
    short = [[*row[:-1], (row[-1][0][:_LEAST_TEXT], "")] for row in rows] if text else rows
    if natural_width(table.columns, short) <= room:
        return lay_out(table.columns, rows, room if sys.stdout.isatty() else None)
    lines: list[streams.Line] = []
    for row in table.rows:
        lines += [[]] if lines else []
        lines.append([(row[0], "bold")])
        pairs: list[list[streams.Span]] = [
            [("  " + column.header, ""), (cell, "")]
            for column, cell in zip(table.columns[1:], row[1:], strict=True)
            if cell
        ]
        lines += lay_out([Column(""), Column("")], pairs, room if sys.stdout.isatty() else None)
    return lines


class Words:
    """Figures and sentences in the language and currency of a source."""

    def __init__(self, cube: Cube) -> None:
        self.language = language_of(cube.snapshot)
        self.currency = cube.snapshot.settings.currency
        self.company = cube.snapshot.settings.company or cube.snapshot.name

    def say(self, code: str, **params: Any) -> str:
        """A sentence of the wording."""
        return say(code, self.language, **params)

    def figure(self, value: float | Fraction | None, unit: Unit, *, digits: int | None = None) -> str:
        """A value with its unit; a dash where there is none."""
        told = None if value is None else float(value)
        return format_value(told, unit, self.language, self.currency, digits=digits)

    def signed(self, value: float | Fraction | None, unit: Unit) -> str:
        """A difference with its sign."""
        return DASH if value is None else format_difference(float(value), unit, self.language, self.currency)

    def title(self, period: Period, channel: str | None = None) -> str:
        """Company, period and channel."""
        parts = (self.company, period_label(period, self.language), channel)
        return " · ".join(part for part in parts if part)

    def columns(self, *codes: str) -> list[Column]:
        """Columns by the codes of their headers: the first and those marked with `~` hold text, all others figures."""
        return [
            Column(self.say(code.lstrip("~")), "left" if place == 0 or code.startswith("~") else "right")
            for place, code in enumerate(codes)
        ]


def shape_of(value: str, *, csv_too: bool = True) -> str:
    """The value of `--format`."""
    return one_of("--format", value, ("table", "csv", "json") if csv_too else ("table", "json"))


def period_of(text: str | None) -> Period | None:
    """The value of an option that names a period, checked before a file is read."""
    return None if text is None else parse_period(text)


def opened(source: str, asked: Period | None) -> tuple[Cube, Period]:
    """The cube of a source and the period asked for, the report month where none is.

    Raises
    ------
    SourceError
        Where nothing is known of the period.
    """
    cube = load_cube(source)
    period = asked or cube.report_month
    refuse_nothing(cube, name_of(source), period)
    return cube, period
