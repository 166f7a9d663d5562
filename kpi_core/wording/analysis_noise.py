"""Words of signal and noise, the quadrant, what-if, alerts and the forecast."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Signal or noise.
    "noise_within": (
        "Разница в пределах обычного разброса.",
        "The difference is within the usual scatter.",
    ),
    "noise_within_interval": (
        "Разница в пределах обычного разброса (изменение может быть любым от {low} до {high}).",
        "The difference is within the usual scatter (the change may be anything from {low} to {high}).",
    ),
    "noise_beyond": (
        "Разница больше обычного разброса.",
        "The difference is larger than the usual scatter.",
    ),
    "noise_beyond_interval": (
        "Разница больше обычного разброса (изменение — от {low} до {high}).",
        "The difference is larger than the usual scatter (the change lies between {low} and {high}).",
    ),
    "noise_untested": (
        "Нельзя сказать, больше ли разница обычного разброса: {why}.",
        "It cannot be told whether the difference is larger than the usual scatter: {why}.",
    ),
    "untested_no_test": ("для этого показателя проверки нет", "there is no test for this KPI"),
    "untested_decided": (
        "расходы зависят от решения, а не от случая",
        "spend depends on decisions and not on chance",
    ),
    "untested_capped": (
        "результатов больше, чем попыток, или план вне 0–100 %",
        "there are more results than trials, or the plan is outside 0–100%",
    ),
    "untested_not_whole": ("в данных дробные количества", "the data holds counts that are not whole"),
    "untested_no_order_rows": (
        "нужны строки отдельных заказов, а есть только итоги",
        "rows of single orders are needed, and there are only totals",
    ),
    "untested_small_base": ("слишком мало заказов", "there are too few orders"),
    "untested_no_scatter": ("все заказы на одну сумму", "all orders are of the same amount"),
    # Quadrant.
    "quadrant_grow": ("усилить", "grow"),
    "quadrant_hold": ("держать", "hold"),
    "quadrant_examine": ("разобраться", "look into"),
    "quadrant_drain": ("съедает бюджет", "eats the budget"),
    "quadrant_noise": (
        "отличие от остальных каналов в пределах обычного разброса",
        "the difference from the other channels is within the usual scatter",
    ),
    "quadrant_only_paid": (
        "сравнить не с чем: других платных каналов с результатом нет",
        "nothing to compare with: no other paid channel with results",
    ),
    "quadrant_no_spend_rows": ("расходов на рекламу в данных нет", "the data holds no advertising spend"),
    "quadrant_free": ("на рекламу не тратились", "no advertising spend"),
    "quadrant_unmatched": (
        "у канала только расходы или только продажи: возможно, в таблицах он назван по-разному",
        "the channel has spend only or sales only: the tables may call it by different names",
    ),
    "quadrant_unmatched_near": (
        "у канала только расходы или только продажи: возможно, это тот же канал, что «{match}»;"
        " если да, запишите это в таблицу «Каналы»",
        "the channel has spend only or sales only: it may be the same as “{match}”;"
        " if so, put it in the table Channels",
    ),
    "quadrant_bound_new_customers": (
        "«{channel}»: потрачено {spend}, новых клиентов 0 — при такой цене и 0 продаж CAC не ниже {bound}.",
        "“{channel}”: {spend} spent, 0 new customers: at this price and with no sales, CAC is at least {bound}.",
    ),
    "quadrant_bound_orders": (
        "«{channel}»: потрачено {spend}, заказов 0 — при такой цене и 0 продаж CPO не ниже {bound}.",
        "“{channel}”: {spend} spent, 0 orders: at this price and with no sales, CPO is at least {bound}.",
    ),
    "quadrant_bound_leads": (
        "«{channel}»: потрачено {spend}, лидов 0 — при такой цене и 0 лидов CPL не ниже {bound}.",
        "“{channel}”: {spend} spent, 0 leads: at this price and with no leads, CPL is at least {bound}.",
    ),
    "average_not_marginal": (
        "Средняя отдача канала — не отдача следующего рубля: прибавка к бюджету обычно приносит меньше среднего.",
        "A channel’s average return is not that of the next unit spent: an increase usually brings less than average.",
    ),
    # What if.
    "count_new_customers": ("новый клиент|новых клиента|новых клиентов", "new customer|new customers"),
    "count_orders": ("заказ|заказа|заказов", "order|orders"),
    "count_leads": ("лид|лида|лидов", "lead|leads"),
    "whatif_gain": (
        "Если перенести {sum} из «{giver}» в «{receiver}», при нынешних средних ценах изменение — {change}"
        " (от {low} до {high}): {what}.",
        "If {sum} move from “{giver}” to “{receiver}”, at present average prices the change is {change}"
        " ({low} to {high}): {what}.",
    ),
    "whatif_advised": (
        "Каналы отличаются больше обычного разброса. За один шаг — не больше {advised} (20 % расходов «{receiver}»);"
        " проверить тестом.",
        "The channels differ by more than the usual scatter. At most {advised} in one step (20% of the spend of"
        " “{receiver}”); check by a test.",
    ),
    "whatif_noise": (
        "Разница каналов в пределах обычного разброса: переносить деньги из-за неё не стоит.",
        "The channels differ within the usual scatter: that is no ground to move money.",
    ),
    "whatif_worse": (
        "«{receiver}» берёт за результат больше, чем «{giver}»: такой перенос не предлагается.",
        "“{receiver}” takes more for a result than “{giver}”: such a move is not proposed.",
    ),
    "whatif_refused": ("Перенос не оценивается: {why}.", "The move is not estimated: {why}."),
    "whatif_not_paid": (
        "«{channel}» — не платный канал в этом периоде",
        "“{channel}” is not a paid channel in this period",
    ),
    "whatif_same_channel": ("оба канала — один и тот же", "both channels are the same"),
    "whatif_not_positive": ("сумма должна быть больше нуля", "the sum must be more than zero"),
    "whatif_too_much": (
        "«{channel}» потратил за период меньше этой суммы",
        "“{channel}” spent less than this sum in the period",
    ),
    # Alerts.
    "alert_level_error": ("тревога", "alarm"),
    "alert_level_warning": ("внимание", "warning"),
    "alert_level_info": ("к сведению", "for information"),
    "alert_of_channel": ("{label}, «{channel}»", "{label}, “{channel}”"),
    "alert_unusual_high": (
        "{label} за {period} — {value}: выше обычного ({low} … {high}).",
        "{label} in {period} is {value}: above the usual range ({low} to {high}).",
    ),
    "alert_unusual_low": (
        "{label} за {period} — {value}: ниже обычного ({low} … {high}).",
        "{label} in {period} is {value}: below the usual range ({low} to {high}).",
    ),
    "alert_pacing": (
        "{label} за {period} — {value}, а по плану к этому дню {plan}: темп выше плана на {over}.",
        "{label} in {period} is {value} against {plan} planned by this day: {over} ahead of plan.",
    ),
    "alert_no_rows": (
        "Таблица «{table}»: по каналу «{channel}» нет строк {days}, последняя — {last}. Проверьте выгрузку и метки.",
        "Table “{table}”: no rows for the channel “{channel}” for {days}, the last on {last}. Check the export and"
        " the tags.",
    ),
    "alert_no_results": (
        "«{channel}» за {period}: потрачено {value}, результатов 0 ({what}). Проверьте метки и посадочные страницы.",
        "“{channel}” in {period}: {value} spent, no results ({what}). Check the tags and landing pages.",
    ),
    "alert_ctr_high": (
        "{label} за {period} — {value}: больше 30 % не бывает. Проверьте столбцы показов и кликов.",
        "{label} in {period} is {value}: more than 30% does not happen. Check the columns of impressions and clicks.",
    ),
    "alert_totals": (
        "{place}: итог в таблице не сходится с суммой строк. {message}",
        "{place}: a total in the table disagrees with the sum of its rows. {message}",
    ),
    "count_days_without_rows": ("день|дня|дней", "day|days"),
    # Forecast.
    "forecast_range": (
        "{label}, прогноз на {period}: от {low} до {high}, при нынешнем темпе {point}.",
        "{label}, forecast for {period}: {low} to {high}, {point} at the present pace.",
    ),
    "forecast_done": ("{label}: {period} завершён, факт — {point}.", "{label}: {period} is over, actual {point}."),
    "forecast_none": ("{label}: прогноза на {period} нет — {why}.", "{label}: no forecast for {period}: {why}."),
    "forecast_own_band": (
        "Ширина вилки проверена на прошлых месяцах этой фирмы: {months}.",
        "The width of the range was tested on earlier months of this firm: {months}.",
    ),
    "forecast_default_band": (
        "Своих прошлых месяцев мало ({months}), ширина вилки взята по опыту трёх магазинов.",
        "There are few earlier months ({months}); the width of the range is that found for three shops.",
    ),
    "forecast_not_begun": ("период ещё не начался", "the period has not begun"),
}
