"""Values as a table for people: a list of KPIs, or one column a KPI where several months or channels are asked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from kpi_core.catalogue import find
from kpi_core.cli.loading import language_of
from kpi_core.cli.streams import Line, Span, width, write
from kpi_core.cli.table import Column, lay_out, natural_width
from kpi_core.units import NBSP, format_value, period_label
from kpi_core.wording import say
from kpi_core.words import note_text, reason_text

if TYPE_CHECKING:
    from kpi_core.cli.compute import Value
    from kpi_core.cube import Cube
    from kpi_core.periods import Period

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Sheet:
    """Puts values into words, and collects the footnotes they refer to."""

    def __init__(self, cube: Cube) -> None:
        self.language = language_of(cube.snapshot)
        self.currency = cube.snapshot.settings.currency
        self.company = cube.snapshot.settings.company or cube.snapshot.name
        self._notes: dict[str, int] = {}

    def say(self, code: str) -> str:
        """A word of the wording."""
        return say(code, self.language)

    def label(self, kpi: str) -> str:
        """What people call a KPI."""
        return find(kpi).label.of(self.language)

    def marks(self, value: Value, *, reason: bool) -> str:
        """The marks of its notes, and of the reason of a dash if that is to be a footnote, too."""
        texts = [note_text(note, self.language) for note in value.answer.notes]
        if reason and value.answer.reason is not None:
            texts.append(self.reason(value))
        numbers = sorted({self._notes.setdefault(text, len(self._notes) + 1) for text in texts})
        return NBSP.join(str(number).translate(_SUPERSCRIPTS) for number in numbers)

    def marked(self, values: Sequence[Value], *, reason: bool) -> list[str]:
        """A column of values with their marks, which hang out to the right so that the digits stay aligned."""
        marks = [self.marks(value, reason=reason) for value in values]
        widest = max(map(len, marks), default=0)
        return [self.bare(value) + mark.ljust(widest) for value, mark in zip(values, marks, strict=True)]

    def bare(self, value: Value) -> str:
        """The value alone."""
        if value.answer.beyond is not None:
            return f">{NBSP}{format_value(value.answer.beyond, 'months', self.language)}"
        return format_value(value.answer.value, find(value.kpi).unit, self.language, self.currency)

    def reason(self, value: Value) -> str:
        """Why there is no value."""
        return "" if value.answer.reason is None else reason_text(value.answer.reason, self.language)

    def footnotes(self) -> list[Line]:
        """What the marks mean."""
        notes = [[(f"{str(number).translate(_SUPERSCRIPTS)} {text}", "dim")] for text, number in self._notes.items()]
        return [[], *notes] if notes else []


def print_table(cube: Cube, values: Sequence[Value]) -> None:
    """Write the values: one column a KPI where that fits, else a list for each period and channel."""
    groups = [
        list(group) for _, group in groupby(sorted_values(values), key=lambda value: (value.period, value.channel))
    ]
    for layout in (_grid, _lists):
        sheet = Sheet(cube)  # anew, for a layout that does not fit has numbered its footnotes already
        body = layout(sheet, groups)
        if body is not None:
            write([*body, *sheet.footnotes()])
            return


def sorted_values(values: Sequence[Value]) -> list[Value]:
    """By period and channel, each in the order it first came."""
    periods = {period: place for place, period in enumerate(dict.fromkeys(value.period for value in values))}
    channels = {channel: place for place, channel in enumerate(dict.fromkeys(value.channel for value in values))}
    return sorted(values, key=lambda value: (periods[value.period], channels[value.channel]))


def _grid(sheet: Sheet, groups: list[list[Value]]) -> list[Line] | None:
    """Rows are months or channels, columns are KPIs; None for a single row, or where they do not fit side by side."""
    if len(groups) < 2:
        return None
    several_months = len({group[0].period for group in groups}) > 1
    several_channels = len({group[0].channel for group in groups}) > 1
    columns = [Column(sheet.say("cli_month_head"))] * several_months + [
        Column(sheet.say("cli_channel_head"))
    ] * several_channels
    columns += [Column(sheet.label(value.kpi), "right") for value in groups[0]]
    figures = [sheet.marked(column, reason=True) for column in zip(*groups, strict=True)]
    rows: list[list[Span]] = []
    last = None
    for place, group in enumerate(groups):
        first = group[0]
        style = "bold" if several_channels and first.channel is None else ""
        heads: list[Span] = []
        if several_months:
            heads.append(("" if first.period == last else period_label(first.period, sheet.language), style))
        if several_channels:
            heads.append((first.channel or sheet.say("cli_all_channels"), style))
        cells = [(column[place], _style(value, style)) for column, value in zip(figures, group, strict=True)]
        rows.append([*heads, *cells])
        last = first.period
    if natural_width(columns, rows) > width():
        return None
    title = [] if several_months else [_title(sheet, groups[0][0].period, None), []]
    return [*title, *lay_out(columns, rows)]


def _lists(sheet: Sheet, groups: list[list[Value]]) -> list[Line] | None:
    """A list of KPIs for each month and channel."""
    lines: list[Line] = []
    several_channels = len({group[0].channel for group in groups}) > 1
    for group in groups:
        first = group[0]
        lines += [[]] if lines else []
        lines += [_title(sheet, first.period, first.channel, several=several_channels), []]
        columns = [Column(""), Column("", "right"), Column("")]
        rows = [
            [
                (sheet.label(value.kpi), ""),
                (figure, _style(value, "bold")),
                (sheet.reason(value), "dim"),
            ]
            for value, figure in zip(group, sheet.marked(group, reason=False), strict=True)
        ]
        lines += lay_out(columns, rows, width() if sys.stdout.isatty() else None)
    return lines


def _title(sheet: Sheet, period: Period, channel: str | None, *, several: bool = False) -> Line:
    parts = [sheet.company, period_label(period, sheet.language)]
    if channel is not None:
        parts.append(channel)
    elif several:
        parts.append(sheet.say("cli_all_channels"))
    return [(" · ".join(part for part in parts if part), "bold")]


def _style(value: Value, defined: str) -> str:
    return "dim" if value.answer.value is None else defined
