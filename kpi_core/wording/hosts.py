"""Words of `kpi addin`: what a spreadsheet program's add-in is built of, where it was put, what is missing."""

SENTENCES: dict[str, tuple[str, str]] = {
    "help_addin": (
        "Надстройка для Excel и LibreOffice: собрать, установить, удалить, проверить.",
        "The add-in for Excel and LibreOffice: build, install, uninstall, look after.",
    ),
    "epilog_addin": (
        "kpi addin install | kpi addin doctor | kpi addin install --host libreoffice",
        "kpi addin install | kpi addin doctor | kpi addin install --host libreoffice",
    ),
    "help_host": ("Для какой программы: excel или libreoffice.", "For which program: excel or libreoffice."),
    "example_host": ("--host libreoffice", "--host libreoffice"),
    "help_build": (
        "Собрать файл надстройки в текущей папке; подходит любая система.",
        "Write the add-in's file into the current folder, on any system.",
    ),
    "help_install": (
        "Поставить надстройку этому пользователю и сказать, что сделано.",
        "Install the add-in for this user, and say what was done.",
    ),
    "help_uninstall": (
        "Убрать ровно то, что поставила install.",
        "Take away exactly what install put there.",
    ),
    "help_doctor": (
        "Проверить всё, что нужно надстройке; к каждой беде — что делать.",
        "Look at everything the add-in needs; each trouble comes with its remedy.",
    ),
}
