"""One installed archive for all tests of this folder; skipped aloud where Wine is not asked for."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from addin.portable.pack import pack
from tests.wine.machine import DOWNLOADS, Machine, windows

collect_ignore = ["excel.py"]  # for Windows' Python
_HERE = Path(__file__).parent
# What a builder would name with --pango: the Windows wheel of GStreamer's libraries carries it, and is only used here.
_PANGO = "gstreamer-libs==1.28.8 --hash=sha256:1e7f9d04fdda109d08bedc381c1cda801f6bab4c7778f7eadafb027a6a0a9da4"
# A user whose folder has a space and Cyrillic letters, which Wine's own user has not.
HOME = "C:\\users\\Мария К"
LOCAL = f"{HOME}\\AppData\\Local"
PROGRAM = f"{LOCAL}\\Programs\\KPI"


def pytest_collection_modifyitems(items):
    """Not a part of every run: it installs Wine. `.ci/run` asks for it, and then it may not be skipped."""
    if os.environ.get("KPI_WINE") == "1":
        return
    skip = pytest.mark.skip(reason="needs Wine; to run it: KPI_WINE=1 python -m pytest tests/wine")
    for item in items:
        if _HERE in item.path.parents and "installed" in item.fixturenames:
            item.add_marker(skip)


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
        return self.python("-c", "from kpi_core.cli import main; main()", *arguments, **options)


@pytest.fixture(scope="session")
def archive(tmp_path_factory) -> Path:
    """The archive as a builder packs it, out of this checkout."""
    output = tmp_path_factory.mktemp("packed") / "KPI-windows.zip"
    return pack(output, DOWNLOADS, pango=pango_folder())


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


@pytest.fixture(scope="session")
def machine(tmp_path_factory):
    with Machine.new(tmp_path_factory.mktemp("wine")) as machine:
        machine.unix(HOME).mkdir(parents=True)
        yield machine


@pytest.fixture(scope="session")
def installed(machine, archive) -> Installed:
    """The archive unpacked and installed by double click, as a user would."""
    unpacked_windows = f"{HOME}\\Downloads\\новый KPI"
    unpacked = machine.unix(unpacked_windows)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(unpacked)
    clicked = f"{unpacked_windows}\\KPI\\Install.cmd"
    # Wine keeps the user's folders in its registry, whatever the environment says: a program sets them for another.
    folders = {"LOCALAPPDATA": LOCAL, "APPDATA": f"{HOME}\\AppData\\Roaming"}
    clicks = f"raise SystemExit(subprocess.call({clicked!r} + ' /quiet'))"
    start = f"import os, subprocess; os.environ.update({folders}); {clicks}"
    done = machine.run(f"{unpacked_windows}\\KPI\\python\\python.exe", "-B", "-c", start, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.rmtree(unpacked)
    return Installed(machine, machine.unix(PROGRAM), done.stdout)


@pytest.fixture(scope="session")
def excel(installed, tmp_path_factory) -> Callable[..., dict[str, Any]]:
    """`excel(books, steps)`: one Excel with these workbooks open, and what came of each step."""
    folder = tmp_path_factory.mktemp("excel")
    numbers = itertools.count()
    settings = installed.settings()
    library = next(installed.machine.unix(settings["DLL_FOLDER"]).glob("xlwings64-*.dll")).name

    def run(books: dict[str, Any], steps: list[dict[str, Any]], timeout: float = 240) -> dict[str, Any]:
        number = next(numbers)
        task, answer = folder / f"task{number}.json", folder / f"answer{number}.json"
        asked = {
            "library": f"{settings['DLL_FOLDER']}\\{library}",
            "command": f'"{settings["INTERPRETER_WIN"]}" -B -P -m addin.vba.server $(CLSID)',
            "books": books,
            "steps": steps,
        }
        task.write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
        script = windows(_HERE / "excel.py")
        done = installed.python("-B", script, windows(task), windows(answer), timeout=timeout)
        assert answer.is_file(), done.stdout[-3000:] + done.stderr[-3000:]
        found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return found

    return run
