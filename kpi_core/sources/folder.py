"""A folder of data files: which are data, which are not, and whether it has a kpi.toml."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kpi_core.errors import Finding

DATA_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xltx", ".ods", ".xls", ".parquet"})
CONFIG_NAME = "kpi.toml"
# Lock files of Excel and LibreOffice, hidden files, and what this product writes itself.
_LOCK_PREFIXES = ("~$", ".")
_TABLES, _DEEPEST = frozenset({".csv", ".tsv", ".parquet"}), 4
_OUTPUT_SUFFIXES = (".closed.csv", ".pdf")


class Listing(NamedTuple):
    """What a folder holds.

    Attributes
    ----------
    files : tuple of Path
        The data files, sorted by name.
    skipped : tuple of Path
        Files that are no data by their extension: worth a word, since one may be an export under another name.
    config : Path or None
        Its kpi.toml.
    inside : tuple of Path
        Its subfolders, which are not looked into.
    """

    files: tuple[Path, ...]
    skipped: tuple[Path, ...]
    config: Path | None
    inside: tuple[Path, ...] = ()

    def findings(self) -> list[Finding]:
        """One remark for each file that was not read, and for each subfolder with tables in it."""
        files = [Finding("info", "file_skipped", {"path": path.name}, file=path.name) for path in self.skipped]
        held = {path.name: path for path in self.inside if data_inside(path)}
        return files + [Finding("warning", "folder_skipped", {"path": name}, file=name) for name in held]


def listing(folder: Path) -> Listing:
    """The data files of a folder (not of its subfolders), without lock files, hidden files and our own outputs."""
    files, skipped, inside, config = [], [], [], None
    for path in sorted(folder.iterdir()):
        name = path.name.casefold()
        if name == CONFIG_NAME:
            config = path
        elif path.is_dir() and not name.startswith(_LOCK_PREFIXES):
            inside.append(path)
        elif not path.is_file() or name.startswith(_LOCK_PREFIXES) or name.endswith(_OUTPUT_SUFFIXES):
            continue
        elif path.suffix.casefold() in DATA_SUFFIXES:
            files.append(path)
        else:
            skipped.append(path)
    return Listing(tuple(files), tuple(skipped), config, tuple(inside))


def data_inside(folder: Path) -> Path | None:
    """The nearest folder with Parquet or CSV files in it: this one, or one of those it is divided into."""
    for depth in range(_DEEPEST):
        found = next((path for path in sorted(folder.glob("*/" * depth + "*")) if _is_table(path)), None)
        if found is not None:
            return found.parent
    return None


def _is_table(path: Path) -> bool:
    return path.suffix.casefold() in _TABLES and path.is_file() and not path.name.startswith(_LOCK_PREFIXES)
