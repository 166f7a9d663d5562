"""Sales: what was sold, how it grew, and what one order brings."""

from typing import Any

from kpi_core.kpis import change, ratio
from kpi_core.registry import kpi


@kpi(
    ru=("Выручка", "Сумма заказов за период, до вычета возвратов."),
    en=("Revenue", "The amount of the period's orders, before refunds."),
    unit="money",
    better="higher",
    also=("Продажи", "Оборот", "Sales", "Turnover"),
)
def revenue(revenue: Any) -> Any:
    """Amount of the orders of the period, gross of refunds.

    Parameters
    ----------
    revenue : float or Series
        Order amounts, in the reporting currency, by order date.

    Returns
    -------
    float or Series
        Money.

    Notes
    -----
    Gross of refunds: the net figure is `net_revenue`. Some shops call only the net figure revenue. Negative rows of
    the orders table lower it, as they lower the spreadsheet's own SUM; `kpi check` counts them.

    Source: Farris et al., *Marketing Metrics*, ch. 3.

    Examples
    --------
    >>> revenue(revenue=48_700)
    48700
    """
    return revenue


@kpi(
    ru=("Чистая выручка", "Выручка за вычетом возвратов."),
    en=("Net revenue", "Revenue less refunds."),
    unit="money",
    better="higher",
)
def net_revenue(revenue: Any, refund: Any) -> Any:
    """Revenue less the refunds made in the period.

    Parameters
    ----------
    revenue : float or Series
        Order amounts by order date.
    refund : float or Series
        Refunds by refund date; without such a date they fall in the order's month.

    Returns
    -------
    float or Series
        Money; may be negative in a month of many refunds.

    Notes
    -----
    The management view: a refund lowers the month it is paid in. The cohort view is `refund_rate`.

    Source: WooCommerce Analytics, Revenue report (gross sales − returns).

    Examples
    --------
    >>> net_revenue(revenue=48_700, refund=1_200)
    47500
    """
    return revenue - refund


@kpi(
    ru=("Доля возвратов", "Возвраты по заказам периода к выручке этих же заказов."),
    en=("Refund rate", "Refunds of the period's orders over the revenue of the same orders."),
    unit="percent",
    better="lower",
    also=("Возвраты, %",),
)
def refund_rate(refund_of_orders: Any, revenue: Any) -> Any:
    """Share of the revenue of the period's orders that was given back, whenever that happened.

    Parameters
    ----------
    refund_of_orders : float or Series
        Refunds of the orders placed in the period.
    revenue : float or Series
        Revenue of the same orders.

    Returns
    -------
    float or Series
        A fraction; NaN without revenue.

    Notes
    -----
    A cohort ratio: refunds paid this month for last month's orders belong to last month. The calendar variant
    (refunds of the month ÷ revenue of the month) is another number. A fresh month is still maturing.

    Source: Farris et al., *Marketing Metrics*, ch. 3.

    Examples
    --------
    >>> refund_rate(refund_of_orders=1_200, revenue=48_000)
    0.025
    """
    return ratio(refund_of_orders, revenue)


@kpi(
    ru=("Рост продаж к прошлому месяцу", "Выручка к выручке предыдущего периода, минус единица."),
    en=("Sales growth, month on month", "Revenue against the previous period, less one."),
    unit="percent",
    better="higher",
    also=("Рост продаж м/м",),
)
def sales_growth_mom(revenue: Any, revenue_previous: Any) -> Any:
    """Growth of revenue against the period before.

    Parameters
    ----------
    revenue, revenue_previous : float or Series
        Revenue of the period and of the one before it, of the same length.

    Returns
    -------
    float or Series
        A fraction; NaN where there is no base or a negative one.

    Notes
    -----
    Never averaged or added up: the growth of a total is the growth of totals. Months differ in length and season;
    read it next to `sales_growth_yoy`. Some tools give 0 % without a base; this is undefined.

    Source: Farris et al., *Marketing Metrics*, ch. 2.

    Examples
    --------
    >>> sales_growth_mom(revenue=150, revenue_previous=120)
    0.25
    """
    return change(revenue, revenue_previous)


