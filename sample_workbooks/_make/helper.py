"""The Helper sheet: what a formula cannot find in one pass over the sales. A row here stands beside a row there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .formulas import KEY, Formulas
from .oracle import Oracle


@dataclass(frozen=True)
class Sale:
    """One row of the table of sales (a lead that is not won has no day)."""

    day: date | None
    customer: str
    profit: int
    refunded: bool


def rows(formulas: Formulas, oracle: Oracle) -> Iterator[list[tuple[str, object]]]:
    """Formula and value of every cell, in the order of `formulas.helpers`."""
    sales = list(_sales(oracle))
    texts = _texts(formulas)
    for sale, values in zip(sales, _values(sales, oracle), strict=True):
        yield [(texts[name], sale.customer if name == KEY else values[name]) for name in formulas.helpers]


def _texts(formulas: Formulas) -> dict[str, str]:
    """One formula a column: a whole column named where one value is meant is the cell of the same row."""
    sales = formulas.sales
    day, customer, revenue = sales.column(sales.day), sales.column("customer"), sales.column(sales.revenue)
    if formulas.business.leads:
        customer = formulas.helper(KEY)
    first, same = formulas.helper("first"), f"{customer},{customer}"
    since = f'{same},{day},">="&{first}'
    texts = {
        "before": f'_xlfn.MAXIFS({day},{same},{day},"<"&{day})',
        "after": f'_xlfn.MINIFS({day},{same},{day},">"&{day})',
    }
    if formulas.business.leads:
        texts |= {
            "first": f'_xlfn.MINIFS({day},{same},{day},">0")',
            "profit": f"IF({first}={day},SUMIFS({revenue},{since}),0)",
        }
        texts = {name: f'IF({day}="",0,{text})' for name, text in texts.items()}
        number, known = sales.column("number"), sales.column("customer")
        texts |= {KEY: f'IF({known}="",{number},{known})'}
    else:
        profit = f"SUMIFS({revenue},{since})-SUMIFS({sales.column('cost')},{since})"
        refunded = formulas.helper("refunded")
        texts |= {
            "first": f"_xlfn.MINIFS({day},{same},{refunded},0)",
            "profit": f"IF({first}={day},IF({refunded}=0,{profit},0),0)",
            "refunded": f"IF({sales.column('refund')}>={revenue},1,0)",
        }
    return {name: "=" + text for name, text in texts.items()}


def _sales(oracle: Oracle) -> Iterator[Sale]:
    for order in oracle.business.orders:
        refunded = order.refund is not None and order.refund >= order.revenue
        yield Sale(order.day, order.customer, order.revenue - order.cost, refunded)
    for lead in oracle.business.leads:
        day = lead.won_day if lead.won else None
        yield Sale(day, lead.customer or lead.number, lead.amount or 0, False)


def _values(sales: list[Sale], oracle: Oracle) -> Iterator[dict[str, object]]:
    history: dict[str, list[Sale]] = defaultdict(list)
    for sale in sales:
        history[sale.customer].append(sale)
    for sale in sales:
        if sale.day is None:
            yield dict.fromkeys(("before", "after", "first", "profit"), 0)
            continue
        dated = [(other.day, other) for other in history[sale.customer] if other.day]
        known = oracle.acquired.get(sale.customer)
        new = known is not None and known.day == sale.day and not sale.refunded
        before = [day for day, _ in dated if day < sale.day]
        after = [day for day, _ in dated if day > sale.day]
        yield {
            "before": serial(max(before, default=None)),
            "after": serial(min(after, default=None)),
            "first": serial(known.day if known else None),
            "profit": sum(other.profit for day, other in dated if day >= sale.day) / 100 if new else 0,
            "refunded": int(sale.refunded),
        }


def serial(day: date | None) -> int:
    """A date as a spreadsheet counts it; 0 for none."""
    return (day - date(1899, 12, 30)).days if day else 0
