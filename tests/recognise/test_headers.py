"""Headers by meaning: synonyms in two languages, units taken off, derived columns left alone, kinds decided."""

from __future__ import annotations

import pytest

from kpi_core.facts import TABLES
from kpi_core.recognise import vocabulary
from kpi_core.recognise.headers import is_derived, match, parse_header
from kpi_core.recognise.kinds import name_hints, understand
from tests.recognise.grids import grid


@pytest.mark.parametrize(
    ("text", "key", "unit", "power", "currency", "vat"),
    [
        ("Расход, ₽", "расход", "money", 0, "RUB", None),
        ("Сумма (руб.)", "сумма", "money", 0, "RUB", None),
        ("Выручка, тыс. ₽", "выручка", "money", 3, "RUB", None),
        ("Выручка (млн руб., без НДС)", "выручка", "money", 6, "RUB", "excluded"),
        ("Расход (руб., с НДС)", "расход", "money", 0, "RUB", "included"),
        ("Расход руб.", "расход", "money", 0, "RUB", None),
        ("Amount spent (USD)", "amountspent", "money", 0, "USD", None),
        ("Revenue [EUR]", "revenue", "money", 0, "EUR", None),
        ("Расход(₽)", "расход", "money", 0, "RUB", None),
        ("Отказы, %", "отказы", "percent", 0, "", None),
        ("CTR (%)", "ctr", "percent", 0, "", None),
        ("Товаров, шт", "товаров", "count", 0, "", None),
        (" Бюджет ", "бюджет", "", 0, "", None),
        ("\ufeffДата", "дата", "", 0, "", None),
        (
            "Session primary channel group (Default Channel Group)",
            "sessionprimarychannelgroupdefaultchannelgroup",
            "",
            0,
            "",
            None,
        ),
        ("Возвраты, в т.ч. брак", "возвратывтчбрак", "", 0, "", None),
    ],
)
def test_units_are_taken_off(text, key, unit, power, currency, vat):
    header = parse_header(text)
    assert (header.key, header.unit, header.power, header.currency, header.vat) == (key, unit, power, currency, vat)


SYNONYMS = [
    (kind, column, word.strip().removeprefix("~"))
    for kind, columns in vocabulary.HEADERS.items()
    for column, words in columns.items()
    for word in words.split("|")
]


@pytest.mark.parametrize(("kind", "column", "word"), SYNONYMS, ids=lambda part: str(part))
def test_every_synonym_is_understood_however_it_is_spelt(kind, column, word):
    """Upper case, other spaces and ё for е change nothing."""
    for spelling in (word, word.upper(), f"  {word.replace(' ', '  ')}\u00a0", word.replace("е", "ё")):
        assert column in match([parse_header(spelling)], kind), spelling


def test_every_column_that_can_be_written_has_synonyms():
    for kind, table in TABLES.items():
        assert set(vocabulary.HEADERS[kind]) == set(table.columns), kind


@pytest.mark.parametrize(
    "text",
    [
        "CTR",
        "CPC",
        "Ср. цена клика (руб.)",
        "ДРР",
        "ROMI",
        "Отказы, %",
        "Конверсия",
        "Средний чек",
        "Цена/конв.",
        "wCTR (%)",
    ],
)
def test_derived_columns_are_known_and_never_imported(text):
    header = parse_header(text)
    assert is_derived(header)
    assert not any(match([header], kind) for kind in TABLES)


def test_a_unit_decides_between_two_meanings():
    """«Заказы, руб.» of a marketplace is money, «Заказы, шт» a count."""
    headers = [parse_header(text) for text in ("Месяц", "Заказы, шт", "Заказы, руб.")]
    found = match(headers, "summary")
    assert (found["orders"].index, found["revenue"].index) == (1, 2)


def test_the_better_synonym_wins_whatever_the_order():
    """A payment date comes before the date of the order (R7), revenue before a bare sum."""
    headers = [parse_header(text) for text in ("Дата", "Сумма", "Дата оплаты", "Выручка")]
    found = match(headers, "orders")
    assert (found["date"].index, found["revenue"].index) == (2, 3)


@pytest.mark.parametrize(
    ("name", "hints"),
    [
        ("Продажи", ("orders",)),
        ("План продаж", ("targets", "orders")),
        ("tblOrders_2026", ("orders",)),
        ("Расходы на рекламу", ("spend",)),
        ("Закрытые месяцы", ("closed",)),
        ("Лиды октябрь", ("leads",)),
        ("Сводка", ("summary",)),
        ("Лист1", ()),
        ("Table1", ()),
    ],
)
def test_names_hint(name, hints):
    assert name_hints(name) == hints


