"""What is refused before the Rust reader opens an archive: it aborts the process where Python would raise."""

from __future__ import annotations

import re
import zipfile

from kpi_core.errors import SourceError

_MOST_UNPACKED, _LARGE, _MOST_RATIO = 2 << 30, 50 << 20, 200
_CHUNK = 1 << 20
# Room for this many shared strings costs 24 MB: below it a wrong count does no harm.
_HARMLESS_COUNT = 1_000_000
_UNIQUE = re.compile(rb"uniqueCount\s*=\s*[\"'](\d+)")


def guard_archive(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse bombs, doubled names, DOCTYPE and a lying count of shared strings.

    Sheets are left to `scan_sheet`; every other part that the reader opens is unpacked here once, so that a
    declared size or checksum that lies is found as well.

    Raises
    ------
    SourceError
        With the reason.
    """
    members = archive.infolist()
    names = [member.filename.casefold().replace("\\", "/") for member in members]
    if len(set(names)) != len(names):
        raise SourceError("source_broken", path=file)
    if sum(member.file_size for member in members) > _MOST_UNPACKED or any(map(_is_bomb, members)):
        raise SourceError("source_bomb", path=file)
    if any(member.flag_bits & 1 for member in members):
        raise SourceError("source_password", path=file)
    for member, name in zip(members, names, strict=True):
        if name.endswith((".xml", ".rels")) and "/worksheets/sheet" not in name and name != "content.xml":
            _guard_part(archive, member, file)


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > _LARGE and member.file_size > _MOST_RATIO * max(1, member.compress_size)


def _guard_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> None:
    with archive.open(member) as stream:
        tail = b""
        while data := stream.read(_CHUNK):
            data = tail + data
            if b"<!D" in data and b"<!DOCTYPE" in data:
                raise SourceError("source_doctype", path=file)
            if b"uniqueCount" in data:
                for count in _UNIQUE.findall(data):
                    if int(count) > max(_HARMLESS_COUNT, member.file_size):
                        raise SourceError("source_strings_lie", path=file)
            tail = data[-64:]
