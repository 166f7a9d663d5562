"""Wine as a Windows machine. `python -m tests.wine.machine` makes a Debian ready for it; run twice, it costs nothing.

Wine 8, which Debian 12 has, lacks two things that the wheels ask for: `crealf` (numpy from 2.1 on; the archive
holds 2.0.2, which does not call it) and `bcryptprimitives.dll` (everything written in Rust). The latter is one
function, and it is made here: a DLL without code that hands the call on to the one Wine has under another name.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kpi-report"
PACKAGES = ("wine", "wine64", "binutils-mingw-w64-x86-64")
DOWNLOADS = CACHE / "windows"
_PREFIX = CACHE / "wine" / "prefix"
_LINKER = "x86_64-w64-mingw32-"
_RANDOM = "LIBRARY bcryptprimitives.dll\nEXPORTS\n  ProcessPrng = advapi32.SystemFunction036\n"


class MissingError(Exception):
    """Wine cannot be had on this machine; the text says why."""


def prepare() -> Path:
    """Install Wine where it is missing, and make a prefix once; returns the prefix to copy from."""
    if not (shutil.which("wine") and shutil.which(f"{_LINKER}ld")):
        _install()
    if not (_PREFIX / "ready").is_file():
        _make_prefix()
    return _PREFIX


def _install() -> None:
    if not shutil.which("apt-get"):
        raise MissingError("there is no apt-get, and Wine is not installed")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run(
            [*sudo, "apt-get", "-qq", *command], env=quiet, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        if done.returncode:
            raise MissingError(f"apt-get {command[0]} failed: {(done.stderr.strip().splitlines() or ['?'])[-1]}")


def _make_prefix() -> None:
    shutil.rmtree(_PREFIX, ignore_errors=True)
    _PREFIX.parent.mkdir(parents=True, exist_ok=True)
    with Machine(_PREFIX) as machine:
        done = machine.run("wineboot", "-i", timeout=240)
        system = _PREFIX / "drive_c" / "windows" / "system32"
        if not (system / "kernel32.dll").is_file():
            raise MissingError(f"wineboot made no prefix: {done.stderr.strip()[-300:]}")
        with tempfile.TemporaryDirectory() as folder:
            definition, empty = Path(folder) / "random.def", Path(folder) / "empty"
            definition.write_text(_RANDOM, encoding="ascii")
            subprocess.run([f"{_LINKER}as", "-o", f"{empty}.o", os.devnull], check=True)
            subprocess.run(
                [f"{_LINKER}ld", "--shared", "--entry", "0", "-o", str(system / "bcryptprimitives.dll"),
                 f"{empty}.o", str(definition)],
                check=True,
            )  # fmt: skip
    (_PREFIX / "ready").touch()


class Machine:
    """One Windows machine: a prefix of its own, and a Wine server that ends with it."""

    def __init__(self, prefix: Path) -> None:
        self.prefix = prefix
        # No window, no debugger that waits for an answer, Debian's hint about 32 bits left out.
        self._environment = {
            **os.environ, "WINEPREFIX": str(prefix), "WINEARCH": "win64", "WINEDEBUG": "-all", "DISPLAY": "",
            "WINEDLLOVERRIDES": "winemenubuilder.exe,mscoree,mshtml=", "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8",
        }  # fmt: skip

    @classmethod
    @contextlib.contextmanager
    def new(cls, folder: Path) -> Iterator[Machine]:
        """A fresh machine: what a test leaves on it is gone with it."""
        prefix = folder / "prefix"
        shutil.copytree(prepare(), prefix, symlinks=True)
        with cls(prefix) as machine:
            yield machine

    def __enter__(self) -> Machine:
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["wineserver", "-k"], env=self._environment, capture_output=True)
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(["wineserver", "-w"], env=self._environment, capture_output=True, timeout=60)

    def run(
        self, *command: str, timeout: float = 120, cwd: Path | None = None, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a Windows program; pipes, since Wine's Python cannot write to a plain file."""
        outcome = subprocess.Popen(
            ["wine", *command], env={**self._environment, **(environment or {})}, cwd=cwd, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        try:
            out, err = outcome.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            self.__exit__()
            outcome.kill()
            out, err = outcome.communicate()
            raise AssertionError(f"{command[0]} did not end within {timeout} s: {out[-2000:]} {err[-2000:]}") from None
        return subprocess.CompletedProcess(command, outcome.returncode, out.replace("\r\n", "\n"), err)

    def unix(self, windows: str) -> Path:
        """Where a file of drive C or Z stands."""
        drive, rest = windows[:2].upper(), windows[2:].replace("\\", "/")
        return Path(rest) if drive == "Z:" else self.prefix / "drive_c" / rest.lstrip("/")


def windows(path: Path) -> str:
    """A file of this machine as Windows programs name it."""
    return "Z:" + str(path).replace("/", "\\")


if __name__ == "__main__":
    try:
        print(prepare())
    except MissingError as missing:
        sys.exit(f"Wine cannot be had: {missing}")
