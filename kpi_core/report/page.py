"""A finished report or overview as the bytes of a file, by the file's suffix."""

from __future__ import annotations

from kpi_core.report.model import Report
from kpi_core.report.overview import Overview


def page_of(content: Report | Overview, suffix: str) -> bytes:
    """A PDF, or a page for the screen."""
    from kpi_core.report.html import render_html, render_overview
    from kpi_core.report.pdf import make_pdf, render_pdf
    from kpi_core.report.screen import for_screen

    if isinstance(content, Overview):
        html = render_overview(content)
        return for_screen(html) if suffix == ".html" else render_pdf(html)
    if suffix == ".html":
        return for_screen(render_html(content), content.brand.templates)
    return make_pdf(content)
