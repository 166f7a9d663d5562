"""kpi.toml and the settings table: the same keys, the same checks, one sentence for each fault.

A file may extend another: a key given here replaces the other's value; a list such as `[[source]]` or `[[target]]`
replaces the other's whole list; `[channels]` adds to the other's, entry by entry. A path is relative to the file that
names it.
"""

from __future__ import annotations

import codecs
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_core.brand import below, relative
from kpi_core.errors import Finding, KpiError, UsageError, nearest
from kpi_core.facts import TABLES
from kpi_core.snapshot import Guard, Override, Settings, Target
from kpi_core.sources.cells import parse_area
from kpi_core.sources.places import missing
from kpi_core.sources.settings import (
    CONVERTERS,
    SETTING_KEYS,
    Address,
    fraction,
    meant_as_percent,
    one_day,
    one_month,
    plain_number,
    settings_from_table,
    share,
    signed,
)
from kpi_core.sources.spec import SourceSpec
from kpi_core.sources.vat import vat_rates

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

    from kpi_core.sources.schema import ConfigFile, GuardEntry, OverrideEntry, SourceEntry, TargetEntry

__all__ = ["Address", "Config", "load_config", "settings_from_table"]


@dataclass(frozen=True, slots=True)
class Config:
    """A kpi.toml with everything it extends, checked; the paths of its sources are absolute."""

    path: Path
    settings: Settings = field(default_factory=Settings)
    sources: tuple[SourceSpec, ...] = ()
    targets: tuple[Target, ...] = ()
    overrides: tuple[Override, ...] = ()
    guards: tuple[Guard, ...] = ()
    channels: Mapping[str, str] = field(default_factory=dict)
    engine: str | None = None
    given: frozenset[str] = frozenset()
    """The settings that it sets, be it to what is the default anyway."""
    findings: tuple[Finding, ...] = ()
    """What is doubtful about its targets."""


def load_config(path: Path) -> Config:
    """A kpi.toml, with what it extends.

    Raises
    ------
    SourceError
        The file is missing.
    UsageError
        It is no TOML, has an unknown key or a wrong value, or extends itself; the file and the key are named.
    """
    path = Path(path).absolute()
    if not path.is_file():
        raise missing(path)
    return _load(path, ())


def _load(path: Path, children: tuple[Path, ...]) -> Config:
    data = _validated(path, _parsed(path))
    base = Config(path)
    if data.extends:
        above = (path.parent / data.extends).resolve()
        chain = (*children, path.resolve())
        if above in chain:
            raise UsageError("config_cycle", path=path.name, extends=data.extends)
        if not above.is_file():
            raise UsageError("config_extends_missing", path=path.name, extends=data.extends)
        base = _load(above, chain)
    given = data.model_fields_set
    engine = data.engine or base.engine
    sources = _each(path, "source", data.source, _source) if "source" in given else base.sources
    return Config(
        path,
        _settings(path, data, base.settings),
        tuple(replace(each, engine=engine) for each in sources),
        _each(path, "target", data.target, _target) if "target" in given else base.targets,
        _each(path, "override", data.override, _override) if "override" in given else base.overrides,
        _each(path, "guard", data.guard, _guard) if "guard" in given else base.guards,
        {**base.channels, **data.channels},
        engine,
        base.given | {name for name in CONVERTERS if getattr(data, name) is not None},
        _percents(path, data.target) if "target" in given else base.findings,
    )


