"""What WeasyPrint does for any page in the world, and ours can do without: the PDF is the same, and sooner there.

Each shortcut stands beside the work that it saves; what it cannot take goes the long way.
"""

from __future__ import annotations

import contextlib
import copy
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2  # type: ignore[import-untyped]
import pydyf  # type: ignore[import-untyped]
from weasyprint import CSS, HTML, html  # type: ignore[import-untyped]

from kpi_core.report.drawing import Chart

_SVG = "{http://www.w3.org/2000/svg}svg"


class Page(HTML):  # type: ignore[misc]
    """One of our pages, which was parsed already, and has neither lists nor footnotes."""

    def __init__(self, root: Any, base: str, fetcher: Any) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(parent):
                if child.tag == _SVG:
                    parent[place] = _Drawing(child)
        self.base_url, self.url_fetcher, self.media_type = base, fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_without_notes(sheet) for sheet in super()._ua_stylesheets(forms)]


class _Drawing(Element):
    """A drawing as the page sees it: without parts, for each would have its style computed and a box made."""

    def __init__(self, whole: Element) -> None:
        super().__init__(whole.tag, whole.attrib)
        self.tail, self.whole = whole.tail, whole


@cache
def _without_notes(sheet: CSS) -> CSS:
    """The sheet without rules for markers and notes, which are a style to compute for every element, six times."""
    lean = copy.copy(sheet)
    lean.matcher = copy.copy(sheet.matcher)
    lean.matcher.other_selectors = [entry for entry in sheet.matcher.other_selectors if entry[3] is None]
    return lean


@contextlib.contextmanager
def shortcuts() -> Iterator[None]:
    """Have our charts drawn by us, and what is written packed well rather than as tightly as can be."""
    styles: dict[tuple[Any, ...], Any] = {}
    taken = html.HTML_HANDLERS[_SVG], pydyf.zlib
    html.HTML_HANDLERS[_SVG] = lambda *given: _drawn(taken[0], styles, *given)
    pydyf.zlib = _Packing
    try:
        yield
    finally:
        html.HTML_HANDLERS[_SVG], pydyf.zlib = taken


class _Packing:
    """zlib at its usual level: a hundredth more to send, and a third of the time."""

    compress = zlib.compress

    @staticmethod
    def compressobj(level: int) -> Any:
        return zlib.compressobj(min(level, 6))


def _drawn(before: Any, styles: dict[tuple[Any, ...], Any], element: Element, box: Any, image: Any, base: str) -> Any:
    whole = getattr(element, "whole", element)
    if Chart.takes(whole):
        return [html.make_replaced_box(whole, box, Chart(whole, image.keywords["context"].font_config, styles))]
    return before(whole, box, image, base)


def write_once(pdf: Any) -> None:
    """Turn every object into its bytes, which pydyf does when it writes and again for the fingerprint of all."""
    for place, each in enumerate(pdf.objects):
        if each.free != "f":
            pdf.objects[place] = _Written(each)


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object that is finished."""

    data = b""
    compressible = False

    def __init__(self, finished: Any) -> None:
        super().__init__()
        self.number, self.generation = finished.number, finished.generation
        self.compressible = finished.compressible
        if isinstance(finished, pydyf.Stream) and finished.compress:
            content = b"\n".join(map(pydyf._to_bytes, finished.stream))
            finished = pydyf.Stream([zlib.compress(content)], finished.extra | {"Filter": "/FlateDecode"})
        self.data = finished.data
