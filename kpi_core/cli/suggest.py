"""`kpi suggest`: the two or three KPIs to start with, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpi_core.cli.asking import one_month
from kpi_core.cli.pages import Month, Page, Source, TextFormat, Words, opened, shape_of

if TYPE_CHECKING:
    from kpi_core.analysis.suggest import Suggested


def suggest(source: Source, month: Month = None, output_format: TextFormat = "table") -> None:
    """Suggest KPIs; see `help_suggest` in the wording."""
    shape = shape_of(output_format, csv_too=False)
    cube, asked = opened(source, None if month is None else one_month(month))
    from kpi_core.analysis.suggest import suggest as suggested

    found, words = suggested(cube, asked), Words(cube)
    said = found.sentences(words.language, words.currency)
    if found.picks:
        listed = ", ".join(f'"{name}"' for name in found.kpis)
        said.append(words.say("suggest_setting", names=", ".join(found.kpis), listed=listed))
    page = Page(
        words.title(asked),
        said=said,
        records=[_record(pick, words) for pick in found.picks],
        facts={"kind": found.kind, "month": str(asked), "staying": found.staying},
    )
    page.show(shape)


def _record(pick: Suggested, words: Words) -> dict[str, Any]:
    from kpi_core.catalogue import find

    return {
        "kpi": pick.kpi,
        "value": pick.answer.value,
        "unit": find(pick.kpi).unit,
        "note": ", ".join(pick.answer.notes) or None,
        "instead_of": [{"kpi": kpi, "reason": reason} for kpi, reason in pick.instead_of],
        "message": pick.sentence(words.language, words.currency),
    }
