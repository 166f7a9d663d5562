"""What is left out of WeasyPrint's work is not missed: with the shortcuts and without, a page is the same."""

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from kpi_core.report import pdf, remembered, render_html, shortcuts
from kpi_core.report.drawing import Chart
from tests.report import gallery
from tests.report.test_gallery import difference

KERNING = 60
_DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)


def charts(case):
    return [ElementTree.fromstring(each) for each in _DRAWING.findall(render_html(gallery.report(case)))]


def drawn(svg):
    """A drawing as WeasyPrint would have it, and as it is."""
    return pdf.render_pdf(f'<html><body style="font-family: Inter">{svg}</body></html>')


@pytest.fixture
def by_weasyprint(monkeypatch):
    """Charts are drawn by WeasyPrint."""
    return lambda: monkeypatch.setattr(Chart, "takes", lambda root: False)


@pytest.mark.parametrize("case", gallery.CASES)
def test_what_is_remembered_changes_no_byte(case, monkeypatch):
    monkeypatch.setattr(remembered, "_KNOWN", "another version")

    assert pdf.make_pdf(replace(gallery.report(case), standard="pdf/a-3a")) == gallery.document(case)


ODD = """<html lang="ru"><style>
@page { size: A5; margin: 2cm; @bottom-right { content: counter(page) " / " counter(pages) } }
body { font: 10pt/1.5 Inter } .just { text-align: justify; hyphens: auto } .pre { white-space: pre-wrap }
.note { float: footnote } .flex { display: flex; gap: 1em } .flex div { flex: 1; border: 1px dotted red }
.grid { display: grid; grid-template-columns: 1fr 2fr } .columns { column-count: 2; column-rule: 1px solid }
.round { border: 2px solid; border-radius: 5px; box-sizing: border-box; width: 50%; padding: 1em; background: #eef }
.ends { text-overflow: ellipsis; overflow: hidden; white-space: nowrap; width: 4cm }
.start { margin-inline-start: 2cm; padding-block: 3mm } h3 { letter-spacing: 2px; word-spacing: 5px }
h3::first-letter { font-size: 200% } p::first-line { font-weight: 700 } .rel { position: relative; left: 5mm }
.out { position: absolute; right: 0 } .small { font-variant: small-caps; font-feature-settings: "tnum" }
td { border: 1px solid #888 } .apart { border-collapse: separate; border-spacing: 3px }
.shade { box-shadow: 2px 2px red }
</style><body><h3>Заголовок страницы</h3><p class="just">Эта длинная строка выравнивается по обоим краям и переносится
там, где <u>подчёркнутое</u> слово не помещается<span class="note">сноска под чертой</span>, и ещё раз, и ещё раз.</p>
<ul><li>первый<ol><li>вложенный</li></ol></li><li>второй</li></ul><p class="pre">строка

  с отступом	и табуляцией</p>
<div class="flex"><div>один</div><div>два <s>три</s></div></div><div class="grid"><b>а</b><i>б</i></div>
<div class="columns">Две колонки текста, довольно длинного для того, чтобы он занял их обе.</div>
<div class="round shade">в рамке</div><div class="ends">слишком длинный для своей ширины текст</div>
<div class="start">отступ</div><p class="rel">сдвинут<span class="out">в стороне</span></p><p dir="rtl">שלום 12</p>
<table class="apart"><tr><td rowspan="2">а</td><td colspan="2" class="round">б</td></tr><tr><td>в</td></tr></table>
<table style="border-collapse: collapse"><tr><td>1</td><td style="border: 3px double red">2</td></tr></table>
<p class="small">капитель 123</p><p lang="">без языка</p><blockquote>цитата</blockquote><pre>a
  b</pre></body></html>"""


def test_what_is_remembered_would_change_no_page_of_anybody():
    """It is not done for them all the same: who knows what they hold."""
    plain = pdf.render_pdf(ODD)
    with remembered.remembering():
        assert pdf.render_pdf(ODD) == plain
    assert len(PdfReader(io.BytesIO(plain)).pages) > 1


def test_another_version_is_left_alone(monkeypatch):
    places = [(owner, name, getattr(owner, name)) for owner, name, _ in remembered._REMEMBERED]
    with remembered.remembering():
        assert all(getattr(owner, name) is not theirs for owner, name, theirs in places)
    assert all(getattr(owner, name) is theirs for owner, name, theirs in places)

    monkeypatch.setattr(remembered.weasyprint, "__version__", "71.0")
    with remembered.remembering():
        assert all(getattr(owner, name) is theirs for owner, name, theirs in places)


@pytest.mark.parametrize("case", ["plain-ru", "letter-en"])
def test_styles_of_notes_and_of_parts_of_drawings_are_not_missed(case):
    html = render_html(gallery.report(case))
    with pdf.at_rest():
        assert pdf._render(html, xml=True) == pdf._render(html, xml=False)


@pytest.mark.parametrize("case", gallery.CASES)
def test_every_chart_of_ours_is_drawn_by_us(case):
    found = charts(case)

    assert len(found) > 5
    assert all(map(Chart.takes, found))


