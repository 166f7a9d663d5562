"""The help pages of the command line.

A page is made of `help_<command>` (one sentence), `about_<command>` (what is worth knowing), `epilog_<command>`
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
        " KPI_LANG=en его меняет. О самих данных говорится на их языке: настройки «Язык», иначе заголовков."
        " Коды выхода: 0 — готово, 1 — данные не читаются или их нет, 2 — команда написана неверно,"
        " 3 — есть на что посмотреть (тревоги, неодобренный отчёт), 130 — прервано.",
        "More about a command: kpi COMMAND --help. Messages follow the language of the system; the variable"
        " KPI_LANG=ru or KPI_LANG=en changes it. Of the data itself it speaks in the data's language: that of the"
        " setting “Language”, else of the headers. Exit codes: 0 done, 1 the data cannot be read or there is none,"
        " 2 wrong use, 3 something needs a look (alerts, a report to approve), 130 interrupted.",
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
    "help_output_format": (
        "Вид: для чтения, либо для программ — полная точность, доли дробями, точка в числах, UTF-8.",
        "Form: to read, or for programs in full precision, shares as fractions, decimal points, UTF-8.",
    ),
    "example_output_format": ("--format json", "--format json"),
    # suggest
    "help_suggest": (
        "Посоветовать 2–3 показателя, с которых начать.",
        "Suggest the 2 or 3 KPIs to start with.",
    ),
    "about_suggest": (
        "По данным видно, что это за бизнес (магазин, заявки, подписка) и на какие показатели уже хватает строк."
        " У каждого — сегодняшнее значение, зачем за ним следить и чего не хватает лучшему.",
        "The data shows what business it is (a shop, leads, a subscription) and which KPIs it can answer already. Each"
        " comes with its value now, why to watch it, and what a better one still lacks.",
    ),
    "epilog_suggest": ("kpi suggest магазин.xlsx", "kpi suggest shop.xlsx"),
    # alerts
    "help_alerts": (
        "Показать тревоги: что необычно или сломалось.",
        "Show alerts: what is unusual or broken.",
    ),
    "about_alerts": (
        "Значения вне обычных границ, расход, обгоняющий план, деньги без результата, каналы без строк, ошибки в"
        " таблицах. Для cron: код выхода 3, если есть тревога уровня error или warning, иначе 0; json — всегда список,"
        " пустой, если тревог нет; без json и без тревог в стандартный вывод не пишется ничего.",
        "Values outside their usual range, spend ahead of plan, money without results, channels without rows, faults in"
        " the tables. For cron: the exit code is 3 where there is an alert of level error or warning, else 0; json is"
        " always a list, empty without alerts; without json and alerts, nothing is written to standard output.",
    ),
    "epilog_alerts": (
        "kpi alerts магазин.xlsx | kpi alerts магазин.xlsx --quiet | kpi alerts данные/ --format json > alerts.json",
        "kpi alerts shop.xlsx | kpi alerts shop.xlsx --quiet | kpi alerts data/ --format json > alerts.json",
    ),
    "help_quiet": (
        "Только то, на что надо реагировать; нет такого — ни слова.",
        "Only what calls for action; where nothing does, not a word.",
    ),
    "example_quiet": ("kpi alerts магазин.xlsx --quiet", "kpi alerts shop.xlsx --quiet"),
    "alert_none": ("Тревог нет.", "No alerts."),
    # scorecard
    "help_scorecard": ("Посчитать матрицу KPI и премию за месяц.", "Work out the KPI scorecard and bonus of a month."),
    "about_scorecard": (
        "Строки плана с весом: факт, результат, вес × результат, итог и доля премии. Форма, шкала, пределы и премия —"
        " из настроек; контрольные показатели и ручные результаты — из своих таблиц или kpi.toml. Закрытый месяц"
        " считается по закрытым значениям.",
        "The rows of the plan that have a weight: actual, result, weight × result, the total and the share of the"
        " bonus. Form, scale, caps and bonus come from the settings, guards and results set by hand from their tables"
        " or kpi.toml. A closed month counts with its closed values.",
    ),
    "epilog_scorecard": (
        "kpi scorecard магазин.xlsx | kpi scorecard магазин.xlsx --month 2026-10 --format json",
        "kpi scorecard shop.xlsx | kpi scorecard shop.xlsx --month 2026-10 --format json",
    ),
    "help_scorecard_month": (
        "Месяц плана. Без неё — отчётный месяц.",
        "The month of the plan. Without it, the report month.",
    ),
    # bridge
    "help_bridge": ("Разложить изменение выручки на причины.", "Split a change of revenue into its causes."),
    "about_bridge": (
        "Число заказов, доли каналов и средний чек в сумме дают изменение выручки точно; ниже — то же по каналам."
        " csv — только части, json — и каналы.",
        "The number of orders, the mix of channels and the average check add up to the change of revenue exactly;"
        " below, the same by channel. csv holds the parts only, json the channels too.",
    ),
    "epilog_bridge": (
        "kpi bridge магазин.xlsx | kpi bridge магазин.xlsx --against план --month 2026-10",
        "kpi bridge shop.xlsx | kpi bridge shop.xlsx --against plan --month 2026-10",
    ),
    "help_bridge_month": (
        "Месяц или другой период. Без неё — отчётный месяц.",
        "A month or another period. Without it, the report month.",
    ),
    "help_against": (
        "С чем сравнить: прошлый период (mom), прошлый год (yoy) или план (plan).",
        "What to compare with: the period before (mom), last year (yoy) or the plan.",
    ),
    "example_against": ("--against yoy", "--against yoy"),
    "help_bridge_leads": (
        "Число заказов разделить на число лидов и конверсию.",
        "Split the number of orders into leads and conversion.",
    ),
    "example_bridge_leads": ("kpi bridge заявки.xlsx --leads", "kpi bridge leads.xlsx --leads"),
    "bridge_none": ("Разложить нельзя: {why}.", "There is nothing to split: {why}."),
    "bridge_leads_unsplit": (
        "Число заказов не разделено на лиды и конверсию: {why}.",
        "The number of orders is not split into leads and conversion: {why}.",
    ),
    # quadrant
    "help_quadrant": (
        "Какие каналы приводят клиентов, а какие съедают бюджет.",
        "Which channels bring customers and which eat the budget.",
    ),
    "about_quadrant": (
        "Доля канала в расходах и в новых клиентах (нет клиентов — в заказах, лидах), индекс с границами и вывод —"
        " только там, где разница больше обычного разброса.",
        "A channel’s share of spend and of new customers (else of orders, of leads), the index with its limits, and a"
        " verdict only where the difference is larger than the usual scatter.",
    ),
    "epilog_quadrant": (
        "kpi quadrant магазин.xlsx | kpi quadrant магазин.xlsx --month 2026-Q3",
        "kpi quadrant shop.xlsx | kpi quadrant shop.xlsx --month 2026-Q3",
    ),
    "help_quadrant_month": (
        "Месяц или другой период. Без неё — отчётный месяц.",
        "A month or another period. Without it, the report month.",
    ),
    "quadrant_spend": ("Расход", "Spend"),
    "quadrant_spend_share": ("Доля расхода", "Share of spend"),
    "quadrant_results": ("Результат", "Results"),
    "quadrant_result_share": ("Доля результата", "Share of results"),
    "quadrant_index": ("Индекс", "Index"),
    "quadrant_interval": ("Границы индекса", "Limits of the index"),
    "quadrant_verdict": ("Вывод", "Verdict"),
    # forecast
    "help_forecast": ("Чем закончится неполный месяц.", "What an unfinished month will come to."),
    "about_forecast": (
        "Вилка и прогноз при нынешнем темпе, рядом — изменение к тем же дням прошлого месяца и года. До седьмого дня"
        " прогноза нет; показатели, которые не складываются по дням (CAC, конверсия), не прогнозируются.",
        "A range and the forecast at the present pace, with the change against the same days of last month and last"
        " year. There is none before the seventh day, nor for KPIs that do not add up over days (CAC, conversion).",
    ),
    "epilog_forecast": (
        "kpi forecast магазин.xlsx | kpi forecast магазин.xlsx --kpi выручка --channel SEO",
        "kpi forecast shop.xlsx | kpi forecast shop.xlsx --kpi revenue --channel SEO",
    ),
    "help_forecast_kpi": (
        "Показатель; можно несколько. Без неё — выбранные, что складываются по дням.",
        "A KPI, or several. Without it, the chosen ones that add up over days.",
    ),
    "example_forecast_kpi": ("--kpi выручка --kpi лиды", "--kpi revenue --kpi leads"),
    "help_forecast_period": (
        "Месяц или другой период. Без неё — месяц последних продаж.",
        "A month or another period. Without it, the month of the last sales.",
    ),
    "example_forecast_period": ("--period 2026-11", "--period 2026-11"),
    "forecast_so_far": ("На сегодня", "So far"),
    "forecast_low": ("От", "Low"),
    "forecast_point": ("При нынешнем темпе", "At this pace"),
    "forecast_high": ("До", "High"),
    "forecast_same_mom": ("К тем же дням месяцем раньше", "Same days a month before"),
    "forecast_same_yoy": ("К тем же дням год назад", "Same days a year before"),
    "forecast_why": ("Почему прогноза нет", "Why there is none"),
    # cohorts
    "help_cohorts": (
        "Когорты: конверсия лидов, удержание, LTV.",
        "Cohorts: conversion of leads, retention, LTV.",
    ),
    "about_cohorts": (
        "Строка — месяц, когда пришли лиды или клиенты; столбцы — сколько дней или месяцев прошло. Незрелая ячейка"
        " отмечена звёздочкой, а не выдаётся за итог. csv и json — строка на ячейку.",
        "A row is the month in which leads or customers came, columns tell how many days or months have passed. A cell"
        " that is not mature carries a star and does not pass for final. csv and json hold a row for each cell.",
    ),
    "epilog_cohorts": (
        "kpi cohorts заявки.xlsx | kpi cohorts магазин.xlsx --kind ltv --ages 12",
        "kpi cohorts leads.xlsx | kpi cohorts shop.xlsx --kind ltv --ages 12",
    ),
    "help_cohorts_kind": (
        "Что считать. Без неё — conversion, если у лидов известен исход, иначе retention.",
        "What to follow. Without it, conversion where leads carry their outcome, else retention.",
    ),
    "example_cohorts_kind": ("--kind retention", "--kind retention"),
    "help_cohorts_month": (
        "Последняя когорта; с ней одиннадцать до неё. Без неё — отчётный месяц.",
        "The last cohort, shown with the eleven before it. Without it, the report month.",
    ),
    "help_ages": (
        "Сколько месяцев следить за клиентами; без неё — 6.",
        "For how many months to follow customers; without it, 6.",
    ),
    "example_ages": ("--ages 12", "--ages 12"),
    "cli_ages": (
        "--ages не бывает «{value}». Нужно число месяцев от 1 до 120.",
        "--ages cannot be “{value}”. Give a number of months from 1 to 120.",
    ),
    "cohort_none": ("Когорт нет: {why}.", "There are no cohorts: {why}."),
    "cohort_young": (
        "* Не вся когорта дожила до этого срока, число ещё изменится.",
        "* Not all of the cohort has reached this age; the figure will still change.",
    ),
    # whatif
    "help_whatif": (
        "Что будет, если перенести деньги из канала в канал.",
        "What moving money from one channel to another would change.",
    ),
    "about_whatif": (
        "Изменение числа клиентов (заказов, лидов) при нынешних средних ценах, с границами. Средняя отдача — не отдача"
        " следующего рубля, поэтому советуется не больше 20 % расходов получателя и только при значимой разнице.",
        "The change in customers (orders, leads) at present average prices, with its limits. Average return is not"
        " that of the next unit spent, so at most 20% of the receiver’s spend is advised, and only where the"
        " difference is significant.",
    ),
    "epilog_whatif": (
        "kpi whatif магазин.xlsx --move 30000 --from Блогеры --to SEO",
        "kpi whatif shop.xlsx --move 30000 --from Bloggers --to SEO",
    ),
    "help_whatif_month": (
        "Период, по ценам которого считать. Без неё — отчётный месяц.",
        "The period whose prices count. Without it, the report month.",
    ),
    "help_amount": ("Какую сумму перенести.", "The sum to move."),
    "example_amount": ("--move 30000", "--move 30000"),
    "help_giver": ("Из какого канала.", "The channel to take it from."),
    "example_giver": ("--from Блогеры", "--from Bloggers"),
    "help_receiver": ("В какой канал.", "The channel to give it to."),
    "example_receiver": ('--to "Яндекс Директ"', '--to "Google Ads"'),
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
    "help_report_lang": (
        "Язык отчёта: ru или en. Без неё — язык данных.",
        "Language of the report: ru or en. Without it, the language of the data.",
    ),
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
}
