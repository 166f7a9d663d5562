"""Subset Inter for the report. Run once, by hand; the results are committed.

    npm pack inter-ui@4.1.1 && tar xzf inter-ui-4.1.1.tgz
    python templates/make_fonts.py package templates/monthly/fonts

Inter is under the SIL Open Font License 1.1 without a reserved name, so that a subset may keep it. Needs fonttools
and brotli.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
RANGES = (
    (0x0020, 0x007E),
    (0x00A0, 0x017F),  # Latin
    (0x0218, 0x021B),
    (0x0391, 0x03C9),  # Greek, for a formula or a name
    (0x0400, 0x045F),  # Cyrillic, with its neighbours' letters below
    (0x0490, 0x0493),
    (0x049A, 0x04A3),
    (0x04AE, 0x04B1),
    (0x04BA, 0x04BB),
    (0x04D8, 0x04D9),
    (0x04E8, 0x04E9),
    (0x2010, 0x2027),  # dashes, quotes, bullets
    (0x202F, 0x203A),
    (0x2070, 0x208E),  # superscripts
    (0x20A0, 0x20C0),  # currency signs
)
SIGNS = "™№ℓ←↑→↓↔↗↘−×÷±≈≠≤≥∞√∑∆ΣΔ■□▲△▶▼▽●○◆✓✗…"
FEATURES = ["kern", "tnum", "ccmp", "locl", "mark", "mkmk", "case"]


def subset(source: Path, target: Path) -> int:
    """Write the part of `source` that a report needs to `target`; its size in bytes."""
    font = TTFont(source)
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    wanted = {code for first, last in RANGES for code in range(first, last + 1)} | set(map(ord, SIGNS))
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = None
    font.recalcTimestamp = False
    font.save(target)
    return target.stat().st_size


def widths(folder: Path) -> str:
    """How wide each letter is, by weight, in thousandths of the font's size: charts place text by it."""
    table = {}
    for name, weight in WEIGHTS.items():
        font = TTFont(folder / f"Inter-{name}.ttf")
        unit, advances = font["head"].unitsPerEm, font["hmtx"]
        letters = sorted(font.getBestCmap().items())
        table[weight] = {chr(code): round(1000 * advances[glyph][0] / unit) for code, glyph in letters}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def main(package: Path, folder: Path) -> None:
    """Subset every weight, copy the licence and write the widths down."""
    for weight in WEIGHTS:
        target = folder / f"Inter-{weight}.ttf"
        print(target, subset(package / "web" / f"Inter-{weight}.woff2", target))
    shutil.copy(next(package.glob("LICENSE*")), folder / "OFL.txt")
    (folder / "widths.json").write_text(widths(folder), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
