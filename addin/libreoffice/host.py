"""LibreOffice as a host of the functions: build, install, uninstall, doctor.

Run on Linux. The folders of Windows and macOS are those that LibreOffice documents; nothing was tried there.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape

from addin.hosts import Said
from addin.libreoffice import package, places
from addin.libreoffice.places import Office

OLDEST = tuple(map(int, package.OLDEST_OFFICE.split(".")))
SETTINGS, LOG = "kpi-report.json", "kpi-report.log"


class LibreOffice:
    """The host; an office other than this computer's can be given, with a profile of its own."""

    def __init__(self, office: Office | None = None) -> None:
        self._office = office

    @property
    def office(self) -> Office | None:
        """The office at hand."""
        return self._office or places.find()

    def build(self, folder: Path) -> Path:
        """Write the extension into a folder, aside and then moved; the same input gives the same bytes."""
        return package.build(folder)

    def install(self) -> list[Said]:
        """Add a fresh build to the user's extensions, and leave word of this Python in the profile."""
        office = self.office
        trouble = list(_unusable(office))
        if office is None or trouble:
            return trouble
        with tempfile.TemporaryDirectory() as folder:
            _make_profile(office)
            built = package.build(Path(folder))
            added = office.run("unopkg", "add", "--force", "--suppress-license", str(built))
        if added.returncode or not _registered(office):
            return [_refused("lo_add_failed", added)]
        settings = office.user / SETTINGS
        settings.write_text(json.dumps({"python": sys.executable}, ensure_ascii=False) + "\n", encoding="utf-8")
        return [
            Said("ok", "lo_added", {"profile": office.profile}),
            Said("ok", "lo_settings_written", {"path": settings, "python": sys.executable}),
            *_trial(office),
        ]

    def uninstall(self) -> list[Said]:
        """Take the extension out of the user's extensions, and our files out of the profile."""
        office = self.office
        if office is None:
            return [Said("error", "lo_not_found", {"version": package.OLDEST_OFFICE})]
        if office.lock.exists():
            return [_open(office)]
        done: list[Said] = []
        if _registered(office):
            removed = office.run("unopkg", "remove", package.IDENTIFIER)
            if removed.returncode:
                return [_refused("lo_remove_failed", removed)]
            done.append(Said("ok", "lo_removed", {"profile": office.profile}))
        for name in (SETTINGS, LOG):
            with suppress(FileNotFoundError):
                (office.user / name).unlink()
                done.append(Said("ok", "lo_file_removed", {"path": office.user / name}))
        return done or [Said("ok", "lo_nothing_to_remove", {"profile": office.profile})]

    def doctor(self) -> list[Said]:
        """Look at the office, the extension, the Python it was told of, and let a real cell answer."""
        office = self.office
        trouble = list(_unusable(office))
        if office is None or trouble:
            return trouble
        found = [Said("ok", "lo_found", {"version": _text(office.version()), "program": office.program})]
        own, added = version("kpi-report"), _registered(office)
        if not added:
            return [*found, Said("error", "lo_not_added", {"profile": office.profile})]
        if added != own:
            return [*found, Said("error", "lo_other_version", {"found": added, "version": own})]
        found.append(Said("ok", "lo_is_added", {"profile": office.profile}))
        looked = _look_at_python(office)
        if looked.level == "error":
            return [*found, looked]
        return [*found, looked, *_trial(office)]


def _unusable(office: Office | None) -> Iterator[Said]:
    """What keeps an office from taking the add-in at all."""
    if office is None:
        yield Said("error", "lo_not_found", {"version": package.OLDEST_OFFICE})
        return
    found = office.version()
    if not found:
        yield Said("error", "lo_silent", {"program": office.program})
    elif found < OLDEST:
        yield Said("error", "lo_too_old", {"found": _text(found), "version": package.OLDEST_OFFICE})
    elif not office.speaks_python():
        yield Said("error", "lo_no_bridge", {"program": office.program})
    elif office.lock.exists():
        yield _open(office)


def _open(office: Office) -> Said:
    """While it runs it lets nobody look at its extensions; a crash leaves the same mark."""
    return Said("error", "lo_is_open", {"lock": office.lock})


def _text(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))


def _make_profile(office: Office) -> None:
    """A profile's very first start throws away the extensions that were added before it."""
    if not (office.user / "extensions" / "buildid").exists():
        office.run("soffice", "--headless", "--norestore", "--terminate_after_init")


