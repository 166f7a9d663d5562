"""Exports of lines that repeat the total of the order in each of them: it counts once, or is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from kpi_core.recognise import words
from kpi_core.recognise.cells import Cells, Mask
from kpi_core.recognise.headers import Header
from kpi_core.recognise.identifiers import Texts
from kpi_core.recognise.numbers import Numbers

_ENOUGH = 3
_LONG = 100_000
_PAIRS = 200


@dataclass(frozen=True)
class Repeated:
    """Rows that repeat the amount of an earlier row of their order, and in how many orders."""

    rows: Mask
    orders: int
    sure: bool


def repeated(
    header: Header,
    ids: Texts,
    amounts: Numbers,
    days: npt.NDArray[Any],
    used: Mask,
    lines: npt.NDArray[np.float64] | None,
    columns: Sequence[Cells],
    whole: bool = False,
) -> Repeated | None:
    """Rows to be left without their amount, or to be asked about; None where each line has an amount of its own.

    Parameters
    ----------
    header : Header
        Above the amounts: «Сумма заказа» is that of an order, «Сумма строки» of a line, «Сумма» of either.
    days : array of datetime64
        Rows of one order are of one day; otherwise they are payments of a contract, say.
    lines : array or None
        Price times quantity, where the table has both: their sum proves what the amount is.
    whole : bool
        Whether the amount is that of the whole by what the table is: the sum of a deal.
    """
    if header.key in words.LINE_TOTALS:
        return None
    rows = np.flatnonzero(used & ~amounts.missing & (amounts.values != 0))
    if len(rows) > _LONG and not (ids[rows][1:] == ids[rows][:-1]).any():
        return None  # lines of one order stand together
    pairs = _neighbours(rows, ids)
    if pairs is None:
        return None
    rows, same = pairs
    values, day = amounts.values[rows], days[rows].astype("datetime64[D]")
    if (same & ((values != np.roll(values, 1)) | (day != np.roll(day, 1)))).any():
        return None
    orders = int((same & ~np.roll(same, 1)).sum())
    verdict = _proved(values / 10**amounts.decimals, same, None if lines is None else lines[rows])
    certain = verdict == "order" or whole or header.key in words.ORDER_TOTALS
    many = orders >= _ENOUGH and len(np.unique(values[same])) > 1 and _differ(rows, same, columns)
    if verdict == "line" or not (certain or many):
        return None
    found: Mask = np.zeros(len(ids), bool)
    found[rows[same]] = True
    return Repeated(found, orders, certain)


def _neighbours(rows: npt.NDArray[np.intp], ids: Texts) -> tuple[npt.NDArray[np.intp], Mask] | None:
    """Rows by order, each in the order of the file, and which of them go on with the order of the one before."""
    import pandas as pd

    codes, known = pd.factorize(ids[rows])
    if len(known) == int((codes >= 0).sum()):
        return None
    order = np.argsort(codes, kind="stable")
    sorted_codes = codes[order]
    same: Mask = np.zeros(len(rows), bool)
    same[1:] = (sorted_codes[1:] == sorted_codes[:-1]) & (sorted_codes[1:] >= 0)
    return rows[order], same


def _proved(
    values: npt.NDArray[np.float64], same: Mask, lines: npt.NDArray[np.float64] | None
) -> Literal["order", "line", ""]:
    """What price times quantity proves the amounts to be, in orders of several lines."""
    if lines is None:
        return ""
    group = np.cumsum(~same) - 1
    several = np.isin(group, group[same])
    if not np.isfinite(lines[several]).all():
        return ""
    sums = np.bincount(group, np.nan_to_num(lines))[group]
    if (np.abs(values - lines)[several] < 0.01).all():
        return "line"
    return "order" if (np.abs(values - sums)[several] < 0.01).all() else ""


def _differ(rows: npt.NDArray[np.intp], same: Mask, columns: Sequence[Cells]) -> bool:
    """Whether the lines of one order differ in anything: rows alike in everything are told as duplicates."""
    later = np.flatnonzero(same)[:_PAIRS]
    pairs = [(int(rows[at - 1]), int(rows[at])) for at in later]
    return any(cells.values[one] != cells.values[other] for cells in columns for one, other in pairs)


def price_of_piece(columns: Sequence[Cells]) -> Cells | None:
    """The column of prices, which may stand beside an amount without being needed for it."""
    return next((cells for cells in columns if cells.header.key in words.PIECE_PRICES and not cells.blank), None)
