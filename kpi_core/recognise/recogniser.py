"""From grids to the snapshot, step by step: understand each, read the tables, add up those of one kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, TypeVar

from kpi_core.errors import Finding, SourceError
from kpi_core.facts import FACT_TABLES
from kpi_core.language import Language
from kpi_core.recognise import plan
from kpi_core.recognise.across import measured_twice, order_before_lead, sales_without_day
from kpi_core.recognise.applied import Rules, currencies_named
from kpi_core.recognise.beside import side_by_side
from kpi_core.recognise.channels import Channels
from kpi_core.recognise.checks import check_tables
from kpi_core.recognise.drawn import unfolded
from kpi_core.recognise.fitting import by_profile
from kpi_core.recognise.grouped import channels_across
from kpi_core.recognise.joined import join, without_refunds
from kpi_core.recognise.kinds import NotUnderstood, Understood, understand
from kpi_core.recognise.ledger import place_of
from kpi_core.recognise.paired import paired
from kpi_core.recognise.stacked import split
from kpi_core.recognise.table import Table
from kpi_core.recognise.tables import read_table
from kpi_core.recognise.twolines import one_line
from kpi_core.recognise.wider import widened
from kpi_core.snapshot import Facts, Guard, Override, Settings, Snapshot, Source, Target, Vat
from kpi_core.sources.grid import Grid
from kpi_core.sources.settings import settings_from_table
from kpi_core.sources.spec import SourceSpec

Reading = tuple[Grid, SourceSpec | None]


@dataclass
class _Work:
    """What has been read so far."""

    settings: Settings
    channels: Channels
    paid: dict[str, bool] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


def recognise(
    readings: Iterable[Reading],
    *,
    name: str,
    settings: Settings | None = None,
    targets: Sequence[Target] = (),
    overrides: Sequence[Override] = (),
    guards: Sequence[Guard] = (),
    channels: Mapping[str, str] = {},
    given: Collection[str] = (),
    today: date | None = None,
) -> Snapshot:
    """Grids as a snapshot: tables recognised, cells parsed, every row accounted for.

    Parameters
    ----------
    readings : iterable of (Grid, SourceSpec or None)
        Grids in the order of the sources, each with what kpi.toml says about it.
    name : str
        The source as the user named it.
    settings, targets, overrides, guards, channels
        From kpi.toml; they win over the workbook's own tables.
    given : collection of str
        The settings that kpi.toml names: they win even where they say what is the default.
    today : date, optional
        For an open workbook: the day the data speaks of, where no setting names one.

    Raises
    ------
    SourceError
        Where nothing can be used at all, or kpi.toml names a header that is not there.
    """
    grids, drawn = _parts(readings)
    understood, findings = _understand(grids, name, [finding for finding in drawn if finding.level == "error"])
    work = _Work(settings or Settings(), Channels(dict(channels)), findings=[*drawn, *findings])
    _read_settings(understood, work, given)
    _read_channels(understood, work, channels)
    work.channels.language = work.settings.language or _language(understood)
    facts_only = [each for each in understood if each.kind in FACT_TABLES]
    currencies = {code for each in facts_only for code in currencies_named(each)}
    work.settings = replace(work.settings, currency=_report_currency(work.settings, currencies))
    rates = dict(work.settings.rates)
    rules = Rules(
        work.settings.currency, rates, work.channels.folded, len(currencies) > 1,
        work.settings.vat, work.settings.vat_rate, work.settings.report_vat,
    )  # fmt: skip
    tables = _read(facts_only, rules)
    _leave_copies(tables)
    _leave_repeated(tables)
    told: tuple[Target | Override | Guard, ...] = (*targets, *overrides, *guards)
    _name_channels(tables, understood, [each.channel for each in told if each.channel], work)
    facts = _facts(tables, work)
    beside = _read_plan(understood, work)
    as_of, origin = _as_of(work.settings, grids, today)
    return Snapshot(
        name=name,
        tables=facts,
        settings=work.settings,
        targets=tuple(_both(beside["targets"], targets, work.channels, lambda each: (each.month, each.kpi))),
        decisions=tuple(beside["decisions"]),
        comments=tuple(beside["comments"]),
        closed=tuple(beside["closed"]),
        overrides=tuple(_both(beside["overrides"], overrides, work.channels, lambda each: (each.month, each.kpi))),
        guards=tuple(_both(beside["guards"], guards, work.channels, lambda each: (each.kpi, each.by))),
        paid={work.channels.show(channel) or channel: answer for channel, answer in work.paid.items()},
        sources=tuple(work.sources),
        findings=tuple(work.findings),
        as_of=as_of,
        as_of_origin=origin,
        language=work.settings.language or _language(understood),
    )


def _parts(readings: Iterable[Reading]) -> tuple[list[Reading], list[Finding]]:
    """Tables stacked in one grid apart, and those that people draw with months across as tables of rows."""
    parts: list[Reading] = []
    findings: list[Finding] = []
    for grid, spec in readings:
        if (spec is not None and (spec.range or spec.columns)) or grid.barred or not grid.columns or grid.relation:
            parts.append((grid, spec))
            continue
        for part in (block for whole in split(grid) for block in side_by_side(whole)):
            # What a known system wrote is read as it stands.
            known = by_profile(part, spec or SourceSpec())
            made, told = ([part], []) if known else _redrawn(part, bool(spec and spec.table))
            parts += [(each, spec) for each in made]
            findings += told
    return parts, findings


def _redrawn(grid: Grid, told: bool) -> tuple[list[Grid], list[Finding]]:
    """A table as people draw it, as one or two tables of rows: months across, a header in two lines, plan and fact.

    Where its kind is `told`, its name says nothing of a plan or a forecast.
    """
    made, findings = unfolded(grid, told)
    if made == [grid]:
        made, findings = channels_across(grid)
    return (made, findings) if made != [grid] else paired(one_line(grid), told)


def _understand(
    grids: Sequence[Reading], name: str, asked: Sequence[Finding]
) -> tuple[list[Understood], list[Finding]]:
    """Which grids are sources. What a spec asked for in vain is an error; a sheet that is none is only told.

    `asked` is what drawn tables already left open: where nothing else can be read, that is the question.
    """
    results, joined = join([(_understood(grid, spec), spec) for grid, spec in grids])
    results = without_refunds(widened(results))
    _demand_specs(results)
    understood = [result for result, _ in results if isinstance(result, Understood)]
    facts = [each for each in understood if each.kind in FACT_TABLES and not each.reserve]
    if facts:
        understood = [each for each in understood if not each.reserve]
    findings = joined + [
        result.finding for result, spec in results if isinstance(result, NotUnderstood) and not result.missing_header
    ]
    findings += [
        Finding("warning", each.remark, {"place": place_of(each.grid)}, each.grid.file, each.grid.sheet)
        for each in understood
        if each.remark
    ]
    dropped = [r for r, _ in results if isinstance(r, Understood) and r not in understood]
    findings += [
        Finding("info", "sheet_results", {"place": place_of(each.grid)}, each.grid.file, each.grid.sheet)
        for each in dropped
    ]
    if not any(each.kind in FACT_TABLES for each in understood):
        raise SourceError(asked[0].code, **asked[0].params) if asked else _nothing_found(results, name)
    return understood, findings


def _understood(grid: Grid, spec: SourceSpec | None) -> Understood | NotUnderstood:
    """What a grid is; a plan or a list of channels in a database is small, so its rows are fetched."""
    found = understand(grid, spec)
    if grid.relation is None or not isinstance(found, Understood) or found.kind in FACT_TABLES:
        return found
    from kpi_core.sources.relation import whole

    return understand(whole(grid), spec)


def _demand_specs(results: Sequence[tuple[Understood | NotUnderstood, SourceSpec | None]]) -> None:
    """Every source of kpi.toml has to be found in one of its grids."""
    fine = {id(spec) for result, spec in results if isinstance(result, Understood)}
    lost = [(result, spec) for result, spec in results if spec is not None and id(spec) not in fine]
    for result, _ in lost:
        if isinstance(result, NotUnderstood) and result.missing_header:
            raise result.missing_header
    for _, spec in lost:
        raise _nothing_found([each for each in lost if each[1] is spec], re.split(r"[\\/]", spec.path)[-1])


def _nothing_found(results: Sequence[tuple[Understood | NotUnderstood, Any]], name: str) -> SourceError:
    looked = [place_of(result.grid) for result, _ in results]
    for result, _ in results:
        if isinstance(result, NotUnderstood) and result.question:
            return SourceError(result.finding.code, **result.finding.params)
    plans = [
        place_of(result.grid) for result, _ in results if isinstance(result, Understood) and result.kind == "targets"
    ]
    if plans:
        return SourceError("only_plan", name=name, looked=plans[:10])
    if not results or all(not result.grid.height for result, _ in results):
        return SourceError("nothing_in_file", name=name, looked=looked[:10] or [name])
    return SourceError("nothing_recognised", name=name, looked=looked[:10])


def _read_settings(understood: Sequence[Understood], work: _Work, given: Collection[str]) -> None:
    """The workbook's settings; what kpi.toml sets wins."""
    for each in understood:
        if each.kind != "settings":
            continue
        pairs, source, told = plan.read_settings(each)
        own, findings = settings_from_table(pairs)
        work.findings += [*told, *findings]
        work.sources.append(source)
        work.settings = _merged(own, work.settings, given)


