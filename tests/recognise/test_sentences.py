"""Every remark of recognition has words, and every sentence of recognition is said somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import kpi_core.recognise
from kpi_core import load
from kpi_core.recognise.profile import profiles
from kpi_core.wording import SENTENCES, exports, recognise

FILES = [*Path(kpi_core.recognise.__file__).parent.glob("*.py"), Path(load.__file__)]
SAID = set(re.findall(r'f?"([a-z_{}.]+)"', "\n".join(path.read_text(encoding="utf-8") for path in FILES)))


def test_every_sentence_is_said():
    patterns = [re.compile(re.sub(r"\{[^}]*\}", "[a-z_]+", said)) for said in SAID if "_" in said]
    said = (*recognise.SENTENCES, *exports.SENTENCES)
    said = [code for code in said if not code.startswith("ask_")]  # named by the profiles
    assert not [code for code in said if not any(pattern.fullmatch(code) for pattern in patterns)]


def test_every_question_of_a_profile_has_words_and_is_asked():
    asked = {f"ask_{question}" for profile in profiles() for question in profile.ask}
    assert asked == {code for code in exports.SENTENCES if code.startswith("ask_")}


def test_every_remark_has_words():
    source = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    told = re.findall(r'(?:say|_say)\(\s*(?:grid,\s*)?"(?:error|warning|info)",\s*"([a-z_]+)"', source)
    faults = re.findall(r'\("((?:cell|date|number|flag)_[a-z_]+)", \{', source)
    assert told
    assert faults
    assert set(told) | set(faults) <= set(SENTENCES)
