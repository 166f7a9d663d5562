"""Words of the report's analyses: sentences, bridges, contributions, charts, the scorecard and what to look at."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Cause, risk and decision.
    "cause_mom": ("Выручка за месяц {difference}: {parts}.", "Revenue {difference} on the month: {parts}."),
    "cause_yoy": ("Выручка за год {difference}: {parts}.", "Revenue {difference} on the year: {parts}."),
    "cause_plan": ("Выручка против плана {difference}: {parts}.", "Revenue {difference} against plan: {parts}."),
    "cause_mover": (
        "Больше обычного разброса изменился канал «{channel}»: {difference}.",
        "The channel “{channel}” changed by more than the usual spread: {difference}.",
    ),
    "cause_largest": (
        "Самое крупное изменение — у канала «{channel}»: {difference}.",
        "The largest change is that of “{channel}”: {difference}.",
    ),
    "cause_cost_mom": (
        "{label} за месяц {difference}, больше всего из-за канала «{channel}»: {part}.",
        "{label} {difference} on the month, most of all through “{channel}”: {part}.",
    ),
    "cause_cost_yoy": (
        "{label} за год {difference}, больше всего из-за канала «{channel}»: {part}.",
        "{label} {difference} on the year, most of all through “{channel}”: {part}.",
    ),
    "risk_drain": (
        "Канал «{channel}» съедает бюджет: потрачено {spend} ({share} рекламы платных каналов), {what} — 0.",
        "“{channel}” eats the budget: {spend} spent ({share} of the paid channels’ advertising), no {what}.",
    ),
    "risk_weak": (
        "Канал «{channel}»: {share} рекламы платных каналов и {brought} их {what}; {cost} {price}.",
        "“{channel}”: {share} of the paid channels’ advertising and {brought} of their {what}; {cost} {price}.",
    ),
    "risk_cost": (
        "{label} — {value} при плане {target} ({change}): больше обычного разброса.",
        "{label} {value} against {target} planned ({change}): more than the usual spread.",
    ),
    "decision_move": (
        "Перенести {sum} из канала «{giver}» в канал «{receiver}» и проверить тестом. При нынешних средних ценах"
        " прибавка {what} — {change} (от {low} до {high}), на деле обычно меньше.",
        "Move {sum} from “{giver}” to “{receiver}” and check by a test. At present average prices the gain in {what}"
        " is {change} ({low} to {high}); in practice it is usually less.",
    ),
    "decision_examine": (
        "Разобраться с каналом «{channel}»: среди платных нет канала, который был бы заметно лучше остальных,"
        " и переносить деньги пока некуда.",
        "Look into “{channel}”: no paid channel is clearly better than the others, so there is nowhere to move money"
        " yet.",
    ),
    "decision_none": (
        "Деньги между платными каналами не переносить: их отличия в пределах обычного разброса.",
        "Move no money between the paid channels: they differ within the usual spread.",
    ),
    # Bridges.
    "against_mom": ("Против прошлого месяца", "Against last month"),
    "against_yoy": ("Против прошлого года", "Against last year"),
    "against_plan": ("Против плана", "Against the plan"),
    "tick_plan": ("план", "plan"),
    "tick_after": ("факт", "actual"),
    "tick_volume": ("заказы", "orders"),
    "tick_leads": ("лиды", "leads"),
    "tick_conversion": ("конвер-|сия", "conver-|sion"),
    "tick_mix": ("доли|каналов", "channel|mix"),
    "tick_check": ("средний|чек", "average|check"),
    "axis_cut": (" Ось усечена.", " The axis is cut."),
    "bridges_subtitle": (
        "Мост выручки{unit}: база → изменения → факт. Шкала общая.{cut}",
        "Revenue bridge{unit}: base → changes → actual. One scale.{cut}",
    ),
    "bridges_note": (
        "Зелёный и красный — больше обычного разброса, светлый — в его пределах, иной — не проверялось. Заказы:"
        " изменение числа заказов × прежний средний чек; доли: заказы перешли в каналы с другим чеком; чек: внутри"
        " каналов.",
        "Green and red: beyond the usual spread; pale: within it; any other: not tested. Orders: change of their number"
        " × the old average check; mix: orders moved to channels with another check; check: within channels.",
    ),
    "bridges_noise": (
        "Изменения выручки — в пределах обычного разброса",
        "Changes of revenue are within the usual spread",
    ),
    "bridges_plain": ("Из чего сложилось изменение выручки", "What made the change of revenue"),
    "bridges_title_mom": ("Выручка за месяц {difference}: {part}", "Revenue {difference} on the month: {part}"),
    "bridges_title_yoy": ("Выручка за год {difference}: {part}", "Revenue {difference} on the year: {part}"),
    "bridges_title_plan": ("Выручка против плана {difference}: {part}", "Revenue {difference} against plan: {part}"),
    "bridge_alternative": (
        "{against}: было {before}; {parts}; стало {after}.",
        "{against}: from {before}; {parts}; to {after}.",
    ),
    "others": ("прочие ({count})", "others ({count})"),
    "movers_alternative": (
        "Изменение выручки по каналам, база {base}: {parts}.",
        "Change of revenue by channel, {base}: {parts}.",
    ),
    "movers_subtitle": (
        "Мост выручки по каналам{unit}: {base} → изменение каждого канала → {now}.{cut}",
        "Revenue bridge by channel{unit}: {base} → change of each channel → {now}.{cut}",
    ),
    "movers_title_mom": (
        "За месяц больше обычного разброса изменились: {parts}",
        "Changed on the month by more than the usual spread: {parts}",
    ),
    "movers_title_yoy": (
        "За год больше обычного разброса изменились: {parts}",
        "Changed on the year by more than the usual spread: {parts}",
    ),
    "movers_noise_mom": (
        "Выручка каналов за месяц: изменения в пределах обычного разброса",
        "Revenue by channel on the month: changes within the usual spread",
    ),
    "movers_noise_yoy": (
        "Выручка каналов за год: изменения в пределах обычного разброса",
        "Revenue by channel on the year: changes within the usual spread",
    ),
    "movers_plain_mom": ("Изменение выручки каналов за месяц", "Revenue by channel: change on the month"),
    "movers_plain_yoy": ("Изменение выручки каналов за год", "Revenue by channel: change on the year"),
    # Costs.
    "costs_part": ("Вклад", "Contribution"),
    "costs_subtitle": (
        "{label}: сколько денег на одного добавил или убавил каждый канал; вклады складываются в изменение",
        "{label}: how much each channel added or took off; the contributions add up to the change",
    ),
    "costs_noise_mom": (
        "{label}: изменение за месяц в пределах обычного разброса",
        "{label}: the change on the month is within the usual spread",
    ),
    "costs_noise_yoy": (
        "{label}: изменение за год в пределах обычного разброса",
        "{label}: the change on the year is within the usual spread",
    ),
    "costs_title_mom": (
        "{label} за месяц {difference}: вклад каналов",
        "{label} {difference} on the month, by channel",
    ),
    "costs_title_yoy": ("{label} за год {difference}: вклад каналов", "{label} {difference} on the year, by channel"),
    # Small multiples and the heat map.
    "multiples_title": ("{label} каналов по месяцам", "{label} of the channels by month"),
    "multiples_subtitle": (
        "{label}, месяцев: {count}. Шкала у всех графиков общая.{plan}",
        "{label}, {count} months. All panels share one scale.{plan}",
    ),
    "multiples_plan": (" Пунктир — план.", " Dashed: plan."),
    "multiples_alternative": (
        "{label} по каналам в отчётном месяце: {listed}.",
        "{label} by channel in the report month: {listed}.",
    ),
    "heat_subtitle": (
        "{label}, факт в % от плана: от 100 — в плане, 95–99 — на грани, меньше — вне плана (тёмная клетка, жирно)",
        "{label}, actual in % of plan: from 100 on plan, 95–99 near miss, less off plan (dark cell, bold)",
    ),
    "heat_plain": ("{label}: план по каналам", "{label}: plan by channel"),
    "heat_title": (
        "{label}: план месяца выполнен в каналах: {met} из {count}",
        "{label}: {met} of {count} channels met the plan of the month",
    ),
    "heat_all": (
        "{label}: план месяца выполнен во всех каналах, где он есть",
        "{label}: every channel with a plan met it",
    ),
    "heat_none": (
        "{label}: план месяца не выполнен ни в одном канале, где он есть",
        "{label}: no channel with a plan met it",
    ),
    # The quadrant.
    "standing_x": ("доля рекламных расходов", "share of advertising spend"),
    "standing_y": ("доля {what}", "share of {what}"),
    "standing_index": ("Индекс", "Index"),
    "standing_interval": ("Интервал", "Interval"),
    "standing_verdict": ("Вывод", "Verdict"),
    "standing_none": ("без вывода", "no verdict"),
    "standing_subtitle": (
        "Платные каналы: доля рекламных расходов и доля {what}. Выше диагонали канал приводит больше своей доли"
        " расходов, ниже — меньше",
        "Paid channels: share of advertising spend and of {what}. Above the diagonal a channel brings more than its"
        " share of the spend, below less",
    ),
    "standing_legend": (
        "Индекс — доля результата ÷ доля расходов, с интервалом 95\u00a0%. Вывод — только там, где отличие больше"
        " обычного разброса.",
        "Index: share of results ÷ share of spend, with its 95% interval. A verdict only where the difference is"
        " beyond the usual spread.",
    ),
    "standing_cut": ("Ещё каналов: {count}.", "{count} more channels."),
    "standing_alternative": (
        "Доли расходов и {what} платных каналов: {listed}.",
        "Shares of spend and of {what} of the paid channels: {listed}.",
    ),
    "standing_title_drain": ("съедают бюджет: {channels}", "eating the budget: {channels}"),
    "standing_title_examine": ("разобраться: {channels}", "look into: {channels}"),
    "standing_title_grow": ("усилить: {channels}", "grow: {channels}"),
    "standing_noise": (
        "Платные каналы отличаются в пределах обычного разброса",
        "The paid channels differ within the usual spread",
    ),
    "standing_unjudged": ("Платные каналы: выводов нет, {why}", "Paid channels: no verdicts, {why}"),
    # The scorecard.
    "matrix_title": (
        "Матрица KPI: результат {result}, к выплате {payout}",
        "Scorecard: result {result}, payout {payout}",
    ),
    "matrix_open": ("Матрица KPI: итог не посчитан", "Scorecard: no total"),
    "matrix_subtitle": (
        "{period}. Результат = Σ вес × результат показателя; выплата — по шкале, доля премии",
        "{period}. Result = Σ weight × result of each KPI; the payout follows the scale, as a share of the bonus",
    ),
    # The month under way.
    "underway_title": ("{period}: прошло дней {days} из {all}", "{period}: {days} of {all} days so far"),
    "underway_subtitle": (
        "По {day} включительно; м/м — к тем же числам прошлого месяца, г/г — к тем же дням недели год назад."
        " Прогноз — вилка, в которую попадают четыре месяца из пяти",
        "Up to {day}; MoM against the same days of last month, YoY against the same weekdays a year ago. The forecast"
        " is a range that holds four months of five",
    ),
    "underway_now": ("На сегодня", "So far"),
    "underway_before": ("Те же дни месяц назад", "Same days last month"),
    "underway_forecast": ("Прогноз на месяц", "Forecast of the month"),
    # What to look at.
    "watch_title": ("Что проверить", "What to look at"),
    "watch_subtitle": (
        "Значения вне обычных границ, тишина в данных и пересчитанные месяцы",
        "Values outside their usual limits, silence in the data and recalculated months",
    ),
    "watch_error": ("Тревога.", "Alarm."),
    "watch_warning": ("Внимание.", "Warning."),
    "watch_recalculated": ("Пересчёт.", "Recalculated."),
    "watch_cut": ("И ещё: {count}; все — в команде kpi alerts.", "And {count} more; see them all with kpi alerts."),
    "recalculated": ("{period} пересчитан: {parts}.", "{period} was recalculated: {parts}."),
    "recalculated_kpi": ("{label} — было {before}, стало {now}", "{label} was {before}, is {now}"),
    # Sums that must agree, in the passport.
    "fact_sums": ("Сверка", "Reconciled"),
    "checks_passed": ("Пройдено: {checks}.", "Passed: {checks}."),
    "checks_failed": ("Не пройдено: {checks}.", "Failed: {checks}."),
    "check_rows": (
        "прочитанные строки = учтённые + исключённые + отклонённые",
        "rows read = used + excluded + refused",
    ),
    "check_none_refused": ("отклонённых строк нет", "no row refused"),
    "check_refused": ("отклонено строк: {count}", "rows refused: {count}"),
    "check_months": ("месяцы без пропусков ({count})", "no month missing of {count}"),
    "check_gaps": ("нет данных за {months}", "no data for {months}"),
    "check_bridges": ("мосты выручки складываются в изменение до копейки", "revenue bridges add up to the cent"),
    "check_costs": (
        "вклады каналов складываются в изменение стоимости",
        "contributions of the channels add up to the change of the cost",
    ),
    # The files inside the PDF.
    "fact_attached": ("Вложения", "Attached"),
    "attached": ("{names}: все показанные цифры без округления", "{names}: every figure shown, unrounded"),
    "attached_csv": ("Цифры отчёта для программ", "The figures of the report, for programs"),
    "attached_xlsx": ("Цифры отчёта и источники", "The figures of the report and their sources"),
    "attached_figures": ("Цифры", "Figures"),
    "attached_sources": ("Источники", "Sources"),
    "attached_kpi": ("Показатель", "KPI"),
    "attached_period": ("Период", "Period"),
    "attached_channel": ("Канал", "Channel"),
    "attached_value": ("Значение", "Value"),
    "attached_unit": ("Единица", "Unit"),
    "attached_reason": ("Почему нет значения", "Why undefined"),
    "attached_note": ("Оговорки", "Notes"),
    # Absent blocks, in the passport.
    "fact_absent": ("Чего нет в отчёте", "Left out"),
    "absent_line": ("{block} — {why}", "{block}: {why}"),
    "block_bridges": ("Мост выручки", "Revenue bridge"),
    "block_movers": ("Мост выручки по каналам", "Revenue bridge by channel"),
    "block_costs": ("Вклад каналов в стоимость привлечения", "Channels behind the acquisition cost"),
    "block_multiples": ("Каналы по месяцам", "Channels by month"),
    "block_heat": ("План по каналам", "Plan by channel"),
    "block_standing": ("Сравнение платных каналов", "Comparison of the paid channels"),
    "block_scorecard": ("Матрица KPI", "Scorecard"),
    "block_plan": ("План", "Plan"),
    "block_trend": ("График по месяцам", "Chart by month"),
    "block_channels": ("Таблица каналов", "Table of channels"),
    "block_underway": ("Незаконченный месяц", "Month under way"),
    "absent_no_channels": ("каналов меньше двух", "fewer than two channels"),
    "absent_few_months": ("меньше трёх месяцев данных", "less than three months of data"),
    "absent_no_channel_plan": ("плана по каналам нет", "no plan by channel"),
    "absent_few_paid": ("платных каналов с результатом меньше двух", "fewer than two paid channels with results"),
    "absent_no_weights": ("в плане месяца нет весов", "the plan of the month has no weights"),
}
