"""Settings: the keys and values of the settings table; kpi.toml checks its own by the same converters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from kpi_core.errors import Finding, UsageError, nearest
from kpi_core.folding import fold
from kpi_core.language import Language, Text
from kpi_core.periods import Period, parse_period
from kpi_core.snapshot import Settings


class Address(NamedTuple):
    """Where a setting stands."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""


SETTING_KEYS: dict[str, Text] = {
    "company": Text("Компания", "Company"),
    "currency": Text("Валюта", "Currency"),
    "language": Text("Язык", "Language"),
    "report_month": Text("Отчётный месяц", "Report month"),
    "kpis": Text("Показатели", "KPIs"),
    "conversion": Text("Конверсия", "Conversion"),
    "conversion_horizon_days": Text("Горизонт конверсии, дней", "Conversion horizon, days"),
    "ltv_months": Text("Горизонт LTV, мес.", "LTV months"),
    "as_of": Text("Дата данных", "As of"),
}
"""Each setting and its name in the settings table."""

_OTHER_SPELLINGS = {
    "горизонт конверсии": "conversion_horizon_days",
    "conversion horizon": "conversion_horizon_days",
    "горизонт ltv": "ltv_months",
    "ltv horizon": "ltv_months",
    "kpi": "kpis",
    "фирма": "company",
    "дата отчёта": "as_of",
}
_CURRENCIES = {
    "RUB": "₽ руб р рубль рубли рублей rub rur",
    "USD": "$ usd доллар доллары долларов",
    "EUR": "€ eur евро",
    "KZT": "₸ kzt тенге",
    "BYN": "byn",
    "UZS": "uzs сум",
    "GBP": "£ gbp",
    "UAH": "₴ uah",
    "CNY": "¥ cny юань юани юаней",
}
_CURRENCY_WORDS = {word: code for code, words in _CURRENCIES.items() for word in words.split()}
_LANGUAGES: dict[str, Language] = {
    "ru": "ru", "русский": "ru", "russian": "ru", "рус": "ru",
    "en": "en", "английский": "en", "english": "en", "англ": "en",
}  # fmt: skip
_RUSSIAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def settings_from_table(pairs: Iterable[tuple[str, object, Address]]) -> tuple[Settings, list[Finding]]:
    """The settings that rows of key and value give, and a remark for each that is not understood.

    Parameters
    ----------
    pairs : iterable of (key, value, address)
        Keys in Russian or English, values as the cells hold them. An empty value leaves the default.

    Examples
    --------
    >>> settings, findings = settings_from_table([("Валюта", "руб.", Address()), ("LTV months", 12.0, Address())])
    >>> settings.currency, settings.ltv_months, findings
    ('RUB', 12, [])
    """
    names = _setting_names()
    values: dict[str, Any] = {}
    findings = []
    for key, value, address in pairs:
        if not str(key).strip() or value is None or not str(value).strip():
            continue
        name = names.get(fold(str(key)))
        if name is None:
            findings.append(_unknown_setting(str(key), value, address))
            continue
        try:
            values[name] = CONVERTERS[name](value)
        except UsageError as fault:
            findings.append(Finding("error", fault.code, fault.params, *address, value=str(value)))
    return Settings(**values), findings


def _setting_names() -> dict[str, str]:
    names = {fold(spelling): name for name, both in SETTING_KEYS.items() for spelling in (name, *both)}
    return names | {fold(spelling): name for spelling, name in _OTHER_SPELLINGS.items()}


def _unknown_setting(key: str, value: object, address: Address) -> Finding:
    near = nearest(key, (spelling for both in SETTING_KEYS.values() for spelling in both))
    code = "setting_unknown_near" if near else "setting_unknown"
    params = {"key": key} | ({"near": near} if near else {"known": [both.ru for both in SETTING_KEYS.values()]})
    return Finding("warning", code, params, *address, value=str(value))


def _company(value: object) -> str:
    return str(value).strip()


def _currency(value: object) -> str:
    """The ISO code of a currency however it is written."""
    word = str(value).strip().rstrip(".").casefold()
    if word in _CURRENCY_WORDS:
        return _CURRENCY_WORDS[word]
    if re.fullmatch(r"[a-z]{3}", word):
        return word.upper()
    raise UsageError("setting_currency", value=value)


def _language(value: object) -> Language:
    word = str(value).strip().casefold()
    if word not in _LANGUAGES:
        raise UsageError("setting_language", value=value)
    return _LANGUAGES[word]


def one_month(value: object) -> Period:
    """A period that is exactly one calendar month."""
    period = parse_period(value)
    if not period.is_month:
        raise UsageError("setting_month", value=value)
    return period


def _kpis(value: object) -> tuple[str, ...]:
    from kpi_core.catalogue import find

    names = value if isinstance(value, list | tuple) else re.split(r"[,;\n]", str(value))
    found = (find(str(name)).name for name in names if str(name).strip())
    return tuple(dict.fromkeys(found))


def _conversion(value: object) -> str:
    from kpi_core.catalogue import catalogue, find

    choices = [name for name in catalogue() if name.startswith("conversion_")]
    try:
        name = find(str(value)).name
    except UsageError:
        name = ""
    if name not in choices:
        raise UsageError("setting_conversion", value=value, choices=choices)
    return name


def _count(value: object) -> int:
    try:
        number = float(str(value).strip())
    except ValueError:
        number = 0.0
    if isinstance(value, bool) or number != number // 1 or not 1 <= number <= 10_000:
        raise UsageError("setting_count", value=value)
    return int(number)


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        if found := _RUSSIAN_DATE.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text[:10])
    except ValueError:
        raise UsageError("setting_date", value=value) from None


CONVERTERS: dict[str, Callable[[object], Any]] = {
    "company": _company,
    "currency": _currency,
    "language": _language,
    "report_month": one_month,
    "kpis": _kpis,
    "conversion": _conversion,
    "conversion_horizon_days": _count,
    "ltv_months": _count,
    "as_of": _day,
}
"""Each setting and what turns its value into ours, or raises."""


def plain_number(value: float | str | None) -> float | None:
    """A number, or a text such as "15%"."""
    if value is None or isinstance(value, int | float):
        return value
    text = "".join(value.split()).replace(",", ".")
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise UsageError("setting_number", value=value) from None
