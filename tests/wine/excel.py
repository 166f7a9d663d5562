"""What Excel and the add-in's VBA do, for Windows' Python: starts the COM server through xlwings' DLL and calls it.

Not imported by the tests but run under Wine: `python.exe excel.py TASK.json ANSWER.json`. A task names the workbooks
and what is done one after the other; workbooks are served to the server as COM objects, as Excel would.
"""

from __future__ import annotations

import ctypes
import json
import sys
import time
import types
from datetime import datetime
from pathlib import Path
from typing import Any

import pythoncom
import pywintypes
import win32com.client
import win32com.server.policy
import win32com.server.util
import winerror
from win32com.server.exception import COMException

sys.path.append(str(Path(__file__).resolve().parents[2]))

from tests.addin.fake_excel import Book, Collection, Range

UNREAD = "#BOOK!"
OURS = "addin.excel"
OMITTED = -2147352572


# -- workbooks as COM objects ------------------------------------------------------------------------------------


class Served:
    """Any object of the model: what is asked for is looked up, called if it can be, and served in turn."""

    calls = 0

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def _dynamic_(self, name: str, lcid: int, flags: int, arguments: tuple[Any, ...]) -> Any:
        Served.calls += 1
        if name == "_NewEnum":
            return win32com.server.util.NewEnum([served(each) for each in self.thing])
        found = self.thing if name == "_value_" else _look_up(self.thing, name)
        if callable(found) and (arguments or not isinstance(found, Collection)):
            try:
                found = found(*map(_own, arguments))
            except TypeError:
                raise COMException(scode=winerror.DISP_E_PARAMNOTOPTIONAL) from None
        return served(found)


def _look_up(thing: Any, name: str) -> Any:
    try:
        return getattr(thing, name)
    except AttributeError:
        raise COMException(scode=winerror.DISP_E_MEMBERNOTFOUND) from None


def _own(argument: Any) -> Any:
    """An object of ours comes back as it went out; a collection is counted in whole numbers."""
    if isinstance(argument, pythoncom.TypeIIDs[pythoncom.IID_IDispatch]):
        return win32com.server.util.unwrap(argument).thing
    return argument


def served(value: Any) -> Any:
    """Cells as they are, an object as a COM object. (An error value pywin32 cannot send.)"""
    if value is None or isinstance(value, str | int | float | datetime):
        return value
    if isinstance(value, tuple):
        return [list(row) for row in value]
    return win32com.server.util.wrap(Served(value), usePolicy=win32com.server.policy.DynamicPolicy)


def workbook(full_name: str, plain: dict[str, Any]) -> Book:
    """A workbook out of plain data (`tests.wine.books`)."""
    book = Book(full_name)
    for name, held in plain.items():
        sheet = book.sheet(name)
        for row, column, cell in held["cells"]:
            sheet.cells[row, column] = from_plain(cell)
        for row, column, formula in held["formulas"]:
            sheet.formulas[row, column] = formula
        for table, place, totals in held["tables"]:
            found = {"Name": table, "Range": Range(sheet, *place), "Parent": sheet}
            sheet.ListObjects.append(types.SimpleNamespace(**found, ShowHeaders=True, ShowTotals=totals))
    return book


def from_plain(value: Any) -> Any:
    """JSON has no dates, and nothing for an omitted argument."""
    if isinstance(value, list):
        return [from_plain(each) for each in value]
    if isinstance(value, dict):
        moment = value.get("date")
        return datetime.fromisoformat(moment) if moment else win32com.client.VARIANT(pythoncom.VT_ERROR, OMITTED)
    return value


# -- the add-in's VBA --------------------------------------------------------------------------------------------


class _Variant(ctypes.Structure):
    _fields_ = [("kind", ctypes.c_ushort), ("rest", ctypes.c_ushort * 3), ("value", ctypes.c_void_p),
                ("more", ctypes.c_void_p)]  # fmt: skip


