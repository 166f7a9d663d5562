"""The two or three KPIs to start with: by what kind of business the data shows, and by what the data can answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from kpi_core.answer import Answer, Missing
from kpi_core.catalogue import find
from kpi_core.language import Language
from kpi_core.periods import Period
from kpi_core.units import format_value, period_label
from kpi_core.wording import say
from kpi_core.words import in_sentence, note_text, reason_text

if TYPE_CHECKING:
    from kpi_core.cube import Cube

Kind = Literal["shop", "leads", "subscription"]

# Each place of a starter set with what takes it where the first choice has no trustworthy value.
STARTERS: dict[Kind, tuple[tuple[str, ...], ...]] = {
    "shop": (
        ("sales_growth_yoy", "sales_growth_mom", "revenue"),
        ("average_check", "orders"),
        ("cac", "drr", "cpo", "conversion_visit_order", "spend"),
    ),
    "leads": (
        ("leads",),
        ("conversion_lead_sale", "conversion_lead_sale_calendar", "conversion_visit_lead", "conversion_click_lead"),
        ("cac", "cpl", "cpo", "drr", "spend"),
    ),
    "subscription": (
        ("new_customers", "revenue"),
        ("churn", "repeat_rate"),
        ("ltv_cac", "cac", "arppu"),
    ),
}
# Where a set leaves fewer than two: whatever the data tells.
SPARE = ("revenue", "orders", "leads", "spend", "cpc", "ctr", "clicks", "visits")

CAUTIONS = ("immature", "partial_period", "partial_source", "small_base")

LOOKED_BACK = 6
FEWEST_PAIRS = 3
FEWEST_CUSTOMERS = 20
STAYING = Fraction(1, 2)
PAYMENTS_A_MONTH = Fraction(6, 5)


class Suggested(NamedTuple):
    """One KPI to start with.

    Attributes
    ----------
    instead_of : tuple of (KPI, reason or note)
        What the starter set names first, and why it cannot be trusted yet.
    """

    kpi: str
    answer: Answer
    instead_of: tuple[tuple[str, str], ...] = ()

    def sentence(self, language: Language, currency: str = "RUB") -> str:
        """What the KPI is now, why it is worth watching, and which better one has to wait."""
        kpi = find(self.kpi)
        value = format_value(self.answer.value, kpi.unit, language, currency)
        said = [say("suggest_kpi", language, label=kpi.label.of(language), value=value)]
        said.append(say(f"suggest_{self.kpi}", language))
        heeded = (note_text(note, language) for note in self.answer.notes if note in CAUTIONS)
        said.extend(say("suggest_caution", language, note=note) for note in heeded)
        for name, code in self.instead_of[:1]:
            why = note_text(code, language) if code == "left_censored" else reason_text(code, language)
            label = in_sentence(find(name).label.of(language))
            said.append(say("suggest_instead", language, label=label, why=why))
        return " ".join(said)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The KPIs to start with.

    Attributes
    ----------
    kind : str
        "shop", "leads" or "subscription".
    staying : float or None
        The share of a month's customers who pay in the next one too; where customers are known.
    picks : tuple of Suggested
        Two or three; fewer only where the data answers fewer.
    """

    kind: Kind
    month: Period
    staying: float | None
    picks: tuple[Suggested, ...]

    @property
    def kpis(self) -> tuple[str, ...]:
        """The identifiers, for the setting `kpis`."""
        return tuple(pick.kpi for pick in self.picks)

    def sentences(self, language: Language, currency: str = "RUB") -> list[str]:
        """What business this is taken for, then a sentence or two a KPI."""
        if not self.picks:
            return [say("suggest_nothing", language, month=period_label(self.month, language))]
        staying = format_value(self.staying, "percent", language)
        opening = say(f"suggest_kind_{self.kind}", language, staying=staying)
        return [opening, *(pick.sentence(language, currency) for pick in self.picks)]


