"""The starter workbook as a whole."""

from __future__ import annotations

import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_core.language import Language
from kpi_core.periods import Period, month_of
from kpi_core.starter import words
from kpi_core.starter.book import Book
from kpi_core.starter.pages import write_kpis, write_start
from kpi_core.starter.rows import Example

if TYPE_CHECKING:
    from kpi_core.cube import Cube

_MONTHS = 14


def starter_workbook(
    file: str, kind: words.Kind, language: Language, *, empty: bool = False, today: date | None = None
) -> bytes:
    """The workbook as the bytes of an .xlsx file.

    Parameters
    ----------
    file : str
        The name it will have, for the commands it shows.
    kind : str
        shop, leads or summary.
    language : str
        Of sheets, headers and words.
    empty : bool
        Without example rows; the formulas show #N/A then.
    today : date, optional
        The example ends with the last month that is over, so that it is complete on the day it is made.

    Examples
    --------
    >>> starter_workbook("shop.xlsx", "shop", "en")[:2]
    b'PK'
    """
    months = _months_before(today or date.today())
    # Two passes: the formulas keep what our own engine computes from the very tables they stand beside.
    cube = None if empty else _computed(_written(file, kind, language, months, None, empty=False))
    return _written(file, kind, language, months, cube, empty=empty)


def _months_before(today: date) -> list[Period]:
    months = [month_of(today)]
    while len(months) <= _MONTHS:
        before = months[0].previous()
        assert before is not None
        months.insert(0, before)
    return months[:-1]


def _written(
    file: str, kind: words.Kind, language: Language, months: list[Period], cube: Cube | None, *, empty: bool
) -> bytes:
    target = BytesIO()
    book = Book(target, language)
    write_start(book, file, kind, empty=empty)
    write_kpis(book, kind, months, cube)
    example = Example(kind, months, language)
    for sheet in words.SHEETS[kind]:
        # Settings are no example: they say in which language and currency the tables are kept.
        book.write_table(sheet, [] if empty and sheet is not words.SETTINGS else example.rows(sheet))
    book.close()
    return target.getvalue()


def _computed(content: bytes) -> Cube:
    from kpi_core.engine import build
    from kpi_core.load import load

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "starter.xlsx"
        path.write_bytes(content)
        return build(load(path))
