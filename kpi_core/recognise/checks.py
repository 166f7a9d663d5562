"""What looks wrong in tables that were read without a fault: months cut short, gaps, silence, spend without result."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from kpi_core.errors import Finding
from kpi_core.facts import AD_KIND
from kpi_core.folding import fold
from kpi_core.language import Language
from kpi_core.recognise.outline import Outline, outline_of
from kpi_core.recognise.shipped_channels import proposal
from kpi_core.snapshot import Facts, Source

_LONG = 45
"""Days a table has to span before its first or last month can be called partial."""
_SLACK = 3
_GAP, _SILENCE, _USUAL = 7, 14, 10
HIGH_CTR, ENOUGH_CLICKS = 0.30, 20
_TESTS = frozenset(map(fold, ("Тест", "Test", "Тестовый", "Testing")))
_NAMED = 12


def check_tables(tables: Mapping[str, Facts], language: Language) -> list[Finding]:
    """All remarks on the tables together."""
    findings: list[Finding] = []
    outlines = {kind: outline_of(facts) for kind, facts in tables.items()}
    for facts in tables.values():
        for at, source in enumerate(facts.sources):
            own = outlines[facts.kind].of(at)
            if len(own.rows):
                findings += _ends(source) + _gaps(source, own) + _silent(source, own)
    for facts in tables.values():
        findings += _click_rates(facts) + _test_channel(facts, outlines[facts.kind])
    return findings + _without_result(tables, outlines, language)


def _say(source: Source, level: Any, code: str, **params: Any) -> Finding:
    return Finding(level, code, {"place": source.place, **params}, source.file, source.sheet, params.get("row"))


def _ends(source: Source) -> list[Finding]:
    """A first month that starts, or a last month that ends, days away from the month's own ends."""
    first, last = source.first, source.last
    if source.monthly or first is None or last is None or (last - first).days < _LONG:
        return []
    findings = []
    if first.day > 1 + _SLACK:
        findings.append(_say(source, "warning", "month_first_partial", month=f"{first:%Y-%m}", day=str(first)))
    whole = calendar.monthrange(last.year, last.month)[1]
    if last.day < whole - _SLACK:
        findings.append(_say(source, "warning", "month_last_partial", month=f"{last:%Y-%m}", day=str(last)))
    return findings


def _gaps(source: Source, own: Outline) -> list[Finding]:
    """Months, or more days than usual, without one row between rows."""
    days = np.unique(own.days)
    if source.monthly:
        months = np.unique(days.astype("datetime64[M]")).astype(np.int64)
        lacking = [str(np.datetime64(m, "M")) for m in range(months[0], months[-1]) if m not in set(months)]
        return [_say(source, "warning", "months_missing", months=lacking[:_NAMED])] if lacking else []
    if len(days) < _USUAL:
        return []
    pauses = np.diff(days).astype(np.int64)
    usual = max(_GAP, 3 * int(np.quantile(pauses, 0.95)))
    longest = int(pauses.argmax())
    if pauses[longest] <= usual:
        return []
    params = {"first": str(days[longest]), "last": str(days[longest + 1]), "days": int(pauses[longest]) - 1}
    return [_say(source, "warning", "days_missing", count=int((pauses > usual).sum()), **params)]


def _silent(source: Source, own: Outline) -> list[Finding]:
    """Channels that had rows regularly and have none at the end of the table."""
    if source.last is None:
        return []
    unit = "M" if source.monthly else "D"
    known = own.named()
    days = known.days.astype(f"datetime64[{unit}]").astype(np.int64)
    end = int(np.array([source.last], f"datetime64[{unit}]").astype(np.int64)[0])
    quiet: list[str] = []
    names, codes = known.coded
    for at, channel in enumerate(names):
        seen = np.unique(days[codes == at])
        pause = end - int(seen[-1])
        enough, limit = (3, 0) if source.monthly else (_USUAL, _SILENCE)
        if len(seen) < enough or pause <= limit:
            continue
        if pause > 4 * float(np.quantile(np.diff(seen), 0.9)) or (source.monthly and (np.diff(seen) == 1).all()):
            quiet.append(f"{channel} ({seen[-1:].astype(f'datetime64[{unit}]')[0]})")
    return [_say(source, "warning", "channels_silent", channels=quiet[:_NAMED])] if quiet else []


def _click_rates(facts: Facts) -> list[Finding]:
    """Rows whose clicks are more than 30 % of their impressions: another count, or shifted columns."""
    if facts.relation is not None or not (facts.has("clicks") and facts.has("impressions")):
        return []
    findings = []
    scale = {column: 10.0 ** facts.decimals.get(column, 0) for column in ("clicks", "impressions")}
    clicks, shows = (
        facts.frame[column].astype("Float64").fillna(0).to_numpy(float) / scale[column]
        for column in ("clicks", "impressions")
    )
    known = facts.frame["impressions"].notna().to_numpy()
    odd = known & (clicks >= ENOUGH_CLICKS) & (clicks > HIGH_CTR * shows)
    for at, source in enumerate(facts.sources):
        own = odd & (facts.frame["source"].to_numpy() == at)
        if own.any():
            row = int(facts.frame["row"].to_numpy()[int(own.argmax())])
            place = int(own.argmax())
            findings.append(
                _say(source, "warning", "ctr_high", row=row, count=int(own.sum()), clicks=f"{clicks[place]:g}",
                     impressions=f"{shows[place]:g}")
            )  # fmt: skip
    return findings


def _test_channel(facts: Facts, outline: Outline) -> list[Finding]:
    """A channel called Test stays, and is told."""
    rows = outline.by_channel()
    counts = Counter({name: rows[name] for name in rows if name is not None and fold(str(name)) in _TESTS})
    return [
        _say(facts.sources[0], "warning", "channel_test", channel=name, count=count)
        for name, count in counts.most_common()
    ]


def _without_result(tables: Mapping[str, Facts], outlines: Mapping[str, Outline], language: Language) -> list[Finding]:
    """Channels that only cost, and those that only bring: perhaps one channel under two names."""
    spend = tables.get("spend")
    results = [kind for kind in ("leads", "orders") if kind in tables and tables[kind].has("channel")]
    if spend is None or not spend.has("channel") or not results:
        return []
    own = outlines["spend"].named()
    spent = list(dict.fromkeys(own.channels[(own.paid > 0) & (own.kinds == AD_KIND)]))
    brought = list(dict.fromkeys(channel for kind in results for channel in outlines[kind].named().channels))
    lonely = [channel for channel in spent if channel not in set(brought)]
    others = {fold(channel): channel for channel in brought if channel not in set(spent)}
    told = []
    for channel in lonely:
        meant = proposal(channel, others, language) if others else ""
        told.append(f"{channel} → {meant}?" if meant in others.values() else channel)
    if not told:
        return []
    listed = {"channels": told[:_NAMED], "others": list(others.values())[:_NAMED] or ["—"]}
    return [_say(spend.sources[0], "warning", "spend_without_result", **listed)]
