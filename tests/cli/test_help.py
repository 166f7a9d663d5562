"""Help pages: every option has its words and an example in both languages, and no line is wider than the terminal."""

from __future__ import annotations

import re
from typing import Any

import pytest
import typer

from kpi_core import __version__
from kpi_core.cli.app import application
from tests.cli.conftest import Kpi

GROUP = typer.main.get_command(application())
COMMANDS = [
    "report", "compute", "explain", "check", "suggest", "alerts", "scorecard", "bridge", "quadrant", "forecast",
    "cohorts", "whatif", "list", "new", "tidy", "batch", "refresh", "addin",
]  # fmt: skip
HOSTS = [f"addin {name}" for name in ("build", "install", "uninstall", "doctor")]
both = pytest.mark.parametrize("language", ["ru", "en"])


def found(words: list[str]) -> Any:
    command: Any = GROUP
    for word in words:
        command = command.commands[word]
    return command


def test_the_commands_of_the_contract():
    assert list(GROUP.commands) == COMMANDS


@both
@pytest.mark.parametrize("command", [*COMMANDS, *HOSTS, None])
def test_every_option_has_words_and_an_example(
    kpi: Kpi, command: str | None, language: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("KPI_LANG", language)
    monkeypatch.setenv("COLUMNS", "80")
    words = command.split() if command else []
    result = kpi(*words, "--help")
    assert result.code == 0
    assert max(map(len, result.out.splitlines())) <= 80
    example = "Пример:" if language == "ru" else "Example:"
    params = found(words).params
    assert result.out.count(example) == len(params) + 1
    for param in params:
        shown = param.opts[0] if param.param_type_name == "option" else param.metavar
        assert re.search(rf"^  {re.escape(shown)}\b", result.out, re.M), shown


def test_no_command_shows_the_help_as_wrong_use(kpi: Kpi):
    result = kpi()
    assert (result.code, result.out) == (2, "")
    assert "kpi КОМАНДА" in result.err


def test_version(kpi: Kpi):
    assert kpi("--version").out == f"kpi {__version__}\n"
