"""Twins of shops, CRM and accounting."""

from __future__ import annotations

import csv
import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.twins.common import Told, as_csv, money, workbook

_AMO_HEAD = (
    "ID|Название сделки|Бюджет |Ответственный|Дата создания сделки|Кем создана сделка|Дата редактирования"
    "|Кем редактирована|Дата закрытия|Теги|Примечание|Примечание 2|Примечание 3|Примечание 4|Примечание 5"
    "|Этап сделки|Воронка|Полное имя контакта|Компания контакта|Ответственный за контакт|Компания"
    "|Рабочий телефон|Рабочий прямой телефон|Мобильный телефон|Факс|Домашний телефон|Другой телефон"
    "|Рабочий email|Личный email|Другой email|Город|Источник|Должность|Товар|Skype|ICQ|Jabber|Google Talk|MSN"
    "|Другой IM|Пользовательское соглашение|cid|uid|tid|utm_source|utm_medium|utm_campaign|utm_term|utm_content"
    "|utm_referrer|_ym_uid|_ym_counter|roistat|referrer|openstat_service|openstat_campaign|openstat_ad"
    "|openstat_source|from|gclientid|gclid|yclid|fbclid|Источник|Товар|cid"
)
AMO_HEAD = str.split(_AMO_HEAD, "|")


def amocrm(folder: Path, rng: random.Random) -> Told:
    """cp1251 as Excel saves it again, «;», 66 columns with three names twice, dates with time."""
    told = Told(folder / "amocrm_export_leads_2026-04-02.csv", "leads", "amocrm_deals")
    stages = ["Успешно реализовано", "Закрыто и не реализовано", "Переговоры", "Замер назначен"]
    sources = [("yandex", "cpc", "Яндекс.Директ"), ("vk", "cpc", "VK Реклама"), ("", "", "Звонок"), ("", "", "")]
    body = []
    for n in range(220):
        made = datetime(2026, 1, 5, 9, 0) + timedelta(hours=9 * n, seconds=rng.randrange(3600))
        closed = made + timedelta(days=rng.randrange(1, 25))
        stage, (source, medium, channel) = rng.choice(stages), rng.choice(sources)
        budget = rng.randrange(0, 400) * 500
        row = dict.fromkeys(AMO_HEAD, "")
        row |= {
            "ID": 28_000_001 + n, "Название сделки": f"Заявка с сайта № {n}", "Бюджет ": budget,
            "Ответственный": "Пётр", "Дата создания сделки": f"{made:%d.%m.%Y %H:%M:%S}",
            "Дата закрытия": f"{closed:%d.%m.%Y %H:%M:%S}" if stage in stages[:2] else "не закрыта"[:0],
            "Этап сделки": stage, "Воронка": "Продажи", "Рабочий телефон": f"'7916{1_000_000 + n}" if n % 3 else "",
            "Мобильный телефон": "" if n % 3 else f"+7 916 {1_000_000 + n}", "utm_source": source,
            "utm_medium": medium, "utm_campaign": "sale" if source else "",
        }  # fmt: skip
        cells = [row[name] for name in AMO_HEAD]
        cells[AMO_HEAD.index("Источник")] = "" if source else channel
        body.append(cells)
        month = f"{made:%Y-%m}"
        told.add("leads", month, channel, 1)
        if stage == stages[0]:
            told.add("won", f"{closed:%Y-%m}", channel, 1)
            told.add("won_revenue", f"{closed:%Y-%m}", channel, budget)
    told.rows = len(body)
    told.path.write_bytes(as_csv([AMO_HEAD, *body], ";").encode("cp1251"))
    return told


