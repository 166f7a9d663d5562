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
from typing import Protocol

from kpi_core.errors import SourceError
from kpi_core.sources.cells import Area, column_number, parse_area

MOST_CELLS = 60_000_000
"""The largest rectangle the reader is asked for: 24 bytes each before Python sees one."""
MOST_SPARSE, _SPARSE_FILLED = 16_000_000, 500_000
"""The same for a sheet of few cells, which a file of two kilobytes can spread over a million rows."""
MOST_FILLED = 30_000_000
"""The most cells of a workbook: some three gigabytes of memory."""
MOST_MERGED = 1_000_000
"""The most areas of merged cells of a sheet."""

_CHUNK, _LONGEST_CELL = 1 << 20, 8 << 20

# A cell that does not begin with a position up to column AZ and row 299,999, spelt as every program spells it.
# What lies within is at most 52 x 300,000 cells, under either limit; so one search vouches for nearly every sheet.
_NOT_NEAR = re.compile(rb'<c(?=[\s/>])(?! r="[Aa]?[A-Za-z](?:[0-9]{1,5}|[12][0-9]{5})")')
# The same up to row 1,049,999: under the limit of a sheet that is not sparse.
_NOT_LONG = re.compile(rb'<c(?=[\s/>])(?! r="[Aa]?[A-Za-z](?:[0-9]{1,6}|10[0-4][0-9]{4})")')
_NOT_PLAIN = re.compile(rb'<c(?=[\s/>])(?! r="[A-Za-z]{1,3}[0-9]{1,7}")')
_LETTERS = re.compile(rb'<c r="([A-Za-z]+)')
_ROW_NUMBER = re.compile(rb'<c r="[A-Za-z]+([0-9]+)"')
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_TYPE = re.compile(rb"\st\s*=\s*[\"'](\w+)[\"']")
_CELL = re.compile(rb'r="([A-Za-z]+)([0-9]+)"([^>]*)>')
_VALUE = re.compile(rb"<v(?:\s[^<>]*)?>([^<]+)<")
_FORMULA = re.compile(rb"<f(?:\s[^<>]*)?(?:/>|>([^<]*)<)")
_MERGED = re.compile(rb'<mergeCell\s+ref="([A-Za-z]{1,3}[0-9]{1,7}:[A-Za-z]{1,3}[0-9]{1,7})"')
_OUTLINE = re.compile(rb'<row(?=[^<>]* r="([0-9]{1,7})")[^<>]* outlineLevel="([1-7])"')
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml([^<>]*)\?>")
_OTHER_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?!utf-?8|us-ascii)", re.IGNORECASE)
KPI_CALL = re.compile(r"(?<![^\W_])KPI_\w+\s*\(", re.IGNORECASE)
"""A call of ours in a formula, also behind `_xldudf_` or the name of an add-in; a sheet called KPI_2026 is none."""


class Stream(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; b"" at the end."""


@dataclass(slots=True)
class SheetScan:
    """What one sheet holds beside values; cells are (row, column), counted from 1.

    Attributes
    ----------
    errors, uncached : dict
        Cells with an error value, and formulas without a value.
    kpi_calls : list
        Cells whose formula calls a function of ours.
    merged : list
        Areas of merged cells.
    levels : dict
        How deep in an outline a row lies, for rows deeper than 0.
    filled : int
        How many cells there are, or more.
    plain : bool
        Whether the reader must see the same cells: the sheet is written as every program writes it.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: dict[tuple[int, int], str] = field(default_factory=dict)
    kpi_calls: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)
    filled: int = 0
    plain: bool = False

    def note(self, row: int, column: int, kind: str, value: str | None, formula: str | None) -> None:
        """Take down what is remarkable about one cell."""
        if kind == "e":
            self.errors[row, column] = value or "#VALUE!"
        if formula is None:
            return
        if KPI_CALL.search(formula):
            self.kpi_calls.append((row, column))
        # An empty text is a value: Excel writes it as t="str" with nothing in it.
        if value is None and kind not in ("str", "e"):
            self.uncached[row, column] = "=" + formula

    def merge(self, area: Area | None) -> None:
        """Take down an area of merged cells; one cell alone is none."""
        if area and area[:2] != area[2:]:
            self.merged.append(area)


