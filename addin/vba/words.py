"""The one sheet of the add-in: everything its VBA says, in columns code, Russian, English."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata

from addin.functions import FUNCTIONS, Function, categories
from addin.help import sentence
from addin.vba.examples import asks, example
from kpi_core.language import LANGUAGES, Text
from kpi_core.wording import SENTENCES, say

_PREFIX = "excel_"
_HOLES = {"first": "{0}", "second": "{1}"}

Row = tuple[str, str, str]


def rows() -> list[Row]:
    """The rows of the sheet.

    Examples
    --------
    >>> words = {code: (ru, en) for code, ru, en in rows()}
    >>> words["label_kpiRefresh"], words["insert_KPI_CAC"]
    (('Обновить', 'Refresh'), ('=KPI_CAC()', '=KPI_CAC()'))
    >>> words["arguments_KPI_DATA"]
    ('', '')
    """
    return [*_own_words(), _same("functions", " ".join(FUNCTIONS)), *_functions(), _same("licence", licence())]


def licence() -> str:
    """The licence of what the add-in is built from and starts; it goes wherever the add-in goes."""
    installed = metadata.distribution("xlwings")
    # The wheel for Windows has it one folder higher.
    text = installed.read_text("licenses/LICENSE.txt") or installed.read_text("LICENSE.txt")
    if text is None:
        raise FileNotFoundError("xlwings' LICENSE.txt")
    return text


def _own_words() -> Iterator[Row]:
    for code in SENTENCES:
        if code.startswith(_PREFIX) and code != "excel_category":
            yield _row(code.removeprefix(_PREFIX), Text(*(say(code, language, **_HOLES) for language in LANGUAGES)))


def _functions() -> Iterator[Row]:
    names = categories()
    for key, label in names.items():
        yield _row(f"label_kpiInsert_{key}", label)
    for name, function in FUNCTIONS.items():
        category = names[function.category]
        yield _row(f"label_kpiInsert_{name}", _menu_label(function))
        yield _row(f"help_{name}", function.help)
        yield _row(
            f"category_{name}", Text(*(say("excel_category", each, name=category.of(each)) for each in LANGUAGES))
        )
        yield _row(
            f"arguments_{name}", Text(*("\n".join(a.help.of(each) for a in function.arguments) for each in LANGUAGES))
        )
        yield _same(f"insert_{name}", example(function))
        yield _same(f"asks_{name}", "1" if asks(function) else "")


def _menu_label(function: Function) -> Text:
    """CAC: Стоимость привлечения клиента; without the prefix that all share, and an ampersand is doubled in a menu.

    Examples
    --------
    >>> [_menu_label(FUNCTIONS[name]).en for name in ("KPI_DRR", "KPI_CPM", "KPI_DATA")]
    ['DRR: Ad cost share', 'CPM', 'DATA: State of the data']
    """
    short = function.name.removeprefix("KPI_").removeprefix("CALC_")
    label = sentence(f"menu_{short.lower()}") if function.kpi is None else function.kpi.label
    return Text(*(_joined(short, label.of(each)) for each in LANGUAGES))


def _joined(short: str, label: str) -> str:
    return short if label == short else f"{short}: {label}".replace("&", "&&")


def _row(code: str, text: Text) -> Row:
    return code, text.ru, text.en


def _same(code: str, text: str) -> Row:
    return code, text, text
