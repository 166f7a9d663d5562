"""`kpi addin`: build, install, uninstall and look after the add-in of a spreadsheet program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpi_core.cli import streams
from kpi_core.cli.asking import one_of

if TYPE_CHECKING:
    from addin.hosts import Host, Said

HostName = Annotated[str, typer.Option("--host", metavar="excel|libreoffice")]
_STYLES = {"ok": "green", "warning": "bold yellow", "error": "bold red"}
_MARKS = {"ok": "✓", "warning": "!", "error": "✗"}


def build(host: HostName = "excel") -> None:
    """Write the add-in into the current folder; see `help_build` in the wording."""
    sys.stdout.write(f"{_host(host).build(Path())}\n")


def install(host: HostName = "excel") -> None:
    """Install the add-in for this user; see `help_install` in the wording."""
    _show(_host(host).install())


def uninstall(host: HostName = "excel") -> None:
    """Take the add-in away; see `help_uninstall` in the wording."""
    _show(_host(host).uninstall())


def doctor(host: HostName = "excel") -> None:
    """Look for what is missing; see `help_doctor` in the wording."""
    _show(_host(host).doctor())


def _host(name: str) -> Host:
    from addin import hosts

    return hosts.host(one_of("--host", name, hosts.HOSTS))


def _show(said: list[Said]) -> None:
    """A line for each; exit 1 where something has to be mended."""
    streams.write([[(_MARKS[each.level] + " ", _STYLES[each.level]), (each.message(), "")] for each in said])
    if any(each.level == "error" for each in said):
        raise typer.Exit(1)
