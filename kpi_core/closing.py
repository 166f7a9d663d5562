"""Closed months: what was reported, and paid on, kept in a CSV file beside the source.

Beside it and not inside: no library edits a workbook without losing its charts, and a database is not ours to write.
`NAME.closed.csv` holds `month,kpi,channel,value,as_of`, values in full precision, percents as fractions.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_core.cells import as_typed, inert
from kpi_core.errors import SourceError
from kpi_core.folding import fold
from kpi_core.periods import Period, parse_period
from kpi_core.snapshot import Closed

if TYPE_CHECKING:
    from kpi_core.cube import Cube

COLUMNS = ("month", "kpi", "channel", "value", "as_of")
_TOLERANCE = 1e-9


def closed_path(source: str | Path) -> Path:
    """Where the closed months of a source are kept: `shop.closed.csv` beside `shop.xlsx`.

    Examples
    --------
    >>> closed_path("shop.xlsx").name, closed_path("exports/kpi.toml").as_posix()
    ('shop.closed.csv', 'exports/kpi.closed.csv')
    """
    path = Path(source)
    if path.is_dir():
        if (path / "kpi.toml").is_file():
            return path / "kpi.closed.csv"
        path = path.resolve()
        return path.with_name(f"{path.name}.closed.csv")
    return path.with_name(f"{path.stem}.closed.csv")


def read_closed(path: Path) -> tuple[Closed, ...]:
    """The closed months of a file; none where there is no file.

    Raises
    ------
    SourceError
        `closed_broken`, naming the row: a month that was paid on is never skipped in silence.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as failure:
        raise SourceError("closed_unreadable", path=path, detail=failure) from failure
    reader = csv.DictReader(io.StringIO(text), delimiter=_delimiter(text))
    lacking = [column for column in ("month", "kpi", "value") if column not in (reader.fieldnames or ())]
    if lacking:
        raise SourceError("closed_columns", path=path, lacking=lacking)
    return tuple(_row(path, number, row) for number, row in enumerate(reader, start=2) if any(row.values()))


def _delimiter(text: str) -> str:
    """A Russian spreadsheet that opened and saved the file has put semicolons in it."""
    heading = text.partition("\n")[0]
    return ";" if ";" in heading else ","


def _row(path: Path, number: int, row: dict[str, str]) -> Closed:
    from kpi_core.catalogue import find

    try:
        # Such a spreadsheet has put decimal commas in it, too.
        value = float(row["value"].replace("\u00a0", "").replace(",", "."))
        as_of = (row.get("as_of") or "").strip()
        return Closed(
            parse_period(row["month"].strip()),
            find(row["kpi"]).name,
            value,
            as_typed((row.get("channel") or "").strip()) or None,
            date.fromisoformat(as_of) if as_of else None,
        )
    except (ValueError, AttributeError) as failure:
        raise SourceError("closed_broken", path=path, row=number, value=row.get("value") or "") from failure


def month_values(cube: Cube, month: Period) -> Iterator[Closed]:
    """What a month is closed with: the chosen KPIs, in total and by channel, as far as they are defined.

    An alias is kept under the KPI it stands for: should the data change the pair, the closed value keeps its meaning.
    """
    for name in dict.fromkeys(cube.resolved(name) for name in cube.chosen):
        for channel in (None, *cube.channels):
            answer = cube.kpi(name, month, channel)
            if answer.value is not None:
                yield Closed(month, name, answer.value, channel, cube.snapshot.as_of)


def merged(before: Sequence[Closed], now: Iterable[Closed], path: Path) -> tuple[Closed, ...]:
    """The rows to keep: those there are, and those of the month that are new.

    Raises
    ------
    SourceError
        `closed_differs`, where the month was closed with another value: nothing that was paid on is overwritten.
    """
    known = {_key(row): row for row in before}
    rows = list(before)
    for row in now:
        kept = known.get(_key(row))
        if kept is None:
            rows.append(row)
        elif abs(kept.value - row.value) > _TOLERANCE * max(1.0, abs(kept.value)):
            raise SourceError(
                "closed_differs",
                month=row.month,
                kpi=row.kpi,
                before=f"{kept.value!r}",
                now=f"{row.value!r}",
                path=path,
            )
    return tuple(rows)


def _key(row: Closed) -> tuple[Period, str, str]:
    return row.month, row.kpi, fold(row.channel or "")


def written(rows: Iterable[Closed]) -> bytes:
    """The file. With a byte order mark, without which Excel misreads Cyrillic channels."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow((row.month, row.kpi, inert(row.channel), row.value, row.as_of))
    return text.getvalue().encode("utf-8-sig")
