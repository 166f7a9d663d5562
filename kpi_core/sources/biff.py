"""Old binary workbooks (.xls): the cells that hold an error, which the Rust reader shows as empty ones.

Only as much of the two formats as that takes: the compound file (a small file system inside the file, [MS-CFB]) to
find the stream of the workbook, and its records ([MS-XLS]), of which each names its kind and its length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kpi_core.errors import SourceError
from kpi_core.sources.cells import Area
from kpi_core.sources.exact import Extent
from kpi_core.sources.scan import SheetScan

_LAST_SECTOR = 0xFFFFFFFA
_BOF, _EOF, _BOUND_SHEET, _FILE_PASS, _FORMULA, _BOOL_ERROR, _CODE_PAGE = 0x0809, 0x0A, 0x85, 0x2F, 0x06, 0x0205, 0x42
_NUMBER, _RK, _LABEL, _LABEL_SST, _RSTRING, _MUL_RK = 0x0203, 0x027E, 0x0204, 0xFD, 0xD6, 0xBD
_CELLS = frozenset({_NUMBER, _RK, _LABEL, _LABEL_SST, _RSTRING, _FORMULA, _BOOL_ERROR})
_ROW, _MERGED, _XF = 0x0208, 0xE5, 0xE0
_TEXTS = frozenset({_LABEL, _LABEL_SST, _RSTRING})
_BIFF5, _BIFF8 = 0x0500, 0x0600
_WORKSHEET = 0
_ERRORS: Mapping[int, str] = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


class Record(NamedTuple):
    """One record: where it stands in the stream, its kind and its bytes."""

    at: int
    kind: int
    body: bytes


def scan_binary(path: Path, file: str) -> dict[str, SheetScan]:
    """What each sheet of an .xls holds beside values.

    Raises
    ------
    SourceError
        The file is broken or protected by a password, or it is older than Excel 97.
    """
    try:
        return _scan(_stream(path.read_bytes()), file)
    except (struct.error, ValueError, LookupError) as failure:
        raise SourceError("source_broken", path=file) from failure


def _scan(stream: bytes, file: str) -> dict[str, SheetScan]:
    names: dict[int, str] = {}
    scans: dict[str, SheetScan] = {}
    indents: list[int] = []
    first, version = struct.unpack_from("<HxxH", stream)
    if first & 0xFF != _BOF & 0xFF:
        raise ValueError
    encoding = "latin-1"
    if version not in (_BIFF5, _BIFF8):
        raise SourceError("source_xls_old", path=file)
    for record in _records(stream):
        if record.kind == _FILE_PASS:
            raise SourceError("source_password", path=file)
        if record.kind == _BOUND_SHEET:
            at, _, kind = struct.unpack_from("<IBB", record.body)
            if kind == _WORKSHEET:
                body = record.body[6:]
                names[at] = _short_text(body) if version == _BIFF8 else body[1 : 1 + body[0]].decode(encoding)
        elif record.kind == _XF:
            indents.append(record.body[8] & 0x0F if version == _BIFF8 and len(record.body) > 8 else 0)
        elif record.kind == _CODE_PAGE and version == _BIFF5:
            encoding = f"cp{struct.unpack_from('<H', record.body)[0]}"
        elif record.kind == _EOF:
            break
    for at, name in names.items():
        scans[name] = _scan_sheet(stream, at, file, name, indents)
    return scans


def _scan_sheet(stream: bytes, at: int, file: str, name: str, indents: Sequence[int]) -> SheetScan:
    scan, extent = SheetScan(), Extent(file, name)
    depth = 0
    labels: dict[int, dict[int, int]] = {}
    for record in _records(stream, at):
        if record.kind == _BOF:
            depth += 1
        elif record.kind == _EOF:
            depth -= 1
            if not depth:
                break
        elif depth == 1 and record.kind in _CELLS:
            row, column = struct.unpack_from("<HH", record.body)
            extent.take(row + 1, column + 1)
            form = struct.unpack_from("<H", record.body, 4)[0]
            if record.kind in _TEXTS and form < len(indents) and indents[form]:
                labels.setdefault(column, {})[row + 1] = indents[form]
            error = _error(record)
            if error is not None:
                scan.errors[row + 1, column + 1] = _ERRORS.get(error, "#VALUE!")
        elif depth == 1 and record.kind == _ROW:
            row, level = struct.unpack_from("<H10xB", record.body)
            if level & 7:
                scan.levels[row + 1] = level & 7
        elif depth == 1 and record.kind == _MERGED:
            for first, last, left, right in struct.iter_unpack("<4H", record.body[2 : 2 + 8 * record.body[0]]):
                scan.merge(Area(first + 1, left + 1, last + 1, right + 1))
        elif depth == 1 and record.kind == _MUL_RK:
            row, first = struct.unpack_from("<HH", record.body)
            count = (len(record.body) - 6) // 6
            extent.take(row + 1, first + max(count, 1), max(count, 1))
    scan.filled = extent.filled
    if labels and not scan.levels:
        scan.levels = labels[min(labels)]
    return scan


def _error(record: Record) -> int | None:
    """The error's number, where the cell holds one."""
    body = record.body
    if record.kind == _BOOL_ERROR and body[7]:
        return body[6]
    # The result of a formula is a number, unless its last two bytes are FF FF; then its first byte says what it is.
    if record.kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return body[8]
    return None


