"""One pass over the XML of a sheet, before the Rust reader sees it.

The reader turns an error cell into an empty one, says nothing of formulas, and aborts the whole process where one
far cell asks for a rectangle of 17 billion. So the XML is scanned first: by counts and literals, at a few tenths of
a second a million rows, and cell by cell only where these find something to look at.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

from kpi_core.errors import SourceError
from kpi_core.sources.cells import column_number
from kpi_core.sources.grid import column_letter

MOST_CELLS = 60_000_000
"""The largest rectangle the reader is asked for: 24 bytes each before Python sees one."""

_CHUNK, _LONGEST_CELL = 1 << 20, 8 << 20

# A cell that does not begin with a position up to column AZ and row 1,049,999, spelt as every program spells it.
# What lies within is at most 52 x 1,050,000 cells, under the limit; so one search vouches for nearly every sheet.
_NOT_NEAR = re.compile(rb'<c(?=[\s/>])(?! r="[Aa]?[A-Za-z](?:[0-9]{1,6}|10[0-4][0-9]{4})")')
_NOT_PLAIN = re.compile(rb'<c(?=[\s/>])(?! r="[A-Za-z]{1,3}[0-9]{1,7}")')
_LETTERS = re.compile(rb'<c r="([A-Za-z]+)')
_ROW_NUMBER = re.compile(rb'<c r="[A-Za-z]+([0-9]+)"')
_SIX_DIGITS = re.compile(rb'<c r="[A-Za-z]+[0-9]{6}')
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_ERROR = re.compile(rb'<c r="([A-Za-z]+)([0-9]+)"[^>]*?\st="e"[^>]*>(.*?)</c>', re.DOTALL)
_FORMULA_CELL = re.compile(rb'<c r="([A-Za-z]+)([0-9]+)"([^>]*)>\s*(<f[\s/>].*?)</c>', re.DOTALL)
_TOKEN = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)/?>")
_POSITION = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)([0-9]*)[\"']")
_TYPE = re.compile(rb"\st\s*=\s*[\"'](\w+)[\"']")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?>([^<]+)<")
_CONTENT = re.compile(rb"<(?:[\w.-]+:)?(?:v|f|is)[\s/>]")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f(?:\s[^>]*?)?(?:/>|>([^<]*)<)")
KPI_CALL = re.compile(r"(?<![^\W_])KPI_\w+\s*\(", re.IGNORECASE)
"""A call of ours in a formula, also behind `_xldudf_` or the name of an add-in; a sheet called KPI_2026 is none."""


@dataclass(slots=True)
class SheetScan:
    """What one sheet holds beside values; cells are (row, column), counted from 1."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: dict[tuple[int, int], str] = field(default_factory=dict)
    kpi_calls: list[tuple[int, int]] = field(default_factory=list)

    def note(self, row: int, column: int, kind: bytes, body: bytes) -> None:
        """Take down what is remarkable about one cell."""
        value = _VALUE.search(body)
        if kind == b"e":
            self.errors[row, column] = _text(value[1]) if value else "#VALUE!"
        formula = _FORMULA.search(body)
        if not formula:
            return
        text = _text(formula[1] or b"")
        if KPI_CALL.search(text):
            self.kpi_calls.append((row, column))
        # An empty text is a value: Excel writes it as t="str" with nothing in it.
        if value is None and kind != b"str":
            self.uncached[row, column] = "=" + text


def scan_sheet(open_part: Callable[[], IO[bytes]], file: str, sheet: str) -> SheetScan:
    """Errors, formulas and the true extent of one sheet.

    Parameters
    ----------
    open_part : callable
        Opens the sheet's XML; called again where a closer look is needed.
    file, sheet : str
        For the error.

    Raises
    ------
    SourceError
        Its cells span a rectangle beyond `MOST_CELLS`, one cell is longer than any real one, or the XML is not UTF-8.
    """
    for measure in (False, True):
        scan = _scan_plain(pieces(open_part, file), measure)
        if scan is not None:
            return scan
    return _scan_exact(pieces(open_part, file, _last_token), file, sheet)


def _scan_plain(chunks: Iterator[bytes], measure: bool) -> SheetScan | None:
    """The fast pass, or None where it cannot vouch for the extent: then the next, slower one has to."""
    scan = SheetScan()
    letters: set[bytes] = set()
    last_row = 0
    for chunk in chunks:
        if not _is_plain(chunk, _NOT_PLAIN if measure else _NOT_NEAR):
            return None
        if measure:
            letters.update(_LETTERS.findall(chunk))
            last_row = max(last_row, _last_row(chunk))
        _note_errors(chunk, scan)
        _note_formulas(chunk, scan)
    width = max((column_number(name.decode()) for name in letters), default=0)
    return scan if width * last_row <= MOST_CELLS else None


