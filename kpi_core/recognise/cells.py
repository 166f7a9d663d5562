"""One column of a grid below its header, and what kinds of cells it holds. A million rows are the measure of speed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_core.recognise.headers import Header

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

EMPTY, TEXT, NUMBER, BOOL, DATE, DATETIME, OTHER = range(7)


class _Codes(dict[type, int]):
    """Type → code; a subclass (a pandas Timestamp, a numpy float) is looked up once."""

    def __missing__(self, kind: type) -> int:
        code = OTHER
        for base, known in (
            (bool, BOOL), (np.bool_, BOOL), (str, TEXT), (dt.datetime, DATETIME), (np.datetime64, DATETIME),
            (dt.date, DATE), (int, NUMBER), (float, NUMBER), (np.number, NUMBER),
        ):  # fmt: skip
            if issubclass(kind, base) and not issubclass(kind, np.timedelta64):
                code = known
                break
        self[kind] = code
        return code


_CODES = _Codes(
    {type(None): EMPTY, str: TEXT, float: NUMBER, int: NUMBER, bool: BOOL, dt.date: DATE, dt.datetime: DATETIME}
)


@dataclass(frozen=True)
class Cells:
    """The cells of one column below the header.

    Attributes
    ----------
    header : Header
        What stands above them.
    index : int
        Which column of the grid.
    values : sequence
        A list of Python objects, or an array from a typed source, where NaN and NaT mean empty.
    """

    header: Header
    index: int
    values: Sequence[Any] | npt.NDArray[Any]

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def typed(self) -> npt.NDArray[Any] | None:
        """The column as an array, where the source gives types and no objects."""
        values = self.values
        return values if isinstance(values, np.ndarray) and values.dtype != object else None

    @cached_property
    def kinds(self) -> frozenset[int]:
        """The kinds of cells that occur: EMPTY, TEXT, NUMBER, BOOL, DATE, DATETIME or OTHER."""
        if self.typed is not None:
            kind = {"f": NUMBER, "i": NUMBER, "u": NUMBER, "b": BOOL, "M": DATETIME}.get(self.typed.dtype.kind, OTHER)
            return frozenset({kind})
        return frozenset(_CODES[kind] for kind in set(map(type, self.values)))

    @cached_property
    def codes(self) -> npt.NDArray[np.int8]:
        """The kind of each cell; whitespace is TEXT here, and `empty` knows better."""
        if len(self.kinds) == 1:
            return np.full(len(self), next(iter(self.kinds)), np.int8)
        return np.fromiter(map(_CODES.__getitem__, map(type, self.values)), np.int8, len(self))

    @cached_property
    def objects(self) -> npt.NDArray[np.object_]:
        """The cells as an array of objects."""
        array: npt.NDArray[np.object_] = np.empty(len(self), object)
        array[:] = self.values
        return array

    @cached_property
    def stripped(self) -> list[str]:
        """For a column of nothing but text: the texts without spaces around them."""
        return list(map(str.strip, self.values))

    @cached_property
    def empty(self) -> Mask:
        """Which cells hold nothing."""
        if self.typed is not None:
            return (
                np.isnan(self.typed)
                if self.typed.dtype.kind == "f"
                else np.isnat(self.typed)
                if self.typed.dtype.kind == "M"
                else np.zeros(len(self), bool)
            )
        if not self.kinds & {EMPTY, TEXT}:
            return np.zeros(len(self), bool)
        if self.kinds == {TEXT}:
            if all(self.stripped):
                return np.zeros(len(self), bool)
            return np.fromiter((not text for text in self.stripped), bool, len(self))
        return np.fromiter((_is_empty(value) for value in self.values), bool, len(self))

    @cached_property
    def blank(self) -> bool:
        """Whether the whole column is empty."""
        return bool(self.empty.all())

    def shown(self, row: int) -> str:
        """A cell as it can be shown in a finding."""
        return show(self.values[row])


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


def show(value: Any) -> str:
    """A cell's value as text: whole numbers without a decimal point, long texts cut.

    Examples
    --------
    >>> show(12345.0), show(None), show("x" * 300)[-1]
    ('12345', '', '…')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def uniques(texts: Iterable[Any], count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.object_]]:
    """Codes and different values of a column, so that each text is parsed once."""
    import pandas as pd

    array: npt.NDArray[np.object_] = np.empty(count, object)
    array[:] = texts
    codes, different = pd.factorize(array, use_na_sentinel=True)
    return codes, np.asarray(different, dtype=object)
