"""A folder of data files: which are data, which are not, and whether it has a kpi.toml."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kpi_core.errors import Finding

DATA_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xltx", ".ods", ".xls", ".parquet"})
CONFIG_NAME = "kpi.toml"
# Lock files of Excel and LibreOffice, hidden files, and what this product writes itself.
_LOCK_PREFIXES = ("~$", ".")
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
    """

    files: tuple[Path, ...]
    skipped: tuple[Path, ...]
    config: Path | None

    def findings(self) -> list[Finding]:
        """One remark for each file that was not read."""
        return [Finding("info", "file_skipped", {"path": path.name}, file=path.name) for path in self.skipped]


def listing(folder: Path) -> Listing:
    """The data files of a folder (not of its subfolders), without lock files, hidden files and our own outputs."""
    files, skipped, config = [], [], None
    for path in sorted(folder.iterdir()):
        name = path.name.casefold()
        if name == CONFIG_NAME:
            config = path
        elif not path.is_file() or name.startswith(_LOCK_PREFIXES) or name.endswith(_OUTPUT_SUFFIXES):
            continue
        elif path.suffix.casefold() in DATA_SUFFIXES:
            files.append(path)
        else:
            skipped.append(path)
    return Listing(tuple(files), tuple(skipped), config)
