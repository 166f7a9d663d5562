"""What stands in a cell, as a period, a channel, a KPI."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.arguments import (
    MISSING,
    VALUE,
    CellError,
    error_of,
    to_against,
    to_channel,
    to_grain,
    to_kpi,
    to_period,
)

# 46296 is 2026-10-01 in Excel and LibreOffice (DATE(2026;10;1) formatted as a number).
PERIODS = [
    (2026, "2026"),
    (2026.0, "2026"),
    (1900.0, "1900"),
    (2100, "2100"),
    (46296, "2026-10"),
    (46313.75, "2026-10"),
    (Decimal("46296"), "2026-10"),
    (datetime(2026, 10, 17, 12, 30), "2026-10"),
    (date(2026, 10, 17), "2026-10"),
    ("17.10.2026", "2026-10"),
    ("2026-10", "2026-10"),
    (" окт 2026 ", "2026-10"),
    ("Октябрь 2026 г.", "2026-10"),
    ("III кв. 2026", "2026-Q3"),
    ("2026-Q3", "2026-Q3"),
    ("2026", "2026"),
    ("01.10.2026-20.10.2026", "2026-10-01..2026-10-20"),
    ("2026-10-01..2026-10-20", "2026-10-01..2026-10-20"),
    ("всё", "all"),
]


@pytest.mark.parametrize(("cell", "period"), PERIODS)
def test_period(cell, period):
    assert str(to_period(cell)) == period


@pytest.mark.parametrize("cell", ["", "   ", None, 0, 0.0])
def test_a_blank_period_cell_is_not_available_and_zero_is_what_a_blank_cell_refers_to(cell):
    assert to_period(cell) == "#N/A"


@pytest.mark.parametrize("cell", ["скоро", "2026-13", 17, 101.5, -1, True, False, "31.02.2026", "2026-10..2026-01"])
def test_what_is_no_period_is_a_wrong_value(cell):
    assert to_period(cell) == "#VALUE!"


def test_only_an_omitted_period_means_the_report_month():
    assert to_period(MISSING) is None


@pytest.mark.parametrize("cell", [MISSING, "", " ", None, 0.0, "Итого", "ВСЕГО", "Все каналы", "total", "All channels"])
def test_all_channels(cell):
    assert to_channel(cell) is None


@pytest.mark.parametrize(
    ("cell", "channel"), [("VK", "VK"), (2026.0, "2026"), (7, "7"), (Decimal("12"), "12"), (1.5, "1.5")]
)
def test_a_channel_that_looks_like_a_number_is_text(cell, channel):
    assert to_channel(cell) == channel


@pytest.mark.parametrize("name", ["CAC", "cac", "САС", "сас", " KPI_CAC ", "Стоимость привлечения клиента"])
def test_cyrillic_lookalikes_and_labels_name_the_kpi(name):
    assert to_kpi(name).name == "cac"


def test_a_kpi_that_is_not_there():
    assert [to_kpi(cell) for cell in ("погода", 5.0, MISSING, "", None)] == [
        "#VALUE!",
        "#VALUE!",
        "#VALUE!",
        "#N/A",
        "#N/A",
    ]


@pytest.mark.parametrize(
    ("cell", "against"),
    [(MISSING, "mom"), ("м/м", "mom"), ("М/М", "mom"), ("m/m", "mom"), ("MoM", "mom"), ("г/г", "yoy"), ("yoy", "yoy"),
     ("план", "plan"), (" Plan", "plan"), ("", "#VALUE!"), (None, "#VALUE!"), (1.0, "#VALUE!"), ("нед/нед", "#VALUE!")],
)  # fmt: skip
def test_against(cell, against):
    assert to_against(cell) == against


@pytest.mark.parametrize(
    ("cell", "grain"),
    [(MISSING, "month"), ("", "month"), ("Месяц", "month"), ("квартал", "quarter"), ("YEAR", "year"),
     ("неделя", "#VALUE!"), (3.0, "#VALUE!")],
)  # fmt: skip
def test_grain(cell, grain):
    assert to_grain(cell) == grain


@pytest.mark.parametrize("read", [to_period, to_channel, to_kpi, to_against, to_grain])
@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!", "#NAME?", "#SPILL!"])
def test_an_error_value_passes_through_as_itself(read, error):
    assert read(error) == error
    assert isinstance(read(error), CellError)


def test_a_text_with_a_hash_is_no_error():
    assert error_of("#1 канал") is None
    assert to_channel("#1 канал") == "#1 канал"


def test_true_is_not_remembered_as_one():
    assert to_channel(1.0) == "1"
    assert to_channel(True) == "True"


@given(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=20), st.dates(), st.datetimes())
)
def test_any_cell_is_a_period_or_an_error_and_never_a_failure(cell):
    found = to_period(cell)
    assert isinstance(found, tuple | CellError)
    assert to_kpi(cell) is not None
    assert to_channel(cell) is None or isinstance(to_channel(cell), str)


def test_value_is_the_error_of_wrong_arguments():
    assert VALUE == "#VALUE!"
