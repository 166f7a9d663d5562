"""Words of the analyses: the bridge, contributions, cohorts, the scorecard and the suggested KPIs."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Members of a total.
    "member_no_channel": ("Без канала", "No channel"),
    "member_other": ("Прочие каналы", "Other channels"),
    "member_total": ("Итого", "Total"),
    "member_plan": ("План", "Plan"),
    # The bridge.
    "bridge_part": ("Что изменило выручку", "What changed revenue"),
    "bridge_amount": ("Сумма", "Amount"),
    "bridge_share": ("Доля исходной выручки", "Share of the starting revenue"),
    "bridge_channel": ("Канал", "Channel"),
    "bridge_volume": ("Число заказов", "Number of orders"),
    "bridge_leads": ("Число лидов", "Number of leads"),
    "bridge_conversion": ("Конверсия в заказ", "Conversion to orders"),
    "bridge_mix": ("Доли каналов", "Mix of channels"),
    "bridge_check": ("Средний чек", "Average check"),
    "bridge_change": ("Изменение", "Change"),
    # Contributions.
    "contribution_amount": ("Вклад в изменение", "Contribution to the change"),
    "contribution_kpi": (
        "Вклад каналов не считается для «{kpi}». Спросите один из показателей: {known}.",
        "Channel contributions are not defined for “{kpi}”. Ask for one of: {known}.",
    ),
    "contribution_plan": (
        "В плане нет воронки, поэтому причины внутри канала считаются против прошлого месяца или года: mom или yoy.",
        "The plan has no funnel, so causes inside a channel are told against last month or last year: mom or yoy.",
    ),
    # Cohorts.
    "cohort_month": ("Когорта", "Cohort"),
    "cohort_leads": ("Лиды", "Leads"),
    "cohort_customers": ("Клиенты", "Customers"),
    "cohort_column_conversion": ("{age} дн.", "{age} days"),
    "cohort_column_retention": ("{age} мес.", "month {age}"),
    "cohort_column_ltv": ("{age} мес.", "month {age}"),
    "cohort_so_far": ("На сегодня", "So far"),
    "cohort_matures": ("созреет {day}", "matures {day}"),
    "cohort_ltv": ("LTV", "LTV"),
    "cohort_ltv_cac": ("LTV : CAC", "LTV to CAC"),
    "cohort_payback": ("Окупаемость, мес.", "Payback, months"),
    "cohort_undated_sales": (
        "У части проданных лидов нет даты продажи: они входят в «На сегодня», но ни в один срок. Заполните её.",
        "Some won leads have no date of sale: they count so far, but within no horizon. Fill in the date of sale.",
    ),
    "cohort_revenue_for_profit": (
        "Себестоимость известна не для всех заказов, поэтому LTV посчитан по выручке, а не по прибыли.",
        "The cost of goods is not known for every order, so LTV counts revenue and not profit.",
    ),
    # The scorecard.
    "scorecard_kpi": ("Показатель", "KPI"),
    "scorecard_weight": ("Вес", "Weight"),
    "scorecard_base": ("База", "Base"),
    "scorecard_norm": ("Норма", "Norm"),
    "scorecard_target": ("Цель", "Target"),
    "scorecard_fact": ("Факт", "Actual"),
    "scorecard_result": ("Результат", "Result"),
    "scorecard_weighted": ("Вес × результат", "Weight × result"),
    "scorecard_remark": ("Примечание", "Remark"),
    "scorecard_payout": ("К выплате, доля премии", "Payout, share of the bonus"),
    "scorecard_bonus": ("Премия", "Bonus"),
    "scorecard_no_weights": (
        "В плане на месяц нет ни одного веса, поэтому результат не считается. Заполните столбец «Вес».",
        "The plan of the month has no weights, so there is no result. Fill in the column “Weight”.",
    ),
    "scorecard_weights": (
        "Веса дают {total}, а не 100 %, поэтому результат не считается. Исправьте столбец «Вес».",
        "The weights add up to {total}, not 100%, so there is no result. Correct the column “Weight”.",
    ),
    "scorecard_open": (
        "Итог не посчитан: у одного из показателей нет результата. Исправьте данные или задайте результат вручную.",
        "There is no total: one of the KPIs has no result. Correct the data, or set a result by hand.",
    ),
    "scorecard_undefined": ("результата нет: {reason}.", "no result: {reason}."),
    "scorecard_zero": ("результата нет: делить не на что, план или факт равен 0.", "no result: plan or actual is 0."),
    "scorecard_no_base": ("результата нет: не задана база.", "no result: no base is set."),
    "scorecard_base_is_norm": ("результата нет: база равна норме.", "no result: the base equals the norm."),
    "scorecard_recalculated": (
        "месяц закрыт со значением {before}; сейчас данные дают {now}, на премию это не влияет.",
        "the month was closed at {before}; the data now gives {now}, which does not change the bonus.",
    ),
    "scorecard_preliminary": ("предварительно: {note}.", "preliminary: {note}."),
    "scorecard_noise": (
        "отличие от плана в пределах случайных колебаний.",
        "the distance from the plan is within chance.",
    ),
    "scorecard_withheld": (
        "превышение плана в пределах случайных колебаний, по настройке засчитано 100 %.",
        "above the plan by no more than chance; by a setting it counts as 100%.",
    ),
    "scorecard_guarded": (
        "качество ниже порога ({guard}: {value} при пороге {floor}), засчитано не больше {limit}.",
        "quality is below the floor ({guard}: {value}, the floor is {floor}); it counts for {limit} at most.",
    ),
    "scorecard_guard_unknown": (
        "качество не проверено ({guard}): {reason}.",
        "quality could not be checked ({guard}): {reason}.",
    ),
    "scorecard_overridden": (
        "по формуле {computed}, засчитано {result}. Решение: {who}. Причина: {why}",
        "{computed} by the formula, {result} counts. Decided by {who}. Reason: {why}",
    ),
    "scorecard_overridden_blank": (
        "по формуле результата нет, засчитано {result}. Решение: {who}. Причина: {why}",
        "no result by the formula, {result} counts. Decided by {who}. Reason: {why}",
    ),
    "scorecard_override_idle": (
        "Ручной результат для «{kpi}{channel}» не учтён: в плане месяца у показателя нет строки с весом.",
        "The result set by hand for “{kpi}{channel}” is not counted: the plan of the month has no weighted row for it.",
    ),
    "scorecard_guard_idle": (
        "Контроль качества для «{kpi}{channel}» не действует: ни в одном месяце плана у показателя нет веса.",
        "The guard of “{kpi}{channel}” does nothing: in no month of the plan does the KPI have a weight.",
    ),
    "scorecard_form": (
        "Вида расчёта «{form}» нет. Есть: {known}.",
        "There is no form “{form}” of the scorecard. There are: {known}.",
    ),
    "scorecard_scale": (
        "Шкала выплат «{scale}» не растёт. Перечислите результаты по возрастанию, выплаты — не убывая.",
        "The payout scale “{scale}” does not rise. List results from low to high, with payouts that never fall.",
    ),
    "scorecard_unsigned": (
        "Ручной результат для «{kpi}» не подписан. Укажите, кто и почему его задал.",
        "The result set by hand for “{kpi}” is not signed. Say who set it, and why.",
    ),
    "scorecard_no_row": (
        "В матрице KPI нет строки «{kpi}». Есть: {known}.",
        "The scorecard has no row “{kpi}”. It has: {known}.",
    ),
    # Suggested KPIs.
    "suggest_nothing": (
        "За {month} данных не хватает ни на один показатель. Проверьте таблицы: kpi check.",
        "The data of {month} is not enough for any KPI. Look through the tables: kpi check.",
    ),
    "suggest_kind_shop": (
        "По данным это магазин: заказы идут без заявок, покупают чаще всего разово.",
        "The data looks like a shop: orders come without leads, and most customers buy now and then.",
    ),
    "suggest_kind_leads": (
        "По данным бизнес живёт заявками: продажа начинается с лида.",
        "The data looks like a business that lives by leads: a sale begins with one.",
    ),
    "suggest_kind_subscription": (
        "По данным это подписка: {staying} клиентов платят и в следующем месяце, раз в месяц.",
        "The data looks like a subscription: {staying} of the customers pay again the next month, once a month.",
    ),
    "suggest_setting": (
        "Чтобы отчёт показывал их: в настройках «Показатели» напишите {names}, в kpi.toml — kpis = [{listed}].",
        "To have the report show them: in the settings write {names} beside KPIs, in kpi.toml kpis = [{listed}].",
    ),
    "suggest_kpi": ("{label} — сейчас {value}.", "{label}: {value} now."),
    "suggest_caution": ("Осторожно: {note}.", "With care: {note}."),
    "suggest_instead": (
        "Лучше был бы показатель «{label}», но пока нельзя: {why}.",
        "“{label}” would be better, but not yet: {why}.",
    ),
    "suggest_sales_growth_yoy": (
        "Показывает, растёт ли бизнес, и сезон картины не портит.",
        "It tells whether the business grows, with the season left out.",
    ),
    "suggest_sales_growth_mom": (
        "Показывает, растут ли продажи; помните о сезоне, пока нет данных за прошлый год.",
        "It tells whether sales grow; mind the season until there is a year of data.",
    ),
    "suggest_revenue": (
        "С неё начинается любой разговор с руководством.",
        "Every talk with the management begins here.",
    ),
    "suggest_average_check": (
        "Показывает, растут ли продажи за счёт ценности заказа, а не только числа заказов.",
        "It tells whether sales grow by the worth of an order and not by their number alone.",
    ),
    "suggest_orders": ("Показывает спрос без влияния цен.", "They show demand without the influence of prices."),
    "suggest_cac": (
        "Показывает, во сколько обходится новый клиент и не дорожает ли рост.",
        "It tells what a new customer costs, and whether growth gets dearer.",
    ),
    "suggest_drr": (
        "Показывает, какую часть выручки съедает реклама.",
        "It tells which part of the revenue advertising eats.",
    ),
    "suggest_cpo": ("Показывает, во сколько обходится один заказ.", "It tells what one order costs."),
    "suggest_conversion_visit_order": (
        "Показывает, сколько посетителей доходит до заказа.",
        "It tells how many visitors get as far as an order.",
    ),
    "suggest_spend": ("Показывает, сколько стоит маркетинг.", "It tells what marketing costs."),
    "suggest_leads": ("С лида начинается каждая ваша продажа.", "Each of your sales begins with a lead."),
    "suggest_conversion_lead_sale": (
        "Показывает качество лидов: сколько из них становится продажами.",
        "It tells the quality of the leads: how many become sales.",
    ),
    "suggest_conversion_lead_sale_calendar": (
        "Показывает, сколько продаж приходится на лиды месяца; при скачках числа лидов искажается.",
        "It sets the sales of a month against its leads; jumps in the number of leads distort it.",
    ),
    "suggest_conversion_visit_lead": (
        "Показывает, сколько посетителей оставляет заявку.",
        "It tells how many visitors leave a request.",
    ),
    "suggest_conversion_click_lead": (
        "Показывает, сколько кликов становится заявками.",
        "It tells how many clicks become leads.",
    ),
    "suggest_cpl": ("Показывает, во сколько обходится лид.", "It tells what a lead costs."),
    "suggest_new_customers": (
        "Без новых подписчиков база только убывает.",
        "Without new subscribers the base can only shrink.",
    ),
    "suggest_churn": (
        "Показывает, сколько клиентов уходит; для подписки это главный тормоз роста.",
        "It tells how many customers leave: the main brake on a subscription.",
    ),
    "suggest_repeat_rate": ("Показывает, возвращаются ли клиенты.", "It tells whether customers come back."),
    "suggest_ltv_cac": (
        "Показывает, окупает ли клиент стоимость своего привлечения.",
        "It tells whether a customer repays the cost of winning him.",
    ),
    "suggest_arppu": ("Показывает, сколько приносит один клиент.", "It tells what one customer brings."),
    "suggest_cpc": ("Показывает цену одного клика.", "It tells the price of a click."),
    "suggest_ctr": ("Показывает, откликаются ли люди на объявления.", "It tells whether people respond to the ads."),
    "suggest_clicks": ("Показывает, сколько людей приводит реклама.", "They tell how many people advertising brings."),
    "suggest_visits": ("Показывает интерес к сайту.", "They show the interest in the site."),
}
