"""The Rust reader in a process of its own: it may run out of memory, or die, without taking anybody along.

`python -c _CODE` runs `serve`: it gets a path as its argument, names the sheets on its standard output, and gives the
cells of each sheet whose number it is sent. Everything travels as pickles that hold nothing but plain values.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kpi_core.errors import SourceError
from kpi_core.sources.places import Kind
from kpi_core.sources.rust import Cells, Workbook, translated

MOST_MEMORY = 3 << 30
"""Bytes of address space of the reading process, where the system can limit it."""
MOST_SECONDS = 300

_HOME = Path(__file__).resolve().parents[2]
# -P keeps the current folder, where the user's data lies, off the path of the modules; the folder of this package
# goes last, for a checkout that is not installed.
_CODE = "import sys; sys.path += sys.argv[3:]; from kpi_core.sources.child import serve; serve(*sys.argv[1:3])"
_ROWS_AT_ONCE = 1 << 16


class ChildBook:
    """A workbook read by another process."""

    def __init__(self, process: subprocess.Popen[bytes], file: str) -> None:
        self._process, self._file = process, file
        self.names: list[str] = self._receive()

    def cells(self, name: str) -> Cells:
        """All cells of one sheet.

        Raises
        ------
        SourceError
            The other process died of it, or says why it cannot be read.
        """
        self._send(self.names.index(name))
        width, first_row, first_column = self._receive()
        columns: list[list[Any]] = [[] for _ in range(width)]
        while pieces := self._receive():
            for column, cells in zip(columns, pieces, strict=True):
                column += cells
        return Cells(columns, first_row, first_column)

    def _send(self, number: int) -> None:
        stream = self._process.stdin
        assert stream
        # A process that died is found out when nothing comes back.
        with contextlib.suppress(OSError):
            stream.write(number.to_bytes(4, "little"))
            stream.flush()

    def _receive(self) -> Any:
        stream = self._process.stdout
        assert stream
        try:
            found, value = _Plain(stream).load()
        except (EOFError, OSError, pickle.UnpicklingError, ValueError, TypeError, AttributeError) as failure:
            raise SourceError("source_reader_died", path=self._file) from failure
        if not found:
            raise SourceError(value, path=self._file)
        return value


class _Plain(pickle.Unpickler):
    """Builds dates and nothing else that is not built in."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in ("datetime", "date", "time", "timedelta"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(name)


@contextmanager
def child_book(path: Path, kind: Kind, file: str) -> Iterator[ChildBook]:
    """The workbook, opened in another process, which is ended afterwards.

    Raises
    ------
    SourceError
        It cannot be opened, or no process can be started from here.
    """
    process = _start(path, kind, file)
    timer = threading.Timer(MOST_SECONDS, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield ChildBook(process, file)
    finally:
        timer.cancel()
        process.kill()
        process.communicate()


def _start(path: Path, kind: Kind, file: str) -> subprocess.Popen[bytes]:
    python = _python()
    if python is None:
        raise SourceError("source_needs_process", path=file)
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        return subprocess.Popen(
            [python, "-P", "-c", _CODE, str(path), kind, *(each for each in sys.path if each), str(_HOME)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=hidden,
        )
    except OSError as failure:
        raise SourceError("source_needs_process", path=file) from failure


def _python() -> str | None:
    """This interpreter's program; inside a spreadsheet `sys.executable` may be the spreadsheet."""
    if getattr(sys, "frozen", False):
        return None
    name = "python.exe" if os.name == "nt" else "python3"
    for candidate in (sys.executable, os.path.join(sys.exec_prefix, name), os.path.join(sys.exec_prefix, "bin", name)):
        if candidate and Path(candidate).name.casefold().startswith("python") and Path(candidate).is_file():
            return candidate
    return None


def serve(path: str, kind: Kind) -> None:
    """The other process's side."""
    _limit()
    out = sys.stdout.buffer

    def send(found: bool, value: Any) -> None:
        pickle.dump((found, value), out, protocol=5)
        out.flush()

    try:
        with translated(path), Workbook(Path(path), kind) as book:
            send(True, book.names)
            while number := sys.stdin.buffer.read(4):
                cells = book.cells(book.names[int.from_bytes(number, "little")])
                send(True, (len(cells.columns), cells.first_row, cells.first_column))
                for begin in range(0, cells.height, _ROWS_AT_ONCE):
                    send(True, [column[begin : begin + _ROWS_AT_ONCE] for column in cells.columns])
                send(True, [])
    except MemoryError:
        send(False, "source_memory")
    except SourceError as failure:
        send(False, failure.code)
    # Taking a million objects apart would keep the reader waiting.
    os._exit(0)


def _limit() -> None:
    """No more memory than `MOST_MEMORY`, and no core dump; Windows has neither, and only the time is limited there."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
