"""Words of periods, KPIs and channels, and of the reasons and notes an answer carries."""

SENTENCES: dict[str, tuple[str, str]] = {
    "period_unknown": (
        "Период «{value}» не понят. Пишите 2026-10, 2026-Q3, 2026, «окт 2026» или 01.10.2026-20.10.2026.",
        "The period “{value}” is not understood. Write 2026-10, 2026-Q3, 2026, “Oct 2026” or 2026-10-01..2026-10-20.",
    ),
    "period_backwards": (
        "Период «{value}» кончается раньше, чем начинается. Поменяйте даты местами.",
        "The period “{value}” ends before it begins. Swap the dates.",
    ),
    "kpi_unknown": (
        "Показателя «{name}» нет. Список показателей: kpi list.",
        "There is no KPI “{name}”. See the list: kpi list.",
    ),
    "kpi_unknown_near": (
        "Показателя «{name}» нет. Может быть, «{near}»? Список показателей: kpi list.",
        "There is no KPI “{name}”. Did you mean “{near}”? See the list: kpi list.",
    ),
    "channel_unknown": (
        "Канала «{name}» нет в данных. Есть каналы: {known}.",
        "There is no channel “{name}” in the data. The channels are: {known}.",
    ),
    "channel_unknown_near": (
        "Канала «{name}» нет в данных. Может быть, «{near}»? Есть каналы: {known}.",
        "There is no channel “{name}” in the data. Did you mean “{near}”? The channels are: {known}.",
    ),
}
