"""The add-in's own VBA, run by pyOpenVBA's interpreter over its model of Excel; Python behind it is the real one.

Replaced are what cannot be had here: Windows' and xlwings' DLLs, COM objects, dialogs, and Excel's calculation, which
is a list of cells with a function of ours each. What it cannot show: how a real Excel calls, compiles and repaints.
"""

# ruff: noqa: N802, N803 - the names are Excel's
from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._calc import as_python
from pyopenvba.apps.excel._io import save_workbook
from pyopenvba.apps.excel._model import Application, Range, Workbook, Workbooks
from pyopenvba.interpreter import (
    EMPTY,
    MISSING,
    NOTHING,
    Interpreter,
    VBAArray,
    VBACurrency,
    VBADate,
    VBAErrorValue,
    VBAObject,
    VBARuntimeError,
    member,
    method,
)
from pyopenvba.interpreter._objects import MemberSpec
from pyopenvba.interpreter._runtime import UserClassInstance

from addin.vba.build import addin_bytes
from addin.vba.modules import is_class, modules
from tests.addin import fake_excel

ERROR_ZERO = 2146828288
LIBRARY = """
Public Function LoadLibraryW(ByVal path As Variant) As Long
    LoadLibraryW = Machine.LoadLibrary(path)
End Function
Public Function XLPyDLLActivateAuto(ByRef found As Variant, ByVal command As String, ByVal mode As Long) As Long
    XLPyDLLActivateAuto = Machine.Activate(command)
    If XLPyDLLActivateAuto = 0 Then Set found = Machine.Server Else found = Machine.Failure
End Function
Public Function FindWindowW(ByVal class_name As Variant, ByVal caption As Variant) As Long
    FindWindowW = Machine.FindWindow(class_name)
End Function
Public Function StrPtr(ByVal text As Variant) As Variant
    StrPtr = text
End Function
"""


@cache
def _built() -> bytes:
    return addin_bytes()


@cache
def _runnable() -> tuple[tuple[str, str], ...]:
    """The modules without what the interpreter lacks: DLLs, and events of other objects, which the tests raise."""
    return tuple(
        (name, re.sub(r"(?m)^ *Private Declare .*$", "", source).replace("Private WithEvents", "Private"))
        for name, source in modules().items()
    )


class Excel(Application):
    """Excel's application object with what the model lacks."""

    vba_type_name = "Application"

    def __init__(self) -> None:
        super().__init__()
        self.workbooks_ = Books(self)
        self.caller: Any = VBAErrorValue(2023)
        self.language, self.wizard = 1033, False
        self.calculations = 0
        self.formulas: list[tuple[Any, str, tuple[Any, ...]]] = []
        self.volatile: list[bool] = []
        self.registered: dict[str, dict[str, Any]] = {}
        self.registering_fails = 0
        self.later: list[str] = []
        self.asked: list[str] = []
        self.replies: list[Any] = []
        self.shown_dialogs: list[int] = []
        self.machine: Machine

    @member
    def Caller(self) -> Any:
        return self.caller

    @method
    def Volatile(self, Volatile: Any = MISSING) -> Any:
        self.volatile.append(True)
        return EMPTY

    @method
    def Calculate(self) -> Any:
        """All our cells are volatile; then Excel says that it has calculated."""
        self.calculations += 1
        for cell, name, arguments in self.formulas:
            self.machine.cell(cell, name, *arguments)
        self.machine.event("AfterCalculate")
        return EMPTY

    @method
    def CalculateFull(self) -> Any:
        return self.Calculate()

    @method
    def MacroOptions(
        self,
        Macro: Any,
        Description: Any = MISSING,
        Category: Any = MISSING,
        ArgumentDescriptions: Any = MISSING,
    ) -> Any:
        if self.registering_fails:
            self.registering_fails -= 1
            raise VBARuntimeError(1004, "Cannot edit a macro on a hidden workbook.")
        texts = [] if ArgumentDescriptions is MISSING else to_python(ArgumentDescriptions)
        self.registered[Macro] = {"help": Description, "category": Category, "arguments": texts}
        return EMPTY

    @method
    def OnTime(self, EarliestTime: Any, Procedure: Any) -> Any:
        self.later.append(Procedure)
        return EMPTY

    @method
    def InputBox(self, Prompt: Any, *rest: Any) -> Any:
        self.asked.append(Prompt)
        return self.replies.pop(0)

    @method
    def GetSaveAsFilename(self, InitialFilename: Any = MISSING, FileFilter: Any = MISSING) -> Any:
        self.asked.append(InitialFilename)
        return self.replies.pop(0)

    @member
    def LanguageSettings(self) -> Any:
        return Answering(LanguageID=lambda which: self.language if which == 2 else 0)

    @member
    def CommandBars(self, name: Any = MISSING) -> Any:
        return Answering(Controls=lambda number: Answering(Enabled=not self.wizard))

    @member
    def Dialogs(self, number: Any = MISSING) -> Any:
        return Answering(Show=lambda: self.shown_dialogs.append(int(number)) or True)


