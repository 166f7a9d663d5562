"""The plan: how much of it is done, and where the month is heading."""

from typing import Any

from kpi_core.kpis import ratio
from kpi_core.registry import kpi


@kpi(
    ru=("Выполнение плана", "Выручка к плану выручки."),
    en=("Plan attainment", "Revenue over planned revenue."),
    unit="percent",
    better="higher",
)
def plan_attainment(revenue: Any, target_revenue: Any) -> Any:
    """Actual over target; of revenue, unless another KPI is named.

    Parameters
    ----------
    revenue : float or Series
        Revenue of the period.
    target_revenue : float or Series
        Its target; in an unfinished month the share of it that belongs to the days so far.

    Returns
    -------
    float or Series
        A fraction; NaN where the target is zero.

    Notes
    -----
    For KPIs that are better when lower the attainment is target ÷ actual, so that over 100 % is always favourable.

    Source: the catalogue of the project, entry 38.

    Examples
    --------
    >>> plan_attainment(revenue=48_000, target_revenue=50_000)
    0.96
    """
    return ratio(revenue, target_revenue)


@kpi(
    ru=("Прогноз на конец месяца", "Выручка, с какой закончится период при нынешнем темпе."),
    en=("Run rate", "The revenue the period will end with at its present pace."),
    unit="money",
    better="higher",
)
def run_rate(revenue: Any, elapsed_days: Any, period_days: Any) -> Any:
    """Revenue so far, carried on at the same pace to the end of the period.

    Parameters
    ----------
    revenue : float or Series
        Revenue so far.
    elapsed_days : float or Series
        Days of the period the data reaches.
    period_days : float or Series
        Days of the period.

    Returns
    -------
    float or Series
        Money; NaN before the first day.

    Notes
    -----
    Naive on purpose: weighting by weekday did not beat it in a back-test on three shops. Not given before day 7.

    Source: the catalogue of the project, B6.

    Examples
    --------
    >>> run_rate(revenue=20_000, elapsed_days=10, period_days=30)
    60000.0
    """
    return ratio(revenue * period_days, elapsed_days)
