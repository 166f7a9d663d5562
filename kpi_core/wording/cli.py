"""Words of the command line: help pages, errors, and how a number is explained.

A help page is made of `help_<command>` (one sentence), `about_<command>` (what is worth knowing), `epilog_<command>`
(examples divided by `|`), and for each parameter `help_<parameter>` with `example_<parameter>`; a parameter that
means something else in one command has `help_<command>_<parameter>`.
"""

SENTENCES: dict[str, tuple[str, str]] = {
    # The frame of a help page.
    "cli_usage_head": ("Использование:", "Usage:"),
    "cli_command_word": ("КОМАНДА", "COMMAND"),
    "cli_options_word": ("[опции]", "[options]"),
    "cli_commands": ("Команды:", "Commands:"),
    "cli_arguments": ("Аргументы:", "Arguments:"),
    "cli_options": ("Опции:", "Options:"),
    "cli_examples": ("Примеры:", "Examples:"),
    "cli_example": ("Пример:", "Example:"),
    # Global.
    "help_kpi": (
        "Показатели маркетинга из таблиц, которые вы и так ведёте, и отчёт для руководства.",
        "Marketing KPIs from the tables you keep anyway, and a report for the management.",
    ),
    "about_kpi": (
        "Подробнее о команде: kpi КОМАНДА --help. Язык сообщений берётся из системы; переменная KPI_LANG=ru или"
        " KPI_LANG=en"
        " его меняет. Коды выхода: 0 — готово, 1 — данные не читаются или их нет, 2 — команда написана неверно,"
        " 130 — прервано.",
        "More about a command: kpi COMMAND --help. Messages follow the language of the system; the variable"
        " KPI_LANG=ru or"
        " KPI_LANG=en changes it. Exit codes: 0 done, 1 the data cannot be read or there is none, 2 wrong use,"
        " 130 interrupted.",
    ),
    "epilog_kpi": (
        "kpi new магазин.xlsx | kpi compute магазин.xlsx | kpi explain магазин.xlsx cac | kpi report магазин.xlsx",
        "kpi new shop.xlsx | kpi compute shop.xlsx | kpi explain shop.xlsx cac | kpi report shop.xlsx",
    ),
    "help_help": ("Показать эту справку.", "Show this help."),
    "example_help": ("kpi compute --help", "kpi compute --help"),
    "help_version": ("Показать версию.", "Show the version."),
    "example_version": ("kpi --version", "kpi --version"),
    "help_debug": (
        "При сбое показать, где он случился в программе; можно дописать к любой команде.",
        "When something fails, show where in the program; may be added to any command.",
    ),
    "example_debug": ("kpi report магазин.xlsx --debug", "kpi report shop.xlsx --debug"),
    # Parameters that several commands share.
    "help_source": (
        "Книга, файл с данными, папка с файлами или kpi.toml.",
        "A workbook, a data file, a folder of files, or a kpi.toml.",
    ),
    "example_source": ("магазин.xlsx", "shop.xlsx"),
    "help_lang": ("Язык: ru или en.", "Language: ru or en."),
    "example_lang": ("--lang en", "--lang en"),
    "help_period": (
        "Месяц, квартал, год, диапазон дат или all — все данные. Без неё — отчётный месяц.",
        "A month, quarter, year, range of dates, or all the data (all). Without it, the report month.",
    ),
    "example_period": ("--period 2026-10, --period 2026-Q3", "--period 2026-10, --period 2026-Q3"),
    # compute
    "help_compute": ("Посчитать показатели.", "Compute KPIs."),
    "about_compute": (
        "Без опций — показатели, выбранные в настройках (иначе все), за отчётный месяц: последний полный месяц продаж."
        " Неопределённое значение (нет лидов, не на что делить) — тоже результат: null с причиной, код выхода 0. Код"
        " 1 —"
        " если за указанный период нет ни одной строки ни в одной таблице.",
        "Without options: the KPIs chosen in the settings (else all) for the report month, the last complete month of"
        " sales. An undefined value (no leads, nothing to divide by) is a result as well: null with its reason, exit"
        " code 0. The code is 1 where no table has any row in the asked period.",
    ),
    "epilog_compute": (
        "kpi compute магазин.xlsx --kpi cac,drr --by channel | kpi compute магазин.xlsx --kpi выручка --by month"
        " --period 2026 | kpi compute данные/ --format json > kpi.json",
        "kpi compute shop.xlsx --kpi cac,drr --by channel | kpi compute shop.xlsx --kpi revenue --by month --period"
        " 2026"
        " | kpi compute data/ --format json > kpi.json",
    ),
    "help_compute_kpi": (
        "Показатель или исходная величина, по имени из kpi list или по-русски; можно несколько раз или через запятую.",
        "A KPI or measure, by its name in kpi list or by its label; repeat it, or divide by commas.",
    ),
    "example_compute_kpi": ('--kpi cac --kpi "средний чек"', "--kpi cac --kpi ctr,clicks"),
    "help_start": (
        "Начало: месяц или дата. Без --to — до последнего месяца данных.",
        "The beginning: a month or a date. Without --to, up to the last month of the data.",
    ),
    "example_start": ("--from 2026-01", "--from 2026-01"),
    "help_end": (
        "Конец, включительно: месяц или дата. Без --from — с первого месяца данных.",
        "The end, inclusive: a month or a date. Without --from, since the first month of the data.",
    ),
    "example_end": ("--from 2026-10-01 --to 2026-10-20", "--from 2026-10-01 --to 2026-10-20"),
    "help_by": (
        "Разбить по месяцам или каналам; можно и то и другое. Вместе с каналами выводится итог (channel: null), с"
        " месяцами"
        " без периода — все месяцы.",
        "Split by month or by channel, or both. Channels come with the total (channel: null); months without a period"
        " are all the months.",
    ),
    "example_by": ("--by month --by channel", "--by month --by channel"),
    "help_compute_output_format": (
        "Вид: таблица для чтения; csv и json — полная точность, доли дробями, точка в числах, UTF-8.",
        "Form: a table to read; csv and json in full precision, shares as fractions, decimal points, UTF-8.",
    ),
    "example_compute_output_format": ("--format json", "--format json"),
    # explain
    "help_explain": ("Показать, как получилось число.", "Show how a number came about."),
    "about_explain": (
        "Определение, формула, она же с числами, строки, которые учтены и не учтены, и оговорки. Если значения нет —"
        " почему и что сделать.",
        "The definition, the formula, the same with the numbers put in, the rows used and left out, and what qualifies"
        " the value. Where there is none: why, and what to do.",
    ),
    "help_explain_kpi": (
        "Показатель: имя из kpi list или русское название.",
        "The KPI: its name in kpi list, or its label.",
    ),
    "example_explain_kpi": ("cac", "cac"),
    "help_channel": ("Один канал; без неё — все вместе.", "One channel; without it, all together."),
    "example_channel": ('--channel "Яндекс Директ"', '--channel "Google Ads"'),
    # check
    "help_check": ("Проверить данные: строки, которые не прочитаны.", "Check the data: rows that could not be read."),
    "about_check": (
        "Каждая отвергнутая или сомнительная строка: файл, лист, строка, столбец, значение и что с ней сделать; затем"
        " по"
        " каждой таблице, сколько строк прочитано, учтено, исключено и отвергнуто. Находки — это результат: код"
        " выхода 0.",
        "Every refused or doubtful row: file, sheet, row, column, value and what to do; then, for each table, how many"
        " rows were read, used, left out and refused. Findings are a result: exit code 0.",
    ),
    "help_check_output_format": ("Вид: таблица для чтения или json.", "Form: a table to read, or json."),
    "example_check_output_format": ("--format json", "--format json"),
    # report
    "help_report": ("Сделать месячный отчёт в PDF.", "Make the monthly report as a PDF."),
    "about_report": (
        "Отчёт кладётся рядом с данными под именем ИМЯ-МЕСЯЦ.pdf, его путь печатается. Закрытие месяца (--close) пишет"
        " показатели отчёта, в итоге и по каналам, в файл ИМЯ.closed.csv рядом с данными: саму книгу программа не"
        " меняет,"
        " чтобы не потерять её диаграммы. Закрытое потом не переписывается, а отчёт говорит, что с тех пор изменилось.",
        "The report is put beside the data as NAME-MONTH.pdf, and its path is printed. Closing the month (--close)"
        " writes"
        " the KPIs of the report, in total and by channel, to NAME.closed.csv beside the data: the workbook itself is"
        " never changed, lest its charts be lost. What is closed is not overwritten later; the report tells what has"
        " changed since.",
    ),
    "help_month": (
        "Месяц отчёта. Без неё — последний полный месяц продаж.",
        "The month to report on. Without it, the last complete month of sales.",
    ),
    "example_month": ("--month 2026-10", "--month 2026-10"),
    "help_report_lang": ("Язык отчёта: ru или en. Без неё — язык данных.", "Language of the report: ru or en. Without"
        " it, the language of the data."),
    "help_output": ("Куда записать PDF.", "Where to write the PDF."),
    "example_output": ("--output отчёты/октябрь.pdf", "--output reports/october.pdf"),
    "help_close": (
        "Закрыть месяц: запомнить его показатели в ИМЯ.closed.csv.",
        "Close the month: keep its KPIs in NAME.closed.csv.",
    ),
    "example_close": (
        "kpi report магазин.xlsx --month 2026-10 --close",
        "kpi report shop.xlsx --month 2026-10 --close",
    ),
    # list
    "help_list": ("Перечислить все показатели.", "List all KPIs."),
    "about_list": (
        "Имя для --kpi, функция для ячейки, название, единица и направление: ↑ лучше больше, ↓ лучше меньше, ○ само"
        " по себе ни то ни другое.",
        "The name for --kpi, the function for a cell, the label, the unit and the direction: ↑ higher is better, ↓"
        " lower is better, ○ neither.",
    ),
    "cli_list_hint": (
        "В ячейке: KPI_ и имя, например =KPI_CAC(). Формула и смысл: kpi explain КНИГА ИМЯ.",
        "In a cell: KPI_ and the name, such as =KPI_CAC(). Formula and meaning: kpi explain WORKBOOK NAME.",
    ),
    "list_category_sales": ("Продажи", "Sales"),
    "list_category_funnel": ("Воронка", "Funnel"),
    "list_category_advertising": ("Реклама", "Advertising"),
    "list_category_acquisition": ("Привлечение", "Acquisition"),
    "list_category_customers": ("Клиенты", "Customers"),
    "list_category_plan": ("План", "Plan"),
    "list_unit_money": ("деньги", "money"),
    "list_unit_ratio": ("число", "ratio"),
    "list_unit_percent": ("%", "%"),
    "list_unit_count": ("штуки", "count"),
    "list_unit_days": ("дни", "days"),
    "list_unit_months": ("месяцы", "months"),
    "list_better_higher": ("↑", "↑"),
    "list_better_lower": ("↓", "↓"),
    "list_better_neutral": ("○", "○"),
    # new
    "help_new": ("Создать книгу, с которой можно начать.", "Make a workbook to start from."),
    "about_new": (
        "Таблицы с нужными столбцами и примером строк, лист с формулами KPI, настройки и лист с объяснением. Замените"
        " пример своими данными.",
        "Tables with the columns that are needed and example rows, a sheet of KPI formulas, settings, and a sheet that"
        " explains. Put your own data in place of the example.",
    ),
    "help_file": ("Какой файл создать.", "The file to make."),
    "example_file": ("магазин.xlsx", "shop.xlsx"),
    "help_kind": (
        "Для кого: shop — магазин с заказами, leads — фирма, которая живёт заявками, summary — одна строка в месяц.",
        "For whom: shop with orders, leads for a firm that lives by them, summary for one row a month.",
    ),
    "example_kind": ("--kind leads", "--kind leads"),
    "help_empty": ("Без примера строк.", "Without example rows."),
    "example_empty": ("kpi new магазин.xlsx --empty", "kpi new shop.xlsx --empty"),
    "help_new_lang": ("Язык книги: ru или en.", "Language of the workbook: ru or en."),
    "help_force": ("Заменить файл, если он уже есть.", "Replace the file if there is one."),
    "example_force": ("kpi new магазин.xlsx --force", "kpi new shop.xlsx --force"),
    "new_suffix": (
        "Книга сохраняется как .xlsx, а не {path}. Назовите её {better}.",
        "The workbook is saved as .xlsx, and not as {path}. Call it {better}.",
    ),
    "new_exists": (
        "Файл {path} уже есть. Выберите другое имя или добавьте --force, чтобы его заменить.",
        "{path} is there already. Choose another name, or add --force to replace it.",
    ),
    "new_next": ("Дальше: kpi compute {path}", "Next: kpi compute {path}"),
    "new_next_empty": (
        "Дальше: заполните таблицы и запустите kpi compute {path}",
        "Next: fill in the tables and run kpi compute {path}",
    ),
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
        "Отчёт делается за один месяц, а «{value}» — не месяц. Пишите --month 2026-10.",
        "A report is made for one month, and “{value}” is none. Write --month 2026-10.",
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
