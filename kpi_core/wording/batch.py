"""Words of `kpi batch`: its help, its table, the overview of all clients, and what may go wrong."""

SENTENCES: dict[str, tuple[str, str]] = {
    "help_batch": (
        "Сделать отчёты для всех клиентов из папки или списка.",
        "Make the reports of all clients of a folder or a list.",
    ),
    "about_batch": (
        "Клиент — каждая книга в папке и каждая подпапка: по её kpi.toml, а без него все её файлы вместе, как в kpi"
        " report ПОДПАПКА; подпапка из одних папок просматривается дальше. kpi.toml самой папки без [[source]] — общие"
        " настройки: клиенты берут их строкой extends. СПИСОК — текстовый файл, источник на строке. Сбой одного не"
        " мешает другим. Прерванное продолжается той же командой: готовый отчёт, данные которого не менялись, второй"
        " раз не делается (память — в скрытой папке .kpi-batch). Обзор всех клиентов — в overview.pdf. Коды выхода: 0"
        " — все сделаны, 1 — есть сбои, 3 — сбоев нет, но отчёты ждут --approve.",
        "A client is every workbook in the folder and every subfolder: by its kpi.toml, without one all its files"
        " together, as in kpi report SUBFOLDER; a subfolder of nothing but folders is looked into. A kpi.toml of the"
        " folder itself without [[source]] holds what is common: clients take it over by extends. A LIST is a text"
        " file with a source a line. One client's failure does not stop the others. Interrupted work goes on with the"
        " same command: a report that is there and whose data has not changed is not made again (remembered in the"
        " hidden folder .kpi-batch). The overview of all clients is overview.pdf. Exit codes: 0 all made, 1 some"
        " failed, 3 none failed but reports wait for --approve.",
    ),
    "epilog_batch": (
        'kpi batch клиенты/ | kpi batch клиенты/ --month 2026-10 --output "отчёты/{{month}}/{{client}}.pdf"'
        " | kpi batch список.txt --send",
        'kpi batch clients/ | kpi batch clients/ --month 2026-10 --output "reports/{{month}}/{{client}}.pdf"'
        " | kpi batch list.txt --send",
    ),
    "help_place": (
        "Папка с клиентами или текстовый список источников.",
        "A folder of clients, or a text file that lists sources.",
    ),
    "example_place": ("клиенты/", "clients/"),
    "help_jobs": (
        "Сколько отчётов делать одновременно. Без неё — по числу ядер.",
        "How many reports at once. Without it, as many as there are cores.",
    ),
    "example_jobs": ("--jobs 4", "--jobs 4"),
    "help_batch_month": (
        "Месяц всех отчётов. Без неё у каждого клиента свой: последний полный месяц его продаж.",
        "The month of all reports. Without it, each client’s own: the last complete month of its sales.",
    ),
    "help_batch_lang": (
        "Язык отчётов: ru или en. Без неё — язык данных каждого клиента.",
        "Language of the reports: ru or en. Without it, that of each client’s data.",
    ),
    "help_batch_output": (
        "Имена файлов: {{client}} — компания, иначе имя файла или папки, {{month}}, {{lang}}, {{folder}} — папка"
        " клиента. Недостающие папки создаются; клиенты с одним именем получают разные файлы. Без неё — рядом с"
        " данными.",
        "Names of the files: {{client}} is the company, else the name of file or folder; {{month}}, {{lang}};"
        " {{folder}} is the client’s folder. Missing folders are made; clients of one name get different files. Without"
        " it, beside the data.",
    ),
    "example_batch_output": (
        '--output "отчёты/{{client}}-{{month}}.pdf"',
        '--output "reports/{{client}}-{{month}}.pdf"',
    ),
    "help_overview": (
        "Куда записать обзор всех клиентов, .pdf или .html. Без неё — overview.pdf в папке клиентов.",
        "Where to write the overview of all clients, .pdf or .html. Without it, overview.pdf in the folder.",
    ),
    "example_overview": ("--overview обзор.html", "--overview all.html"),
    "help_again": (
        "Сделать заново всё, в том числе готовое и отправленное.",
        "Make everything anew, what is ready and what has been sent as well.",
    ),
    "example_again": ("kpi batch клиенты/ --again", "kpi batch clients/ --again"),
    "help_timeout": (
        "Через сколько секунд бросить отчёт, который не закончен. Без неё — 600.",
        "After how many seconds to give up a report that is not finished. Without it, 600.",
    ),
    "example_timeout": ("--timeout 120", "--timeout 120"),
    "help_send": (
        "Отправить каждый отчёт по адресам email из kpi.toml или настроек клиента. Сервер — в переменных KPI_SMTP_*,"
        " как в kpi report --email. Отправленное второй раз не уходит.",
        "Send each report to the addresses email of the client’s kpi.toml or settings. The server is named by the"
        " variables KPI_SMTP_*, as for kpi report --email. What has been sent is not sent twice.",
    ),
    "example_batch_approve": (
        "kpi batch клиенты/ --send --approve",
        "kpi batch clients/ --send --approve",
    ),
    "example_send": ("kpi batch клиенты/ --send", "kpi batch clients/ --send"),
    # The run and its table.
    "batch_working": ("Отчёты", "Reports"),
    "batch_sending": ("Отправляю…", "Sending…"),
    "batch_stopped": (
        "Готово {done} из {count}; продолжить — та же команда.",
        "{done} of {count} are ready; the same command goes on from there.",
    ),
    "batch_skipped": (
        "Не клиенты, пропущены: {names}. Папку с файлами одного клиента делает kpi report ПАПКА.",
        "No clients, passed over: {names}. For a folder of one client’s files use kpi report FOLDER.",
    ),
    "batch_forgetful": (
        "В {folder} нельзя писать: сделанное не запомнится, и следующий запуск сделает всё заново.",
        "Nothing can be written to {folder}: what is made will not be remembered, and the next run makes all of it.",
    ),
    "batch_client": ("Клиент", "Client"),
    "batch_month": ("Месяц", "Month"),
    "batch_status": ("Состояние", "Status"),
    "batch_seconds": ("Секунд", "Seconds"),
    "batch_errors": ("Ошибок", "Errors"),
    "batch_warnings": ("Предупр.", "Warnings"),
    "batch_file": ("Файл", "File"),
    "batch_is_done": ("готов", "made"),
    "batch_is_same": ("уже готов", "unchanged"),
    "batch_is_sent": ("отправлен", "sent"),
    "batch_is_held": ("удержан", "held back"),
    "batch_is_failed": ("сбой", "failed"),
    "batch_overview_at": ("Обзор: {path}", "Overview: {path}"),
    # What may go wrong.
    "batch_missing": (
        "{path} не найден: укажите папку с клиентами или текстовый список источников.",
        "{path} is not there: name a folder of clients, or a text file that lists sources.",
    ),
    "batch_nobody": (
        "В {path} нет клиентов: ни книг, ни подпапок с данными, ни строк в списке.",
        "There are no clients in {path}: no workbooks, no subfolders with data, no lines in the list.",
    ),
    "batch_no_list": (
        "{path} — не папка и не текстовый список. Отчёт по одному источнику делает kpi report {path}.",
        "{path} is neither a folder nor a text file that lists sources. For one source use kpi report {path}.",
    ),
    "batch_placeholder": (
        "В --output неизвестно {name}. Известны: {known}.",
        "--output does not know {name}. Known are: {known}.",
    ),
    "batch_placeholder_near": (
        "В --output неизвестно {name}. Может быть, {near}?",
        "--output does not know {name}. Perhaps {near}?",
    ),
    "batch_pattern": (
        "--output {pattern} не читается: скобки нужны только вокруг имён, как {{client}} и {{month}}.",
        "--output {pattern} cannot be read: braces go around names only, as {{client}} and {{month}}.",
    ),
    "batch_one_name": (
        "--output {pattern} дал бы всем клиентам один файл: добавьте {{client}}.",
        "--output {pattern} would give all clients one file: add {{client}}.",
    ),
    "batch_number": (
        "{option} {value} — не целое число от 1 до {most}.",
        "{option} {value} is no whole number from 1 to {most}.",
    ),
    "batch_died": (
        "Процесс, который делал отчёт, прервался (код {value}); возможно, не хватило памяти: попробуйте --jobs 1.",
        "The process that made the report broke off (code {value}), perhaps for lack of memory: try --jobs 1.",
    ),
    "batch_hung": (
        "Отчёт не закончен за {value} с и остановлен: дайте больше времени опцией --timeout.",
        "The report was not finished within {value} s and was stopped: give it more time with --timeout.",
    ),
    "batch_overview": (
        "Отчёты сделаны, а обзор нет: {why}",
        "The reports are made, the overview is not: {why}",
    ),
    # The overview.
    "overview_title": ("Все клиенты, {period}", "All clients, {period}"),
    "overview_subtitle": (
        "Сначала те, на кого надо посмотреть. ▲ ▼ — изменение больше обычного разброса, ■ — в его пределах.",
        "Those that need a look come first. ▲ ▼ mark changes larger than the usual scatter, ■ those within it.",
    ),
    "overview_table": ("Результат: {label}", "Result: {label}"),
    "overview_client_column": ("Клиент", "Client"),
    "overview_result_column": ("Результат", "Result"),
    "overview_month_column": ("к прошлому месяцу", "against the month before"),
    "overview_year_column": ("к прошлому году", "against last year"),
    "overview_plan_column": ("План", "Plan"),
    "overview_checks_column": ("Ошибок / предупр.", "Errors / warnings"),
    "overview_said_column": ("Главное в отчёте", "What the report says"),
    "overview_why_column": ("Почему", "Why"),
    "overview_lost_title": ("Отчёт не сделан", "No report was made"),
    "count_reports": ("отчёт|отчёта|отчётов", "report|reports"),
    "overview_down": (
        "результат упал больше обычного у {count}",
        "results fell beyond the usual scatter for {count}",
    ),
    "overview_none_down": (
        "ни у кого результат не упал больше обычного",
        "nobody’s results fell beyond the usual scatter",
    ),
    "overview_up": ("вырос у {count}", "rose for {count}"),
    "overview_not_made": ("не сделано: {count}", "not made: {count}"),
    "overview_fell": (
        "Результат упал больше обычного разброса: {clients}.",
        "Results fell beyond the usual scatter: {clients}.",
    ),
    "overview_rose": (
        "Результат вырос больше обычного разброса: {clients}.",
        "Results rose beyond the usual scatter: {clients}.",
    ),
    "overview_behind": ("Отстают от плана: {clients}.", "Behind the plan: {clients}."),
    "overview_checks": (
        "Проверки данных не пройдены: {clients}.",
        "Data checks failed: {clients}.",
    ),
    "overview_lost": ("Отчёт не сделан: {clients}.", "No report was made for {clients}."),
}
