"""The quadrant: which channels bring customers for their share of the spend, and which eat the budget."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kpi_core.analysis.counts import most_for_zero, share_interval, two_counts
from kpi_core.analysis.evidence import FORBIDDING, number, whole
from kpi_core.analysis.proportions import LEVEL, holm
from kpi_core.answer import Missing
from kpi_core.cube import Cube
from kpi_core.errors import nearest
from kpi_core.folding import fold
from kpi_core.language import Language
from kpi_core.periods import ALL, Period
from kpi_core.units import format_value
from kpi_core.wording import SENTENCES, say
from kpi_core.words import note_text, reason_text

Standing = Literal["grow", "hold", "examine", "drain"]

GROW, EXAMINE = 1.2, 0.8
"""Above this index a channel brings clearly more than its share of the spend, below that one clearly less."""
RESULTS = ("new_customers", "orders", "leads")
"""What a channel is judged by: the first of these that the data carries."""


@dataclass(frozen=True, slots=True)
class Standings:
    """One channel's place, from plain numbers; see `stand`."""

    index: float
    low: float
    high: float
    p: float
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Row:
    """A channel in the quadrant.

    Attributes
    ----------
    channel : str
        Its name.
    spend : float or None
        Advertising spend; None where it is not known.
    results : int or None
        New customers (orders, leads).
    spend_share, result_share : float or None
        x and y: of the paid channels together.
    index : float or None
        y ÷ x, above 1 where the channel brings more than its share of the spend.
    low, high : float or None
        The interval of 95 % of the index.
    cost : float or None
        Spend per result; None without one.
    p : float or None
        How often chance alone sets the channel so far apart from the other paid ones; adjusted for their number.
    standing : str or None
        grow, hold, examine or drain; None where no verdict is due, with the reason.
    reason : str or None
        noise, free, no_spend_rows, unmatched, only_paid, left_censored, partial_source, no_data …
    bound : float or None
        Where money brought nothing: the least a result costs (95 %), spend ÷ 3.
    match : str or None
        For an unmatched channel: the one that may be the same.
    """

    channel: str
    spend: float | None
    results: int | None
    spend_share: float | None = None
    result_share: float | None = None
    index: float | None = None
    low: float | None = None
    high: float | None = None
    cost: float | None = None
    p: float | None = None
    standing: Standing | None = None
    reason: str | None = None
    bound: float | None = None
    match: str | None = None

    def word(self, language: Language) -> str:
        """The verdict in a word; nothing where there is none.

        Examples
        --------
        >>> Row("VK", 100.0, 0, standing="drain").word("ru"), Row("VK", 100.0, 7, reason="noise").word("ru")
        ('съедает бюджет', '')
        """
        return say(f"quadrant_{self.standing}", language) if self.standing else ""

    def why(self, language: Language) -> str:
        """Why there is no verdict; nothing where there is one.

        Examples
        --------
        >>> Row("VK", 100.0, 7, reason="noise").why("en")
        'the difference from the other channels is within the usual scatter'
        """
        if self.reason is None:
            return ""
        if self.match is not None:
            return say("quadrant_unmatched_near", language, match=self.match)
        if f"quadrant_{self.reason}" in SENTENCES:
            return say(f"quadrant_{self.reason}", language)
        return (note_text if f"note_{self.reason}" in SENTENCES else reason_text)(self.reason, language)


@dataclass(frozen=True, slots=True)
class Quadrant:
    """All channels of a period.

    Attributes
    ----------
    period : Period
        The period.
    result : str
        What the channels are judged by: new_customers, orders or leads; "" where the data holds none of them.
    rows : tuple of Row
        In the order of the cube's channels.
    """

    period: Period
    result: str
    rows: tuple[Row, ...]

    def caveat(self, language: Language) -> str:
        """The line that stands under every quadrant: average is not marginal."""
        return say("average_not_marginal", language)

    def bounds(self, language: Language, currency: str = "RUB") -> tuple[str, ...]:
        """A sentence for each channel that spent and brought nothing: what a result costs there at the least."""
        return tuple(
            say(
                f"quadrant_bound_{self.result}",
                language,
                channel=row.channel,
                spend=format_value(row.spend, "money", language, currency),
                bound=format_value(row.bound, "money", language, currency),
            )
            for row in self.rows
            if row.bound is not None
        )


