"""The four firms: names, plans, and what their people wrote about October 2026."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from . import leads, shop, summary
from .facts import Business, Comment, Decision, Target
from .measures import months_of
from .oracle import Oracle
from .periods import Period, add_months, parse

REPORT = date(2026, 10, 1)
NOW, BEFORE = parse("2026-10"), parse("2026-09")
PLANNED_MONTHS = 13
# Plan over fact: month after month a little off, and for the report month the story itself.
DRIFT = (0.98, 1.03, 1.01, 0.97, 1.04, 0.99, 1.02, 0.96, 1.01, 1.03, 0.98, 1.02)

CHANNELS = {
    "ru": {
        "search": "Яндекс Директ",
        "social": "VK Реклама",
        "bloggers": "Блогеры",
        "email": "E-mail",
        "seo": "SEO",
        "direct": "Прямые заходы",
    },
    "en": {
        "search": "Google Ads",
        "social": "Meta Ads",
        "bloggers": "Influencers",
        "email": "E-mail",
        "seo": "Organic search",
        "direct": "Direct",
    },
}


def shop_ru() -> Business:
    cards = ["revenue", "average_check", "new_customers", "cac", "drr", "conversion"]
    business = Business("shop", "ru", "Северный дом", "RUB", cards)
    shop.make(business, shop.Scale(2038, CHANNELS["ru"], 1.0, "СД-", "К-"))
    _plan_shop(business, 1000)
    oracle = Oracle(business)
    bloggers, seo, mail = CHANNELS["ru"]["bloggers"], CHANNELS["ru"]["seo"], CHANNELS["ru"]["email"]
    spent, spent_before = (_whole(oracle, "spend", period, bloggers) for period in (NOW, BEFORE))
    won, won_seo = (_whole(oracle, "new_customers", NOW, channel) for channel in (bloggers, seo))
    business.decisions = [
        Decision(
            BEFORE.first,
            "Удвоить размещения у блогеров на пробный месяц",
            "+25 новых клиентов в месяц",
            "Анна Ветрова",
            date(2026, 10, 5),
            f"Не сработало: {won} новых клиентов за октябрь",
        ),
        Decision(
            BEFORE.first,
            "Письмо о повторной покупке через 45 дней после заказа",
            "+20 заказов из E-mail в месяц",
            "Илья Громов",
            date(2026, 10, 12),
            f"Запущено 12 октября: из E-mail {_whole(oracle, 'orders', NOW, mail)} заказов против "
            f"{_whole(oracle, 'orders', BEFORE, mail)} в сентябре",
        ),
        Decision(
            REPORT,
            "Вернуть бюджет блогеров на уровень сентября",
            f"−{_grouped(spent - spent_before)} ₽ расходов в месяц",
            "Анна Ветрова",
            date(2026, 11, 10),
            "",
        ),
        Decision(
            REPORT,
            "Отдать 20 % освободившихся денег Яндекс Директу и проверить тестом",
            "+15 новых клиентов в месяц",
            "Олег Савин",
            date(2026, 11, 16),
            "",
        ),
    ]
    business.comments = [
        Comment(
            REPORT,
            "Каналы",
            f"Блогерам заплатили {_grouped(spent)} ₽ (в сентябре {_grouped(spent_before)} ₽), "
            f"пришло {won} новых клиентов. SEO без рекламы привело {won_seo}.",
        ),
        Comment(REPORT, "План", "Скидка 10 % на текстиль шла весь октябрь: заказов больше плана, средний чек ниже."),
        Comment(BEFORE.first, "Итоги", "Сентябрь без распродаж: хорошая база для сравнения."),
    ]
    return business


def shop_en() -> Business:
    cards = ["revenue", "average_check", "new_customers", "cac", "drr", "conversion"]
    business = Business("shop", "en", "Northern Home", "EUR", cards)
    shop.make(business, shop.Scale(1804, CHANNELS["en"], 1 / 60, "NH-", "C-"))
    _plan_shop(business, 50)
    oracle = Oracle(business)
    bloggers, seo, mail = CHANNELS["en"]["bloggers"], CHANNELS["en"]["seo"], CHANNELS["en"]["email"]
    spent, spent_before = (_whole(oracle, "spend", period, bloggers) for period in (NOW, BEFORE))
    won, won_seo = (_whole(oracle, "new_customers", NOW, channel) for channel in (bloggers, seo))
    business.decisions = [
        Decision(
            BEFORE.first,
            "Double influencer placements for a trial month",
            "+25 new customers a month",
            "Anna Wells",
            date(2026, 10, 5),
            f"Did not work: {won} new customers in October",
        ),
        Decision(
            BEFORE.first,
            "Repeat-purchase e-mail 45 days after an order",
            "+20 e-mail orders a month",
            "Ivan Grant",
            date(2026, 10, 12),
            f"Live since 12 October: {_whole(oracle, 'orders', NOW, mail)} e-mail orders against "
            f"{_whole(oracle, 'orders', BEFORE, mail)} in September",
        ),
        Decision(
            REPORT,
            "Take the influencer budget back to its September level",
            f"−€{spent - spent_before:,} of spend a month",
            "Anna Wells",
            date(2026, 11, 10),
            "",
        ),
        Decision(
            REPORT,
            "Give 20 % of the money freed to Google Ads, as a test",
            "+15 new customers a month",
            "Oliver Sand",
            date(2026, 11, 16),
            "",
        ),
    ]
    business.comments = [
        Comment(
            REPORT,
            "Channels",
            f"Influencers were paid €{spent:,} (€{spent_before:,} in September) and brought {won} new customers. "
            f"Organic search brought {won_seo} with no advertising.",
        ),
        Comment(REPORT, "Plan", "10 % off textiles all October: more orders than planned, a smaller basket."),
        Comment(BEFORE.first, "Summary", "September had no sales campaign: a fair month to compare with."),
    ]
    return business


def leads_ru() -> Business:
    cards = ["leads", "cpl", "conversion_lead_sale_calendar", "revenue", "cac", "drr"]
    business = leads.make(Business("leads", "ru", "Светлый контур", "RUB", cards), 13)
    steps: dict[str, float] = {"leads": 5, "orders": 1, "revenue": 50_000, "cpl": 10, "cac": 100}
    _plan(business, steps, {"leads": 1.04, "orders": 1.1, "revenue": 1.14, "cpl": 0.9, "cac": 0.82})
    return business


def summary_ru() -> Business:
    cards = ["revenue", "leads", "conversion", "new_customers", "cac", "drr"]
    return summary.make(Business("summary", "ru", "Мастерская «Берег»", "RUB", cards), 23)


def _plan_shop(business: Business, step: int) -> None:
    """The October story: revenue just short, orders above, basket and cost of a customer worse than planned."""
    steps = {"revenue": 10 * step, "orders": 5, "average_check": step / 20, "new_customers": 5, "cac": step / 20}
    october = {"revenue": 1.035, "orders": 0.975, "average_check": 1.055, "new_customers": 0.98, "cac": 0.86}
    _plan(business, {**steps, "drr": 0.005}, {**october, "drr": 0.88})
    for channel in (business.channels[0], business.channels[1], business.channels[4]):
        _plan(business, {"revenue": step}, {"revenue": 1.03 if channel != business.channels[1] else 0.97}, channel)


def _plan(business: Business, steps: dict[str, float], last: dict[str, float], channel: str | None = None) -> None:
    oracle = Oracle(business)
    months = months_of(business)[-PLANNED_MONTHS:]
    for place, period in enumerate(months):
        for number, (kpi, step) in enumerate(steps.items()):
            factor = last[kpi] if period == months[-1] else DRIFT[(place + 5 * number) % len(DRIFT)]
            exact = Fraction(str(step))
            value = round(oracle.known(kpi, period, channel) * Fraction(str(factor)) / exact) * exact
            business.targets.append(Target(period.first, kpi, value, channel))
    business.targets.sort(key=lambda target: target.month)


def _whole(oracle: Oracle, kpi: str, period: Period, channel: str) -> int:
    return round(oracle.known(kpi, period, channel))


def _grouped(amount: int) -> str:
    return f"{amount:,}".replace(",", "\u00a0")


FIRMS = {"shop-ru": shop_ru, "shop-en": shop_en, "leads-ru": leads_ru, "summary-ru": summary_ru}
LAST_MONTHS = [add_months(REPORT, i) for i in range(-12, 1)]
