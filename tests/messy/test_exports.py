"""Exports of shops, CRM and payment systems that the profiles do not name, by their header lines and traps.

The headers are those of the systems' own exports; the rows are made by hand, and what they come to is added up beside
them by plain arithmetic.
"""
# ruff: noqa: E501  the rows of files stand as they are

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.messy.files import book, check, write

CASES = {}
D = dt.date


def case(make):
    CASES[make.__name__] = make
    return make


@case
def ecwid_total_in_each_line(d):
    """Ecwid repeats the order's total in each line: 35 + 10, and not 35 + 35 + 10"""
    t = "order_number,order_date,email,payment_status,order_subtotal,shipping_price,order_total,currency,sku,quantity,price,refunded_amount\n"
    t += "1,2026-03-01 10:00:00,a@b.com,PAID,30.00,5.00,35.00,USD,S1,2,10.00,0\n"
    t += "1,2026-03-01 10:00:00,a@b.com,PAID,30.00,5.00,35.00,USD,S2,1,10.00,0\n"
    t += "2,2026-03-02 10:00:00,c@b.com,PAID,10.00,0,10.00,USD,S1,1,10.00,0\n"
    t += "3,2026-03-02 11:00:00,c@b.com,CANCELLED,10.00,0,10.00,USD,S1,1,10.00,0\n"
    return write(d / "orders.csv", t), {
        ("revenue",): 35.0 + 10.0,
        ("orders",): 2,
        ("finding", "order_total_repeated"): True,
    }


@case
def woocommerce_plugin_total_in_each_line(d):
    """Advanced Order Export writes «Order Total Amount» into every line"""
    t = "Order Number,Order Status,Order Date,Email (Billing),Order Refund Amount,Order Total Amount,SKU,Item Name,Quantity (- Refund),Item Cost\n"
    t += "7001,Completed,2026-03-01 10:00,a@b.com,0,35.00,S1,Mug,2,10\n7001,Completed,2026-03-01 10:00,a@b.com,0,35.00,S2,Cup,1,10\n"
    t += "7002,Processing,2026-03-02 10:00,c@b.com,0,15.00,S1,Mug,1,10\n"
    return write(d / "export.csv", t), {("revenue",): 50.0, ("orders",): 2, ("finding", "order_total_repeated"): True}


@case
def total_proved_by_price_times_quantity(d):
    """«Сумма» says nothing of itself, but the prices of an order's lines add up to it"""
    t = "Дата;Номер заказа;Товар;Цена;Количество;Сумма\n01.03.2026;1;А;100;2;250\n01.03.2026;1;Б;50;1;250\n02.03.2026;2;А;100;1;150\n02.03.2026;2;Б;50;1;150\n"
    return write(d / "Заказы.csv", t), {("revenue",): 250 + 150, ("finding", "order_total_repeated"): True}


@case
def equal_lines_are_lines(d):
    """Two articles of one price in one order: price by quantity is the amount of each line"""
    t = "Дата;Номер заказа;Товар;Цена;Количество;Сумма\n01.03.2026;1;А;100;1;100\n01.03.2026;1;Б;100;1;100\n02.03.2026;2;А;70;2;140\n02.03.2026;2;Б;70;2;140\n03.03.2026;3;А;30;1;30\n03.03.2026;3;Б;30;1;30\n"
    return write(d / "Заказы.csv", t), {
        ("revenue",): 2 * (100 + 140 + 30),
        ("finding", "order_total_repeated"): False,
        ("finding", "order_total_maybe_repeated"): False,
    }


@case
def total_maybe_repeated_is_asked(d):
    """Without prices nobody knows: the sum stands as it is, and is asked about"""
    t = "Дата;Номер заказа;Товар;Сумма\n"
    t += "".join(f"0{n}.03.2026;{n};{product};{n * 100}\n" for n in (1, 2, 3) for product in "АБ")
    return write(d / "Заказы.csv", t), {
        ("revenue",): 2 * (100 + 200 + 300),
        ("finding", "order_total_maybe_repeated"): True,
    }


