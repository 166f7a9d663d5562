"""Cells follow every change of the tables. Calc's own SUM over the same cells stands beside each as the oracle."""

from __future__ import annotations

import random
import time

import pytest

HEADER = ["Дата", "Канал", "Клиент", "Номер заказа", "Выручка"]
ROWS = [
    ["2026-10-01", "Яндекс", "к1", "з1", 1000],
    ["2026-10-12", "Яндекс", "к2", "з2", 3000],
    ["2026-10-03", "Яндекс", "к4", "з4", 1500],
    ["2026-10-25", "VK", "к6", "з7", 5000],
]
MORE = [["2026-10-26", "VK", "к8", "з10", 7], ["2026-10-27", "VK", "к9", "з11", 70]]
TABLE = "Продажи"


class Book:
    """A document with a sheet of orders, a KPI and the SUM of the same cells; the table, if any, ends at row 7."""

    def __init__(self, office, document, *, table: bool) -> None:
        self.office, self.document = office, document
        office.add_sheet(document, TABLE, 1)
        office.put(document, TABLE, "A1:E7", [HEADER, *ROWS, *MORE])
        if table:
            office.add_table(document, TABLE, TABLE, "A1:E7")
        office.put(document, "Sheet1", "A1:A2", [['=KPI_REVENUE("2026-10")'], [f"=SUM(${TABLE}.E2:E60)"]])

    def do(self, verb, *arguments, **named):
        return getattr(self.office, verb)(self.document, *arguments, **named)

    def on(self, area, command, **arguments):
        """Select cells of the table and choose a command of the menus."""
        self.do("select", TABLE, area)
        self.do("dispatch", command, **arguments)

    @property
    def both(self):
        """The KPI, and the sum."""
        return [row[0] for row in self.do("get", "Sheet1", "A1:A2")]

    @property
    def cells_added_up(self):
        rows = self.do("data", TABLE, "E2:E60")
        return sum(cell for (cell,) in rows if isinstance(cell, float))

    @property
    def revenue(self):
        return self.both[0]


@pytest.fixture(params=[False, True], ids=["sheet", "table"])
def book(office, opened, request) -> Book:
    return Book(office, opened(), table=request.param)


def replace(book):
    search = {"SearchItem.SearchString": "1500", "SearchItem.ReplaceString": "9999", "SearchItem.Command": 3}
    book.on("E2", ".uno:ExecuteSearch", **search)


