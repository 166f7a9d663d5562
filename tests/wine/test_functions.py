"""Every function through the COM server, as Excel calls it: Windows' Python, xlwings' DLL, pywin32, all under Wine."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from addin.functions import FUNCTIONS, MISSING
from kpi_core.catalogue import catalogue
from tests.addin.test_samples import SAMPLES, agrees, expected, opened
from tests.wine import books
from tests.wine.books import OMITTED

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def cell(book: str, name: str, *arguments: Any) -> dict[str, Any]:
    return {"do": "cell", "book": book, "name": name, "arguments": [books.to_plain(each) for each in arguments]}


def full_name(path) -> str:
    return f"C:\\Отчёты\\{path.name}"


@pytest.fixture(scope="module")
def samples(excel):
    """All sample workbooks open in one Excel: each line of their Expected sheets, then every function there is."""
    steps, about = [], []
    for path in SAMPLES:
        for name, period, channel, value, reason in expected(path):
            known = name in catalogue()
            given = [period, channel or OMITTED] if known else [name, period, channel or OMITTED]
            steps.append(cell(full_name(path), f"KPI_{name.upper()}" if known else "KPI_TABLE", *given))
            about.append((path, "expected", name, period, channel, value, reason))
        for function in FUNCTIONS.values():
            steps.append(cell(full_name(path), function.name, *(arguments_of(function))))
            about.append((path, "every", function.name, None, None, None, None))
    found = excel.run({full_name(path): books.from_file(path) for path in SAMPLES}, [*steps, {"do": "counts"}])
    return list(zip(about, found["answers"], strict=False)), found["answers"][-1]


def arguments_of(function) -> list[Any]:
    """What each function can be asked for without knowing the workbook; the optional rest is left out."""
    if function.kpi is not None and not function.reads_workbook:
        return [[[9_000.0], [3_000.0]]] * len(function.arguments)
    needed = [argument for argument in function.arguments if not argument.optional]
    known = {"kpi": "cac", "kpis": [["cac", "выручка"]], "periods": [["2026-09"], ["2026-10"]], "kind": "retention"}
    return [known[argument.key] for argument in needed]


def test_the_expected_sheets(samples):
    wrong = []
    lines = [line for line in samples[0] if line[0][1] == "expected"]
    assert len(lines) > 160
    for (path, _, name, period, channel, value, reason), answer in lines:
        found = answer if name in catalogue() else answer[1][-1]
        if not agrees(found, value, reason):
            wrong.append((path.name, name, period, channel, "expected", value, reason, "got", found))
    assert not wrong


def test_every_function_answers_as_it_does_on_linux(samples):
    """The catalogue and the design, all of it, with each of the workbooks: not one answer may differ."""
    lines = [line for line in samples[0] if line[0][1] == "every"]
    assert len(lines) == len(FUNCTIONS) * len(SAMPLES)
    workbooks = {path: opened(path, date.today()) for path in SAMPLES}
    wrong = []
    for (path, _, name, *_), answer in lines:
        function = FUNCTIONS[name]
        ours = function.call(workbooks[path], *(MISSING if a is OMITTED else a for a in arguments_of(function)))
        if not same(answer, as_cells(ours)):
            wrong.append((path.name, name, "here", ours, "under Wine", answer))
    assert not wrong


def as_cells(answer: Any) -> Any:
    """A table of one cell is that cell, and of one row that row: so xlwings' server hands it over."""
    if isinstance(answer, list):
        rows = [[as_cells(each) for each in row] for row in answer]
        return rows if len(rows) > 1 else rows[0] if len(rows[0]) > 1 else rows[0][0]
    return str(answer) if isinstance(answer, str) else answer


def same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str | bool) or isinstance(other, str | bool):
        return one == other
    return one == pytest.approx(other, rel=1e-12)


def test_the_tables_are_looked_at_once_for_each_workbook(samples):
    assert samples[1]["looks"] == len(SAMPLES)


