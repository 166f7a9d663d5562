"""What stands behind the buttons of the ribbon: texts in and a text out, called by VBA through xlwings' COM object.

What takes seconds is a job: `kpi` runs in a process of its own, and VBA asks for its `state` once a second, so Excel
stays free meanwhile. The workbook is a copy that VBA saved aside, unsaved edits included.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path

from addin.functions import number_format as format_of
from addin.kept import BESIDE
from addin.vba import pages
from addin.vba.places import documents_folder
from kpi_core.closing import closed_path
from kpi_core.errors import KpiError
from kpi_core.language import Language, current_language
from kpi_core.wording import say

_PREFIX = "kpi-addin-"
_A_DAY = 24 * 3600
_KPI = "from kpi_core.cli import main; main()"

_workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="kpi")
_numbers = count(1)
_jobs: dict[str, Future[str]] = {}


class _JobError(Exception):
    """A sentence for the user."""


# -- what VBA calls ----------------------------------------------------------------------------------------------


def state(number: str) -> str:
    """Nothing while a job runs; then, once, lines: "done", a path and maybe a remark, or "failed" and a sentence."""
    job = _jobs.get(number)
    if job is None:
        return _lines("failed", say("job_unknown", current_language()))
    if not job.done():
        return ""
    del _jobs[number]
    return job.result()


def folder_aside(workbook: str) -> str:
    """A new folder for a copy of the workbook; its closed months, which stand beside it, come along."""
    _forget_old_folders()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    # Of a workbook on a server there is only an address, of a new one only a name.
    if workbook and "://" not in workbook:
        with contextlib.suppress(OSError):
            shutil.copy(closed_path(workbook), folder)
    return str(folder)


def report(copy: str, folder: str, month: str, language: str) -> str:
    """Start making the report of a copy; it goes into `folder`, the workbook's own, or else to Documents."""

    def make() -> str:
        asked = ["--month", month.strip()] if month.strip() else []
        made = Path(_kpi(language, "report", copy, *asked, beside=folder))
        home = _writable(folder)
        target = _free(Path(home or documents_folder()) / made.name)
        shutil.move(made, target)
        return _lines(target, *([] if home else [say("job_saved_elsewhere", _known(language))]))

    return _start(make, copy)


def refresh(workbook: str, language: str) -> str:
    """Start counting the source that an open workbook's settings name; "" where they name none."""
    from addin import excel

    try:
        command = excel.refreshing_of(workbook)
    except KpiError as failure:
        why = failure.message(_known(language))
        return _start(lambda: _refused(why))
    return _start(lambda: _lines(_run(command, language))) if command else ""


def check(copy: str, language: str) -> str:
    """Start checking a copy; the remarks come as a workbook."""

    def make() -> str:
        found = json.loads(_kpi(language, "check", copy, "--format", "json"))
        return _lines(_written(pages.findings_page(found, _known(language)), say("job_check_file", _known(language))))

    return _start(make, copy)


def new_workbook(path: str, kind: str, language: str) -> str:
    """Start writing a sample workbook; Excel has asked whether to overwrite."""
    return _start(lambda: _lines(_kpi(language, "new", path, "--kind", kind, "--lang", language, "--force")))


def functions_page(language: str) -> str:
    """Start writing the list of all functions, as a workbook."""
    known = _known(language)
    return _start(lambda: _lines(_written(pages.functions_page(known), say("job_help_file", known))))


def number_format(name: str, workbook: str) -> str:
    """The number format of a function, in the currency of an open workbook where that is known."""
    from addin import excel

    currency = excel.currency_of(workbook)
    return format_of(name, currency) if currency else format_of(name)


# -- how -----------------------------------------------------------------------------------------------------------


def _start(make: Callable[[], str], copy: str = "") -> str:
    number = str(next(_numbers))
    _jobs[number] = _workers.submit(_done, make, copy)
    return number


def _done(make: Callable[[], str], copy: str) -> str:
    """The state of a finished job. The copy holds the firm's figures: it does not stay."""
    try:
        return _lines("done", make())
    except _JobError as failure:
        return _lines("failed", failure)
    except Exception as failure:
        why = " ".join(str(failure).split()) or type(failure).__name__
        return _lines("failed", say("job_failed", current_language(), why=why))
    finally:
        if copy:
            shutil.rmtree(Path(copy).parent, ignore_errors=True)


def _refused(why: str) -> str:
    raise _JobError(why)


def _kpi(language: str, *arguments: str, beside: str = "") -> str:
    """What the command prints. A copy's relative paths count from the folder beside which the workbook itself lies."""
    return _run([sys.executable, "-B", "-P", "-c", _KPI, *arguments], language, beside)


def _run(command: Sequence[str], language: str, beside: str = "") -> str:
    ended = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        stdin=subprocess.DEVNULL,
        env={**os.environ, "KPI_LANG": language, "PYTHONIOENCODING": "utf-8", **({BESIDE: beside} if beside else {})},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        check=False,
    )
    if ended.returncode:
        raise _JobError(" ".join(ended.stderr.split()))
    return ended.stdout.strip()


def _writable(folder: str) -> str:
    """The folder, or "" where nothing can be written: on a server, never saved, read-only."""
    if not folder or "://" in folder:
        return ""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return ""


def _free(path: Path) -> Path:
    """The path, or with a number behind it where an older file is open in another program.

    Examples
    --------
    >>> _free(Path("nowhere/report.pdf")).name
    'report.pdf'
    """
    for number in count(1):
        target = path if number == 1 else path.with_stem(f"{path.stem} ({number})")
        with contextlib.suppress(PermissionError):
            target.unlink(missing_ok=True)
            return target
    raise AssertionError


def _written(content: bytes, name: str) -> Path:
    path = Path(folder_aside("")) / name
    path.write_bytes(content)
    return path


def _forget_old_folders() -> None:
    """Copies of a job that was cut off, and pages that were looked at."""
    for folder in _old_folders():
        shutil.rmtree(folder, ignore_errors=True)


def _old_folders() -> Iterator[Path]:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > _A_DAY:
                yield folder


def _known(language: str) -> Language:
    return "ru" if language == "ru" else "en"


def _lines(*texts: object) -> str:
    return "\n".join(map(str, texts))
