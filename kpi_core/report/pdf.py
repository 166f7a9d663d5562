"""The report as PDF: weasyprint stands here alone, and in the fetcher."""

from __future__ import annotations

import contextlib
import errno
import gc
import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_core.errors import OutputError, UsageError
from kpi_core.language import Language
from kpi_core.periods import Period
from kpi_core.report.accessible import finish
from kpi_core.report.fetcher import make_fetcher
from kpi_core.report.html import STYLE, render_html, style_sheet, template_folder

if TYPE_CHECKING:
    from weasyprint import CSS, HTML, Attachment  # type: ignore[import-untyped]
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

    from kpi_core.cube import Cube
    from kpi_core.report.model import Attached, Report
    from kpi_core.report.worker import Renderer

STANDARDS = ("pdf/a-3a", "pdf/ua-1", "none")
"""What a PDF may conform to: an archive with its data, reading aloud, or nothing, which is the smallest."""

_EPOCH = "SOURCE_DATE_EPOCH"
_LINK = f'<link rel="stylesheet" href="{STYLE}">'
_resting = False
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


def write_report(
    cube: Cube,
    month: Period | None,
    language: Language,
    output: Path,
    renderer: Renderer | None = None,
    standard: str = STANDARDS[0],
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
    standard : str
        One of `STANDARDS`.

    Returns
    -------
    Path
        `output`.

    Raises
    ------
    OutputError
        Where it cannot be written; nothing half-written is left behind.
    UsageError
        `standard_unknown`.
    """
    check_target(output)
    check_standard(standard)
    make = make_report if renderer is None else renderer.report
    publish(make(cube, month, language, standard), output)
    return output


def check_standard(standard: str) -> str:
    """The kind of PDF, where there is one of that name.

    Raises
    ------
    UsageError
        `standard_unknown`.
    """
    if standard not in STANDARDS:
        raise UsageError("standard_unknown", value=standard, known=list(STANDARDS))
    return standard


def prepare() -> None:
    """Import what the first PDF will need."""
    from kpi_core.report.declared import read_beforehand

    with read_beforehand():
        for name in ("remembered", "shortcuts"):
            import_module(f"kpi_core.report.{name}")


def make_report(cube: Cube, month: Period | None, language: Language, standard: str) -> bytes:
    """The report of a cube as a PDF."""
    # Whoever has a worker does this there, and waits for nothing of it.
    from kpi_core.report.build import build_report

    return make_pdf(replace(build_report(cube, month, language, attach=True), standard=standard))


def make_pdf(report: Report) -> bytes:
    """The finished report as a PDF; equal reports give equal bytes."""
    html = render_html(report)
    with at_rest():
        return _render(
            html, report.brand.templates, report.standard, report.attachments, xml=not report.brand.templates
        )


def render_pdf(html: str) -> bytes:
    """Any HTML page as a PDF, with our style sheet and fonts; equal HTML gives equal bytes."""
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


def _render(
    html: str, own: str = "", standard: str = "none", attachments: Sequence[Attached] = (), *, xml: bool = False
) -> bytes:
    from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]

    from kpi_core.report.remembered import remembering
    from kpi_core.report.shortcuts import shortcuts

    folders = (Path(own), template_folder()) if own else (template_folder(),)
    fetcher = make_fetcher(*folders)
    sheet = style_sheet(own)
    digest = hashlib.sha256(html.encode())
    for each in attachments:
        digest.update(each.content)
    options: dict[str, Any] = {"pdf_identifier": digest.hexdigest()[:32].encode()}
    if standard != "none":
        options |= {"pdf_variant": standard, "pdf_tags": True}
    with _fixed_font_time(), _no_advice(), shortcuts(), remembering() if xml else contextlib.nullcontext():
        try:
            style, fonts = _style_and_fonts(sheet, folders, sheet.stat().st_mtime_ns)
            page = _parsed(html.replace(_LINK, "", 1), f"{folders[0].resolve().as_uri()}/", fetcher, xml=xml)
            attached = [_attachment(each) for each in attachments]
            written: bytes = page.write_pdf(
                finisher=_finish, stylesheets=[style], font_config=fonts, attachments=attached, **options
            )
        except FatalURLFetchingError as fault:
            raise OutputError("template_address", address=_short(fetcher.refused, fault)) from fault
    if fetcher.refused:
        # Inside a drawing WeasyPrint goes on without what it may not have.
        raise OutputError("template_address", address=_short(fetcher.refused, ""))
    return written


def _finish(document: Any, pdf: Any) -> None:
    from kpi_core.report.shortcuts import write_once

    finish(document, pdf)
    write_once(pdf)


def _short(refused: Sequence[str], fault: object) -> str:
    """The address that was refused, else what the fault says of a file that is not there."""
    return (refused[-1] if refused else str(fault))[:200]


def _parsed(html: str, base: str, fetcher: Any, *, xml: bool) -> HTML:
    """The page as WeasyPrint takes it. Our own pages are XML as well, and the parser for that is ten times faster."""
    from xml.etree import ElementTree

    from weasyprint import HTML

    if xml:
        from kpi_core.report.shortcuts import Page

        # A channel may hold a control character, which XML has no way to write.
        with contextlib.suppress(ElementTree.ParseError):
            return Page(ElementTree.fromstring(html), base, fetcher)
    return HTML(string=html, base_url=base, url_fetcher=fetcher)


def _attachment(file: Attached) -> Attachment:
    from weasyprint import Attachment

    day = datetime.fromisoformat(file.day)
    return Attachment(
        string=file.content,
        name=file.name,
        description=file.description,
        created=day,
        modified=day,
        relationship="Source",
    )


@lru_cache(maxsize=8)
def _style_and_fonts(sheet: Path, folders: tuple[Path, ...], _saved: int) -> tuple[CSS, FontConfiguration]:
    """The style sheet of the pages and its fonts."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    return CSS(filename=sheet, font_config=fonts, url_fetcher=make_fetcher(*folders)), fonts


@contextlib.contextmanager
def _fixed_font_time() -> Iterator[None]:
    """Keep today's date, and whatever the system sets, out of the embedded fonts, where fontTools stamps one."""
    before = os.environ.get(_EPOCH)
    os.environ[_EPOCH] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_EPOCH]
        else:
            os.environ[_EPOCH] = before


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
