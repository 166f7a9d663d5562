"""Short cuts for long columns: texts of the plainest shapes, read many at once. Whatever is not plain is left alone.

They have to say exactly what the careful reading of one text says; tests hold the two against each other.
"""

from __future__ import annotations

import re
from datetime import datetime

import numpy as np
import numpy.typing as npt

from kpi_core.recognise.cells import Floats, Mask
from kpi_core.sources.columnar import TextColumn

Texts = npt.NDArray[np.object_]
Moments = npt.NDArray[np.datetime64]

WORTHWHILE = 5_000
"""Below so many different texts the careful reading is quick enough."""

# At most 12 digits and 2 decimals: a float gives such a number back exactly. "1,234" is not plain.
_NUMBER = re.compile(
    r"-?(?:"
    r"(?P<comma>(?:\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}){1,3}|\d{1,12}),\d{1,2})"
    r"|(?P<point>(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}){1,3}|\d{1,12})\.\d{1,2})"
    r"|(?P<whole>\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}){1,3}|\d{1,12})"
    r")"
)
_NO_SPACES: dict[int, str | None] = {ord(space): None for space in " \u00a0\u202f\u2009"}
_TO_POINT: dict[str, dict[int, str | None]] = {
    "comma": {**_NO_SPACES, ord(","): "."},
    "point": {**_NO_SPACES, ord(","): None},
    "whole": _NO_SPACES,
}

_SHAPES = ("%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%d", "%d.%m.%Y")


def plain_numbers(texts: Texts) -> tuple[Mask, Floats, set[str]]:
    """Which texts are plain, their values, and the decimal marks they prove.

    Examples
    --------
    >>> plain, values, marks = plain_numbers(np.array(["1 234,5", "1,234", "7"], object))
    >>> plain.tolist(), values[plain].tolist(), marks
    ([True, False, True], [1234.5, 7.0], {','})
    """
    shapes = np.array([found.lastgroup if found else "" for found in map(_NUMBER.fullmatch, texts)], "U5")
    values = np.zeros(len(texts))
    for shape, table in _TO_POINT.items():
        chosen = shapes == shape
        if chosen.any():
            lines = "\n".join(texts[chosen]).translate(table).split("\n")
            values[chosen] = np.fromiter(map(float, lines), np.float64, len(lines))
    marks = {mark for shape, mark in (("comma", ","), ("point", ".")) if (shapes == shape).any()}
    return shapes != "", values, marks


_SPACED = r"(?:\d{1,3}(?:[ \x{a0}\x{202f}\x{2009}]\d{3}){1,3}|\d{1,12})"
_COLUMN_SHAPES = {
    ",": rf"^-?{_SPACED},\d{{1,2}}$",
    ".": rf"^-?(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}|{_SPACED})\.\d{{1,2}}$",
    "": rf"^-?{_SPACED}$",
}


def plain_column(column: TextColumn) -> tuple[Mask, Floats, set[str]]:
    """The same for a long column at once: which texts are plain, their values, and the decimal marks they prove."""
    plain, values, marks = np.zeros(len(column), bool), np.zeros(len(column)), set[str]()
    for mark, shape in _COLUMN_SHAPES.items():
        rows = np.flatnonzero(column.matches(shape.replace(r"\d", "[0-9]")))
        if not len(rows):
            continue
        texts = column.taken(rows).without("[ \u00a0\u202f\u2009]")
        texts = texts.replaced(",", "." if mark == "," else "")
        plain[rows], values[rows] = True, texts.floats()
        marks |= {mark} if mark else set()
    return plain, values, marks


def plain_dates(texts: Texts, pattern: str | None) -> Moments:
    """Moments of the texts that have the shape of the first one, or of `pattern`; NaT for the others."""
    import pandas as pd

    shape = pattern or next((each for each in _SHAPES if _has_shape(str(texts[0]), each)), None)
    if shape is None:
        return np.full(len(texts), np.datetime64("NaT", "us"), "datetime64[us]")
    try:
        parsed = pd.to_datetime(pd.Series(texts, dtype=object), format=shape, errors="coerce")
        return parsed.to_numpy().astype("datetime64[us]")
    except (ValueError, TypeError):
        return np.full(len(texts), np.datetime64("NaT", "us"), "datetime64[us]")


def _has_shape(text: str, shape: str) -> bool:
    try:
        datetime.strptime(text.strip(), shape)
    except ValueError:
        return False
    return True
