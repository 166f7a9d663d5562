"""A sheet called «План» holds what is wanted, not what came about: its figures become targets and never facts.

What a sheet called «Прогноз» holds is neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpi_core.catalogue import find
from kpi_core.errors import UsageError
from kpi_core.recognise import headers
from kpi_core.recognise.headers import Header
from kpi_core.sources.grid import Grid

_PLAN = re.compile(
    r"(?:медиа|бизнес)?план(?:а|у|е|ом|ы|ов|овый|овая|овое|овые)?|(?:media)?plan(?:s|ned)?|targets?|цел[иь]|goals?"
)
_BESIDE = re.compile(r"факт\w*|fact\w*|actual\w*|выполнени\w*|исполнени\w*|attainment|vs|против")
_FORECAST = re.compile(r"прогноз\w*|сценари\w*|forecasts?|scenarios?|projections?")
_WORD = re.compile(r"[^\W\d_]+")
_IDENTIFIERS = frozenset({"order_id", "customer_id", "lead_id", "phone", "email"})


def is_plan(grid: Grid, above: Sequence[str] = ()) -> bool:
    """Whether the name of the table, its sheet, a title above it or else its file says so, and nothing of facts.

    Examples
    --------
    >>> [is_plan(Grid("a.xlsx", sheet, "", [])) for sheet in ("План продаж", "План-факт", "Планшеты", "Продажи")]
    [True, False, False, False]
    """
    from kpi_core.recognise.kinds import name_hints

    file = re.sub(r"\.\w+$", "", re.split(r"[\\/]", grid.file)[-1])
    # A title speaks of a plan in many ways («Выполнение плана»); it names one where it begins with the word.
    titles = [text for text in above if (words := _words(text)) and _PLAN.fullmatch(words[0])]
    for name in (grid.name, grid.sheet, *titles, file):
        words = _words(name)
        if any(map(_PLAN.fullmatch, words)):
            return not any(map(_BESIDE.fullmatch, words))
        if name_hints(name):
            return False
    return False


def is_forecast(grid: Grid) -> bool:
    """Whether the name of the table, of its sheet, or of the file of a table without either begins so.

    Examples
    --------
    >>> [is_forecast(Grid("a.xlsx", sheet, "", [])) for sheet in ("Прогноз продаж", "Продажи и прогноз")]
    [True, False]
    """
    names = (grid.name, grid.sheet) if grid.name or grid.sheet else (re.split(r"[\\/]", grid.file)[-1],)
    return any((words := _words(name)) and _FORECAST.fullmatch(words[0]) for name in names)


def _words(name: str) -> list[str]:
    return _WORD.findall(name.casefold().replace("ё", "е"))


def plan_columns(above: Sequence[Header]) -> dict[int, str]:
    """The columns of a plan, a month a row: index → the KPI; none where it is a list of targets, or of orders."""
    targets, orders = headers.match(above, "targets"), headers.match(above, "orders")
    identified = {column for column, match in orders.items() if column in _IDENTIFIERS and not match.weak}
    if "kpi" in targets or "month" not in targets or identified:
        return {}
    taken = {targets[column].index for column in ("month", "channel") if column in targets}
    named = ((at, kpi_named(header)) for at, header in enumerate(above) if at not in taken)
    return {at: kpi for at, kpi in named if kpi}


def kpi_named(header: Header) -> str:
    """The KPI that a header or a label names, by itself or by its measure; "" where there is none."""
    measures = [column for column, *_ in headers.meanings(header, "summary") if column not in ("date", "channel")]
    for name in (header.text, *measures):
        try:
            return find(name).name
        except UsageError:
            continue
    return ""
