"""The second process: the same bytes, nothing left running, and never the reason for a report that fails."""

import subprocess
import sys

import pytest

from kpi_core.report import Renderer, build_report, pdf, render_html, worker, write_report
from tests.report.stand_in import shop, tiny

SMALL = {"2026-09": {"Сайт": 7.0}, "2026-10": {"Сайт": 8.0}}


@pytest.fixture(scope="module")
def report():
    return build_report(tiny(SMALL), None, "ru")


@pytest.fixture(scope="module")
def expected(report):
    return pdf.render_pdf(render_html(report))


def test_the_worker_makes_the_same_bytes(report, expected):
    with Renderer() as renderer:
        assert renderer.render(report) == expected


@pytest.mark.slow
def test_a_whole_report_through_the_worker(tmp_path):
    with Renderer() as renderer:
        first = write_report(shop(), None, "en", tmp_path / "a.pdf", renderer)
    second = write_report(shop(), None, "en", tmp_path / "b.pdf")

    assert first.read_bytes() == second.read_bytes()


def test_a_worker_that_was_not_needed_is_gone():
    with Renderer() as renderer:
        process = renderer._process

    assert process.poll() is not None


def test_a_worker_whose_master_has_died_ends_by_itself():
    renderer = Renderer()
    process, renderer._process = renderer._process, None
    process.communicate(b"", timeout=30)

    assert process.returncode == 0


def test_a_dead_worker_does_no_harm(report, expected):
    renderer = Renderer()
    renderer._process.kill()

    assert renderer.render(report) == expected


@pytest.mark.parametrize("code", ["import sys; sys.exit(3)", "print('no PDF')", "import sys; sys.stdin.close()"])
def test_a_broken_worker_does_no_harm(report, expected, monkeypatch, code):
    monkeypatch.setattr(worker, "_CODE", code)

    assert Renderer().render(report) == expected


@pytest.mark.parametrize(("name", "value"), [("executable", ""), ("frozen", True), ("executable", "/no/such/python")])
def test_without_a_second_interpreter_the_first_renders(report, expected, monkeypatch, name, value):
    monkeypatch.setattr(sys, name, value, raising=False)

    renderer = Renderer()
    assert renderer._process is None
    assert renderer.render(report) == expected


def test_the_worker_imports_nothing_from_the_current_folder(report, expected, tmp_path, monkeypatch):
    """A folder of data that holds a file named json.py must not run it."""
    (tmp_path / "json.py").write_text("raise SystemExit(1)")
    (tmp_path / "weasyprint.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)

    with Renderer() as renderer:
        process = renderer._process
        assert renderer.render(report) == expected
    assert process.returncode == 0


def test_starting_it_imports_next_to_nothing():
    """It has to start before everything else is imported."""
    code = (
        "import sys; from kpi_core.report import Renderer;"
        "assert not {'weasyprint', 'jinja2', 'babel', 'pandas', 'kpi_core.report.build'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_whole_cube_is_reported_by_the_worker_and_by_nobody_else(monkeypatch):
    """It gets the cube without its data frames, builds and draws: byte for byte what this process makes."""
    from kpi_core.engine import build
    from kpi_core.load import load
    from kpi_core.shipped import shipped

    cube = build(load(shipped("sample_workbooks") / "summary-ru.xlsx"))
    expected = pdf.make_report(cube, None, "ru", "none")

    def refused(*_):
        raise AssertionError("made in the first process")

    with Renderer() as renderer:
        monkeypatch.setattr(pdf, "make_report", refused)
        assert renderer.report(cube, None, "ru", "none") == expected
