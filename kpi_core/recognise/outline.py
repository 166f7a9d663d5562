"""A table of facts by source, day, channel and kind of cost: all that the checks of whole tables need to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_core.facts import AD_KIND
from kpi_core.snapshot import Facts


@dataclass(frozen=True)
class Sums:
    """A column of numbers, added up entry by entry.

    Attributes
    ----------
    amounts : array of int
        At the scale of `decimals`.
    known : array of int
        How many cells held a value.
    """

    amounts: npt.NDArray[np.int64]
    known: npt.NDArray[np.int64]
    decimals: int

    def at(self, entries: Any) -> Sums:
        """Those of some entries."""
        return Sums(self.amounts[entries], self.known[entries], self.decimals)

    def __add__(self, other: Sums) -> Sums:
        amounts = np.concatenate([self.amounts, other.amounts])
        return Sums(amounts, np.concatenate([self.known, other.known]), self.decimals)


@dataclass(frozen=True)
class Outline:
    """One entry for each source, day, channel and kind of cost that occurs.

    Attributes
    ----------
    sources, days : arrays
        Index of the source; datetime64[D].
    channels, kinds : arrays of objects
        None where the rows name no channel; the kind is AD_KIND where they name none.
    rows, paid : arrays of int
        How many rows there are, and how many of them cost something.
    sums : mapping of str to Sums
        Columns that were added up in the same pass.
    lines : int or None
        The largest number of a line; None where it is not known.
    whole_days : bool
        Whether all rows are known to stand at midnight.
    """

    sources: npt.NDArray[np.int64]
    days: npt.NDArray[np.datetime64]
    channels: npt.NDArray[np.object_]
    kinds: npt.NDArray[np.object_]
    rows: npt.NDArray[np.int64]
    paid: npt.NDArray[np.int64]
    sums: Mapping[str, Sums] = field(default_factory=dict)
    lines: int | None = None
    whole_days: bool = False

    @classmethod
    def counted(
        cls, sources: Any, days: Any, channels: Sequence[Any], kinds: Sequence[Any], rows: Any, paid: Any
    ) -> Outline:
        """From plain values."""
        return cls(
            np.asarray(sources, np.int64), np.asarray(days, "datetime64[D]"), _objects(channels), _objects(kinds),
            np.asarray(rows, np.int64), np.asarray(paid, np.int64),
        )  # fmt: skip

    def __add__(self, other: Outline) -> Outline:
        alike = [name for name, own in self.sums.items() if name in other.sums]
        return Outline(
            np.concatenate([self.sources, other.sources]), np.concatenate([self.days, other.days]),
            np.concatenate([self.channels, other.channels]), np.concatenate([self.kinds, other.kinds]),
            np.concatenate([self.rows, other.rows]), np.concatenate([self.paid, other.paid]),
            {name: self.sums[name] + other.sums[name] for name in alike},
            None if self.lines is None or other.lines is None else max(self.lines, other.lines),
            self.whole_days and other.whole_days,
        )  # fmt: skip

    @cached_property
    def coded(self) -> tuple[list[Any], npt.NDArray[np.int64]]:
        """The different channels, in the order they first occur, and for each entry the place of its own."""
        names = self.channels.tolist()
        places = {name: at for at, name in enumerate(dict.fromkeys(names))}
        return list(places), np.fromiter(map(places.__getitem__, names), np.int64, len(names))

    def by_channel(self) -> dict[Any, int]:
        """How many rows each channel has."""
        names, codes = self.coded
        rows = np.zeros(len(names), np.int64)
        np.add.at(rows, codes, self.rows)
        return dict(zip(names, rows.tolist(), strict=True))

    def rows_dated(self, source: int, first: date, last: date) -> int:
        """How many rows of a source lie between two days."""
        inside = (self.sources == source) & (self.days >= np.datetime64(first)) & (self.days <= np.datetime64(last))
        return int(self.rows[inside].sum())

    def of(self, source: int) -> Outline:
        """The entries of one source."""
        return self.where(self.sources == source)

    def named(self) -> Outline:
        """The entries that name a channel."""
        names, codes = self.coded
        return self.where(np.array([name is not None for name in names], bool)[codes])

    def where(self, chosen: npt.NDArray[np.bool_]) -> Outline:
        """Some of the entries."""
        if chosen.all():
            return self
        return Outline(
            self.sources[chosen], self.days[chosen], self.channels[chosen], self.kinds[chosen], self.rows[chosen],
            self.paid[chosen], {name: own.at(chosen) for name, own in self.sums.items()}, self.lines, self.whole_days,
        )  # fmt: skip


def outline_of(facts: Facts) -> Outline:
    """The outline of a table: counted by the engine already, or from its rows."""
    return facts.outline if facts.relation is not None else _of_rows(facts)


def _of_rows(facts: Facts) -> Outline:
    import pandas as pd

    frame = facts.frame
    nothing = np.zeros(len(frame), np.int64)
    channels = frame["channel"].cat if "channel" in frame else None
    kinds, named = pd.factorize(frame["kind"]) if "kind" in frame else (nothing, np.array([AD_KIND], object))
    keys = {
        "source": frame["source"].to_numpy(),
        "day": frame["date"].to_numpy().astype("datetime64[D]").astype(np.int64),
        "channel": nothing - 1 if channels is None else channels.codes.to_numpy(),
        "kind": kinds,
    }
    paid = (frame["spend"].fillna(0) > 0).to_numpy() if "spend" in frame else nothing
    table = pd.DataFrame({**keys, "paid": paid.astype(np.int64)}).groupby(list(keys), sort=False)["paid"]
    found = table.agg(["size", "sum"]).reset_index()
    names = _objects([*(channels.categories if channels is not None else ()), None])
    return Outline(
        found["source"].to_numpy(np.int64), found["day"].to_numpy(np.int64).astype("datetime64[D]"),
        names[found["channel"].to_numpy()], _objects([*named, AD_KIND])[found["kind"].to_numpy()],
        found["size"].to_numpy(np.int64), found["sum"].to_numpy(np.int64),
    )  # fmt: skip


def _objects(values: Any) -> npt.NDArray[np.object_]:
    if isinstance(values, np.ndarray) and values.dtype == object:
        return values
    array = np.empty(len(values), object)
    array[:] = list(values)
    return array