def is_subscription(months: Sequence[tuple[Fraction, Fraction, Fraction, Fraction]]) -> bool:
    """Whether the same customers pay month after month, once a month, on plain numbers.

    Parameters
    ----------
    months : sequence of (customers before, of these also now, customers now, orders now)
        One for each month that has one before it.

    Notes
    -----
    At least three such months with twenty customers before; half of all customers pay in the next month too; and a
    customer pays 1.2 times a month at most. A grocer's customers stay as well, but come more often than once. The
    thresholds are this project's own: no published rule was found.

    Examples
    --------
    >>> gym = (Fraction(100), Fraction(90), Fraction(104), Fraction(105))
    >>> grocer = (Fraction(100), Fraction(90), Fraction(104), Fraction(420))
    >>> is_subscription([gym] * 3), is_subscription([grocer] * 3), is_subscription([gym] * 2)
    (True, False, False)
    """
    usable = [month for month in months if month[0] >= FEWEST_CUSTOMERS]
    if len(usable) < FEWEST_PAIRS:
        return False
    before, stayed, customers, orders = (sum(column, Fraction(0)) for column in zip(*usable, strict=True))
    return stayed >= STAYING * before and orders <= PAYMENTS_A_MONTH * customers


def suggest(cube: Cube, month: Period | None = None) -> Suggestion:
    """Two or three KPIs for this business, each with a value that can be trusted now.

    Parameters
    ----------
    cube : Cube
    month : Period, optional
        The report month where omitted.

    Returns
    -------
    Suggestion
        No KPI in it is undefined or left-censored in the month.

    Notes
    -----
    The kind is read off the data: customers who pay every month make a subscription (`is_subscription`); leads without
    a table of orders, or orders that name their lead, a firm that lives by leads; all else is a shop. For each place of
    the starter set the first KPI with a trustworthy value is taken.

    Source: the project's brief ("choose 2–3"); the catalogue of the project, starter set.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> found = suggest(build(load(shipped("sample_workbooks") / "shop-ru.xlsx")))
    >>> found.kind, found.kpis
    ('shop', ('sales_growth_yoy', 'average_check', 'cac'))
    """
    month = month or cube.report_month
    months = list(_months(cube, month))
    kind = _kind(cube, months)
    picks = [pick for place in STARTERS[kind] if (pick := _pick(cube, month, place))]
    for name in SPARE:
        if len(picks) >= 2:
            break
        if name not in {pick.kpi for pick in picks} and (spare := _pick(cube, month, (name,))):
            picks.append(spare)
    before = sum((each[0] for each in months), Fraction(0))
    staying = float(sum((each[1] for each in months), Fraction(0)) / before) if before else None
    return Suggestion(kind, month, staying, tuple(picks))


def _kind(cube: Cube, months: Sequence[tuple[Fraction, Fraction, Fraction, Fraction]]) -> Kind:
    if is_subscription(months):
        return "subscription"
    orders = cube.snapshot.tables.get("orders")
    return "leads" if "leads" in cube.measured and (orders is None or orders.has("lead_id")) else "shop"


def _months(cube: Cube, month: Period) -> Iterator[tuple[Fraction, Fraction, Fraction, Fraction]]:
    """The months up to the report month in which customers can be followed from the month before."""
    names = ("customers_previous", "retained_customers", "customers", "orders")
    for each in [known for known in cube.months if known.last <= month.last][-LOOKED_BACK:]:
        amounts = [cube.amount(name, each, None) for name in names]
        if not any(isinstance(amount, Missing) for amount in amounts):
            before, stayed, customers, orders = amounts
            yield before, stayed, customers, orders


def _pick(cube: Cube, month: Period, place: Sequence[str]) -> Suggested | None:
    passed_over: list[tuple[str, str]] = []
    for name in place:
        answer = cube.kpi(name, month)
        if answer.value is not None and "left_censored" not in answer.notes:
            return Suggested(name, answer, tuple(passed_over))
        passed_over.append((name, answer.reason or "left_censored"))
    return None
