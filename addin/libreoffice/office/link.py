"""The worker process, seen from the office: started once, asked over a pipe, started again where it died.

A message is its length in eight bytes and a value in `marshal`'s second format, which every Python reads alike:
numbers, texts, None, bytes, tuples, lists, dicts. The worker speaks only when asked; to what it is given it says
nothing, and works on it while the office goes on.
"""

from __future__ import annotations

import json
import marshal
import os
import struct
import subprocess
from contextlib import suppress
from typing import Any, BinaryIO

FORMAT = 2
AHEAD_FOR = 2.0
"""Seconds without a question, after which answers told ahead are dropped: by then the sheet has been filled."""
_NO_WINDOW = 0x08000000
_LENGTH = struct.Struct("<Q")


class WorkerLost(Exception):  # noqa: N818 - it is told to the user as a state, not as a failure of the code
    """The worker cannot be started, or has died. `code` names the sentence that says so."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


def send(stream: BinaryIO, message: Any) -> None:
    """Write one message."""
    content = marshal.dumps(message, FORMAT)
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one message; `EOFError` where the other side has gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return marshal.loads(content)


def clean_environment() -> dict[str, str]:
    """The environment without what would lead another Python astray: the office sets some of these for its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def quiet_options() -> dict[str, Any]:
    """How to start a process without a console window."""
    return {"creationflags": _NO_WINDOW} if os.name == "nt" else {}


class Worker:
    """The process that computes.

    Attributes
    ----------
    generation : int
        Counts the processes: a document that told an earlier one its tables has to tell them again.
    """

    def __init__(self, folder: str, language: str = "") -> None:
        self.generation = 0
        self._folder = folder
        self._language = language
        self._process: Any = None

    @property
    def settings(self) -> dict[str, Any]:
        """What `kpi addin install` wrote: the Python to run."""
        path = os.path.join(self._folder, "kpi-report.json")
        try:
            with open(path, encoding="utf-8") as file:
                found: dict[str, Any] = json.load(file)
        except (OSError, ValueError) as failure:
            raise WorkerLost("lo_no_settings", str(failure)) from failure
        return found

    def environment(self) -> dict[str, str]:
        """The environment of the worker and of `kpi report`: the office's language, where it has one."""
        found = clean_environment()
        if self._language:
            found["KPI_LANG"] = self._language
        return found

    def start(self) -> None:
        """Start the process if none runs; it gets ready while the office goes on."""
        if self._process is not None and self._process.poll() is None:
            return
        python = self.settings["python"]
        self.generation += 1
        try:
            with open(os.path.join(self._folder, "kpi-report.log"), "ab" if self.generation > 1 else "wb") as log:
                self._process = subprocess.Popen(
                    [python, "-m", "addin.libreoffice.worker"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    cwd=self._folder,
                    env=self.environment(),
                    **quiet_options(),
                )
        except OSError as failure:
            raise WorkerLost("lo_no_python", python) from failure

    def ask(self, *message: Any) -> Any:
        """Send a request and wait for its answer."""
        self.start()
        self.give(*message)
        try:
            return receive(self._process.stdout)
        except (OSError, EOFError, ValueError) as failure:
            raise self._lost() from failure

    def give(self, *message: Any) -> None:
        """Send what is not answered, to the process that runs."""
        try:
            send(self._process.stdin, message)
        except (OSError, ValueError) as failure:
            raise self._lost() from failure

    def _lost(self) -> WorkerLost:
        self.stop()
        return WorkerLost("lo_worker_died", os.path.join(self._folder, "kpi-report.log"))

    def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            with suppress(OSError):  # what it was not given any more
                process.stdin.close()
            process.stdout.close()
