"""How each figure of the report is computed."""

from __future__ import annotations

from kpi_core.catalogue import find
from kpi_core.facts import TABLES
from kpi_core.measures import parameter_label
from kpi_core.report.model import Definition
from kpi_core.report.plan import planned
from kpi_core.report.scribe import Scribe


def build_definitions(scribe: Scribe) -> tuple[Definition, ...]:
    """One line for every KPI that some block has shown, and for the changes and the status."""
    made = [_definition(scribe, name) for name in scribe.shown]
    rules = ["changes", "status"] if planned(scribe) else ["changes"]
    return (*made, *(_rule(scribe, code) for code in rules))


def _rule(scribe: Scribe, code: str) -> Definition:
    return Definition(*(scribe.say(f"define_{code}_{part}") for part in ("label", "formula", "remark")))


def _definition(scribe: Scribe, name: str) -> Definition:
    kpi = find(name)
    formula = kpi.formula.text(lambda parameter: parameter_label(parameter).of(scribe.language))
    summary, label = kpi.summary.of(scribe.language), kpi.label.of(scribe.language)
    if kpi.category == "measures":
        table = TABLES[kpi.measures[0].table].label.of(scribe.language) if kpi.measures[0].table else ""
        return Definition(label, scribe.say("define_measure", table=table), "")
    if formula.casefold() == label.casefold() or (not list(kpi.formula.divisions()) and len(kpi.parameters) == 1):
        # A plain measure: its formula would repeat its name, and the summary tells how it is counted.
        return Definition(label, summary.rstrip("."), _direction(scribe, kpi.better))
    return Definition(label, formula, " ".join((summary, _direction(scribe, kpi.better))).strip())


def _direction(scribe: Scribe, better: str) -> str:
    return scribe.say(f"better_{better}") if better != "neutral" else ""
