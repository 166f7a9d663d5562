"""Numbers: one parser for a whole column, to integers at the scale the column really has. Nothing is rounded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from kpi_core.recognise.cells import BOOL, DATE, DATETIME, NUMBER, OTHER, TEXT, Cells, Floats, Ints, Mask
from kpi_core.recognise.ledger import Fault
from kpi_core.recognise.plain import WORTHWHILE, plain_column, plain_numbers

MOST_DECIMALS = 9
_LARGEST = 1e15  # a spreadsheet keeps 15 digits: what is longer is an identifier, and damaged as well
_ROOM = 2**61  # total of a column at its scale; leaves two bits for several sources of one kind
_EXACT = 2.0**53

WHOLE = "whole"
"""In place of a usual decimal mark: these are whole things, so "1,234" of them is a thousand and more."""

Style = Literal["", ",", "."]
Scales = npt.NDArray[np.int8]

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009\u2007'’`´]+")
_MINUS = str.maketrans("−‒–—﹣－", "------")
_CURRENCY = (
    r"(?:us\$|[₽€$£¥₸₴₼₺₹]|руб(?:лей|ля|ль|\.)?|р\.?|rub|rur|usd|eur|евро|gbp|byn|uah|kzt|uzs|сум|сўм|тг|тенге|грн\.?"
    r"|zł|pln|kč|czk|chf|cny|try|inr|azn|amd|gel|kgs|aed|cad|aud|sek|nok|dkk|huf|ron|bgn|rsd|jpy)"
)
_BEFORE = re.compile(rf"^{_CURRENCY}\s*(?=[\d(+-])", re.IGNORECASE)
_AFTER = re.compile(rf"(?<=[\d)%\s-]){_CURRENCY}$", re.IGNORECASE)
_SIGN_BEFORE = re.compile(rf"^[(+-]?\s*({_CURRENCY})\s*(?=[\d(+-])", re.IGNORECASE)
_SIGN_AFTER = re.compile(rf"(?<=[\d)%\s-])({_CURRENCY})\)?$", re.IGNORECASE)
_POINT_MONEY = re.compile(r"[$£]|usd|gbp", re.IGNORECASE)
_COMMA_MONEY = re.compile(r"[₽₴₸]|руб|р\.?$|rub|byn|грн", re.IGNORECASE)
_BODY = re.compile(r"\d[\d.,]*|[.,]\d+")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?e[+-]?\d{1,3}", re.IGNORECASE)
_DASHES = frozenset({"-", "--", "---", "n/a", "н/д", "#н/д"})


def currency_sign(text: str) -> str:
    """The sign or word of a currency beside a number; "" where there is none.

    Examples
    --------
    >>> currency_sign("1 234,50 ₽"), currency_sign("$5"), currency_sign("12")
    ('₽', '$', '')
    """
    found = _SIGN_BEFORE.match(text.strip()) or _SIGN_AFTER.search(text.strip())
    return found[1] if found else ""


class Read(NamedTuple):
    """One text read as a number: the value, or both readings where the text alone does not decide.

    `style` is the decimal mark that the text proves, "" where it proves none; `mark` the only mark of an undecided
    text, and `custom` the decimal mark usual with its currency ($1,234 groups, 1,234 ₽ does not).
    """

    value: Decimal | None = None
    other: Decimal | None = None
    style: Style = ""
    mark: Style = ""
    custom: Style = ""
    percent: bool = False
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers.

    Attributes
    ----------
    values : array of int64
        Scaled by 10**decimals; 0 where there is none.
    decimals : int
        The scale.
    missing : array of bool
        Cells that hold nothing.
    faults : dict
        Rows whose cell is no number, and why.
    percent : array of bool
        Cells written with a percent sign; their values are fractions already.
    """

    values: Ints
    decimals: int
    missing: Mask
    faults: dict[int, Fault]
    percent: Mask

    def as_floats(self) -> Floats:
        """The values as floats, for tables that are not added up."""
        return self.values / 10.0**self.decimals


