"""From a cube to the finished report of one month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_core.language import Language
from kpi_core.periods import Period
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


def build_report(cube: Cube, month: Period | None, language: Language) -> Report:
    """Everything the report says, as text.

    Parameters
    ----------
    cube : Cube
        Answers for any KPI, period and channel.
    month : Period or None
        The month to report on; None means the cube's report month.
    language : str
        "ru" or "en".
    """
    scribe = Scribe(cube, month or cube.report_month, language)
    period = period_label(scribe.month, language)
    company = cube.snapshot.settings.company or _stem(cube.snapshot.name)
    cards, plan, trend = build_cards(scribe), build_plan(scribe), build_trend(scribe)
    channels, decisions, outcomes = build_channels(scribe), build_decisions(scribe), build_outcomes(scribe)
    blocks = {"cards": cards, "plan": plan, "trend": trend, "channels": channels, "decisions": decisions}
    present = {"message"} | {name for name, block in blocks.items() if block is not None}
    title = headline(scribe)
    return Report(
        language=language,
        company=company,
        kind=scribe.say("report_kind"),
        period=period,
        title=f"{company}: {scribe.say('report_kind')}, {period}",
        description=title,
        created="" if not as_of(scribe) else cube.snapshot.as_of.isoformat(),
        headline=title,
        subtitle=scribe.say("report_subtitle" if plan else "report_subtitle_no_plan", period=period),
        sentences=sentences(scribe),
        cards=cards,
        plan=plan,
        underway=build_underway(scribe),
        watch=build_watch(scribe),
        trend=trend,
        bridges=build_bridges(scribe),
        movers=build_movers(scribe),
        costs=build_costs(scribe),
        channels=channels,
        multiples=build_multiples(scribe),
        heat=build_heat(scribe),
        standing=build_standing(scribe),
        scorecard=build_scorecard(scribe),
        decisions=decisions,
        outcomes=outcomes,
        definitions=build_definitions(scribe),
        passport=build_passport(scribe),
        comments=build_comments(scribe, present),
        footer=_footer(scribe),
        words={word: scribe.say(f"word_{word}") for word in _WORDS} | {"channel": scribe.say("channel")},
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
