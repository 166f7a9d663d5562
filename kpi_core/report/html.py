"""The report as HTML: jinja2 stands here alone.

The page is written so that it is XML as well, which the PDF's parser reads ten times faster than HTML.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import traceback
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_core.errors import OutputError
from kpi_core.report.metrics import end, middle
from kpi_core.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import BaseLoader, BytecodeCache, Environment
    from jinja2.bccache import Bucket

    from kpi_core.report.model import Report
    from kpi_core.report.overview import Overview

STYLE = "page.css"
PAGE = "report.html.j2"
OVERVIEW = "overview.html.j2"
# Below this name a user's template finds ours: {% include "monthly/blocks/cards.html.j2" %}.
_OURS = "monthly"


def template_folder() -> Path:
    """Where the templates of the monthly report stand.

    Raises
    ------
    OutputError
        `templates_missing` where the installation is not whole.
    """
    folder = shipped("templates") / "monthly"
    if not (folder / PAGE).is_file():
        raise OutputError("templates_missing", folder=folder)
    return folder


def render_html(report: Report) -> str:
    """The report as one HTML page. Fonts are referred to by names relative to the template folder.

    Raises
    ------
    OutputError
        `template_fault`, naming file and line of a user's template; `brand_templates_empty`.
    """
    if not report.brand.templates:
        return _environment(template_folder()).get_template(PAGE).render(report=report)
    own = Path(report.brand.templates)
    return _told(_environment(template_folder(), own, _replaced(own)), own, report)


def render_overview(overview: Overview) -> str:
    """The page about all clients of a batch."""
    return _environment(template_folder()).get_template(OVERVIEW).render(overview=overview)


def style_sheet(own: str = "") -> Path:
    """The style sheet: the user's where there is one, else ours."""
    replaced = Path(own) / STYLE if own else None
    return replaced if replaced is not None and replaced.is_file() else template_folder() / STYLE


def compile_templates() -> None:
    """Have every template ready before there is a report."""
    environment = _environment(template_folder())
    for name in environment.list_templates(extensions=["j2"]):
        environment.get_template(name)


def names() -> list[str]:
    """The files that a user may replace."""
    ours = template_folder()
    return [STYLE, *sorted({path.relative_to(ours).as_posix() for path in ours.rglob("*.j2")} - {OVERVIEW})]


def _replaced(own: Path) -> tuple[str, ...]:
    """Those of a folder. One in which nothing bears a name of ours is mistyped: it would change nothing, in silence."""
    found = tuple(name for name in names() if (own / name).is_file())
    if not found:
        raise OutputError("brand_templates_empty", name=own.name, known=names())
    return found


_SIGNED = re.compile("[+\u2212][^\\s\\d<>&+\u2212A-Za-zА-я]{1,3}(?=[\\s\\d])")


@cache
def _environment(folder: Path, own: Path | None = None, _replaced: tuple[str, ...] = ()) -> Environment:
    """Ours; with a folder of the user's before it in a sandbox, where a template reads the report and nothing else.

    A template that is edited is compiled anew by jinja; one that is put into the folder makes another environment.
    """
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    ours = FileSystemLoader(folder)
    made = (Environment if own is None else ImmutableSandboxedEnvironment)(
        loader=ours if own is None else ChoiceLoader([_loader(own), PrefixLoader({_OURS: ours}), ours]),
        # True and not select_autoescape(), which leaves names that end in .j2 unescaped: channels are user input.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_kept_code() if own is None else None,
    )
    made.filters |= {"kept": _kept, "soft": _soft, "middle": middle, "end": end}
    return made


def _kept_code() -> BytecodeCache:
    """Keeps a compiled template as Python keeps a module: beside it, where it may write and is not told otherwise."""
    from jinja2 import BytecodeCache

    class Kept(BytecodeCache):
        def get_cache_key(self, name: str, filename: str | None = None) -> str:
            return cache_from_source(filename or name)

        def load_bytecode(self, bucket: Bucket) -> None:
            try:
                with open(bucket.key, "rb") as file:
                    bucket.load_bytecode(file)
            except FileNotFoundError:
                pass
            except Exception:  # whatever is wrong with it, the template itself is there
                bucket.reset()

        def dump_bytecode(self, bucket: Bucket) -> None:
            if sys.dont_write_bytecode:
                return
            path = Path(bucket.key)
            aside = path.with_name(f"{path.name}.{os.getpid()}")
            with contextlib.suppress(OSError):
                path.parent.mkdir(exist_ok=True)
                try:
                    aside.write_bytes(bucket.bytecode_to_string())
                    aside.replace(path)
                finally:
                    aside.unlink(missing_ok=True)

    return Kept()


def _loader(own: Path) -> BaseLoader:
    """Templates of a folder, and of nowhere that a link in it leads to."""
    from jinja2 import FileSystemLoader, TemplateNotFound

    class Kept(FileSystemLoader):
        def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
            found = super().get_source(environment, template)
            if not Path(found[1]).resolve().is_relative_to(own.resolve()):
                raise TemplateNotFound(template)
            return found

    return Kept(own)


def _told(environment: Environment, own: Path, report: Report) -> str:
    """The page, or the fault in a template named by file and line."""
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        return environment.get_template(PAGE).render(report=report)
    except TemplateSyntaxError as fault:
        where, row = fault.filename or fault.name or PAGE, fault.lineno
        raise _fault(own, where, row, fault) from fault
    except (TemplateError, TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError,
            RecursionError, UnicodeDecodeError) as fault:  # fmt: skip
        frames = [each for each in traceback.extract_tb(fault.__traceback__) if each.filename.endswith((".j2", ".css"))]
        where, row = (frames[-1].filename, frames[-1].lineno or 1) if frames else (PAGE, 1)
        raise _fault(own, where, row, fault) from fault


_OBJECT = re.compile(r"'(?:\w+\.)*(\w+) object'")


def _fault(own: Path, where: str, row: int, fault: Exception) -> OutputError:
    path = Path(where)
    name = path.relative_to(own).as_posix() if path.is_relative_to(own) else path.name
    why = _OBJECT.sub(r"\1", str(fault)).rstrip(".") or type(fault).__name__
    return OutputError("template_fault", name=name, row=row, why=why)


def _kept(text: str) -> str:
    """The text with signs kept beside the currency that follows them, where a line would break: "+$5" and "−₽ 5"."""
    from markupsafe import Markup, escape

    return Markup(_SIGNED.sub(r'<span class="fig">\g<0></span>', str(escape(text))))


_JOINT = re.compile("(?<=[^\\s_=&/.?+:-][_=&/.?+:-])(?=[^\\s_=&/.?+:-])")


def _soft(text: str) -> str:
    """A name that may break after the joints of a campaign's name, and not in the middle of its words."""
    return _JOINT.sub("\u200b", text)