def _records(stream: bytes, at: int = 0) -> Iterator[Record]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if len(body) < length:
            raise ValueError
        yield Record(at, kind, body)
        at += 4 + length


def _short_text(body: bytes) -> str:
    length, wide = body[0], body[1] & 1
    return body[2 : 2 + 2 * length].decode("utf-16-le") if wide else body[2 : 2 + length].decode("latin-1")


def _stream(data: bytes) -> bytes:
    """The stream of the workbook out of the compound file."""
    sector_shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if sector_shift not in (9, 12) or mini_shift != 6:
        raise ValueError
    size = 1 << sector_shift
    first_directory, cutoff, first_mini = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    next_difat = struct.unpack_from("<I", data, 68)[0]
    fat_sectors = list(struct.unpack_from("<109I", data, 76))
    seen = set()
    while next_difat < _LAST_SECTOR and next_difat not in seen:
        seen.add(next_difat)
        more = struct.unpack(f"<{size // 4}I", _sector(data, next_difat, size))
        fat_sectors += more[:-1]
        next_difat = more[-1]
    fat: list[int] = []
    for sector in dict.fromkeys(sector for sector in fat_sectors if sector < _LAST_SECTOR):
        fat += struct.unpack(f"<{size // 4}I", _sector(data, sector, size))
    directory = b"".join(_sector(data, sector, size) for sector in _chain(fat, first_directory))
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    root_start = struct.unpack_from("<I", entries[0], 116)[0]
    for wanted in ("workbook", "book"):
        for entry in entries:
            length = min(struct.unpack_from("<H", entry, 64)[0], 64)
            if entry[66] == 2 and entry[: max(length - 2, 0)].decode("utf-16-le", "replace").casefold() == wanted:
                start, count = struct.unpack_from("<II", entry, 116)
                if count >= cutoff:
                    return b"".join(_sector(data, sector, size) for sector in _chain(fat, start))[:count]
                inner = b"".join(_sector(data, sector, size) for sector in _chain(fat, root_start))
                mini: list[int] = []
                for sector in _chain(fat, first_mini):
                    mini += struct.unpack(f"<{size // 4}I", _sector(data, sector, size))
                return b"".join(inner[each * 64 : each * 64 + 64] for each in _chain(mini, start))[:count]
    raise ValueError


def _sector(data: bytes, number: int, size: int) -> bytes:
    # The last sector of a file may be cut short; what is missing is taken as empty.
    return data[(number + 1) * size : (number + 2) * size].ljust(size, b"\0")


def _chain(table: list[int], first: int) -> Iterator[int]:
    """The numbers of a stream's sectors; a chain that bites its own tail is broken."""
    seen: set[int] = set()
    while first < _LAST_SECTOR:
        if first in seen or first >= len(table):
            raise ValueError
        seen.add(first)
        yield first
        first = table[first]
