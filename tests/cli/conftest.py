"""A shop small enough to compute by hand, and the command line run in this process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kpi_core.cli.app import run

ORDERS = """\
Дата;Номер заказа;Клиент;Канал;Выручка
2026-09-01;1;a;Директ;1000
2026-09-30;2;b;SEO;500
2026-10-01;3;a;Директ;1500
2026-10-15;4;c;Директ;2500
2026-10-31;5;d;SEO;1000
"""
SPEND = """\
Дата;Канал;Расход;Показы;Клики
2026-09-03;Директ;600;1000;50
2026-10-05;Директ;900,50;2000;80
"""


@dataclass(frozen=True)
class Result:
    """What a command ended with and wrote."""

    code: int
    out: str
    err: str


Kpi = Callable[..., Result]


@pytest.fixture
def kpi(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kpi:
    """Run a command line in this process, in Russian unless the test says otherwise."""
    monkeypatch.setenv("KPI_LANG", os.environ.get("KPI_LANG_OF_TEST", "ru"))

    def invoke(*arguments: object) -> Result:
        code = run([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return Result(code, written.out, written.err)

    return invoke


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder of two exports; Cyrillic and a space in its name."""
    folder = tmp_path / "мой магазин"
    folder.mkdir()
    (folder / "продажи.csv").write_text(ORDERS, encoding="utf-8")
    (folder / "расходы.csv").write_text(SPEND, encoding="utf-8")
    return folder


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own."""
    command = [sys.executable, "-c", "from kpi_core.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)
