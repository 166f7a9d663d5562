"""Charts as they go into a PDF: the few words of SVG that our macros write, drawn one by one.

WeasyPrint takes any drawing, with rules, filters and gradients, and sets a text letter by letter; that costs five times
as much. What has a word that we do not know is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from typing import Any, cast
from xml.etree.ElementTree import Element

from weasyprint.css.properties import INITIAL_VALUES  # type: ignore[import-untyped]
from weasyprint.draw.text import draw_first_line  # type: ignore[import-untyped]
from weasyprint.matrix import Matrix  # type: ignore[import-untyped]
from weasyprint.svg.text import Style, TextBox  # type: ignore[import-untyped]
from weasyprint.svg.utils import color  # type: ignore[import-untyped]
from weasyprint.text.line_break import create_layout  # type: ignore[import-untyped]

_SPACE = "{http://www.w3.org/2000/svg}"
_NUMBER, _SIZE = r"-?\d+(?:\.\d+)?", r"(?=[\d.]*[1-9])\d+(?:\.\d+)?"
_COLOUR = r"#[\da-fA-F]{6}"
_ENDS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_LINES = {
    "stroke-dasharray": f"{_SIZE}( {_SIZE})*",
    "stroke-linecap": "|".join(_ENDS),
    "stroke-linejoin": "|".join(_JOINS),
}
_PAINT = {"fill": f"none|{_COLOUR}", "stroke": f"none|{_COLOUR}", "stroke-width": _SIZE} | _LINES
_POINTS = f"{_NUMBER}[ ,]{_NUMBER}( {_NUMBER}[ ,]{_NUMBER})*"
_STEPS = f"(M{_NUMBER} {_NUMBER}([Ll]{_NUMBER} {_NUMBER}|[hv]{_NUMBER})+z?)+"
# The words that we know, and how what is said in them must look.
_WORDS = {
    word: {name: re.compile(told) for name, told in said.items()}
    for word, said in {
        "path": {"d": _STEPS} | _PAINT,
        "rect": {"x": _NUMBER, "y": _NUMBER, "width": _SIZE, "height": _SIZE} | _PAINT,
        "circle": {"cx": _NUMBER, "cy": _NUMBER, "r": _SIZE} | _PAINT,
        "polygon": {"points": _POINTS} | _PAINT,
        "polyline": {"points": _POINTS} | _PAINT,
        "text": {
            "x": _NUMBER, "y": _NUMBER, "font-family": r"[\w ]+", "font-size": _SIZE, "font-weight": r"[1-9]00",
            "fill": _COLOUR,
        },
        "title": {},
    }.items()
}  # fmt: skip
_NEEDED = {"d", "points", "r", "width", "height"}
_FRAME = re.compile(f"0 0 {_SIZE} {_SIZE}")
_HEAD = {"viewBox", "class", "role", "{http://www.w3.org/2000/xmlns/}xmlns"}
_STEP = re.compile(r"([MLlhvz])([^MLlhvz]*)")
# How far the handles of a quarter of a circle reach.
_QUARTER = 0.5523


class Chart:
    """A drawing that has only words of ours; it stands where WeasyPrint's own drawings do."""

    def __init__(self, root: Element, fonts: Any, styles: dict[tuple[Any, ...], Any]) -> None:
        # The charts of a page share the styles of their texts.
        self._parts = [(part.tag.removeprefix(_SPACE), part) for part in root if part.tag != f"{_SPACE}title"]
        self._fonts, self._styles = fonts, styles
        self._width, self._height = map(float, root.attrib["viewBox"].split()[2:])

    @staticmethod
    def takes(root: Element) -> bool:
        """Whether every word of a drawing is known."""
        return bool(
            root.attrib.keys() <= _HEAD and _FRAME.fullmatch(root.get("viewBox", "")) and all(map(_is_known, root))
        )

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[None, None, float]:
        """No width and no height, but the one over the other."""
        return None, None, self._width / self._height

    def draw(self, stream: Any, width: float, height: float, _style: Any) -> None:
        """Draw onto a page, in a box of this size."""
        scale = min(width / self._width, height / self._height)
        across, down = (width - scale * self._width) / 2, (height - scale * self._height) / 2
        stream.transform(a=scale, d=scale, e=across, f=down)
        stream.set_miter_limit(4)
        for word, part in self._parts:
            if word == "text":
                _text(stream, part, self._style(part))
            else:
                _shape(stream, part, _TRACES[word])

    def _style(self, part: Element) -> Any:
        """The style of a text."""
        key = part.get("font-family", "sans-serif"), int(part.get("font-weight", 400)), float(part.get("font-size", 16))
        if key not in self._styles:
            made = self._styles[key] = Style(INITIAL_VALUES)
            made.font_config = self._fonts
            made |= {"font_family": [key[0]], "font_weight": key[1], "font_size": key[2]}
        return self._styles[key]


