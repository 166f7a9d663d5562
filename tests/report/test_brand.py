"""A firm's own look: where it is asked for, what is made of it, and how it is told when it could not be as asked."""

import dataclasses
import io

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from kpi_core import brand
from kpi_core.config import load_config
from kpi_core.errors import OutputError, UsageError
from kpi_core.load import load
from kpi_core.report import build_report, metrics, pdf, render_html
from kpi_core.report.brand import build_brand, palette
from kpi_core.report.html import names, template_folder
from kpi_core.snapshot import Settings
from tests.report.stand_in import shop, tiny
from tests.report.test_security import SVG, settings, with_templates

GREEN = SVG.format('<rect width="9" height="9" fill="#1f6f5c"/>')


@pytest.fixture
def logo(tmp_path):
    path = tmp_path / "img" / "logo.svg"
    path.parent.mkdir()
    path.write_text(GREEN, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("keys", "values"),
    [
        (("Логотип", "Цвет", "Формат страницы"), ("img/logo.svg", "1f6f5c", "Letter")),
        (("Logo", "Brand colour", "Paper"), ("img\\logo.svg", "#1F6F5C", "US Letter")),
    ],
)
def test_a_workbook_says_it_in_its_settings(keys, values, tmp_path, logo):
    found, findings = settings(tmp_path, *zip(keys, values, strict=True))

    assert (found.logo, found.color, found.page_size) == (str(logo), "#1f6f5c", "Letter")
    assert not [code for code in findings if code.startswith("brand")]


def write(folder, text):
    (folder / "orders.csv").write_text("date,order_id,revenue\n2026-10-01,1,5\n2026-10-31,2,6\n", encoding="utf-8")
    path = folder / "kpi.toml"
    path.write_text(text + '\n[[source]]\ntable = "orders"\npath = "orders.csv"\n', encoding="utf-8")
    return path


def test_clients_share_the_agencys_look(tmp_path, logo):
    """A path begins at the file that names it: the agency's logo stands beside the agency's file."""
    (tmp_path / "mine").mkdir()
    agency = 'logo = "img/logo.svg"\ncolor = "#1f6f5c"\npage_size = "letter"\ntemplates = "mine"\n'
    (tmp_path / "agency.toml").write_text(agency, encoding="utf-8")
    client = tmp_path / "clients" / "one"
    client.mkdir(parents=True)
    config = load_config(write(client, 'extends = "../../agency.toml"\ncolor = "#202020"\n'))

    found = config.settings
    assert (found.logo, found.page_size) == (str(logo), "Letter")
    assert found.color == "#202020"
    assert found.templates == str(tmp_path / "mine")
    assert load(client / "kpi.toml").settings.logo == str(logo)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('logo = "../logo.png"', "Put the file beside"),
        ('logo = "logo.gif"', "png, jpeg"),
        ('color = "red"', "six hexadecimal digits"),
        ('page_size = "A3"', "A4 or Letter"),
        ('templates = "nowhere"', "no template folder nowhere"),
        ('templates = "/tmp"', "leads out of the folder"),
        ('colour = "#fff"', "color"),
    ],
)
def test_a_wrong_key_of_kpi_toml_is_told_with_its_remedy(line, told, tmp_path):
    with pytest.raises(UsageError) as caught:
        load_config(write(tmp_path, line))

    assert told in caught.value.params.get("why", caught.value).message("en")
    assert line.split(" ")[0] in caught.value.message("ru")


def test_a_workbook_names_no_templates(tmp_path):
    """It may come from anybody, by mail; a folder of templates is code of a kind."""
    found, findings = settings(tmp_path, ("templates", "mine"))

    assert found.templates == ""
    assert "setting_unknown" in " ".join(findings)


def test_a_colour_that_cannot_be_read_is_made_darker_and_told(tmp_path):
    settled, remarks = brand.settle(Settings(color="#ffcc00"), tmp_path)

    assert brand.contrast(settled.color) >= 4.5 > brand.contrast("#ffcc00")
    assert [each.code for each in remarks] == ["brand_contrast"]
    assert settled.color in remarks[0].message("en")
    found, codes = settings(tmp_path, ("Цвет", "#ffcc00"))
    assert found.color == settled.color
    assert "brand_contrast" in codes
    made = build_report(tiny({"2026-10": {"Сайт": 8.0}}, settings=found, findings=tuple(remarks)), None, "ru")
    assert settled.color in render_html(made)
    assert "#ffcc00" in made.passport.findings.rows[0].cells[1].text


