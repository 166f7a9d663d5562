"""One installed archive for all tests of this folder; skipped aloud where Wine is not asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.wine.installed import HOME, Excel, Installed, install, packed
from tests.wine.machine import Machine

collect_ignore = ["excel.py"]  # for Windows' Python
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Not a part of every run: it installs Wine. `.ci/run` asks for it, and then it may not be skipped."""
    if os.environ.get("KPI_WINE") == "1":
        return
    skip = pytest.mark.skip(reason="needs Wine; to run it: KPI_WINE=1 python -m pytest tests/wine")
    for item in items:
        if _HERE in item.path.parents and "installed" in item.fixturenames:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def archive(tmp_path_factory) -> Path:
    return packed(tmp_path_factory.mktemp("packed") / "KPI-windows.zip")


@pytest.fixture(scope="session")
def machine(tmp_path_factory):
    with Machine.new(tmp_path_factory.mktemp("wine")) as machine:
        machine.unix(HOME).mkdir(parents=True)
        yield machine


@pytest.fixture(scope="session")
def installed(machine, archive) -> Installed:
    return install(machine, archive)


@pytest.fixture(scope="session")
def excel(installed, tmp_path_factory) -> Excel:
    return Excel(installed, tmp_path_factory.mktemp("excel"))
