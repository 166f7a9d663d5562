"""What a user has in xlwings Lite's main.py, and what Excel asks of it; runs wherever the packages are few.

Prints, as JSON, what each formula gives. Nothing of the test tools is there, hence no test framework.
"""

from __future__ import annotations

import inspect
import json
import sys

import xlwings as xw

offered: dict[str, dict[str, object]] = {}


def func(**options):
    """Stands for xlwings Lite's decorator, which only notes what Excel is told; xlwings' own notes nothing here."""

    def bound(function):
        offered[function.__name__] = options
        return function

    return bound


xw.func = func

from addin.excel import *  # noqa: E402, F403  # these two lines are what the page tells the user to write


def ask(formula: list[object]) -> object:
    """An argument that is left out has its default, as xlwings gives it."""
    name, *arguments = formula
    function = globals()[str(name)]
    defaults = [parameter.default for parameter in inspect.signature(function).parameters.values()]
    given = [default if each is None else each for each, default in zip(arguments, defaults, strict=False)]
    return function(*given, *defaults[len(given) :])


task = json.loads(sys.stdin.read() if len(sys.argv) < 2 else sys.argv[1])
answers = [ask(formula) for formula in task["formulas"]]
first = {name.partition(".")[0] for name in sys.modules}
print(json.dumps({"answers": answers, "offered": offered, "modules": sorted(first)}, ensure_ascii=False))
