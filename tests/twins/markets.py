"""Twins of marketplaces, payment systems and advertising abroad: ledgers that hold more than sales."""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.twins.common import Told, as_csv, money, spaced, workbook

_PLACES = {"ru": "Маркетплейсы", "en": "Marketplaces"}


def _sold(told: Told, when: datetime, language: str, amount: Decimal, items: int, orders: int = 1) -> None:
    for column, value in (("orders", orders), ("revenue", amount), ("items", items)):
        told.add(column, f"{when:%Y-%m}", _PLACES[language], value)


def wildberries(folder: Path, rng: random.Random) -> Told:
    """The weekly report in detail: sales, returns, deliveries and fines in one list, amounts in other columns."""
    told = Told(folder / "0000-report.xlsx", "orders", "wildberries_report")
    head = [
        "№", "Номер поставки", "Предмет", "Код номенклатуры", "Бренд", "Артикул поставщика", "Название", "Размер",
        "Баркод", "Тип документа", "Обоснование для оплаты", "Дата заказа покупателем", "Дата продажи", "Кол-во",
        "Цена розничная", "Вайлдберриз реализовал Товар (Пр)", "Согласованный продуктовый дисконт, %", "Промокод, %",
        "Итоговая согласованная скидка, %", "Цена розничная с учетом согласованной скидки",
        "Размер кВВ, %", "К перечислению Продавцу за реализованный Товар", "Количество доставок",
        "Количество возврата", "Услуги по доставке товара покупателю", "Общая сумма штрафов", "Srid",
    ]  # fmt: skip
    body: list[list[Any]] = []
    for n in range(200):
        when = datetime(2026, 3, 2) + timedelta(hours=7 * n)
        ground = rng.choice(["Продажа"] * 4 + ["Возврат", "Логистика", "Штраф"])
        price = money(rng, 200, 5000)
        row: dict[str, Any] = dict.fromkeys(head, 0) | {
            "№": n + 1, "Предмет": "Футболки", "Бренд": "Бренд", "Название": "Футболка, белая", "Размер": "M",
            "Баркод": f"{2_000_000_000_000 + n}", "Тип документа": ground if ground in ("Продажа", "Возврат") else "",
            "Обоснование для оплаты": ground, "Дата заказа покупателем": f"{when - timedelta(days=3):%Y-%m-%d}",
            "Дата продажи": f"{when:%Y-%m-%d}", "Srid": f"{n:08x}.r{n}.0.0",
        }  # fmt: skip
        if ground in ("Продажа", "Возврат"):
            row |= {"Кол-во": 1, "Цена розничная": price * 2, "Вайлдберриз реализовал Товар (Пр)": price}
        if ground == "Продажа":
            _sold(told, when, "ru", price, 1)
        else:
            told.leave_out("returned" if ground == "Возврат" else "not_sales")
        body.append([row[name] for name in head])
    told.rows = len(body)
    workbook(told.path, [head, *body], "Sheet1")
    return told


def ozon(folder: Path, rng: random.Random) -> Told:
    """Orders of FBO: «;», every cell quoted, BOM; a shipment of two articles shows its sum in both lines."""
    told = Told(folder / "orders.csv", "orders", "ozon_orders")
    head = [
        "Номер заказа", "Номер отправления", "Принят в обработку", "Дата отгрузки", "Статус", "Дата доставки",
        "Фактическая дата передачи в доставку", "Сумма отправления", "Код валюты отправления", "Название товара",
        "OZON id", "Артикул", "Ваша стоимость товара", "Код валюты товара", "Оплачено покупателем",
        "Код валюты покупателя", "Количество", "Стоимость доставки", "Связанные отправления", "Выкуп товара",
        "Цена товара до скидок", "Скидка %", "Скидка руб", "Акции",
    ]  # fmt: skip
    body = []
    for n in range(120):
        when = datetime(2026, 2, 20, 9, 5, 7) + timedelta(hours=8 * n)
        status = rng.choice(["Доставлен"] * 4 + ["Доставляется", "Отменён"])
        lines = [(money(rng, 100, 900), rng.randrange(1, 4)) for _ in range(rng.randrange(1, 3))]
        total = sum((price * count for price, count in lines), Decimal(0))
        for at, (price, count) in enumerate(lines):
            row = dict.fromkeys(head, "") | {
                "Номер заказа": f"{70_000_000 + n // 2}-0001",
                "Номер отправления": f"{70_000_000 + n // 2}-0001-{n % 2 + 1}",
                "Принят в обработку": f"{when:%Y-%m-%d %H:%M:%S}", "Статус": status, "Сумма отправления": f"{total}",
                "Код валюты отправления": "RUB", "Название товара": "Чайник; красный", "Артикул": f"A-{at}",
                "Ваша стоимость товара": f"{price}", "Код валюты товара": "RUB", "Оплачено покупателем": f"{price}",
                "Количество": count, "Скидка %": "25%",
            }  # fmt: skip
            body.append([row[name] for name in head])
            if status == "Отменён":
                told.leave_out("cancelled")
        if status != "Отменён":
            _sold(told, when, "ru", total, sum(count for _, count in lines))
    told.rows = len(body)
    told.path.write_text(as_csv([head, *body], ";", quote=csv.QUOTE_ALL), encoding="utf-8-sig", newline="")
    return told