def bitrix(folder: Path, rng: random.Random) -> Told:
    """Deals, UTF-8 with BOM, «;», every cell quoted, dates without seconds; duplicates by stage."""
    told = Told(folder / "DEAL_20260402_a1b2.csv", "leads", "bitrix24_deals")
    head = [
        "ID", "Название сделки", "Тип", "Стадия сделки", "Группа стадии", "Повторная сделка", "Вероятность", "Валюта",
        "Сумма", "Компания", "Контакт", "Дата начала", "Предполагаемая дата закрытия", "Ответственный",
        "Дата создания", "Дата изменения", "Источник", "UTM Source", "UTM Medium", "UTM Campaign",
    ]  # fmt: skip
    body = []
    for n in range(90):
        made = datetime(2026, 2, 1, 8, 30) + timedelta(hours=15 * n)
        stage = rng.choice(["Новая", "Сделка успешна", "Сделка провалена", "Дубль"])
        body.append([
            str(100 + n), f'Сделка "Кухня" {n}', "Продажа", stage, "", "Нет", "", "Российский рубль", f"{n * 1000}.00",
            "", f"Клиент {n}", f"{made:%d.%m.%Y}", f"{made + timedelta(days=30):%d.%m.%Y}", "Анна",
            f"{made:%d.%m.%Y %H:%M}", f"{made:%d.%m.%Y %H:%M}", "Веб-сайт", "", "", "",
        ])  # fmt: skip
        if stage == "Дубль":
            told.leave_out("duplicate")
        else:
            told.add("leads", f"{made:%Y-%m}", "Веб-сайт", 1)
            if stage == "Сделка успешна":
                told.add("won_all", "", "Веб-сайт", 1)
    told.rows = len(body)
    told.path.write_bytes(b"\xef\xbb\xbf" + as_csv([head, *body], ";", quote=csv.QUOTE_ALL).encode("utf-8"))
    return told


def bitrix_leads(folder: Path, rng: random.Random) -> Told:
    """«Excel» of Битрикс24: an HTML table named .xls."""
    told = Told(folder / "LEAD_20260402.xls", "leads", "bitrix24_leads")
    head = ["ID", "Стадия", "Название лида", "Рабочий телефон", "Дата создания", "Источник", "UTM Source", "UTM Medium"]
    body = []
    for n in range(50):
        made = datetime(2026, 2, 1, 8, 30, 1) + timedelta(hours=25 * n)
        stage = rng.choice(["Не обработан", "Качественный лид", "Некачественный лид", "Спам"])
        body.append([
            str(n + 1), stage, f"Заявка &laquo;Кухня&raquo; {n}", f"+7 916 000-{n // 10:02}-{n:02}",
            f"{made:%d.%m.%Y %H:%M:%S}", "Веб-сайт", "", "",
        ])  # fmt: skip
        if stage == "Спам":
            told.leave_out("spam")
        else:
            told.add("leads", f"{made:%Y-%m}", "Веб-сайт", 1)
    told.rows = len(body)
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in body)
    top = "<tr>" + "".join(f"<th>{name}</th>" for name in head) + "</tr>\n"
    page = (
        '<meta http-equiv="Content-type" content="text/html;charset=UTF-8" />\n'
        f'<table border="1">\n<thead>{top}</thead>\n<tbody>\n{cells}</tbody>\n</table>\n'
    )
    told.path.write_text(page, encoding="utf-8", newline="")
    return told


def onec(folder: Path, rng: random.Random) -> Told:
    """Валовая прибыль: a title, a period, a header of three lines, a hierarchy in one column, «Итого» at the end."""
    told = Told(folder / "Валовая прибыль.xlsx", "summary", "onec_gross_profit", monthly=True)
    rows: list[list[Any]] = [
        ["Валовая прибыль предприятия"], [], ["Параметры:", "", "Период: 01.06.2026 - 30.06.2026"], [],
        ["Клиент", "", "Количество", "Выручка", "Себестоимость", "Валовая прибыль", "Рентабельность, %"],
        ["Менеджер"], ["Номенклатура"],
    ]  # fmt: skip
    whole = [0, Decimal(0), Decimal(0)]
    details = 0
    for client in range(6):
        items = [(rng.randrange(1, 9), money(rng, 100, 9000)) for _ in range(4)]
        quantity = sum(count for count, _ in items)
        amounts = sum((cost for _, cost in items), Decimal(0))
        own = (amounts * Decimal("0.61")).quantize(Decimal("0.01"))
        for name, count, amount, cost in [
            (f"ООО Клиент {client}", quantity, amounts, own),
            ("Сидоров П. А.", quantity, amounts, own),
            *((f"Товар {n}", c, a, (a * Decimal("0.61")).quantize(Decimal("0.01"))) for n, (c, a) in enumerate(items)),
        ]:
            rows.append([name, "", count, amount, cost, amount - cost, 39.0])
            details += 1
        whole = [whole[0] + quantity, whole[1] + amounts, whole[2] + own]
    rows.append(["Итого", "", *whole, whole[1] - whole[2], 39.0])
    for column, amount in zip(("items", "revenue", "cost_of_goods"), whole, strict=True):
        told.add(column, "2026-06", "", amount)
    told.rows, told.excluded = details + 1, {"detail": details}
    workbook(told.path, rows, "TDSheet")
    return told


