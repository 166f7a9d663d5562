"""`kpi batch`: a report for each client of a folder or a list."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kpi_core.cli import streams
from kpi_core.cli.asking import language_option, one_month, one_of
from kpi_core.cli.clients import STANDARD, Client, check_pattern, find_clients, output_of, passed_over
from kpi_core.cli.delivery import HELD, tell_held
from kpi_core.cli.report import standard_option
from kpi_core.cli.table import Column, lay_out
from kpi_core.errors import KpiError, OutputError, UsageError
from kpi_core.language import Language, current_language
from kpi_core.periods import Period
from kpi_core.wording import say

if TYPE_CHECKING:
    from kpi_core.cli.batch_state import Entry, Lock, Memory
    from kpi_core.cli.batch_work import Job, Made, OverviewJob
    from kpi_core.report.batch import Done, Failure, Pool
    from kpi_core.report.mail import Smtp

FAILED = 1
_MOST_JOBS, _LONGEST, _PAUSE = 256, 24 * 3600, 0.3
_STYLES = {"done": "green", "same": "dim", "sent": "green", "held": "yellow", "failed": "bold red"}


@dataclass(slots=True)
class Row:
    """What became of a client."""

    client: Client
    status: str
    seconds: float = 0.0
    entry: Entry | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options, checked."""

    month: Period | None
    language: Language | None
    pattern: str
    suffix: str
    standard: str
    again: bool
    approve: bool
    smtp: Smtp | None


def batch(
    place: Annotated[str, typer.Argument(metavar="FOLDER|LIST")],
    jobs: Annotated[str | None, typer.Option("--jobs", metavar="N")] = None,
    month: Annotated[str | None, typer.Option("--month", metavar="M")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="ru|en")] = None,
    output: Annotated[str | None, typer.Option("--output", metavar="PATTERN")] = None,
    output_format: Annotated[str, typer.Option("--format", metavar="pdf|html")] = "pdf",
    overview: Annotated[str | None, typer.Option("--overview", metavar="FILE")] = None,
    again: Annotated[bool, typer.Option("--again")] = False,
    timeout: Annotated[str | None, typer.Option("--timeout", metavar="SECONDS")] = None,
    standard: Annotated[str | None, typer.Option("--standard", metavar="S")] = None,
    send: Annotated[bool, typer.Option("--send")] = False,
    approve: Annotated[bool, typer.Option("--approve")] = False,
) -> None:
    """Write the reports; see `help_batch` in the wording."""
    from kpi_core.cli.batch_state import Memory
    from kpi_core.report.mail import smtp_settings

    suffix = "." + one_of("--format", output_format, ("pdf", "html"))
    if approve and not send:
        raise UsageError("delivery_send_missing")
    asked = _Asked(
        None if month is None else one_month(month),
        language_option(lang),
        output or STANDARD + suffix,
        suffix,
        standard_option(standard, suffix),
        again,
        approve,
        smtp_settings() if send else None,
    )
    at_once = _number("--jobs", jobs, _MOST_JOBS)
    patience = _number("--timeout", timeout, _LONGEST)
    folder = Path(place)
    found = find_clients(folder)
    check_pattern(asked.pattern, found.clients)
    page = _overview_path(overview, folder)
    if found.skipped:
        names = passed_over(found.skipped, folder)
        streams.tell(say("batch_skipped", current_language(), names=names), "dim")
    memory = Memory(folder)
    if not memory.kept:
        streams.tell(say("batch_forgetful", current_language(), folder=folder), "yellow")
    with _stoppable():
        rows, lacking = _all(found.clients, asked, memory, page, at_once, patience)
    _show(rows, "" if lacking else page)
    if lacking:
        raise lacking
    raise typer.Exit(_code(rows))


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """End as cleanly when a service manager asks for it as when somebody presses Ctrl-C."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _number(option: str, text: str | None, most: int) -> int | None:
    """A whole number of an option, from 1."""
    if text is None:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise UsageError("batch_number", option=option, value=text, most=most)
    return int(text)


def _overview_path(given: str | None, folder: Path) -> Path:
    path = Path(given) if given else (folder if folder.is_dir() else folder.parent) / "overview.pdf"
    one_of("--overview", path.suffix.removeprefix("."), ("pdf", "html"))
    from kpi_core.report.pdf import check_target

    check_target(path)
    return path


def _all(
    clients: Sequence[Client], asked: _Asked, memory: Memory, page: Path, at_once: int | None, patience: int | None
) -> tuple[list[Row], OutputError | None]:
    """Reports first, then the overview while the workers are warm, then the mail."""
    from kpi_core.cli.batch_work import work
    from kpi_core.report.batch import TIMEOUT, Pool

    count = at_once or min(len(clients), _cores())
    rows: dict[Path, Row] = {}
    with Pool(work, count, patience or TIMEOUT) as pool, _progress(len(clients)) as advance:
        try:
            for row in _reports(clients, asked, memory, pool):
                rows[row.client.source] = row
                advance(row)
        except KeyboardInterrupt:
            streams.tell(say("batch_stopped", current_language(), done=len(rows), count=len(clients)))
            raise
        ordered = [rows[client.source] for client in clients]
        lacking = _write_overview(ordered, pool, page)
    if asked.smtp is not None:
        _send(ordered, asked, memory)
    return ordered, lacking


def _cores() -> int:
    """How many processes can run at once; a container may allow fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def _reports(clients: Sequence[Client], asked: _Asked, memory: Memory, pool: Pool[Any, Any]) -> Iterator[Row]:
    """A row for each client, as they come. Whom another batch is at is left for later."""
    waiting = deque(clients)
    while waiting:
        held: dict[Path, tuple[Client, Lock, Entry | None]] = {}
        try:
            for done in pool.run(_jobs(waiting, held, asked, memory)):
                client, lock, before = held.pop(done.task.source)
                try:
                    yield _finished(client, done, before, asked, memory)
                finally:
                    lock.close()
        finally:
            for _, lock, _ in held.values():
                lock.close()
        if waiting:
            time.sleep(_PAUSE)


