"""What the function wizard shows: names and help of arguments, help of functions, categories, number formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kpi_core.language import LANGUAGES, Text
from kpi_core.measures import MEASURES, Unit, parameter_label, split_shift
from kpi_core.registry import Kpi
from kpi_core.units import currency_symbol
from kpi_core.wording import say

LONGEST = 255
"""What Excel shows of a help text."""

TABLE_ARGUMENTS = 4


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a spreadsheet function.

    Attributes
    ----------
    key : str
        Its name in code: ASCII, an identifier.
    name, help : Text
        What the function wizard shows.
    optional : bool
        Whether it may be left out.
    """

    key: str
    name: Text
    help: Text
    optional: bool = True


def sentence(code: str, **params: Any) -> Text:
    """A sentence of `kpi_core/wording/` in both languages."""
    return Text(*(say(code, language, **params) for language in LANGUAGES))


def argument(key: str, *, optional: bool = True, about: str = "") -> Argument:
    """An argument whose words stand in the wording under its key; `about` names another help text."""
    return Argument(key, sentence(f"argument_{key}"), sentence(about or f"argument_{key}_help"), optional)


def table_arguments() -> tuple[Argument, ...]:
    """table1, table2 …"""
    return tuple(
        Argument(f"table{number}", sentence("argument_table", number=number), sentence("argument_table_help"))
        for number in range(1, TABLE_ARGUMENTS + 1)
    )


def measure_argument(parameter: str) -> Argument:
    """A KPI's parameter as an argument of `KPI_CALC_<NAME>`."""
    code = "argument_series_help" if MEASURES[split_shift(parameter)[0]].how == "series" else "argument_measure_help"
    label = parameter_label(parameter)
    capital = Text(*(text[:1].upper() + text[1:] for text in label))
    return Argument(parameter, label, _both(code, label=capital), optional=False)


def kpi_help(kpi: Kpi) -> Text:
    """What `KPI_<NAME>` is: its label and meaning, and as much of the usage as there is room for."""
    usage = sentence("function_kpi_help")
    return Text(*(_fitting(f"{kpi.label.of(each)}. {kpi.summary.of(each)}", usage.of(each)) for each in LANGUAGES))


def calculation_help(kpi: Kpi) -> Text:
    """What `KPI_CALC_<NAME>` is: the formula in words, where there is room for it."""
    texts = []
    for language in LANGUAGES:
        labels = {parameter: parameter_label(parameter).of(language) for parameter in kpi.parameters}
        formula = kpi.formula.text(labels.__getitem__)
        label = kpi.label.of(language)
        full = say("function_calc_help", language, label=label, formula=formula)
        texts.append(full if len(full) <= LONGEST else say("function_calc_short_help", language, label=label))
    return Text(*texts)


def category_label(category: str) -> Text:
    """What a category of functions is called."""
    return sentence(f"category_{category}")


def unit_format(unit: Unit, currency: str = "RUB") -> str:
    """The number format of a unit, as Excel and LibreOffice write formats in files.

    Examples
    --------
    >>> unit_format("money"), unit_format("money", "EUR"), unit_format("percent"), unit_format("count")
    ('#,##0.00 "₽"', '"€"#,##0.00', '0.0%', '#,##0')
    """
    if unit != "money":
        return {"percent": "0.0%", "ratio": "0.00", "count": "#,##0", "days": "0", "months": "0"}[unit]
    symbol = currency_symbol(currency)
    return f'"{symbol}"#,##0.00' if symbol in ("$", "€", "£", "¥") else f'#,##0.00 "{symbol}"'


def _both(code: str, label: Text) -> Text:
    return Text(*(say(code, language, label=label.of(language)) for language in LANGUAGES))


def _fitting(*parts: str) -> str:
    """As many of the parts as fit, from the first on."""
    text = parts[0]
    for part in parts[1:]:
        if len(text) + 1 + len(part) > LONGEST:
            break
        text = f"{text} {part}"
    return text