@lru_cache(maxsize=65536)
def read_number(text: str) -> Read | None:
    """One text as a number; None where it is none.

    Examples
    --------
    >>> read_number("1 234,56 ₽").value, read_number("(1,234.50)").value
    (Decimal('1234.56'), Decimal('-1234.50'))
    >>> read_number("1,234").value, read_number("1,234").other
    (Decimal('1234'), Decimal('1.234'))
    """
    body = _SPACES.sub(" ", text.translate(_MINUS)).strip()
    if not body or body.casefold() in _DASHES:
        return Read(empty=True)
    bare, negative, percent = _unwrapped(body)
    read = _read_body(bare)
    if read is None:
        return None
    sign, power = (-1 if negative else 1), (-2 if percent else 0)
    value, other = ((None if v is None else (sign * v).scaleb(power)) for v in (read.value, read.other))
    custom: Style = "." if _POINT_MONEY.search(body) else "," if _COMMA_MONEY.search(body) else ""
    return Read(value, other, read.style, read.mark, custom, percent)


def _unwrapped(body: str) -> tuple[str, bool, bool]:
    """Without sign, brackets, currency and percent sign, in whatever order they stand."""
    negative = percent = False
    for _ in range(4):
        before = body
        body = _AFTER.sub("", _BEFORE.sub("", body)).strip()
        if len(body) > 1 and body[0] in "+-":
            negative, body = negative != (body[0] == "-"), body[1:].strip()
        elif body.endswith("-") and len(body) > 1:
            negative, body = not negative, body[:-1].strip()
        elif body.startswith("(") and body.endswith(")"):
            negative, body = not negative, body[1:-1].strip()
        elif body.endswith("%") and not percent:
            percent, body = True, body[:-1].strip()
        if body == before:
            break
    return body, negative, percent


def _read_body(body: str) -> Read | None:
    if _SCIENTIFIC.fullmatch(body):
        return Read(Decimal(body.replace(",", ".")))
    spaced = " " in body
    if spaced:
        if not _GROUPED.fullmatch(body):
            return None
        body = body.replace(" ", "")
    if not _BODY.fullmatch(body):
        return None
    commas, points = body.count(","), body.count(".")
    if commas and points:
        return _both_marks(body)
    if not commas and not points:
        return Read(Decimal(body))
    mark: Style = "," if commas else "."
    if commas + points > 1:
        other: Style = "." if commas else ","
        return Read(Decimal(body.replace(mark, "")), style=other) if _groups_of_three(body, mark) else None
    return _one_mark(body, mark, spaced)


def _both_marks(body: str) -> Read | None:
    decimal: Style = "," if body.rfind(",") > body.rfind(".") else "."
    group = "." if decimal == "," else ","
    whole, _, fraction = body.rpartition(decimal)
    if decimal in whole or not _groups_of_three(whole, group):
        return None
    return Read(Decimal(f"{whole.replace(group, '')}.{fraction or '0'}"), style=decimal)


def _one_mark(body: str, mark: Style, spaced: bool) -> Read:
    whole, _, fraction = body.partition(mark)
    as_decimal = Decimal(f"{whole or '0'}.{fraction or '0'}")
    grouping_possible = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0") and not spaced
    if grouping_possible:
        return Read(Decimal(whole + fraction), as_decimal, mark=mark)
    return Read(as_decimal, style=mark)


def _groups_of_three(whole: str, mark: str) -> bool:
    first, *rest = whole.split(mark)
    return 1 <= len(first) <= 3 and all(len(group) == 3 for group in rest)


def parse_numbers(cells: Cells, decimal: str | None = None, custom: str = "") -> Numbers:
    """A column of numbers, exact.

    Parameters
    ----------
    cells : Cells
        Numbers, and texts in any of the styles people export.
    decimal : str or None
        "," or ".", where the user overrules recognition.
    custom : str
        The decimal mark of the system that wrote the column, where no number of it proves one; or WHOLE.
    """
    count = len(cells)
    missing = cells.empty.copy()
    faults: dict[int, Fault] = {}
    ints, decimals = np.zeros(count, np.int64), np.zeros(count, np.int8)
    percent = np.zeros(count, bool)
    if cells.kinds & {BOOL, DATE, DATETIME, OTHER}:
        faults = _wrong_kinds(cells)
    if NUMBER in cells.kinds:
        _read_floats(cells, ints, decimals, missing, faults)
    if TEXT in cells.kinds:
        _read_texts(cells, decimal, custom, ints, decimals, missing, faults, percent)
    scale = _scale_of(ints, decimals)
    return Numbers(rescaled(ints, decimals, scale), scale, missing, faults, percent)


