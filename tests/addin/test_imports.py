"""What the functions bring along: a spreadsheet waits for every import, and xlwings Lite has few packages."""

from __future__ import annotations

import subprocess
import sys


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_the_table_of_functions_needs_no_pandas():
    code = "import sys, addin.functions; print([name for name in ('pandas', 'numpy', 'babel') if name in sys.modules])"
    assert run(code) == "[]"


def test_tables_as_arguments_need_pandas_and_narwhals_only():
    """As in xlwings Lite, where nothing native beyond pandas is there."""
    code = """
import sys
for name in ("babel", "python_calamine", "pydantic", "weasyprint", "jinja2", "typer", "rich", "xlsxwriter", "pyarrow",
             "openpyxl", "duckdb"):
    sys.modules[name] = None
from addin.functions import FUNCTIONS, MISSING
from tests.addin.conftest import SALES, SPEND, Unreadable
print(FUNCTIONS["KPI_CAC"].call(Unreadable(), "2026-10", MISSING, SALES, SPEND))
"""
    assert run(code) == "325.0"
