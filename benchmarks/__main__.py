"""All benchmarks, one command: `python -m benchmarks [--quick] [--only NAME] [--folder FOLDER] [--peers PYTHON]`.

Three programs write a page of their own: `results.md`, `warehouse.md`, `peers.md`. What the others print is put
together in `more.md`, a section each, with the machine and its load. A program that cannot run here, for want of an
office, of Wine or of the others' environment, leaves its section or its page as it was, and the command ends with 1.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
MORE = ROOT / "benchmarks" / "more.md"
HEAD = """\
# More measurements

What [results](results.md), [warehouse](warehouse.md) and [peers](peers.md) do not tell: the tables that the other
programs print, put together by `python -m benchmarks`. Goals that are missed are shown as they are. "Load" is how many
processes wanted a core in the minute before the command; where it says 0.5 or more, trust the ratios, not the seconds.

"""
LIBRARIES = ("pandas", "duckdb", "polars", "python-calamine", "weasyprint")


@dataclass(frozen=True)
class Program:
    """A benchmark: how it is run, whole and quick, and the title of its section; none where it writes its own page."""

    whole: tuple[str, ...]
    quick: tuple[str, ...]
    title: str = ""


PROGRAMS = {
    "run": Program((), ("--quick",)),
    "reading": Program((), ("--rows", "20000"), "Reading CSV and workbooks"),
    "report": Program((), ("--times", "1"), "The PDF of a report, in a process that has made one"),
    "batch": Program(("--reports", "40", "--memory", "100"), ("--reports", "4"), "Many reports"),
    "libreoffice": Program((), ("--quick",), "Cells in LibreOffice"),
    "wine": Program((), (), "Cells through the COM server, under Wine"),
    "warehouse": Program((), ("--quick", "--output", os.devnull)),
    "peers": Program((), ("--quick", "--output", os.devnull)),
}


def conditions() -> str:
    """The machine, its load before anything is measured, and what is installed."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    load = os.getloadavg()[0]
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"{machine}, {libraries}; {date.today()}, load {load:.1f}."


def sections(page: str) -> dict[str, str]:
    """The sections of a page by their titles."""
    parts = page.split("\n## ")[1:]
    return {title: body.strip() for title, _, body in (part.partition("\n") for part in parts)}


def ran(name: str, arguments: tuple[str, ...]) -> str | None:
    """What a program printed, shown on the way; None where it failed."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    lines = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    return None if running.returncode else "".join(lines).strip()


def main() -> int:
    """Run everything that can be run here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that all runs; writes nothing")
    parser.add_argument("--only", choices=PROGRAMS, action="append", help="one program; may be given again")
    parser.add_argument("--folder", help="where the rows in Parquet are kept: 5 GB")
    parser.add_argument("--peers", help="the python of the environment that has the peers")
    asked = parser.parse_args()
    given = {"folder": ("warehouse", "peers"), "peers": ("peers",)}
    told, failed = conditions(), []
    for name in asked.only or PROGRAMS:
        program = PROGRAMS[name]
        arguments = program.quick if asked.quick else program.whole
        for option, takers in given.items():
            if name in takers and getattr(asked, option):
                arguments += (f"--{option}", getattr(asked, option))
        printed = ran(name, arguments)
        if printed is None:
            failed.append(name)
        elif program.title and not asked.quick:
            known = sections(MORE.read_text(encoding="utf-8"))
            known[program.title] = f"By `{name}.py`. {told}\n\n{printed}"
            ordered = [each.title for each in PROGRAMS.values() if each.title in known]
            MORE.write_text(HEAD + "\n\n".join(f"## {title}\n\n{known[title]}" for title in ordered) + "\n", "utf-8")
    if failed:
        print(f"could not run here: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
