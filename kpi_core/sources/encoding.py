"""The encoding of a text file: what its first bytes declare, else what its bytes can be."""

from __future__ import annotations

import codecs
import re

from kpi_core.errors import SourceError
from kpi_core.sources.spec import SourceSpec

# The BOM of UTF-32 begins with that of UTF-16, so it is tried first.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARABLE = frozenset({"utf-8", "windows-1251", "cp1251", "windows-1252", "iso-8859-1", "koi8-r", "utf-16"})
# Three Cyrillic letters of UTF-8 in a row would be in cp1251 «Р° or «С‚, three times over; so would № and €.
_UTF8_INSIDE = re.compile(rb"(?:[\xd0\xd1][\x80-\xbf]){3}|\xe2\x84\x96|\xe2\x82\xac|\xe2\x82\xbd")
# «о», «н», «О», «Н», «т» and № of UTF-8 end in these, which in cp1251 are letters of Serbian: quick to look for.
_NOT_RUSSIAN = (b"\xbe", b"\xbd", b"\x9e", b"\x9d", b"\x82", b"\x84\x96")
_SAMPLE = 1 << 16
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\ufffe\uffff]")


def decoded(data: bytes, spec: SourceSpec, file: str, declared: str | None = None) -> str:
    """The text: the encoding asked for, else BOM, else strict UTF-8, else what the file declares, else cp1251.

    Raises
    ------
    SourceError
        The bytes are not in the encoding, or in two encodings, or no text at all.
    """
    marked = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    chosen = spec.encoding or marked or _wide(data)
    if codecs_width(chosen or "utf-8", file) == 1 and b"\0" in data:
        raise SourceError("text_nul", path=file)
    try:
        return data.decode(chosen or "utf-8").removeprefix("\ufeff")
    except UnicodeError as failure:
        if chosen:
            raise SourceError("text_encoding", path=file, encoding=chosen) from failure
        at = failure.start if isinstance(failure, UnicodeDecodeError) else 0
    if declared and declared.lower() in _DECLARABLE - {"utf-8", "utf-16"}:
        fallback = declared
    elif any(map(data.__contains__, _NOT_RUSSIAN)) and _UTF8_INSIDE.search(data):
        # Read as cp1251 the lines in UTF-8 would become other words in silence, and so would be other channels.
        raise SourceError("text_mixed", path=file, row=data.count(b"\n", 0, at) + 1)
    else:
        fallback = "cp1251"
    try:
        return data.decode(fallback)
    except UnicodeError as failure:
        raise SourceError("text_encoding", path=file, encoding=fallback) from failure


def _wide(data: bytes) -> str | None:
    """UTF-16 without a BOM: digits and delimiters have a zero byte, always on the same side."""
    sample = data[: _SAMPLE & ~1]
    high, low = sample[1::2].count(0), sample[0::2].count(0)
    if max(high, low) * 20 < len(sample) or min(high, low):
        return None
    name = "utf-16-le" if high else "utf-16-be"
    try:
        text = data.decode(name)
    except UnicodeError:
        return None
    return (
        name if text.isprintable() or not re.search(r"[^\S\t\r\n \x0b\x0c\xa0\u2000-\u3000]|[\0-\x08]", text) else None
    )


def codecs_width(encoding: str, file: str) -> int:
    """Bytes of one Latin letter in the encoding.

    Raises
    ------
    SourceError
        There is no such encoding.
    """
    try:
        return len("aa".encode(encoding)) - len("a".encode(encoding))
    except (LookupError, TypeError, ValueError):
        raise SourceError("text_encoding_unknown", path=file, encoding=encoding) from None
