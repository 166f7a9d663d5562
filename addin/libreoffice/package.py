"""The extension: everything in it is made from the catalogue and the wording, and the same input gives the same bytes.

The office reads the types of the functions from the `.idl` itself, so no program of its development kit is needed.
Documents keep the names made here (the service, and each function's own name as its method): they never change.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape

from addin.functions import FUNCTIONS, Function
from addin.help import sentence
from kpi_core.language import LANGUAGES, Text
from kpi_core.wording.libreoffice import IN_THE_OFFICE

FILE = "kpi-report.oxt"
IDENTIFIER = "org.kpireport.calc"
OLDEST_OFFICE = "25.2"
_OFFICE = Path(__file__).parent / "office"
_COMPONENT = "kpi_report_addin.py"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
_SERVICES = ("AddIn", "Opened", "Report")
_ENTRIES = ("refresh", "report")
_KINDS = {
    ".idl": "application/vnd.sun.star.uno-typelibrary;type=RDB",
    ".components": "application/vnd.sun.star.uno-components",
    ".xcu": "application/vnd.sun.star.configuration-data",
}


def build(folder: Path) -> Path:
    """Write the extension into a folder, aside and then moved."""
    target = folder / FILE
    handle, aside = tempfile.mkstemp(dir=folder, prefix=".kpi-report-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(extension())
        os.chmod(aside, 0o644)
        os.replace(aside, target)
    except BaseException:
        os.unlink(aside)
        raise
    return target


def extension() -> bytes:
    """The whole .oxt."""
    content = parts()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, content[name].encode())
    return out.getvalue()


def parts() -> dict[str, str]:
    """Every file of the extension by its name."""
    made = {
        "KpiFunctions.idl": types(),
        "CalcAddIns.xcu": names(),
        "Addons.xcu": menu(),
        "Jobs.xcu": jobs(),
        "kpi_report.components": components(),
        "description.xml": description(),
    }
    inside = "pythonpath/kpi_report_office/"
    own = {
        (name if name == _COMPONENT else inside + name): (_OFFICE / name).read_text(encoding="utf-8")
        for name in sorted(path.name for path in _OFFICE.glob("*.py"))
    }
    return {**made, **own, inside + "told.json": told(), "META-INF/manifest.xml": manifest(made)}


def types() -> str:
    """The functions' signatures. The document comes first, hidden from the user; `any` may be left out."""
    lines = [
        f"any {function.name}([in] com::sun::star::beans::XPropertySet document{_parameters(function)});"
        for function in FUNCTIONS.values()
    ]
    return (
        f"module org {{ module kpireport {{ module calc {{ interface XFunctions {{\n{_lines(lines)}\n}}; }}; }}; }};\n"
    )


def _parameters(function: Function) -> str:
    return "".join(f", [in] any argument{number}" for number, _ in enumerate(function.arguments, start=1))


def names() -> str:
    """What the function wizard shows, and the name of each function in Excel's files."""
    nodes = "\n".join(map(_function, FUNCTIONS.values()))
    inner = _node(f"{IDENTIFIER}.AddIn", f'<node oor:name="AddInFunctions">\n{nodes}\n</node>')
    return _configuration("CalcAddIns", f'<node oor:name="AddInInfo">{inner}</node>')


def _function(function: Function) -> str:
    arguments = "".join(
        _node(f"argument{number}", _texts("DisplayName", each.name) + _texts("Description", each.help))
        for number, each in enumerate(function.arguments, start=1)
    )
    shown = _texts("DisplayName", Text(function.name, function.name)) + _texts("Description", function.help)
    category = '<prop oor:name="Category"><value>Add-In</value></prop>'
    kept = f'<prop oor:name="CompatibilityName"><value xml:lang="en-US">{function.name}</value></prop>'
    return _node(function.name, f'{shown}{category}{kept}<node oor:name="Parameters">{arguments}</node>')


