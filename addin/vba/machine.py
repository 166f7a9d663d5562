"""The Windows machine as installation and doctor see it; tests put another one in its place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Protocol

USER, EVERYBODY = "HKCU", "HKLM"


class Machine(Protocol):
    """What is asked of Windows. Keys begin with HKCU or HKLM."""

    windows: bool

    def values(self, key: str) -> dict[str, object]:
        """The values of a registry key by their names; none where the key is not there."""

    def keys(self, key: str) -> list[str]:
        """The names of the keys under a key."""

    def write(self, key: str, name: str, value: str) -> None:
        """Write a text into the registry."""

    def remove(self, key: str, name: str) -> None:
        """Remove a value from the registry."""

    def excel_runs(self) -> bool:
        """Whether Excel is open."""

    def ansi(self, path: str) -> str:
        """A path as programs without Unicode take it, a short one if need be; "" where there is none."""

    def succeeds(self, *command: str) -> bool:
        """Whether a command ends well."""

    def serves(self, interpreter: str) -> tuple[float, str]:
        """Start the functions as Excel does and ask one: the seconds it took, and why it failed or ""."""


class ThisMachine:
    """The machine that this process runs on."""

    windows = sys.platform == "win32"

    def succeeds(self, *command: str) -> bool:
        """Whether a command ends well."""
        # No pipes: a grandchild that inherits one would keep us waiting for its end.
        nowhere = subprocess.DEVNULL
        try:
            ended = subprocess.run(
                command, stdin=nowhere, stdout=nowhere, stderr=nowhere, timeout=120, check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return False
        return ended.returncode == 0

    # Nothing of what follows is there on another system: no keys, no Excel.

    def values(self, key: str) -> dict[str, object]:
        """The values of a registry key."""
        found: dict[str, object] = {}
        if sys.platform == "win32":
            import contextlib
            import winreg

            with contextlib.suppress(OSError), winreg.OpenKey(*_split(key)) as opened:
                for number in range(winreg.QueryInfoKey(opened)[1]):
                    name, value, _ = winreg.EnumValue(opened, number)
                    found[name] = value
        return found

    def keys(self, key: str) -> list[str]:
        """The names of the keys under a key."""
        found: list[str] = []
        if sys.platform == "win32":
            import contextlib
            import winreg

            with contextlib.suppress(OSError), winreg.OpenKey(*_split(key)) as opened:
                found = [winreg.EnumKey(opened, number) for number in range(winreg.QueryInfoKey(opened)[0])]
        return found

    def write(self, key: str, name: str, value: str) -> None:
        """Write a text into the registry."""
        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(*_split(key)) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

    def remove(self, key: str, name: str) -> None:
        """Remove a value from the registry."""
        if sys.platform == "win32":
            import winreg

            with winreg.OpenKey(*_split(key), access=winreg.KEY_SET_VALUE) as opened:
                winreg.DeleteValue(opened, name)

    def excel_runs(self) -> bool:
        """Whether Excel is open."""
        if sys.platform != "win32":
            return False
        listed = subprocess.run(
            ["tasklist", "/FI", "IMAGENAME eq EXCEL.EXE", "/FO", "CSV", "/NH"],
            capture_output=True, check=False, creationflags=subprocess.CREATE_NO_WINDOW,
        )  # fmt: skip
        return b"EXCEL.EXE" in listed.stdout.upper()

    def ansi(self, path: str) -> str:
        """A path as programs without Unicode take it."""
        if sys.platform != "win32":
            return path
        for candidate in (path, _short(path)):
            try:
                candidate.encode("mbcs", "strict")
            except UnicodeEncodeError:
                continue
            return candidate
        return ""

    def serves(self, interpreter: str) -> tuple[float, str]:
        """Start the functions as Excel does, and ask one."""
        if sys.platform != "win32":
            return 0.0, "Windows"
        from addin.vba.trial import try_server

        return try_server(interpreter)


def _split(key: str) -> tuple[int, str]:
    """The handle of the hive, which Windows has fixed once and for all, and the path in it."""
    hive, _, path = key.partition("\\")
    return {USER: 0x80000001, EVERYBODY: 0x80000002}[hive], path


def _short(path: str) -> str:
    """A path in the form of DOS, ASCII as a rule; as it is where Windows was told not to keep such names."""
    if sys.platform == "win32":
        import ctypes

        room = ctypes.create_unicode_buffer(1024)
        length = ctypes.windll.kernel32.GetShortPathNameW(path, room, len(room))
        return room.value if 0 < length < len(room) else path
    return path


def pythonw(interpreter: str) -> str:
    """The interpreter without a console, where it stands beside the other.

    Examples
    --------
    >>> pythonw("/usr/bin/python3")
    '/usr/bin/python3'
    """
    path = Path(interpreter)
    beside = path.with_name("pythonw.exe")
    return str(beside) if path.name.lower() == "python.exe" and beside.is_file() else interpreter
