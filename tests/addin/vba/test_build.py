"""The built file: what is in it, that it is always the same, and that other programs take it for what it is."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from oletools.olevba import VBA_Parser
from pyopenvba import check_file
from pyopenvba.interpreter import parse_module

from addin.functions import FUNCTIONS
from addin.help import LONGEST
from addin.vba import ribbon
from addin.vba.build import addin_bytes
from addin.vba.examples import example
from addin.vba.modules import functions_module, is_class, modules
from addin.vba.words import rows

MODULES = sorted(modules())
RESERVED = """
    and as boolean byref byte byval call case const currency date dim do double each else end enum eqv erase error event
    exit false for friend function get global gosub goto if imp in integer is let like long loop lset me mod new next
    not nothing object on option optional or paramarray preserve print private public raiseevent redim rem resume return
    rset select set single static stop string sub then to true type typeof until variant wend while with xor
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("надстройка с пробелом") / "KPI.xlam"
    path.write_bytes(addin_bytes())
    return path


class TestFile:
    def test_same_input_same_bytes(self, built):
        """In another process, with other hashes and another time zone."""
        code = "import sys; from addin.vba.build import addin_bytes; sys.stdout.buffer.write(addin_bytes())"
        other = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LANG": "C", "KPI_LANG": "en"},
            capture_output=True,
            check=True,
        )
        assert other.stdout == built.read_bytes()

    def test_nothing_of_this_machine_or_another_in_it(self, built):
        with zipfile.ZipFile(built) as package:
            whole = b"".join(package.read(name) for name in package.namelist())
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for trace in (b"felix", b"Felix", str(Path.home()).encode(), str(Path.cwd()).encode()):
            assert trace not in whole

    def test_every_part_is_xml_with_a_type_and_every_relation_leads_somewhere(self, built):
        with zipfile.ZipFile(built) as package:
            assert package.testzip() is None
            names = set(package.namelist())
            parsed = {name: ET.fromstring(package.read(name)) for name in names if not name.endswith(".bin")}
        types = parsed["[Content_Types].xml"]
        extensions = {each.get("Extension") for each in types if each.get("Extension")}
        parts = {each.get("PartName", "").lstrip("/") for each in types if each.get("PartName")}
        assert parts <= names
        assert all(name in parts or name.rpartition(".")[2] in extensions for name in names)
        assert "macroEnabled" in next(each for each in types if each.get("PartName") == "/xl/workbook.xml").get(
            "ContentType"
        )
        for name in (each for each in names if each.endswith(".rels")):
            folder = Path(name).parent.parent
            for relation in parsed[name]:
                assert (folder / relation.get("Target")).as_posix() in names

    def test_pyopenvba_finds_no_fault(self, built):
        report = check_file(built)
        assert (report.issues, report.complete) == ((), True)

    def test_olevba_reads_every_module(self, built):
        parser = VBA_Parser(str(built))
        found = {name.rpartition(".")[0]: source for _, _, name, source in parser.extract_macros()}
        parser.close()
        assert set(found) == {*MODULES, "Sheet2"}
        for name, source in modules().items():
            body = source.split("Option Explicit", 1)[1].replace("\r\n", "\n").strip()
            assert body in found[name].replace("\r\n", "\n"), name

    @pytest.mark.slow
    def test_libreoffice_loads_it(self, built, tmp_path):
        """Loaded and written as a spreadsheet again, with every word in it."""
        office = shutil.which("soffice")
        if office is None:
            pytest.skip("LibreOffice is not installed: that it loads KPI.xlam is NOT tested")
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        subprocess.run(
            [office, profile, "--headless", "--infilter=Calc MS Excel 2007 VBA XML", "--convert-to", "xlsx",
             "--outdir", str(tmp_path), str(built)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        import openpyxl

        sheet = openpyxl.load_workbook(tmp_path / "KPI.xlsx").worksheets[0]
        found = {row[0]: row[1:3] for row in sheet.iter_rows(values_only=True)}
        for code, ru, en in rows():
            assert tuple(text or "" for text in found[code]) == (ru, en), code


class TestVba:
    @pytest.mark.parametrize("name", MODULES)
    def test_ascii_lines_of_windows_and_variables_declared(self, name):
        source = modules()[name]
        assert source.isascii()
        assert "\n" not in source.replace("\r\n", "")
        assert source.startswith("Option Explicit")
        assert max(map(len, source.split("\r\n"))) < 1023, "VBA's longest line"

    @pytest.mark.parametrize("name", MODULES)
    def test_the_interpreter_parses_it(self, name):
        source = modules()[name].replace("Private WithEvents", "Private")
        kind = "class" if is_class(name) else "standard"
        assert parse_module(source, name=name, kind=kind).procedures

    @pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
    def test_declaration(self, function):
        """Names and order of arguments, optional ones optional, volatile only where Excel does not know the tables."""
        text = functions_module()
        head, body = re.search(
            rf"Public Function {function.name}\(([^\n]*)\) As Variant\n(.*?)End Function", text, re.S
        ).groups()
        declared = [each for each in head.split(", ") if each]
        assert declared == [
            f"{'Optional ' if argument.optional else ''}{argument.key} As Variant" for argument in function.arguments
        ]
        assert not {argument.key.lower() for argument in function.arguments} & set(RESERVED.split())
        assert ("Application.Volatile" in body) == function.reads_workbook
        assert ("NoneGiven(table1, table2, table3, table4)" in body) == (function.first_table is not None)
        assert re.findall(rf"\b{function.name}\b", body) == [function.name] * 2

    def test_nothing_that_needs_trust_in_the_project(self):
        whole = "".join(modules().values())
        for word in ("VBProject", "VBComponents", "cmd.exe", "Shell(", "XLM", "ExecuteExcel4Macro"):
            assert word not in whole

    def test_dll_of_the_installed_xlwings(self):
        from importlib import metadata

        names = set(re.findall(r'Lib "(xlwings[^"]*)"', modules()["KpiPython"]))
        assert names == {f"xlwings{bits}-{metadata.version('xlwings')}.dll" for bits in (32, 64)}


class TestWords:
    WORDS = {code: (ru, en) for code, ru, en in rows()}  # noqa: RUF012

    def test_each_code_once(self):
        assert len(self.WORDS) == len(rows())

    def test_every_word_that_vba_asks_for(self):
        asked = set(re.findall(r'Word\("(\w+)"[,)]', "".join(modules().values())))
        assert asked <= set(self.WORDS), asked - set(self.WORDS)

    def test_every_label_and_tip_of_the_ribbon(self):
        assert set(ribbon.codes()) <= set(self.WORDS)

    @pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
    def test_help_fits_the_wizard(self, function):
        for language in (0, 1):
            assert 0 < len(self.WORDS[f"help_{function.name}"][language]) <= LONGEST
            texts = self.WORDS[f"arguments_{function.name}"][language]
            assert len(texts.split("\n") if texts else []) == len(function.arguments)
            assert all(0 < len(text) <= LONGEST for text in texts.split("\n") if texts)

    def test_what_fits_a_cell(self):
        assert max(len(text) for row in rows() for text in row) <= 32_767

    def test_the_licence_goes_with_it(self):
        assert "Redistribution and use" in self.WORDS["licence"][0]
        assert "PRO" not in self.WORDS["licence"][0].split("Redistribution")[1]


class TestRibbon:
    ROOT = ET.fromstring(ribbon.custom_ui())
    NAMESPACE = "{http://schemas.microsoft.com/office/2006/01/customui}"

    def test_ids_are_unique_names(self):
        ids = [each.get("id") for each in self.ROOT.iter() if each.get("id")]
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"[A-Za-z_]\w*", each) for each in ids)

    def test_every_callback_is_a_public_procedure_with_the_right_arguments(self):
        source = modules()["KpiRibbon"]
        asked = "control As IRibbonControl, ByRef returned"
        callbacks = {
            "onAction": "control As IRibbonControl",
            "getLabel": asked,
            "getScreentip": asked,
            "getSupertip": asked,
        }
        for element in self.ROOT.iter():
            for attribute in callbacks.keys() & element.attrib.keys():
                module, _, name = element.get(attribute).partition(".")
                assert module == "KpiRibbon"
                assert f"Public Sub {name}({callbacks[attribute]})" in source

    def test_a_button_for_every_function_in_its_category(self):
        for menu in self.ROOT.iter(f"{self.NAMESPACE}menu"):
            category = menu.get("id").removeprefix("kpiInsert_")
            tags = [
                each.get("tag") for each in menu if each.tag == f"{self.NAMESPACE}button" and "Insert" in menu.get("id")
            ]
            assert tags == [name for name, function in FUNCTIONS.items() if function.category == category]

    def test_only_elements_and_attributes_of_the_schema(self):
        """Excel drops the whole ribbon at the first thing it does not know."""
        allowed = {
            "customUI": set(), "ribbon": set(), "tabs": set(), "tab": {"id", "getLabel"}, "group": {"id", "getLabel"},
            "menu": {"id", "getLabel", "getScreentip", "size", "imageMso"},
            "button": {"id", "getLabel", "getScreentip", "getSupertip", "size", "imageMso", "tag", "onAction"},
        }  # fmt: skip
        for element in self.ROOT.iter():
            assert element.tag.startswith(self.NAMESPACE)
            kind = element.tag.removeprefix(self.NAMESPACE)
            assert set(element.attrib) <= allowed[kind]
        for menu in self.ROOT.iter(f"{self.NAMESPACE}menu"):
            inner = [each for each in menu.iter() if each is not menu]
            assert not [each for each in inner if "size" in each.attrib], "nothing inside a menu has a size of its own"


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_the_example_gives_an_answer(function):
    """Argument by argument: the sample is a KPI, a kind, a period that the function takes."""
    from addin.arguments import VALUE
    from tests.addin.conftest import workbook_of

    given = re.fullmatch(rf"={function.name}\((.*)\)", example(function)).group(1)
    parts = [part for part in re.split(r",(?![^{]*})", given) if part]
    values = [
        [each.strip('"') for each in part[1:-1].split(",")] if part.startswith("{")
        else "2026-10" if part == "KPI_PERIODS()"
        else part.strip('"') if part.startswith('"') else float(part)
        for part in parts
    ]  # fmt: skip
    values = [[value] if isinstance(value, list) else value for value in values]
    assert function.call(workbook_of(), *values) != VALUE


def test_build_writes_the_file_whole(built, tmp_path, monkeypatch):
    from addin.hosts import host

    path = host("excel").build(tmp_path)
    assert path.read_bytes() == built.read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == ["KPI.xlam"]
    assert zipfile.is_zipfile(io.BytesIO(path.read_bytes()))
