"""Advertising: what it costs and what it returns."""

from typing import Any

from kpi_core.kpis import ratio
from kpi_core.registry import kpi


@kpi(
    ru=("Расходы на маркетинг", "Все расходы на маркетинг за период: реклама, зарплата, подрядчики, сервисы."),
    en=("Spend", "All marketing costs of the period: advertising, salaries, contractors, tools."),
    unit="money",
    better="lower",
    also=("Расходы", "Расход", "Бюджет", "Затраты на маркетинг", "Marketing costs"),
)
def spend(spend: Any) -> Any:
    """Marketing costs of the period, of every kind the spend table holds.

    Parameters
    ----------
    spend : float or Series
        Rows of the spend table.

    Returns
    -------
    float or Series
        Money.

    Notes
    -----
    The numerator of `cac`, so it counts all kinds. Advertising alone is the measure `ad_spend`, on which CPC, CPL,
    CPO, ROAS, ROMI and ДРР rest. Favourable when lower at an equal result.

    Source: the project's brief ("all marketing costs"); Farris et al., *Marketing Metrics*, ch. 5.

    Examples
    --------
    >>> spend(spend=13_600)
    13600
    """
    return spend


@kpi(
    ru=("CPM", "Расходы на рекламу на тысячу показов."),
    en=("CPM", "Advertising spend per thousand impressions."),
    unit="money",
    better="lower",
)
def cpm(ad_spend: Any, impressions: Any) -> Any:
    """Cost per thousand impressions.

    Parameters
    ----------
    ad_spend : float or Series
        Advertising spend.
    impressions : float or Series
        Impressions.

    Returns
    -------
    float or Series
        Money; NaN without impressions.

    Notes
    -----
    Spend on formats without impressions raises the total's figure; read it by channel.

    Source: Farris et al., *Marketing Metrics*, ch. 9.

    Examples
    --------
    >>> cpm(ad_spend=500, impressions=20_000)
    25.0
    """
    return ratio(ad_spend * 1000, impressions)


@kpi(
    ru=("CPC", "Расходы на рекламу на один клик."),
    en=("CPC", "Advertising spend per click."),
    unit="money",
    better="lower",
    also=("Cost per click", "Цена клика", "Стоимость клика"),
)
def cpc(ad_spend: Any, clicks: Any) -> Any:
    """Cost per click.

    Parameters
    ----------
    ad_spend : float or Series
        Advertising spend.
    clicks : float or Series
        Clicks.

    Returns
    -------
    float or Series
        Money; NaN without clicks. 0 for a channel without spend, with the note `free_channel`.

    Notes
    -----
    Recomputed from totals, never taken from an export's own CPC column.

    Source: Farris et al., *Marketing Metrics*, ch. 9; Yandex Metrica API.

    Examples
    --------
    >>> cpc(ad_spend=500, clicks=40)
    12.5
    """
    return ratio(ad_spend, clicks)


@kpi(
    ru=("CPL", "Расходы на рекламу на один лид."),
    en=("CPL", "Advertising spend per lead."),
    unit="money",
    better="lower",
    also=("Cost per lead", "Стоимость лида", "Цена лида"),
)
def cpl(ad_spend: Any, leads: Any) -> Any:
    """Cost per lead.

    Parameters
    ----------
    ad_spend : float or Series
        Advertising spend.
    leads : float or Series
        Leads of the same channels.

    Returns
    -------
    float or Series
        Money; NaN without leads.

    Notes
    -----
    A cheap lead is not a good one: read it beside `qualified_share`.

    Source: Farris et al., *Marketing Metrics*, ch. 9.

    Examples
    --------
    >>> cpl(ad_spend=16_000, leads=320)
    50.0
    """
    return ratio(ad_spend, leads)


@kpi(
    ru=("CPO", "Расходы на рекламу на один заказ."),
    en=("CPO", "Advertising spend per order."),
    unit="money",
    better="lower",
    also=("CPA", "Cost per order", "Стоимость заказа", "Цена заказа"),
)
def cpo(ad_spend: Any, orders: Any) -> Any:
    """Cost per order; also called CPA where the action is an order.

    Parameters
    ----------
    ad_spend : float or Series
        Advertising spend.
    orders : float or Series
        Orders, repeat ones included.

    Returns
    -------
    float or Series
        Money; NaN without orders.

    Notes
    -----
    Not CAC: repeat orders are counted, so it is lower. Many published "CAC" columns are this.

    Source: Yandex Metrica API, CPA («Расходы / покупки»).

    Examples
    --------
    >>> cpo(ad_spend=13_700, orders=10)
    1370.0
    """
    return ratio(ad_spend, orders)


@kpi(
    ru=("ROAS", "Выручка на рубль расходов на рекламу."),
    en=("ROAS", "Revenue per unit of advertising spend."),
    unit="ratio",
    better="higher",
    also=("Return on ad spend",),
)
def roas(revenue: Any, ad_spend: Any) -> Any:
    """Return on advertising spend.

    Parameters
    ----------
    revenue : float or Series
        Revenue: of the channel, or of the whole firm in the total.
    ad_spend : float or Series
        Advertising spend.

    Returns
    -------
    float or Series
        A ratio; NaN without spend.

    Notes
    -----
    A ratio, where ROMI is a percent of profit. In the total it is the reciprocal of the overall ДРР.

    Source: Google Ads help, "Conv. value / cost".

    Examples
    --------
    >>> roas(revenue=48_000, ad_spend=12_000)
    4.0
    """
    return ratio(revenue, ad_spend)


@kpi(
    ru=("ROMI", "Валовая прибыль за вычетом рекламы к расходам на рекламу; без себестоимости — по выручке."),
    en=("ROMI", "Gross profit less advertising over advertising spend; by revenue where costs of goods are not known."),
    unit="percent",
    better="higher",
    also=("ROI", "Окупаемость маркетинга"),
)
def romi(gross_profit: Any, ad_spend: Any) -> Any:
    """Return on marketing investment.

    Parameters
    ----------
    gross_profit : float or Series
        Revenue less cost of goods; revenue, where the orders do not tell the cost (the explanation says so).
    ad_spend : float or Series
        Advertising spend.

    Returns
    -------
    float or Series
        A fraction, −1 where the whole spend is lost; NaN without spend.

    Notes
    -----
    The variant by revenue is `roas − 1` and flatters: it counts the cost of goods as profit.

    Source: Farris et al., *Marketing Metrics*, ch. 10.

    Examples
    --------
    >>> romi(gross_profit=18_000, ad_spend=12_000)
    0.5
    """
    return ratio(gross_profit - ad_spend, ad_spend)


@kpi(
    ru=("ДРР", "Доля рекламных расходов: расходы на рекламу к выручке."),
    en=("Ad cost share", "Advertising spend over revenue (ACoS, CRR)."),
    unit="percent",
    better="lower",
    also=("Доля рекламных расходов", "ACoS", "CRR"),
)
def drr(ad_spend: Any, revenue: Any) -> Any:
    """Share of advertising costs in revenue (ДРР, ACoS, CRR).

    Parameters
    ----------
    ad_spend : float or Series
        Advertising spend.
    revenue : float or Series
        Revenue: of the channel, or of the whole firm in the total («общая ДРР»).

    Returns
    -------
    float or Series
        A fraction; NaN without revenue.

    Notes
    -----
    The reciprocal of ROAS. Some authors call ДРР the share of one group in total spend: another number.

    Source: Yandex Direct help, glossary.

    Examples
    --------
    >>> drr(ad_spend=12_000, revenue=48_000)
    0.25
    """
    return ratio(ad_spend, revenue)