def scan_sheet(open_part: Callable[[], Stream], file: str, sheet: str) -> SheetScan:
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
        Its cells span a rectangle beyond `MOST_CELLS`, there are too many of them, one is longer than any real one,
        or the XML is not UTF-8.
    """
    for measure in (False, True):
        scan = _scan_plain(pieces(open_part, file), measure, file)
        if scan is not None:
            return scan
    from kpi_core.sources.exact import scan_exactly

    return scan_exactly(open_part, file, sheet)


def _scan_plain(chunks: Iterator[bytes], measure: bool, file: str) -> SheetScan | None:
    """The fast pass, or None where it cannot vouch for the extent: then the next, slower one has to."""
    scan = SheetScan(plain=True)
    letters: set[bytes] = set()
    last_row = 0
    near = not measure
    for chunk in chunks:
        near = near and not _NOT_NEAR.search(chunk)
        if not (near or _is_spelt(chunk, _NOT_PLAIN if measure else _NOT_LONG)) or not _is_plain(chunk):
            return None
        if measure:
            letters.update(_LETTERS.findall(chunk))
            last_row = max(last_row, _last_row(chunk))
        scan.filled += chunk.count(b"<c")
        check_count(scan.filled, file)
        _note_cells(chunk, scan)
        _note_layout(chunk, scan)
        check_count(len(scan.merged), file, MOST_MERGED)
    if not measure:
        return scan if near or scan.filled >= _SPARSE_FILLED else None
    width = max((column_number(name.decode()) for name in letters), default=0)
    return scan if width * last_row <= (MOST_SPARSE if scan.filled < _SPARSE_FILLED else MOST_CELLS) else None


def check_count(filled: int, file: str, most: int = MOST_FILLED) -> None:
    """Refuse a workbook whose cells would not fit into memory.

    Raises
    ------
    SourceError
        There are more than `most`.
    """
    if filled > most:
        raise SourceError("source_too_many_cells", path=file, count=most // 1_000_000)


def _is_spelt(chunk: bytes, wrong: re.Pattern[bytes]) -> bool:
    """Every cell names its position, first thing, between double quotes."""
    return not wrong.search(chunk)


def _is_plain(chunk: bytes) -> bool:
    """No attribute has single quotes, and no tag a prefix."""
    # One letter is looked for at the speed of memory, so the rare ones go first.
    if b"'" in chunk and b"='" in chunk:
        return False
    return b":c" not in chunk or not _PREFIXED.search(chunk)


def _last_row(chunk: bytes) -> int:
    return max(map(int, _ROW_NUMBER.findall(chunk)), default=0)


def _note_cells(chunk: bytes, scan: SheetScan) -> None:
    """Look at the cells that hold an error or a formula, each by itself: so no cell without an end costs more."""
    errors = b"e" in chunk and b't="e"' in chunk
    if not (_has_formulas(chunk) or errors):
        return
    for cell in chunk.split(b"<c ")[1:]:
        if b"<f" not in cell and b't="e"' not in cell:
            continue
        head = _CELL.match(cell)
        if head and cell[head.end() - 2 : head.end()] != b"/>":
            kind = _TYPE.search(head[3])
            value, formula = _VALUE.search(cell), _FORMULA.search(cell)
            scan.note(
                int(head[2]),
                column_number(head[1].decode()),
                kind[1].decode() if kind else "n",
                _text(value[1]) if value else None,
                _text(formula[1] or b"") if formula else None,
            )


def _note_layout(chunk: bytes, scan: SheetScan) -> None:
    """Merged cells, which stand behind all others, and rows that lie deeper in an outline."""
    if b"<mergeCell " in chunk:
        for found in _MERGED.findall(chunk):
            scan.merge(parse_area(found.decode()))
    if b' outlineLevel="' in chunk:
        scan.levels.update((int(row), int(level)) for row, level in _OUTLINE.findall(chunk))


def _has_formulas(chunk: bytes) -> bool:
    """Whether some formula deserves a look: a column of a million kept ones is passed over by counting."""
    if b"f" not in chunk or b"<f" not in chunk:
        return False
    whole = chunk.count(b"</f>")
    all_kept = whole == chunk.count(b"</f><v>") and b"</f><v></v>" not in chunk and b"/></c>" not in chunk
    return not all_kept or b"kpi_" in chunk.lower()


def _last_cell(data: bytes) -> int:
    """Where the last cell begins; the last tag, where that cell is complete or there is none."""
    begin = data.rfind(b"<c")
    if begin < 0 or data.rfind(b"</c>") > begin:
        return data.rfind(b"<")
    end = data.find(b">", begin)
    return data.rfind(b"<") if end > 0 and data[end - 1 : end] == b"/" else begin


def pieces(open_part: Callable[[], Stream], file: str) -> Iterator[bytes]:
    """The XML in pieces that never cut a cell."""
    stream = open_part()
    data = _opening(stream.read(_CHUNK), file)
    while data:
        cut = max(_last_cell(data), 0)
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
    declaration = _DECLARATION.match(data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")) or (
        declaration and _OTHER_ENCODING.search(declaration[1])
    ):
        raise SourceError("source_broken", path=file)
    if b"<!DOCTYPE" in data[:65536] or b"<!ENTITY" in data[:65536]:
        raise SourceError("source_doctype", path=file)
    return data[declaration.end() :] if declaration else data


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))