def onec_periods(folder: Path, rng: random.Random, how: str = "outline") -> Told:
    """Валовая прибыль over a quarter: months, in them clients, in them goods; outline levels as 1С sets them."""
    told = Told(folder / f"Валовая прибыль {how}.xlsx", "summary", "onec_gross_profit", monthly=True)
    book = xlsxwriter.Workbook(str(told.path))
    page = book.add_worksheet("TDSheet")
    page.outline_settings(True, False, True, False)
    indented = [book.add_format({"indent": 2 * depth}) for depth in range(3)]
    preamble = [
        ["Валовая прибыль предприятия"], [], ["Параметры:", "Период: 01.07.2026 - 30.09.2026"], [],
        ["Период", "Количество", "Выручка", "Себестоимость"], ["Клиент"], ["Номенклатура"],
    ]  # fmt: skip
    for line, row in enumerate(preamble):
        page.write_row(line, 0, row)
    lines: list[tuple[int, str, int, Decimal, Decimal]] = []
    for number, month in ((7, "Июль 2026 г."), (8, "Август 2026 г."), (9, "Сентябрь 2026 г.")):
        at_month = len(lines)
        for client in range(3):
            at_client = len(lines)
            for good in range(1 + rng.randrange(4)):
                count, amount = rng.randrange(1, 9), money(rng, 100, 9000)
                cost = (amount * Decimal("0.6")).quantize(Decimal("0.01"))
                lines.append((2, f"Товар {good}", count, amount, cost))
                for column, value in (("items", count), ("revenue", amount), ("cost_of_goods", cost)):
                    told.add(column, f"2026-{number:02}", "", value)
            lines.insert(at_client, (1, f"ООО Клиент {client}", *_sums(lines[at_client:], 2)))
        lines.insert(at_month, (0, month, *_sums(lines[at_month:], 2)))
    lines.append((0, "Итого", *_sums(lines, 2)))
    for line, (depth, label, *values) in enumerate(lines, start=len(preamble)):
        text = "    " * depth + label if how == "spaces" else label
        page.write(line, 0, text, indented[depth] if how == "indent" else None)
        page.write_row(line, 1, [float(value) for value in values])
        if how == "outline" and depth:
            page.set_row(line, None, None, {"level": depth})
    book.close()
    groups = sum(depth < 2 for depth, *_ in lines) - 1
    told.rows, told.excluded = len(lines), {"group": groups, "total": 1}
    return told


def _sums(lines: list[tuple[int, str, int, Decimal, Decimal]], depth: int) -> tuple[int, Decimal, Decimal]:
    own = [line for line in lines if line[0] == depth]
    return sum(c for _, _, c, _, _ in own), sum(a for *_, a, _ in own), sum(c for *_, c in own)


def onec_indents(folder: Path, rng: random.Random) -> Told:
    """The same with indents of 0, 2 and 4 instead of levels."""
    return onec_periods(folder, rng, "indent")


def onec_spaces(folder: Path, rng: random.Random) -> Told:
    """The same with spaces before the labels, as programs that know no indents save it."""
    return onec_periods(folder, rng, "spaces")