def stand(spend: list[float], results: list[int], level: float = LEVEL) -> list[Standings]:
    """The index of each paid channel, its interval, and the verdict where it is significant.

    index = (k ÷ K) ÷ (s ÷ S); under equal costs k ~ Bin(K, s ÷ S), which is the conditional binomial test of the
    channel against all other paid ones together, with spend as exposure. The p values are adjusted by Holm.

    Parameters
    ----------
    spend : list of float
        Positive, one a channel.
    results : list of int
        New customers of the same channels, at least one in all.
    level : float
        Below which adjusted p value there is a verdict.

    Returns
    -------
    list of Standings
        `standing` is None where the cost differs from the others' within the usual scatter. Else: no result: drain;
        index above 1.2 grow, below 0.8 examine, between hold.

    Notes
    -----
    The interval is Clopper and Pearson's of k ÷ K over the channel's share of spend, and not adjusted. The rival
    convention judges by the index alone, so that 3 customers of 4 expected call for action.

    Source: the project's catalogue, B3 and B4.

    Examples
    --------
    >>> [one.standing for one in stand([1000.0, 1000.0, 1000.0], [60, 30, 0])]
    ['grow', None, 'drain']
    """
    total_spend, total = sum(spend), sum(results)
    p_values = holm(
        [two_counts(k, s, total - k, total_spend - s) if s < total_spend else 1.0
         for s, k in zip(spend, results, strict=True)]
    )  # fmt: skip
    found = []
    for s, k, p in zip(spend, results, p_values, strict=True):
        share = s / total_spend
        index, (low, high) = k / total / share, share_interval(k, total, level)
        found.append(Standings(index, low / share, high / share, p, _standing(index) if p < level else None))
    return found


def _standing(index: float) -> Standing:
    if index == 0:
        return "drain"
    return "grow" if index > GROW else "examine" if index < EXAMINE else "hold"


def quadrant(cube: Cube, period: Period | None = None, level: float = LEVEL) -> Quadrant:
    """Share of advertising spend against share of new customers, channel by channel.

    Parameters
    ----------
    cube : Cube
        The data.
    period : Period, optional
        The report month where omitted.
    level : float
        Below which p value there is a verdict.

    Returns
    -------
    Quadrant
        Every channel; verdicts only for paid channels whose cost per new customer differs significantly from that of
        the other paid ones.

    Notes
    -----
    Shares are of the paid channels together: a free channel would lower every index and has no cost to compare
    (rule R4). The rival convention takes shares of all customers. Customers unknown: orders, else leads. Under twelve
    months of history, and where a table stops early, there is no verdict. While one channel has spend only and
    another sales only in all the data, neither gets one; a channel that the table of channels calls free is known.

    Source: the project's catalogue, B3; the design's rule on channels.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> shop = build(load(shipped("sample_workbooks") / "shop-ru.xlsx"))
    >>> [(row.channel, row.standing) for row in quadrant(shop).rows if row.channel == "Блогеры"]
    [('Блогеры', 'examine')]
    """
    period = period or cube.report_month
    result = next((name for name in RESULTS if not isinstance(cube.amount(name, period, None), Missing)), "")
    if not result:
        return Quadrant(period, "", tuple(Row(channel, None, None, reason="no_data") for channel in cube.channels))
    spend = {channel: number(cube.amount("ad_spend", period, channel)) for channel in cube.channels}
    results = {channel: whole(cube.amount(result, period, channel)) for channel in cube.channels}
    unmatched = unmatched_channels(cube, result)
    paid = [
        channel
        for channel in cube.channels
        if channel not in unmatched and _compared(cube, period, channel, spend, results)
    ]
    standings: dict[str, Standings] = {}
    if sum(results[channel] or 0 for channel in paid):
        found = stand([float(spend[channel] or 0) for channel in paid], [results[each] or 0 for each in paid], level)
        standings = dict(zip(paid, found, strict=True))
    forbidden = forbidding_verdicts(cube, result, period)
    totals = (sum((spend[each] or Fraction(0) for each in paid), Fraction(0)), sum(results[each] or 0 for each in paid))
    rows = []
    for channel in cube.channels:
        reason = "unmatched" if channel in unmatched else _reason(spend[channel], results[channel], standings, channel)
        if reason == "noise" and len(paid) < 2:
            reason = "only_paid"
        elif channel in standings and forbidden:
            reason = forbidden
        rows.append(_row(channel, spend, results, totals, standings.get(channel), reason, unmatched.get(channel)))
    return Quadrant(period, result, tuple(rows))