def _wrong_kinds(cells: Cells) -> dict[int, Fault]:
    names = {BOOL: "number_is_flag", DATE: "number_is_date", DATETIME: "number_is_date", OTHER: "number_is_time"}
    return {
        int(row): (names[int(cells.codes[row])], {})
        for row in np.flatnonzero(np.isin(cells.codes, list(names)) & ~cells.empty)
    }


def _read_floats(cells: Cells, ints: Ints, decimals: Scales, missing: Mask, faults: dict[int, Fault]) -> None:
    if cells.kinds == {NUMBER}:
        at = None
        floats = np.asarray(cells.values, dtype=np.float64)
    else:
        at = np.flatnonzero(cells.codes == NUMBER)
        floats = cells.objects[at].astype(np.float64)
    wrong = ~(np.abs(floats) < _LARGEST)
    if cells.typed is not None:
        wrong &= ~missing
    for place in np.flatnonzero(wrong):
        row = int(place if at is None else at[place])
        faults[row] = ("number_too_long" if np.isfinite(floats[place]) else "number_infinite", {})
    if wrong.any() or cells.typed is not None:
        floats = np.where(wrong | ~np.isfinite(floats), 0.0, floats)
    scaled, scales = scale_floats(floats)
    if at is None:
        ints[:], decimals[:] = scaled, scales
    else:
        ints[at], decimals[at] = scaled, scales


def scale_floats(floats: Floats) -> tuple[Ints, Scales]:
    """Each float as the shortest whole number and power of ten that give it back; what is noise beyond 9 decimals goes.

    Examples
    --------
    >>> scale_floats(np.array([12.5, 3.25, 0.30000000000000004]))
    (array([125, 325,   3]), array([1, 2, 1], dtype=int8))
    """
    ints, decimals = np.zeros(len(floats), np.int64), np.zeros(len(floats), np.int8)
    # The usual column has two decimals or none: one look at the whole of it decides.
    for power in (0, 2):
        tried = np.rint(floats * 10.0**power)
        if np.array_equal(tried / 10.0**power, floats) and (not len(tried) or np.abs(tried).max() < _EXACT):
            whole = tried.astype(np.int64)
            if power and not (whole % 10).any():
                whole, power = whole // 10, 1
            return whole, np.full(len(floats), power, np.int8)
    rest = np.arange(len(floats))
    for power in range(MOST_DECIMALS + 1):
        part = floats[rest]
        tried = np.rint(part * 10.0**power)
        exact = (tried / 10.0**power == part) & (np.abs(tried) < _EXACT)
        ints[rest[exact]], decimals[rest[exact]] = tried[exact].astype(np.int64), power
        rest = rest[~exact]
        if not len(rest):
            return ints, decimals
    for row in rest:
        ints[row], decimals[row] = _shortest(Decimal(repr(float(floats[row]))))
    return ints, decimals


def _shortest(value: Decimal) -> tuple[int, int]:
    """A decimal as whole number and power of ten, at most 9 decimals and within int64."""
    exponent = -int(value.as_tuple().exponent)
    decimals = max(0, min(exponent, MOST_DECIMALS))
    while decimals and abs(value.scaleb(decimals)) >= 2**62:
        decimals -= 1
    whole = int(value.scaleb(decimals).to_integral_value(ROUND_HALF_EVEN))
    while decimals and whole % 10 == 0:
        whole, decimals = whole // 10, decimals - 1
    return whole, decimals


