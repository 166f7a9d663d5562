"""The snapshot: a frozen, checked copy of what the sources hold. Recognition makes it, the engine reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from kpi_core.errors import Finding
from kpi_core.language import Language
from kpi_core.periods import Period

Vat = Literal["included", "excluded"]
VatRates = tuple[tuple[date, Decimal], ...]
"""From which day on how many percent; the first from the beginning of time."""
ScorecardForm = Literal["auto", "index", "matrix"]
Paper = Literal["A4", "Letter"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings table or kpi.toml says; every value has a default.

    Attributes
    ----------
    source : str
        Where a workbook says its facts lie, instead of in its own tables.
    vat : str or None
        Whether money includes VAT, for sources that do not say themselves.
    vat_rate : tuple of (first day, percent)
        The dated rate of VAT, for sources that name none of their own.
    report_vat : str or None
        Whether the report shows money with VAT or without; None: as it stands in the sources.
    scorecard_form : str
        "index", "matrix", or "auto": each row of the scorecard by what it has.
    payout_scale : tuple of (result, payout), or None
        Shares; None for the usual scale.
    kpi_cap, index_cap : float or None
        The most one KPI counts for in the matrix and in the index form; infinite for no limit, None for the usual one.
    bonus : float or None
        The target bonus, paid at a payout of 100 %.
    withhold_insignificant : bool
        Whether a result above 100 % counts as 100 % while its distance from the plan is within chance.
    logo, templates : str
        A picture and a folder of report templates; both checked paths. Templates come from a kpi.toml only.
    color : str
        The firm's colour, "#rrggbb"; empty for ours.
    page_size : str
        The paper of the report.
    email : tuple of str
        To whom `kpi batch --send` sends the report.
    """

    source: str = ""
    company: str = ""
    currency: str = ""
    language: Language | None = None
    report_month: Period | None = None
    kpis: tuple[str, ...] = ()
    conversion: str | None = None
    conversion_horizon_days: int | None = None
    ltv_months: int | None = None
    as_of: date | None = None
    vat: Vat | None = None
    vat_rate: VatRates = ()
    report_vat: Vat | None = None
    rates: tuple[tuple[str, float], ...] = ()
    scorecard_form: ScorecardForm = "auto"
    payout_scale: tuple[tuple[float, float], ...] | None = None
    kpi_cap: float | None = None
    index_cap: float | None = None
    bonus: float | None = None
    withhold_insignificant: bool = False
    logo: str = ""
    color: str = ""
    page_size: Paper = "A4"
    templates: str = ""
    email: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One table that was found in one place, with the fate of each of its rows.

    `rows_read == rows_used + sum(excluded.values()) + rows_refused`, always. Blank lines are no rows.
    """

    file: str
    sheet: str
    name: str
    kind: str
    address: str = ""
    sha256: str = ""
    modified: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    rows_read: int = 0
    rows_used: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)
    rows_refused: int = 0
    monthly: bool = False
    vat: Vat | None = None
    first: date | None = None
    last: date | None = None

    @property
    def place(self) -> str:
        """The file and the sheet or table, as a person would name them."""
        inside = self.sheet or self.name
        return f"{self.file} · {inside}" if inside else self.file


@dataclass(frozen=True, slots=True)
class Facts:
    """All rows of one kind of table.

    Attributes
    ----------
    kind : str
        A key of `kpi_core.facts.TABLES`.
    frame : DataFrame
        One row for each row used. `date` is datetime64 and never missing; money and numbers are int64 at the
        scale of `decimals` (nullable Int64 where cells were empty); identifiers are text, None where empty;
        `channel` is a Categorical of the names shown; flags are bool; `kind` (of spend) is a key of SPEND_KINDS or
        the user's own word; `monthly` is True for a row that stands for a whole month; `source` is an index into
        `sources` and `row` the row number in it.
    decimals : mapping
        For each money or number column, by which power of ten its integers are scaled.
    sources : tuple of Source
        Where the rows came from.
    conflict : tuple of str
        The two places that hold the same identifiers or the same channel on the same days: nothing may be summed.
    outline, relation, filled
        Of rows that stay where they are (Parquet, a database): how many there are by source, day, channel and kind of
        cost; where they are; which identifiers every row has. `frame` is then a narwhals LazyFrame of the same
        columns, with channels and kinds as text, whole numbers as identifiers where all of them are, and `line`
        (rises in the order of the source, where it has one) in place of `row`.
    """

    kind: str
    frame: Any
    decimals: Mapping[str, int]
    sources: tuple[Source, ...] = ()
    conflict: tuple[str, str] | None = None
    outline: Any = None
    relation: Any = None
    filled: frozenset[str] = frozenset()

    def has(self, column: str) -> bool:
        """Whether the column was found."""
        return column in (self.frame.columns if self.relation is None else self.frame.collect_schema().names())

    def rows_dated(self, source: int, period: Period) -> int:
        """How many rows of a source lie in the period."""
        if self.relation is not None:
            return int(self.outline.rows_dated(source, period.start, period.end))
        dates = self.frame.loc[self.frame["source"] == source, "date"]
        after_the_last_day = period.end + timedelta(days=1)
        return int(((dates >= str(period.start)) & (dates < str(after_the_last_day))).sum())


@dataclass(frozen=True, slots=True)
class Target:
    """One row of the plan. Percents are fractions, as the KPI's own value is."""

    month: Period
    kpi: str
    target: float
    channel: str | None = None
    weight: float | None = None
    base: float | None = None
    norm: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the decisions table, as it was written."""

    month: Period
    text: str
    effect: str = ""
    owner: str = ""
    due: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """The analyst's words for one block of the report of one month."""

    month: Period
    text: str
    block: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """What was reported, and paid on, for a month."""

    month: Period
    kpi: str
    value: float
    channel: str | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A result of the scorecard set by hand. It replaces the computed one, which stays visible beside it.

    Attributes
    ----------
    result : float
        The partial result that counts, 1 for 100 %.
    who, why : str
        Neither may be empty.
    on : date or None
        When it was decided.
    month : Period or None
        The month it is for; None for the one that is asked.
    """

    kpi: str
    result: float
    who: str
    why: str
    channel: str | None = None
    on: date | None = None
    month: Period | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """A counter-KPI: while the quality is below the floor, more of the quantity earns nothing more.

    Attributes
    ----------
    kpi : str
        The guarded KPI, leads for instance.
    by : str
        The KPI of quality: qualified_share.
    floor : float
        What it must reach: at least, or at most where lower is better. Percents are fractions.
    limit : float
        The most the guarded KPI counts for below the floor.
    """

    kpi: str
    by: str
    floor: float
    limit: float = 1.0
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the sources hold, checked.

    Attributes
    ----------
    name : str
        The source as the user named it, for titles and file names.
    tables : mapping of str to Facts
        By kind; only kinds that hold rows.
    paid : mapping of str to bool
        Channels that the channels table calls paid or free.
    findings : tuple of Finding
        Everything `kpi check` has to say, in the order of the rows.
    as_of : date
        The day the data speaks of: a setting, else the day the file was saved, in an open workbook today.
    as_of_origin : str
        Which of the three it was: "setting", "file" or "today".
    language : str
        The language of the headers, where the settings do not name one.
    """

    name: str
    tables: Mapping[str, Facts]
    settings: Settings = Settings()
    targets: tuple[Target, ...] = ()
    decisions: tuple[Decision, ...] = ()
    comments: tuple[Comment, ...] = ()
    closed: tuple[Closed, ...] = ()
    overrides: tuple[Override, ...] = ()
    guards: tuple[Guard, ...] = ()
    paid: Mapping[str, bool] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    as_of: date = date.max
    as_of_origin: Literal["setting", "file", "today"] = "file"
    language: Language = "ru"
