"""The tests' side of `driver`: an office as an object whose methods are the driver's verbs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

DRIVER = Path(__file__).with_name("driver.py")
PYTHONS = ("/usr/bin/python3", "/usr/local/bin/python3", "python3")


def python_with_uno() -> str | None:
    """A Python that can talk to the office."""
    for python in PYTHONS:
        try:
            found = subprocess.run([python, "-c", "import uno"], capture_output=True, env={"PATH": "/usr/bin:/bin"})
        except OSError:
            continue
        if found.returncode == 0:
            return python
    return None


class Office:
    """A running office; `office.open(path)` and the like call the driver."""

    def __init__(self, profile: Path, program: Path, display: str = "") -> None:
        python = python_with_uno()
        assert python, "no Python with the module uno: install python3-uno"
        command = [python, str(DRIVER), str(profile), str(program), display]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment())

    def __getattr__(self, verb: str) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            message = [verb, *arguments, *([named] if named else [])]
            assert self._process.stdin
            assert self._process.stdout
            self._process.stdin.write(json.dumps(message, default=str).encode() + b"\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
            assert line, f"the driver died at {message}"
            state, result = json.loads(line)
            assert state == "ok", result
            return result

        return call

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(60)


def _environment() -> dict[str, str]:
    import os

    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "COV"))}
