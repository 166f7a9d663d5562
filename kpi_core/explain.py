"""How a number came about, in words: definition, formula with the numbers put in, rows, and what to do without one.

Made for `kpi explain` (`Explanation.lines`) and for a cell with KPI_EXPLAIN (`Explanation.sentence`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kpi_core.answer import Answer, Missing
from kpi_core.catalogue import find
from kpi_core.formula import Symbol
from kpi_core.language import Language
from kpi_core.measures import MEASURES, PREVIOUS, Measure, Unit, parameter_label, split_shift
from kpi_core.periods import ALL, Period
from kpi_core.registry import Kpi
from kpi_core.units import DASH, date_label, format_value, period_label
from kpi_core.wording import SENTENCES, say
from kpi_core.words import counted, excluded_text, in_sentence, note_text, reason_text

if TYPE_CHECKING:
    from kpi_core.cube import Cube
    from kpi_core.snapshot import Source

_SHOWN_AGES = 4
_ONE_LINE = 76
_MONEY_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a value of a KPI came about; every field is finished text, "" where there is nothing to say.

    Attributes
    ----------
    label, definition : str
        What people call the KPI, and its meaning in one sentence.
    about : str
        The period and the channel.
    formula : str
        In words: «расходы на маркетинг ÷ новые клиенты»; "" for a measure, which is no formula.
    numbers : str
        The formula with the numbers put in.
    result : str
        The value in its unit, or a dash.
    reason, remedy : str
        Why there is no value, and what to do about it.
    notes : tuple of str
        What qualifies the value.
    remarks : tuple of str
        How the question was understood: the month, the pair of a conversion, revenue in place of profit.
    sources : tuple of str
        Where the rows came from, how many were used and how many left out.
    answer : Answer
        The value itself.
    language : str
        Of the texts.
    """

    label: str
    definition: str
    about: str
    formula: str
    numbers: str
    result: str
    reason: str
    remedy: str
    notes: tuple[str, ...]
    remarks: tuple[str, ...]
    sources: tuple[str, ...]
    answer: Answer
    language: Language

    @property
    def equation(self) -> str:
        """«Label = formula = numbers = result», without parts that would repeat their neighbour."""
        parts = (self.label, self.formula, self.numbers, self.result)
        return " = ".join(part for part in parts if part)

    def lines(self) -> list[str]:
        """The explanation line by line; an empty one divides the parts, a long equation has a line for each step."""
        head = [f"{self.label} · {self.about}", *([self.definition] if self.definition else []), ""]
        short = len(self.equation) <= _ONE_LINE
        head += [self.equation] if short else [self.label, *(f"  = {part}" for part in self._equals() if part)]
        if self.reason:
            head += ["", self._say("explain_reason", reason=self.reason), self.remedy]
        rest = [
            *self._part("explain_remarks", self.remarks),
            *self._part("explain_notes", self.notes),
            *self._part("explain_sources", self.sources),
        ]
        return [*head, *rest]

    def sentence(self) -> str:
        """The explanation as one paragraph, for a cell."""
        parts = [f"{self.label}, {self.about}: {' = '.join(part for part in self._equals() if part)}."]
        if self.reason:
            parts += [self._say("explain_reason", reason=self.reason), self.remedy]
        parts += self.remarks
        if self.notes:
            parts.append(f"{self._say('explain_notes')} {'; '.join(self.notes)}.")
        if self.sources:
            parts.append(f"{self._say('explain_sources')} {'; '.join(self.sources)}.")
        return " ".join(part for part in parts if part)

    def _equals(self) -> tuple[str, str, str]:
        return self.formula, self.numbers, self.result

    def _part(self, code: str, lines: tuple[str, ...]) -> list[str]:
        return ["", self._say(code), *(f"  {line}" for line in lines)] if lines else []

    def _say(self, code: str, **params: Any) -> str:
        return say(code, self.language, **params)


def explain(
    cube: Cube, kpi: str, period: Period | None = None, channel: str | None = None, language: Language = "ru"
) -> Explanation:
    """Explain a value.

    Parameters
    ----------
    cube : Cube
        Answers for any KPI, period and channel.
    kpi : str
        A KPI or measure, in any spelling that `catalogue.find` knows.
    period : Period, optional
        The report month where omitted; the explanation then says how that month came about.
    channel : str, optional
        Any spelling of a channel; all channels together where omitted.
    language : str
        "ru" or "en".

    Raises
    ------
    UsageError
        For an unknown KPI or channel.

    Examples
    --------
    >>> from kpi_core.engine import build
    >>> from kpi_core.load import load
    >>> from kpi_core.shipped import shipped
    >>> cube = build(load(shipped("sample_workbooks") / "summary-ru.xlsx"))
    >>> explain(cube, "drr").formula
    'расходы на рекламу ÷ выручка'
    """
    return _Explainer(cube, kpi, period, channel, language).explanation()