def _is_plain(chunk: bytes, wrong: re.Pattern[bytes]) -> bool:
    """Every cell names its position, first thing, between double quotes, and no tag has a prefix."""
    if wrong.search(chunk):
        return False
    # One letter is looked for at the speed of memory, so the rare ones go first.
    if b"'" in chunk and b"='" in chunk:
        return False
    return b":c" not in chunk or not _PREFIXED.search(chunk)


def _last_row(chunk: bytes) -> int:
    """The last row of a piece, or a number above it where that is enough to know."""
    if not _SIX_DIGITS.search(chunk):
        return 99_999
    return max(map(int, _ROW_NUMBER.findall(chunk)), default=0)


def _note_errors(chunk: bytes, scan: SheetScan) -> None:
    if b"e" in chunk and b't="e"' in chunk:
        for letters, row, body in _ERROR.findall(chunk):
            scan.note(int(row), column_number(letters.decode()), b"e", body)


def _note_formulas(chunk: bytes, scan: SheetScan) -> None:
    if b"f" not in chunk or b"<f" not in chunk:
        return
    # A column of a million kept formulas is passed over by counting: each has its text, then its value.
    whole = chunk.count(b"</f>")
    all_kept = whole == chunk.count(b"</f><v>") and b"</f><v></v>" not in chunk and b"/></c>" not in chunk
    if all_kept and b"kpi_" not in chunk.lower():
        return
    for letters, row, attributes, body in _FORMULA_CELL.findall(chunk):
        kind = _TYPE.search(attributes)
        if kind is None or kind[1] != b"e":
            scan.note(int(row), column_number(letters.decode()), kind[1] if kind else b"n", body)


def _scan_exact(chunks: Iterator[bytes], file: str, sheet: str) -> SheetScan:
    """Cell by cell, as the reader counts: a row or cell without a position follows the one before it."""
    scan = SheetScan()
    row = column = width = height = 0
    farthest = (0, 0)
    for chunk in chunks:
        for token, body in tags(_TOKEN, chunk):
            position = _POSITION.search(token[2])
            if token[1] == b"row":
                row, column = int(position[2] or 0) if position else row + 1, 0
                continue
            column += 1
            at = row or 1, column
            if position and position[1]:
                at = int(position[2] or 0), column_number(position[1].decode())
                column = at[1]
            if token[0].endswith(b"/>") or not _CONTENT.search(body):
                continue
            if at[0] > height or at[1] > width:
                width, height, farthest = max(width, at[1]), max(height, at[0]), at
            kind = _TYPE.search(token[2])
            scan.note(*at, kind[1] if kind else b"n", body)
    if width * height > MOST_CELLS:
        place = f"{column_letter(farthest[1])}{farthest[0]}"
        raise SourceError("source_far_cell", path=file, sheet=sheet, cell=place)
    return scan


def tags(pattern: re.Pattern[bytes], chunk: bytes) -> Iterator[tuple[re.Match[bytes], bytes]]:
    """Each tag that the pattern finds, and what stands between it and the next one."""
    found = None
    for following in pattern.finditer(chunk):
        if found:
            yield found, chunk[found.end() : following.start()]
        found = following
    if found:
        yield found, chunk[found.end() :]


def _last_cell(data: bytes) -> int:
    """Where the last cell begins, or the last tag where there is none."""
    return data.rfind(b"<c") if b"<c" in data else data.rfind(b"<")


def _last_token(data: bytes) -> int:
    """Where the last cell or row begins, whatever the prefix of its tag."""
    return max((token.start() for token in _TOKEN.finditer(data)), default=data.rfind(b"<"))


def pieces(open_part: Callable[[], IO[bytes]], file: str, last: Callable[[bytes], int] = _last_cell) -> Iterator[bytes]:
    """The XML in pieces that never cut a cell."""
    with open_part() as stream:
        data = _opening(stream.read(_CHUNK), file)
        while data:
            cut = max(last(data), 0)
            if cut:
                yield data[:cut]
            more = stream.read(_CHUNK)
            if not more:
                yield data[cut:]
            elif len(data) - cut > _LONGEST_CELL:
                raise SourceError("source_bomb", path=file)
            data = data[cut:] + more if more else b""


def _opening(data: bytes, file: str) -> bytes:
    """The first piece without its XML declaration, which has quotes of its own."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        raise SourceError("source_broken", path=file)
    if b"<!DOCTYPE" in data[:65536] or b"<!ENTITY" in data[:65536]:
        raise SourceError("source_doctype", path=file)
    return re.sub(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>", b"", data)


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))
