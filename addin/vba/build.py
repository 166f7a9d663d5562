"""Builds `KPI.xlam` on any system: xlwings' add-in template with our VBA, our words and our ribbon in it.

The same input gives the same bytes: parts stand in one order, with one time, and nothing of this machine gets in.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path
from xml.sax.saxutils import escape

from addin.vba.modules import is_class, modules
from addin.vba.places import ADDIN
from addin.vba.ribbon import custom_ui
from addin.vba.words import rows

_TEMPLATE = "quickstart_addin_ribbon.xlam"
_PROJECT = "xl/vbaProject.bin"
_OWN = {"ThisWorkbook", "Sheet2"}
"""Modules of the template that belong to its workbook and its sheet; the others are replaced by ours."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def addin_bytes() -> bytes:
    """The whole add-in.

    Examples
    --------
    >>> addin_bytes() == addin_bytes()
    True
    """
    parts = _template_parts()
    parts[_PROJECT] = _project(parts)
    parts["xl/workbook.xml"] = _WORKBOOK.encode()
    parts["xl/worksheets/sheet1.xml"] = _sheet().encode()
    parts["customUI/customUI.xml"] = custom_ui()
    parts["docProps/core.xml"] = _core().encode()
    return _zipped(parts)


def _template_parts() -> dict[str, bytes]:
    """The parts of xlwings' template; it is found without importing xlwings, which would look for Excel."""
    found = util.find_spec("xlwings")
    assert found is not None
    assert found.origin is not None
    with zipfile.ZipFile(Path(found.origin).parent / _TEMPLATE) as template:
        return {name: template.read(name) for name in template.namelist()}


def _project(parts: dict[str, bytes]) -> bytes:
    """The template's VBA project with our modules."""
    from pyopenvba import ExcelFile, VBAModuleKind

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ADDIN
        path.write_bytes(_zipped(parts))
        with ExcelFile(path) as workbook:
            project = workbook.vba_project()
            for name in set(project.module_names()) - _OWN:
                project.delete_module(name)
            for name, source in sorted(modules().items()):
                if name in _OWN:
                    workbook.set_module(name, project.get_module(name).source + source)
                else:
                    kind = VBAModuleKind.other if is_class(name) else VBAModuleKind.standard
                    project.add_module(name, source, kind=kind)
            workbook.remove_reference("MSForms")
            workbook.save(path)
        with zipfile.ZipFile(path) as built:
            return built.read(_PROJECT)


def _sheet() -> str:
    cells = "".join(f'<row r="{number}">{"".join(_cells(number, row))}</row>' for number, row in enumerate(rows(), 1))
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet2"/><sheetData>{cells}</sheetData></worksheet>'


def _cells(number: int, row: tuple[str, ...]) -> Iterator[str]:
    for column, text in zip("ABC", row, strict=True):
        # No line breaks of Windows in a cell: Excel keeps them as _x000D_.
        shown = escape(text.replace("\r\n", "\n"))
        yield f'<c r="{column}{number}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def _core() -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>KPI</dc:title><dc:creator>kpi-report</dc:creator>'
        f"<dc:description>kpi-report {metadata.version('kpi-report')}, xlwings {metadata.version('xlwings')}"
        "</dc:description></cp:coreProperties>"
    )


def _zipped(parts: dict[str, bytes]) -> bytes:
    """A package with the content types first, as Excel writes it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_STORED  # what deflating gives differs from one zlib to the next
            entry.external_attr = 0o600 << 16
            entry.create_system = 0
            package.writestr(entry, parts[name])
    return packed.getvalue()


# The template's own names the folder of the one who made it.
_WORKBOOK = (
    f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<workbookPr codeName="ThisWorkbook"/><bookViews><workbookView visibility="hidden"/></bookViews>'
    '<sheets><sheet name="KPI" sheetId="2" r:id="rId3"/></sheets></workbook>'
)
