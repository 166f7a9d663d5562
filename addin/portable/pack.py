"""Puts the archive together."""

from __future__ import annotations

import os
import tempfile
from importlib import metadata
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from addin.hosts import host
from addin.portable.pango import copy_pango
from addin.portable.scripts import scripts
from addin.portable.wheels import SITE, fetch, interpreter, unpack
from kpi_core.shipped import shipped

NAME = "KPI"
_ROOT = Path(__file__).resolve().parents[2]
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_SHIPPED = {"__pycache__", "_make"}


def pack(output: Path, downloads: Path, python: Path | None = None, pango: Path | None = None) -> Path:
    """Write the archive; the same input gives the same bytes, as far as Python's own compression does.

    Parameters
    ----------
    output : Path
        The archive to write; it is whole or not there.
    downloads : Path
        Where downloaded files are kept; with all of them there, nothing is fetched.
    python : Path, optional
        Python 3.11's embeddable package for 64-bit Windows; the pinned one unless given.
    pango : Path, optional
        The folder with Pango's DLLs; without it the archive makes no PDF.

    Returns
    -------
    Path
        `output`.

    Raises
    ------
    SourceError
        Something that goes into it cannot be had.
    """
    downloads.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / NAME
        assemble(root, downloads, python, pango)
        output.parent.mkdir(parents=True, exist_ok=True)
        aside = output.with_name(f".{output.name}.{os.getpid()}.part")
        try:
            _zip(root, aside)
            os.replace(aside, output)
        finally:
            aside.unlink(missing_ok=True)
    return output


def assemble(root: Path, downloads: Path, python: Path | None = None, pango: Path | None = None) -> None:
    """The folder that the archive holds."""
    home = root / "python"
    home.mkdir(parents=True)
    for name, content in interpreter(downloads, python).items():
        (home / name).write_bytes(content)
    for wheel in fetch(downloads):
        unpack(wheel, home)
    _copy_ourselves(home / SITE)
    for name, content in scripts().items():
        (root / name).write_bytes(content)
    if pango is not None:
        copy_pango(pango, home / "pango")
    host("excel").build(root)


def _copy_ourselves(site: Path) -> None:
    """This project as its wheel has it, whether it runs from a checkout or installed."""
    for package in ("kpi_core", "addin"):
        _copy(_ROOT / package, site / package)
    for name in ("templates", "sample_workbooks"):
        _copy(shipped(name), site / "kpi_core" / "_shipped" / name)
    ours = metadata.distribution("kpi-report")
    about = site / f"kpi_report-{ours.version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(ours.read_text("METADATA") or "", encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        if path.is_file() and not _NOT_SHIPPED & set(inside.parts):
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            (target / inside).write_bytes(path.read_bytes())


def _zip(root: Path, output: Path) -> None:
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                entry = ZipInfo(path.relative_to(root.parent).as_posix(), _EPOCH)
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes(), ZIP_DEFLATED)
