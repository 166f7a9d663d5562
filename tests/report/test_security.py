"""Attacks on the report. Each test carries one out, through the door that it would come by, and sees it fail.

The doors: what is written in cells, the settings, a logo, a folder of templates, and a page whose escaping has failed.
A server on this machine listens to whether anybody calls, and a file holds a secret that must not get into a PDF.
"""

import base64
import dataclasses
import http.server
import io
import re
import struct
import threading
import zlib

import pytest
from pypdf import PdfReader

from kpi_core import brand
from kpi_core.errors import OutputError, UsageError
from kpi_core.load import load
from kpi_core.report import build_report, pdf, render_html
from kpi_core.report.fetcher import make_fetcher
from kpi_core.report.html import template_folder
from kpi_core.snapshot import Comment, Settings
from tests.report.stand_in import OCTOBER, shop, tiny

SECRET = "the-secret-7261"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.fixture
def secret(tmp_path):
    """A file outside every folder that the report may read."""
    path = tmp_path / "secret.txt"
    path.write_text(SECRET, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server():
    """The address of a server, and the requests it got."""
    asked = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *args):
            pass

    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}", asked
    serving.shutdown()
    serving.server_close()


PAGES = {
    "01 a linked attachment": '<link rel="attachment" href="{file}"/>',
    "02 an anchor's attachment": '<a rel="attachment" href="{file}">x</a>',
    "03 a picture": '<img src="{web}/a.png" alt=""/>',
    "04 a style sheet": '<link rel="stylesheet" href="{web}/a.css"/>',
    "05 an import in a style": '<style>@import "{web}/a.css";</style>',
    "06 an import of a file": '<style>@import "{file}";</style>',
    "07 a font": '<style>@font-face {{ font-family: Evil; src: url("{web}/a") }} p {{ font-family: Evil }}</style>',
    "08 a background": '<p style="background: url({web}/a.png)">x</p>',
    "09 an object": '<object data="{web}/a.svg">x</object>',
    "10 an embedded file": '<embed src="{web}/a.svg"/>',
    "11 a drawing's picture": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{web}/a.png"'
    ' width="9" height="9"/></svg>',
    "12 a drawing's use of a file": '<svg xmlns="http://www.w3.org/2000/svg" width="9"><use href="{file}#a"/></svg>',
    "13 another base": '<base href="{web}/"/><img src="a.png" alt=""/>',
    "14 a list's mark": '<ul><li style="list-style-image: url({web}/a.png)">x</li></ul>',
    "15 generated content": '<style>p::before {{ content: url("{web}/a.png") }}</style><p>x</p>',
    "16 a picture in the page's margin": '<style>@page {{ @top-left {{ content: url("{web}/a.png") }} }}</style>',
}


@pytest.mark.parametrize("attack", PAGES)
def test_a_page_whose_escaping_failed_reads_nothing(attack, secret, server):
    web, asked = server
    page = f"<html><head></head><body><p>x</p>{PAGES[attack].format(file=secret.as_uri(), web=web)}</body></html>"
    content, told = b"", None
    try:
        content = pdf.render_pdf(page)
    except OutputError as caught:
        told = caught
    assert asked == []
    assert SECRET.encode() not in everything(content)
    assert told is None or told.code == "template_address"


def everything(content):
    """All the bytes of a PDF, its streams unpacked."""
    if not content:
        return b""
    found = [content]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.S):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            found.append(match[1])
    return b"".join(found)


def test_the_secret_would_be_seen(secret):
    """Without our fetcher the attack works: the tests above can fail."""
    from weasyprint import HTML

    content = HTML(string=f'<link rel="attachment" href="{secret.as_uri()}">x').write_pdf()

    assert SECRET.encode() in everything(content)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file://server/share/x.png",
        "FILE:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "https://example.invalid/x.css",
        "ftp://example.invalid/x",
        "jar:file:///x.zip!/x",
        "file:///proc/self/environ",
        "//example.invalid/x.css",
        "",
    ],
)
def test_the_fetcher_refuses_what_is_not_ours(address):
    with pytest.raises(ValueError, match="outside the templates"):
        make_fetcher(template_folder()).fetch(address)


@pytest.mark.parametrize("way_out", ["../../pyproject.toml", "%2e%2e/%2e%2e/pyproject.toml", "fonts/../../x.py"])
def test_the_fetcher_refuses_the_way_out_of_its_folder(way_out):
    with pytest.raises(ValueError, match="outside the templates"):
        make_fetcher(template_folder()).fetch(f"{template_folder().as_uri()}/{way_out}")


