"""What people write in cells: totals, statuses, yes and no, kinds of costs. Data, and folding for look-up."""

from __future__ import annotations

import re

from kpi_core.folding import fold


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split("|")) - {""}


_TOTAL_WORDS = _folded(
    "Итого | Всего | Итого и средние | Итоги | Итог | Total | Totals | Grand total | Общий итог | ИТОГО по всем"
    " | Sum total | Overall total | Gesamt | Всего по таблице | Итого по таблице"
)
TOTAL_STEM = re.compile("итог|всего|total|gesamt", re.IGNORECASE)
# «Итого за октябрь», «Всего с 01.03 по 31.03», "Total: Account", "Total rows: 12"; a campaign "Total Wine" is none.
_TOTAL_START = re.compile(
    r"\s*(?:итого\b|общий итог\b|всего(?:\s*:|\s+(?:с|за|по)\b)|(?:grand )?totals?\s*:|total rows\b"
    r"|total of \d+ result|gesamt\s*:)",
    re.IGNORECASE,
)


def is_total(text: str) -> bool:
    """Whether the label of a row says that it holds totals.

    Examples
    --------
    >>> is_total("Итого:"), is_total("Total: Account"), is_total("Total Wine")
    (True, True, False)
    """
    if not TOTAL_STEM.search(text):  # so nearly every cell is dismissed before it is folded
        return False
    return fold(text) in _TOTAL_WORDS or bool(_TOTAL_START.match(text))


# Headers that say whether an amount is that of the whole order or of one line, and the price of one piece.
ORDER_TOTALS = _folded(
    "Сумма заказа | Стоимость заказа | Общая сумма заказа | Итого заказа | Итого по заказу | Сумма чека"
    " | Общая стоимость заказа | Сумма отправления | Order total | Order amount | Order value | Order revenue"
    " | Order total amount | Order value total | Total order amount | Total order value | Order price | Order sum"
    " | Grand total | Receipt total | Order refund amount | Сумма возврата заказа | Order cost"
)
LINE_TOTALS = _folded("Сумма строки | Стоимость строки | Сумма позиции | Line total | Line amount | Item total")
PIECE_PRICES = _folded(
    "Цена | Price | Цена за единицу | Цена за шт | Unit price | Item price | Item cost | Price each | Lineitem price"
    " | Цена товара | Product price | Sale price"
)
# «01.03.2026 всего», «Директ Итог», "Total" behind the name of a group: a total where the group stands among the rows.
SUBTOTAL = re.compile(r"(?P<group>.*\S)\s+(?:всего|итого|итог|total)\s*", re.IGNORECASE)

YES = _folded("да | yes | y | true | 1 | + | x | х | v | д | истина | верно | есть | ok | ок") | {"+", "✓", "✔"}
NO = _folded("нет | no | n | false | 0 | - | н | ложь | неверно | none | не") | {"-", "–", "—"}
QUALIFIED = _folded(
    "целевой | целевая | целевое | квалифицирован | квалифицированный | квал | качественный | mql | sql | qualified"
    " | target | хороший | подходит"
)
UNQUALIFIED = _folded(
    "нецелевой | не целевой | нецелевая | нецелевое | неквалифицирован | не квалифицирован | неквал | некачественный"
    " | unqualified | not qualified | non qualified | non target | not target | брак | дубль | спам | spam"
    " | duplicate"
    " | junk | плохой | не подходит | мусор"
)
WON = _folded(
    "Успешно реализовано | Успешно реализована | Сделка успешна | Сделка выиграна | Выиграна | Выигран"
    " | Продажа | Продано"
    " | Продан | Оплачен | Оплачено | Оплачена | Оплата получена | Payment Done | Won | Closed Won | Deal won"
    " | Sold | Paid"
    " | Sale | Converted | Успешно завершена | Успешно завершено | Куплено | Купил"
)
RETURNING = _folded(
    "returning | returning customer | repeat | existing | повторный | повторная | повторно | постоянный | постоянная"
    " | вернувшийся | вернувшаяся | старый"
)
SOLD = _folded(
    "Выполнен | Выполнено | Выполнена | Завершён | Завершен | Завершено | Доставлен | Доставлено | Доставлена | Получен"
    " | Отгружен | Отгружено | Отправлен | Передан в доставку | Закрыт | Вручён | Completed | Complete | Delivered"
    " | Shipped | Shipped - Delivered to Buyer | Fulfilled | Closed | Done | Processing | Success | Successful"
    " | Approved | Invoiced | Picked up | Доставляется | Ожидает отгрузки | Ожидает сборки | Передан курьеру | В пути"
    " | Готов к выдаче | Передан службе доставки | Пришел | Пришёл | Клиент пришел | Визит состоялся | Подтвержден"
    " | Подтверждён | Paid out | Выдан | Выкуплен | Проведен | Проведён"
)
REFUNDED = _folded(
    "Refunded | Partially refunded | Partial refund | Возвращён | Возвращен | Возврат | Частичный возврат"
    " | Частично возвращён | Частично возвращен"
)
LOST = _folded(
    "Закрыто и не реализовано | Не реализовано | Сделка провалена | Сделка проиграна | Проиграна | Проигран"
    " | Отказ | Lost"
    " | Closed Lost | Deal lost | Не купил | Провалена | Потерян | Потеряна | Забракован | Некачественный лид"
)

