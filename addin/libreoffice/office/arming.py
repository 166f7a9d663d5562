"""Cells of a document that was just opened: Calc shows the values they were saved with and asks nobody.

Until it asks, no cell listens to the tables. So the KPI_ formulas are set once more, which leaves no trace: not in
the list of what can be undone, nor in whether the document counts as changed. Other formulas are not recalculated.
"""

from __future__ import annotations

from typing import Any

from . import reading


def arm(model: Any, documents: Any) -> None:
    """Ask every KPI_ cell of a document, its tables having been read before."""
    sheets = [model.Sheets.getByIndex(number) for number in range(model.Sheets.Count)]
    found = [(sheet, address) for sheet in sheets for address in reading.kpi_areas(sheet)]
    if not found:
        return
    document = documents().of(model)
    changed, undo = model.isModified(), model.UndoManager
    undo.lock()
    model.lockControllers()
    try:
        document.settle()
        for sheet, address in found:
            _set_again(sheet, reading.area_of(address))
    finally:
        model.unlockControllers()
        undo.unlock()
        if not changed:
            model.setModified(False)


def _set_again(sheet: Any, area: reading.Area) -> None:
    """Formulas as they stand: at once where they are single cells, else cell by cell."""
    cells = area.of(sheet)
    formulas = cells.getFormulaArray()
    if not any(formula.startswith("{") for row in formulas for formula in row):
        cells.setFormulaArray(formulas)
        return
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            _set_one(sheet, sheet.getCellByPosition(column, row))


def _set_one(sheet: Any, cell: Any) -> None:
    """One formula; an array's at its first cell, for all of its cells."""
    formula = cell.ArrayFormula
    if not formula:
        cell.setFormula(cell.getFormula())
        return
    cursor = sheet.createCursorByRange(cell)
    cursor.collapseToCurrentArray()
    address, own = cursor.RangeAddress, cell.CellAddress
    if (address.StartColumn, address.StartRow) == (own.Column, own.Row):
        cursor.setArrayFormula(formula.strip("{}"))
