"""The layers of the design, held by reading the imports of every file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(path for package in ("kpi_core", "addin") for path in (ROOT / package).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def under(path: Path, *folders: str) -> bool:
    relative = path.relative_to(ROOT).as_posix()
    return any(relative == folder or relative.startswith(folder + "/") for folder in folders)


WEASYPRINT = ("pdf", "fetcher", "shortcuts", "remembered", "drawing")
# what may not be imported, and where it may all the same
FORBIDDEN = [
    (
        "weasyprint",
        tuple(f"kpi_core/report/{name}.py" for name in ("pdf", "fetcher", "shortcuts", "remembered", "drawing")),
    ),
    ("jinja2", ("kpi_core/report/html.py",)),
    ("smtplib", ("kpi_core/report/mail.py",)),
    ("multiprocessing", ("kpi_core/report/batch.py",)),
    ("xlwings", ("addin/excel.py",)),
    ("uno", ("addin/libreoffice",)),
    ("addin", ("kpi_core/cli", "addin")),
    ("kpi_core.report", ("kpi_core/cli", "kpi_core/report")),
    ("kpi_core.cli", ("kpi_core/cli", "kpi_core/__main__.py")),
    ("typer", ("kpi_core/cli",)),
    ("duckdb", ("kpi_core/sources/duck.py",)),
    ("pyspark", ("kpi_core/sources/spark.py",)),
    ("ibis", ("kpi_core/sources/server.py",)),
    ("psycopg", ("kpi_core/sources/server.py",)),
    ("xlwings.pro", ()),
    ("xlwings.reports", ()),
    ("xlwings.server", ()),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_one_way(path: Path):
    for module, allowed in FORBIDDEN:
        if under(path, *allowed):
            continue
        found = [name for name in imports(path) if name == module or name.startswith(module + ".")]
        assert not found, f"{path.name} imports {found[0]}"


@pytest.mark.parametrize("path", sorted((ROOT / "kpi_core" / "kpis").glob("*.py")), ids=lambda path: path.name)
def test_a_kpi_file_knows_only_registry_and_arithmetic(path: Path):
    ours = {name for name in imports(path) if name.startswith("kpi_core")}
    allowed = {"kpi_core.kpis", "kpi_core.registry", "kpi_core.measures", "kpi_core.formula"}
    assert all(any(name == each or name.startswith(each + ".") for each in allowed) for name in ours)


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if under(path, "kpi_core/sources", "kpi_core/recognise")],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_readers_and_recognition_do_not_know_the_engine(path: Path):
    later = ("kpi_core.engine", "kpi_core.cube", "kpi_core.aggregate", "kpi_core.analysis", "kpi_core.report")
    assert not [name for name in imports(path) if name.startswith(later)]
    if under(path, "kpi_core/sources"):
        assert not [name for name in imports(path) if name.startswith("kpi_core.recognise")]