def retailcrm(folder: Path, rng: random.Random) -> Told:
    """Orders by its own labels; UTF-8, «;»."""
    told = Told(folder / "orders-retailcrm.csv", "orders", "retailcrm_orders")
    head = [
        "Номер заказа", "Внешний ID заказа", "Дата оформления заказа", "Статус заказа", "Тип заказа",
        "Способ оформления", "Общая сумма с учетом скидки", "Сумма по товарам/услугам", "Оплаченная сумма",
        "Общая стоимость закупки", "Менеджер", "Источник", "Канал", "Кампания", "Телефон",
    ]  # fmt: skip
    body = []
    for n in range(120):
        made = datetime(2026, 2, 1, 7, 45, 10) + timedelta(hours=11 * n)
        status = rng.choice(["Выполнен", "Доставлен", "Отменен", "Выполнен"])
        total, cost = money(rng, 500, 20_000), money(rng, 100, 400)
        body.append([
            f"{1000 + n}A", 9_000 + n, f"{made:%Y-%m-%d %H:%M:%S}", status, "Физ. лицо", "Корзина", f"{total:.2f}",
            f"{total + 100:.2f}", f"{total:.2f}", f"{cost:.2f}", "Ольга", "yandex", "cpc", "brand", f"+7903555{n:04}",
        ])  # fmt: skip
        if status == "Отменен":
            told.leave_out("cancelled")
        else:
            for column, amount in (("orders", 1), ("revenue", total), ("cost_of_goods", cost)):
                told.add(column, f"{made:%Y-%m}", "Яндекс.Директ", amount)
    told.rows = len(body)
    told.path.write_text(as_csv([head, *body], ";"), encoding="utf-8", newline="")
    return told


def shopify(folder: Path, rng: random.Random) -> Told:
    """Continuation lines repeat Name with empty money and status; pending and voided orders; refunds."""
    told = Told(folder / "orders_export_1.csv", "orders", "shopify_orders")
    head = [
        "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing",
        "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method",
        "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Cancelled at", "Payment Method",
        "Refunded Amount", "Vendor", "Id", "Tags", "Risk Level", "Source",
    ]  # fmt: skip
    body = []
    for n in range(150):
        made = datetime(2026, 2, 1, 10, 0) + timedelta(hours=9 * n)
        status = rng.choice(["paid"] * 6 + ["pending", "voided", "partially_refunded", "refunded"])
        total = money(rng, 20, 900)
        refund = {"refunded": total, "partially_refunded": Decimal("5.00")}.get(status, Decimal("0.00"))
        lines = rng.randrange(1, 4)
        for line in range(lines):
            row = dict.fromkeys(head, "")
            quantity = rng.randrange(1, 4)
            row |= {
                "Name": f"#{1001 + n}", "Email": f"c{n % 40}@example.com", "Lineitem quantity": quantity,
                "Lineitem name": "Chair, oak", "Lineitem price": "19.00", "Vendor": "Shop",
            }  # fmt: skip
            if line == 0:
                row |= {
                    "Financial Status": status,
                    "Paid at": f"{made:%Y-%m-%d %H:%M:%S} +0300" if status != "pending" else "",
                    "Currency": "RUB", "Subtotal": f"{total}", "Total": f"{total}", "Shipping": "0.00", "Source": "web",
                    "Created at": f"{made:%Y-%m-%d %H:%M:%S} +0300", "Refunded Amount": f"{refund}",
                    "Id": str(5_805_028_000_056_864_000 + n),
                }  # fmt: skip
            body.append([row[name] for name in head])
            if status in ("pending", "voided"):
                told.leave_out("unpaid" if status == "pending" else "cancelled")
            else:
                told.add("items", f"{made:%Y-%m}", "web", quantity)
        if status not in ("pending", "voided"):
            for column, amount in (("orders", 1), ("revenue", total), ("refund", refund)):
                told.add(column, f"{made:%Y-%m}", "web", amount)
    told.rows = len(body)
    told.path.write_text(as_csv([head, *body], end="\n"), encoding="utf-8", newline="")
    return told


def woocommerce(folder: Path, rng: random.Random) -> Told:
    """WooCommerce Admin, Orders: N. Revenue twice, formatted and plain."""
    told = Told(folder / "orders_2026-03.csv", "orders", "woocommerce_orders", vat="excluded")
    head = [
        "Date", "Order #", "N. Revenue (formatted)", "Status", "Customer", "Customer type", "Product(s)", "Items sold",
        "Coupon(s)", "N. Revenue",
    ]  # fmt: skip
    body = []
    for n in range(80):
        made = datetime(2026, 2, 2, 9, 0) + timedelta(hours=17 * n)
        status = rng.choice(["completed", "processing", "cancelled", "pending"])
        total = money(rng, 10, 500)
        body.append([
            f"{made:%Y-%m-%d %H:%M:%S}", 500 + n, f"₽{total:,.2f}", status, f"Client {n % 20}",
            "returning" if n % 20 < 5 or n >= 20 else "new", "1× Oak chair", 1, "", f"{total}",
        ])  # fmt: skip
        if status in ("cancelled", "pending"):
            told.leave_out("cancelled" if status == "cancelled" else "unpaid")
        else:
            told.add("orders", f"{made:%Y-%m}", "", 1)
            told.add("revenue", f"{made:%Y-%m}", "", total)
    told.rows = len(body)
    told.path.write_text(as_csv([head, *body], quote=csv.QUOTE_ALL, end="\n"), encoding="utf-8", newline="")
    return told


