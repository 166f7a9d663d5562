"""Cancellations that are documents of their own: «C536379» with a negative amount takes back some earlier order."""

from __future__ import annotations

import re

import numpy as np

from kpi_core.recognise.cells import Mask
from kpi_core.recognise.identifiers import Texts

_NUMBERED = re.compile(r"([^\W\d_]+)-?(\d+)")


def cancellations(ids: Texts, amounts: np.ndarray, used: Mask) -> Mask:
    """Rows of documents whose number begins with letters that only negative rows have, where others are bare numbers.

    Examples
    --------
    >>> ids = np.array(["536365", "C536379", "536380", None], object)
    >>> cancellations(ids, np.array([100, -27, 50, -5]), np.ones(4, bool)).tolist()
    [False, True, False, False]
    """
    none: Mask = np.zeros(len(ids), bool)
    negative = used & (amounts < 0)
    if not negative.any():
        return none
    marked: dict[str, list[int]] = {}
    for row in map(int, np.flatnonzero(used)):
        if isinstance(ids[row], str) and (found := _NUMBERED.fullmatch(ids[row])):
            marked.setdefault(found[1], []).append(row)
    bare = sum(1 for row in np.flatnonzero(used & (amounts > 0)) if isinstance(ids[row], str) and ids[row].isdigit())
    if 2 * bare < int((used & (amounts > 0)).sum()):
        return none
    for rows in marked.values():
        # A line of no value may belong to such a document, a positive one never.
        if (amounts[rows] <= 0).all() and (amounts[rows] < 0).any():
            none[rows] = True
    return none
