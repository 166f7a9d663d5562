"""Runs on the user's machine, out of the unpacked archive: puts the program into the user's folder, and the add-in
into Excel. No administrator, no network; only what the user may write is written."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from pathlib import Path

from kpi_core.errors import KpiError, OutputError
from kpi_core.language import current_language
from kpi_core.wording import say

_ADDIN_INSTALL = ["-m", "kpi_core", "addin", "install"]


def main() -> int:
    """Install, and tell what happens; returns the exit code."""
    if not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    source = Path(sys.prefix).parent
    target = Path(os.environ["LOCALAPPDATA"]) / "Programs" / "KPI"
    try:
        if source.resolve() != target.resolve():
            replace(source, target)
    except KpiError as error:
        sys.stdout.write(f"{error.message()}\n")
        return error.exit_code
    code = subprocess.run([str(target / "python" / "python.exe"), *_ADDIN_INSTALL]).returncode
    if code == 0:
        _tell("portable_installed")
        _tell("portable_command", command=target / "kpi.cmd")
    return code


def replace(source: Path, target: Path) -> None:
    """Copy the program beside its place, then into it: a former version works until the new one is whole.

    Raises
    ------
    OutputError
        The former version is in use, or the folder cannot be written.
    """
    new, old = target.with_name(f"{target.name}.new"), target.with_name(f"{target.name}.old")
    try:
        for rest in (new, old):
            shutil.rmtree(rest, ignore_errors=True)
        _tell("portable_copying", folder=target)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Contents only: the mark that a browser puts on what it downloads stays behind.
        shutil.copytree(source, new, copy_function=shutil.copyfile)
        _tell("portable_preparing")
        # One worker: of several, one once waited for the others for ever.
        compileall.compile_dir(new / "python" / "Lib", quiet=2, workers=1, stripdir=str(new), prependdir=str(target))
    except OSError as error:
        raise OutputError("portable_not_written", folder=target, why=error.strerror) from error
    try:
        if target.exists():
            target.rename(old)
        new.rename(target)
    except OSError as error:
        if old.exists() and not target.exists():
            old.rename(target)
        raise OutputError("portable_in_use", folder=target) from error
    shutil.rmtree(old, ignore_errors=True)


def _tell(code: str, **params: object) -> None:
    sys.stdout.write(f"{say(code, current_language(), **params)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
