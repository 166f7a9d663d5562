"""What a profile, or what stands around a table, says of its rows: their date, their channel, their currency."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import unquote_plus

import numpy as np

from kpi_core.facts import TABLES
from kpi_core.folding import fold
from kpi_core.recognise import vocabulary
from kpi_core.recognise.cells import TEXT, Cells, Different, Mask
from kpi_core.recognise.dates import parse_dates
from kpi_core.recognise.factors import multiplied
from kpi_core.recognise.headers import Header
from kpi_core.recognise.numbers import Numbers, currency_sign, parse_numbers
from kpi_core.recognise.ranges import Range
from kpi_core.recognise.shipped_channels import Campaign, Marked, campaign_channel
from kpi_core.recognise.understood import Understood
from kpi_core.snapshot import Vat, VatRates

CURRENCY_HEADERS = frozenset(map(fold, ("Валюта", "Код валюты", "Currency", "Currency code", "Валюта заказа")))
UTM_SOURCES = frozenset(
    map(fold, ("utm_source", "UTM Source", "Session source", "Session source / medium", "Session source/medium"))
)
CAMPAIGNS = frozenset(
    map(fold, ("Кампания", "Название кампании", "Рекламная кампания", "Campaign", "Campaign name", "utm_campaign"))
)
UTM_MEDIA = frozenset(map(fold, ("utm_medium", "UTM Medium", "Session medium")))
MEDIA_HEADERS = frozenset(map(fold, ("Канал", "Channel")))
SOURCE_HEADERS = frozenset(map(fold, ("Источник", "Источник трафика", "Source", "Traffic source", "utm_source")))
_SURE_MEDIA = frozenset({"cpc", "organic", "cpm", "ppc", "referral", "(none)"})
_MEDIA = _SURE_MEDIA | {
    "none", "direct", "(direct)", "email", "social", "banner", "display", "cpa", "cpv", "affiliate", "retargeting",
    "offline", "sms", "push", "messenger", "(not set)", "<не заполнено>", "<не указано>", "", "paid", "target", "smm",
}  # fmt: skip
_CODE = re.compile(r"[A-Z]{3}")
_LETTERS = re.compile(r"[^\d\s.,()%+-]")
_MONTH, _DAY = "месяц", "дата"
_TOP = 50
"""How many amounts are looked at for a currency's sign."""


@dataclass(frozen=True)
class Rules:
    """What the reader has to know beyond its table.

    Attributes
    ----------
    currency : str
        Of the report.
    rates : mapping of str to number
        Units of the report's currency for one of another, where the settings give them.
    translations : mapping
        Spellings that the channels table knows, folded: a campaign among them speaks for its row.
    mixed : bool
        Whether the tables together name several currencies.
    vat, vat_rate, report_vat
        Of the settings: of sources that do not say, the dated rate, and what the report shows.
    """

    currency: str = "RUB"
    rates: Mapping[str, Any] = field(default_factory=dict)
    translations: Mapping[str, str] = field(default_factory=dict)
    mixed: bool = False
    vat: Vat | None = None
    vat_rate: VatRates = ()
    report_vat: Vat | None = None


@dataclass(frozen=True)
class Dated:
    """The date column of a table that has none of its own, and the rows that it cannot date."""

    cells: Cells
    refused: Mask
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def first_filled(columns: Sequence[Cells]) -> Cells:
    """Several columns as one: in each row the first that says something."""
    first = columns[0]
    values = list(first.values if first.typed is None else first.typed.tolist())
    empty = first.empty.copy()
    for other in columns[1:]:
        for row in map(int, np.flatnonzero(empty & ~other.empty)):
            values[row] = other.values[row]
            empty[row] = False
    return Cells(first.header, first.index, values)


def dated(understood: Understood, columns: Sequence[Cells], count: int) -> Dated:
    """Dates for rows without a date column: from days counted, from both ends of a period, or of the whole file."""
    profile, headers = understood.profile, understood.headers
    if profile:
        if (nth := profile.nth_day.find(headers)) and understood.period:
            return _nth_days(columns[nth[0]], understood.period)
        starts, ends = profile.starts.find(headers), profile.ends.find(headers)
        if starts and ends:
            return _row_periods(columns[starts[0]], columns[ends[0]], count)
    return _of_file(understood.period, len(columns), count)


def _nth_days(cells: Cells, period: Range) -> Dated:
    numbers = parse_numbers(cells, None)
    days = [period.first + timedelta(days=min(max(int(n), 0), 100_000)) for n in numbers.values]
    wrong = numbers.missing.copy()
    wrong[list(numbers.faults)] = True
    values = [None if bad else day for day, bad in zip(days, wrong, strict=True)]
    return Dated(Cells(Header(cells.header.text, _DAY), cells.index, values), np.zeros(len(values), bool))


