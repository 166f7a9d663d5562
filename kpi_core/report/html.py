"""The report as HTML: jinja2 stands here alone."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_core.errors import OutputError
from kpi_core.report.model import Report
from kpi_core.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import Environment


def template_folder() -> Path:
    """Where the templates of the monthly report stand.

    Raises
    ------
    OutputError
        `templates_missing` where the installation is not whole.
    """
    folder = shipped("templates") / "monthly"
    if not (folder / "report.html.j2").is_file():
        raise OutputError("templates_missing", folder=folder)
    return folder


def render_html(report: Report) -> str:
    """The report as one HTML page. Fonts are referred to by names relative to the template folder."""
    template = _environment(template_folder()).get_template("report.html.j2")
    return template.render(report=report)


def compile_templates() -> None:
    """Have every template ready before there is a report."""
    environment = _environment(template_folder())
    for name in environment.list_templates(extensions=["j2"]):
        environment.get_template(name)


_SIGNED = re.compile("[+\u2212][^\\s\\d<>&+\u2212A-Za-zА-я]{1,3}(?=[\\s\\d])")


@cache
def _environment(folder: Path) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(folder),
        # True and not select_autoescape(), which leaves names that end in .j2 unescaped: channels are user input.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kept"] = _kept
    return environment


def _kept(text: str) -> str:
    """The text with signs kept beside the currency that follows them, where a line would break: "+$5" and "−₽ 5"."""
    from markupsafe import Markup, escape

    return Markup(_SIGNED.sub(r'<span class="fig">\g<0></span>', str(escape(text))))
