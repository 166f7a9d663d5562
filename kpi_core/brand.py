"""What a firm puts on its report: a logo, a colour, a size of paper, templates of its own.

A colour goes into a style sheet and a path is opened, so both are checked here, before anything else sees them.
"""

from __future__ import annotations

import colorsys
import re
import struct
import zlib
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from kpi_core.errors import Finding, UsageError
from kpi_core.logo_svg import drawing, pictures
from kpi_core.snapshot import Settings

LEAST_CONTRAST = 4.5
"""WCAG 2.2 AA, for text of the colour on white and for white on the colour."""
LARGEST_LOGO = 512 << 10
MOST_PIXELS = 4096

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
_PNG = b"\x89PNG\r\n\x1a\n"
_WHITE = "#ffffff"


class Logo(NamedTuple):
    """A picture that is safe to draw: its media type, its bytes, and width ÷ height."""

    kind: str
    content: bytes
    shape: float


def colour(text: object) -> str:
    """A colour as CSS writes it, from six or three hexadecimal digits and from nothing else.

    Raises
    ------
    UsageError
        `brand_colour`.

    Examples
    --------
    >>> colour("#1F6F5C"), colour("fc0")
    ('#1f6f5c', '#ffcc00')
    """
    found = _HEX.fullmatch(str(text).strip())
    if found is None:
        raise UsageError("brand_colour", value=text)
    digits = found[1].lower()
    return f"#{digits if len(digits) == 6 else ''.join(digit * 2 for digit in digits)}"


def channels(code: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def contrast(one: str, other: str = _WHITE) -> float:
    """The contrast of two colours by WCAG 2.2, from 1 to 21.

    Examples
    --------
    >>> round(contrast("#000000"), 1), round(contrast("#767676"), 2)
    (21.0, 4.54)
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(code: str) -> float:
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels(code)]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def readable(code: str) -> str:
    """The colour itself where it can be read on white, else the same hue as dark as it must be.

    Examples
    --------
    >>> readable("#23456e"), readable("#ffcc00")
    ('#23456e', '#8f7200')
    """
    hue, light, saturation = colorsys.rgb_to_hls(*channels(code))
    step = 0
    while contrast(code) < LEAST_CONTRAST:
        step += 1
        code = _written(colorsys.hls_to_rgb(hue, light * (1 - step / 100), saturation))
    return code


def mixed(code: str, share: float) -> str:
    """So much of the colour in white.

    Examples
    --------
    >>> mixed("#000000", 0.5), mixed("#23456e", 1)
    ('#808080', '#23456e')
    """
    return _written(tuple(1 - share * (1 - each) for each in channels(code)))


def _written(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(each * 255):02x}" for each in parts)


def picture(text: object) -> str:
    """The name of a logo as a setting gives it: a relative path to a picture of a kind we draw.

    Raises
    ------
    UsageError
        `brand_path` or `brand_picture`.
    """
    path = relative(text)
    if PurePosixPath(path).suffix.lower() not in _TYPES:
        raise UsageError("brand_picture", value=text)
    return path


def relative(text: object) -> str:
    """A path that stays below the folder it starts from: neither absolute, nor upwards, nor an address.

    Raises
    ------
    UsageError
        `brand_path`.

    Examples
    --------
    >>> relative("img\\\\logo.png")
    'img/logo.png'
    """
    written = str(text).strip().replace("\\", "/")
    path = PurePosixPath(written)
    if not written or ":" in written or "\0" in written or path.is_absolute() or {"..", "~"} & set(path.parts):
        raise UsageError("brand_path", value=text)
    return path.as_posix()


def below(folder: Path, path: str) -> Path:
    """The place of a checked path, wherever links lead.

    Raises
    ------
    UsageError
        `brand_path`, where a link leads out of the folder.
    """
    place = (folder / path).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise UsageError("brand_path", value=path)
    return place


def settle(settings: Settings, folder: Path) -> tuple[Settings, list[Finding]]:
    """The settings with the places found and the colour readable, and a remark on whatever could not be as asked.

    Parameters
    ----------
    folder : Path
        Where a path that is still relative begins: the folder of the workbook.
    """
    logo, color, remarks = settings.logo, settings.color, []
    if logo:
        try:
            place = Path(logo) if Path(logo).is_absolute() else below(folder, logo)
            read_logo(place)
            logo = str(place)
        except UsageError as fault:
            remarks.append(Finding("warning", fault.code, fault.params, value=PurePosixPath(logo).name))
            logo = ""
    if color and (used := readable(color)) != color:
        remarks.append(Finding("warning", "brand_contrast", {"value": color, "used": used}, value=color))
        color = used
    return replace(settings, logo=logo, color=color), remarks


def read_logo(place: Path) -> Logo:
    """The picture, whole and harmless.

    Raises
    ------
    UsageError
        `brand_missing`, `brand_large`, `brand_broken`, `brand_pixels`, `brand_inks`, `brand_active`, `brand_repeats`.
    """
    name = place.name
    try:
        if place.stat().st_size > LARGEST_LOGO:
            raise UsageError("brand_large", name=name, most=LARGEST_LOGO >> 10)
        content = place.read_bytes()
    except OSError:
        raise UsageError("brand_missing", name=name) from None
    kind = _TYPES.get(place.suffix.lower(), "")
    measure = {"image/png": _png, "image/jpeg": _jpeg, "image/svg+xml": drawing}.get(kind)
    if measure is None:
        raise UsageError("brand_picture", value=name)
    inside = pictures(content) if kind == "image/svg+xml" else ()
    try:
        width, height = measure(content, name)
        if any(max((_png if each == "image/png" else _jpeg)(data, name)) > MOST_PIXELS for each, data in inside):
            raise UsageError("brand_broken", name=name)
    except (struct.error, IndexError, ValueError, ZeroDivisionError):
        raise UsageError("brand_broken", name=name) from None
    if kind != "image/svg+xml" and max(width, height) > MOST_PIXELS:
        raise UsageError("brand_pixels", name=name, width=int(width), height=int(height), most=MOST_PIXELS)
    if width <= 0 or height <= 0:
        raise UsageError("brand_broken", name=name)
    return Logo(kind, content, width / height)


def _png(content: bytes, name: str) -> tuple[float, float]:
    """Every chunk is looked at: a picture cut short would be left out by the renderer without a word."""
    if not content.startswith(_PNG):
        raise ValueError(name)
    at, kind, size = 8, b"", (0, 0)
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 4 : at + 8 + length]
        if struct.unpack(">I", content[at + 8 + length : at + 12 + length])[0] != zlib.crc32(body):
            raise ValueError(name)
        if kind == b"IHDR":
            size = struct.unpack(">II", body[4:12])
        at += 12 + length
    return size


def _jpeg(content: bytes, name: str) -> tuple[float, float]:
    """The frame's size; four inks would need the printer's profile, which an archive file has not."""
    if not content.startswith(b"\xff\xd8") or b"\xff\xd9" not in content[-64:]:
        raise ValueError(name)
    at = 2
    while True:
        marker, length = struct.unpack(">HH", content[at : at + 4])
        if marker >> 8 != 0xFF:
            raise ValueError(name)
        if 0xC0 <= marker & 0xFF <= 0xCF and marker & 0xFF not in (0xC4, 0xC8, 0xCC):
            height, width, inks = struct.unpack(">HHB", content[at + 5 : at + 10])
            if inks > 3:
                raise UsageError("brand_inks", name=name)
            return width, height
        at += 2 + length
