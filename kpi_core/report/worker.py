"""A second process that gets ready to make the PDF while the first still reads the data.

Importing WeasyPrint takes as long as reading a workbook and counting it, and on two cores both can happen at once. The
worker takes one task, pickled by the first process, on its standard input and gives the PDF on its standard output: a
cube without its data frames, for which it has imported everything while it waited. An empty input, as when the first
process has failed meanwhile, ends it. Whatever goes wrong with it, the report is made in the first process.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpi_core.cube import Cube
    from kpi_core.language import Language
    from kpi_core.periods import Period
    from kpi_core.report.model import Report

_PDF, _END = b"%PDF-", b"%%EOF\n"
_LANGUAGES: tuple[Language, ...] = ("ru", "en")
# -P keeps the current folder, where the user's data lies, off the path of the modules; the folder of this package
# goes last, for a checkout that is not installed.
_CODE = "import sys; sys.path.append(sys.argv[1]); from kpi_core.report.worker import serve; serve()"
_FIRST_PAGE = (
    '<html><head><link rel="stylesheet" href="page.css"></head><body><h1>1</h1><table><tr><td class="num">1</td></tr>'
    '</table><svg viewBox="0 0 9 9"><title>1</title><polygon points="0,0 9,9 9,0" fill="#eaeef3"/><text x="1" y="9"'
    ' font-family="Inter" font-size="9">1</text></svg></body></html>'
)
_HOME = Path(__file__).resolve().parents[2]


class Renderer:
    """Makes the PDF of one report, in a process of its own where that is possible.

    Start it first, read the data, and hand it to `write_report`::

        with Renderer() as renderer:
            cube = build(load("orders.xlsx"))
            write_report(cube, None, "ru", Path("october.pdf"), renderer)
    """

    def __init__(self) -> None:
        self._process = _start()
        self._leaving: subprocess.Popen[bytes] | None = None

    def report(self, cube: Cube, month: Period | None, language: Language, standard: str) -> bytes:
        """The report of a cube as a PDF."""
        from kpi_core.cube import Cube
        from kpi_core.kept import detached
        from kpi_core.report.pdf import make_report

        # Whoever made a cube of another kind has a reason to.
        sent = detached(cube) if type(cube) is Cube else None
        made = sent and self._ask((sent, month, language, standard))
        return made or make_report(cube, month, language, standard)

    def render(self, report: Report) -> bytes:
        """A finished report as a PDF."""
        from kpi_core.report.pdf import make_pdf

        return self._ask((report,)) or make_pdf(report)

    def _ask(self, task: tuple[Any, ...]) -> bytes:
        """What the worker makes of it; empty where there is none, or it has failed."""
        process, self._process = self._process, None
        if process is None:
            return b""
        content = b""
        try:
            with contextlib.suppress(Exception):  # also what cannot be pickled: this process will do it, or say why
                content = _answer(process, task)
        finally:
            if content:
                self._leaving = process
            else:
                _end(process)
        return content

    def close(self) -> None:
        """Let the worker go, if it was not needed after all; one that has answered goes by itself."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)
        if self._leaving is not None:
            with self._leaving:
                self._leaving = None

    def __enter__(self) -> Renderer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _answer(process: subprocess.Popen[bytes], task: tuple[Any, ...]) -> bytes:
    """A whole PDF, or nothing."""
    assert process.stdin is not None
    assert process.stdout is not None
    # Not `communicate`, which hands over a page of memory at a time: the worker says nothing before it has all.
    process.stdin.write(pickle.dumps(task, pickle.HIGHEST_PROTOCOL))
    process.stdin.close()
    content = process.stdout.read()
    return content if content.startswith(_PDF) and content.endswith(_END) else b""


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):  # what the pipe still holds nobody will read
            if pipe is not None:
                pipe.close()
    process.wait()


def _start() -> subprocess.Popen[bytes] | None:
    """The worker, or None where this interpreter cannot start another (frozen, or inside a spreadsheet)."""
    if not sys.executable or getattr(sys, "frozen", False):
        return None
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-c", _CODE, str(_HOME)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None


def serve() -> None:
    """The worker's side: get ready, wait for the task, answer with the PDF."""
    from kpi_core.report.html import compile_templates
    from kpi_core.report.pdf import at_rest, make_pdf, make_report, prepare, render_pdf

    # A process that lives for a second and then goes at once.
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _find_libraries_quickly()
    with at_rest():
        compile_templates()
        prepare()
        # The first page of a process pays for fonts and style sheets; let it be an empty one.
        render_pdf(_FIRST_PAGE)
        _get_ready()
        if pickled := sys.stdin.buffer.read():
            task = pickle.loads(pickled)
            sys.stdout.buffer.write(make_pdf(*task) if len(task) == 1 else make_report(*task))
            sys.stdout.buffer.flush()
            # The reader knows now that it has all, and need not wait for the system to take the memory back.
            os.close(sys.stdout.fileno())
    # Nor for Python to take a million objects apart.
    os._exit(0)


def _find_libraries_quickly() -> None:
    """Look for Pango in the system's list of libraries alone.

    Python asks a compiler, where one is installed, for each name that the list does not hold, and WeasyPrint tries
    several names: it takes as long as the pages do. Should the list not know Pango, the first process renders.
    """
    import ctypes.util

    quick = getattr(ctypes.util, "_findSoname_ldconfig", None)
    if quick is not None:
        ctypes.util.find_library = quick


def _get_ready() -> None:
    """Import what a cube and its report need; read the catalogue, the widths of letters and the formats of numbers."""
    from datetime import date
    from importlib import import_module

    from kpi_core.catalogue import find
    from kpi_core.report.metrics import width
    from kpi_core.units import date_label, format_value

    for name in ("kpi_core.kept", "kpi_core.report.build", "xlsxwriter"):
        import_module(name)
    find("revenue")
    for weight in (400, 600, 700):
        width("1", 1, weight)
    for language in _LANGUAGES:
        format_value(1.5, "money", language), date_label(date.min, language)
