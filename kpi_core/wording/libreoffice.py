"""Words of the LibreOffice add-in: what the office says itself, and what installing it and looking after it tells."""

IN_THE_OFFICE: dict[str, tuple[str, str]] = {
    "lo_report": ("Отчёт KPI", "KPI report"),
    "lo_report_running": ("Составляется отчёт KPI…", "Making the KPI report…"),
    "lo_report_failed": ("Отчёт KPI не составлен: {detail}", "The KPI report was not made: {detail}"),
    "lo_refresh": ("Обновить источник", "Refresh the source"),
    "lo_refresh_running": ("Источник считается заново…", "Counting the source anew…"),
    "lo_refresh_failed": ("Источник не обновлён: {detail}", "The source was not refreshed: {detail}"),
    "lo_refresh_nothing": (
        "Книга считает по своим таблицам: они и так всегда свежие. Источник называют в настройках, строкой «Источник».",
        "The workbook answers from its own tables, always up to date. A source is named in the settings, row Source.",
    ),
    "lo_no_settings": (
        "Надстройка не знает, где установлен kpi-report ({detail}): выполните kpi addin install --host libreoffice.",
        "The add-in does not know where kpi-report is ({detail}): run kpi addin install --host libreoffice.",
    ),
    "lo_no_python": (
        "Надстройка KPI не нашла Python {detail}: выполните kpi addin install --host libreoffice заново.",
        "The KPI add-in did not find the Python {detail}: run kpi addin install --host libreoffice again.",
    ),
    "lo_worker_died": (
        "Вычисления KPI прервались; причина в {detail}, что делать — kpi addin doctor --host libreoffice.",
        "The KPI worker stopped; the cause is in {detail}, the remedy in kpi addin doctor --host libreoffice.",
    ),
}
"""Written into the extension, for the office's Python has none of the project's modules."""

SENTENCES: dict[str, tuple[str, str]] = {
    **IN_THE_OFFICE,
    "lo_extension": ("Функции KPI для маркетинга", "Marketing KPI functions"),
    "lo_found": ("LibreOffice {version} в {program}.", "LibreOffice {version} in {program}."),
    "lo_not_found": (
        "LibreOffice не найден: установите версию {version} или новее, либо укажите папку с soffice в KPI_LIBREOFFICE.",
        "LibreOffice was not found: install {version} or newer, or name the folder of soffice in KPI_LIBREOFFICE.",
    ),
    "lo_silent": (
        "LibreOffice в {program} не сообщает свою версию: запустите его один раз и закройте, затем повторите.",
        "The LibreOffice in {program} does not tell its version: start it once and close it, then try again.",
    ),
    "lo_too_old": (
        "LibreOffice {found} не подходит: функции из файлов Excel работают с версии {version}; обновите LibreOffice.",
        "LibreOffice {found} is too old: functions from Excel's files work from {version} on; update LibreOffice.",
    ),
    "lo_no_bridge": (
        "У LibreOffice в {program} нет связи с Python: установите python3-uno (Debian) или libreoffice-pyuno.",
        "LibreOffice in {program} has no bridge to Python: install python3-uno (Debian) or libreoffice-pyuno.",
    ),
    "lo_is_open": (
        "LibreOffice открыт: закройте все его окна и повторите; если окон нет, удалите {lock}.",
        "LibreOffice is open: close all its windows and try again; if there are none, delete {lock}.",
    ),
    "lo_added": (
        "Расширение добавлено в профиль {profile}: в LibreOffice есть функции KPI_ и меню KPI.",
        "The extension was added to the profile {profile}: LibreOffice has the KPI_ functions and the menu KPI.",
    ),
    "lo_settings_written": (
        "Считать будет {python} (записано в {path}).",
        "{python} will compute (written to {path}).",
    ),
    "lo_add_failed": (
        "LibreOffice не принял расширение ({detail}): закройте все его окна и повторите.",
        "LibreOffice did not take the extension ({detail}): close all its windows and try again.",
    ),
    "lo_remove_failed": (
        "LibreOffice не отдал расширение ({detail}): закройте все его окна и повторите.",
        "LibreOffice did not give up the extension ({detail}): close all its windows and try again.",
    ),
    "lo_removed": ("Расширение удалено из профиля {profile}.", "The extension was removed from the profile {profile}."),
    "lo_file_removed": ("Удалён файл {path}.", "Deleted {path}."),
    "lo_nothing_to_remove": (
        "В профиле {profile} расширения нет: удалять нечего.",
        "There is no extension of ours in the profile {profile}: nothing to remove.",
    ),
    "lo_is_added": ("Расширение есть в профиле {profile}.", "The extension is in the profile {profile}."),
    "lo_not_added": (
        "В профиле {profile} расширения нет: выполните kpi addin install --host libreoffice.",
        "The extension is not in the profile {profile}: run kpi addin install --host libreoffice.",
    ),
    "lo_other_version": (
        "Расширение версии {found}, а kpi-report — {version}: выполните kpi addin install --host libreoffice.",
        "The extension is version {found}, kpi-report {version}: run kpi addin install --host libreoffice.",
    ),
    "lo_settings_missing": (
        "Нет файла {path}, по которому LibreOffice находит Python: выполните kpi addin install --host libreoffice.",
        "{path}, by which LibreOffice finds Python, is missing: run kpi addin install --host libreoffice.",
    ),
    "lo_python_works": (
        "{python} готов считать (kpi-report {version}).",
        "{python} is ready to compute (kpi-report {version}).",
    ),
    "lo_python_gone": (
        "{python} не запускается ({detail}): выполните kpi addin install --host libreoffice заново.",
        "{python} does not start ({detail}): run kpi addin install --host libreoffice again.",
    ),
    "lo_python_lacks": (
        "В {python} нет kpi-report ({detail}): выполните kpi addin install --host libreoffice заново.",
        "{python} lacks kpi-report ({detail}): run kpi addin install --host libreoffice again.",
    ),
    "lo_trial_fine": (
        "Проба: ячейки LibreOffice ответили верными числами.",
        "Trial: cells of LibreOffice answered with the right numbers.",
    ),
    "lo_trial_wrong": (
        "Проба: ячейки ответили не то: {cells}; смотрите {log}, выполните kpi addin install --host libreoffice.",
        "Trial: cells answered wrongly: {cells}; look into {log}, run kpi addin install --host libreoffice.",
    ),
    "lo_trial_hung": (
        "Проба: LibreOffice не ответил за три минуты; закройте все его окна и повторите.",
        "Trial: LibreOffice did not answer within three minutes; close all its windows and try again.",
    ),
    "lo_trial_unmade": (
        "Проба: LibreOffice не открыл пробную книгу ({detail}): закройте все его окна и повторите.",
        "Trial: LibreOffice did not open the trial document ({detail}): close all its windows and try again.",
    ),
    "lo_sheet_too_large": (
        "Лист «{sheet}» слишком велик: больше 30 млн ячеек; удалите далёкие случайные ячейки или разделите лист.",
        "Sheet «{sheet}» is too large: more than 30 million cells; delete stray far cells, or split the sheet.",
    ),
}
