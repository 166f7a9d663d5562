"""The small files around the program in the archive: what is double-clicked, what is read, what Python runs first."""

from __future__ import annotations

from kpi_core.language import LANGUAGES
from kpi_core.wording import say

_INSTALL = r"""@echo off
chcp 65001 >nul
setlocal
if not exist "%~dp0python\python.exe" goto packed
"%~dp0python\python.exe" -B -m addin.portable.installer
set "code=%errorlevel%"
goto end
:packed
{unpack_first}
set "code=1"
:end
if /i not "%~1"=="/quiet" pause
exit /b %code%
"""
# The last line is read whole before the folder goes, this file with it; nothing may be left to read.
_UNINSTALL = r"""@echo off
chcp 65001 >nul
setlocal
"%~dp0python\python.exe" -B -m kpi_core addin uninstall
if errorlevel 1 (
  if /i not "%~1"=="/quiet" pause
  exit /b 1
)
{removed}
if /i not "%~1"=="/quiet" pause
cd /d "%TEMP%"
rmdir /s /q "%~dp0." & exit
"""
_KPI = """@"%~dp0python\\python.exe" -m kpi_core %*
"""
# Names such as gobject-2.0-0 seem to have an extension, so Windows adds no ".dll" and finds them on the path only.
_SITE = r'''"""Run by Python at its start: where the libraries stand that draw the PDF."""

import os
import sys

_bin, _fonts = (os.path.join(sys.prefix, "pango", inside) for inside in ("bin", os.path.join("etc", "fonts")))
if os.path.isdir(_bin):
    os.environ["PATH"] = _bin + os.pathsep + os.environ.get("PATH", "")
    os.environ["WEASYPRINT_DLL_DIRECTORIES"] = _bin
if os.path.isdir(_fonts):
    os.environ["FONTCONFIG_PATH"] = _fonts
'''


def scripts() -> dict[str, bytes]:
    """The files by their path in the archive."""
    texts = {
        "Install.cmd": _INSTALL.format(unpack_first=_echo("portable_unpack_first")),
        "Uninstall.cmd": _UNINSTALL.format(removed=_echo("portable_removed")),
        "kpi.cmd": _KPI,
        "README.txt": "\ufeff" + "\n\n".join(say("portable_readme", language) for language in LANGUAGES) + "\n",
        "python/Lib/site-packages/sitecustomize.py": _SITE,
    }
    return {name: text.replace("\n", "\r\n").encode() for name, text in texts.items()}


def _echo(code: str) -> str:
    """Both languages: what is said before Python runs cannot know which one is wanted."""
    return "\n".join(f"echo {_plain(say(code, language))}" for language in LANGUAGES)


def _plain(text: str) -> str:
    """What the command interpreter would take for its own is marked.

    Examples
    --------
    >>> _plain("100 % (a & b)")
    '100 %% ^(a ^& b^)'
    """
    marked = "".join(f"^{letter}" if letter in "^&|<>()" else letter for letter in text)
    return marked.replace("%", "%%")
