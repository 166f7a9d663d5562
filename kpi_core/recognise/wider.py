"""A table of costs that counts leads, orders or revenue as well, as many keep it: they are not left unread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpi_core.recognise import headers
from kpi_core.recognise.kinds import SUMMARY_OWN_TABLE, understand
from kpi_core.recognise.understood import NotUnderstood, Understood
from kpi_core.sources.spec import SourceSpec

Result = tuple[Understood | NotUnderstood, SourceSpec | None]


def widened(results: Sequence[Result]) -> list[Result]:
    """The only table of costs read as a summary, where it alone holds other measures; else the results as they are.

    A sheet called «Реклама» with Расход, Клики and Лиды is such a one. Costs of several tables add up, and a summary's
    do not, so of several none is touched.
    """
    made = list(results)
    kinds = [result.kind for result, _ in made if isinstance(result, Understood)]
    if kinds.count("spend") != 1 or "summary" in kinds:
        return made
    at = next(at for at, (result, _) in enumerate(made) if isinstance(result, Understood) and result.kind == "spend")
    each, spec = made[at]
    if isinstance(each, Understood) and _may_be_more(each) and _more(each) - set(kinds):
        wider = understand(each.grid, replace(spec or SourceSpec(), table="summary"))
        if isinstance(wider, Understood):
            made[at] = replace(wider, spec=replace(wider.spec, table=None)), spec
    return made


def _may_be_more(each: Understood) -> bool:
    """Not what a known system wrote, nor what somebody called costs for certain; a summary knows no kinds of cost."""
    told = {"kind"} & {*each.matches, *each.spec.constants}
    return not (each.profiled or each.grid.relation or each.spec.table or each.reserve or told)


def _more(each: Understood) -> set[str]:
    """The tables that its other columns would otherwise come from."""
    found = headers.match(each.headers, "summary")
    certain = {column for column, match in found.items() if not match.weak} & SUMMARY_OWN_TABLE.keys()
    return {SUMMARY_OWN_TABLE[column] for column in certain} - {"spend"}
