"""Arithmetic that KPI functions are made of: on numbers, on pandas Series, and on symbols.

A KPI's body is called with numbers to get its value and with symbols to get its formula, so that the
explanation, the reference pages and the reason of an undefined result need no second description.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_PRECEDENCE = {"+": 1, "−": 1, "×": 2, "÷": 2}


class Node:
    """A part of a formula. Python's operators on nodes build larger ones."""

    precedence = 9

    def __add__(self, other: Any) -> Operation:
        return Operation("+", self, as_node(other))

    def __radd__(self, other: Any) -> Operation:
        return Operation("+", as_node(other), self)

    def __sub__(self, other: Any) -> Operation:
        return Operation("−", self, as_node(other))

    def __rsub__(self, other: Any) -> Operation:
        return Operation("−", as_node(other), self)

    def __mul__(self, other: Any) -> Operation:
        return Operation("×", self, as_node(other))

    def __rmul__(self, other: Any) -> Operation:
        return Operation("×", as_node(other), self)

    def __truediv__(self, other: Any) -> Operation:
        return Operation("÷", self, as_node(other))

    def __rtruediv__(self, other: Any) -> Operation:
        return Operation("÷", as_node(other), self)

    def text(self, name: Callable[[str], str]) -> str:
        """The formula with each parameter written as `name` says (its label, or the number it has)."""
        raise NotImplementedError

    def parameters(self) -> Iterator[str]:
        """The parameters in the order they appear."""
        raise NotImplementedError

    def divisions(self) -> Iterator[Operation]:
        """Every division in it, innermost first."""
        raise NotImplementedError

    def value(self, known: Mapping[str, Any]) -> Any:
        """The number it comes to."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Symbol(Node):
    """A parameter of a KPI."""

    name: str

    def text(self, name: Callable[[str], str]) -> str:
        return name(self.name)

    def parameters(self) -> Iterator[str]:
        yield self.name

    def divisions(self) -> Iterator[Operation]:
        return iter(())

    def value(self, known: Mapping[str, Any]) -> Any:
        return known[self.name]


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A number written in a KPI's body."""

    number: float

    def text(self, name: Callable[[str], str]) -> str:
        return f"{self.number:g}"

    def parameters(self) -> Iterator[str]:
        return iter(())

    def divisions(self) -> Iterator[Operation]:
        return iter(())

    def value(self, known: Mapping[str, Any]) -> Any:
        return self.number


@dataclass(frozen=True, slots=True)
class Operation(Node):
    """One of + − × ÷ over two parts."""

    sign: str
    left: Node
    right: Node

    @property
    def precedence(self) -> int:  # type: ignore[override]
        return _PRECEDENCE[self.sign]

    def text(self, name: Callable[[str], str]) -> str:
        left, right = self.left.text(name), self.right.text(name)
        if self.left.precedence < self.precedence:
            left = f"({left})"
        if self.right.precedence < self.precedence or (self.right.precedence == self.precedence and self.sign in "−÷"):
            right = f"({right})"
        return f"{left} {self.sign} {right}"

    def parameters(self) -> Iterator[str]:
        yield from self.left.parameters()
        yield from self.right.parameters()

    def divisions(self) -> Iterator[Operation]:
        yield from self.left.divisions()
        yield from self.right.divisions()
        if self.sign == "÷":
            yield self

    def value(self, known: Mapping[str, Any]) -> Any:
        left, right = self.left.value(known), self.right.value(known)
        if self.sign == "+":
            return left + right
        if self.sign == "−":
            return left - right
        if self.sign == "×":
            return left * right
        return ratio(left, right)


@dataclass(frozen=True, slots=True)
class Reach(Node):
    """The first age at which a series of amounts, added up, reaches a level."""

    series: Node
    level: Node

    def text(self, name: Callable[[str], str]) -> str:
        return f"min n: Σ₀ⁿ {self.series.text(name)} ≥ {self.level.text(name)}"

    def parameters(self) -> Iterator[str]:
        yield from self.series.parameters()
        yield from self.level.parameters()

    def divisions(self) -> Iterator[Operation]:
        yield from self.series.divisions()
        yield from self.level.divisions()

    def value(self, known: Mapping[str, Any]) -> Any:
        return first_reach(self.series.value(known), self.level.value(known))


def as_node(value: Any) -> Node:
    """A number as a constant; a node as it stands."""
    return value if isinstance(value, Node) else Constant(value)


def ratio(numerator: Any, denominator: Any) -> Any:
    """Numerator over denominator; NaN where the denominator is zero, for it is undefined and neither 0 nor infinite.

    Parameters
    ----------
    numerator, denominator : float, Fraction, Series or Node
        Totals of the period. Sums are taken first and the division last; a mean of ratios is another number.

    Examples
    --------
    >>> ratio(12_000, 400)
    30.0
    >>> ratio(5, 0)
    nan
    """
    if isinstance(numerator, Node) or isinstance(denominator, Node):
        return Operation("÷", as_node(numerator), as_node(denominator))
    if hasattr(denominator, "where"):
        return numerator / denominator.where(denominator != 0)
    if hasattr(numerator, "where") and denominator == 0:
        return numerator * math.nan
    return numerator / denominator if denominator != 0 else math.nan


def change(now: Any, before: Any) -> Any:
    """The relative change, `now ÷ before − 1`; NaN where there is no base, or a negative one.

    A negative base turns the sign of the change round: from −100 to +50 would read as −150 %.

    Examples
    --------
    >>> change(110, 100)
    0.10000000000000009
    >>> change(50, -100)
    nan
    """
    if hasattr(before, "where") and not isinstance(before, Node):
        before = before.where(before > 0)
    elif not isinstance(before, Node) and before < 0:
        return now * math.nan
    return ratio(now, before) - 1


def first_reach(series: Any, level: Any) -> Any:
    """The smallest index at which the running total of `series` reaches `level`; NaN where it never does.

    Parameters
    ----------
    series : sequence of float, Series of such sequences, or Node
        Amounts by age: 0 is the first month.
    level : float, Series or Node
        What has to be reached.

    Examples
    --------
    >>> first_reach([40.0, 25.0, 20.0, 30.0], 80.0)
    2.0
    >>> first_reach([10.0, 10.0], 80.0)
    nan
    """
    if isinstance(series, Node) or isinstance(level, Node):
        return Reach(as_node(series), as_node(level))
    if hasattr(level, "index") and not isinstance(level, list | tuple):
        reached = [first_reach(one, each) for one, each in zip(series, level, strict=True)]
        return type(level)(reached, index=level.index)
    amounts: Sequence[Any] = series if isinstance(series, list | tuple) else [series]
    total: Any = 0
    for age, amount in enumerate(amounts):
        total = total + amount
        if total >= level:
            return float(age)
    return math.nan
