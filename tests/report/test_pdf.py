"""The PDF: safe, the same for the same data, whole or not there at all."""

import builtins
import errno
import io
import logging
import os
import subprocess
import sys

import pytest
from pypdf import PdfReader

from kpi_core.engine import build
from kpi_core.errors import OutputError
from kpi_core.load import load
from kpi_core.report import build_report, pdf, render_html, write_report
from kpi_core.report.html import template_folder
from kpi_core.shipped import shipped
from tests.report.stand_in import shop, tiny


@pytest.fixture(scope="module")
def page():
    return render_html(build_report(shop(), None, "ru"))


@pytest.fixture(scope="module")
def document(page):
    return pdf.render_pdf(page)


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
    """In another process as well: the seed of hashes differs there."""
    code = (
        "import sys; from pathlib import Path; from kpi_core.report import write_report;"
        "from tests.report.stand_in import shop; write_report(shop(), None, 'ru', Path(sys.argv[1]))"
    )
    target = tmp_path / "report.pdf"
    subprocess.run([sys.executable, "-c", code, str(target)], check=True, env={**os.environ, "PYTHONHASHSEED": "77"})

    assert target.read_bytes() == document


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file://server/share/x.png",
        "http://127.0.0.1:9/x.png",
        "https://example.invalid/x.css",
        "ftp://example.invalid/x",
        "file:///proc/self/environ",
    ],
)
def test_the_fetcher_refuses_what_is_not_ours(address):
    with pytest.raises(ValueError, match="outside the templates"):
        pdf.make_fetcher(template_folder()).fetch(address)


@pytest.mark.parametrize(
    "way_out", ["../../pyproject.toml", "%2e%2e/%2e%2e/pyproject.toml", "fonts/../../make_fonts.py"]
)
def test_the_fetcher_refuses_the_way_out_of_its_folder(way_out):
    with pytest.raises(ValueError, match="outside the templates"):
        pdf.make_fetcher(template_folder()).fetch(f"{template_folder().as_uri()}/{way_out}")


def test_the_fetcher_gives_templates_and_data():
    fetcher = pdf.make_fetcher(template_folder())

    assert b"@page" in fetcher.fetch(f"{template_folder().as_uri()}/page.css").read()
    assert fetcher.fetch("data:text/plain,hello").read() == b"hello"


@pytest.mark.parametrize(
    "smuggled",
    [
        '<img src="file:///etc/hostname">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<style>@import "file:///etc/passwd";</style>',
        '<link rel="attachment" href="file:///etc/passwd">',
    ],
)
def test_a_smuggled_address_stops_the_rendering(smuggled):
    """Were the escaping ever to fail, no file and no server is read all the same."""
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError):
        pdf.render_pdf(f"<html><body>{smuggled}</body></html>")


def test_a_smuggled_image_in_a_drawing_is_not_read(caplog):
    """WeasyPrint catches what happens inside a drawing: it is left out and logged."""
    pdf.render_pdf('<svg width="9" height="9"><image href="file:///etc/hostname" width="9" height="9"/></svg>')

    assert "Failed to render SVG image" in caplog.text


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
