"""Writes the sample workbooks beside itself; the same bytes every time.

    python sample_workbooks/make_samples.py [--output FOLDER] [--only shop-ru]

Rows come from seeded dice, the values of formulas from the oracle in `_make`, never from the product.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from _make.check_sheets import write_expected, write_helper
from _make.kpi_sheet import write_kpi
from _make.oracle import Oracle
from _make.sheets import Book, write_tables
from _make.start_sheet import write_start
from _make.stories import FIRMS


def make(name: str, folder: Path) -> Path:
    business = FIRMS[name]()
    oracle = Oracle(business)
    path = folder / f"{name}.xlsx"
    book = Book(str(path), business)
    write_start(book, name)
    write_kpi(book, oracle)
    write_tables(book)
    write_helper(book, oracle)
    write_expected(book, oracle)
    book.book.close()
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the sample workbooks.")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent, help="folder, e.g. /tmp/samples")
    parser.add_argument("--only", choices=sorted(FIRMS), help="one workbook, e.g. shop-ru")
    chosen = parser.parse_args()
    chosen.output.mkdir(parents=True, exist_ok=True)
    for name in [chosen.only] if chosen.only else FIRMS:
        path = make(name, chosen.output)
        print(f"{path}  {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
