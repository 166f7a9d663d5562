"""Looks at everything the add-in needs. Each check says one thing, and what to do about it."""

from __future__ import annotations

import platform
import struct
import sys
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path

from addin.hosts import Said
from addin.vba.build import addin_bytes
from addin.vba.install import dll_folder, dll_name, loaded, names_addin, options_keys, read_settings
from addin.vba.machine import EVERYBODY, USER, Machine
from addin.vba.places import ADDIN, addins_folder, log_file, settings_file

_MACROS_SIGNED_ONLY, _MACROS_OFF = 3, 4
_ASR = "Microsoft\\Windows Defender\\Windows Defender Exploit Guard\\ASR\\Rules"
# Microsoft Defender's rules that keep Excel from starting Python, or VBA from calling a DLL.
_RULES = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": "doctor_rule_processes",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": "doctor_rule_calls",
}
_BLOCK = 1


def look(machine: Machine) -> list[Said]:
    """All checks that this system allows, in the order in which things are needed."""
    said = [*_python(), *_packages(machine), *_pango(machine)]
    if not machine.windows:
        return [*said, Said("error", "doctor_no_windows")]
    return [
        *said,
        *_dll(),
        *_files(),
        *_registered(machine),
        *_policies(machine),
        *_defender(machine),
        *_server(machine),
    ]


def _python() -> Iterator[Said]:
    bits = struct.calcsize("P") * 8
    yield Said("ok", "doctor_python", {"version": platform.python_version(), "bits": bits, "path": sys.executable})


def _packages(machine: Machine) -> Iterator[Said]:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("kpi-report", "xlwings", "pandas"))
    yield Said("ok", "doctor_versions", {"versions": versions})
    if machine.windows and util.find_spec("win32com") is None:
        yield Said("error", "doctor_no_pywin32", {"python": sys.executable})


def _pango(machine: Machine) -> Iterator[Said]:
    """In a process of its own: a broken Pango may take the process with it."""
    good = machine.succeeds(sys.executable, "-c", "import weasyprint")
    yield Said("ok", "doctor_pango") if good else Said("warning", "doctor_no_pango")


def _dll() -> Iterator[Said]:
    folder = dll_folder()
    if folder is None:
        yield Said("error", "addin_no_dll", {"name": dll_name(64)})
        return
    for bits in (64, 32):
        if not (folder / dll_name(bits)).is_file():
            yield Said("warning", "doctor_dll_missing", {"name": dll_name(bits), "bits": bits, "folder": folder})
            break
    else:
        yield Said("ok", "doctor_dll", {"folder": folder})


def _files() -> Iterator[Said]:
    path = addins_folder() / ADDIN
    if not path.is_file():
        yield Said("error", "doctor_no_addin", {"path": path})
    elif path.read_bytes() != addin_bytes():
        yield Said("warning", "doctor_old_addin", {"path": path})
    else:
        yield Said("ok", "doctor_addin", {"path": path})
    if Path(f"{path}:Zone.Identifier").exists():
        yield Said("error", "doctor_blocked_file", {"path": path})
    settings = read_settings()
    interpreter = settings.get("INTERPRETER_WIN", "")
    if not interpreter:
        yield Said("error", "doctor_no_settings", {"path": settings_file()})
    elif not Path(interpreter).is_file():
        yield Said("error", "doctor_python_moved", {"path": interpreter})
    elif Path(interpreter).parent != Path(sys.executable).parent and not _same_file(interpreter):
        yield Said("warning", "doctor_other_python", {"path": interpreter, "this": sys.executable})
    if log_file().is_file() and log_file().stat().st_size:
        yield Said("warning", "doctor_log", {"path": log_file()})


def _same_file(interpreter: str) -> bool:
    """Whether it stands beside this process's; the settings may hold the short form of the path."""
    return Path(interpreter).parent.samefile(Path(sys.executable).parent)


def _registered(machine: Machine) -> Iterator[Said]:
    for key in options_keys(machine):
        named = [name for name, value in loaded(machine, key).items() if names_addin(value)]
        if named:
            yield Said("ok", "doctor_registered", {"key": key, "name": named[0]})
        else:
            yield Said("error", "doctor_not_registered", {"key": key})
        disabled = machine.values(key.removesuffix("Options") + "Resiliency\\DisabledItems").values()
        if any(_mentions(item) for item in disabled):
            yield Said("error", "doctor_disabled")


def _mentions(item: object) -> bool:
    """Excel keeps the path of a disabled add-in in UTF-16 amid other bytes."""
    return isinstance(item, bytes) and ADDIN.lower().encode("utf-16-le") in item.lower()


def _policies(machine: Machine) -> Iterator[Said]:
    """Macro settings: of the firm's policy, else of the user."""
    for key in options_keys(machine):
        excel = key.removesuffix("\\Options").partition("\\")[2]
        policy = excel.replace("Software\\", "Software\\Policies\\", 1)
        for hive, path, firm in ((EVERYBODY, policy, True), (USER, policy, True), (USER, excel, False)):
            found = {name.lower(): value for name, value in machine.values(f"{hive}\\{path}\\Security").items()}
            place = f"{hive}\\{path}\\Security"
            if found.get("disablealladdins") == 1:
                yield Said("error", "doctor_addins_off", {"place": place})
            if found.get("requireaddinsig") == 1:
                yield Said("error", "doctor_addins_signed", {"place": place})
            if firm and found.get("vbawarnings") in (_MACROS_SIGNED_ONLY, _MACROS_OFF):
                yield Said("warning", "doctor_macros", {"place": place})


def _defender(machine: Machine) -> Iterator[Said]:
    for root in ("Software\\Policies", "Software"):
        rules = machine.values(f"{EVERYBODY}\\{root}\\{_ASR}")
        for rule, state in rules.items():
            code = _RULES.get(rule.lower().strip("{}"))
            if code and str(state) == str(_BLOCK):
                yield Said("error", code, {"rule": rule})


def _server(machine: Machine) -> Iterator[Said]:
    interpreter = read_settings().get("INTERPRETER_WIN") or sys.executable
    seconds, why = machine.serves(interpreter)
    if why:
        yield Said("error", "doctor_server_failed", {"why": why, "log": log_file()})
    else:
        yield Said("ok", "doctor_server", {"seconds": f"{seconds:.1f}"})
