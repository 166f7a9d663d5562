"""Where LibreOffice and its user's profile are on each system, and how its programs are run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_WINDOWS = os.name == "nt"
_MAC = sys.platform == "darwin"
_PATIENCE = 180


@dataclass(frozen=True, slots=True)
class Office:
    """An installed LibreOffice.

    Attributes
    ----------
    program : Path
        The folder that holds soffice and unopkg.
    profile : Path
        The user's profile, which holds the folder `user`.
    """

    program: Path
    profile: Path

    def run(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run soffice or unopkg with this profile."""
        where = f"-env:UserInstallation={self.profile.absolute().as_uri()}"
        command: Sequence[str] = (str(self._executable(name)), where, *arguments)
        if name == "unopkg" and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("unshare"):
            command = ("unshare", "-U", *command)  # it refuses to change a user's profile as root
        return subprocess.run(
            command, env=_environment(), capture_output=True, text=True, errors="replace", timeout=_PATIENCE,
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip

    def _executable(self, name: str) -> Path:
        """On Windows the twin that waits and prints."""
        return self.program / (f"{name}.com" if _WINDOWS else name)

    def version(self) -> tuple[int, ...]:
        """Its version, () where it does not tell."""
        found = re.search(r"(\d+(?:\.\d+)+)", self.run("soffice", "--version").stdout)
        return tuple(map(int, found[1].split("."))) if found else ()

    def speaks_python(self) -> bool:
        """Whether its bridge to Python is installed; some distributions pack it apart."""
        return any(
            (folder / "pythonloader.py").is_file() for folder in (self.program, self.program.parent / "Resources")
        )

    @property
    def lock(self) -> Path:
        """The file that is there while an office runs with this profile."""
        return self.profile / ".lock"

    @property
    def user(self) -> Path:
        """The folder of the profile that programs may write to."""
        return self.profile / "user"


def _environment() -> dict[str, str]:
    """A virtual environment's python3 first on the PATH, or its variables, would break the office's own Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    own = Path(sys.prefix).resolve()
    folders = kept.get("PATH", "").split(os.pathsep)
    kept["PATH"] = os.pathsep.join(each for each in folders if not _within(each, own))
    return kept


def _within(folder: str, parent: Path) -> bool:
    return sys.prefix != sys.base_prefix and Path(folder).resolve().is_relative_to(parent)


def find() -> Office | None:
    """The LibreOffice of this computer, and this user's profile; None where there is none."""
    program = next((folder for folder in _programs() if _holds_soffice(folder)), None)
    return None if program is None else Office(program, _profile())


def _holds_soffice(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("soffice", "soffice.com"))


def _programs() -> Iterator[Path]:
    told = os.environ.get("KPI_LIBREOFFICE")
    if told:
        yield Path(told)
        return
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            yield Path(found).resolve().parent
    if _WINDOWS:
        for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"):
            if variable in os.environ:
                yield Path(os.environ[variable]) / "LibreOffice" / "program"
    elif _MAC:
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield folder / "LibreOffice.app" / "Contents" / "MacOS"
    else:
        for library in ("/usr/lib", "/usr/lib64"):
            yield Path(library) / "libreoffice" / "program"
        yield from sorted(Path("/opt").glob("libreoffice*/program"), reverse=True)


def _profile() -> Path:
    if _WINDOWS:
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "LibreOffice" / "4"
    if _MAC:
        return Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "libreoffice" / "4"
