"""What Excel starts: `python -m addin.vba.server {class identifier}`. Serves the functions until Excel ends."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler

from addin.vba.places import log_file

_LARGEST_LOG = 500_000


def main(clsid: str) -> None:
    """Write mistakes into the log, and serve."""
    log = log_file()
    log.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(log, maxBytes=_LARGEST_LOG, backupCount=1, encoding="utf-8", delay=True)
    logging.basicConfig(handlers=[handler], format="%(asctime)s %(name)s %(levelname)s %(message)s")
    from addin import excel

    excel.serve(clsid)


if __name__ == "__main__":
    main(sys.argv[1])