def ozon_accruals(folder: Path, rng: random.Random) -> Told:
    """Accruals: sales, returns, acquiring and promotion by day; amounts with a decimal comma."""
    told = Told(folder / "Отчет по начислениям.csv", "orders", "ozon_accruals")
    head = [
        "Дата начисления", "Тип начисления", "Номер отправления или идентификатор услуги",
        "Дата принятия заказа в обработку или оказания услуги", "Склад отгрузки", "SKU", "Артикул",
        "Название товара или услуги", "Количество", "За продажу или возврат до вычета комиссий и услуг",
        "Ставка комиссии", "Комиссия за продажу", "Сборка заказа", "Логистика", "Итого",
    ]  # fmt: skip
    returned = "Получение возврата, отмены, невыкупа от покупателя"
    body = []
    for n in range(150):
        when = datetime(2026, 3, 1) + timedelta(hours=9 * n)
        kind = rng.choice(["Доставка покупателю"] * 3 + [returned, "Оплата эквайринга", "Услуги продвижения товаров"])
        price = money(rng, 300, 9000)
        shown = {"Доставка покупателю": price, returned: -price}.get(kind, Decimal(0))
        body.append([
            f"{when:%d.%m.%Y}", kind, f"{80_000_000 + n}-0001-1", f"{when - timedelta(days=4):%d.%m.%Y}", "Хоругвино",
            "1", "A-1", "Чайник", 1, spaced(shown, ""), "15%", spaced(-shown * 15 / 100, ""), "0,00", "-60,00",
            spaced(shown - 60, ""),
        ])  # fmt: skip
        if shown > 0:
            _sold(told, when, "ru", price, 1)
        else:
            told.leave_out("returned" if kind == returned else "not_sales")
    told.rows = len(body)
    told.path.write_text(as_csv([head, *body], ";"), encoding="utf-8-sig", newline="")
    return told


def amazon_orders(folder: Path, rng: random.Random) -> Told:
    """All Orders: tabs, one line an article; item-price is that of all its pieces."""
    told = Told(folder / "1234567890.txt", "orders", "amazon_orders")
    head = [
        "amazon-order-id", "merchant-order-id", "purchase-date", "last-updated-date", "order-status",
        "fulfillment-channel", "sales-channel", "order-channel", "product-name", "sku", "asin", "item-status",
        "quantity", "currency", "item-price", "item-tax", "shipping-price", "item-promotion-discount", "ship-city",
        "ship-state", "ship-postal-code", "ship-country",
    ]  # fmt: skip
    body = []
    for n in range(120):
        when = datetime(2026, 2, 10, 3, 4, 5) + timedelta(hours=10 * n)
        status = rng.choice(["Shipped"] * 5 + ["Cancelled", "Pending"])
        for at in range(rng.randrange(1, 4)):
            count, price = rng.randrange(1, 4), money(rng, 5, 40)
            row = dict.fromkeys(head, "") | {
                "amazon-order-id": f"111-{n:07}-0000001", "purchase-date": f"{when:%Y-%m-%dT%H:%M:%S}+00:00",
                "order-status": status, "sales-channel": "Amazon.com", "product-name": "Mug", "sku": f"S-{at}",
                "quantity": count, "currency": "USD", "item-price": f"{price * count}", "ship-state": "NY",
            }  # fmt: skip
            body.append([row[name] for name in head])
            if status == "Shipped":
                _sold(told, when, "en", price * count, count, orders=int(at == 0))
            else:
                told.leave_out("cancelled" if status == "Cancelled" else "unpaid")
    told.rows = len(body)
    told.path.write_text(as_csv([head, *body], "\t"), encoding="utf-8", newline="")
    return told


