"""The PDF: safe, the same for the same data, whole or not there at all."""

import builtins
import csv
import errno
import io
import itertools
import logging
import os
import re
import subprocess
import sys
from dataclasses import replace

import openpyxl
import pytest
from pypdf import PdfReader

from kpi_core.engine import build
from kpi_core.errors import OutputError, UsageError
from kpi_core.load import load
from kpi_core.report import build_report, pdf, render_html, write_report
from kpi_core.shipped import shipped
from tests.report.stand_in import OCTOBER, shop, tiny


@pytest.fixture(scope="module")
def page():
    return render_html(build_report(shop(), None, "ru"))


@pytest.fixture(scope="module")
def report():
    return replace(build_report(shop(), None, "ru", attach=True), standard="pdf/a-3a")


@pytest.fixture(scope="module")
def document(report):
    return pdf.make_pdf(report)


def fonts(content):
    names = set()
    for page in PdfReader(io.BytesIO(content)).pages:
        names |= {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    return {name.partition("+")[2] for name in names}


def test_only_inter_is_embedded(document):
    """A glyph that Inter lacks would fall back to another font without a word."""
    assert fonts(document) <= {"Inter", "Inter-Bold", "Inter-Semi-Bold"}


@pytest.mark.slow
def test_only_inter_is_embedded_in_english():
    content = pdf.render_pdf(render_html(build_report(shop(currency="EUR"), None, "en")))

    assert fonts(content) <= {"Inter", "Inter-Bold", "Inter-Semi-Bold"}


def test_metadata_and_language(document):
    reader = PdfReader(io.BytesIO(document))

    assert reader.metadata.title == "Северный дом: Ежемесячный отчёт KPI, октябрь\u00a02026"
    assert reader.metadata.author == "Северный дом"
    assert str(reader.trailer["/Root"]["/Lang"]) == "ru"
    assert reader.metadata.creation_date.date().isoformat() == "2026-11-03"


def test_every_page_has_its_number(document):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]

    assert all(f"{number} / {len(pages)}" in text for number, text in enumerate(pages, 1))
    assert 2 <= len(pages) <= 6


def test_rendering_logs_nothing(page, caplog):
    """An unknown property, a missing font or a refused address would be a warning."""
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pdf.render_pdf(page)

    assert caplog.messages == []


@pytest.mark.slow
def test_the_same_data_gives_the_same_bytes(document, tmp_path):
    """In two processes with other seeds of hashes, another clock for builds and another time zone; and in this one."""
    code = (
        "import sys; from pathlib import Path; from kpi_core.report import pdf, write_report;"
        "from tests.report.stand_in import shop;"
        "[write_report(shop(), None, 'ru', Path(sys.argv[1]) / f'{at}.pdf', standard=standard)"
        " for at, standard in enumerate(pdf.STANDARDS)]"
    )
    written = []
    for seed, epoch, zone in (("77", "1", "UTC"), ("78", "1700000000", "Asia/Vladivostok")):
        folder = tmp_path / seed
        folder.mkdir()
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": epoch, "TZ": zone}
        subprocess.run([sys.executable, "-c", code, str(folder)], check=True, env=surroundings)
        written.append([path.read_bytes() for path in sorted(folder.iterdir())])

    assert written[0] == written[1]
    assert len({len(content) for content in written[0]}) == len(pdf.STANDARDS)
    assert document == written[0][0]


def test_a_second_report_of_a_process_is_as_the_first(tmp_path):
    """Fonts and style sheet are kept between reports; nothing of one gets into the next."""
    first, other = (build_report(shop(company=name), None, "ru", attach=True) for name in ("А", "Б"))
    with pdf.at_rest():
        before, between, after = (pdf.make_pdf(each) for each in (first, other, first))

    assert before == after != between


def test_our_page_is_xml_and_reads_the_same_either_way(page):
    """Read as XML, which is quick, or as HTML, as a browser does: the same words on the same pages."""
    quick, plain = (pdf._render(page, xml=xml) for xml in (True, False))

    words = [[each.extract_text() for each in PdfReader(io.BytesIO(content)).pages] for content in (quick, plain)]
    assert words[0] == words[1]


def test_the_file_is_written_whole(tmp_path):
    target = tmp_path / "отчёт 2026-10.pdf"

    assert write_report(tiny({"2026-10": {"Сайт": 8.0}}), None, "en", target) == target
    assert len(PdfReader(target).pages) == 1
    assert list(tmp_path.iterdir()) == [target]


class Broken(io.BytesIO):
    """A file on a full disk: the first bytes go in."""

    def write(self, content):
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("error", "code"),
    [(errno.ENOSPC, "output_full"), (errno.EACCES, "output_denied"), (errno.EIO, "output_failed")],
)
def test_nothing_half_written_is_left(tmp_path, monkeypatch, error, code):
    target = tmp_path / "report.pdf"
    target.write_bytes(b"last month")

    def refuse(descriptor):
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError) as caught:
        pdf.publish(b"%PDF-1.7 ...", target)

    assert caught.value.code == code
    assert target.read_bytes() == b"last month"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_is_told_with_the_remedy(tmp_path, monkeypatch):
    monkeypatch.setattr(builtins, "open", lambda *args, **kwargs: Broken())

    with pytest.raises(OutputError) as caught:
        pdf.publish(b"%PDF", tmp_path / "report.pdf")
    assert "Освободите место" in caught.value.message("ru")
    assert "Free some space" in caught.value.message("en")


@pytest.mark.parametrize(("name", "code"), [("missing/report.pdf", "output_no_folder"), (".", "output_is_folder")])
def test_a_wrong_place_is_refused_before_the_work(tmp_path, name, code):
    with pytest.raises(OutputError) as caught:
        write_report(None, None, "ru", tmp_path / name)

    assert caught.value.code == code