@case
def total_of_lines_by_its_name(d):
    """The remedy of the question: the header says that the amount is that of the line"""
    t = "Дата;Номер заказа;Товар;Сумма строки\n"
    t += "".join(f"0{n}.03.2026;{n};{product};{n * 100}\n" for n in (1, 2, 3) for product in "АБ")
    return write(d / "Заказы.csv", t), {("revenue",): 1200, ("finding", "order_total_maybe_repeated"): False}


@case
def payments_of_one_contract(d):
    """One number on several days is no order of several lines: each payment counts"""
    t = "Дата;Номер заказа;Сумма заказа\n01.01.2026;7;500\n01.02.2026;7;500\n01.03.2026;7;500\n"
    return write(d / "Заказы.csv", t), {("revenue",): 1500, ("finding", "order_total_repeated"): False}


@case
def hubspot_stage_with_its_pipeline(d):
    """HubSpot puts the pipeline in brackets behind the stage"""
    t = '"Record ID","Deal Name","Deal Stage","Close Date","Amount","Create Date","Pipeline"\n'
    t += '"1","A","Closed Won (Sales Pipeline)","2026-03-15 10:00","1000","2026-03-01 10:00","Sales Pipeline"\n'
    t += '"2","B","Closed Lost (Sales Pipeline)","2026-03-15 10:00","500","2026-03-01 10:00","Sales Pipeline"\n'
    t += '"3","C","Appointment Scheduled (Sales Pipeline)","","","2026-03-05 10:00","Sales Pipeline"\n'
    return write(d / "deals.csv", t), {("leads",): 3, ("sales",): 1, ("revenue",): 1000}


@case
def stages_of_the_firm_are_asked_about(d):
    """A funnel of the firm's own words: which of them is a sale is asked, not passed over"""
    t = "Дата создания;Номер лида;Этап сделки;Сумма\n01.03.2026;1;Замер;100\n02.03.2026;2;Монтаж закрыт;200\n"
    return write(d / "crm.csv", t), {("leads",): 2, ("finding", "won_unknown"): True}


@case
def unpaid_orders_have_no_day_of_payment(d):
    """InSales: a new order without «Дата оплаты» is not paid; it is no fault of the file"""
    t = "Номер заказа;Дата создания;Статус заказа;Дата оплаты;Телефон;Сумма заказа\n"
    t += "1001;01.03.2026 10:01;Завершён;01.03.2026;79990001122;1300,00\n1003;03.03.2026 11:01;Новый;;79990001124;500,00\n1004;05.03.2026 11:01;Новый;05.03.2026;79990001124;700,00\n"
    return write(d / "orders.csv", t, "cp1251"), {
        ("revenue",): 1300 + 700,
        ("orders",): 2,
        ("finding", "unpaid_by_date"): True,
        ("finding", "date_blank"): False,
    }


@case
def salesforce_notes_below(d):
    """Salesforce signs its reports below a blank line: four notes, and no wrong rows"""
    t = '"Opportunity ID","Opportunity Name","Stage","Amount","Close Date","Created Date","Lead Source"\n'
    t += '"006A","Acme - 1","Closed Won","1000.00","3/15/2026","3/1/2026","Web"\n"006B","Beta - 1","Closed Lost","500.00","3/20/2026","3/13/2026","Web"\n\n'
    t += '"Opportunity Report"\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n"Confidential Information - Do Not Distribute"\n"Generated By:  Joe  4/1/2026 8:00 AM"\n'
    return write(d / "report.csv", t, "cp1252"), {("leads",): 2, ("sales",): 1, ("finding", "date_blank"): False}


@case
def a_row_below_a_gap_is_still_a_row(d):
    """A blank line in the middle ends nothing: an amount without a date is refused, not a note"""
    rows = [
        ["Дата", "Заказ", "Выручка"],
        [D(2026, 3, 1), "A1", 100],
        [],
        ["", "A2", 200],
        [D(2026, 3, 2), "A3", 300],
        [],
        ["", "A4", 400],
    ]
    return book(d / "Продажи.xlsx", {"Лист1": rows}), {("revenue",): 400, ("finding", "date_blank"): True}


