"""Excel for Windows, as `kpi addin` knows it."""

from __future__ import annotations

from pathlib import Path

from addin.hosts import Said
from addin.vba import doctor, install
from addin.vba.build import addin_bytes
from addin.vba.machine import Machine, ThisMachine
from addin.vba.places import ADDIN


class Excel:
    """Excel for Windows; see `addin.hosts.Host`."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def build(self, folder: Path) -> Path:
        """Write KPI.xlam into a folder."""
        path = folder / ADDIN
        install.write_aside(addin_bytes(), path)
        return path

    def install(self) -> list[Said]:
        """Put the add-in where Excel loads it."""
        return install.install(self._machine)

    def uninstall(self) -> list[Said]:
        """Take away what `install` put there."""
        return install.uninstall(self._machine)

    def doctor(self) -> list[Said]:
        """Look at everything the add-in needs."""
        return doctor.look(self._machine)


HOST = Excel(ThisMachine())
