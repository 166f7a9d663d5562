"""The files behind a source, and whether they are still what they were."""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Seen:
    """A file by its size and the time it was saved; a folder by how many files it lists, and their names."""

    path: str
    size: int
    mark: int

    @property
    def name(self) -> str:
        """The last part of its path."""
        return Path(self.path).name

    def changed(self) -> bool:
        """Whether it is no longer the same. What cannot be seen from here (a drive of another machine) is not known."""
        try:
            return look(Path(self.path)) != self
        except FileNotFoundError:
            return Path(self.path).parent.is_dir()
        except OSError:
            return False


def seen(source: str | Path) -> tuple[Seen, ...]:
    """All files behind a source as they are now; a database on a server has none."""
    return tuple(look(path) for path in dict.fromkeys(_paths(Path(source))) if path.exists())


def look(path: Path) -> Seen:
    """A file or folder as it is now."""
    if path.is_dir():
        from kpi_core.sources.folder import listing

        names = "\n".join(file.name for file in listing(path).files)
        return Seen(str(path), names.count("\n") + bool(names), zlib.crc32(names.encode()))
    found = path.stat()
    return Seen(str(path), found.st_size, found.st_mtime_ns)


def _paths(source: Path) -> Iterator[Path]:
    source = source.absolute()
    if source.is_dir():
        from kpi_core.sources.folder import listing

        held = listing(source)
        if held.config:
            yield from _of_config(held.config)
        else:
            yield source
            yield from held.files
    elif source.suffix.casefold() == ".toml":
        yield from _of_config(source)
    else:
        yield source


def _of_config(path: Path) -> Iterator[Path]:
    from kpi_core.config import load_config

    sources = load_config(path).sources  # whatever is wrong with it is told here
    yield from _chain(path)
    for spec in sources:
        scheme, separator, rest = spec.path.partition("://")
        if not separator:
            yield from _paths(Path(spec.path))
        elif scheme in ("sqlite", "duckdb"):
            yield Path(unquote(rest.removeprefix("/")))


def _chain(path: Path) -> Iterator[Path]:
    """A kpi.toml and what it extends; that it is whole, and no circle, `load_config` has seen."""
    yield path
    above = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("extends")
    if above:
        yield from _chain((path.parent / above).resolve())
