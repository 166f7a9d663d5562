"""Old binary workbooks: errors are found, and broken ones end in one sentence."""

from __future__ import annotations

import random

import pytest

from kpi_core.errors import SourceError
from kpi_core.sources import read
from tests.hostile import xls
from tests.hostile.xls import boolean, error, formula, number, stream, write_xls

CELLS = number(0, 0, 10.0) + number(1, 0, 20.0)


def test_error_cells_are_named_and_truth_values_are_none(tmp_path):
    """The reader shows an error as an empty cell, and a sum over it is silently too small."""
    cells = CELLS + error(2, 0, 0x2A) + boolean(3, 0, True) + formula(4, 0, 0x07) + formula(5, 0, 1.5)

    (grid,) = read(write_xls(tmp_path / "a.xls", stream([("Продажи", cells)])))

    assert (grid.sheet, grid.errors) == ("Продажи", {(2, 0): "#N/A", (4, 0): "#DIV/0!"})
    assert grid.columns == [[10.0, 20.0, "", True, "", 1.5]]


def test_errors_belong_to_their_sheet(tmp_path):
    sheets = [("А", CELLS), ("Б", CELLS + error(2, 0, 0x17))]

    one, other = read(write_xls(tmp_path / "a.xls", stream(sheets)))

    assert (one.errors, other.errors) == ({}, {(2, 0): "#REF!"})


def test_book_of_excel_95_is_read_with_its_errors(tmp_path):
    content = stream([("Продажи", CELLS + error(2, 0, 0x24))], before=xls.record(0x42, b"\xe3\x04"), version=0x0500)

    (grid,) = read(write_xls(tmp_path / "a.xls", content, name="Book"))

    assert (grid.sheet, grid.errors) == ("Продажи", {(2, 0): "#NUM!"})


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("source_password", stream([("S", CELLS)], before=xls.record(0x2F, b"\0" * 54))),
        ("source_xls_old", stream([("S", CELLS)], version=0x0400)),
        ("source_broken", stream([("S", CELLS)])[:60] + b"\xff" * 4000),
        ("source_broken", b""),
    ],
    ids=["password", "old", "garbage", "empty"],
)
def test_refused(tmp_path, code, content):
    with pytest.raises(SourceError) as caught:
        read(write_xls(tmp_path / "a.xls", content))
    assert caught.value.code == code


def test_chains_of_sectors_that_bite_their_tail(tmp_path):
    path = write_xls(tmp_path / "a.xls", stream([("S", CELLS)]))
    data = bytearray(path.read_bytes())
    data[-512:-508] = b"\0\0\0\0"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read(path)
    assert caught.value.code == "source_broken"


@pytest.mark.slow
def test_flipped_bytes_never_kill(tmp_path):
    whole = write_xls(tmp_path / "a.xls", stream([("S", CELLS * 20 + error(2, 0, 0x24))])).read_bytes()
    chance = random.Random(7)
    for _ in range(30):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            data[chance.choice((chance.randrange(len(data)), chance.randrange(700)))] = chance.randrange(256)
        (tmp_path / "b.xls").write_bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
        try:
            read(tmp_path / "b.xls")
        except SourceError:
            continue
