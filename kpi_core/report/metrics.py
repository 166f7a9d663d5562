"""How wide text is in the font of the report, so that charts place and break it exactly."""

from __future__ import annotations

import json
from functools import cache

from kpi_core.shipped import shipped

# A letter that the font lacks is drawn with another's, as wide as a capital at the most.
_UNKNOWN = 750
_ELLIPSIS = "…"


@cache
def _widths(weight: int) -> dict[str, int]:
    """Of each letter in thousandths of the font's size; `templates/make_fonts.py` writes the file."""
    path = shipped("templates") / "monthly" / "fonts" / "widths.json"
    table: dict[str, dict[str, int]] = json.loads(path.read_text(encoding="utf-8"))
    return table[str(weight)]


def width(text: str, size: float, weight: int = 400) -> float:
    """The length of a line of text, in the unit of `size`.

    Examples
    --------
    >>> round(width("Яндекс Директ", 9), 1), round(width("Яндекс Директ", 9, 700), 1)
    (66.9, 69.8)
    """
    known = _widths(weight)
    return sum(known.get(letter, _UNKNOWN) for letter in text) * size / 1000


def middle(x: float, text: str, size: float, weight: int = 400) -> float:
    """Where a text begins whose middle is at `x`."""
    return round(x - width(text, size, weight) / 2, 1)


def end(x: float, text: str, size: float, weight: int = 400) -> float:
    """Where a text begins that ends at `x`."""
    return round(x - width(text, size, weight), 1)


def fitted(text: str, room: float, size: float, weight: int = 400) -> str:
    """The text where it fits; else its middle gives way, for names in exports differ at the end.

    Examples
    --------
    >>> fitted("E-mail", 60, 9), fitted("yandex_direct_brand_campaigns_moscow_retargeting", 120, 9)
    ('E-mail', 'yandex_direct_br…argeting')
    """
    if width(text, size, weight) <= room:
        return text
    kept = len(text) - 1
    while kept > 2 and width(cut := _cut(text, kept), size, weight) > room:
        kept -= 1
    return cut if kept > 2 else _cut(text, 2)


def _cut(text: str, kept: int) -> str:
    tail = kept // 3
    return f"{text[: kept - tail].rstrip()}{_ELLIPSIS}{text[len(text) - tail :].lstrip() if tail else ''}"


def wrapped(
    text: str, room: float, size: float, weight: int = 400, *, lines: int = 2, first: float | None = None
) -> tuple[str, ...]:
    """The text broken by words; what is left over goes into the last line, cut in its middle.

    Parameters
    ----------
    first : float, optional
        The room in the first line, where something stands beside it; the line stays empty if no word fits.

    Examples
    --------
    >>> wrapped("Стоимость привлечения клиента", 100, 9)
    ('Стоимость', 'привлечения клиента')
    >>> wrapped("Партнёрская сеть магазинов", 60, 9)
    ('Партнёрская', 'сеть ма…нов')
    """
    words, made = text.split(), []
    for place in range(lines):
        space = first if first is not None and place == 0 else room
        line = ""
        while words and (place + 1 == lines or width(f"{line} {words[0]}".strip(), size, weight) <= space):
            line = f"{line} {words.pop(0)}".strip()
        if words and not line and space == room:
            line = words.pop(0)
        made.append(fitted(line, space, size, weight))
        if not words:
            break
    return tuple(made)
