"""What every spreadsheet program has in common for us: an add-in to build, to install, to take away, and to look after.

A host is one class in a file of its own; `kpi addin` knows no more of it than this protocol.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Protocol, cast

from kpi_core.language import Language, current_language
from kpi_core.wording import say

Level = Literal["ok", "warning", "error"]

_MODULES = {"excel": "addin.vba.host", "libreoffice": "addin.libreoffice.host"}
HOSTS = tuple(_MODULES)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was done, or found by the doctor; `code` names its sentence, remedy included."""

    level: Level
    code: str
    params: dict[str, Any] = field(default_factory=dict, hash=False)

    def message(self, language: Language | None = None) -> str:
        """The sentence, on one line."""
        return say(self.code, language or current_language(), **self.params)


class Host(Protocol):
    """A spreadsheet program."""

    def build(self, folder: Path) -> Path:
        """Write the add-in into a folder, aside and then moved; the same input gives the same bytes."""

    def install(self) -> list[Said]:
        """Put a fresh build where the program loads it, write its settings, and tell what was done."""

    def uninstall(self) -> list[Said]:
        """Take away exactly what `install` put there."""

    def doctor(self) -> list[Said]:
        """Look at everything the add-in needs; each trouble comes with its remedy."""


def host(name: str) -> Host:
    """The host of one of the names in `HOSTS`."""
    return cast(Host, import_module(_MODULES[name]).HOST)