@case
def ebay_dates_and_foot(d):
    """eBay: two blank lines above, «Mar-01-26», blank lines inside, and a foot"""
    t = '\n\n"Sales Record Number","Order Number","Buyer Username","Item Title","Quantity","Sold For","Total Price","Sale Date"\n\n'
    t += '"101","12-001","ann","Mug","1","$10.00","$15.80","Mar-01-26"\n"102","12-002","bob","Cup","2","$8.00","$21.80","Mar-15-26"\n\n2,record(s) downloaded\nSeller ID: me\n'
    return write(d / "ebay.csv", t), {("revenue",): 15.80 + 21.80, ("orders",): 2, ("finding", "date_blank"): False}


@case
def iiko_days_and_their_totals(d):
    """iiko: «01.03.2026 всего» below the rows of the day is no third row of it"""
    rows = [
        ["Отчет по продажам"],
        ["Период: с 01.03.2026 по 31.03.2026"],
        [],
        ["Учетный день", "Тип оплаты", "Количество чеков", "Сумма со скидкой", "Себестоимость"],
        ["01.03.2026", "Карта", 50, 50000, 15000],
        ["", "Наличные", 20, 19000, 6000],
        ["01.03.2026 всего", "", 70, 69000, 21000],
        ["02.03.2026", "Карта", 40, 40000, 15000],
        ["", "Наличные", 10, 9000, 6000],
        ["02.03.2026 всего", "", 50, 49000, 21000],
        ["Итого", "", 120, 118000, 42000],
    ]
    return book(d / "olap.xlsx", {"OLAP Отчет по продажам": rows}), {
        ("orders", "2026-03"): 50 + 20 + 40 + 10,
        ("revenue", "2026-03"): 50000 + 19000 + 40000 + 9000,
        ("finding", "total_disagrees"): False,
    }


@case
def total_wine_total_is_a_total_of_a_group(d):
    """A pivot saved as values: «X Total» is a total where X stands among the rows, «Grand Total» always"""
    t = "Month,Campaign,Spend\n2026-03,Total Wine,10\n2026-03,Total Wine,20\n2026-03,Total Wine Total,30\n2026-03,Coffee,5\n2026-03,Grand Total,35\n"
    return write(d / "spend.csv", t), {("spend", "2026-03"): 35, ("finding", "total_disagrees"): False}


@case
def moysklad_paid_amounts(d):
    """МойСклад: «Оплачено» holds amounts, so these are orders and no leads; «Время» is their day"""
    rows = [
        ["Заказы покупателей"],
        [],
        ["№", "Время", "Контрагент", "Сумма", "Оплачено", "Отгружено", "Статус", "Валюта"],
        ["00001", "01.03.2026 10:00", "ООО Ромашка", 10000.5, 10000.5, 10000.5, "Доставлен", "руб"],
        ["00002", "15.03.2026 10:00", "ООО Лютик", 7000, 2000, 0, "Отменен", "руб"],
        ["", "", "Итого:", 17000.5, 12000.5, 10000.5],
    ]
    return book(d / "orders.xlsx", {"Заказы покупателей": rows}), {("revenue",): 10000.5, ("orders",): 1}


@case
def yclients_visits(d):
    """YCLIENTS: a visit that took place is a sale of what was paid for it"""
    t = "Дата записи;Дата создания;Клиент;Телефон;Стоимость;Оплачено;Статус визита\n"
    t += "01.03.2026 10:00;25.02.2026 12:00;Анна;79990001122;2000;2000;Пришел\n02.03.2026 10:00;26.02.2026 12:00;Олег;79990001123;1500;0;Не пришел\n03.03.2026 10:00;27.02.2026 12:00;Анна;79990001122;5000;5000;Пришел\n"
    return write(d / "records.csv", t), {
        ("revenue", "2026-03"): 7000,
        ("orders", "2026-03"): 2,
        ("customers", "2026-03"): 1,
    }


@case
def paid_as_a_flag_is_still_one(d):
    """«Оплачено» with yes and no, or 1 and 0, says which leads were won"""
    t = "Дата создания;Номер лида;Оплачено;Сумма\n01.03.2026;1;1;100\n02.03.2026;2;0;200\n"
    return write(d / "лиды.csv", t), {("leads",): 2, ("won_leads",): 1}


