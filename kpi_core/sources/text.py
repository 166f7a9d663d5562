"""Text files: encoding, delimiter, and every cell as it stands."""

from __future__ import annotations

import csv
import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from itertools import islice, repeat, zip_longest
from pathlib import Path

from kpi_core.errors import SourceError
from kpi_core.sources.cells import LAST_COLUMN
from kpi_core.sources.columnar import read_columns, worthwhile
from kpi_core.sources.encoding import decoded
from kpi_core.sources.grid import Grid
from kpi_core.sources.places import Stamp
from kpi_core.sources.spec import SourceSpec

# In the order of preference where counts tell nothing: a comma is also a decimal mark.
_DELIMITERS = ("\t", ";", "|", ",")
_ROWS_AT_ONCE = 1024
_SNIFFED_RECORDS, _SNIFFED_CHARACTERS = 50, 1 << 18
# Put behind the text: where it does not come back as a record of its own, a quote was left open.
_END = "\ue000end of file\ue000"
_MOST_BYTES, _MOST_CELLS = 1 << 30, 100_000_000
# No line of a real table is as long as one of these pieces, and no cell is longer than two windows.
_PIECE, _WINDOW = 8 << 20, 65_536


def read_text(path: Path, spec: SourceSpec, mark: Stamp) -> list[Grid]:
    """One grid of text cells, rows padded to one length; blank lines inside keep their place."""
    _refuse_long(path, mark.file)
    data = path.read_bytes()
    if not (long := worthwhile(data)) and b"\r" in data and b"\0" not in data:
        # Many times faster here than in the text, whose letters take two bytes each.
        data = data.replace(b"\r\n", b"\n")
    text = decoded(data if long or b"\0" in data else data.removesuffix(b"\n"), spec, mark.file)
    del data
    first_row, text, declared = _without_sep_line(text)
    delimiter = spec.delimiter or declared or sniff_delimiter(text)
    row_numbers: list[int] | None = None
    columns: Sequence[Sequence[str]] | None = None
    if long and not _has_long_line(text):
        columns = read_columns(text, delimiter)
    if columns is None:
        text = text.replace("\r\n", "\n").removesuffix("\n") if long else text
        columns = _plain_records(text, delimiter, mark.file)
    else:
        _refuse_wide(len(columns), len(columns[0]), mark.file)
    if columns is None:
        columns, row_numbers = _records(text, delimiter, first_row, mark.file)
    columns = _without_blank_end(columns)
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


def _refuse_long(path: Path, file: str) -> None:
    """Look for the end of lines before anything is kept: a gigabyte of one line is no table."""
    if path.stat().st_size > _MOST_BYTES:
        raise SourceError("source_memory", path=file)
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            if len(piece) == _PIECE and b"\n" not in piece and b"\r" not in piece:
                raise SourceError("text_line_long", path=file)


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


def _has_long_line(text: str) -> bool:
    return any(text.find("\n", at, at + _WINDOW) < 0 for at in range(0, len(text) - _WINDOW, _WINDOW))


def _plain_records(text: str, delimiter: str, file: str) -> list[list[str]] | None:
    """All cells column by column, where no quote occurs: then every line is a record, and one split cuts all of them.

    Gives what `csv` gives, in half the time; None where there are quotes, or cells that it would refuse.
    """
    if '"' in text or len(delimiter) != 1 or delimiter in "\r\n":
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _has_long_line(text):
        # In a line so long may be a cell that `csv` refuses.
        return None
    with no_collection():
        return _even_columns(text, delimiter, file) or _uneven_columns(text, delimiter, file)


def _even_columns(text: str, delimiter: str, file: str) -> list[list[str]] | None:
    """The columns where every line has as many cells as the first one."""
    height, end = text.count("\n") + 1, text.find("\n")
    width = text.count(delimiter, 0, end if end >= 0 else len(text)) + 1
    _refuse_wide(width, height, file)
    # The end of a line becomes a cell of its own, so it shows whether each line ends where the first one does.
    cells = text.replace("\n", f"{delimiter}\n{delimiter}").split(delimiter)
    if len(cells) != height * (width + 1) - 1 or cells[width :: width + 1].count("\n") != height - 1:
        return None
    return [cells[column :: width + 1] for column in range(width)]


def _uneven_columns(text: str, delimiter: str, file: str) -> list[list[str]]:
    """The same where some lines are shorter: a preamble, or one without its last cells."""
    lines = text.split("\n")
    counts = list(map(str.count, lines, repeat(delimiter)))
    most = max(counts)
    _refuse_wide(most + 1, len(lines), file)
    padded = delimiter.join([line + delimiter * (most - count) for line, count in zip(lines, counts, strict=True)])
    cells = padded.split(delimiter)
    return [cells[column :: most + 1] for column in range(most + 1)]


def _refuse_wide(width: int, height: int, file: str) -> None:
    if width > LAST_COLUMN:
        raise SourceError("text_too_wide", path=file, count=LAST_COLUMN)
    if width * height > _MOST_CELLS:
        raise SourceError("source_memory", path=file)


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
                _refuse_wide(max(map(len, rows)), height + len(rows), file)
                _extend(columns, rows, height)
                height += len(rows)
    except csv.Error as failure:
        if '"' not in text:
            raise SourceError("text_field_long", path=file, row=reader.line_num + first_row - 1) from failure
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


def _without_blank_end(columns: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    end = height = len(columns[0]) if columns else 0
    while end and not any(column[end - 1].strip() for column in columns):
        end -= 1
    return columns if end == height else [column[:end] for column in columns]


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
