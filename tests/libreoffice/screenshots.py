"""The pictures of docs/libreoffice.md: `python -m tests.libreoffice.screenshots`. Needs Xvfb, xdotool and Pillow."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from addin.libreoffice import places
from addin.libreoffice.host import LibreOffice
from tests.libreoffice.office import Office

ROOT = Path(__file__).parent.parent.parent
IMAGES = ROOT / "docs" / "images"
DISPLAY, SIZE = ":83", (1440, 900)


def main(folder: Path) -> None:
    found = places.find()
    if found is None:
        sys.exit("no LibreOffice")
    home = places.Office(found.program, folder / "profile")
    LibreOffice(home).install()
    book = shutil.copy(ROOT / "sample_workbooks" / "shop-en.xlsx", folder)
    width, height = SIZE
    screen = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", f"{width}x{height}x24"], stderr=subprocess.DEVNULL)
    try:
        time.sleep(2)
        with Office(home.profile, home.program, DISPLAY) as office:
            document = office.open(book)
            office.show(document, "KPI", "G6", width, height)
            time.sleep(4)
            grab("sheet")
            office.dispatch(document, ".uno:FunctionDialog")
            time.sleep(4)
            grab("wizard")
            press("key", "Escape")
            time.sleep(1)
            press("key", "--delay", "400", "F10", *["Right"] * 9, "Down")  # File, Edit, View … Tools, KPI
            time.sleep(2)
            grab("menu", (0, 0, 720, 140))
            press("key", "Escape", "Escape")
    finally:
        screen.terminate()
        screen.wait()


def grab(name: str, box: tuple[int, int, int, int] | None = None) -> None:
    """The screen, or a part of it, in few colours: these are drawings."""
    from PIL import ImageGrab

    picture = ImageGrab.grab(xdisplay=DISPLAY)
    picture = picture.crop(box) if box else picture
    picture.quantize(256).save(IMAGES / f"libreoffice-{name}.png", optimize=True)


def press(*what: str) -> None:
    subprocess.run(["xdotool", *what], env={**os.environ, "DISPLAY": DISPLAY}, check=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        main(Path(name))