@case
def call_tracking_media_and_sources(d):
    """Calltouch: «Канал» is the medium, «Источник» the source: yandex / cpc is one channel, google / cpc another"""
    t = "Дата и время;ID обращения;Источник;Канал;Целевой\n01.03.2026 10:00:00;1;yandex;cpc;Да\n01.03.2026 11:00:00;2;google;cpc;Да\n02.03.2026 11:00:00;3;google;organic;Нет\n"
    return write(d / "calls.csv", t, "cp1251"), {
        ("leads", "", "Яндекс.Директ"): 1,
        ("leads", "", "Google Ads"): 1,
        ("leads",): 3,
    }


@case
def linkedin_views_are_whole(d):
    """LinkedIn Campaign Manager: UTF-16, tabs, a preamble; «5,000» views are five thousand"""
    t = "Campaign Performance Report (in UTC)\nReport Start: March 1, 2026, 12:00 AM\nReport End: March 31, 2026, 11:59 PM\nDate Generated: April 1, 2026, 8:00 AM\n\n"
    t += "Start Date (in UTC)\tCurrency\tCampaign Name\tTotal Spent\tImpressions\tClicks\tClick Through Rate\n"
    t += "03/01/2026\tUSD\tCamp\t120.55\t5,000\t50\t1.0%\n03/15/2026\tUSD\tCamp\t80.45\t4,000\t40\t1.0%\n"
    return write(d / "linkedin.csv", t, "utf-16"), {("spend",): 201, ("impressions",): 9000, ("clicks",): 90}


@case
def microsoft_advertising(d):
    """Microsoft Advertising: «Gregorian date», and its sign as the last line without a gap"""
    t = '"Campaign performance report"\n"Time Zone: UTC"\n\n"Gregorian date","Campaign name","Currency code","Impressions","Clicks","CTR","Spend"\n'
    t += '"3/1/2026","C1","USD","1,000","10","1.00%","5.00"\n"3/15/2026","C1","USD","2,000","20","1.00%","10.00"\n"©2026 Microsoft Corporation. All rights reserved."\n'
    return write(d / "bing.csv", t, "utf-8-sig"), {
        ("spend",): 15,
        ("impressions",): 3000,
        ("finding", "date_is_text"): False,
    }


@case
def tiktok_total_of_results(d):
    """TikTok Ads: «Total of 2 results» is a total, and «-» in the currency column no currency"""
    t = "Campaign name,By Day,Cost,Impressions,Clicks (destination),Currency\nCamp A,2026-03-01,100.50,20100,201,USD\nCamp A,2026-03-02,50.25,10050,100,USD\nTotal of 2 results,-,150.75,30150,301,-\n"
    return write(d / "tiktok.csv", t), {
        ("spend",): 150.75,
        ("clicks",): 301,
        ("finding", "currencies_mixed"): False,
    }


@case
def rossmann_sales_are_money_or_a_number(d):
    """Kaggle's Rossmann: «Sales» of 5263 is no number of orders; it is asked"""
    t = '"Store","DayOfWeek","Date","Sales","Customers","Open","Promo"\n1,5,2015-07-31,5263,555,1,1\n2,5,2015-07-31,6064,625,1,1\n1,4,2015-07-30,5020,546,1,1\n'
    return write(d / "train.csv", t), {("finding", "sales_ambiguous"): True, ("orders",): "no_data"}


@case
def sales_within_leads_are_their_number(d):
    """«Sales» beside leads, whole and in no row more than these: it cannot be money, so it is not asked"""
    t = "Date,Channel,Spend,Leads,Sales\n2026-10-01,SEO,120,12,4\n2026-10-01,Google Ads,300,20,6\n2026-10-02,SEO,,3,0\n"
    return write(d / "funnel.csv", t), {("sales",): 10, ("leads",): 35, ("finding", "sales_ambiguous"): False}


@case
def sales_beyond_leads_are_asked(d):
    """«Sales» of 400 from 12 leads is money, or leads are not all"""
    t = "Date,Channel,Spend,Leads,Sales\n2026-10-01,SEO,120,12,400\n2026-10-01,Google Ads,300,20,6\n"
    return write(d / "funnel.csv", t), {("sales",): "no_data", ("finding", "sales_ambiguous"): True}


