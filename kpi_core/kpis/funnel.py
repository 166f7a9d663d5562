"""The funnel: from a visit or a click to a lead, and from a lead to a sale."""

from typing import Any

from kpi_core.kpis import ratio
from kpi_core.registry import kpi


@kpi(
    ru=("Лиды", "Число разных лидов, созданных в периоде."),
    en=("Leads", "The number of different leads created in the period."),
    unit="count",
    better="higher",
    also=("Заявки", "Обращения", "Число лидов", "Количество лидов"),
)
def leads(leads: Any) -> Any:
    """Distinct leads by the date they were created.

    Parameters
    ----------
    leads : float or Series
        Different lead identifiers; rows, where the table has none.

    Returns
    -------
    float or Series
        A count.

    Notes
    -----
    An advertising system's "conversions" are visits that reached a goal, not leads of a CRM: never add the two.

    Source: the project's brief; Yandex Direct help, glossary («Конверсии»).

    Examples
    --------
    >>> leads(leads=320)
    320
    """
    return leads


@kpi(
    ru=("Целевые лиды", "Лиды, которые признаны целевыми."),
    en=("Qualified leads", "Leads that were marked as qualified."),
    unit="count",
    better="higher",
    also=("MQL", "Квалифицированные лиды"),
)
def qualified_leads(qualified_leads: Any) -> Any:
    """Leads marked as qualified, by the date they were created.

    Parameters
    ----------
    qualified_leads : float or Series
        Different leads with the mark.

    Returns
    -------
    float or Series
        A count.

    Notes
    -----
    What "qualified" means is the firm's own rule; the column is taken as it stands.

    Source: Farris et al., *Marketing Metrics*, ch. 5.

    Examples
    --------
    >>> qualified_leads(qualified_leads=96)
    96
    """
    return qualified_leads


@kpi(
    ru=("Доля целевых лидов", "Целевые лиды ко всем лидам."),
    en=("Qualified share", "Qualified leads over all leads."),
    unit="percent",
    better="higher",
)
def qualified_share(qualified_leads: Any, leads: Any) -> Any:
    """Share of leads that are qualified.

    Parameters
    ----------
    qualified_leads, leads : float or Series
        Counts by the date of creation.

    Returns
    -------
    float or Series
        A fraction; NaN without leads.

    Notes
    -----
    The guard beside a target for the number of leads: more leads of less worth lower it.

    Source: CRM practice (MQL share).

    Examples
    --------
    >>> qualified_share(qualified_leads=96, leads=320)
    0.3
    """
    return ratio(qualified_leads, leads)


@kpi(
    ru=("Конверсия визит → лид", "Лиды на один визит."),
    en=("Conversion, visit to lead", "Leads per visit."),
    unit="percent",
    better="higher",
)
def conversion_visit_lead(leads: Any, visits: Any) -> Any:
    """Leads per visit.

    Parameters
    ----------
    leads, visits : float or Series
        Totals of the period.

    Returns
    -------
    float or Series
        A fraction; NaN without visits. May exceed 1 where leads come by telephone.

    Notes
    -----
    Yandex Metrica's conversion counts goal visits, not leads, and has a second one per user.

    Source: Yandex Metrica API, `ym:s:goal<id>conversionRate`.

    Examples
    --------
    >>> conversion_visit_lead(leads=320, visits=12_800)
    0.025
    """
    return ratio(leads, visits)


@kpi(
    ru=("Конверсия клик → лид", "Лиды на один клик по рекламе."),
    en=("Conversion, click to lead", "Leads per advertising click."),
    unit="percent",
    better="higher",
)
def conversion_click_lead(leads: Any, clicks: Any) -> Any:
    """Leads per click.

    Parameters
    ----------
    leads, clicks : float or Series
        Totals of the period, of the same channels.

    Returns
    -------
    float or Series
        A fraction; NaN without clicks.

    Notes
    -----
    In the total, leads of channels without clicks raise it; read it by channel.

    Source: Google Ads help, "conversion rate".

    Examples
    --------
    >>> conversion_click_lead(leads=50, clicks=2_000)
    0.025
    """
    return ratio(leads, clicks)


@kpi(
    ru=("Конверсия визит → заказ", "Заказы на один визит."),
    en=("Conversion, visit to order", "Orders per visit."),
    unit="percent",
    better="higher",
)
def conversion_visit_order(orders: Any, visits: Any) -> Any:
    """Orders per visit: the conversion of a shop that has no leads.

    Parameters
    ----------
    orders, visits : float or Series
        Totals of the period.

    Returns
    -------
    float or Series
        A fraction; NaN without visits.

    Notes
    -----
    Per visit, not per user: the two differ by the visits a user makes.

    Source: Yandex Metrica API, e-commerce conversion.

    Examples
    --------
    >>> conversion_visit_order(orders=177, visits=10_000)
    0.0177
    """
    return ratio(orders, visits)


