"""Our own objects as JSON and bare arrays, and back: a file format that runs nothing.

Only data classes (and few others) of the modules in `_HOMES` are ever made, with the very fields they have; anything
else in a file is refused. Sequences come back as tuples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np

from kpi_core.language import Text

_HOMES = ("snapshot", "brand", "errors", "spans", "lead_cohorts", "order_rows", "kept_tables", "kept_sources",
          "totals")  # fmt: skip
_PLAIN = "LeadCohorts"  # the one class that is no data class: numbers and arrays under their names
_TAG, _OF = "@", "of"


class CodecError(ValueError):
    """What cannot be written, or was never written by us."""


def encode(value: Any, arrays: dict[str, np.ndarray[Any, Any]]) -> Any:
    """The value as JSON has it; arrays go into `arrays`, and only their names into the JSON."""
    if value is None or isinstance(value, bool | str) or type(value) in (int, float):
        return value
    if isinstance(value, np.ndarray):
        if value.dtype.hasobject:
            raise CodecError("an array of objects")
        name = f"a{len(arrays)}"
        arrays[name] = value
        return {_TAG: "array", _OF: name}
    if isinstance(value, datetime | date):
        return {_TAG: "datetime" if isinstance(value, datetime) else "date", _OF: value.isoformat()}
    if isinstance(value, Fraction):
        return {_TAG: "fraction", _OF: str(value)}
    if type(value).__name__ == "Period":
        return {_TAG: "period", _OF: list(value)}
    if isinstance(value, Text):
        return {_TAG: "text", _OF: list(value)}
    if isinstance(value, list | tuple):
        return [encode(each, arrays) for each in value]
    if isinstance(value, Mapping):
        return {_TAG: "mapping", _OF: [[encode(key, arrays), encode(each, arrays)] for key, each in value.items()]}
    return _encoded(value, arrays)


def _encoded(value: Any, arrays: dict[str, np.ndarray[Any, Any]]) -> Any:
    if isinstance(value, np.generic):
        return encode(value.item(), arrays)
    kind = type(value)
    home = kind.__module__.removeprefix("kpi_core.")
    if home not in _HOMES or not _may_be_made(kind):
        raise CodecError(f"no word for {kind.__name__}")
    state = {name: encode(getattr(value, name), arrays) for name in _fields(kind) or vars(value)}
    return {_TAG: f"{home}.{kind.__name__}", _OF: state}


def _may_be_made(kind: Any) -> bool:
    from kpi_core.errors import KpiError

    return isinstance(kind, type) and (is_dataclass(kind) or kind.__name__ == _PLAIN or issubclass(kind, KpiError))


def _fields(kind: Any) -> list[str]:
    """The fields that make up an object; what it has only remembered is none of them. Empty: whatever it has."""
    if is_dataclass(kind):
        return [field.name for field in fields(kind) if not field.name.startswith("_")]
    return ["code", "params"] if issubclass(kind, Exception) else []


def decode(tree: Any, arrays: Mapping[str, np.ndarray[Any, Any]]) -> Any:
    """What `encode` was given.

    Raises
    ------
    CodecError
        The tree is none of ours.
    """
    if isinstance(tree, list):
        return tuple(decode(each, arrays) for each in tree)
    if not isinstance(tree, dict):
        return tree
    if tree.keys() != {_TAG, _OF}:
        raise CodecError("an object without a tag")
    tag, of = tree[_TAG], tree[_OF]
    if tag in _SIMPLE:
        return _SIMPLE[tag](of, arrays)
    home, _, name = str(tag).partition(".")
    if home not in _HOMES:
        raise CodecError(f"unknown tag {tag!r}")
    kind = getattr(import_module(f"kpi_core.{home}"), name, None)
    if kind is None or kind.__module__ != f"kpi_core.{home}" or not _may_be_made(kind):
        raise CodecError(f"unknown tag {tag!r}")
    return _made(kind, {name: decode(each, arrays) for name, each in of.items()})


def _made(kind: Any, state: dict[str, Any]) -> Any:
    if _fields(kind) and state.keys() != set(_fields(kind)):
        raise CodecError(f"other fields of {kind.__name__}")
    if issubclass(kind, Exception):
        return kind(state["code"], **state["params"])
    if kind.__name__ != _PLAIN:
        return kind(**state)
    found = kind.__new__(kind)
    for name, each in state.items():
        setattr(found, name, each)
    return found


def _period(of: Any, _: Any) -> Any:
    from kpi_core.periods import Period

    first, last = map(int, of)
    return Period(first, last)


_SIMPLE: dict[str, Any] = {
    "array": lambda of, arrays: arrays[of],
    "date": lambda of, _: date.fromisoformat(of),
    "datetime": lambda of, _: datetime.fromisoformat(of),
    "fraction": lambda of, _: Fraction(of),
    "period": _period,
    "text": lambda of, _: Text(*map(str, of)),
    "mapping": lambda of, arrays: {decode(key, arrays): decode(each, arrays) for key, each in of},
}
