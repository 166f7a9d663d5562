"""What a batch remembers of each client, so that interrupted work goes on and nothing is made or sent twice.

It is kept in a hidden folder beside the clients, a file for each of them. While a batch is at a client it holds a lock
of the operating system, which goes with the process: a second batch over the same folder waits or takes another client.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import IO, Any

from kpi_core import __version__
from kpi_core.closing import closed_path
from kpi_core.errors import KpiError
from kpi_core.shipped import shipped
from kpi_core.sources.folder import listing

FOLDER = ".kpi-batch"
_FORMAT = 1
"""Of the entries: another one, and every report is made anew."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A report that was made.

    Attributes
    ----------
    fingerprint : str
        Of everything it was made from.
    output, digest : str
        Where it lies, and the SHA-256 of what was written.
    month, language : str
        Of what and in which language it is.
    line : mapping
        What the overview says of the client, as JSON.
    errors, warnings : int
        How many findings there were.
    failed_checks : list of str
        The findings of level error, for whoever has to approve.
    letter : mapping
        Subject and body, should it be sent.
    email : list of str
        To whom, by the settings.
    beside : list of str
        The logo and the folder of templates that the source names.
    sent : list of str
        To whom it has been sent.
    """

    fingerprint: str
    output: str
    digest: str
    month: str
    language: str
    line: dict[str, Any]
    errors: int
    warnings: int
    failed_checks: list[str] = field(default_factory=list)
    letter: dict[str, str] = field(default_factory=dict)
    email: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def is_whole(self) -> bool:
        """Whether the report still lies there as it was written."""
        try:
            return hashlib.sha256(Path(self.output).read_bytes()).hexdigest() == self.digest
        except OSError:
            return False

    def now_sent(self, to: tuple[str, ...]) -> Entry:
        """The entry once the report has been sent."""
        return replace(self, sent=sorted({*self.sent, *to}))


class Memory:
    """The entries of one folder or list.

    Where nothing can be written there, nothing is remembered: every run makes every report.
    """

    def __init__(self, place: Path) -> None:
        self._folder = (place if place.is_dir() else place.absolute().parent) / FOLDER
        try:
            self._folder.mkdir(exist_ok=True)
            self.kept = os.access(self._folder, os.W_OK)
        except OSError:
            self.kept = False

    def read(self, source: Path) -> Entry | None:
        """What is remembered of a source; a file that is broken or of another version is as good as none."""
        try:
            return Entry(**json.loads(self._file(source).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, source: Path, entry: Entry) -> None:
        """Remember."""
        from kpi_core.report.pdf import publish

        if self.kept:
            publish(json.dumps(asdict(entry), ensure_ascii=False, indent=1).encode(), self._file(source))

    def lock(self, source: Path) -> Lock | None:
        """The right to work on a source; None while another batch has it."""
        if not self.kept:
            return Lock(None)
        try:
            held = self._file(source).with_suffix(".lock").open("a")
        except OSError:
            return Lock(None)
        if _locked(held):
            return Lock(held)
        held.close()
        return None

    def _file(self, source: Path) -> Path:
        digest = hashlib.sha256(str(source.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:20]
        return self._folder / f"{digest}.json"


@dataclass(slots=True)
class Lock:
    """A lock that is held until it is released."""

    held: IO[str] | None

    def close(self) -> None:
        """Let others have it."""
        held, self.held = self.held, None
        if held is not None:
            held.close()


def _locked(file: IO[str]) -> bool:
    """Whether the lock could be had at once."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def fingerprint(source: Path, beside: Iterable[str], *asked: object) -> str:
    """Of everything a report is made from: files, their dates, what was asked, this version and its templates.

    Empty where that cannot be told, as of a database elsewhere: such a report is made every time.
    """
    digest = hashlib.sha256(repr((_FORMAT, __version__, _templates(), *asked)).encode())
    try:
        for path in (*_files(source), *(each for place in beside for each in _whole(Path(place)))):
            digest.update(f"\0{path.name}\0".encode("utf-8", "surrogateescape"))
            if path.is_file():
                # The day a file was saved decides whether its last month is over.
                digest.update(str(int(path.stat().st_mtime)).encode())
                with path.open("rb") as stream:
                    digest.update(hashlib.file_digest(stream, "sha256").digest())
    except (OSError, ValueError, KpiError, _UntoldError):
        return ""
    return digest.hexdigest()


class _UntoldError(Exception):
    """The source is nothing that can be read as files."""


def _files(source: Path) -> Iterator[Path]:
    yield closed_path(source)
    if source.suffix.casefold() == ".toml":
        yield from _of_config(source)
    else:
        yield from _data(source)


def _of_config(path: Path) -> Iterator[Path]:
    """A kpi.toml, those it extends, and the files of its sources."""
    from kpi_core.config import load_config

    above: Path | None = path
    while above is not None:
        yield above
        extends = tomllib.loads(above.read_text(encoding="utf-8-sig")).get("extends")
        above = above.parent / extends if extends else None
    for spec in load_config(path).sources:
        scheme, _, rest = spec.path.rpartition("://")
        if scheme not in ("", "sqlite"):
            raise _UntoldError
        yield from _data(Path(rest.removeprefix("/") if scheme and os.name == "nt" else rest))


def _data(path: Path) -> Iterator[Path]:
    """The files of a folder; those that were passed over are told in the report, so they count as well."""
    if path.is_dir():
        held = listing(path)
        yield from sorted((*held.files, *held.skipped))
    else:
        yield path


def _whole(path: Path) -> Iterator[Path]:
    yield from sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else (path,)


@cache
def _templates() -> str:
    digest = hashlib.sha256()
    for path in _whole(shipped("templates") / "monthly"):
        digest.update(path.read_bytes())
    return digest.hexdigest()