class TestManners:
    """What a formula does beyond its value."""

    TABLE = [["Дата", "Выручка"], [date(2026, 10, 5), 77.5]]  # noqa: RUF012
    BOOK = "C:\\Отчёты\\октябрь 2026.xlsx"
    OTHER = "D:\\Архив\\октябрь 2026.xlsx"

    @pytest.fixture(scope="class")
    @classmethod
    def found(cls, excel):
        book, other = books.orders(400), books.orders(200)
        steps = {
            "cyrillic": cell(cls.BOOK, "KPI_REVENUE", "окт 2026", "яндекс директ"),
            "explained": cell(cls.BOOK, "KPI_EXPLAIN", "САС", "2026-10"),
            "channels": cell(cls.BOOK, "KPI_CHANNELS"),
            "zero": cell(cls.BOOK, "KPI_CTR", "2026-10"),
            "wrong": cell(cls.BOOK, "KPI_CAC", "скоро"),
            "blank": cell(cls.BOOK, "KPI_CAC", None),
            "two periods": cell(cls.BOOK, "KPI_REVENUE", [["2026-10"], ["скоро"]]),
            "sum": cell(cls.BOOK, "KPI_CALC_CAC", [[9_000.0], ["примечание"], [3_000.0]], 400.0),
            "divided by zero": cell(cls.BOOK, "KPI_CALC_CAC", 1.0, 0.0),
            "spilled": cell(cls.BOOK, "KPI_ORDERS", [[date(2026, 9, 1)], [date(2026, 10, 1)]]),
            "a choice": cell(cls.BOOK, "KPI_SIGNIFICANT", "Заказы", "2026-10"),
            "other book": cell(cls.OTHER, "KPI_ORDERS", "2026-10"),
            "first again": cell(cls.BOOK, "KPI_ORDERS", "2026-10"),
            "tables": cell(cls.OTHER, "KPI_REVENUE", "2026-10", OMITTED, cls.TABLE),
            "edit": {"do": "edit", "book": cls.OTHER, "sheet": "Продажи", "row": 201, "column": 5, "value": 1e6},
            "after the edit": cell(cls.OTHER, "KPI_REVENUE", "2026-10"),
            "counts": {"do": "counts"},
        }  # fmt: skip
        opened = {cls.BOOK: books.from_book(book), cls.OTHER: books.from_book(other)}
        answers = excel.run(opened, list(steps.values()))["answers"]
        return dict(zip(steps, answers, strict=True)) | {"sales": [book.Worksheets[0], other.Worksheets[0]]}

    @staticmethod
    def october(sheet, channel=None) -> list[float]:
        """The revenue of each order of October, in a plain loop."""
        last = max(row for row, _ in sheet.cells)
        rows = [[sheet.cells[row, column] for column in range(1, 6)] for row in range(2, last + 1)]
        return [row[4] for row in rows if (row[0].year, row[0].month) == (2026, 10) and channel in (None, row[3])]

    def test_cyrillic_both_ways(self, found):
        assert found["cyrillic"] == sum(self.october(found["sales"][0], "Яндекс Директ")) > 0
        assert "Стоимость привлечения клиента" in found["explained"]
        assert sorted(row[0] for row in found["channels"]) == ["VK Реклама", "Поиск", "Рассылка", "Яндекс Директ"]

    def test_errors_are_the_texts_that_vba_turns_into_errors(self, found):
        assert (found["zero"], found["wrong"], found["blank"]) == ("#N/A", "#VALUE!", "#N/A")
        assert found["divided by zero"] == "#DIV/0!"

    def test_an_error_stands_in_the_cell_where_it_belongs(self, found):
        assert found["two periods"] == [[sum(self.october(found["sales"][0]))], ["#VALUE!"]]

    def test_a_range_is_summed_as_sum_does(self, found):
        assert found["sum"] == 30.0

    def test_dates_and_truths(self, found):
        assert found["spilled"][1] == [len(self.october(found["sales"][0]))]
        assert found["a choice"] in (True, False)

    def test_two_workbooks_of_one_name(self, found):
        mine, others = (len(self.october(sheet)) for sheet in found["sales"])
        assert (found["first again"], found["other book"]) == (mine, others)
        assert mine != others

    def test_tables_as_arguments(self, found):
        assert found["tables"] == 77.5

    def test_an_edit_is_seen_and_only_its_workbook_read_again(self, found):
        before = self.october(found["sales"][1])
        assert found["after the edit"] == sum(before[:-1]) + 1e6
        assert found["counts"]["looks"] == 3


def test_ten_thousand_orders_and_a_thousand_calls(excel):
    """A thousand formulas, each another; every answer as this process gives it, after one look at the tables."""
    name = "C:\\Отчёты\\заказы.xlsx"
    book = books.orders(10_000, name)
    sheet = book.Worksheets[0]
    days = [date(2024 + (10 + month) // 12, (10 + month) % 12 + 1, 1) for month in range(24)]
    channels = ["Яндекс Директ", "VK Реклама", "Поиск", "Рассылка"]
    asked = [(day, channel) for day in days for channel in channels] * 11
    steps = [cell(name, "KPI_REVENUE", day, channel) for day, channel in asked[:1_000]]
    answers = excel.run({name: books.from_book(book)}, [*steps, {"do": "counts"}])["answers"]
    sums: dict[tuple[int, int, str], float] = {}
    for row in range(2, 10_002):
        day, channel, money = (sheet.cells[row, column] for column in (1, 4, 5))
        key = (day.year, day.month, channel)
        sums[key] = sums.get(key, 0.0) + money
    assert answers[:-1] == [sums[day.year, day.month, channel] for day, channel in asked[:1_000]]
    assert answers[-1]["looks"] == 1
