"""The scan of a sheet's XML by a true parser, for sheets that are not written the way every program writes them.

Prefixes, apostrophes, cells without positions: all are legal, and slower to scan. Cells are counted as the Rust
reader counts them: a row or cell without a position follows the one before it.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from kpi_core.errors import SourceError
from kpi_core.sources.cells import column_number, parse_area
from kpi_core.sources.grid import column_letter
from kpi_core.sources.scan import MOST_CELLS, MOST_FILLED, MOST_MERGED, MOST_SPARSE, SheetScan, Stream, check_count

MOST_EXACT = 10_000_000
"""The most cells to scan this way: half a minute."""
_CHUNK, _LONGEST_TEXT, _DEEPEST = 1 << 18, 1 << 20, 256


class Strict:
    """A parser that refuses a DOCTYPE, which could define entities, and depth no document has.

    Subclasses handle `start` and `end`, by local name, and call `listen` to have the text until the next tag.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._depth = 0
        self._text: list[str] | None = None
        self._length = 0
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = None

    def parse(self, stream: Stream) -> None:
        """Parse to the end.

        Raises
        ------
        SourceError
            The XML is broken or hostile.
        """
        try:
            while data := stream.read(_CHUNK):
                self._parser.Parse(data, False)
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError) as failure:
            raise SourceError("source_broken", path=self.file) from failure

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def listen(self) -> None:
        """Keep the text from here on."""
        self._text, self._length = [], 0
        self._parser.CharacterDataHandler = self._characters

    def heard(self) -> str:
        """The text kept, which is then no longer kept."""
        text, self._text = "".join(self._text or ()), None
        self._parser.CharacterDataHandler = None
        return text

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise SourceError("source_broken", path=self.file)
        self.start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(name.rpartition(":")[2])

    def _characters(self, text: str) -> None:
        self._length += len(text)
        if self._text is None or self._length > _LONGEST_TEXT:
            raise SourceError("source_bomb", path=self.file)
        self._text.append(text)

    def _refuse(self, *_: object) -> None:
        raise SourceError("source_doctype", path=self.file)


class Extent:
    """The rectangle of all filled cells so far."""

    def __init__(self, file: str, sheet: str) -> None:
        self.file, self.sheet = file, sheet
        self.width = self.height = self.filled = 0

    def take(self, row: int, column: int, cells: int = 1) -> None:
        """One more cell, or `cells` of them that end here.

        Raises
        ------
        SourceError
            The cells are too many, or too far apart.
        """
        self.filled += cells
        if row > self.height or column > self.width:
            self.width, self.height = max(self.width, column), max(self.height, row)
            if self.width * self.height > MOST_CELLS:
                raise self.far(row, column)
        check_count(self.filled, self.file, MOST_FILLED)

    def far(self, row: int, column: int) -> SourceError:
        """The refusal of a cell that lies too far away."""
        cell = f"{column_letter(column)}{row}"
        return SourceError("source_far_cell", path=self.file, sheet=self.sheet, cell=cell)

    def close(self) -> None:
        """At the sheet's end: a wide field of few cells is refused as well.

        Raises
        ------
        SourceError
            The cells are too far apart.
        """
        if self.width * self.height > MOST_SPARSE and self.filled * 100 < self.width * self.height:
            raise self.far(self.height, self.width)


class _Sheet(Strict):
    def __init__(self, file: str, sheet: str) -> None:
        super().__init__(file)
        self.scan = SheetScan()
        self.extent = Extent(file, sheet)
        self.row = self.column = 0
        self.at: tuple[int, int] | None = None
        self.kind = "n"
        self.value: str | None = None
        self.formula: str | None = None
        self.content = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            position = attributes.get("r", "")
            self.row = _whole(position, self.file) if position else self.row + 1
            self.column = 0
            if (level := attributes.get("outlineLevel", "0")) in "1234567":
                self.scan.levels[self.row] = int(level)
        elif name == "mergeCell":
            self.scan.merge(parse_area(attributes.get("ref", "")))
            check_count(len(self.scan.merged), self.file, MOST_MERGED)
        elif name == "c":
            self._cell(attributes)
        elif self.at and name in ("v", "f", "is"):
            self.content = True
            if name != "is":
                self.listen()

    def _cell(self, attributes: dict[str, str]) -> None:
        self.column += 1
        self.at = self.row or 1, self.column
        position = attributes.get("r", "")
        if position:
            letters = position.rstrip("0123456789")
            if not (letters.isascii() and letters.isalpha()):
                raise SourceError("source_broken", path=self.file)
            self.at = _whole(position[len(letters) :], self.file), column_number(letters[:5])
            self.column = self.at[1]
        self.kind = attributes.get("t", "n")
        self.value = self.formula = None
        self.content = False

    def end(self, name: str) -> None:
        if name == "v":
            self.value = self.heard() or None
        elif name == "f":
            self.formula = self.heard()
        elif name == "c" and self.at:
            if self.content:
                self.extent.take(*self.at)
                self.scan.note(*self.at, self.kind, self.value, self.formula)
            self.at = None


def _whole(text: str, file: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise SourceError("source_broken", path=file)
    return int(text[:10])


def scan_exactly(open_part: Callable[[], Stream], file: str, sheet: str) -> SheetScan:
    """What `scan_sheet` gives, for any XML.

    Raises
    ------
    SourceError
        Its cells are too far apart or too many, or the XML is broken.
    """
    stream, count = open_part(), 0
    while data := stream.read(_CHUNK):
        # Many times faster than the parser, which would take a minute to find it out.
        count += sum(map(data.count, (b"<c ", b"<c>", b":c ", b":c>", b"<c/", b":c/")))
        check_count(count, file, MOST_EXACT)
    parser = _Sheet(file, sheet)
    parser.parse(open_part())
    parser.extent.close()
    parser.scan.filled = parser.extent.filled
    return parser.scan
