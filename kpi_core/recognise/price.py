"""Price times quantity: the revenue of tables that give what one piece costs and how many were sold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from kpi_core.errors import SourceError
from kpi_core.folding import fold
from kpi_core.recognise.cells import Cells, Mask
from kpi_core.recognise.numbers import MOST_DECIMALS, Numbers, rescaled

_PRICES = frozenset(map(fold, ("Цена", "Price", "Цена продажи", "Sale price", "Selling price")))
_PRODUCTS = (
    "StockCode | SKU | Артикул | Код товара | Product ID | ProductID | Product code | ASIN | Штрихкод | Barcode | Товар"
    " | Наименование товара | Номенклатура | Наименование | Product | Product name | Item | Item name | Description"
    " | Название товара | Модель | Lineitem name | Lineitem sku | Product line | Product category | Category"
    " | Категория"
)
_DISCOUNTS = frozenset(map(fold, ("Скидка", "Discount", "Скидка %", "Discount %", "Discount percent", "Скидка, %")))
_KEYS = [fold(name) for name in _PRODUCTS.split("|")]
_ENOUGH, _SURE, _PAIRS = 3, 10, 20_000
_MOST = 2.0**61


def is_price(header: str) -> bool:
    """Whether a header may mean the price of one piece as well as that of the whole line."""
    return fold(header) in _PRICES


def in_micros(numbers: Numbers) -> bool:
    """Whether amounts are in millionths, as interfaces of advertising systems give them: whole, and to the kopeck."""
    values = numbers.values
    return numbers.decimals == 0 and bool(values.any()) and not (values % 10_000).any()


def discount_column(columns: Sequence[Cells]) -> Cells | None:
    """A column of discounts, which price times quantity knows nothing of."""
    return next((cells for cells in columns if cells.header.key in _DISCOUNTS and not cells.blank), None)


def meaning(
    price: Numbers, quantity: Numbers, columns: Sequence[Cells], used: Mask
) -> Literal["piece", "line", "either", ""]:
    """What a column «Цена» is, as the rows themselves tell: the price of a piece, or of the whole line.

    One and the same product sold in different quantities decides: either its price stays, or price by quantity does.
    "either": every quantity is 1, so both are the same. "": nothing tells.
    """
    known = used & ~price.missing & ~quantity.missing
    one = 10**quantity.decimals
    if not known.any() or (quantity.values[known] == one).all():
        return "either"
    for key in _KEYS:
        for cells in (each for each in columns if each.header.key == key and not each.blank):
            piece, line = _votes(price, quantity, cells, known)
            if piece >= max(_ENOUGH, _SURE * line):
                return "piece"
            if line >= max(_ENOUGH, _SURE * piece):
                return "line"
    return ""


def _votes(price: Numbers, quantity: Numbers, product: Cells, known: Mask) -> tuple[int, int]:
    """How often one product in two quantities kept its price, and how often its price by quantity."""
    rows = np.flatnonzero(known & (product.different.codes >= 0) & (quantity.values > 0) & (price.values > 0))
    order = rows[np.argsort(product.different.codes[rows], kind="stable")][:_PAIRS]
    piece = line = 0
    for one, other in pairwise(map(int, order)):
        if product.different.codes[one] != product.different.codes[other]:
            continue
        amounts = [int(price.values[row]) for row in (one, other)]
        counts = [int(quantity.values[row]) for row in (one, other)]
        if counts[0] == counts[1]:
            continue
        piece += amounts[0] == amounts[1]
        line += amounts[0] * counts[1] == amounts[1] * counts[0]
    return piece, line


def product(price: Numbers, quantity: Numbers, place: str) -> Numbers:
    """Price times quantity, exact: a row without one of them has no revenue.

    Raises
    ------
    SourceError
        The products are larger than can be added up exactly.
    """
    missing = price.missing | quantity.missing
    decimals = price.decimals + quantity.decimals
    if float(np.abs(price.as_floats() * quantity.as_floats()).sum()) * 10.0**decimals >= _MOST:
        raise SourceError("column_too_large", column="revenue", place=place)
    values = np.where(missing, 0, price.values * quantity.values)
    while decimals and not (values % 10).any():
        values, decimals = values // 10, decimals - 1
    scale = min(decimals, MOST_DECIMALS)
    scales: Any = np.full(len(values), decimals, np.int8)
    if decimals > scale:
        values = rescaled(values, scales, scale)
    faults = {**quantity.faults, **price.faults}
    return Numbers(values, scale, missing, faults, np.zeros(len(values), bool))
