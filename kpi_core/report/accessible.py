"""What WeasyPrint leaves out of a tagged PDF: the direction of a header cell, and that running headers are no content.

Works on the objects that `write_pdf` hands to its finisher, right before they are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_NULL = b"null"
_PAGINATION = b"<</Type /Pagination>>"


def finish(_document: Any, pdf: Any) -> None:
    """Give header cells their scope, and make page headers and footers artifacts, which nobody reads aloud."""
    if "StructTreeRoot" not in pdf.catalog:
        return
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    linked = {id(element) for element in _tree(pdf, _at(pdf, root["K"][0]))}
    elements = [each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/StructElem"]
    for element in elements:
        if element["S"] == "/TH":
            group = _at(pdf, _at(pdf, element["P"])["P"])
            element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"
    _set_aside(pdf, root, [element for element in elements if id(element) not in linked])


def _at(pdf: Any, reference: bytes) -> Any:
    """The object that "12 0 R" names."""
    return pdf.objects[int(reference.split()[0])]


def _tree(pdf: Any, element: Any) -> Iterator[Any]:
    """An element of the structure with all that hangs on it."""
    yield element
    for kid in element["K"]:
        if isinstance(kid, bytes) and (below := _at(pdf, kid)).get("Type") == "/StructElem":
            yield from _tree(pdf, below)


def _set_aside(pdf: Any, root: Any, loose: list[Any]) -> None:
    """Turn what hangs on no tree, the margins of the pages, into artifacts, and take its elements out."""
    marked: dict[bytes, set[int]] = {}
    for element in loose:
        marked.setdefault(element["Pg"], set()).update(kid for kid in element["K"] if isinstance(kid, int))
        # Left in its place and empty: pydyf counts on every number being taken.
        element.clear()
    of_page = _at(pdf, root["ParentTree"])["Nums"]
    for number, page in enumerate(pdf.page_references):
        found = marked.get(page, set())
        parents = of_page[2 * number + 1]
        for mark in found:
            parents[mark] = _NULL
        commands = _at(pdf, _at(pdf, page)["Contents"]).stream
        for place, command in enumerate(commands):
            if command == b"BDC" and commands[place - 1]["MCID"] in found:
                commands[place - 2 : place] = ["/Artifact", _PAGINATION]
