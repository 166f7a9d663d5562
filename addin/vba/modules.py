"""The VBA of the add-in: hand-written modules, and one made from the table of functions."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from addin.functions import FUNCTIONS, Function
from addin.help import TABLE_ARGUMENTS

_SOURCE = Path(__file__).parent / "source"
FUNCTIONS_MODULE = "Kpi"


def modules() -> dict[str, str]:
    """Every module by its name, `ThisWorkbook` and the class `KpiApp` among them; ASCII, lines end as in VBA."""
    found = {path.stem: path.read_text(encoding="ascii") for path in sorted(_SOURCE.iterdir())}
    found["KpiPython"] = found["KpiPython"].replace("{xlwings}", metadata.version("xlwings"))
    found[FUNCTIONS_MODULE] = functions_module()
    return {name: text.replace("\n", "\r\n") for name, text in found.items()}


def is_class(name: str) -> bool:
    """Whether a module is a class or the workbook's own.

    Examples
    --------
    >>> is_class("KpiApp"), is_class("KpiCells")
    (True, False)
    """
    return (_SOURCE / f"{name}.cls").exists()


def functions_module() -> str:
    """One VBA function for each of the table."""
    head = "Option Explicit\n' Made from the catalogue: one function each. What they do stands in KpiCells.\n"
    return head + "".join(f"\n{_declared(function)}" for function in FUNCTIONS.values())


def _declared(function: Function) -> str:
    """A function's VBA.

    Volatile is a cell that reads tables Excel does not know of; with tables as arguments Excel knows them.

    Examples
    --------
    >>> print(_declared(FUNCTIONS["KPI_TARGET"]))
    Public Function KPI_TARGET(kpi As Variant, Optional period As Variant, Optional channel As Variant) As Variant
        Application.Volatile
        KPI_TARGET = Answer("KPI_TARGET", kpi, period, channel)
    End Function
    <BLANKLINE>
    """
    keys = [argument.key for argument in function.arguments]
    declared = ", ".join(f"{'Optional ' if each.optional else ''}{each.key} As Variant" for each in function.arguments)
    given = "".join(f", {key}" for key in keys)
    lines = [f"Public Function {function.name}({declared}) As Variant"]
    if function.first_table is not None:
        tables = keys[function.first_table : function.first_table + TABLE_ARGUMENTS]
        lines.append(f"    If NoneGiven({', '.join(tables)}) Then Application.Volatile")
    elif function.reads_workbook:
        lines.append("    Application.Volatile")
    lines += [f'    {function.name} = Answer("{function.name}"{given})', "End Function", ""]
    return "\n".join(lines)
