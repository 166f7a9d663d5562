"""The two languages of the product: which one applies, and texts that exist in both."""

from __future__ import annotations

import locale
import os
from typing import Literal, NamedTuple

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "en")


class Text(NamedTuple):
    """A text in both languages.

    Examples
    --------
    >>> Text("Лиды", "Leads").of("en")
    'Leads'
    """

    ru: str
    en: str

    def of(self, language: Language) -> str:
        """The text in `language`."""
        return self.ru if language == "ru" else self.en


_current: Language | None = None


def set_language(language: Language | None) -> None:
    """Fix the language of messages for this process; None returns to the system's."""
    global _current
    _current = language


def current_language() -> Language:
    """The language of messages: the one set, else the system's, else Russian, the first language of the product."""
    return _current or system_language()


def system_language() -> Language:
    """Russian or English by the environment; Russian where it does not say (the C locale)."""
    for variable in ("KPI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "").lower()
        if value and not value.startswith(("c.", "posix")) and value != "c":
            return "ru" if value.startswith("ru") else "en"
    if os.name == "nt":
        name = (locale.getlocale()[0] or "").lower()
        return "ru" if not name or name.startswith("ru") else "en"
    return "ru"
