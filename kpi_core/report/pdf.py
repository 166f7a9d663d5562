"""The report as PDF: weasyprint stands here alone."""

from __future__ import annotations

import contextlib
import errno
import gc
import hashlib
import logging
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from kpi_core.errors import OutputError
from kpi_core.language import Language
from kpi_core.periods import Period
from kpi_core.report.build import build_report
from kpi_core.report.html import render_html, template_folder

if TYPE_CHECKING:
    from weasyprint import CSS  # type: ignore[import-untyped]
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

    from kpi_core.cube import Cube
    from kpi_core.report.worker import Renderer

_EPOCH = "SOURCE_DATE_EPOCH"
_STYLE = "page.css"
_LINK = f'<link rel="stylesheet" href="{_STYLE}">'
_resting = False
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


def write_report(
    cube: Cube, month: Period | None, language: Language, output: Path, renderer: Renderer | None = None
) -> Path:
    """Write the monthly report as a PDF.

    Parameters
    ----------
    cube : Cube
        Answers for any KPI, period and channel.
    month : Period or None
        The month to report on; None means the cube's report month.
    language : str
        "ru" or "en".
    output : Path
        The PDF to write. An older one is replaced only once the new one is whole.
    renderer : Renderer, optional
        A worker that was started before the data was read; without one, this process renders.

    Returns
    -------
    Path
        `output`.

    Raises
    ------
    OutputError
        Where it cannot be written; nothing half-written is left behind.
    """
    check_target(output)
    report = build_report(cube, month, language)
    publish(renderer.render(report) if renderer is not None else render_pdf(render_html(report)), output)
    return output


def render_pdf(html: str) -> bytes:
    """The HTML page as a PDF; equal HTML gives equal bytes."""
    with at_rest():
        return _render(html)


@contextlib.contextmanager
def at_rest() -> Iterator[None]:
    """Let the garbage collector rest: layout makes a million objects and no garbage, and the search for some takes a
    quarter of the time, more still beside a loaded pandas.

    Around several reports it keeps their fonts and style sheet as well, which each would read again otherwise.
    """
    global _resting
    if _resting:
        yield
        return
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    _resting = True
    try:
        yield
    finally:
        _resting = False
        # The fonts lie in a temporary folder, which goes with them.
        _style_and_fonts.cache_clear()
        gc.set_threshold(*before)
        gc.unfreeze()


def _render(html: str) -> bytes:
    from weasyprint import HTML

    folder = template_folder()
    style, fonts = _style_and_fonts(folder, (folder / _STYLE).stat().st_mtime_ns)
    page = HTML(string=html.replace(_LINK, "", 1), base_url=f"{folder.as_uri()}/", url_fetcher=make_fetcher(folder))
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    with _fixed_font_time(), _no_advice():
        written: bytes = page.write_pdf(pdf_identifier=identifier, stylesheets=[style], font_config=fonts)
    return written


@lru_cache(maxsize=8)
def _style_and_fonts(folder: Path, _saved: int) -> tuple[CSS, FontConfiguration]:
    """The style sheet of the pages and its fonts."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    return CSS(filename=folder / _STYLE, font_config=fonts, url_fetcher=make_fetcher(folder)), fonts


@contextlib.contextmanager
def _fixed_font_time() -> Iterator[None]:
    """Keep today's date out of the embedded fonts, where fontTools stamps it unless this variable is set."""
    if _EPOCH in os.environ:
        yield
        return
    os.environ[_EPOCH] = "0"
    try:
        yield
    finally:
        del os.environ[_EPOCH]


@contextlib.contextmanager
def _no_advice() -> Iterator[None]:
    """Hold back the advice to install HarfBuzz-Subset: the result is the same, and a marketer cannot act on it."""
    logger = logging.getLogger("weasyprint")

    def wanted(record: logging.LogRecord) -> bool:
        return "HarfBuzz-Subset" not in str(record.msg)

    logger.addFilter(wanted)
    try:
        yield
    finally:
        logger.removeFilter(wanted)


def make_fetcher(folder: Path) -> URLFetcher:
    """A fetcher that gives `data:` addresses and files of one folder, and refuses everything else.

    WeasyPrint's own would embed any local file and ask any server that a channel's name could smuggle in.
    """
    from weasyprint.urls import URLFetcher

    root = folder.resolve()

    class TemplateFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not _allowed(url, root):
                raise ValueError(f"address outside the templates: {url}")
            return super().fetch(url, headers)

    return TemplateFetcher(allowed_protocols={"data", "file"}, allow_redirects=False, fail_on_errors=True)


def _allowed(url: str, root: Path) -> bool:
    if url.startswith("data:"):
        return True
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return False
    path = Path(url2pathname(unquote(parts.path) if os.name != "nt" else parts.path)).resolve()
    return path.is_relative_to(root)


def check_target(output: Path) -> None:
    """Refuse a place that cannot take the file, before the seconds of work.

    Raises
    ------
    OutputError
        `output_is_folder`, `output_no_folder` or `output_denied`.
    """
    if output.is_dir():
        raise OutputError("output_is_folder", path=output)
    if not output.absolute().parent.is_dir():
        raise OutputError("output_no_folder", folder=output.parent)
    if output.exists() and not os.access(output, os.W_OK):
        raise OutputError("output_denied", path=output)


def publish(content: bytes, output: Path) -> None:
    """Write beside the target and move into place: a reader sees the old file or the whole new one.

    Raises
    ------
    OutputError
        `output_full`, `output_denied` or `output_failed`; the aside file is gone then.
    """
    aside = output.with_name(f".{output.name}.{os.getpid()}.part")
    with _told(output):
        try:
            with open(aside, "wb") as file:
                file.write(content)
                file.flush()
                # A full network or quota disk may report the lack of room only here.
                os.fsync(file.fileno())
            os.replace(aside, output)
        finally:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)


@contextlib.contextmanager
def _told(output: Path) -> Iterator[None]:
    """Turn the system's errors into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise OutputError("output_full", folder=output.absolute().parent) from error
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            raise OutputError("output_denied", path=output) from error
        raise OutputError("output_failed", path=output, why=error.strerror or error) from error
