"""What a worker of `kpi batch` does: one client's report, or the page about all of them. Imports stand at the top, for
they are made once, before the first worker is forked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kpi_core.cli.asking import refuse_nothing
from kpi_core.cli.batch_state import fingerprint
from kpi_core.cli.delivery import failed_checks
from kpi_core.cli.loading import language_of, load_cube, name_of
from kpi_core.language import Language, set_language
from kpi_core.periods import Period
from kpi_core.report.build import build_report
from kpi_core.report.mail import letter_of
from kpi_core.report.overview import Overview, line_of
from kpi_core.report.page import page_of


@dataclass(frozen=True, slots=True)
class Job:
    """One client's report.

    Attributes
    ----------
    month : Period or None
        None for the report month of the client's own data.
    language : str or None
        None for that of the client's own data.
    words : str
        The language of the overview and of messages.
    suffix, standard : str
        ".pdf" or ".html", and the kind of PDF.
    known, beside :
        The fingerprint of the report that is there, and what it was made with beside its source; a report with
        the same fingerprint is not made again.
    """

    source: Path
    name: str
    month: Period | None
    language: Language | None
    words: Language
    suffix: str
    standard: str
    known: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A report, and what is worth remembering of it."""

    content: bytes
    fingerprint: str
    month: Period
    language: Language
    line: Mapping[str, Any]
    failed_checks: tuple[str, ...]
    letter: Mapping[str, str]
    email: tuple[str, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverviewJob:
    """The page about all clients."""

    overview: Overview
    suffix: str


def work(job: Job | OverviewJob) -> Made | bytes | None:
    """Do it; None where the report that is there is the one that would be made."""
    if isinstance(job, OverviewJob):
        return page_of(job.overview, job.suffix)
    set_language(job.words)
    mark = _mark(job, job.beside)
    if mark and mark == job.known:
        return None
    try:
        return _made(job, mark)
    finally:
        # Reading a source turns messages to its language; what went wrong is told in the user's.
        set_language(job.words)


def _mark(job: Job, beside: tuple[str, ...]) -> str:
    return fingerprint(job.source, beside, job.name, job.month, job.language, job.words, job.suffix, job.standard)


def _made(job: Job, mark: str) -> Made:
    cube = load_cube(str(job.source))
    set_language(job.words)
    snapshot = cube.snapshot
    month = job.month or cube.report_month
    refuse_nothing(cube, name_of(str(job.source)), month)
    language = job.language or language_of(snapshot)
    built = build_report(cube, month, language, attach=job.suffix == ".pdf")
    report = replace(built, standard=job.standard)
    letter = letter_of(report)
    beside = tuple(place for place in (snapshot.settings.logo, snapshot.settings.templates) if place)
    return Made(
        content=page_of(report, job.suffix),
        fingerprint=mark if beside == job.beside else _mark(job, beside),
        month=month,
        language=language,
        line=line_of(cube, month, job.words, job.name).as_dict(),
        failed_checks=failed_checks(snapshot, job.words),
        letter={"subject": letter.subject, "body": letter.body},
        email=snapshot.settings.email,
        beside=beside,
    )
