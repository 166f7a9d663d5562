"""Long CSV files kept as columns of polars are read and recognised as short ones are, cell for cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kpi_core.errors import SourceError
from kpi_core.load import load
from kpi_core.sources import columnar, read

CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "-", "1 234,50", "1,234", "1.234", "12\u00a0345", "0,5", "1e3", "(7)", "5 ₽", "$5", "x", " Директ ",
         "Итого", "01.10.2026", "2026-10-02", "2/1/26", "3 окт 2026", "1.03E+19", "1234567890120000", "ёж", "\u2003a"]
    ),
    st.text("абв 01239.,-\t\u00a0\x1c", max_size=6),
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=12)


def outcome(path: Path) -> Any:
    try:
        snapshot = load(path)
    except SourceError as failure:
        return failure.message("ru")
    frames = {kind: (facts.frame.to_csv(), dict(facts.decimals)) for kind, facts in snapshot.tables.items()}
    told = sorted(finding.message("en") for finding in snapshot.findings)
    return frames, told, [(each.rows_read, each.rows_used, dict(each.excluded)) for each in snapshot.sources]


def both(path: Path, monkeypatch: pytest.MonkeyPatch, ask: Any) -> list[Any]:
    answers = []
    for least in (1 << 60, 0):
        monkeypatch.setattr(columnar, "_WORTHWHILE", least)
        try:
            answers.append(ask(path))
        except SourceError as failure:
            answers.append(failure.code)
    return answers


def cells_of(path: Path) -> Any:
    grid = read(path)[0]
    columns = [list(column) for column in grid.columns]
    while columns and not any(columns[-1]):  # delimiters at a row's end, with nothing behind them in any row
        columns.pop()
    return grid.first_row, columns


@settings(max_examples=300, deadline=None)
@example(rows=[["", "", "-"], ["", ""], ["", "", "", ""]], delimiter=";", end="\n", last=False)
@given(rows=ROWS, delimiter=st.sampled_from(";\t"), end=st.sampled_from(["\n", "\r\n", "\r"]), last=st.booleans())
def test_any_text_is_cut_alike(rows, delimiter, end, last, tmp_path_factory):
    clean = [[cell.replace("\t", " ").replace(";", " ") for cell in row] for row in rows]
    text = end.join(delimiter.join(row) for row in clean) + (end if last else "")
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    path.write_bytes(text.encode("utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        one, other = both(path, patch, cells_of)
    assert one == other


@settings(max_examples=300, deadline=None)
@example(rows=[("01.10.2026", "\x1c", "", "", "")])  # Python counts it among the spaces
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=15))
def test_any_table_is_recognised_alike(rows, tmp_path_factory):
    head = ["Дата", "Номер заказа", "Канал", "Телефон", "Выручка"]
    lines = [";".join(cell.replace("\t", " ").replace(";", " ") for cell in row) for row in rows]
    path = tmp_path_factory.mktemp("csv") / "Продажи.csv"
    path.write_bytes("\r\n".join([";".join(head), "01.10.2026;A;VK;;1", *lines]).encode("utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        one, other = both(path, patch, outcome)
    assert one == other


def test_a_long_file_is_kept_as_columns(tmp_path, monkeypatch):
    path = tmp_path / "Продажи.csv"
    path.write_bytes("Дата;Заказ;Выручка\r\n01.10.2026;A;1 234,50\r\n;;\r\n02.10.2026;B;5\r\n".encode("cp1251"))
    monkeypatch.setattr(columnar, "_WORTHWHILE", 0)
    first = read(path)[0].columns[0]
    assert isinstance(first, columnar.TextColumn)
    assert list(first) == ["Дата", "01.10.2026", "", "02.10.2026"]
    assert list(first[1:3]) == ["01.10.2026", ""]
    assert first[3] == "02.10.2026"


@pytest.mark.parametrize("text", ['a;"b"\n1;2', "a;b\n1;2;3", "a;b\r1;2", "\n-;", "a;b\n\n1;2"])
def test_what_might_be_cut_otherwise_is_left_to_the_careful_reader(tmp_path, monkeypatch, text):
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode())
    monkeypatch.setattr(columnar, "_WORTHWHILE", 0)
    assert isinstance(read(path)[0].columns[0], list)
