"""Profiles: what the exports of one system look like, one declarative file each in `profiles/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from kpi_core.facts import TABLES
from kpi_core.folding import fold
from kpi_core.language import Text
from kpi_core.recognise.headers import Header, Match, parse_header
from kpi_core.snapshot import Vat

Outcome = Literal["won", "lost", "work", "sold", "test", "duplicate", "spam", "cancelled", "unpaid"]
EXCLUDING = ("test", "duplicate", "spam", "cancelled", "unpaid")


@dataclass(frozen=True, slots=True)
class Names:
    """Headers that mean one thing, in the order of preference; one that ends in `*` says how the header begins."""

    written: tuple[str, ...]

    def find(self, above: Sequence[Header]) -> list[int]:
        """The columns headed so, the preferred first."""
        found: list[int] = []
        for name in self.written:
            start = name.endswith("*")
            key = _key(name.rstrip("*"))
            for index, header in enumerate(above):
                same = header.full.startswith(key) if start else key in (header.key, header.full)
                if header.text and same and index not in found:
                    found.append(index)
        return found


@cache
def _key(name: str) -> str:
    header = parse_header(name)
    return header.full if header.unit else header.key


def _names(text: str, mark: str = "|") -> Names:
    return Names(tuple(part.strip() for part in text.split(mark) if part.strip()))


@dataclass(frozen=True)
class ChannelRule:
    """Where the channel of a row stands: the first of these that says something.

    A campaign speaks where the channels table knows it; `source` with `medium` are utm marks, `system` is what the
    system itself writes, `named` what a person wrote, `constant` the channel of the whole file (a key of
    channels.toml).
    """

    constant: str = ""
    source: Names = Names(())
    medium: Names = Names(())
    campaign: Names = Names(())
    system: Names = Names(())
    named: Names = Names(())
    campaign_alone: bool = False


@dataclass(frozen=True)
class Profile:
    """One kind of export of one system; the fields are the keys of its file, described in `docs/exports.md`."""

    name: str
    label: Text
    table: str
    headers: tuple[Names, ...]
    columns: Mapping[str, tuple[Names, ...]]
    absent: Names = Names(())
    marks: tuple[str, ...] = ()
    marks_needed: bool = False
    foot: str = ""
    micros: bool = False
    header_rows: int = 1
    never: tuple[str, ...] = ()
    channel: ChannelRule | None = None
    period: tuple[str, ...] = ()
    starts: Names = Names(())
    ends: Names = Names(())
    nth_day: Names = Names(())
    statuses: Mapping[str, Outcome] = field(default_factory=dict)
    sales: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    returns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blank_total: Names = Names(())
    checksum: Literal["each", "any"] = "each"
    rows: Literal["all", "total"] = "all"
    stacked: Literal["all", "one"] = "all"
    lines: tuple[str, ...] = ()
    currency: Names = Names(())
    returning: Names = Names(())
    decimal: Literal["", ".", ",", "header"] = ""
    vat: Vat | None = None
    ask: tuple[str, ...] = ()

    def score(self, above: Sequence[Header], preamble: Sequence[str]) -> int:
        """How well a header row and what stands above it speak for this profile; 0 where they do not."""
        if not all(names.find(above) for names in self.headers) or self.absent.find(above):
            return 0
        marks = len(self.marks_in(preamble))
        return 0 if self.marks_needed and not marks else len(self.headers) + 3 * marks

    def marks_in(self, preamble: Sequence[str]) -> list[str]:
        """The marks of the system that stand above the header."""
        cells = [fold(cell) for cell in preamble]
        seen = {fold(mark): mark for mark in self.marks if any(cell.startswith(fold(mark)) for cell in cells)}
        return list(seen.values())

    def why(self, above: Sequence[Header], preamble: Sequence[str]) -> list[str]:
        """What it was recognised by, as it stands in the file."""
        return [*self.marks_in(preamble), *(above[names.find(above)[0]].text for names in self.headers)]

    def matches(self, above: Sequence[Header]) -> tuple[dict[str, Match], dict[str, tuple[int, ...]]]:
        """Which column is which; and those that speak where the first is empty."""
        found: dict[str, Match] = {}
        also: dict[str, tuple[int, ...]] = {}
        for column, parts in self.columns.items():
            places = [indices[0] for names in parts if (indices := names.find(above))]
            if places:
                found[column] = Match(column, places[0], above[places[0]])
                also |= {column: tuple(places[1:])} if len(places) > 1 else {}
        return found, also


@cache
def profiles() -> tuple[Profile, ...]:
    """All profiles, read once."""
    folder = resources.files("kpi_core.recognise.profiles")
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    return tuple(
        read_profile(each.name.removesuffix(".toml"), tomllib.loads(each.read_text("utf-8"))) for each in files
    )


def read_profile(name: str, data: Mapping[str, Any]) -> Profile:
    """One file as a profile.

    Raises
    ------
    ValueError
        A key, a column, a table or an outcome that is unknown: the file is part of the product, so its author sees it.
    """
    known = set(Profile.__dataclass_fields__) - {"name"}
    _refuse(name, set(data) - known)
    _refuse(name, {data["table"]} - set(TABLES))
    _refuse(name, set(data["columns"]) - set(TABLES[data["table"]].columns))
    values: dict[str, Any] = dict(data)
    values["label"] = Text(*data["label"])
    values["headers"] = tuple(map(_names, data["headers"]))
    values["columns"] = {
        column: tuple(_names(part) for part in text.split("+")) for column, text in data["columns"].items()
    }
    for key in ("absent", "starts", "ends", "nth_day", "blank_total", "currency", "returning"):
        values[key] = _names(data.get(key, ""))
    for key in ("marks", "never", "period", "lines", "ask"):
        values[key] = tuple(data.get(key, ()))
    values["statuses"] = _outcomes(name, data.get("statuses", {}))
    for key in ("sales", "returns"):
        values[key] = {header: _names(text).written for header, text in data.get(key, {}).items()}
    if "channel" in data:
        values["channel"] = _channel_rule(name, data["channel"])
    return Profile(name, **values)


def _outcomes(name: str, data: Mapping[str, str]) -> dict[str, Outcome]:
    _refuse(name, set(data) - set(get_args(Outcome)))
    return {
        fold(status): outcome  # type: ignore[misc]
        for outcome, text in data.items()
        for status in _names(text).written
    }


def _channel_rule(name: str, data: Mapping[str, Any]) -> ChannelRule:
    _refuse(name, set(data) - set(ChannelRule.__dataclass_fields__))
    plain = ("constant", "campaign_alone")
    values: dict[str, Any] = {key: value if key in plain else _names(value) for key, value in data.items()}
    return ChannelRule(**values)


def _refuse(name: str, unknown: set[str]) -> None:
    if unknown:
        raise ValueError(f"profiles/{name}.toml: unknown {', '.join(sorted(unknown))}")