def test_the_fetcher_refuses_a_link_out_of_its_folder(tmp_path, secret):
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "logo.png").symlink_to(secret)

    with pytest.raises(ValueError, match="outside the templates"):
        make_fetcher(folder).fetch((folder / "logo.png").as_uri())


def test_the_fetcher_gives_templates_and_data():
    fetcher = make_fetcher(template_folder())

    assert b"@page" in fetcher.fetch(f"{template_folder().as_uri()}/page.css").read()
    assert fetcher.fetch("data:text/plain,hello").read() == b"hello"


# What is written in cells


@pytest.mark.parametrize(
    "evil",
    [
        '<img src="http://127.0.0.1:9/x.png">',
        "{{ 7 * 7 }}{% for each in report.__class__.__mro__ %}{{ each }}{% endfor %}",
        "</title><script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>',
        "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
        "a\x0b\x01b\u202ec",
        "=cmd|' /C calc'!A0",
    ],
    ids=["markup", "template", "script", "javascript", "entity", "control", "formula"],
)
def test_a_cell_is_text_wherever_it_stands(evil):
    """A channel, the company and a comment: in the page, in the PDF's titles and in the files inside it."""
    cube = shop(channels=("Сайт", evil), company=evil, count=3)
    cube.snapshot = dataclasses.replace(cube.snapshot, comments=(Comment(OCTOBER, evil, ""),))
    report = dataclasses.replace(build_report(cube, None, "ru", attach=True), standard="pdf/a-3a")
    page = render_html(report)

    assert page.count("7 * 7") == page.count("{{ 7 * 7 }}")
    for tag in ("<script", '<img src="http', "<a ", "<!ENTITY"):
        assert tag not in page
    content = pdf.make_pdf(report)
    reader = PdfReader(io.BytesIO(content))
    assert not any("/URI" in str(each.get_object()) for one in reader.pages for each in one.get("/Annots", ()))
    assert "/OpenAction" not in reader.trailer["/Root"]
    (table,) = reader.attachments["kpi-2026-10.csv"]
    cells = [cell for line in table.decode("utf-8-sig").splitlines() for cell in line.split(",")]
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    (book,) = reader.attachments["kpi-2026-10.xlsx"]
    assert not [each for each in _cells(book) if each.data_type == "f" or each.hyperlink]


def _cells(book):
    import openpyxl

    return [cell for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet.rows for cell in row]


# The settings


@pytest.mark.parametrize(
    "evil",
    [
        "red; } @import url(http://127.0.0.1:9/x.css); {",
        "#fff; background: url(file:///etc/passwd)",
        "url(http://127.0.0.1:9/x)",
        "expression(alert(1))",
        "#12345",
        "var(--x)",
        "</style><script>",
        "#fff\n}",
    ],
)
def test_a_colour_is_hexadecimal_digits_and_nothing_else(evil, tmp_path):
    with pytest.raises(UsageError) as caught:
        brand.colour(evil)
    assert caught.value.code == "brand_colour"
    settled, findings = settings(tmp_path, ("Цвет", evil))
    assert settled.color == ""
    assert "brand_colour" in findings


@pytest.mark.parametrize(
    "evil",
    [
        "../logo.png",
        "img/../../logo.png",
        "/etc/logo.png",
        "\\\\server\\share\\logo.png",
        "C:\\logo.png",
        "file:///etc/logo.png",
        "http://127.0.0.1:9/logo.png",
        "~/logo.png",
        "..\\logo.png",
        "logo.png\0.svg",
    ],
)
def test_a_logo_lies_below_the_folder_of_the_file_that_names_it(evil, tmp_path):
    with pytest.raises(UsageError) as caught:
        brand.picture(evil)
    assert caught.value.code in ("brand_path", "brand_picture")


def test_a_logo_that_is_a_link_out_of_the_folder_is_left_out(tmp_path):
    folder = tmp_path / "client"
    folder.mkdir()
    (tmp_path / "logo.png").write_bytes(png(9, 9))
    (folder / "logo.png").symlink_to(tmp_path / "logo.png")

    settled, remarks = brand.settle(Settings(logo="logo.png"), folder)

    assert settled.logo == ""
    assert [each.code for each in remarks] == ["brand_path"]