WORK = _folded(
    "Новый | Новая | Новая заявка | Новый лид | Новое обращение | Неразобранное | Первичный контакт | Переговоры"
    " | В работе | В обработке | Принимают решение | Согласование договора | Не обработан | Думает | Перезвонить"
    " | New | Open | In progress | Working | Contacted | Attempted to contact | Nurturing | Negotiation | Prospecting"
    " | Qualification | Proposal | Appointment scheduled | Demo scheduled"
)

# Rows that a status marks as no sale: status → why they are left out.
_STATUSES = {
    "cancelled": "Отменён | Отменен | Отменена | Отменено | Отмена | Отменен клиентом | Отмена заказа | Аннулирован"
    " | Аннулирована | Аннулировано | Отменён покупателем | Отменён продавцом | Не пришел | Не пришёл"
    " | Клиент не пришел | Не выкуплен | Невыкуп | Отказ | Закрыто и не реализовано | Не реализовано | Сделка провалена"
    " | Удалён | Cancelled | Canceled | Voided | Void | Failed | Declined | Lost | Closed Lost | Rejected | Deleted"
    " | Trash",
    "unpaid": "Не оплачен | Неоплачен | Не оплачена | Не оплачено | Неоплачено | Ожидает оплаты | Ожидание оплаты"
    " | Ждёт оплаты | Счёт выставлен | В ожидании оплаты | Unpaid | Pending payment | Awaiting payment"
    " | Payment pending"
    " | Pending | Not paid | Waiting for payment | Expired | Черновик | Draft | Checkout draft",
    "test": "Тест | Тестовый | Тестовая | Тестовое | Тестовый заказ | Тестовый лид | Тестовая заявка | Test"
    " | Test order"
    " | Test lead",
    "duplicate": "Дубль | Дубликат | Дублирует | Повтор | Duplicate | Dup | Дубль заявки",
    "spam": "Спам | Spam | Брак | Junk | Мусор",
}  # fmt: skip
STATUS_REASONS: dict[str, str] = {key: reason for reason, words in _STATUSES.items() for key in _folded(words)}
LEAD_REASONS = frozenset({"test", "duplicate", "spam"})

_KINDS = {
    "advertising": "реклама | рекламный | рекламные расходы | реклама в интернете | контекст | таргет | медиа"
    " | продвижение | закупка рекламы | advertising | advertisement | ads | ad | ad spend | media | paid media"
    " | рекламный бюджет | расходы на рекламу",
    "salary": "зарплата | зарплаты | ФОТ | оклад | з/п | зп | заработная плата | оплата труда | премия"
    " | премии | персонал"
    " | сотрудники | salary | salaries | payroll | wages | wage | staff | bonus",
    "contractor": "подрядчик | подрядчики | агентство | агентства | фриланс | фрилансер | услуги подрядчиков"
    " | услуги агентства | агентская комиссия | комиссия агентства | contractor | contractors | agency | agencies"
    " | agency fee | freelance | freelancer | freelancers",
    "service": "сервис | сервисы | подписка | подписки | ПО | софт | программы | инструменты | лицензии"
    " | service | services"
    " | software | tool | tools | subscription | subscriptions | saas | license | licences | licenses",
}  # fmt: skip
SPEND_KIND_WORDS: dict[str, str] = {key: kind for kind, words in _KINDS.items() for key in _folded(words)}
