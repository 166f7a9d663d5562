"""One pass vouches for an ordinary sheet; what lies far out is measured, and refused where it asks for too much."""

from io import BytesIO

import pytest

from kpi_core.sources.indents import row_indents
from kpi_core.sources.scan import scan_sheet


def sheet(*positions):
    cells = "".join(f'<row r="1"><c r="{each}"><v>1</v></c></row>' for each in positions)
    return f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode()


class Opened:
    """Opens the same bytes time and again, and counts."""

    def __init__(self, data):
        self.data, self.times = data, 0

    def __call__(self):
        self.times += 1
        return BytesIO(self.data)


@pytest.mark.parametrize("positions", [["A1"], ["A1", "AZ299999"], ["a1", "Z7"], ["A1"] * 9])
def test_a_sheet_near_the_corner_is_looked_through_once(positions):
    part = Opened(sheet(*positions))

    scan = scan_sheet(part, "f", "S")

    assert scan.plain
    assert scan.filled == len(positions)
    assert part.times == 1


@pytest.mark.parametrize("positions", [["A1", "BA1"], ["A300000"], ["A1", "O1049999"], ["XFD976"]])
def test_what_lies_further_out_is_measured(positions):
    part = Opened(sheet(*positions))

    assert scan_sheet(part, "f", "S").plain
    assert part.times == 2


@pytest.mark.parametrize("positions", [["P1050000"], ["A1", "XFD1000"]])
def test_a_few_cells_in_a_huge_rectangle_are_not_vouched_for(positions, monkeypatch):
    """16 columns by 1,050,000 rows, 16,384 by 1,000: more than 16 million."""
    looked = []
    monkeypatch.setattr("kpi_core.sources.exact.scan_exactly", lambda *given: looked.append(given))
    scan_sheet(Opened(sheet(*positions)), "f", "S")

    assert looked


def test_indents_are_those_of_the_first_column_that_has_any(monkeypatch):
    def cell(position, style, end="><v>1</v></c>"):
        return f'<c r="{position}" s="{style}"{end}'

    rows = [
        f'<row r="{n}">{cell(f"A{n}", 5 if n < 30 else 7 + n % 2)}{cell(f"B{n}", 7)}{cell(f"C{n}", 8)}</row>'
        for n in range(1, 60)
    ]
    data = f"<worksheet><sheetData>{''.join(rows)}<row>{cell('A90', 7, '/>')}</row></sheetData></worksheet>".encode()
    for size in (64, 500, 1 << 20):
        monkeypatch.setattr("kpi_core.sources.scan._CHUNK", size)
        found = row_indents(lambda: BytesIO(data), "f", {7: 1, 8: 3})
        assert found == {n: 3 if n % 2 else 1 for n in range(30, 60)}