def _jobs(
    waiting: deque[Client], held: dict[Path, tuple[Client, Lock, Entry | None]], asked: _Asked, memory: Memory
) -> Iterator[Job]:
    """The jobs of the clients whom no other batch is at; the others stay in `waiting`."""
    from kpi_core.cli.batch_work import Job

    for _ in range(len(waiting)):
        client = waiting.popleft()
        lock = memory.lock(client.source)
        if lock is None:
            waiting.append(client)
            continue
        before = None if asked.again else memory.read(client.source)
        if before is not None and not _stands(before, client, asked):
            before = None
        held[client.source] = client, lock, before
        yield Job(
            client.source,
            client.name,
            asked.month,
            asked.language,
            current_language(),
            asked.suffix,
            asked.standard,
            before.fingerprint if before else "",
            tuple(before.beside) if before else (),
        )


def _stands(entry: Entry, client: Client, asked: _Asked) -> bool:
    """Whether the report of before lies where this one would be written, unchanged."""
    try:
        month = one_month(entry.month)
    except KpiError:
        return False
    target = output_of(asked.pattern, client, month, "ru" if entry.language == "ru" else "en")
    return str(target.absolute()) == entry.output and entry.is_whole()


def _finished(client: Client, done: Done[Job, Made], before: Entry | None, asked: _Asked, memory: Memory) -> Row:
    """Write what a worker has made; whatever goes wrong is this client's alone."""
    if done.failure is not None:
        return Row(client, "failed", done.seconds, why=_why(done.failure))
    if done.result is None:
        return Row(client, "same", done.seconds, before)
    try:
        entry = _written(client, done.result, asked)
        old = memory.read(client.source)
        if old is not None and old.digest == entry.digest:
            # The same bytes made once more have been sent already.
            entry = entry.now_sent(tuple(old.sent))
        memory.write(client.source, entry)
    except KpiError as error:
        return Row(client, "failed", done.seconds, why=error.message())
    return Row(client, "done", done.seconds, entry)


def _written(client: Client, made: Made, asked: _Asked) -> Entry:
    from kpi_core.cli.batch_state import Entry
    from kpi_core.report.pdf import check_target, publish

    target = output_of(asked.pattern, client, made.month, made.language)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError("output_failed", path=target.parent, why=error.strerror or error) from error
    check_target(target)
    publish(made.content, target)
    return Entry(
        fingerprint=made.fingerprint,
        output=str(target.absolute()),
        digest=hashlib.sha256(made.content).hexdigest(),
        month=str(made.month),
        language=made.language,
        line=dict(made.line),
        errors=made.line["errors"],
        warnings=made.line["warnings"],
        failed_checks=list(made.failed_checks),
        letter=dict(made.letter),
        email=list(made.email),
        beside=list(made.beside),
    )


def _why(failure: Failure) -> str:
    language = current_language()
    if failure.kind == "known":
        return failure.message
    if failure.kind in ("died", "hung"):
        return say(f"batch_{failure.kind}", language, value=failure.message)
    if failure.kind == "MemoryError":
        return say("cli_memory", language)
    return say("cli_unexpected", language, kind=failure.kind, detail=failure.message)


