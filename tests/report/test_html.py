"""The page: whatever a user wrote is text, and nothing is left undefined."""

import dataclasses
import re

import pytest

from kpi_core.errors import OutputError
from kpi_core.language import LANGUAGES
from kpi_core.report import build_report, html, render_html
from tests.report.stand_in import shop, tiny


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_user_wrote_is_escaped(language):
    evil = "<script>alert('1')</script>"
    cube = shop(channels=("Сайт", evil), company=evil)
    cube.snapshot = dataclasses.replace(
        cube.snapshot,
        name=evil,
        comments=tuple(dataclasses.replace(each, text=evil) for each in cube.snapshot.comments),
        decisions=tuple(dataclasses.replace(each, text=evil, owner=evil) for each in cube.snapshot.decisions),
        sources=tuple(dataclasses.replace(each, sheet=evil, excluded={evil: 1}) for each in cube.snapshot.sources),
    )
    page = render_html(build_report(cube, None, language))

    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 8


def test_a_name_with_quotes_and_braces_stays_a_name():
    """Neither the attribute of a title nor a placeholder of the wording can be broken out of."""
    name = """a" onload="x' {label} {{ 7*7 }} %s &amp;"""
    page = render_html(build_report(shop(channels=("Сайт", name)), None, "ru"))

    assert 'onload="x' not in page
    assert "49" not in re.findall(r"a&#34; onload=.{80}", page)[0]
    assert "&amp;amp;" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cube", [shop(), tiny({}), shop(channels=("A", "B"), count=2)], ids=["shop", "empty", "young"])
def test_every_report_renders(cube, language):
    page = render_html(build_report(cube, None, language))

    assert f'<html lang="{language}">' in page
    assert "None" not in page
    assert "nan" not in re.sub("<[^>]*>", "", page)


def test_colour_is_never_alone():
    """Each coloured change has a glyph and a word, each status a word."""
    page = render_html(build_report(shop(), None, "ru"))

    changes = re.findall(r'<b class="(?:good|bad)">(.*?)</b>', page)
    assert len(changes) > 3
    for text in changes:
        assert text[0] in "▲▼"
        assert text.endswith((" лучше", " хуже"))


def test_missing_templates_are_said_to_be_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(html, "shipped", lambda folder: tmp_path / folder)

    with pytest.raises(OutputError) as caught:
        render_html(build_report(tiny({}), None, "ru"))
    assert caught.value.code == "templates_missing"
