"""A wheel installed elsewhere finds its templates and sample workbooks, and holds nothing that git does not track."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)],
        check=True,
    )
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_wheel_ships_templates_and_samples(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    for shipped in (
        "templates/monthly/report.html.j2",
        "sample_workbooks/shop-ru.xlsx",
        "sample_workbooks/leads-ru.xlsx",
    ):
        assert f"kpi_core/_shipped/{shipped}" in names
    assert "kpi_core/py.typed" in names
    assert not [name for name in names if Path(name).name.startswith(("~$", ".~lock"))]


@pytest.mark.slow
def test_wheel_holds_what_git_tracks(wheel: Path):
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    tracked = {line for line in listed.splitlines() if line}
    if not tracked:
        pytest.skip("not a git checkout")
    for name in zipfile.ZipFile(wheel).namelist():
        if ".dist-info/" not in name:
            assert name.replace("kpi_core/_shipped/", "") in tracked, name


@pytest.mark.slow
def test_installed_wheel_runs_elsewhere(wheel: Path, tmp_path: Path):
    """Unpacked in a folder of its own, with a Cyrillic name, far from the checkout."""
    elsewhere = tmp_path / "где-то ещё"
    zipfile.ZipFile(wheel).extractall(elsewhere)
    script = (
        "import kpi_core, addin; from kpi_core.shipped import shipped; from kpi_core.load import load;"
        "from kpi_core.engine import build;"
        "cube = build(load(shipped('sample_workbooks') / 'summary-ru.xlsx'));"
        "assert cube.kpi('cac').value; assert (shipped('templates') / 'monthly' / 'page.css').is_file();"
        "print(kpi_core.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=elsewhere, capture_output=True, text=True, encoding="utf-8", check=False,
        env={"PYTHONPATH": str(elsewhere), "PYTHONUTF8": "1", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert str(elsewhere) in done.stdout
