"""A report for the screen: one HTML file that holds everything, asks nobody for anything, and is light or dark.

It is the page that becomes the PDF, with the style sheet and fonts put in, rules for narrow windows, and for dark
rooms every colour replaced by one that stands out from dark paper as much as the original does from white. Contrasts
between any two colours are kept that way, in charts as well, whatever the firm's colour is.
"""

from __future__ import annotations

import base64
import colorsys
import re
from functools import cache
from pathlib import Path

from kpi_core.brand import channels, contrast
from kpi_core.report.html import style_sheet, template_folder

PAPER = "#12161d"
"""What white becomes in the dark."""
_LINK = re.compile(r'<link rel="stylesheet" href="page\.css"\s*/?>')
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_PAINT = re.compile(r'\b(fill|stroke|stop-color)="(#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3})"')
_STYLED = re.compile(r'style="([^"\\\n]*#[0-9a-fA-F]{3,6}[^"\\\n]*)"')
_FONT = re.compile(r'url\("?([\w/.-]+\.(ttf|woff2))"?\)')
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_WIDE = re.compile(r'<table\b.*?</table>|<svg\b[^>]*\bclass="chart".*?</svg>', re.DOTALL)
# No script, no request: what a browser would refuse, it need not be trusted with.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
_HEAD = (
    f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="color-scheme" content="light dark">\n'
    '<meta name="format-detection" content="telephone=no">\n'
)


def for_screen(html: str, templates: str = "") -> bytes:
    """The page as one self-contained file.

    Parameters
    ----------
    html : str
        What `render_html` gives.
    templates : str
        The user's folder of templates, whose page.css replaces ours.
    """
    style = _without(style_sheet(templates).read_text(encoding="utf-8"), "@page")
    screen = (template_folder() / "screen.css").read_text(encoding="utf-8")
    own = "\n".join(_without(found, "@page") for found in _STYLE.findall(html))
    light = f"{style}\n{screen}"
    night = "\n".join(_dark_css(_without(each, "@font-face")) for each in (light, own))
    sheet = f"{_with_fonts(light)}\n@media screen and (prefers-color-scheme: dark) {{\n{night}\n{_dark_paint(html)}\n}}"
    page = _LINK.sub(lambda _: f"{_HEAD}<style>\n{sheet}\n</style>", html, count=1)
    return _WIDE.sub(r'<div class="wide" tabindex="0">\g<0></div>', page).encode()


@cache
def dark(colour: str) -> str:
    """The colour that has the contrast to dark paper which this one has to white, of the same hue.

    Examples
    --------
    >>> dark("#ffffff"), dark("#000000")
    ('#12161d', '#ffffff')
    """
    if colour.lower() in ("#ffffff", "#fff"):
        return PAPER
    code = colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])
    wanted = contrast(code, "#ffffff")
    hue, _, saturation = colorsys.rgb_to_hls(*channels(code))
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        found = _code(hue, middle, saturation)
        if _lighter(found) and contrast(found, PAPER) > wanted:
            high = middle
        else:
            low = middle
    return _code(hue, low, saturation)


def _lighter(code: str) -> bool:
    return contrast(code, "#000000") > contrast(PAPER, "#000000")


def _code(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation))


def _dark_css(style: str) -> str:
    return _COLOUR.sub(lambda found: dark(found[0]), style)


def _dark_paint(html: str) -> str:
    """Rules that outdo the attributes with which charts are painted, and styles of single elements."""
    painted = sorted(set(_PAINT.findall(html)))
    rules = [f'[{name}="{colour}"] {{ {name}: {dark(colour)} }}' for name, colour in painted]
    for style in sorted(set(_STYLED.findall(html))):
        parts = [part.strip() for part in _dark_css(style).split(";") if part.strip()]
        rules.append(f'[style="{style}"] {{ {"; ".join(f"{part} !important" for part in parts)} }}')
    return "\n".join(rules)


def _with_fonts(style: str) -> str:
    """The fonts as part of the sheet."""
    folder = template_folder()
    return _FONT.sub(lambda found: f'url("data:font/{found[2]};base64,{_encoded(folder / found[1])}")', style)


def _encoded(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


def _without(style: str, rule: str) -> str:
    """The sheet without its rules of a kind, whatever these hold in braces.

    Examples
    --------
    >>> _without("a { b: c } @page x { @top-left { d: e } } f { g: h }", "@page")
    'a { b: c }  f { g: h }'
    """
    kept, at = "", 0
    while (start := style.find(rule, at)) >= 0:
        kept += style[at:start]
        depth, at = 0, style.index("{", start)
        while True:
            depth += {"{": 1, "}": -1}.get(style[at], 0)
            at += 1
            if depth == 0:
                break
    return kept + style[at:]
