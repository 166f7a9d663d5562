"""The menu entry: `kpi report` over a copy of the document as it is on the screen, unsaved edits included.

The office is kept only while it stores the copy, and says so in its status bar; the report is made by a process
of its own, and opened when it is there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
from contextlib import suppress
from typing import Any

import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.awt.MessageBoxType import ERRORBOX
from com.sun.star.beans import PropertyValue

from .documents import path_of
from .link import Worker, WorkerLost, quiet_options
from .words import say

# How a copy is stored: as the document itself was, so that the report speaks of the same file.
_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML", ".ods": "calc8"}
_running: set[str] = set()


def make(context: Any, worker: Worker) -> None:
    """Store a copy where there are unsaved edits, start the report, and come back."""
    model = _document(_service(context, "com.sun.star.frame.Desktop"))
    if model is None or model.RuntimeUID in _running:
        return  # the entry was chosen twice
    indicator = model.CurrentController.Frame.createStatusIndicator()
    indicator.start(say("lo_report_running"), 0)
    folder = tempfile.mkdtemp(prefix="kpi-report-")
    try:
        own = path_of(model)
        home = os.path.dirname(own) if own and os.access(os.path.dirname(own), os.W_OK) else ""
        source = own if home and not model.isModified() else _stored(model, own, folder)
        command = [worker.settings["python"], "-m", "kpi_core", "report", source]
    except Exception as failure:
        indicator.end()
        shutil.rmtree(folder, ignore_errors=True)
        _tell(context, model, failure)
        return
    _running.add(model.RuntimeUID)
    ending = _Ending(context, model, indicator, folder)
    arguments = (command, worker.environment(), folder, home or _documents(context), ending)
    threading.Thread(target=_report, args=arguments, daemon=True).start()


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


def _documents(context: Any) -> str:
    """The user's documents, for what has no folder of its own that can be written to."""
    paths = _service(context, "com.sun.star.util.PathSubstitution")
    return str(unohelper.fileUrlToSystemPath(paths.substituteVariables("$(work)", True)))


def _report(command: list[str], environment: dict[str, str], folder: str, target: str, ending: Any) -> None:
    """Runs beside the office: make the report, put it in its place, and have the office told."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**environment, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            **quiet_options(),
        )
        answer = done.stdout.decode("utf-8").strip()
        if done.returncode or not answer:
            told = done.stderr.decode("utf-8", "replace").strip() or str(done.returncode)
            ending.trouble = re.sub(r"^(Error|Ошибка): ", "", told)
        else:
            os.makedirs(target, exist_ok=True)
            ending.pdf = _placed(answer.splitlines()[-1], target)
    except OSError as failure:
        ending.trouble = str(failure)
    finally:
        ending.call()


def _placed(made: str, target: str) -> str:
    """Moved into place in one step: a reader sees the old report or the whole new one."""
    final = os.path.join(target, os.path.basename(made))
    if os.path.abspath(made) == final:
        return final
    aside = final + ".part"
    shutil.copyfile(made, aside)
    os.replace(aside, final)
    return final


class _Ending(unohelper.Base, XCallback):  # type: ignore[misc]
    """What the office does when the report is there, on its own thread."""

    def __init__(self, context: Any, model: Any, indicator: Any, folder: str) -> None:
        self._context, self._model, self._indicator, self._folder = context, model, indicator, folder
        self._key = model.RuntimeUID
        self.pdf = self.trouble = ""

    def call(self) -> None:
        _service(self._context, "com.sun.star.awt.AsyncCallback").addCallback(self, None)

    def notify(self, _data: Any) -> None:
        _running.discard(self._key)
        shutil.rmtree(self._folder, ignore_errors=True)
        with suppress(Exception):  # the document was closed meanwhile
            self._indicator.end()
        if self.trouble:
            _box(self._context, self._model, say("lo_report_failed", detail=self.trouble))
        elif not os.environ.get("KPI_LO_REPORT_UNSHOWN"):
            shell = _service(self._context, "com.sun.star.system.SystemShellExecute")
            shell.execute(unohelper.systemPathToFileUrl(self.pdf), "", 1)


def _tell(context: Any, model: Any, failure: Exception) -> None:
    if isinstance(failure, WorkerLost):
        _box(context, model, say(failure.code, detail=failure.detail))
    else:
        _box(context, model, say("lo_report_failed", detail=str(failure)))


def _box(context: Any, model: Any, text: str) -> None:
    """A message of one paragraph."""
    try:
        window = model.CurrentController.Frame.ContainerWindow
    except Exception:
        window = None  # closed meanwhile
    toolkit = _service(context, "com.sun.star.awt.Toolkit")
    toolkit.createMessageBox(window, ERRORBOX, 1, say("lo_report"), text).execute()


def _service(context: Any, name: str) -> Any:
    return context.ServiceManager.createInstanceWithContext(name, context)
