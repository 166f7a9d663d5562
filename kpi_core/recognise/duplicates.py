"""Exact duplicates: rows alike in every cell. They stay, with a warning, so they are only counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_core.recognise.cells import Cells, Mask

_MIX = np.uint64(0x9E3779B97F4A7C15)


def exact_duplicates(columns: Sequence[Cells], parsed: Sequence[npt.NDArray[Any]], used: Mask) -> int:
    """How many used rows repeat an earlier one in every cell.

    Parameters
    ----------
    columns : sequence of Cells
        All columns of the grid.
    parsed : sequence of arrays
        What is known of them as dates and numbers: compared first, at the speed of arrays, and only rows alike in all
        of it are looked at whole.
    used : array of bool
        The rows that count.
    """
    import pandas as pd

    rows = np.flatnonzero(used)
    mixed = np.zeros(len(rows), np.uint64)
    for array in parsed:
        mixed = (mixed ^ array.astype(np.int64).view(np.uint64)[rows]) * _MIX
        mixed ^= mixed >> np.uint64(29)
    suspects = rows[pd.Series(mixed).duplicated(keep=False).to_numpy()]
    values = [[cells.values[row] for row in suspects] for cells in columns]
    return len(suspects) - len(set(zip(*values, strict=True)))
