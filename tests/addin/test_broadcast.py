"""Ranges broadcast as Excel's own functions do it: checked against what Excel shows for =A1:A3&C1:D1 and the like."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from addin.broadcast import cells_of, rows_of, single, spread


def joined(*cells):
    return "".join(cells)


def test_a_column_against_a_row_gives_the_grid():
    assert spread(joined, [["a"], ["b"], ["c"]], [["1", "2"]]) == [["a1", "a2"], ["b1", "b2"], ["c1", "c2"]]


def test_a_single_cell_is_repeated():
    assert spread(joined, "x", [["1", "2"]]) == [["x1", "x2"]]
    assert spread(joined, [["x"]], [["1"], ["2"]]) == [["x1"], ["x2"]]


def test_equal_shapes_go_cell_by_cell():
    assert spread(joined, [["a", "b"], ["c", "d"]], [["1", "2"], ["3", "4"]]) == [["a1", "b2"], ["c3", "d4"]]


def test_overhang_is_not_available():
    """Excel: {"a";"b"}&{"1";"2";"3"} shows #N/A in the third row, as does a 2×2 against a column of three."""
    assert spread(joined, [["a"], ["b"]], [["1"], ["2"], ["3"]]) == [["a1"], ["b2"], ["#N/A"]]
    square = [["a", "b"], ["c", "d"]]
    assert spread(joined, square, [["1"], ["2"], ["3"]]) == [["a1", "b1"], ["c2", "d2"], ["#N/A", "#N/A"]]


def test_one_by_one_is_a_cell():
    assert spread(joined, [["a"]], [["1"]]) == "a1"
    assert spread(joined, "a", "1") == "a1"


def test_a_flat_list_is_a_row_and_a_tuple_of_tuples_a_range():
    assert spread(joined, ["a", "b"], "1") == [["a1", "b1"]]
    assert spread(joined, (("a",), ("b",)), "1") == [["a1"], ["b1"]]


def test_an_empty_array_is_a_wrong_value():
    assert spread(joined, [], "1") == "#VALUE!"


sizes = st.integers(1, 4)
shapes = st.tuples(sizes, sizes)


@given(st.lists(shapes, min_size=1, max_size=4))
def test_every_cell_by_the_rule(shapes):
    """An axis of length 1 repeats; otherwise the index must exist in each argument, else #N/A."""
    ranges = [
        [[f"{number}:{row}:{column} " for column in range(width)] for row in range(height)]
        for number, (height, width) in enumerate(shapes)
    ]
    height, width = max(h for h, _ in shapes), max(w for _, w in shapes)
    found = spread(joined, *ranges)
    if (height, width) == (1, 1):
        found = [[found]]
    assert (len(found), {len(row) for row in found}) == (height, {width})
    for row in range(height):
        for column in range(width):
            inside = all(h in (1,) or row < h for h, _ in shapes) and all(w == 1 or column < w for _, w in shapes)
            expected = "".join(
                f"{number}:{0 if h == 1 else row}:{0 if w == 1 else column} " for number, (h, w) in enumerate(shapes)
            )
            assert found[row][column] == (expected if inside else "#N/A")


@given(st.lists(st.lists(st.integers(), min_size=2, max_size=2), min_size=1, max_size=5))
def test_arguments_are_not_changed(rows):
    before = [list(row) for row in rows]
    spread(lambda cell: cell, rows)
    assert rows == before
    assert list(cells_of(rows)) == [cell for row in before for cell in row]
    assert single(rows) == rows
    assert rows_of(5) == [[5]]
