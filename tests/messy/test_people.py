"""Files as people make and re-save them: each a trap, with the numbers counted by hand."""
# ruff: noqa: E501  the rows of files stand as they are

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from tests.messy.files import NARROW, NBSP, D, book, check, put, write

CASES = {}


def case(make):
    CASES[make.__name__] = make
    return make


@case
def nbsp_text_numbers_xlsx(d):
    return book(
        d / "Продажи окт.xlsx",
        {
            "Лист1": [
                ["Отчёт по продажам"],
                ["за октябрь 2026"],
                [],
                ["Дата", "№ заказа", "Клиент", "Сумма, руб."],
                ["01.10.2026", "A-1", "Иванов", f"12{NBSP}345,60"],
                ["02.10.2026", "A-2", "Петров", f"1{NARROW}000"],
                ["03.10.2026", "A-3", "Иванов", "999,9 ₽"],
                ["Итого:", "", "", f"14{NBSP}345,50"],
            ]
        },
    ), {("revenue", "2026-10"): 14345.5, ("orders", "2026-10"): 3}


@case
def cp1251_semicolon_total_middle(d):
    t = "Дата;Заказ №;Канал;Выручка\r\n01.10.2026;1;Директ;100,50\r\n02.10.2026;2;VK;200\r\nИтого за неделю 1;;;300,50\r\n08.10.2026;3;Директ;50,25\r\nИтого за неделю 2;;;50,25\r\nВСЕГО;;;350,75\r\n"
    return write(d / "выгрузка.csv", t, "cp1251"), {
        ("revenue", "2026-10"): 350.75,
        ("orders", "2026-10"): 3,
        ("finding", "total_disagrees"): False,
    }


@case
def utf16_tab(d):
    return write(
        d / "Кампании.csv",
        "\ufeffКампания\tДень\tПоказы\tКлики\tЦена\tСр. цена за клик\r\nПоиск\t2026-10-01\t1 000\t50\t1 234,50\t24,69\r\nСеть\t2026-10-02\t2 000\t20\t100,00\t5,00\r\n",
        "utf-16-le",
    ), {("spend", "2026-10"): 1334.5, ("clicks", ""): 70}


@case
def two_tables_side_by_side(d):
    rows = [
        ["Дата", "Заказ", "Выручка", "", "Дата", "Канал", "Расход"],
        [D(2026, 10, 1), "A1", 100, "", D(2026, 10, 1), "Директ", 30],
        [D(2026, 10, 2), "A2", 250, "", D(2026, 10, 3), "VK", 20],
        ["", "", "", "", D(2026, 10, 5), "VK", 7],
    ]
    return book(d / "Маркетинг.xlsx", {"Октябрь": rows}), {
        ("revenue", "2026-10"): 350,
        ("spend", "2026-10"): 57,
        ("orders", "2026-10"): 2,
    }


@case
def two_tables_titled_side_by_side(d):
    rows = [
        ["Продажи", "", "", "", "Расходы"],
        ["Дата", "Заказ", "Выручка", "", "Дата", "Канал", "Сумма"],
        [D(2026, 10, 1), "A1", 100, "", D(2026, 10, 1), "Директ", 30],
        [D(2026, 10, 2), "A2", 250, "", D(2026, 10, 3), "VK", 20],
    ]
    return book(d / "Маркетинг.xlsx", {"Октябрь": rows}), {("revenue", "2026-10"): 350, ("spend", "2026-10"): 50}


@case
def sheet_a_month_mixed(d):
    h = ["Дата", "Заказ", "Выручка"]
    return book(
        d / "2026.xlsx",
        {
            "Январь": [h, [D(2026, 1, 3), "1", 10]],
            "фев 26": [h, [D(2026, 2, 3), "2", 20]],
            "Март 2026": [h, [D(2026, 3, 3), "3", 30]],
            "04.2026": [h, [D(2026, 4, 3), "4", 40]],
            "Май ": [h, [D(2026, 5, 3), "5", 50]],
        },
    ), {("revenue", ""): 150, ("orders", ""): 5, ("revenue", "2026-02"): 20}


@case
def sheet_a_month_no_dates(d):
    h = ["Канал", "Расход", "Клики"]
    return book(
        d / "Бюджет 2026.xlsx",
        {
            "Январь": [h, ["Директ", 10, 1], ["VK", 5, 1]],
            "фев 26": [h, ["Директ", 20, 1]],
            "Март 2026": [h, ["Директ", 30, 1]],
            "04.2026": [h, ["Директ", 40, 1]],
            "Май_2026": [h, ["Директ", 50, 1]],
            "июн'26": [h, ["Директ", 60, 1]],
        },
    ), {("spend", ""): 215, ("spend", "2026-04"): 40, ("spend", "2026-02"): 20, ("spend", "2026-06"): 60}