def _registered(office: Office) -> str:
    """The version of the extension in the user's profile, "" where there is none."""
    listed = office.run("unopkg", "list", package.IDENTIFIER)
    found = re.search(r"^\s*Version: (\S+)", listed.stdout, re.MULTILINE)
    return found[1] if found and not listed.returncode else ""


def _refused(code: str, done: subprocess.CompletedProcess[str]) -> Said:
    lines = [line.strip() for line in f"{done.stderr}\n{done.stdout}".splitlines() if line.strip()]
    said = [line for line in lines if "javaldx" not in line]
    return Said("error", code, {"detail": " ".join(said[:3]) or done.returncode})


def _look_at_python(office: Office) -> Said:
    """Whether the Python that the profile names has the project, and the same version as this one."""
    path = office.user / SETTINGS
    try:
        python = str(json.loads(path.read_text(encoding="utf-8"))["python"])
    except (OSError, ValueError, KeyError):
        return Said("error", "lo_settings_missing", {"path": path})
    code = "import addin.libreoffice.worker as worker; print(worker.REQUESTS['hello']())"
    try:
        asked = subprocess.run(
            [python, "-c", code],
            capture_output=True,
            text=True,
            errors="replace",
            cwd=office.user,
            timeout=120,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        return Said("error", "lo_python_gone", {"python": python, "detail": failure})
    if asked.returncode:
        reason = asked.stderr.strip().splitlines()[-1:] or [str(asked.returncode)]
        return Said("error", "lo_python_lacks", {"python": python, "detail": reason[0]})
    return Said("ok", "lo_python_works", {"python": python, "version": asked.stdout.strip()})


_TRIAL = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>
<table:table table:name="KPI"><table:table-row>{formulas}</table:table-row></table:table>
<table:table table:name="Orders">{rows}</table:table>
</office:spreadsheet></office:body></office:document>
"""
_ORDERS = (("Date", "Order", "Revenue"), ("2026-10-01", "1", "600"), ("2026-10-31", "2", "400"))
_ASKED = {"KPI_CALC_CAC(6;2)": 3.0, 'KPI_REVENUE("2026-10")': 1000.0}


def _trial(office: Office) -> list[Said]:
    """A small document goes through the office; its cells have to come back with the right numbers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "trial.fods").write_text(_trial_document(), encoding="utf-8")
        made = folder / "trial.csv"
        try:
            done = _converted(office, folder)
        except subprocess.TimeoutExpired:
            return [Said("error", "lo_trial_hung")]
        if not made.is_file():
            return [_refused("lo_trial_unmade", done)]
        cells = next(csv.reader(made.read_text(encoding="utf-8").splitlines()), [])
    wrong = [
        f"={formula} = {cell}"
        for (formula, expected), cell in zip(_ASKED.items(), [*cells, "", ""], strict=False)
        if not _equal(cell, expected)
    ]
    return (
        [Said("error", "lo_trial_wrong", {"cells": wrong, "log": office.user / LOG})]
        if wrong
        else [Said("ok", "lo_trial_fine")]
    )


def _converted(office: Office, folder: Path) -> subprocess.CompletedProcess[str]:
    target = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false"
    document = str(folder / "trial.fods")
    return office.run("soffice", "--headless", "--norestore", "--convert-to", target, "--outdir", str(folder), document)


def _trial_document() -> str:
    service = f"of:={package.IDENTIFIER.upper()}.ADDIN."
    formulas = "".join(
        f'<table:table-cell table:formula="{escape(service + formula, {chr(34): "&quot;"})}"/>' for formula in _ASKED
    )
    rows = "".join(f"<table:table-row>{''.join(map(_trial_cell, row))}</table:table-row>" for row in _ORDERS)
    return _TRIAL.format(formulas=formulas, rows=rows)


def _trial_cell(text: str) -> str:
    kind = f'office:value-type="float" office:value="{text}"' if text.isdigit() else 'office:value-type="string"'
    if text[:4] == "2026":
        kind = f'office:value-type="date" office:date-value="{text}"'
    return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"


def _equal(cell: str, expected: float) -> bool:
    try:
        return float(cell) == expected
    except ValueError:
        return False


HOST = LibreOffice()
