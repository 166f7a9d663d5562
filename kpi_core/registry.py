"""The `@kpi` decorator: a function becomes a KPI, once, under its own name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeVar

from kpi_core.formula import Node, Symbol, as_node
from kpi_core.language import Text
from kpi_core.measures import MEASURES, Measure, Unit, split_shift, unknown_measures

Better = Literal["higher", "lower", "neutral"]
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Kpi:
    """A KPI: a formula over measures, with what people call it.

    Attributes
    ----------
    name : str
        The identifier, `cac`; its spreadsheet function is `KPI_CAC`.
    function : callable
        The formula, on numbers or Series.
    label, summary : Text
        The name and the one-sentence meaning, in both languages.
    unit : str
        money, ratio, percent, count, days or months; percents are fractions.
    better : str
        Which direction is favourable.
    category : str
        The module it stands in: sales, funnel, advertising, acquisition, customers, plan.
    first_of : tuple of str
        KPIs of which the first that the data carries is taken (`conversion`); empty for all others.
    also : tuple of str
        Other names people type for it.
    """

    name: str
    function: Callable[..., Any]
    label: Text
    summary: Text
    unit: Unit
    better: Better
    category: str
    parameters: tuple[str, ...]
    first_of: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures behind the parameters, each once."""
        names = dict.fromkeys(split_shift(parameter)[0] for parameter in self.parameters)
        return tuple(MEASURES[name] for name in names)

    @cached_property
    def formula(self) -> Node:
        """The body, called with symbols."""
        return as_node(self.function(*(Symbol(parameter) for parameter in self.parameters)))

    @cached_property
    def compared(self) -> str:
        """The shift of the period it is compared with, "_previous" or "_year_before"; "" where it is with none."""
        shifts = [shift for parameter in self.parameters if (shift := split_shift(parameter)[1])]
        return shifts[-1] if shifts else ""

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """The counts that it divides by."""
        divisors = [parameter for division in self.formula.divisions() for parameter in division.right.parameters()]
        return tuple(each for each in divisors if MEASURES[split_shift(each)[0]].unit == "count")

    @property
    def function_name(self) -> str:
        """The spreadsheet function."""
        return f"KPI_{self.name.upper()}"


REGISTRY: dict[str, Kpi] = {}


def kpi(
    *,
    ru: tuple[str, str],
    en: tuple[str, str],
    unit: Unit,
    better: Better,
    first_of: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
) -> Callable[[F], F]:
    """Register a function as a KPI.

    Parameters
    ----------
    ru, en : tuple of str
        Label and one-sentence summary.
    unit : str
        money, ratio, percent, count, days or months.
    better : str
        higher, lower or neutral.
    first_of : tuple of str
        For an alias: the KPIs of which the first that the data carries is taken.
    also : tuple of str
        Other names people type for it, in either language.

    Raises
    ------
    ValueError
        For a duplicate name, or a parameter that is no measure: a mistake of the programmer, so no KpiError.
    """

    def register(function: F) -> F:
        name = function.__name__
        parameters = tuple(inspect.signature(function).parameters)
        if name in REGISTRY:
            raise ValueError(f"the KPI {name!r} is defined twice")
        if unknown := unknown_measures(parameters):
            raise ValueError(f"the KPI {name!r} asks for unknown measures: {', '.join(unknown)}")
        label, summary = (Text(russian, english) for russian, english in zip(ru, en, strict=True))
        category = function.__module__.rpartition(".")[2]
        REGISTRY[name] = Kpi(name, function, label, summary, unit, better, category, parameters, first_of, also)
        return function

    return register