def _merged(own: Settings, told: Settings, given: Collection[str]) -> Settings:
    default = Settings()
    changed = {
        name: getattr(told, name)
        for name in Settings.__dataclass_fields__
        if name in given or getattr(told, name) != getattr(default, name)
    }
    return replace(own, **changed)


def _read_channels(understood: Sequence[Understood], work: _Work, told: Mapping[str, str]) -> None:
    translations: dict[str, str] = {}
    for each in understood:
        if each.kind == "channels":
            found, paid, source, findings = plan.read_channels(each)
            translations |= found
            work.paid |= paid
            work.findings += findings
            work.sources.append(source)
    work.channels = Channels({**translations, **told})


def _name_channels(tables: Sequence[Table], understood: Sequence[Understood], told: Sequence[str], work: _Work) -> None:
    others = [text for each in understood for text in plan.channel_texts(each)]
    work.channels.learn(tables, (*others, *told, *work.paid))
    work.findings += work.channels.findings()


def _leave_copies(tables: Sequence[Table]) -> None:
    """One file under two names («Заказы (1).csv») counts once: of equal files that with the shortest name."""
    files: dict[tuple[str, str, str], list[Table]] = {}
    for table in tables:
        grid = table.ledger.grid
        if grid.sha256:
            files.setdefault((grid.sha256, grid.sheet, grid.name), []).append(table)
    for same in files.values():
        counts = min(same, key=lambda table: (len(table.ledger.grid.file), table.ledger.grid.file))
        for table in same:
            if table.ledger.grid.file != counts.ledger.grid.file:
                left = table.ledger.exclude(table.ledger.used, "copy")
                table.ledger.say("warning", "copy_left_out", count=left, original=counts.place)