@case
def text_dates_ru(d):
    t = "Дата;Номер заказа;Выручка\n1 октября 2026 г.;1;100\n02 окт. 2026;2;200\n3 окт 2026г;3;300\n04.10.26;4;400\n5/10/2026;5;500\n2026-10-06T12:00:00+03:00;6;600\n07.10.2026 10:15;7;700\nпт, 9 октября 2026;8;800\n13/10/2026;9;900\n"
    return write(d / "заказы.csv", t), {("revenue", "2026-10"): 4500, ("orders", "2026-10"): 9}


@case
def okt26_months(d):
    t = "Месяц;Выручка;Заказы;Расходы на рекламу;Лиды\nсен.26;1000;10;100;50\nокт.26;2000;20;200;60\nнояб. 2026;3000;30;300;70\n"
    return write(d / "сводка.csv", t, "cp1251"), {
        ("revenue", "2026-10"): 2000,
        ("orders", "2026-09"): 10,
        ("leads", "2026-11"): 70,
    }


@case
def excel_serial_texts(d):
    t = "Дата;Номер заказа;Выручка\n46296;1;100\n46297;2;200\n46298,5;3;300\n"
    return write(d / "заказы.csv", t), {("revenue", "2026-10"): 600}


@case
def parens_and_suffix(d):
    t = 'Date,Order ID,Revenue\n2026-10-01,1,"$1,234.50"\n2026-10-02,2,"(200.00)"\n2026-10-03,3,"300 USD"\n2026-10-04,4,"-50.5"\n2026-10-05,5,"1,000.00-"\n'
    return write(d / "orders.csv", t), {("revenue", "2026-10"): 1234.5 - 200 + 300 - 50.5 - 1000}


@case
def hidden_rows_and_filter(d):
    p = d / "Продажи.xlsx"
    b = xlsxwriter.Workbook(str(p))
    s = b.add_worksheet("Продажи")
    rows = [["Дата", "Заказ", "Канал", "Выручка"]] + [
        [D(2026, 10, i), f"A{i}", "VK" if i % 2 else "Директ", i * 10] for i in range(1, 11)
    ]
    put(b, s, rows)
    s.autofilter(0, 0, 10, 3)
    s.filter_column(2, "x == VK")
    for i in range(1, 11):
        if not i % 2:
            s.set_row(i, options={"hidden": True})
    s.set_column(1, 1, None, None, {"hidden": True})
    s.freeze_panes(1, 0)
    h = b.add_worksheet("Архив")
    put(b, h, [["Дата", "Заказ", "Выручка"], [D(2026, 9, 1), "Z1", 5]])
    h.hide()
    b.close()
    return p, {("revenue", "2026-10"): 550, ("orders", "2026-10"): 10}


@case
def two_line_headers_merged(d):
    p = d / "Реклама.xlsx"
    b = xlsxwriter.Workbook(str(p))
    s = b.add_worksheet("Реклама")
    f = b.add_format()
    s.merge_range(0, 0, 1, 0, "Дата", f)
    s.merge_range(0, 1, 1, 1, "Канал", f)
    s.merge_range(0, 2, 0, 4, "Реклама", f)
    s.write_row(1, 2, ["Показы", "Клики", "Расход, ₽"])
    put(b, s, [[D(2026, 10, 1), "Директ", 100, 10, 50.5], [D(2026, 10, 2), "VK", 200, 5, 20]], 2)
    b.close()
    return p, {("spend", "2026-10"): 70.5, ("clicks", "2026-10"): 15}


@case
def merged_labels(d):
    p = d / "Расходы.xlsx"
    b = xlsxwriter.Workbook(str(p))
    s = b.add_worksheet("Расходы")
    f = b.add_format({"num_format": "mmm yyyy"})
    s.write_row(0, 0, ["Месяц", "Канал", "Расход"])
    s.merge_range(1, 0, 3, 0, "", f)
    s.write_datetime(1, 0, dt.datetime(2026, 9, 1), f)
    s.merge_range(4, 0, 5, 0, "", f)
    s.write_datetime(4, 0, dt.datetime(2026, 10, 1), f)
    for r, (c, v) in enumerate([("Директ", 10), ("VK", 20), ("Avito", 30), ("Директ", 40), ("VK", 50)], 1):
        s.write_row(r, 1, [c, v])
    b.close()
    return p, {("spend", "2026-09"): 60, ("spend", "2026-10"): 90, ("spend", "2026-10", "VK"): 50}


