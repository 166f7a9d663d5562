"""Lets LibreOffice recalculate the sample workbooks and holds its values against the saved ones.

    python sample_workbooks/check_with_office.py [FILE.xlsx ...]

Needs `soffice` on the PATH (or its path in SOFFICE) and openpyxl. The KPI_ functions are not asked, only the plain
formulas of the Helper, Expected and KPI sheets. Prints every disagreement; exit 1 if there is one.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook

HERE = Path(__file__).parent
TOLERANCE = 1e-9
# A fresh profile in which a workbook is recalculated whenever it is opened.
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def recalculated(paths: list[Path], folder: Path) -> Path:
    """Open and save every workbook; returns the folder of the results."""
    profile, results = folder / "profile", folder / "results"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    office = os.environ.get("SOFFICE") or shutil.which("soffice")
    if not office:
        sys.exit("soffice not found: install LibreOffice, or name it in SOFFICE")
    # A virtual environment's python3 first on the PATH breaks the office's own Python.
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            results,
            *paths,
        ],
        env={**clean, "PATH": "/usr/bin:/bin"} if os.name == "posix" else clean,
        check=True,
        capture_output=True,
    )
    return results


def disagreements(saved: Path, fresh: Path) -> Iterator[str]:
    """Cells of plain formulas whose recalculated value is another one."""
    formulas = load_workbook(saved)
    before, after = (load_workbook(path, data_only=True) for path in (saved, fresh))
    compared = 0
    for name in formulas.sheetnames:
        rows = zip(formulas[name].iter_rows(), before[name].iter_rows(), after[name].iter_rows(), strict=False)
        for texts, olds, news in rows:
            for text, old, new in zip(texts, olds, news, strict=False):
                if text.data_type != "f" or "KPI_" in str(text.value):
                    continue
                compared += 1
                if not equal(old.value, new.value):
                    label = "" if name != "Expected" else f" ({texts[0].value} {texts[1].value} {texts[2].value or ''})"
                    yield f"{saved.name} {name}!{text.coordinate}{label}: saved {old.value!r}, office {new.value!r}"
        if formulas[name].max_row != after[name].max_row:
            yield f"{saved.name} {name}: {formulas[name].max_row} rows, office {after[name].max_row}"
    print(f"{saved.name}: {compared} formulas compared")


def equal(saved: object, fresh: object) -> bool:
    if isinstance(saved, int | float) and isinstance(fresh, int | float):
        return math.isclose(saved, fresh, rel_tol=TOLERANCE, abs_tol=1e-12)
    return saved == fresh


def main() -> int:
    warnings.simplefilter("ignore", UserWarning)  # openpyxl does not know sparklines
    paths = [Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("*.xlsx"))
    with tempfile.TemporaryDirectory() as folder:
        results = recalculated(paths, Path(folder))
        found = [line for path in paths for line in disagreements(path, results / path.name)]
    print("\n".join(found) or "Every formula agrees.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
