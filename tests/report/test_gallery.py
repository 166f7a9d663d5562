"""Nothing runs over, nothing runs into anything, and the pages look as somebody has found them good."""

import colorsys
import io
import itertools
import logging

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

from kpi_core.brand import contrast, readable
from kpi_core.report import pdf
from kpi_core.report.brand import palette
from tests.report import gallery

MARGIN = 15 / 25.4 * 72
# A footnote's mark hangs out to the right, so that the digits stay in column.
_MARKS = 9
# Pictures are compared in squares of so many pixels; fonts are ours, so that versions of poppler differ by edges only.
SQUARE, TOLERANCE = 6, 26


@pytest.mark.parametrize("case", gallery.CASES)
def test_a_report_of_extremes(case, tmp_path, caplog):
    """One test a case, for drawing it is what takes the time."""
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        content = gallery.document(case)
    assert caplog.messages == []
    assert fonts(content) <= {"Inter", "Inter-Bold", "Inter-Semi-Bold"}
    found = gallery.words(content)
    assert len(found) > 300
    assert outside(found) == []
    assert clashes(found) == []
    compare(case, gallery.pages(content), tmp_path)


def fonts(content):
    resources = [page["/Resources"]["/Font"].values() for page in PdfReader(io.BytesIO(content)).pages]
    return {str(font.get_object()["/BaseFont"]).partition("+")[2] for each in resources for font in each}


def outside(found):
    """The words that leave the margins of their page."""
    reach = {word: word.paper - MARGIN + (_MARKS if word.text.replace(",", "").isdigit() else 1) for word in found}
    return [word for word in found if word.left < MARGIN - 1 or word.right > reach[word]]


def clashes(found):
    """The pairs of words that run into each other."""
    by_page = [list(words) for _, words in itertools.groupby(found, key=lambda word: word.page)]
    return [(one, other) for words in by_page for one, other in itertools.combinations(words, 2) if one.over(other)]


def test_a_clash_and_a_word_outside_would_be_seen():
    squeezed = '<div style="width: 9mm; white-space: nowrap; float: left">Контекстная</div><div>реклама</div>'
    far = '<p style="margin-left: 175mm; white-space: nowrap">наружная</p>'
    found = gallery.words(pdf.render_pdf(f"<html><body>{squeezed}{far}</body></html>"))

    assert [(one.text, other.text) for one, other in clashes(found)] == [("Контекстная", "реклама")]
    assert [word.text for word in outside(found)] == ["наружная"]


def compare(case, drawn, folder):
    """A difference is shown by a picture: the page as it is now. gallery.py tells how to keep it."""
    kept = sorted(gallery.PICTURES.glob(f"{case}-*.png"))
    advice = "look at the pages and run: python -m tests.report.gallery"
    assert len(drawn) == len(kept), f"{case}: {len(drawn)} pages and not {len(kept)}: {advice}"
    for page, path in zip(drawn, kept, strict=True):
        before = Image.open(path).convert("L")
        apart = 255 if page.size != before.size else difference(page, before).getextrema()[1]
        page.save(folder / path.name)
        assert apart <= TOLERANCE, f"{path.name} differs by {apart}, see {folder / path.name}: {advice}"


def difference(page, before):
    """The difference of two pages by squares."""
    size = page.width // SQUARE, page.height // SQUARE
    return ImageChops.difference(*(each.resize(size, Image.Resampling.BOX) for each in (page, before)))


def test_a_missing_word_would_be_seen():
    page = gallery.pages(gallery.document("young-ru"))[0]
    without = page.copy()
    word = next(each for each in gallery.words(gallery.document("young-ru")) if each.text == "Заказы")
    scale = gallery.DPI / 72
    without.paste(255, tuple(round(side * scale) for side in (word.left, word.top, word.right, word.bottom)))

    assert difference(page, without).getextrema()[1] > TOLERANCE
    assert difference(page, gallery.picture(page).convert("L")).getextrema()[1] < TOLERANCE / 2


def test_the_pictures_stay_small():
    assert sum(path.stat().st_size for path in gallery.PICTURES.glob("*.png")) < 1_500_000
    assert {path.stem.rpartition("-")[0] for path in gallery.PICTURES.glob("*.png")} == set(gallery.CASES)


@pytest.mark.parametrize("hue", range(0, 360, 15))
@pytest.mark.parametrize("light", [0.2, 0.5, 0.8])
def test_any_colour_prints_in_grey(hue, light):
    """The report month, the months before it, last year and the paper are told apart without colour."""
    asked = "#" + "".join(f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue / 360, light, 0.9))
    made = palette(readable(asked))

    assert contrast(made.page) >= 4.5
    shades = [made.actual, made.past, "#c9d1dc", "#ffffff"]
    for dark, pale in itertools.pairwise(shades):
        assert contrast(dark) > 1.25 * contrast(pale), (asked, dark, pale)
    assert contrast(made.actual, made.area) > 3.5
