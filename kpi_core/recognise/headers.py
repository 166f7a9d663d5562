"""Headers: what a column is, from the words above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from kpi_core.facts import TABLES
from kpi_core.folding import fold
from kpi_core.language import Language
from kpi_core.recognise import vocabulary
from kpi_core.snapshot import Vat

Unit = Literal["", "money", "count", "percent"]

_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_COMMA = re.compile(r",\s*([^,]*)$")
_VAT_WORDS = re.compile(
    r"[\s,]*(?P<open>[(\[]\s*)?(?P<how>без(?: уч[её]та)?|с(?: уч[её]том)?|вкл(?:ючая|\.)?|в т\.? ?ч\.?|в том числе"
    r"|incl(?:uding|\.|usive of)?"
    r"|excl(?:uding|\.|usive of)?|with(?:out)?|w/o|net of|inc\.?|ex\.?)\s*(?:ндс|vat|tax|gst|sales tax)"
    r"(?:\s*\d{1,2}(?:[.,]\d)?\s*%)?(?(open)\s*[)\]])(?=[\s,()\[\]]|$)",
    re.IGNORECASE,
)
_WITHOUT = ("без", "excl", "without", "w/o", "net", "ex")
_COUNT_OF = re.compile(r"^\s*(?:#|no\.?|number)\s+of\s+", re.IGNORECASE)
_TOKENS = re.compile(r"us\$|[₽€$£₸₴₼₺₹¥%]|[^\W_]+", re.IGNORECASE)
_INVISIBLE = str.maketrans("", "", "\ufeff\u200b\u200e\u200f\u00ad")
_DATE_OF = re.compile("дата|date|месяц|month|день|day|срок")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_EVENTS = frozenset({"eventname", "eventtype", "event"})
_ADDRESSES = frozenset({"city", "country", "region", "postalcode", "postcode", "zip", "zipcode"})


@dataclass(frozen=True, slots=True)
class Header:
    """The words above a column, and the unit they name.

    Attributes
    ----------
    text : str
        As the user sees it.
    key : str
        Folded, without the unit; `full` with it.
    unit, currency, vat
        What the unit says: «Расход, ₽» is money in RUB, «(руб., с НДС)» includes VAT.
    power : int
        3 for «тыс.», 6 for «млн».
    """

    text: str
    key: str = ""
    full: str = ""
    unit: Unit = ""
    power: int = 0
    currency: str = ""
    vat: Vat | None = None

    @property
    def language(self) -> Language:
        """By its letters."""
        return "ru" if _CYRILLIC.search(self.text) else "en"


@dataclass(frozen=True, slots=True)
class Match:
    """A column of ours, the column of the grid it was found in, and how well (0 is best)."""

    column: str
    index: int
    header: Header
    weak: bool = False
    rank: int = 0


def parse_header(cell: Any) -> Header:
    """A header cell, with its unit taken off.

    Examples
    --------
    >>> header = parse_header("Выручка, тыс. ₽")
    >>> header.key, header.unit, header.power, header.currency
    ('выручка', 'money', 3, 'RUB')
    """
    return _parse(cell) if isinstance(cell, str) else Header("" if cell is None else str(cell))


@lru_cache(maxsize=4096)
def _parse(cell: str) -> Header:
    text = " ".join(cell.translate(_INVISIBLE).split())
    rest, vat = _without_vat(text)
    rest = _COUNT_OF.sub("", rest) or rest
    tokens: list[str] = []
    while True:
        for pattern in (_BRACKETS, _COMMA):
            found = pattern.search(rest)
            words = _TOKENS.findall(found[1].casefold()) if found else []
            if found and words and all(map(_is_unit, words)) and rest[: found.start()].strip():
                rest, tokens = rest[: found.start()], words + tokens
                break
        else:
            break
    rest, trailing = _trailing_unit(rest)
    tokens = trailing + tokens
    if "%" in rest and len(rest) > 1:
        rest, tokens = rest.replace("%", ""), [*tokens, "%"]
    return _with_unit(text, rest, tokens, vat)


def _without_vat(text: str) -> tuple[str, Vat | None]:
    """«Расход без НДС, ₽» without what it says of VAT, and what that is."""
    found = _VAT_WORDS.search(text)
    if not found or not text[: found.start()].strip():
        return text, None
    how = found["how"].casefold()
    excluded = how.startswith(_WITHOUT) and not how.startswith("включ")
    return (text[: found.start()] + text[found.end() :]).strip(), "excluded" if excluded else "included"


def _trailing_unit(text: str) -> tuple[str, list[str]]:
    """«Расход руб.» without the unit; a unit alone («Сумма» is none) stays a name."""
    words = text.split()
    taken: list[str] = []
    while len(words) > 1:
        tokens = _TOKENS.findall(words[-1].casefold())
        if not tokens or not all(t in vocabulary.MONEY_UNITS and t != "сум" for t in tokens):
            break
        taken = tokens + taken
        words.pop()
    return (" ".join(words), taken) if taken else (text, [])


def _is_unit(word: str) -> bool:
    return (
        word == "%"
        or word in vocabulary.MONEY_UNITS
        or word in vocabulary.COUNT_UNITS
        or word in vocabulary.THOUSANDS
        or word in vocabulary.MILLIONS
        or word in vocabulary.UNIT_FILLERS
    )


def _key(text: str) -> str:
    """Folded, with № and # kept as a letter: «№ продажи» is a number, «Продажи» are sales."""
    return fold(text.replace("№", " n ").replace("#", " n "))


