"""The first sheet: in one screen, what the workbook is and what to do with it."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from .sheets import BLUE, GOLD, LINE, MUTED, PALE, Book
from .words import START

ABOUT = {
    "shop": (
        "Учебная книга: вымышленный интернет-магазин, 25 месяцев, шесть каналов. Октябрь 2026: выручка почти по плану, "
        "но одному каналу заплатили вдвое больше, а новых клиентов от него не прибавилось.",
        "A sample: an invented internet shop, 25 months, six channels. October 2026: revenue is close to plan, "
        "but one channel was paid twice as much and brought no more customers.",
    ),
    "leads": (
        "Учебная книга: вымышленная фирма ставит окна. Продажи идут через лиды, от заявки до договора 5–40 дней, "
        "поэтому когорта последнего месяца ещё не созрела. Три договора без даты — намеренно.",
        "",
    ),
    "summary": (
        "Учебная книга: вымышленная мастерская ведёт одну строку в месяц. Этого уже хватает для CAC, конверсии и ДРР.",
        "",
    ),
}
TRY = '=KPI_CAC()   =KPI_CAC("2026-Q3"{and_channel})   =KPI_REVENUE("2025")'
STEPS = {
    "ru": (
        (
            "Откройте лист KPI.",
            "Все числа там — формулы вида =KPI_CAC(C3). В ячейке C3 стоит отчётный месяц: смените его.",
        ),
        ("Попробуйте сами.", "В любой пустой ячейке: " + TRY),
        ("Вставьте свои данные", "под те же заголовки. Столбцы можно переставлять, лишние не мешают."),
        ("Получите отчёт для руководства:", "kpi report {file}.xlsx"),
        ("Проверьте строки, которые не прочитались:", "kpi check {file}.xlsx"),
    ),
    "en": (
        (
            "Open the KPI sheet.",
            "Every number there is a formula like =KPI_CAC(C3). C3 holds the report month: change it.",
        ),
        ("Try it yourself.", "In any empty cell: " + TRY),
        ("Put in your own data", "under the same headers. Columns may change places, further ones do no harm."),
        ("Make the report for the management:", "kpi report {file}.xlsx"),
        ("See the rows that could not be read:", "kpi check {file}.xlsx"),
    ),
}
CONTENTS = {
    "orders": ("заказы: строка — один заказ; возвраты, себестоимость", "a row an order; refunds, cost of goods"),
    "leads": ("заявки: строка — один лид; да/нет, дата и сумма договора", ""),
    "summary": ("строка — один месяц", ""),
    "spend": (
        "затраты: реклама, зарплаты, подрядчики, сервисы",
        "advertising by day and channel, salaries, contractors, tools",
    ),
    "visits": ("визиты по дням и каналам", "visits by day and channel"),
    "targets": ("планы по месяцам; по выручке — и по каналам", "targets by month; for revenue by channel as well"),
    "decisions": ("что решили, кто отвечает, что вышло", "what was decided, by whom, and what came of it"),
    "comments": ("слова аналитика, которые попадут в отчёт", "the analyst's words, printed in the report"),
    "settings": ("компания, валюта, язык, показатели отчёта", "company, currency, language, KPIs of the report"),
}
PLANS_WITHOUT_CHANNEL = "планы по месяцам"


def write_start(book: Book, file: str) -> None:
    business = book.business
    sheet = book.add(START[business.language], GOLD)
    sheet.hide_gridlines(2)
    sheet.set_column("A:A", 2)
    sheet.set_column("B:B", 4)
    sheet.set_column("C:C", 40)
    sheet.set_column("D:D", 84)
    sheet.set_row(0, 36)
    sheet.write("B1", business.company, book.style(bold=True, font_size=22))
    about = ABOUT[business.kind][0 if book.ru else 1]
    sheet.set_row(1, 36)
    sheet.merge_range("B2:D2", about, book.style(font_color=MUTED, text_wrap=True, valign="top"))
    row = _steps(book, sheet, 3, file)
    row = _contents(book, sheet, row + 1)
    note = book.say(
        "Надстройка не подключена? На листе KPI видны сохранённые значения, а после пересчёта — #ИМЯ?. "
        "Подключает её команда  kpi addin install.",
        "No add-in yet? The KPI sheet shows saved values, and #NAME? once it is recalculated. "
        "The command  kpi addin install  adds it.",
    )
    sheet.set_row(row + 1, 22)
    sheet.merge_range(row + 1, 1, row + 1, 3, note, book.style(bg_color=PALE, left=5, left_color=BLUE, indent=1))
    sheet.activate()
    sheet.set_first_sheet()


def _steps(book: Book, sheet: Worksheet, row: int, file: str) -> int:
    channel = "" if not book.business.channels else book.say(";", ",") + f'"{book.business.channels[1]}"'
    _heading(book, sheet, row, book.say("Что сделать за пять минут", "Five minutes with it"))
    for place, (what, detail) in enumerate(STEPS[book.business.language], start=1):
        line = row + place
        sheet.set_row(line, 20)
        number = book.style(bold=True, font_color=BLUE, align="center")
        sheet.write_number(line, 1, place, number)
        sheet.write_string(line, 2, what, book.style(bold=True))
        text = detail.format(file=file, and_channel=channel)
        sheet.write_string(line, 3, text, book.style())
    return row + len(STEPS[book.business.language]) + 1


def _contents(book: Book, sheet: Worksheet, row: int) -> int:
    _heading(book, sheet, row, book.say("Что на листах", "What is on the sheets"))
    business = book.business
    shown = book.say("карточки, сравнение, 13 месяцев", "cards, comparison, 13 months")
    channels = book.say(", каналы", ", channels") if business.channels else ""
    lines = [("KPI", shown + channels)]
    for name, (ru, en) in CONTENTS.items():
        if name == "settings" or getattr(business, name):
            text = PLANS_WITHOUT_CHANNEL if name == "targets" and business.kind == "leads" else book.say(ru, en)
            lines.append((book.tables[name].name, text))
    lines.append(
        (
            "Expected",
            book.say(
                "те же показатели обычными формулами таблицы: по ним книга проверяется",
                "the same KPIs by plain spreadsheet formulas: what the workbook is tested against",
            ),
        )
    )
    link = book.style(font_color=BLUE, underline=1, bottom=1, bottom_color=LINE)
    for line, (name, text) in enumerate(lines, start=row + 1):
        sheet.set_row(line, 18)
        sheet.write_blank(line, 1, None, book.style(bottom=1, bottom_color=LINE))
        sheet.write_url(line, 2, f"internal:'{name}'!A1", link, name)
        sheet.write_string(line, 3, text, book.style(bottom=1, bottom_color=LINE))
    return row + 1 + len(lines)


def _heading(book: Book, sheet: Worksheet, row: int, text: str) -> None:
    sheet.set_row(row, 24)
    sheet.write(row, 1, text, book.style(bold=True, font_size=14, font_color=BLUE))
