"""Words about a firm's own look of the report: logo, colour, paper, templates, and the kinds of PDF."""

SENTENCES: dict[str, tuple[str, str]] = {
    "brand_colour": (
        "Цвет «{value}» не понят. Пишите шесть шестнадцатеричных цифр: #1f6f5c.",
        "The colour “{value}” is not understood. Write six hexadecimal digits: #1f6f5c.",
    ),
    "brand_contrast": (
        "Цвет {value} на белом не читается (контраст меньше 4,5): в отчёте он темнее, {used}.",
        "The colour {value} cannot be read on white (contrast below 4.5): the report has a darker one, {used}.",
    ),
    "brand_page": (
        "Формат страницы «{value}» не поддерживается. Пишите A4 или Letter.",
        "The page size “{value}” is not supported. Write A4 or Letter.",
    ),
    "brand_path": (
        "Путь «{value}» ведёт из папки наружу. Положите файл рядом с источником и пишите путь от его папки.",
        "The path “{value}” leads out of the folder. Put the file beside the source and write the path from there.",
    ),
    "brand_picture": (
        "«{value}» — не png, jpeg и не svg. Сохраните логотип в одном из этих видов.",
        "“{value}” is neither png, jpeg nor svg. Save the logo as one of these.",
    ),
    "brand_missing": (
        "Логотипа {name} нет. Положите файл рядом с источником: пока отчёт выходит без логотипа.",
        "The logo {name} is missing. Put the file beside the source: until then the report has none.",
    ),
    "brand_large": (
        "Логотип {name} больше {most} КБ. Уменьшите картинку: пока отчёт выходит без логотипа.",
        "The logo {name} is larger than {most} KB. Make the picture smaller: until then the report has none.",
    ),
    "brand_pixels": (
        "Логотип {name} — {width} × {height} точек, больше {most} по стороне. Уменьшите картинку: пока отчёт без неё.",
        "The logo {name} has {width} × {height} pixels, over {most} a side. Make it smaller: until then there is none.",
    ),
    "brand_broken": (
        "Логотип {name} повреждён или это не та картинка, что по имени. Сохраните его заново: пока отчёт без логотипа.",
        "The logo {name} is broken, or not the kind its name says. Save it anew: until then the report has none.",
    ),
    "brand_inks": (
        "Логотип {name} — в красках CMYK. Сохраните его в RGB: пока отчёт выходит без логотипа.",
        "The logo {name} is in CMYK inks. Save it as RGB: until then the report has none.",
    ),
    "brand_active": (
        "В логотипе {name} есть «{what}»: сценарии и ссылки наружу не рисуются. Уберите их: пока отчёт без логотипа.",
        "The logo {name} holds “{what}”: scripts and outside links are not drawn. Remove them, or there is no logo.",
    ),
    "brand_repeats": (
        "Логотип {name} рисует больше {most} фигур: одни и те же повторяются. Упростите его: пока отчёт без логотипа.",
        "The logo {name} draws more than {most} shapes by repeating them. Make it simpler: until then there is none.",
    ),
    "brand_templates": (
        "Папки шаблонов {name} нет. Создайте её рядом с kpi.toml или уберите ключ templates.",
        "There is no template folder {name}. Create it beside kpi.toml, or remove the key templates.",
    ),
    "brand_templates_empty": (
        "В папке шаблонов {name} нет ни одного файла с именем из отчёта. Такие имена есть: {known}.",
        "The template folder {name} holds no file named as one of the report's. The names are: {known}.",
    ),
    "template_fault": (
        "Шаблон {name}, строка {row}: {why}. Исправьте его или уберите, тогда отчёт возьмёт свой.",
        "Template {name}, line {row}: {why}. Mend it, or remove it and the report takes its own.",
    ),
    "template_address": (
        "Шаблон просит «{address}», а брать можно только файлы из папки шаблонов. Положите файл туда.",
        "A template asks for “{address}”, but only files of the template folder may be used. Put the file there.",
    ),
    "standard_unknown": (
        "Вида PDF «{value}» нет. Пишите {known}.",
        "There is no kind of PDF “{value}”. Write {known}.",
    ),
}