def _leave_repeated(tables: Sequence[Table]) -> None:
    """Tables stacked in one file of a system that tells the same visits again and again: one of them counts."""
    files: dict[tuple[str, str, str], list[Table]] = {}
    for table in tables:
        profile, grid = table.understood.profile, table.ledger.grid
        if profile and profile.stacked == "one":
            files.setdefault((grid.file, grid.sheet, profile.name), []).append(table)
    for same in files.values():
        counts = next((table for table in same if table.channel is not None), same[0])
        for table in same:
            if table is not counts:
                left = table.ledger.exclude(table.ledger.used, "repeats")
                table.ledger.say("info", "stacked_repeats", count=left, counts=counts.place)


def _facts(tables: Sequence[Table], work: _Work) -> dict[str, Facts]:
    facts: dict[str, Facts] = {}
    for table in tables:
        work.findings += table.ledger.told()
    for kind in FACT_TABLES:
        own = [table for table in tables if table.name == kind]
        if not own:
            continue
        assembled, findings = _assembled(kind, own, work.channels)
        if work.settings.vat:
            assembled = replace(assembled, sources=_with_vat(assembled.sources, work.settings.vat))
        work.findings += findings
        work.sources += assembled.sources
        if any(source.rows_used for source in assembled.sources):
            facts[kind] = assembled
    if any(each.relation is not None for each in facts.values()):
        from kpi_core.recognise.in_place_tables import brought_together

        facts = brought_together(facts)
    work.findings += measured_twice(facts)
    work.findings += _currencies(tables, work.settings)
    work.findings += [*order_before_lead(facts), *sales_without_day(facts)]
    work.findings += check_tables(facts, work.channels.language)
    return facts


