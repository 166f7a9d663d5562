"""Names of sheets, tables, headers and KPIs in both languages, as a marketer would head them."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import ADVERTISING, CONTRACTOR, SALARY, SERVICE


@dataclass(frozen=True)
class Table:
    """A sheet with one Excel table of the same name. `columns`: field of the record -> header."""

    name: str
    columns: dict[str, str]

    def column(self, field: str) -> str:
        """The structured reference of a column."""
        return f"{self.name}[{self.columns[field]}]"

    def letter(self, field: str) -> str:
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[list(self.columns).index(field)]


TABLES = {
    "ru": {
        "orders": Table(
            "Продажи",
            {
                "day": "Дата",
                "number": "Номер заказа",
                "customer": "Клиент",
                "channel": "Канал",
                "revenue": "Выручка",
                "items": "Товаров",
                "refund": "Возврат",
                "refund_day": "Дата возврата",
                "cost": "Себестоимость",
            },
        ),
        "spend": Table(
            "Расходы",
            {
                "day": "Дата",
                "channel": "Канал",
                "amount": "Расход",
                "impressions": "Показы",
                "clicks": "Клики",
                "kind": "Вид",
            },
        ),
        "visits": Table("Трафик", {"day": "Дата", "channel": "Канал", "visits": "Визиты"}),
        "leads": Table(
            "Лиды",
            {
                "day": "Дата создания",
                "number": "Номер лида",
                "channel": "Канал",
                "qualified": "Целевой",
                "won": "Продажа",
                "won_day": "Дата продажи",
                "amount": "Сумма",
                "customer": "Клиент",
            },
        ),
        "summary": Table(
            "Сводка",
            {
                "day": "Месяц",
                "spend": "Расходы",
                "impressions": "Показы",
                "clicks": "Клики",
                "visits": "Визиты",
                "leads": "Лиды",
                "orders": "Заказы",
                "new_customers": "Новые клиенты",
                "revenue": "Выручка",
            },
        ),
        "targets": Table("План", {"month": "Месяц", "kpi": "Показатель", "value": "План", "channel": "Канал"}),
        "decisions": Table(
            "Решения",
            {
                "month": "Месяц",
                "text": "Решение",
                "effect": "Эффект",
                "owner": "Ответственный",
                "due": "Срок",
                "outcome": "Результат",
            },
        ),
        "comments": Table("Комментарии", {"month": "Месяц", "block": "Блок", "text": "Текст"}),
        "settings": Table("Настройки", {"key": "Параметр", "value": "Значение"}),
    },
    "en": {
        "orders": Table(
            "Orders",
            {
                "day": "Date",
                "number": "Order ID",
                "customer": "Customer ID",
                "channel": "Channel",
                "revenue": "Revenue",
                "items": "Items",
                "refund": "Refund",
                "refund_day": "Refund date",
                "cost": "Cost of goods",
            },
        ),
        "spend": Table(
            "Spend",
            {
                "day": "Date",
                "channel": "Channel",
                "amount": "Spend",
                "impressions": "Impressions",
                "clicks": "Clicks",
                "kind": "Kind",
            },
        ),
        "visits": Table("Traffic", {"day": "Date", "channel": "Channel", "visits": "Visits"}),
        "targets": Table("Targets", {"month": "Month", "kpi": "KPI", "value": "Target", "channel": "Channel"}),
        "decisions": Table(
            "Decisions",
            {
                "month": "Month",
                "text": "Decision",
                "effect": "Effect",
                "owner": "Owner",
                "due": "Due",
                "outcome": "Outcome",
            },
        ),
        "comments": Table("Comments", {"month": "Month", "block": "Block", "text": "Text"}),
        "settings": Table("Settings", {"key": "Setting", "value": "Value"}),
    },
}
MONTHLY_HEADER = {"ru": "Месяц", "en": "Month"}
KINDS = {
    "ru": {ADVERTISING: "реклама", SALARY: "зарплата", CONTRACTOR: "подрядчик", SERVICE: "сервис", "": ""},
    "en": {ADVERTISING: "advertising", SALARY: "salary", CONTRACTOR: "contractor", SERVICE: "service", "": ""},
}
YES_NO = {"ru": ("нет", "да"), "en": ("no", "yes")}
SETTING_KEYS = {
    "ru": {"company": "Компания", "currency": "Валюта", "language": "Язык", "kpis": "Показатели"},
    "en": {"company": "Company", "currency": "Currency", "language": "Language", "kpis": "KPIs"},
}
START = {"ru": "Начните отсюда", "en": "Start here"}


@dataclass(frozen=True)
class Kpi:
    ru: str
    en: str
    unit: str  # money | cents | percent | count | times | months
    better: str  # higher | lower | neutral
    how_ru: str
    how_en: str

    def name(self, language: str) -> str:
        return self.ru if language == "ru" else self.en

    def how(self, language: str) -> str:
        return self.how_ru if language == "ru" else self.how_en


KPIS = {
    "revenue": Kpi("Выручка", "Revenue", "money", "higher", "сумма выручки по дате продажи", "revenue by order date"),
    "net_revenue": Kpi(
        "Чистая выручка",
        "Net revenue",
        "money",
        "higher",
        "выручка минус возвраты по дате возврата",
        "revenue minus refunds by refund date",
    ),
    "refund_rate": Kpi(
        "Доля возвратов",
        "Refund rate",
        "percent",
        "lower",
        "возвраты заказов этого периода ÷ выручка",
        "refunds of the orders of the period ÷ revenue",
    ),
    "sales_growth_mom": Kpi(
        "Рост к прошлому месяцу",
        "Growth on last month",
        "percent",
        "higher",
        "выручка ÷ выручка прошлого периода − 1",
        "revenue ÷ revenue of the period before − 1",
    ),
    "sales_growth_yoy": Kpi(
        "Рост к прошлому году",
        "Growth on last year",
        "percent",
        "higher",
        "выручка ÷ выручка год назад − 1",
        "revenue ÷ revenue a year before − 1",
    ),
    "orders": Kpi("Заказы", "Orders", "count", "higher", "число заказов по дате продажи", "orders by order date"),
    "average_check": Kpi(
        "Средний чек", "Average order value", "money", "higher", "выручка ÷ заказы", "revenue ÷ orders"
    ),
    "average_check_change": Kpi(
        "Изменение среднего чека",
        "Change of average order value",
        "percent",
        "higher",
        "средний чек ÷ средний чек прошлого периода − 1",
        "average order value ÷ that of the period before − 1",
    ),
    "items_per_order": Kpi("Товаров в чеке", "Items per order", "times", "higher", "товары ÷ заказы", "items ÷ orders"),
    "leads": Kpi("Лиды", "Leads", "count", "higher", "число лидов по дате создания", "leads by date of creation"),
    "qualified_leads": Kpi(
        "Целевые лиды", "Qualified leads", "count", "higher", "лиды с отметкой «да»", "leads marked yes"
    ),
    "qualified_share": Kpi(
        "Доля целевых", "Qualified share", "percent", "higher", "целевые лиды ÷ лиды", "qualified leads ÷ leads"
    ),
    "conversion_visit_lead": Kpi(
        "Визит → лид", "Visit to lead", "percent", "higher", "лиды ÷ визиты", "leads ÷ visits"
    ),
    "conversion_click_lead": Kpi("Клик → лид", "Click to lead", "percent", "higher", "лиды ÷ клики", "leads ÷ clicks"),
    "conversion_visit_order": Kpi(
        "Визит → заказ", "Visit to order", "percent", "higher", "заказы ÷ визиты", "orders ÷ visits"
    ),
    "conversion_lead_sale": Kpi(
        "Лид → продажа",
        "Lead to sale",
        "percent",
        "higher",
        "лиды периода, ставшие продажей когда-либо ÷ лиды периода",
        "leads of the period won at any time ÷ leads of the period",
    ),
    "conversion_lead_sale_calendar": Kpi(
        "Продажи ÷ лиды месяца",
        "Sales ÷ leads of the month",
        "percent",
        "higher",
        "продажи периода ÷ лиды периода",
        "sales of the period ÷ leads of the period",
    ),
    "conversion_click_order": Kpi(
        "Клик → заказ", "Click to order", "percent", "higher", "заказы ÷ клики", "orders ÷ clicks"
    ),
    "conversion": Kpi("Конверсия", "Conversion", "percent", "higher", "", ""),
    "ctr": Kpi("CTR", "CTR", "percent", "higher", "клики ÷ показы", "clicks ÷ impressions"),
    "spend": Kpi(
        "Расходы на маркетинг",
        "Marketing spend",
        "money",
        "lower",
        "все строки расходов, всех видов",
        "every row of spend, of every kind",
    ),
    "cpm": Kpi(
        "CPM", "CPM", "cents", "lower", "1000 × расход на рекламу ÷ показы", "1000 × advertising spend ÷ impressions"
    ),
    "cpc": Kpi("CPC", "CPC", "cents", "lower", "расход на рекламу ÷ клики", "advertising spend ÷ clicks"),
    "cpl": Kpi("CPL", "CPL", "money", "lower", "расход на рекламу ÷ лиды", "advertising spend ÷ leads"),
    "cpo": Kpi("CPO", "CPO", "money", "lower", "расход на рекламу ÷ заказы", "advertising spend ÷ orders"),
    "cac": Kpi("CAC", "CAC", "money", "lower", "все расходы ÷ новые клиенты", "spend of every kind ÷ new customers"),
    "cac_paid": Kpi(
        "CAC платных каналов",
        "CAC of paid channels",
        "money",
        "lower",
        "реклама ÷ новые клиенты каналов, где в периоде была реклама",
        "advertising spend ÷ new customers of the channels that advertised in the period",
    ),
    "roas": Kpi("ROAS", "ROAS", "times", "higher", "выручка ÷ расход на рекламу", "revenue ÷ advertising spend"),
    "romi": Kpi("ROMI", "ROMI", "percent", "higher", "", ""),
    "drr": Kpi("ДРР", "Ad cost share", "percent", "lower", "расход на рекламу ÷ выручка", "advertising ÷ revenue"),
    "new_customers": Kpi(
        "Новые клиенты",
        "New customers",
        "count",
        "higher",
        "клиенты, чей первый не полностью возвращённый заказ пришёлся на период",
        "customers whose first order that was not refunded in full falls in the period",
    ),
    "new_revenue_share": Kpi(
        "Доля выручки от новых",
        "Revenue share of new customers",
        "percent",
        "neutral",
        "выручка от клиентов, впервые купивших в периоде ÷ выручка",
        "revenue from customers who first bought in the period ÷ revenue",
    ),
    "repeat_rate": Kpi(
        "Доля повторных покупателей",
        "Repeat purchase rate",
        "percent",
        "higher",
        "клиенты с двумя и более заказами в периоде ÷ клиенты периода",
        "customers with two orders or more in the period ÷ customers of the period",
    ),
    "retention": Kpi(
        "Удержание",
        "Retention",
        "percent",
        "higher",
        "клиенты и этого, и прошлого периода ÷ клиенты прошлого периода",
        "customers of both this period and the one before ÷ customers of the one before",
    ),
    "churn": Kpi("Отток", "Churn", "percent", "lower", "1 − удержание", "1 − retention"),
    "arppu": Kpi("ARPPU", "ARPPU", "money", "higher", "выручка ÷ клиенты периода", "revenue ÷ customers of the period"),
    "ltv": Kpi(
        "LTV",
        "LTV",
        "money",
        "higher",
        "валовая прибыль от клиентов, впервые купивших в периоде, до конца данных ÷ их число",
        "gross profit, to the end of the data, of customers who first bought in the period ÷ their number",
    ),
    "ltv_cac": Kpi("LTV : CAC", "LTV : CAC", "times", "higher", "LTV ÷ CAC", "LTV ÷ CAC"),
    "payback_months": Kpi(
        "Срок окупаемости",
        "Payback, months",
        "months",
        "lower",
        "возраст когорты в месяцах, когда накопленная прибыль достигла расходов (0 — первый месяц)",
        "age of the cohort in months at which its profit reaches the spend (0 is the first month)",
    ),
    "plan_attainment": Kpi(
        "Выполнение плана", "Plan attainment", "percent", "higher", "выручка ÷ план выручки", "revenue ÷ its target"
    ),
    "run_rate": Kpi(
        "Прогноз на конец месяца",
        "Run rate",
        "money",
        "higher",
        "месяц завершён: его выручка",
        "the month is complete: its revenue",
    ),
    "visits": Kpi("Визиты", "Visits", "count", "higher", "сумма визитов", "sum of visits"),
    "clicks": Kpi("Клики", "Clicks", "count", "higher", "сумма кликов", "sum of clicks"),
    "impressions": Kpi("Показы", "Impressions", "count", "neutral", "сумма показов", "sum of impressions"),
}
CONVERSION_HOW = {
    "shop": ("заказы ÷ визиты (лидов в книге нет)", "orders ÷ visits (the workbook has no leads)"),
    "leads": ("по когорте: проданные лиды периода ÷ лиды периода", "by cohort: won leads of the period ÷ its leads"),
    "summary": ("по календарю: заказы ÷ лиды", "by calendar: orders ÷ leads"),
}
ROMI_HOW = {
    "shop": (
        "(выручка − себестоимость − реклама) ÷ реклама",
        "(revenue − cost of goods − advertising) ÷ advertising",
    ),
    "leads": ("(выручка − реклама) ÷ реклама, по выручке", "(revenue − advertising) ÷ advertising, on revenue"),
    "summary": ("(выручка − реклама) ÷ реклама, по выручке", "(revenue − advertising) ÷ advertising, on revenue"),
}
REASONS = {
    "no_data": ("нет строк за период или по каналу", "no rows for the period or the channel"),
    "no_base": ("нет данных за период сравнения", "nothing to compare with"),
    "no_plan": ("в таблице плана нет строк", "no rows in the table of targets"),
    "monthly_only": ("расходы записаны по месяцам, по дням не делятся", "recorded by month, not to be cut by days"),
    "no_orders": ("заказов 0, делить не на что", "0 orders, nothing to divide by"),
    "no_new_customers": ("новых клиентов 0, делить не на что", "0 new customers, nothing to divide by"),
    "no_leads": ("лидов 0, делить не на что", "0 leads, nothing to divide by"),
    "no_revenue": ("выручка 0, делить не на что", "0 revenue, nothing to divide by"),
}
LTV_LEADS_HOW = "выручка от клиентов, впервые купивших в периоде, до конца данных ÷ их число (без себестоимости)"


def how(kpi: str, kind: str, language: str) -> str:
    """How a KPI of this kind of business comes about, in words."""
    place = 0 if language == "ru" else 1
    if kpi == "conversion":
        return CONVERSION_HOW[kind][place]
    if kpi == "romi":
        return ROMI_HOW[kind][place]
    if kpi == "ltv" and kind == "leads":
        return LTV_LEADS_HOW
    return KPIS[kpi].how(language)
