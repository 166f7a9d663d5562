"""Words of a cube that is kept on disk, and of `kpi refresh`."""

SENTENCES: dict[str, tuple[str, str]] = {
    "help_refresh": (
        "Посчитать источник и сохранить куб на диск: таблица отвечает из него.",
        "Count a source and keep the cube on disk: the spreadsheet answers from it.",
    ),
    "about_refresh": (
        "Для складов данных, папок Parquet и баз, которые в лист не помещаются. Файл .kpicube ложится рядом с"
        " источником; в настройках книги пишут «Источник» и путь к kpi.toml, папке или самому .kpicube. Новый файл"
        " встаёт на место старого целиком: кто считает в эту минуту, видит либо старый, либо новый.",
        "For warehouses, Parquet folders and databases that no sheet can hold. The .kpicube file lies beside the"
        " source; the workbook's settings name it as “Source”: the path of the kpi.toml, the folder or the .kpicube"
        " itself. The new file takes the place of the old one as a whole: whoever calculates meanwhile sees the one or"
        " the other.",
    ),
    "help_refresh_output": (
        "Куда записать, если не рядом с источником; имя кончается на .kpicube.",
        "Where to write it, if not beside the source; the name ends in .kpicube.",
    ),
    "example_refresh_output": ("--output S:/отчёты/отдел.kpicube", "--output S:/reports/team.kpicube"),
    "epilog_refresh": (
        "kpi refresh склад/kpi.toml|kpi refresh выгрузки --output отдел.kpicube|kpi compute отдел.kpicube",
        "kpi refresh warehouse/kpi.toml|kpi refresh exports --output team.kpicube|kpi compute team.kpicube",
    ),
    "kept_writing": ("Записываю {path}", "Writing {path}"),
    "kept_suffix": (
        "--output: «{value}» не кончается на .kpicube. Назовите файл, например, отдел.kpicube.",
        "--output: “{value}” does not end in .kpicube. Name the file team.kpicube, for example.",
    ),
    "kept_refreshed": (
        "«{value}» — сохранённый куб, а не источник. Назовите то, из чего он сделан: kpi.toml, папку, файл с данными.",
        "“{value}” is a kept cube and no source. Name what it was made from: a kpi.toml, a folder, a data file.",
    ),
    "kept_no_rows": (
        "«{path}» — сохранённый куб: строк в нём нет. Назовите источник, из которого он сделан: {source}.",
        "“{path}” is a kept cube: it holds no rows. Name the source that it was made from: {source}.",
    ),
    "kept_missing": (
        "Сохранённого куба {path} нет. Сделайте его: kpi refresh ИСТОЧНИК.",
        "There is no kept cube {path}. Make it: kpi refresh SOURCE.",
    ),
    "kept_missing_of": (
        "Для источника {source} ещё нет сохранённого куба ({path}). Сделайте его: kpi refresh {source}.",
        "There is no kept cube of the source {source} yet ({path}). Make it: kpi refresh {source}.",
    ),
    "kept_table_unread": (
        "Таблица «{table}» не читается: в настройках назван источник. Уберите оттуда «Источник» или саму таблицу.",
        "The table “{table}” is not read: the settings name a source. Remove that setting, or the table.",
    ),
    "kept_broken": (
        "Файл {path} — не сохранённый куб или испорчен. Сделайте его заново: kpi refresh ИСТОЧНИК.",
        "The file {path} is no kept cube, or is damaged. Make it anew: kpi refresh SOURCE.",
    ),
    "kept_other_version": (
        "Куб {path} сохранила другая версия программы. Сделайте его заново: kpi refresh ИСТОЧНИК.",
        "The cube {path} was kept by another version of the program. Make it anew: kpi refresh SOURCE.",
    ),
    "kept_unsaved": (
        "У источника «{source}» неполный путь, а книга не сохранена на диск. Сохраните её или впишите полный путь.",
        "The source “{source}” has no full path, and the workbook is not saved on a disk. Save it, or give the path.",
    ),
    "kept_url": (
        "Источник «{source}» — адрес базы без запроса. Опишите его в kpi.toml (path и query) и впишите путь к нему.",
        "The source “{source}” is a database without a query. Put it into a kpi.toml (path and query) and name that.",
    ),
    "kept_as_of": (
        "Из сохранённого куба «{source}», обновлён {day} в {time}.",
        "From the kept cube of “{source}”, refreshed on {day} at {time}.",
    ),
    "kept_stale": (
        "Файл «{file}» с тех пор изменился: обновите куб (kpi refresh).",
        "The file “{file}” has changed since: refresh the cube (kpi refresh).",
    ),
    "reason_not_kept": (
        "строк слишком много, чтобы хранить их: клиенты посчитаны по месяцам, кварталам, годам и за всё время",
        "too many rows to keep: customers are counted for months, quarters, years and all the time",
    ),
    "remedy_not_kept": (
        "Спросите за месяц, квартал, год или «всё», либо посчитайте по самому источнику: kpi compute.",
        "Ask for a month, a quarter, a year or “all”, or ask the source itself: kpi compute.",
    ),
}  # fmt: skip
