"""Flags, statuses and kinds of costs: what words in cells mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from kpi_core.folding import fold
from kpi_core.recognise import words
from kpi_core.recognise.cells import BOOL, Cells, Mask

_PIPELINE = re.compile(r"(?<=\S)\s*\([^()]*\)\s*$")


def truth(value: Any, yes: frozenset[str] = frozenset(), no: frozenset[str] = frozenset()) -> bool | None:
    """A cell as yes or no; None where it is neither.

    Examples
    --------
    >>> truth("Да"), truth("нет"), truth(1.0), truth("+"), truth("-"), truth("может быть")
    (True, False, True, True, False, None)
    """
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | float):
        return bool(value) if value in (0, 1) else None
    if not isinstance(value, str):
        return None
    plain, key = value.strip(), fold(value)
    if plain in words.YES or key in words.YES or key in yes:
        return True
    if not plain or plain in words.NO or key in words.NO or key in no:
        return False
    return None


def parse_flags(cells: Cells, yes: frozenset[str], no: frozenset[str]) -> tuple[Mask, list[str]]:
    """A column of flags, blank as no; and the values that are neither, most of them first seen."""
    if cells.kinds <= {BOOL} and cells.typed is None:
        return np.fromiter(cells.values, bool, len(cells)), []
    seen = cells.different
    known = [truth(value, yes, no) for value in seen.values]
    used = set(np.unique(seen.codes))
    strange = [str(value) for at, value in enumerate(seen.values) if known[at] is None and at in used]
    result: Mask = np.array([bool(each) for each in known] + [False], bool)[seen.codes]
    return result, strange


def one_of(values: Iterable[str]) -> Callable[[Any], bool]:
    """A test for the values a user listed: as written, or folded where letters are left of it."""
    wanted = tuple(values)
    exact, folded = {value.strip() for value in wanted}, {fold(value) for value in wanted if fold(value)}

    def test(value: Any) -> bool:
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
        return text in exact or (fold(text) in folded if fold(text) else False)

    return test


def without_pipeline(status: str) -> str:
    """A status without the pipeline that stands behind it in brackets.

    Examples
    --------
    >>> without_pipeline("Closed Won (Sales Pipeline)"), without_pipeline("(new)")
    ('Closed Won', '(new)')
    """
    return _PIPELINE.sub("", status) or status


def status_reason(value: Any, lead: bool = False) -> str:
    """Why a row of this status is left out; "" where it is not. Of leads only tests, duplicates and spam are."""
    if not isinstance(value, str):
        return ""
    known = words.STATUS_REASONS
    reason = known.get(fold(value), "") or known.get(fold(without_pipeline(value)), "")
    return reason if not lead or reason in words.LEAD_REASONS else ""


def spend_kind(value: Any) -> str | None:
    """The kind of a cost: a key of SPEND_KINDS, None for an unknown word; blank is advertising."""
    if value is None or not str(value).strip():
        return "advertising"
    return words.SPEND_KIND_WORDS.get(fold(str(value)))
