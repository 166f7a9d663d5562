"""Words of the readers and of kpi.toml."""

SENTENCES: dict[str, tuple[str, str]] = {
    "source_missing": (
        "Файла {path} нет. Проверьте имя и папку.",
        "There is no file {path}. Check the name and the folder.",
    ),
    "source_missing_near": (
        "Файла {path} нет. Может быть, {near}?",
        "There is no file {path}. Did you mean {near}?",
    ),
    "source_unreadable": (
        "Файл {path} не прочитан: {detail}. Проверьте права доступа и не открыт ли файл в другой программе.",
        "{path} cannot be read: {detail}. Check the permissions, and whether another program holds it.",
    ),
    "source_memory": (
        "Файл {path} не помещается в память. Оставьте в нём нужные столбцы или сохраните данные как Parquet.",
        "{path} does not fit into memory. Keep only the columns needed, or save the data as Parquet.",
    ),
    "source_empty": (
        "Файл {path} пуст. Выгрузите данные заново.",
        "{path} is empty. Export the data again.",
    ),
    "source_password": (
        "Файл {path} защищён паролем. Сохраните копию без пароля (Файл — Сведения — Защита книги) и укажите её.",
        "{path} is protected by a password. Save a copy without the password (File – Info – Protect Workbook) "
        "and name that.",
    ),
    "source_broken": (
        "Файл {path} повреждён или сохранён не до конца. Откройте его в Excel или LibreOffice и сохраните заново.",
        "{path} is damaged or was not saved to the end. Open it in Excel or LibreOffice and save it again.",
    ),
    "source_xlsb": (
        "Файл {path} сохранён в двоичном формате .xlsb. Сохраните его как .xlsx.",
        "{path} is saved in the binary format .xlsb. Save it as .xlsx.",
    ),
    "source_html": (
        "Файл {path} — веб-страница или XML, а не таблица. Откройте его в Excel и сохраните как .xlsx.",
        "{path} is a web page or XML, not a table. Open it in Excel and save it as .xlsx.",
    ),
    "source_not_table": (
        "Файл {path} — не таблица. Подойдут .xlsx, .xlsm, .ods, .csv, .tsv, .parquet, база SQLite или папка с ними.",
        "{path} is not a table. Use .xlsx, .xlsm, .ods, .csv, .tsv, .parquet, an SQLite database or a folder of these.",
    ),
    "source_bomb": (
        "Файл {path} при распаковке непомерно велик; он не открыт. Сохраните его заново в Excel или LibreOffice.",
        "{path} is out of all proportion when unpacked, and was not opened. Save it again in Excel or LibreOffice.",
    ),
    "source_doctype": (
        "Файл {path} содержит описание DOCTYPE, какого в настоящих книгах нет; он не открыт. Сохраните его заново "
        "в Excel или LibreOffice.",
        "{path} contains a DOCTYPE, which real workbooks never have, and was not opened. Save it again in Excel or "
        "LibreOffice.",
    ),
    "source_strings_lie": (
        "Файл {path} неверно объявляет число строк текста; он не открыт. Сохраните его заново в Excel или LibreOffice.",
        "{path} declares a wrong number of shared strings, and was not opened. Save it again in Excel or LibreOffice.",
    ),
    "source_far_cell": (
        "Файл {path}, лист «{sheet}»: ячейка {cell} стоит слишком далеко от остальных. Удалите её или строки и "
        "столбцы до неё и сохраните файл.",
        "{path}, sheet “{sheet}”: cell {cell} lies too far from the others. Delete it, or the rows and columns up to "
        "it, and save the file.",
    ),
    "workbook_empty": (
        "В файле {path} нет ни одной заполненной ячейки. Заполните таблицу и сохраните файл.",
        "{path} holds no filled cell. Fill in the table and save the file.",
    ),
    "sheet_unknown": (
        "В файле {path} нет листа или таблицы «{name}». Есть листы: {known}.",
        "{path} has no sheet or table “{name}”. Its sheets are: {known}.",
    ),
    "sheet_unknown_near": (
        "В файле {path} нет листа или таблицы «{name}». Может быть, «{near}»?",
        "{path} has no sheet or table “{name}”. Did you mean “{near}”?",
    ),
    "range_bad": (
        "Файл {path}: «{range}» — не диапазон. Пишите range = \"B3:F900\".",
        "{path}: “{range}” is no range. Write range = \"B3:F900\".",
    ),
    "folder_empty": (
        "В папке {path} нет файлов с данными (.xlsx, .xlsm, .ods, .csv, .tsv, .parquet). Положите их туда или укажите "
        "другую папку.",
        "The folder {path} holds no data files (.xlsx, .xlsm, .ods, .csv, .tsv, .parquet). Put them there, or name "
        "another folder.",
    ),
    "file_skipped": (
        "Файл {path} не прочитан: по расширению это не таблица. Если в нём данные, укажите его в kpi.toml.",
        "{path} was not read: by its extension it is not a table. If it holds data, name it in kpi.toml.",
    ),
    "text_nul": (
        "Файл {path} — не текст: в нём нулевые байты. Сохраните его как «CSV UTF-8».",
        "{path} is not text: it has NUL bytes. Save it as “CSV UTF-8”.",
    ),
    "text_encoding": (
        "Файл {path} не читается в кодировке {encoding}. Сохраните его как «CSV UTF-8» или задайте encoding в kpi.toml.",
        "{path} is not in the encoding {encoding}. Save it as “CSV UTF-8”, or name the encoding in kpi.toml.",
    ),
    "text_encoding_unknown": (
        "Файл {path}: кодировки «{encoding}» нет. Пишите encoding = \"utf-8\" или \"cp1251\".",
        "{path}: there is no encoding “{encoding}”. Write encoding = \"utf-8\" or \"cp1251\".",
    ),
    "text_quote": (
        "Файл {path}, строка {row}: кавычка открыта и не закрыта, строки после неё слились. Исправьте её или выгрузите "
        "файл заново.",
        "{path}, row {row}: a quote is opened and never closed, so the rows after it run together. Correct it, or "
        "export the file again.",
    ),
    "parquet_needs_pyarrow": (
        "Для чтения {path} нужен pyarrow: pip install \"kpi-report[parquet]\".",
        "Reading {path} needs pyarrow: pip install \"kpi-report[parquet]\".",
    ),
    "database_unsupported": (
        "Базы «{scheme}» пока не поддерживаются. Подойдёт sqlite:///файл.db; из других выгрузите CSV или Parquet.",
        "Databases of the kind “{scheme}” are not supported yet. Use sqlite:///file.db; from others, export CSV or "
        "Parquet.",
    ),
    "database_query_missing": (
        "Для базы {path} не указан запрос. Добавьте в kpi.toml query = \"select * from orders\".",
        "No query is given for the database {path}. Add query = \"select * from orders\" to kpi.toml.",
    ),
    "database_failed": (
        "База {path} не выполнила запрос: {detail}. Исправьте query в kpi.toml.",
        "The database {path} refused the query: {detail}. Correct query in kpi.toml.",
    ),
}  # fmt: skip
