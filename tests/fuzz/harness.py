"""Search for inputs that break a reader, led by coverage: `python -m tests.fuzz.harness csv -max_total_time=60`.

Run by hand; needs `pip install atheris` (Linux, macOS). Every target of `tests/fuzz/targets.py` can be named; the
corpus grows in the folder that `KPI_FUZZ_CORPUS` names, else in one that is thrown away. What it finds becomes a named
test.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Run one target until it is stopped or breaks."""
    # Imported here, since the tests' collection imports every file and atheris is not among what they need.
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["kpi_core.sources", "kpi_core.recognise", "csv", "xml"]):
        from tests.fuzz.targets import SEEDS, TARGETS
    name = sys.argv.pop(1)
    corpus = Path(os.environ.get("KPI_FUZZ_CORPUS") or tempfile.mkdtemp()) / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[name]):
        (corpus / f"seed{number}").write_bytes(seed)
    atheris.Setup([*sys.argv, "-max_len=2048", "-timeout=20", str(corpus)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
