"""The last of the folder, by its name: takes the program away again."""

from __future__ import annotations

from tests.wine.installed import LOCAL, PROGRAM, clicked


def test_uninstall_takes_everything_away(installed):
    machine = installed.machine
    assert installed.folder.is_dir()
    done = clicked(machine, f"{PROGRAM}\\Uninstall.cmd")
    # Wine's rmdir empties the folder and leaves it.
    assert not list(installed.folder.rglob("*")), done.stdout + done.stderr
    assert not machine.unix(f"{LOCAL}\\KPI").exists()
    assert not list(machine.prefix.rglob("KPI.xlam"))
