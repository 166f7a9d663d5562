"""A second process that gets ready to make the PDF while the first still reads the data.

Importing WeasyPrint takes as long as reading a workbook and counting it, and on two cores both can happen at once. The
worker takes one finished report, pickled by the first process, on its standard input and gives the PDF on its standard
output; an empty input, as when the first process has failed meanwhile, ends it. Whatever goes wrong with it, the report
is rendered in the first process.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi_core.report.model import Report

_PDF = b"%PDF-"
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

    def render(self, report: Report) -> bytes:
        """The report as a PDF."""
        process, self._process = self._process, None
        if process is not None:
            try:
                content, _ = process.communicate(pickle.dumps(report))
            except (OSError, ValueError):
                process.kill()
                content = b""
            if process.wait() == 0 and content.startswith(_PDF):
                return content
        from kpi_core.report.html import render_html
        from kpi_core.report.pdf import render_pdf

        return render_pdf(render_html(report))

    def close(self) -> None:
        """Let the worker go, if it was not needed after all."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def __enter__(self) -> Renderer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


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
    """The worker's side: get ready, wait for the report, answer with the PDF."""
    from kpi_core.report.html import compile_templates, render_html
    from kpi_core.report.pdf import at_rest, render_pdf

    with at_rest():
        compile_templates()
        # The first page of a process pays for fonts and style sheets; let it be an empty one.
        render_pdf(_FIRST_PAGE)
        if pickled := sys.stdin.buffer.read():
            sys.stdout.buffer.write(render_pdf(render_html(pickle.loads(pickled))))
            sys.stdout.buffer.flush()
    # Taking a million objects apart would keep the reader waiting.
    os._exit(0)
