"""What a process finds ready when it starts: WeasyPrint's declarations read, the templates compiled."""

import subprocess
import sys
from pathlib import Path

import pytest

from kpi_core.report import declared, html
from kpi_core.report.html import template_folder


def weasyprint_imported(*also: str) -> subprocess.CompletedProcess[str]:
    script = "\n".join(
        [
            "import sys",
            *also,
            "from kpi_core.report.pdf import prepare, render_pdf",
            "prepare()",
            "print('pycparser' in sys.modules, 'cffi' in sys.modules)",
            "assert render_pdf('<p>1</p>').startswith(b'%PDF-')",
            "import cffi",
            "assert cffi.FFI().typeof('int').cname == 'int'",
        ]
    )
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


def test_the_declarations_are_read_beforehand_and_cffi_is_left_alone():
    if not declared.is_kept():
        pytest.skip("this WeasyPrint declares something else: run python -m kpi_core.report.declared")
    done = weasyprint_imported()
    assert (done.returncode, done.stdout) == (0, "False False\n"), done.stderr


def test_the_kept_declarations_are_what_cffi_reads():
    if not declared.is_kept():
        pytest.skip("this WeasyPrint declares something else: run python -m kpi_core.report.declared")
    assert declared.KEPT.read_text(encoding="utf-8") == declared.written()


@pytest.mark.parametrize(
    "before",
    ["import cffi", "from kpi_core.report import declarations; declarations.DIGEST = 'of another WeasyPrint'"],
)
def test_other_declarations_are_read_as_ever(before):
    done = weasyprint_imported(before)
    assert (done.returncode, done.stdout) == (0, "True True\n"), done.stderr


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "a.j2").write_text("{{ 1 + 1 }}", encoding="utf-8")
    return tmp_path


def rendered(folder: Path) -> str:
    html._environment.cache_clear()
    return str(html._environment(folder).get_template("a.j2").render())


def test_a_compiled_template_is_kept_and_used(folder, monkeypatch):
    assert rendered(folder) == "2"
    (kept,) = folder.glob("__pycache__/*.pyc")

    monkeypatch.setattr("jinja2.Environment._generate", None)
    assert rendered(folder) == "2"
    assert list(folder.glob("__pycache__/*")) == [kept]


def test_a_template_that_has_changed_is_compiled_anew(folder):
    rendered(folder)
    (folder / "a.j2").write_text("{{ 1 + 2 }}", encoding="utf-8")
    assert rendered(folder) == "3"


@pytest.mark.parametrize("damage", [b"", b"\0" * 99, slice(25), slice(-9)])
def test_a_damaged_one_does_no_harm(folder, damage):
    rendered(folder)
    (kept,) = folder.glob("__pycache__/*.pyc")
    kept.write_bytes(kept.read_bytes()[damage] if isinstance(damage, slice) else damage)
    assert rendered(folder) == "2"


def test_where_nothing_may_be_written_it_is_compiled_each_time(folder, monkeypatch):
    (folder / "__pycache__").write_text("no folder")
    assert rendered(folder) == "2"
    (folder / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(folder) == "2"
    assert [each.name for each in folder.iterdir()] == ["a.j2"]


def test_nothing_is_kept_of_templates_in_a_folder_of_the_users(folder):
    """They are compiled for a sandbox, and their folder is not ours to write to."""
    html._environment.cache_clear()
    assert html._environment(template_folder(), folder, ("a.j2",)).get_template("a.j2").render() == "2"
    assert not (folder / "__pycache__").exists()