@kpi(
    ru=("Рост к аналогичному периоду прошлого года", "Выручка к выручке того же периода год назад, минус единица."),
    en=("Sales growth, year on year", "Revenue against the same period of last year, less one."),
    unit="percent",
    better="higher",
    also=("Рост продаж г/г", "Рост продаж к прошлому году"),
)
def sales_growth_yoy(revenue: Any, revenue_year_before: Any) -> Any:
    """Growth of revenue against the same period of last year.

    Parameters
    ----------
    revenue, revenue_year_before : float or Series
        Revenue of the period and of the same calendar period a year before.

    Returns
    -------
    float or Series
        A fraction; NaN where there is no base or a negative one.

    Notes
    -----
    Calendar periods as they stand: moved holidays and a different number of weekends are not corrected.

    Source: Farris et al., *Marketing Metrics*, ch. 2.

    Examples
    --------
    >>> sales_growth_yoy(revenue=150, revenue_year_before=100)
    0.5
    """
    return change(revenue, revenue_year_before)


@kpi(
    ru=("Заказы", "Число разных заказов за период."),
    en=("Orders", "The number of different orders in the period."),
    unit="count",
    better="higher",
    also=("Число заказов", "Количество заказов"),
)
def orders(orders: Any) -> Any:
    """Distinct orders of the period.

    Parameters
    ----------
    orders : float or Series
        Different order identifiers; rows, where the table has none.

    Returns
    -------
    float or Series
        A count.

    Notes
    -----
    Lines of one order count once. Orders of zero value count.

    Source: Farris et al., *Marketing Metrics*, ch. 5.

    Examples
    --------
    >>> orders(orders=9_922)
    9922
    """
    return orders


@kpi(
    ru=("Средний чек", "Выручка на один заказ."),
    en=("Average check", "Revenue per order."),
    unit="money",
    better="higher",
    also=("AOV", "Average order value", "Средняя сумма заказа"),
)
def average_check(revenue: Any, orders: Any) -> Any:
    """Revenue per order (average order value, AOV).

    Parameters
    ----------
    revenue : float or Series
        Revenue of the period, gross of refunds.
    orders : float or Series
        Orders of the period, refunded ones included.

    Returns
    -------
    float or Series
        Money; NaN without orders.

    Notes
    -----
    Totals first, division last. The mean of the channels' or customers' averages is another number.

    Source: WooCommerce Analytics, "average order value".

    Examples
    --------
    >>> average_check(revenue=48_000, orders=10)
    4800.0
    """
    return ratio(revenue, orders)


@kpi(
    ru=("Изменение среднего чека", "Средний чек к среднему чеку предыдущего периода, минус единица."),
    en=("Change of the average check", "The average check against that of the previous period, less one."),
    unit="percent",
    better="higher",
)
def average_check_change(revenue: Any, orders: Any, revenue_previous: Any, orders_previous: Any) -> Any:
    """Relative change of the average check against the period before.

    Parameters
    ----------
    revenue, orders : float or Series
        Totals of the period.
    revenue_previous, orders_previous : float or Series
        Totals of the period before.

    Returns
    -------
    float or Series
        A fraction; NaN without orders, or without a base.

    Notes
    -----
    A shift of the channel mix moves it though no channel's check has changed.

    Source: the project's brief ("average check against the period before").

    Examples
    --------
    >>> average_check_change(revenue=600, orders=4, revenue_previous=500, orders_previous=5)
    0.5
    """
    return change(ratio(revenue, orders), ratio(revenue_previous, orders_previous))


@kpi(
    ru=("Товаров в чеке", "Сколько единиц товара приходится на заказ."),
    en=("Items per order", "How many items an order holds."),
    unit="ratio",
    better="higher",
    also=("UPT", "Units per transaction"),
)
def items_per_order(items: Any, orders: Any) -> Any:
    """Units per transaction.

    Parameters
    ----------
    items : float or Series
        Units sold.
    orders : float or Series
        Orders.

    Returns
    -------
    float or Series
        A ratio; NaN without orders.

    Notes
    -----
    Units, not lines: three pieces of one article are three.

    Source: retail practice (units per transaction, UPT).

    Examples
    --------
    >>> items_per_order(items=25, orders=10)
    2.5
    """
    return ratio(items, orders)
