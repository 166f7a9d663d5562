"""Tables of a web page, which Битрикс24 and many others name .xls because Excel opens them.

The tags are found by a small reader of our own that never looks back: the standard library's takes quadratic time over
some broken pages. It knows tables, and of the rest only what must not become text of a cell. Nothing that a page names
is fetched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kpi_core.errors import SourceError
from kpi_core.sources.cells import LAST_COLUMN, LAST_ROW, Area
from kpi_core.sources.encoding import decoded
from kpi_core.sources.grid import Grid
from kpi_core.sources.places import Stamp
from kpi_core.sources.scan import MOST_CELLS, MOST_MERGED
from kpi_core.sources.spec import SourceSpec

_MOST_BYTES, _MOST_FILLED, _MOST_TABLES, _DEEPEST, _LONGEST_TEXT = 512 << 20, 10_000_000, 1000, 64, 1 << 20
# Atomic groups: what did not match is not tried in another way. A quote left open ends soon.
_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9:-]*)((?>[^<>"']+|"[^"]{0,4000}"|'[^']{0,4000}')*+)>""")
_LOOSE_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)([^<>]*+)>")
_SPAN = re.compile(r"\b(colspan|rowspan)\s{0,9}=\s{0,9}[\"']?\s{0,9}(\d{1,7})", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4"})
_UNSEEN = frozenset({"script", "style", "head", "title", "textarea", "noscript", "template", "select", "svg", "xml"})


@dataclass
class _Table:
    """A table in the making: filled cells by place, and the places that spanning cells cover."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    covered: dict[int, int] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    row: int = -1
    column: int = 0
    width: int = 0
    caption: str = ""
    place: tuple[int, int] | None = None
    text: list[str] = field(default_factory=list)
    length: int = 0

    def begin_row(self) -> None:
        self.end_cell()
        self.row, self.column = self.row + 1, 0

    def begin_cell(self, columns: int, rows: int) -> None:
        """The next free place of the row; what the cell spans beside it stays empty, as in a workbook."""
        self.end_cell()
        if self.row < 0:
            self.row = 0
        while self.covered.get(self.column, 0) > self.row:
            self.column += 1
        self.place, self.text, self.length = (self.row, self.column), [], 0
        if rows > 1 or columns > 1:
            self.merged.append(Area(self.row, self.column, self.row + rows - 1, self.column + columns - 1))
        if rows > 1:
            for column in range(self.column, self.column + columns):
                self.covered[column] = self.row + rows
        self.column += columns
        self.width = max(self.width, self.column)

    def end_cell(self) -> None:
        if self.place:
            lines = (_SPACES.sub(" ", line).strip(" ") for line in "".join(self.text).split("\v"))
            content = html.unescape("\n".join(line for line in lines if line))
            if content:
                self.cells[self.place] = content
        self.place = None


class _Page:
    """Walks through a page."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.open: list[_Table] = []
        self.done: list[_Table] = []
        self.filled = 0

    def take(self, closing: bool, name: str, attributes: str) -> None:
        if name == "table":
            self._table(closing)
            return
        if not self.open:
            return
        table = self.open[-1]
        if name == "tr":
            table.end_cell() if closing else table.begin_row()
        elif name in ("td", "th"):
            if closing:
                table.end_cell()
            else:
                self._cell(table, attributes)
        elif name in _BREAKS:
            table.text.append("\v")

    def _cell(self, table: _Table, attributes: str) -> None:
        spans = {key.lower(): int(value) for key, value in _SPAN.findall(attributes)}
        table.begin_cell(
            min(max(spans.get("colspan", 1), 1), LAST_COLUMN), min(max(spans.get("rowspan", 1), 1), LAST_ROW)
        )
        self.filled += 1
        many = len(table.merged) > MOST_MERGED or self.filled > _MOST_FILLED
        if many or table.width > LAST_COLUMN or (table.row + 1) * table.width > MOST_CELLS:
            raise SourceError("source_bomb", path=self.file)

    def _table(self, closing: bool) -> None:
        if closing:
            if self.open:
                table = self.open.pop()
                table.end_cell()
                self.done.append(table)
        elif len(self.open) >= _DEEPEST or len(self.open) + len(self.done) >= _MOST_TABLES:
            raise SourceError("source_bomb", path=self.file)
        else:
            self.open.append(_Table())

    def say(self, text: str) -> None:
        """Text between tags."""
        if self.open and self.open[-1].place:
            table = self.open[-1]
            table.length += len(text)
            if table.length > _LONGEST_TEXT:
                raise SourceError("source_bomb", path=self.file)
            table.text.append(text)

    def tables(self) -> list[_Table]:
        """All tables that hold something, in the order in which they begin; one left open counts as closed."""
        while self.open:
            self._table(closing=True)
        return [table for table in self.done if table.cells]


def read_webpage(path: Path, spec: SourceSpec, mark: Stamp) -> list[Grid]:
    """One grid of text for each table of the page.

    Raises
    ------
    SourceError
        It holds no table, or is out of all proportion.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise SourceError("source_bomb", path=mark.file)
    data = path.read_bytes()
    declared = _CHARSET.search(data[:4096])
    text = decoded(data, spec, mark.file, declared and declared[1].decode())
    page = _Page(mark.file)
    for token in _tokens(text):
        if isinstance(token, str):
            page.say(token)
        else:
            page.take(*token)
    tables = page.tables()
    if not tables:
        raise SourceError("source_html", path=mark.file)
    many = len(tables) > 1
    return [_grid(table, f"#{number}" if many else "", mark) for number, table in enumerate(tables, 1)]


def _grid(table: _Table, sheet: str, mark: Stamp) -> Grid:
    height = max(row for row, _ in table.cells) + 1
    width = max(column for _, column in table.cells) + 1
    columns = [[""] * height for _ in range(width)]
    for (row, column), text in table.cells.items():
        columns[column][row] = text
    # A span may reach beyond the table's end.
    whole = Area(0, 0, height - 1, width - 1)
    merged = [cut for area in table.merged if (cut := area.within(whole)) and cut[:2] != cut[2:]]
    return Grid(mark.file, sheet, "", columns, text=True, sha256=mark.sha256, modified=mark.modified, merged=merged)


def _tokens(text: str) -> Iterator[str | tuple[bool, str, str]]:
    """Text and tags in turn: (whether it closes, its name, its attributes). Comments and unseen parts are left out."""
    at, length = 0, len(text)
    ends: dict[str, int] = {}
    while at < length:
        begin = text.find("<", at)
        if begin < 0:
            yield text[at:]
            return
        if begin > at:
            yield text[at:begin]
        if text.startswith("<!--", begin):
            at = _after(text, "-->", begin + 4)
        elif text.startswith(("<!", "<?"), begin):
            at = _after(text, ">", begin)
        elif tag := _TAG.match(text, begin) or _LOOSE_TAG.match(text, begin):
            name, at = tag[2].lower(), tag.end()
            if name in _UNSEEN:
                if not tag[1] and not tag[3].endswith("/"):
                    at = _after_closing(text, name, at, ends)
            else:
                yield bool(tag[1]), name, tag[3]
        else:
            yield "<"
            at = begin + 1


def _after(text: str, mark: str, begin: int) -> int:
    end = text.find(mark, begin)
    return len(text) if end < 0 else end + len(mark)


def _after_closing(text: str, name: str, begin: int, ends: dict[str, int]) -> int:
    """Where the unseen part ends; one without an end is only its tag, which is found out once for each name."""
    if ends.get(name) == -1:
        return begin
    found = re.compile(f"</{name}\\s{{0,99}}>", re.IGNORECASE).search(text, begin)
    ends[name] = found.end() if found else -1
    return found.end() if found else begin
