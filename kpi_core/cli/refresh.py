"""`kpi refresh`: count a source once and keep the cube on disk, for the spreadsheets that answer from it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kpi_core.cli import streams
from kpi_core.cli.asking import refuse_nothing
from kpi_core.cli.loading import load_cube, name_of, named_elsewhere
from kpi_core.errors import UsageError
from kpi_core.language import current_language
from kpi_core.wording import say


def refresh(
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    output: Annotated[str | None, typer.Option("--output", metavar="FILE.kpicube")] = None,
) -> None:
    """Keep the cube of a source on disk; see `help_refresh` in the wording."""
    from kpi_core.kept import SUFFIX, kept_path, packed
    from kpi_core.kept_sources import seen
    from kpi_core.report.pdf import check_target, publish

    if output is not None and not output.casefold().endswith(SUFFIX):
        raise UsageError("kept_suffix", value=output)
    if source.casefold().endswith(SUFFIX):
        raise UsageError("kept_refreshed", value=source)
    named = named_elsewhere(source)
    if named is not None:
        source = named[0].source
    target = Path(output) if output else kept_path(source)
    check_target(target)
    # Before they are read: what is saved meanwhile is not in the cube, which has to say so.
    files = seen(source) if Path(source).exists() else ()
    cube = load_cube(source)
    refuse_nothing(cube, name_of(source), cube.span)
    with streams.working(say("kept_writing", current_language(), path=target.name)):
        publish(packed(cube, source, files), target)
    sys.stdout.write(f"{target}\n")
