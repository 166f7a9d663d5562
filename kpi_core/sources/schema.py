"""The shape of kpi.toml as pydantic sees it. Imported only once a kpi.toml is read: pydantic costs start-up time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from kpi_core.snapshot import Vat


def _listed(value: Any) -> Any:
    """A single value stands for a list of one; numbers and dates mean the text a cell would show."""
    values = value if isinstance(value, list) else [value]
    return [_worded(each) for each in values]


def _worded(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float | date | datetime) else value


Words = Annotated[list[str], BeforeValidator(_listed)]
Word = Annotated[str, BeforeValidator(_worded)]
Amount = float | str


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SourceEntry(_Model):
    """An entry [[source]]."""

    path: str
    table: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, Word] = Field(default_factory=dict)
    keep: dict[str, Words] = Field(default_factory=dict)
    won: dict[str, Words] = Field(default_factory=dict)
    decimal: Literal[",", "."] | None = None
    dates: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    range: str | None = None
    query: str | None = None
    vat: Vat | None = None
    vat_rate: Any = None


class TargetEntry(_Model):
    """An entry [[target]]."""

    month: str | date
    kpi: str
    target: Amount
    channel: str | None = None
    weight: Amount | None = None
    base: Amount | None = None
    norm: Amount | None = None


class OverrideEntry(_Model):
    """An entry [[override]]."""

    month: str | date
    kpi: str
    result: Amount
    who: str
    why: str
    channel: str | None = None
    on: date | str | None = None


class GuardEntry(_Model):
    """An entry [[guard]]."""

    kpi: str
    by: str
    floor: Amount
    limit: Amount | None = None
    channel: str | None = None


class ConfigFile(_Model):
    """One kpi.toml."""

    extends: str | None = None
    company: str | None = None
    currency: str | None = None
    language: str | None = None
    report_month: str | int | date | None = None
    kpis: list[str] | str | None = None
    conversion: str | None = None
    conversion_horizon_days: int | None = None
    ltv_months: int | None = None
    as_of: date | str | None = None
    vat: str | None = None
    vat_rate: Any = None
    report_vat: str | None = None
    scorecard_form: str | None = None
    payout_scale: Any = None
    kpi_cap: Amount | None = None
    index_cap: Amount | None = None
    bonus: Amount | None = None
    withhold_insignificant: bool | str | None = None
    logo: str | None = None
    color: str | None = None
    page_size: str | None = None
    email: list[str] | str | None = None
    templates: str | None = None
    channels: dict[str, str] = Field(default_factory=dict)
    rates: dict[str, float] = Field(default_factory=dict)
    engine: Literal["pandas", "duckdb", "spark", "sql"] | None = None
    source: list[SourceEntry] = Field(default_factory=list)
    target: list[TargetEntry] = Field(default_factory=list)
    override: list[OverrideEntry] = Field(default_factory=list)
    guard: list[GuardEntry] = Field(default_factory=list)
