"""What draws the PDF on Windows: the DLLs of Pango and of what it needs, out of a folder that the builder names."""

from __future__ import annotations

import shutil
from pathlib import Path

from kpi_core.errors import SourceError

# As WeasyPrint names them; MSYS2 and GTK put "lib" before them, GStreamer and vcpkg do not.
ROOTS = ("gobject-2.0-0", "pango-1.0-0", "pangoft2-1.0-0", "harfbuzz", "harfbuzz-subset", "fontconfig-1")
_FONTS = "etc/fonts"


def copy_pango(folder: Path, target: Path) -> list[str]:
    """Copy the DLLs and the settings of Fontconfig, laid out as they were: `bin` beside `etc`.

    Parameters
    ----------
    folder : Path
        Where the DLLs stand; other DLLs in it that these do not need are left.
    target : Path
        The new folder.

    Returns
    -------
    list of str
        The names of the files that were copied.

    Raises
    ------
    SourceError
        One of the libraries is not there.
    """
    libraries = {path.name.lower(): path for path in folder.glob("*.dll")}
    roots = {root: _library(root, libraries) for root in ROOTS}
    missing = [root for root, found in roots.items() if found is None]
    if missing:
        raise SourceError("portable_pango_incomplete", folder=folder, missing=missing)
    needed: set[str] = set()
    waiting = [name for name in roots.values() if name is not None]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += _imports(libraries[name], libraries)
    (target / "bin").mkdir(parents=True)
    for name in sorted(needed):
        shutil.copyfile(libraries[name], target / "bin" / libraries[name].name)
    if (folder.parent / _FONTS).is_dir():
        shutil.copytree(folder.parent / _FONTS, target / _FONTS)
    return sorted(needed)


def _library(root: str, libraries: dict[str, Path]) -> str | None:
    names = (f"{prefix}{root}{version}.dll" for prefix in ("lib", "") for version in ("", "-0"))
    return next((name for name in names if name in libraries), None)


def _imports(library: Path, libraries: dict[str, Path]) -> list[str]:
    """The DLLs of the folder whose names stand in this one: a few too many at worst, and none too few."""
    content = library.read_bytes().lower()
    return [name for name in libraries if name.encode() + b"\0" in content]
