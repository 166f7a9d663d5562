"""The parts of an archive, unpacked to their true end.

`zipfile` stops at the size that the archive's directory declares; the Rust reader goes on while there is anything to
unpack. A part that goes on behind its declared size would so be scanned in one form and read in another.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from kpi_core.errors import SourceError

_HEAD, _PACKED = 30, 1 << 16
_SMALL = 8 << 20
_END = 22


class Part:
    """One member of an archive, opened for reading; `read` gives b"" at its end, once the end is found to be true."""

    def __init__(self, stream: IO[bytes], member: zipfile.ZipInfo, file: str) -> None:
        self._stream, self._member, self._file = stream, member, file
        stream.seek(member.header_offset)
        head = stream.read(_HEAD)
        if len(head) < _HEAD or head[:4] != b"PK\3\4":
            raise self._broken()
        stream.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
        self._packed_left = member.compress_size
        self._inflater = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
        if self._inflater is None and member.compress_type != zipfile.ZIP_STORED:
            raise self._broken()
        self._size = self._sum = 0
        self._ended = False

    def read(self, size: int) -> bytes:
        """The next bytes, `size` of them but at the end."""
        pieces, wanted = [], size
        while wanted and not self._ended:
            piece = self._next(wanted)
            self._size += len(piece)
            self._sum = zlib.crc32(piece, self._sum)
            if self._size > self._member.file_size:
                raise SourceError("source_bomb", path=self._file)
            pieces.append(piece)
            wanted -= len(piece)
        return b"".join(pieces)

    def _next(self, size: int) -> bytes:
        inflater = self._inflater
        raw = (inflater.unconsumed_tail if inflater else b"") or self._stream.read(min(_PACKED, self._packed_left))
        if not (inflater and inflater.unconsumed_tail):
            self._packed_left -= len(raw)
        if inflater is None:
            # What is stored plainly may be read in pieces of our own choice.
            if not raw:
                self._end(self._packed_left == 0)
            return raw
        try:
            piece = inflater.decompress(raw, size)
        except zlib.error as failure:
            raise self._broken() from failure
        if inflater.eof:
            self._end(not inflater.unused_data and self._packed_left == 0, piece)
        elif not raw and not piece:
            raise self._broken()
        return piece

    def _end(self, whole: bool, last: bytes = b"") -> None:
        self._ended = True
        size, check = self._size + len(last), zlib.crc32(last, self._sum)
        if size > self._member.file_size:
            raise SourceError("source_bomb", path=self._file)
        if not whole or size != self._member.file_size or check != self._member.CRC:
            raise self._broken()

    def _broken(self) -> SourceError:
        return SourceError("source_broken", path=self._file)


class Archive:
    """A ZIP archive whose parts are read to their true end."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, stream: IO[bytes], file: str) -> None:
        self.path, self.file = path, file
        self._archive, self._stream = archive, stream

    def members(self) -> list[zipfile.ZipInfo]:
        """What the directory lists."""
        return self._archive.infolist()

    def open(self, name: str) -> Part:
        """A part from its beginning. Parts are read one at a time.

        Raises
        ------
        KeyError
            There is none of this name.
        """
        return Part(self._stream, self._archive.getinfo(name), self.file)

    def opener(self, name: str) -> Callable[[], Part | BytesIO]:
        """What opens a part time and again; a small one is unpacked only once."""
        if self._archive.getinfo(name).file_size > _SMALL:
            return lambda: self.open(name)
        content = self.open(name).read(_SMALL + 1)
        return lambda: BytesIO(content)

    def plain(self) -> bool:
        """Whether every reader of archives must see the same directory: it ends the file, without a comment.

        A second directory inside the comment of the first is read by some and passed over by others.
        """
        size = self._stream.seek(0, 2)
        self._stream.seek(max(0, size - _END))
        end = self._stream.read(_END)
        length, begin = int.from_bytes(end[12:16], "little"), int.from_bytes(end[16:20], "little")
        return (
            end[:4] == b"PK\5\6"
            and end[20:22] == b"\0\0"
            and end[4:8] == b"\0\0\0\0"
            and begin + length + _END == size
            and int.from_bytes(end[10:12], "little") == len(self.members())
        )


@contextmanager
def opened(path: Path, file: str) -> Iterator[Archive]:
    """The archive, closed afterwards."""
    with path.open("rb") as stream, zipfile.ZipFile(path) as archive:
        yield Archive(path, archive, stream, file)