def amazon_transactions(folder: Path, rng: random.Random) -> Told:
    """Date Range Report: definitions above, «Mar 1, 2026 12:10:09 AM PST», transfers and refunds among the orders."""
    told = Told(folder / "2026MarMonthlyUnifiedTransaction.csv", "orders", "amazon_transactions")
    above = [
        ["Includes Amazon Marketplace, Fulfillment by Amazon (FBA), and Amazon Webstore transactions"],
        ["All amounts in USD, unless specified"],
        ["Definitions:"],
        ["Selling fees: Includes variable closing fees and referral fees."],
    ]
    head = [
        "date/time", "settlement id", "type", "order id", "sku", "description", "quantity", "marketplace",
        "account type", "fulfillment", "order city", "order state", "order postal", "product sales",
        "product sales tax", "shipping credits", "promotional rebates", "selling fees", "fba fees",
        "other transaction fees", "other", "total",
    ]  # fmt: skip
    body = []
    for n in range(100):
        when = datetime(2026, 3, 1, 0, 10, 9) + timedelta(hours=7 * n)
        kind = rng.choice(["Order"] * 4 + ["Refund", "Transfer", "Service Fee"])
        price = money(rng, 10, 1500)
        sales = {"Order": price, "Refund": -price}.get(kind, Decimal(0))
        body.append([
            f"{when:%b} {when.day}, {when:%Y} {when:%I:%M:%S %p} PST", "100", kind, f"111-{n:07}-0000002", "S-1", "Mug",
            1 if sales else "", "amazon.com", "", "Amazon", "NY", "NY", "10001", f"{sales:,.2f}", "0", "0", "0",
            f"{-sales * 15 / 100:,.2f}", "0", "0", "0", f"{sales:,.2f}",
        ])  # fmt: skip
        if kind == "Order":
            _sold(told, when, "en", price, 1)
        else:
            told.leave_out("returned" if kind == "Refund" else "not_sales")
    told.rows = len(body)
    text = as_csv([*above, head, *body], quote=csv.QUOTE_ALL)
    told.path.write_text(text, encoding="utf-8-sig", newline="")
    return told


def paypal(folder: Path, rng: random.Random) -> Told:
    """Activity: payments, refunds, withdrawals and conversions with a running balance."""
    told = Told(folder / "Download.CSV", "orders", "paypal")
    head = [
        "Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net", "From Email Address",
        "To Email Address", "Transaction ID", "Reference Txn ID", "Balance",
    ]  # fmt: skip
    body = []
    for n in range(100):
        when = datetime(2026, 3, 1, 8) + timedelta(hours=6 * n)
        kind = rng.choice(["Express Checkout Payment"] * 3 + ["Payment Refund", "General Withdrawal"])
        status = "Pending" if kind.startswith("Express") and n % 9 == 0 else "Completed"
        amount = money(rng, 10, 2500)
        shown = amount if kind.startswith("Express") else -amount
        body.append([
            f"{when:%m/%d/%Y}", f"{when:%H:%M:%S}", "PST", "Ann", kind, status, "USD", f"{shown:,.2f}", "-1.00",
            f"{shown - 1:,.2f}", f"c{n % 30}@example.com", "me@example.com", f"T{n}", "", "1,000.00",
        ])  # fmt: skip
        if shown < 0:
            told.leave_out("returned" if kind.endswith("Refund") else "not_sales")
        elif status == "Pending":
            told.leave_out("unpaid")
        else:
            told.add("orders", f"{when:%Y-%m}", "", 1)
            told.add("revenue", f"{when:%Y-%m}", "", amount)
    told.rows = len(body)
    told.path.write_text(as_csv([head, *body], quote=csv.QUOTE_ALL), encoding="utf-8-sig", newline="")
    return told