KINDS = [
    # sheet, headers, kind ("" = none, "?" = a question)
    ("Лист1", "Дата | Номер заказа | Клиент | Канал | Сумма", "orders"),
    ("Лист1", "Дата | Канал | Клиент | Выручка", "orders"),
    ("Sheet1", "InvoiceNo | InvoiceDate | CustomerID | Amount", "orders"),
    ("Продажи", "Дата | Сумма", "orders"),
    ("Расходы", "Дата | Сумма | Канал", "spend"),
    ("Лист1", "Дата | Канал | Показы | Клики | Расход, ₽", "spend"),
    ("Лист1", "День | Кампания | Показы | Клики | Цена", "spend"),
    ("Лист1", "Дата | Источник | Визиты | Посетители", "traffic"),
    ("Лист1", "ID | Название сделки | Бюджет | Дата создания | Дата закрытия | Этап сделки | Воронка", "leads"),
    ("Лист1", "Дата создания | Номер лида | Канал | Целевой", "leads"),
    ("Лиды", "Дата | Телефон | Источник", "leads"),
    ("Лист1", "Месяц | Расходы | Лиды | Заказы | Выручка", "summary"),
    ("Продажи", "Месяц | Выручка | Заказы", "summary"),
    ("Продажи", "Месяц | Номер заказа | Выручка", "orders"),
    ("Лист1", "Дата | Заказы | Выручка", "summary"),
    ("Реклама", "Месяц | Расход | Показы | Лиды", "summary"),
    ("Лист1", "Месяц | Показатель | План", "targets"),
    ("План", "Месяц | KPI | Цель | Вес, %", "targets"),
    ("Закрытые месяцы", "Месяц | KPI | Значение", "closed"),
    ("Каналы", "Как записано | Канал | Платный", "channels"),
    ("Настройки", "Параметр | Значение", "settings"),
    ("Решения", "Месяц | Решение | Ответственный", "decisions"),
    ("Комментарии", "Месяц | Блок | Текст", "comments"),
    ("Лист1", "Дата | Сумма", "?"),
    ("Sheet1", "Date | Amount | Channel", "?"),
    # what only looks like a table of ours
    ("Expected", "KPI id | Period | Channel | Expected | Reason", ""),
    ("Проверка", "KPI id | Period | Channel | Expected | Reason", ""),
    ("Лист1", "Месяц | KPI | Значение", ""),
    ("Лист1", "Параметр | Значение", ""),
    ("KPI", "Показатель | Факт | План | Выполнение", ""),
    ("Helper", "Дата | Выручка | Клиент", ""),
    ("Лист1", "Канал | Выручка | Расход", "?"),
    ("Инструкция", "Дата | Номер заказа | Выручка", ""),
    ("Лист1", "Имя | Возраст | Город", ""),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "headers", "kind"), KINDS)
def test_kinds(sheet, headers, kind):
    above = [part.strip() for part in headers.split("|")]
    result = understand(grid([above, ["x"] * len(above)], sheet), None)
    question = getattr(result, "question", False)
    assert getattr(result, "kind", "?" if question else "") == kind


def test_a_real_table_of_any_name_may_be_a_source_but_not_on_an_expected_sheet():
    assert (
        understand(grid([["Дата", "Номер заказа", "Выручка"]], "Helper", headed=True, name="Продажи"), None).kind
        == "orders"
    )


def test_the_header_is_found_below_a_preamble():
    rows = [
        ["Клиент: Иванов (login)"],
        ["Отчет: Мастер отчетов"],
        ["Период: 01.03.2026 - 31.03.2026"],
        [],
        ["Дата", "Название кампании", "Расход, ₽", "Показы", "Клики", "Отказы, %", "", "заметка"],
        ["01.03.2026", "A", 10.0, 100.0, 1.0, 36.21],
    ]
    result = understand(grid(rows), None)
    assert (result.kind, result.header_row) == ("spend", 4)


def test_of_two_columns_headed_alike_the_filled_one_counts():
    """amoCRM writes «Источник» twice, the first one empty as a rule."""
    rows = [["Дата создания", "Номер лида", "Источник", "Источник"], ["01.03.2026", "1", "", "Директ"]]
    assert understand(grid(rows), None).matches["channel"].index == 3
