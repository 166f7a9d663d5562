"""What a file is, by its first bytes, and the stamp its grids carry."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from kpi_core.errors import SourceError, nearest

Kind = Literal["xlsx", "ods", "xls", "parquet", "sqlite", "text", "html", "spreadsheetml"]

_ZIP, _OLE, _PARQUET, _SQLITE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1", b"SQLite format 3\0"
# An encrypted workbook is an OLE file that holds this stream; its name stands in the directory as UTF-16.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_OLE = 256 << 20
_SPREADSHEET_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


class Stamp(NamedTuple):
    """What every grid of a file carries of the file."""

    file: str
    sha256: str
    modified: datetime


def stamp(path: Path, shown_as: str | None = None) -> Stamp:
    """The file's name as shown, its hash and the time it was saved."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Stamp(shown_as or path.name, digest, datetime.fromtimestamp(path.stat().st_mtime))


def kind_of(path: Path) -> Kind:
    """Which reader takes the file.

    Raises
    ------
    SourceError
        It is empty, encrypted, a broken archive, or an archive or document that holds no table.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head.strip(b"\xef\xbb\xbf\r\n\t "):
        raise SourceError("source_empty", path=path.name)
    if head.startswith(_OLE):
        return _kind_of_ole(path)
    if head.startswith(_ZIP):
        return _kind_of_zip(path)
    if head.startswith(_PARQUET):
        return "parquet"
    if head.startswith(_SQLITE):
        return "sqlite"
    return _kind_of_text(path, head)


def _kind_of_ole(path: Path) -> Kind:
    if path.stat().st_size > _MOST_OLE:
        raise SourceError("source_bomb", path=path.name)
    if _ENCRYPTED in path.read_bytes():
        raise SourceError("source_password", path=path.name)
    return "xls"


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            mimetype = archive.open("mimetype").read(200) if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as failure:
        raise SourceError("source_broken", path=path.name) from failure
    if mimetype.startswith(_SPREADSHEET_ODS):
        return "ods"
    folded = {name.casefold().replace("\\", "/") for name in names}
    if "xl/workbook.bin" in folded:
        raise SourceError("source_xlsb", path=path.name)
    if any(name.startswith("xl/") for name in folded):
        return "xlsx"
    raise SourceError("source_not_table", path=path.name)


def _kind_of_text(path: Path, head: bytes) -> Kind:
    # UTF-16 is told apart later; here its Latin letters are enough.
    text = head.replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf\r\n\t ").lower()
    if text.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        return "spreadsheetml"
    if text.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style", b"<body", b"<div")):
        return "html"
    if text.startswith((b"<?xml", b"<!--")) and (b"<html" in text or b"<table" in text):
        return "html"
    if text.startswith((b"<?xml", b"<!doctype")):
        raise SourceError("source_html", path=path.name)
    if text.startswith((b"%pdf", b"{\\rtf", b"rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x89png", b"\xd8\xff")):
        raise SourceError("source_not_table", path=path.name)
    return "text"


def missing(path: Path) -> SourceError:
    """The error for a file that is not there, with the near name of a file that is."""
    folder = path.parent
    try:
        near = nearest(path.name, (each.name for each in folder.iterdir()))
    except OSError:
        near = None
    if near and near != path.name:
        return SourceError("source_missing_near", path=path, near=near)
    return SourceError("source_missing", path=path)