def _write_overview(rows: Sequence[Row], pool: Pool[Job | OverviewJob, Any], page: Path) -> OutputError | None:
    """The page about all; the reports that are made do not depend on it."""
    from kpi_core.cli.batch_work import OverviewJob
    from kpi_core.report.overview import Line, Lost, build_overview
    from kpi_core.report.pdf import publish

    lines = [Line.from_dict(row.entry.line) for row in rows if row.entry]
    lost = [Lost(row.client.name, row.why) for row in rows if row.status == "failed"]
    overview = build_overview(lines, lost, current_language())
    [done] = pool.run([OverviewJob(overview, page.suffix.casefold())])
    if done.failure is not None or done.result is None:
        return OutputError("batch_overview", why=_why(done.failure) if done.failure else "")
    try:
        publish(done.result, page)
    except OutputError as error:
        return error
    return None


def _send(rows: Sequence[Row], asked: _Asked, memory: Memory) -> None:
    """Send what has not been sent; a failure concerns its own client."""
    from kpi_core.report.mail import Post

    assert asked.smtp is not None
    with Post(asked.smtp) as post, streams.working(say("batch_sending", current_language())):
        for row in rows:
            if row.entry is None or not row.entry.email:
                continue
            with contextlib.closing(_waited(row.client, memory)):
                # Another batch may have sent it meanwhile.
                row.entry = _latest(row, memory)
                _send_one(row, post, asked, memory)


def _waited(client: Client, memory: Memory) -> Lock:
    while (lock := memory.lock(client.source)) is None:
        time.sleep(_PAUSE)
    return lock


def _latest(row: Row, memory: Memory) -> Entry:
    assert row.entry is not None
    kept = memory.read(row.client.source)
    if kept is None or kept.digest != row.entry.digest:
        return row.entry
    return row.entry.now_sent(tuple(kept.sent))


def _send_one(row: Row, post: Any, asked: _Asked, memory: Memory) -> None:
    from kpi_core.report.mail import Letter

    entry = row.entry
    assert entry is not None
    to = tuple(address for address in entry.email if asked.again or address not in entry.sent)
    if not to:
        return
    if entry.failed_checks and not asked.approve:
        row.status = "held"
        return
    try:
        path = Path(entry.output)
        post.send(Letter(**entry.letter), to, path.name, path.read_bytes())
        row.status, row.entry = "sent", entry.now_sent(to)
        memory.write(row.client.source, row.entry)
    except (KpiError, OSError) as error:
        row.status, row.why = "failed", str(error)
        if isinstance(error, KpiError) and error.code == "mail_partly":
            reached = tuple(address for address in to if address not in error.params["refused"])
            memory.write(row.client.source, entry.now_sent(reached))


def _code(rows: Sequence[Row]) -> int:
    statuses = {row.status for row in rows}
    return FAILED if "failed" in statuses else HELD if "held" in statuses else 0


@contextlib.contextmanager
def _progress(total: int) -> Iterator[Any]:
    """A bar on standard error, on a terminal."""
    if not streams.colourful(sys.stderr):
        yield lambda row: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(say("batch_working", current_language()), total=total)

        def advance(row: Row) -> None:
            bar.update(task, advance=1, description=streams.visible(row.client.name)[:24])

        yield advance


def _show(rows: Sequence[Row], page: Path | str) -> None:
    """The table, the overview's path, and on standard error what went wrong."""
    language = current_language()
    columns = [
        Column(say(f"batch_{key}", language), "right" if key in ("seconds", "errors", "warnings") else "left")
        for key in ("client", "month", "status", "seconds", "errors", "warnings", "file")
    ]
    cells = [_cells(row, language) for row in rows]
    streams.write(lay_out(columns, cells, streams.width() if sys.stdout.isatty() else None))
    if page:
        streams.write([[], [(say("batch_overview_at", language, path=page), "")]])
    for row in rows:
        if row.status == "failed":
            streams.write(
                [[(say("cli_error", language), "bold red"), (f" {row.client.name}: {row.why}", "")]], sys.stderr
            )
        elif row.status == "held" and row.entry is not None:
            tell_held(row.client.name, row.entry.failed_checks)


def _cells(row: Row, language: Language) -> list[streams.Span]:
    entry = row.entry
    return [
        (row.client.name, "bold"),
        (entry.month if entry else "", ""),
        (say(f"batch_is_{row.status}", language), _STYLES[row.status]),
        (f"{row.seconds:.1f}", "dim"),
        (str(entry.errors) if entry else "", "red" if entry and entry.errors else ""),
        (str(entry.warnings) if entry else "", ""),
        (_near(entry.output) if entry else "", ""),
    ]


def _near(path: str) -> str:
    """The path as seen from the current folder, where that is shorter."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        # Another drive of Windows.
        return path
    return min(relative, path, key=len)
