"""Text that others typed, written where a spreadsheet will open it: it must never run as a formula."""

from __future__ import annotations

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str | None) -> str | None:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula.

    Examples
    --------
    >>> inert("=cmd|' /C calc'!A0"), inert("SEO"), inert(None)
    ("'=cmd|' /C calc'!A0", 'SEO', None)
    """
    return f"'{text}" if text and text.startswith(_FORMULA_STARTS) else text


def as_typed(text: str) -> str:
    """What `inert` was given.

    Examples
    --------
    >>> as_typed("'=1+1"), as_typed("'90s radio")
    ('=1+1', "'90s radio")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text