@case
def merged_channel(d):
    p = d / "Расходы.xlsx"
    b = xlsxwriter.Workbook(str(p))
    s = b.add_worksheet("Расходы")
    f = b.add_format()
    s.write_row(0, 0, ["Канал", "Месяц", "Расход"])
    s.merge_range(1, 0, 2, 0, "Директ", f)
    s.merge_range(3, 0, 4, 0, "VK", f)
    for r, (m, v) in enumerate(
        [("сен 2026", 10), ("окт 2026", 20), ("сен 2026", 30), ("окт 2026", 40), ("окт 2026", 50)], 1
    ):
        s.write_row(r, 1, [m, v])
    b.close()
    return p, {("spend", "2026-10"): 110, ("spend", "2026-10", "VK"): 40, ("spend", "2026-10", "Директ"): 20}


@case
def formulas_cached(d):
    p = d / "Продажи.xlsx"
    b = xlsxwriter.Workbook(str(p))
    s = b.add_worksheet("Продажи")
    f = b.add_format({"num_format": "dd.mm.yyyy"})
    s.write_row(0, 0, ["Дата", "Заказ", "Цена", "Кол-во", "Выручка"])
    for r in range(1, 4):
        s.write_datetime(r, 0, dt.datetime(2026, 10, r), f)
        s.write(r, 1, r)
        s.write(r, 2, 10 * r)
        s.write(r, 3, 2)
        s.write_formula(r, 4, f"=C{r + 1}*D{r + 1}", None, 20 * r)
    s.write(4, 0, "Итого")
    s.write_formula(4, 4, "=SUM(E2:E4)", None, 120)
    b.close()
    return p, {("revenue", "2026-10"): 120, ("orders", "2026-10"): 3}


@case
def overlapping_exports(d):
    h = "Дата;Номер заказа;Выручка\n"
    write(d / "a.csv", h + "01.10.2026;1;100\n02.10.2026;2;200\n")
    write(d / "b.csv", h + "02.10.2026;2;200\n03.10.2026;3;300\n")
    return d, {("revenue", "2026-10"): "ambiguous"}


@case
def same_export_twice(d):
    h = "Дата;Канал;Расход\n01.10.2026;VK;100\n02.10.2026;VK;200\n"
    write(d / "Расходы.csv", h)
    write(d / "Расходы (1).csv", h)
    return d, {("spend", "2026-10"): 300, ("finding", "copy_left_out"): True}


@case
def same_export_twice_orders(d):
    h = "Дата;Номер заказа;Выручка\n01.10.2026;1;100\n02.10.2026;2;200\n"
    write(d / "Заказы.csv", h)
    write(d / "Заказы копия.csv", h)
    return d, {("revenue", "2026-10"): 300, ("orders", "2026-10"): 2}


@case
def empty_columns_between(d):
    rows = [
        ["", "Дата", "", "Заказ", "", "", "Выручка"],
        ["", D(2026, 10, 1), "", "A1", "", "", 100],
        ["", D(2026, 10, 2), "", "A2", "", "", 250],
    ]
    return book(d / "Продажи.xlsx", {"Лист1": rows}), {("revenue", "2026-10"): 350, ("orders", ""): 2}


@case
def total_in_other_column(d):
    t = "№;Дата;Заказ;Менеджер;Выручка\n1;01.10.2026;A1;Петров;100\n2;02.10.2026;A2;Сидоров;200\n;;;ИТОГО:;300\n"
    return write(d / "продажи.csv", t, "cp1251"), {("revenue", "2026-10"): 300, ("orders", ""): 2}


@case
def total_right_of_text(d):
    t = "Дата;Заказ;Менеджер;Комментарий;Выручка\n01.10.2026;A1;Петров;;100\n02.10.2026;A2;Сидоров;ок;200\n;;Отдел;Всего;300\n"
    return write(d / "продажи.csv", t, "cp1251"), {("revenue", "2026-10"): 300, ("orders", ""): 2}


@case
def unlabelled_total_row(d):
    t = "Дата;Заказ;Выручка\n01.10.2026;A1;100\n02.10.2026;A2;200\n;;300\n"
    return write(d / "продажи.csv", t, "cp1251"), {("revenue", "2026-10"): 300, ("orders", ""): 2}


@case
def utm_garbage(d):
    t = "Дата создания;ID лида;utm_source;utm_medium\n01.10.2026;1;yandex;cpc\n01.10.2026;2;Yandex;CPC\n02.10.2026;3;yandex%20;cpc\n02.10.2026;4;{utm_source};{utm_medium}\n02.10.2026;5;vk_ads;\n03.10.2026;6;(none);(none)\n03.10.2026;7;google;organic\n03.10.2026;8;;\n"
    return write(d / "лиды.csv", t), {("leads", "2026-10"): 8, ("leads", "2026-10", "Яндекс.Директ"): 3}


