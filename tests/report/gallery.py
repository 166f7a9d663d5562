"""The extremes that the report must look well at, as PDFs and as pictures.

The pictures of `tests/report/pictures/` are what somebody has looked at and found good. After a change that is meant
to be seen, look at the new ones and keep them:

    python -m tests.report.gallery
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PIL import Image

from kpi_core.engine import build
from kpi_core.language import Language
from kpi_core.load import load
from kpi_core.report import build_report, pdf
from kpi_core.report.brand import Brand, palette
from kpi_core.report.model import Report
from kpi_core.shipped import shipped
from kpi_core.snapshot import Target
from tests.report.stand_in import OCTOBER, StandIn, months_to, shop

PICTURES = Path(__file__).parent / "pictures"
DPI, GREYS = 60, 16
_LONG = (
    "yandex_direct_brand_campaigns_moscow_2026_retargeting",
    "Контекстная реклама в Яндексе и Google: брендовые запросы",
    "Партнёрская сеть (CPA) — вебмастера и купонные сайты", "Органический поиск", "E-mail", "ВК", "Telegram Ads",
    "Наружная реклама на Ленинградском проспекте и МКАД",
    "utm_source=google&utm_medium=cpc&utm_campaign=brand", "Ш" * 30,
)  # fmt: skip
# A square in a square: a logo of three colours.
_LOGO = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 30 10'%3E%3Crect width='30' height='10'"
    " fill='%231f6f5c'/%3E%3Cpath d='M3 5h24' stroke='white' stroke-width='3'/%3E%3C/svg%3E"
)


def channels(count: int) -> tuple[str, ...]:
    """Names as exports have them: long, without a space, wide, and plain ones."""
    return tuple(_LONG[at % len(_LONG)] + (f" {at}" if at >= len(_LONG) else "") for at in range(count))


def _forty() -> Report:
    """Forty channels with a plan for each, in billions."""
    cube = shop(channels=channels(40), size=1e5)
    planned = tuple(
        Target(month, "revenue", round((cube.kpi("revenue", month, channel).value or 0.0) * (0.9 + 0.02 * at)), channel)
        for month in months_to(OCTOBER, 13)
        for at, channel in enumerate(cube.channels[:9])
    )
    cube.snapshot = replace(cube.snapshot, targets=(*cube.snapshot.targets, *planned))
    rebuilt = build(cube.snapshot)
    again = StandIn.__new__(StandIn)
    again.__dict__.update(rebuilt.__dict__)
    again.totals, again.notes = cube.totals, cube.notes
    return build_report(again, None, "ru")


def _letter() -> Report:
    """American paper, a firm's colour and logo, a long name of the firm and twelve long channels."""
    company = "A very long company name that goes on and on, Incorporated, of Delaware and elsewhere"
    made = build_report(shop(channels=channels(12), currency="USD", company=company), None, "en")
    return replace(made, brand=Brand(palette("#1f6f5c"), "Letter", _LOGO, (19.5, 6.5)))


def _sample(name: str, language: Language) -> Report:
    made = build_report(build(load(shipped("sample_workbooks") / f"{name}.xlsx")), None, language)
    # The day of the data is the day the checkout was written.
    facts = tuple(fact for fact in made.passport.facts if "SHA" not in fact.label and "20" not in fact.text[:20])
    return replace(made, footer="", passport=replace(made.passport, facts=facts))


CASES: dict[str, Callable[[], Report]] = {
    "plain-ru": lambda: build_report(shop(), None, "ru"),
    "letter-en": _letter,
    "forty-ru": _forty,
    "young-ru": lambda: build_report(shop(channels=channels(2), count=1), None, "ru"),
    "kopecks-en": lambda: build_report(shop(channels=channels(3), count=3, size=1e-6, currency="EUR"), None, "en"),
    "leads-ru": lambda: _sample("leads-ru", "ru"),
}


@cache
def report(case: str) -> Report:
    """The report of a case, without the version that made it."""
    made = CASES[case]()
    facts = tuple(fact for fact in made.passport.facts if "kpi-report" not in fact.text)
    return replace(made, passport=replace(made.passport, facts=facts))


@cache
def document(case: str) -> bytes:
    """The PDF of a case, as an archive."""
    return pdf.make_pdf(replace(report(case), standard="pdf/a-3a"))


def pages(content: bytes) -> list[Image.Image]:
    """Pictures of the pages, in grey as a printer gives them."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "x.pdf").write_bytes(content)
        subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "x.pdf", "p"], cwd=folder, check=True)
        return [Image.open(io.BytesIO(path.read_bytes())) for path in sorted(Path(folder).glob("p-*.pgm"))]


def picture(page: Image.Image) -> Image.Image:
    """A page as it is kept: a few greys are enough to see a letter move."""
    return page.quantize(GREYS)


class Word(NamedTuple):
    """A word of a page and the box it stands in, in points."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    paper: float

    def over(self, other: Word) -> bool:
        """Whether two words run into each other: a tall box holds more than its letters, so half of it counts."""
        across = min(self.right, other.right) - max(self.left, other.left)
        middles = abs(self.top + self.bottom - other.top - other.bottom) / 2
        return across > 0.6 and middles < (self.bottom - self.top + other.bottom - other.top) / 4


_PAGE = re.compile(r'<page width="([\d.]+)"')
_WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')


def words(content: bytes) -> list[Word]:
    """Every word with its place, as poppler finds them; text in charts as well."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "x.pdf").write_bytes(content)
        command = ["pdftotext", "-bbox", "x.pdf", "-"]
        told = subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout.decode()
    found: list[Word] = []
    number, paper = 0, 0.0
    for line in told.splitlines():
        if begun := _PAGE.search(line):
            number, paper = number + 1, float(begun[1])
        if word := _WORD.search(line):
            left, top, right, bottom = map(float, word.groups()[:4])
            found.append(Word(number, unescape(word[5]), left, top, right, bottom, paper))
    return found


def keep() -> None:
    """Draw every case anew, and write the pictures and what they take."""
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    for case in CASES:
        for number, page in enumerate(pages(document(case)), 1):
            picture(page).save(PICTURES / f"{case}-{number}.png", optimize=True)
    size = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
    sys.stdout.write(f"{PICTURES}: {size >> 10} KB\n")


if __name__ == "__main__":
    keep()