@pytest.mark.parametrize("case", gallery.CASES)
def test_charts_look_as_weasyprint_has_them(case, by_weasyprint):
    """But that it sets words letter by letter, and so without kerning."""
    ours = gallery.document(case)
    by_weasyprint()
    theirs = pdf.make_pdf(replace(gallery.report(case), standard="pdf/a-3a"))

    for page, before in zip(gallery.pages(ours), gallery.pages(theirs), strict=True):
        assert difference(page, before).getextrema()[1] < KERNING
    assert letters(ours) == letters(theirs)


def letters(content):
    """Everything that is to be read, page by page."""
    found = gallery.words(content)
    return [
        sorted("".join(word.text for word in found if word.page == page))
        for page in range(1, max(word.page for word in found) + 1)
    ]


SHAPES = [
    '<path d="M5 5h20v10h-20zM40 5L60 25" fill="#1f7d54" stroke="#16213a" stroke-width="2"/>',
    '<path d="M30 5l5 5l-5 5l-5 -5z" fill="#bf3f36"/>',
    '<path d="M5 5L95 5" stroke="#8b95a5" stroke-width="3" stroke-dasharray="6 4"/>'
    '<path d="M5 15L95 15" stroke="#ff0000"/>',
    '<rect x="10" y="5" width="30" height="20" fill="#ffffff" stroke="#59616f" stroke-width="1.2"/>'
    '<rect width="9" height="9"/>',
    '<circle cx="50" cy="15" r="10" fill="none" stroke="#23456e" stroke-width="4"/><circle cx="20" cy="15" r="8"/>',
    '<polygon points="5,5 25,5 15,25" fill="#dff1e7"/><polyline points="30,25 50,5 70,25" fill="none" stroke="#23456e"'
    ' stroke-width="5" stroke-linejoin="round" stroke-linecap="round"/>',
    '<polyline points="30 25 50 5 70 25" fill="none" stroke="#000000" stroke-width="5" stroke-linejoin="bevel"'
    ' stroke-linecap="square"/><rect x="80" y="5" width="9" height="9" fill="none" stroke="#000000" stroke-width="3"/>',
    '<rect x="5" y="5" width="30" height="20" fill="none"/>',
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_drawn_as_weasyprint_draws_it(shape, by_weasyprint):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 30">{shape}</svg>'
    assert Chart.takes(ElementTree.fromstring(svg))
    ours = gallery.pages(drawn(svg))[0]
    by_weasyprint()
    theirs = gallery.pages(drawn(svg))[0]

    # A circle of WeasyPrint bulges by a hundredth.
    assert difference(ours, theirs).getextrema()[1] < 15
    assert ("none" in shape and "stroke" not in shape) or ours.getextrema()[0] < 250


@pytest.mark.parametrize(
    "inside",
    [
        '<g fill="red"><rect width="9" height="9"/></g>',
        '<rect width="9" height="9" rx="2"/>',
        '<rect width="9" height="9" opacity="0.5"/>',
        '<rect width="9" height="9" style="fill: red"/>',
        '<path d="M5 5C 10 10 20 20 30 5z"/>',
        '<path d="M5 5A 10 10 0 0 1 30 5z"/>',
        '<text x="5" y="9">a<tspan>b</tspan></text>',
        '<text x="50" y="9" text-anchor="middle">middle</text>',
        '<text x="5 9 13" y="9">abc</text>',
        '<text x="5" y="9" font-family="Inter, sans-serif">abc</text>',
        '<rect width="9" height="50%"/>',
        '<rect width="9" height="9" fill="red"/>',
        '<circle cx="5" cy="5" fill="#ff0000"/>',
        '<rect width="0" height="9" stroke="#ff0000"/>',
        '<path d="L5 5"/>',
        '<path d="M5 5 20 20"/>',
        '<rect width="9" height="9" fill="url(#paint)"/>',
        '<rect width="9" height="9" fill="currentColor"/>',
    ],
)  # fmt: skip
def test_what_has_another_word_is_left_to_weasyprint(inside, by_weasyprint):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 30">{inside}</svg>'
    assert not Chart.takes(ElementTree.fromstring(svg))
    ours = drawn(svg)
    by_weasyprint()

    assert ours == drawn(svg)


@pytest.mark.parametrize(
    "head", ['viewBox="5 5 90 20"', 'viewBox="0 0 100 0"', 'width="50" height="20"', 'viewBox="0 0 9 9" fill="red"']
)
def test_another_frame_is_left_to_weasyprint(head):
    assert not Chart.takes(ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg" {head}/>'))


def test_objects_are_written_once_and_say_the_same(monkeypatch):
    ours = PdfReader(io.BytesIO(gallery.document("plain-ru")))
    monkeypatch.setattr(shortcuts, "write_once", lambda document: None)
    content = pdf.make_pdf(replace(gallery.report("plain-ru"), standard="pdf/a-3a"))
    theirs = PdfReader(io.BytesIO(content))

    assert [page.get_contents().get_data() for page in ours.pages] == [
        page.get_contents().get_data() for page in theirs.pages
    ]
    assert len(gallery.document("plain-ru")) < 1.02 * len(content)
    assert (
        ours.trailer["/Root"]["/StructTreeRoot"].get_object().keys()
        == theirs.trailer["/Root"]["/StructTreeRoot"].get_object().keys()
    )