def test_computing_imports_neither_weasyprint_nor_jinja_nor_babel():
    code = "import sys, kpi_core.report; assert not {'weasyprint', 'jinja2', 'babel', 'pandas'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language"), [("shop-ru", "ru"), ("shop-en", "en"), ("leads-ru", "ru")])
def test_a_sample_has_every_chart_in_our_font_and_without_a_warning(name, language, caplog):
    """Bridges, small multiples, heat map and quadrant draw text of their own."""
    cube = build(load(shipped("sample_workbooks") / f"{name}.xlsx"))
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        content = pdf.render_pdf(render_html(build_report(cube, None, language)))

    assert caplog.messages == []
    assert fonts(content) <= {"Inter", "Inter-Bold", "Inter-Semi-Bold"}


# What the standards ask for; `.ci/pdf.py` has other people's checkers look at the whole of it.


def structure(content):
    """Every element of the structure tree as (kind, element)."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, int) or node is None:
            return
        if "/S" in node:
            found.append((str(node["/S"]), node))
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if not isinstance(kid, int):
                walk(kid)

    walk(PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"])
    return found


def test_it_says_what_it_conforms_to(report, document):
    def metadata(content):
        return PdfReader(io.BytesIO(content)).trailer["/Root"]["/Metadata"].get_object().get_data().decode()

    assert 'part="3"' in metadata(document)
    assert 'conformance="A"' in metadata(document)
    assert "2026-11-03T00:00:00Z" in metadata(document)
    assert 'part="1"' in metadata(pdf.make_pdf(replace(report, standard="pdf/ua-1")))
    plain = PdfReader(io.BytesIO(pdf.make_pdf(replace(report, standard="none"))))
    assert "/StructTreeRoot" not in plain.trailer["/Root"]


def test_an_unknown_kind_is_refused_before_the_work(tmp_path):
    with pytest.raises(UsageError) as caught:
        write_report(None, None, "ru", tmp_path / "x.pdf", standard="pdf/a-4")

    assert "pdf/a-3a, pdf/ua-1, none" in caught.value.message("ru")


def test_bookmarks_are_the_messages(report, document):
    outline = PdfReader(io.BytesIO(document)).outline

    assert outline[0].title == report.headline
    titles = [each.title for each in outline[1] if not isinstance(each, list)]
    assert titles[0] == report.plan.title
    assert titles[-1] == report.words["passport_title"]
    assert report.channels.title in titles


def test_every_chart_is_told_in_a_sentence(document):
    figures = [element for kind, element in structure(document) if kind == "/Figure"]

    assert len(figures) > 15
    for figure in figures:
        told = str(figure["/Alt"])
        assert len(told.split()) > 2, told
        assert told.endswith("."), told


def test_headings_skip_no_level(document):
    levels = [int(kind[2]) for kind, _ in structure(document) if kind in ("/H1", "/H2", "/H3", "/H4")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_cell_of_a_table_knows_its_headers(document):
    cells = [element for kind, element in structure(document) if kind == "/TD"]

    assert len(cells) > 100
    assert all(len(cell["/A"]["/Headers"]) >= 2 for cell in cells)


def test_every_header_cell_tells_its_direction(document):
    scopes = [str(element["/A"]["/Scope"]) for kind, element in structure(document) if kind == "/TH"]

    assert {"/Row", "/Column"} == set(scopes)
    assert scopes.count("/Row") > 20


def test_running_headers_are_not_read_aloud(document):
    """The text of a page's margins is no content: nothing of the tree points to it, and it is marked as pagination."""
    reader = PdfReader(io.BytesIO(document))
    for page in reader.pages:
        commands = page.get_contents().get_data()
        # The mark and the firm, the period, the footer, the number of the page.
        assert len(re.findall(rb"/Artifact\s+<</Type /Pagination>>\s+BDC", commands)) == 5
    marked = [kid for _, element in structure(document) for kid in kids(element) if isinstance(kid, int)]
    contents = sum(page.get_contents().get_data().count(b"/MCID") for page in reader.pages)
    assert len(marked) == contents


def kids(element):
    found = element.get("/K", [])
    return found if isinstance(found, list) else [found]


def test_the_figures_are_inside_as_the_source(document):
    """The value of the card, in full precision, as a program finds it; and the workbook holds the same."""
    reader = PdfReader(io.BytesIO(document))
    (table,), (book,) = reader.attachments["kpi-2026-10.csv"], reader.attachments["kpi-2026-10.xlsx"]
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    revenue = {
        row["channel"]: float(row["value"]) for row in rows if (row["kpi"], row["period"]) == ("revenue", "2026-10")
    }

    assert revenue.pop("") == pytest.approx(shop().kpi("revenue", OCTOBER).value)
    assert sum(revenue.values()) == pytest.approx(shop().kpi("revenue", OCTOBER).value)
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    # A workbook keeps sixteen digits, one less than a float has.
    for (_, _, _, value, *_), row in zip(sheet.iter_rows(min_row=2, values_only=True), rows, strict=True):
        assert value == (pytest.approx(float(row["value"]), rel=1e-15) if row["value"] else None)
    names = reader.trailer["/Root"]["/Names"]["/EmbeddedFiles"]["/Names"]
    assert {str(each.get_object()["/AFRelationship"]) for each in names[1::2]} == {"/Source"}
    assert "kpi-2026-10.csv" in "".join(page.extract_text() for page in reader.pages)


def test_a_report_without_charts_of_channels_has_its_figures_too():
    made = build_report(tiny({"2026-10": {"Сайт": 8.0}}), None, "en", attach=True)

    assert b"revenue,2026-10,,8.0,money,,\r\n" in made.attachments[0].content