def _is_known(part: Element) -> bool:
    words = _WORDS.get(part.tag.removeprefix(_SPACE)) if isinstance(part.tag, str) else None
    return (
        words is not None
        and not len(part)
        and words.keys() & _NEEDED <= part.attrib.keys()
        and all(name in words and words[name].fullmatch(told) for name, told in part.items())
    )


_colour = cast("Callable[[str], Any]", cache(color))


def _shape(stream: Any, part: Element, trace: Callable[[Any, Element], None]) -> None:
    fill, stroke = part.get("fill", "black"), part.get("stroke", "none")
    lines = part.attrib.keys() & _LINES.keys()
    # Dashes and round ends are for this shape alone; its colours the next one sets itself.
    with stream.stacked() if lines else nullcontext():
        if fill != "none":
            stream.set_color(_colour(fill))
        if stroke != "none":
            stream.set_color(_colour(stroke), stroke=True)
            stream.set_line_width(float(part.get("stroke-width", 1)))
        if lines:
            stream.set_dash([float(each) for each in part.get("stroke-dasharray", "").split()], 0)
            stream.set_line_cap(_ENDS[part.get("stroke-linecap", "butt")])
            stream.set_line_join(_JOINS[part.get("stroke-linejoin", "miter")])
        trace(stream, part)
        if "none" not in (fill, stroke):
            stream.fill_and_stroke()
        elif fill != "none":
            stream.fill()
        elif stroke != "none":
            stream.stroke()
        else:
            stream.end()


def _path(stream: Any, part: Element) -> None:
    x = y = 0.0
    begun = x, y
    for step, told in _STEP.findall(part.get("d", "")):
        numbers = [float(each) for each in told.split()]
        if step == "z":
            stream.close()
            x, y = begun
            continue
        if step in "ML":
            x, y = numbers
        elif step == "l":
            x, y = x + numbers[0], y + numbers[1]
        elif step == "h":
            x += numbers[0]
        else:
            y += numbers[0]
        if step == "M":
            begun = x, y
            stream.move_to(x, y)
        else:
            stream.line_to(x, y)


def _rectangle(stream: Any, part: Element) -> None:
    stream.rectangle(*(float(part.get(name, 0)) for name in ("x", "y", "width", "height")))


def _circle(stream: Any, part: Element) -> None:
    x, y, r = (float(part.get(name, 0)) for name in ("cx", "cy", "r"))
    k = _QUARTER * r
    stream.move_to(x + r, y)
    stream.curve_to(x + r, y + k, x + k, y + r, x, y + r)
    stream.curve_to(x - k, y + r, x - r, y + k, x - r, y)
    stream.curve_to(x - r, y - k, x - k, y - r, x, y - r)
    stream.curve_to(x + k, y - r, x + r, y - k, x + r, y)
    stream.close()


def _polyline(stream: Any, part: Element) -> None:
    numbers = [float(each) for each in part.get("points", "").replace(",", " ").split()]
    for at in range(0, len(numbers), 2):
        (stream.line_to if at else stream.move_to)(numbers[at], numbers[at + 1])


def _polygon(stream: Any, part: Element) -> None:
    _polyline(stream, part)
    stream.close()


_TRACES: dict[str, Callable[[Any, Element], None]] = {
    "path": _path,
    "rect": _rectangle,
    "circle": _circle,
    "polygon": _polygon,
    "polyline": _polyline,
}


def _text(stream: Any, part: Element, style: Any) -> None:
    words = (part.text or "").strip(" \n\t")
    if not words:
        return
    box = TextBox(create_layout(words, style, None, None, 0), style)
    stream.set_color(_colour(part.get("fill", "black")))
    stream.begin_text()
    draw_first_line(stream, box, "none", "none", Matrix(d=-1, e=float(part.get("x", 0)), f=float(part.get("y", 0))))
    stream.end_text()