def _read_texts(
    cells: Cells,
    decimal: str | None,
    custom: str,
    ints: Ints,
    decimals: Scales,
    missing: Mask,
    faults: dict[int, Fault],
    percent: Mask,
) -> None:
    rows = np.flatnonzero((cells.codes == TEXT) & ~missing)
    proved = set[str]()
    if cells.column is not None:
        # A long column is read as a whole, and one by one only what is not plain.
        clear, floats, proved = plain_column(cells.column)
        ints[clear], decimals[clear] = scale_floats(floats[clear])
        rows = rows[~clear[rows]]
    codes, texts = cells.uniques(rows)
    plain, marks = np.zeros(len(texts), bool), set[str]()
    whole, scales = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.int8)
    if len(texts) >= WORTHWHILE:
        plain, floats, marks = plain_numbers(texts)
        whole, scales = scale_floats(floats)
    careful = np.flatnonzero(~plain)
    reads = [read_number(texts[place]) for place in careful]
    style = decimal or _style_of(reads, marks | proved, custom)
    wrong: dict[int, Fault] = {}
    empty, fraction = np.zeros(len(texts), bool), np.zeros(len(texts), bool)
    for place, read in zip(careful, reads, strict=True):
        whole[place], scales[place], fault = _settle(read, style)
        if fault:
            wrong[int(place)] = fault
        if read:
            empty[place], fraction[place] = read.empty, read.percent
    ints[rows], decimals[rows], percent[rows] = whole[codes], scales[codes], fraction[codes]
    missing[rows] |= empty[codes]
    if wrong:
        for at in np.flatnonzero(np.isin(codes, list(wrong))):
            faults[int(rows[at])] = wrong[int(codes[at])]


def _style_of(reads: list[Read | None], marks: set[str], custom: str) -> str:
    """The decimal mark that the column proves, or "" where it proves none, or both."""
    styles = marks | {read.style for read in reads if read and read.style}
    # Only where no number of the column proves a mark does the custom of its currency decide.
    styles = styles or {read.custom for read in reads if read and read.custom} or _custom_of(reads, custom)
    return styles.pop() if len(styles) == 1 else ""


def _custom_of(reads: list[Read | None], custom: str) -> set[str]:
    """The usual mark; of whole things a mark before three digits divides thousands, so the other one is the decimal."""
    if custom != WHOLE:
        return {custom}
    marks = {read.mark for read in reads if read and read.other is not None}
    return {"." if mark == "," else "," for mark in marks} if len(marks) == 1 else {""}


def _settle(read: Read | None, style: str) -> tuple[int, int, Fault | None]:
    if read is None:
        return 0, 0, ("number_is_text", {})
    if read.empty:
        return 0, 0, None
    value = read.value
    assert value is not None
    if read.other is not None:
        if not style:
            return 0, 0, ("number_ambiguous", {"one": f"{value:f}", "other": f"{read.other:f}"})
        # "1,234": where the comma is the decimal mark, the reading with decimals; where the point is, the whole one.
        value = read.other if read.mark == style else value
    if abs(value) >= _LARGEST:
        return 0, 0, ("number_too_long", {})
    whole, scale = _shortest(value)
    return whole, scale, None


def _scale_of(ints: Ints, decimals: Scales) -> int:
    """The decimals of the column, as far as its total leaves room in int64."""
    scale = int(decimals.max(initial=0))
    if scale:
        total = float((np.abs(ints) / 10.0**decimals).sum())
        while scale and total * 10.0**scale >= _ROOM:
            scale -= 1
    return scale


def rescaled(ints: Ints, decimals: Scales, scale: int) -> Ints:
    """Whole numbers of several scales at one."""
    if not len(ints) or (decimals == scale).all():
        return ints
    powers = np.array([10**power for power in range(MOST_DECIMALS + 1)], np.int64)
    up = np.clip(scale - decimals.astype(np.int64), 0, None)
    result: Ints = ints * powers[up]
    down = decimals > scale
    if down.any():
        powers_down = powers[decimals[down].astype(np.int64) - scale]
        whole, rest = np.divmod(ints[down], powers_down)
        result[down] = whole + ((2 * rest > powers_down) | ((2 * rest == powers_down) & (whole % 2 == 1)))
    return result
