"""What one query looks at in every row of a relation, and how it is put together for a group of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from kpi_core.fetching import Kind

SCALES = (0, 2, 4)


@dataclass
class Looked:
    """What is looked at in every row, how it is put together for a group, and which sums are made whole after that."""

    rows: dict[str, Any] = field(default_factory=dict)
    aggregates: list[Any] = field(default_factory=list)
    kinds: dict[str, Kind] = field(default_factory=dict)
    shifted: dict[str, int] = field(default_factory=dict)
    _named: dict[int, str] = field(default_factory=dict)

    def add(self, name: str, expression: Any, how: str, kind: Kind) -> None:
        """A minimum, maximum, sum or count of an expression."""
        row = self._named.setdefault(id(expression), f"of {name}")
        self.rows[row] = expression
        self.aggregates.append(getattr(nw.col(row), how)().alias(name))
        self.kinds[name] = kind

    def ones(self, name: str, condition: Any) -> None:
        """How many rows meet a condition."""
        self.add(name, one(condition), "sum", "whole")


def known_scale(kind: Any) -> bool:
    """Whether the type tells the decimals: a whole number, or a decimal with no more than money has."""
    return bool(kind.is_integer() or (kind.is_decimal() and kind.scale <= SCALES[-1]))


def narrow(kind: Any) -> bool:
    """Whether any number of the type can be shifted and added up without running over."""
    if kind.is_integer():
        return kind not in (nw.UInt64, nw.Int128, nw.UInt128)
    return bool(kind.is_decimal() and kind.precision <= 18)


def one(condition: Any) -> Any:
    """1 for a row that meets the condition, else 0."""
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))
