"""`kpi new`: a workbook to start from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from kpi_core.cli import streams
from kpi_core.cli.asking import language_option, one_of
from kpi_core.errors import UsageError
from kpi_core.language import current_language, set_language
from kpi_core.wording import say

KINDS: dict[str, Literal["shop", "leads", "summary"]] = {"shop": "shop", "leads": "leads", "summary": "summary"}


def new(
    file: Annotated[str, typer.Argument(metavar="FILE.xlsx")],
    kind: Annotated[str, typer.Option("--kind", metavar="shop|leads|summary")] = "shop",
    empty: Annotated[bool, typer.Option("--empty")] = False,
    lang: Annotated[str | None, typer.Option("--lang", metavar="ru|en")] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Write a workbook; see `help_new` in the wording."""
    chosen = KINDS[one_of("--kind", kind, tuple(KINDS))]
    language = language_option(lang) or current_language()
    set_language(language)
    path = Path(file)
    if path.suffix.lower() != ".xlsx":
        raise UsageError("new_suffix", path=path, better=path.with_suffix(".xlsx").name)
    if path.exists() and not force:
        raise UsageError("new_exists", path=path)
    from kpi_core.report.pdf import check_target, publish
    from kpi_core.starter import starter_workbook

    check_target(path)
    with streams.working(say("cli_writing", language, path=path.name)):
        publish(starter_workbook(path.name, chosen, language, empty=empty), path)
    sys.stdout.write(f"{path}\n")
    streams.tell(say("new_next_empty" if empty else "new_next", language, path=_quoted(path)))


def _quoted(path: Path) -> str:
    """The path as it is typed in a shell."""
    text = str(path)
    return f'"{text}"' if " " in text else text
