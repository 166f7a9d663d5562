"""The functions where only pandas, narwhals and xlwings are there, as in xlwings Lite."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from addin.functions import FUNCTIONS, MISSING
from kpi_core.language import LANGUAGES
from kpi_core.wording import say
from tests.addin.conftest import Unreadable
from tests.lite.formulas import everything, formulas

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# What comes with Python, with pandas and with xlwings, and ourselves: nothing else may be asked for.
_THERE = {"addin", "kpi_core", "narwhals", "numpy", "pandas", "xlwings", "dateutil", "pytz", "six", "tzdata"}
# Python in a browser comes without these parts of its library.
_NOT_THERE = {"sqlite3", "_sqlite3", "ssl", "_ssl", "lzma", "_lzma"}
_FEW = f"""
import runpy, sys

THERE = ({_THERE!r} | set(sys.stdlib_module_names)) - {_NOT_THERE!r}

class Few:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in THERE:
            raise ModuleNotFoundError(f"{{name}} is not there", name=name)

sys.meta_path.insert(0, Few())
runpy.run_path(sys.argv.pop(1), run_name="__main__")
"""


@pytest.fixture(scope="module")
def found():
    asked = [formula for formula, _ in formulas()] + everything()
    done = subprocess.run(
        [sys.executable, "-c", _FEW, str(HERE / "main.py")],
        input=json.dumps({"formulas": asked}), capture_output=True, text=True, cwd=ROOT, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_formulas(found):
    wrong = [
        (formula[:3], cells, answer)
        for (formula, cells), answer in zip(formulas(), found["answers"], strict=False)
        if not same(answer, cells)
    ]
    assert not wrong


def same(answer, cells) -> bool:
    if isinstance(cells, list):
        return len(answer) == len(cells) and all(map(same, answer, cells))
    return answer == (cells if isinstance(cells, str | bool) or cells is None else pytest.approx(cells, rel=1e-12))


def test_every_function_answers(found):
    """With tables as it does here; one that would have to read the workbook says so."""
    for formula, answer in zip(everything(), found["answers"][len(formulas()) :], strict=True):
        function, arguments = FUNCTIONS[formula[0]], [MISSING if each is None else each for each in formula[1:]]
        ours = function.call(Unreadable(), *arguments)
        assert same(answer, ours if isinstance(ours, list) else [[ours]]), formula[0]
        if function.first_table is None and function.reads_workbook:
            assert answer in ([["#N/A"]], *([[say("workbook_not_known", each)]] for each in LANGUAGES)), formula[0]


def test_every_function_is_offered_to_excel(found):
    assert set(found["offered"]) == set(FUNCTIONS)


def test_nothing_else_is_brought_along(found):
    brought = {name for name in found["modules"] if not name.startswith(("_", "cython"))}
    assert brought <= _THERE | set(sys.stdlib_module_names)


def test_the_wheel_asks_a_browser_for_pandas_and_narwhals_only():
    """Whatever is not built for a browser would keep the whole of it from being installed there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [each for each in project["dependencies"] if "emscripten" not in each]
    assert {re.match(r"[\w-]+", each)[0] for each in asked} == {"narwhals", "pandas"}
    assert all(each.endswith("; sys_platform != 'emscripten'") for each in set(project["dependencies"]) - set(asked))
