"""Drives one office for the tests. Runs under a Python that has `uno`, which the tests' own need not have.

    /usr/bin/python3 driver.py PROFILE [PROGRAM_FOLDER]

Reads one JSON request a line, `["verb", arguments…]`, and answers each with a line, `["ok", result]` or
`["failed", text]`. Documents are known by the number that `open` gives them.
"""

import json
import os
import signal
import subprocess
import sys
import time
import traceback
import uuid
from contextlib import suppress

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML", ".ods": "calc8"}
NAMES = {521: "#NULL!", 532: "#DIV/0!", 519: "#VALUE!", 524: "#REF!", 525: "#NAME?", 503: "#NUM!", 32767: "#N/A"}


def properties(**named):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in named.items())


def url(path):
    return uno.systemPathToFileUrl(os.path.abspath(path))


class Office:
    """One office with a profile of its own."""

    def __init__(self, profile, program, display=""):
        pipe = "kpi" + uuid.uuid4().hex
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
        # A virtual environment's python3 first on the PATH breaks the office's own Python.
        environment = dict(kept, PATH="/usr/bin:/bin", KPI_LO_REPORT_UNSHOWN="1")
        environment.update(
            {"DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen"} if display else {"SAL_USE_VCLPLUGIN": "svp"}
        )
        command = [
            os.path.join(program, "soffice"), "-env:UserInstallation=" + url(profile), "--norestore", "--nologo",
            "--nodefault", "--nofirststartwizard", f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
        ] + ([] if display else ["--headless"])  # fmt: skip
        log = open(os.path.join(profile, "office.log"), "ab")  # noqa: SIM115 - it lives as long as the office
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=log, start_new_session=True,
        )  # fmt: skip
        self.context = self._connect(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.documents = []
        self.visible = bool(display)

    def _connect(self, address):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        until = time.monotonic() + 90
        while True:
            try:
                return resolver.resolve(address)
            except NoConnectException:
                if self.process.poll() is not None or time.monotonic() > until:
                    self.kill()
                    raise
                time.sleep(0.02)

    def service(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def kill(self):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def quit(self):
        with suppress(Exception):
            self.desktop.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    # -- documents -----------------------------------------------------------------------------------------------

    def open(self, path=None):
        where = url(path) if path else "private:factory/scalc"
        found = self.desktop.loadComponentFromURL(where, "_blank", 0, properties(Hidden=not self.visible))
        if found is None:
            raise RuntimeError("the office opened nothing: " + str(path))
        self.documents.append(found)
        return len(self.documents) - 1

    def close(self, number):
        self.documents[number].close(True)

    def save(self, number, path):
        self.documents[number].storeToURL(url(path), properties(FilterName=FILTERS[os.path.splitext(path)[1]]))

    def save_as(self, number, path):
        self.documents[number].storeAsURL(url(path), properties(FilterName=FILTERS[os.path.splitext(path)[1]]))

    def cells(self, number, sheet, area):
        return self.documents[number].Sheets.getByName(sheet).getCellRangeByName(area)

    def get(self, number, sheet, area):
        """The values of an area, row by row: errors by their names, empty cells and texts as None."""
        cells = self.cells(number, sheet, area)
        return [
            [_value(cells, value, column, row) for column, value in enumerate(values)]
            for row, values in enumerate(cells.getDataArray())
        ]

    def data(self, number, sheet, area):
        """The values of a large area at once; errors are None."""
        return self.cells(number, sheet, area).getDataArray()

    def shown(self, number, sheet, cell):
        return self.cells(number, sheet, cell).String

    def formula(self, number, sheet, cell):
        return self.cells(number, sheet, cell).Formula

    def put(self, number, sheet, area, rows):
        """Formulas and values of an area, as if typed."""
        self.cells(number, sheet, area).setFormulaArray(tuple(map(tuple, rows)))

    def put_data(self, number, sheet, area, rows):
        """Values of an area, texts as texts."""
        self.cells(number, sheet, area).setDataArray(tuple(map(tuple, rows)))

    def number_format(self, number, sheet, area, code):
        formats = self.documents[number].NumberFormats
        locale = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        key = formats.queryKey(code, locale, False)
        self.cells(number, sheet, area).NumberFormat = key if key >= 0 else formats.addNew(code, locale)

    def array(self, number, sheet, area, formula):
        self.cells(number, sheet, area).setArrayFormula(formula)

    def sheets(self, number):
        return list(self.documents[number].Sheets.ElementNames)

    def add_sheet(self, number, name, place=0):
        self.documents[number].Sheets.insertNewByName(name, place)

    def remove_sheet(self, number, name):
        self.documents[number].Sheets.removeByName(name)

    def rename_sheet(self, number, old, new):
        self.documents[number].Sheets.getByName(old).Name = new

    def add_table(self, number, name, sheet, area):
        document = self.documents[number]
        document.DatabaseRanges.addNewByName(name, self.cells(number, sheet, area).RangeAddress)

    def tables(self, number):
        ranges = self.documents[number].DatabaseRanges
        found = {}
        for name in ranges.ElementNames:
            area = ranges.getByName(name).DataArea
            found[name] = [area.Sheet, area.StartColumn, area.StartRow, area.EndColumn, area.EndRow]
        return found

    def insert_rows(self, number, sheet, row, count):
        """Insert rows before the row of a 1-based number."""
        self.documents[number].Sheets.getByName(sheet).Rows.insertByIndex(row - 1, count)

    def remove_rows(self, number, sheet, row, count):
        self.documents[number].Sheets.getByName(sheet).Rows.removeByIndex(row - 1, count)

    def copy(self, number, sheet, area, target):
        """Copy an area and paste it; the clipboard itself needs a screen."""
        cells = self.cells(number, sheet, area)
        cells.Spreadsheet.copyRange(self.cells(number, sheet, target).CellAddress, cells.RangeAddress)

    def move(self, number, sheet, area, target):
        """Cut an area and paste it."""
        cells = self.cells(number, sheet, area)
        cells.Spreadsheet.moveRange(self.cells(number, sheet, target).CellAddress, cells.RangeAddress)

    def dispatch(self, number, command, **arguments):
        """A command of the menus."""
        frame = self.documents[number].CurrentController.Frame
        self.service("com.sun.star.frame.DispatchHelper").executeDispatch(
            frame, command, "", 0, properties(**arguments)
        )

    def select(self, number, sheet, area):
        controller = self.documents[number].CurrentController
        controller.setActiveSheet(self.documents[number].Sheets.getByName(sheet))
        controller.select(self.cells(number, sheet, area))

    def undo(self, number):
        self.documents[number].UndoManager.undo()

    def redo(self, number):
        self.documents[number].UndoManager.redo()

    def undo_titles(self, number):
        return list(self.documents[number].UndoManager.AllUndoActionTitles)

    def modified(self, number):
        return self.documents[number].isModified()

    def recalculate(self, number):
        """Every formula, dirty or not; returns the seconds it took."""
        started = time.perf_counter()
        self.documents[number].calculateAll()
        return time.perf_counter() - started

    def timed_put(self, number, sheet, area, rows, read):
        """Type something, read an area; the seconds until the values are there."""
        cells, shown = self.cells(number, sheet, area), self.cells(number, *read)
        formulas = tuple(map(tuple, rows))
        started = time.perf_counter()
        cells.setFormulaArray(formulas)
        shown.getDataArray()
        return time.perf_counter() - started

    # -- the rest ------------------------------------------------------------------------------------------------

    def wizard(self, prefix):
        """What the function wizard shows of every function whose name begins so."""
        descriptions = self.service("com.sun.star.sheet.FunctionDescriptions")
        found = {}
        for number in range(descriptions.Count):
            told = {each.Name: each.Value for each in descriptions.getByIndex(number)}
            if told["Name"].startswith(prefix):
                arguments = [[each.Name, each.Description, each.IsOptional] for each in told["Arguments"] or ()]
                found[told["Name"]] = [told["Description"], arguments]
        return found

    def trigger(self, service, event):
        self.service(service).trigger(event)

    def activate(self, number):
        """Make it the document that has the focus, as far as there is one."""
        self.documents[number].CurrentController.Frame.activate()

    def show(self, number, sheet, cell, width, height):
        """Bring a document to the front of the screen."""
        controller = self.documents[number].CurrentController
        controller.Frame.ContainerWindow.setPosSize(0, 0, width, height, 15)
        self.select(number, sheet, cell)

    def version(self):
        provider = self.service("com.sun.star.configuration.ConfigurationProvider")
        node = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", properties(nodepath="/org.openoffice.Setup/Product")
        )
        return node.getByName("ooSetupVersionAboutBox")

    def configure(self, path, name, value):
        provider = self.service("com.sun.star.configuration.ConfigurationProvider")
        node = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess", properties(nodepath=path)
        )
        node.setPropertyValue(name, value)
        node.commitChanges()


def _value(cells, value, column, row):
    if value is None:
        error = cells.getCellByPosition(column, row).getError()
        return NAMES.get(error, f"Err:{error}")
    return None if value == "" else value


def main(profile, program, display=""):
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    office = Office(profile, program, display)
    try:
        for line in sys.stdin.buffer:
            verb, *arguments = json.loads(line.decode("utf-8"))
            named = arguments.pop() if arguments and isinstance(arguments[-1], dict) else {}
            try:
                answer = ["ok", getattr(office, verb)(*arguments, **named)]
            except Exception:
                answer = ["failed", traceback.format_exc()]
            answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
            answers.flush()
            if verb == "quit":
                return
    finally:
        office.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