@case
def pizza_sales_time_beside_date(d):
    """Maven's pizza sales: «order_date» is the day, «order_time» only the hour"""
    t = "pizza_id,order_id,pizza_name_id,quantity,order_date,order_time,unit_price,total_price\n1,1,hawaiian_m,1,1/1/2015,11:38:36,13.25,13.25\n2,2,classic_dlx_m,1,1/1/2015,11:57:40,16,16\n4,3,ital_l,2,1/13/2015,11:57:40,20.75,41.5\n"
    return write(d / "pizza_sales.csv", t), {("revenue", "2015-01"): 13.25 + 16 + 41.5, ("orders", "2015-01"): 3}


@case
def monthly_files_put_together(d):
    """Twelve months of «Sales Data» in one file: headers and empty lines among the rows are no orders"""
    t = "Order ID,Product,Quantity Ordered,Price Each,Order Date,Purchase Address\n176558,USB-C Charging Cable,2,11.95,04/19/19 08:46,Dallas\n,,,,,\n176560,Google Phone,1,600,04/12/19 14:38,LA\n176560,Wired Headphones,1,11.99,04/12/19 14:38,LA\n"
    t += "Order ID,Product,Quantity Ordered,Price Each,Order Date,Purchase Address\n176561,Wired Headphones,3,11.99,05/30/19 09:27,LA\n"
    return write(d / "all.csv", t), {
        ("revenue", "2019-04"): 2 * 11.95 + 600 + 11.99,
        ("revenue", "2019-05"): 3 * 11.99,
        ("orders",): 3,
        ("finding", "date_is_text"): False,
    }


@case
def month_of_the_file(d):
    """A summary by channel saved a file a month: the month stands in the file's name only"""
    t = "Канал;Визиты;Заявки;Продажи;Выручка;Расходы\nЯндекс.Директ;1000;50;10;100000;30000\nVK;500;20;2;20000;15000\nИтого;1500;70;12;120000;45000\n"
    return write(d / "Сводка 2026-03.csv", t), {
        ("revenue", "2026-03"): 120000,
        ("spend", "2026-03"): 45000,
        ("leads", "2026-03"): 70,
        ("finding", "month_of_file"): True,
    }


@case
def magento_grid(d):
    """Magento: «Grand Total (Base)», refunds beside the orders, American moments in words"""
    t = "ID,Purchase Point,Purchase Date,Bill-to Name,Grand Total (Base),Grand Total (Purchased),Status,Customer Email,Subtotal,Total Refunded\n"
    t += '000000001,Main,"Mar 1, 2026 10:00:00 AM",Ann,"$1,100.00","$1,100.00",complete,a@b.com,1000,\n000000002,Main,"Mar 2, 2026 10:00:00 AM",Bob,$50.00,$50.00,canceled,b@b.com,40,\n000000003,Main,"Mar 3, 2026 10:00:00 PM",Bob,$70.00,$70.00,closed,b@b.com,60,$70.00\n'
    return write(d / "export.csv", t), {("revenue",): 1170, ("orders",): 2, ("net_revenue",): 1100}


@case
def american_dates_opened_in_europe(d):
    """3/1/2026 became the 3rd of January in Excel, 3/13/2026 stayed text: the former are refused, not put into January"""
    rows = [["Date", "Order ID", "Revenue"]]
    rows += [[D(2026, day, 3), f"A{day}", 100] for day in range(1, 6)]  # were 3/1/2026 .. 3/5/2026
    rows += [[f"3/{day}/2026", f"B{day}", 1000] for day in range(13, 18)]
    return book(d / "orders.xlsx", {"Orders": rows}), {
        ("revenue", "2026-03"): 5000,
        ("revenue", "2026-01"): "no_data",
        ("finding", "dates_swapped"): True,
    }


@case
def texts_among_dates_are_usual(d):
    """A few dates typed as text, on any day of the month, spoil nothing"""
    rows = [["Дата", "Заказ", "Выручка"]]
    rows += [[D(2026, 3, day), f"A{day}", 100] for day in (1, 5, 9, 14, 20)]
    rows += [[f"{day}.03.2026", f"B{day}", 1000] for day in (13, 15, 28)]
    return book(d / "Продажи.xlsx", {"Продажи": rows}), {
        ("revenue", "2026-03"): 3500,
        ("finding", "dates_swapped"): False,
    }