def settings(folder, *rows):
    """The settings and findings of a workbook that holds these rows."""
    import openpyxl

    book = openpyxl.Workbook()
    orders, table = book.active, book.create_sheet("Настройки")
    orders.title = "Продажи"
    for row in (("Дата", "Номер заказа", "Выручка"), ("2026-10-01", "1", 5), ("2026-10-31", "2", 6)):
        orders.append(row)
    for row in (("Ключ", "Значение"), ("Компания", "Дом"), *rows):
        table.append(row)
    book.save(folder / "shop.xlsx")
    snapshot = load(folder / "shop.xlsx")
    return snapshot.settings, [each.code for each in snapshot.findings]


# The logo


def png(width, height, *, broken=False):
    """A white picture, its pixels left out where only the header counts."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body) ^ broken)

    rows = zlib.compress(b"\0" + b"\xff" * width) if height == 1 else zlib.compress((b"\0" + b"\xff" * 9) * 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


BILLION = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>' + SVG.format("<text>&b;</text>")
LAUGHS = '<g id="a0"><rect width="1" height="1"/></g>' + "".join(
    f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9)
)
_TILE = '<pattern id="p{n}" width="1" height="1">{inside}</pattern>'
PATTERNS = _TILE.format(n=0, inside="<rect/>") + "".join(
    _TILE.format(n=n, inside=f'<rect fill="url(#p{n - 1})"/>' * 10) for n in range(1, 9)
)
STYLED = (
    "<style>" + "".join(f".c{n}{{fill:url(#p{n})}}" for n in range(9)) + "</style>"
    + _TILE.format(n=0, inside="<rect/>")
    + "".join(_TILE.format(n=n, inside=f'<rect class="c{n - 1}"/>' * 10) for n in range(1, 9))
)  # fmt: skip
INSIDE = f'<image href="data:image/png;base64,{base64.b64encode(png(60_000, 60_000)).decode()}"/>'
LOGOS = {
    "a bomb of pixels": ("logo.png", png(60_000, 60_000), "brand_pixels"),
    "half a megabyte": ("logo.png", png(9, 9) + b"\0" * (600 << 10), "brand_large"),
    "cut short": ("logo.png", png(9, 9)[:40], "brand_broken"),
    "wrong sums": ("logo.png", png(9, 9, broken=True), "brand_broken"),
    "a script by another name": ("logo.png", b"<script>alert(1)</script>", "brand_broken"),
    "an HTML page": ("logo.svg", b"<html><body/></html>", "brand_broken"),
    "a script": ("logo.svg", SVG.format("<script>alert(1)</script>").encode(), "brand_active"),
    "an event": ("logo.svg", SVG.format('<rect onload="alert(1)"/>').encode(), "brand_active"),
    "entities": ("logo.svg", BILLION.encode(), "brand_active"),
    "a file's entity": (
        "logo.svg",
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format("<text>&x;</text>")).encode(),
        "brand_active",
    ),
    "a picture from the web": ("logo.svg", SVG.format('<image href="http://x.invalid/x"/>').encode(), "brand_active"),
    "a picture by the old name": (
        "logo.svg",
        SVG.format('<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="file:///etc/x.png"/>').encode(),
        "brand_active",
    ),
    "a foreign page": ("logo.svg", SVG.format("<foreignObject><p/></foreignObject>").encode(), "brand_active"),
    "an import": ("logo.svg", SVG.format("<style>@import 'http://x.invalid/x'</style>").encode(), "brand_active"),
    "a fill from elsewhere": ("logo.svg", SVG.format('<rect fill="url(http://x.invalid)"/>').encode(), "brand_active"),
    "a hundred million squares": ("logo.svg", SVG.format(LAUGHS).encode(), "brand_repeats"),
    "the same through patterns": ("logo.svg", SVG.format(PATTERNS).encode(), "brand_repeats"),
    "the same through a style sheet": ("logo.svg", SVG.format(STYLED).encode(), "brand_repeats"),
    "a shape inside itself": ("logo.svg", SVG.format('<g id="a"><use href="#a"/></g>').encode(), "brand_repeats"),
    "a bomb of pixels inside": ("logo.svg", SVG.format(INSIDE).encode(), "brand_broken"),
    "four inks": ("logo.jpg", b"\xff\xd8\xff\xc0\0\x14\x08\0\x09\0\x09\x04" + b"\0" * 12 + b"\xff\xd9", "brand_inks"),
    "nothing": ("logo.png", None, "brand_missing"),
}  # fmt: skip


@pytest.mark.parametrize("name", LOGOS)
def test_a_logo_that_is_not_a_plain_picture_is_left_out_and_told(name, tmp_path):
    file, content, code = LOGOS[name]
    if content is not None:
        (tmp_path / file).write_bytes(content)

    settled, remarks = brand.settle(Settings(logo=file), tmp_path)

    assert settled.logo == ""
    assert [(each.level, each.code) for each in remarks] == [("warning", code)]
    assert file in remarks[0].message("ru")


# A folder of templates


TEMPLATES = {
    "the classes": "{{ report.__class__.__mro__ }}",
    "the globals of a function": "{{ cycler.__init__.__globals__.os.environ }}",
    "a filter's globals": "{{ ''.__class__.__base__.__subclasses__() }}",
    "a name that is not there": "{{ config.SECRET_KEY }}",
    "another value of the report": "{% set _ = report.comments.clear() %}",
    "format strings": "{{ '{0.__class__.__init__.__globals__}'.format(report) }}",
    "a loop without end": "{% for each in range(10 ** 9) %}x{% endfor %}",
    "an include from outside": '{% include "../secret.txt" %}',
    "an include of a file's address": '{% include "/etc/hostname" %}',
    "an include by a link": '{% include "linked.html.j2" %}',
    "a fault of syntax": "{% if %}",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_reads_the_report_and_nothing_else(name, tmp_path, secret):
    folder = tmp_path / "mine"
    (folder / "blocks").mkdir(parents=True)
    (folder / "linked.html.j2").symlink_to(secret)
    (folder / "blocks" / "message.html.j2").write_text(f"<p>1</p>\n{TEMPLATES[name]}\n", encoding="utf-8")

    with pytest.raises(OutputError) as caught:
        render_html(with_templates(folder))

    assert caught.value.code == "template_fault"
    assert "blocks/message.html.j2" in caught.value.message("en")
    assert "line 2" in caught.value.message("en")
    assert SECRET not in caught.value.message("en")


def with_templates(folder):
    report = build_report(tiny({"2026-10": {"Сайт": 8.0}}), None, "en")
    return dataclasses.replace(report, brand=dataclasses.replace(report.brand, templates=str(folder)))


STYLES = [
    "@import 'http://127.0.0.1:9/x.css';",
    "p { background: url(../secret.txt) }",
    "@font-face { font-family: X; src: url('file:///etc/hostname') } p { font-family: X }",
]


@pytest.mark.parametrize("what", STYLES)
def test_a_users_style_sheet_reads_its_folder_and_nothing_else(what, tmp_path, secret):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "page.css").write_text(what, encoding="utf-8")

    with pytest.raises(OutputError) as caught:
        pdf.make_pdf(with_templates(folder))

    assert caught.value.code == "template_address"


def test_a_picture_in_the_users_folder_is_drawn(tmp_path):
    """The rules above leave room for what templates are for: a picture of their own, and our fonts beside it."""
    folder = tmp_path / "mine"
    (folder / "blocks").mkdir(parents=True)
    (folder / "seal.png").write_bytes(png(9, 9))
    (folder / "page.css").write_text((template_folder() / "page.css").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "blocks" / "message.html.j2").write_text(
        '<img src="seal.png" alt="Seal"/>{% include "monthly/blocks/message.html.j2" %}', encoding="utf-8"
    )
    content = pdf.make_pdf(with_templates(folder))

    (page,) = PdfReader(io.BytesIO(content)).pages
    assert len(page.images) == 1
    assert "Monthly KPI report" in page.extract_text()


def test_a_logo_of_each_kind_is_drawn(tmp_path):
    from PIL import Image

    Image.new("RGB", (30, 10), "#1f6f5c").save(tmp_path / "logo.jpeg")
    (tmp_path / "logo.png").write_bytes(png(9, 9))
    (tmp_path / "logo.svg").write_text(SVG.format('<rect width="9" height="9" fill="#1f6f5c"/>'), encoding="utf-8")
    for name, shape in (("logo.jpeg", 3.0), ("logo.png", 1.0), ("logo.svg", 1.0)):
        settled, remarks = brand.settle(Settings(logo=name), tmp_path)
        assert not remarks
        made = build_report(tiny({"2026-10": {"Сайт": 8.0}}, settings=settled), None, "ru")
        assert base64.b64encode((tmp_path / name).read_bytes()).decode() in made.brand.logo
        assert made.brand.logo_size[0] / made.brand.logo_size[1] == pytest.approx(shape, rel=0.01)
        assert pdf.make_pdf(made).startswith(b"%PDF")