class Books(Workbooks):
    """`Workbooks.Open` of the model takes a path alone."""

    vba_type_name = "Workbooks"

    @method
    def Open(self, Filename: Any, UpdateLinks: Any = MISSING) -> Any:
        return Workbooks.Open(self, Filename)


def _save_copy(book: Workbook, path: Any) -> Any:
    save_workbook(book, Path(path))
    return EMPTY


def _change_link(book: Any, old: Any, new: Any, kind: Any = MISSING) -> Any:
    if book.links_locked:
        raise VBARuntimeError(1004, "The sheet is protected.")
    book.links = [new if link == old else link for link in book.links]
    return EMPTY


def _set_addin(book: Any, value: Any) -> None:
    book.addin = value


Workbook.links, Workbook.links_locked, Workbook.addin = [], False, False
for _spec in (
    MemberSpec("SaveCopyAs", "method", _save_copy, parameters=("Filename",)),
    MemberSpec("LinkSources", "method", lambda book, kind: to_vba(book.links) if book.links else EMPTY,
               parameters=("Type",)),
    MemberSpec("ChangeLink", "method", _change_link, parameters=("Name", "NewName", "Type")),
    MemberSpec("IsAddin", "property", lambda book: book.addin, _set_addin),
):  # fmt: skip
    Workbook.vba_add_member(_spec)


class Answering(VBAObject):
    """A COM object: each member is a value, or a function of its arguments."""

    def __init__(self, **members: Any) -> None:
        self.members = {name.lower(): value for name, value in members.items()}

    def vba_member(self, name: str) -> Any:
        return None

    def vba_get(self, name: str, args: Any = (), named: Any = None) -> Any:
        found = self.members[name.lower()]
        return found(*args) if callable(found) else found


