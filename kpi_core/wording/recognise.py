"""Words of recognition: what a sheet is, what is wrong with a cell, and what to do about it."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Whether a grid is a source
    "config_without_sources": (
        "В «{name}» нет ни одного источника. Добавьте [[source]] с path = и, если нужно, table =.",
        "“{name}” names no source. Add [[source]] with path = and, where needed, table =.",
    ),
    "nothing_in_file": (
        "В «{name}» нет ни одной заполненной таблицы (просмотрено: {looked}). Заполните таблицу с"
        " заголовками, например: Дата, Канал, Выручка, или начните с готовой книги: kpi new книга.xlsx.",
        "“{name}” holds no table with data (looked at: {looked}). Fill a table with headers such as Date,"
        " Channel, Revenue, or start from a ready workbook: kpi new book.xlsx.",
    ),
    "only_plan": (
        "В «{name}» есть только план ({looked}), а фактов нет. Добавьте таблицу Продажи, Расходы, Лиды или Сводка; если"
        " это факт, уберите слово «план» из названия.",
        "“{name}” holds only a plan ({looked}) and no facts. Add a table Orders, Spend, Leads or Summary; if these are"
        " facts, take the word “plan” out of the name.",
    ),
    "nothing_recognised": (
        "В «{name}» не найдено ни одной понятной таблицы (просмотрено: {looked}). Понятные заголовки: для"
        " продаж Дата, Номер заказа, Клиент, Канал, Выручка; для расходов Дата, Канал, Расход; для лидов Дата"
        " создания, Номер лида, Канал; для сводки Месяц, Расходы, Лиды, Заказы, Выручка. Переименуйте столбцы"
        " или укажите их в kpi.toml.",
        "No table was recognised in “{name}” (looked at: {looked}). Headers that are understood: for orders"
        " Date, Order ID, Customer ID, Channel, Revenue; for spend Date, Channel, Spend; for leads Created,"
        " Lead ID, Channel; for a summary Month, Spend, Leads, Orders, Revenue. Rename the columns or name"
        " them in kpi.toml.",
    ),
    "sheet_empty": (
        "{place}: здесь пусто, таблица не читается.",
        "{place}: nothing here, so no table is read.",
    ),
    "sheet_no_table": (
        "{place}: таблицы с понятными заголовками нет, лист не читается.",
        "{place}: no table with headers that are understood, so the sheet is not read.",
    ),
    "sheet_not_data": (
        "{place}: служебный лист, данные из него не читаются.",
        "{place}: a sheet that explains or checks, so no data is read from it.",
    ),
    "sheet_results": (
        "{place}: похоже на лист с результатами, данные взяты из других таблиц. Если это исходные данные,"
        " назовите лист Сводка.",
        "{place}: this looks like a sheet of results, so data is taken from the other tables. If it is"
        " source data, call the sheet Summary.",
    ),
    "barred_pivot": (
        "{place}: сводная таблица, она повторяет другие данные и источником не бывает.",
        "{place}: a pivot table repeats other data and is never a source.",
    ),
    "barred_forecast": (
        "{place}: это прогноз, а не факт, данные из него не читаются. Если это факт, уберите слово из названия.",
        "{place}: this is a forecast and no fact, so no data is read from it. If it is fact, take the word off.",
    ),
    "barred_kpi_formulas": (
        "{place}: здесь формулы KPI_, это результат, а не источник.",
        "{place}: it holds KPI_ formulas, so it is a result and no source.",
    ),
    "table_undecided": (
        "{place}: непонятно, это продажи, расходы или лиды? Заголовки: {headers}. Назовите лист Продажи,"
        " Расходы или Лиды, либо столбец с деньгами Выручка или Расход, либо укажите table = в kpi.toml.",
        "{place}: are these orders, spend or leads? Headers: {headers}. Call the sheet Orders, Spend or"
        " Leads, or the money column Revenue or Spend, or set table = in kpi.toml.",
    ),
    "rows_are_totals": (
        "{place}: в строках только дата и сумма, каждая дата один раз: это итоги дней, а не заказы, поэтому заказы и"
        ' средний чек по ним не считаются. Если строка — заказ, укажите table = "orders" в kpi.toml.',
        "{place}: the rows hold a date and an amount only, each date once: these are totals of days, not orders, so no"
        ' orders or average check are made of them. If a row is an order, set table = "orders" in kpi.toml.',
    ),
    "rows_maybe_totals": (
        "{place}: каждая строка считается заказом, но в них только дата и сумма, каждая дата один раз. Если это итоги"
        ' дней, назовите лист Сводка или укажите table = "summary" в kpi.toml.',
        "{place}: each row counts as an order, yet they hold a date and an amount only, each date once. If these are"
        ' totals of days, call the sheet Summary or set table = "summary" in kpi.toml.',
    ),
    "table_lacks_columns": (
        "{place}: для таблицы {table} не хватает столбцов: {lacking}. Здесь есть: {known}. Укажите нужный"
        " столбец в kpi.toml: columns = {{ … }}.",
        "{place}: the table {table} lacks columns: {lacking}. There are: {known}. Name the column in"
        " kpi.toml: columns = {{ … }}.",
    ),
    "spec_column_missing": (
        "{place}: столбца «{header}», названного в kpi.toml, нет. Здесь есть: {known}.",
        "{place}: there is no column “{header}”, which kpi.toml names. There are: {known}.",
    ),
    "spec_column_missing_near": (
        "{place}: столбца «{header}», названного в kpi.toml, нет. Может быть, «{near}»? Здесь есть: {known}.",
        "{place}: there is no column “{header}”, which kpi.toml names. Did you mean “{near}”? There are: {known}.",
    ),
    "listed_value_absent": (
        "{place}: значения «{value}», названного в kpi.toml, в столбце «{column}» нет. Там встречаются: {known}.",
        "{place}: the value “{value}”, which kpi.toml names, is not in the column “{column}”. It holds: {known}.",
    ),
    "columns_unused": (
        "{place}: столбцы не использованы: {columns}.",
        "{place}: columns not used: {columns}.",
    ),
    # Cells
    "number_is_text": (
        "«{value}» в столбце «{column}»: это не число, строка не учтена. Исправьте ячейку или очистите её.",
        "“{value}” in the column “{column}” is no number; the row is left out. Correct the cell or clear it.",
    ),
    "number_is_date": (
        "Дата «{value}» в числовом столбце «{column}»: строка не учтена. Исправьте ячейку (возможно, Excel"
        " превратил число в дату).",
        "The date “{value}” in the number column “{column}”: the row is left out. Correct the cell (a"
        " spreadsheet may have turned a number into a date).",
    ),
    "number_is_time": (
        "Время «{value}» в числовом столбце «{column}»: строка не учтена. Исправьте ячейку.",
        "The time “{value}” in the number column “{column}”: the row is left out. Correct the cell.",
    ),
    "number_is_flag": (
        "Логическое значение «{value}» в числовом столбце «{column}»: строка не учтена. Впишите число.",
        "The logical value “{value}” in the number column “{column}”: the row is left out. Write a number.",
    ),
    "number_is_percent": (
        "Процент «{value}» в столбце «{column}», где ждут сумму или количество: строка не учтена. Впишите число.",
        "The percentage “{value}” in the column “{column}”, where an amount or a count belongs: the row is"
        " left out. Write a number.",
    ),
    "number_too_long": (
        "Число «{value}» в столбце «{column}» длиннее 15 знаков, это не сумма и не количество: строка не"
        " учтена. Проверьте ячейку.",
        "The number “{value}” in the column “{column}” has more than 15 digits and is neither an amount nor"
        " a count: the row is left out. Check the cell.",
    ),
    "column_too_large": (
        "{place}: сумма столбца {column} больше, чем можно сложить точно. Проверьте, деньги ли это, а не номера.",
        "{place}: the sum of the column {column} is larger than can be added up exactly. Check whether it holds"
        " money and no identifiers.",
    ),
    "number_infinite": (
        "«{value}» в столбце «{column}» не число: строка не учтена. Исправьте ячейку.",
        "“{value}” in the column “{column}” is not a finite number: the row is left out. Correct the cell.",
    ),
    "number_ambiguous": (
        "«{value}» в столбце «{column}» читается двояко: {one} или {other}; строка не учтена. Укажите в"
        ' kpi.toml decimal = "," или decimal = ".", либо запишите числа без разделителя тысяч.',
        "“{value}” in the column “{column}” can be read as {one} or as {other}; the row is left out. Set"
        ' decimal = "," or decimal = "." in kpi.toml, or write the numbers without a thousands separator.',
    ),
    "date_is_text": (
        "«{value}» в столбце «{column}»: это не дата, строка не учтена. Пишите 2026-10-01 или 01.10.2026.",
        "“{value}” in the column “{column}” is no date; the row is left out. Write 2026-10-01 or 01.10.2026.",
    ),
    "date_not_pattern": (
        '«{value}» в столбце «{column}» не подходит под dates = "{pattern}" из kpi.toml: строка не учтена.'
        " Исправьте шаблон или ячейку.",
        '“{value}” in the column “{column}” does not fit dates = "{pattern}" of kpi.toml; the row is left out.'
        " Correct the pattern or the cell.",
    ),
    "date_is_number": (
        "Число «{value}» в столбце «{column}» не похоже на дату: строка не учтена. Пишите 2026-10-01 или 01.10.2026.",
        "The number “{value}” in the column “{column}” is not like a date; the row is left out. Write 2026-10-01.",
    ),
    "date_impossible": (
        "Даты «{value}» (столбец «{column}») не бывает: строка не учтена. Исправьте ячейку.",
        "There is no date “{value}” (column “{column}”): the row is left out. Correct the cell.",
    ),
    "date_year": (
        "Дата «{value}» в столбце «{column}» вне {first}–{last} годов: строка не учтена. Исправьте год.",
        "The date “{value}” in the column “{column}” lies outside {first}–{last}: the row is left out."
        " Correct the year.",
    ),
    "date_blank": (
        "Пустая дата в столбце «{column}»: строка не учтена. Впишите дату.",
        "No date in the column “{column}”: the row is left out. Write one.",
    ),
    "date_undecided": (
        "Даты в столбце «{column}» читаются двояко: «{example}» это {one} или {other}? Не учтено строк:"
        ' {count}. Укажите в kpi.toml dates = "%d/%m/%Y" или dates = "%m/%d/%Y", либо запишите даты как'
        " 2026-10-01.",
        "The dates in the column “{column}” can be read in two ways: is “{example}” {one} or {other}? Rows"
        ' left out: {count}. Set dates = "%d/%m/%Y" or dates = "%m/%d/%Y" in kpi.toml, or write dates as'
        " 2026-10-01.",
    ),
    "cell_blank": (
        "Пустая ячейка в обязательном столбце «{column}»: строка не учтена. Заполните её.",
        "An empty cell in the required column “{column}”: the row is left out. Fill it.",
    ),
    "cell_error": (
        "Ошибка {what} в столбце «{column}»: строка не учтена. Исправьте формулу.",
        "The error {what} in the column “{column}”: the row is left out. Correct the formula.",
    ),
    "cell_uncached": (
        "У формулы {what} в столбце «{column}» нет сохранённого значения: строка не учтена. Откройте книгу в"
        " Excel или LibreOffice и сохраните её.",
        "The formula {what} in the column “{column}” has no kept value: the row is left out. Open the"
        " workbook in Excel or LibreOffice and save it.",
    ),
    "rows_refused_more": (
        "{place}, столбец «{column}»: ещё {count} таких строк не учтено.",
        "{place}, column “{column}”: {count} more rows like these are left out.",
    ),
    "flag_is_text": (
        "«{value}» в столбце «{column}»: ожидается да или нет, строка не учтена.",
        "“{value}” in the column “{column}”: yes or no is expected; the row is left out.",
    ),
    # Remarks
    "total_disagrees": (
        "Итог в столбце «{column}» равен {stated}, а сумма строк {counted}. Проверьте, все ли строки на месте.",
        "The total of the column “{column}” says {stated}, the rows add up to {counted}. Check whether all"
        " rows are there.",
    ),
    "price_undecided": (
        "{place}: «{column}» это цена за штуку или за всю строку? Столбец «{items}» есть, а строки этого не"
        ' показывают; выручка не считается. Укажите в kpi.toml columns = {{ unit_price = "{column}" }} или columns ='
        ' {{ revenue = "{column}" }}.',
        "{place}: is “{column}” the price of one piece or of the whole line? There is a column “{items}”, and the rows"
        ' do not tell; no revenue is counted. Set columns = {{ unit_price = "{column}" }} or columns = {{ revenue ='
        ' "{column}" }} in kpi.toml.',
    ),
    "price_times_quantity": (
        "{place}: выручка это «{column}», умноженная на «{items}».",
        "{place}: revenue is “{column}” times “{items}”.",
    ),
    "price_discount": (
        "{place}: выручка это «{column}», умноженная на «{items}»; «{discount}» не вычтена. Добавьте столбец с суммой"
        " после скидки.",
        "{place}: revenue is “{column}” times “{items}”; “{discount}” is not taken off. Add a column with the amount"
        " after discount.",
    ),
    "price_without_quantity": (
        "{place}, столбец «{column}»: цена за штуку есть, а количества нет; выручка не считается. Добавьте столбец"
        " Количество или Выручка.",
        "{place}, column “{column}”: there is a price of one piece and no quantity, so no revenue is counted. Add a"
        " column Quantity or Revenue.",
    ),
    "order_total_repeated": (
        "{place}, столбец «{column}»: сумма заказа повторена в каждой его строке; учтена один раз на заказ. Заказов из"
        " нескольких строк {orders}, не прибавлено повторов на {amount}.",
        "{place}, column “{column}”: the total of an order stands in each of its lines and counts once. Orders of"
        " several lines: {orders}; repeats not added: {amount}.",
    ),
    "order_total_maybe_repeated": (
        "{place}, столбец «{column}»: во всех строках каждого из {orders} заказов сумма одна и та же. Сумма ли это"
        " всего заказа? Тогда выручка завышена на {amount}: назовите столбец «Сумма заказа», и он учтётся один раз."
        " Если это сумма строки, назовите его «Сумма строки».",
        "{place}, column “{column}”: all lines of each of {orders} orders show the same amount. Is it that of the whole"
        " order? Then revenue is {amount} too high: head the column “Order total”, and it counts once. If it is"
        " that of the line, head it “Line total”.",
    ),
    "rows_not_sales": (
        "{place}, столбец «{column}»: продажи это {sales}; остальное ({words}) не учтено, строк: {count}.",
        "{place}, column “{column}”: sales are {sales}; the rest ({words}) is left out, rows: {count}.",
    ),
    "returns_left_out": (
        "{place}: возвраты, строк {count}, на сумму {amount}; они не заказы и из выручки не вычтены. Чтобы вычесть,"
        " ведите их в столбцах Возврат и Дата возврата.",
        "{place}: rows of returns: {count}, {amount} in all; they are no orders and are not taken off the revenue. To"
        " take them off, keep them in columns Refund and Refund date.",
    ),
    "cancellations_left_out": (
        "{place}: отменяющих документов (вида {example}) {count} строк на сумму {amount}; они не заказы и не учтены."
        " Если это возвраты, ведите их в столбце Возврат.",
        "{place}: {count} rows of cancelling documents (such as {example}), {amount} in all; they are no orders and are"
        " left out. If they are refunds, keep them in a column Refund.",
    ),
    "copy_left_out": (
        "{place}: точная копия «{original}»; не учтено строк: {count}. Удалите лишний файл.",
        "{place}: an exact copy of “{original}”; rows left out: {count}. Delete the file that is too many.",
    ),
    "month_of_file": (
        "{place}: даты в строках нет, месяц взят из имени файла. Если он другой, укажите в kpi.toml"
        ' constants = {{ date = "2026-10" }}.',
        "{place}: the rows have no date, so the month is the one in the file's name. If it is another, set"
        ' constants = {{ date = "2026-10" }} in kpi.toml.',
    ),
    "dates_swapped": (
        "Столбец «{column}»: часть дат таблица превратила в даты (все до 12-го числа), остальные остались текстом"
        " (вида «{left}»): у первых день и месяц, похоже, поменялись местами. Не учтено строк: {count}. Возьмите файл"
        " заново, каким он был выгружен, либо запишите все даты как 2026-10-01.",
        "Column “{column}”: a spreadsheet turned some texts into dates (none after the 12th) and left the others"
        " (such as “{left}”): day and month of the former seem to be swapped. Left out: {count} rows. Take the file"
        " again as it was exported, or write all dates as 2026-10-01.",
    ),
    "cash_flow": (
        "{place}: это движение денег («{incoming}» и «{outgoing}»), а не продажи и не реклама: в нём и аренда, и"
        ' налоги. Какие строки брать? Укажите в kpi.toml table = "spend", columns = {{ spend = "{outgoing}" }} и'
        ' keep = {{ "Статья" = ["Реклама"] }} либо table = "orders" и columns = {{ revenue = "{incoming}" }}.',
        "{place}: this is a flow of money (“{incoming}” and “{outgoing}”), neither sales nor advertising: rent and"
        ' taxes stand in it as well. Which rows count? In kpi.toml set table = "spend", columns = {{ spend ='
        ' "{outgoing}" }} and keep = {{ "Category" = ["Advertising"] }}, or table = "orders" and columns ='
        ' {{ revenue = "{incoming}" }}.',
    ),
    "table_lacks_date": (
        "{place}: похоже на таблицу «{table}» ({headers}), но даты в ней нет. За какой это месяц? Добавьте столбец"
        ' Дата или Месяц, назовите лист «Октябрь 2026» либо укажите в kpi.toml constants = {{ date = "2026-10" }}.',
        "{place}: this looks like a table of {table} ({headers}), but it has no date. Which month is it? Add a column"
        ' Date or Month, call the sheet “October 2026”, or set constants = {{ date = "2026-10" }} in kpi.toml.',
    ),
    "table_lacks_spend": (
        "{place}: похоже на рекламу ({headers}), но какой столбец — расход? Остальные: {others}. Назовите его Расход"
        ' либо укажите в kpi.toml table = "spend" и columns = {{ spend = "…" }}.',
        "{place}: this looks like advertising ({headers}), but which column is the spend? The others: {others}. Call"
        ' it Spend, or set table = "spend" and columns = {{ spend = "…" }} in kpi.toml.',
    ),
    "amounts_negative": (
        "{place}, столбец «{column}»: отрицательных значений {count}; они учтены как есть.",
        "{place}, column “{column}”: {count} negative values; they are counted as they stand.",
    ),
    "required_blank": (
        "{place}, столбец «{column}»: пустых ячеек {count}; они учтены как пустые, а не как ноль.",
        "{place}, column “{column}”: {count} empty cells; they count as empty, not as zero.",
    ),
    "rows_repeated": (
        "{place}: полностью одинаковых строк {count} (сверх первой); они учтены. Если это задвоение, удалите лишние.",
        "{place}: {count} rows repeat an earlier one exactly; they are counted. If they are duplicates, delete them.",
    ),
    "ids_damaged": (
        "{place}, столбец «{column}»: у {count} номеров таблица уже потеряла последние цифры (например,"
        " {value}), они могут совпасть. Выгрузите столбец заново как текст.",
        "{place}, column “{column}”: a spreadsheet has already lost the last digits of {count} identifiers"
        " (for example {value}), so they may coincide. Export the column again as text.",
    ),
    "customers_by_phone": (
        "{place}: клиенты различаются по телефону, столбец «{column}».",
        "{place}: customers are told apart by phone, column “{column}”.",
    ),
    "customers_by_email": (
        "{place}: клиенты различаются по e-mail, столбец «{column}».",
        "{place}: customers are told apart by e-mail, column “{column}”.",
    ),
    "spend_kinds_unknown": (
        "{place}, столбец «{column}»: незнакомые виды расходов {words}; они не считаются рекламой. Известны:"
        " реклама, зарплата, подрядчик, сервис.",
        "{place}, column “{column}”: unknown kinds of cost {words}; they do not count as advertising. Known"
        " ones: advertising, salary, contractor, service.",
    ),
    "flag_unknown_qualified": (
        "{place}, столбец «{column}»: не сказано, какие из значений целевые ({words}); целевые лиды не"
        " считаются. Добавьте столбец Целевой со значениями да и нет.",
        "{place}, column “{column}”: nothing says which values are qualified ({words}), so qualified leads"
        " are not counted. Add a column Qualified with yes and no.",
    ),
    "flag_unknown_won": (
        "{place}, столбец «{column}»: не сказано, какие из значений означают продажу ({words}); продажи по"
        ' этому столбцу не считаются. Укажите в kpi.toml won = {{ "{column}" = [ … ] }}.',
        "{place}, column “{column}”: nothing says which values mean a sale ({words}), so it counts none. Set"
        ' won = {{ "{column}" = [ … ] }} in kpi.toml.',
    ),
    "won_unknown": (
        "{place}, столбец «{column}»: непонятно, какой из этапов означает продажу ({words}); продажи по этим лидам не"
        ' считаются. Укажите в kpi.toml won = {{ "{column}" = [ … ] }}.',
        "{place}, column “{column}”: which of its stages means a sale is not clear ({words}), so no sales of these"
        ' leads are counted. Set won = {{ "{column}" = [ … ] }} in kpi.toml.',
    ),
    "unpaid_by_date": (
        "{place}: без даты в столбце «{column}» строк {count}; они не оплачены и не учтены. Считать все заказы по"
        ' столбцу «{other}»: укажите в kpi.toml columns = {{ date = "{other}" }}.',
        "{place}: {count} rows have no date in the column “{column}”; they are unpaid and left out. To count all orders"
        ' by the column “{other}”, set columns = {{ date = "{other}" }} in kpi.toml.',
    ),
    "won_by_status": (
        "{place}: продажей считается {won} в столбце «{column}»; не считаются: {others}. Если иначе, укажите"
        ' в kpi.toml won = {{ "{column}" = [ … ] }}.',
        "{place}: a sale is {won} in the column “{column}”; not counted: {others}. If that is wrong, set won"
        ' = {{ "{column}" = [ … ] }} in kpi.toml.',
    ),
    "refunds_apart": (
        "{place}: это возвраты, а не заказы, и в «{orders}» их нет; они не учтены. Впишите их там в столбцы «Возврат»"
        " и «Дата возврата».",
        "{place}: these are refunds and no orders, and “{orders}” does not have them; they are left out. Put them"
        " there, in columns “Refund” and “Refund date”.",
    ),
    "orders_without_amount": (
        "{place}: ни один столбец не понят как сумма, поэтому выручки нет. Назовите его «Выручка» или укажите в"
        ' kpi.toml columns = {{ revenue = "…" }}.',
        "{place}: no column is understood as the amount, so there is no revenue. Head it “Revenue” or set"
        ' columns = {{ revenue = "…" }} in kpi.toml.',
    ),
    "sales_without_day": (
        "{place}: успешные сделки отмечены, но дня продажи нет, поэтому выручка и заказы не посчитаны. Добавьте столбец"
        " «Дата продажи» или таблицу Продажи.",
        "{place}: won deals are marked, but their day of sale is not, so revenue and orders are not counted. Add a"
        " column “Sale date” or a table Orders.",
    ),
    "won_without_date": (
        "{place}: успешных сделок {won}, из них без даты закрытия {count}: они учтены в когортной конверсии"
        " и не отнесены ни к одному месяцу. Заполните дату.",
        "{place}: {won} won deals, {count} without a closing date: they count for the cohort conversion and"
        " belong to no month. Fill in the date.",
    ),
    "sold_before_lead": (
        "{place}: продаж с датой раньше даты лида {count}; они учтены. Проверьте даты.",
        "{place}: {count} sales are dated before their lead; they are counted. Check the dates.",
    ),
    "percent_read": (
        "«{value}» для показателя {kpi} прочитано как {read} %. Пишите 26 % или 0,26.",
        "“{value}” for the KPI {kpi} is read as {read} %. Write 26 % or 0.26.",
    ),
    "sales_ambiguous": (
        "{place}, столбец «{column}»: это деньги или число продаж? Пока не читается. Назовите его «Продажи, ₽»"
        " или «Продажи, шт».",
        "{place}, column “{column}”: is it money or a number of sales? It is not read so far. Call it “Sales, EUR”"
        " or “Sales, pcs”.",
    ),
    "currency_differs": (
        "В заголовках названы валюты {found}, а валюта отчёта {currency}: суммы не пересчитаны. Приведите таблицы"
        " к одной валюте или укажите currency.",
        "The headers name the currencies {found}, and the currency of the report is {currency}: nothing is converted."
        " Bring the tables to one currency, or set currency.",
    ),
    "measure_twice": (
        "Показатели {columns} есть и в «{own}», и в сводке «{summary}»: взяты из первой, не сложены.",
        "The measures {columns} stand both in “{own}” and in the summary “{summary}”: the former counts,"
        " nothing is added up.",
    ),
    "conflict_ids": (
        "«{one}» и «{other}» содержат одни и те же номера ({count}, например {example}): складывать их"
        " нельзя, показатели по ним не считаются. Уберите одну из таблиц или различите номера.",
        "“{one}” and “{other}” hold the same identifiers ({count}, for example {example}): they cannot be"
        " added up and no KPI is computed from them. Remove one of them, or tell the identifiers apart.",
    ),
    "conflict_days": (
        "«{one}» и «{other}» содержат один и тот же канал за те же дни (например, {channel}, {day}):"
        " складывать их нельзя, показатели по ним не считаются. Уберите одну из таблиц или назовите каналы"
        " по-разному.",
        "“{one}” and “{other}” hold the same channel for the same days (for example {channel}, {day}): they"
        " cannot be added up and no KPI is computed from them. Remove one of them, or give the channels"
        " different names.",
    ),
}
