"""The menu's entries: the report of the document as it is on the screen, and counting anew the source it names.

Both are commands of `kpi` in a process of their own. The office is kept only while it stores a copy, and says in its
status bar that something is under way.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.awt.MessageBoxType import ERRORBOX, INFOBOX
from com.sun.star.beans import PropertyValue

from .documents import Documents, path_of
from .link import WorkerLost, quiet_options
from .words import say

# How a copy is stored: as the document itself was, so that the report speaks of the same file.
_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML", ".ods": "calc8"}
# Under this name `kpi` learns where the document lies of which it is given a copy.
_BESIDE = "KPI_BESIDE"
_running: set[str] = set()


def make(context: Any, documents: Documents) -> None:
    """Store a copy where there are unsaved edits, start the report, and come back."""
    job = _Job.of(context, documents, "lo_report_running", "lo_report_failed")
    if job is not None:
        job.start(_report_of)


def refresh(context: Any, documents: Documents) -> None:
    """Start counting the source that the document's settings name; its cells follow when that is done."""
    job = _Job.of(context, documents, "lo_refresh_running", "lo_refresh_failed")
    if job is not None:
        job.start(_refreshing_of)


def _report_of(job: _Job) -> list[str]:
    own = path_of(job.model)
    home = os.path.dirname(own) if own and os.access(os.path.dirname(own), os.W_OK) else ""
    source = own if home and not job.model.isModified() else _stored(job.model, own, job.folder)
    if own:
        job.environment[_BESIDE] = os.path.dirname(own)
    target = home or _documents_folder(job.context)

    def done(answer: str) -> None:
        os.makedirs(target, exist_ok=True)
        pdf = _placed(answer.splitlines()[-1], target)
        job.then = lambda: _show(job.context, pdf)

    job.done = done
    return [job.documents.worker.settings["python"], "-m", "kpi_core", "report", source]


def _refreshing_of(job: _Job) -> list[str] | None:
    document = job.documents.of(job.model)
    command, trouble = document.refreshing()
    if trouble:
        raise RuntimeError(trouble)
    if command is None:
        _box(job.context, job.model, say("lo_refresh_nothing"), "lo_refresh", INFOBOX)
        return None
    job.then = document.follow
    return list(command)


class _Job(unohelper.Base, XCallback):  # type: ignore[misc]
    """A command that runs beside the office, and what the office does, on its own thread, when it has ended.

    Attributes
    ----------
    done : callable
        Given what the command printed, beside the office.
    then : callable
        Called by the office once all went well.
    """

    def __init__(self, context: Any, documents: Documents, model: Any, running: str, failed: str) -> None:
        self.context, self.documents, self.model = context, documents, model
        self.folder = tempfile.mkdtemp(prefix="kpi-report-")
        self.environment = {**documents.worker.environment(), "PYTHONIOENCODING": "utf-8"}
        self.done: Callable[[str], None] = lambda _answer: None
        self.then: Callable[[], None] = lambda: None
        self._key, self._failed, self._trouble = model.RuntimeUID, failed, ""
        self._indicator = model.CurrentController.Frame.createStatusIndicator()
        self._indicator.start(say(running), 0)

    @classmethod
    def of(cls, context: Any, documents: Documents, running: str, failed: str) -> _Job | None:
        """For the document that has the focus; None where there is none, or the entry was chosen twice."""
        model = _document(_service(context, "com.sun.star.frame.Desktop"))
        return (
            None if model is None or model.RuntimeUID in _running else cls(context, documents, model, running, failed)
        )

    def start(self, command_of: Callable[[_Job], list[str] | None]) -> None:
        """Run the command, if there is one, and come back."""
        try:
            command = command_of(self)
        except Exception as failure:
            self._end()
            _tell(self.context, self.model, failure, self._failed)
            return
        if command is None:
            self._end()
            return
        _running.add(self._key)
        threading.Thread(target=self._run, args=(command,), daemon=True).start()

    def _run(self, command: list[str]) -> None:
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=self.environment, capture_output=True, **quiet_options()
            )
            answer = done.stdout.decode("utf-8").strip()
            if done.returncode or not answer:
                told = done.stderr.decode("utf-8", "replace").strip() or str(done.returncode)
                self._trouble = re.sub(r"^(Error|Ошибка): ", "", told)
            else:
                self.done(answer)
        except OSError as failure:
            self._trouble = str(failure)
        finally:
            _service(self.context, "com.sun.star.awt.AsyncCallback").addCallback(self, None)

    def notify(self, _data: Any) -> None:
        """The office's side of the end."""
        _running.discard(self._key)
        self._end()
        if self._trouble:
            _box(self.context, self.model, say(self._failed, detail=self._trouble))
        else:
            with suppress(Exception):  # the document was closed meanwhile
                self.then()

    def _end(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        with suppress(Exception):
            self._indicator.end()


def _document(desktop: Any) -> Any:
    """The spreadsheet that has the focus; where no window has it, the only one that is open."""
    current = desktop.CurrentComponent
    documents = [current] if current is not None else list(desktop.Components)
    found = [each for each in documents if each.supportsService("com.sun.star.sheet.SpreadsheetDocument")]
    return found[0] if len(found) == 1 else None


def _stored(model: Any, own: str, folder: str) -> str:
    """A copy under the document's own name, with the file of its closed months."""
    stem, suffix = os.path.splitext(os.path.basename(own or model.Title))
    kept = suffix.lower() if suffix.lower() in _FILTERS else ".ods"
    copy = os.path.join(folder, stem + kept)
    filter_name = PropertyValue("FilterName", 0, _FILTERS[kept], 0)
    model.storeToURL(unohelper.systemPathToFileUrl(copy), (filter_name,))
    closed = os.path.splitext(own)[0] + ".closed.csv"
    if own and os.path.isfile(closed):
        shutil.copy(closed, folder)
    return copy


def _documents_folder(context: Any) -> str:
    """The user's documents, for what has no folder of its own that can be written to."""
    paths = _service(context, "com.sun.star.util.PathSubstitution")
    return str(unohelper.fileUrlToSystemPath(paths.substituteVariables("$(work)", True)))


def _placed(made: str, target: str) -> str:
    """Moved into place in one step: a reader sees the old report or the whole new one."""
    final = os.path.join(target, os.path.basename(made))
    if os.path.abspath(made) == final:
        return final
    aside = final + ".part"
    shutil.copyfile(made, aside)
    os.replace(aside, final)
    return final


def _show(context: Any, pdf: str) -> None:
    """In whatever program opens such files."""
    if not os.environ.get("KPI_LO_REPORT_UNSHOWN"):
        shell = _service(context, "com.sun.star.system.SystemShellExecute")
        shell.execute(unohelper.systemPathToFileUrl(pdf), "", 1)


def _tell(context: Any, model: Any, failure: Exception, sentence: str) -> None:
    if isinstance(failure, WorkerLost):
        _box(context, model, say(failure.code, detail=failure.detail))
    else:
        _box(context, model, say(sentence, detail=str(failure)))


def _box(context: Any, model: Any, text: str, title: str = "lo_report", kind: Any = ERRORBOX) -> None:
    """A message of one paragraph."""
    try:
        window = model.CurrentController.Frame.ContainerWindow
    except Exception:
        window = None  # closed meanwhile
    toolkit = _service(context, "com.sun.star.awt.Toolkit")
    toolkit.createMessageBox(window, kind, 1, say(title), text).execute()


def _service(context: Any, name: str) -> Any:
    return context.ServiceManager.createInstanceWithContext(name, context)
