"""WeasyPrint's declarations of the C functions that it calls, read beforehand.

WeasyPrint has them as a text in C, which a parser written in Python reads whenever a process starts: that takes as long
as drawing a page. cffi can keep what it has read, and `declarations.py` is that, for one text alone. Where WeasyPrint
comes with another, it reads its own as ever; to have that one kept instead::

    python -m kpi_core.report.declared
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from types import ModuleType

KEPT = Path(__file__).with_name("declarations.py")
_TEXT = re.compile(r"^ffi\.cdef\('''(.*?)'''\)", re.DOTALL | re.MULTILINE)
_MADE = "_cffi_backend.FFI("
_HEAD = '''# ruff: noqa
# mypy: ignore-errors
# fmt: off
"""Written by `declared.py`: what cffi has read in the declarations of WeasyPrint."""

import _cffi_backend

DIGEST = "{digest}"


class Declared(_cffi_backend.FFI):
    def cdef(self, text):
        """It was read beforehand."""


'''


@contextlib.contextmanager
def read_beforehand() -> Iterator[None]:
    """Within, WeasyPrint is imported with the kept declarations, if they are its own."""
    if {"cffi", "weasyprint"} & sys.modules.keys() or not is_kept():
        yield
        return
    from kpi_core.report.declarations import ffi

    stand_in = ModuleType("cffi")
    stand_in.FFI = lambda: ffi  # type: ignore[attr-defined]
    sys.modules["cffi"] = stand_in
    try:
        yield
    finally:
        del sys.modules["cffi"]


def is_kept() -> bool:
    """Whether the declarations of the installed WeasyPrint are those that are kept."""
    try:
        from kpi_core.report.declarations import DIGEST

        return bool(hashlib.sha256(_source()).hexdigest() == DIGEST)
    except (ImportError, OSError):
        return False


def written() -> str:
    """The module that keeps the declarations of the installed WeasyPrint."""
    from cffi import FFI  # type: ignore[import-untyped]

    source = _source()
    found = _TEXT.search(source.decode())
    assert found is not None
    ffi, told = FFI(), StringIO()
    ffi.cdef(found[1])
    ffi.set_source("weasyprint", None)
    ffi.emit_python_code(told)
    _, _, made = told.getvalue().partition(_MADE)
    return _HEAD.format(digest=hashlib.sha256(source).hexdigest()) + "ffi = Declared(" + made


def _source() -> bytes:
    """WeasyPrint's module that declares them; it is not imported for that."""
    found = find_spec("weasyprint")
    if found is None or found.origin is None:
        raise ImportError
    return (Path(found.origin).parent / "text" / "ffi.py").read_bytes()


if __name__ == "__main__":
    KEPT.write_text(written(), encoding="utf-8")
