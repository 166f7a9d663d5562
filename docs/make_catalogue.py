"""Write `docs/catalogue.md` from the catalogue: `python docs/make_catalogue.py`. A test holds the page current."""

from __future__ import annotations

import inspect
from pathlib import Path

from kpi_core.catalogue import CATEGORIES, catalogue, measure_kpis
from kpi_core.measures import parameter_label
from kpi_core.registry import Kpi

PAGE = Path(__file__).with_name("catalogue.md")
HEAD = """# The catalogue

Every KPI, as its function in `kpi_core/kpis/` tells it. Each name is a spreadsheet function `KPI_<NAME>`, a KPI of
`kpi compute` and `kpi explain`, and its bare formula is `KPI_CALC_<NAME>`. Made by `python docs/make_catalogue.py`.
"""
BETTER = {"higher": "better when higher", "lower": "better when lower", "neutral": "neither better nor worse"}


def section(kpi: Kpi) -> str:
    """One KPI: names, meaning, formula, notes and source."""
    notes = inspect.getdoc(kpi.function).split("Notes\n-----\n")[1].split("\nExamples\n")[0].strip()  # type: ignore[union-attr]
    formula = kpi.formula.text(lambda parameter: parameter_label(parameter).en)
    also = f" Also found as: {', '.join(kpi.also)}." if kpi.also else ""
    return (
        f"### {kpi.name} — {kpi.label.ru} / {kpi.label.en}\n\n"
        f"{kpi.summary.ru} {kpi.summary.en}\n\n"
        f"`{formula}` · {kpi.unit} · {BETTER[kpi.better]} · `{kpi.function_name}([period]; [channel])` · "
        f"`KPI_CALC_{kpi.name.upper()}({'; '.join(kpi.parameters)})`\n\n{notes}{also}\n"
    )


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for category in CATEGORIES:
        parts.append(f"## {category.capitalize()}\n")
        parts += [section(kpi) for kpi in catalogue().values() if kpi.category == category]
    parts.append("## Measures\n\nWhat the formulas are made of. Each can be asked for by its own name.\n")
    parts.append("| name | ru | en | unit |\n|---|---|---|---|")
    parts += [f"| {kpi.name} | {kpi.label.ru} | {kpi.label.en} | {kpi.unit} |" for kpi in measure_kpis().values()]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