def _read(understood: Sequence[Understood], rules: Rules) -> list[Table]:
    """The tables, their rows read or left where they are."""
    there = [each for each in understood if each.grid.relation is not None]
    if not there:
        return [read_table(each, rules) for each in understood]
    there.sort(key=lambda each: each.kind != "orders")  # the longest is to begin first, for they are counted together
    from kpi_core.recognise.in_place import read_together

    left = dict(zip(map(id, there), read_together([(each, rules) for each in there]), strict=True))
    return [left[id(each)] if id(each) in left else read_table(each, rules) for each in understood]


def _assembled(kind: str, tables: Sequence[Table], channels: Channels) -> tuple[Facts, list[Finding]]:
    """Tables of one kind as one; pandas is imported only where rows were read."""
    if any(table.in_place for table in tables):
        from kpi_core.recognise.in_place_tables import assemble_in_place

        return assemble_in_place(kind, tables, channels)
    from kpi_core.recognise.assemble import assemble

    return assemble(kind, tables, channels)


def _with_vat(sources: Sequence[Source], vat: Vat) -> tuple[Source, ...]:
    """The firm's rule on VAT, for sources that do not say themselves."""
    return tuple(source if source.vat else replace(source, vat=vat) for source in sources)


def _report_currency(settings: Settings, named: set[str]) -> str:
    """The currency that the settings name, else the only one that the data names.

    Of several currencies, and where rates say what one costs in another, it is the rouble.
    """
    if settings.currency or not (named or settings.rates):
        return settings.currency
    return next(iter(named)) if len(named) == 1 and not settings.rates else "RUB"


def _currencies(tables: Sequence[Table], settings: Settings) -> list[Finding]:
    """Headers name their currency («Расход, $»): another one than the report's is told, nothing is converted."""
    found = sorted({match.header.currency for table in tables for match in table.understood.matches.values()} - {""})
    if len(found) != 1 or found == [settings.currency] or found[0] in (getattr(settings, "rates", None) or {}):
        return []
    return [Finding("warning", "currency_differs", {"found": found, "currency": settings.currency})]


def _read_plan(understood: Sequence[Understood], work: _Work) -> dict[str, list[Any]]:
    beside: dict[str, list[Any]] = {
        "targets": [], "overrides": [], "guards": [], "closed": [], "decisions": [], "comments": [],
    }  # fmt: skip
    show = work.channels.show
    for each in understood:
        rows: tuple[Any, ...]
        if each.kind == "targets":
            rows, source, findings = plan.read_targets(each, show)
        elif each.kind == "closed":
            rows, source, findings = plan.read_closed(each, show)
        elif each.kind == "overrides":
            rows, source, findings = plan.read_overrides(each, show)
        elif each.kind == "guards":
            rows, source, findings = plan.read_guards(each, show)
        elif each.kind == "decisions":
            rows, source, findings = plan.read_decisions(each)
        elif each.kind == "comments":
            rows, source, findings = plan.read_comments(each)
        else:
            continue
        beside[each.kind] += rows
        work.sources.append(source)
        work.findings += findings
    return beside


Ruled = TypeVar("Ruled", Target, Override, Guard)


def _both(
    own: Sequence[Ruled], told: Sequence[Ruled], channels: Channels, key: Callable[[Ruled], Hashable]
) -> list[Ruled]:
    """The workbook's rows, save those that kpi.toml sets anew, and those of kpi.toml with their channels as shown."""
    shown: list[Ruled] = [replace(each, channel=channels.show(each.channel)) if each.channel else each for each in told]
    again = {(key(each), each.channel) for each in shown}
    kept: list[Ruled] = [each for each in own if (key(each), each.channel) not in again]
    return kept + shown


def _as_of(
    settings: Settings, grids: Sequence[Reading], today: date | None
) -> tuple[date, Literal["setting", "file", "today"]]:
    if settings.as_of:
        return settings.as_of, "setting"
    if today:
        return today, "today"
    saved = [grid.modified.date() for grid, _ in grids if grid.modified]
    return (max(saved), "file") if saved else (date.today(), "today")


def _language(understood: Sequence[Understood]) -> Language:
    """The language of most recognised headers."""
    spoken = Counter(
        match.header.language for each in understood for match in each.matches.values() if match.header.text
    )
    return "en" if spoken["en"] > spoken["ru"] else "ru"
