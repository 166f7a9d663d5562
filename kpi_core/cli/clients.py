"""Whom `kpi batch` makes reports for: the clients of a folder or a list, their names, and where their reports go."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from kpi_core.cli.report import slug
from kpi_core.errors import KpiError, SourceError, UsageError, nearest
from kpi_core.language import Language
from kpi_core.periods import Period
from kpi_core.sources.folder import CONFIG_NAME, listing

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".ods", ".xls"})
_LIST_SUFFIXES = frozenset({".txt", ".list", ".lst", ""})
PLACEHOLDERS = ("client", "month", "folder", "lang")
STANDARD = "{folder}/{client}-{month}"


@dataclass(frozen=True, slots=True)
class Client:
    """One report to be made.

    Attributes
    ----------
    source : Path
        A workbook, a folder or a kpi.toml.
    name : str
        What it is called: its company, else its file or folder; no two of a batch are alike.
    """

    source: Path
    name: str

    @property
    def folder(self) -> Path:
        """Where `kpi report` would write: beside a file, a kpi.toml, or a folder of files."""
        return self.source.parent


class Found(NamedTuple):
    """The clients, and what was passed over."""

    clients: tuple[Client, ...]
    skipped: tuple[Path, ...]


def find_clients(place: Path) -> Found:
    """The clients of a folder or of a list.

    In a folder every workbook is a client, and so is every subfolder: by its kpi.toml, else with all its files
    together. A subfolder that holds folders only is looked into. The folder's own kpi.toml is a client where it names
    sources; without any it is what the others extend.

    Raises
    ------
    SourceError
        `batch_missing`, `batch_nobody`.
    UsageError
        `batch_no_list`: a workbook or kpi.toml is one client.
    """
    if place.is_dir():
        sources, skipped = _of_folder(place)
    elif not place.exists():
        raise SourceError("batch_missing", path=place)
    elif place.suffix.casefold() in _LIST_SUFFIXES:
        sources, skipped = list(_of_list(place)), []
    else:
        raise UsageError("batch_no_list", path=place)
    if not sources:
        raise SourceError("batch_nobody", path=place)
    return Found(told_apart([Client(source, _name(source)) for source in dict.fromkeys(sources)]), tuple(skipped))


def _of_folder(folder: Path) -> tuple[list[Path], list[Path]]:
    held = listing(folder)
    sources = [held.config] if held.config and _names_sources(held.config) else []
    sources += [path for path in held.files if path.suffix.casefold() in WORKBOOKS]
    skipped = [path for path in held.files if path.suffix.casefold() not in WORKBOOKS]
    inner, links = _subfolders(folder)
    for path in inner:
        more, passed = _of_subfolder(path)
        sources += more
        skipped += passed
    return sources, skipped + links


def _of_subfolder(folder: Path) -> tuple[list[Path], list[Path]]:
    """A client, or a folder of such folders; one that cannot be looked into is a client who shall be told."""
    try:
        held = listing(folder)
    except OSError:
        return [folder], []
    if held.config:
        return [held.config], []
    if held.files:
        return [folder], []
    inner, links = _subfolders(folder)
    found = [_of_subfolder(path) for path in inner]
    passed = [path for _, paths in found for path in paths]
    return [source for sources, _ in found for source in sources], passed + links


def _subfolders(folder: Path) -> tuple[list[Path], list[Path]]:
    """In the order of their names, without hidden ones; links apart, for one may lead in a circle."""
    inner = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "~")))
    return [path for path in inner if not path.is_symlink()], [path for path in inner if path.is_symlink()]


def _names_sources(config: Path) -> bool:
    """Whether a kpi.toml is a client's own. One that cannot be read is: its client shall be told."""
    from kpi_core.config import load_config

    try:
        return bool(load_config(config).sources)
    except KpiError:
        return True


