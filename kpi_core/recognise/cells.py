"""One column of a grid below its header, and what kinds of cells it holds. A million rows are the measure of speed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_core.recognise.headers import Header
from kpi_core.sources.columnar import TextColumn

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

EMPTY, TEXT, NUMBER, BOOL, DATE, DATETIME, OTHER = range(7)

# A space inside a text is usual, one of these is not: where one occurs the cells are looked at one by one.
# All that `str.strip` takes away, but for the line break and the space, which are looked for at the ends of cells only.
_SPACES = [sign for sign in map(chr, range(0x3001)) if sign.isspace() and sign not in "\n "]
_ASCII_SPACES = tuple(filter(str.isascii, _SPACES))
_OTHER_SPACES = tuple(sign for sign in _SPACES if not sign.isascii())


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


@dataclass(frozen=True, slots=True)
class Different:
    """A column by its different values, texts stripped: `codes` into `values`, -1 where empty."""

    codes: npt.NDArray[np.intp]
    values: list[Any]

    def where(self, test: Callable[[Any], bool]) -> Mask:
        """Rows whose value passes the test; an empty cell does not."""
        passed = np.array([test(value) for value in self.values] + [False], bool)
        result: Mask = passed[self.codes]
        return result


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
    def column(self) -> TextColumn | None:
        """The column as a reader keeps the texts of a long file."""
        return self.values if isinstance(self.values, TextColumn) and len(self.values) else None

    @cached_property
    def kinds(self) -> frozenset[int]:
        """The kinds of cells that occur: EMPTY, TEXT, NUMBER, BOOL, DATE, DATETIME or OTHER."""
        if self.typed is not None:
            kind = {"f": NUMBER, "i": NUMBER, "u": NUMBER, "b": BOOL, "M": DATETIME}.get(self.typed.dtype.kind, OTHER)
            return frozenset({kind})
        if self.column is not None or self.joined:
            return frozenset({TEXT})
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
        return as_objects(self.values, len(self))

    @cached_property
    def joined(self) -> str:
        """For a column of nothing but text: the cells, a line break before, between and after; else "".

        To look for something in one long text is many times faster than to look into a million cells.
        """
        if self.typed is not None or self.column is not None or not len(self) or not isinstance(self.values[0], str):
            return ""
        try:
            return "\n" + "\n".join(self.values) + "\n"
        except TypeError:
            return ""

    @cached_property
    def tidy(self) -> bool:
        """Whether every cell is text, none is empty, and none has spaces around it."""
        if self.column is not None:
            return self.column.tidy()
        text = self.joined
        spaces = _ASCII_SPACES if text.isascii() else _ASCII_SPACES + _OTHER_SPACES
        return bool(text) and not any(map(text.__contains__, ("\n\n", " \n", "\n ", *spaces)))

    @cached_property
    def stripped(self) -> Sequence[str]:
        """For a column of nothing but text: the texts without spaces around them."""
        texts: Sequence[str] = self.values  # type: ignore[assignment]
        if self.column is not None:
            return self.column.stripped()
        return texts if self.tidy else list(map(str.strip, texts))

    @cached_property
    def different(self) -> Different:
        """The different values, so that each is understood once."""
        if self.column is not None:
            codes, texts = self.column.stripped().uniques()
            codes[np.isin(codes, [at for at, text in enumerate(texts) if not text])] = -1
            return Different(codes, list(texts))
        codes, values = uniques(self.values if self.typed is None else self.typed.tolist(), len(self))
        for place, value in enumerate(values):
            if isinstance(value, str) and not value.strip():
                codes[codes == place] = -1
        return Different(codes, [value.strip() if isinstance(value, str) else value for value in values])

    @cached_property
    def empty(self) -> Mask:
        """Which cells hold nothing."""
        if self.typed is not None:
            return _empty_of(self.typed)
        if self.column is not None:
            return self.column.empty()
        if not self.kinds & {EMPTY, TEXT} or self.tidy:
            return np.zeros(len(self), bool)
        return np.fromiter(map(_is_empty, self.values), bool, len(self))

    def may_hold(self, fragment: str) -> bool:
        """Whether a text may hold the fragment, in which a line break stands for the beginning or the end of a cell."""
        if self.column is None:
            return not self.joined or fragment in self.joined
        pattern = re.escape(fragment.strip("\n"))
        begins, ends = fragment.startswith("\n"), fragment.endswith("\n")
        return bool(self.column.matches(("^" if begins else "") + pattern + ("$" if ends else "")).any())

    def may_match(self, pattern: re.Pattern[str]) -> bool:
        """Whether a text may hold what a regular expression finds."""
        if self.column is not None:
            folded = "(?i)" if pattern.flags & re.IGNORECASE else ""
            return bool(self.column.matches(folded + pattern.pattern).any())
        return not self.joined or bool(pattern.search(self.joined))

    def uniques(self, rows: npt.NDArray[np.intp]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.object_]]:
        """Codes and different values of some rows, so that each text is parsed once."""
        if self.column is None:
            return uniques(self.objects[rows], len(rows))
        codes, texts = self.column.taken(rows).uniques()
        return codes, as_objects(texts, len(texts))

    @cached_property
    def blank(self) -> bool:
        """Whether the whole column is empty."""
        return bool(self.empty.all())

    def shown(self, row: int) -> str:
        """A cell as it can be shown in a finding."""
        return show(self.values[row])


def _empty_of(values: npt.NDArray[Any]) -> Mask:
    mask: Mask = np.zeros(len(values), bool)
    if values.dtype.kind == "f":
        mask = np.isnan(values)
    elif values.dtype.kind == "M":
        mask = np.isnat(values)
    return mask


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

    codes, different = pd.factorize(as_objects(texts, count), use_na_sentinel=True)
    return codes, np.asarray(different, dtype=object)


def as_objects(values: Iterable[Any], count: int) -> npt.NDArray[np.object_]:
    """Python objects as an array of just as many objects."""
    return np.fromiter(values, object, count)