class Machine(VBAObject):
    """One Windows machine with Excel, the add-in and Python on it.

    Parameters
    ----------
    windows : namespace
        xlwings as on Windows, from `fake_excel.install`.
    """

    def __init__(self, windows: Any, folder: Path) -> None:
        self.windows, self.folder = windows, folder
        self.settings: dict[str, str] = {
            "INTERPRETER_WIN": r"C:\Мой Python\pythonw.exe",
            "DLL_FOLDER": r"C:\Мой Python",
        }
        self.commands: list[str] = []
        self.calls: Counter[str] = Counter()
        self.reads: Counter[str] = Counter()
        self.told: list[str] = []
        self.opened: list[str] = []
        self.agrees = 6
        self.existing: list[str] = []
        self.dll_found = self.running = True
        self.failure = ""
        self.jobs: list[tuple[str, ...]] = []
        self.job_answers: dict[str, str] = {}
        self.excel = Excel()
        self.excel.machine = self
        self.app = ExcelApplication.__new__(ExcelApplication)
        self.app.application = self.excel
        self.app.interpreter = self.excel.interpreter = Interpreter(_Bridge(self))
        self._load()

    def _load(self) -> None:
        path = self.folder / "KPI.xlam"
        path.write_bytes(_built())
        self.app.open_workbook(path)
        self.addin = self.app.workbooks()[0]
        self.addin.addin = True
        self.app.add_module(LIBRARY, name="Library")
        for name, source in _runnable():
            kind = "document" if name == "ThisWorkbook" else "class" if is_class(name) else "standard"
            self.app.add_module(source, name=name, kind=kind)
        self.excel.vba_get("Workbooks").books.remove(self.addin)
        self.excel.active_book = None

    # -- the tests' side

    def open(self, path: Path | str) -> Workbook:
        book = self.app.open_workbook(path)
        self.excel.activate_book(book)
        return book

    def run(self, name: str, *arguments: Any) -> Any:
        return self.app.interpreter.run(name, list(arguments))

    def function(self, name: str, *arguments: Any) -> Any:
        """Call a function of ours as a macro would, or as the cell that `excel.caller` says."""
        return to_python(self.run(name, *map(to_vba, arguments)))

    def cell(self, place: Range, name: str, *arguments: Any) -> Any:
        """Calculate one cell with a function of ours, and keep the value in it."""
        self.excel.caller = place
        try:
            found = self.run(name, *map(to_vba, arguments))
        finally:
            self.excel.caller = VBAErrorValue(2023)
        return to_python(found)

    def type(self, place: Range, name: str, *arguments: Any) -> Any:
        """A formula that is calculated with every calculation from now on."""
        self.excel.formulas.append((place, name, arguments))
        return self.cell(place, name, *arguments)

    def edit(self, cells: Range, value: Any) -> None:
        """The user types into a cell: Excel calculates, and only then tells of the edit."""
        cells.vba_set("Value", to_vba(value))
        self.excel.vba_get("Calculate")
        self.event("SheetChange", cells.sheet, cells)

    def start(self) -> None:
        """Excel opens the add-in."""
        runtime = self.app.interpreter.module("ThisWorkbook")
        self.app.interpreter.call(runtime.procedure("Workbook_Open"), runtime, [], {}, me=runtime.document)

    def event(self, name: str, *arguments: Any) -> None:
        """Excel tells of something: the interpreter does not connect the handlers, so they are called by name."""
        runtime = self.app.interpreter.module("KpiApp")
        listener = UserClassInstance(runtime, self.app.interpreter)
        handler = runtime.procedure(f"App_{name}")
        assert handler is not None
        self.app.interpreter.call(handler, runtime, list(arguments), {}, me=listener)

    def control(self, identifier: str = "", tag: str = "") -> Answering:
        return Answering(Id=identifier, Tag=tag)

    def click(self, name: str, identifier: str = "", tag: str = "") -> None:
        self.run(name, self.control(identifier, tag))

    def wait(self) -> None:
        """A second passes."""
        later, self.excel.later = self.excel.later, []
        for procedure in later:
            self.run(procedure.rpartition(".")[2])

    # -- Windows' side

    @method
    def LoadLibrary(self, path: Any) -> Any:
        return 1 if self.dll_found else 0

    @method
    def Activate(self, command: Any) -> Any:
        self.commands.append(command)
        return 1 if self.failure else 0

    @member
    def Failure(self) -> Any:
        return self.failure

    @member
    def Server(self) -> Any:
        return Answering(CallUDF=self.call_udf, Module=lambda name: name, TupleFromArray=lambda given: given,
                         Call=self.call_job, Str=lambda text: text)  # fmt: skip

    @method
    def FindWindow(self, class_name: Any) -> Any:
        return 7 if self.excel.wizard and class_name == "bosa_sdm_XL9" else 0

    def call_job(self, module: str, name: str, given: Any) -> str:
        self._answering()
        self.jobs.append((module, name, *to_python(given)))
        return self.job_answers.get(name, "")

    def call_udf(self, module: str, name: str, arguments: Any, book: Any = NOTHING) -> Any:
        """xlwings' COM object: arguments as pywin32 makes them, xlwings' own `call_udf`, the answer as COM makes it."""
        self._answering()
        self.calls[name] += 1
        given = to_com(arguments)
        workbook = None if book is NOTHING else seen_by_com(book, self.reads)
        rows = self.windows.udfs.call_udf(module, name, list(given), workbook, None)
        if len(rows) == 1:
            return to_vba(rows[0][0] if len(rows[0]) == 1 else rows[0])
        return to_vba(rows)

    def _answering(self) -> None:
        """A process that has ended is noticed once; then another one is started."""
        if not self.running:
            self.running = True
            raise VBARuntimeError(-2147023174, "The RPC server is unavailable.")

    def create(self, name: str) -> Any:
        if name == "WScript.Shell":
            return Answering(
                Popup=lambda text, *rest: self.told.append(text) or self.agrees,
                ExpandEnvironmentStrings=lambda text: text.replace("%LOCALAPPDATA%", r"C:\Users\Жанна\AppData\Local"),
                Run=self.opened.append,
            )
        if name == "Scripting.FileSystemObject":
            lines = "".join(f'"{key}","{value}"\r\n' for key, value in self.settings.items())
            file = Answering(ReadAll=lines, Close=lambda: EMPTY)
            return Answering(
                FileExists=lambda path: path in self.existing or (path.endswith("KPI.conf") and bool(self.settings)),
                OpenTextFile=lambda *given: file,
            )
        raise AssertionError(name)