def _parsed(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError:
        raise UsageError("config_encoding", path=path.name) from None
    except OSError as failure:
        raise UsageError("config_unreadable", path=path, detail=failure.strerror or failure) from failure
    except tomllib.TOMLDecodeError as failure:
        at = re.search(r"line (\d+)", str(failure))
        raise UsageError("config_syntax", path=path.name, row=at[1] if at else text.count("\n") + 1) from None


def _validated(path: Path, data: dict[str, Any]) -> ConfigFile:
    from pydantic import ValidationError

    from kpi_core.sources.schema import ConfigFile

    try:
        return ConfigFile.model_validate(data)
    except ValidationError as failure:
        raise _first_fault(path, failure) from None


# What pydantic calls a fault → the code of our sentence.
_EXPECTED = {
    "string": "config_text", "int": "config_whole", "float": "config_number", "list": "config_list",
    "dict": "config_table", "model": "config_table", "date": "config_date", "literal": "config_choice",
}  # fmt: skip


_LISTS = ("source", "target", "override", "guard")


def _first_fault(path: Path, failure: ValidationError) -> UsageError:
    """One fault at a time; an unknown key comes first, since it often explains a missing one."""
    faults = sorted(failure.errors(include_url=False), key=lambda fault: fault["type"] != "extra_forbidden")
    fault = faults[0]
    where = _ours(fault["loc"])
    key = _spelt(where)
    if fault["type"] == "extra_forbidden":
        near = nearest(str(where[-1]), _keys_beside(where))
        if near:
            return UsageError("config_key_near", path=path.name, key=key, near=near)
        return UsageError("config_key", path=path.name, key=key, known=list(_keys_beside(where)))
    if fault["type"] == "missing":
        return UsageError("config_missing_key", path=path.name, key=key)
    code = _EXPECTED.get(fault["type"].partition("_")[0], "config_text")
    if where[-1] in _LISTS and len(where) == 1:
        code = "config_entries"
    choices = str(fault.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
    return UsageError(code, path=path.name, key=key, **({"choices": choices} if code == "config_choice" else {}))


def _ours(location: Iterable[object]) -> list[Any]:
    """A location as far as keys of kpi.toml go: behind a value of several types pydantic names the type it tried."""
    where = list(location)
    depth = {**dict.fromkeys(_LISTS, 3), "source": len(where), "channels": 2}
    return where[: depth.get(str(where[0]), 1)]


def _spelt(where: Iterable[object]) -> str:
    """A location as a person would say it: «source 2: columns: date»."""
    spelt = ""
    for part in where:
        if isinstance(part, int):
            spelt += f" {part + 1}"
        else:
            spelt += f": {part}" if spelt else str(part)
    return spelt


def _keys_beside(where: list[Any]) -> list[str]:
    from kpi_core.sources.schema import ConfigFile, GuardEntry, OverrideEntry, SourceEntry, TargetEntry

    inner: dict[str, type[BaseModel]] = {
        "source": SourceEntry, "target": TargetEntry, "override": OverrideEntry, "guard": GuardEntry,
    }  # fmt: skip
    model = inner[where[0]] if len(where) > 1 else ConfigFile
    return list(model.model_fields)


def _settings(path: Path, data: ConfigFile, base: Settings) -> Settings:
    values = {name: getattr(base, name) for name in SETTING_KEYS}
    for name, convert in CONVERTERS.items():
        given = getattr(data, name)
        if given is not None:
            values[name] = _checked(path, name, convert, given)
    if data.logo is not None:
        values["logo"] = str(_checked(path, "logo", below, path.parent, values["logo"]))
    templates = base.templates if data.templates is None else str(_checked(path, "templates", _templates, path, data))
    rates = {
        **dict(base.rates),
        **dict(_checked(path, "rates", _rate, code, rate) for code, rate in data.rates.items()),
    }
    return Settings(**values, templates=templates, rates=tuple(rates.items()))


def _templates(path: Path, data: ConfigFile) -> Path:
    """The folder of the user's templates; only a kpi.toml names one, for a workbook may come from anybody."""
    folder = below(path.parent, relative(data.templates))
    if not folder.is_dir():
        raise UsageError("brand_templates", name=data.templates)
    return folder


def _checked(path: Path, key: str, convert: Callable[..., Any], *given: object) -> Any:
    """Name the file and the key in whatever the check has to say."""
    try:
        return convert(*given)
    except KpiError as fault:
        raise UsageError("config_value", path=path.name, key=key, why=fault) from None


def _each(path: Path, name: str, entries: Iterable[Any], make: Callable[..., Any]) -> tuple[Any, ...]:
    return tuple(make(path, f"{name} {number}", entry) for number, entry in enumerate(entries, 1))


def _source(path: Path, where: str, entry: SourceEntry) -> SourceSpec:
    _checked(path, f"{where}: table", _table, entry.table)
    for part in ("columns", "constants"):
        _checked(path, f"{where}: {part}", _known_columns, entry.table, getattr(entry, part))
    if entry.won and entry.table not in ("leads", None):
        raise UsageError("config_won", path=path.name, key=f"{where}: won")
    for name, check in (("encoding", _encoding), ("delimiter", _delimiter), ("range", _range), ("dates", _dates)):
        _checked(path, f"{where}: {name}", check, getattr(entry, name))
    values = entry.model_dump(exclude={"path", "keep", "won", "vat_rate"})
    return SourceSpec(
        path=_resolved(entry.path, path.parent),
        keep={header: tuple(chosen) for header, chosen in entry.keep.items()},
        won={header: tuple(chosen) for header, chosen in entry.won.items()},
        vat_rate=None if entry.vat_rate is None else _checked(path, f"{where}: vat_rate", vat_rates, entry.vat_rate),
        **values,
    )


def _resolved(place: str, folder: Path) -> str:
    """A path or a database URL made absolute."""
    scheme, separator, rest = place.partition("://")
    if not separator:
        return str((folder / Path(place).expanduser()).resolve())
    if scheme not in ("sqlite", "duckdb"):
        return place
    return f"{scheme}:///{(folder / rest.removeprefix('/')).resolve().as_posix()}"


def _table(table: str | None) -> None:
    if table is not None and table not in TABLES:
        raise UsageError("config_unknown", value=table, near=nearest(table, TABLES) or list(TABLES))


def _known_columns(table: str | None, columns: Mapping[str, str]) -> None:
    known = TABLES[table].columns if table else {name: 1 for kind in TABLES.values() for name in kind.columns}
    for name in columns:
        if name not in known:
            raise UsageError("config_unknown", value=name, near=nearest(name, known) or list(known))


def _encoding(encoding: str | None) -> None:
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError:
        raise UsageError("config_encoding_unknown", value=encoding) from None


def _dates(pattern: str | None) -> None:
    """A pattern that a day written by it is read back by; months alone are the first of the month."""
    day = datetime(2026, 10, 1)
    try:
        fits = pattern is None or datetime.strptime(day.strftime(pattern), pattern) == day
    except ValueError:
        fits = False
    if not fits:
        raise UsageError("config_dates", value=pattern)


def _rate(code: str, rate: float) -> tuple[str, float]:
    if not re.fullmatch(r"[A-Za-z]{3}", code) or not 0 < rate < math.inf:
        raise UsageError("config_rate", currency=code, value=rate)
    return code.upper(), rate


def _delimiter(delimiter: str | None) -> None:
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise UsageError("config_delimiter", value=delimiter)


def _range(text: str | None) -> None:
    if text is not None and parse_area(text) is None:
        raise UsageError("config_range", value=text)


def _target(path: Path, where: str, entry: TargetEntry) -> Target:
    from kpi_core.catalogue import find

    def number(name: str) -> Any:
        return _checked(path, f"{where}: {name}", plain_number, getattr(entry, name))

    kpi = _checked(path, f"{where}: kpi", find, entry.kpi)
    return Target(
        month=_checked(path, f"{where}: month", one_month, entry.month),
        kpi=kpi.name,
        channel=entry.channel,
        weight=number("weight"),
        **{name: _of_the_kpi(entry, name, number(name)) for name in _OF_THE_KPI},
    )


_OF_THE_KPI = ("target", "base", "norm")
"""The numbers of a target that stand in the unit of its KPI."""


def _number(entry: TargetEntry, name: str) -> float:
    return plain_number(getattr(entry, name)) or 0.0


def _of_the_kpi(entry: TargetEntry, name: str, number: Any) -> Any:
    return number / 100 if _percent(entry, name) else number


def _percent(entry: TargetEntry, name: str) -> bool:
    """Whether a bare number means percent."""
    from kpi_core.catalogue import find

    value, kpi = getattr(entry, name), find(entry.kpi)
    if kpi.unit != "percent" or value is None or (isinstance(value, str) and value.strip().endswith("%")):
        return False
    return meant_as_percent(kpi.name, _number(entry, name))


def _percents(path: Path, entries: Iterable[TargetEntry]) -> tuple[Finding, ...]:
    """A remark on each number that was read as percent without saying so."""
    return tuple(
        Finding(
            "warning",
            "percent_read",
            {"value": (shown := f"{_number(entry, name):g}"), "kpi": entry.kpi, "read": shown},
            file=path.name,
            column=f"target {number}: {name}",
            value=shown,
        )
        for number, entry in enumerate(entries, 1)
        for name in _OF_THE_KPI
        if _percent(entry, name)
    )


def _override(path: Path, where: str, entry: OverrideEntry) -> Override:
    from kpi_core.catalogue import find

    def checked(name: str, convert: Callable[..., Any]) -> Any:
        return _checked(path, f"{where}: {name}", convert, getattr(entry, name))

    return Override(
        kpi=checked("kpi", find).name,
        result=checked("result", share),
        who=checked("who", signed),
        why=checked("why", signed),
        channel=entry.channel,
        on=None if entry.on is None else checked("on", one_day),
        month=checked("month", one_month),
    )


def _guard(path: Path, where: str, entry: GuardEntry) -> Guard:
    from kpi_core.catalogue import find

    def checked(name: str, convert: Callable[..., Any]) -> Any:
        return _checked(path, f"{where}: {name}", convert, getattr(entry, name))

    return Guard(
        kpi=checked("kpi", find).name,
        by=checked("by", find).name,
        floor=checked("floor", fraction if checked("by", find).unit == "percent" else plain_number),
        limit=1.0 if entry.limit is None else checked("limit", share),
        channel=entry.channel,
    )