def pipedrive(folder: Path, rng: random.Random) -> Told:
    """Deals: each header begins with «Deal - »; the status tells what became of it, the stage where it stands."""
    told = Told(folder / "deals-1234567-1.csv", "leads", "pipedrive_deals")
    head = [
        "Deal - ID", "Deal - Title", "Deal - Value", "Deal - Currency", "Deal - Status", "Deal - Stage",
        "Deal - Deal created", "Deal - Won time", "Deal - Lost time", "Deal - Lost reason", "Person - Name",
        "Deal - Source channel",
    ]  # fmt: skip
    body = []
    for n in range(100):
        made = datetime(2026, 1, 15, 10) + timedelta(hours=17 * n)
        closed = made + timedelta(days=rng.randrange(1, 20))
        status, source, value = rng.choice(["Won", "Lost", "Open"]), rng.choice(["Web", "Fair"]), money(rng, 50, 900)
        body.append([
            n + 1, "Deal, new", f"{value}", "USD", status, "Qualified", f"{made:%Y-%m-%d %H:%M:%S}",
            f"{closed:%Y-%m-%d %H:%M:%S}" if status == "Won" else "",
            f"{closed:%Y-%m-%d %H:%M:%S}" if status == "Lost" else "", "", f"Ann {n}", source,
        ])  # fmt: skip
        told.add("leads", f"{made:%Y-%m}", source, 1)
        if status == "Won":
            told.add("won", f"{closed:%Y-%m}", source, 1)
            told.add("won_revenue", f"{closed:%Y-%m}", source, value)
    told.rows = len(body)
    told.path.write_text(as_csv([head, *body], end="\n"), encoding="utf-8", newline="")
    return told


def _days(told: Told, rng: random.Random, channel: str) -> list[tuple[datetime, Decimal, int, int]]:
    """Forty days of one campaign, counted as they are made."""
    days = []
    for n in range(40):
        when = datetime(2026, 3, 1) + timedelta(days=n)
        cost, shows, clicks = money(rng, 5, 1800), rng.randrange(1000, 90_000), rng.randrange(10, 2900)
        for column, amount in (("spend", cost), ("impressions", shows), ("clicks", clicks)):
            told.add(column, f"{when:%Y-%m}", channel, amount)
        days.append((when, cost, shows, clicks))
    told.rows = len(days)
    return days


def tiktok(folder: Path, rng: random.Random) -> Told:
    """«Total of 40 results» at the end, «-» where a total has no value."""
    told = Told(folder / "Campaign Report.csv", "spend", "tiktok_ads")
    head = ["Campaign name", "By Day", "Cost", "CPC (destination)", "CPM", "Impressions", "Clicks (destination)",
            "CTR (destination)", "Conversions", "CPA", "Currency"]  # fmt: skip
    days = _days(told, rng, "TikTok Ads")
    body: list[list[Any]] = [
        ["Camp A", f"{when:%Y-%m-%d}", cost, "0.50", "5.0", shows, clicks, "1.00%", 10, "10.05", "USD"]
        for when, cost, shows, clicks in days
    ]
    whole = [sum(column) for column in list(zip(*days, strict=True))[1:]]  # type: ignore[arg-type]
    total = ["Total of 40 results", "-", whole[0], "0.5", "5.0", whole[1], whole[2], "1.00%", 400, "10.05", "-"]
    told.rows, told.excluded = told.rows + 1, {"total": 1}
    told.path.write_text(as_csv([head, *body, total], end="\n"), encoding="utf-8", newline="")
    return told