def _row_periods(starts: Cells, ends: Cells, count: int) -> Dated:
    first, last = (parse_dates(cells).values.astype("datetime64[D]") for cells in (starts, ends))
    known = ~(np.isnat(first) | np.isnat(last))
    single = known & (first == last)
    month = first.astype("datetime64[M]")
    whole = known & (first == month.astype("datetime64[D]"))
    whole &= last == (month + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    monthly = bool(whole.any()) and int(whole.sum()) >= int(single.sum())
    good = whole if monthly else single
    values = [day.item() if fine else None for day, fine in zip(first, good, strict=True)]
    wrong = known & ~good
    params: dict[str, Any] = {}
    if wrong.any():
        at = int(wrong.argmax())
        params = {"first": str(first[at]), "last": str(last[at])}
    header = Header(starts.header.text, _MONTH if monthly else _DAY)
    return Dated(Cells(header, starts.index, values), wrong, "period_of_row", params)


def _of_file(period: Range | None, index: int, count: int) -> Dated:
    everything = np.ones(count, bool)
    if period is None:
        return Dated(Cells(Header("", _DAY), index, [None] * count), everything, "period_unknown")
    header = Header(period.text, _MONTH if period.is_month else _DAY)
    if period.is_month or period.is_day:
        days: list[date | None] = [period.first] * count
        return Dated(Cells(header, index, days), ~everything)
    params = {"first": str(period.first), "last": str(period.last), "stated": period.text}
    return Dated(Cells(header, index, [None] * count), everything, "period_not_month", params)


def channels_of(
    understood: Understood, columns: Sequence[Cells], translations: Mapping[str, str], count: int
) -> tuple[Different | None, list[Cells]]:
    """The channel of every row by the profile's rule, and the columns that told it."""
    profile = understood.profile
    if profile is None or profile.channel is None:
        return None, []
    rule, headers = profile.channel, understood.headers
    taken: list[Cells] = []
    values: list[Any] = []
    codes = np.full(count, -1, np.intp)

    def speak(told: Different, chosen: Mask) -> None:
        nonlocal codes
        codes = np.where(chosen & (codes < 0) & (told.codes >= 0), told.codes + len(values), codes)
        values.extend(told.values)

    def column(names: Any) -> Cells | None:
        places = names.find(headers)
        return columns[places[0]] if places else None

    everything = np.ones(count, bool)
    campaign, source = column(rule.campaign), column(rule.source)
    if campaign is not None:
        taken.append(campaign)
        speak(campaign.different, campaign.different.where(lambda value: fold(str(value)) in translations))
    if source is not None:
        medium = column(rule.medium)
        taken += [source] if medium is None else [source, medium]
        speak(utm(source, medium), everything)
    for names, marked in ((rule.system, True), (rule.named, False)):
        if (cells := column(names)) is not None:
            taken.append(cells)
            different = cells.different
            speak(
                Different(different.codes, [_marked(v) for v in different.values]) if marked else different, everything
            )
    if rule.constant:
        speak(Different(np.zeros(count, np.intp), [Marked("=" + rule.constant)]), everything)
    elif campaign is not None:
        told = _campaigns(campaign.different)
        known = told.where(lambda value: campaign_channel(str(value)) is not None)
        speak(told, everything if rule.campaign_alone else known)
    return (Different(codes, values) if values and (codes >= 0).any() else None), taken


def carried_down(told: Different, ids: Any) -> Different:
    """The channel of an order's first line for its other lines."""
    codes = told.codes.copy()
    for row in map(int, np.flatnonzero(codes < 0)):
        if row and ids[row] >= 0 and ids[row] == ids[row - 1]:
            codes[row] = codes[row - 1]
    return Different(codes, told.values)


def _marked(value: Any) -> Any:
    return Marked(value) if isinstance(value, str) else value


def _all_marked(told: Different) -> Different:
    return Different(told.codes, [_marked(value) for value in told.values])


def _campaigns(told: Different) -> Different:
    return Different(told.codes, [Campaign(value) if isinstance(value, str) else value for value in told.values])


def campaign_alone(columns: Sequence[Cells], translations: Mapping[str, str]) -> tuple[Different | None, Cells | None]:
    """The channel of a table without a channel column, from its campaigns; the second where none of them is known."""
    cells = next((each for each in columns if each.header.key in CAMPAIGNS and not each.blank), None)
    if cells is None:
        return None, None
    told = _campaigns(cells.different)
    known = told.where(lambda value: fold(str(value)) in translations or campaign_channel(str(value)) is not None)
    return (told if known.any() else None), cells


def utm(source: Cells, medium: Cells | None) -> Different:
    """utm marks as "source / medium"."""
    first = source.different
    if medium is None:
        return _all_marked(first)
    second = medium.different
    width = len(second.values) + 1
    pairs = np.where(first.codes < 0, -1, first.codes * width + second.codes + 1)
    known, codes = np.unique(pairs, return_inverse=True)
    values: list[Any] = []
    for pair in map(int, known):
        at, other = divmod(max(pair, 0), width)
        mark, behind = _decoded(first.values[at]), _decoded(second.values[other - 1]) if other else ""
        values.append(Marked(f"{mark} / {behind}" if behind else mark) if pair >= 0 else "")
    codes = codes.astype(np.intp)
    if len(known) and known[0] < 0:
        return Different(codes - 1, values[1:])
    return Different(codes, values)


def _decoded(mark: Any) -> str:
    """A mark as it stood in the address of the page, %20 and the like turned back."""
    text = str(mark)
    return unquote_plus(text).strip() if "%" in text else text


def _source_of_media(columns: Sequence[Cells], channel: Cells) -> Cells | None:
    """The sources beside «Канал», where it holds nothing but media («cpc», «organic»), as call tracking writes it."""
    values = {str(value).casefold() for value in channel.different.values}
    if not values & _SURE_MEDIA or not values <= _MEDIA:
        return None
    return next((cells for cells in columns if cells.header.key in SOURCE_HEADERS and not cells.blank), None)


def generic_utm(columns: Sequence[Cells], channel: Cells) -> tuple[Different | None, list[Cells]]:
    """The channel column of any table, where it holds utm marks; None where it does not."""
    if channel.header.key in MEDIA_HEADERS and (source := _source_of_media(columns, channel)) is not None:
        return utm(source, channel), [source]
    if channel.header.key not in UTM_SOURCES:
        return None, []
    medium = next((cells for cells in columns if cells.header.key in UTM_MEDIA), None)
    return utm(channel, medium), [] if medium is None else [medium]


def currency_cells(understood: Understood, columns: Sequence[Cells]) -> Cells | None:
    """The column that names the currency of each row."""
    profile = understood.profile
    places = profile.currency.find(understood.headers) if profile else []
    if places:
        return columns[places[0]]
    return next((cells for cells in columns if cells.header.key in CURRENCY_HEADERS), None)


def currency_signs(money: Sequence[Cells]) -> Different | None:
    """The currencies that the amounts themselves carry, where they carry several: «100 ₽», «$50»."""
    for cells in money:
        if TEXT not in cells.kinds or not cells.may_match(_LETTERS):
            continue
        told = cells.different
        signs = [currency_code(sign) if (sign := currency_sign(str(value))) else "" for value in told.values]
        known = sorted(set(signs) - {""})
        if len(known) > 1:
            places = np.array([known.index(sign) if sign else -1 for sign in signs] + [-1], np.intp)
            return Different(places[told.codes], list(known))
    return None


def currencies_named(understood: Understood) -> set[str]:
    """All currencies that the headers of a table, the amounts on top, or the column of currencies name."""
    found = {match.header.currency for match in understood.matches.values()}
    kinds = TABLES[understood.kind].columns
    for column, match in understood.matches.items():
        if kinds.get(column) == "money":
            top = understood.grid.columns[match.index][understood.header_row + 1 :][:_TOP]
            found |= {currency_code(currency_sign(cell)) for cell in top if isinstance(cell, str)}
    columns = [Cells(header, index, ()) for index, header in enumerate(understood.headers)]
    cells = currency_cells(understood, columns)
    if cells is not None:
        own = understood.grid.columns[cells.index][understood.header_row + 1 :]
        found |= {currency_code(value) for value in set(own) if isinstance(value, str) and value.strip()}
    return {code for code in found if _CODE.fullmatch(code)}


def currency_code(value: Any) -> str:
    """The ISO code of what a cell says."""
    text = str(value).strip(" \t-—–").rstrip(".")
    return vocabulary.MONEY_UNITS.get(text.casefold(), text.upper())


def converted(numbers: Numbers, rates: Sequence[Decimal | None], codes: Any) -> Numbers:
    """Money in the currency of the report: each row by the rate of its currency, None as it stands."""
    factors = [None if rate is None else Fraction(rate) for rate in rates]
    return multiplied(numbers, factors, codes, least=2)