@kpi(
    ru=("Конверсия лид → продажа", "Доля лидов периода, которые стали продажами, когда бы это ни случилось."),
    en=("Conversion, lead to sale", "The share of the period's leads that became sales, whenever that happened."),
    unit="percent",
    better="higher",
)
def conversion_lead_sale(won_leads: Any, leads: Any) -> Any:
    """Share of the leads created in the period that were won, whenever they were.

    Parameters
    ----------
    won_leads : float or Series
        Leads created in the period and won until now (within the horizon, where the settings name one).
    leads : float or Series
        Leads created in the period.

    Returns
    -------
    float or Series
        A fraction; NaN without leads.

    Notes
    -----
    The cohort form, by which the quality of leads is judged. A young period carries the note `immature`: its leads
    have not had the time to buy. The calendar form is `conversion_lead_sale_calendar`.

    Source: Farris et al., *Marketing Metrics*, ch. 5; the catalogue of the project, entry 14.

    Examples
    --------
    >>> conversion_lead_sale(won_leads=42, leads=320)
    0.13125
    """
    return ratio(won_leads, leads)


@kpi(
    ru=("Конверсия лид → продажа (календарная)", "Продажи периода к лидам, созданным в том же периоде."),
    en=("Conversion, lead to sale (calendar)", "Sales of the period over the leads created in the same period."),
    unit="percent",
    better="higher",
)
def conversion_lead_sale_calendar(sales: Any, leads: Any) -> Any:
    """Sales made in the period over leads created in it.

    Parameters
    ----------
    sales : float or Series
        Won leads by the date of the sale; orders, where only totals are kept.
    leads : float or Series
        Leads by the date of creation.

    Returns
    -------
    float or Series
        A fraction; NaN without leads.

    Notes
    -----
    It needs two totals only, and is bent whenever the number of leads changes, for the sales are those of earlier
    leads. Won deals without a date are in no period: `kpi check` counts them.

    Source: the catalogue of the project, entry 15.

    Examples
    --------
    >>> conversion_lead_sale_calendar(sales=20, leads=320)
    0.0625
    """
    return ratio(sales, leads)


@kpi(
    ru=("Конверсия клик → заказ", "Заказы на один клик по рекламе."),
    en=("Conversion, click to order", "Orders per advertising click."),
    unit="percent",
    better="higher",
)
def conversion_click_order(orders: Any, clicks: Any) -> Any:
    """Orders per click.

    Parameters
    ----------
    orders, clicks : float or Series
        Totals of the period, of the same channels.

    Returns
    -------
    float or Series
        A fraction; NaN without clicks.

    Notes
    -----
    In the total, orders of channels without clicks raise it; read it by channel.

    Source: Google Ads help, "Conv. rate".

    Examples
    --------
    >>> conversion_click_order(orders=30, clicks=2_000)
    0.015
    """
    return ratio(orders, clicks)


@kpi(
    ru=("Конверсия", "Лид → продажа, где есть лиды; иначе визит → заказ."),
    en=("Conversion", "Lead to sale where there are leads; else visit to order."),
    unit="percent",
    better="higher",
    first_of=("conversion_lead_sale", "conversion_lead_sale_calendar", "conversion_visit_order"),
    also=("CR", "Conversion rate"),
)
def conversion(sales: Any, leads: Any) -> Any:
    """The conversion of this business: the first of three that its data carries, unless a setting chooses.

    Parameters
    ----------
    sales : float or Series
        Sales from the leads; orders, where the pair is visit → order.
    leads : float or Series
        Leads; visits, where the pair is visit → order.

    Returns
    -------
    float or Series
        A fraction; NaN where the denominator is zero.

    Notes
    -----
    Leads that carry their outcome: `conversion_lead_sale`, by cohort. Leads as totals only:
    `conversion_lead_sale_calendar`. No leads: `conversion_visit_order`. The card and the explanation name the pair.

    Source: the project's brief; the design's settled definition.

    Examples
    --------
    >>> conversion(sales=42, leads=320)
    0.13125
    """
    return ratio(sales, leads)


@kpi(
    ru=("CTR", "Доля показов рекламы, на которые кликнули."),
    en=("CTR", "The share of impressions that were clicked."),
    unit="percent",
    better="higher",
)
def ctr(clicks: Any, impressions: Any) -> Any:
    """Click-through rate.

    Parameters
    ----------
    clicks, impressions : float or Series
        Totals of the period.

    Returns
    -------
    float or Series
        A fraction; NaN without impressions.

    Notes
    -----
    Yandex Direct's wCTR weights impressions by position, and Meta's "CTR (all)" counts every click: other numbers.

    Source: Yandex Direct help, glossary («отношение числа кликов к числу показов»).

    Examples
    --------
    >>> ctr(clicks=50, impressions=2_000)
    0.025
    """
    return ratio(clicks, impressions)
