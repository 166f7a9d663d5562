"""Words of the spreadsheet functions: help of functions and arguments, headers, and what a cell of text says."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Arguments: what the function wizard calls them and says of them, at most 255 characters each.
    "argument_period": ("период", "period"),
    "argument_period_help": (
        "Месяц, квартал, год или отрезок: 2026-10, «окт 2026», дата, 2026-Q3, 2026, 01.10.2026-20.10.2026, «всё»; "
        "диапазон даёт сразу много ответов. Не указан: отчётный месяц. Пустая ячейка: #Н/Д.",
        "A month, quarter, year or range: 2026-10, “Oct 2026”, a date, 2026-Q3, 2026, 2026-10-01..2026-10-20, “all”; "
        "a range of cells gives many answers at once. Omitted: the report month. A blank cell: #N/A.",
    ),
    "argument_channel": ("канал", "channel"),
    "argument_channel_help": (
        "Канал, как он назван в таблицах (регистр и пробелы не важны), или диапазон каналов. Не указан, пустая ячейка "
        "или «Итого»: все каналы вместе. Канала нет в данных: #Н/Д.",
        "A channel as the tables name it (case and spaces do not matter), or a range of channels. Omitted, a blank "
        "cell or “Total”: all channels together. A channel that the data has not: #N/A.",
    ),
    "argument_table": ("таблица{number}", "table{number}"),
    "argument_table_help": (
        "Таблица вместе с заголовками, например Продажи[#Все]: тогда ничего другого функция не читает. "
        "Не указана: таблицы этой книги.",
        "A table with its headers, as Orders[#All]: then the function reads nothing else. "
        "Omitted: the tables of this workbook.",
    ),
    "argument_kpi": ("показатель", "kpi"),
    "argument_kpi_help": (
        "Показатель: CAC, «Средний чек», revenue, KPI_CTR; или исходная величина: clicks, «визиты».",
        "A KPI: CAC, “Average check”, revenue, KPI_CTR; or a plain measure: clicks, visits.",
    ),
    "argument_kpis": ("показатели", "kpis"),
    "argument_kpis_help": (
        "Показатели: диапазон ячеек с названиями или одно название. Пустые ячейки пропускаются.",
        "The KPIs: a range of cells with their names, or one name. Blank cells are skipped.",
    ),
    "argument_periods": ("периоды", "periods"),
    "argument_periods_help": (
        "Периоды: диапазон ячеек или один период; можно KPI_PERIODS(). Пустые ячейки пропускаются.",
        "The periods: a range of cells or one period; KPI_PERIODS() will do. Blank cells are skipped.",
    ),
    "argument_channels": ("каналы", "channels"),
    "argument_channels_help": (
        "Каналы: диапазон ячеек или один канал; можно KPI_CHANNELS(). «Итого» даёт строку всех каналов. "
        "Не указаны: все каналы вместе.",
        "The channels: a range of cells or one channel; KPI_CHANNELS() will do. “Total” gives a row of all channels. "
        "Omitted: all channels together.",
    ),
    "argument_against": ("с_чем", "against"),
    "argument_against_help": (
        "С чем сравнить: «м/м» (прошлый период, если не указано), «г/г» (год назад) или «план».",
        "What to compare with: “mom” (the previous period, if omitted), “yoy” (a year before) or “plan”.",
    ),
    "argument_grain": ("шаг", "grain"),
    "argument_grain_help": (
        "Чем мерить: «месяц» (если не указано), «квартал» или «год».",
        "The step: “month” (if omitted), “quarter” or “year”.",
    ),
    "argument_measure_help": (
        "{label}: число, или диапазон, числа которого складываются, как в СУММ.",
        "{label}: a number, or a range whose numbers are added up as by SUM.",
    ),
    "argument_series_help": (
        "{label}: диапазон, по ячейке на каждый месяц, начиная с первого. Берётся как есть, не складывается.",
        "{label}: a range, one cell for each month from the first on. Taken as it stands, not added up.",
    ),
    # Functions.
    "function_kpi_help": (
        "Без аргументов: отчётный месяц, все каналы, таблицы этой книги.",
        "No arguments: the report month, all channels, the tables of this workbook.",
    ),
    "function_calc_help": (
        "{label} по числам из ячеек: {formula}.",
        "{label} from numbers in cells: {formula}.",
    ),
    "function_calc_short_help": (
        "{label} по числам из ячеек.",
        "{label} from numbers in cells.",
    ),
    "function_change_help": (
        "Изменение показателя к прошлому периоду, к прошлому году или к плану: доля (0,05 это +5 %), "
        "а для показателей в процентах разность.",
        "The change of a KPI against the previous period, the year before or the plan: a fraction (0.05 is +5%), "
        "for KPIs in percent a difference.",
    ),
    "function_table_help": (
        "Таблица показателей с заголовками: строка на каждый период (и канал), столбец на каждый показатель.",
        "A table of KPIs with headers: a row for each period (and channel), a column for each KPI.",
    ),
    "function_explain_help": (
        "Словами: из чего получилось число, или почему в ячейке #Н/Д.",
        "In words: how the number came about, or why a cell shows #N/A.",
    ),
    "function_target_help": (
        "План показателя на период. Нет плана: #Н/Д.",
        "The target of a KPI for a period. No target: #N/A.",
    ),
    "function_channels_help": (
        "Столбец каналов, у которых в этом периоде есть данные; сначала те, у кого больше выручка за всё время.",
        "A column of the channels with data in the period; those with the most revenue of all time first.",
    ),
    "function_periods_help": (
        "Столбец периодов, за которые есть данные: 2026-10, 2026-Q4 или 2026. Годится как аргумент других функций.",
        "A column of the periods that hold data: 2026-10, 2026-Q4 or 2026. Fit as an argument of other functions.",
    ),
    "function_data_help": (
        "Одной строкой: отчётный месяц, по какую дату заполнена каждая таблица, сколько предупреждений.",
        "In one line: the report month, the last date of each table, the number of warnings.",
    ),
    "category_sales": ("Продажи", "Sales"),
    "category_funnel": ("Воронка", "Funnel"),
    "category_advertising": ("Реклама", "Advertising"),
    "category_acquisition": ("Привлечение", "Acquisition"),
    "category_customers": ("Клиенты", "Customers"),
    "category_plan": ("План", "Plan"),
    "category_tables": ("Таблицы и пояснения", "Tables and explanations"),
    "category_calc": ("Формулы по ячейкам", "Formulas over cells"),
    # What cells of text say.
    "cell_period": ("Период", "Period"),
    "cell_channel": ("Канал", "Channel"),
    "cell_all_time": ("всё", "all"),
    "cell_all_channels": ("Все каналы", "All channels"),
    "cell_period_blank": (
        "Ячейка периода пуста. Впишите период, например 2026-10, или уберите аргумент: тогда это отчётный месяц.",
        "The period cell is blank. Write a period, as 2026-10, or leave the argument out for the report month.",
    ),
    "cell_kpi_blank": (
        "Показатель не назван. Напишите, например, CAC или «Средний чек».",
        "No KPI is named. Write, for example, CAC or “Average check”.",
    ),
    "cell_data_month": ("Отчётный месяц: {month}.", "Report month: {month}."),
    "cell_data_as_of": ("Данные на {day}.", "Data as of {day}."),
    "cell_data_table": ("{table} по {day}", "{table} up to {day}"),
    "cell_data_findings": (
        "Не принято строк: {errors}; предупреждений: {warnings}.",
        "Rows refused: {errors}; warnings: {warnings}.",
    ),
    "workbook_not_known": (
        "Не видно, из какой книги вызвана функция. Вставьте формулу в ячейку книги с таблицами.",
        "It is not known which workbook calls the function. Put the formula in a cell of the workbook with the tables.",
    ),
}