class _Explainer:
    def __init__(self, cube: Cube, name: str, period: Period | None, channel: str | None, language: Language) -> None:
        self._cube = cube
        self._asked = find(name)
        self._kpi: Kpi = find(cube.resolved(self._asked.name))
        self._period = period or cube.report_month
        self._by_default = period is None
        self._channel = None if channel is None else cube.channel_or_error(channel)
        self._language = language
        self._answer = cube.kpi(self._kpi.name, self._period, self._channel)

    def explanation(self) -> Explanation:
        has_formula = not isinstance(self._kpi.formula, Symbol)
        missing = self._answer.value is None
        return Explanation(
            label=self._kpi.label.of(self._language),
            definition=self._kpi.summary.of(self._language) if self._kpi.category != "measures" else "",
            about=self._about(),
            formula=self._kpi.formula.text(lambda name: parameter_label(name).of(self._language))
            if has_formula
            else "",
            numbers=self._kpi.formula.text(self._number) if has_formula else "",
            result=self._result(),
            reason=reason_text(self._answer.reason or "", self._language) if missing else "",
            remedy=self._remedy() if missing else "",
            notes=tuple(note_text(note, self._language) for note in self._answer.notes),
            remarks=tuple(self._remarks()),
            sources=tuple(self._sources()),
            answer=self._answer,
            language=self._language,
        )

    def _say(self, code: str, **params: Any) -> str:
        return say(code, self._language, **params)

    def _about(self) -> str:
        return ", ".join([period_label(self._period, self._language), *([self._channel] if self._channel else [])])

    # -- numbers -------------------------------------------------------------------------------------------------

    def _number(self, parameter: str) -> str:
        amount = self._cube.amount(parameter, self._period, self._channel)
        unit = MEASURES[split_shift(parameter)[0]].unit
        if isinstance(amount, Missing):
            return DASH
        if isinstance(amount, tuple):
            shown = [self._value(float(each), unit) for each in amount[:_SHOWN_AGES]]
            return f"({'; '.join(shown)}{'; …' if len(amount) > _SHOWN_AGES else ''})"
        return self._value(float(amount), unit)

    def _value(self, value: float, unit: Unit) -> str:
        """Money to the hundredth: a reader recomputes the result from the numbers shown."""
        digits = _MONEY_DIGITS if unit == "money" else None
        return format_value(value, unit, self._language, self._cube.snapshot.settings.currency, digits=digits)

    def _result(self) -> str:
        if self._answer.beyond is not None:
            return f"> {format_value(self._answer.beyond, 'months', self._language)}"
        return DASH if self._answer.value is None else self._value(self._answer.value, self._kpi.unit)

    # -- remarks -------------------------------------------------------------------------------------------------

    def _remarks(self) -> Iterator[str]:
        if self._asked.first_of:
            asked, taken = (kpi.label.of(self._language) for kpi in (self._asked, self._kpi))
            yield self._say("explain_stands_for", asked=asked, taken=taken, name=self._kpi.name)
        if self._by_default:
            yield self._report_month()
        if self._on_revenue():
            yield self._say("explain_on_revenue", label=in_sentence(self._kpi.label.of(self._language)))
        if "recalculated" in self._answer.notes:
            before = self._cube.closed(self._kpi.name, self._period, self._channel)
            if before is not None:
                yield self._say("explain_closed", value=self._value(before, self._kpi.unit))
        if self._cube.kept is not None:
            yield from self._cube.kept.said(self._language)

    def _report_month(self) -> str:
        """Which month was taken without being named, and why."""
        month = period_label(self._cube.report_month, self._language)
        if self._cube.snapshot.settings.report_month is not None:
            return self._say("explain_month_setting", month=month)
        table = self._cube.sales_table
        if table is None:
            return self._say("explain_month_as_of", month=month)
        span = self._cube.spans[table]
        last = date_label(date.fromordinal(span.last), self._language)
        said = self._say(
            "explain_month_last" if span.complete(self._cube.report_month) else "explain_month_partial",
            month=month,
            last=last,
        )
        if any(source.monthly for source in self._cube.sources_of(table)):
            # Only for monthly rows does the date of the file decide whether their month is over.
            day = date_label(self._cube.snapshot.as_of, self._language)
            origin = self._say(f"explain_as_of_{self._cube.snapshot.as_of_origin}", day=day)
            return f"{said} {origin}"
        return said

    def _on_revenue(self) -> bool:
        """Whether the formula asks for profit and gets revenue, because costs are not known."""
        return any("gross_profit" in measure.name for measure in self._kpi.measures) and not self._cube.profit_known

    # -- rows ----------------------------------------------------------------------------------------------------

    def _sources(self) -> Iterator[str]:
        told: dict[tuple[str, str], list[Measure]] = {}
        sources: dict[tuple[str, str], Source] = {}
        for measure in self._kpi.measures:
            for source in self._sources_of(measure):
                key = (source.file, source.sheet or source.name)
                sources[key] = source
                told.setdefault(key, []).append(measure)
        for key, source in sources.items():
            labels = ", ".join(measure.label.of(self._language) for measure in told[key])
            yield f"{labels}: {self._rows(source, told[key])}"

    def _sources_of(self, measure: Measure) -> tuple[Source, ...]:
        if measure.how == "plan":
            return tuple(source for source in self._cube.snapshot.sources if source.kind == "targets")
        name = measure.name.removeprefix("paid_")
        if name in self._cube.measured:
            return self._cube.sources_of(self._cube.measured[name].table)
        if "gross_profit" in name and "revenue" in self._cube.measured:
            return self._cube.sources_of(self._cube.measured["revenue"].table)
        if measure.how == "calendar":
            return ()
        return self._cube.sources_of(measure.table) if measure.table in self._cube.snapshot.tables else ()

    def _rows(self, source: Source, measures: list[Measure]) -> str:
        parts = [self._say("explain_used", rows=counted(source.rows_used, "rows", self._language))]
        # Sales of a firm that lives by leads are dated by their payment, so the leads of the period are other rows.
        by_payment = source.kind == "leads" and any(each.table == "orders" or each.name == "sales" for each in measures)
        inside = None if by_payment else self._rows_of_the_period(source)
        if inside is not None:
            dated = format_value(inside, "count", self._language)
            parts[0] += self._say("explain_of_them", period=period_label(self._period, self._language), count=dated)
        for reason, count in source.excluded.items():
            parts.append(self._say("explain_excluded", count=count, reason=excluded_text(reason, self._language)))
        if source.rows_refused:
            parts.append(self._say("explain_refused", count=source.rows_refused))
        return f"{source.place} — {', '.join(parts)}"

    def _rows_of_the_period(self, source: Source) -> int | None:
        """How many rows of a table of facts are dated in the asked period, in all channels."""
        facts = self._cube.snapshot.tables.get(source.kind)
        if facts is None or source not in facts.sources or self._period == ALL:
            return None
        return facts.rows_dated(facts.sources.index(source), self._period)

    # -- what to do ----------------------------------------------------------------------------------------------

    def _remedy(self) -> str:
        reason = self._answer.reason or "no_data"
        if reason == "no_data":
            return self._remedy_of_no_data()
        if reason == "no_base":
            return self._remedy_of_no_base()
        if reason == "ambiguous":
            return self._remedy_of_ambiguous()
        code = f"remedy_{reason}"
        return self._say(code if code in SENTENCES else "remedy_zero")

    def _remedy_of_no_data(self) -> str:
        for measure in self._kpi.measures:
            if not self._cube.carries(measure):
                table = self._table_label(measure)
                return self._say("remedy_no_column", measure=measure.label.of(self._language), table=table)
        return self._say("remedy_no_rows", first=self._bound("start"), last=self._bound("end"))

    def _remedy_of_no_base(self) -> str:
        shifts = {split_shift(parameter)[1] for parameter in self._kpi.parameters} - {""}
        earlier = self._period.previous() if shifts == {PREVIOUS} else self._period.year_before()
        if not shifts or earlier is None:
            return self._say("remedy_no_base_all")
        return self._say("remedy_no_base", period=period_label(earlier, self._language))

    def _remedy_of_ambiguous(self) -> str:
        for measure in self._kpi.measures:
            measured = self._cube.measured.get(measure.name.removeprefix("paid_"))
            if measured is not None and measured.conflict:
                return self._say("remedy_ambiguous", first=measured.conflict[0], second=measured.conflict[1])
        return self._say("remedy_ambiguous_unnamed")

    def _table_label(self, measure: Measure) -> str:
        from kpi_core.facts import TABLES

        table = TABLES.get(measure.table)
        return table.label.of(self._language) if table else ""

    def _bound(self, end: str) -> str:
        return date_label(getattr(self._cube.span, end), self._language)
