"""Words of `kpi addin`: what a spreadsheet program's add-in is built of, where it was put, what is missing."""

SENTENCES: dict[str, tuple[str, str]] = {
    "help_addin": (
        "Надстройка для Excel и LibreOffice: собрать, установить, удалить, проверить.",
        "The add-in for Excel and LibreOffice: build, install, uninstall, look after.",
    ),
    "epilog_addin": (
        "kpi addin install | kpi addin doctor | kpi addin install --host libreoffice",
        "kpi addin install | kpi addin doctor | kpi addin install --host libreoffice",
    ),
    "help_host": ("Для какой программы: excel или libreoffice.", "For which program: excel or libreoffice."),
    "example_host": ("--host libreoffice", "--host libreoffice"),
    "help_build": (
        "Собрать файл надстройки в текущей папке; подходит любая система.",
        "Write the add-in's file into the current folder, on any system.",
    ),
    "help_install": (
        "Поставить надстройку этому пользователю и сказать, что сделано.",
        "Install the add-in for this user, and say what was done.",
    ),
    "help_uninstall": (
        "Убрать ровно то, что поставила install.",
        "Take away exactly what install put there.",
    ),
    "help_doctor": (
        "Проверить всё, что нужно надстройке; к каждой беде — что делать.",
        "Look at everything the add-in needs; each trouble comes with its remedy.",
    ),
    # What the Excel add-in itself says; {first} and {second} are filled by VBA.
    "excel_label_kpiTab": ("KPI", "KPI"),
    "excel_label_kpiData": ("Данные", "Data"),
    "excel_label_kpiReports": ("Отчёт", "Report"),
    "excel_label_kpiFunctions": ("Функции", "Functions"),
    "excel_label_kpiMore": ("Ещё", "More"),
    "excel_label_kpiRefresh": ("Обновить", "Refresh"),
    "excel_tip_kpiRefresh": (
        "Перечитать таблицы всех открытых книг и пересчитать; источник из настроек этой книги — посчитать заново.",
        "Read the tables of all open workbooks again and recalculate; count the source of this one's settings anew.",
    ),
    "excel_label_kpiCheck": ("Проверить данные", "Check data"),
    "excel_tip_kpiCheck": (
        "Список строк, которые не приняты или сомнительны, в новой книге.",
        "The rows that are refused or doubtful, as a list in a new workbook.",
    ),
    "excel_label_kpiReport": ("Отчёт PDF", "PDF report"),
    "excel_tip_kpiReport": (
        "Отчёт за месяц в PDF рядом с книгой, вместе с несохранёнными правками.",
        "The monthly report as a PDF beside the workbook, unsaved edits included.",
    ),
    "excel_label_kpiCopy": ("Копия для отправки", "Copy to send"),
    "excel_tip_kpiCopy": (
        "Копия книги, в которой вместо формул KPI стоят значения: её увидят и без надстройки.",
        "A copy of the workbook with values in place of KPI formulas, for people without the add-in.",
    ),
    "excel_label_kpiInsert": ("Вставить функцию", "Insert function"),
    "excel_tip_kpiInsert": (
        "Вставить показатель в активную ячейку, с числовым форматом.",
        "Insert a KPI into the active cell, with its number format.",
    ),
    "excel_label_kpiNewMenu": ("Новая книга", "New workbook"),
    "excel_tip_kpiNewMenu": (
        "Книга с примером: таблицы, формулы, пояснения.",
        "A sample workbook: tables, formulas, notes.",
    ),
    "excel_label_kpiNewShop": ("Магазин: заказы и расходы", "Shop: orders and spend"),
    "excel_label_kpiNewLeads": ("Услуги: лиды и сделки", "Services: leads and sales"),
    "excel_label_kpiNewSummary": ("Сводка по месяцам", "Summary by month"),
    "excel_name_kpiNewShop": ("Магазин.xlsx", "Shop.xlsx"),
    "excel_name_kpiNewLeads": ("Лиды.xlsx", "Leads.xlsx"),
    "excel_name_kpiNewSummary": ("Сводка.xlsx", "Summary.xlsx"),
    "excel_label_kpiHelp": ("Справка", "Help"),
    "excel_tip_kpiHelp": (
        "Все функции с пояснениями и примерами, в новой книге.",
        "All functions with explanations and examples, in a new workbook.",
    ),
    # Functions in the menu that are made from no KPI.
    "menu_change": ("Изменение", "Change"),
    "menu_table": ("Таблица показателей", "Table of KPIs"),
    "menu_explain": ("Откуда число", "Where a number comes from"),
    "menu_target": ("План", "Target"),
    "menu_channels": ("Каналы", "Channels"),
    "menu_periods": ("Периоды", "Periods"),
    "menu_data": ("Состояние данных", "State of the data"),
    "menu_significant": ("Значимо ли изменение", "Is a change significant"),
    "menu_verdict": ("Значимость словами", "Significance in words"),
    "menu_status": ("Статус к плану", "Status against the plan"),
    "menu_forecast": ("Прогноз месяца", "Forecast of the month"),
    "menu_bridge": ("Из чего изменение выручки", "What made revenue change"),
    "menu_contribution": ("Вклад каналов в CAC", "What channels add to CAC"),
    "menu_quadrant": ("Какие каналы съедают бюджет", "Which channels eat the budget"),
    "menu_cohorts": ("Когорты", "Cohorts"),
    "menu_scorecard": ("Матрица KPI", "Scorecard"),
    "menu_suggest": ("С чего начать", "What to start with"),
    "excel_report_month": (
        "За какой месяц отчёт? Например 2026-10. Пусто: последний полный месяц данных.",
        "Report for which month? For example 2026-10. Empty: the last complete month of the data.",
    ),
    "excel_no_workbook": (
        "Нет открытой книги. Откройте книгу с таблицами и нажмите ещё раз.",
        "No workbook is open. Open the workbook with the tables and press again.",
    ),
    "excel_job_running": ("KPI: готовится… Excel можно пользоваться.", "KPI: working… Excel is free meanwhile."),
    "excel_copy_name": ("{first} (значения){second}", "{first} (values){second}"),
    "excel_copy_done": (
        "Копия сохранена: {first}. Формулы KPI в ней заменены значениями.",
        "The copy is saved: {first}. KPI formulas are values in it.",
    ),
    "excel_copy_left": (
        "Копия сохранена: {first}, но формулы KPI остались на защищённых листах: {second}. "
        "Снимите защиту (Рецензирование, Снять защиту листа) и повторите.",
        "The copy is saved: {first}, but KPI formulas remain in protected sheets: {second}. "
        "Unprotect them (Review, Unprotect Sheet) and repeat.",
    ),
    "excel_insert_nowhere": (
        "Некуда вставить: откройте книгу и выделите ячейку.",
        "Nowhere to insert: open a workbook and select a cell.",
    ),
    "excel_insert_protected": (
        "Лист «{first}» защищён, вставить нельзя. Снимите защиту (Рецензирование, Снять защиту листа). "
        "Формулы, которые в нём уже стоят, работают.",
        "Sheet “{first}” is protected, nothing can be inserted. Unprotect it (Review, Unprotect Sheet). "
        "Formulas that already stand in it work.",
    ),
    "excel_insert_over": ("В ячейках {first} что-то есть. Заменить?", "Cells {first} are not empty. Replace?"),
    "excel_file_over": ("Файл {first} уже есть. Заменить?", "The file {first} exists. Replace it?"),
    "excel_relink_failed": (
        "Формулы книги «{first}» ссылаются на надстройку другого компьютера, и Excel не дал их исправить: {second}. "
        "Данные, Изменить связи, Изменить источник: выберите KPI.xlam этого компьютера.",
        "Formulas of “{first}” name another machine's add-in, and Excel did not let them be mended: {second}. "
        "Data, Edit Links, Change Source: choose KPI.xlam of this machine.",
    ),
    "excel_python_failed": (
        "Python не отвечает, поэтому функции дают #Н/Д: {first} Проверьте командой kpi addin doctor, затем нажмите "
        "«Обновить» на ленте KPI.",
        "Python does not answer, so the functions give #N/A: {first} Run kpi addin doctor, then press Refresh on the "
        "KPI ribbon.",
    ),
    "excel_python_mac": (
        "Эта надстройка работает в Excel для Windows. На Mac и в браузере есть xlwings Lite, он описан в документации.",
        "This add-in works in Excel for Windows. On a Mac and in the browser there is xlwings Lite: the docs say how.",
    ),
    "excel_python_unknown": (
        "Не найден файл настроек {first}. Выполните kpi addin install.",
        "The settings file {first} is not there. Run kpi addin install.",
    ),
    "excel_python_no_dll": (
        "Не загружается библиотека {first}. Выполните kpi addin install; если не помогло, проверьте карантин "
        "антивируса.",
        "The library {first} cannot be loaded. Run kpi addin install; if that does not help, look into the "
        "antivirus's quarantine.",
    ),
    "excel_category": ("KPI: {name}", "KPI: {name}"),
    # What stands behind the buttons.
    "job_saved_elsewhere": (
        "Рядом с книгой сохранить нельзя, отчёт лежит в «Документах».",
        "It cannot be saved beside the workbook, the report is in Documents.",
    ),
    "job_failed": ("Команда не удалась: {why}", "The command failed: {why}"),
    "job_check_none": ("Замечаний нет: все строки приняты.", "No remarks: every row is accepted."),
    "job_check_file": ("Проверка данных.xlsx", "Check of data.xlsx"),
    "job_check_level": ("Уровень", "Level"),
    "job_check_sheet": ("Лист", "Sheet"),
    "job_check_row": ("Строка", "Row"),
    "job_check_column": ("Столбец", "Column"),
    "job_check_value": ("Значение", "Value"),
    "job_check_message": ("Что не так и что делать", "What is wrong, and what to do"),
    "job_level_error": ("не принято", "refused"),
    "job_level_warning": ("сомнительно", "doubtful"),
    "job_level_info": ("к сведению", "for information"),
    "job_help_file": ("Функции KPI.xlsx", "KPI functions.xlsx"),
    "job_help_function": ("Функция", "Function"),
    "job_help_category": ("Раздел", "Category"),
    "job_help_what": ("Что это", "What it is"),
    "job_help_arguments": ("Аргументы", "Arguments"),
    "job_help_example": ("Пример", "Example"),
    "job_unknown": (
        "Задание пропало: Python был перезапущен. Нажмите кнопку ещё раз.",
        "The job is lost: Python was started anew. Press the button again.",
    ),
    # kpi addin install, uninstall.
    "addin_built": ("Надстройка записана: {path}.", "The add-in is written: {path}."),
    "addin_needs_windows": (
        "Установить её здесь нельзя: нужен Excel для Windows. Перенесите файл на компьютер с Windows или выполните там "
        "kpi addin install.",
        "It cannot be installed here: that takes Excel for Windows. Take the file to a Windows machine, or run "
        "kpi addin install there.",
    ),
    "addin_excel_runs": (
        "Excel открыт и при выходе перезапишет список надстроек. Закройте Excel и повторите команду.",
        "Excel is open, and on closing would overwrite its list of add-ins. Close Excel and repeat the command.",
    ),
    "addin_path": (
        "Путь к Python ({path}) содержит буквы, которых нет в кодовой странице Windows, а короткого имени у него нет. "
        "Поставьте Python в папку с латинскими буквами, например C:\\Python.",
        "The path of Python ({path}) has letters that Windows' code page lacks, and no short form. "
        "Install Python into a folder with Latin letters, as C:\\Python.",
    ),
    "addin_no_dll": (
        "Не найден файл {name}, его ставит xlwings. Выполните pip install --force-reinstall xlwings; если файл снова "
        "пропал, верните его из карантина антивируса.",
        "The file {name}, which xlwings installs, is not there. Run pip install --force-reinstall xlwings; if it is "
        "gone again, take it back from the antivirus's quarantine.",
    ),
    "addin_written": ("Надстройка: {path}.", "Add-in: {path}."),
    "addin_settings": ("Настройки: {path}; Python: {interpreter}.", "Settings: {path}; Python: {interpreter}."),
    "addin_registered": (
        "Excel будет открывать её при запуске ({key}, {name}).",
        "Excel will open it at its start ({key}, {name}).",
    ),
    "addin_next": (
        "Запустите Excel: на ленте есть вкладка KPI, в ячейке работает =KPI_CAC().",
        "Start Excel: there is a tab KPI on the ribbon, and =KPI_CAC() works in a cell.",
    ),
    "addin_not_installed": (
        "Надстройка не установлена, убирать нечего.",
        "The add-in is not installed, there is nothing to take away.",
    ),
    "addin_unregistered": ("Excel больше не открывает её ({key}).", "Excel no longer opens it ({key})."),
    "addin_removed": ("Удалён файл {path}.", "Removed the file {path}."),
    # kpi addin doctor.
    "doctor_python": ("Python {version}, {bits} бит: {path}.", "Python {version}, {bits} bit: {path}."),
    "doctor_versions": ("Версии: {versions}.", "Versions: {versions}."),
    "doctor_no_pywin32": (
        "Нет pywin32, без него Python не отвечает Excel. Выполните {python} -m pip install pywin32.",
        "There is no pywin32, without which Python does not answer Excel. Run {python} -m pip install pywin32.",
    ),
    "doctor_pango": ("Pango на месте: отчёт PDF будет.", "Pango is there: PDF reports can be made."),
    "doctor_no_pango": (
        "Pango не найден: функции работают, отчёта PDF не будет. Как его поставить, сказано в docs/install.md.",
        "Pango is not found: functions work, PDF reports do not. docs/install.md tells how to install it.",
    ),
    "doctor_no_windows": (
        "Это не Windows: Excel, реестр, политики и запуск из Excel не проверены. Повторите команду на Windows.",
        "This is not Windows: Excel, registry, policies and the start from Excel are not checked. Repeat the command "
        "on Windows.",
    ),
    "doctor_dll": ("Библиотеки xlwings на месте: {folder}.", "xlwings' libraries are there: {folder}."),
    "doctor_dll_missing": (
        "В {folder} нет {name}: Excel на {bits} бит не запустит Python. Верните файл из карантина антивируса или "
        "выполните pip install --force-reinstall xlwings.",
        "{name} is missing in {folder}: an Excel of {bits} bit cannot start Python. Take it back from the antivirus's "
        "quarantine, or run pip install --force-reinstall xlwings.",
    ),
    "doctor_no_addin": (
        "Файла надстройки {path} нет. Выполните kpi addin install.",
        "The add-in's file {path} is not there. Run kpi addin install.",
    ),
    "doctor_old_addin": (
        "Надстройка {path} другой версии. Закройте Excel и выполните kpi addin install.",
        "The add-in {path} is of another version. Close Excel and run kpi addin install.",
    ),
    "doctor_addin": ("Надстройка на месте: {path}.", "The add-in is there: {path}."),
    "doctor_blocked_file": (
        "Windows считает {path} файлом из интернета, и Excel не даст ему работать. Правой кнопкой по файлу, Свойства, "
        "Разблокировать.",
        "Windows takes {path} for a file from the internet, and Excel will not let it run. Right-click the file, "
        "Properties, Unblock.",
    ),
    "doctor_no_settings": (
        "Файла настроек {path} нет или он испорчен. Выполните kpi addin install.",
        "The settings file {path} is not there, or broken. Run kpi addin install.",
    ),
    "doctor_python_moved": (
        "В настройках назван Python {path}, его больше нет. Выполните kpi addin install.",
        "The settings name the Python {path}, which is gone. Run kpi addin install.",
    ),
    "doctor_other_python": (
        "Excel запускает {path}, а вы сейчас {this}. Если нужен этот, выполните kpi addin install.",
        "Excel starts {path}, while you use {this}. If you want this one, run kpi addin install.",
    ),
    "doctor_log": (
        "В журнале {path} есть ошибки. Приложите его к письму разработчикам.",
        "There are mistakes in the log {path}. Attach it when you write to the developers.",
    ),
    "doctor_registered": ("Excel открывает надстройку ({key}, {name}).", "Excel opens the add-in ({key}, {name})."),
    "doctor_not_registered": (
        "Excel не открывает надстройку ({key}): её не ставили или сняли галочку. Выполните kpi addin install.",
        "Excel does not open the add-in ({key}): it was not installed, or unticked. Run kpi addin install.",
    ),
    "doctor_disabled": (
        "Excel отключил надстройку после сбоя. Файл, Параметры, Надстройки, Управление: Отключённые объекты, включите "
        "KPI.xlam.",
        "Excel has disabled the add-in after a failure. File, Options, Add-ins, Manage: Disabled Items, enable "
        "KPI.xlam.",
    ),
    "doctor_addins_off": (
        "Надстройки Excel выключены ({place}, DisableAllAddins). Включите их в центре управления безопасностью или "
        "попросите администратора.",
        "Excel's add-ins are switched off ({place}, DisableAllAddins). Switch them on in the Trust Center, or ask the "
        "administrator.",
    ),
    "doctor_addins_signed": (
        "Excel открывает только подписанные надстройки ({place}, RequireAddinSig). Попросите администратора подписать "
        "KPI.xlam или добавить его папку в надёжные расположения.",
        "Excel opens signed add-ins only ({place}, RequireAddinSig). Ask the administrator to sign KPI.xlam, or to "
        "make its folder a trusted location.",
    ),
    "doctor_macros": (
        "Политика фирмы ограничивает макросы ({place}, VBAWarnings). Если вкладки KPI нет, попросите администратора "
        "добавить папку надстроек в надёжные расположения.",
        "The firm's policy restricts macros ({place}, VBAWarnings). If there is no tab KPI, ask the administrator to "
        "make the folder of add-ins a trusted location.",
    ),
    "doctor_rule_processes": (
        "Защитник Windows не даёт Excel запускать программы (правило {rule}), Python не запустится. Попросите "
        "администратора добавить pythonw.exe в исключения правила.",
        "Windows Defender keeps Excel from starting programs (rule {rule}), so Python will not start. Ask the "
        "administrator to exclude pythonw.exe from the rule.",
    ),
    "doctor_rule_calls": (
        "Защитник Windows не даёт макросам вызывать библиотеки (правило {rule}). Попросите администратора добавить "
        "KPI.xlam в исключения правила.",
        "Windows Defender keeps macros from calling libraries (rule {rule}). Ask the administrator to exclude KPI.xlam "
        "from the rule.",
    ),
    "doctor_server": (
        "Python запустился и ответил так же, как для Excel, за {seconds} с.",
        "Python has started and answered the way Excel asks it, in {seconds} s.",
    ),
    "doctor_server_failed": (
        "Python не ответил так, как его зовёт Excel: {why}. Посмотрите журнал {log}; частая причина — антивирус: "
        "добавьте pythonw.exe в исключения.",
        "Python did not answer the way Excel asks it: {why}. Look into the log {log}; a frequent cause is an "
        "antivirus: exclude pythonw.exe.",
    ),
}
