"""Text files: encoding, delimiter, and every cell as it stands."""

from __future__ import annotations

import codecs
import csv
import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from itertools import islice, zip_longest
from pathlib import Path

from kpi_core.errors import SourceError
from kpi_core.sources.grid import Grid
from kpi_core.sources.places import Stamp
from kpi_core.sources.spec import SourceSpec

# The BOM of UTF-32 begins with that of UTF-16, so it is tried first.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In the order of preference where counts tell nothing: a comma is also a decimal mark.
_DELIMITERS = ("\t", ";", "|", ",")
_ROWS_AT_ONCE = 1024
_SNIFFED_RECORDS, _SNIFFED_CHARACTERS = 50, 1 << 18
# Put behind the text: where it does not come back as a record of its own, a quote was left open.
_END = "\ue000end of file\ue000"


def read_text(path: Path, spec: SourceSpec, mark: Stamp) -> list[Grid]:
    """One grid of text cells, rows padded to one length; blank lines inside keep their place."""
    text = _decoded(path.read_bytes(), spec, mark.file)
    first_row, text, declared = _without_sep_line(text)
    delimiter = spec.delimiter or declared or sniff_delimiter(text)
    columns, row_numbers = _records(text, delimiter, first_row, mark.file)
    _drop_blank_end(columns)
    if not columns or not columns[0]:
        raise SourceError("source_empty", path=mark.file)
    return [
        Grid(
            file=mark.file,
            sheet="",
            name="",
            columns=columns,
            first_row=first_row,
            text=True,
            sha256=mark.sha256,
            modified=mark.modified,
            row_numbers=row_numbers and row_numbers[: len(columns[0])],
        )
    ]


def _decoded(data: bytes, spec: SourceSpec, file: str) -> str:
    """The text: BOM, else the encoding asked for, else strict UTF-8, else cp1251."""
    marked = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    candidates = [spec.encoding] if spec.encoding else [marked] if marked else ["utf-8", "cp1251"]
    wide = codecs_width(candidates[0], file) > 1
    if not wide and b"\0" in data:
        raise SourceError("text_nul", path=file)
    for encoding in candidates:
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, UnicodeError):
            continue
    raise SourceError("text_encoding", path=file, encoding=candidates[-1])


def codecs_width(encoding: str, file: str) -> int:
    """Bytes of one Latin letter in the encoding.

    Raises
    ------
    SourceError
        There is no such encoding.
    """
    try:
        return len("aa".encode(encoding)) - len("a".encode(encoding))
    except (LookupError, TypeError):
        raise SourceError("text_encoding_unknown", path=file, encoding=encoding) from None


def _without_sep_line(text: str) -> tuple[int, str, str | None]:
    """The first row's number, the text, and the delimiter that a first line `sep=;` declares to Excel."""
    line, newline, _ = text[:16].partition("\n")
    bare = line.strip().strip('"')
    if newline and bare.casefold().startswith("sep=") and len(bare) == 5:
        return 2, text[len(line) + 1 :], bare[4]
    if newline and line.casefold().rstrip("\r") == "sep=\t":
        return 2, text[len(line) + 1 :], "\t"
    return 1, text, None


def sniff_delimiter(text: str) -> str:
    r"""The delimiter that cuts most of the first records into one and the same number of cells.

    Examples
    --------
    >>> sniff_delimiter("Отчёт за март\n\nДата;Расход;Клики\n01.03.2026;1234,50;7\n02.03.2026;999,10;5\n")
    ';'
    """
    sample = text[:_SNIFFED_CHARACTERS]

    def score(delimiter: str) -> tuple[int, int]:
        records = islice(csv.reader(StringIO(sample, newline=""), delimiter=delimiter), _SNIFFED_RECORDS)
        try:
            widths = Counter(width for width in map(len, records) if width > 1)
        except csv.Error:
            return 0, 0
        # The last record of the sample may be cut short: it counts like any other.
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(_DELIMITERS, key=score)


def _records(text: str, delimiter: str, first_row: int, file: str) -> tuple[list[list[str]], list[int] | None]:
    """All cells column by column, and the line each record begins on where some record spans several."""
    stream = StringIO(f"{text}\n{_END}" if not text.endswith(("\n", "\r")) else text + _END, newline="")
    reader = csv.reader(stream, delimiter=delimiter)
    columns: list[list[str]] = []
    height = 0
    last: list[str] = []
    try:
        with no_collection():
            while rows := list(islice(reader, _ROWS_AT_ONCE)):
                last = rows[-1]
                _extend(columns, rows, height)
                height += len(rows)
    except csv.Error as failure:
        raise SourceError("text_quote", path=file, row=reader.line_num + first_row - 1) from failure
    numbers = _line_numbers(stream, delimiter, first_row) if reader.line_num != height else None
    if last != [_END]:
        raise SourceError("text_quote", path=file, row=numbers[-1] if numbers else first_row)
    for column in columns:
        column.pop()
    return columns, numbers


def _extend(columns: list[list[str]], rows: list[list[str]], height: int) -> None:
    """Add some rows to the columns; shorter ones (a preamble, a line without its last cells) are padded."""
    widths = set(map(len, rows))
    added = list(zip(*rows, strict=True) if len(widths) == 1 else zip_longest(*rows, fillvalue=""))
    columns += ([""] * height for _ in range(len(added) - len(columns)))
    added += [("",) * len(rows)] * (len(columns) - len(added))
    for column, cells in zip(columns, added, strict=True):
        column.extend(cells)


def _drop_blank_end(columns: list[list[str]]) -> None:
    while columns and columns[0] and not any(column[-1].strip() for column in columns):
        for column in columns:
            column.pop()


def _line_numbers(stream: StringIO, delimiter: str, first_row: int) -> list[int]:
    stream.seek(0)
    reader = csv.reader(stream, delimiter=delimiter)
    numbers, line = [], 0
    for _ in reader:
        numbers.append(line + first_row)
        line = reader.line_num
    return numbers


@contextmanager
def no_collection() -> Iterator[None]:
    """A million new lists make the collector walk them again and again, for nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
