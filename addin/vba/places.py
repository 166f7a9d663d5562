"""Where the add-in's files stand on a Windows machine: the add-in, its settings, its log."""

from __future__ import annotations

import os
from pathlib import Path

ADDIN = "KPI.xlam"
SETTINGS = "KPI.conf"


def roaming() -> Path:
    """The user's settings; on another system what stands nearest, so that the same code can be tried there."""
    folder = os.environ.get("APPDATA")
    return Path(folder) if folder else Path.home() / ".config"


def addins_folder() -> Path:
    """Where Excel keeps the add-ins of one user (`Application.UserLibraryPath`)."""
    return roaming() / "Microsoft" / "AddIns"


def log_file() -> Path:
    """Where Python writes its mistakes, for it has no window."""
    return roaming() / "KPI" / "kpi.log"
