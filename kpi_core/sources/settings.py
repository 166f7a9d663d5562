"""Settings: the keys and values of the settings table; kpi.toml checks its own by the same converters."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import Any, NamedTuple

from kpi_core.addresses import addresses
from kpi_core.brand import colour, picture
from kpi_core.errors import Finding, UsageError, nearest
from kpi_core.folding import fold
from kpi_core.language import Language, Text
from kpi_core.periods import Period, parse_period
from kpi_core.snapshot import Paper, ScorecardForm, Settings, Vat
from kpi_core.sources.vat import vat_rates


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
    "vat": Text("НДС", "VAT"),
    "vat_rate": Text("Ставка НДС", "VAT rate"),
    "report_vat": Text("НДС в отчёте", "VAT in the report"),
    "scorecard_form": Text("Форма матрицы", "Scorecard form"),
    "payout_scale": Text("Шкала выплат", "Payout scale"),
    "kpi_cap": Text("Предел по показателю", "KPI cap"),
    "index_cap": Text("Предел индекса", "Index cap"),
    "bonus": Text("Премия", "Bonus"),
    "withhold_insignificant": Text("Незначимое не премировать", "Withhold insignificant"),
    "logo": Text("Логотип", "Logo"),
    "color": Text("Цвет", "Colour"),
    "page_size": Text("Формат страницы", "Page size"),
    "email": Text("Кому отправлять", "Send to"),
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
    "суммы с ндс": "vat",
    "форма матрицы kpi": "scorecard_form",
    "form of the scorecard": "scorecard_form",
    "размер премии": "bonus",
    "target bonus": "bonus",
    "фирменный цвет": "color",
    "цвет отчёта": "color",
    "brand colour": "color",
    "brand color": "color",
    "файл логотипа": "logo",
    "размер страницы": "page_size",
    "бумага": "page_size",
    "paper": "page_size",
}
SOURCE_KEYS = frozenset({"источник", "источникданных", "source", "datasource"})
"""How a settings table spells the key under which a workbook names a source elsewhere, folded; see `addin.kept`."""
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
_VAT: dict[str, Vat] = {
    "included": "included", "incl": "included", "with": "included", "withvat": "included", "включен": "included",
    "включая": "included", "сндс": "included", "вместесндс": "included", "ндсвключен": "included",
    "excluded": "excluded", "excl": "excluded", "without": "excluded", "withoutvat": "excluded",
    "безндс": "excluded", "без": "excluded", "невключен": "excluded", "ндсневключен": "excluded",
}  # fmt: skip
_FORMS: dict[str, ScorecardForm] = {
    "auto": "auto", "авто": "auto", "автоматически": "auto",
    "index": "index", "индекс": "index", "индексная": "index", "простойиндекс": "index",
    "matrix": "matrix", "матрица": "matrix", "матричная": "matrix",
}  # fmt: skip
_YES_NO = {
    **dict.fromkeys(("да", "yes", "true", "истина", "1", "1.0", "+"), True),
    **dict.fromkeys(("нет", "no", "false", "ложь", "0", "0.0", "-"), False),
}
_PAPERS: dict[str, Paper] = {"a4": "A4", "а4": "A4", "letter": "Letter", "usletter": "Letter"}
_UNLIMITED = ("нет", "no", "none", "без предела", "unlimited", "inf")
_MONEY = re.compile(r"(\d{1,3}(?: \d{3})+|\d+)(?:[.,](\d{1,2}))?")
_AROUND_MONEY = re.compile(r"^[^\d\-−(]+|[^\d)%]+$")
LARGEST_SHARE, SMALLEST_PERCENT = 3, 10
"""A number up to the one is a share, from the other on a percentage; between them it may be either."""

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
        folded = fold(str(key))
        name = names.get(folded)
        if folded in SOURCE_KEYS:
            values["source"] = str(value).strip()
            continue
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


def one_day(value: object) -> date:
    """A date, written as one or as a text."""
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


def _vat(value: object) -> Vat:
    found = _VAT.get(fold(str(value)))
    if found is None:
        raise UsageError("setting_vat", value=value)
    return found


def _form(value: object) -> ScorecardForm:
    found = _FORMS.get(fold(str(value)))
    if found is None:
        raise UsageError("setting_form", value=value)
    return found


def _flag(value: object) -> bool:
    found = value if isinstance(value, bool) else _YES_NO.get(str(value).strip().casefold())
    if found is None:
        raise UsageError("setting_flag", value=value)
    return found


def share(value: object) -> float:
    """A share of 1, written as such or in percent.

    Raises
    ------
    UsageError
        `setting_share` for what is neither, or may be either: 5.

    Examples
    --------
    >>> share("80 %"), share(1.2), share(120), share("0,5")
    (0.8, 1.2, 1.2, 0.5)
    """
    try:
        number = (
            None if isinstance(value, bool) else plain_number(value if isinstance(value, int | float) else str(value))
        )
    except UsageError:
        number = None
    if number is None or not math.isfinite(number) or number < 0:
        raise UsageError("setting_share", value=value)
    if number <= LARGEST_SHARE or str(value).strip().endswith("%"):
        return float(number)
    if number < SMALLEST_PERCENT:
        raise UsageError("setting_share", value=value)
    return number / 100


def fraction(value: float | str) -> float | None:
    """A value of a percent KPI, which may be negative: 0.3, "30%" or 30.

    Examples
    --------
    >>> fraction(30), fraction("30 %"), fraction(-0.1)
    (0.3, 0.3, -0.1)
    """
    number = plain_number(value)
    return number if number is None or number <= LARGEST_SHARE else share(value)


def _paper(value: object) -> Paper:
    found = _PAPERS.get(fold(str(value)))
    if found is None:
        raise UsageError("brand_page", value=value)
    return found


# KPIs whose percents pass 100 %: a number above one may be meant as it stands.
_BEYOND_ONE = ("growth", "change", "romi", "plan_attainment", "drr", "roas")


def meant_as_percent(kpi: str, number: float) -> bool:
    """Whether a bare number planned for a percent KPI means percent: 26, since a share of 26 would be 2600 %.

    Examples
    --------
    >>> meant_as_percent("conversion", 26), meant_as_percent("conversion", 0.26), meant_as_percent("romi", 1.5)
    (True, False, False)
    """
    if abs(number) <= 1:
        return False
    return abs(number) > LARGEST_SHARE or not any(word in kpi for word in _BEYOND_ONE)


def _cap(value: object) -> float:
    if str(value).strip().casefold() in _UNLIMITED:
        return math.inf
    cap = share(value)
    if cap == 0:
        raise UsageError("setting_share", value=value)
    return cap


def _payout_scale(value: object) -> tuple[tuple[float, float], ...]:
    """Pairs of result and payout: a list of pairs, or a text such as "80 %=0; 100 %=100 %"."""
    listed = value if isinstance(value, list | tuple) else re.split(r"[;\n]", str(value))
    pairs = [re.split(r"\s*(?:=|→|->|:)\s*", each.strip()) if isinstance(each, str) else each for each in listed]
    pairs = [pair for pair in pairs if pair != [""]]
    if not pairs or any(not isinstance(pair, list | tuple) or len(pair) != 2 for pair in pairs):
        raise UsageError("setting_scale", value=value)
    points = tuple((share(result), share(pays)) for result, pays in pairs)
    if any(after[0] <= before[0] or after[1] < before[1] for before, after in pairwise(points)):
        raise UsageError("scorecard_scale", scale="; ".join(f"{result:.0%} → {pays:.0%}" for result, pays in points))
    return points


def money(value: object) -> float:
    """A sum of money, however it is grouped; not negative.

    Raises
    ------
    UsageError
        `setting_money`, also for 50,000: fifty, or fifty thousand?

    Examples
    --------
    >>> money("50 000 ₽"), money(50_000), money("1200,50"), money("$ 300.5")
    (50000.0, 50000.0, 1200.5, 300.5)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value) or value < 0:
            raise UsageError("setting_money", value=value)
        return float(value)
    text = " ".join(_AROUND_MONEY.sub("", str(value)).replace("\u2009", " ").split())
    found = None if isinstance(value, bool) else _MONEY.fullmatch(text)
    if found is None:
        raise UsageError("setting_money", value=value)
    return float(f"{found[1].replace(' ', '')}.{found[2] or 0}")


CONVERTERS: dict[str, Callable[[object], Any]] = {
    "company": _company,
    "currency": _currency,
    "language": _language,
    "report_month": one_month,
    "kpis": _kpis,
    "conversion": _conversion,
    "conversion_horizon_days": _count,
    "ltv_months": _count,
    "as_of": one_day,
    "vat": _vat,
    "vat_rate": vat_rates,
    "report_vat": _vat,
    "scorecard_form": _form,
    "payout_scale": _payout_scale,
    "kpi_cap": _cap,
    "index_cap": _cap,
    "bonus": money,
    "withhold_insignificant": _flag,
    "logo": picture,
    "color": colour,
    "page_size": _paper,
    "email": addresses,
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


def signed(value: str) -> str:
    """Who decided, and why: neither may be blank."""
    if not value.strip():
        raise UsageError("override_unsigned")
    return " ".join(value.split())
