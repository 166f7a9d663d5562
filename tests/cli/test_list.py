"""`kpi list`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kpi_core.catalogue import catalogue
from tests.cli.conftest import Kpi

HEAVY = ("pandas", "numpy", "narwhals", "pydantic", "weasyprint", "jinja2", "babel", "xlwings", "rich")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_kpi_with_function_label_unit_and_direction(kpi: Kpi, language: str):
    lines = {line.split()[0]: line for line in kpi("list", "--lang", language).out.splitlines() if line.strip()}
    for each in catalogue().values():
        line = lines[each.name]
        assert each.function_name in line
        assert (each.label.ru if language == "ru" else each.label.en) in line
        assert line.rstrip().endswith({"higher": "↑", "lower": "↓", "neutral": "○"}[each.better])


def test_it_imports_nothing_heavy():
    """The start-up budget of 0.3 s holds only as long as none of these is imported."""
    script = (
        "import sys\nfrom kpi_core.cli.app import run\nrun(['list'])\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\nsys.exit(', '.join(loaded) or None)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