def linkedin(folder: Path, rng: random.Random) -> Told:
    """UTF-16 with tabs, five lines above, thousands with a comma, American dates."""
    told = Told(folder / "campaign_performance_report.csv", "spend", "linkedin_ads")
    above = [["Campaign Performance Report (in UTC)"], ["Report Start: March 1, 2026, 12:00 AM"],
             ["Report End: April 9, 2026, 11:59 PM"], ["Date Generated: April 10, 2026, 8:00 AM"], []]  # fmt: skip
    head = ["Start Date (in UTC)", "Account Name", "Currency", "Total Budget", "Campaign Name", "Campaign ID",
            "Total Spent", "Impressions", "Clicks", "Click Through Rate", "Average CPM", "Average CPC"]  # fmt: skip
    body = [
        [f"{when:%m/%d/%Y}", "Acme", "USD", "0", "Camp", "123", f"{cost}", f"{shows:,}", f"{clicks:,}", "1.0%", "24.1",
         "2.41"]
        for when, cost, shows, clicks in _days(told, rng, "LinkedIn Ads")
    ]  # fmt: skip
    told.path.write_text(as_csv([*above, head, *body], "\t", end="\n"), encoding="utf-16", newline="")
    return told


def microsoft(folder: Path, rng: random.Random) -> Told:
    """Lines above, «Gregorian date», and a sign as the last line."""
    told = Told(folder / "Campaign_Performance.csv", "spend", "microsoft_ads")
    above = [["Campaign performance report"], ["Report Time: 3/1/2026,4/9/2026"], ["Time Zone: UTC"], []]
    head = ["Gregorian date", "Account name", "Campaign name", "Currency code", "Impressions", "Clicks", "CTR",
            "Average CPC", "Spend", "Conversions"]  # fmt: skip
    body = [
        [f"{when.month}/{when.day}/{when.year}", "A", "C1", "USD", f"{shows:,}", f"{clicks:,}", "1.00%", "0.50",
         f"{cost:,.2f}", "1"]
        for when, cost, shows, clicks in _days(told, rng, "Microsoft Ads")
    ]  # fmt: skip
    foot = [["©2026 Microsoft Corporation. All rights reserved."]]
    told.rows, told.excluded = told.rows + 1, {"note": 1}
    told.path.write_text(as_csv([*above, head, *body, *foot], quote=csv.QUOTE_ALL), encoding="utf-8-sig", newline="")
    return told


def amazon_settlement(folder: Path, rng: random.Random) -> Told:
    """Settlement V2: the payout as the first line, then each order as its price, tax and fees in rows of their own."""
    told = Told(folder / "settlement.txt", "orders", "amazon_settlement")
    head = [
        "settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount", "currency",
        "transaction-type", "order-id", "merchant-order-id", "adjustment-id", "shipment-id", "marketplace-name",
        "amount-type", "amount-description", "amount", "fulfillment-id", "posted-date", "posted-date-time",
        "order-item-code", "sku", "quantity-purchased",
    ]  # fmt: skip
    first = dict.fromkeys(head, "") | {"settlement-id": "100", "total-amount": "75.00", "currency": "USD"}
    body = [[first[name] for name in head]]
    told.leave_out("not_sales")
    for n in range(60):
        when = datetime(2026, 3, 1, 5, 6, 7) + timedelta(hours=15 * n)
        kind, price, count = rng.choice(["Order"] * 4 + ["Refund"]), money(rng, 10, 90), rng.randrange(1, 3)
        sign = 1 if kind == "Order" else -1
        for sort, what, amount, pieces in (
            ("ItemPrice", "Principal", price, count), ("ItemPrice", "Tax", price / 10, ""),
            ("ItemFees", "Commission", -price / 8, ""),
        ):  # fmt: skip
            row = dict.fromkeys(head, "") | {
                "settlement-id": "100", "transaction-type": kind, "order-id": f"111-{n:07}-0000003",
                "amount-type": sort, "amount-description": what, "amount": f"{sign * amount:.2f}",
                "posted-date": f"{when:%Y-%m-%d}",
                "posted-date-time": f"{when:%Y-%m-%d %H:%M:%S} UTC", "sku": "S-1", "quantity-purchased": pieces,
            }  # fmt: skip
            body.append([str(row[name]) for name in head])
            if kind == "Order" and what == "Principal":
                _sold(told, when, "en", price, count)
            else:
                told.leave_out("returned" if what == "Principal" else "not_sales")
    told.rows = len(body)
    told.path.write_text(as_csv([head, *body], "\t", end="\n"), encoding="utf-8", newline="")
    return told
