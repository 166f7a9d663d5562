"""Starts the functions the way Excel does, and asks one of them. Runs on Windows alone."""

from __future__ import annotations

import subprocess
import time
import uuid

_LONGEST = 60.0


def try_server(interpreter: str) -> tuple[float, str]:
    """The seconds until the first answer, and why there was none or ""."""
    try:
        import pythoncom  # type: ignore[import-untyped]
        import win32com.client  # type: ignore[import-untyped]
    except ImportError as failure:
        return 0.0, str(failure)
    clsid = f"{{{uuid.uuid4()}}}".upper()
    started = time.monotonic()
    server = subprocess.Popen(
        [interpreter, "-B", "-P", "-m", "addin.vba.server", clsid],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while time.monotonic() - started < _LONGEST:
            if server.poll() is not None:
                return 0.0, f"exit code {server.returncode}"
            try:
                found = pythoncom.CoCreateInstance(clsid, None, pythoncom.CLSCTX_LOCAL_SERVER, pythoncom.IID_IDispatch)
            except pythoncom.com_error:
                time.sleep(0.2)
                continue
            answer = win32com.client.Dispatch(found).CallUDF(
                "addin.excel", "answer", ["", 0.0, "KPI_CALC_CAC", 600.0, 2.0]
            )
            return time.monotonic() - started, "" if answer == 300.0 else f"{answer!r}"
        return 0.0, f"> {_LONGEST:.0f} s"
    finally:
        server.kill()
