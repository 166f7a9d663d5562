"""A real office for each test process, with a profile of its own into which the add-in was installed once.

Without LibreOffice every test here fails and says so: `.ci/run` installs it. `KPI_WITHOUT_LIBREOFFICE=1` skips them,
for somebody who works on something else.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from addin.libreoffice import places
from addin.libreoffice.host import LibreOffice
from tests.libreoffice.office import Office

collect_ignore = ["driver.py"]  # runs under a Python that has `uno`
FOLDER = Path(__file__).parent
SAMPLES = sorted((FOLDER.parent.parent / "sample_workbooks").glob("*.xlsx"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("KPI_WITHOUT_LIBREOFFICE"):
        skip = pytest.mark.skip(reason="KPI_WITHOUT_LIBREOFFICE is set")
        for item in items:
            if FOLDER in item.path.parents:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> places.Office:
    """An office with a profile of its own, the add-in installed by `kpi addin install`'s own code."""
    found = places.find()
    assert found is not None, "no LibreOffice: install libreoffice-calc 25.2 or newer, or set KPI_WITHOUT_LIBREOFFICE=1"
    office = places.Office(found.program, tmp_path_factory.mktemp("office") / "profile")
    said = LibreOffice(office).install()
    assert [each.level for each in said] == ["ok", "ok", "ok"], [each.message("en") for each in said]
    return office


@pytest.fixture(scope="session")
def office(installed: places.Office) -> Iterator[Office]:
    """The office, running."""
    with Office(installed.profile, installed.program) as running:
        yield running


@pytest.fixture
def opened(office: Office, tmp_path: Path) -> Iterator[Any]:
    """Opens documents, copies of files or new ones, and closes them after the test."""
    documents: list[int] = []

    def open_(path: Path | None = None) -> int:
        copy = path if path is None or path.parent == tmp_path else shutil.copy(path, tmp_path)
        documents.append(office.open(copy and str(copy)))
        return documents[-1]

    yield open_
    for document in documents:
        office.close(document)
