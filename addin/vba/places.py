"""Where the add-in's files stand on a Windows machine: the add-in, its settings, its log."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ADDIN = "KPI.xlam"
SETTINGS = "KPI.conf"
_DOCUMENTS = 5


def local() -> Path:
    """What belongs to this user on this machine alone: a path of an interpreter must not follow him to another."""
    folder = os.environ.get("LOCALAPPDATA")
    return Path(folder) if folder else Path.home() / ".local" / "share"


def roaming() -> Path:
    """The user's settings; on another system what stands nearest, so that the same code can be tried there."""
    folder = os.environ.get("APPDATA")
    return Path(folder) if folder else Path.home() / ".config"


def addins_folder() -> Path:
    """Where Excel keeps the add-ins of one user (`Application.UserLibraryPath`)."""
    return roaming() / "Microsoft" / "AddIns"


def log_file() -> Path:
    """Where Python writes its mistakes, for it has no window."""
    return local() / "KPI" / "kpi.log"


def settings_file() -> Path:
    """Where the add-in's VBA looks for its settings."""
    return local() / "KPI" / SETTINGS


def documents_folder() -> Path:
    """The user's Documents, wherever they were moved to."""
    if sys.platform == "win32":
        import ctypes.wintypes

        path = ctypes.create_unicode_buffer(ctypes.wintypes.MAX_PATH)
        if ctypes.windll.shell32.SHGetFolderPathW(None, _DOCUMENTS, None, 0, path) == 0:
            return Path(path.value)
    return Path.home() / "Documents"