EDITS = {
    "typing": (lambda book: book.on("E4", ".uno:EnterString", StringName="7777"), 16854),
    "delete key": (lambda book: book.on("E4:E5", ".uno:ClearContents"), 4077),
    "a block pasted over": (lambda book: book.do("copy", TABLE, "E5", "E3"), 12577),
    "a block cut and pasted": (lambda book: book.do("move", TABLE, "E4:E5", "E2"), 6577),
    "cells moved out of the table": (lambda book: book.do("move", TABLE, "E4:E5", "H4"), 4077),
    "fill down": (lambda book: book.on("E4:E5", ".uno:FillDown"), 7077),
    "rows deleted": (lambda book: book.on("A4:E5", ".uno:DeleteRows"), 4077),
    "cells deleted, the rest moved up": (lambda book: book.on("A4:E4", ".uno:DeleteCell", Flags="U"), 9077),
    "rows inserted": (lambda book: book.on("A4:E5", ".uno:InsertRowsBefore"), 10577),
    "replaced everywhere": (replace, 19076),
    "sorted": (lambda b: b.on("A2:E7", ".uno:DataSort", ByRows=True, HasHeader=False, Col1=5, Ascending1=False), 10577),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edit_undo_redo(book, edit):
    act, after = EDITS[edit]
    assert book.both == [10577, 10577]
    before = len(book.do("undo_titles"))
    act(book)
    assert book.both == [after, after]
    steps = len(book.do("undo_titles")) - before
    for _ in range(steps):
        book.do("undo")
    assert book.revenue == 10577  # after some of these Calc's own SUM keeps the old value
    for _ in range(steps):
        book.do("redo")
    assert book.revenue == book.cells_added_up  # Calc does not redo everything: whatever stands there now


def test_rows_inserted_and_filled(book):
    book.do("insert_rows", TABLE, 4, 2)
    book.do("put", TABLE, "A4:E5", [["2026-10-05", "SEO", "к20", "з20", 11], ["2026-10-06", "SEO", "к21", "з21", 22]])
    assert book.both == [10610, 10610]


def test_rows_written_right_under_belong_to_the_table(book):
    """Excel enlarges a table for them; Calc would leave them out in silence."""
    book.do("put", TABLE, "A8:E9", [["2026-10-28", "VK", "к8", "з12", 100], ["2026-10-29", "VK", "к9", "з13", 300]])
    assert book.both == [10977, 10977]
    book.do("copy", TABLE, "A2:E3", "A10")
    book.do("put", TABLE, "D10:D11", [["з14"], ["з15"]])
    assert book.both == [14977, 14977]


def test_what_stood_under_a_table_when_it_was_opened_stays_outside(office, opened):
    book = Book(office, opened(), table=False)
    book.do("add_table", TABLE, TABLE, "A1:E5")
    assert book.revenue == 10500
    book.do("put", TABLE, "E6", [[8]])
    assert book.revenue == 10500


def test_formulas_with_structured_references_grow_too(office, opened):
    book = Book(office, opened(), table=True)
    book.do("put", "Sheet1", "A3", [[f"=SUM({TABLE}[Выручка])"]])
    book.do("put", TABLE, "A8:E8", [["2026-10-28", "VK", "к8", "з12", 100]])
    assert book.do("get", "Sheet1", "A3") == [[10677]]


def test_a_formula_column_in_the_table(book):
    book.do("put", TABLE, "E2", [["=$Sheet1.C1*10"]])
    assert book.both == [9577, 9577]
    book.do("put", "Sheet1", "C1", [[5]])
    assert book.both == [9627, 9627]
    book.do("put", "Sheet1", "C1", [["=NA()"]])
    assert book.do("get", "Sheet1", "A2") == [["#N/A"]]
    assert book.revenue == 9577  # the row with the error is refused, and KPI_EXPLAIN tells it
    book.do("put", "Sheet1", "B1", [['=KPI_EXPLAIN("revenue";"2026-10")']])
    assert "1" in book.do("get", "Sheet1", "B1")[0][0]


def test_a_sheet_that_shows_kpis_is_no_circle(book):
    book.do("add_sheet", "Сводный лист", 2)
    book.do("put", "Сводный лист", "A1:B2", [["Итого", "=$Sheet1.A1*2"], ["и ещё", "=B1+1"]])
    assert book.do("get", "Сводный лист", "B1:B2") == [[21154], [21155]]
    book.do("put", TABLE, "E2", [[0]])
    assert book.do("get", "Сводный лист", "B1:B2") == [[19154], [19155]]
    book.do("recalculate")
    assert book.do("get", "Сводный лист", "B1:B2") == [[19154], [19155]]


def test_the_first_function_is_typed_where_another_sheet_already_waits_for_it(office, opened):
    """The tables are read while that very cell is being calculated."""
    document = opened()
    office.add_sheet(document, "Сводный лист", 1)
    office.put(document, "Сводный лист", "A1:B2", [["Итого", "=$Sheet1.A1*2"], ["и ещё", "=B1+1"]])
    office.add_sheet(document, TABLE, 2)
    office.put(document, TABLE, "A1:E5", [HEADER, *ROWS])
    office.put(document, "Sheet1", "A1", [['=KPI_REVENUE("2026-10")']])
    assert office.get(document, "Sheet1", "A1") == [[10500]]
    until = time.monotonic() + 10
    while office.get(document, "Сводный лист", "B1:B2") != [[21000], [21001]] and time.monotonic() < until:
        time.sleep(0.05)  # until the office is idle, its sheet showed a circle
    assert office.get(document, "Сводный лист", "B1:B2") == [[21000], [21001]]


def test_a_sheet_called_after_our_functions_is_still_a_source(office, opened):
    document = opened()
    office.add_sheet(document, "KPI_2026", 1)
    office.put(document, "KPI_2026", "A1", [[2]])
    office.add_sheet(document, TABLE, 2)
    office.put(document, TABLE, "A1:E5", [HEADER, *ROWS])
    office.put(document, TABLE, "E2:E3", [["=$KPI_2026.A1*10"], ["=$KPI_2026.A1*5"]])
    office.put(document, "Sheet1", "A1", [['=KPI_REVENUE("2026-10")']])
    assert office.get(document, "Sheet1", "A1") == [[6530]]
    office.put(document, "KPI_2026", "A1", [[3]])
    assert office.get(document, "Sheet1", "A1") == [[6545]]


def test_a_table_with_our_functions_in_it_is_none(office, opened):
    """Its own answers must not count."""
    document = opened()
    book = Book(office, document, table=True)
    office.put(document, TABLE, "E7", [["=KPI_CALC_REVENUE(5)"]])
    assert book.revenue == "#N/A"
    office.put(document, TABLE, "E7", [[70]])
    assert book.revenue == 10577


def test_the_sheet_is_renamed_moved_to_another_document_or_removed(book):
    book.do("rename_sheet", TABLE, "Заказы")
    assert book.revenue == 10577
    book.do("put", "Заказы", "E2", [[0]])
    assert book.revenue == 9577
    book.do("remove_sheet", "Заказы")
    assert book.revenue == "#N/A"


def test_an_edit_elsewhere_asks_nothing(book):
    before = book.do("undo_titles")
    book.do("put", "Sheet1", "D1", [[5]])
    book.do("add_sheet", "Заметки", 2)
    book.do("put", "Заметки", "A1", [["позвонить"]])
    assert book.revenue == 10577
    assert len(book.do("undo_titles")) - len(before) == 3


def test_two_documents_know_nothing_of_each_other(office, opened):
    one, other = Book(office, opened(), table=True), Book(office, opened(), table=True)
    one.do("put", TABLE, "E2", [[0]])
    assert (one.revenue, other.revenue) == (9577, 10577)
    other.do("put", TABLE, "E3", [[0]])
    assert (one.revenue, other.revenue) == (9577, 7577)


def test_a_document_without_tables(office, opened):
    document = opened()
    office.put(document, "Sheet1", "A1:A3", [["=KPI_CAC()"], ['=KPI_EXPLAIN("cac")'], ["=KPI_CALC_CAC(6;2)"]])
    (cac,), (why,), (plain,) = office.get(document, "Sheet1", "A1:A3")
    assert cac == "#N/A"
    assert plain == 3
    assert "Sheet1" in why
    assert "Date" in why or "Дата" in why  # what to write, so that there is something


def test_a_table_that_appears_later(office, opened):
    """The cell was #N/A; nobody has to type it again."""
    document = opened()
    office.put(document, "Sheet1", "A1", [['=KPI_REVENUE("2026-10")']])
    assert office.get(document, "Sheet1", "A1") == [["#N/A"]]
    office.add_sheet(document, TABLE, 1)
    office.put(document, TABLE, "A1:E5", [HEADER, *ROWS])
    assert office.get(document, "Sheet1", "A1") == [[10500]]


def test_arguments_in_cells(book):
    book.do("put", "Sheet1", "C1:D1", [["2026-10", "VK"]])
    book.do("put", "Sheet1", "B1", [["=KPI_REVENUE(C1;D1)"]])
    assert book.do("get", "Sheet1", "B1") == [[5077]]
    book.do("put", "Sheet1", "D1", [["Яндекс"]])
    assert book.do("get", "Sheet1", "B1") == [[5500]]
    book.do("put", TABLE, "E2", [[0]])
    assert book.do("get", "Sheet1", "B1") == [[4500]]


def test_saved_document_is_not_called_changed(book, tmp_path, office):
    path = str(tmp_path / "книга.ods")
    book.do("save", path)
    document = office.open(path)
    try:
        assert not office.modified(document)
        assert office.undo_titles(document) == []
        office.put(document, TABLE, "E2", [[0]])  # nobody has recalculated anything, and the cells follow
        assert office.get(document, "Sheet1", "A1:A2") == [[9577], [9577]]
    finally:
        office.close(document)


def test_cells_with_equal_answers_part_and_meet_again(office, opened):
    """They share one result in the office; each still follows its own rows."""
    document = opened()
    office.add_sheet(document, TABLE, 1)
    rows = [["2026-10-01", name, f"к{name}", f"з{name}", 100] for name in "АБВГД"]
    office.put(document, TABLE, "A1:E6", [HEADER, *rows])
    asked = [[f'=KPI_REVENUE("2026-10";"{name}")', f'=KPI_ORDERS("2026-10";"{name}")'] for name in "АБВГД"]
    office.put(document, "Sheet1", "A1:B5", asked)
    office.put(document, "Sheet1", "C1:C5", [["=KPI_SPEND()"]] * 5)

    def shown():
        return office.get(document, "Sheet1", "A1:C5")

    def expected(*revenues):
        return [[revenue, 1, "#N/A"] for revenue in revenues]

    assert shown() == expected(100, 100, 100, 100, 100)
    office.put(document, TABLE, "E3", [[7]])
    assert shown() == expected(100, 7, 100, 100, 100)
    office.put(document, TABLE, "E4:E5", [[7], [8]])
    assert shown() == expected(100, 7, 7, 8, 100)
    office.put(document, "Sheet1", "D1", [['=KPI_REVENUE("2026-10";"А")*2']])  # asked before, from another cell
    office.put(document, TABLE, "E2", [[7]])
    assert shown() == expected(7, 7, 7, 8, 100)
    assert office.get(document, "Sheet1", "D1") == [[14]]
    office.put(document, TABLE, "E2:E6", [[100]] * 5)
    assert shown() == expected(100, 100, 100, 100, 100)
    assert office.get(document, "Sheet1", "D1") == [[200]]
    for _ in range(4):
        office.undo(document)  # the four edits of the table and one formula, the last first
    assert shown() == expected(100, 7, 100, 100, 100)
    office.recalculate(document)
    assert shown() == expected(100, 7, 100, 100, 100)


@pytest.mark.parametrize("seed", range(3))
def test_many_edits_in_a_row_are_each_followed(office, opened, seed):
    """Answers meet and part at random; Calc's own SUMIFS beside each cell is the oracle."""
    dice, names, document = random.Random(seed), "АБВГДЕЖЗ", opened()
    office.add_sheet(document, TABLE, 1)
    rows = [["2026-10-01", name, f"к{name}", f"з{name}", dice.randint(1, 3)] for name in names]
    office.put(document, TABLE, f"A1:E{len(names) + 1}", [HEADER, *rows])
    cells = [[f'=KPI_REVENUE("2026-10";"{n}")', f'=SUMIFS(${TABLE}.E2:E9;${TABLE}.B2:B9;"{n}")'] for n in names]
    office.put(document, "Sheet1", f"A1:B{len(names)}", cells)
    for _ in range(40):
        office.put(document, TABLE, f"E{dice.randint(2, len(names) + 1)}", [[dice.randint(1, 3)]])
        shown = office.get(document, "Sheet1", f"A1:B{len(names)}")
        assert [row[0] for row in shown] == [row[1] for row in shown]
