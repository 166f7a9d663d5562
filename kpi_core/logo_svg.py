"""A logo that is a drawing: without scripts, without anything from elsewhere, and no more in it than it seems.

A few lines of SVG may ask for a hundred million shapes: a group used ten times by a group used ten times, and so on.
So what would be drawn is counted before it is.
"""

from __future__ import annotations

import base64
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpi_core.errors import UsageError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_DRAWN = 20_000
"""So many shapes are drawn of a logo, those counted again that it repeats."""


def drawing(content: bytes, name: str) -> tuple[float, float]:
    """A drawing without scripts, entities and anything from elsewhere."""
    from xml.etree import ElementTree

    text = content.decode("utf-8-sig")
    # An entity may hide whatever the checks below look for; a mere document type may not.
    text = re.sub(r"<!DOCTYPE[^\[>]*>", "", text)
    if "<!DOCTYPE" in text or "<!ENTITY" in text or "<?xml-stylesheet" in text:
        raise UsageError("brand_active", name=name, what="<!ENTITY>")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        raise ValueError(name) from None
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise ValueError(name)
    if (active := next(_active(root), None)) is not None:
        raise UsageError("brand_active", name=name, what=active)
    if _drawn(root) > MOST_DRAWN:
        raise UsageError("brand_repeats", name=name, most=MOST_DRAWN)
    box = [float(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if part]
    if len(box) == 4:
        return box[2], box[3]
    sides = [re.match(r"[\d.]+", root.get(side, "")) for side in ("width", "height")]
    if not all(sides):
        raise ValueError(name)
    return float(sides[0][0]), float(sides[1][0])  # type: ignore[index]


def pictures(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The pictures inside a drawing: media type and bytes."""
    for kind, data in re.findall(rb"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/=\s]*)", content):
        yield kind.decode(), base64.b64decode(data)


_FOREIGN = frozenset({"script", "foreignObject", "iframe", "object", "embed", "animate", "set", "handler", "listener"})
_OUTSIDE = re.compile(r"@import|url\(\s*['\"]?\s*(?!#)|expression\(|javascript:", re.I)


def _active(root: Element) -> Iterator[str]:
    """What in a drawing runs, or asks for something outside it."""
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag in _FOREIGN:
            yield f"<{tag}>"
        if tag == "style" and _OUTSIDE.search(element.text or ""):
            yield "<style>"
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2].lower()
            inside = value.strip().startswith(("#", "data:image/png;", "data:image/jpeg;"))
            if local.startswith("on") or (local in ("href", "src") and not inside) or _OUTSIDE.search(value):
                yield local


_REFERENCE = re.compile(r"url\(\s*['\"]?\s*#([^'\")\s]+)")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)")
_GRADIENTS = frozenset({"linearGradient", "radialGradient"})  # a few stops, whatever names them


def _drawn(root: Element) -> float:
    """How many shapes are drawn, those counted again that are used again; without end where a shape uses itself."""
    known = {element.get("id"): element for element in root.iter() if element.get("id")}
    styled = _styled(root)
    counts: dict[Element, float] = {}
    open_ones: set[Element] = set()

    def count(element: Element) -> float:
        if element in open_ones:
            return float("inf")
        if element not in counts:
            open_ones.add(element)
            targets = [known[name] for name in _names(element, styled) if name in known]
            targets = [each for each in targets if str(each.tag).rpartition("}")[2] not in _GRADIENTS]
            counts[element] = 1 + sum(map(count, element)) + sum(map(count, targets))
            open_ones.discard(element)
        return counts[element]

    try:
        return count(root)
    except RecursionError:
        return float("inf")


def _names(element: Element, styled: dict[str, set[str]]) -> set[str]:
    """What else is drawn for an element: what it uses, and the patterns, masks and marks it is painted with."""
    found = {name for value in element.attrib.values() for name in _REFERENCE.findall(value)}
    if str(element.tag).rpartition("}")[2] == "use":
        found |= {value[1:] for key, value in element.attrib.items() if key.rpartition("}")[2] == "href"}
    return found.union(styled["*"], *(styled[name] for name in element.get("class", "").split() if name in styled))


def _styled(root: Element) -> dict[str, set[str]]:
    """What the drawing's own style sheet paints with: by class, and under "*" for everything."""
    found: dict[str, set[str]] = defaultdict(set)
    sheets = (element.text or "" for element in root.iter() if str(element.tag).rpartition("}")[2] == "style")
    for selectors, body in (rule for sheet in sheets for rule in _RULE.findall(sheet)):
        for name in _CLASS.findall(selectors) or ["*"]:
            found[name] |= set(_REFERENCE.findall(body))
    return found
