"""All the KPIs, found by scanning `kpi_core/kpis/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

import kpi_core.kpis
from kpi_core.errors import UsageError, nearest
from kpi_core.folding import fold, fold_lookalikes
from kpi_core.measures import MEASURES, Measure
from kpi_core.registry import REGISTRY, Kpi

CATEGORIES = ("sales", "funnel", "advertising", "acquisition", "customers", "plan")


@cache
def catalogue() -> MappingProxyType[str, Kpi]:
    """Every KPI by its name, in the order of the categories.

    Examples
    --------
    >>> catalogue()["cac"].function_name
    'KPI_CAC'
    """
    found = {module.name for module in pkgutil.iter_modules(kpi_core.kpis.__path__)}
    for name in (*CATEGORIES, *sorted(found - set(CATEGORIES))):
        importlib.import_module(f"kpi_core.kpis.{name}")
    return MappingProxyType(dict(REGISTRY))


@cache
def measure_kpis() -> MappingProxyType[str, Kpi]:
    """Every measure that is no KPI of its own, as one: `clicks` can be asked for by its name."""
    return MappingProxyType(
        {measure.name: _as_kpi(measure) for measure in MEASURES.values() if measure.name not in catalogue()}
    )


def _as_kpi(measure: Measure) -> Kpi:
    capital = type(measure.label)(*(text[:1].upper() + text[1:] for text in measure.label))
    return Kpi(
        measure.name, lambda value: value, capital, capital, measure.unit, "neutral", "measures", (measure.name,)
    )


@lru_cache(maxsize=1024)
def find(name: str) -> Kpi:
    """The KPI or measure a person names: its identifier, its function, or its label in either language.

    Cyrillic lookalikes, case, spaces and punctuation do not matter: «САС», `KPI_CAC` and «средний чек» are found.

    Raises
    ------
    UsageError
        `kpi_unknown`, or `kpi_unknown_near` where a known name is near.

    Examples
    --------
    >>> find("САС").name, find("Средний чек").name, find("clicks").name
    ('cac', 'average_check', 'clicks')
    """
    names = _names()
    for key in (
        fold(name),
        fold_lookalikes(name),
        fold(name).removeprefix("kpi"),
        fold_lookalikes(name).removeprefix("kpi"),
    ):
        if key in names:
            return names[key]
    near = _near(name, names)
    if near is None:
        raise UsageError("kpi_unknown", name=name)
    raise UsageError("kpi_unknown_near", name=name, near=names[near].name)


def _near(name: str, names: Mapping[str, Kpi]) -> str | None:
    """The nearest identifier, since that is what people type; else the nearest of all names."""
    own = {key for key, kpi in names.items() if key in (fold(kpi.name), fold_lookalikes(kpi.name))}
    tries = ((spelt, among) for among in (own, names) for spelt in (fold(name), fold_lookalikes(name)))
    return next((near for spelt, among in tries if (near := nearest(spelt, among))), None)


@cache
def _names() -> dict[str, Kpi]:
    everything = (*catalogue().values(), *measure_kpis().values())
    names = {key: each for each in everything for key in (fold(each.name), fold_lookalikes(each.name))}
    for each in everything:
        for spelling in (*each.label, *each.also):
            for key in (fold(spelling), fold_lookalikes(spelling)):
                names.setdefault(key, each)
    return names
