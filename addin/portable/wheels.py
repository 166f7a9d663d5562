"""The interpreter and the libraries for Windows: pinned with their hashes, fetched by pip, unpacked as pip would."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from kpi_core.errors import SourceError

_HERE = Path(__file__).parent
PINS = _HERE / "windows.txt"
INTERPRETER = _HERE / "interpreter.txt"
SITE = "Lib/site-packages"

_TARGET = ["--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--only-binary", ":all:"]
# pip takes the markers of requirements from the machine it runs on: what only Windows needs is named here.
_WINDOWS_ONLY = ["colorama", "pywin32"]
# The newest that the tests under Wine can run: later ones call what Wine 8 does not have.
_HELD = ["numpy==2.0.2"]
_HASH = re.compile(r"--hash=sha256:(\w{64})")
_LEFT_OUT = re.compile(
    r"(numpy|pandas)/(.*/)?tests/"  # a third of their files
    r"|xlwings/pro/|xlwings/(js|html)/"  # xlwings.pro is not under the BSD licence
    r"|pythonwin/|adodbapi/|isapi/|win32/(Demos|test|include|libs)/|win32com(ext)?/(.*/)?(demos|test|include)/"
    r"|.*\.chm$"
)


def fetch(folder: Path) -> list[Path]:
    """The pinned wheels, out of the folder; downloaded into it where one is missing.

    Raises
    ------
    SourceError
        They cannot be downloaded.
    """
    wanted = _HASH.findall(PINS.read_text(encoding="utf-8"))
    if not set(wanted) <= set(_by_hash(folder)):
        _pip("download", "--no-deps", "--require-hashes", *_TARGET, "-r", str(PINS), "-d", str(folder), what="wheels")
    found = _by_hash(folder)
    return [found[each] for each in wanted]


def interpreter(folder: Path, given: Path | None = None) -> dict[str, bytes]:
    """The files of python.org's embeddable package: of the archive that is given, else of the one pinned.

    Raises
    ------
    SourceError
        It cannot be downloaded, or what is given is none.
    """
    archive = _embeddable(folder) if given is None else given
    source = io.BytesIO(archive) if isinstance(archive, bytes) else archive
    try:
        with ZipFile(source) as packed:
            files = {PurePosixPath(name).name: packed.read(name) for name in packed.namelist() if name[-1] != "/"}
    except (OSError, BadZipFile) as error:
        raise SourceError("portable_not_python", file=given) from error
    if not {"python.exe", "python311.dll", "python311.zip"} <= set(files):
        raise SourceError("portable_not_python", file=given)
    # Libraries are found beside the interpreter, and nowhere else: another Python on the machine cannot interfere.
    files["python311._pth"] = b"python311.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n"
    return files


def _embeddable(folder: Path) -> bytes:
    """The package is published within an sdist."""
    wanted = set(_HASH.findall(INTERPRETER.read_text(encoding="utf-8")))
    if not wanted & set(_by_hash(folder)):
        only = ["--no-deps", "--require-hashes", "--no-binary", ":all:"]
        _pip("download", *only, "-r", str(INTERPRETER), "-d", str(folder), what="Python")
    found = _by_hash(folder)
    with tarfile.open(next(found[each] for each in wanted)) as packed:
        member = next(name for name in packed.getnames() if name.endswith("/data.zip"))
        file = packed.extractfile(member)
        assert file is not None
        return file.read()


def unpack(wheel: Path, python: Path) -> None:
    """Put the files of a wheel where pip would; tests, demonstrations and what is not free are left out."""
    with ZipFile(wheel) as packed:
        for name in packed.namelist():
            place = _place(name)
            if place is not None:
                target = python / place
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(packed.read(name))


def _place(name: str) -> str | None:
    """Where a file of a wheel goes, from the interpreter's folder.

    Examples
    --------
    >>> _place("xlwings/udfs.py"), _place("xlwings/pro/reports.py"), _place("pandas/tests/test_io.py")
    ('Lib/site-packages/xlwings/udfs.py', None, None)
    >>> _place("xlwings-0.37.8.data/data/xlwings64-0.37.8.dll"), _place("rich-1.data/scripts/rich")
    ('xlwings64-0.37.8.dll', None)
    """
    if name.endswith("/") or _LEFT_OUT.match(name):
        return None
    first, *rest = PurePosixPath(name).parts
    if not first.endswith(".data"):
        return f"{SITE}/{name}"
    kind, inside = rest[0], "/".join(rest[1:])
    return {"data": inside, "purelib": f"{SITE}/{inside}", "platlib": f"{SITE}/{inside}"}.get(kind)


def repin() -> None:
    """Resolve the libraries of this checkout for Windows anew, and write the pins."""
    project = tomllib.loads((_HERE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        # Not installed: with a target folder pip resolves for another platform.
        _pip(
            "install", "--dry-run", "--ignore-installed", "--target", folder, *_TARGET, "--report", str(report),
            *project["dependencies"], *_WINDOWS_ONLY, *_HELD, what="pins",
        )  # fmt: skip
        chosen = json.loads(report.read_text(encoding="utf-8"))["install"]
    lines = sorted(
        f"{each['metadata']['name']}=={each['metadata']['version']}"
        f" --hash=sha256:{each['download_info']['archive_info']['hashes']['sha256']}"
        for each in chosen
    )
    header = "# Wheels for CPython 3.11 on 64-bit Windows. Written by: python -m addin.portable --repin\n"
    PINS.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")


def _by_hash(folder: Path) -> dict[str, Path]:
    files = [path for path in sorted(folder.glob("*")) if path.suffix in (".whl", ".gz")]
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}


def _pip(*arguments: str, what: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        why = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        folder = arguments[-1] if "-d" in arguments else ""
        raise SourceError("portable_download_failed", what=what, why=" ".join(why[-1:]), folder=folder)