def menu() -> str:
    """A menu of its own; what each entry is called by is what the component is triggered with."""
    entries = "".join(
        _node(
            name,
            f'<prop oor:name="URL"><value>service:{IDENTIFIER}.Report?{name}</value></prop>'
            + _texts("Title", sentence(f"lo_{name}"))
            + '<prop oor:name="Target"><value>_self</value></prop>',
        )
        for name in _ENTRIES
    )
    bar = _node(
        IDENTIFIER,
        _texts("Title", Text("KPI", "KPI"))
        + '<prop oor:name="Context"><value>com.sun.star.sheet.SpreadsheetDocument</value></prop>'
        + f'<node oor:name="Submenu">{entries}</node>',
    )
    inner = f'<node oor:name="AddonUI"><node oor:name="OfficeMenuBar">{bar}</node></node>'
    return _configuration("Addons", inner)


def jobs() -> str:
    """What happens when a spreadsheet was opened."""
    job = (
        f'<node oor:name="Jobs"><node oor:name="{IDENTIFIER}" oor:op="replace">'
        f'<prop oor:name="Service"><value>{IDENTIFIER}.Opened</value></prop>'
        '<prop oor:name="Context"><value>com.sun.star.sheet.SpreadsheetDocument</value></prop></node></node>'
    )
    event = (
        '<node oor:name="Events"><node oor:name="onDocumentAdded" oor:op="fuse"><node oor:name="JobList">'
        f'<node oor:name="{IDENTIFIER}" oor:op="replace"/></node></node></node>'
    )
    return _configuration("Jobs", job + event)


def components() -> str:
    """The services, passive: the office starts Python when one is asked for."""
    each = "".join(
        f'<implementation name="{IDENTIFIER}.{name}"><service name="{IDENTIFIER}.{name}"/></implementation>'
        for name in _SERVICES
    )
    return (
        f'{_HEAD}<components xmlns="http://openoffice.org/2010/uno-components">'
        f'<component loader="com.sun.star.loader.Python" uri="{_COMPONENT}">{each}</component></components>\n'
    )


def description() -> str:
    """What the office's list of extensions shows, and the oldest office."""
    shown = "".join(
        f'<name lang="{language}">{escape(text)}</name>'
        for language, text in zip(LANGUAGES, sentence("lo_extension"), strict=True)
    )
    return (
        f'{_HEAD}<description xmlns="http://openoffice.org/extensions/description/2006"'
        ' xmlns:lo="http://libreoffice.org/extensions/description/2011" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<identifier value="{IDENTIFIER}"/><version value="{version("kpi-report")}"/>'
        f'<dependencies><lo:LibreOffice-minimal-version value="{OLDEST_OFFICE}" name="LibreOffice {OLDEST_OFFICE}"/>'
        f"</dependencies><display-name>{shown}</display-name></description>\n"
    )


def manifest(made: Iterable[str]) -> str:
    """What the office registers: types first."""
    entries = sorted(((suffix, name) for name in made for suffix in _KINDS if name.endswith(suffix)), reverse=True)
    entries.sort(key=lambda entry: list(_KINDS).index(entry[0]))
    lines = [
        f'<manifest:file-entry manifest:media-type="{_KINDS[suffix]}" manifest:full-path="{name}"/>'
        for suffix, name in entries
    ]
    space = 'xmlns:manifest="http://openoffice.org/2001/manifest"'
    return f"{_HEAD}<manifest:manifest {space}>\n{_lines(lines)}\n</manifest:manifest>\n"


def told() -> str:
    """What the office has to know: which functions read the workbook, and the sentences it says itself."""
    functions = {name: (function.first_table, function.reads_workbook) for name, function in FUNCTIONS.items()}
    sentences = {code: dict(zip(LANGUAGES, both, strict=True)) for code, both in IN_THE_OFFICE.items()}
    return json.dumps({"functions": functions, "sentences": sentences}, ensure_ascii=False, indent=0, sort_keys=True)


def _configuration(name: str, inner: str) -> str:
    place = f'oor:name="{name}" oor:package="org.openoffice.Office"'
    return f"{_HEAD}<oor:component-data {_SCHEMA} {place}>{inner}</oor:component-data>\n"


def _node(name: str, inner: str) -> str:
    return f'<node oor:name="{name}" oor:op="replace">{inner}</node>'


def _texts(name: str, text: Text) -> str:
    values = "".join(
        f'<value xml:lang="{language}">{escape(each)}</value>' for language, each in zip(LANGUAGES, text, strict=True)
    )
    return f'<prop oor:name="{name}">{values}</prop>'


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(f"  {line}" for line in lines)
