"""`kpi tidy`: a source written back as clean tables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kpi_core.cli import streams
from kpi_core.cli.asking import language_option
from kpi_core.errors import UsageError
from kpi_core.language import current_language, set_language
from kpi_core.wording import say


def tidy(
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    output: Annotated[str | None, typer.Option("--output", metavar="FILE.xlsx")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="ru|en")] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Write the tables; see `help_tidy` in the wording."""
    language = language_option(lang)
    path = Path(output) if output else _beside(source)
    if path.suffix.lower() != ".xlsx":
        raise UsageError("new_suffix", path=path, better=path.with_suffix(".xlsx").name)
    if path.exists() and not force:
        raise UsageError("new_exists", path=path)
    from kpi_core.report.pdf import check_target, publish
    from kpi_core.tidy import tidy as tidied

    check_target(path)
    with streams.working(say("cli_reading", current_language(), source=source)):
        result = tidied(source, language)
        publish(result.content, path)
    set_language(result.language)
    sys.stdout.write(f"{path}\n")
    counts = {"used": result.used, "excluded": result.excluded, "refused": result.refused}
    streams.tell(say("tidy_done", result.language, **counts))


def _beside(source: str) -> Path:
    """NAME-tidy.xlsx beside the source, where the next run on a folder will not take it for data."""
    path = Path(source).resolve()
    stem = path.name if path.is_dir() else path.stem
    return path.with_name(f"{stem}-tidy.xlsx")