class _Bridge(ExcelBridge):
    def __init__(self, machine: Machine) -> None:
        super().__init__(machine.excel)
        self.machine = machine

    def global_object(self, name: str) -> Any:
        return self.machine if name == "machine" else super().global_object(name)

    def create(self, type_name_: str) -> Any:
        return self.machine.create(type_name_)


# -- values on their way ---------------------------------------------------------------------------------------


def to_vba(value: Any) -> Any:
    """A Python value as VBA holds it; lists are arrays counted from 0, as COM makes them."""
    if isinstance(value, list | tuple):
        rows = [row if isinstance(row, list | tuple) else None for row in value]
        if value and all(row is not None for row in rows):
            array = VBAArray([(0, len(value) - 1), (0, len(value[0]) - 1)])
            for down, row in enumerate(value):
                for across, cell in enumerate(row):
                    array.set([down, across], to_vba(cell))
            return array
        array = VBAArray([(0, len(value) - 1)])
        for place, cell in enumerate(value):
            array.set([place], to_vba(cell))
        return array
    if value is None:
        return EMPTY
    if isinstance(value, datetime):
        return VBADate.from_datetime(value)
    return value


def to_com(value: Any) -> Any:
    """A VBA value as pywin32 hands it to Python: tuples of tuples, errors and omitted arguments as numbers."""
    if isinstance(value, VBAArray):
        if value.dimensions == 2:
            (top, bottom), (left, right) = value.bounds
            return tuple(
                tuple(to_com(value.get([r, c])) for c in range(left, right + 1)) for r in range(top, bottom + 1)
            )
        return tuple(map(to_com, value.elements()))
    if value is MISSING:
        return fake_excel.OMITTED
    if value is EMPTY or value is NOTHING:
        return None
    if isinstance(value, VBAErrorValue):
        return value.number - ERROR_ZERO
    if isinstance(value, VBADate):
        return value.to_datetime()
    if isinstance(value, VBACurrency):
        return Decimal(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    return value


def to_python(value: Any) -> Any:
    """What a cell gets, in words of these tests: lists of rows, real errors as ("error", number)."""
    if isinstance(value, VBAErrorValue):
        return ("error", value.number)
    if isinstance(value, VBAArray):
        if value.dimensions == 2:
            return [list(map(to_python, row)) for row in to_com_rows(value)]
        return list(map(to_python, value.elements()))
    return None if value is EMPTY else value


def to_com_rows(array: VBAArray) -> list[list[Any]]:
    (top, bottom), (left, right) = array.bounds
    return [[array.get([row, column]) for column in range(left, right + 1)] for row in range(top, bottom + 1)]


def _shown(sheet: Any, row: int, column: int, cell: Any) -> Any:
    """A cell's Value; the short way where no formula has to be worked out."""
    if cell.formula:
        return sheet.vba_get("Cells", [row, column]).vba_get("Value")
    number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    return as_python(cell.value, cell) if number else cell.value


def seen_by_com(book: Workbook, reads: Counter[str]) -> fake_excel.Book:
    """The workbook as Python sees it through COM, as it is now."""
    seen = fake_excel.Book(str(book.vba_get("FullName")))
    seen.reads = reads
    for sheet in book.sheets_:
        copy = seen.sheet(sheet.name)
        for (row, column), cell in sheet.cells_.items():
            value = to_com(_shown(sheet, row, column, cell))
            if value is not None:
                copy.cells[row, column] = float(value) if type(value) is int else value
            if cell.formula:
                copy.formulas[row, column] = cell.formula
        for table in sheet.vba_get("ListObjects").vba_items():
            area = table.vba_get("Range").first
            where = fake_excel.Range(copy, area.top, area.left, area.rows, area.columns)
            state = {"ShowHeaders": True, "ShowTotals": False, "ListColumns": []}
            copy.ListObjects.append(SimpleNamespace(Name=table.vba_get("Name"), Range=where, Parent=copy, **state))
    return seen
