"""The sentences that the office itself says, in its own language; the build writes them from the project's wording."""

from __future__ import annotations

import json
import os
from typing import Any

_language = "en"


def choose(language: str) -> None:
    """Say everything in this language from now on; in English where there is no such translation."""
    global _language
    _language = language


def told() -> dict[str, Any]:
    """What the build wrote for the office: sentences, and which functions there are."""
    path = os.path.join(os.path.dirname(__file__), "told.json")
    with open(path, encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
        return found


def say(code: str, **params: Any) -> str:
    """The sentence of a code."""
    sentences = told()["sentences"][code]
    return str(sentences.get(_language, sentences["en"])).format(**params)
