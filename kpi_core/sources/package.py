"""The parts of an .xlsx package that say where things are: sheets, tables, pivot tables."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from kpi_core.errors import SourceError
from kpi_core.sources.cells import Area, parse_area
from kpi_core.sources.parts import Archive

# Each element takes some hundred bytes of memory, so what is short may still be large.
_MOST_BYTES, _MOST_ELEMENTS, _MOST_STYLES = 32 << 20, 1_000_000, 8 << 20


class Table(NamedTuple):
    """One Excel table: its name, where it lies, and the names of its columns, which may have no header row."""

    name: str
    area: Area
    header_rows: int
    totals_rows: int
    columns: tuple[str, ...]


class Sheet(NamedTuple):
    """One sheet: its name, its part in the package, its tables and the areas its pivot tables cover."""

    name: str
    part: str
    tables: tuple[Table, ...]
    pivots: tuple[Area, ...]


class Package:
    """An opened .xlsx; names of parts are found whatever their case, as the reader finds them."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.file = archive.file
        names = [member.filename for member in archive.members()]
        self._names = {name.casefold().replace("\\", "/"): name for name in names}
        self.plain = True
        """Whether the reader must find the same parts for the same sheets."""

    def has(self, part: str) -> bool:
        """Whether the package holds the part."""
        return part.casefold() in self._names

    def stored_name(self, part: str) -> str:
        """The name under which the archive has the part."""
        return self._names[part.casefold()]

    def sheets(self) -> list[Sheet]:
        """All sheets in the order of the workbook."""
        workbook = next((part for part in self._names if part.endswith("xl/workbook.xml")), "xl/workbook.xml")
        relations = list(self._relations(workbook))
        targets = {key: part for key, _, part in relations}
        found = []
        for element in _all(self._xml(workbook), "sheet"):
            part = targets.get(_attribute(element, "id"), "")
            if self.has(part):
                found.append(self._sheet(element.get("name", ""), part))
            else:
                self.plain = False
        names, parts = {sheet.name for sheet in found}, {sheet.part.casefold() for sheet in found}
        if workbook != "xl/workbook.xml" or len(relations) != len(targets) or len(found) != len(names):
            self.plain = False
        if len(parts) < len(found):
            raise SourceError("source_broken", path=self.file)
        return found

    def _sheet(self, name: str, part: str) -> Sheet:
        tables: list[Table] = []
        pivots: list[Area] = []
        for _, kind, target in self._relations(part):
            if kind.endswith("/table") and self.has(target):
                tables += self._table(target)
            elif kind.endswith("/pivotTable") and self.has(target):
                pivots += self._pivot(target)
        return Sheet(name, part, tuple(tables), tuple(pivots))

    def _table(self, part: str) -> Iterator[Table]:
        root = self._xml(part)
        area = parse_area(root.get("ref", ""))
        if area:
            yield Table(
                root.get("displayName") or root.get("name") or "",
                area,
                int(root.get("headerRowCount", "1")),
                int(root.get("totalsRowCount", "0")),
                tuple(column.get("name", "") for column in _all(root, "tableColumn")),
            )

    def _pivot(self, part: str) -> Iterator[Area]:
        for location in _all(self._xml(part), "location"):
            area = parse_area(location.get("ref", ""))
            if area:
                # Its page filters stand above, with one empty row between.
                pages = int(location.get("rowPageCount", "0"))
                yield area._replace(first_row=max(1, area.first_row - pages - 1)) if pages else area

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        folder, name = posixpath.split(part)
        relations = f"{folder}/_rels/{name}.rels"
        if not self.has(relations):
            return
        for element in _all(self._xml(relations), "Relationship"):
            if element.get("TargetMode") != "External":
                written = element.get("Target", "")
                target = posixpath.normpath(posixpath.join(folder, written.replace("\\", "/")))
                if "\\" in written or (folder == "xl" and ("." in written.split("/") or ".." in written.split("/"))):
                    self.plain = False
                yield element.get("Id", ""), element.get("Type", ""), target.lstrip("/")

    def styles(self) -> bytes:
        """The part of cell formats as it stands; nothing where there is none, or one that no report has."""
        part = "xl/styles.xml"
        data = self.archive.open(self.stored_name(part)).read(_MOST_STYLES) if self.has(part) else b""
        return data if len(data) < _MOST_STYLES else b""

    def _xml(self, part: str) -> ElementTree.Element:
        if not self.has(part):
            raise SourceError("source_broken", path=self.file)
        data = self.archive.open(self.stored_name(part)).read(_MOST_BYTES)
        if len(data) == _MOST_BYTES or data.count(b"<") > 2 * _MOST_ELEMENTS:
            raise SourceError("source_bomb", path=self.file)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise SourceError("source_doctype", path=self.file)
        return ElementTree.fromstring(data)


def _all(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Elements by local name: strict and transitional workbooks differ in the namespace only."""
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)


def _attribute(element: ElementTree.Element, name: str) -> str:
    """An attribute by local name, the qualified one first: a sheet has both `sheetId` and `r:id`."""
    return next((value for key, value in element.items() if key.startswith("{") and key.endswith("}" + name)), "")
