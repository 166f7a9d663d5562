"""What if: a sum moved from one paid channel to another, at average cost, with its interval and its caveat."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_core.analysis.counts import rate_difference, two_counts
from kpi_core.analysis.evidence import number, whole
from kpi_core.analysis.proportions import LEVEL
from kpi_core.analysis.quadrant import RESULTS, forbidding_verdicts, unmatched_channels
from kpi_core.answer import Missing
from kpi_core.cube import Cube
from kpi_core.language import Language
from kpi_core.periods import Period
from kpi_core.units import MINUS, format_difference, format_value
from kpi_core.wording import SENTENCES, say
from kpi_core.words import note_text, reason_text

MOST_OF_RECEIVER = 0.2
"""At most this part of what the receiver spends is proposed for one step."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The change of results when money moves, from plain numbers; see `moved`."""

    change: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A sum moved from one channel to another.

    Attributes
    ----------
    amount : float
        The sum that was asked about.
    giver, receiver : str
        The channels.
    result : str
        What is counted: new_customers, orders or leads.
    change, low, high : float or None
        The expected change of results at average cost, with its interval of 95 %.
    p : float or None
        How often chance alone sets the costs of the two so far apart.
    significant : bool or None
        Whether the two channels' costs differ by more than chance.
    advised : float or None
        The most that is proposed in one step, 20 % of the receiver's spend; None where no move is.
    reason : str or None
        Why it was not estimated: not_paid, same_channel, not_positive, too_much, unmatched, left_censored …
    channel : str or None
        The channel the reason speaks of.
    """

    amount: float
    giver: str
    receiver: str
    result: str = ""
    change: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    significant: bool | None = None
    advised: float | None = None
    reason: str | None = None
    channel: str | None = None

    def sentences(self, language: Language, currency: str = "RUB") -> tuple[str, ...]:
        """The estimate, what to do about it, and the caveat; or why there is no estimate.

        Examples
        --------
        >>> WhatIf(5000.0, "VK", "VK", reason="same_channel").sentences("en")
        ('The move is not estimated: both channels are the same.',)
        """
        if self.change is None or self.low is None or self.high is None:
            return (say("whatif_refused", language, why=self._why(language)),)
        change, low, high = (_signed(value, language) for value in (self.change, self.low, self.high))
        gain = say(
            "whatif_gain",
            language,
            sum=format_value(self.amount, "money", language, currency),
            giver=self.giver,
            receiver=self.receiver,
            change=change,
            low=low,
            high=high,
            what=say(f"count_{self.result}", language).split("|")[-1],
        )
        return (gain, self._advice(language, currency), say("average_not_marginal", language))

    def _advice(self, language: Language, currency: str) -> str:
        if self.advised is not None:
            advised = format_value(self.advised, "money", language, currency)
            return say("whatif_advised", language, advised=advised, receiver=self.receiver)
        if self.significant:
            return say("whatif_worse", language, giver=self.giver, receiver=self.receiver)
        return say("whatif_noise", language)

    def _why(self, language: Language) -> str:
        reason = self.reason or "no_data"
        for code in (f"whatif_{reason}", f"quadrant_{reason}"):
            if code in SENTENCES:
                return say(code, language, channel=self.channel or "")
        return (note_text if f"note_{reason}" in SENTENCES else reason_text)(reason, language)


def _signed(value: float, language: Language) -> str:
    """A count with its sign, and a decimal where it is small."""
    if abs(value) >= 10:
        return format_difference(round(value), "count", language)
    text = format_value(abs(value), "ratio", language, digits=1)
    sign = "" if round(abs(value), 1) == 0 else MINUS if value < 0 else "+"
    return sign + text


def moved(
    amount: float,
    giver_results: int,
    giver_spend: float,
    receiver_results: int,
    receiver_spend: float,
    level: float = LEVEL,
) -> Moved:
    """The expected change of results: amount × (k₂ ÷ s₂ − k₁ ÷ s₁), from giver 1 to receiver 2.

    Parameters
    ----------
    amount : float
        The sum moved.
    giver_results, receiver_results : int
        Results of the two channels.
    giver_spend, receiver_spend : float
        Their spend, positive.
    level : float
        What the interval may miss.

    Returns
    -------
    Moved
        The change, its interval, and the p value of the two costs being the same.

    Notes
    -----
    Average is not marginal: the next rouble in a channel usually brings less than its average one, so that the change
    is the best case. Models with diminishing returns are the rival convention; they need tests or years of data.

    Source: the project's catalogue, B11; interval: Zou and Donner 2008 over score intervals.

    Examples
    --------
    >>> result = moved(1000.0, 10, 10_000.0, 40, 10_000.0)
    >>> result.change, round(result.low, 2), round(result.high, 2)
    (3.0, 1.65, 4.52)
    """
    change = amount * (receiver_results / receiver_spend - giver_results / giver_spend)
    low, high = rate_difference(receiver_results, receiver_spend, giver_results, giver_spend, level)
    p = two_counts(receiver_results, receiver_spend, giver_results, giver_spend)
    return Moved(change, amount * low, amount * high, p)


def what_if(
    cube: Cube, amount: float, giver: str, receiver: str, period: Period | None = None, level: float = LEVEL
) -> WhatIf:
    """What moving a sum from one paid channel to another would change, at the costs of a period.

    Parameters
    ----------
    cube : Cube
        The data.
    amount : float
        The sum, not more than the giver spent in the period.
    giver, receiver : str
        Any spelling of two channels.
    period : Period, optional
        The report month where omitted.
    level : float
        What the interval may miss, and below which p value the two channels differ.

    Returns
    -------
    WhatIf
        Refused, with a reason, where not both channels are paid, or the data forbids a verdict on their costs. A sum
        is advised only where the receiver is significantly cheaper, and never more than 20 % of its spend.

    Raises
    ------
    UsageError
        For an unknown channel.

    Notes
    -----
    See `moved` for the formula and its caveat.

    Source: the project's catalogue, B11; the report's rules of good practice.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> shop = build(load(shipped("sample_workbooks") / "shop-ru.xlsx"))
    >>> answer = what_if(shop, 30_000, "Блогеры", "Яндекс Директ")
    >>> round(answer.change, 1), answer.significant  # 30 000 · (141 ÷ 206 365,16 − 11 ÷ 139 178,55)
    (18.1, True)
    >>> what_if(shop, 30_000, "SEO", "Яндекс Директ").reason
    'not_paid'
    """
    period = period or cube.report_month
    giver, receiver = cube.channel_or_error(giver), cube.channel_or_error(receiver)
    result = next((name for name in RESULTS if not isinstance(cube.amount(name, period, None), Missing)), "")
    spend = [number(cube.amount("ad_spend", period, each)) for each in (giver, receiver)]
    counts = [whole(cube.amount(result, period, each)) if result else None for each in (giver, receiver)]
    reason, channel = _refusal(cube, amount, giver, receiver, result, period)
    if reason is not None or spend[0] is None or spend[1] is None or counts[0] is None or counts[1] is None:
        return WhatIf(amount, giver, receiver, result, reason=reason or "no_data", channel=channel)
    found = moved(amount, counts[0], float(spend[0]), counts[1], float(spend[1]), level)
    significant = found.p < level
    cap = MOST_OF_RECEIVER * float(spend[1]) if significant and found.change > 0 else None
    return WhatIf(amount, giver, receiver, result, found.change, found.low, found.high, found.p, significant, cap)


def _refusal(
    cube: Cube, amount: float, giver: str, receiver: str, result: str, period: Period
) -> tuple[str | None, str | None]:
    """Why the move is not estimated, and the channel this is due to."""
    if giver == receiver:
        return "same_channel", None
    if not amount > 0:
        return "not_positive", None
    if not result:
        return "no_data", None
    unmatched = unmatched_channels(cube, result)
    for channel in (giver, receiver):
        spent = number(cube.amount("ad_spend", period, channel))
        if not cube.is_paid(channel, period) or spent is None or spent <= 0:
            return "not_paid", channel
        if channel in unmatched:
            return "unmatched", channel
        if channel == giver and amount > spent:
            return "too_much", channel
    return forbidding_verdicts(cube, result, period), None
