"""The look that a firm gives its report: colours for page and charts, the logo as an address, the paper."""

from __future__ import annotations

import base64
import colorsys
from dataclasses import dataclass
from pathlib import Path

from kpi_core.brand import channels, mixed, read_logo
from kpi_core.errors import UsageError
from kpi_core.report.metrics import fitted
from kpi_core.snapshot import Paper, Settings

OURS = "#23456e"
# Charts in the firm's red or green would read as bad and good: their bars are slate then.
_SLATE, _SIGNALS, _NEAR, _GREY = "#33415a", (4 / 360, 152 / 360), 27 / 360, 0.2
# The room of the logo in the header, in millimetres, and that of logo and name, in pixels of page.css.
_HIGH, _WIDE = 6.5, 34.0
_HEADER, _PIXELS, _NAME = 388.0, 96 / 25.4, 14.0


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as CSS writes them.

    Attributes
    ----------
    page : str
        The firm's colour.
    actual, past, area : str
        In charts: the report month, the months before it, and the ground below a line.
    """

    page: str
    actual: str
    past: str
    area: str


@dataclass(frozen=True, slots=True)
class Brand:
    """What the templates draw: colours, and the logo as a data address with its size in millimetres."""

    palette: Palette
    paper: Paper = "A4"
    logo: str = ""
    logo_size: tuple[float, float] = (0.0, 0.0)
    templates: str = ""

    @property
    def style(self) -> str:
        """The rules that page.css cannot know; every value in it is checked."""
        rules = [] if self.paper == "A4" else [f"@page {{ size: {self.paper} }}"]
        if self.palette.page != OURS:
            rules.append(f".message {{ border-left-color: {self.palette.page} }}")
        return " ".join(rules)


def palette(color: str = OURS) -> Palette:
    """The colours that go with one that can be read on white.

    Examples
    --------
    >>> palette("#23456e")
    Palette(page='#23456e', actual='#23456e', past='#7f93ab', area='#e9ecf0')
    >>> palette("#b00020").actual
    '#33415a'
    """
    hue, _, saturation = colorsys.rgb_to_hls(*channels(color))
    apart = min(min(abs(hue - each), 1 - abs(hue - each)) for each in _SIGNALS)
    actual = _SLATE if apart < _NEAR and saturation > _GREY else color
    return Palette(color, actual, mixed(actual, 0.58), mixed(actual, 0.1))


def build_brand(settings: Settings) -> Brand:
    """The look that the settings ask for. A logo that is gone meanwhile is left out, as the findings told."""
    made = palette(settings.color or OURS)
    try:
        logo = read_logo(Path(settings.logo)) if settings.logo else None
    except UsageError:
        logo = None
    if logo is None:
        return Brand(made, settings.page_size, templates=settings.templates)
    width = min(_WIDE, _HIGH * logo.shape)
    address = f"data:{logo.kind};base64,{base64.b64encode(logo.content).decode()}"
    size = (round(width, 2), round(width / logo.shape, 2))
    return Brand(made, settings.page_size, address, size, settings.templates)


def heading(company: str, brand: Brand) -> str:
    """The firm's name as the header of each page has room for it, beside the logo."""
    return fitted(company, _HEADER - brand.logo_size[0] * _PIXELS, _NAME, 700)
