"""The sheet that explains, and the sheet of formulas with the values they show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from kpi_core.answer import Answer
from kpi_core.catalogue import find
from kpi_core.periods import Period
from kpi_core.starter import words
from kpi_core.starter.book import BLUE, GOLD, GREEN, INK, LINE, MUTED, PALE, Book

if TYPE_CHECKING:
    from kpi_core.cube import Cube

_MONTH_ROW, _FIRST_ROW = 3, 4
_MONTH_COLUMNS = "CDE"
_CHANGE_COLUMN = 5
# A spreadsheet counts days from here.
_SERIAL_ZERO = date(1899, 12, 30).toordinal()
_NOT_AVAILABLE, _DIVISION = "#N/A", "#DIV/0!"
_MISSING = {
    "no_base", "no_plan", "no_data", "no_customer_id", "not_additive", "monthly_only", "too_early", "ambiguous",
    "not_reached",
}  # fmt: skip


def write_start(book: Book, file: str, kind: words.Kind, *, empty: bool) -> None:
    """The first sheet: in a screenful, what the workbook is and what to do with it."""
    page = book.add(book.say(words.START), GOLD)
    page.hide_gridlines(2)
    page.set_column("A:A", 2)
    page.set_column("B:B", 4)
    page.set_column("C:C", 38)
    page.set_column("D:D", 82)
    page.set_row(0, 36)
    page.write("B1", book.say(words.TITLE), book.style(bold=True, font_size=22))
    page.write("B2", book.say(words.BLANK if empty else words.EXAMPLE), book.style(font_color=MUTED))
    line = _heading(book, page, 3, book.say(words.WHAT_TO_DO))
    shown = f'"{file}"' if " " in file else file
    for number, (what, how) in enumerate(words.STEPS, start=1):
        page.set_row(line, 20)
        page.write_number(line, 1, number, book.style(bold=True, font_color=BLUE, align="center"))
        page.write_string(line, 2, book.say(what), book.style(bold=True))
        page.write_string(line, 3, book.say(how).format(file=shown), book.style())
        line += 1
    line = _heading(book, page, line + 1, book.say(words.ON_SHEETS))
    tables = [(book.say(sheet.name), book.say(sheet.about)) for sheet in words.SHEETS[kind]]
    for name, about in [("KPI", book.say(words.KPI_ABOUT)), *tables]:
        page.set_row(line, 18)
        page.write_url(line, 2, f"internal:'{name}'!A1", book.style(font_color=BLUE, underline=1), name)
        page.write_string(line, 3, about, book.style(font_color=MUTED))
        line += 1
    note = book.style(bg_color=PALE, left=5, left_color=BLUE, indent=1)
    page.set_row(line + 1, 22)
    page.merge_range(line + 1, 1, line + 1, 3, book.say(words.ADDIN), note)
    page.activate()


def _heading(book: Book, page: Worksheet, line: int, text: str) -> int:
    page.set_row(line, 24)
    page.write(line, 1, text, book.style(bold=True, font_size=14, font_color=BLUE))
    return line + 1


def write_kpis(book: Book, kind: words.Kind, months: list[Period], cube: Cube | None) -> None:
    """Formulas for three months; each keeps the value that the engine gives for the same rows, #N/A where empty."""
    page = book.add("KPI", GREEN)
    page.hide_gridlines(2)
    page.set_column("A:A", 32)
    page.set_column("B:B", 84)
    page.set_column("C:F", 17)
    page.set_row(0, 30)
    page.write("A1", book.say(words.TITLE), book.style(bold=True, font_size=20))
    page.write("E3", book.say(words.MONTH_HINT), book.style(font_color=MUTED, italic=True, align="right"))
    _write_heads(book, page, months)
    line = _FIRST_ROW
    for head, kpis in ((words.CHOSEN_HEAD, words.CHOSEN[kind]), (words.MORE_HEAD, words.MORE[kind])):
        page.set_row(line, 24)
        page.write(line, 0, book.say(head), book.style(bold=True, font_size=12, font_color=BLUE))
        for name in kpis:
            line += 1
            _write_kpi(book, page, line, name, months, cube)
        line += 1
    page.freeze_panes(_FIRST_ROW, 1)


def _write_heads(book: Book, page: Worksheet, months: list[Period]) -> None:
    name, about, change = book.say(words.KPI_HEADS).split("|")
    left = book.style(font_color=MUTED, bottom=1, bottom_color=INK)
    right = book.style(font_color=MUTED, bottom=1, bottom_color=INK, align="right")
    month = book.style(num_format=book.month_format, bottom=1, bottom_color=INK, align="right")
    asked = book.style(
        num_format=book.month_format, bold=True, font_color=BLUE, bottom=2, bottom_color=BLUE, align="right"
    )
    page.set_row(_MONTH_ROW, 20)
    page.write(_MONTH_ROW, 0, name, left)
    page.write(_MONTH_ROW, 1, about, left)
    cell = f"${_MONTH_COLUMNS[-1]}${_MONTH_ROW + 1}"
    for place, shown in enumerate(months[-3:]):
        if place == 2:
            page.write_datetime(_MONTH_ROW, 2 + place, shown.start, asked)
        else:
            page.write_formula(_MONTH_ROW, 2 + place, f"=EDATE({cell},{place - 2})", month, shown.first - _SERIAL_ZERO)
    page.write(_MONTH_ROW, _CHANGE_COLUMN, change, right)


def _write_kpi(book: Book, page: Worksheet, line: int, name: str, months: list[Period], cube: Cube | None) -> None:
    kpi = find(name)
    under = {"bottom": 1, "bottom_color": LINE}
    page.set_row(line, 19)
    page.write(line, 0, book.say(kpi.label), book.style(**under))
    page.write(line, 1, book.say(kpi.summary), book.style(font_color=MUTED, **under))
    for column, month in zip(_MONTH_COLUMNS, months[-3:], strict=True):
        bold = {"bold": True} if column == _MONTH_COLUMNS[-1] else {}
        style = book.style(num_format=book.number(kpi.unit), **bold, **under)
        answer = Answer(None, "no_data") if cube is None else cube.kpi(name, month)
        _formula(page, f"{column}{line + 1}", f"=KPI_{name.upper()}({column}${_MONTH_ROW + 1})", style, answer)
    points = book.language == "ru"
    unit = f'0.0%"{" п." if points else "-pt"}"' if kpi.unit == "percent" else "0.0%"
    style = book.style(num_format=f"+{unit};−{unit};{unit}", align="right", **under)
    answer = Answer(None, "no_data") if cube is None else cube.change(name, months[-1], None, "mom")
    against = "м/м" if book.language == "ru" else "mom"
    cell = f"${_MONTH_COLUMNS[-1]}${_MONTH_ROW + 1}"
    _formula(page, f"F{line + 1}", f'=KPI_CHANGE("{name}",{cell},,"{against}")', style, answer)


def _formula(page: Worksheet, cell: str, formula: str, style: Format, answer: Answer) -> None:
    page.write_formula(cell, formula, style, cached(answer))


def cached(answer: Answer) -> float | str:
    """What a cell shows for an answer: a zero denominator is #DIV/0!, anything missing #N/A.

    Examples
    --------
    >>> cached(Answer(2.5)), cached(Answer(None, "no_leads")), cached(Answer(None, "no_data"))
    (2.5, '#DIV/0!', '#N/A')
    """
    if answer.value is not None:
        return answer.value
    return _NOT_AVAILABLE if answer.reason in _MISSING else _DIVISION
