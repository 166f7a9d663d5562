"""Customers: how many come, come back, and what they are worth."""

from typing import Any

from kpi_core.kpis import first_reach, ratio
from kpi_core.registry import kpi


@kpi(
    ru=("Новые клиенты", "Клиенты, чей первый заказ пришёлся на период."),
    en=("New customers", "Customers whose first order falls in the period."),
    unit="count",
    better="higher",
)
def new_customers(new_customers: Any) -> Any:
    """Customers whose first order in the supplied history falls in the period.

    Parameters
    ----------
    new_customers : float or Series
        Each customer once, in the month and the channel of the first order.

    Returns
    -------
    float or Series
        A count.

    Notes
    -----
    Everyone looks new in the first months of a file: under twelve months of history the note is `left_censored`,
    unless a column tells since when each is a customer. An order refunded in full wins nobody.

    Source: the catalogue of the project, entry 29 and rule R14.

    Examples
    --------
    >>> new_customers(new_customers=400)
    400
    """
    return new_customers


@kpi(
    ru=("Доля выручки от новых клиентов", "Выручка от клиентов, впервые купивших в периоде, ко всей выручке периода."),
    en=("Revenue share of new customers", "Revenue from customers first bought in the period over all its revenue."),
    unit="percent",
    better="neutral",
)
def new_revenue_share(new_customer_revenue: Any, revenue: Any) -> Any:
    """Share of the period's revenue that came from customers who first bought in it.

    Parameters
    ----------
    new_customer_revenue : float or Series
        All orders in the period of the customers first bought in it.
    revenue : float or Series
        Revenue of the period.

    Returns
    -------
    float or Series
        A fraction; NaN without revenue.

    Notes
    -----
    The repeat order of a customer won this month counts as revenue from a new one.

    Source: the catalogue of the project, entry 30.

    Examples
    --------
    >>> new_revenue_share(new_customer_revenue=12_000, revenue=48_000)
    0.25
    """
    return ratio(new_customer_revenue, revenue)


@kpi(
    ru=("Доля повторных покупателей", "Клиенты с двумя и более заказами в периоде ко всем клиентам периода."),
    en=("Repeat purchase rate", "Customers with two or more orders in the period over all its customers."),
    unit="percent",
    better="higher",
    also=("Repeat rate", "Доля повторных покупок"),
)
def repeat_rate(repeat_customers: Any, customers: Any) -> Any:
    """Share of the period's customers who bought at least twice within it.

    Parameters
    ----------
    repeat_customers : float or Series
        Customers with two or more orders in the period.
    customers : float or Series
        Customers with an order in the period.

    Returns
    -------
    float or Series
        A fraction; NaN without customers.

    Notes
    -----
    The window is the asked period: one shop gives 2 % by month and 50 % over two years. The other convention counts
    customers who bought before, in whatever period.

    Source: the catalogue of the project, entry 31.

    Examples
    --------
    >>> repeat_rate(repeat_customers=30, customers=240)
    0.125
    """
    return ratio(repeat_customers, customers)


@kpi(
    ru=("Удержание", "Доля клиентов прошлого периода, которые купили и в этом."),
    en=("Retention", "The share of the previous period's customers who bought in this one too."),
    unit="percent",
    better="higher",
    also=("Retention rate",),
)
def retention(retained_customers: Any, customers_previous: Any) -> Any:
    """Share of the customers of the period before who bought again in this one.

    Parameters
    ----------
    retained_customers : float or Series
        Customers with an order in both periods.
    customers_previous : float or Series
        Customers with an order in the period before.

    Returns
    -------
    float or Series
        A fraction; NaN without customers in the period before.

    Notes
    -----
    Do not read it by month for goods bought once or twice a year. The cohort table is another analysis.

    Source: Farris et al., *Marketing Metrics*, ch. 5.

    Examples
    --------
    >>> retention(retained_customers=60, customers_previous=240)
    0.25
    """
    return ratio(retained_customers, customers_previous)


@kpi(
    ru=("Отток", "Доля клиентов прошлого периода, которые в этом не купили."),
    en=("Churn", "The share of the previous period's customers who did not buy in this one."),
    unit="percent",
    better="lower",
    also=("Churn rate",),
)
def churn(retained_customers: Any, customers_previous: Any) -> Any:
    """One less retention, on the same base.

    Parameters
    ----------
    retained_customers : float or Series
        Customers with an order in both periods.
    customers_previous : float or Series
        Customers with an order in the period before.

    Returns
    -------
    float or Series
        A fraction; NaN without customers in the period before.

    Notes
    -----
    For subscriptions the usual churn is cancellations ÷ subscribers at the start: another number.

    Source: Farris et al., *Marketing Metrics*, ch. 5.

    Examples
    --------
    >>> churn(retained_customers=60, customers_previous=240)
    0.75
    """
    return 1 - ratio(retained_customers, customers_previous)


