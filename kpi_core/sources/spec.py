"""What a user says about one source: an entry `[[source]]` of kpi.toml, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi_core.snapshot import Vat, VatRates


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """How to read one source; every field may be left out.

    Attributes
    ----------
    table : str or None
        Which kind of table it is, a key of `kpi_core.facts.TABLES`; None: to be recognised.
    path : str
        As written in kpi.toml, resolved against its folder.
    columns : mapping of str to str
        Our column → their header. The rest is recognised.
    constants : mapping of str to str
        Our column → a value for every row.
    keep, won : mapping of str to tuple of str
        Their header → the values of the rows to keep, or of the leads that are won.
    decimal, dates, encoding, delimiter : str or None
        Only where recognition is to be overruled: "," or ".", a strptime pattern, a codec, a character.
    sheet, range, query : str or None
        The sheet, a cell range such as "B3:F900", an SQL query.
    engine : str or None
        "pandas", "duckdb", "spark" or "sql", where the choice by size is to be overruled.
    vat : str or None
        Whether the money of this source includes VAT.
    vat_rate : tuple of (first day, percent) or None
        Its rate of VAT, where it differs from that of the settings.
    """

    table: str | None = None
    path: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    won: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decimal: str | None = None
    dates: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    range: str | None = None
    query: str | None = None
    engine: str | None = None
    vat: Vat | None = None
    vat_rate: VatRates | None = None


def within(query: str) -> str:
    """A query as a part of another: people end it with a semicolon, or with a remark that would swallow the rest."""
    return f"(\n{query.strip().rstrip(';').rstrip()}\n)"