# Contrasts that WCAG and its tools publish.
@pytest.mark.parametrize(
    ("code", "ratio"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0)]
)
def test_contrast_is_that_of_wcag(code, ratio):
    assert brand.contrast(code) == pytest.approx(ratio, abs=0.005)


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_becomes_readable_and_keeps_its_hue(number):
    asked = f"#{number:06x}"
    made = brand.readable(asked)

    assert brand.contrast(made) >= brand.LEAST_CONTRAST
    red, green, blue = brand.channels(asked)
    assert (made == asked) == (brand.contrast(asked) >= 4.5)
    order = sorted(range(3), key=(red, green, blue).__getitem__)
    darker = brand.channels(made)
    assert darker[order[0]] <= darker[order[1]] + 1 / 255 <= darker[order[2]] + 2 / 255


@pytest.mark.parametrize("signal", ["#c00000", "#b3312a", "#1f7d54", "#008040"])
def test_a_firm_in_red_or_green_has_charts_in_slate(signal):
    """Its bars would read as bad and good; the page keeps the colour."""
    assert palette(signal).page == signal
    assert palette(signal).actual == palette("#cc0000").actual != signal


def test_a_logo_that_vanishes_meanwhile_is_left_out(tmp_path):
    assert build_brand(Settings(logo=str(tmp_path / "gone.png"))).logo == ""


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_paper_is_as_asked(paper, size):
    made = build_report(tiny({"2026-10": {"Сайт": 8.0}}, settings=Settings(page_size=paper)), None, "ru")
    box = PdfReader(io.BytesIO(pdf.make_pdf(made))).pages[0].mediabox

    assert (round(box.width), round(box.height)) == size


def test_one_block_is_replaced_and_the_others_stay(tmp_path):
    folder = tmp_path / "mine"
    (folder / "blocks").mkdir(parents=True)
    (folder / "blocks" / "cards.html.j2").write_text("<p>{{ report.cards.rows | length }} rows, ours</p>", "utf-8")
    made = build_report(shop(), None, "en")
    made = dataclasses.replace(made, brand=dataclasses.replace(made.brand, templates=str(folder)))
    page = render_html(made)

    assert "<p>2 rows, ours</p>" in page
    assert 'class="cardrow"' not in page
    assert made.plan.title.split(";")[0] in page
    assert b"%PDF" in pdf.make_pdf(made)
    # Edited and made again in the same process, as one does while one tries.
    (folder / "blocks" / "cards.html.j2").write_text("<p>other</p>", "utf-8")
    assert "<p>other</p>" in render_html(made)
    (folder / "blocks" / "plan.html.j2").write_text("<p>a plan of ours</p>", "utf-8")
    assert "<p>a plan of ours</p>" in render_html(made)


def test_a_folder_that_replaces_nothing_is_told(tmp_path):
    (tmp_path / "card.html.j2").write_text("x", "utf-8")

    with pytest.raises(OutputError) as caught:
        render_html(with_templates(tmp_path))
    assert "blocks/cards.html.j2" in caught.value.message("en")


def test_every_block_may_be_replaced():
    assert {"page.css", "report.html.j2", "charts.svg.j2", "blocks/message.html.j2"} <= set(names())


# Letters


@pytest.mark.parametrize(("weight", "name"), [(400, "Regular"), (600, "SemiBold"), (700, "Bold")])
def test_widths_are_those_of_the_fonts(weight, name):
    """`templates/make_fonts.py` writes them; here the fonts themselves say it."""
    font = TTFont(template_folder() / "fonts" / f"Inter-{name}.ttf")
    unit, letters = font["head"].unitsPerEm, font.getBestCmap()

    for text in ("Яндекс Директ", "utm_source=google&utm_medium=cpc", "48,7 млн ₽ ▲ +6,9 %", "ЩШЖ…"):
        exact = sum(font["hmtx"][letters[ord(letter)]][0] for letter in text) * 9 / unit
        assert metrics.width(text, 9, weight) == pytest.approx(exact, rel=0.002)


def test_text_is_as_wide_as_poppler_finds_it():
    """The sum of the letters, kerning left out, is what a reader sees to a fiftieth."""
    from tests.report.gallery import words

    text = "Партнёрская_сеть"
    (word,) = [
        each for each in words(pdf.render_pdf(f'<html><body><p style="font-size: 12pt">{text}</p></body></html>'))
        if each.text == text
    ]  # fmt: skip
    assert word.right - word.left == pytest.approx(metrics.width(text, 12), rel=0.02)


names_of_channels = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=60)


@given(names_of_channels, st.floats(20, 300))
def test_a_fitted_name_fits(text, room):
    cut = metrics.fitted(text, room, 9)

    assert metrics.width(cut, 9) <= room or len(cut) <= 3
    assert cut == text or "…" in cut


@given(names_of_channels, st.floats(40, 300))
def test_a_wrapped_name_loses_no_word_that_had_room(text, room):
    lines = metrics.wrapped(text, room, 9)

    assert len(lines) <= 2
    if "…" not in "".join(lines):
        assert " ".join(lines).split() == text.split()
    if metrics.width(" ".join(text.split()), 9) <= room:
        assert " ".join(lines).split() == text.split()
