"""Many reports at once: worker processes that are warmed up once, watched, and replaced when they die or hang.

What a worker does with a task is a function of the caller's; this module knows only of processes. A worker is forked
from a server that has imported everything where the system has such a thing (Linux, macOS), and started afresh where
it has not (Windows). Every task is answered, by its result or by what went wrong with it, whatever the others do.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, TypeVar

from kpi_core.errors import KpiError

TIMEOUT = 600.0
"""Seconds after which a report that is not finished is given up."""
_GRACE = 2.0
_TIDY = 8
_PRELOAD = ["kpi_core.report.preload"]
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task has no result.

    Attributes
    ----------
    kind : str
        "known" (the message is a sentence of ours), "died", "hung", or the name of an exception.
    message : str
        What it said; of a worker that died its exit code, of one that hung the seconds it was given.
    trace : str
        The traceback, for whoever debugs.
    """

    kind: str
    message: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Done(Generic[_Task, _Result]):
    """A task that was answered: exactly one of result and failure is not None."""

    task: _Task
    result: _Result | None
    failure: Failure | None
    seconds: float


@dataclass(slots=True)
class _Worker(Generic[_Task]):
    process: BaseProcess
    line: Connection
    task: _Task | None = None
    began: float = field(default=0.0)


class Pool(Generic[_Task, _Result]):
    """Worker processes for `work`.

    Parameters
    ----------
    work : callable
        A function of a module, given a task and giving its result; both must pickle.
    jobs : int
        How many at once.
    timeout : float
        Seconds a task may take.

    Examples
    --------
    Used as a context; leaving it ends the workers, at once if they are still busy::

        with Pool(make, 2) as pool:
            for done in pool.run(tasks):
                ...
    """

    def __init__(self, work: Callable[[_Task], _Result], jobs: int, timeout: float = TIMEOUT) -> None:
        self._work = work
        self._jobs = jobs
        self._timeout = timeout
        self._context = _context()
        self._workers: list[_Worker[_Task]] = []
        # Fonts are unpacked here; what a killed worker leaves behind goes with the folder.
        self._folder = tempfile.TemporaryDirectory(prefix="kpi-batch-", ignore_cleanup_errors=True)

    def run(self, tasks: Iterable[_Task]) -> Iterator[Done[_Task, _Result]]:
        """Do all tasks; each is taken when a worker is free for it and told as soon as it is answered."""
        waiting = iter(tasks)
        while self._hand_out(waiting):
            yield from self._answers()

    def processes(self) -> list[int]:
        """The numbers of the workers' processes."""
        return [worker.process.pid for worker in self._workers if worker.process.pid]

    def close(self) -> None:
        """End the workers."""
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.line.close()
            if worker.task is not None:
                worker.process.terminate()
        for worker in workers:
            _end(worker.process)
        self._folder.cleanup()

    def __enter__(self) -> Pool[_Task, _Result]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _hand_out(self, waiting: Iterator[_Task]) -> bool:
        """A task for every idle worker, started as they are needed; whether any worker is busy then."""
        idle = [worker for worker in self._workers if worker.task is None]
        while idle or len(self._workers) < self._jobs:
            try:
                task = next(waiting)
            except StopIteration:
                break
            worker = idle.pop() if idle else self._start()
            worker.task, worker.began = task, time.monotonic()
            # A worker that has died in its sleep is noticed when it is listened to.
            with contextlib.suppress(OSError):
                worker.line.send(worker.task)
        return any(worker.task is not None for worker in self._workers)

    def _start(self) -> _Worker[_Task]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(self._work, theirs, self._folder.name), daemon=True
        )
        with _safe_path():
            process.start()
        theirs.close()
        worker: _Worker[_Task] = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _answers(self) -> Iterator[Done[_Task, _Result]]:
        """Wait until a worker answers, dies or runs out of time."""
        busy = {worker.line: worker for worker in self._workers if worker.task is not None}
        ends = min(worker.began for worker in busy.values()) + self._timeout
        heard = wait(list(busy), max(0.0, ends - time.monotonic()))
        for line in heard:
            yield self._heard(busy[line])  # type: ignore[index]
        now = time.monotonic()
        for line, worker in busy.items():
            if line not in heard and now - worker.began >= self._timeout:
                yield self._answered(worker, None, Failure("hung", f"{self._timeout:.0f}"), lost=True)

    def _heard(self, worker: _Worker[_Task]) -> Done[_Task, _Result]:
        try:
            result, failure = worker.line.recv()
        except (EOFError, OSError):
            worker.process.join(_GRACE)
            return self._answered(worker, None, Failure("died", str(worker.process.exitcode)), lost=True)
        return self._answered(worker, result, failure, lost=False)

    def _answered(
        self, worker: _Worker[_Task], result: _Result | None, failure: Failure | None, *, lost: bool
    ) -> Done[_Task, _Result]:
        task, worker.task = worker.task, None
        seconds = time.monotonic() - worker.began
        if lost:
            self._workers.remove(worker)
            worker.line.close()
            worker.process.kill()
            _end(worker.process)
        assert task is not None
        return Done(task, result, failure, seconds)


def _context() -> BaseContext:
    """How processes are made: forked from a warm server where that is possible."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(_PRELOAD)
    return context


@contextlib.contextmanager
def _safe_path() -> Iterator[None]:
    """Keep the current folder, where the users' data lies, off the path of a new interpreter's modules."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def _end(process: BaseProcess) -> None:
    process.join(_GRACE)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()


def _serve(work: Callable[[Any], Any], line: Connection, folder: str) -> None:
    """The worker's side: answer tasks until the line is closed."""
    # Ctrl-C goes to every process of the terminal; the first one decides what becomes of the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _silence()
    tempfile.tempdir = folder
    from kpi_core.report.pdf import at_rest

    with at_rest(), contextlib.suppress(EOFError, OSError):
        for number in count(1):
            line.send(_answer(work, line.recv()))
            # What the resting collector has left; now and then, and when the answer is on its way already.
            if number % _TIDY == 0:
                gc.collect()


def _answer(work: Callable[[Any], Any], task: Any) -> tuple[Any, Failure | None]:
    try:
        return work(task), None
    except KpiError as error:
        return None, Failure("known", error.message(), traceback.format_exc())
    except Exception as error:
        detail = " ".join(str(error).split())[:200]
        return None, Failure(type(error).__name__, detail, traceback.format_exc())


def _silence() -> None:
    """Nothing a worker's libraries say belongs on the terminal, where the first process draws its progress."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(null, descriptor)
    sys.stdout = sys.stderr = os.fdopen(null, "w", encoding="utf-8")