@case
def ids_scientific(d):
    t = "Дата;Номер заказа;Выручка\n01.10.2026;1,03E+19;100\n02.10.2026;1,03E+19;200\n03.10.2026;1,03E+19;300\n"
    return write(d / "заказы.csv", t), {("revenue", "2026-10"): 600, ("finding", "ids_damaged"): True}


@case
def ids_scientific_dot(d):
    t = "Date,Order ID,Revenue\n2026-10-01,1.03E+19,100\n2026-10-02,1.03E+19,200\n"
    return write(d / "orders.csv", t), {("revenue", "2026-10"): 300, ("finding", "ids_damaged"): True}


@case
def phones(d):
    t = "Дата;Заказ;Телефон;Выручка\n01.10.2026;1;+7 (916) 123-45-67;100\n02.10.2026;2;89161234567;200\n03.10.2026;3;7 916 123 45 67;50\n04.10.2026;4;9161234567;10\n05.10.2026;5;79990000000;1\n"
    return write(d / "заказы.csv", t), {("customers", "2026-10"): 2, ("revenue", ""): 361}


@case
def phones_floats(d):
    rows = [
        ["Дата", "Заказ", "Телефон", "Выручка"],
        [D(2026, 10, 1), 1, 79161234567.0, 100],
        [D(2026, 10, 2), 2, "+7 916 123-45-67", 5],
        [D(2026, 10, 3), 3, "8-916-123-45-67; 8-999-111-22-33", 5],
    ]
    return book(d / "Продажи.xlsx", {"Лист1": rows}), {("customers", "2026-10"): 1}


@case
def won_mixed(d):
    t = "Дата заявки;Номер заявки;Канал;Статус;Сумма\n01.10.2026;1;VK;Успешно реализовано;100\n02.10.2026;2;VK;успешно реализована;200\n03.10.2026;3;VK;ОПЛАЧЕНО;300\n04.10.2026;4;VK;В работе;400\n05.10.2026;5;VK;Отказ;500\n06.10.2026;6;VK; Оплачен ;600\n"
    return write(d / "заявки.csv", t), {("leads", "2026-10"): 6, ("finding", "won_by_status"): True}


@case
def currency_in_header_thousand(d):
    t = "Месяц;Выручка (тыс. руб.);Заказы\nсентябрь 2026;1 234,5;100\nоктябрь 2026;2 000;200\n"
    return write(d / "итоги.csv", t, "cp1251"), {("revenue", "2026-09"): 1234500, ("orders", "2026-10"): 200}


@case
def percent_texts(d):
    t = "Дата;Канал;Расход;Показы;Клики;CTR;ДРР\n01.10.2026;VK;100,5;1000;10;1,00%;12,5%\n02.10.2026;VK;200;2000;30;1,5 %;10%\n"
    return write(d / "реклама.csv", t), {("spend", "2026-10"): 300.5, ("ctr", "2026-10"): 40 / 3000}


@case
def comment_below(d):
    rows = [
        ["Дата", "Заказ", "Выручка"],
        [D(2026, 10, 1), "A1", 100],
        [D(2026, 10, 2), "A2", 250],
        [],
        ["* данные без учёта доставки"],
        ["Подготовил: Иванов"],
    ]
    return book(d / "Продажи.xlsx", {"Лист1": rows}), {("revenue", "2026-10"): 350, ("orders", ""): 2}


@case
def excel_table_with_total(d):
    p = d / "x.xlsx"
    b = xlsxwriter.Workbook(str(p))
    s = b.add_worksheet("Лист1")
    f = b.add_format({"num_format": "dd.mm.yyyy"})
    s.add_table(
        2,
        1,
        6,
        3,
        {
            "name": "Продажи",
            "total_row": True,
            "columns": [
                {"header": "Дата", "total_string": "Итого", "format": f},
                {"header": "Заказ"},
                {"header": "Выручка", "total_function": "sum"},
            ],
        },
    )
    for r in range(3, 6):
        s.write_datetime(r, 1, dt.datetime(2026, 10, r), f)
        s.write(r, 2, r)
        s.write(r, 3, r * 1.5)
    b.close()
    return p, {("revenue", "2026-10"): 18, ("orders", ""): 3}


@case
def trailing_x_and_gaps(d):
    t = "\n\nВыгрузка из CRM;;;\n;;;\nДата ;  Номер заказа;Выручка ;\n01.10.2026;1;100;\n;;;\n02.10.2026;2;200;\n\n03.10.2026;3;300;\n"
    return write(d / "crm.csv", t, "cp1251"), {("revenue", "2026-10"): 600, ("orders", ""): 3}


