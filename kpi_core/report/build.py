"""From a cube to the finished report of one month."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kpi_core.language import Language
from kpi_core.periods import Period
from kpi_core.report.attachments import build_attachments, stamped
from kpi_core.report.brand import build_brand, heading
from kpi_core.report.cards import build_cards
from kpi_core.report.channel_charts import build_heat, build_multiples
from kpi_core.report.channels import build_channels
from kpi_core.report.costs import build_costs
from kpi_core.report.decisions import build_comments, build_decisions, build_outcomes
from kpi_core.report.definitions import build_definitions
from kpi_core.report.matrix import build_scorecard
from kpi_core.report.message import headline, sentences
from kpi_core.report.model import Report
from kpi_core.report.passport import as_of, build_passport, hashes
from kpi_core.report.plan import build_plan
from kpi_core.report.scribe import Scribe
from kpi_core.report.standing import build_standing
from kpi_core.report.trend import build_trend
from kpi_core.report.underway import build_underway
from kpi_core.report.watch import build_watch
from kpi_core.report.why import build_bridges, build_movers
from kpi_core.units import period_label

if TYPE_CHECKING:
    from kpi_core.cube import Cube

_WORDS = ("comment", "definitions_title", "definitions_subtitle", "definition_kpi", "definition_formula",
          "definition_remark", "passport_title", "passport_subtitle", "page_of")  # fmt: skip


_BLOCKS: dict[str, Callable[[Scribe], Any]] = {
    "cards": build_cards,
    "plan": build_plan,
    "trend": build_trend,
    "channels": build_channels,
    "decisions": build_decisions,
    "outcomes": build_outcomes,
    "underway": build_underway,
    "watch": build_watch,
    "bridges": build_bridges,
    "movers": build_movers,
    "costs": build_costs,
    "multiples": build_multiples,
    "heat": build_heat,
    "standing": build_standing,
    "scorecard": build_scorecard,
}


def build_report(cube: Cube, month: Period | None, language: Language, *, attach: bool = False) -> Report:
    """Everything the report says, as text.

    Parameters
    ----------
    cube : Cube
        Answers for any KPI, period and channel.
    month : Period or None
        The month to report on; None means the cube's report month.
    language : str
        "ru" or "en".
    attach : bool
        With the figures as files, for a PDF to hold.
    """
    scribe = Scribe(cube, month or cube.report_month, language)
    period = period_label(scribe.month, language)
    company = cube.snapshot.settings.company or _stem(cube.snapshot.name)
    blocks = {name: made(scribe) for name, made in _BLOCKS.items()}
    title, brand = headline(scribe), build_brand(cube.snapshot.settings)
    told = sentences(scribe)
    # The last two speak of what the blocks have shown.
    definitions = build_definitions(scribe)
    attachments = build_attachments(scribe) if attach else ()
    return Report(
        language=language,
        company=company,
        heading=heading(company, brand),
        kind=scribe.say("report_kind"),
        period=period,
        title=f"{company}: {scribe.say('report_kind')}, {period}",
        description=title,
        created=f"{stamped(scribe)}T00:00:00Z",
        headline=title,
        subtitle=scribe.say("report_subtitle" if blocks["plan"] else "report_subtitle_no_plan", period=period),
        sentences=told,
        definitions=definitions,
        passport=build_passport(scribe, [each.name for each in attachments]),
        comments=build_comments(scribe, {"message", *(name for name, block in blocks.items() if block is not None)}),
        footer=_footer(scribe),
        words={word: scribe.say(f"word_{word}") for word in _WORDS} | {"channel": scribe.say("channel")},
        brand=brand,
        attachments=attachments,
        **blocks,
    )


def _footer(scribe: Scribe) -> str:
    parts = [scribe.say("footer_as_of", day=day)] if (day := as_of(scribe)) else []
    digests = hashes(scribe)
    if len(digests) == 1:
        parts.append(f"SHA-256 {digests[0]}")
    elif digests:
        parts.append(scribe.say("footer_files", count=len(digests)))
    return " · ".join(parts)


def _stem(name: str) -> str:
    base = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return base.rpartition(".")[0] or base
