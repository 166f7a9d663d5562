"""`kpi report`: the monthly report as a PDF or a page, closing its month, and sending it."""

from __future__ import annotations

import re
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpi_core.cli import early, streams
from kpi_core.cli.asking import language_option, one_month, one_of, refuse_nothing
from kpi_core.cli.delivery import deliver
from kpi_core.cli.loading import language_of, load_cube, name_of
from kpi_core.errors import UsageError
from kpi_core.language import Language, current_language
from kpi_core.periods import Period
from kpi_core.wording import say

if TYPE_CHECKING:
    from kpi_core.cube import Cube
    from kpi_core.report import Renderer
    from kpi_core.report.mail import Smtp


def report(
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    month: Annotated[str | None, typer.Option("--month", metavar="M")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="ru|en")] = None,
    output: Annotated[str | None, typer.Option("--output", metavar="FILE")] = None,
    close: Annotated[bool, typer.Option("--close")] = False,
    output_format: Annotated[str | None, typer.Option("--format", metavar="pdf|html")] = None,
    standard: Annotated[str | None, typer.Option("--standard", metavar="S")] = None,
    email: Annotated[str | None, typer.Option("--email", metavar="A@B,C@D")] = None,
    approve: Annotated[bool, typer.Option("--approve")] = False,
) -> None:
    """Write the report; see `help_report` in the wording."""
    asked = None if month is None else one_month(month)
    language = language_option(lang)
    suffix = _suffix(output_format, output)
    kind = standard_option(standard, suffix)
    post = _post(email, approve)
    # it gets ready to draw while the data is read
    with early.renderer() if suffix == ".pdf" else nullcontext() as renderer:
        cube = load_cube(source)
        reported = asked or cube.report_month
        refuse_nothing(cube, name_of(source), reported)
        target = Path(output) if output else default_output(source, cube, reported).with_suffix(suffix)
        from kpi_core.report.pdf import check_target

        check_target(target)
        closed = _closing(cube, source, reported) if close else None
        spoken = language or language_of(cube.snapshot)
        with streams.working(say("cli_writing", current_language(), path=target.name)):
            _write(cube, reported, spoken, target, kind, renderer)
    sys.stdout.write(f"{target}\n")
    if closed:
        _close(*closed, reported)
    if post is not None:
        deliver(cube, reported, spoken, target, post, approve=approve)


def _suffix(output_format: str | None, output: str | None) -> str:
    """The kind of file: what is asked for, else what the name of the file says."""
    if output_format is not None:
        return "." + one_of("--format", output_format, ("pdf", "html"))
    return ".html" if output and Path(output).suffix.casefold() in (".html", ".htm") else ".pdf"


def standard_option(value: str | None, suffix: str) -> str:
    """The value of `--standard`: of PDF only."""
    known = ("pdf/a-3a", "pdf/ua-1", "none")
    if value is not None and suffix != ".pdf":
        raise UsageError("delivery_standard_html", value=value)
    return known[0] if value is None else one_of("--standard", value, known)


def _post(email: str | None, approve: bool) -> tuple[Smtp, tuple[str, ...]] | None:
    """Where and to whom to send, refused before the seconds of work."""
    if email is None:
        if approve:
            raise UsageError("delivery_approve_alone")
        return None
    from kpi_core.addresses import addresses
    from kpi_core.report.mail import smtp_settings

    to = addresses(email)
    return smtp_settings(), to


def _write(
    cube: Cube, month: Period, language: Language, target: Path, standard: str, renderer: Renderer | None
) -> None:
    from kpi_core.report.pdf import publish, write_report

    if renderer is not None:
        write_report(cube, month, language, target, renderer, standard=standard)
        return
    from kpi_core.report.build import build_report
    from kpi_core.report.page import page_of

    publish(page_of(build_report(cube, month, language), ".html"), target)


def default_output(source: str, cube: Cube, month: Period) -> Path:
    """NAME-MONTH.pdf beside the source; of a kpi.toml the name is the company's, or its folder's.

    A folder of files has it beside the folder, where the next run will not take it for data.
    """
    path = Path(source)
    if path.is_dir() and (path / "kpi.toml").is_file():
        path = path / "kpi.toml"
    if path.suffix.lower() == ".toml":
        name = slug(cube.snapshot.settings.company) or slug(path.resolve().parent.name) or "report"
        return path.with_name(f"{name}-{month}.pdf")
    if path.is_dir():
        path = path.resolve()
        return path.with_name(f"{path.name}-{month}.pdf")
    return path.with_name(f"{path.stem}-{month}.pdf")


def slug(name: str) -> str:
    """A name that every file system takes; letters of any alphabet stay.

    Examples
    --------
    >>> slug("ООО «Северный дом»"), slug("A/B: tests?")
    ('ООО-Северный-дом', 'A-B-tests')
    """
    return re.sub(r"[^\w.]+", "-", name).strip("-._")


def _closing(cube: Cube, source: str, month: Period) -> tuple[Path, bytes, bool]:
    """What closing will write, or the refusal, before the report is made."""
    from kpi_core.closing import closed_path, merged, month_values, read_closed, written

    path = closed_path(source)
    before = read_closed(path)
    rows = merged(before, month_values(cube, month), path)
    if "partial_period" in cube.kpi("revenue", month).notes:
        streams.tell(say("closed_partial", current_language(), month=month), "yellow")
    return path, written(rows), len(rows) > len(before)


def _close(path: Path, content: bytes, changed: bool, month: Period) -> None:
    from kpi_core.report.pdf import publish

    if changed:
        publish(content, path)
    code = "closed_done" if changed else "closed_same"
    streams.tell(say(code, current_language(), month=month, path=path))
