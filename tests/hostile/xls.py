"""A writer of old binary workbooks, just large enough to make hostile ones."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def record(kind: int, body: bytes = b"") -> bytes:
    """One record of the workbook's stream."""
    return struct.pack("<HH", kind, len(body)) + body


def number(row: int, column: int, value: float) -> bytes:
    """A cell with a number."""
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def error(row: int, column: int, code: int) -> bytes:
    """A cell with an error."""
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def boolean(row: int, column: int, value: bool) -> bytes:
    """A cell with a truth value."""
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, value, 0))


def formula(row: int, column: int, result: float | int) -> bytes:
    """A formula whose result is a number, or an error where that is an int."""
    kept = (
        struct.pack("<BBBBBBH", 2, 0, result, 0, 0, 0, 0xFFFF) if isinstance(result, int) else struct.pack("<d", result)
    )
    tokens = b"\x1e\x01\x00"
    return record(0x06, struct.pack("<HHH", row, column, 0) + kept + struct.pack("<HIH", 0, 0, len(tokens)) + tokens)


def stream(sheets: Sequence[tuple[str, bytes]], before: bytes = b"", version: int = 0x0600) -> bytes:
    """The workbook's stream."""
    wide = version == 0x0600
    begin = record(0x0809, struct.pack("<HHHHII", version, 5, 0, 0, 0, 0)[: 16 if wide else 8]) + before
    names = [
        bytes([len(name), 1]) + name.encode("utf-16-le") if wide else bytes([len(name)]) + name.encode("cp1251")
        for name, _ in sheets
    ]
    at = len(begin) + sum(4 + 6 + len(name) for name in names) + 4
    globals_, bodies = begin, b""
    for name, (_, cells) in zip(names, sheets, strict=True):
        globals_ += record(0x85, struct.pack("<IBB", at + len(bodies), 0, 0) + name)
        bodies += (
            record(0x0809, struct.pack("<HHHHII", version, 0x10, 0, 0, 0, 0)[: 16 if wide else 8])
            + cells
            + record(0x0A)
        )
    return globals_ + record(0x0A) + bodies


def write_xls(path: Path, content: bytes, name: str = "Workbook") -> Path:
    """A compound file with one stream."""
    content = content.ljust(4096, b"\0")
    sectors = -(-len(content) // _SECTOR)
    fat = [*range(1, sectors), _END, _END]  # the stream, then the directory
    fat_sectors = -(-(len(fat) + len(fat) // 127 + 1) // 128)
    fat += [_FAT] * fat_sectors
    fat += [_FREE] * (fat_sectors * 128 - len(fat))

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = (title + "\0").encode("utf-16-le")
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw), kind, 1, _FREE, _FREE, child)
            + b"\0" * 36
            + struct.pack("<III", start, size, 0)
        )

    directory = entry("Root Entry", 5, 1, _END, 0) + entry(name, 2, _FREE, 0, len(content))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, fat_sectors, sectors, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *([sectors + 1 + each for each in range(fat_sectors)] + [_FREE] * (109 - fat_sectors)))
    body = (
        content.ljust(sectors * _SECTOR, b"\0") + directory.ljust(_SECTOR, b"\0") + struct.pack(f"<{len(fat)}I", *fat)
    )
    path.write_bytes(head + body)
    return path
