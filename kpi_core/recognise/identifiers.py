"""Identifiers are text: they never pass through a float, and what a spreadsheet has already destroyed is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_core.recognise.cells import NUMBER, TEXT, Cells, as_objects, show

Texts = npt.NDArray[np.object_]

_EXACT = 2.0**53
_SCIENTIFIC = re.compile(r"\s*\d[.,]\d{2,}E\+\d{2,}\s*$")
_LONG = 16
_LONG_ID = re.compile(rf"^\s*[0-9]{{{_LONG},}}\s*$")
_DASHES = ("-", "--", "—", "–")


@dataclass(frozen=True, slots=True)
class Identifiers:
    """A column of identifiers: text, None where empty; `damaged` counts those that lost digits, `example` shows one."""

    values: Texts
    damaged: int = 0
    example: str = ""


def parse_identifiers(cells: Cells) -> Identifiers:
    """A column of identifiers as text.

    Examples
    --------
    >>> from kpi_core.recognise.headers import parse_header
    >>> parse_identifiers(Cells(parse_header("ID"), 0, [12345.0, " A-1 ", ""])).values.tolist()
    ['12345', 'A-1', None]
    """
    if cells.kinds == {TEXT}:
        values = as_objects(cells.stripped, len(cells))
    else:
        plain = cells.values if cells.typed is None else cells.typed.tolist()
        values = as_objects(map(_as_text, plain), len(cells))
    if TEXT in cells.kinds and not (cells.tidy and not any(cells.may_hold(f"\n{dash}\n") for dash in _DASHES)):
        for dash in ("", *_DASHES):
            values[values == dash] = None
    damaged = _damaged(cells)
    return Identifiers(values, len(damaged), cells.shown(int(damaged[0])) if len(damaged) else "")


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, float | np.floating):
        number = float(value)
        if number != number:
            return None
        if not number.is_integer():
            return repr(number)
        # A spreadsheet holds 15 digits and shows zeros behind them.
        if abs(number) >= 1e21:
            return repr(number)
        return str(int(number)) if abs(number) < _EXACT else str(int(Decimal(f"{number:.14e}")))
    return show(value)


def _damaged(cells: Cells) -> npt.NDArray[np.intp]:
    """Rows whose identifier a spreadsheet has already turned into a number of fewer digits."""
    if cells.typed is not None:
        known = cells.typed if cells.typed.dtype.kind == "f" else np.zeros(len(cells))
        return np.flatnonzero(np.abs(np.nan_to_num(known)) >= _EXACT)
    found: list[int] = []
    if NUMBER in cells.kinds:
        rows = map(int, np.flatnonzero(cells.codes == NUMBER))
        found += [row for row in rows if isinstance(cells.values[row], float) and abs(cells.values[row]) >= _EXACT]
    if TEXT in cells.kinds and cells.may_hold("E+"):
        found += [row for row, value in enumerate(cells.values) if type(value) is str and _SCIENTIFIC.match(value)]
    if TEXT in cells.kinds:
        found += _ending_in_zeros(cells)
    return np.array(sorted(set(found)), np.intp)


def _ending_in_zeros(cells: Cells) -> list[int]:
    """Long identifiers that all end in zeros, several of them alike: a spreadsheet kept 15 digits of each."""
    if not cells.may_hold("0000\n") or (cells.joined and max(map(len, cells.values)) < _LONG):
        return []
    if cells.column is not None:
        rows = list(map(int, np.flatnonzero(cells.column.matches(_LONG_ID.pattern))))
    else:
        rows = [
            row
            for row, value in enumerate(cells.values)
            if type(value) is str and len(value) >= _LONG and _LONG_ID.match(value)
        ]
    cut = [row for row in rows if cells.values[row].rstrip().endswith("0000")]
    different = {cells.values[row].strip() for row in cut}
    return cut if len(cut) >= 3 and len(cut) == len(rows) and len(different) < len(cut) else []


def normal_phone(text: str | None) -> str | None:
    """The last ten digits of a phone number, None where there are fewer than seven.

    Examples
    --------
    >>> normal_phone("+7 (916) 123-45-67") == normal_phone("8 916 1234567") == "9161234567"
    True
    """
    # Several numbers in one cell: the first is the customer's.
    parts = (re.sub(r"\D", "", part) for part in re.split(r"[;,/|\n]", text or ""))
    digits = next((part for part in parts if len(part) >= 7), re.sub(r"\D", "", text or ""))
    return digits[-10:] if len(digits) >= 7 else None


def normal_email(text: str | None) -> str | None:
    """An e-mail address folded for comparison; None where it is none."""
    plain = (text or "").strip().casefold()
    return plain if "@" in plain else None


def normalised(values: Texts, kind: str) -> Texts:
    """Phones or e-mails of a whole column, so that one customer is written in one way."""
    normal = normal_phone if kind == "phone" else normal_email
    known: dict[str | None, str | None] = {}
    result: Texts = np.empty(len(values), object)
    for row, value in enumerate(values):
        if value not in known:
            known[value] = normal(value)
        result[row] = known[value]
    return result
