"""Every sample workbook is a test: each line of its Expected sheet, written in plain formulas, against ours.

A workbook dropped into the folder joins in. The oracle is `sample_workbooks/_make/oracle.py`, plain loops over the
same rows, confirmed by a real office (`check_with_office.py`); it never imports this project.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from kpi_core.cube import Cube
from kpi_core.engine import build
from kpi_core.load import load
from kpi_core.periods import parse_period

FOLDER = Path(__file__).parent.parent / "sample_workbooks"
SAMPLES = sorted(FOLDER.glob("*.xlsx"))


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.name)
def sample(request) -> tuple[Path, Cube]:
    return request.param, build(load(request.param))


def expectations(path: Path) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(path, data_only=True, read_only=True)["Expected"]
    rows = list(sheet.iter_rows(values_only=True))
    start = next(place for place, row in enumerate(rows) if row[0] == "KPI id")
    header = [str(title) for title in rows[start]]
    return [dict(zip(header, row, strict=False)) for row in rows[start + 1 :] if row[0]]


def test_there_are_samples():
    assert {"shop-ru.xlsx", "shop-en.xlsx", "leads-ru.xlsx", "summary-ru.xlsx"} <= {path.name for path in SAMPLES}


def test_every_expectation_holds(sample: tuple[Path, Cube]):
    """Prints KPI, period, channel, what was expected and what came, for every line that differs."""
    path, cube = sample
    rows = expectations(path)
    assert len(rows) >= 40
    wrong = []
    for row in rows:
        name, channel, expected = str(row["KPI id"]), row["Channel"] or None, row["Expected"]
        answer = cube.kpi(name, parse_period(str(row["Period"])), str(channel) if channel else None)
        if isinstance(expected, int | float):
            same = answer.value is not None and abs(answer.value - expected) <= 1e-9 * max(1.0, abs(expected))
        else:
            same = answer.value is None and answer.reason == row["Reason"]
        if not same:
            wrong.append((name, row["Period"], channel, expected, row["Reason"], answer))
    assert not wrong, "\n".join(map(str, wrong))


def test_nothing_is_refused_and_nothing_else_is_taken_for_a_source(sample: tuple[Path, Cube]):
    """The KPI, Expected and helper sheets are no sources, and a clean workbook has no errors."""
    _, cube = sample
    errors = [finding.message("en") for finding in cube.snapshot.findings if finding.level == "error"]
    assert not errors
    for source in cube.snapshot.sources:
        assert source.rows_read == source.rows_used + sum(source.excluded.values()) + source.rows_refused
        assert source.sheet not in ("KPI", "Expected", "Helper")
