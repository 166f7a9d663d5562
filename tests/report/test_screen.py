"""The report for the screen: one file that asks nobody for anything, fits a phone, and is as readable in the dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.report.build import build_report
from kpi_core.report.html import render_html
from kpi_core.report.screen import PAPER, dark, for_screen
from tests.report.browser import Browser
from tests.report.stand_in import shop

NASTY = "<script>document.title='taken'</script>"
# Of every text: its colour, the first painted ground behind it, and the text itself.
READ = """
(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), element = walker.currentNode.parentElement;
    if (!text || !element.getClientRects().length || element.closest('title')) continue;
    const style = getComputedStyle(element);
    let behind = element;
    const clear = 'rgba(0, 0, 0, 0)';
    while (behind && getComputedStyle(behind).backgroundColor === clear) behind = behind.parentElement;
    found.push([element.closest('svg') ? style.fill : style.color,
                behind ? getComputedStyle(behind).backgroundColor : 'none', text]);
  }
  return found;
})()
"""


def luminance(red: int, green: int, blue: int) -> float:
    """WCAG 2.2, relative luminance."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
              for part in (red / 255, green / 255, blue / 255)]  # fmt: skip
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    low, high = sorted((luminance(*one), luminance(*other)))
    return (high + 0.05) / (low + 0.05)


def parts(code: str) -> tuple[int, ...]:
    return tuple(int(code[at : at + 2], 16) for at in (1, 3, 5))


def rgb(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)[:3]))


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_a_colour_stands_out_from_dark_paper_as_from_white(colour: tuple[int, ...]):
    code = "#{:02x}{:02x}{:02x}".format(*colour)
    wanted = contrast(colour, (255, 255, 255))
    # White on the dark paper is all there is.
    most = contrast((255, 255, 255), parts(PAPER))
    assert contrast(parts(dark(code)), parts(PAPER)) == pytest.approx(min(wanted, most), rel=0.06)


@pytest.mark.parametrize(("short", "long"), [("#fff", "#ffffff"), ("#a1C", "#aa11CC")])
def test_short_colours(short: str, long: str):
    assert dark(short) == dark(long)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with every block, and a channel that tries to be a program."""
    cube = shop(channels=("Яндекс Директ", "SEO", NASTY, "E-mail и CRM", "yandex_direct_brand_campaigns_2026_retarget"))
    path = tmp_path_factory.mktemp("screen") / "report.html"
    path.write_bytes(for_screen(render_html(build_report(cube, None, "ru"))))
    return path


@pytest.fixture(scope="module")
def browser():
    with Browser() as started:
        yield started


def test_it_is_one_file_that_asks_nobody(page: Path):
    text = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"<(link|script|iframe|object|embed)\b", text)
    assert {address[:5] for address in re.findall(r'url\("?([^")]+)', text)} == {"data:"}
    assert not re.findall(r'\b(?:src|href|action)="(?!data:)([^"]*)"', text)
    assert len(text) < 700_000


@pytest.mark.parametrize("dark_room", [False, True], ids=["light", "dark"])
def test_on_a_phone(browser: Browser, page: Path, dark_room: bool):
    browser.open(page, width=360, dark=dark_room)
    assert browser.run("document.documentElement.scrollWidth") == 360
    assert {address[:5] for address in browser.requests()} == {"file:", "data:"}
    assert browser.requests()[0] == page.as_uri()
    assert [address for address in browser.requests() if address.startswith("file:")] == [page.as_uri()]
    assert browser.complaints() == []
    assert "taken" not in browser.run("document.title")
    assert browser.run("[...document.fonts].filter(font => font.status === 'loaded').length") == 3
    ground = browser.run("getComputedStyle(document.documentElement).backgroundColor")
    assert rgb(ground) == (parts(PAPER) if dark_room else (255, 255, 255))
    read = browser.run(READ)
    assert len(read) > 300
    # A square alone is the key of a chart and no text: it has the colour of its columns.
    words = [each for each in read if each[2] not in "■□"]
    faint = [(text, color, behind) for color, behind, text in words if contrast(rgb(color), rgb(behind)) < 4.3]
    assert faint == []


def test_charts_are_painted_as_clearly_in_the_dark(browser: Browser, page: Path):
    """Each colour in a chart has the contrast to the dark ground that it had to the white one."""
    script = (
        "[...document.querySelectorAll('svg [fill]:not([fill=none])')]"
        ".map(part => [part.getAttribute('fill'), getComputedStyle(part).fill])"
    )
    browser.open(page, dark=True)
    painted = {(named, shown) for named, shown in browser.run(script)}
    assert len(painted) >= 6
    most = contrast((255, 255, 255), parts(PAPER))
    for named, shown in painted:
        wanted = min(contrast(parts(named), (255, 255, 255)), most)
        assert contrast(rgb(shown), parts(PAPER)) == pytest.approx(wanted, rel=0.06), named


def test_on_a_wide_screen_the_cards_stand_side_by_side(browser: Browser, page: Path):
    across = "new Set([...document.querySelectorAll('.card')].map(card => card.getBoundingClientRect().left)).size"
    browser.open(page, width=1200)
    assert browser.run(across) == 3
    assert browser.run("document.documentElement.scrollWidth") == 1200
    browser.open(page, width=390)
    assert browser.run(across) == 1


def test_wide_tables_are_moved_by_the_thumb_and_their_names_stay(browser: Browser, page: Path):
    browser.open(page, width=390)
    before = "(box => box.querySelector('tbody th').getBoundingClientRect().left)"
    box = "[...document.querySelectorAll('.wide')].find(box => box.querySelector('table') && box.scrollWidth > 390)"
    assert browser.run(f"{box}.tabIndex") == 0
    at = browser.run(f"{before}({box})")
    browser.run(f"{box}.scrollLeft = 120")
    assert browser.run(f"{box}.scrollLeft") == 120
    assert browser.run(f"{before}({box})") == pytest.approx(at, abs=1)


def test_a_users_style_sheet_takes_the_place_of_ours(tmp_path: Path):
    (tmp_path / "page.css").write_text("h1 { color: #aa0000 } @page { size: A5 }", encoding="utf-8")
    text = for_screen(render_html(build_report(shop(), None, "en")), str(tmp_path)).decode()
    assert "h1 { color: #aa0000 }" in text
    assert f"h1 {{ color: {dark('#aa0000')} }}" in text
    assert "@page" not in text
