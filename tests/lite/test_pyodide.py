"""The functions in Pyodide, the Python that xlwings Lite runs on, under Node; installed by its own installer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.lite import pyodide
from tests.lite.formulas import everything, formulas
from tests.lite.test_packages import same

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

pytestmark = pytest.mark.skipif(
    os.environ.get("KPI_PYODIDE") != "1", reason="needs Pyodide; to run it: KPI_PYODIDE=1 python -m pytest tests/lite"
)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lite")
    wheels, site = folder / "wheels", folder / "site"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(wheels), str(ROOT)], check=True)
    subprocess.run([*pip, "download", "--no-deps", "-d", str(wheels), "narwhals"], check=True)
    # xlwings Lite brings its own xlwings; what is not free of it is of no concern here, nor what is native.
    xlwings = Path(find_spec("xlwings").origin).parent
    shutil.copytree(xlwings, site / "xlwings", ignore=shutil.ignore_patterns("pro", "*.so", "*.pyd", "__pycache__"))
    asked = [formula for formula, _ in formulas()] + everything()
    task, answer = folder / "task.json", folder / "answer.json"
    task.write_text(json.dumps({"formulas": asked}, ensure_ascii=False), encoding="utf-8")
    done = subprocess.run(
        ["node", str(HERE / "browser.mjs"), str(pyodide.prepare()), str(site), str(HERE / "main.py"), str(task),
         str(answer), *map(str, sorted(wheels.glob("*.whl")))],
        capture_output=True, text=True, timeout=300, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(answer.read_text(encoding="utf-8"))


def test_the_formulas(found):
    wrong = [
        (formula[:3], cells, answer)
        for (formula, cells), answer in zip(formulas(), found["answers"], strict=False)
        if not same(answer, cells)
    ]
    assert not wrong


def test_every_function_answers_and_none_by_a_mistake(found):
    """`#VALUE!` is what a mistake of ours gives as well, so nothing that is asked here may give it."""
    answers = found["answers"][len(formulas()) :]
    asked = everything()
    assert len(answers) == len(asked)
    assert not [formula[0] for formula, answer in zip(asked, answers, strict=True) if answer == [["#VALUE!"]]]


def test_nothing_native_but_numpy_and_pandas(found):
    assert not {"pydantic", "python_calamine", "weasyprint", "sqlite3", "babel"} & set(found["modules"])


def test_no_function_is_counted_again_for_nothing(found):
    """None of them can read the workbook there, so an edit elsewhere concerns none."""
    assert found["offered"]
    assert not [name for name, options in found["offered"].items() if options["volatile"]]