def _compared(
    cube: Cube, period: Period, channel: str, spend: dict[str, Fraction | None], results: dict[str, int | None]
) -> bool:
    """Whether the channel is paid for and its results are known."""
    return cube.is_paid(channel, period) and (spend[channel] or 0) > 0 and results[channel] is not None


def _reason(spend: Fraction | None, results: int | None, standings: dict[str, Standings], channel: str) -> str | None:
    if channel in standings:
        return None if standings[channel].standing else "noise"
    if results is None:
        return "no_data"
    if spend is None:
        return "no_spend_rows"
    return "free" if spend <= 0 else "only_paid"


def _row(
    channel: str,
    spend: dict[str, Fraction | None],
    results: dict[str, int | None],
    totals: tuple[Fraction, int],
    place: Standings | None,
    reason: str | None,
    match: str | None,
) -> Row:
    spent, brought = spend[channel], results[channel]
    known = None if spent is None else float(spent)
    empty = spent is not None and spent > 0 and brought == 0 and reason != "unmatched"
    bound = known / most_for_zero() if empty and known is not None else None
    cost = known / brought if known and brought else None
    if place is None or spent is None or brought is None:
        return Row(channel, known, brought, cost=cost, reason=reason, bound=bound, match=match or None)
    return Row(
        channel, known, brought, float(spent / totals[0]), brought / totals[1], place.index, place.low, place.high,
        cost, place.p, place.standing if reason is None else None, reason, bound,
    )  # fmt: skip


def forbidding_verdicts(cube: Cube, result: str, period: Period) -> str | None:
    """The note on which no verdict may rest: on the cost of the whole firm, or on the count itself."""
    names = {"new_customers": ("cac", "new_customers"), "orders": ("cpo", "orders"), "leads": ("cpl", "leads")}[result]
    notes = {note for name in names for note in cube.kpi(name, period).notes}
    return next((note for note in FORBIDDING if note in notes), None)


def unmatched_channels(cube: Cube, result: str) -> dict[str, str]:
    """Channels with spend only and with results only in all the data, where both kinds exist: channel → near name.

    The near name is "" where none is near. Channels that the channels table calls free or paid are known.

    Notes
    -----
    A name is proposed where one folded name holds the other, or a letter or two differ.
    """
    spending = {each for each in cube.channels if (number(cube.amount("ad_spend", ALL, each)) or 0) > 0}
    bringing = {each for each in cube.channels if (number(cube.amount(result, ALL, each)) or 0) > 0}
    known = {channel for channel, paid in cube.snapshot.paid.items() if not paid}
    zero = {each for each in cube.channels if number(cube.amount("ad_spend", ALL, each)) == 0}
    money, sales = spending - bringing, bringing - spending - known - zero
    if not money or not sales:
        return {}
    return {
        **{channel: _near(channel, sales) for channel in sorted(money)},
        **{channel: _near(channel, money) for channel in sorted(sales)},
    }


def _near(channel: str, others: set[str]) -> str:
    folded = {fold(other): other for other in sorted(others)}
    own = fold(channel)
    for key, other in folded.items():
        if len(key) > 2 and len(own) > 2 and (key in own or own in key):
            return other
    return folded.get(nearest(own, folded) or "", "")
