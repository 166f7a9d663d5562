"""Plan against actual."""

from __future__ import annotations

from kpi_core.report.charts import BULLET_END, bullet
from kpi_core.report.model import Figure, Plan, PlanRow, Tone
from kpi_core.report.scribe import Notes, Scribe
from kpi_core.status import status
from kpi_core.units import DASH, format_change, format_value


def build_plan(scribe: Scribe) -> Plan | None:
    """A row for each target of the month; None where there is none."""
    names = planned(scribe)
    if not names:
        scribe.miss("plan", "no_plan")
        return None
    scribe.define(names)
    notes = Notes()
    rows = tuple(_row(scribe, name, notes) for name in names)
    end = format_value(BULLET_END, "percent", scribe.language, digits=0)
    zero = format_value(0, "percent", scribe.language, digits=0)
    headers = tuple(
        scribe.say(f"plan_{key}") for key in ("kpi", "actual", "target", "variance", "attainment", "status")
    )
    return Plan(_title(scribe, names), scribe.say("plan_subtitle"), headers, (zero, end), rows, notes.lines)


def planned(scribe: Scribe) -> list[str]:
    """The KPIs with a target for the whole firm in the month: the chosen ones first, then the plan's own order."""
    known = dict.fromkeys(
        target.kpi for target in scribe.cube.snapshot.targets if target.month == scribe.month and target.channel is None
    )
    chosen = [name for name in scribe.cube.chosen if name in known or scribe.cube.resolved(name) in known]
    resolved = {scribe.cube.resolved(name) for name in chosen}
    return chosen + [name for name in known if scribe.cube.resolved(name) not in resolved]


def by_status(scribe: Scribe) -> dict[Tone, list[str]]:
    """The planned KPIs by their status."""
    groups: dict[Tone, list[str]] = {}
    for name in planned(scribe):
        groups.setdefault(status(scribe.cube, name, scribe.month), []).append(name)
    return groups


def _row(scribe: Scribe, name: str, notes: Notes) -> PlanRow:
    kpi = scribe.kpi(name)
    actual, target = scribe.ask(name), scribe.cube.target(name, scribe.month, None)
    attainment = scribe.cube.attainment(name, scribe.month, None)
    variance = scribe.cube.change(name, scribe.month, None, "plan")
    tone = status(scribe.cube, name, scribe.month)
    noise = scribe.signal(name, "plan") is False
    shape = None
    if actual.value is not None and target.value is not None and target.value > 0:
        share = actual.value / target.value
        shown = format_value(share, "percent", scribe.language, digits=1)
        title = scribe.say("bullet_title", label=scribe.label(name), share=shown)
        shape = bullet(share, lower_is_better=kpi.better == "lower", judged=bool(tone), title=title)
    return PlanRow(
        scribe.label(name),
        scribe.value_figure(name, actual, notes),
        Figure(scribe.text(name, target.value)),
        Figure(
            format_change(variance.value, kpi.unit, scribe.language, of=actual.value),
            notes.mark(scribe.say("noise")) if noise else "",
            "flat" if noise else "",
        ),
        shape,
        Figure(
            DASH if attainment.value is None else format_value(attainment.value, "percent", scribe.language, digits=1)
        ),
        Figure(scribe.say(f"status_{tone or 'none'}"), tone=tone or "flat"),
    )


def _title(scribe: Scribe, names: list[str]) -> str:
    """How many are on plan, and which are not."""
    groups = by_status(scribe)
    met = len(groups.get("good", ()))
    if met == len(names):
        return scribe.say("plan_title_all" if len(names) > 1 else "plan_title_one", label=scribe.label(names[0]))
    parts = [scribe.say("plan_title_good", met=met, count=len(names))] if met else []
    parts += [
        scribe.say(f"plan_title_{tone}", labels=listed(scribe, groups[tone]))
        for tone in ("near", "bad")
        if tone in groups
    ]
    title = "; ".join(parts)
    return title[:1].upper() + title[1:] if title else scribe.say("plan_title_none")


def listed(scribe: Scribe, names: list[str], most: int = 3) -> str:
    """Short names inside a sentence, the surplus counted."""
    text = ", ".join(scribe.short(name) for name in names[:most])
    return text if len(names) <= most else scribe.say("and_more", text=text, count=len(names) - most)
