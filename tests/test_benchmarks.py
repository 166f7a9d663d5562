"""One command runs all benchmarks; what could not run stays as it was, and is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "more.md"
    path.write_text("# More\n\n## Many reports\n\nold batch\n\n## Cells in LibreOffice\n\nold cells\n", "utf-8")
    monkeypatch.setattr(benchmarks, "MORE", path)
    printed = {"reading": "| new |\n|---|", "batch": "new batch", "libreoffice": None}
    monkeypatch.setattr(benchmarks, "ran", lambda name, arguments: printed[name])
    return path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["benchmarks", *arguments])
    return benchmarks.main()


def test_a_section_is_replaced_and_the_others_stay(page, monkeypatch, capsys):
    assert run(monkeypatch, "--only", "batch", "--only", "reading", "--only", "libreoffice") == 1
    text = page.read_text(encoding="utf-8")
    assert capsys.readouterr().err == "could not run here: libreoffice\n"
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Reading CSV and workbooks", "## Many reports", "## Cells in LibreOffice",
    ]  # fmt: skip
    assert "old batch" not in text
    assert all(part in text for part in ("old cells", "new batch", "| new |"))


def test_a_quick_run_writes_nothing(page, monkeypatch):
    before = page.read_text(encoding="utf-8")
    assert run(monkeypatch, "--quick", "--only", "batch") == 0
    assert page.read_text(encoding="utf-8") == before