def _with_unit(text: str, rest: str, tokens: list[str], vat: Vat | None) -> Header:
    if not tokens:
        return Header(text, _key(rest), _key(text), vat=vat)
    unit: Unit = ""
    currency = next((vocabulary.MONEY_UNITS[token] for token in tokens if token in vocabulary.MONEY_UNITS), "")
    if "%" in tokens:
        unit = "percent"
    elif currency:
        unit = "money"
    elif any(token in vocabulary.COUNT_UNITS for token in tokens):
        unit = "count"
    power = 3 if any(t in vocabulary.THOUSANDS for t in tokens) else 0
    power = 6 if any(t in vocabulary.MILLIONS for t in tokens) else power
    if vat is None and {"ндс", "vat", "tax"} & set(tokens):
        vat = "excluded" if {"без", "excl", "excluding", "without", "ex"} & set(tokens) else "included"
    return Header(text, _key(rest), _key(text), unit, power, currency, vat)


@cache
def _synonyms(table: str) -> dict[str, list[tuple[str, int, bool]]]:
    """Folded synonym → the columns it may mean, with its rank and whether it is weak."""
    known: dict[str, list[tuple[str, int, bool]]] = {}
    for column in TABLES[table].columns:
        words = [column, *vocabulary.HEADERS[table].get(column, "").split("|")]
        if any(word.strip() == f"~{column.capitalize()}" for word in words):
            words[0] = "~" + column  # «sales» may be their number and money as well, whatever the measure is called
        for rank, word in enumerate(words):
            weak = word.strip().startswith("~")
            for key in {_key(word.strip()), _key_of(word), _with_its_unit(parse_header(word.strip().lstrip("~")))}:
                if key and all(column != other for other, *_ in known.get(key, ())):
                    known.setdefault(key, []).append((column, rank, weak))
    return known


def _key_of(word: str) -> str:
    header = parse_header(word.strip().removeprefix("~"))
    # A synonym that names its unit («Продажи, руб») is that and no other unit.
    return header.full if header.unit else header.key


def _with_its_unit(header: Header) -> str:
    """«Продажи, ₽» and «Продажи, руб» are one: a name with a kind of unit; "" without one."""
    return f"{header.key}, {header.unit}" if header.unit else ""


@cache
def _derived() -> frozenset[str]:
    return frozenset(_key(word) for word in vocabulary.DERIVED.split("|"))


@cache
def _lead_marks() -> frozenset[str]:
    return frozenset(_key(word) for word in vocabulary.LEAD_MARKS.split("|"))


def is_derived(header: Header) -> bool:
    """Whether the column is computed from others (CTR, CPC, %), so never imported."""
    return header.unit == "percent" or header.key in _derived() or header.full in _derived()


def has_lead_marks(headers: Iterable[Header]) -> bool:
    """Whether a header stands there that only an export of leads or deals has."""
    return any(header.key in _lead_marks() for header in headers)


def meanings(header: Header, table: str) -> list[tuple[str, int, bool]]:
    """The columns of `table` that the header may mean."""
    known = _synonyms(table)
    found = known.get(_with_its_unit(header)) or known.get(header.full) or known.get(header.key) or []
    if is_derived(header) and not (found and table in ("targets", "overrides", "guards")):
        return []
    types = TABLES[table].columns
    return [each for each in found if _unit_fits(header, types[each[0]], each[0])]


def _unit_fits(header: Header, kind: str, column: str) -> bool:
    if header.full in _synonyms_full(column):
        return True
    if header.unit == "money":
        return kind == "money" or column in ("target", "base", "norm", "floor")
    if header.unit == "count":
        return kind == "number"
    return True


@cache
def _synonyms_full(column: str) -> frozenset[str]:
    """Synonyms of a column that carry a unit in themselves."""
    words = (word for table in vocabulary.HEADERS.values() for word in table.get(column, "").split("|"))
    return frozenset(header.full for word in words if (header := parse_header(word.strip().lstrip("~"))).unit)


def match(headers: Sequence[Header], table: str, fixed: Mapping[str, int] = {}) -> dict[str, Match]:
    """Which column of the grid is which column of `table`, each grid column used once.

    `fixed` are the matches the user gave: column → index. Where two headers mean the same, the better synonym wins,
    then the left one.
    """
    taken = {column: Match(column, index, headers[index]) for column, index in fixed.items()}
    used = set(fixed.values())
    candidates = sorted(
        (weak, rank, index, column)
        for index, header in enumerate(headers)
        if index not in used and header.text
        for column, rank, weak in meanings(header, table)
        if column not in taken and not _misleads(column, header, headers)
    )
    for weak, rank, index, column in candidates:
        if column not in taken and index not in used:
            taken[column] = Match(column, index, headers[index], weak, rank)
            used.add(index)
    return {column: taken[column] for column in TABLES[table].columns if column in taken}


def _misleads(column: str, header: Header, headers: Sequence[Header]) -> bool:
    """«State» beside City is Kentucky and no state of an order; a log of events holds views of pages, too."""
    beside = {other.key for other in headers}
    if header.key == "state":
        return column == "status" and bool(beside & _ADDRESSES)
    return header.key == "eventdate" and bool(beside & _EVENTS)


def is_month_header(header: Header) -> bool:
    """Whether the header says that a row is a month.

    Examples
    --------
    >>> is_month_header(parse_header("Месяц")), is_month_header(parse_header("Дата"))
    (True, False)
    """
    return header.key in {"месяц", "month", "отчетныймесяц", "reportmonth", "годмесяц", "yearmonth", "месяцгод"}