def _of_list(path: Path) -> Iterator[Path]:
    """A source a line, relative to the list; blank lines and those that begin with # say nothing."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The editor of a Russian Windows.
        text = content.decode("cp1251", errors="replace")
    if "\0" in text:
        raise UsageError("batch_no_list", path=path)
    for line in text.splitlines():
        if (entry := line.strip().strip('"')) and not entry.startswith("#"):
            source = path.parent / Path(entry).expanduser()
            yield source / CONFIG_NAME if (source / CONFIG_NAME).is_file() else source


def _name(source: Path) -> str:
    """The company of a kpi.toml, else the name of its folder; of anything else its own."""
    if source.suffix.casefold() != ".toml":
        return source.resolve().name if source.is_dir() else source.stem
    from kpi_core.config import load_config

    try:
        company = load_config(source).settings.company
    except KpiError:
        company = ""
    return slug(company) or slug(source.resolve().parent.name) or "report"


def told_apart(clients: Sequence[Client]) -> tuple[Client, ...]:
    """No two names alike, as a file system sees them: those that are get their file's and folder's name, else a number.

    Examples
    --------
    >>> same = [Client(Path("north/shop.xlsx"), "shop"), Client(Path("south/shop.xlsx"), "Shop")]
    >>> [client.name for client in told_apart(same)]
    ['shop-north', 'Shop-south']
    """
    alike = Counter(_folded(client.name) for client in clients)
    named = [replace(client, name=_longer(client)) if alike[_folded(client.name)] > 1 else client for client in clients]
    taken: set[str] = set()
    result = []
    for client in named:
        name, number = client.name, 1
        while _folded(name) in taken:
            number += 1
            name = f"{client.name}-{number}"
        taken.add(_folded(name))
        result.append(replace(client, name=name))
    return tuple(result)


def _longer(client: Client) -> str:
    beside = slug(client.source.resolve().parent.name)
    return f"{client.name}-{beside}" if beside and _folded(beside) != _folded(client.name) else client.name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def check_pattern(pattern: str, clients: Sequence[Client]) -> None:
    """Refuse a pattern that cannot name the reports of all the clients.

    Raises
    ------
    UsageError
        `batch_placeholder_near`, `batch_placeholder`, `batch_pattern` for stray braces, `batch_one_name` where all
        clients would get the same file.
    """
    try:
        parsed = [parts for parts in Formatter().parse(pattern) if parts[1] is not None]
    except ValueError:
        raise UsageError("batch_pattern", pattern=pattern) from None
    if any(form or conversion for _, _, form, conversion in parsed):
        raise UsageError("batch_pattern", pattern=pattern)
    names = [name or "" for _, name, _, _ in parsed]
    known = ["{" + name + "}" for name in PLACEHOLDERS]
    for name in names:
        if name in PLACEHOLDERS:
            continue
        near = nearest(name, PLACEHOLDERS)
        if near:
            raise UsageError("batch_placeholder_near", name="{" + name + "}", near="{" + near + "}")
        raise UsageError("batch_placeholder", name="{" + name + "}", known=known)
    if "client" not in names and len(clients) > 1:
        raise UsageError("batch_one_name", pattern=pattern)


def output_of(pattern: str, client: Client, month: Period, language: Language) -> Path:
    """Where the report of a client goes.

    Examples
    --------
    >>> from kpi_core.periods import month
    >>> output_of("{folder}/{client}-{month}.pdf", Client(Path("a/b.xlsx"), "b"), month(2026, 10), "en").as_posix()
    'a/b-2026-10.pdf'
    """
    filled = pattern.format(client=client.name, month=month, folder=client.folder, lang=language)
    path = Path(filled)
    return path.with_name(f"_{path.name}") if _RESERVED.match(path.name) else path


# Names that Windows keeps for devices, whatever their suffix.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def passed_over(paths: Iterable[Path], place: Path) -> list[str]:
    """What was passed over, as seen from the place that was named."""
    return [path.relative_to(place).as_posix() for path in paths]
