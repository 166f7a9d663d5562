"""What the messy files are made and checked with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kpi_core.engine import build
from kpi_core.errors import SourceError
from kpi_core.load import load
from kpi_core.periods import ALL, parse_period

D, NBSP, NARROW = dt.date, "\u00a0", "\u202f"
Wanted = Mapping[tuple[str, ...], float | str | bool] | str


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    made = xlsxwriter.Workbook(str(path), {"strings_to_urls": False})
    for name, rows in sheets.items():
        put(made, made.add_worksheet(name), rows)
    made.close()
    return path


def put(made: Any, sheet: Any, rows: Sequence[Sequence[Any]], top: int = 0) -> None:
    """Rows into a sheet; an empty text is no cell."""
    days = made.add_format({"num_format": "dd.mm.yyyy"})
    for line, row in enumerate(rows, top):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(line, column, dt.datetime.combine(value, dt.time()), days)
            elif value not in ("", None):
                sheet.write(line, column, value)


def check(source: Path, wanted: Wanted) -> None:
    """Hold a source against (KPI, period, channel) → value or reason, ("finding", code) → whether it is told.

    A text instead is what the refusal of the whole source says.
    """
    if isinstance(wanted, str):
        with pytest.raises(SourceError) as refused:
            load(source)
        assert wanted in refused.value.message("ru")
        return
    snapshot = load(source)
    for finding in snapshot.findings:
        assert finding.message("ru")
        assert finding.message("en")
    for each in snapshot.sources:
        assert each.rows_read == each.rows_used + sum(each.excluded.values()) + each.rows_refused
    cube = build(snapshot)
    for key, value in wanted.items():
        if key[0] == "finding":
            assert (key[1] in {finding.code for finding in snapshot.findings}) == value, key
            continue
        name, period, channel = (*key, "", "")[:3]
        answer = cube.kpi(name, parse_period(period) if period else ALL, channel or None)
        if isinstance(value, str):
            assert answer.reason == value, key
        else:
            assert answer.value == pytest.approx(value, abs=1e-6), key
