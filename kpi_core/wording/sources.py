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
        "Файл {path} — веб-страница или XML, и таблицы в нём нет. Откройте его в Excel и сохраните как .xlsx.",
        "{path} is a web page or XML, and holds no table. Open it in Excel and save it as .xlsx.",
    ),
    "source_xls_old": (
        "Файл {path} сохранён в формате Excel до 1995 года. Откройте его в Excel или LibreOffice и сохраните как "
        ".xlsx.",
        "{path} is in the format of Excel before 1995. Open it in Excel or LibreOffice and save it as .xlsx.",
    ),
    "source_reader_died": (
        "Файл {path} не прочитан: на чтение не хватило отведённых памяти и времени, или файл повреждён. Откройте его в "
        "Excel или LibreOffice и сохраните как .xlsx.",
        "{path} was not read: it took more memory or time than is allowed, or is damaged. Open it in Excel or "
        "LibreOffice and save it as .xlsx.",
    ),
    "source_needs_process": (
        "Файл {path} читается только отдельной программой Python, а запустить её отсюда нельзя. Сохраните его заново в "
        "Excel или LibreOffice как .xlsx или .csv.",
        "{path} is read by a separate Python program only, and none can be started from here. Save it again in Excel "
        "or LibreOffice as .xlsx or .csv.",
    ),
    "source_too_many_cells": (
        "В файле {path} больше {count} млн ячеек. Оставьте в нём нужные столбцы или сохраните данные как Parquet.",
        "{path} has more than {count} million cells. Keep only the columns needed, or save the data as Parquet.",
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
    "folder_of_folders": (
        "В папке {path} нет файлов с данными, они лежат глубже: {inside}. Укажите такую папку, а если их несколько, "
        "опишите каждую в kpi.toml отдельным [[source]].",
        "The folder {path} holds no data files; they lie deeper: {inside}. Name that folder, or where there are "
        "several, give each its own [[source]] in kpi.toml.",
    ),
    "folder_skipped": (
        "Папка {path} не прочитана: данные в папках внутри сами не берутся. Если они нужны, опишите её в kpi.toml.",
        "The folder {path} was not read: data in folders inside is not taken by itself. If it counts, name it in "
        "kpi.toml.",
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
        "Файл {path} не читается в кодировке {encoding}. Сохраните его как «CSV UTF-8» или задайте encoding.",
        "{path} is not in the encoding {encoding}. Save it as “CSV UTF-8”, or name the encoding in kpi.toml.",
    ),
    "text_encoding_unknown": (
        "Файл {path}: кодировки «{encoding}» нет. Пишите encoding = \"utf-8\" или \"cp1251\".",
        "{path}: there is no encoding “{encoding}”. Write encoding = \"utf-8\" or \"cp1251\".",
    ),
    "text_mixed": (
        "Файл {path}, строка {row}: она не в UTF-8, хотя другие строки в UTF-8. Выгрузите файл заново одной кодировкой "
        "или задайте encoding.",
        "{path}, row {row} is not in UTF-8, though other rows are. Export the file again in one encoding, or name the "
        "encoding in kpi.toml.",
    ),
    "text_line_long": (
        "Файл {path} — не таблица: восемь мегабайт подряд без конца строки. Выгрузите файл заново.",
        "{path} is no table: eight megabytes without the end of a line. Export the file again.",
    ),
    "text_field_long": (
        "Файл {path}, строка {row}: ячейка длиннее 131 072 знаков. Удалите её текст или выгрузите файл "
        "без этого столбца.",
        "{path}, row {row}: a cell is longer than 131,072 characters. Delete its text, or export without that column.",
    ),
    "text_too_wide": (
        "Файл {path}: в строке больше {count} столбцов. Проверьте разделитель или оставьте нужные столбцы.",
        "{path}: a row has more than {count} columns. Check the delimiter, or keep only the columns needed.",
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
        "Базы «{scheme}» не поддерживаются. Подойдут postgresql://…, sqlite:///файл.db и duckdb:///файл.duckdb; из"
        " других выгрузите CSV или Parquet.",
        "Databases of the kind “{scheme}” are not supported. Use postgresql://…, sqlite:///file.db or"
        " duckdb:///file.duckdb; from others, export CSV or Parquet.",
    ),
    "database_query_missing": (
        "Для базы {path} не указан запрос. Добавьте в kpi.toml query = \"select * from orders\".",
        "No query is given for the database {path}. Add query = \"select * from orders\" to kpi.toml.",
    ),
    "database_failed": (
        "База {path} не выполнила запрос: {detail}. Исправьте query в kpi.toml.",
        "The database {path} refused the query: {detail}. Correct query in kpi.toml.",
    ),
    "config_unreadable": (
        "Файл {path} не прочитан: {detail}. Проверьте права доступа.",
        "{path} cannot be read: {detail}. Check the permissions.",
    ),
    "config_encoding": (
        "Файл {path} сохранён не в UTF-8. Сохраните его в кодировке UTF-8.",
        "{path} is not saved as UTF-8. Save it as UTF-8.",
    ),
    "config_syntax": (
        "Файл {path}, строка {row}: ошибка записи TOML. Тексты стоят в кавычках, пути пишутся через /.",
        "{path}, line {row}: this is not valid TOML. Texts stand in quotes, paths are written with /.",
    ),
    "config_cycle": (
        "Файл {path}: extends = {extends} ведёт по кругу. Уберите extends в одном из файлов.",
        "{path}: extends = {extends} leads in a circle. Remove extends from one of the files.",
    ),
    "config_extends_missing": (
        "Файл {path}: файла {extends}, названного в extends, нет. Путь пишется относительно {path}.",
        "{path}: the file {extends} named by extends is not there. The path is relative to {path}.",
    ),
    "config_key": (
        "Файл {path}: неизвестный ключ «{key}». Есть ключи: {known}.",
        "{path}: unknown key “{key}”. The keys are: {known}.",
    ),
    "config_key_near": (
        "Файл {path}: неизвестный ключ «{key}»; может быть, {near}?",
        "{path}: unknown key “{key}”; did you mean {near}?",
    ),
    "config_missing_key": (
        "Файл {path}: не хватает ключа «{key}». Добавьте его.",
        "{path}: the key “{key}” is missing. Add it.",
    ),
    "config_text": (
        "Файл {path}, ключ «{key}»: нужен текст в кавычках.",
        "{path}, key “{key}”: a text in quotes is expected.",
    ),
    "config_whole": (
        "Файл {path}, ключ «{key}»: нужно целое число без кавычек.",
        "{path}, key “{key}”: a whole number without quotes is expected.",
    ),
    "config_number": (
        "Файл {path}, ключ «{key}»: нужно число.",
        "{path}, key “{key}”: a number is expected.",
    ),
    "config_list": (
        "Файл {path}, ключ «{key}»: нужен список, например [\"cac\", \"ctr\"].",
        "{path}, key “{key}”: a list is expected, such as [\"cac\", \"ctr\"].",
    ),
    "config_entries": (
        "Файл {path}, ключ «{key}»: пишите [[{key}]] и под ним его ключи, каждый с новой строки.",
        "{path}, key “{key}”: write [[{key}]] and its keys below, one on each line.",
    ),
    "config_table": (
        "Файл {path}, ключ «{key}»: нужны пары вида {{ date = \"Дата заказа\" }}.",
        "{path}, key “{key}”: pairs such as {{ date = \"Order date\" }} are expected.",
    ),
    "config_date": (
        "Файл {path}, ключ «{key}»: нужна дата вида 2026-10-31.",
        "{path}, key “{key}”: a date such as 2026-10-31 is expected.",
    ),
    "config_choice": (
        "Файл {path}, ключ «{key}»: допустимы {choices}.",
        "{path}, key “{key}”: one of {choices} is expected.",
    ),
    "config_value": (
        "Файл {path}, ключ «{key}»: {why}",
        "{path}, key “{key}”: {why}",
    ),
    "config_unknown": (
        "«{value}» здесь нет. Может быть, {near}?",
        "There is no “{value}” here. Did you mean {near}?",
    ),
    "config_won": (
        "Файл {path}, ключ «{key}»: won бывает только у лидов. Уберите его или напишите table = \"leads\".",
        "{path}, key “{key}”: only leads are won. Remove it, or write table = \"leads\".",
    ),
    "config_encoding_unknown": (
        "Кодировки «{value}» нет. Пишите utf-8, cp1251 или utf-16.",
        "There is no encoding “{value}”. Write utf-8, cp1251 or utf-16.",
    ),
    "config_dates": (
        "«{value}» — не шаблон даты. Пишите %d.%m.%Y: день, месяц и год.",
        "“{value}” is no pattern of a date. Write %d.%m.%Y: day, month and year.",
    ),
    "config_rate": (
        "Курс «{value}» для «{currency}» не понят. Пишите код валюты и число больше нуля: USD = 92.5.",
        "The rate “{value}” of “{currency}” is not understood. Write its code and a number above zero: USD = 92.5.",
    ),
    "config_delimiter": (
        "«{value}» — не разделитель. Нужен один знак: ; или , или \\t.",
        "“{value}” is no delimiter. One character is expected: ; or , or \\t.",
    ),
    "config_range": (
        "«{value}» — не диапазон. Пишите B3:F900.",
        "“{value}” is no range. Write B3:F900.",
    ),
    "setting_unknown": (
        "Настройки «{key}» нет. Есть настройки: {known}.",
        "There is no setting “{key}”. The settings are: {known}.",
    ),
    "setting_unknown_near": (
        "Настройки «{key}» нет. Может быть, «{near}»?",
        "There is no setting “{key}”. Did you mean “{near}”?",
    ),
    "setting_currency": (
        "Валюта «{value}» не понята. Пишите код: RUB, USD, EUR.",
        "The currency “{value}” is not understood. Write a code: RUB, USD, EUR.",
    ),
    "setting_language": (
        "Язык «{value}» не понят. Пишите ru или en.",
        "The language “{value}” is not understood. Write ru or en.",
    ),
    "setting_month": (
        "«{value}» — не один месяц. Пишите 2026-10 или «окт 2026».",
        "“{value}” is not one month. Write 2026-10 or “Oct 2026”.",
    ),
    "setting_conversion": (
        "Конверсии «{value}» нет. Выберите одну из: {choices}.",
        "There is no conversion “{value}”. Choose one of: {choices}.",
    ),
    "setting_count": (
        "«{value}» — не число дней или месяцев. Нужно целое число больше нуля.",
        "“{value}” is no number of days or months. A whole number above zero is expected.",
    ),
    "setting_date": (
        "«{value}» — не дата. Пишите 2026-10-31 или 31.10.2026.",
        "“{value}” is no date. Write 2026-10-31 or 31.10.2026.",
    ),
    "setting_vat_rate": (
        "ставка НДС «{value}» непонятна; пишите 20 % или «20 %; 22 % с 2026-01-01»",
        "the VAT rate “{value}” is not understood; write 20 % or “20 %; 22 % from 2026-01-01”",
    ),
    "setting_vat": (
        "«{value}» — непонятно, с НДС ли суммы. Пишите «включён» или «без НДС».",
        "“{value}” does not tell whether amounts include VAT. Write “included” or “excluded”.",
    ),
    "setting_form": (
        "Формы матрицы «{value}» нет. Пишите «авто», «индекс» или «матрица».",
        "There is no form “{value}” of the scorecard. Write auto, index or matrix.",
    ),
    "setting_flag": (
        "«{value}» — не да и не нет. Пишите «да» или «нет».",
        "“{value}” is neither yes nor no. Write yes or no.",
    ),
    "setting_share": (
        "«{value}» — непонятно, доля это или проценты. Пишите 120 % или 1,2.",
        "“{value}” is not clear as a share or a percentage. Write 120% or 1.2.",
    ),
    "setting_scale": (
        "Шкала выплат «{value}» не понята. Пишите «80 %=80 %; 100 %=100 %; 120 %=120 %»: результат = выплата.",
        "The payout scale “{value}” is not understood. Write “80%=80%; 100%=100%; 120%=120%”: result = payout.",
    ),
    "setting_money": (
        "«{value}» — не сумма денег. Пишите 50000 или 50 000.",
        "“{value}” is no sum of money. Write 50000.",
    ),
    "override_unsigned": (
        "Ручной результат без подписи не принимается. Укажите, кто его задал и почему.",
        "A result set by hand is not taken without a signature. Say who set it, and why.",
    ),
    "setting_number": (
        "«{value}» — не число. Пишите 1500, 0.15 или \"15%\".",
        "“{value}” is no number. Write 1500, 0.15 or \"15%\".",
    ),
}  # fmt: skip
