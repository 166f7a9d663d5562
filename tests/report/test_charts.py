"""Geometry, computed by hand on round sizes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.report.charts import bullet, columns, delta_bars, sparkline


def test_a_sparkline_breaks_where_a_month_is_undefined():
    """J F _ A M: two lines, and never a straight one through March."""
    shape = sparkline([1, 2, None, 4, 3], width=100, height=20)

    assert shape.lines == ("3.0,17.0 26.5,12.3", "73.5,3.0 97.0,7.7")
    assert shape.areas[0] == "3.0,20 3.0,17.0 26.5,12.3 26.5,20"


def test_a_lonely_month_is_a_dot():
    shape = sparkline([1, None, 3, None, None, 2, 2], width=100, height=20)

    assert [point[0] for point in shape.lone] == [3.0, 34.3]
    assert shape.last == (97.0, 10.0)


def test_an_undefined_report_month_has_no_dot():
    assert sparkline([1, 2, None]).last is None


def test_a_flat_line_runs_in_the_middle():
    assert sparkline([5, 5], width=100, height=20).lines == ("3.0,10.0 97.0,10.0",)


@pytest.mark.parametrize("values", [[], [None], [None, 4.0]])
def test_no_sparkline_of_less_than_two_months(values):
    assert sparkline(values) is None


def test_columns_share_one_scale_from_zero():
    chart = columns([10, 20], [5, None], [None, 40], ["10", "20"], ["Jan", "Feb"], width=800, height=112)

    first, second = chart.bars
    assert (first.actual.height, second.actual.height, first.before.height, second.target.height) == (20, 40, 10, 80)
    assert {box.y + box.height for box in (first.actual, second.actual, first.before, second.target)} == {chart.zero}
    assert second.label_at[1] < second.target.y
    assert (first.current, second.current) == (False, True)
    assert first.target is None
    assert second.before is None


def test_negative_columns_hang_below_the_axis():
    chart = columns([10, -10], [None] * 2, [None] * 2, ["10", "−10"], ["Jan", "Feb"], height=100)

    assert chart.bars[1].actual.y == chart.zero
    assert chart.bars[1].label_at[1] > chart.zero + chart.bars[1].actual.height


def test_an_undefined_month_has_no_column():
    chart = columns([None, 5], [None] * 2, [None] * 2, ["", "5"], ["Jan", "Feb"])

    assert chart.bars[0].actual is None


def test_columns_of_nothing_but_zeros():
    chart = columns([0, 0], [None] * 2, [None] * 2, ["0", "0"], ["Jan", "Feb"])

    assert chart.bars[0].actual.height == 0


def test_bullet():
    shape = bullet(0.979, width=130)

    assert (shape.bar, shape.tick, shape.overflow) == (97.9, 100.0, False)
    assert shape.zones == ((0.0, 95.0, 2), (95.0, 5.0, 1), (100.0, 30.0, 0))


def test_bullet_of_a_cost_has_its_bad_zone_to_the_right():
    assert bullet(1.07, lower_is_better=True, width=130).zones[-1] == (105.3, 24.7, 2)


@pytest.mark.parametrize(("share", "bar", "overflow"), [(3.2, 130.0, True), (-0.2, 0.0, False), (1.3, 130.0, False)])
def test_a_bullet_stays_on_its_axis(share, bar, overflow):
    shape = bullet(share, width=130)

    assert (shape.bar, shape.overflow) == (bar, overflow)


def test_bullet_without_a_better_side_has_one_zone():
    assert bullet(1.0, judged=False, width=130).zones == ((0.0, 130.0, 0),)


def test_delta_bars_share_the_axis():
    up, nothing, down = delta_bars([30.0, None, -10.0], ["good", "", "bad"], ["", "", ""], width=44)

    assert nothing is None
    assert up.axis == down.axis == 12.0
    assert (up.x, up.length) == (12.0, 30.0)
    assert (down.x, down.length) == (2.0, 10.0)


def test_delta_bars_of_no_change():
    (bar,) = delta_bars([0.0], [""], [""])

    assert bar.length == 0


@settings(deadline=None)  # the first chart of a process reads the letters' widths
@given(st.lists(st.none() | st.floats(-1e12, 1e12), min_size=2, max_size=13))
def test_nothing_leaves_its_frame(values):
    shape = sparkline(values, width=100, height=20)
    chart = columns(values, values, values, [""] * len(values), [""] * len(values), width=700, height=190)

    for line in shape.lines if shape else ():
        for point in line.split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= 100
            assert 0 <= y <= 20
    for bar in chart.bars:
        if bar.actual:
            assert 0 <= bar.actual.y <= bar.actual.y + bar.actual.height <= 190.11
