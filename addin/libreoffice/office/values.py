"""Values on their way into cells: errors as the numbers Calc keeps them in, tables as UNO sequences."""

from __future__ import annotations

import struct
from typing import Any

import uno

# Calc carries an error as a NaN whose low half is the error's number.
NUMBERS = {
    "#NULL!": 521, "#DIV/0!": 532, "#VALUE!": 519, "#REF!": 524, "#NAME?": 525, "#NUM!": 503, "#N/A": 0x7FFF,
}  # fmt: skip
NAMES = {number: name for name, number in NUMBERS.items()}


def error(name: str) -> float:
    """An error value; one that Calc does not have is `#VALUE!`."""
    number = NUMBERS.get(name, NUMBERS["#VALUE!"])
    (found,) = struct.unpack("<d", struct.pack("<II", number, 0x7FF80000))
    return float(found)


def cell(value: Any) -> Any:
    """What the worker answers for one cell: a number, a text, or an error's name as bytes."""
    return error(value.decode("ascii")) if isinstance(value, bytes) else value


def result(answer: Any) -> Any:
    """An answer as a cell or an array takes it."""
    if not isinstance(answer, list):
        return cell(answer)
    return uno.Any("[][]any", tuple(tuple(map(cell, row)) for row in answer))
