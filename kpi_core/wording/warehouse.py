"""Words of sources whose rows stay where they are: engines, databases, and what only rows read whole can give."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Engines
    "engine_missing": (
        'Движок {engine} не установлен. Выполните pip install "kpi-report[{engine}]".',
        'The engine {engine} is not installed. Run pip install "kpi-report[{engine}]".',
    ),
    "engine_failed": (
        'Движок {engine} не выполнил запрос: {detail}. Проверьте источник; с engine = "pandas" он читается целиком.',
        'The engine {engine} refused a query: {detail}. Check the source; with engine = "pandas" it is read whole.',
    ),
    "in_place_cells": (
        "Файл {path}, строка {row}: ячеек в ней не столько, сколько столбцов ({expected}). Исправьте строку или "
        'поставьте engine = "pandas".',
        "{path}, row {row}: it does not have as many cells as there are columns ({expected}). Correct the row, or set "
        'engine = "pandas".',
    ),
    "engine_cannot": (
        "Движок {engine} не читает {place}. Уберите engine из kpi.toml, и движок выберется сам.",
        "The engine {engine} does not read {place}. Remove engine from kpi.toml, and one is chosen.",
    ),
    "engine_csv": (
        'Движок {engine} не берёт {path}: нужен CSV в UTF-8 с заголовками в первой строке. Поставьте engine = "pandas"'
        " или сохраните файл в Parquet.",
        "The engine {engine} does not take {path}: it wants a CSV in UTF-8 with its header in the first line. Set"
        ' engine = "pandas", or save the file as Parquet.',
    ),
    "engines_apart": (
        "{one} и {other} лежат в разных базах, а складывать или соединять их надо вместе. Сведите их в одну базу или в"
        " файлы Parquet.",
        "{one} and {other} lie in different databases, but have to be added up or joined. Bring them into one database,"
        " or into Parquet files.",
    ),
    # Databases
    "database_needs_ibis": (
        'Для базы {path} нужны ibis и psycopg: pip install "kpi-report[postgres]".',
        'The database {path} needs ibis and psycopg: pip install "kpi-report[postgres]".',
    ),
    "database_no_answer": (
        "База {path} не отвечает: {detail}. Проверьте адрес, имя и пароль (пароль можно хранить в .pgpass).",
        "The database {path} does not answer: {detail}. Check address, user and password (.pgpass can keep it).",
    ),
    # What is left to rows read whole
    "in_place_read": (
        "{place}: строки посчитаны на месте движком {engine}; повторы строк целиком там не ищутся.",
        "{place}: the rows were counted where they are by {engine}; rows repeated whole are not looked for there.",
    ),
    "in_place_too_many": (
        "{place}: в столбце «{column}» больше {most} разных значений, по одному их не разобрать. Приведите столбец к"
        " дате, числу или коротким словам в запросе или при выгрузке.",
        "{place}: the column “{column}” has more than {most} different values, too many to read one by one. Make it a"
        " date, a number or short words in the query or the export.",
    ),
    "in_place_text": (
        "{place}: столбец «{column}» записан текстом, а база {engine} его значения не примет обратно. Приведите его к"
        " дате или числу в запросе: cast(… as date).",
        "{place}: the column “{column}” is text, and {engine} takes no meanings of its values back. Cast it to a date"
        " or a number in the query: cast(… as date).",
    ),
    "in_place_float_ids": (
        "{place}: номера в столбце «{column}» хранятся дробными числами и потеряли цифры. Выгрузите их текстом или"
        " целыми числами.",
        "{place}: the identifiers in “{column}” are floating numbers that lost digits. Export them as text or as whole"
        " numbers.",
    ),
    "in_place_profile": (
        '{place}: это выгрузка «{system}», её строки разбираются только целиком. Поставьте engine = "pandas" в'
        " kpi.toml.",
        '{place}: this is an export of “{system}”, whose rows are only understood read whole. Set engine = "pandas" in'
        " kpi.toml.",
    ),
    "in_place_no_date": (
        '{place}: нет столбца с датой. Назовите его в kpi.toml: columns = {{ date = "…" }}.',
        '{place}: there is no column of dates. Name it in kpi.toml: columns = {{ date = "…" }}.',
    ),
    "in_place_order_total": (
        "{place}: «{column}» — сумма всего заказа, повторённая в каждой его строке. Возьмите в запросе по строке на"
        ' заказ либо задайте в kpi.toml engine = "pandas": тогда сумма считается один раз.',
        "{place}: “{column}” is the total of an order, repeated in each of its lines. Take one row an order in the"
        ' query, or set engine = "pandas" in kpi.toml: then it counts once.',
    ),
    "in_place_price": (
        "{place}: «{column}» — цена, а не сумма строки. Посчитайте выручку в запросе: price * quantity as revenue.",
        "{place}: “{column}” is a price, not the line's amount. Compute the revenue in the query: price * quantity as"
        " revenue.",
    ),
    "in_place_status": (
        "{place}: в столбце «{column}» есть пустые статусы, а часть заказов отменена. Заполните статус каждой строки в"
        " запросе или при выгрузке.",
        "{place}: the column “{column}” has empty statuses while some orders are cancelled. Fill the status of every"
        " row in the query or the export.",
    ),
    "in_place_currencies": (
        '{place}: строки в разных валютах: {found}. Пересчитайте их в запросе или поставьте engine = "pandas".',
        '{place}: rows in several currencies: {found}. Convert them in the query, or set engine = "pandas".',
    ),
    "in_place_vat": (
        "{place}: НДС здесь не пересчитывается. Приведите суммы к одному виду в запросе или поставьте engine ="
        ' "pandas".',
        '{place}: VAT is not converted here. Bring the amounts to one form in the query, or set engine = "pandas".',
    ),
    "in_place_constant": (
        "{place}: constants: {constant} здесь не задаётся. Добавьте столбец в запрос: select …, 1 as {constant}.",
        "{place}: constants: {constant} cannot be set here. Add a column to the query: select …, 1 as {constant}.",
    ),
    "in_place_cancelled": (
        "{place}: номера в «{column}», начинающиеся с {letters}, есть только у строк с минусом: это отмены, заказами"
        " они не считаются.",
        "{place}: identifiers in “{column}” that begin with {letters} stand on negative rows only: these are"
        " cancellations, and no orders.",
    ),
    "in_place_not_small": (
        '{place}: строк больше {most}, столько целиком не читается. Уберите engine = "pandas" или сузьте запрос.',
        '{place}: more than {most} rows, too many to be read whole. Remove engine = "pandas", or narrow the query.',
    ),
    "in_place_rows": (
        '{place}: строки остались в источнике, таблицы из них не выгружаются. Поставьте engine = "pandas" в kpi.toml.',
        '{place}: the rows stay in their source and are not written out. Set engine = "pandas" in kpi.toml.',
    ),
}
