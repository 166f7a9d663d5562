"""What is written where: lines of coloured words to the terminal, plain UTF-8 to a pipe, everything told to stderr."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TextIO

Span = tuple[str, str]
"""A piece of text and its style, in the words of rich; "" for plain."""
Line = list[Span]

PIPE_WIDTH = 120
SPINNER_AFTER = 1.0


def prepare() -> None:
    """Make standard output and error take every letter.

    A pipe gets UTF-8 whatever the locale says, so that files and other programs agree. A terminal of another
    encoding keeps it, for it would show anything else as garbage; what it cannot show becomes a question mark.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        encoding = (stream.encoding or "ascii").lower().replace("-", "")
        if stream.isatty() and encoding not in ("utf8", "ascii", "usascii", "ansi_x3.41968"):
            reconfigure(errors="replace")
        else:
            # A file's name may hold bytes that are no text: they are written as they are.
            reconfigure(encoding="utf-8", errors="replace" if stream is sys.stderr else "surrogateescape")


def colourful(stream: TextIO) -> bool:
    """Whether colours are wanted: a terminal, unless NO_COLOR or TERM=dumb say otherwise."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """How many characters a line may have; a pipe is wide."""
    return shutil.get_terminal_size((80 if sys.stdout.isatty() else PIPE_WIDTH, 24)).columns


def write(lines: Iterable[Line], stream: TextIO | None = None) -> None:
    """Write lines, coloured on a terminal and plain in a pipe, to standard output unless told otherwise."""
    stream = stream or sys.stdout
    lines = [[(visible(text), style) for text, style in line] for line in lines]
    if colourful(stream):
        _write_rich(lines, stream)
        return
    for line in lines:
        stream.write("".join(text for text, _ in line).replace("\u00a0", " ").rstrip() + "\n")


def _write_rich(lines: Iterable[Line], stream: TextIO) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*line), soft_wrap=True)


def tell(text: str, style: str = "") -> None:
    """Say one line on standard error."""
    write([[(text, style)]], sys.stderr)


def visible(text: str) -> str:
    """The text without control characters: a cell of a file must not steer the terminal.

    Examples
    --------
    >>> visible("Директ\\x1b[2J")
    'Директ·[2J'
    """
    if text.isprintable():
        return text
    return "".join("·" if unicodedata.category(letter) in ("Cc", "Cf", "Cs") else letter for letter in text)


def columns_of(text: str) -> int:
    """How many columns of a terminal the text takes.

    Examples
    --------
    >>> columns_of("Директ"), columns_of("東京")
    (6, 4)
    """
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) != 0 for letter in text)


@contextlib.contextmanager
def working(text: str) -> Iterator[None]:
    """Show a spinner on standard error while the work takes longer than a second on a terminal."""
    if not colourful(sys.stderr):
        yield
        return
    from rich.console import Console

    status = Console(file=sys.stderr).status(text, spinner="dots")
    timer = threading.Timer(SPINNER_AFTER, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        # The timer may just be starting the spinner: wait, or it would be left turning.
        timer.join()
        status.stop()
