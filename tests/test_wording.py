"""Every sentence exists in both languages, with the same placeholders, and every code that is raised has one."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from kpi_core.answer import NOTES, REASONS
from kpi_core.wording import SENTENCES, report, say

ROOT = Path(__file__).parent.parent


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_say_the_same(code: str):
    russian, english = SENTENCES[code]
    if code not in report.SENTENCES:  # its sentences choose among the facts they are given; tests/report fills them all
        assert placeholders(russian) == placeholders(english)
    assert russian.strip()
    assert english.strip()


def test_every_code_raised_has_words():
    pattern = re.compile(r'(?:Error|Finding)\(\s*(?:"(?:error|warning|info)",\s*)?"([a-z_0-9]+)"[,)]')
    raised = {
        code
        for package in ("kpi_core", "addin")
        for path in (ROOT / package).rglob("*.py")
        for code in pattern.findall(path.read_text(encoding="utf-8"))
    }
    raised -= {"error", "warning", "info"}  # the level of a finding whose code is a variable
    assert raised <= set(SENTENCES), raised - set(SENTENCES)


@pytest.mark.parametrize("code", [*(f"reason_{reason}" for reason in REASONS), *(f"note_{note}" for note in NOTES)])
def test_every_reason_and_note_has_words(code: str):
    assert code in SENTENCES


def test_a_sentence_is_one_line():
    assert say("period_unknown", "ru", value="a\nb").count("\n") == 0
