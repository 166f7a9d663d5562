"""Long plain text files as columns in the memory of polars: a million cells are never a million Python objects.

Only what every reader cuts alike comes this way: no quotes, a line a record, as many cells in each. Anything else, and
short files, are read by `text`; a test holds the two against each other.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import polars as pl

_WORTHWHILE = 4 << 20
# What Python takes for a space: polars knows some fewer.
_SPACES = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())


class TextColumn(Sequence[str]):
    """A column of texts as a sequence of str, each made when it is asked for."""

    __slots__ = ("_stripped", "series")

    def __init__(self, series: pl.Series) -> None:
        self.series = series
        self._stripped: TextColumn | None = None

    def __len__(self) -> int:
        return len(self.series)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> TextColumn: ...
    def __getitem__(self, at: int | slice) -> Any:
        found = self.series[at if isinstance(at, slice) else int(at)]
        return TextColumn(found) if isinstance(at, slice) else found

    def __iter__(self) -> Iterator[str]:
        return iter(self.series.to_list())

    def stripped(self) -> TextColumn:
        """The texts without spaces around them."""
        if self._stripped is None:
            bare = self.series.str.strip_chars(_SPACES)
            # Where nothing was taken off, the column is its own: so that no text is kept twice.
            self._stripped = self if bool((bare == self.series).all()) else TextColumn(bare)
        return self._stripped

    def empty(self) -> npt.NDArray[np.bool_]:
        """Which cells hold nothing, or only spaces."""
        result: npt.NDArray[np.bool_] = (self.stripped().series.str.len_bytes() == 0).to_numpy()
        return result

    def tidy(self) -> bool:
        """Whether no text has spaces around it, and none is empty."""
        return self.stripped() is self and not self.empty().any()

    def matches(self, pattern: str) -> npt.NDArray[np.bool_]:
        """Which texts a regular expression is found in."""
        result: npt.NDArray[np.bool_] = self.series.str.contains(pattern).to_numpy()
        return result

    def without(self, pattern: str) -> TextColumn:
        """The texts with everything taken out that a regular expression finds."""
        return TextColumn(self.series.str.replace_all(pattern, ""))

    def replaced(self, one: str, other: str) -> TextColumn:
        """The texts with a literal replaced by another."""
        return TextColumn(self.series.str.replace_all(one, other, literal=True))

    def floats(self) -> npt.NDArray[np.float64]:
        """The texts as numbers; NaN where one is none."""
        import polars

        numbers = self.series.cast(polars.Float64, strict=False).to_numpy()
        return np.asarray(numbers, np.float64)

    def taken(self, rows: npt.NDArray[np.intp]) -> TextColumn:
        """The texts of some rows."""
        return self if len(rows) == len(self.series) else TextColumn(self.series.gather(rows))

    def uniques(self) -> tuple[npt.NDArray[np.intp], list[str]]:
        """Codes and different texts, in the order in which they first stand."""
        import polars

        different = self.series.unique(maintain_order=True)
        codes = self.series.cast(polars.Enum(different)).to_physical().to_numpy()
        return codes.astype(np.intp), different.to_list()


def worthwhile(data: bytes) -> bool:
    """Whether a file is long enough for the time that polars takes to import, plain enough, and polars is there."""
    # What is in quotes may hold a line break.
    if len(data) < _WORTHWHILE or b'"' in data:
        return False
    return importlib.util.find_spec("polars") is not None


def read_columns(text: str, delimiter: str) -> list[TextColumn] | None:
    """The columns of a text, a record a line; None where polars might cut it in another way than everybody."""
    data = text.encode()
    if len(delimiter.encode()) != 1:
        return None
    signs = np.frombuffer(data, np.uint8)  # counts bytes three times faster than `bytes.count`
    if _lone_returns(signs):
        return None
    import polars
    from polars.exceptions import PolarsError

    try:
        frame = polars.read_csv(data, has_header=False, separator=delimiter, quote_char=None, infer_schema=False)
    except PolarsError:
        # A line wider than the first one: a preamble above the table.
        return None
    # A cell too many may be dropped without a word, and one too few looks like an empty one.
    if frame.height != np.count_nonzero(signs == ord("\n")) + (not data.endswith(b"\n")):
        return None
    if np.count_nonzero(signs == ord(delimiter)) != frame.height * (frame.width - 1):
        return None
    return [TextColumn(series.fill_null("")) for series in frame.get_columns()]


def _lone_returns(signs: npt.NDArray[np.uint8]) -> bool:
    """Whether a carriage return stands without its line feed: some readers end a line there, polars does not."""
    returns = np.flatnonzero(signs == ord("\r"))
    if not len(returns):
        return False
    return int(returns[-1]) + 1 == len(signs) or bool((signs[returns + 1] != ord("\n")).any())
