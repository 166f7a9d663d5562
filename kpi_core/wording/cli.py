"""What the command line says: errors, tables, and how a number is explained."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Errors and what is said meanwhile.
    "cli_error": ("Ошибка:", "Error:"),
    "cli_interrupted": ("Прервано.", "Interrupted."),
    "cli_reading": ("Читаю {source}…", "Reading {source}…"),
    "cli_computing": ("Считаю {source}…", "Computing {source}…"),
    "cli_writing": ("Пишу {path}…", "Writing {path}…"),
    "cli_no_command": (
        "Команды «{name}» нет. Есть: {known}. Справка: kpi --help.",
        "There is no command “{name}”. There are: {known}. Help: kpi --help.",
    ),
    "cli_no_command_near": (
        "Команды «{name}» нет. Может быть, «{near}»? Справка: kpi --help.",
        "There is no command “{name}”. Did you mean “{near}”? Help: kpi --help.",
    ),
    "cli_no_option": (
        "Опции «{name}» нет. Справка: {command} --help.",
        "There is no option “{name}”. Help: {command} --help.",
    ),
    "cli_no_option_near": (
        "Опции «{name}» нет. Может быть, «{near}»? Справка: {command} --help.",
        "There is no option “{name}”. Did you mean “{near}”? Help: {command} --help.",
    ),
    "cli_missing": (
        "Не хватает аргумента {name}. Справка: {command} --help.",
        "The argument {name} is missing. Help: {command} --help.",
    ),
    "cli_needs_value": (
        "После {name} нужно значение. Справка: {command} --help.",
        "{name} needs a value. Help: {command} --help.",
    ),
    "cli_extra": (
        "Лишнее в команде: {value}. Если в имени файла есть пробел, возьмите его в кавычки. Справка: {command} --help.",
        "Too many arguments: {value}. If a file name has a space in it, put it in quotes. Help: {command} --help.",
    ),
    "cli_usage": ("Команда написана неверно: {detail} Справка: {command} --help.", "{detail} Help: {command} --help."),
    "cli_choice": (
        "{option} не бывает «{value}». Допустимо: {known}.",
        "{option} cannot be “{value}”. Choose from: {known}.",
    ),
    "cli_choice_near": (
        "{option} не бывает «{value}». Может быть, «{near}»? Допустимо: {known}.",
        "{option} cannot be “{value}”. Did you mean “{near}”? Choose from: {known}.",
    ),
    "cli_period_twice": (
        "Период указан дважды. Оставьте либо --period, либо --from и --to.",
        "The period is named twice. Keep either --period, or --from and --to.",
    ),
    "cli_month": (
        "Здесь нужен один месяц, а «{value}» — не месяц. Пишите --month 2026-10.",
        "One month is expected here, and “{value}” is none. Write --month 2026-10.",
    ),
    "cli_one_kpi": (
        "Объясняется один показатель, а названо «{value}». Запустите команду для каждого.",
        "One KPI is explained at a time, and “{value}” is not one. Run the command for each.",
    ),
    "cli_nothing": (
        "В {source} нет данных за период: {period}. Есть месяцы: {known}.",
        "{source} holds no data for {period}. The months there are: {known}.",
    ),
    "cli_no_rows": (
        "В {source} нет ни одной строки с данными. Заполните таблицы; что прочитано, покажет kpi check.",
        "{source} holds no row of data. Fill in the tables; kpi check shows what was read.",
    ),
    "cli_all_refused": (
        "В {source} ни одна строка не прочитана, отвергнуто: {count}. Какие ячейки и что делать, покажет kpi check.",
        "In {source} no row could be read, {count} are refused. kpi check shows which cells, and what to do.",
    ),
    "cli_memory": (
        "Не хватило памяти. Закройте другие программы или оставьте в данных меньше столбцов.",
        "Out of memory. Close other programs, or keep fewer columns in the data.",
    ),
    "cli_full": (
        "На диске нет места, результат не записан. Освободите место и повторите.",
        "The disk is full and the result was not written. Make room and try again.",
    ),
    "cli_os": (
        "{path}: {detail}. Проверьте путь и права доступа.",
        "{path}: {detail}. Check the path and the permissions.",
    ),
    "cli_unexpected": (
        "Сбой в программе, это наша вина ({kind}: {detail}). Повторите с --debug и пришлите нам, что напечатано.",
        "The program failed, which is our fault ({kind}: {detail}). Run it again with --debug and send us the output.",
    ),
    # Tables of values.
    "cli_note": ("Оговорка: {note}.", "Mind: {note}."),
    "cli_month_head": ("Месяц", "Month"),
    "cli_channel_head": ("Канал", "Channel"),
    "cli_all_channels": ("Все каналы", "All channels"),
    # check
    "check_row": ("строка {row}", "row {row}"),
    "check_row_column": ("строка {row}, столбец «{column}»", "row {row}, column “{column}”"),
    "check_column": ("столбец «{column}»", "column “{column}”"),
    "check_error": ("ошибка", "error"),
    "check_warning": ("внимание", "warning"),
    "check_info": ("к сведению", "info"),
    "check_whole": ("Данные в целом", "The data as a whole"),
    "check_head": (
        "Таблица|прочитано|учтено|исключено|отвергнуто",
        "Table|read|used|left out|refused",
    ),
    "check_source": (
        "{place}: прочитано {read} = учтено {used} + исключено {excluded}{reasons} + отвергнуто {refused}.",
        "{place}: {read} read = {used} used + {excluded} left out{reasons} + {refused} refused.",
    ),
    "check_clean": ("Всё прочитано, ошибок нет.", "Everything was read, no errors."),
    "check_found": ("Найдено: {found}.", "Found: {found}."),
    # Rows left out, by reason.
    "excluded_total": ("строки итогов", "totals rows"),
    "excluded_not_kept": ("не из списка keep", "not in the keep list"),
    "excluded_test": ("тестовые", "tests"),
    "excluded_duplicate": ("дубли", "duplicates"),
    "excluded_spam": ("спам", "spam"),
    "excluded_cancelled": ("отменённые", "cancelled"),
    "excluded_unpaid": ("неоплаченные", "unpaid"),
    "excluded_not_sales": ("не о продажах", "no sales"),
    "excluded_returned": ("возвраты", "returns"),
    "excluded_header": ("повторы заголовка", "headers again"),
    "excluded_note": ("пояснения под таблицей", "notes below the table"),
    # Closed months.
    "closed_unreadable": (
        "Файл закрытых месяцев {path} не прочитан: {detail}. Проверьте права доступа и кодировку UTF-8.",
        "The file of closed months {path} cannot be read: {detail}. Check the permissions, and that it is UTF-8.",
    ),
    "closed_columns": (
        "В файле закрытых месяцев {path} нет столбцов: {lacking}. Верните заголовок month,kpi,channel,value,as_of.",
        "The file of closed months {path} lacks columns: {lacking}. Restore the header month,kpi,channel,value,as_of.",
    ),
    "closed_broken": (
        "Файл закрытых месяцев {path}, строка {row}: не понята («{value}»). Исправьте её или удалите.",
        "The file of closed months {path}, row {row}: not understood (“{value}”). Correct it or delete it.",
    ),
    "closed_differs": (
        "Месяц {month} уже закрыт с другим значением: {kpi} было {before}, сейчас {now}. Закрытое не переписывается;"
        " если так"
        " и надо, удалите строки месяца из {path} и повторите.",
        "The month {month} was closed with another value: {kpi} was {before} and is now {now}. What is closed is not"
        " overwritten; if it should be, delete the rows of the month from {path} and try again.",
    ),
    "closed_done": ("Месяц {month} закрыт: {path}", "The month {month} is closed: {path}"),
    "closed_same": (
        "Месяц {month} уже закрыт с теми же значениями: {path}",
        "The month {month} was closed already, with the same values: {path}",
    ),
    "closed_partial": (
        "Внимание: месяц {month} ещё не полный, а вы его закрываете.",
        "Warning: the month {month} is not complete yet, and you are closing it.",
    ),
    # Explanations.
    "explain_reason": ("Значения нет: {reason}.", "There is no value: {reason}."),
    "explain_notes": ("Оговорки:", "Mind:"),
    "explain_remarks": ("Как понят вопрос:", "How the question was understood:"),
    "explain_sources": ("Откуда:", "Where from:"),
    "explain_stands_for": (
        "«{asked}» в этих данных — это «{taken}» ({name}).",
        "“{asked}” in this data is “{taken}” ({name}).",
    ),
    "explain_month_setting": (
        "Период не указан: взят {month} из настроек.",
        "No period was named: {month}, as the settings say.",
    ),
    "explain_month_last": (
        "Период не указан: взят последний полный месяц продаж, {month} (данные по {last}).",
        "No period was named: the last complete month of sales, {month} (data up to {last}).",
    ),
    "explain_month_partial": (
        "Период не указан: взят {month}, полного месяца в данных нет (данные по {last}).",
        "No period was named: {month}; the data holds no complete month (data up to {last}).",
    ),
    "explain_month_as_of": (
        "Период не указан, продаж в данных нет: взят {month}, когда сохранены данные.",
        "No period was named and the data has no sales: {month}, when the data was saved.",
    ),
    "explain_as_of_setting": (
        "Закончен ли месяц, решила дата из настроек, {day}.",
        "Whether a month is over was decided by the date in the settings, {day}.",
    ),
    "explain_as_of_file": (
        "Закончен ли месяц, решила дата сохранения файла, {day}.",
        "Whether a month is over was decided by the date the file was saved, {day}.",
    ),
    "explain_as_of_today": (
        "Закончен ли месяц, решила сегодняшняя дата, {day}.",
        "Whether a month is over was decided by today’s date, {day}.",
    ),
    "explain_on_revenue": (
        "Себестоимость известна не для всех продаж, поэтому вместо прибыли взята выручка: {label} по выручке.",
        "The cost of goods is not known for every sale, so revenue stands in for profit: {label} on revenue.",
    ),
    "explain_closed": ("Месяц был закрыт со значением {value}.", "The month was closed with {value}."),
    "explain_used": ("{rows} учтено", "{rows} used"),
    "explain_of_them": (" (из них за {period}: {count})", " ({count} of them in {period})"),
    "explain_excluded": ("исключено {count} ({reason})", "{count} left out ({reason})"),
    "explain_refused": ("отвергнуто {count} (покажет kpi check)", "{count} refused (see kpi check)"),
    # What to do where there is no value.
    "remedy_no_column": (
        "Чтобы появилось, добавьте в данные: {measure} (таблица «{table}»).",
        "To have one, add to the data: {measure} (table “{table}”).",
    ),
    "remedy_no_rows": (
        "Строк за этот период или канал нет; данные есть с {first} по {last}.",
        "There are no rows for this period or channel; the data runs from {first} to {last}.",
    ),
    "remedy_no_base": (
        "Для сравнения нужны данные за {period}: добавьте их строки.",
        "The comparison needs data for {period}: add its rows.",
    ),
    "remedy_no_base_all": (
        "Сравнивать не с чем: укажите месяц, перед которым в данных есть другой.",
        "There is nothing to compare with: name a month that has another one before it.",
    ),
    "remedy_no_plan": (
        "Впишите план на этот период в таблицу «План» (Месяц, Показатель, План).",
        "Write a target for this period into the table “Targets” (Month, KPI, Target).",
    ),
    "remedy_no_customer_id": (
        "Добавьте в продажи столбец «Клиент», телефон или почту.",
        "Add a customer ID, phone or e-mail column to the orders.",
    ),
    "remedy_not_additive": (
        "Спросите по месяцам (--by month) или добавьте строки с клиентами, чтобы их можно было пересчитать.",
        "Ask by month (--by month), or add rows that name the customers, so that they can be counted again.",
    ),
    "remedy_monthly_only": (
        "Спросите за целые месяцы или ведите эту таблицу по дням.",
        "Ask for whole months, or keep this table by day.",
    ),
    "remedy_too_early": (
        "Подождите до седьмого дня месяца: раньше прогноз гадает.",
        "Wait for the seventh day of the month: any earlier the forecast is a guess.",
    ),
    "remedy_ambiguous": (
        "Одно и то же есть в двух местах: {first} и {second}. Оставьте одно или укажите источники в kpi.toml.",
        "Two places hold the same facts: {first} and {second}. Keep one, or name the sources in kpi.toml.",
    ),
    "remedy_ambiguous_unnamed": (
        "Одно и то же есть в двух таблицах: kpi check назовёт их. Оставьте одну.",
        "Two tables hold the same facts: kpi check names them. Keep one.",
    ),
    "remedy_not_reached": (
        "За время наблюдения прибыль ещё не покрыла затраты; значение появится, когда покроет.",
        "Within the data the profit has not yet covered the cost; there will be a value once it has.",
    ),
    "remedy_zero": (
        "Делить не на что: выберите период или канал, где это не ноль, либо проверьте строки командой kpi check.",
        "There is nothing to divide by: choose a period or channel where it is not zero, or look at the rows with"
        " kpi check.",
    ),
}  # fmt: skip
