"""Words of the Windows archive that needs no Python: what its builder, its installer and its user read."""

SENTENCES: dict[str, tuple[str, str]] = {
    "help_portable": (
        "Собирает архив для Windows без Python: интерпретатор, библиотеки, надстройка, установка двойным щелчком.",
        "Packs a Windows archive that needs no Python: interpreter, libraries, add-in, installation by double click.",
    ),
    "help_portable_output": ("Куда записать архив.", "Where to write the archive."),
    "help_portable_downloads": (
        "Папка для скачанного; если в ней уже всё есть, сеть не нужна.",
        "Folder for what is downloaded; where it holds everything, no network is needed.",
    ),
    "help_portable_python": (
        "Архив «Windows embeddable package (64-bit)» Python 3.11 с python.org; иначе — закреплённый 3.11.9 из PyPI.",
        "Python 3.11's “Windows embeddable package (64-bit)” from python.org; else the pinned 3.11.9 out of PyPI.",
    ),
    "help_portable_pango": (
        "Папка с DLL Pango, HarfBuzz и Fontconfig для Windows; без неё в архиве нет PDF-отчётов.",
        "Folder with the Windows DLLs of Pango, HarfBuzz and Fontconfig; without it the archive makes no PDF reports.",
    ),
    "help_portable_repin": (
        "Заново подобрать и закрепить версии библиотек.",
        "Resolve and pin the versions of the libraries anew.",
    ),
    "portable_packed": (
        "Архив: {file}, {size} МБ, SHA-256 {sum}.",
        "Archive: {file}, {size} MB, SHA-256 {sum}.",
    ),
    "portable_without_pango": (
        "В архиве нет PDF-отчётов: назовите папку с DLL Pango через --pango, если они нужны.",
        "The archive makes no PDF reports: name a folder with Pango's DLLs with --pango if it should.",
    ),
    "portable_pango_incomplete": (
        "{folder}: нет DLL {missing}; назовите папку, где они лежат вместе (bin у MSYS2, GTK или GStreamer).",
        "{folder}: no DLL of {missing}; name a folder where they stand together (bin of MSYS2, GTK or GStreamer).",
    ),
    "portable_not_python": (
        "{file}: это не Python 3.11 «embeddable package (64-bit)»; скачайте его с python.org.",
        "{file}: this is not Python 3.11's “embeddable package (64-bit)”; download it from python.org.",
    ),
    "portable_download_failed": (
        "{what}: не скачивается через pip ({why}); проверьте сеть или положите файлы в {folder}.",
        "{what}: pip cannot download it ({why}); check the network, or put the files into {folder}.",
    ),
    # what the user of the archive reads
    "portable_unpack_first": (
        "Сначала распакуйте весь архив (правая кнопка — «Извлечь всё»), потом запустите Install.cmd из новой папки.",
        "First unpack the whole archive (right click, “Extract All”), then run Install.cmd in the new folder.",
    ),
    "portable_copying": (
        "Копирую программу в {folder} …",
        "Copying the program to {folder} …",
    ),
    "portable_preparing": (
        "Готовлю быстрый запуск (минута-другая) …",
        "Preparing a quick start (a minute or two) …",
    ),
    "portable_in_use": (
        "{folder}: прежняя версия открыта; закройте Excel и запустите Install.cmd снова.",
        "{folder}: the former version is in use; close Excel and run Install.cmd again.",
    ),
    "portable_not_written": (
        "{folder}: не записать ({why}); освободите место на диске или разрешите запись и запустите Install.cmd снова.",
        "{folder}: cannot be written ({why}); free disk space or allow writing, and run Install.cmd again.",
    ),
    "portable_installed": (
        "Готово. Откройте Excel: функции =KPI_…() и вкладка KPI на месте. Распакованную папку можно удалить.",
        "Done. Open Excel: the functions =KPI_…() and the tab KPI are there. You may delete the unpacked folder.",
    ),
    "portable_command": (
        "Командная строка: {command}",
        "Command line: {command}",
    ),
    "portable_readme": (
        "KPI для Excel. Запустите Install.cmd двойным щелчком: права администратора и сеть не нужны. Удалить — "
        "Uninstall.cmd в %LOCALAPPDATA%\\Programs\\KPI. Если Windows не даёт запустить файл: свойства скачанного "
        "архива — «Разблокировать», и распаковать снова.",
        "KPI for Excel. Double-click Install.cmd: no administrator, no network. To remove it: Uninstall.cmd in "
        "%LOCALAPPDATA%\\Programs\\KPI. If Windows will not run the file: properties of the downloaded archive, "
        "“Unblock”, and unpack it again.",
    ),
    "portable_removed": ("KPI удалён.", "KPI is removed."),
}