def woocommerce_days(folder: Path, rng: random.Random) -> Told:
    """WooCommerce Admin, Revenue: a row a day."""
    told = Told(folder / "revenue.csv", "summary", "woocommerce_revenue", vat="excluded")
    head = ["Date", "Orders", "Gross sales", "Returns", "Coupons", "Net Revenue", "Taxes", "Shipping", "Total sales"]
    body = []
    for day in (date(2026, 3, 1) + timedelta(days=n) for n in range(31)):
        gross, back = money(rng, 100, 900), money(rng, 0, 20)
        body.append([f"{day:%Y-%m-%d 00:00:00}", 3, gross, back, 0, gross - back, 0, 0, gross - back])
        for column, amount in (("revenue", gross), ("refund", back), ("orders", 3)):
            told.add(column, "2026-03", "", amount)
    told.rows = len(body)
    told.path.write_text(as_csv([head, *body], end="\n"), encoding="utf-8", newline="")
    return told


def tilda(folder: Path, rng: random.Random) -> Told:
    """Orders, UTF-8 with BOM, «;», the goods of an order over several lines of one cell."""
    told = Told(folder / "tilda-orders.csv", "orders", "tilda_orders")
    head = [
        "Email", "Название", "Телефон", "Дата", "Промокод", "Товары в заказе", "utm_source", "utm_medium",
        "utm_campaign", "Адрес_доставки", "Комментарий", "tranid", "formid", "formname", "Сумма заказа", "Stage",
    ]  # fmt: skip
    body = []
    for n in range(100):
        made = datetime(2026, 2, 3, 12, 0, 5) + timedelta(hours=13 * n)
        stage = rng.choice(["Оплачен", "Новая заявка", "Спам"])
        total = money(rng, 500, 9000)
        body.append([
            f"t{n}@example.com", f"Имя {n}", f"+7 (921) 000-{n // 100:02}-{n % 100:02}", f"{made:%Y-%m-%d %H:%M:%S}",
            "", f"Стул x 1 ≡ {total}\nСтол x 2 ≡ 100", "vk", "cpc", "spring", "Москва; ул. Мира", "", f"1234:{n:06}",
            "form77", "Cart", f"{total}", stage,
        ])  # fmt: skip
        if stage == "Спам":
            told.leave_out("spam")
        else:
            told.add("orders", f"{made:%Y-%m}", "VK Реклама", 1)
            told.add("revenue", f"{made:%Y-%m}", "VK Реклама", total)
    told.rows = len(body)
    told.path.write_bytes(b"\xef\xbb\xbf" + as_csv([head, *body], ";", end="\n").encode("utf-8"))
    return told


def tilda_forms(folder: Path, rng: random.Random) -> Told:
    """Forms in the older shape: everything quoted, names of fields in English."""
    told = Told(folder / "tilda-leads.csv", "leads", "tilda_leads")
    head = [
        "Email",
        "Name",
        "Phone",
        "Date",
        "tranid",
        "formid",
        "formname",
        "utm_source",
        "utm_medium",
        "Status ID",
        "Stage",
    ]
    body = []
    for n in range(40):
        made = datetime(2026, 3, 1, 12, 0, 5) + timedelta(hours=13 * n)
        body.append([
            f"f{n}@example.com", "Анна", f"8921111{n:04}", f"{made:%Y-%m-%d %H:%M:%S}", f"77:{n}", "f1", "Форма",
            "yandex", "cpc", "1", "Новая заявка",
        ])  # fmt: skip
        told.add("leads", "2026-03", "Yandex Direct", 1)
    told.rows = len(body)
    told.path.write_text(as_csv([head, *body], ";", quote=csv.QUOTE_ALL, end="\n"), encoding="utf-8", newline="")
    return told
