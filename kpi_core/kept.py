"""A cube kept on disk: a spreadsheet answers from it at once, whatever the size of what it was counted from.

The file `NAME.kpicube` is a ZIP of `kept.json` and bare NumPy arrays, stored as they are; ZIP's own checksum guards
each. Nothing in it is run on reading. It is written whole and moved into place, and read whole into memory, so that
whoever reads it while another refreshes it has the old one or the new one.
"""

from __future__ import annotations

import errno
import io
import json
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kpi_core.amounts import Parts
from kpi_core.cube import Cube
from kpi_core.errors import SourceError
from kpi_core.kept_codec import CodecError, decode, encode
from kpi_core.kept_sources import Seen, seen
from kpi_core.kept_tables import MonthlyAnswers, kept_table, monthly_answers
from kpi_core.order_rows import CountedCustomers, OrderRows
from kpi_core.periods import ALL
from kpi_core.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpi_core.language import Language

SUFFIX = ".kpicube"
FORMAT = 3
MOST_ROWS = 10_000_000
"""Up to so many order rows are kept (27 bytes each), and answer any period; of more, whole months, quarters, years."""
_INDEX = "kept.json"
_BROKEN = (zipfile.BadZipFile, CodecError, ValueError, KeyError, TypeError, AttributeError, EOFError, RecursionError,
           NotImplementedError, RuntimeError, MemoryError, ImportError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a kept cube came from.

    Attributes
    ----------
    source : str
        What was refreshed, as its user named it.
    made : datetime
        When, in the time of the machine that did it.
    files : tuple of Seen
        The files behind it, as they were then.
    """

    source: str
    made: datetime
    files: tuple[Seen, ...] = ()

    def said(self, language: Language) -> Iterator[str]:
        """In words: how old it is, and whether the source has changed since."""
        from kpi_core.units import date_label

        day, time = date_label(self.made.date(), language), f"{self.made:%H:%M}"
        yield say("kept_as_of", language, source=self.source, day=day, time=time)
        if changed := self.changed():
            yield say("kept_stale", language, file=changed)

    def changed(self) -> str:
        """The name of the first file that is no longer what it was; "" where all are, or cannot be looked at."""
        return next((file.name for file in self.files if file.changed()), "")


def kept_path(source: str | Path) -> Path:
    """Where the kept cube of a source lies: beside it.

    Examples
    --------
    >>> kept_path("shop/kpi.toml").as_posix(), kept_path("orders.parquet").name, kept_path("team.kpicube").name
    ('shop/kpi.kpicube', 'orders.kpicube', 'team.kpicube')
    """
    path = Path(source)
    if path.is_dir():
        if (path / "kpi.toml").is_file():
            return path / f"kpi{SUFFIX}"
        path = path.resolve()
        return path.with_name(f"{path.name}{SUFFIX}")
    return path.with_suffix(SUFFIX)


def detached(cube: Cube) -> Cube:
    """The same cube without any data frame: what it needs of them, it has as arrays."""
    if cube.detached:
        return cube
    rows = None if _row_count(cube) > MOST_ROWS else cube.order_rows
    customers: Any = None
    if cube.tells_customers:
        customers = monthly_answers(cube) if rows is None else _counted(cube, rows)
    tables: Any = {kind: kept_table(facts) for kind, facts in cube.snapshot.tables.items()}
    parts = Parts(
        replace(cube.snapshot, tables=tables),
        {channel: lane for lane, channel in enumerate(cube.channels, start=1)},
        {name: replace(each, totals=each.totals.detached) for name, each in cube.measured.items()},
        {table: each.detached for table, each in cube.presence.items()},
        {table: each.detached for table, each in cube.monthly.items()},
        cube.spans,
        customers,
        cube.leads,
        rows,
        detached=True,
    )
    return Cube(parts)


def _row_count(cube: Cube) -> int:
    return cube.presence["orders"].total(ALL) if "orders" in cube.presence else 0


def _counted(cube: Cube, rows: OrderRows) -> CountedCustomers:
    lanes = {channel: lane for lane, channel in enumerate(cube.channels, start=1)}
    with_costs = cube.profit_known and "cost_of_goods" in rows.money
    return CountedCustomers(rows, lanes, with_costs, cube.snapshot.settings.ltv_months)


# -- the file ----------------------------------------------------------------------------------------------------


def packed(cube: Cube, source: str | Path, files: tuple[Seen, ...] | None = None) -> bytes:
    """The cube as a file: equal cubes give equal bytes, but for the time.

    Parameters
    ----------
    files : tuple of Seen, optional
        The files behind it as they were before they were read; without it, as they are now.
    """
    cube = detached(cube)
    arrays: dict[str, Any] = {}
    tree = {
        "format": FORMAT,
        "source": _name_of(Path(source)),
        "made": datetime.now().replace(microsecond=0).isoformat(),
        "files": encode(seen(source) if files is None else files, arrays),
        "snapshot": encode(cube.snapshot, arrays),
        "channels": list(cube.channels),
        "measured": encode(cube.measured, arrays),
        "presence": encode(cube.presence, arrays),
        "monthly": encode(cube.monthly, arrays),
        "spans": encode(cube.spans, arrays),
        "leads": encode(cube.leads, arrays),
        "rows": encode(cube.order_rows, arrays),
        "with_costs": cube.profit_known,
        "customers": encode(cube.customers if isinstance(cube.customers, MonthlyAnswers) else None, arrays),
        "tells_customers": cube.tells_customers,
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(_INDEX), json.dumps(tree, ensure_ascii=False, separators=(",", ":")))
        for name, array in arrays.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)
    return content.getvalue()


def _name_of(source: Path) -> str:
    """The last part of its path; of "." and ".." that of the folder itself."""
    return (source.resolve() if source.name in ("", "..") else source).name or str(source)


_open: dict[str, tuple[tuple[int, int, int], Cube]] = {}


def open_kept(path: Path) -> Cube:
    """The cube of a file; the same one again for as long as the file is the same.

    Raises
    ------
    SourceError
        `kept_missing`, `kept_broken`, `kept_other_version` or `source_unreadable`.
    """
    try:
        mark = _mark(path)
        key = str(path.absolute())
        if key not in _open or _open[key][0] != mark:
            _open[key] = (mark, _read(path))
        return _open[key][1]
    except FileNotFoundError:
        raise SourceError("kept_missing", path=path) from None
    except OSError as failure:
        raise SourceError("source_unreadable", path=path, detail=failure.strerror or failure) from failure


def _mark(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def _read(path: Path) -> Cube:
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            if any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist()):
                raise SourceError("kept_broken", path=path)  # none of ours, and it may be a bomb
            tree = json.loads(archive.read(_INDEX))
            if tree["format"] != FORMAT:
                raise SourceError("kept_other_version", path=path)
            names = [member.filename for member in archive.infolist() if member.filename != _INDEX]
            return _cube(tree, {name.removesuffix(".npy"): _array(archive, name) for name in names})
    except _BROKEN as failure:
        raise SourceError("kept_broken", path=path) from failure
    except OSError as failure:
        if failure.errno != errno.EINVAL:
            raise
        raise SourceError("kept_broken", path=path) from failure  # damaged so that ZIP looks before the file's begin


def _array(archive: zipfile.ZipFile, name: str) -> Any:
    with archive.open(name) as member:
        array = np.lib.format.read_array(member, allow_pickle=False)
        if member.read(1):  # reading to the end is what makes ZIP compare the checksum
            raise CodecError("longer than its array")
    return array


def _cube(tree: Mapping[str, Any], arrays: Mapping[str, Any]) -> Cube:
    part = {name: decode(each, arrays) for name, each in tree.items() if name not in ("made", "channels")}
    lanes = {str(channel): lane for lane, channel in enumerate(tree["channels"], start=1)}
    rows, customers = part["rows"], part["customers"]
    if part["tells_customers"] and customers is None:
        with_costs = part["with_costs"] and "cost_of_goods" in rows.money
        customers = CountedCustomers(rows, lanes, with_costs, part["snapshot"].settings.ltv_months)
    kept = Kept(part["source"], datetime.fromisoformat(tree["made"]), part["files"])
    parts = Parts(
        part["snapshot"], lanes, part["measured"], part["presence"], part["monthly"], part["spans"], customers,
        part["leads"], rows, kept, detached=True,
    )  # fmt: skip
    return Cube(parts)
