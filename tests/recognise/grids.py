"""Grids written as people see them: a list of rows, the header among them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kpi_core.errors import Finding
from kpi_core.recognise import recognise
from kpi_core.recognise.cells import Cells
from kpi_core.recognise.headers import parse_header
from kpi_core.snapshot import Snapshot
from kpi_core.sources.grid import Grid
from kpi_core.sources.spec import SourceSpec

TODAY = date(2026, 11, 15)


def grid(rows: Sequence[Sequence[Any]], sheet: str = "Лист1", file: str = "книга.xlsx", **kwargs: Any) -> Grid:
    width = max(map(len, rows), default=0)
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    return Grid(file, sheet, kwargs.pop("name", ""), [list(column) for column in zip(*filled, strict=True)], **kwargs)


def table(text: str, sheet: str = "Лист1", **kwargs: Any) -> Grid:
    """Rows of text, one a line, cells divided by `|`; what looks like a plain number is one."""
    return grid(
        [[_cell(cell.strip()) for cell in line.split("|")] for line in text.strip("\n").splitlines()], sheet, **kwargs
    )


def _cell(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def snap(*grids: Grid | tuple[Grid, SourceSpec | None], **kwargs: Any) -> Snapshot:
    """The snapshot; every row accounted for and every finding sayable in both languages."""
    readings = [each if isinstance(each, tuple) else (each, None) for each in grids]
    snapshot = recognise(readings, name="проба", **{"today": TODAY, **kwargs})
    for source in snapshot.sources:
        assert source.rows_read == source.rows_used + sum(source.excluded.values()) + source.rows_refused
    for facts in snapshot.tables.values():
        assert len(facts.frame) == sum(source.rows_used for source in facts.sources)
    for finding in snapshot.findings:
        for language in ("ru", "en"):
            assert finding.message(language)
    return snapshot


def cells(*values: Any, header: str = "Выручка") -> Cells:
    return Cells(parse_header(header), 0, list(values))


def codes(snapshot: Snapshot, level: str | None = None) -> list[str]:
    return [finding.code for finding in snapshot.findings if level in (None, finding.level)]


def find(snapshot: Snapshot, code: str) -> Finding:
    return next(finding for finding in snapshot.findings if finding.code == code)


def values(snapshot: Snapshot, kind: str, column: str) -> list[Any]:
    """A column of the frame in plain Python, None where empty."""
    return [None if _missing(value) else value for value in snapshot.tables[kind].frame[column].tolist()]


def _missing(value: Any) -> bool:
    import pandas as pd

    return value is None or bool(pd.isna(value))


def days(snapshot: Snapshot, kind: str, column: str = "date") -> list[str]:
    return [str(value)[:10] for value in snapshot.tables[kind].frame[column]]