@kpi(
    ru=("Выручка на клиента", "Выручка периода на одного покупателя (ARPPU)."),
    en=("Revenue per customer", "Revenue of the period per paying customer (ARPPU)."),
    unit="money",
    better="higher",
    also=("ARPPU", "ARPU"),
)
def arppu(revenue: Any, customers: Any) -> Any:
    """Revenue per paying customer.

    Parameters
    ----------
    revenue : float or Series
        Revenue of the period.
    customers : float or Series
        Different customers with an order in the period.

    Returns
    -------
    float or Series
        Money; NaN without customers.

    Notes
    -----
    Customers are counted again for every period: a quarter's are fewer than the sum of its months'. Revenue of
    orders without a customer is in the numerator.

    Source: the catalogue of the project, entry 34.

    Examples
    --------
    >>> arppu(revenue=48_000, customers=240)
    200.0
    """
    return ratio(revenue, customers)


@kpi(
    ru=("LTV", "Валовая прибыль с клиента, впервые купившего в периоде, до конца данных."),
    en=("LTV", "Gross profit per customer first bought in the period, up to the end of the data."),
    unit="money",
    better="higher",
    also=("Lifetime value", "CLV"),
)
def ltv(cohort_gross_profit: Any, new_customers: Any) -> Any:
    """Historic lifetime value of the customers won in the period.

    Parameters
    ----------
    cohort_gross_profit : float or Series
        Gross profit (revenue, where costs are not known) of all their orders, to the end of the data or for the
        setting `ltv_months`.
    new_customers : float or Series
        How many they are.

    Returns
    -------
    float or Series
        Money; NaN where no customer was won.

    Notes
    -----
    What they brought, not a forecast; under twelve months it carries the note `immature`. Refunds are not taken off,
    as revenue is counted before them; a customer whose first order was refunded in full is none. The contractual
    formula M·r ÷ (1 + d − r) and "check × frequency × years" are other numbers.

    Source: Farris et al., *Marketing Metrics*, ch. 5; MASB dictionary.

    Examples
    --------
    >>> ltv(cohort_gross_profit=36_000, new_customers=400)
    90.0
    """
    return ratio(cohort_gross_profit, new_customers)


@kpi(
    ru=("LTV : CAC", "Во сколько раз клиент окупает стоимость своего привлечения."),
    en=("LTV to CAC", "How many times a customer repays the cost of winning him."),
    unit="ratio",
    better="higher",
)
def ltv_cac(cohort_gross_profit: Any, new_customers: Any, spend: Any) -> Any:
    """Lifetime value over acquisition cost, of the same cohort and channels.

    Parameters
    ----------
    cohort_gross_profit : float or Series
        Gross profit of the customers won in the period.
    new_customers : float or Series
        How many they are.
    spend : float or Series
        Marketing costs of the period.

    Returns
    -------
    float or Series
        A ratio; NaN where no customer was won, or nothing was spent.

    Notes
    -----
    "Three to one" is a convention, not a law.

    Source: the catalogue of the project, entry 36.

    Examples
    --------
    >>> ltv_cac(cohort_gross_profit=36_000, new_customers=400, spend=12_000)
    3.0
    """
    return ratio(ratio(cohort_gross_profit, new_customers), ratio(spend, new_customers))


@kpi(
    ru=("Срок окупаемости", "Через сколько месяцев валовая прибыль с клиента покроет CAC; 0 — в первый же месяц."),
    en=("Payback", "After how many months gross profit per customer covers the CAC; 0 is the first month."),
    unit="months",
    better="lower",
    also=("Окупаемость, мес.", "Payback period"),
)
def payback_months(cohort_gross_profit_by_age: Any, new_customers: Any, spend: Any) -> Any:
    """The smallest age, in months, at which a cohort has repaid what it cost.

    Parameters
    ----------
    cohort_gross_profit_by_age : sequence of float, or Series of such
        Gross profit of the customers won in the period by month of age; the first is the month of the first order.
    new_customers : float or Series
        How many they are.
    spend : float or Series
        Marketing costs of the period.

    Returns
    -------
    float or Series
        Months; NaN where the cohort has not repaid its cost yet (shown as "> n") or no customer was won.

    Notes
    -----
    Ages count from 0. Profit and cost are both divided by the number of customers, which therefore cancels out.

    Source: the catalogue of the project, entry 37.

    Examples
    --------
    >>> payback_months([4_000, 5_000, 4_000], new_customers=400, spend=12_000)
    2.0
    """
    return first_reach(_per_customer(cohort_gross_profit_by_age, new_customers), ratio(spend, new_customers))


def _per_customer(series: Any, customers: Any) -> Any:
    """Every amount of a cohort divided by the customers in it."""
    if isinstance(series, list | tuple):
        return [ratio(amount, customers) for amount in series]
    if hasattr(series, "index") and not hasattr(series, "parameters"):
        return series.combine(customers, _per_customer)
    return ratio(series, customers)
