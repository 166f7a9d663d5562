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
        "Перечитать таблицы всех открытых книг и пересчитать.",
        "Read the tables of all open workbooks again and recalculate.",
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
}
