"""Starts the functions the way Excel does, and asks one of them. Runs on Windows alone.

Three processes: the functions, somebody who asks them, and we, who end both when nobody answers: a call through COM
may wait for ever.
"""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from contextlib import suppress

_LONGEST = 90.0
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def try_server(interpreter: str) -> tuple[float, str]:
    """The seconds until the first answer, and why there was none or ""."""
    clsid = f"{{{uuid.uuid4()}}}".upper()
    started = time.monotonic()
    server = _start(interpreter, "addin.vba.server", clsid)
    asking = _start(sys.executable, "addin.vba.trial", clsid)
    try:
        while time.monotonic() - started < _LONGEST:
            if asking.poll() is not None:
                why = "" if asking.returncode == 0 else f"exit code {asking.returncode}"
                return time.monotonic() - started, why
            if server.poll() is not None:
                return 0.0, f"exit code {server.returncode}"
            time.sleep(0.1)
        return 0.0, f"> {_LONGEST:.0f} s"
    finally:
        for process in (asking, server):
            with suppress(OSError):
                process.kill()


def _start(interpreter: str, module: str, clsid: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [interpreter, "-B", "-P", "-m", module, clsid],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=_NO_WINDOW,
    )


def main(clsid: str) -> int:
    """Ask for a CAC of 600 ÷ 2 as soon as the functions are there; 0 where the answer is right."""
    import pythoncom  # type: ignore[import-untyped]
    import win32com.client  # type: ignore[import-untyped]

    while True:
        try:
            found = pythoncom.CoCreateInstance(clsid, None, pythoncom.CLSCTX_LOCAL_SERVER, pythoncom.IID_IDispatch)
        except pythoncom.com_error:
            time.sleep(0.2)
            continue
        arguments = ["", 0.0, "KPI_CALC_CAC", 600.0, 2.0]
        return 0 if win32com.client.Dispatch(found).CallUDF("addin.excel", "answer", arguments) == 300.0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
