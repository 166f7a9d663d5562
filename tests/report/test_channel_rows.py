"""Rows without a channel count in the total only: the trap is a table whose parts silently do not add up."""

from __future__ import annotations

from kpi_core.engine import build
from kpi_core.report import build_report
from tests.snapshots import orders, snapshot


def test_rows_without_a_channel_are_told_under_the_table():
    """SEO 100, VK 100, nameless 200 of 400: without the line a reader would miss half of the revenue."""
    rows = [
        ("2026-10-01", "1", "a", "SEO", 100),
        ("2026-10-31", "2", "b", "VK", 100),
        ("2026-10-02", "3", "c", None, 200),
    ]
    cube = build(snapshot(orders(*rows)))
    russian, english = (build_report(cube, cube.report_month, language).channels for language in ("ru", "en"))
    assert any("без канала: выручка 200" in str(line) and "50" in str(line) for line in russian.notes)
    assert any("without a channel: revenue" in str(line) for line in english.notes)
    # The footnote hangs at the share of the total, the 100 % that the rows above do not reach.
    number = next(at for at, line in enumerate(russian.notes, 1) if "без канала" in str(line))
    assert str(number) in russian.total.cells[1].marks.split(",")


def test_nothing_is_said_where_every_row_names_its_channel():
    cube = build(snapshot(orders(("2026-10-01", "1", "a", "SEO", 100), ("2026-10-31", "2", "b", "VK", 100))))
    assert not any("без канала" in str(line) for line in build_report(cube, cube.report_month, "ru").channels.notes)


def test_channels_stand_by_the_revenue_of_the_reported_month():
    """VK sold more in all its history, SEO more this month: the page says that it goes by the month's revenue."""
    rows = [
        ("2026-09-01", "1", "a", "VK", 900),
        ("2026-10-01", "2", "b", "SEO", 100),
        ("2026-10-31", "3", "c", "VK", 50),
    ]
    cube = build(snapshot(orders(*rows)))
    assert cube.channels == ("VK", "SEO")
    table = build_report(cube, cube.report_month, "ru").channels
    assert [row.name for row in table.rows] == ["SEO", "VK"]
