"""What a cell gets: numbers, errors, texts, tables; and what the wizard tells."""

from __future__ import annotations

import pytest

from addin.functions import FUNCTIONS
from tests.addin.conftest import PLAN, SALES, SPEND, workbook_of


def typed(rows):
    """Rows with their dates as ISO texts, as one types them."""
    return [[cell.date().isoformat() if hasattr(cell, "date") else cell for cell in row] for row in rows]


@pytest.fixture(scope="module")
def book(office):
    """The workbook of `tests/addin/conftest.py`, small enough to reckon by hand."""
    document = office.open()
    for name, rows in (("Продажи", SALES), ("Расходы", SPEND), ("План", PLAN)):
        office.add_sheet(document, name, 1)
        width = "ABCDEFGH"[len(rows[0]) - 1]
        office.put(document, name, f"A1:{width}{len(rows)}", typed(rows))
    office.put(document, "Sheet1", "A1:B3", [["2026-10", "VK"], ["2026-09", "Яндекс"], ["2025-01", "SEO"]])
    yield document
    office.close(document)


@pytest.fixture
def ask(office, book):
    def ask_(formula):
        office.put(book, "Sheet1", "H1", [[formula]])
        return office.get(book, "Sheet1", "H1")[0][0]

    return ask_


# Reckoned by hand from the workbook in tests/addin/conftest.py.
CELLS = {
    '=KPI_REVENUE("2026-10")': 10400,
    '=KPI_REVENUE("2026-10";"VK")': 5000,
    "=KPI_REVENUE(A1;B1)": 5000,
    "=KPI_REVENUE(A2;B2)": 4000,
    "=KPI_REVENUE(DATE(2026;9;15))": 6000,
    "=KPI_REVENUE(2026)": 16400,
    '=KPI_REVENUE("окт 2026")': 10400,
    '=KPI_REVENUE("01.10.2026-09.10.2026")': 4000,
    '=KPI_CAC("2026-10")': 325,
    '=KPI_CAC("2026-10";"Яндекс")': 500,
    '=KPI_CAC("2026-10";"Email")': "#DIV/0!",  # money spent, nobody came
    '=KPI_CAC("2025-01")': "#N/A",
    '=KPI_CAC("2026-10";"Радио")': "#N/A",
    '=KPI_CAC("скоро")': "#VALUE!",
    "=KPI_CAC(Z99)": "#N/A",  # a forgotten cell is no other month
    "=KPI_CAC(NA())": "#N/A",
    "=KPI_CAC(1/0)": "#DIV/0!",
    '=KPI_TARGET("САС";"2026-10")': 260,  # in Cyrillic letters
    '=KPI_CHANGE("revenue";"2026-10")': 10400 / 6000 - 1,
    '=KPI_CHANGE("выручка";"2026-10";;"план")': 10400 / 13000 - 1,
    "=KPI_CALC_CAC(12000;400)": 30,
    "=KPI_CALC_CAC(12000;0)": "#DIV/0!",
    "=KPI_CALC_CAC($Расходы.C2:C6;4)": 550,
    '=IFERROR(KPI_CAC("2025-01");"нет")': "нет",
    '=SUM(KPI_REVENUE("2026-10");KPI_REVENUE("2026-09"))': 16400,
    '=ISNA(KPI_CAC("2025-01"))': 1,
    '=KPI_REVENUE("2026-10";;$Продажи.A1:E9)': 10400,
    '=KPI_CAC("2026-10";;$Продажи.A1:E9;$Расходы.A1:C6)': 325,
    '=KPI_CAC("2026-10";;$Продажи.A1:E9;$Расходы.A1:C4)': 250,  # of two rows of spend one was handed over
    "=ROWS(KPI_CHANNELS(2026))": 4,
}  # fmt: skip


@pytest.mark.parametrize("formula", CELLS)
def test_cell(ask, formula):
    expected = CELLS[formula]
    assert ask(formula) == (expected if isinstance(expected, str) else pytest.approx(expected, rel=1e-12))


ARRAYS = {
    # periods down, channels across
    ("C1:D2", "=KPI_REVENUE(A1:A2;TRANSPOSE(B1:B2))"): [[5000, 5000], [2000, 4000]],
    # beyond the shorter of two lists is #N/A, as in Excel
    ("C1:C3", "=KPI_REVENUE(A1:A3;B1:B2)"): [[5000], [4000], ["#N/A"]],
    ("C1:C3", "=KPI_CAC(A1:A3)"): [[325], [300], ["#N/A"]],
    ("C1:D3", '=KPI_TABLE({"revenue"};A1:A2)'): [["Период", "Выручка"], ["2026-10", 10400], ["2026-09", 6000]],
    ("C1:C2", "=KPI_PERIODS()"): [["2026-09"], ["2026-10"]],
    ("C1:C2", "=KPI_REVENUE(A1:A2;;$Продажи.A1:E9)"): [[10400], [6000]],
}


def test_arrays(office, book):
    wrong = {}
    for (area, formula), expected in ARRAYS.items():
        office.array(book, "Sheet1", area, formula)
        found = office.get(book, "Sheet1", area)
        if found != expected:
            wrong[formula] = found
        office.array(book, "Sheet1", area, "")
    assert not wrong


def test_an_array_follows_the_tables(office, book):
    office.array(book, "Sheet1", "E1:E2", "=KPI_REVENUE(A1:A2)")
    office.put(book, "Продажи", "E9", [[500]])
    assert office.get(book, "Sheet1", "E1:E2") == [[10500], [6000]]
    office.put(book, "Продажи", "E9", [[400]])
    assert office.get(book, "Sheet1", "E1:E2") == [[10400], [6000]]
    office.array(book, "Sheet1", "E1:E2", "")


def test_texts(ask):
    told = ask('=KPI_EXPLAIN("cac";"2026-10")')
    assert "1 300" in told.replace("\xa0", " ").replace("\u202f", " ")
    assert "325" in told
    assert "нет" in ask('=KPI_EXPLAIN("нечто")') or "«нечто»" in ask('=KPI_EXPLAIN("нечто")')
    assert "31" in ask("=KPI_DATA()")


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_every_function_answers_as_in_the_host_free_table(ask, function):
    """Whatever can be asked without arguments of its own: the office changes no answer on its way to the cell."""
    own = workbook_of(Продажи=SALES, Расходы=SPEND, План=PLAN)
    needed = [each for each in function.arguments if not each.optional]
    if function.category == "calc":
        arguments = [float(number + 2) for number, _ in enumerate(needed)]
        text = ";".join(f"{each:g}" for each in arguments)
    else:
        given = {"kpi": "cac", "kpis": "revenue", "periods": "2026-10", "kind": "retention"}
        arguments = [given[each.key] for each in needed]
        text = ";".join(f'"{each}"' for each in arguments)
    expected = function.call(own, *arguments)
    while isinstance(expected, list):
        expected = expected[0]
    found = ask(f"={function.name}({text})")
    if function.name in ("KPI_EXPLAIN", "KPI_DATA", "KPI_SUGGEST"):  # these name the file
        assert isinstance(found, str)
    elif isinstance(expected, str):
        assert found == (str(expected) or None)
    else:
        assert found == pytest.approx(float(expected), rel=1e-12)


def test_the_wizard_tells_of_every_function_and_no_other(office):
    """An argument of type `any` may be left out, says Calc of all of them."""
    told = office.wizard("KPI_")
    expected = {
        name: [function.help.en, [[each.name.en, each.help.en, True] for each in function.arguments]]
        for name, function in FUNCTIONS.items()
    }
    assert told == expected
