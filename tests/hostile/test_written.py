"""What is written from data that others typed: a spreadsheet that opens it must run nothing."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from kpi_core.closing import COLUMNS, written
from kpi_core.periods import parse_period
from kpi_core.snapshot import Closed
from tests.hostile.test_contained import PAYLOADS


@pytest.mark.parametrize("payload", PAYLOADS)
def test_closed_months_hold_no_formula(payload):
    text = written([Closed(parse_period("2026-10"), "cac", 1.0, payload, None)]).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert set(rows[0]) == set(COLUMNS)
    assert rows[0]["channel"][0] not in "=+-@\t\r"