@case
def months_in_sheets_and_the_year_in_one(d):
    """A sheet a month with orders, and one that sums them up: the sums are not counted again"""
    days = {"Январь 2026": (1, 100), "Февраль 2026": (2, 200)}
    sheets = {
        name: [["Дата", "Номер заказа", "Выручка"], *([D(2026, month, n), f"{month}-{n}", sum_] for n in (5, 16))]
        for name, (month, sum_) in days.items()
    }
    sheets["Итого год"] = [
        ["Месяц", "Выручка", "Заказы"],
        ["Январь 2026", 200, 2],
        ["Февраль 2026", 400, 2],
        ["Итого", 600, 4],
    ]
    return book(d / "Продажи по месяцам.xlsx", sheets), {("revenue",): 600, ("orders",): 4, ("revenue", "2026-02"): 400}


@case
def statement_of_account(d):
    """A bank's statement: rent is no advertising and a receipt no order of its own; it is asked which rows count"""
    t = "Дата;Номер документа;Контрагент;Приход;Расход;Остаток;Назначение платежа\n01.03.2026;1;ООО Ромашка;10000,00;;110000,00;Оплата по счёту 5\n02.03.2026;2;Аренда;;50000,00;60000,00;Аренда офиса\n"
    return write(d / "выписка.csv", t), "движение денег"


@case
def plan_and_fact_of_sales(d):
    """«Факт продаж» of 90 000 is no number of sales: money or a number is asked"""
    t = "Месяц;План продаж;Факт продаж;Выполнение, %\n2026-01;100000;90000;90%\n2026-02;110000;120000;109%\n"
    return write(d / "план-факт.csv", t), {("finding", "sales_ambiguous"): True, ("orders",): "no_data"}


@case
def the_remedy_for_sales_is_read(d):
    """«Продажи, ₽» is what the question asks to write: it is revenue; «Продажи, шт» beside it their number"""
    t = "Месяц;Продажи, ₽;Продажи, шт\n2026-01;90000;9\n2026-02;120000;12\n"
    return write(d / "итоги.csv", t), {("revenue",): 210000, ("orders",): 21, ("finding", "sales_ambiguous"): False}


@case
def marketplace_days(d):
    """Wildberries by day: what was bought out, not what was ordered"""
    t = "Дата;Артикул;Заказали, шт;Заказали на сумму, руб.;Выкупили, шт;Выкупили на сумму, руб.\n01.03.2026;A;10;10000;8;8000\n02.03.2026;A;12;12000;9;9000\n"
    return write(d / "wb.csv", t), {("revenue", "2026-03"): 17000}


@case
def returns_on_a_sheet_of_their_own(d):
    """The sheet «Возвраты» repeats numbers of orders: it is no second list of them"""
    sheets = {
        "Продажи": [["Дата", "Номер заказа", "Сумма"], [D(2026, 3, 1), "A1", 100], [D(2026, 3, 2), "A2", 200]],
        "Возвраты": [["Дата", "Номер заказа", "Сумма"], [D(2026, 3, 5), "A2", 200]],
    }
    return book(d / "магазин.xlsx", sheets), {("revenue",): 300, ("orders",): 2, ("finding", "refunds_apart"): True}


@case
def deals_with_a_line_for_each_article(d):
    """Битрикс24 repeats a deal for each of its articles, with the sum of the deal: 1000 + 500 are won, not 2500"""
    t = "ID;Название сделки;Стадия сделки;Сумма;Дата создания;Дата оплаты;Товар\n1;А;Сделка успешна;1000;01.03.2026;05.03.2026;Стул\n1;А;Сделка успешна;1000;01.03.2026;05.03.2026;Стол\n2;Б;Новая;700;02.03.2026;;Стол\n3;В;Сделка успешна;500;03.03.2026;06.03.2026;Стол\n"
    return write(d / "DEAL.csv", t), {("leads",): 3, ("won_leads",): 2, ("revenue",): 1500, ("orders",): 2}


@pytest.mark.parametrize("name", CASES)
def test_file(name: str, tmp_path: Path):
    check(*CASES[name](tmp_path))