@case
def quoted_multiline(d):
    t = '\ufeff"Дата";"Номер заказа";"Комментарий";"Сумма заказа"\r\n"01.10.2026";"1";"доставить\r\nк 18:00; домофон";"1 000,50"\r\n"02.10.2026";"2";"он сказал ""да""";"2 000"\r\n'
    return write(d / "Заказы.csv", t), {("revenue", "2026-10"): 3000.5}


@case
def html_rowspan(d):
    t = "<html><meta charset=utf-8><table><tr><th>Месяц</th><th>Канал</th><th>Расход</th></tr><tr><td rowspan=2>сен 2026</td><td>VK</td><td>10</td></tr><tr><td>Директ</td><td>20</td></tr><tr><td rowspan=2>окт 2026</td><td>VK</td><td>30</td></tr><tr><td>Директ</td><td>40</td></tr></table></html>"
    return write(d / "Расходы.xls", t), {("spend", "2026-10"): 70, ("spend", "2026-10", "Директ"): 40}


@case
def plan_fact_columns(d):
    t = "Месяц;Канал;Расход план;Расход факт;Лиды план;Лиды факт\nсен 2026;VK;100;90;10;8\nокт 2026;VK;110;120;11;12\nокт 2026;Директ;200;210;20;19\n"
    return write(d / "план-факт.csv", t), {
        ("spend", "2026-10"): 330,
        ("leads", "2026-10"): 31,
        ("spend", "2026-10", "VK"): 120,
    }


@case
def plan_fact_two_rows(d):
    p = d / "ПланФакт.xlsx"
    b = xlsxwriter.Workbook(str(p))
    s = b.add_worksheet("Лист1")
    f = b.add_format()
    s.merge_range(0, 0, 1, 0, "Месяц", f)
    s.merge_range(0, 1, 0, 2, "Выручка", f)
    s.merge_range(0, 3, 0, 4, "Расходы", f)
    s.write_row(1, 1, ["план", "факт", "план", "факт"])
    s.write_row(2, 0, ["сен 2026", 1000, 900, 100, 95])
    s.write_row(3, 0, ["окт 2026", 1100, 1200, 110, 115])
    b.close()
    return p, {("revenue", "2026-10"): 1200, ("spend", "2026-09"): 95}


@case
def header_no_vat_unit(d):
    t = "Дата;Канал;Расход без НДС, ₽\n01.10.2026;VK;100\n02.10.2026;VK;200\n"
    return write(d / "x.csv", t), {("spend", "2026-10"): 300}


@case
def spend_header_with_vat_words(d):
    t = "Дата;Канал;Расходы (с НДС 20%), руб\n01.10.2026;VK;120\n02.10.2026;VK;240\n"
    return write(d / "x.csv", t), {("spend", "2026-10"): 360}


@case
def decimals_point_thousand_comma_ru(d):
    t = "Дата;Канал;Расход\n01.10.2026;VK;1.234,56\n02.10.2026;VK;2.000\n03.10.2026;VK;999\n"
    return write(d / "x.csv", t), {("spend", "2026-10"): 1234.56 + 2000 + 999}


@case
def excel_subtotals(d):
    p = d / "Расходы.xlsx"
    b = xlsxwriter.Workbook(str(p))
    s = b.add_worksheet("Расходы")
    f = b.add_format({"num_format": "dd.mm.yyyy"})
    rows = [
        ("Канал", "Дата", "Расход"),
        ("Директ", dt.datetime(2026, 10, 1), 10),
        ("Директ", dt.datetime(2026, 10, 2), 20),
        ("Директ Итог", "", 30),
        ("VK", dt.datetime(2026, 10, 1), 5),
        ("VK Итог", "", 5),
        ("Общий итог", "", 35),
    ]
    for r, row in enumerate(rows):
        for c, v in enumerate(row):
            if isinstance(v, dt.datetime):
                s.write_datetime(r, c, v, f)
            elif v != "":
                s.write(r, c, v)
    for r in (1, 2, 4):
        s.set_row(r, None, None, {"level": 2})
    for r in (3, 5):
        s.set_row(r, None, None, {"level": 1})
    b.close()
    return p, {("spend", "2026-10"): 35, ("spend", "2026-10", "Директ"): 30}


@case
def subtotals_monthly_no_blank_date(d):
    t = "Месяц;Канал;Расход\nокт 2026;Директ;10\nокт 2026;VK;20\nокт 2026;Итого по месяцу;30\nноя 2026;Директ;1\nноя 2026;VK;2\nноя 2026;Всего за ноябрь;3\n"
    return write(d / "Расходы.csv", t, "cp1251"), {("spend", "2026-10"): 30, ("spend", "2026-11"): 3}