def start(library: str, command: str) -> Any:
    """`XLPyDLLActivateAuto(XLPy, command, 1)`: VBA hands the command line over as an ANSI string."""
    activate = ctypes.WinDLL(library).XLPyDLLActivateAuto
    activate.argtypes, activate.restype = [ctypes.POINTER(_Variant), ctypes.c_void_p, ctypes.c_long], ctypes.c_long
    allocate = ctypes.windll.oleaut32.SysAllocStringByteLen
    allocate.argtypes, allocate.restype = [ctypes.c_char_p, ctypes.c_uint], ctypes.c_void_p
    ansi = command.encode("mbcs")
    found = _Variant()
    activate(ctypes.byref(found), allocate(ansi, len(ansi)), 1)
    if found.kind == pythoncom.VT_BSTR:
        raise RuntimeError(ctypes.wstring_at(found.value))
    return win32com.client.dynamic.Dispatch(pythoncom.ObjectFromAddress(found.value, pythoncom.IID_IDispatch))


class Vba:
    """One Excel with workbooks open."""

    def __init__(self, task: dict[str, Any]) -> None:
        self.books = {name: workbook(name, plain) for name, plain in task["books"].items()}
        self.versions = dict.fromkeys(self.books, 1)
        self.changed = dict.fromkeys(self.books, "")
        started = time.perf_counter()
        self.python = start(task["library"], task["command"])
        self.start = time.perf_counter() - started
        self.looks = 0

    def cell(self, book: str, name: str, arguments: list[Any]) -> Any:
        """A formula, as the module that is made of the catalogue asks for it."""
        given = [book, self.versions[book], name, *map(from_plain, arguments)]
        answer = self.python.CallUDF(OURS, "answer", given)
        if answer == UNREAD:
            self.look(book)
            answer = self.python.CallUDF(OURS, "answer", given)
        return answer

    def look(self, book: str) -> None:
        self.looks += 1
        given = [book, self.versions[book], self.changed[book]]
        self.python.CallUDF(OURS, "look", given, served(self.books[book]))

    def edit(self, book: str, sheet: str, row: int, column: int, value: Any) -> None:
        next(each for each in self.books[book].Worksheets if each.Name == sheet).cells[row, column] = from_plain(value)
        self.versions[book] += 1
        self.changed[book] = sheet

    def step(self, step: dict[str, Any]) -> Any:
        """One step of a task; what is asked many times answers with the seconds it took."""
        step = dict(step)
        do, times = step.pop("do"), step.pop("times", None)
        if times is None:
            return _plain(getattr(self, do)(**step))
        started = time.perf_counter()
        for _ in range(times):
            getattr(self, do)(**step)
        return time.perf_counter() - started

    def side_by_side(self, book: str, names: list[str], at_once: int = 25) -> dict[str, float]:
        """Formulas without arguments, and as many calls that do nothing, a few of each in turn; the seconds of both."""
        seconds = {"empty": 0.0, "cells": 0.0}
        for start in range(0, len(names), at_once):
            some = names[start : start + at_once]
            started = time.perf_counter()
            for name in some:
                self.python.CallUDF("wine_peer", "empty", [book, self.versions[book], name])
            between = time.perf_counter()
            for name in some:
                self.cell(book, name, [])
            seconds["empty"] += between - started
            seconds["cells"] += time.perf_counter() - between
        return seconds

    def module(self, folder: str, name: str) -> None:
        """Make another module callable, to compare with."""
        self.python.Exec(f"import sys; sys.path.append({folder!r}); import {name}")

    def call(self, module: str, function: str, arguments: list[Any], book: str = "") -> Any:
        given = list(map(from_plain, arguments))
        return self.python.CallUDF(module, function, given, served(self.books[book]) if book else None)

    def counts(self) -> dict[str, int]:
        """How often the tables were looked at, and how many COM calls came back for it."""
        return {"looks": self.looks, "calls": Served.calls}


def _plain(answer: Any) -> Any:
    if isinstance(answer, tuple):
        return [_plain(each) for each in answer]
    if isinstance(answer, pywintypes.TimeType | datetime):
        return {"date": answer.replace(tzinfo=None).isoformat()}
    return answer


def main(task_file: str, answer_file: str) -> None:
    """Carry out the task, and write what came of each step."""
    task = json.loads(Path(task_file).read_text(encoding="utf-8"))
    pythoncom.CoInitialize()
    vba = Vba(task)
    answers = [vba.step(step) for step in task["steps"]]
    out = {"start": vba.start, "answers": answers}
    Path(answer_file).write_text(json.dumps(out, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
