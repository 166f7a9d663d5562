"""`python -m addin.portable`: pack the Windows archive."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from pathlib import Path

from addin.portable import pack, wheels
from kpi_core import __version__
from kpi_core.errors import KpiError
from kpi_core.language import current_language
from kpi_core.wording import say


def main() -> int:
    """Parse the arguments and pack; returns the exit code."""
    given = _parser().parse_args()
    try:
        if given.repin:
            wheels.repin()
            return 0
        output = pack.pack(given.output, given.downloads, given.python, given.pango)
    except KpiError as error:
        sys.stderr.write(f"{error.message()}\n")
        return error.exit_code
    content = output.read_bytes()
    size, digest = round(len(content) / 1e6), hashlib.sha256(content).hexdigest()
    sys.stdout.write(_say("portable_packed", file=output, size=size, sum=digest) + "\n")
    if given.pango is None:
        sys.stderr.write(_say("portable_without_pango") + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m addin.portable", description=_say("help_portable"))
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kpi-report" / "windows"
    for name, default, metavar in (
        ("output", Path(f"KPI-{__version__}-windows.zip"), "ZIP"),
        ("downloads", cache, "FOLDER"),
        ("python", None, "ZIP"),
        ("pango", None, "FOLDER"),
    ):
        parser.add_argument(
            f"--{name}", type=Path, default=default, metavar=metavar, help=_say(f"help_portable_{name}")
        )
    parser.add_argument("--repin", action="store_true", help=_say("help_portable_repin"))
    return parser


def _say(code: str, **params: object) -> str:
    return say(code, current_language(), **params)


if __name__ == "__main__":
    sys.exit(main())
