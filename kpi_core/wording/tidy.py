"""Words of `kpi tidy` and of the reasons for which rows are left out."""

SENTENCES: dict[str, tuple[str, str]] = {
    "excluded_lines": ("заказы, чьи суммы в другой таблице", "orders whose amounts are in another table"),
    "excluded_copy": ("копия другого файла", "a copy of another file"),
    "excluded_group": ("группы, их строки учтены", "groups, whose rows are counted"),
    "excluded_repeats": ("повторы другой таблицы файла", "another table of the file again"),
    "excluded_detail": ("строки внутри итога", "rows inside the total"),
    "help_tidy": ("Записать данные чистыми таблицами.", "Write the data as clean tables."),
    "about_tidy": (
        "Читает выгрузки как есть и пишет одну книгу с таблицами Продажи, Расходы, Лиды, Трафик, Сводка, готовую для"
        " надстройки. Строки, которые не прочитаны, стоят на отдельном листе с причиной, исключённые сосчитаны. Формул"
        " и ссылок в книге нет. Исходные файлы не меняются.",
        "Reads exports as they are and writes one workbook of tables, Orders, Spend, Leads, Traffic, Summary, ready for"
        " the add-in. Rows that were refused stand on a sheet of their own with the reason, those left out are counted."
        " The workbook holds no formula and no link. The source files are not changed.",
    ),
    "epilog_tidy": (
        "kpi tidy выгрузки/ --output чисто.xlsx | kpi tidy amocrm.csv --lang en",
        "kpi tidy exports/ --output clean.xlsx | kpi tidy orders_export.csv --lang en",
    ),
    "help_tidy_output": (
        "Куда записать книгу; без неё — ИМЯ-tidy.xlsx рядом с источником.",
        "Where to write the workbook; without it, NAME-tidy.xlsx beside the source.",
    ),
    "example_tidy_output": ("--output чисто.xlsx", "--output clean.xlsx"),
    "example_tidy_force": ("kpi tidy выгрузки/ --force", "kpi tidy exports/ --force"),
    "help_tidy_lang": ("Язык листов и заголовков: ru или en.", "Language of sheets and headers: ru or en."),
    "tidy_done": (
        "Учтено строк {used}, исключено {excluded}, отвергнуто {refused} (лист «Отвергнутые строки»).",
        "{used} rows used, {excluded} left out, {refused} refused (sheet “Refused rows”).",
    ),
    "tidy_too_long": (
        "Таблица «{name}» не помещается на лист: строк {count}, а лист вмещает {most}. Разделите источник по периодам.",
        "The table “{name}” does not fit into a sheet: {count} rows, and a sheet holds {most}. Split the source by"
        " period.",
    ),
    "tidy_refused": ("Отвергнутые строки", "Refused rows"),
    "tidy_refused_head": (
        "Файл|Лист|Строка|Столбец|Значение|Причина",
        "File|Sheet|Row|Column|Value|Reason",
    ),
    "tidy_cell": ("Ячейка", "Cell"),
    "tidy_counts": ("Учёт строк", "Row count"),
    "tidy_counts_head": (
        "Файл|Лист|Таблица|Прочитано|Учтено|Исключено|Почему|Отвергнуто",
        "File|Sheet|Table|Read|Used|Left out|Why|Refused",
    ),
}
