"""The extension and the host, without an office, and with one that is not there, too old, or was tampered with."""

from __future__ import annotations

import ast
import io
import json
import os
import sys
import xml.etree.ElementTree as ET
import zipfile
from datetime import date
from pathlib import Path

import pytest

from addin.functions import FUNCTIONS
from addin.hosts import host
from addin.libreoffice import package, places, worker
from addin.libreoffice.host import LibreOffice
from addin.libreoffice.office.link import Worker, WorkerLost

OFFICE = Path(package.__file__).parent / "office"
XML = {"oor": "http://openoffice.org/2001/registry"}


def codes(said) -> list[str]:
    return [each.code for each in said]


# -- the file ----------------------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(tmp_path):
    first = host("libreoffice").build(tmp_path)
    before = first.read_bytes()
    os.utime(OFFICE / "link.py")
    assert host("libreoffice").build(tmp_path) == first
    assert first.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kpi-report.oxt"]


def test_every_function_has_types_names_and_help():
    made = package.parts()
    names = ET.fromstring(made["CalcAddIns.xcu"])
    functions = {node.get(f"{{{XML['oor']}}}name"): node for node in names.findall("./node/node/node/node")}
    assert set(functions) == set(FUNCTIONS)
    for name, function in FUNCTIONS.items():
        assert f"any {name}([in] com::sun::star::beans::XPropertySet document" in made["KpiFunctions.idl"]
        texts = [value.text for value in functions[name].iter("value")]
        assert {*function.help, *(text for each in function.arguments for text in (*each.name, *each.help))} <= set(
            texts
        )


def test_names_that_documents_keep_never_change():
    """Every .ods holds ORG.KPIREPORT.CALC.ADDIN.KPI_CAC."""
    assert package.IDENTIFIER == "org.kpireport.calc"
    assert "module org { module kpireport { module calc { interface XFunctions {" in package.types()


def test_everything_registered_is_there():
    made = package.parts()
    manifest = ET.fromstring(made["META-INF/manifest.xml"])
    listed = [value for node in manifest for key, value in node.attrib.items() if key.endswith("full-path")]
    assert listed[0] == "KpiFunctions.idl"  # what is built upon comes first
    assert set(listed) <= set(made)
    for name, content in made.items():
        if name.endswith((".xcu", ".xml", ".components")):
            ET.fromstring(content)


def test_the_office_side_needs_the_standard_library_and_uno_only():
    allowed = {*sys.stdlib_module_names, "uno", "unohelper", "com", "org", "kpi_report_office"}
    for path in OFFICE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))):
            found = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                found = [node.module]
            assert {name.split(".")[0] for name in found} <= allowed, path.name


def test_the_extension_holds_no_leftovers():
    names = zipfile.ZipFile(io.BytesIO(package.extension())).namelist()
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


# -- installing --------------------------------------------------------------------------------------------------


def test_without_an_office(monkeypatch, tmp_path):
    monkeypatch.setenv("KPI_LIBREOFFICE", str(tmp_path))
    alone = LibreOffice()
    assert codes(alone.install()) == codes(alone.doctor()) == codes(alone.uninstall()) == ["lo_not_found"]
    assert "KPI_LIBREOFFICE" in alone.doctor()[0].message("ru")


def office_that_says(folder: Path, answer: str) -> LibreOffice:
    folder.mkdir(exist_ok=True)
    (folder / "soffice").write_text(f"#!/bin/sh\necho '{answer}'\n")
    (folder / "soffice").chmod(0o755)
    return LibreOffice(places.Office(folder, folder / "profile"))


def test_an_office_that_is_too_old_or_without_python(tmp_path):
    assert codes(office_that_says(tmp_path, "LibreOffice 7.4.7.2 40(Build:2)").install()) == ["lo_too_old"]
    assert codes(office_that_says(tmp_path, "LibreOffice 25.2.0.1").doctor()) == ["lo_no_bridge"]
    assert codes(office_that_says(tmp_path, "").doctor()) == ["lo_silent"]


@pytest.fixture
def own_profile(installed, tmp_path) -> LibreOffice:
    return LibreOffice(places.Office(installed.program, tmp_path / "profile"))


def test_install_doctor_uninstall(own_profile):
    office = own_profile.office
    assert codes(own_profile.doctor()) == ["lo_found", "lo_not_added"]
    assert codes(own_profile.install()) == ["lo_added", "lo_settings_written", "lo_trial_fine"]
    assert json.loads((office.user / "kpi-report.json").read_text())["python"] == sys.executable
    assert codes(own_profile.doctor()) == ["lo_found", "lo_is_added", "lo_python_works", "lo_trial_fine"]

    (office.user / "kpi-report.json").write_text('{"python": "/no/such/python"}')
    assert codes(own_profile.doctor())[-1] == "lo_python_gone"
    (office.user / "kpi-report.json").unlink()
    assert codes(own_profile.doctor())[-1] == "lo_settings_missing"

    office.lock.touch()  # as while it runs: unopkg would refuse, and nothing may look like done
    assert (
        codes(own_profile.doctor()) == codes(own_profile.install()) == codes(own_profile.uninstall()) == ["lo_is_open"]
    )
    office.lock.unlink()

    assert "lo_removed" in codes(own_profile.uninstall())
    assert codes(own_profile.uninstall()) == ["lo_nothing_to_remove"]
    assert not list(office.user.glob("kpi-report.*"))


