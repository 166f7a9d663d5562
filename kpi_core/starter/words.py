"""Names of sheets, tables and headers of the starter workbook, as recognition understands them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kpi_core.language import Text

Kind = Literal["shop", "leads", "summary"]
Look = Literal["day", "month", "money", "count", "text", "yes_no", "spend_kind"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header and how its cells look."""

    header: Text
    look: Look


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one Excel table of the same name, and what it holds in a few words."""

    key: str
    name: Text
    about: Text
    columns: tuple[Column, ...]


def _column(ru: str, en: str, look: Look) -> Column:
    return Column(Text(ru, en), look)


_CHANNEL = _column("Канал", "Channel", "text")
_MONTH = _column("Месяц", "Month", "month")

ORDERS = Sheet(
    "orders",
    Text("Продажи", "Orders"),
    Text("одна строка — один заказ", "one row, one order"),
    (
        _column("Дата", "Date", "day"),
        _column("Номер заказа", "Order ID", "text"),
        _column("Клиент", "Customer ID", "text"),
        _CHANNEL,
        _column("Выручка", "Revenue", "money"),
        _column("Возврат", "Refund", "money"),
        _column("Себестоимость", "Cost of goods", "money"),
    ),
)
LEADS = Sheet(
    "leads",
    Text("Лиды", "Leads"),
    Text("одна строка — одна заявка и что из неё вышло", "one row, one lead and what came of it"),
    (
        _column("Дата создания", "Created", "day"),
        _column("Номер лида", "Lead ID", "text"),
        _CHANNEL,
        _column("Целевой", "Qualified", "yes_no"),
        _column("Продажа", "Won", "yes_no"),
        _column("Дата продажи", "Won date", "day"),
        _column("Сумма", "Amount", "money"),
        _column("Клиент", "Customer ID", "text"),
    ),
)
SPEND = Sheet(
    "spend",
    Text("Расходы", "Spend"),
    Text(
        "расходы за месяц по каналам; вести можно и по дням, тогда столбец — Дата",
        "costs of a month by channel; may be kept by day, the column is Date then",
    ),
    (
        _MONTH,
        _CHANNEL,
        _column("Расход", "Spend", "money"),
        _column("Показы", "Impressions", "count"),
        _column("Клики", "Clicks", "count"),
        _column("Вид", "Kind", "spend_kind"),
    ),
)
TRAFFIC = Sheet(
    "traffic",
    Text("Трафик", "Traffic"),
    Text("визиты на сайт за месяц по каналам", "visits of a month by channel"),
    (_MONTH, _CHANNEL, _column("Визиты", "Visits", "count")),
)
SUMMARY = Sheet(
    "summary",
    Text("Сводка", "Summary"),
    Text("одна строка — один месяц; лишние столбцы можно убрать", "one row, one month; drop columns you do not need"),
    (
        _MONTH,
        _column("Расходы", "Spend", "money"),
        _column("Показы", "Impressions", "count"),
        _column("Клики", "Clicks", "count"),
        _column("Визиты", "Visits", "count"),
        _column("Лиды", "Leads", "count"),
        _column("Заказы", "Orders", "count"),
        _column("Новые клиенты", "New customers", "count"),
        _column("Выручка", "Revenue", "money"),
    ),
)
TARGETS = Sheet(
    "targets",
    Text("План", "Targets"),
    Text("план по месяцам; показатель — как в kpi list или по-русски", "targets by month; the KPI as in kpi list"),
    (_MONTH, _column("Показатель", "KPI", "text"), _column("План", "Target", "money")),
)
SETTINGS = Sheet(
    "settings",
    Text("Настройки", "Settings"),
    Text("компания, валюта, язык, показатели отчёта", "company, currency, language, KPIs of the report"),
    (_column("Параметр", "Setting", "text"), _column("Значение", "Value", "text")),
)

SHEETS: dict[Kind, tuple[Sheet, ...]] = {
    "shop": (ORDERS, SPEND, TRAFFIC, TARGETS, SETTINGS),
    "leads": (LEADS, SPEND, TARGETS, SETTINGS),
    "summary": (SUMMARY, TARGETS, SETTINGS),
}
CHOSEN: dict[Kind, tuple[str, ...]] = {
    "shop": ("revenue", "orders", "average_check", "new_customers", "cac", "drr"),
    "leads": ("leads", "conversion", "orders", "revenue", "cac", "drr"),
    "summary": ("revenue", "leads", "new_customers", "conversion", "cac", "drr"),
}
MORE: dict[Kind, tuple[str, ...]] = {
    "shop": ("conversion", "romi", "repeat_rate", "refund_rate", "spend", "sales_growth_mom", "plan_attainment"),
    "leads": ("qualified_share", "cpl", "average_check", "spend", "sales_growth_mom", "plan_attainment"),
    "summary": ("orders", "average_check", "ctr", "cpc", "cpl", "spend", "sales_growth_yoy", "plan_attainment"),
}

START = Text("Начните отсюда", "Start here")
TITLE = Text("KPI маркетинга", "Marketing KPIs")
COMPANY = Text("Моя компания", "My company")
CURRENCY = Text("RUB", "USD")
SETTING_KEYS = Text("Компания|Валюта|Язык|Показатели", "Company|Currency|Language|KPIs")
SPEND_KINDS = Text("реклама|зарплата|подрядчик|сервис", "advertising|salary|contractor|service")
YES_NO = Text("да|нет", "yes|no")
STEPS: tuple[tuple[Text, Text], ...] = (
    (
        Text("Посмотрите лист KPI.", "Look at the KPI sheet."),
        Text("Каждое число там — формула вида =KPI_CAC(E4).", "Every number there is a formula like =KPI_CAC(E4)."),
    ),
    (
        Text("Замените строки примера своими.", "Put your rows in place of the example."),
        Text(
            "Столбцы можно переставлять, убирать и добавлять; месяц без строк — это «нет данных», а не ноль.",
            "Columns may be moved, dropped and added; a month without rows is “no data”, and not zero.",
        ),
    ),
    (
        Text("Посчитайте в командной строке:", "Compute on the command line:"),
        Text("kpi compute {file}", "kpi compute {file}"),
    ),
    (
        Text("Узнайте, откуда число:", "See where a number comes from:"),
        Text("kpi explain {file} cac", "kpi explain {file} cac"),
    ),
    (
        Text("Сделайте отчёт для руководства:", "Make the report for the management:"),
        Text("kpi report {file}", "kpi report {file}"),
    ),
    (
        Text("Проверьте, всё ли прочитано:", "Check that everything was read:"),
        Text("kpi check {file}", "kpi check {file}"),
    ),
)
ADDIN = Text(
    "Пока надстройка не подключена, на листе KPI видны сохранённые значения; после пересчёта Excel покажет #ИМЯ?.",
    "Until the add-in is there, the KPI sheet shows saved values; once recalculated, Excel shows #NAME?.",
)
EXAMPLE = Text(
    "Строки в таблицах — пример, фирма вымышлена.", "The rows of the tables are an example, the firm is invented."
)
BLANK = Text("Таблицы пусты: заполните их своими данными.", "The tables are empty: fill in your data.")
ON_SHEETS = Text("Что на листах", "What is on the sheets")
KPI_ABOUT = Text("показатели за три месяца, формулами", "KPIs of three months, by formulas")
WHAT_TO_DO = Text("Что сделать", "What to do")
KPI_HEADS = Text("Показатель|Что это|м/м", "KPI|What it is|MoM")
MONTH_HINT = Text("поставьте первое число другого месяца ↓", "put the first day of another month here ↓")
CHOSEN_HEAD = Text("Главное", "First of all")
MORE_HEAD = Text("Подробнее", "In detail")