@case
def subtotals_en(d):
    t = "Date,Channel,Cost\n2026-10-01,Google Ads,10\n2026-10-02,Google Ads,20\n,Google Ads Total,30\n2026-10-01,Meta,5\n,Meta Total,5\n,Grand Total,35\n"
    return write(d / "spend.csv", t), {("spend", "2026-10"): 35}


@case
def total_wine_is_no_total(d):
    t = "Date,Campaign,Channel,Cost\n2026-10-01,Total Wine,Google Ads,10\n2026-10-02,Total Wine,Google Ads,20\n2026-10-02,Brand Total,Google Ads,7\n"
    return write(d / "spend.csv", t), {("spend", "2026-10"): 37}


@case
def long_plan_fact(d):
    t = "Месяц;Показатель;План;Факт\nсен 2026;Выручка;1000;900\nсен 2026;Лиды;10;12\nокт 2026;Выручка;1100;1200\nокт 2026;Лиды;11;13\nокт 2026;Расходы;100;110\n"
    return write(d / "План-факт.csv", t), {
        ("revenue", "2026-10"): 1200,
        ("leads", "2026-09"): 12,
        ("spend", "2026-10"): 110,
    }


@case
def channels_across_groups(d):
    p = d / "Реклама.xlsx"
    b = xlsxwriter.Workbook(str(p))
    s = b.add_worksheet("Реклама")
    f = b.add_format()
    s.merge_range(0, 0, 1, 0, "Месяц", f)
    s.merge_range(0, 1, 0, 2, "Директ", f)
    s.merge_range(0, 3, 0, 4, "VK", f)
    s.write_row(1, 1, ["Расход", "Клики", "Расход", "Клики"])
    s.write_row(2, 0, ["сен 2026", 100, 10, 50, 5])
    s.write_row(3, 0, ["окт 2026", 200, 20, 70, 7])
    b.close()
    return p, {("spend", "2026-10"): 270, ("spend", "2026-10", "VK"): 70, ("clicks", "2026-10"): 27}


@case
def channels_across_simple(d):
    t = "Месяц;Директ;VK;Итого\nсен 2026;100;50;150\nокт 2026;200;70;270\n"
    return write(d / "Расходы.csv", t), {("spend", "2026-10"): 270, ("spend", "2026-10", "VK"): 70}


@case
def days_across(d):
    p = d / "Расходы октябрь 2026.xlsx"
    return book(
        p,
        {
            "Расходы": [
                ["Канал", D(2026, 10, 1), D(2026, 10, 2), D(2026, 10, 3)],
                ["Директ", 1, 2, 3],
                ["VK", 10, 20, 30],
                ["Итого", 11, 22, 33],
            ]
        },
    ), {("spend", "2026-10"): 66, ("spend", "2026-10", "VK"): 60}


@case
def mixed_currency_cells(d):
    t = "Дата;Заказ;Сумма\n01.10.2026;1;100 ₽\n02.10.2026;2;$50\n03.10.2026;3;200 руб.\n"
    return write(d / "продажи.csv", t), {("revenue", "2026-10"): 300, ("finding", "currencies_mixed"): True}


@case
def revenue_in_usd_only(d):
    t = "Date,Order ID,Amount (USD)\n2026-10-01,1,100\n2026-10-02,2,50.5\n"
    return write(d / "orders.csv", t), {("revenue", "2026-10"): 150.5}


@case
def amo_saved_by_excel_cp1251(d):
    t = "ID;Название сделки;Бюджет;Ответственный;Дата создания сделки;Дата закрытия;Этап сделки;Воронка;Источник;utm_source;utm_medium;Рабочий телефон\r\n1;С1;10 000;Иван;01.10.2026 10:00;05.10.2026 12:00;Успешно реализовано;Продажи;;yandex;cpc;'+79161234567\r\n2;С2;0;Иван;02.10.2026 10:00;;Первичный контакт;Продажи;Звонок;;;89160000000\r\n3;С3;5000;Иван;03.10.2026 10:00;04.10.2026;Закрыто и не реализовано;Продажи;;vk;cpc;\r\n"
    return write(d / "amocrm_export_leads.csv", t, "cp1251"), {
        ("leads", "2026-10"): 3,
        ("revenue", "2026-10"): 10000,
        ("leads", "2026-10", "Яндекс.Директ"): 1,
    }


