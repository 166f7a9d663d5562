"""Puts the add-in where Excel loads it, and takes it away again."""

from __future__ import annotations

import json
import os
import re
import site
import sys
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

from addin.hosts import Said
from addin.vba.build import addin_bytes
from addin.vba.machine import USER, Machine, pythonw
from addin.vba.places import ADDIN, addins_folder, log_file, settings_file

_OFFICE = rf"{USER}\Software\Microsoft\Office"
_NEWEST = "16.0"
_LOADED = re.compile(r"OPEN(\d*)", re.IGNORECASE)
_RECORD = "installed.json"


def write_aside(content: bytes, path: Path) -> None:
    """Write beside the file and move it into place: nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_bytes(content)
        os.replace(aside, path)
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def install(machine: Machine) -> list[Said]:
    """Write the add-in and its settings, and register it; on another system only write it, and say so."""
    if not machine.windows:
        path = Path.cwd() / ADDIN
        write_aside(addin_bytes(), path)
        return [Said("ok", "addin_built", {"path": path}), Said("error", "addin_needs_windows", {"path": path})]
    if machine.excel_runs():
        return [Said("error", "addin_excel_runs")]
    settings, trouble = _settings(machine)
    if trouble:
        return [trouble]
    uninstall(machine)
    path = addins_folder() / ADDIN
    write_aside(addin_bytes(), path)
    write_aside(settings_text(settings), settings_file())
    keys = {key: _register(machine, key, path) for key in options_keys(machine)}
    _write_record({"addin": str(path), "settings": str(settings_file()), "registered": keys})
    return [
        Said("ok", "addin_written", {"path": path}),
        Said("ok", "addin_settings", {"path": settings_file(), "interpreter": settings["INTERPRETER_WIN"]}),
        *(Said("ok", "addin_registered", {"key": key, "name": name}) for key, name in keys.items()),
        Said("ok", "addin_next"),
    ]


def uninstall(machine: Machine) -> list[Said]:
    """Undo exactly what the record of `install` names."""
    record = _record()
    if record is None:
        return [Said("ok", "addin_not_installed")]
    if machine.excel_runs():
        return [Said("error", "addin_excel_runs")]
    said = [
        Said("ok", "addin_unregistered", {"key": key})
        for key in record["registered"]
        if _unregister(machine, key, Path(record["addin"]))
    ]
    own = [record["addin"], record["settings"], str(log_file()), str(_record_file())]
    for path in map(Path, own):
        if path.is_file():
            path.unlink()
            said.append(Said("ok", "addin_removed", {"path": path}))
    with suppress(OSError):  # something else stands in it
        _record_file().parent.rmdir()
    return said


def settings_text(settings: dict[str, str]) -> bytes:
    """The settings in the lines of xlwings' own file, but in UTF-16: paths keep their letters in every code page.

    True and False are words here, not what Excel calls them in its language.

    Examples
    --------
    >>> settings_text({"SHOW CONSOLE": "False"}).decode("utf-16")
    '"SHOW CONSOLE","False"\\r\\n'
    """
    return "".join(f'"{key}","{value}"\r\n' for key, value in settings.items()).encode("utf-16")


def read_settings() -> dict[str, str]:
    """The settings that were written, none where the file is not there or is no such file."""
    try:
        text = settings_file().read_bytes().decode("utf-16")
    except (OSError, UnicodeError):
        return {}
    return dict(re.findall(r'^"([^"]*)","([^"]*)"\r?$', text, re.MULTILINE))


def dll_folder() -> Path | None:
    """Where pip has put xlwings' DLL: beside the interpreter, in the environment, or in the user's own packages."""
    name = dll_name(64)
    for folder in (sys.prefix, sys.exec_prefix, Path(sys.executable).parent, sys.base_prefix, site.getuserbase()):
        if (Path(folder) / name).is_file():
            return Path(folder)
    return None


def dll_name(bits: int) -> str:
    """The file's name, as the VBA asks for it.

    Examples
    --------
    >>> dll_name(64).startswith("xlwings64-")
    True
    """
    return f"xlwings{bits}-{metadata.version('xlwings')}.dll"


def options_keys(machine: Machine) -> list[str]:
    """The registry keys in which each Excel of this machine looks for its add-ins."""
    versions = [
        version for version in machine.keys(_OFFICE)
        if re.fullmatch(r"1[4-9]\.0", version) and "Excel" in machine.keys(rf"{_OFFICE}\{version}")
    ]  # fmt: skip
    return [rf"{_OFFICE}\{version}\Excel\Options" for version in versions or [_NEWEST]]


def loaded(machine: Machine, key: str) -> dict[str, str]:
    """The add-ins that an Excel loads: names of values OPEN, OPEN1 … and what they hold, in their order."""
    found = {name: str(value) for name, value in machine.values(key).items() if _LOADED.fullmatch(name)}
    return dict(sorted(found.items(), key=lambda item: int(item[0][4:] or 0)))


def names_addin(value: str) -> bool:
    """Whether a value names our add-in, wherever it stands.

    Examples
    --------
    >>> names_addin('/R "C:\\\\Users\\\\Анна\\\\KPI.xlam"'), names_addin('"C:\\\\Other\\\\MY-KPI.xlam"')
    (True, False)
    """
    return re.search(rf'(^|[\\/" ]){re.escape(ADDIN)}"?$', value, re.IGNORECASE) is not None


def _settings(machine: Machine) -> tuple[dict[str, str], Said | None]:
    interpreter, folder = pythonw(sys.executable), dll_folder()
    if folder is None:
        return {}, Said("error", "addin_no_dll", {"name": dll_name(64)})
    ansi = machine.ansi(interpreter)
    if not ansi:
        return {}, Said("error", "addin_path", {"path": interpreter})
    # The version comes first: should a program take the file's mark of UTF-16 for a letter, nothing hangs on that line.
    return {
        "VERSION": metadata.version("kpi-report"),
        "INTERPRETER_WIN": ansi,
        "DLL_FOLDER": str(folder),
        "SHOW CONSOLE": "False",
    }, None


def _register(machine: Machine, key: str, path: Path) -> str:
    """Take the place of an older entry of ours, else the first free one."""
    present = loaded(machine, key)
    name = next((name for name, value in present.items() if names_addin(value)), None) or _free(present)
    machine.write(key, name, f'"{path}"')
    return name


def _free(present: dict[str, str]) -> str:
    taken = {int(name[4:] or 0) for name in present}
    number = next(number for number in range(len(taken) + 1) if number not in taken)
    return f"OPEN{number or ''}"


def _unregister(machine: Machine, key: str, path: Path) -> bool:
    """Remove our entry. Excel stops reading at a gap: what stands behind it moves up."""
    present = loaded(machine, key)
    kept = [value for value in present.values() if value != f'"{path}"']
    if len(kept) == len(present):
        return False
    for name in present:
        machine.remove(key, name)
    for number, value in enumerate(kept):
        machine.write(key, f"OPEN{number or ''}", value)
    return True


def _record_file() -> Path:
    return settings_file().with_name(_RECORD)


def _record() -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(_record_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _write_record(record: dict[str, Any]) -> None:
    write_aside(json.dumps(record, ensure_ascii=False, indent=1).encode(), _record_file())
