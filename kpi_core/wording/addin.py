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
    "argument_forecast_period_help": (
        "Месяц, квартал или год: 2026-10, «окт 2026», дата, 2026-Q3; диапазон даёт сразу много ответов. "
        "Не указан: месяц, который сейчас идёт в данных. Период завершён: факт. Пустая ячейка: #Н/Д.",
        "A month, quarter or year: 2026-10, “Oct 2026”, a date, 2026-Q3; a range of cells gives many answers at once. "
        "Omitted: the month under way in the data. A period that is over: the actual. A blank cell: #N/A.",
    ),
    "argument_month": ("месяц", "month"),
    "argument_month_help": (
        "Месяц: 2026-10, «окт 2026» или дата. Не указан: отчётный месяц. Пустая ячейка: #Н/Д.",
        "A month: 2026-10, “Oct 2026” or a date. Omitted: the report month. A blank cell: #N/A.",
    ),
    "argument_leads": ("по_лидам", "leads"),
    "argument_leads_help": (
        "ИСТИНА: число заказов делится на число лидов и конверсию. Не указано или ЛОЖЬ: не делится.",
        "TRUE: the number of orders is split into the number of leads and their conversion. Omitted or FALSE: not.",
    ),
    "argument_edge": ("край", "edge"),
    "argument_edge_help": (
        "«низ» или «верх»: край вилки; «вилка»: низ, прогноз и верх рядом; «словами»: предложение, в нём и причина, "
        "если прогноза нет. Не указан: сам прогноз.",
        "“low” or “high”: that end of the range; “range”: low, forecast and high side by side; “words”: a sentence, "
        "which also says why there is no forecast. Omitted: the forecast itself.",
    ),
    "argument_kind": ("вид", "kind"),
    "argument_kind_help": (
        "Какие когорты: «конверсия» (лиды месяца по срокам), «удержание» (кто покупает снова), «LTV» (сколько принёс "
        "клиент) или «окупаемость» (CAC, LTV и за сколько месяцев).",
        "Which cohorts: “conversion” (leads of a month by days), “retention” (who buys again), “LTV” (what a customer "
        "brought) or “payback” (CAC, LTV and after how many months).",
    ),
    "argument_cost_help": (
        "Стоимость: CAC (нового клиента), CPO (заказа) или CPL (лида).",
        "The cost: CAC (of a new customer), CPO (of an order) or CPL (of a lead).",
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
    "function_significant_help": (
        "ИСТИНА, если изменение показателя больше обычного разброса; ЛОЖЬ, если это может быть случай; #Н/Д, если "
        "проверить нельзя (почему, скажет KPI_VERDICT). Каналы проверяются с поправкой на их число, как в отчёте.",
        "TRUE where the change of a KPI is larger than the usual scatter, FALSE where chance may explain it, #N/A "
        "where it cannot be tested (KPI_VERDICT says why). Channels are adjusted for their number, as in the report.",
    ),
    "function_verdict_help": (
        "Словами: больше ли изменение показателя обычного разброса и в каких пределах оно лежит, или почему этого не "
        "сказать. То же, что KPI_SIGNIFICANT.",
        "In words: whether the change of a KPI is larger than the usual scatter, and between which limits it lies, or "
        "why that cannot be told. The same as KPI_SIGNIFICANT.",
    ),
    "function_forecast_help": (
        "Прогноз показателя на конец месяца при нынешнем темпе; край вилки или вся вилка по четвёртому аргументу. "
        "До 7-го дня и для показателей, которые не складываются по дням (CAC, конверсия): #Н/Д.",
        "What a KPI will come to by the end of the month at the present pace; the fourth argument asks for the range. "
        "Before day 7, and for KPIs that do not add up over days (CAC, conversion): #N/A.",
    ),
    "function_status_help": (
        "Статус к плану: «в плане» (выполнение от 100 %), «на грани» (от 95 %), «вне плана»; «без оценки», если месяц "
        "не закончен или данных мало. Нет плана: #Н/Д.",
        "The status against the plan: “on plan” (attainment from 100%), “near miss” (from 95%), “off plan”; “not "
        "judged” in an unfinished month or on little data. No target: #N/A.",
    ),
    "function_bridge_help": (
        "Таблица: из чего сложилось изменение выручки (число заказов, доли каналов, средний чек) к прошлому периоду, "
        "году или плану. Части дают изменение точно; доли — от исходной выручки.",
        "A table: what made revenue change (number of orders, mix of channels, average check) against the previous "
        "period, the year before or the plan. The parts add up exactly; shares are of the starting revenue.",
    ),
    "function_contribution_help": (
        "Таблица: какой канал насколько изменил CAC (CPO, CPL) всей фирмы к прошлому периоду, году или плану. "
        "Вклады каналов дают изменение точно; сначала самые большие.",
        "A table: how far each channel moved the CAC (CPO, CPL) of the whole firm against the previous period, the "
        "year before or the plan. The contributions add up exactly; the largest first.",
    ),
    "function_quadrant_help": (
        "Таблица: какие каналы приводят клиентов, а какие съедают бюджет. Доля расходов и результата, индекс с "
        "границами, вывод только там, где разница больше обычного разброса.",
        "A table: which channels bring customers and which eat the budget. Share of spend and of results, the index "
        "with its limits, a verdict only where the difference is larger than the usual scatter.",
    ),
    "function_cohorts_help": (
        "Таблица когорт за 12 месяцев: конверсия лидов, удержание клиентов, LTV или окупаемость. "
        "Там, где срок ещё не прошёл, стоит дата, когда он пройдёт.",
        "A table of the cohorts of 12 months: conversion of leads, retention of customers, LTV or payback. "
        "Where the time has not passed yet, the date on which it will.",
    ),
    "function_scorecard_help": (
        "Матрица KPI за месяц: вес, цель, факт и результат каждого показателя, у которого в плане есть вес, итог и "
        "доля премии. Весов нет: вместо таблицы причина.",
        "The scorecard of a month: weight, target, actual and result of each KPI with a weight in the plan, the total "
        "and the share of the bonus. No weights: the reason in place of the table.",
    ),
    "function_suggest_help": (
        "Таблица: два-три показателя, с которых этой фирме стоит начать, и почему.",
        "A table: the two or three KPIs for this firm to start with, and why.",
    ),
    "category_sales": ("Продажи", "Sales"),
    "category_funnel": ("Воронка", "Funnel"),
    "category_advertising": ("Реклама", "Advertising"),
    "category_acquisition": ("Привлечение", "Acquisition"),
    "category_customers": ("Клиенты", "Customers"),
    "category_plan": ("План", "Plan"),
    "category_tables": ("Таблицы и пояснения", "Tables and explanations"),
    "category_analyses": ("Анализ", "Analysis"),
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
    "cell_bridge_leads": (
        "На лиды и конверсию не разделено: {why}.",
        "Not split into leads and conversion: {why}.",
    ),
    "forecast_not_additive": (
        "показатель не складывается по дням",
        "the KPI does not add up over days",
    ),
    "cell_quadrant_results": ("Результаты", "Results"),
    "cell_quadrant_spend_share": ("Доля расходов", "Share of spend"),
    "cell_quadrant_result_share": ("Доля результата", "Share of results"),
    "cell_quadrant_index": ("Индекс", "Index"),
    "cell_quadrant_low": ("Индекс не ниже", "Index at least"),
    "cell_quadrant_high": ("Индекс не выше", "Index at most"),
    "cell_quadrant_cost": ("Цена результата", "Cost of a result"),
    "cell_quadrant_verdict": ("Вывод", "Verdict"),
    "cell_quadrant_remark": ("Пояснение", "Remark"),
    "cell_suggest_why": ("Почему", "Why"),
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
