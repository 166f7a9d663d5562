"""Have other people's checkers look at the PDFs: qpdf, pikepdf, pdfua and outloud.

Run by the environment of the project. The checkers live in one of their own, for outloud needs a package under the
AGPL, which must not get near anything that ships. veraPDF, the reference for PDF/A, needs Java and is not on PyPI.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
CHECKERS = ROOT / ".venv-pdf"
PACKAGES = ("pikepdf>=10.18,<11", "pdfua>=0.1.3,<0.2", "outloud>=0.2.1,<0.3")
REPORTS = (("shop-ru", "ru", "pdf/a-3a"), ("leads-ru", "ru", "pdf/ua-1"), ("shop-en", "en", "pdf/ua-1"))
# An archive file does not call itself PDF/UA as well, which is all that the checkers of reading aloud may miss in it.
NOT_CLAIMED = {"pdf/a-3a": {"UA-28-004", "DOC-012"}}
_OPENED = """
import sys, pikepdf
with pikepdf.open(sys.argv[1]) as pdf:
    assert not pdf.check_pdf_syntax(), pdf.check_pdf_syntax()
    with pdf.open_metadata() as told:
        print(told.pdfa_status)
    print(len(pdf.attachments))
"""


def run(*command: object) -> str:
    """The output of a command that must succeed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def checkers() -> Path:
    """The folder of the checkers' programs."""
    programs = CHECKERS / "bin"
    if not (programs / "outloud").exists():
        venv.create(CHECKERS, with_pip=True, clear=True)
        run(programs / "pip", "install", "--quiet", *PACKAGES)
    return programs


def check(pdf: Path, standard: str, programs: Path) -> None:
    """One PDF, by every checker; whatever is not allowed for is a fault."""
    run("qpdf", "--check", pdf)
    level, attached = run(programs / "python", "-c", _OPENED, pdf).split("\n")[:2]
    assert level == ("3A" if standard == "pdf/a-3a" else ""), level
    assert attached == "2", attached
    allowed = NOT_CLAIMED.get(standard, set())
    told = subprocess.run([programs / "pdfua", "check", "-f", "json", pdf], capture_output=True, text=True, check=False)
    found = {each["rule_id"] for each in json.loads(told.stdout)["findings"]}
    assert found <= allowed, told.stdout
    skipped = [part for rule in sorted(allowed) if rule.startswith("DOC") for part in ("--skip", rule)]
    run(programs / "outloud", "--fail-on", "warning", *skipped, pdf)


def main() -> None:
    """Make the reports and check them."""
    programs = checkers()
    with TemporaryDirectory() as folder:
        for name, language, standard in REPORTS:
            pdf = Path(folder) / f"{name}.pdf"
            source = ROOT / "sample_workbooks" / f"{name}.xlsx"
            command = (Path(sys.executable).with_name("kpi"), "report", source, "--lang", language)
            run(*command, "--standard", standard, "--output", pdf)
            check(pdf, standard, programs)
            sys.stdout.write(f"{name}: {standard}, {pdf.stat().st_size >> 10} KB, no finding\n")


if __name__ == "__main__":
    main()
