"""What is refused before the Rust reader opens an archive: it aborts the process where Python would raise.

What is neither refused nor proved harmless is read in a process of its own, see `kpi_core.sources.book`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kpi_core.errors import SourceError
from kpi_core.sources.parts import Archive

_MOST_UNPACKED, _LARGE, _MOST_RATIO = 2 << 30, 50 << 20, 200
_MOST_MEMBERS = 20_000
_CHUNK = 1 << 20
# Room for this many shared strings costs 24 MB: below it a wrong count does no harm.
_HARMLESS_COUNT = 1_000_000
_UNIQUE = re.compile(rb"uniqueCount\s*=\s*[\"']\s*(\d+)")
_SHEET = "/worksheets/sheet"


class Guarded(NamedTuple):
    """What is known of an archive that was let in.

    Attributes
    ----------
    plain : bool
        Whether every reader of archives must see the same parts.
    longest : int
        Bytes of its longest shared string, or more: the reader copies a string for each cell that shows it.
    """

    plain: bool
    longest: int


def guard_archive(archive: Archive) -> Guarded:
    """Refuse bombs, doubled names, names outside the archive, DOCTYPE and a lying count of shared strings.

    Sheets are left to `scan_sheet`; every other part that the reader opens is unpacked here once, so that a
    declared size or checksum that lies is found as well.

    Raises
    ------
    SourceError
        With the reason.
    """
    file, members = archive.file, archive.members()
    names = [member.filename.casefold().replace("\\", "/") for member in members]
    if len(set(names)) != len(names) or len(names) > _MOST_MEMBERS or any(map(_leads_out, names)):
        raise SourceError("source_broken", path=file)
    if sum(member.file_size for member in members) > _MOST_UNPACKED or any(
        member.file_size > _LARGE and member.file_size > _MOST_RATIO * max(1, member.compress_size)
        for member in members
    ):
        raise SourceError("source_bomb", path=file)
    if any(member.flag_bits & 1 for member in members):
        raise SourceError("source_password", path=file)
    longest = 0
    for member, name in zip(members, names, strict=True):
        if name.endswith((".xml", ".rels")) and _SHEET not in name and name != "content.xml":
            longest = max(longest, _guard_part(archive, member.filename, name.endswith("sharedstrings.xml")))
    # A reader that fails with one format may try the other: both in one archive is nobody's habit.
    other = "xl/workbook.bin" in names or ("content.xml" in names and "xl/workbook.xml" in names)
    return Guarded(archive.plain() and all(map(str.isascii, names)) and not other, longest)


def _leads_out(name: str) -> bool:
    """A name such as `../../x`, which would land outside the folder where such an archive is unpacked."""
    return name.startswith("/") or ":" in name or ".." in name.split("/") or "\0" in name


def _guard_part(archive: Archive, name: str, strings: bool) -> int:
    """Look through one part; the bytes of its longest shared string, if it holds these."""
    stream = archive.open(name)
    tail = b""
    gap = longest = held = declared = 0
    while data := stream.read(_CHUNK):
        if strings:
            gaps = [len(piece) for piece in data.split(b"si>")]
            held += len(gaps) - 1
            gaps[0] += gap
            longest, gap = max(longest, *gaps), gaps[-1]
        if not tail and data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
            raise SourceError("source_broken", path=archive.file)
        data = tail + data
        if b"<!D" in data and b"<!DOCTYPE" in data:
            raise SourceError("source_doctype", path=archive.file)
        if b"encryption-data" in data and name.casefold() == "meta-inf/manifest.xml":
            raise SourceError("source_password", path=archive.file)
        if b"uniqueCount" in data:
            declared = max(declared, *(int(count[:20]) for count in _UNIQUE.findall(data)), 0)
        tail = data[-64:]
    if declared > max(_HARMLESS_COUNT, held):
        raise SourceError("source_strings_lie", path=archive.file)
    return longest