@case
def direct_saved_by_excel(d):
    p = d / "Отчет.xlsx"
    return book(
        p,
        {
            "Отчет": [
                ["Клиент: Иванов (login)"],
                ["Отчет: Мастер отчетов"],
                ["Период: 01.10.2026 - 31.10.2026"],
                [],
                ["Дата", "Название кампании", "№ Кампании", "Расход, ₽", "Показы", "Клики", "CTR, %"],
                ["Итого", "", "-", f"1{NBSP}234,56", "300", "30", "10,00"],
                ["01.10.2026", "Поиск", "123456789", f"1{NBSP}000,56", "200", "20", "10,00"],
                ["02.10.2026", "РСЯ", "123456790", "234,00", "100", "10", "10,00"],
            ]
        },
    ), {("spend", "2026-10"): 1234.56, ("clicks", ""): 30, ("finding", "total_disagrees"): False}


@case
def google_ads_ru_monthly(d):
    t = 'Отчет о кампаниях\n1 октября 2026 г. - 31 октября 2026 г.\nКампания,Статус кампании,Показы,Клики,Цена,Ср. цена за клик,Код валюты\nПоиск,Включена,"1 000",50,"1 234,50","24,69",RUB\nСеть,Включена,"2 000",20,"100,00","5,00",RUB\nВсего: аккаунт,,"3 000",70,"1 334,50","19,06",RUB\n'
    return write(d / "Отчет о кампаниях.csv", t), {("spend", "2026-10"): 1334.5, ("clicks", "2026-10"): 70}


@case
def vk_ads_export(d):
    t = "Дата;Название кампании;Показы;Клики;Потрачено всего, ₽;CPC\n2026-10-01;Ретаргет;1000;10;500,25;50,02\n2026-10-02;Ретаргет;2000;20;600;30\n"
    return write(d / "vk_export.csv", t), {("spend", "2026-10"): 1100.25}


@case
def ozon_ads(d):
    t = "Дата;Кампания;Показы;Клики;Расход (руб., с НДС);Заказы, шт;Заказы, руб.;ДРР\n01.10.2026;К1;100;10;50,5;2;1000;5%\n02.10.2026;К1;200;20;60;3;1500;4%\n"
    return write(d / "ozon.csv", t), {("spend", "2026-10"): 110.5, ("clicks", "2026-10"): 30}


@case
def leads_from_google_form(d):
    t = "Отметка времени,Имя,Телефон,Откуда вы о нас узнали?\n01.10.2026 10:15:00,Анна,89161234567,Инстаграм\n02.10.2026 11:00:00,Борис,+7 916 000 00 00,Друзья\n"
    return write(d / "Заявки с сайта (Ответы).csv", t), {("leads", "2026-10"): 2}


@case
def tab_in_semicolon_trailing(d):
    t = "Дата;Номер заказа;Выручка;;;\n01.10.2026;1;100;;;\n02.10.2026;2;200;;;\n"
    return write(d / "заказы.csv", t, "cp1251"), {("revenue", "2026-10"): 300}


@case
def header_twice_in_middle(d):
    t = "Дата;Номер заказа;Выручка\n01.10.2026;1;100\nДата;Номер заказа;Выручка\n02.10.2026;2;200\n"
    return write(d / "заказы.csv", t), {("revenue", "2026-10"): 300, ("orders", "2026-10"): 2}


@case
def spaces_in_numbers_quotes(d):
    t = 'Дата;Номер заказа;Выручка\n01.10.2026;\'0001;"1 234"\n02.10.2026;="0002";2\'000.50\n'
    return write(d / "заказы.csv", t), {("revenue", "2026-10"): 3234.5, ("orders", "2026-10"): 2}


@case
def xlsx_named_csv(d):
    p = d / "tmp.xlsx"
    book(p, {"Лист1": [["Дата", "Заказ", "Выручка"], [D(2026, 10, 1), "A", 5]]})
    q = d / "Продажи.csv"
    p.rename(q)
    return q, {("revenue", "2026-10"): 5}


@case
def datetime_with_ampm(d):
    t = 'Date,Order ID,Total\n"Oct 1, 2026, 3:05 PM",1,10\n"Oct 2, 2026, 11:59 AM",2,20\n'
    return write(d / "orders.csv", t), {("revenue", "2026-10"): 30}


@case
def us_dates_undecided(d):
    t = "Date,Order ID,Total\n10/1/2026,1,10\n10/2/2026,2,20\n"
    return write(d / "orders.csv", t), {("finding", "date_undecided"): True, ("revenue", ""): "no_data"}


@case
def weeks(d):
    t = "Неделя;Расход;Клики\n28.09.2026 - 04.10.2026;100;10\n05.10.2026 - 11.10.2026;200;20\n"
    return write(d / "Расходы.csv", t), "даты в ней нет"


