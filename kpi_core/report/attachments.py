"""The figures of the report as files inside the PDF: a CSV for programs, a workbook for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from kpi_core.answer import Answer
from kpi_core.cells import inert
from kpi_core.facts import TABLES
from kpi_core.periods import Period
from kpi_core.report.cards import SPARK_MONTHS, months_back
from kpi_core.report.model import Attached
from kpi_core.report.scribe import Scribe

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

COLUMNS = ("kpi", "period", "channel", "value", "unit", "reason", "note")
"""Those of `kpi compute --format csv`."""
_SERIES = ("revenue", "leads", "orders")
_Line = tuple[str, str, str | None, float | None, str, str | None, str]


def build_attachments(scribe: Scribe) -> tuple[Attached, ...]:
    """Every figure that the report shows, in full precision, once as CSV and once as a workbook."""
    lines = list(_lines(scribe))
    name, day = f"kpi-{scribe.month}", stamped(scribe)
    return (
        Attached(f"{name}.csv", scribe.say("attached_csv"), _csv(lines), day.isoformat()),
        Attached(f"{name}.xlsx", scribe.say("attached_xlsx"), _workbook(scribe, lines, day), day.isoformat()),
    )


def stamped(scribe: Scribe) -> date:
    """The day that the PDF and its files bear: that of the data, else the end of the month."""
    day = scribe.cube.snapshot.as_of
    return scribe.month.end if day == date.max else day


def _lines(scribe: Scribe) -> Iterator[_Line]:
    """In total for all the months of the report, by channel for the months that are compared."""
    months = months_back(scribe.month, SPARK_MONTHS)
    compared = [each for each in (scribe.month.year_before(), scribe.month.previous(), scribe.month) if each]
    for name in scribe.shown:
        for month in months:
            yield _line(scribe, name, month, None)
        by_month = months if name in _SERIES else compared
        for channel in scribe.cube.channels:
            for month in by_month:
                yield _line(scribe, name, month, channel)


def _line(scribe: Scribe, name: str, month: Period, channel: str | None) -> _Line:
    answer: Answer = scribe.ask(name, channel, month)
    return name, str(month), channel, answer.value, scribe.kpi(name).unit, answer.reason, ", ".join(answer.notes)


def _csv(lines: list[_Line]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows((kpi, month, inert(channel), *rest) for kpi, month, channel, *rest in lines)
    # With a byte order mark, without which Excel misreads Cyrillic channels.
    return text.getvalue().encode("utf-8-sig")


def _workbook(scribe: Scribe, lines: list[_Line], day: date) -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"created": datetime(day.year, day.month, day.day), "title": scribe.say("report_kind")})
    head = [scribe.say(f"attached_{column}") for column in COLUMNS]
    labels = {name: scribe.label(name) for name in scribe.shown}
    figures: list[list[str | float | None]] = [
        [labels[kpi], month, channel or scribe.say("total"), value, unit, reason, note]
        for kpi, month, channel, value, unit, reason, note in lines
    ]
    _sheet(book, scribe.say("attached_figures"), head, figures)
    sources: list[list[str | float | None]] = [
        [each.place, TABLES[each.kind].label.of(scribe.language) if each.kind in TABLES else each.kind, each.sha256,
         each.rows_read, each.rows_used, sum(each.excluded.values()), each.rows_refused]
        for each in scribe.cube.snapshot.sources
    ]  # fmt: skip
    keys = ("place", "table", "read", "used", "excluded", "refused")
    places = [scribe.say(f"source_{key}") for key in keys]
    _sheet(book, scribe.say("attached_sources"), [*places[:2], "SHA-256", *places[2:]], sources)
    book.close()
    return target.getvalue()


def _sheet(book: Workbook, name: str, head: list[str], rows: list[list[str | float | None]]) -> None:
    page = book.add_worksheet(name)
    page.write_row(0, 0, head, book.add_format({"bold": True}))
    for place, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                # Never as a formula or a link: channels are whatever somebody typed.
                page.write_string(place, column, value)
            elif value is not None:
                page.write_number(place, column, value)
    page.autofilter(0, 0, max(len(rows), 1), len(head) - 1)
    page.freeze_panes(1, 0)
    page.set_column(0, len(head) - 1, 18)
