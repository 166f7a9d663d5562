"""The monthly report: a cube in, a PDF out.

`build_report` puts every figure into words, `render_html` lays them out, `write_report` makes the PDF. jinja2 is
imported by `html.py` and weasyprint by `pdf.py`, both inside their functions: whoever only computes pays for neither.
"""

from kpi_core.report.build import build_report
from kpi_core.report.html import render_html
from kpi_core.report.model import Report
from kpi_core.report.pdf import write_report

__all__ = ["Report", "build_report", "render_html", "write_report"]