@case
def year_month_columns(d):
    t = "Год;Месяц;Выручка;Заказы\n2026;9;1000;10\n2026;10;2000;20\n"
    return write(d / "Сводка.csv", t), {("revenue", "2026-10"): 2000}


@case
def year_month_names(d):
    t = "Год;Месяц;Канал;Расход\n2026;Сентябрь;VK;10\n2026;Октябрь;VK;20\n"
    return write(d / "Расходы.csv", t), {("spend", "2026-10"): 20}


@case
def month_names_only(d):
    t = "Месяц;Канал;Расход\nСентябрь;VK;10\nОктябрь;VK;20\n"
    return write(d / "Расходы 2026.csv", t), {("spend", "2026-10"): 20}


@case
def month_names_no_year(d):
    t = "Месяц;Канал;Расход\nСентябрь;VK;10\nОктябрь;VK;20\n"
    return write(d / "Расходы.csv", t), {("finding", "month_of_no_year"): True, ("spend", ""): "no_data"}


@case
def date_parts_time_apart(d):
    t = "Дата;Время;Номер чека;Сумма чека;Карта клиента\n01.10.2026;10:15;0001;500,00;K1\n01.10.2026;10:20;0002;700,00;\n"
    return write(d / "чеки.csv", t), {("revenue", "2026-10"): 1200, ("orders", "2026-10"): 2}


@case
def refunds_column_negative(d):
    t = "Дата;Номер заказа;Выручка;Возврат\n01.10.2026;1;1000;0\n02.10.2026;2;500;-500\n"
    return write(d / "заказы.csv", t), {("refund", "2026-10"): 500, ("net_revenue", "2026-10"): 1000}


@case
def status_mixed_orders(d):
    t = "Дата заказа;Номер заказа;Сумма заказа;Статус\n01.10.2026;1;100;Выполнен\n02.10.2026;2;200;Отменён\n03.10.2026;3;300;отменен клиентом\n04.10.2026;4;400;Тестовый\n05.10.2026;5;500;Ждёт оплаты\n06.10.2026;6;600;Возврат\n07.10.2026;7;700;В обработке\n"
    return write(d / "заказы.csv", t), {("revenue", "2026-10"): 1400, ("finding", "status_unknown"): True}


@case
def dash_cells(d):
    t = "Дата;Канал;Расход;Показы;Клики\n01.10.2026;VK;100;-;—\n02.10.2026;VK;–;1 000;10\n03.10.2026;VK;н/д;2 000;20\n"
    return write(d / "x.csv", t), {("spend", "2026-10"): 100, ("clicks", "2026-10"): 30}


@case
def csv_comma_decimal_comma_quoted(d):
    t = 'Дата,Канал,Расход\n01.10.2026,VK,"1 234,50"\n02.10.2026,VK,"100,25"\n'
    return write(d / "x.csv", t), {("spend", "2026-10"): 1334.75}


@case
def unquoted_comma_decimal_in_comma_csv(d):
    t = "Дата,Канал,Расход\n01.10.2026,VK,1234,50\n02.10.2026,VK,100,25\n"
    return write(d / "x.csv", t), {("finding", "row_too_wide"): True, ("spend", ""): "no_data"}


@case
def campaigns_generic(d):
    t = "Дата;Кампания;Расход;Клики\n01.10.2026;ya_search_brand;100;10\n02.10.2026;Google | Поиск | МСК;50;5\n03.10.2026;Ретаргет осень;7;1\n"
    return write(d / "Расходы.csv", t), {
        ("spend", "2026-10"): 157,
        ("spend", "2026-10", "Яндекс.Директ"): 100,
        ("spend", "2026-10", "Google Ads"): 50,
        ("spend", "2026-10", "Ретаргет осень"): 7,
        ("finding", "channels_unknown"): True,
    }


@case
def campaigns_none_known(d):
    t = "Дата;Кампания;Расход;Клики\n01.10.2026;Бренд;100;10\n02.10.2026;Осень;50;5\n"
    return write(d / "Расходы.csv", t), {("spend", "2026-10"): 150, ("finding", "campaigns_unknown"): True}


@case
def campaigns_table(d):
    return book(
        d / "Книга.xlsx",
        {
            "Расходы": [["Дата", "Кампания", "Расход"], [D(2026, 10, 1), "Бренд", 100], [D(2026, 10, 2), "Осень", 50]],
            "Каналы": [["Как записано", "Канал"], ["Бренд", "Директ"], ["Осень", "VK"]],
        },
    ), {("spend", "2026-10", "Директ"): 100, ("spend", "2026-10", "VK"): 50}


@pytest.mark.parametrize("name", CASES)
def test_file(name: str, tmp_path: Path):
    check(*CASES[name](tmp_path))