@pytest.mark.parametrize(
    ("system", "expected"),
    [("linux", ".config/libreoffice/4"), ("darwin", "Library/Application Support/LibreOffice/4")],
)
def test_where_the_profile_is(monkeypatch, tmp_path, system, expected):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr(places, "_MAC", system == "darwin")
    assert places._profile() == tmp_path / expected


# -- the worker --------------------------------------------------------------------------------------------------


@pytest.fixture
def link(tmp_path):
    (tmp_path / "kpi-report.json").write_text(json.dumps({"python": sys.executable}))
    made = Worker(str(tmp_path), "ru")
    yield made
    made.stop()


ORDERS = {
    "name": "Т", "row": 1, "column": 1, "headed": True,
    "rows": (("Дата", "Номер заказа", "Выручка"), (46296.0, "1", 600.0), (46326.0, "2", 400.5)),
    "kinds": ((0, 1, 2, "date"),),
}  # fmt: skip


def told(link, **changed):
    link.ask("tables", "d", ("книга.ods", ""), ("Лист",), {"Лист": [{**ORDERS, **changed}]}, (1899, 12, 30))
    return link.ask("answer", "d", "KPI_REVENUE", ("2026-10",))


def test_the_worker_answers(link):
    assert told(link) == 1000.5
    assert link.ask("answers", "d", [("KPI_REVENUE", (46296.0,)), ("KPI_CAC", ()), ("KPI_NO_SUCH", ())]) == [
        1000.5, b"#N/A", b"#VALUE!",
    ]  # fmt: skip
    assert told(link, errors=((1, 2, "#DIV/0!"),)) == 400.5


def test_what_will_be_asked_next_is_answered_ahead_and_alike(link):
    told(link)
    asked = {}
    for month in ("2026-09", "2026-10", "2026-11"):
        for kpi in ("KPI_REVENUE", "KPI_ORDERS", "KPI_CAC"):
            for channel in (None, "VK"):
                question = (kpi, (month, channel, None, None, None, None))
                if question not in asked:
                    found = link.ask("answer_ahead", "d", *question)
                    assert found[0][0] == question
                    asked.update(found)
    alone = link.ask("answers", "d", list(asked))
    assert dict(zip(asked, alone, strict=True)) == asked
    assert len(link.ask("answer_ahead", "d", "KPI_REVENUE", ("2026-12", "VK"))) == 6  # 3 KPIs, 2 channels


def test_a_sheet_that_is_too_large_is_told_and_others_mend_it(link):
    assert told(link, too_large=True) == b"#N/A"
    assert "«Лист»" in link.ask("answer", "d", "KPI_EXPLAIN", ("revenue",))
    assert told(link) == 1000.5


def test_a_worker_that_was_killed_is_started_again(link):
    assert told(link) == 1000.5
    generation = link.generation
    link._process.kill()
    link._process.wait()
    assert told(link) == 1000.5
    assert link.generation == generation + 1


def test_a_worker_that_dies_while_it_is_given_rows_is_told_everything_anew(link):
    header, *rows = ORDERS["rows"]
    long = {**ORDERS, "address": "$A$1", "given": 2, "rows": (rows[-1],)}
    link.start()
    link.give("rows", "d", "$A$1", 0, (header,))
    link._process.kill()
    link._process.wait()
    with pytest.raises(WorkerLost):
        link.give("rows", "d", "$A$1", 1, rows[:1])
    link.start()
    for number, block in enumerate(((header,), rows[:1])):
        link.give("rows", "d", "$A$1", number, block)
    assert told(link, **long) == 1000.5


def test_no_settings_and_no_python(tmp_path):
    with pytest.raises(WorkerLost) as lost:
        Worker(str(tmp_path)).start()
    assert lost.value.code == "lo_no_settings"
    (tmp_path / "kpi-report.json").write_text('{"python": "/no/such/python"}')
    with pytest.raises(WorkerLost) as lost:
        Worker(str(tmp_path)).start()
    assert lost.value.code == "lo_no_python"


def test_dates_of_a_document_that_counts_from_1904():
    """The same serial number is four years later there; whoever ignores it reports the wrong month."""
    grid = worker.grid_of({**ORDERS, "rows": (("Дата",), (44834.0,), (44834.0,))}, "f", "s", date(1904, 1, 1))
    assert [cell.date() for cell in grid.columns[0][1:]] == [date(2026, 10, 1)] * 2
    book = worker.Book("f")
    book.date_zero = date(1904, 1, 1)
    assert book._given(FUNCTIONS["KPI_CAC"], (44834.0, 44834.0)) == [46296.0, 44834.0]
    assert book._given(FUNCTIONS["KPI_CAC"], (2026.0,)) == [2026.0]


def test_what_is_typed_beside_the_tables_aggregates_nothing_anew():
    book = worker.Book("f")
    book.take("f", ("Лист", "Заметки"), {"Лист": [ORDERS], "Заметки": []})
    cube = book.workbook.cube()
    note = {"name": "", "row": 1, "column": 1, "rows": (("позвонить",),)}
    book.take("f", ("Лист", "Заметки"), {"Заметки": [note]})
    assert book.workbook.cube() is cube
    book.take("f", ("Лист", "Заметки"), {"Заметки": [{**ORDERS, "name": ""}]})
    assert book.workbook.cube() is not cube
