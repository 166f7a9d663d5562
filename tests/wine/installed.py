"""The archive on a Windows machine: packed from this checkout, installed as a user would, with an Excel using it."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addin.portable.pack import pack
from tests.wine.machine import DOWNLOADS, Machine, windows

# What a builder would name with --pango: the Windows wheel of GStreamer's libraries carries it, and is only used here.
_PANGO = "gstreamer-libs==1.28.8 --hash=sha256:1e7f9d04fdda109d08bedc381c1cda801f6bab4c7778f7eadafb027a6a0a9da4"
# A user whose folder has a space and Cyrillic letters, which Wine's own user has not.
HOME = "C:\\users\\Мария К"
LOCAL = f"{HOME}\\AppData\\Local"
PROGRAM = f"{LOCAL}\\Programs\\KPI"
_LAUNCHER = "C:\\launcher"


@dataclass
class Installed:
    """A Windows machine where the archive has been installed."""

    machine: Machine
    folder: Path
    said: str

    def settings(self) -> dict[str, str]:
        """What `kpi addin install` wrote for the VBA: paths that an ANSI program can take."""
        text = self.machine.unix(f"{LOCAL}\\KPI\\KPI.conf").read_bytes().decode("utf-16")
        return dict(line.strip('"').split('","') for line in text.splitlines())

    def python(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        return self.machine.run(f"{PROGRAM}\\python\\python.exe", *arguments, **options)

    def kpi(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """What kpi.cmd runs; itself it cannot be given two arguments with spaces through Wine's command line."""
        return self.python("-m", "kpi_core", *arguments, **options)


def packed(output: Path) -> Path:
    """The archive as a builder packs it."""
    return pack(output, DOWNLOADS, pango=pango_folder())


def install(machine: Machine, archive: Path) -> Installed:
    """Unpack the archive and run its installer, as a double click does."""
    unpacked = f"{HOME}\\Downloads\\новый KPI"
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(machine.unix(unpacked))
    launcher = machine.unix(_LAUNCHER)
    launcher.mkdir(parents=True)
    for name in ("python.exe", "python311.dll", "python311.zip", "vcruntime140.dll"):
        shutil.copy(machine.unix(unpacked) / "KPI" / "python" / name, launcher)
    done = clicked(machine, f"{unpacked}\\KPI\\Install.cmd")
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.rmtree(machine.unix(unpacked))
    return Installed(machine, machine.unix(PROGRAM), done.stdout)


def clicked(machine: Machine, script: str) -> subprocess.CompletedProcess[str]:
    """Run a .cmd for the user of these tests.

    Wine keeps the user's folders in its registry, whatever the environment says: a program sets them for another. It is
    a Python of its own, for the script may take away the one that is installed.
    """
    folders = {"LOCALAPPDATA": LOCAL, "APPDATA": f"{HOME}\\AppData\\Roaming"}
    call = f"raise SystemExit(subprocess.call({script!r} + ' /quiet'))"
    start = f"import os, subprocess; os.environ.update({folders}); {call}"
    return machine.run(f"{_LAUNCHER}\\python.exe", "-B", "-c", start, timeout=300)


class Excel:
    """Excel with workbooks open, and the add-in's settings: `tests/wine/excel.py` run under Wine."""

    def __init__(self, installed: Installed, folder: Path) -> None:
        self._installed, self._folder, self._numbers = installed, folder, itertools.count()
        settings = installed.settings()
        place = settings["DLL_FOLDER"]
        library = next(installed.machine.unix(place).glob("xlwings64-*.dll")).name
        self._start = {
            "library": f"{place}\\{library}",
            "command": f'"{settings["INTERPRETER_WIN"]}" -B -P -m addin.vba.server $(CLSID)',
        }

    def run(self, books: dict[str, Any], steps: list[dict[str, Any]], timeout: float = 300) -> dict[str, Any]:
        """One Excel with these workbooks open, and what came of each step."""
        number = next(self._numbers)
        task, answer = self._folder / f"task{number}.json", self._folder / f"answer{number}.json"
        asked = {**self._start, "books": books, "steps": steps}
        task.write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
        script = windows(Path(__file__).with_name("excel.py"))
        done = self._installed.python("-B", script, windows(task), windows(answer), timeout=timeout)
        assert answer.is_file(), done.stdout[-3000:] + done.stderr[-3000:]
        found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return found


def pango_folder() -> Path:
    """Pango's DLLs for Windows, out of a wheel that carries them."""
    folder = DOWNLOADS / "pango"
    if not (folder / "ready").is_file():
        wheel = _download(folder)
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                inside = name.partition("/gstreamer_libs/")[2]
                if (inside.endswith(".dll") and inside.startswith("bin/")) or inside.startswith("etc/fonts/"):
                    (folder / inside).parent.mkdir(parents=True, exist_ok=True)
                    (folder / inside).write_bytes(packed.read(name))
        (folder / "ready").touch()
    return folder / "bin"


def _download(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    pins = folder / "pins.txt"
    pins.write_text(_PANGO, encoding="utf-8")
    target = ["--platform", "win_amd64", "--python-version", "3.11", "--only-binary", ":all:"]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", *target, "-r", str(pins)],
        check=True, cwd=folder, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return next(folder.glob("*.whl"))
