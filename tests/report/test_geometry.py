"""Waterfalls, small multiples and the quadrant: geometry computed by hand, and what holds for any numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.report.facets import Series, facets
from kpi_core.report.metrics import width
from kpi_core.report.scatter import _LINE, LABEL_SIZE, Dot, scatter
from kpi_core.report.waterfall import Part, is_cut, waterfalls

PERCENT = ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]


def parts(before, *changes, first="before"):
    inner = [Part("change", change, "", ("x",)) for change in changes]
    return [Part(first, before, "", ("x",)), *inner, Part("after", before + sum(changes), "", ("x",))]


def test_columns_of_a_waterfall_hang_on_each_other():
    (panel,) = waterfalls([parts(50, 50, -25)], [""], width=120, height=125.5)
    before, up, down, after = panel.steps

    assert (before.box.height, up.box.height, down.box.height, after.box.height) == (48, 48, 24, 72)
    assert up.box.y + up.box.height == before.box.y
    assert down.box.y == up.box.y
    assert after.box.y == down.box.y + down.box.height
    assert down.label_at[1] > down.box.y + down.box.height
    assert up.link == (before.box.x + before.box.width, up.box.x, before.box.y)


def test_columns_that_reach_below_zero_do_not_cover_the_words_below():
    """1.21 million, 1.44 lost with fewer leads and 1.23 won back: the way leads below zero."""
    (panel,) = waterfalls([parts(1.21, -1.44, 1.23, -0.15)], [""])
    bottom = max(step.box.y + step.box.height for step in panel.steps)

    assert bottom > panel.axis
    assert panel.feet - 0.1 >= max(bottom, *(step.label_at[1] for step in panel.steps))
    assert panel.feet + 1 + panel.line * len(panel.steps[0].tick) <= panel.height


def test_panels_share_one_scale():
    """The same 10 is as high in both panels."""
    one, other = waterfalls([parts(100, 10), parts(200, 10)], ["", ""], width=90)

    assert one.steps[1].box.height == other.steps[1].box.height
    assert one.axis == other.axis


def test_the_axis_is_cut_where_the_levels_lie_far_up_and_marked():
    (panel,) = waterfalls([parts(1000, 10, -5)], [""])

    assert is_cut([parts(1000, 10, -5)])
    assert [bool(step.cut) for step in panel.steps] == [True, False, False, True]
    assert panel.steps[1].box.height > 5


@pytest.mark.parametrize("panel", [parts(10, 90), parts(0, 5), parts(-5, 10), parts(0, 0), parts(-5, -5)])
def test_a_scale_that_holds_zero_is_not_cut(panel):
    assert not is_cut([panel])
    (made,) = waterfalls([panel], [""])
    assert not any(step.cut for step in made.steps)


@given(
    st.lists(
        st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=2, max_size=8).map(lambda each: parts(*each)),
        min_size=1,
        max_size=3,
    )
)
def test_no_column_leaves_its_panel(panels):
    for made in waterfalls(panels, [""] * len(panels), width=215, height=150):
        for step in made.steps:
            assert step.box.y >= 14.8
            assert step.box.y + step.box.height <= 150
            assert 0 <= step.box.x <= step.box.x + step.box.width <= 215.1


def series(*values):
    return Series(("A",), "", "", "", values, [None] * len(values))


def test_small_multiples_share_a_scale_from_zero():
    made = facets([series(0, 10), series(0, 5)], per_row=2, first="", final="", title="", width=220, height=158)
    high, low = (panel.last[1] for panel in made.panels)

    assert made.axis - high == 2 * (made.axis - low)
    assert made.panels[1].x == 120


def test_a_gap_in_a_multiple_stays_a_gap():
    made = facets([series(1, None, 3)], per_row=1, first="", final="", title="")

    assert made.panels[0].lines == ()
    assert len(made.panels[0].lone) == 2


def test_rows_of_multiples_stand_below_each_other():
    made = facets([series(1, 2)] * 7, per_row=4, first="", final="", title="", height=100)

    assert [panel.y for panel in made.panels] == [0, 0, 0, 0, 108, 108, 108]
    assert made.height == 208


def boxes(made):
    """What the labels cover."""
    for dot in made.dots:
        if dot.label:
            left, middle = dot.label_at[0], dot.label_at[1] - 3.2
            yield (left, middle - _LINE / 2, left + width(dot.label, LABEL_SIZE, 600), middle + _LINE / 2)


shares = st.floats(0, 1, allow_nan=False)


@given(st.lists(st.tuples(shares, shares, st.text("абвг", min_size=1, max_size=18)), min_size=1, max_size=12))
def test_labels_of_the_quadrant_never_overlap(points):
    made = scatter([Dot(name, x, y) for x, y, name in points], (0.8, 1.2), PERCENT)
    placed = list(boxes(made))

    for index, one in enumerate(placed):
        assert one[0] >= made.frame[0] - 0.2
        assert one[2] <= made.frame[0] + made.frame[2] + 0.2
        for other in placed[index + 1 :]:
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 0.2 or down <= 0.2


def test_a_verdict_is_labelled_before_the_others():
    """Many channels in one spot: what has no room goes without a label, never the one that matters."""
    dots = [Dot(f"канал номер {index}", 0.1, 0.1, "flat") for index in range(30)] + [Dot("главный", 0.1, 0.1, "bad")]
    made = scatter(dots, (0.8, 1.2), PERCENT)

    assert made.dots[-1].label == "главный"
    assert any(not dot.label for dot in made.dots)


def test_the_axis_of_the_quadrant_ends_above_the_largest_share():
    made = scatter([Dot("a", 0.35, 0.1)], (0.8, 1.2), PERCENT)

    assert [text for _, text in made.x_ticks] == ["0 %", "20 %", "40 %"]
    assert scatter([Dot("a", 1.0, 1.0)], (0.8, 1.2), PERCENT).x_ticks[-1][1] == "100 %"
