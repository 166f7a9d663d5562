"""The KPI sheet: cards, this month against others, thirteen months, channels. Every number is a KPI function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .helper import serial
from .oracle import Answer, Oracle
from .periods import Period, month
from .sheets import BAD, BLUE, GOOD, INK, LINE, MUTED, PALE, WHITE, Book
from .stories import LAST_MONTHS, REPORT
from .words import KPIS

COMPARED = {
    "shop": "revenue net_revenue orders average_check new_customers repeat_rate conversion spend cac drr romi",
    "leads": "leads qualified_share conversion_lead_sale_calendar orders revenue average_check spend cpl cac drr",
    "summary": "revenue orders average_check leads new_customers conversion spend cpl cac drr romi",
}
MONTHS = {
    "shop": "revenue orders average_check new_customers repeat_rate conversion spend cac drr romi",
    "leads": "leads qualified_share conversion_lead_sale orders revenue average_check spend cpl cac drr",
    "summary": "revenue orders average_check leads new_customers conversion spend cpl cac drr",
}
CHANNELS = {
    "shop": "revenue sales_growth_mom orders average_check new_customers conversion spend cac drr roas",
    "leads": "leads qualified_share conversion_lead_sale orders revenue average_check spend cpl cac drr",
    "summary": "",
}
REPORT_CELL = "$C$3"
CARD_ROW, COMPARED_ROW = 4, 10  # zero-based rows where the sections start
HEADS = COMPARED_ROW + 2  # the row of the compared months, as a spreadsheet counts
NOW, BEFORE, YEAR = month(REPORT), month(REPORT).previous(), month(REPORT).year_before()
CARD_COLUMNS = ("B", "C:D", "E:F", "G:H", "I:J", "K:L")


@dataclass
class Pen:
    """Writes formulas with the values they must show."""

    book: Book
    oracle: Oracle
    sheet: Worksheet

    def kpi(self, cell: str, kpi: str, period_cell: str, period: Period, style: Format, channel: str = "") -> None:
        argument = f",$B{cell.lstrip('ABCDEFGHIJKL')}" if channel else ""
        found = self.oracle.ask(kpi, period, channel or None)
        self.put(cell, f"=KPI_{kpi.upper()}({period_cell}{argument})", style, found)

    def change(self, cell: str, kpi: str, against: str, style: Format) -> None:
        word, found = {
            "month": (self.book.say("м/м", "mom"), self.oracle.change(kpi, NOW, BEFORE)),
            "year": (self.book.say("г/г", "yoy"), self.oracle.change(kpi, NOW, YEAR)),
            "plan": (self.book.say("план", "plan"), self.oracle.against_plan(kpi, NOW)),
        }[against]
        self.put(cell, f'=KPI_CHANGE("{kpi}",{REPORT_CELL},,"{word}")', style, found)
        self.sign(cell, kpi)

    def put(self, cell: str, formula: str, style: Format, found: Answer) -> None:
        self.sheet.write_formula(cell, formula, style, found.cell)

    def sign(self, cells: str, kpi: str) -> None:
        """Green where the change is to the good, red where it is not; arrows say it too."""
        better = KPIS[kpi].better
        if better == "neutral":
            return
        for criteria, good in ((">", better == "higher"), ("<", better == "lower")):
            colour = self.book.book.add_format({"font_color": GOOD if good else BAD})
            rule = {"type": "cell", "criteria": criteria, "value": 0, "format": colour}
            self.sheet.conditional_format(cells, rule)


def write_kpi(book: Book, oracle: Oracle) -> None:
    sheet = book.add("KPI", GOOD)
    sheet.hide_gridlines(2)
    sheet.set_column("A:A", 2)
    sheet.set_column("B:B", 25, book.style())
    sheet.set_column("C:L", 14.3, book.style())
    pen = Pen(book, oracle, sheet)
    _title(pen)
    _cards(pen)
    after = _compared(pen)
    sheet.set_h_pagebreaks([after + 2])
    after = _months(pen, after + 2)
    if book.business.channels:
        after = _channels(pen, after + 2)
    _notes(pen, after + 1)
    sheet.freeze_panes(3, 0)
    sheet.set_selection("C3")
    sheet.print_area(0, 0, after + 6, 11)


def _title(pen: Pen) -> None:
    book, sheet = pen.book, pen.sheet
    sheet.set_row(0, 30)
    title = book.say("KPI маркетинга", "Marketing KPIs")
    sheet.write("B1", f"{book.business.company} · {title}", book.style(bold=True, font_size=20))
    sheet.set_row(2, 20)
    sheet.write("B3", book.say("Отчётный месяц", "Report month"), book.style(font_color=MUTED))
    line = {"bottom": 2, "bottom_color": BLUE, "font_color": BLUE}
    month_style = book.style(num_format=book.month_format, bold=True, font_size=12, align="left", **line)
    sheet.merge_range("C3:D3", None, month_style)
    sheet.write_number("C3", serial(REPORT), month_style)
    hint = book.say("← поставьте первое число другого месяца", "← put the first day of another month here")
    sheet.write("E3", hint, book.style(font_color=MUTED, italic=True))


def _cards(pen: Pen) -> None:
    book, sheet = pen.book, pen.sheet
    for row, height in enumerate((20, 34, 18, 18), start=CARD_ROW):
        sheet.set_row(row, height)
    sheet.set_row(CARD_ROW + 4, 8)
    for kpi, columns in zip(book.business.cards, CARD_COLUMNS, strict=True):
        card = {"bg_color": PALE, "left": 5, "left_color": WHITE, "indent": 1, "align": "left"}
        cells = [_card_cell(sheet, columns, CARD_ROW + 1 + line) for line in range(4)]
        blank = [book.style(**card) for _ in range(4)]
        for cell, style in zip(cells, blank, strict=True):
            if ":" in cell:
                sheet.merge_range(cell, None, style)
        first = [cell.split(":")[0] for cell in cells]
        sheet.write(first[0], KPIS[kpi].name(book.business.language), book.style(**card, font_color=MUTED))
        big = book.style(**card, bold=True, font_size=20, num_format=book.of(kpi))
        pen.kpi(first[1], kpi, REPORT_CELL, NOW, big)
        for cell, against, word in (
            (first[2], "month", book.say("м/м", "m/m")),
            (first[3], "year", book.say("г/г", "y/y")),
        ):
            pen.change(cell, kpi, against, book.style(**card, num_format=_signed(book, kpi, word + "  ")))


def _card_cell(sheet: Worksheet, columns: str, row: int) -> str:
    left, _, right = columns.partition(":")
    return f"{left}{row}:{right}{row}" if right else f"{left}{row}"


def _signed(book: Book, kpi: str, lead: str = "") -> str:
    """Arrow, sign and number; percentages change by points of a percent."""
    points = KPIS[kpi].unit == "percent"
    digits = "0.00" if book.of(kpi) == "0.00%" else "0.0"
    unit = f'{digits}%"{book.say(" п.", "-pt")}"' if points else "0.0%"
    return f'"{lead}▲ +"{unit};"{lead}▼ −"{unit};"{lead}■ "{unit}'


def _section(pen: Pen, row: int, text: str) -> None:
    pen.sheet.set_row(row, 24)
    pen.sheet.write(row, 1, text, pen.book.style(bold=True, font_size=14, font_color=BLUE))


def _heads(pen: Pen, row: int, heads: list[str]) -> None:
    pen.sheet.set_row(row, 44 if max(map(len, heads)) > 24 else 32 if max(map(len, heads)) > 12 else 22)
    for column, head in enumerate(heads, start=1):
        pen.sheet.write(row, column, head, _head(pen.book, column))


def _head(book: Book, column: int, **more: object) -> Format:
    align = "left" if column == 1 else "right"
    base = {"font_color": MUTED, "text_wrap": True, "align": align, "valign": "bottom"}
    return book.style(**{**base, "bottom": 1, "bottom_color": INK, **more})


def _compared(pen: Pen) -> int:
    book, sheet = pen.book, pen.sheet
    planned = {target.kpi for target in book.business.targets if target.channel is None}
    against = book.say("Месяц против прошлого и года назад", "The month against the last and a year ago")
    with_plan = book.say("Месяц против прошлого, года назад и плана", "The month against the last, a year ago and plan")
    _section(pen, COMPARED_ROW, with_plan if planned else against)
    plan_heads = [book.say("План", "Plan"), book.say("К плану", "Against plan")] if planned else []
    heads = [book.say("Показатель", "KPI"), "", "", book.say("м/м", "m/m"), "", book.say("г/г", "y/y"), *plan_heads]
    _heads(pen, HEADS - 1, heads)
    for column, head in enumerate(heads, start=1):
        if column in (4, 6, 8):
            sheet.write(HEADS - 1, column, head, _head(book, column, indent=1))
    short = _head(book, 2, num_format=book.month_format)
    for cell, formula, day in (
        (f"C{HEADS}", f"={REPORT_CELL}", REPORT),
        (f"D{HEADS}", f"=EDATE({REPORT_CELL},-1)", BEFORE.first),
        (f"F{HEADS}", f"=EDATE({REPORT_CELL},-12)", YEAR.first),
    ):
        sheet.write_formula(cell, formula, short, serial(day))
    trend_column = len(heads) + 1
    sheet.write(HEADS - 1, trend_column, book.say("13 месяцев", "13 months"), _head(book, trend_column))
    row = HEADS
    for kpi in COMPARED[book.business.kind].split():
        _compared_row(pen, row, kpi, kpi in planned)
        _sparkline(pen, row, trend_column, kpi)
        row += 1
    return row


def _line(book: Book, **more: object) -> Format:
    return book.style(bottom=1, bottom_color=LINE, **more)


def _compared_row(pen: Pen, row: int, kpi: str, planned: bool) -> None:
    book, sheet = pen.book, pen.sheet
    sheet.set_row(row, 19)
    number = _line(book, num_format=book.of(kpi))
    signed = _line(book, num_format=_signed(book, kpi), align="right", indent=1)
    sheet.write(row, 1, KPIS[kpi].name(book.business.language), _line(book))
    place = row + 1
    pen.kpi(f"C{place}", kpi, f"C${HEADS}", NOW, _line(book, num_format=book.of(kpi), bold=True))
    pen.kpi(f"D{place}", kpi, f"D${HEADS}", BEFORE, number)
    pen.change(f"E{place}", kpi, "month", signed)
    pen.kpi(f"F{place}", kpi, f"F${HEADS}", YEAR, number)
    pen.change(f"G{place}", kpi, "year", signed)
    if planned:
        found = pen.oracle.target(kpi, NOW)
        pen.put(f"H{place}", f'=KPI_TARGET("{kpi}",C${HEADS})', number, Answer(found, "no_plan"))
        pen.change(f"I{place}", kpi, "plan", signed)
    elif book.business.targets:
        for column in "HI":
            sheet.write_blank(f"{column}{place}", None, _line(book))


def _sparkline(pen: Pen, row: int, column: int, kpi: str) -> None:
    """Drawn from the block of months below, where the KPI has a column of its own."""
    pen.sheet.write_blank(row, column, None, _line(pen.book))
    shown = MONTHS[pen.book.business.kind].split()
    if kpi not in shown:
        return
    letter = "CDEFGHIJKL"[shown.index(kpi)]
    first = HEADS + len(COMPARED[pen.book.business.kind].split()) + 5
    pen.sheet.add_sparkline(
        row,
        column,
        {
            "range": f"KPI!${letter}${first}:${letter}${first + 12}",
            "type": "column",
            "series_color": "#A9BBD3",
            "last_point": True,
            "last_color": BLUE,
            "min": 0,
        },
    )


def _months(pen: Pen, row: int) -> int:
    book, sheet = pen.book, pen.sheet
    kpis = MONTHS[book.business.kind].split()
    _section(pen, row, book.say("Тринадцать месяцев", "Thirteen months"))
    _heads(pen, row + 1, [book.say("Месяц", "Month"), *_names(book, kpis)])
    for place, day in enumerate(LAST_MONTHS):
        line, last = row + 2 + place, day == REPORT
        look: dict[str, object] = {"bold": True, "bg_color": PALE} if last else {}
        formula = f"=EDATE({REPORT_CELL},{place - 12})" if not last else f"={REPORT_CELL}"
        sheet.write_formula(
            line, 1, formula, _line(book, num_format=book.month_format, align="left", **look), serial(day)
        )
        for column, kpi in zip("CDEFGHIJKL", kpis, strict=True):
            style = _line(book, num_format=book.of(kpi), **look)
            pen.kpi(f"{column}{line + 1}", kpi, f"$B{line + 1}", month(day), style)
    end = row + 2 + len(LAST_MONTHS)
    _grey_errors(pen, row + 2, end - 1)
    return end


def _channels(pen: Pen, row: int) -> int:
    book, sheet = pen.book, pen.sheet
    kpis = CHANNELS[book.business.kind].split()
    _section(pen, row, book.say("Каналы в отчётном месяце", "Channels in the report month"))
    _heads(pen, row + 1, [book.say("Канал", "Channel"), *_names(book, kpis)])
    first = row + 2
    for line, channel in enumerate(book.business.channels, start=first):
        sheet.write(line, 1, channel, _line(book))
        for column, kpi in zip("CDEFGHIJKL", kpis, strict=True):
            style = _line(book, num_format=_plain_or_signed(book, kpi))
            pen.kpi(f"{column}{line + 1}", kpi, REPORT_CELL, NOW, style, channel)
    total = first + len(book.business.channels)
    strong = {"bold": True, "top": 1, "top_color": INK, "bg_color": PALE}
    sheet.write(total, 1, book.say("Все каналы", "All channels"), book.style(**strong))
    for column, kpi in zip("CDEFGHIJKL", kpis, strict=True):
        style = book.style(**strong, num_format=_plain_or_signed(book, kpi))
        pen.kpi(f"{column}{total + 1}", kpi, REPORT_CELL, NOW, style)
        if kpi == "sales_growth_mom":
            pen.sign(f"{column}{first + 1}:{column}{total + 1}", kpi)
    for kpi, colour in (("new_customers", "#BFD3EA"), ("spend", "#F0CFC9"), ("leads", "#BFD3EA")):
        if kpi in kpis:
            column = "CDEFGHIJKL"[kpis.index(kpi)]
            bar = {"type": "data_bar", "bar_color": colour, "bar_solid": True, "bar_no_border": True, "min_value": 0}
            sheet.conditional_format(f"{column}{first + 1}:{column}{total}", {**bar, "min_type": "num"})
    _grey_errors(pen, first, total)
    return total + 1


def _plain_or_signed(book: Book, kpi: str) -> str:
    return '"▲ +"0.0%;"▼ −"0.0%;"■ "0.0%' if kpi == "sales_growth_mom" else book.of(kpi)


def _names(book: Book, kpis: list[str]) -> Iterator[str]:
    for kpi in kpis:
        yield KPIS[kpi].name(book.business.language)


def _grey_errors(pen: Pen, first: int, last: int) -> None:
    grey = pen.book.book.add_format({"font_color": "#9AA6B6"})
    rule = {"type": "formula", "criteria": f"=ISERROR($C{first + 1})".replace("$C", "C"), "format": grey}
    pen.sheet.conditional_format(first, 2, last, 11, rule)


def _notes(pen: Pen, row: int) -> None:
    book, sheet = pen.book, pen.sheet
    quiet = book.style(font_color=MUTED)
    lines = [
        book.say(
            "Показатели в процентах меняются на процентные пункты («% п.»), остальные — в процентах. "
            "Зелёное — к лучшему, красное — к худшему.",
            "Percentages change by percentage points (%-pt), everything else by percent. "
            "Green is for the better, red for the worse.",
        )
    ]
    if book.business.channels:
        lines.append(
            book.say(
                "#Н/Д — для канала нет строк расходов: стоимость клиента неизвестна, а не равна нулю. "
                "Зарплаты и сервисы записаны без канала, поэтому в строке «Все каналы» расход больше суммы каналов.",
                "#N/A: the channel has no rows of spend, so its cost is unknown rather than zero. Salaries and tools "
                "are recorded without a channel, so «All channels» spends more than the channels together.",
            )
        )
    if book.business.kind == "leads":
        lines.append(
            "«Лид → продажа» — по когорте: последние месяцы ещё дорастут, от лида до договора проходит до 40 дней. "
            "«Продажи ÷ лиды месяца» — по календарю."
        )
    for place, line in enumerate(lines, start=row):
        sheet.write(place, 1, line, quiet)
