"""Twins of advertising and analytics systems."""

from __future__ import annotations

import calendar
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.twins.common import NBSP, Told, as_csv, money, spaced, workbook


def direct(folder: Path, rng: random.Random, year: int = 2026, month: int = 3) -> Told:
    """Мастер отчётов, .xlsx: preamble of three lines, «Итого» under the header, «-» for nothing, notes in column O+."""
    last = calendar.monthrange(year, month)[1]
    head = [
        "Название кампании", "№ Кампании", "Название группы", "№ Группы", "Заголовок", "Тип условия показа", "Формат",
        "Тип устройства", "Название площадки", "Расход, ₽", "Показы", "Клики", "Конверсии", "Отказы, %",
        "Глубина просмотра", "Ср. позиция показа", "Ср. объём трафика",
    ]  # fmt: skip
    told = Told(folder / "Мастер отчетов.xlsx", "spend", "yandex_direct", vat="included", monthly=True)
    body: list[list[Any]] = []
    clicks_all = shows_all = 0
    exact = Decimal(0)
    for _ in range(140):
        shows = rng.randrange(50, 9000)
        clicks = rng.randrange(0, shows // 20 + 1)
        real = Decimal(rng.randrange(0, 9_000_000)) / 10_000 if clicks else Decimal(0)
        cost = real.quantize(Decimal("0.01"))
        exact += real
        name = rng.choice(["Бренд | Москва | Поиск", "РСЯ_ретаргетинг", "Каталог; общие", "Итоги сезона"])
        body.append([
            name, str(70_000_000 + rng.randrange(1000)), "Группа 1", str(5_000_000_000 + rng.randrange(1000)),
            "Диваны – скидки", "фраза", "текстовый", rng.choice(["смартфоны", "десктоп"]), "yandex", cost,
            shows, clicks, "-", round(rng.uniform(5, 60), 2), round(rng.uniform(1, 4), 2), "-", 58.4,
        ])  # fmt: skip
        told.add("spend", f"{year}-{month:02}", "Яндекс.Директ", cost)
        told.add("impressions", f"{year}-{month:02}", "Яндекс.Директ", shows)
        told.add("clicks", f"{year}-{month:02}", "Яндекс.Директ", clicks)
        clicks_all, shows_all = clicks_all + clicks, shows_all + shows
    total = ["Итого", *[""] * 8, exact.quantize(Decimal("0.01")), shows_all, clicks_all, "-", 36.21, 1.9, "-", 60.1]
    body[5] += ["", "", "проверить ставку"]
    told.rows, told.excluded = len(body) + 1, {"total": 1}
    preamble = [
        ["Клиент: Иванов Иван (ivanov-direct)"], ["Отчет: Мастер отчетов"],
        [f"Период: 01.{month:02}.{year} - {last}.{month:02}.{year}"], [],
    ]  # fmt: skip
    workbook(told.path, [*preamble, head, total, *body], "Мастер отчетов")
    return told


def direct_csv(folder: Path, rng: random.Random) -> Told:
    """The older statistics by day: cp1251, «;», decimal comma, a block «Всего с … по …» above the table."""
    told = Told(folder / "stat_by_day.csv", "spend", "yandex_direct_daily", vat="included")
    head = [
        "Дата", "Показы", "Клики", "CTR (%)", "Расход (руб.)", "Ср. цена клика (руб.)", "Глубина (стр.)",
    ]  # fmt: skip
    body = []
    for day in (date(2025, 11, 1) + timedelta(days=n) for n in range(61)):
        shows, clicks = rng.randrange(900, 90_000), rng.randrange(20, 800)
        cost = money(rng, 300, 20_000)
        body.append([
            f"{day:%d.%m.%Y}", shows, clicks, f"{clicks / shows * 100:.2f}".replace(".", ","),
            f"{cost:.2f}".replace(".", ","), f"{cost / clicks:.2f}".replace(".", ","), "1,75",
        ])  # fmt: skip
        for column, amount in (("spend", cost), ("impressions", shows), ("clicks", clicks)):
            told.add(column, f"{day:%Y-%m}", "Яндекс.Директ", amount)
    told.rows = len(body)
    text = as_csv([["Всего с 01.11.2025 по 31.12.2025"], [], head, *body], ";")
    told.path.write_bytes(text.encode("cp1251"))
    return told


def direct_api(folder: Path, rng: random.Random) -> Told:
    """A report of the API: TSV, its name in line 1, «--» for nothing, costs in micros, a count of rows at the end."""
    told = Told(folder / "report.tsv", "spend", "yandex_direct_api")
    lines = ['"Spring (2026-02-01 - 2026-03-31)"', "Date\tCampaignName\tCampaignId\tImpressions\tClicks\tCost\tAvgCpc"]
    rows = 0
    for day in (date(2026, 2, 1) + timedelta(days=n) for n in range(59)):
        for campaign in ("Brand search", "RSYA | retargeting"):
            shows, clicks = rng.randrange(100, 9000), rng.randrange(0, 90)
            cost = rng.randrange(0, 900_000) if clicks else 0
            average = f"{cost * 10_000 // clicks}" if clicks else "--"
            lines.append(f"{day}\t{campaign}\t{70_000_001}\t{shows}\t{clicks}\t{cost * 10_000}\t{average}")
            rows += 1
            for column, amount in (("spend", Decimal(cost) / 100), ("impressions", shows), ("clicks", clicks)):
                told.add(column, f"{day:%Y-%m}", "Yandex Direct", amount)
    lines.append(f"Total rows: {rows}")
    told.rows, told.excluded = rows + 1, {"total": 1}
    told.path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return told


def universal(folder: Path, rng: random.Random) -> Told:
    """Universal Analytics: comments above, "28,001" in quotes, a total without a label, a second table by day."""
    told = Told(folder / "Analytics Channels.csv", "traffic", "google_analytics_ua", monthly=True)
    rule = "# ----------------------------------------"
    comments = [rule, "# All Web Site Data", "# Acquisition Channels", "# 20220801-20220831", rule, ""]
    head = ["Default Channel Grouping", "Users", "New Users", "Sessions", "Bounce Rate", "Transactions", "Revenue"]
    body: list[list[Any]] = []
    whole = 0
    for group, channel in {
        "Organic Search": "Organic search",
        "Paid Search": "Google Ads",
        "Direct": "Direct visits",
    }.items():
        sessions = rng.randrange(1_000, 90_000)
        body.append([group, f"{sessions - 900:,}", "500", f"{sessions:,}", "52.11%", "145", "$9,876.54"])
        told.add("visits", "2022-08", channel, sessions)
        whole += sessions
    body.append(["", f"{whole - 2700:,}", "1,500", f"{whole:,}", "50.00%", "435", "$29,629.62"])
    daily = [["Day Index", "Users"], *([f"8/{n}/22", str(n)] for n in range(1, 32)), ["", "496"]]
    text = "\n".join(comments) + "\n" + as_csv([head, *body], end="\n") + "\n" + as_csv(daily, end="\n")
    told.rows, told.excluded = len(body), {"total": 1}
    told.path.write_text(text, encoding="utf-8", newline="")
    return told


def metrica(folder: Path, rng: random.Random) -> Told:
    """UTF-8 with BOM, comma, «Итого и средние» in row 2, visits by month and utm source."""
    told = Told(folder / "Источники.csv", "traffic", "yandex_metrica", monthly=True)
    marks = {
        "yandex,cpc": "Яндекс.Директ", "google,organic": "Органический поиск", "vk,cpc": "VK Реклама",
        "unisender,email": "Email",
    }  # fmt: skip
    head = [
        "UTM Source", "UTM Medium", "UTM Campaign", "Дата визита(месяц YYYY-MM)", "Визиты", "Посетители", "Отказы",
        "Время на сайте",
    ]  # fmt: skip
    body = []
    visits_all = 0
    for month in ("2026-02", "2026-03"):
        for pair, channel in marks.items():
            for campaign in ("brand", "sale, -20%"):
                visits = rng.randrange(100, 9000)
                source, medium = pair.split(",")
                body.append([source, medium, campaign, month, visits, visits - 7, "0.2137", "0:01:54"])
                told.add("visits", month, channel, visits)
                visits_all += visits
    total = ["Итого и средние", "", "", "", visits_all, visits_all - 900, "0.2211", "0:01:48"]
    told.rows, told.excluded = len(body) + 1, {"total": 1}
    told.path.write_bytes(b"\xef\xbb\xbf" + as_csv([head, total, *body], end="\n").encode("utf-8"))
    return told


def metrica_costs(folder: Path, rng: random.Random) -> Told:
    """Costs by source, without VAT, the period in the name of the file only."""
    told = Told(
        folder / "Расходы-2026-03-01-2026-03-31.csv", "spend", "yandex_metrica_costs", vat="excluded", monthly=True
    )
    body = []
    for source, medium, channel in (("vk", "cpc", "VK Реклама"), ("google", "cpc", "Google Ads")):
        for campaign in ("a", "b"):
            cost, clicks = money(rng, 100, 9000), rng.randrange(10, 900)
            body.append([source, medium, campaign, 1000, cost, clicks, "0.21"])
            told.add("spend", "2026-03", channel, cost)
            told.add("clicks", "2026-03", channel, clicks)
    head = ["UTM Source", "UTM Medium", "UTM Campaign", "Визиты", "Расходы", "Клики", "Отказы"]
    told.rows = len(body)
    told.path.write_bytes(b"\xef\xbb\xbf" + as_csv([head, *body], end="\n").encode("utf-8"))
    return told


def google_ads(folder: Path, rng: random.Random) -> Told:
    """«Excel .csv»: UTF-16LE with BOM, tabs, two lines above, thousands with commas, «Total: …» rows below."""
    told = Told(folder / "Campaign report.csv", "spend", "google_ads")
    head = [
        "Day", "Campaign status", "Campaign", "Budget", "Currency code", "Status", "Conv. value", "Impr.",
        "Conversions", "Clicks", "CTR", "Avg. CPM", "Cost",
    ]  # fmt: skip
    body: list[list[Any]] = []
    whole = [0, 0, Decimal(0)]
    for day in (date(2026, 2, 1) + timedelta(days=n) for n in range(59)):
        for campaign in ("Total Wine", "Brand – Moscow"):
            shows, clicks, cost = rng.randrange(1000, 90_000), rng.randrange(10, 900), money(rng, 100, 9000)
            body.append([
                f"{day:%Y-%m-%d}", "Enabled", campaign, f"{1500:,.2f}", "RUB", "Eligible", " --", f"{shows:,}",
                f"{rng.uniform(0, 9):.2f}", f"{clicks:,}", f"{clicks / shows:.2%}", f"{cost / shows * 1000:,.2f}",
                f"{cost:,.2f}",
            ])  # fmt: skip
            for column, amount in (("spend", cost), ("impressions", shows), ("clicks", clicks)):
                told.add(column, f"{day:%Y-%m}", "Google Ads", amount)
            whole = [whole[0] + shows, whole[1] + clicks, whole[2] + cost]
    names = ["Total: Campaigns", "Total: Account", "Total: Search", "Total: Display", "Total: Video"]
    shares = (1, 1, Decimal("0.7"), Decimal("0.2"), Decimal("0.1"))
    totals = [
        [name, "", " --", "", "RUB", "", " --", f"{int(whole[0] * s):,}", "1.00", f"{int(whole[1] * s):,}", "1.00%",
         "1.00", f"{whole[2] * s:,.2f}"]
        for name, s in zip(names, shares, strict=True)
    ]  # fmt: skip
    told.rows, told.excluded = len(body) + 5, {"total": 5}
    lines = [["Campaign report"], ["February 1, 2026 - March 31, 2026"], head, *body, *totals]
    told.path.write_bytes(b"\xff\xfe" + as_csv(lines, "\t", end="\n").encode("utf-16-le"))
    return told


def google_ads_ru(folder: Path, rng: random.Random) -> Told:
    """The Russian page: «Цена» is the cost, NBSP between thousands, decimal commas; one month, without days."""
    told = Told(folder / "Отчет о кампаниях.csv", "spend", "google_ads", monthly=True)
    head = ["Кампания", "Код валюты", "Показы", "Клики", "Цена", "Ср. цена за клик", "CTR", "Конверсии", "Цена/конв."]
    body: list[list[Any]] = []
    for campaign in ("Поиск", "КМС", "Бренд"):
        shows, clicks, cost = rng.randrange(9000, 900_000), rng.randrange(10, 900), money(rng, 1000, 90_000)
        body.append([
            campaign, "RUB", f"{shows:,}".replace(",", NBSP), clicks, spaced(cost), spaced(cost / clicks),
            f"{clicks / shows * 100:.2f}%".replace(".", ","), "4,00", spaced(cost / 4),
        ])  # fmt: skip
        for column, amount in (("spend", cost), ("impressions", shows), ("clicks", clicks)):
            told.add(column, "2026-03", "Google Ads", amount)
    told.rows = len(body)
    lines = [["Отчет о кампаниях"], ["1 марта 2026 г. – 31 марта 2026 г."], head, *body]
    told.path.write_text(as_csv(lines, end="\n"), encoding="utf-8", newline="")
    return told


def ga4(folder: Path, rng: random.Random) -> Told:
    """Comment lines above, two tables one under another, the second repeating the first by day."""
    told = Told(folder / "Traffic_acquisition.csv", "traffic", "ga4_channels", monthly=True)
    groups = {
        "Organic Search": "Organic search",
        "Paid Search": "Google Ads",
        "Direct": "Direct visits",
        "Email": "Email",
    }
    body: list[list[Any]] = []
    for group, channel in groups.items():
        sessions = rng.randrange(500, 90_000)
        body.append([group, sessions, sessions // 2, "0.5", "62.5%", "0"])
        told.add("visits", "2026-08", channel, sessions)
    comments = [
        "# ----------------------------------------", "# Traffic acquisition: Session primary channel group",
        "# Account: Shop", "# Property: Shop - GA4", "# ----------------------------------------", "#",
        "# All Users", "# Start date: 20260801", "# End date: 20260831",
    ]  # fmt: skip
    first = [
        "Session primary channel group (Default Channel Group)", "Sessions", "Engaged sessions", "Engagement rate",
        "Events per session", "Total revenue",
    ]  # fmt: skip
    daily = [[f"{n:04}", rng.randrange(1, 99)] for n in range(31)]
    second = ["# Start date: 20260801", "# End date: 20260831"]
    text = "\n".join(comments) + "\n" + as_csv([first, *body], end="\n") + "\n" + "\n".join(second) + "\n"
    told.path.write_text(text + as_csv([["Nth day", "Sessions"], *daily], end="\n"), encoding="utf-8", newline="")
    told.rows = len(body)
    return told


def meta(folder: Path, rng: random.Random, russian: bool = False) -> Told:
    """Each row spans a month of its own; the first row has no name and holds the total."""
    told = Told(folder / ("Кампании-Meta.csv" if russian else "Campaigns-Meta.csv"), "spend", "meta_ads", monthly=True)
    currency = "RUB"
    head = (
        ["Начало отчётного периода", "Конец отчётного периода", "Название кампании", f"Потраченная сумма ({currency})",
         "Показы", "Охват", "Частота", "Клики на ссылку", f"Цена за клик ({currency})", "CTR", "Результаты"]
        if russian
        else ["Reporting starts", "Reporting ends", "Campaign name", f"Amount spent ({currency})", "Impressions",
              "Reach", "Frequency", "Link clicks", f"CPC (cost per link click) ({currency})",
              "CTR (link click-through rate)", "Results"]
    )  # fmt: skip
    body: list[list[Any]] = []
    whole = [Decimal(0), 0, 0]
    for month in (4, 5) if russian else (1, 2, 3):
        last = calendar.monthrange(2026, month)[1]
        for campaign in ("Lookalike 1%", "Retargeting", 'Promo "spring"'):
            cost, shows, clicks = money(rng, 100, 9000), rng.randrange(1000, 90_000), rng.randrange(10, 900)
            body.append([
                f"2026-{month:02}-01", f"2026-{month:02}-{last}", campaign, f"{cost}", shows, shows // 2,
                f"{2.0:.6f}", clicks, f"{cost / clicks:.6f}", f"{clicks / shows * 100:.6f}", "",
            ])  # fmt: skip
            for column, amount in (("spend", cost), ("impressions", shows), ("clicks", clicks)):
                told.add(column, f"2026-{month:02}", "Meta Ads", amount)
            whole = [whole[0] + cost, whole[1] + shows, whole[2] + clicks]
    ends = [body[0][0], body[-1][1]]
    total = [*ends, "", f"{whole[0]}", whole[1], 1234, "3.1", whole[2], "1.5", "1.2", ""]
    told.rows, told.excluded = len(body) + 1, {"total": 1}
    told.path.write_text(as_csv([head, total, *body], end="\n"), encoding="utf-8", newline="")
    return told


def meta_ru(folder: Path, rng: random.Random) -> Told:
    """The Russian headers of Meta Ads."""
    return meta(folder, rng, russian=True)
