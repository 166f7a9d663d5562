"""A formula for each function that gives an answer at once: what "Insert function" puts into a cell."""

from __future__ import annotations

from addin.functions import Function

_SAMPLES = {
    "kpi": '"revenue"',
    "kpis": '{"revenue","orders","cac"}',
    "periods": "KPI_PERIODS()",
    "kind": '"retention"',
}
_COST = {"KPI_CONTRIBUTION": '"cac"'}


def example(function: Function) -> str:
    """The function with samples for the arguments that may not be left out, as `Range.Formula` takes it.

    Examples
    --------
    >>> from addin.functions import FUNCTIONS
    >>> example(FUNCTIONS["KPI_CAC"]), example(FUNCTIONS["KPI_CHANGE"]), example(FUNCTIONS["KPI_CALC_CAC"])
    ('=KPI_CAC()', '=KPI_CHANGE("revenue")', '=KPI_CALC_CAC(0,0)')
    """
    given = [
        _COST.get(function.name) or _SAMPLES.get(argument.key, "0")
        for argument in function.arguments
        if not argument.optional
    ]
    return f"={function.name}({','.join(given)})"


def asks(function: Function) -> bool:
    """Whether the sample is no answer yet, and the wizard has to ask for the real arguments."""
    return not function.reads_workbook
