"""Words of exports: which profile matched, what its system leaves open, drawn tables, checks of whole tables."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Checks of whole tables
    "month_first_partial": (
        "{place}: первый месяц {month} неполный, данные начинаются {day}. Сравнение с ним покажет ложный рост.",
        "{place}: the first month {month} is partial, the data begins on {day}. A comparison with it shows false"
        " growth.",
    ),
    "month_last_partial": (
        "{place}: последний месяц {month} неполный, данные кончаются {day}. Догрузите его или смотрите предыдущий.",
        "{place}: the last month {month} is partial, the data ends on {day}. Add the rest, or look at the month"
        " before.",
    ),
    "months_missing": (
        "{place}: нет строк за месяцы {months}; они не ноль, а пропуск. Догрузите их.",
        "{place}: no rows for the months {months}; they are missing, not zero. Add them.",
    ),
    "days_missing": (
        "{place}: с {first} по {last} нет ни одной строки ({days} дн. подряд, таких перерывов {count}). Проверьте"
        " выгрузку.",
        "{place}: no row between {first} and {last} ({days} days on end, {count} such gaps). Check the export.",
    ),
    "channels_silent": (
        "{place}: каналы замолчали, в скобках последняя дата: {channels}. Отключены или потерялись при выгрузке?",
        "{place}: channels that fell silent, with their last date: {channels}. Switched off, or lost in the export?",
    ),
    "ctr_high": (
        "{place}: кликов больше 30 % показов, строк: {count} (первая: {clicks} на {impressions}). Проверьте, те ли"
        " это столбцы.",
        "{place}: clicks above 30 % of impressions in {count} rows (the first: {clicks} of {impressions}). Check"
        " whether these are the right columns.",
    ),
    "channel_test": (
        "{place}: канал «{channel}» похож на тестовый, строк: {count}; они учтены. Уберите их через keep, если это"
        " проверка.",
        "{place}: the channel “{channel}” looks like a test, rows: {count}; they are counted. Leave them out with keep"
        " if they are one.",
    ),
    "spend_without_result": (
        "{place}: есть расход, но ни одной заявки или продажи: {channels}. Без расхода: {others}. Если это один канал"
        " под двумя именами, впишите его в таблицу Каналы.",
        "{place}: spend without one lead or order: {channels}. Without spend: {others}. If it is one channel under two"
        " names, put it into the table Channels.",
    ),
    # Profiles
    "lines_joined": (
        "{place}: дату, клиента и статус строки берут у своего заказа из «{orders}» по столбцу «{column}»"
        " (заказов: {count}), сумма — «{amount}». Заказов без строк: {bare}, они учтены без суммы.",
        "{place}: each row takes its date, customer and status from its order in “{orders}” by the column “{column}”"
        " (orders: {count}); the amount is “{amount}”. Orders without rows: {bare}; they count without an amount.",
    ),
    "line_without_order": (
        "{place}: строк {count}, чьего заказа (например, «{value}») нет в «{orders}»: день неизвестен, они не учтены."
        " Выгрузите заказы за тот же срок.",
        "{place}: {count} rows whose order (such as “{value}”) is not in “{orders}”: their day is not known, so they"
        " are left out. Export the orders of the same time.",
    ),
    "customers_unique": (
        "{place}: кто стоит за «{column}» заказов из «{orders}»; клиенты различаются по customer_unique_id.",
        "{place}: who is behind “{column}” of the orders in “{orders}”; customer_unique_id tells customers apart.",
    ),
    "profile_matched": (
        "{place}: узнано как «{system}» (таблица {table}) по: {why}.",
        "{place}: recognised as “{system}” (table {table}) by: {why}.",
    ),
    "header_repeated": (
        "{place}: столбцов с заголовком «{column}» {count}; прочитан первый. Если нужен другой, переименуйте его.",
        "{place}: {count} columns are headed “{column}”; the first is read. If you need another one, rename it.",
    ),
    "drawn_read": (
        "{place}: месяцы стоят в столбцах; прочитано показателей или каналов: {rows}, месяцев: {months}.",
        "{place}: months stand across; measures or channels read: {rows}, months: {months}.",
    ),
    "sheet_is_plan": (
        "{place}: это план, а не факт: так называется лист или заголовок; плановых значений {count}.",
        "{place}: this is a plan and no fact, as its sheet or title says; {count} values of the plan.",
    ),
    "sheet_is_plan_lost": (
        "{place}: это план, и его чисел не отнести к целым месяцам: {lost}. Впишите в столбец Месяц месяцы: 2026-10.",
        "{place}: this is a plan, and {lost} of its figures belong to no whole month. Write months such as 2026-10 in a"
        " column Month.",
    ),
    "pairs_read": (
        "{place}: план и факт стоят парами столбцов; факт прочитан, плановых значений {count}.",
        "{place}: plan and fact stand in pairs of columns; the facts are read, and {count} values of the plan.",
    ),
    "long_facts_read": (
        "{place}: план и факт по показателям; факт прочитан как сводка, строк: {count}.",
        "{place}: plan and fact by KPI; the facts are read as a summary of {count} rows.",
    ),
    "pairs_read_lost": (
        "{place}: план и факт стоят парами столбцов; факт прочитан, плановых значений {count}, ещё {lost} не"
        " относятся ни к одному целому месяцу или показателю. Ведите план по месяцам.",
        "{place}: plan and fact stand in pairs of columns; the facts are read, and {count} values of the plan; {lost}"
        " more belong to no whole month or KPI. Keep the plan by month.",
    ),
    "channels_across": (
        "{place}: каналы стоят в столбцах; прочитано каналов: {count}.",
        "{place}: channels stand across; channels read: {count}.",
    ),
    "month_of_no_year": (
        "{place}, столбец «{column}»: «{value}» без года, не учтено строк: {count}. Какой это год? Добавьте столбец Год"
        " или назовите лист «Расходы 2026».",
        "{place}, column “{column}”: “{value}” has no year; rows left out: {count}. Which year is it? Add a column"
        " Year, or call the sheet “Spend 2026”.",
    ),
    "row_too_wide": (
        "{place}: в строках больше ячеек, чем заголовков (лишнее: «{value}»): запятая внутри числа без кавычек; не"
        " учтено строк: {count}. Выгрузите с разделителем «;» или числа с точкой.",
        "{place}: rows have more cells than there are headers (beyond them: “{value}”): a comma inside a number without"
        " quotes; rows left out: {count}. Export with “;” between cells, or numbers with a point.",
    ),
    "amounts_turned": (
        "{place}, столбец «{column}»: все значения со знаком минус ({count}); прочитаны как суммы расхода или"
        " возврата.",
        "{place}, column “{column}”: all values carry a minus ({count}); they are read as amounts spent or refunded.",
    ),
    "returning_told": (
        "{place}, столбец «{column}»: система сама называет повторных клиентов (строк: {count}); новыми они не"
        " считаются.",
        "{place}, column “{column}”: the system itself names returning customers (rows: {count}); they do not count as"
        " new.",
    ),
    "vat_put_on": (
        "{place}: к суммам {columns} прибавлен НДС ({rates}).",
        "{place}: VAT is put on the amounts {columns} ({rates}).",
    ),
    "vat_taken_off": (
        "{place}: из сумм {columns} вычтен НДС ({rates}).",
        "{place}: VAT is taken off the amounts {columns} ({rates}).",
    ),
    "vat_of_source": (
        "{place}: в отчёте суммы приводятся к одному виду НДС, а этот источник о нём молчит; его суммы не пересчитаны."
        ' Укажите для него vat = "included" или "excluded".',
        "{place}: the report brings amounts to one kind of VAT, and this source says nothing of it; its amounts are not"
        ' converted. Set vat = "included" or "excluded" for it.',
    ),
    "vat_rate_missing": (
        "{place}: суммы {stands}, а в отчёте нужны {wanted}, но ставка НДС не указана; ничего не пересчитано. Укажите"
        ' vat_rate = "20 %; 22 % с 2026-01-01".',
        "{place}: the amounts are {stands}, the report wants {wanted}, and no rate of VAT is given; nothing is"
        ' converted. Set vat_rate = "20 %; 22 % from 2026-01-01".',
    ),
    "micros_read": (
        "{place}, столбец «{column}»: суммы в миллионных долях валюты (так их отдаёт API), прочитаны как деньги.",
        "{place}, column “{column}”: amounts in millionths of the currency, as the API gives them, are read as money.",
    ),
    "months_without_year": (
        "{place}, {at}: месяцы без года. Какой это год? Напишите «янв 2026» или год в названии листа.",
        "{place}, {at}: months without a year. Which year is it? Write “Jan 2026”, or put the year into the sheet's"
        " name.",
    ),
    "plan_undecided": (
        "{place}, {at}: это план, но непонятно, чего ({labels}): выручки, расходов или лидов? Назовите лист, например,"
        " «План продаж» или «План расходов».",
        "{place}, {at}: this is a plan, but of what ({labels}): revenue, spend or leads? Name the sheet, for example"
        " “Sales plan” or “Spend plan”.",
    ),
    "drawn_undecided": (
        "{place}, {at}: месяцы стоят в столбцах, но непонятно, что в строках ({labels}): расходы, выручка, лиды или"
        " визиты? Назовите лист, например, Расходы.",
        "{place}, {at}: months stand across, but what are the rows ({labels}): spend, revenue, leads or visits? Name"
        " the sheet, for example Spend.",
    ),
    "drawn_row_unknown": (
        "{place}, {at}: строка «{label}» не прочитана, такой величины нет. Назовите её как в Сводке: Расходы, Лиды,"
        " Заказы, Выручка.",
        "{place}, {at}: the row “{label}” is not read, there is no such measure. Name it as in a summary: Spend, Leads,"
        " Orders, Revenue.",
    ),
    "drawn_row_twice": (
        "{place}, {at}: «{label}» и «{other}» означают одну величину; прочитана первая. Оставьте одну строку.",
        "{place}, {at}: “{label}” and “{other}” mean one measure; the first is read. Keep one row.",
    ),
    "drawn_cell": (
        "{place}, {at}: «{value}» не число, ячейка не учтена. Исправьте её.",
        "{place}, {at}: “{value}” is no number; the cell is left out. Correct it.",
    ),
    "stacked_repeats": (
        "{place}: те же данные, что в «{counts}», в другом разрезе; строк не учтено: {count}.",
        "{place}: the same data as in “{counts}” seen another way; rows left out: {count}.",
    ),
    "status_unknown": (
        "{place}, столбец «{column}»: незнакомые статусы {words}; строки учтены как продажи. Если это не продажи,"
        ' укажите в kpi.toml keep = {{ "{column}" = [ … ] }}.',
        "{place}, column “{column}”: unknown statuses {words}; the rows count as sales. If they are none, set keep ="
        ' {{ "{column}" = [ … ] }} in kpi.toml.',
    ),
    "refund_by_order_date": (
        "{place}: даты возврата нет, поэтому возвраты отнесены к месяцу заказа. Добавьте столбец «Дата возврата», если"
        " нужен месяц возврата.",
        "{place}: no refund date, so refunds fall into the month of the order. Add a column “Refund date” if they"
        " should fall into their own.",
    ),
    "period_unknown": (
        "{place}: в строках нет даты, и период в файле не назван; не учтено строк: {count}. За какой месяц эти"
        " данные? Добавьте в выгрузку столбец с датой (или месяцем) либо укажите в kpi.toml constants = {{ date ="
        ' "2026-10" }}.',
        "{place}: the rows have no date and the file names no period; rows left out: {count}. Which month is it? Add a"
        ' column of days (or months) to the export, or set constants = {{ date = "2026-10" }} in kpi.toml.',
    ),
    "period_not_month": (
        "{place}: в строках нет даты, а период отчёта {first}–{last} («{stated}») не один целый месяц; не учтено"
        " строк: {count}. Выгрузите с разбивкой по дням или месяцам либо отдельно за каждый месяц.",
        "{place}: the rows have no date, and the period {first}–{last} (“{stated}”) is not one whole month; rows left"
        " out: {count}. Export it by day or by month, or each month by itself.",
    ),
    "period_of_row": (
        "{place}: строки охватывают период (например, {first}–{last}), а не день и не целый месяц; не учтено строк:"
        " {count}. Выгрузите с разбивкой по дням или месяцам.",
        "{place}: rows span a period (for example {first}–{last}) that is neither a day nor a whole month; rows left"
        " out: {count}. Export it by day or by month.",
    ),
    "currency_of_rows": (
        "{place}, столбец «{column}»: суммы в валюте {found}, а валюта отчёта {currency}; ничего не пересчитано."
        " Укажите currency или rates.",
        "{place}, column “{column}”: the amounts are in {found}, and the currency of the report is {currency}; nothing"
        " is converted. Set currency or rates.",
    ),
    "currencies_mixed": (
        "{place}, столбец «{column}»: валюты смешаны; суммы в {lacking} не пересчитать в {currency}, не учтено строк:"
        " {count}. Укажите в kpi.toml rates = {{ USD = … }} либо уберите таблицы в другой валюте.",
        "{place}, column “{column}”: currencies are mixed; amounts in {lacking} cannot be turned into {currency}, rows"
        " left out: {count}. Set rates = {{ USD = … }} in kpi.toml, or leave out tables in another currency.",
    ),
    "campaigns_unknown": (
        "{place}, столбец «{column}»: канал не указан, а по названиям кампаний ({count}: {words}) его не узнать; строки"
        " без канала. Впишите кампании в таблицу Каналы.",
        "{place}, column “{column}”: no channel is given, and the names of the campaigns ({count}: {words}) do not tell"
        " it; the rows have no channel. Put the campaigns into the table Channels.",
    ),
    "channels_unknown": (
        "{place}: метки, для которых канал неизвестен ({count}): {listed}. Они показаны как есть; впишите их в таблицу"
        " Каналы.",
        "{place}: marks of no known channel ({count}): {listed}. They are shown as they are; put them into the table"
        " Channels.",
    ),
    "ask_vat": (
        '{place}: {system} не говорит, с НДС ли суммы. Укажите в kpi.toml vat = "included" или "excluded".',
        '{place}: {system} does not say whether the amounts include VAT. Set vat = "included" or "excluded" in'
        " kpi.toml.",
    ),
    "ask_attribution": (
        "{place}: модель атрибуции в файле не названа; визиты и источники зависят от неё. Сравнивайте выгрузки одной"
        " модели.",
        "{place}: the file does not name the attribution model, on which sources depend. Compare exports of one model.",
    ),
    "ask_budget": (
        "{place}: «Бюджет» сделки это ожидаемая сумма, а не оплата. Если оплаты ведутся отдельно, добавьте таблицу"
        " Продажи.",
        "{place}: a deal's budget is an expected amount and no payment. If payments are kept elsewhere, add a table"
        " Orders.",
    ),
    "ask_no_orders": (
        "{place}: номеров заказов в этом отчёте нет, поэтому есть выручка, а среднего чека и числа заказов нет.",
        "{place}: this report has no order numbers, so there is revenue and neither an average check nor orders.",
    ),
    "ask_net_revenue": (
        "{place}: {system} выгружает выручку за вычетом скидок, налогов и доставки; с другими источниками"
        " сравнивайте осторожно.",
        "{place}: {system} exports revenue without coupons, taxes and shipping; compare it with other sources with"
        " care.",
    ),
}
