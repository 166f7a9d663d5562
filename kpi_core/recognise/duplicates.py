"""Exact duplicates: rows alike in every cell. They stay, with a warning, so they are only counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_core.recognise.cells import DATE, DATETIME, NUMBER, Cells, Mask

_MIX = np.uint64(0x9E3779B97F4A7C15)


def exact_duplicates(columns: list[Cells], used: Mask) -> int:
    """How many used rows repeat an earlier one in every cell.

    Numbers and dates are compared first, at the speed of arrays; only rows alike in all of them are looked at whole.
    """
    import pandas as pd

    rows = np.flatnonzero(used)
    if len(rows) < 2:
        return 0
    mixed = np.zeros(len(rows), np.uint64)
    for cells in columns:
        key = _fast_key(cells, rows)
        if key is not None:
            mixed = (mixed ^ key) * _MIX
            mixed ^= mixed >> np.uint64(29)
    alike = pd.Series(mixed).duplicated(keep=False).to_numpy()
    if not alike.any():
        return 0
    suspects = rows[alike]
    whole: set[tuple[Any, ...]] = set()
    values = [cells.values for cells in columns]
    for row in suspects:
        whole.add(tuple(column[row] for column in values))
    return len(suspects) - len(whole)


def _fast_key(cells: Cells, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.uint64] | None:
    if cells.kinds == {NUMBER}:
        numbers = np.asarray(cells.values, dtype=np.float64)[rows]
        return numbers.view(np.uint64)
    if cells.kinds and cells.kinds <= {DATE, DATETIME} and cells.typed is None:
        return np.fromiter((hash(cells.values[row]) for row in rows), np.int64, len(rows)).view(np.uint64)
    return None
