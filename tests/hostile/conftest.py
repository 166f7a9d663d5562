"""Reading a hostile file in a process with little memory, so that its death is an outcome like any other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

# What may be asked of the machine for any one file.
MOST_SECONDS, MOST_MEGABYTES = 20.0, 1100
# A reading process started from there inherits it, below the limit that it would set itself.
_ADDRESS_SPACE = 1 << 30
_CODE = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
from kpi_core.errors import KpiError
from kpi_core.sources import read
try:
    code, sheets = "", [[len(g.columns), g.height, [str(c)[:30] for c in (g.row(0) if g.height else [])[:5]]]
        for g in read(sys.argv[1])]
except KpiError as failure:
    code, sheets = failure.code, []
# A process inherits the maximum of the one that started it, here of all the tests before: its own is VmHWM.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
both = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(json.dumps([code, sheets, both // 1024]))
"""


class Outcome(NamedTuple):
    """What came of reading: the refusal's code or "", what was read, and what it took."""

    code: str
    sheets: list[Any]
    seconds: float
    megabytes: int


@pytest.fixture
def confined() -> Callable[[Path], Outcome]:
    """Reads a file in a process of its own; fails where that dies, or takes too much memory or time."""
    pytest.importorskip("resource", reason="limits of memory are POSIX")
    if not Path("/proc/self/status").exists():
        pytest.skip("the memory of one process is measured by Linux' /proc")

    def run(path: Path) -> Outcome:
        began = time.perf_counter()
        found = subprocess.run(
            [sys.executable, "-c", _CODE, str(path), str(_ADDRESS_SPACE)],
            capture_output=True,
            timeout=4 * MOST_SECONDS,
            env=os.environ | {"KPI_LANG": "en"},
            check=False,
        )
        seconds = time.perf_counter() - began
        assert found.returncode == 0, (found.returncode, found.stderr[-2000:])
        code, sheets, megabytes = json.loads(found.stdout)
        assert seconds < MOST_SECONDS, seconds
        assert megabytes < MOST_MEGABYTES, megabytes
        return Outcome(code, sheets, seconds, megabytes)

    return run
