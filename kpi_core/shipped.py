"""Where the folders that ship with the product stand: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The folder `templates` or `sample_workbooks`.

    The wheel carries them under `kpi_core/_shipped`, for their names are too common for the top level of a
    site-packages; a checkout and an editable install have them next to the package.

    Examples
    --------
    >>> (shipped("templates") / "monthly").is_dir()
    True
    """
    inside = _PACKAGE / "_shipped" / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder
