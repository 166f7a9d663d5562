"""Every sentence the product says to a user, in both languages, one entry a code."""

from __future__ import annotations

from typing import Any

from kpi_core.language import Language, Text
from kpi_core.wording import (
    addin,
    analysis,
    analysis_noise,
    batch,
    brand,
    cli,
    delivery,
    engine,
    exports,
    help_pages,
    hosts,
    kept,
    libreoffice,
    portable,
    recognise,
    report,
    sources,
    tidy,
    warehouse,
)

SENTENCES: dict[str, Text] = {
    code: Text(*both)
    for area in (
        sources,
        recognise,
        exports,
        engine,
        cli,
        help_pages,
        report,
        addin,
        analysis,
        analysis_noise,
        tidy,
        hosts,
        kept,
        libreoffice,
        brand,
        batch,
        delivery,
        portable,
        warehouse,
    )
    for code, both in area.SENTENCES.items()
}


def say(code: str, language: Language, **params: Any) -> str:
    """The sentence `code` with its placeholders filled; a list is joined by commas, and line breaks are folded."""
    filled = {key: _filled(value, language) for key, value in params.items()}
    return " ".join(SENTENCES[code].of(language).format(**filled).split("\n"))


def _filled(value: Any, language: Language) -> Any:
    """A text in both languages is asked for its own; a list is joined."""
    if isinstance(value, Text):
        return value.of(language)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
