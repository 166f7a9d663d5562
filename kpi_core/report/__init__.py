"""The monthly report: a cube in, a PDF out.

`build_report` puts every figure into words, `render_html` lays them out, `write_report` makes the PDF; a `Renderer`
started early lets the second half of that happen beside the reading of the data. jinja2 is imported by `html.py` and
weasyprint by `pdf.py`, both inside their functions, and the names below when they are first used: whoever only computes
pays for none of it, and the renderer starts before anything else is imported.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpi_core.report.build import build_report
    from kpi_core.report.html import render_html
    from kpi_core.report.model import Report
    from kpi_core.report.pdf import write_report
    from kpi_core.report.worker import Renderer

__all__ = ["Renderer", "Report", "build_report", "render_html", "write_report"]

_HOMES = {
    "Renderer": "worker",
    "Report": "model",
    "build_report": "build",
    "render_html": "html",
    "write_report": "pdf",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
