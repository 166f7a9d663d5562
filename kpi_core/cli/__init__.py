"""The `kpi` command: the outermost layer. A file per subcommand, each importing what it needs when it runs."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
import threading
from collections.abc import Sequence

from kpi_core.cli import early


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code: 0, 1 (input), 2 (wrong use) or 130 (Ctrl-C)."""
    # A process that lives for a second: looking for cycles among the imported modules would cost a tenth of it.
    gc.set_threshold(500_000, 50, 100)
    # Nothing here multiplies matrices, and numpy's threads for that would keep the other core from its work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    given = sys.argv[1:] if arguments is None else arguments
    try:
        early.start(given)
        from kpi_core.cli.app import run

        code = run(given)
    except KeyboardInterrupt:
        # Pressed while the modules were still being imported; later ones are told in words by `run`.
        code = 130
    finally:
        early.stop()
    if arguments is not None or threading.active_count() > 1:
        sys.exit(code)
    _leave(code)


def _leave(code: int) -> None:
    """End the process at once: taking a loaded pandas apart, object by object, takes a tenth of a second."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
