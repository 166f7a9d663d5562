"""What people write above their columns and on their sheets, in Russian and English: data, no code.

Synonyms stand in the order of preference, divided by `|`. One that starts with `~` is weak: it means this column
only where the kind of the table is known from something else («Сумма» is revenue in sales and spend in costs).
Case, spaces, punctuation, ё and units («Расход, ₽») do not matter.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CHANNEL = (
    "Канал | Канал продаж | Канал привлечения | Рекламный канал | Маркетинговый канал | Канал трафика | Channel"
    " | Marketing channel | Sales channel | Acquisition channel | Traffic channel | Источник | Источник трафика"
    " | Источник лида | Источник сделки | Источник заказа | Рекламный источник | Источник рекламы | Source"
    " | Lead source | Original source | Original traffic source | Latest source | Latest traffic source | Lead origin"
    " | Original source type | Latest source type"
    " | Channel used"
    " | Traffic source | Order source | Рекламная система | Рекламная площадка | Площадка | Platform | Ad platform"
    " | Session primary channel group (Default Channel Group) | Session primary channel group"
    " | First user primary channel group | Session default channel group | Default channel group"
    " | channelGrouping | utm_source | UTM Source | Session source"
)
_ASKED = (
    "Откуда вы о нас узнали | Откуда узнали о нас | Откуда узнали | Как вы о нас узнали | How did you hear about us"
)
_DAY = (
    "Дата | День | Date | Day | Число | Date and time | Дата и время | Datetime | Timestamp | Campaign date | C date"
    " | Report date | Дата отчета | ~Период | ~Period"
)
_MONTH = "Месяц | Month | Период | Period | Отчётный месяц | Отчетный период | Report month | Год-месяц | Year-month"
_PHONE = (
    "Телефон | Телефон клиента | Номер телефона | Мобильный телефон | Мобильный | Рабочий телефон | Телефон контакта"
    " | Мобильный телефон (контакт) | Рабочий телефон (контакт) | Phone | Phone number | Mobile | Mobile phone | Tel"
)
_EMAIL = (
    "Email | E-mail | Почта | Эл. почта | Электронная почта | Email клиента | Рабочий email | Личный email"
    " | Customer email | Email address | Mail"
)
_CUSTOMER = (
    "Customer unique ID | ID клиента | Клиент ID | Код клиента | Номер клиента | Customer ID | Client ID | User ID"
    " | Uid | Buyer ID"
    " | Account ID | Contact ID | ID контакта | ID покупателя | ID пользователя | Клиент | Покупатель | Заказчик"
    " | Customer | Client | Buyer | Контрагент | Контакт | Основной контакт | Полное имя контакта | Contact"
    " | Customer name | Client name | ФИО | ФИО клиента | Имя клиента | Карта клиента | Номер карты лояльности"
    " | Buyer User ID | Buyer Username | Buyer name | CustomerKey | Customer key | Ship name"
    " | Contact name | Associated contact IDs | Associated contact ID | Associated contact | User pseudo ID"
    " | fullVisitorId"
)

HEADERS: dict[str, dict[str, str]] = {
    "orders": {
        "date": "Дата оплаты | Дата продажи | Дата платежа | Оплачен | Paid at | Payment date | Дата отгрузки"
        " | Дата реализации | Дата визита | Дата записи | "
        + _DAY
        + " | Дата заказа | Дата покупки | Дата оформления | Дата оформления заказа"
        " | Дата чека | Дата создания | Дата создания заказа | Order purchase timestamp | Ordered at"
        " | Purchase timestamp | Отметка времени | Invoice date and time | Дата и время заказа"
        " | Дата и время создания | Дата документа"
        " | Дата создания сделки | Order date | Order time | Дата добавления | Sale date"
        " | Purchase date | Invoice date | Transaction date | Created | Created at | Buy Ts | Order created"
        " | Created date (UTC) | Created (UTC) | Created date | Event date"
        " | ~Месяц | ~Month | ~Отчётный месяц | ~Время",
        "revenue": "Выручка | Оплаченная сумма | Оплачено | Сумма оплаты | Сумма платежа | Сумма заказа"
        " | Стоимость заказа"
        " | Сумма продажи | Сумма покупки | Сумма чека | Сумма реализации | Общая сумма с учетом скидки"
        " | Общая сумма заказа | Объём продаж | Оборот | Доход | Поступления | Заказы, руб | Продажи, руб | Revenue"
        " | Sales revenue | Order total | Order amount | Order value | Order total amount | Total sales | Gross sales"
        " | Total revenue | Net sales | Turnover | Paid amount | Amount paid | Payment amount | Purchase value"
        " | Transaction revenue | Purchase revenue | Sales amount | Total amount | Total price | TotalPrice"
        " | Total paid | Grand total | Grand total (Base) | Grand total (Purchased)"
        " | Payment value | Order value total | Сумма к оплате | Оплачено, руб | Итого к оплате | Всего к оплате"
        " | Сумма со скидкой | Сумма с учетом скидки | Стоимость со скидкой | Сумма строки"
        " | Стоимость строки | Сумма позиции | Line total | Line amount | Item total | Total due | TotalDue"
        " | ~SubTotal | ~Продажи | ~Sales | ~Продажа"
        " | ~Сумма | ~Итого | ~Итоговая сумма"
        " | ~К оплате | ~Стоимость | ~Бюджет | ~Amount | ~Total | ~Value | ~Price | ~Цена | ~Sum",
        "order_id": "ID заказа | № заказа | Номер заказа | Код заказа | Заказ № | Заказ | Номер чека | № чека"
        " | Чек № | Номер продажи | № продажи | Номер накладной | Номер документа | Номер счета | № счета"
        " | Order ID | Order # | Order number | Order no | Order | Invoice | Invoice no | Invoice number | InvoiceNo"
        " | Invoice ID | Transaction ID | Receipt | Receipt no | Ticket number"
        " | Ticket no | Sale ID | ~Номер сделки | ~ID сделки | ~Номер | ~№"
        " | ~ID | ~Number | ~No | ~Name | ~tranid",
        "customer_id": _CUSTOMER,
        "channel": _CHANNEL,
        "lead_id": "ID лида | Номер лида | № лида | Лид | Номер заявки | № заявки | ID заявки | Lead ID | Lead no"
        " | Lead number | Lead",
        "refund": "Возврат | Возвраты | Сумма возврата | Возвращено | Возвраты, руб | Refund | Refunds"
        " | Refund amount | Total refunded"
        " | Refunded amount | Amount refunded | Refunded | Returns | Returned amount",
        "customer_since": "Клиент с | Дата регистрации | Дата первой покупки | Дата первого заказа | Первая покупка"
        " | Первый заказ | Customer since | Sign up | Sign up date | Registered | Registration date"
        " | First order date"
        " | First purchase | First purchase date",
        "refund_date": "Дата возврата | Refund date | Refunded at | Refunded date | Refunded date (UTC) | Return date",
        "cost_of_goods": "Себестоимость | Себестоимость товаров | Общая стоимость закупки | Закупка"
        " | Закупочная стоимость"
        " | Стоимость закупки | Cost of goods | Cost of goods sold | COGS | Cost price | Goods cost | Product cost"
        " | Costs of goods",
        "items": "Товаров | Товары | Количество | Количество товаров | Кол-во | Кол-во товаров | Кол-во, шт | Штук"
        " | Позиций | Товаров в заказе | Items | Quantity | Qty | Units | Items sold | Products | Number of items"
        " | Lineitem quantity | Total item quantity | Item quantity | Order quantity | Quantity purchased"
        " | Quantity ordered | Transaction qty | Units sold",
        "status": "Статус заказа | Статус визита | Статус записи"
        " | Статус оплаты | Статус | Состояние | Финансовый статус | Order status"
        " | Financial status"
        " | Payment status | Status | State | Стадия сделки | Этап сделки | Этап | Стадия | Stage",
        "phone": _PHONE,
        "email": _EMAIL,
        "unit_price": "Цена за единицу | Цена за шт | Цена за штуку | Цена единицы | Цена ед | Цена за ед"
        " | Unit price | UnitPrice | Price each | PriceEach | Price per unit | Price per item | Item price"
        " | Lineitem price",
    },
    "spend": {
        "date": _DAY + " | Дата расхода | Дата оплаты | Дата платежа | Месяц | Month | Отчётный месяц"
        " | Начало отчётного периода | Reporting starts | Reporting start | Date start | Дата показа | Spend date"
        " | Gregorian date | By day | Start date (in UTC) | Time period | Stat time day",
        "spend": "Расход | Расходы | Расходы на рекламу | Расход на рекламу | Рекламные расходы | Рекламный расход"
        " | Расходы на маркетинг | Маркетинговые расходы | Затраты | Затраты на рекламу | Затраты на маркетинг"
        " | Расход всего | Потраченная сумма | Потрачено | Потрачено всего | Списано | Израсходовано | Расход за период"
        " | Траты | Рекламный бюджет | Бюджет на рекламу | Spend"
        " | Ad spend | Advertising spend | Marketing spend | Amount spent | Cost | Costs | Ad cost | Advertising cost"
        " | Marketing cost | Expense | Expenses | Media cost | Total cost | Total spend | Spent | Mark spent"
        " | Marketing spent | Ad spent | Spend amount | Media spend | Campaign cost | Campaign spend | Total spent"
        " | Расход с НДС | Расходы с НДС"
        " | ~Сумма | ~Стоимость | ~Цена | ~Бюджет | ~Оплата | ~Amount | ~Total | ~Value | ~Budget | ~Sum | ~Итого",
        "channel": _CHANNEL,
        "impressions": "Показы | Показов | Количество показов | Impressions | Impr. | Impr | Views | Показы рекламы",
        "clicks": "Клики | Кликов | Количество кликов | Клики на ссылку | Переходы | Переходы по рекламе | Clicks"
        " | Link clicks | Ad clicks | Website clicks | Clicks (destination) | Кликов по объявлению",
        "kind": "Вид | Вид расхода | Вид расходов | Тип расхода | Тип расходов | Статья | Статья расходов"
        " | Статья затрат"
        " | Категория расхода | Категория расходов | Kind | Cost type | Spend type | Expense type | Cost kind"
        " | Expense category | ~Категория | ~Назначение | ~Тип | ~Category | ~Type",
    },
    "leads": {
        "date": "Дата создания | Дата заявки | Дата обращения | Дата лида | Дата создания сделки | Дата создания лида"
        " | Дата поступления | Отметка времени | " + _DAY + " | Created | Created at | Created time | Created date"
        " | Create date | Engage date | Inquiry date | Enquiry date"
        " | Creation date | Date created | Lead date | Lead created | Дата начала | Sent | ~Месяц | ~Month",
        "lead_id": "ID лида | Номер лида | № лида | Лид № | Лид | ID заявки | Номер заявки | № заявки | Заявка"
        " | ID сделки | Номер сделки | № сделки | ID обращения | Lead ID | Lead number | Lead no | Lead #"
        " | Opportunity ID | Opportunity number"
        " | Deal ID | Deal number | Record Id | Request ID | Lead | ~ID | ~Номер | ~№ | ~Number | ~No | ~tranid",
        "channel": _CHANNEL + " | " + _ASKED,
        "qualified": "Целевой | Целевой лид | Целевая | Целевое обращение | Квалифицирован | Квалифицированный | Квал"
        " | Квал лид | Квал. лид | Качественный | Качество | Качество лида | Qualified | MQL | SQL | Is qualified"
        " | Qualified lead | Quality | Lead quality | Target lead",
        "won": "Продажа | Продан | Продано | Выигран | Выиграна | Сделка выиграна | Оплата | Оплачен | Оплачено"
        " | Купил | Успешно | Успешная | Стал клиентом | Won | Is won | Sale | Sold | Converted | Paid | Purchased"
        " | Closed won",
        "won_date": "Дата продажи | Дата оплаты | Дата платежа | Дата покупки | Дата выигрыша | Дата договора"
        " | Дата закрытия | Дата закрытия сделки | Дата завершения | Sale date | Won date | Payment date | Paid at"
        " | Purchase date | Closed won date | Closing date | Close date | Closed date | Closed at | Closed | Won at",
        "revenue": "Выручка | Оплаченная сумма | Сумма оплаты | Оплачено, руб | Сумма продажи | Сумма сделки"
        " | Сумма оплат"
        " | Доход | Revenue | Amount paid | Paid amount | Deal value | Deal amount | Sale amount"
        " | Initial Amount Paid | Close value | Closed amount | Opportunity amount | Deal size"
        " | ~Сумма | ~Бюджет | ~Стоимость | ~Amount | ~Total | ~Value | ~Sum | ~Price",
        "customer_id": _CUSTOMER,
        "status": "Этап сделки | Стадия сделки | Статус сделки | Статус лида | Статус заявки | Статус | Стадия | Этап"
        " | Состояние | Stage | Deal stage | Lead status | Deal status | Status | State | Стадия лида",
        "phone": _PHONE,
        "email": _EMAIL,
    },
    "traffic": {
        "date": _DAY + " | Дата визита | Дата посещения | Месяц | Month | Отчётный месяц",
        "visits": "Визиты | Визитов | Посещения | Сеансы | Сессии | Количество визитов | Visits | Sessions | Трафик"
        " | Traffic",
        "channel": _CHANNEL,
        "users": "Посетители | Пользователи | Уникальные посетители | Уникальные пользователи | Users | Visitors"
        " | Unique visitors | Total users | Active users",
    },
    "summary": {
        "date": _MONTH + " | " + _DAY,
        "channel": _CHANNEL,
        "revenue": "Выручка | Сумма продаж | Объём продаж | Оборот | Доход | Продажи, руб | Заказы, руб"
        " | Сумма заказов"
        " | Поступления | Выкупили на сумму | Заказали на сумму | Заказано на сумму"
        " | Сумма со скидкой | Сумма с учетом скидки | Revenue | Sales revenue | Total sales"
        " | Total revenue | Gross sales | Turnover"
        " | Sales amount"
        " | Sales value | Daily sales | Weekly sales | Monthly sales | Daily revenue | Weekly revenue | Monthly revenue"
        " | Выручка за день | Выручка за неделю | Выручка за месяц | Продажи за день | Продажи за неделю"
        " | Продажи за месяц",
        "refund": "Возвраты | Возврат | Сумма возвратов | Refunds | Refund | Returns | Refund amount",
        "cost_of_goods": "Себестоимость | Себестоимость товаров | Закупка | Cost of goods"
        " | Cost of goods sold | COGS",
        "orders": "Заказы | Заказов | Количество заказов | Кол-во заказов | Число заказов | Чеки | Количество чеков"
        " | Количество покупок | Покупки | Orders | Number of orders | Order count | Orders count | Purchases"
        " | Transactions",
        "items": "Товары | Товаров | Количество товаров | Выкупили, шт | Заказали, шт"
        " | Проданные товары | Items | Items sold | Units | Units sold",
        "new_customers": "Новые клиенты | Новых клиентов | Новые покупатели | Новых покупателей"
        " | Количество новых клиентов | New customers | New clients | New buyers | First-time customers",
        "customers": "Клиенты | Клиентов | Покупатели | Покупателей | Количество клиентов | Customers"
        " | Clients | Buyers",
        "leads": "Лиды | Лидов | Заявки | Заявок | Обращения | Обращений | Количество лидов | Количество заявок"
        " | Leads | Number of leads | Requests | Enquiries | Inquiries",
        "qualified_leads": "Целевые лиды | Целевых лидов | Квал лиды | Квалифицированные лиды | Целевые заявки"
        " | Целевые обращения | Qualified leads | MQL | MQLs | SQL | SQLs",
        "sales": "Количество продаж | Кол-во продаж | Число продаж | Продаж | Сделки | Сделок | Количество сделок"
        " | Успешные сделки | Продажи, шт | Number of sales | Sales count | Deals won | Won deals | Deals"
        " | Sales, pcs | ~Продажи | ~Sales",
        "spend": "Расходы на маркетинг | Маркетинговые расходы | Затраты на маркетинг | Расходы | Расход | Затраты"
        " | Расход всего | Marketing spend | Marketing costs | Marketing cost | Spend | Cost | Costs | Expenses"
        " | Total spend | Spent | Amount spent | Mark spent | Marketing spent | Ad spent | Media spend | Campaign cost"
        " | Campaign spend | ~Бюджет | ~Budget",
        "ad_spend": "Расходы на рекламу | Расход на рекламу | Рекламные расходы | Рекламный расход"
        " | Затраты на рекламу"
        " | Рекламный бюджет | Реклама | Ad spend | Advertising spend | Ad cost | Advertising cost | Advertising",
        "impressions": "Показы | Показов | Количество показов | Impressions | Impr.",
        "clicks": "Клики | Кликов | Количество кликов | Переходы | Clicks | Link clicks",
        "visits": "Визиты | Визитов | Посещения | Сеансы | Сессии | Трафик | Visits | Sessions | Traffic",
        "users": "Посетители | Пользователи | Уникальные посетители | Users | Visitors | Unique visitors",
    },
    "targets": {
        "month": _MONTH + " | Дата | Date",
        "kpi": "KPI | КПЭ | Показатель | Показатели | Метрика | Наименование показателя | Метрика плана | Metric"
        " | Indicator | Measure",
        "target": "План | Цель | Целевое значение | Плановое значение | Target | Goal | Plan | Target value"
        " | Plan value",
        "channel": "Канал | Channel | Источник | Source",
        "weight": "Вес | Вес показателя | Weight",
        "base": "База | Базовое значение | Минимум | Base | Baseline | Minimum",
        "norm": "Норма | Нормативное значение | Norm",
    },
    "decisions": {
        "month": _MONTH + " | Дата | Date",
        "text": "Решение | Решения | Что делаем | Что решили | Действие | Задача | Текст | Decision | Action"
        " | Text | Task",
        "effect": "Эффект | Ожидаемый эффект | Ожидание | Effect | Expected effect | Impact",
        "owner": "Ответственный | Исполнитель | Кто | Владелец | Owner | Responsible | Who",
        "due": "Срок | Дедлайн | До какого числа | Когда | Due | Deadline | Due date | When",
        "outcome": "Результат | Итог | Статус | Что вышло | Outcome | Result | Status",
    },
    "comments": {
        "month": _MONTH + " | Дата | Date",
        "block": "Блок | Раздел | Блок отчёта | Block | Section",
        "text": "Текст | Комментарий | Комментарии | Пояснение | Text | Comment | Comments | Note",
    },
    "channels": {
        "as_written": "Как записано | Как написано | Как в данных | Как в источнике | Написание | Источник"
        " | utm_source"
        " | UTM | Кампания | As written | Written as | Source | In the data | Raw | Campaign",
        "channel": "Канал | Название канала | Channel | Channel name",
        "paid": "Платный | Платный канал | Оплачиваемый | Paid | Is paid",
    },
    "closed": {
        "month": _MONTH + " | Дата | Date",
        "kpi": "KPI | Показатель | Метрика | Metric | Indicator",
        "channel": "Канал | Channel",
        "value": "Значение | Факт | Value | Actual",
        "as_of": "На дату | Дата закрытия | Закрыт | По данным на | As of | Closed on | Date closed",
    },
    "overrides": {
        "month": _MONTH + " | Дата | Date",
        "kpi": "KPI | КПЭ | Показатель | Метрика | Metric | Indicator",
        "result": "Результат | Засчитать | Засчитано | Принятый результат | Result | Counted | Counts as",
        "who": "Кто | Кто решил | Кем принято | Утвердил | Ответственный | Who | Decided by | Approved by",
        "why": "Почему | Причина | Основание | Обоснование | Why | Reason | Grounds",
        "channel": "Канал | Channel",
        "on": "Когда | Дата решения | Принято | On | Decided on | Decision date",
    },
    "guards": {
        "kpi": "KPI | КПЭ | Показатель | Метрика | Metric | Indicator",
        "by": "Контрольный показатель | Показатель качества | Качество | Контроль | Guard KPI | Guard | Quality KPI"
        " | Quality | Guarded by",
        "floor": "Порог | Не ниже | Минимум | Пороговое значение | Floor | Threshold | Minimum",
        "limit": "Предел | Засчитать не больше | Не больше | Потолок | Limit | Counts for at most | Cap",
        "channel": "Канал | Channel",
    },
    "settings": {
        "key": "Параметр | Настройка | Ключ | Название | Key | Setting | Parameter | Option",
        "value": "Значение | Value",
    },
}  # fmt: skip

# Computed columns: they are recomputed from sums and never imported.
DERIVED = (
    "CTR | wCTR | CTR all | CPC | CPM | CPL | CPA | CPO | CAC | CPV | CPQL | ROAS | ROMI | ROI | ДРР | АОВ"
    " | AOV | LTV"
    " | ARPU | ARPPU | Конверсия | Конверсии | Конверсия сайта | Conversion | Conversions | Conversion rate"
    " | Conv. rate"
    " | Conv. value / cost | Cost / conv. | Средний чек | Average check | Average order value | Ср. чек"
    " | Средняя цена клика"
    " | Ср. цена клика | Ср. цена за клик | Цена клика | Цена за клик | Цена лида | Стоимость лида"
    " | Стоимость клиента"
    " | Стоимость заказа средняя | Цена цели | Цена конверсии | Цена за результат | Цена/конв. | Cost per result"
    " | Cost per lead | Cost per click | CPC cost per link click | CTR link click-through rate | Отказы"
    " | Доля отказов"
    " | Bounce rate | Глубина просмотра | Глубина | Время на сайте | Ср. позиция показа | Ср. позиция клика"
    " | Ср. объём трафика | Engagement rate | Frequency | Частота | Рентабельность | Маржинальность | Маржа | Margin"
    " | Прибыль | Profit | Валовая прибыль | Gross profit | Чистая выручка | Net revenue | N. Revenue | Отклонение"
    " | Выполнение плана | Выполнение | Рост | Прирост | Growth | Доля | Share | Доля расходов | Avg. CPM | Avg. CPC"
    " | Predicted | Прогноз | Forecast"
)

# Columns that only an export of deals or leads has: they decide the kind, and are not imported.
LEAD_MARKS = (
    "Название сделки | Название лида | Воронка | Этап сделки | Стадия сделки | Группа стадии | Lead source"
    " | Deal name"
    " | Deal stage | Lead status | Lost reason | Причина отказа | Deal owner name | Lead owner | formname | formid"
)

# A sheet's, table's or file's words, by how they begin: the kind they hint at.
NAME_STEMS: tuple[tuple[str, str], ...] = tuple(
    (stem, kind)
    for kind, stems in (
        ("closed", "закрыт closed"),
        ("overrides", "корректиров override"),
        ("guards", "контрольн guard"),
        ("targets", "план targets target plan цели целев goal"),
        ("settings", "настройк settings setting config параметр"),
        ("decisions", "решени decision"),
        ("comments", "коммент comment"),
        ("summary", "сводк summary итоги monthly overview"),
        ("spend", "расход затрат spend expens costs cost реклам advert ads adspend бюджет budget"),
        ("leads", "лид lead заявк обращен сделк deal crm"),
        ("traffic", "трафик traffic визит visit посещ session метрик"),
        ("orders", "продаж заказ order sale чек оплат payment invoice transaction purchase покупк отгрузк реализац"),
        ("channels", "канал channel"),
    )
    for stem in stems.split()
)

# Sheets that explain, check or compute: never a source, unless kpi.toml says so or they are a real table.
NOT_DATA = _words(
    "expected ожидаемое ожидаемые ожидание helper вспомогательный вспомогательная помощник инструкция инструкции"
    " readme справка help howto начнитеотсюда starthere какпользоваться оглавление содержание содержаниекниги"
    " contents about опрограмме passport паспорт отвергнутыестроки refusedrows учетстрок rowcount"
)
# Sheets that usually show results: a source only where nothing else in the file is one.
RESULT_SHEETS = _words(
    "kpi кпэ показатели показателиkpi расчет расчеты calc calculation calculations dashboard дашборд отчет report"
    " анализ analysis графики charts pivot своднаятаблица"
)

# Words in a unit: «Расход, ₽», «Сумма (тыс. руб.)», "Amount spent (USD)".
MONEY_UNITS: dict[str, str] = {
    "₽": "RUB", "руб": "RUB", "рублей": "RUB", "рубли": "RUB", "р": "RUB", "rub": "RUB", "rur": "RUB",
    "€": "EUR", "eur": "EUR", "евро": "EUR", "euro": "EUR", "$": "USD", "usd": "USD", "долл": "USD", "us$": "USD",
    "£": "GBP", "gbp": "GBP", "₸": "KZT", "kzt": "KZT", "тенге": "KZT", "тг": "KZT", "₴": "UAH", "uah": "UAH",
    "грн": "UAH", "byn": "BYN", "uzs": "UZS", "сум": "UZS", "сўм": "UZS", "azn": "AZN", "₼": "AZN", "amd": "AMD",
    "gel": "GEL", "kgs": "KGS", "try": "TRY", "₺": "TRY", "pln": "PLN", "zł": "PLN", "czk": "CZK", "kč": "CZK",
    "chf": "CHF", "cny": "CNY", "¥": "CNY", "jpy": "JPY", "inr": "INR", "₹": "INR", "aed": "AED", "cad": "CAD",
    "aud": "AUD", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "huf": "HUF", "ron": "RON", "bgn": "BGN", "rsd": "RSD",
}  # fmt: skip
COUNT_UNITS = _words("шт штук pcs ед чел pieces units раз count кол")
THOUSANDS = _words("тыс тысяч тысячи k thousand thousands 000")
MILLIONS = _words("млн миллион миллионов mln million millions")
UNIT_FILLERS = _words("в in с без ндс vat incl excl including excluding with without ex tax и")
