"""Sending reports, and holding back those whose data checks failed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kpi_core.cli import streams
from kpi_core.language import Language, current_language
from kpi_core.wording import say
from kpi_core.words import counted

if TYPE_CHECKING:
    from kpi_core.cube import Cube
    from kpi_core.periods import Period
    from kpi_core.report.mail import Smtp
    from kpi_core.snapshot import Snapshot

HELD = 3
"""The exit code where nothing failed, but a report waits for approval."""
_SHOWN = 5


def failed_checks(snapshot: Snapshot, language: Language) -> tuple[str, ...]:
    """The findings of level error: place and sentence, those alike once, with their number.

    A report that rests on refused rows is not sent unless somebody has said that it may be.
    """
    told: dict[tuple[str, str], int] = {}
    for finding in snapshot.findings:
        if finding.level == "error":
            place = " · ".join(part for part in (finding.file, finding.sheet, finding.column) if part)
            key = (place, finding.message(language))
            told[key] = told.get(key, 0) + 1
    return tuple(
        (f"{place}: " if place else "") + text + (f" (×{count})" if count > 1 else "")
        for (place, text), count in told.items()
    )


def deliver(
    cube: Cube, month: Period, language: Language, path: Path, post: tuple[Smtp, Sequence[str]], *, approve: bool
) -> None:
    """Send the report that was written, or say why it is held back and end with that code."""
    from kpi_core.report.build import build_report
    from kpi_core.report.mail import Post, letter_of

    spoken = current_language()
    failed = failed_checks(cube.snapshot, spoken)
    if failed and not approve:
        tell_held(path.name, failed)
        raise typer.Exit(HELD)
    settings, to = post
    letter = letter_of(build_report(cube, month, language))
    with streams.working(say("delivery_sending", spoken)), Post(settings) as server:
        server.send(letter, to, path.name, path.read_bytes())
    streams.tell(say("delivery_sent", spoken, to=list(to)), "green")


def tell_held(name: str, failed: Sequence[str]) -> None:
    """Say that a report is held back, which checks failed, and how to let it go."""
    language = current_language()
    count = counted(len(failed), "error", language)
    streams.tell(say("delivery_held", language, name=name, count=count), "yellow")
    for line in failed[:_SHOWN]:
        streams.tell(f"  {line}")
    if len(failed) > _SHOWN:
        streams.tell("  " + say("delivery_more", language, count=len(failed) - _SHOWN))
