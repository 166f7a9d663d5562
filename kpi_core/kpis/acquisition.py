"""Acquisition: what a new customer costs."""

from typing import Any

from kpi_core.kpis import ratio
from kpi_core.registry import kpi


@kpi(
    ru=("Стоимость привлечения клиента", "Все расходы на маркетинг на одного нового клиента (CAC)."),
    en=("Customer acquisition cost", "All marketing costs per new customer (CAC)."),
    unit="money",
    better="lower",
    also=("Стоимость клиента", "Цена клиента"),
)
def cac(spend: Any, new_customers: Any) -> Any:
    """Marketing costs per customer won in the period.

    Parameters
    ----------
    spend : float or Series
        Marketing costs of every kind: advertising, salaries, contractors, tools.
    new_customers : float or Series
        Customers whose first order falls in the period.

    Returns
    -------
    float or Series
        Money; NaN where no customer was won.

    Notes
    -----
    Divides the totals of the period; the mean of channel CACs is another number: it weighs three customers like
    three thousand. Fully loaded where the spend table holds salaries and tools, blended over paid and free channels.
    A customer whose only orders were refunded in full was not won. CPO counts repeat orders too; the paid channels
    alone are `cac_paid`.

    Source: the project's brief; Farris et al., *Marketing Metrics*, ch. 5.

    Examples
    --------
    >>> cac(spend=12_000, new_customers=400)
    30.0
    """
    return ratio(spend, new_customers)


@kpi(
    ru=("CAC по платным каналам", "Расходы платных каналов на одного их нового клиента."),
    en=("CAC of paid channels", "Spend of the paid channels per new customer of theirs."),
    unit="money",
    better="lower",
)
def cac_paid(paid_ad_spend: Any, paid_new_customers: Any) -> Any:
    """Advertising spend of paid channels per new customer of the same channels.

    Parameters
    ----------
    paid_ad_spend : float or Series
        Advertising spend of the channels that had any in the period.
    paid_new_customers : float or Series
        New customers whose first order came through the same channels.

    Returns
    -------
    float or Series
        Money; NaN where those channels won no customer.

    Notes
    -----
    Free channels are left out of both sides, so it may be a quarter above the blended `cac`. Which channels are paid
    is decided by the asked period, or by the column «платный» of the channels table.

    Source: the catalogue of the project, entry 23.

    Examples
    --------
    >>> cac_paid(paid_ad_spend=12_000, paid_new_customers=300)
    40.0
    """
    return ratio(paid_ad_spend, paid_new_customers)
